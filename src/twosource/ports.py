"""The few places where stages meet engines, as Protocols.

A stage takes and returns evidence values. Where it must reach bytes, records or a clock it
asks for one of these, so that the same stage runs on a laptop, in memory or on a cluster.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol, TypeVar

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
    max_pages: int = 20_000
    max_pixels: int = 200_000_000
    max_seconds: float = 120.0

    def __str__(self) -> str:
        return (
            f"bytes {self.max_bytes}, text {self.max_text}, pages {self.max_pages}, "
            f"pixels {self.max_pixels}, seconds {self.max_seconds:g}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader took out of one exhibit: page texts in order, metadata, and what it could not read.

    Everything here is untrusted until the parent has checked lengths and types.
    """

    untrusted_pages: tuple[str, ...]
    untrusted_metadata: tuple[tuple[str, str], ...] = ()
    untrusted_page_labels: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


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


class Candidates(Protocol):
    """Which pairs are worth comparing: an index, never all pairs."""

    def pairs(self, ids: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield index pairs (earlier, later) that share something rare."""
        ...
