"""What may still be unpacked from one received path, and the guard that counts every byte of it.

A guard stands between any untrusted source and the originals: it turns what goes wrong while
reading into a refusal of that one item, so that a full disk on our side is never mistaken for a
damaged file on theirs.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from twosource.intake.failures import refusal
from twosource.intake.settings import IntakeSettings, shown_bytes

READ_FAULTS = (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


@dataclass(slots=True)
class Budget:
    """Bytes, members and pixels that may still come out of one received path, nested ones included."""

    settings: IntakeSettings
    n_bytes_left: int
    n_members_left: int
    n_pixels_left: int

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

    def spend_pixels(self, path: str, count: int) -> None:
        """Take an image's declared pixels from the budget. Raises LimitError where it has too many."""
        limit = min(self.settings.max_item_pixels, self.n_pixels_left)
        if count > limit:
            raise refusal("pixels", path=path, n=f"{count:,}", limit=f"{limit:,}")
        self.n_pixels_left -= count


def budget_for(size: int, settings: IntakeSettings) -> Budget:
    """Return the budget of one received path of `size` bytes: by ratio, with a floor and a ceiling."""
    by_ratio = max(settings.free_unpacked_bytes, int(size * settings.max_ratio))
    return Budget(
        settings=settings,
        n_bytes_left=min(settings.max_unpacked_bytes, by_ratio),
        n_members_left=settings.max_members,
        n_pixels_left=settings.free_pixels + int(size * settings.pixels_per_byte),
    )


class _Guard(io.RawIOBase):
    """Passes an untrusted source on, counting bytes; refuses instead of failing."""

    def __init__(
        self, untrusted_source: BinaryIO, path: str, limit: int, at_end: Callable[[int], None] | None
    ) -> None:
        super().__init__()
        self._source = untrusted_source
        self._path = path
        self._limit = limit
        self._count = 0
        self._at_end = at_end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        try:
            chunk = self._source.read(len(buffer))
        except READ_FAULTS as error:
            raise refusal("unreadable", path=self._path, reason=reason_of(error)) from error
        self._count += len(chunk)
        if self._count > self._limit:
            raise refusal("too_large", path=self._path, limit=shown_bytes(self._limit))
        if not chunk and self._at_end:
            self._at_end(self._count)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def guarded(
    untrusted_source: BinaryIO, path: str, limit: int, at_end: Callable[[int], None] | None = None
) -> BinaryIO:
    """Return a stream that raises RefusedError on any fault of the source, and past `limit` bytes.

    `at_end` is told the count of bytes when the source ends, and may refuse what was read.
    """
    return io.BufferedReader(_Guard(untrusted_source, path, limit, at_end), buffer_size=1 << 20)


def reason_of(error: Exception) -> str:
    """Return what an error says in a few words fit for a sentence, without any host path."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (words or type(error).__name__).strip().rstrip(".")[:200]
