"""Outlook's attachment bundle ([MS-OXTNEF], `winmail.dat`): its attachments, and the words only it holds."""

import struct
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from twosource.intake import mapi
from twosource.intake.containers import Allowance, FaultError, Given, Member, fault
from twosource.intake.mapi import Bag
from twosource.intake.rtf import unpacked_rtf
from twosource.intake.settings import shown_bytes

MARK = bytes.fromhex("789f3e22")
BEGINS, TITLE, DATA, PROPERTIES, ALL, BODY = 0x9002, 0x8010, 0x800F, 0x9005, 0x9003, 0x800C
FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
MANY = 0x1000
NAMED = 0x8000
IDENTIFIER = 16
FAULTS = (struct.error, IndexError)


def members_of_tnef(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield the attachments of a bundle, and its words where it holds any. Raises FaultError."""
    content = source.read(allowance.max_mail_bytes + 1)
    if len(content) > allowance.max_mail_bytes:
        raise FaultError("mail", reason=f"it is larger than {shown_bytes(allowance.max_mail_bytes)}")
    if not content.startswith(MARK):
        raise FaultError("archive", reason="its first bytes are not those of a bundle")
    number = 0
    open_one: dict[int, bytes] | None = None
    for kind, data in attributes_of(content):
        if kind is None:
            yield fault("broken_archive", reason="an attribute reaches past its end")
        elif kind == BEGINS:
            if open_one is not None:
                number += 1
                yield from _attached(open_one, number)
            open_one = {}
        elif kind in (TITLE, DATA, PROPERTIES) and open_one is not None:
            open_one[kind] = data
        elif kind == ALL:
            yield from _words(bag_of(data))
        elif kind == BODY and data.strip(b"\0 \r\n"):
            yield Member(name="body.txt", chunks=partial(iter, (data.rstrip(b"\0"),)))
    if open_one is not None:
        yield from _attached(open_one, number + 1)


def attributes_of(content: bytes) -> Iterator[tuple[int | None, bytes]]:
    """Yield (number, bytes) of each attribute; a number of None says that the bundle breaks off."""
    at = 6
    while at + 11 <= len(content):
        _level, number, _kind, length = struct.unpack_from("<BHHI", content, at)
        if at + 9 + length > len(content):
            yield number, content[at + 9 :]
            yield None, b""
            return
        yield number, content[at + 9 : at + 9 + length]
        at += 9 + length + 2


def bag_of(raw: bytes) -> Bag:
    """Return a list of properties, as far as it can be read."""
    values: dict[int, tuple[int, bytes]] = {}
    try:
        (count,) = struct.unpack_from("<I", raw)
        at = 4
        for _ in range(min(count, len(raw) // 4)):
            kind, number = struct.unpack_from("<HH", raw, at)
            at = _past_name(raw, at + 4) if number >= NAMED else at + 4
            found, at = _value(raw, at, kind)
            values.setdefault(number, (kind & ~MANY, found))
    except FAULTS:
        pass
    return Bag(values)


def _past_name(raw: bytes, at: int) -> int:
    (kind,) = struct.unpack_from("<I", raw, at + 16)
    if kind == 0:
        return at + 24
    (length,) = struct.unpack_from("<I", raw, at + 20)
    return at + 24 + _padded(length)


def _value(raw: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """Return (the first value, where the next property stands)."""
    plain = kind & ~MANY
    if plain in FIXED:
        count = 1
        if kind & MANY:
            (count,) = struct.unpack_from("<I", raw, at)
            at += 4
        size = FIXED[plain]
        return raw[at : at + size], at + size * count
    (count,) = struct.unpack_from("<I", raw, at)
    at += 4
    first = b""
    for index in range(min(count, len(raw))):
        (length,) = struct.unpack_from("<I", raw, at)
        if index == 0:
            first = raw[at + 4 : at + 4 + length]
        at += 4 + _padded(length)
    return first, at


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _attached(parts: dict[int, bytes], number: int) -> Iterator[Member]:
    """Yield one attachment; a mail in it is a bundle of its own, as it stands."""
    bag = bag_of(parts.get(PROPERTIES, b""))
    title = parts.get(TITLE, b"").rstrip(b"\0")
    name = bag.text(mapi.FILE_NAME) or mapi.decoded(title, bag.coding()) or f"part-{number}"
    content = parts.get(DATA, b"")
    kind, inner = bag.values.get(mapi.CONTENT, (0, b""))
    if kind == mapi.OBJECT and inner[IDENTIFIER:].startswith(MARK):
        name, content = f"{name}.tnef", inner[IDENTIFIER:]
    elif not content and inner:
        content = inner[IDENTIFIER:] if kind == mapi.OBJECT else inner
    yield Member(name=name, size=len(content), chunks=lambda: (content,))


def _words(bag: Bag) -> Iterator[Member]:
    rich = unpacked_rtf(bag.binary(mapi.PACKED_RTF))
    if rich:
        yield Member(name="body.rtf", chunks=lambda: (rich,))
    page = bag.binary(mapi.HTML)
    if page:
        yield Member(name="body.html", chunks=lambda: (page,))
