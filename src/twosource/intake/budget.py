"""What may still be unpacked from one received path, and the guard that counts every byte of it.

A guard stands between any untrusted source and the originals: it turns what goes wrong while
reading into a refusal of that one item, so that a full disk on our side is never mistaken for a
damaged file on theirs.
"""

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from twosource.intake.failures import refusal
from twosource.intake.settings import IntakeSettings, shown_bytes

READ_FAULTS = (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


@dataclass(slots=True)
class Budget:
    """Bytes and members that may still be taken out of one received path, nested ones included."""

    settings: IntakeSettings
    n_bytes_left: int
    n_members_left: int

    def spend_bytes(self, path: str, count: int) -> None:
        """Take bytes from the budget. Raises LimitError where too few are left."""
        if count > self.n_bytes_left:
            raise refusal("budget", path=path, limit=shown_bytes(self.n_bytes_left))
        self.n_bytes_left -= count

    def spend_members(self, path: str, count: int) -> None:
        """Take members from the budget. Raises LimitError where too few are left."""
        if count > self.n_members_left:
            raise refusal("members", path=path, n=count, limit=self.n_members_left)
        self.n_members_left -= count


def budget_for(size: int, settings: IntakeSettings) -> Budget:
    """Return the budget of one received path of `size` bytes: by ratio, with a floor and a ceiling."""
    by_ratio = max(settings.free_unpacked_bytes, int(size * settings.max_ratio))
    return Budget(
        settings=settings,
        n_bytes_left=min(settings.max_unpacked_bytes, by_ratio),
        n_members_left=settings.max_members,
    )


class _Guard(io.RawIOBase):
    """Passes an untrusted source on, counting bytes; refuses instead of failing."""

    def __init__(self, untrusted_source: BinaryIO, path: str, limit: int, budget: Budget | None) -> None:
        super().__init__()
        self._source = untrusted_source
        self._path = path
        self._limit = limit
        self._left = limit
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        try:
            chunk = self._source.read(len(buffer))
        except READ_FAULTS as error:
            code = "member" if self._budget else "unreadable"
            raise refusal(code, path=self._path, reason=reason_of(error)) from error
        self._left -= len(chunk)
        if self._left < 0:
            raise refusal("too_large", path=self._path, limit=shown_bytes(self._limit))
        if self._budget:
            self._budget.spend_bytes(self._path, len(chunk))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def guarded(untrusted_source: BinaryIO, path: str, limit: int, budget: Budget | None) -> BinaryIO:
    """Return a stream that raises RefusedError on any fault of the source, and past `limit` bytes.

    With a budget the source is a member of a container and its bytes are counted there too.
    """
    return io.BufferedReader(_Guard(untrusted_source, path, limit, budget), buffer_size=1 << 20)


def reason_of(error: Exception) -> str:
    """Return what an error says in a few words fit for a sentence, without any host path."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (words or type(error).__name__).strip().rstrip(".")[:200]
