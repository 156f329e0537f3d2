"""What an opener gives while it takes a container apart: members in order, and faults in words.

Openers run where hostile bytes are read and know no path: what went wrong is a code and a few
words, and the sentence with the path is made outside.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from twosource.errors import RefusedError

CHUNK = 1 << 18
LIMIT_CODES = frozenset({"too_large", "budget", "bomb", "overlap", "members", "depth", "pixels", "stalled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a member or a container could not be taken apart: a code of the vocabulary, and its words."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)


class FaultError(RefusedError):
    """Raised by openers, which cannot word a sentence because they know no path."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code, code=code)
        self.fault = fault(code, **words)


def fault(code: str, **words: object) -> Fault:
    """Return a fault with its words as text."""
    return Fault(code=code, words={name: str(value)[:300] for name, value in words.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a container: its name as written, never used as a path, and its bytes in chunks.

    `size` is what the container declares, where it does. `clock` counts seconds since 1970 in UTC
    and is None where the container gives no instant. With `fault` the member is known beforehand
    to be locked, damaged or too much, and `chunks` is never called. An empty name asks whoever
    knows the container's own name to derive one.
    """

    name: str
    chunks: Callable[[], Iterable[bytes]] = tuple
    size: int | None = None
    clock: float | None = None
    fault: Fault | None = None


@dataclass(slots=True, kw_only=True)
class Allowance:
    """What one container may still give: bytes and members; `is_raised` where a person lifted the limits."""

    n_bytes_left: int
    n_members_left: int
    max_item_bytes: int
    max_mail_bytes: int
    passwords: tuple[str, ...] = ()
    is_raised: bool = False
    n_taken: int = 0

    def spend_members(self, count: int = 1) -> None:
        """Take members from the allowance. Raises FaultError where too few are left."""
        if count > self.n_members_left:
            raise FaultError("members", n=f"at least {self.n_taken + count}", limit=self.n_taken)
        self.n_members_left -= count
        self.n_taken += count

    def as_plain(self) -> dict[str, Any]:
        """Return it as what JSON holds."""
        return {
            "n_bytes_left": self.n_bytes_left,
            "n_members_left": self.n_members_left,
            "max_item_bytes": self.max_item_bytes,
            "max_mail_bytes": self.max_mail_bytes,
            "passwords": list(self.passwords),
            "is_raised": self.is_raised,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Allowance":
        """Return the allowance that `as_plain` wrote."""
        return cls(**{**plain, "passwords": tuple(plain["passwords"])})


# A fault among the members says what is wrong with the container as a whole, which stays partly read.
Given = Member | Fault
Opener = Callable[[BinaryIO, Allowance], Iterator[Given]]


def chunks_of(source: BinaryIO) -> Iterator[bytes]:
    """Yield what is left of a stream in chunks."""
    while chunk := source.read(CHUNK):
        yield chunk
