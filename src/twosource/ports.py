"""The few places where stages meet engines, as Protocols.

A stage takes and returns evidence values. Where it must reach bytes, records or a clock it
asks for one of these, so that the same stage runs on a laptop, in memory or on a cluster.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol, TypeAlias, TypeVar

from twosource.errors import RefusedError
from twosource.evidence.layouts import PageLayout
from twosource.evidence.outcome import Failure

R = TypeVar("R")


class Clock(Protocol):
    """Where the time comes from; tests give their own."""

    def __call__(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...


class Originals(Protocol):
    """Bytes kept by SHA-256, read-only, never overwritten."""

    def put(self, source: BinaryIO) -> tuple[str, int]:
        """Keep the bytes of a stream; return (digest, size). Same bytes are kept once."""
        ...

    def batch(self) -> AbstractContextManager[None]:
        """Return a context that makes all bytes put in it durable together, at its end."""
        ...

    def open(self, digest: str) -> BinaryIO:
        """Open kept bytes for reading. Raises IntegrityError where they are missing."""
        ...

    def has(self, digest: str) -> bool:
        """Say whether these bytes are kept."""
        ...

    def digests(self) -> Iterator[str]:
        """Yield every digest kept, in order."""
        ...

    def is_sound(self, digest: str) -> bool:
        """Read the bytes again and say whether they still have this digest."""
        ...


class View(Protocol):
    """Reading evidence records. `about` is the id of what a record is about (see `Writer.put`)."""

    def get(self, record_type: type[R], record_id: str) -> R | None:
        """Return the record of that type and id, or None."""
        ...

    def all(self, record_type: type[R], *, about: str | None = None) -> Iterator[R]:
        """Yield the records of a type in the order they were first put, or those about one thing."""
        ...

    def count(self, record_type: type) -> int:
        """Return how many records of a type there are."""
        ...

    def siglum(self, record_id: str) -> str:
        """Return the short name of a record, or an empty text where it has none."""
        ...

    def by_siglum(self, siglum: str) -> str | None:
        """Return the id behind a siglum, or None."""
        ...


class Writer(View, Protocol):
    """Writing evidence records. Inside `transaction` all or nothing is kept."""

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context: leaving it normally commits once, leaving it by an exception undoes."""
        ...

    def put(self, records: Iterable[Any]) -> int:
        """Keep records; the same id replaces in place. Return how many were new or changed."""
        ...

    def drop(self, record_type: type, *, about: str | None = None) -> int:
        """Remove derived records of a type. Raises ValueError for a type the ledger answers for."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a reader may use on one exhibit. They are written into every rendition."""

    max_bytes: int = 512 * 1024 * 1024
    max_text: int = 64 * 1024 * 1024
    max_pages: int = 100_000
    max_pixels: int = 200_000_000
    max_seconds: float = 120.0
    max_memory: int = 2 * 1024 * 1024 * 1024

    def lifted(self) -> "Limits":
        """Return the limits for an exhibit that a named person answers for: high, yet not endless."""
        return Limits(
            max_bytes=max(self.max_bytes, 2 * 1024**3),
            max_text=max(self.max_text, 1024**3),
            max_pages=max(self.max_pages, 1_000_000),
            max_pixels=max(self.max_pixels, 2_000_000_000),
            max_seconds=max(self.max_seconds, 3600.0),
            max_memory=max(self.max_memory, 8 * 1024**3),
        )

    def __str__(self) -> str:
        return (
            f"bytes {self.max_bytes}, text {self.max_text}, pages {self.max_pages}, "
            f"pixels {self.max_pixels}, seconds {self.max_seconds:g}, memory {self.max_memory}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader took out of one exhibit: page texts in order, metadata, and what it could not read.

    Everything here is untrusted until the parent has checked lengths and types. `untrusted_layouts`
    give word boxes; their positions count within the text of their own page and their ids are
    empty, because only the parent gives ids. `way` names how it was read where a reader has
    several ("PDFium", "poppler", "Tesseract"); `others` are the readings that were not preferred,
    kept beside it, and `because` says why this one was or was not.
    """

    untrusted_pages: tuple[str, ...]
    untrusted_metadata: tuple[tuple[str, str], ...] = ()
    untrusted_page_labels: tuple[str, ...] = ()
    untrusted_layouts: tuple[PageLayout, ...] = ()
    failures: tuple[Failure, ...] = ()
    way: str = ""
    because: str = ""
    others: tuple["Reading", ...] = ()


class Reader(Protocol):
    """Takes one exhibit as an open, read-only stream: no file name, no case id."""

    @property
    def name(self) -> str:
        """Its name, as renditions give their maker."""
        ...

    @property
    def version(self) -> str:
        """Its version with those of the engines it uses; another version is another rendition."""
        ...

    @property
    def media_types(self) -> frozenset[str]:
        """What it can read."""
        ...

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return what the exhibit says. Raises RefusedError where nothing can be read."""
        ...


Message = Mapping[str, Any] | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRequest:
    """One piece of work for a sandbox: a job, the original it may read, and plain arguments.

    `job` is `module:function` of a function `(source, arguments, limits) -> Iterator[Message]`.
    `arguments` hold only what JSON holds, and never a file name, a path of the case or its id.
    `alone` asks for a fresh sandbox that nothing else has used or will use.
    """

    job: str
    source_id: str
    arguments: Mapping[str, Any]
    limits: Limits
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAnswer:
    """What a job sent, whole, or why it sent nothing; untrusted until checked."""

    source_id: str
    untrusted_messages: tuple[Message, ...] = ()
    refused: RefusedError | None = None


class Sandbox(Protocol):
    """Runs jobs over hostile bytes where there is nothing to reach: no network, no other file."""

    @property
    def level(self) -> int:
        """How well it seals: 0 not at all, 1 Landlock and seccomp, 2 bubblewrap, 3 bubblewrap per file."""
        ...

    @property
    def how(self) -> str:
        """What seals it, with versions, as custody gives it."""
        ...

    def level_of(self, *, alone: bool) -> int:
        """Return the level at which a request with this `alone` runs."""
        ...

    def stream(
        self, request: SealedRequest, untrusted_source: BinaryIO
    ) -> AbstractContextManager[Iterator[Message]]:
        """Run one job and give what it sends as it comes; leaving the context ends it.

        Raises RefusedError (also while iterating) where the job refuses, dies, or breaks a limit.
        """
        ...

    def run_each(
        self, requests: Iterable[SealedRequest], open_source: Callable[[str], BinaryIO]
    ) -> Iterator[SealedAnswer]:
        """Run jobs, several at a time, and yield their answers in the order asked."""
        ...


class OcrEngine(Protocol):
    """Recognises the words on the picture of a page. Runs inside the sandbox unless it is an endpoint."""

    @property
    def name(self) -> str:
        """Its name, as renditions give their maker."""
        ...

    @property
    def version(self) -> str:
        """Its version with that of its language data."""
        ...

    def languages(self) -> frozenset[str]:
        """Return the languages it can read, as ISO 639-3 codes."""
        ...

    def recognise(self, picture: Any, language: str, *, layout: str = "page") -> "Recognised":
        """Return the words on a grey picture (numpy uint8 array, height x width, 255 is paper)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """Lines of words as one engine saw them on one picture: text, box, confidence 0 to 1."""

    lines: tuple[tuple["RecognisedWord", ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedWord:
    """One word with its box in pixels of the picture given."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """One question to a model: our instructions, and untrusted material in a field of its own.

    `untrusted_text` is JSON, so that nothing in it can pass for an instruction of ours without
    being quoted; `picture` is a PNG or empty.
    """

    instructions: str
    untrusted_text: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """What a model answered, untrusted, and what it calls itself."""

    untrusted_text: str
    model: str
    version: str
    n_received: int


class ModelEndpoint(Protocol):
    """A language model at one granted address. It has no tools, no memory and no other input."""

    @property
    def origin(self) -> str:
        """Where it is: scheme, host and port."""
        ...

    @property
    def model(self) -> str:
        """Which model is asked for."""
        ...

    def written(self, request: ModelRequest) -> bytes:
        """Return exactly the bytes that asking would send as its body; nothing is sent."""
        ...

    def ask(self, request: ModelRequest) -> ModelAnswer:
        """Send one question and return the answer. Raises TryAgainError, RefusedError, NetworkError."""
        ...


Range: TypeAlias = tuple[int, int]
"""Tokens first..last of a sentence, the last one not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """One attribution that a tagger sees in a sentence: cue, source and content, each of one or more ranges.

    `source` may be empty (nobody is named), `content` too; ranges go from left to right and may be
    apart. `p` is how probable the tagger holds it that source and cue are both right.
    """

    cue: tuple[Range, ...]
    source: tuple[Range, ...] = ()
    content: tuple[Range, ...] = ()
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRange:
    """One name or description of an actor, place or thing, with the tagger's word for its kind."""

    range: Range
    kind: str
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What a tagger sees in one sentence.

    `factuality` holds, per token, how certain its event sounds (-3..3), nan where it is no event;
    it is empty where the tagger was not taught it.
    """

    attributions: tuple[Marking, ...] = ()
    names: tuple[NamedRange, ...] = ()
    factuality: tuple[float, ...] = ()


class Tagger(Protocol):
    """A trained model that marks who says what; rules do without one.

    It sees words and gives ranges and figures back: what it marks always stands in the text. The same
    sentences give the same answer, in any batches.
    """

    @property
    def version(self) -> str:
        """Name and version, with the start of the digest of its weights: it goes into what it suggests."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The languages it was taught, as two letters; it is not asked about others."""
        ...

    def mark(self, sentences: Sequence[Sequence[str]]) -> list[Marked]:
        """Return what is seen in each sentence, given as its words and signs in order."""
        ...

    def actions(self, sentence: Sequence[str], source: Range, target: Range) -> Mapping[str, float]:
        """Return the probability of each PLOVER root for what the source does to the target."""
        ...


class Candidates(Protocol):
    """Which pairs are worth comparing: an index, never all pairs."""

    def pairs(self, ids: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield index pairs (earlier, later) that share something rare."""
        ...


class Embedder(Protocol):
    """Turns texts into directions of meaning, so that the same thing in other words lies near; optional.

    The same text gives the same direction, in any batches. Nothing here rests on it alone: what it finds
    near is a candidate that words, names and numbers or a person must second.
    """

    @property
    def version(self) -> str:
        """Its name, version and digest, as part of what was done."""
        ...

    def embed(self, texts: Sequence[str]) -> Any:
        """Return one row of unit length per text, float32, shape (len(texts), width)."""
        ...
