"""Bytes of a zip archive that belong to none of its members: where a second archive hides.

Two archives behind one another open as the second alone, and a member that was deleted often still
lies there. Programs that unpack themselves stand before their archive by right; but what no member
covers is material too, and is kept as an exhibit of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from twosource.intake.containers import CHUNK, Member

LOCAL_MARK = b"PK\x03\x04"
# What may follow a member to say its length and sum (APPNOTE 6.3, 4.3.9); no member is so short.
DESCRIPTOR_LENGTH = 24
# Paddings of ordinary programs stay below this, all together.
MAX_UNNOTICED = 4096
# More stretches than these are told by their bytes alone.
MAX_STRETCHES = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of bytes, from `start` up to `end`, that no member and no directory covers."""

    start: int
    end: int

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        return self.end - self.start


def gaps_between(extents: Iterable[tuple[int, int]], size: int) -> list[Gap]:
    """Return the stretches of `size` bytes that the extents, in order and apart, leave uncovered."""
    gaps: list[Gap] = []
    at = 0
    for start, end in extents:
        if start > at:
            gaps.append(Gap(at, start))
        at = max(at, end)
    if size > at:
        gaps.append(Gap(at, size))
    return gaps


def telling_gaps(source: BinaryIO, gaps: Iterable[Gap]) -> list[Gap]:
    """Return the gaps worth a person's look: a member begins in them, or together they are no padding."""
    stretches = [gap for gap in gaps if gap.size > DESCRIPTOR_LENGTH]
    if sum(gap.size for gap in stretches) > MAX_UNNOTICED:
        return stretches
    return [gap for gap in stretches if holds_member(source, gap)]


def holds_member(source: BinaryIO, gap: Gap) -> bool:
    """Say whether the mark with which members begin stands in a gap."""
    source.seek(gap.start)
    left, tail = gap.size, b""
    while left > 0 and (chunk := source.read(min(CHUNK, left))):
        if LOCAL_MARK in tail + chunk:
            return True
        left -= len(chunk)
        tail = chunk[-len(LOCAL_MARK) + 1 :]
    return False


def members_of_gaps(source: BinaryIO, gaps: Iterable[Gap]) -> Iterator[Member]:
    """Yield each gap, at most 100, as a member named by its place; an archive in it is opened like any."""
    for gap in list(gaps)[:MAX_STRETCHES]:
        yield stretch(source, gap, f"bytes {gap.start} to {gap.end - 1}, of no member")


def stretch(source: BinaryIO, gap: Gap, name: str) -> Member:
    """Return the bytes of one stretch as a member."""

    def chunks() -> Iterator[bytes]:
        at = gap.start
        while at < gap.end:
            source.seek(at)  # others read the same stream in between
            chunk = source.read(min(CHUNK, gap.end - at))
            if not chunk:
                return
            at += len(chunk)
            yield chunk

    return Member(name=name, size=gap.size, chunks=chunks)
