"""Recordings in frames: MP3 with its tags, Ogg (Vorbis, Opus, Speex), FLAC, AMR, AAC and Flash films."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.recording_times import shown_length, tag

Facts = list[tuple[str, str]]
# Kilobits a second of MPEG layer III by index, for version 1 and for versions 2 and 2.5.
RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
)
HERTZ = ((44_100, 48_000, 32_000), (22_050, 24_000, 16_000), (11_025, 12_000, 8_000))
CODECS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
OGG = (
    (b"\x01vorbis", "Vorbis"),
    (b"OpusHead", "Opus"),
    (b"Speex   ", "Speex"),
    (b"\x7fFLAC", "FLAC"),
    (b"\x80theora", "Theora"),
)
# Bytes of one AMR frame of a fiftieth of a second, by its kind.
AMR_NARROW = (13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1)
AMR_WIDE = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1)
MAX_TAGS = 200
MAX_TAG = 4 * 1024 * 1024
SEARCHED = 65_536
OPUS_RATE = 48_000


def layer_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what an MP3 says of itself: ID3 tags at its head or end, and the first frame."""
    facts: Facts = [("format", "MP3")]
    size = source.seek(0, 2)
    source.seek(0)
    head = source.read(10)
    start = 0
    if head[:3] == b"ID3":
        length = _safe_number(head[6:10])
        start = 10 + length
        facts.extend(_tags(source.read(min(length, MAX_TAG)), head[3], deadline))
    source.seek(max(0, size - 128))
    last = source.read(128)
    if last[:3] == b"TAG":
        for name, (low, high) in (
            ("title", (3, 33)),
            ("artist", (33, 63)),
            ("album", (63, 93)),
            ("year", (93, 97)),
            ("comment", (97, 125)),
        ):
            facts.extend(one for one in tag(name, last[low:high].decode("latin-1")) if one not in facts)
    source.seek(start)
    facts.extend(_first_frame(source.read(SEARCHED), size - start))
    return facts


def _first_frame(content: bytes, size: int) -> Facts:
    for at in range(len(content) - 4):
        if content[at] != 0xFF or content[at + 1] & 0xE0 != 0xE0 or content[at + 1] & 6 == 0:
            continue
        version = content[at + 1] >> 3 & 3
        rate, hertz = content[at + 2] >> 4, content[at + 2] >> 2 & 3
        if version == 1 or rate in (0, 15) or hertz == 3:
            continue
        kilobits = RATES[0 if version == 3 else 1][rate]
        per_second = HERTZ[{3: 0, 2: 1, 0: 2}[version]][hertz]
        mark = content.find(b"Xing", at, at + 200)
        mark = mark if mark >= 0 else content.find(b"Info", at, at + 200)
        if mark >= 0 and content[mark + 7] & 1:
            frames = int.from_bytes(content[mark + 8 : mark + 12], "big")
            seconds = frames * (1152 if version == 3 else 576) / per_second
        else:
            seconds = size * 8 / (kilobits * 1000)
        length = shown_length(seconds)
        return [
            ("sound", f"MPEG layer III, {kilobits} kbit/s, {per_second} Hz"),
            *([("duration", length)] if length else []),
        ]
    return []


def _tags(content: bytes, version: int, deadline: Deadline) -> Iterator[tuple[str, str]]:
    """Yield the texts of an ID3 tag; pictures are named."""
    n_name, n_head = (3, 6) if version == 2 else (4, 10)
    at = 0
    for _ in range(MAX_TAGS):
        if at + n_head > len(content) or content[at] == 0 or deadline.is_over():
            return
        name = content[at : at + n_name].decode("latin-1")
        raw = content[at + n_name : at + n_name * 2]
        length = _safe_number(raw) if version == 4 else int.from_bytes(raw, "big")
        body = content[at + n_head : at + n_head + length]
        at += n_head + length
        if name.startswith("T") or name in ("COMM", "COM", "USLT", "ULT"):
            codec = CODECS.get(body[0] if body else 0, "latin-1")
            text = body[1:] if name.startswith("T") else body[4:]
            yield from tag(name, text.decode(codec, "replace").replace("\ufeff", ""))
        elif name.startswith("W"):
            yield from tag(name, body.decode("latin-1"))
        elif name in ("APIC", "PIC", "GEOB"):
            yield "embedded exhibit", "a picture" if name != "GEOB" else "an object"


def ogg_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what an Ogg recording says of itself; voice messages of messengers are of this kind."""
    head = source.read(SEARCHED)
    facts: Facts = [("format", "Ogg")]
    rate = 0
    for mark, name in OGG:
        at = head.find(mark)
        if at < 0:
            continue
        kind = "picture" if name == "Theora" else "sound"
        if name == "Vorbis":
            rate = int.from_bytes(head[at + 12 : at + 16], "little")
        elif name == "Opus":
            rate = OPUS_RATE
        elif name == "Speex":
            rate = int.from_bytes(head[at + 36 : at + 40], "little")
        facts.append((kind, f"{name}, {rate} Hz" if rate and kind == "sound" else name))
    for mark in (b"\x03vorbis", b"OpusTags"):
        if (at := head.find(mark)) >= 0:
            facts.extend(_comments(head[at + len(mark) :]))
    size = source.seek(0, 2)
    source.seek(max(0, size - SEARCHED))
    last = source.read(SEARCHED)
    page = last.rfind(b"OggS")
    if rate and page >= 0 and not deadline.is_over():
        position = int.from_bytes(last[page + 6 : page + 14], "little", signed=True)
        facts.append(("duration", shown_length(position / rate)))
    return [fact for fact in facts if fact[1]]


def flac_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what a FLAC says of itself."""
    facts: Facts = [("format", "FLAC")]
    source.seek(4)
    is_last = False
    while not is_last and len(head := source.read(4)) == 4 and not deadline.is_over():
        is_last, kind, length = bool(head[0] & 0x80), head[0] & 0x7F, int.from_bytes(head[1:4], "big")
        if kind == 0:
            content = source.read(length)
            packed = int.from_bytes(content[10:18], "big")
            rate, samples = packed >> 44, packed & 0xFFFFFFFFF
            facts.append(("sound", f"FLAC, {(packed >> 41 & 7) + 1} channels, {rate} Hz"))
            facts.append(("duration", shown_length(samples / rate) if rate else ""))
        elif kind == 4:
            facts.extend(_comments(source.read(min(length, MAX_TAG))))
        else:
            source.seek(length, 1)
    return [fact for fact in facts if fact[1]]


def _comments(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield comments `NAME=text` (Vorbis I, section 5)."""
    at = 4 + int.from_bytes(content[:4], "little")
    count = int.from_bytes(content[at : at + 4], "little")
    at += 4
    for _ in range(min(count, MAX_TAGS)):
        length = int.from_bytes(content[at : at + 4], "little")
        name, mark, value = content[at + 4 : at + 4 + length].decode("utf-8", "replace").partition("=")
        at += 4 + length
        if name.lower() in ("metadata_block_picture", "coverart"):
            yield "embedded exhibit", "a picture"
        elif "location" in name.lower() or name.lower().startswith("geo"):
            yield "place recorded", value[:100]
        elif mark:
            yield from tag(name, value)


def adaptive_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what an AMR says of itself; old telephones recorded voices so."""
    head = source.read(9)
    is_wide = head.startswith(b"#!AMR-WB")
    sizes = AMR_WIDE if is_wide else AMR_NARROW
    source.seek(9 if is_wide else 6)
    frames = 0
    while (first := source.read(1)) and not deadline.is_over():
        length = sizes[first[0] >> 3 & 15]
        if length == 0:
            break
        source.seek(length - 1, 1)
        frames += 1
    return [
        fact
        for fact in (
            ("format", "AMR"),
            ("sound", "AMR wide" if is_wide else "AMR"),
            ("duration", shown_length(frames / 50)),
        )
        if fact[1]
    ]


def advanced_facts(source: BinaryIO, deadline: Deadline) -> Facts:  # noqa: ARG001 - one signature for all
    """Return what a bare AAC stream says of itself."""
    head = source.read(7)
    rates = (
        96_000,
        88_200,
        64_000,
        48_000,
        44_100,
        32_000,
        24_000,
        22_050,
        16_000,
        12_000,
        11_025,
        8_000,
        7_350,
    )
    index = head[2] >> 2 & 15
    return [("format", "AAC"), ("sound", f"AAC, {rates[index]} Hz" if index < len(rates) else "AAC")]


def flash_facts(source: BinaryIO, deadline: Deadline) -> Facts:  # noqa: ARG001 - one signature for all
    """Return what a Flash film says of itself."""
    head = source.read(SEARCHED)
    facts: Facts = [("format", "Flash film")]
    if len(head) > 4 and head[4] & 1:
        facts.append(("picture", "Flash film"))
    if (at := head.find(b"\x00\x08duration\x00")) >= 0 and at + 19 <= len(head):
        (seconds,) = struct.unpack_from(">d", head, at + 11)
        facts.append(("duration", shown_length(seconds)))
    return [fact for fact in facts if fact[1]]


def _safe_number(raw: bytes) -> int:
    """Return a number of seven bits a byte."""
    number = 0
    for byte in raw:
        number = number << 7 | byte & 0x7F
    return number
