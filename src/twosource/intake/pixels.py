"""How many pixels an image says it has, from its header alone: a few bytes can claim gigapixels.

Nothing is decoded. An image whose header cannot be read claims none here; its reader says so.
"""

import struct
from collections.abc import Callable
from typing import BinaryIO

MAX_PAGES = 20_000
MAX_SEGMENTS = 5_000
MAX_FRAMES = 100_000
FAULTS = (struct.error, IndexError, OverflowError, ValueError)
# JPEG start-of-frame markers, all but those for tables and arithmetic conditioning.
JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
WIDTH_TAG, HEIGHT_TAG = 256, 257


def declared_pixels(media_type: str, source: BinaryIO) -> int:
    """Return width x height over all pages or frames of an image, 0 where that is not to be seen."""
    reader = READERS.get(media_type)
    if reader is None:
        return 0
    source.seek(0)
    try:
        return reader(source)
    except FAULTS:
        return 0


def _png(source: BinaryIO) -> int:
    """Find the header chunk, which is the first but in the dialect of Apple's telephones."""
    source.seek(8)
    for _ in range(MAX_SEGMENTS):
        length, kind = struct.unpack(">I4s", source.read(8))
        if kind == b"IHDR":
            width, height = struct.unpack(">II", source.read(8))
            return int(width * height)
        source.seek(length + 4, 1)
    return 0


def _gif(source: BinaryIO) -> int:
    """Count every frame as large as the screen, which is what drawing it takes."""
    head = source.read(13)
    width, height = struct.unpack_from("<HH", head, 6)
    if head[10] & 0x80:
        source.seek(3 << ((head[10] & 7) + 1), 1)
    n_frames = 0
    while n_frames < MAX_FRAMES and (mark := source.read(1)):
        if mark == b",":
            n_frames += 1
            flags = source.read(9)[8]
            if flags & 0x80:
                source.seek(3 << ((flags & 7) + 1), 1)
            source.seek(1, 1)
        elif mark == b"!":
            source.seek(1, 1)
        else:
            break
        while size := source.read(1):
            if size == b"\0":
                break
            source.seek(size[0], 1)
    return int(width * height * max(1, n_frames))


def _bmp(source: BinaryIO) -> int:
    width, height = struct.unpack_from("<ii", source.read(26), 18)
    return abs(int(width * height))


def _jpeg(source: BinaryIO) -> int:
    source.seek(2)
    for _ in range(MAX_SEGMENTS):
        mark = source.read(4)
        if len(mark) < 4 or mark[0] != 0xFF:
            return 0
        if mark[1] in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", source.read(5), 1)
            return int(width * height)
        source.seek(struct.unpack_from(">H", mark, 2)[0] - 2, 1)
    return 0


def _webp(source: BinaryIO) -> int:
    head = source.read(30)
    if head[12:16] == b"VP8X":
        return (int.from_bytes(head[24:27], "little") + 1) * (int.from_bytes(head[27:30], "little") + 1)
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack_from("<HH", head, 26)
    return int((width & 0x3FFF) * (height & 0x3FFF))


def _tiff(source: BinaryIO) -> int:
    """Add up the pages; a list of pages that bites its own tail ends where it does."""
    head = source.read(8)
    order = "<" if head[:2] == b"II" else ">"
    (at,) = struct.unpack_from(f"{order}I", head, 4)
    seen: set[int] = set()
    total = 0
    while at and at not in seen and len(seen) < MAX_PAGES:
        seen.add(at)
        source.seek(at)
        (count,) = struct.unpack(f"{order}H", source.read(2))
        entries = source.read(12 * count + 4)
        sides = {WIDTH_TAG: 0, HEIGHT_TAG: 0}
        for place in range(0, 12 * count, 12):
            tag, kind = struct.unpack_from(f"{order}HH", entries, place)
            if tag in sides:
                (sides[tag],) = struct.unpack_from(order + ("H" if kind == 3 else "I"), entries, place + 8)
        total += sides[WIDTH_TAG] * sides[HEIGHT_TAG]
        (at,) = struct.unpack_from(f"{order}I", entries, 12 * count)
    return total


READERS: dict[str, Callable[[BinaryIO], int]] = {
    "image/png": _png,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/jpeg": _jpeg,
    "image/webp": _webp,
    "image/tiff": _tiff,
}
