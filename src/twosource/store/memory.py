"""The engine in memory: the same contract as the one on disk, for tests and short work.

Undoing works by remembering, per change, how to take it back.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Generic, TypeVar

from twosource.dates import utc_now
from twosource.ports import Clock
from twosource.store.engine import Checkpoint, Entry, Match, RecordLine, Segment
from twosource.store.folding import Phrase
from twosource.store.merkle import Frontier
from twosource.store.records import Store

T = TypeVar("T")


class AppendOnly(Generic[T]):
    """A list that grows and is read: nothing in it can be replaced or taken out."""

    def __init__(self) -> None:
        self.__items: list[T] = []

    def __len__(self) -> int:
        return len(self.__items)

    def __getitem__(self, index: int) -> T:
        return self.__items[index]

    def since(self, index: int) -> tuple[T, ...]:
        """Return what stands at `index` and after."""
        return tuple(self.__items[index:])

    def append(self, item: T) -> Callable[[], object]:
        """Append; return how an unfinished transaction takes it back."""
        self.__items.append(item)
        return self.__items.pop


class MemoryEngine:
    """Keeps everything in dictionaries; see `engine.Engine` for what each method promises."""

    def __init__(self) -> None:
        self._records: dict[str, dict[str, tuple[int, RecordLine]]] = {}
        self._about: dict[tuple[str, str], dict[str, None]] = {}
        self._n_kept = 0
        self._sigla: dict[str, list[str]] = {}
        self._numbers: dict[str, dict[str, int]] = {}
        self.ledger: AppendOnly[Entry] = AppendOnly()
        self.checkpoints: AppendOnly[Checkpoint] = AppendOnly()
        self._noted: AppendOnly[str] = AppendOnly()
        self._frontier = Frontier()
        self._marks: dict[str, dict[str, set[str]]] = {}
        self._segments: dict[str, list[Segment]] = {}
        self._undo: list[Callable[[], object]] = []
        self._depth = 0

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open."""
        return self._depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Return a context that keeps all or nothing; inside another one, it undoes its own part."""
        mark = len(self._undo)
        self._depth += 1
        try:
            yield
        except BaseException:
            while len(self._undo) > mark:
                self._undo.pop()()
            raise
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._undo.clear()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Return a context in which everything read belongs to one moment."""
        yield

    def close(self) -> None:
        """Nothing to let go of: what is in memory ends with the process."""

    def faults(self) -> tuple[str, ...]:
        """Return what the engine's own check of its structures found, at most 20 lines."""
        return ()

    # -- records

    def held(self, kind: str, ids: Sequence[str]) -> dict[str, RecordLine]:
        """Return the lines of those ids that are kept."""
        records = self._records.get(kind, {})
        return {record_id: records[record_id][1] for record_id in ids if record_id in records}

    def lines(self, kind: str, about: str | None = None) -> Iterator[RecordLine]:
        """Yield lines in the order first kept; those kept while reading are left out."""
        records = self._records.get(kind, {})
        ids = records if about is None else self._about.get((kind, about), {})
        for _, line in sorted((records[i] for i in ids), key=lambda kept: kept[0]):
            yield line

    def count(self, kind: str) -> int:
        """Return how many records of a kind there are."""
        return len(self._records.get(kind, {}))

    def keep(self, lines: Sequence[RecordLine]) -> None:
        """Keep lines; one with the same kind and id replaces the old in its place."""
        for line in lines:
            before = self._records.get(line.kind, {}).get(line.id)
            if before is not None:
                self._take_out(before[1])
            self._n_kept += 1
            seq = before[0] if before is not None else self._n_kept
            self._put_in(seq, line)
            self._undo.append(partial(self._restore, line, before))

    def _put_in(self, seq: int, line: RecordLine) -> None:
        self._records.setdefault(line.kind, {})[line.id] = (seq, line)
        self._about.setdefault((line.kind, line.about), {})[line.id] = None

    def _take_out(self, line: RecordLine) -> None:
        del self._records[line.kind][line.id]
        del self._about[line.kind, line.about][line.id]

    def _restore(self, line: RecordLine, before: tuple[int, RecordLine] | None) -> None:
        self._take_out(line)
        if before is not None:
            self._put_in(*before)

    def remove(self, kind: str, about: str | None, ids: Sequence[str] | None) -> tuple[str, ...]:
        """Remove records the ledger does not answer for; return their ids."""
        records = self._records.get(kind, {})
        wanted = self._about.get((kind, about), {}) if about is not None else records
        if ids is not None:
            wanted = {record_id: None for record_id in ids if record_id in wanted}
        gone = [records[record_id] for record_id in wanted if not records[record_id][1].is_ledgered]
        for seq, line in gone:
            self._take_out(line)
            self._undo.append(partial(self._put_in, seq, line))
        return tuple(line.id for _, line in gone)

    # -- sigla

    def name(self, siglum: str, ids: Iterable[str]) -> None:
        """Give each id that has none the next number of that siglum."""
        named = self._sigla.setdefault(siglum, [])
        for record_id in ids:
            numbers = self._numbers.setdefault(record_id, {})
            if siglum not in numbers:
                named.append(record_id)
                numbers[siglum] = len(named)
                self._undo += [named.pop, partial(numbers.pop, siglum)]

    def number_of(self, record_id: str) -> tuple[str, int] | None:
        """Return (siglum kind, number) of an id."""
        return min(self._numbers.get(record_id, {}).items(), default=None)

    def named(self, siglum: str, number: int) -> str | None:
        """Return the id behind a number."""
        ids = self._sigla.get(siglum, [])
        return ids[number - 1] if number <= len(ids) else None

    def names(self) -> Iterator[tuple[str, int, str]]:
        """Yield (siglum kind, number, id), by kind and number."""
        for siglum in sorted(self._sigla):
            for number, record_id in enumerate(list(self._sigla[siglum]), 1):
                yield siglum, number, record_id

    # -- ledger

    def frontier(self) -> Frontier:
        """Return the right edge of the ledger's tree."""
        return self._frontier

    def append(self, entries: Sequence[Entry], frontier: Frontier) -> None:
        """Append entries to the ledger, with the frontier they lead to."""
        before = self._frontier
        for entry in entries:
            self._undo.append(self.ledger.append(entry))
        self._frontier = frontier
        self._undo.append(partial(setattr, self, "_frontier", before))

    def entries(self, after: int) -> Iterator[Entry]:
        """Yield entries with a number above `after`, in order."""
        yield from self.ledger.since(after)

    def remember(self, checkpoint: Checkpoint, line: str) -> None:
        """Keep a checkpoint for good, and its line where a person can copy it."""
        self.checkpoints.append(checkpoint)
        self._noted.append(line)

    def remembered(self) -> tuple[Checkpoint, ...]:
        """Return every checkpoint kept, oldest first."""
        return self.checkpoints.since(0)

    def noted(self) -> tuple[str, ...]:
        """Return the lines kept where a person can copy them."""
        return self._noted.since(0)

    # -- runs

    def mark(self, stage: str, fingerprint: str, item_ids: Iterable[str]) -> None:
        """Keep that items are done."""
        marked = self._marks.setdefault(stage, {}).setdefault(fingerprint, set())
        new = set(item_ids) - marked
        marked |= new
        self._undo.append(partial(marked.difference_update, new))

    def marked(self, stage: str, fingerprint: str) -> set[str]:
        """Return the items that are done."""
        return set(self._marks.get(stage, {}).get(fingerprint, ()))

    def unmark(self, stage: str) -> None:
        """Forget that anything of a stage is done."""
        before = self._marks.pop(stage, {})
        self._undo.append(partial(self._marks.__setitem__, stage, before))

    # -- search

    def index(self, segments: Iterable[Segment]) -> None:
        """Add segments to the search index."""
        for segment in segments:
            kept = self._segments.setdefault(segment.rendition_id, [])
            kept.append(segment)
            self._undo.append(kept.pop)

    def unindex(self, rendition_ids: Iterable[str]) -> None:
        """Remove the segments of renditions from the search index, leaving no trace of their words."""
        for rendition_id in rendition_ids:
            before = self._segments.pop(rendition_id, None)
            if before is not None:
                self._undo.append(partial(self._segments.__setitem__, rendition_id, before))

    def find(
        self, phrases: Sequence[Phrase], limit: int, skip: int = 0, *, widely: bool = False
    ) -> list[Match]:
        """Return the best segments that hold every phrase, without the first `skip` of them."""
        found = []
        for segments in self._segments.values():
            for segment in segments:
                counts = [_occurrences(segment, phrase) for phrase in phrases]
                if widely:
                    is_new = not all(counts)
                    sounds = [n or _sounds(segment, p) for n, p in zip(counts, phrases, strict=True)]
                    counts = sounds if is_new else [0.0]
                if all(counts):
                    score = sum(counts) / (1 + segment.words.count(" "))
                    found.append(Match(*segment[:5], score))
        found.sort(key=lambda match: (-match.score, match.rendition_id, match.start))
        return found[skip : skip + limit]


def _occurrences(segment: Segment, phrase: Phrase) -> float:
    """Return how often a phrase stands in a segment; without its prefixes it counts half."""
    edge = "" if phrase.is_open else " "
    exact = f" {segment.words} ".count(f" {phrase.words}{edge}")
    loose = f" {segment.stems} ".count(f" {phrase.stems}{edge}") if phrase.stems else 0
    return exact + loose / 2


def _sounds(segment: Segment, phrase: Phrase) -> float:
    """Return how often a phrase may be heard in a segment, as a quarter of being there."""
    line = f" {segment.keys} "
    return sum(line.count(f" {keys} ") for keys in phrase.keys) / 4


class MemoryStore(Store):
    """A store that lives as long as the process."""

    def __init__(self, *, clock: Clock = utc_now) -> None:
        super().__init__(MemoryEngine(), clock)
