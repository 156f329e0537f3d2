"""What the store asks of an engine: lines, sigla, ledger entries, marks, segments.

An engine knows no evidence, only texts and numbers, so that a second one is small. It must be
append-only for ledger entries and checkpoints, whoever asks.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from twosource.dates import as_utc
from twosource.evidence import codec
from twosource.store.folding import Phrase
from twosource.store.merkle import Frontier, leaf_hash

RECORD = "record"
NEVER = datetime.min.replace(tzinfo=UTC)
WITHDRAWN = "withdrawn"


class RecordLine(NamedTuple):
    """One record as kept: its kind, id, what it is about, its canonical line, and whose word it is."""

    kind: str
    id: str
    about: str
    body: str
    is_ledgered: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: number (from 1), instant in UTC, kind, content, leaf hash."""

    seq: int
    at: datetime
    kind: str
    line: str
    leaf: str

    @classmethod
    def make(cls, seq: int, at: datetime, kind: str, line: str) -> "Entry":
        """Return the entry with its leaf hash."""
        return cls(seq, at, kind, line, leaf_of(seq, at, kind, line))

    @property
    def body(self) -> Mapping[str, Any]:
        """The content as plain values."""
        content: Mapping[str, Any] = json.loads(self.line)
        return content

    @property
    def record(self) -> Any:
        """The evidence record in the content. Raises IntegrityError where it holds none."""
        return codec.from_line(self.line)

    @property
    def is_sound(self) -> bool:
        """Say whether the leaf hash still fits the content."""
        return self.leaf == leaf_of(self.seq, self.at, self.kind, self.line)


def leaf_of(seq: int, at: datetime, kind: str, line: str) -> str:
    """Return the leaf hash of an entry, over `seq`, `at`, `kind` and content, one per line.

    Only the content could hold a line break, and it stands last (and JSON writes it as an
    escape), so two different entries never give the same bytes.
    """
    return leaf_hash(f"{seq}\n{at.isoformat()}\n{kind}\n{line}".encode("utf-8", "surrogatepass")).hex()


def read_instant(text: str) -> datetime:
    """Read an instant back; the first of all instants, over which no entry was hashed, where it is none."""
    try:
        return as_utc(datetime.fromisoformat(text))
    except ValueError:
        return NEVER


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The remembered root of the first `size` entries: what shows a rewrite or a truncation."""

    size: int
    root: str
    at: datetime


class Segment(NamedTuple):
    """A stretch of a rendition as indexed: code points, page, words folded, without prefixes, by sound."""

    rendition_id: str
    exhibit_id: str
    start: int
    end: int
    page: int
    words: str
    stems: str
    keys: str = ""


class Match(NamedTuple):
    """A segment that answers to a query, and how well: higher is better."""

    rendition_id: str
    exhibit_id: str
    start: int
    end: int
    page: int
    score: float


class Engine(Protocol):
    """Keeps what the store gives it; see `sqlite.SqliteEngine` and `memory.MemoryEngine`."""

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context that keeps all or nothing; inside another one, it undoes its own part."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Return a context in which everything read belongs to one moment."""
        ...

    def close(self) -> None:
        """Let go of files and locks."""
        ...

    def faults(self) -> tuple[str, ...]:
        """Return what the engine's own check of its structures found, at most 20 lines."""
        ...

    def held(self, kind: str, ids: Sequence[str]) -> dict[str, RecordLine]:
        """Return the lines of those ids that are kept."""
        ...

    def lines(self, kind: str, about: str | None = None) -> Iterator[RecordLine]:
        """Yield lines in the order first kept; those kept while reading are left out."""
        ...

    def count(self, kind: str) -> int:
        """Return how many records of a kind there are."""
        ...

    def keep(self, lines: Sequence[RecordLine]) -> None:
        """Keep lines; one with the same kind and id replaces the old in its place."""
        ...

    def remove(self, kind: str, about: str | None, ids: Sequence[str] | None) -> tuple[str, ...]:
        """Remove records the ledger does not answer for; return their ids."""
        ...

    def name(self, siglum: str, ids: Iterable[str]) -> None:
        """Give each id that has none the next number of that siglum."""
        ...

    def number_of(self, record_id: str) -> tuple[str, int] | None:
        """Return (siglum kind, number) of an id."""
        ...

    def named(self, siglum: str, number: int) -> str | None:
        """Return the id behind a number."""
        ...

    def names(self) -> Iterator[tuple[str, int, str]]:
        """Yield (siglum kind, number, id), by kind and number."""
        ...

    def frontier(self) -> Frontier:
        """Return the right edge of the ledger's tree."""
        ...

    def append(self, entries: Sequence[Entry], frontier: Frontier) -> None:
        """Append entries to the ledger, with the frontier they lead to."""
        ...

    def entries(self, after: int) -> Iterator[Entry]:
        """Yield entries with a number above `after`, in order."""
        ...

    def remember(self, checkpoint: Checkpoint, line: str) -> None:
        """Keep a checkpoint for good, and its line where a person can copy it."""
        ...

    def remembered(self) -> tuple[Checkpoint, ...]:
        """Return every checkpoint kept, oldest first."""
        ...

    def noted(self) -> tuple[str, ...]:
        """Return the lines kept where a person can copy them."""
        ...

    def mark(self, stage: str, fingerprint: str, item_ids: Iterable[str]) -> None:
        """Keep that items are done."""
        ...

    def marked(self, stage: str, fingerprint: str) -> set[str]:
        """Return the items that are done."""
        ...

    def unmark(self, stage: str) -> None:
        """Forget that anything of a stage is done."""
        ...

    def index(self, segments: Iterable[Segment]) -> None:
        """Add segments to the search index."""
        ...

    def unindex(self, rendition_ids: Iterable[str]) -> None:
        """Remove the segments of renditions from the search index, leaving no trace of their words."""
        ...

    def find(
        self, phrases: Sequence[Phrase], limit: int, skip: int = 0, *, widely: bool = False
    ) -> list[Match]:
        """Return the best segments that hold every phrase, without the first `skip` of them.

        With `widely`, those that hold every phrase by its words or its sound, without those that
        hold them all by their words.
        """
        ...
