"""Films and sound in boxes: MP4, MOV, M4A, 3GP (ISO 14496-12) and Matroska, WebM (RFC 8794, 9559)."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.recording_times import shown_length, tag

Facts = list[tuple[str, str]]
HOLDING = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"ilst", b"edts", b"meta"})
SINCE_1904 = datetime(1904, 1, 1, tzinfo=UTC)
SINCE_2001 = datetime(2001, 1, 1, tzinfo=UTC)
MAX_BOX = 16 * 1024 * 1024
MAX_BOXES = 20_000
MAX_DEPTH = 12
KINDS = {b"vide": "picture", b"soun": "sound", b"text": "text", b"sbtl": "subtitles", b"subt": "subtitles"}
# Matroska elements by their numbers: those that hold others, and those that are read.
SEGMENT, INFO, TRACKS, TRACK, TAGS, TAG, SIMPLE = (
    0x18538067,
    0x1549A966,
    0x1654AE6B,
    0xAE,
    0x1254C367,
    0x7373,
    0x67C8,
)
EBML_HOLDING = frozenset({SEGMENT, INFO, TRACKS, TRACK, TAGS, TAG, SIMPLE, 0xE0, 0xE1, 0x1A45DFA3})
SCALE, LENGTH, DATE, TITLE, MUXER, WRITER, CODEC, KIND = (
    0x2AD7B1,
    0x4489,
    0x4461,
    0x7BA9,
    0x4D80,
    0x5741,
    0x86,
    0x83,
)
TAG_NAME, TAG_TEXT, WIDTH, HEIGHT, DOC_TYPE, LANGUAGE = 0x45A3, 0x4487, 0xB0, 0xBA, 0x4282, 0x22B59C
CLUSTER = 0x1F43B675


def boxes_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what an MP4 or MOV says of itself."""
    facts: Facts = []
    kind = ""
    for name, content in _boxes(source, deadline):
        if name == b"ftyp":
            facts.append(("format", f"MP4 ({content[:4].decode('latin-1').strip()})"))
        elif name == b"mvhd":
            facts.extend(_movie(content))
        elif name == b"hdlr" and len(content) >= 12:
            kind = KINDS.get(content[8:12], kind)
        elif name == b"stsd" and len(content) >= 16:
            facts.append((kind or "track", content[12:16].decode("latin-1").strip()))
        elif name in (b"\xa9xyz", b"loci"):
            facts.append(("place recorded", content[4:].decode("utf-8", "replace").strip("\0/ ")[:100]))
        elif name == b"keys" and b"location.ISO6709" in content:
            facts.append(("place recorded", "yes"))
        elif name[:1] == b"\xa9" or name in (b"name", b"desc", b"cprt", b"auth"):
            facts.extend(tag(name.decode("latin-1"), _tag_text(content)))
    return facts


def _boxes(source: BinaryIO, deadline: Deadline) -> Iterator[tuple[bytes, bytes]]:
    """Yield (name, content) of small boxes, in order, walking into those that hold others."""
    end = source.seek(0, 2)
    stack: list[tuple[int, int]] = [(0, end)]
    n_boxes = 0
    while stack and n_boxes < MAX_BOXES and not deadline.is_over():
        at, stop = stack.pop()
        if at + 8 > stop:
            continue
        n_boxes += 1
        source.seek(at)
        head = source.read(16)
        length, name = int.from_bytes(head[:4], "big"), head[4:8]
        body = 8
        if length == 1 and len(head) == 16:
            length, body = int.from_bytes(head[8:16], "big"), 16
        length = stop - at if length == 0 else length
        if length < body:
            continue
        stack.append((at + length, stop))
        inner_end = min(at + length, stop)
        if name in HOLDING and len(stack) < MAX_DEPTH:
            # A `meta` box of MP4 has four bytes before its boxes, one of QuickTime has none.
            source.seek(at + body)
            skip = 4 if name == b"meta" and source.read(8)[4:8] not in (b"hdlr", b"keys", b"ilst") else 0
            stack.append((at + body + skip, inner_end))
        elif length - body <= MAX_BOX and name != b"mdat":
            source.seek(at + body)
            yield name, source.read(min(inner_end - at - body, 65_536))


def _movie(content: bytes) -> Facts:
    is_long = content[:1] == b"\x01"
    created, scale, length = (
        (
            *struct.unpack_from(">Q", content, 4),
            *struct.unpack_from(">I", content, 20),
            *struct.unpack_from(">Q", content, 24),
        )
        if is_long
        else (*struct.unpack_from(">I", content, 4), *struct.unpack_from(">II", content, 12))
    )
    facts = [("duration", shown_length(length / scale))] if scale else []
    if created:
        facts.append(("recorded", f"{SINCE_1904 + timedelta(seconds=created):%Y-%m-%dT%H:%M:%SZ}"))
    return [fact for fact in facts if fact[1]]


def _tag_text(content: bytes) -> str:
    """Return a tag's text: iTunes wraps it in a box, QuickTime puts a length and language before it."""
    if content[4:8] == b"data":
        return content[16:].decode("utf-8", "replace")
    return content[4:].decode("utf-8", "replace")


def matroska_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what a Matroska or WebM film says of itself."""
    facts: Facts = []
    scale, length, named = 1_000_000, 0.0, ""
    for number, content in _elements(source, deadline):
        if number == SCALE:
            scale = int.from_bytes(content, "big") or scale
        elif number == LENGTH and len(content) in (4, 8):
            (length,) = struct.unpack(">f" if len(content) == 4 else ">d", content)
        elif number == DATE:
            at = SINCE_2001 + timedelta(microseconds=int.from_bytes(content, "big", signed=True) / 1000)
            facts.append(("recorded", f"{at:%Y-%m-%dT%H:%M:%SZ}"))
        elif number == CODEC:
            codec = content.decode("ascii", "replace")
            facts.append(({"V": "picture", "A": "sound", "S": "subtitles"}.get(codec[:1], "track"), codec))
        elif number in (TITLE, MUXER, WRITER, DOC_TYPE):
            name = {TITLE: "title", DOC_TYPE: "format"}.get(number, "program")
            facts.append((name, content.decode("utf-8", "replace").strip("\0")[:500]))
        elif number == TAG_NAME:
            named = content.decode("utf-8", "replace")
        elif number == TAG_TEXT and named:
            if "location" in named.lower():
                facts.append(("place recorded", content.decode("utf-8", "replace")[:100]))
            facts.extend(tag(named, content.decode("utf-8", "replace")))
    if shown := shown_length(length * scale / 1e9):
        facts.append(("duration", shown))
    return facts


def _elements(source: BinaryIO, deadline: Deadline) -> Iterator[tuple[int, bytes]]:
    """Yield (number, content) of small elements; the film itself, in clusters, is passed over."""
    end = source.seek(0, 2)
    at, n_elements = 0, 0
    while at < end and n_elements < MAX_BOXES and not deadline.is_over():
        n_elements += 1
        source.seek(at)
        head = source.read(12)
        number, n_number = _number(head, keep_mark=True)
        size, n_size = _number(head[n_number:], keep_mark=False)
        if not n_number or not n_size:
            return
        body = at + n_number + n_size
        is_unknown = size == (1 << 7 * n_size) - 1
        if number in EBML_HOLDING:
            at = body
            continue
        if number == CLUSTER and is_unknown:
            return
        if size <= 65_536 and number != CLUSTER:
            source.seek(body)
            yield number, source.read(size)
        at = body + size


def _number(content: bytes, *, keep_mark: bool) -> tuple[int, int]:
    """Return (number, its length in bytes) of a number whose first bits tell its length; (0, 0) for none."""
    if not content or content[0] == 0:
        return 0, 0
    length = 9 - content[0].bit_length()
    if len(content) < length:
        return 0, 0
    number = int.from_bytes(content[:length], "big")
    return (number if keep_mark else number & ~(1 << 7 * length)), length
