"""Recordings in chunks: WAV and AVI (RIFF), AIFF, and Windows Media (ASF)."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.recording_times import shown_length, tag

Facts = list[tuple[str, str]]
CODECS = {
    1: "PCM",
    2: "ADPCM",
    3: "PCM (float)",
    6: "A-law",
    7: "mu-law",
    0x11: "IMA ADPCM",
    0x31: "GSM 6.10",
    0x55: "MP3",
    0xFFFE: "PCM",
}
MAX_CHUNKS = 10_000
MAX_READ = 65_536
FILE_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
CONTENT = bytes.fromhex("3326b2758e66cf11a6d900aa0062ce6c")
HEADER_LENGTH = 30
SINCE_1601 = datetime(1601, 1, 1, tzinfo=UTC)


def riff_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what a WAV or AVI says of itself."""
    facts: Facts = []
    rate = 0
    for path, name, length, content in _chunks(source, "little", deadline):
        if name == b"fmt " and len(content) >= 16:
            codec, channels, per_second, rate = struct.unpack_from("<HHII", content)
            facts += [
                ("format", "WAV"),
                ("sound", f"{CODECS.get(codec, f'codec {codec}')}, {channels} channels, {per_second} Hz"),
            ]
        elif name == b"data" and rate and path == b"":
            facts.append(("duration", shown_length(length / rate)))
        elif name == b"avih" and len(content) >= 20:
            per_frame, frames = struct.unpack_from("<I", content)[0], struct.unpack_from("<I", content, 16)[0]
            facts += [("format", "AVI"), ("duration", shown_length(per_frame * frames / 1e6))]
        elif name == b"strh" and len(content) >= 8:
            kind = {b"vids": "picture", b"auds": "sound"}.get(content[:4], "track")
            facts.append((kind, content[4:8].decode("latin-1").strip("\0 ") or "unnamed codec"))
        elif name == b"bext" and len(content) >= 338:
            facts.extend(tag("description", content[:256].decode("latin-1")))
            facts.extend(tag("author", content[256:288].decode("latin-1")))
            facts.append(("recorded", content[320:338].decode("latin-1").strip("\0 ")))
        elif path == b"INFO" or name in (b"IDIT",):
            facts.extend(
                tag("date" if name == b"IDIT" else name.decode("latin-1"), content.decode("utf-8", "replace"))
            )
    return [fact for fact in facts if fact[1]]


def aiff_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what an AIFF says of itself."""
    facts: Facts = [("format", "AIFF")]
    for _, name, _, content in _chunks(source, "big", deadline):
        if name == b"COMM" and len(content) >= 18:
            channels, frames, bits = struct.unpack_from(">hIh", content)
            exponent, mantissa = struct.unpack_from(">HQ", content, 8)
            rate = mantissa * 2.0 ** ((exponent & 0x7FFF) - 16383 - 63)
            facts.append(("sound", f"PCM, {channels} channels, {rate:.0f} Hz, {bits} bits"))
            facts.append(("duration", shown_length(frames / rate)))
        elif name in (b"NAME", b"AUTH", b"ANNO"):
            facts.extend(
                tag(
                    {b"NAME": "name", b"AUTH": "author"}.get(name, "comment"),
                    content.decode("utf-8", "replace"),
                )
            )
    return [fact for fact in facts if fact[1]]


def windows_facts(source: BinaryIO, deadline: Deadline) -> Facts:
    """Return what Windows Media says of itself."""
    facts: Facts = [("format", "Windows Media")]
    head = source.read(HEADER_LENGTH + MAX_READ)
    at = HEADER_LENGTH
    while at + 24 <= len(head) and not deadline.is_over():
        kind, (length,) = head[at : at + 16], struct.unpack_from("<Q", head, at + 16)
        content = head[at + 24 : at + length]
        if kind == FILE_PROPERTIES and len(content) >= 64:
            created, _, played, _, early = struct.unpack_from("<QQQQQ", content, 24)
            facts.append(("duration", shown_length(played / 1e7 - early / 1e3)))
            facts.append(
                ("recorded", f"{SINCE_1601 + timedelta(microseconds=created // 10):%Y-%m-%dT%H:%M:%SZ}")
            )
        elif kind == CONTENT and len(content) >= 10:
            lengths = struct.unpack_from("<5H", content)
            place = 10
            for name, size in zip(
                ("title", "author", "copyright", "description", "rating"), lengths, strict=True
            ):
                facts.extend(tag(name, content[place : place + size].decode("utf-16-le", "replace")))
                place += size
        if length < 24:
            break
        at += length
    return [fact for fact in facts if fact[1]]


def _chunks(source: BinaryIO, order: str, deadline: Deadline) -> Iterator[tuple[bytes, bytes, int, bytes]]:
    """Yield (list it is in, name, length, first bytes) of chunks in order."""
    end = source.seek(0, 2)
    at, path, list_end = 12, b"", 0
    for _ in range(MAX_CHUNKS):
        if at + 8 > end or deadline.is_over():
            return
        if list_end and at >= list_end:
            path, list_end = b"", 0
        source.seek(at)
        head = source.read(12)
        name, length = head[:4], int.from_bytes(head[4:8], "little" if order == "little" else "big")
        if name == b"LIST" and head[8:12] != b"movi":
            path, list_end = head[8:12], at + 8 + length
            at += 12
            continue
        source.seek(at + 8)
        yield (
            path if path == b"INFO" else b"",
            name,
            min(length, end - at),
            source.read(min(length, MAX_READ)),
        )
        at += 8 + length + length % 2
