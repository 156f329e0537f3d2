"""Compound files ([MS-CFB]): the storages and streams inside old office files and Outlook mails.

Only as much of the format as taking streams out needs. Every chain of sectors is followed at most
once around and never past what the file can hold, because chains that bite their own tail are
how such files are made to read for ever.
"""

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from twosource.intake.containers import FaultError

MARK = bytes.fromhex("d0cf11e0a1b11ae1")
FREE, END, LAST = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFA
MINI_SECTOR = 64
MINI_LIMIT = 4096
ENTRY = 128
STORAGE, STREAM, ROOT = 1, 2, 5
MAX_ENTRIES = 1_000_000
MAX_DEPTH = 64


@dataclass(slots=True)
class Node:
    """One storage or stream: its name, its kind, and for a storage what it holds, by name."""

    name: str
    kind: int
    first: int
    size: int
    children: dict[str, "Node"] = field(default_factory=dict)

    def child(self, name: str) -> "Node | None":
        """Return what lies in this storage under a name; case does not count in [MS-CFB]."""
        return self.children.get(name.lower())


class CompoundFile:
    """An opened compound file. Raises FaultError where it is none or breaks its own rules."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._size = source.seek(0, 2)
        source.seek(0)
        header = source.read(512)
        if len(header) < 512 or not header.startswith(MARK):
            raise FaultError("archive", reason="it breaks off within its header")
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise FaultError("archive", reason="its header holds impossible sizes")
        self._sector = 1 << shift
        self._n_sectors = self._size // self._sector + 1
        first, mini_first = struct.unpack_from("<I8xI", header, 48)
        self._table = self._read_table(header)
        self.root = self._read_tree(first)
        self._mini_table = _words(b"".join(self._sectors(mini_first)))
        self._mini_places = array("I", self._chain(self.root.first))

    def chunks(self, node: Node) -> Iterator[bytes]:
        """Yield the bytes of a stream."""
        left = node.size
        pieces = self._mini_pieces(node.first) if node.size < MINI_LIMIT else self._sectors(node.first)
        for piece in pieces:
            if left <= 0:
                return
            yield piece[:left]
            left -= len(piece)
        if left > 0:
            raise FaultError("member", reason="its chain of sectors breaks off")

    def content(self, node: Node | None, limit: int = 1 << 24) -> bytes:
        """Return the bytes of a stream, at most `limit`; nothing where there is no stream."""
        if node is None or node.kind != STREAM:
            return b""
        taken: list[bytes] = []
        count = 0
        for chunk in self.chunks(node):
            taken.append(chunk)
            count += len(chunk)
            if count >= limit:
                break
        return b"".join(taken)[:limit]

    def _at(self, number: int) -> bytes:
        self._source.seek((number + 1) * self._sector)
        return self._source.read(self._sector)

    def _read_table(self, header: bytes) -> "array[int]":
        """Return the table that gives for each sector the next one of its chain."""
        numbers = [one for one in struct.unpack_from("<109I", header, 76) if one < LAST]
        (at,) = struct.unpack_from("<I", header, 68)
        seen: set[int] = set()
        while at < LAST and at not in seen and len(seen) <= self._n_sectors:
            seen.add(at)
            words = _words(self._at(at))
            numbers.extend(one for one in words[:-1] if one < LAST)
            at = words[-1] if words else END
        table = array("I")
        for number in numbers[: self._n_sectors]:
            table.extend(_words(self._at(number)))
        return table

    def _sectors(self, first: int) -> Iterator[bytes]:
        return (self._at(number) for number in self._chain(first))

    def _chain(self, first: int) -> Iterator[int]:
        at, count = first, 0
        while at < LAST:
            count += 1
            if count > self._n_sectors or at >= len(self._table):
                raise FaultError("archive", reason="a chain of sectors has no end")
            yield at
            at = self._table[at]

    def _mini_pieces(self, first: int) -> Iterator[bytes]:
        at, count = first, 0
        while at < LAST:
            count += 1
            if count > len(self._mini_table) or at >= len(self._mini_table):
                raise FaultError("member", reason="a chain of sectors has no end")
            place, within = divmod(at * MINI_SECTOR, self._sector)
            if place >= len(self._mini_places):
                raise FaultError("member", reason="a stream lies outside the file")
            self._source.seek((self._mini_places[place] + 1) * self._sector + within)
            yield self._source.read(MINI_SECTOR)
            at = self._mini_table[at]

    def _read_tree(self, first: int) -> Node:
        raw = b"".join(self._sectors(first))
        if len(raw) < ENTRY or len(raw) > MAX_ENTRIES * ENTRY:
            raise FaultError("archive", reason="its directory has an impossible size")
        entries = [raw[at : at + ENTRY] for at in range(0, len(raw) - ENTRY + 1, ENTRY)]
        root = _node(entries[0])
        seen = {0}
        below = [(root, struct.unpack_from("<I", entries[0], 76)[0], 0)]
        while below:
            storage, at, depth = below.pop()
            if at >= len(entries) or at in seen:
                continue
            seen.add(at)
            left, right, child = struct.unpack_from("<III", entries[at], 68)
            below.extend(((storage, right, depth), (storage, left, depth)))
            node = _node(entries[at])
            if node.kind in (STORAGE, STREAM):
                storage.children.setdefault(node.name.lower(), node)
            if node.kind == STORAGE and depth < MAX_DEPTH:
                below.append((node, child, depth + 1))
        return root


def _node(entry: bytes) -> Node:
    (length,) = struct.unpack_from("<H", entry, 64)
    name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    first, size = struct.unpack_from("<II", entry, 116)
    return Node(name, entry[66], first, size)


def _words(raw: bytes) -> "array[int]":
    words = array("I", raw[: len(raw) // 4 * 4])
    if sys.byteorder == "big":
        words.byteswap()
    return words
