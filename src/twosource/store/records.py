"""The store: evidence records with their sigla, the ledger behind them, runs, and search.

Everything that must hold for any engine is here; an engine only keeps lines. A record the
ledger answers for is written together with its ledger entry or not at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from twosource.evidence import codec
from twosource.evidence.holdings import Rendition
from twosource.ids import parse_siglum, siglum
from twosource.ports import Clock
from twosource.store.engine import RECORD, WITHDRAWN, Engine, Match, RecordLine
from twosource.store.folding import Folding, Phrase, is_answered, parse_query
from twosource.store.kinds import BY_NAME, Ledgered, kind_for, line_of
from twosource.store.ledger import Ledger
from twosource.store.segments import segments_of

R = TypeVar("R")

CHUNK_RECORDS = 1000
CHUNK_CHARACTERS = 8_000_000
# Matches read again per step where the text decides; each step reads twice as many.
FIRST_STEP = 64
RENDITION = codec.kind_of(Rendition)


class HowFound(StrEnum):
    """Whether the words asked for stand there, or other spellings that sound like them."""

    WORDS = "by its words"
    TRANSLITERATION = "by transliteration"


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found: where they stand, as written, how well they answer (higher is better), and how found.

    Scores compare hits found in the same way; those by transliteration come behind all others.
    """

    rendition_id: str
    exhibit_id: str
    start: int
    end: int
    page: int
    text: str
    score: float
    how_found: HowFound


class Store:
    """Keeps evidence records in one case: implements `ports.Writer`, with runs and search."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self.ledger = Ledger(engine, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def engine(self) -> Engine:
        """What keeps the lines; for verifying and rebuilding."""
        return self._engine

    def close(self) -> None:
        """Let go of files and the writer's lock."""
        self._engine.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context that keeps all or nothing; inside another one, it undoes its own part.

        Raises LockedError where another process is writing to the case.
        """
        return self._engine.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        """Return a context in which everything read belongs to one moment."""
        return self._engine.snapshot()

    # -- records

    def put(self, records: Iterable[Any]) -> int:
        """Keep records; the same id replaces in place. Return how many were new or changed.

        Each new or changed record that the ledger answers for is appended to it in the same
        transaction; once it answers for a record, it also answers for what replaces it. Raises
        TypeError for a value the store does not keep.
        """
        n_changed = 0
        with self.transaction():
            for chunk in _chunks(records):
                n_changed += self._put(chunk)
        return n_changed

    def _put(self, lines: Sequence[RecordLine]) -> int:
        held = self._held(lines)
        changed: dict[tuple[str, str], RecordLine] = {}
        fresh: dict[str, list[str]] = {}
        entries: list[str] = []
        n_changed = 0
        for line in lines:
            key = line.kind, line.id
            before = held.get(key)
            if before is not None and before.body == line.body:
                continue
            kept = line._replace(is_ledgered=True) if before is not None and before.is_ledgered else line
            if before is None and (kind := BY_NAME[line.kind]).siglum:
                fresh.setdefault(kind.siglum, []).append(line.id)
            if kept.is_ledgered:
                entries.append(kept.body)
            held[key] = changed[key] = kept
            n_changed += 1
        self._write(changed, fresh, entries)
        return n_changed

    def _held(self, lines: Sequence[RecordLine]) -> dict[tuple[str, str], RecordLine]:
        ids: dict[str, list[str]] = {}
        for line in lines:
            ids.setdefault(line.kind, []).append(line.id)
        return {
            (kind, record_id): line
            for kind, wanted in ids.items()
            for record_id, line in self._engine.held(kind, wanted).items()
        }

    def _write(
        self,
        changed: dict[tuple[str, str], RecordLine],
        fresh: dict[str, list[str]],
        entries: Sequence[str],
    ) -> None:
        self._engine.keep(list(changed.values()))
        self._engine.unindex(record_id for kind, record_id in changed if kind == RENDITION)
        for letter, ids in fresh.items():
            self._engine.name(letter, ids)
        if entries:
            self.ledger.extend(RECORD, entries)

    def get(self, record_type: type[R], record_id: str) -> R | None:
        """Return the record of that type and id, or None."""
        return self.get_many(record_type, [record_id]).get(record_id)

    def get_many(self, record_type: type[R], ids: Iterable[str]) -> dict[str, R]:
        """Return the records of a type by id, in the order asked; missing ones are left out."""
        wanted = list(dict.fromkeys(ids))
        kind = kind_for(record_type).name
        found: dict[str, R] = {}
        for start in range(0, len(wanted), CHUNK_RECORDS):
            part = wanted[start : start + CHUNK_RECORDS]
            held = self._engine.held(kind, part)
            found.update((i, codec.from_line(held[i].body)) for i in part if i in held)
        return found

    def all(self, record_type: type[R], *, about: str | None = None) -> Iterator[R]:
        """Yield the records of a type in the order first put, or those about one thing.

        Records put while reading are left out, so a loop may write what it finds.
        """
        for line in self._engine.lines(kind_for(record_type).name, about):
            yield cast(R, codec.from_line(line.body))

    def count(self, record_type: type) -> int:
        """Return how many records of a type there are."""
        return self._engine.count(kind_for(record_type).name)

    def drop(self, record_type: type, *, about: str | None = None) -> int:
        """Remove derived records of a type, all or those about one thing; return how many.

        Where people and machines make the same type, what people decided stays. Raises
        ValueError for a type the ledger always answers for.
        """
        return self._remove(record_type, about, None)

    def remove(self, record_type: type, ids: Iterable[str]) -> int:
        """Remove derived records by id, under the same rules as `drop`; return how many."""
        return self._remove(record_type, None, list(ids))

    def _remove(self, record_type: type, about: str | None, ids: Sequence[str] | None) -> int:
        kind = kind_for(record_type)
        if kind.ledgered is Ledgered.ALWAYS:
            raise ValueError(f"the ledger answers for every {kind.name}: it can be superseded, not removed")
        with self.transaction():
            gone = self._engine.remove(kind.name, about, ids)
            if kind.name == RENDITION:
                self._engine.unindex(gone)
        return len(gone)

    def withdraw(self, record_type: type, ids: Iterable[str], why: str) -> int:
        """Take back records the ledger answers for; return how many were there. Others stay.

        The ledger keeps each as it was and gains an entry that says it was withdrawn and why, so
        that taking back is as visible as putting forward.
        """
        kind = kind_for(record_type).name
        with self.transaction():
            held = [line for line in self._engine.held(kind, list(ids)).values() if line.is_ledgered]
            if held:
                self._engine.keep([line._replace(is_ledgered=False) for line in held])
                self._engine.remove(kind, None, [line.id for line in held])
                bodies = ({"record": kind, "id": line.id, "why": why} for line in held)
                self.ledger.extend(WITHDRAWN, [codec.canonical(body) for body in bodies])
        return len(held)

    @staticmethod
    def id_of(record: Any) -> str:
        """Return the id a record is kept under. Raises TypeError for a value the store does not keep."""
        record_id: str = getattr(record, kind_for(type(record)).id_name)
        return record_id

    def siglum(self, record_id: str) -> str:
        """Return the short name of a record, or an empty text where it has none."""
        found = self._engine.number_of(record_id)
        return siglum(*found) if found else ""

    def by_siglum(self, text: str) -> str | None:
        """Return the id behind a siglum, or None."""
        parsed = parse_siglum(text)
        return self._engine.named(*parsed) if parsed else None

    # -- runs

    def mark_done(self, stage: str, fingerprint: str, item_ids: Iterable[str]) -> None:
        """Remember that a stage with these settings is done with items."""
        with self.transaction():
            self._engine.mark(stage, fingerprint, item_ids)

    def done_items(self, stage: str, fingerprint: str) -> set[str]:
        """Return the items a stage with these settings is done with."""
        return self._engine.marked(stage, fingerprint)

    def forget(self, stage: str) -> None:
        """Forget that a stage was ever run, with whatever settings."""
        with self.transaction():
            self._engine.unmark(stage)

    # -- search

    def index(self, rendition: Rendition) -> None:
        """Make the words of a rendition findable; doing it again replaces what was there."""
        with self.transaction():
            self._engine.unindex([rendition.rendition_id])
            self._engine.index(segments_of(rendition))

    def unindex(self, rendition_id: str) -> None:
        """Let the words of a rendition no longer be found; the rendition itself stays."""
        with self.transaction():
            self._engine.unindex([rendition_id])

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        folding: Folding = Folding(),  # noqa: B008
    ) -> list[Hit]:
        """Return the best segments that hold every word and every quoted phrase asked for.

        Those where the words stand come first, then those found by transliteration. With a switch of
        `folding` off, only texts whose words are the same without that folding are kept. Nothing a
        person types is an error but more than 100 words (UsageError). Equal scores are ordered by
        rendition and place, so that the same case always answers the same.
        """
        phrases = parse_query(query, folding)
        if not phrases or limit < 1:
            return []
        with self.snapshot():
            hits = self._found(phrases, folding, limit, widely=False)
            if len(hits) < limit and any(phrase.keys for phrase in phrases):
                hits += self._found(phrases, folding, limit - len(hits), widely=True)
        return hits

    def _found(self, phrases: Sequence[Phrase], folding: Folding, limit: int, *, widely: bool) -> list[Hit]:
        """Return at most `limit` hits; where the text decides, matches are read until there are enough."""
        needs_text = widely or bool(folding.off)
        hits: list[Hit] = []
        skip, step = 0, max(limit, FIRST_STEP) if needs_text else limit
        while True:
            matches = self._engine.find(phrases, step, skip, widely=widely)
            renditions = self.get_many(Rendition, [match.rendition_id for match in matches])
            for match in matches:
                hit = _hit(match, renditions[match.rendition_id], widely=widely)
                if not needs_text or is_answered(hit.text, phrases, folding, widely=widely):
                    hits.append(hit)
                if len(hits) == limit:
                    return hits
            if len(matches) < step:
                return hits
            skip, step = skip + step, step * 2


def _hit(match: Match, rendition: Rendition, *, widely: bool) -> Hit:
    return Hit(
        rendition_id=match.rendition_id,
        exhibit_id=match.exhibit_id,
        start=match.start,
        end=match.end,
        page=match.page,
        text=rendition.text[match.start : match.end],
        score=match.score,
        how_found=HowFound.TRANSLITERATION if widely else HowFound.WORDS,
    )


def _chunks(records: Iterable[Any]) -> Iterator[list[RecordLine]]:
    chunk: list[RecordLine] = []
    n_characters = 0
    for record in records:
        line = line_of(record)
        chunk.append(line)
        n_characters += len(line.body)
        if len(chunk) >= CHUNK_RECORDS or n_characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, n_characters = [], 0
    if chunk:
        yield chunk
