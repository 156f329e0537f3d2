"""What a stage returns when all, part or nothing worked.

A cache of a million files always half fails. A lost page must not look like an absent one, so
failure is a value that is counted, listed and explained.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from twosource.terms import Status

T = TypeVar("T", covariant=True)  # noqa: PLC0105 - the one type parameter here


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that went wrong with one item: code, what happened, what is safe, what to do."""

    code: str
    happened: str
    safe: str = "The original is kept."
    remedy: str = ""

    def sentence(self) -> str:
        """Return the failure as one paragraph."""
        return " ".join(part for part in (self.happened, self.safe, self.remedy) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T]):
    """What became of one item: its status, what it gave, and every failure on the way."""

    item_id: str
    status: Status
    values: tuple[T, ...] = ()
    failures: tuple[Failure, ...] = ()

    def __post_init__(self) -> None:
        if self.status is not Status.READ and not self.failures:
            raise ValueError("anything less than read needs a reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """Where one exhibit ended: read, partly read, refused or waiting, and why. Kept by the store.

    A member whose bytes could not be kept has a fate too: its id is a key over its path, and
    `path` says which it was, so that the count of what was received holds it. `digests` are those
    of the renditions and rows that reading gave, so that the ledger answers for them.
    """

    exhibit_id: str
    status: Status
    failures: tuple[Failure, ...] = ()
    reader: str = ""
    path: str = ""
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The conservation law in numbers: the four counts add up to what was received."""

    n_received: int
    n_read: int
    n_partly_read: int
    n_refused: int
    n_waiting: int

    @property
    def adds_up(self) -> bool:
        """Say whether nothing was lost."""
        parts = self.n_read + self.n_partly_read + self.n_refused + self.n_waiting
        return parts == self.n_received
