"""OLE compound files ([MS-CFB]): the small file system inside older office documents and Outlook mail.

Only what reading needs: the directory and the content of a stream. Every chain of sectors is
followed at most once round the whole exhibit, so that a loop in it ends.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from twosource.reading.failures import refusal

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
FREE = 0xFFFFFFFA  # this and all above are marks and no sectors
NONE = 0xFFFFFFFF
ENTRY_LENGTH = 128
STORAGE, STREAM, ROOT = 1, 2, 5
MAX_ENTRIES = 100_000
MAX_DEPTH = 64


class Entry(NamedTuple):
    """One stream or storage: its path as names, where it begins, how long it is."""

    path: tuple[str, ...]
    is_stream: bool
    start: int
    size: int

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path[-1]


@dataclass(slots=True)
class Compound:
    """An open compound file: `entries` by path in lower case."""

    content: bytes
    sector: int
    mini: int
    cutoff: int
    table: tuple[int, ...] = ()
    small_table: tuple[int, ...] = ()
    small: bytes = b""
    entries: dict[tuple[str, ...], Entry] = field(default_factory=dict)

    def read(self, *path: str) -> bytes:
        """Return the content of a stream; empty where there is none."""
        entry = self.entries.get(tuple(part.lower() for part in path))
        if entry is None or not entry.is_stream:
            return b""
        if entry.size < self.cutoff:
            pieces = (
                self.small[at * self.mini : (at + 1) * self.mini]
                for at in _chain(self.small_table, entry.start)
            )
            return b"".join(pieces)[: entry.size]
        return self._big(entry.start, entry.size)

    def streams(self) -> Iterator[Entry]:
        """Yield every stream."""
        return (entry for entry in self.entries.values() if entry.is_stream)

    def storages(self) -> Iterator[Entry]:
        """Yield every storage."""
        return (entry for entry in self.entries.values() if not entry.is_stream)

    def _big(self, start: int, size: int) -> bytes:
        most = size // self.sector + 1
        pieces: list[bytes] = []
        for at in _chain(self.table, start):
            if len(pieces) >= most:
                break
            pieces.append(self._sector(at))
        return b"".join(pieces)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        return self.content[start : start + self.sector]


def open_compound(content: bytes, label: str) -> Compound:
    """Open a compound file. Raises RefusedError where its header or directory makes no sense."""
    if not content.startswith(MAGIC) or len(content) < 512:
        raise refusal("damaged", label=label, reason="it is no compound file, or breaks off in its header")
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or not 3 <= mini_shift <= shift:
        raise refusal("damaged", label=label, reason="its sectors have an impossible length")
    directory, _, cutoff, small, _, more, _ = struct.unpack_from("<IIIIIII", content, 48)
    opened = Compound(content, 1 << shift, 1 << mini_shift, min(cutoff, 1 << 20))
    opened.table = _sector_table(opened, more)
    opened.small_table = _numbers(opened._big(small, len(content)))
    raw = opened._big(directory, min(len(content), MAX_ENTRIES * ENTRY_LENGTH))
    _list_entries(opened, raw)
    if not opened.entries:
        raise refusal("damaged", label=label, reason="its directory makes no sense")
    return opened


def _sector_table(opened: Compound, more: int) -> tuple[int, ...]:
    """Return the table of which sector follows which, from the header's list and the lists it goes on in."""
    places = list(struct.unpack_from("<109I", opened.content, 76))
    seen: set[int] = set()
    while more < FREE and more not in seen:
        seen.add(more)
        numbers = _numbers(opened._sector(more))
        if not numbers:
            break
        places.extend(numbers[:-1])
        more = numbers[-1]
    used = dict.fromkeys(place for place in places if place < FREE)
    return _numbers(b"".join(opened._sector(place) for place in used))


def _list_entries(opened: Compound, raw: bytes) -> None:
    """Walk the directory's trees with a stack, each entry once, and note paths."""
    count = len(raw) // ENTRY_LENGTH
    stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    seen: set[int] = set()
    while stack:
        at, folder = stack.pop()
        if at >= count or at in seen:
            continue
        seen.add(at)
        fields = raw[at * ENTRY_LENGTH : (at + 1) * ENTRY_LENGTH]
        length, kind = struct.unpack_from("<HB", fields, 64)
        left, right, child = struct.unpack_from("<III", fields, 68)
        start, size = struct.unpack_from("<IQ", fields, 116)
        size &= 0xFFFFFFFF
        name = fields[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if kind == ROOT:
            opened.small = opened._big(start, size)
            stack.append((child, ()))
            continue
        stack.extend(((left, folder), (right, folder)))
        path = (*folder, name)
        if kind in (STORAGE, STREAM):
            lowered = tuple(part.lower() for part in path)
            opened.entries.setdefault(lowered, Entry(path, kind == STREAM, start, size))
        if kind == STORAGE and len(path) < MAX_DEPTH:
            stack.append((child, path))


def _chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    """Yield the sectors of a chain in order, as far as it is whole and never longer than the table."""
    at, steps = start, 0
    while at < len(table) and steps < len(table):
        yield at
        at, steps = table[at], steps + 1


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
