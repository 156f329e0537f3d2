"""Outlook's attachment bundles (winmail.dat, TNEF): the words inside, the names of what it carries.

Layout after [MS-OXTNEF]: a row of attributes, one of which holds the mail's properties.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.outlook_properties import OutlookMail, Value, instant, reading_of

MAGIC = bytes.fromhex("789f3e22")
SUBJECT, BODY, FROM, MESSAGE_ID = 0x8004, 0x800C, 0x8000, 0x8009
SENT, DELIVERED, KIND, CODEPAGE = 0x8005, 0x8006, 0x8008, 0x9007
PROPERTIES, RECIPIENTS, STARTS_ATTACHMENT, TITLE, ABOUT_ATTACHMENT = 0x9003, 0x9004, 0x9002, 0x8010, 0x9005
TEXTS = {SUBJECT: 0x0037, BODY: 0x1000, MESSAGE_ID: 0x1035, KIND: 0x001A}
TIMES = {SENT: 0x0039, DELIVERED: 0x0E06}
# How many bytes values of these kinds take, filled up to four.
FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
SEVERAL = 0x1000
NAMED = 0x8000
MAX_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class BundleReader:
    """Reads the mail in a TNEF bundle; what it carries is received as exhibits by intake."""

    name: ClassVar[str] = "bundle"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return words and headers. Raises RefusedError where it is no such bundle."""
        deadline = deadline_for(limits)
        content = untrusted_source.read(limits.max_bytes)
        if not content.startswith(MAGIC):
            raise refusal("damaged", label="an Outlook bundle", reason="it does not begin as one")
        mail = OutlookMail()
        for number, value in _attributes(content, mail, deadline):
            _take(mail, number, value)
        return reading_of(mail, limits, deadline)


def _attributes(content: bytes, mail: OutlookMail, deadline: Deadline) -> Iterator[tuple[int, bytes]]:
    """Yield (number, value) of each attribute; where they break off, that is told."""
    at = 6
    while at + 9 <= len(content) and not deadline.is_over():
        number, _, length = struct.unpack_from("<HHI", content, at + 1)
        value = content[at + 9 : at + 9 + length]
        yield number, value
        at += 9 + length + 2
        if len(value) < length:
            mail.failures.append(failure("broken_off", label="an Outlook bundle"))


def _take(mail: OutlookMail, number: int, value: bytes) -> None:
    if number in TEXTS:
        mail.properties.setdefault(TEXTS[number], value.rstrip(b"\0"))
    elif number in TIMES and len(value) >= 12:
        year, month, day, hour, minute, second = struct.unpack_from("<6H", value)
        mail.properties.setdefault(
            TIMES[number], f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
        )
    elif number == CODEPAGE and len(value) >= 4:
        mail.properties[0x3FFD] = int.from_bytes(value[:4], "little")
    elif number == PROPERTIES:
        mail.properties.update(_properties(_Row(value)))
    elif number == RECIPIENTS:
        row = _Row(value)
        mail.recipients.extend(
            _properties(row) for _ in range(min(row.number(), MAX_VALUES)) if row.has_more()
        )
    elif number == STARTS_ATTACHMENT:
        mail.attached.append({})
    elif number == TITLE and mail.attached:
        mail.attached[-1].setdefault(0x3704, value.rstrip(b"\0"))
    elif number == ABOUT_ATTACHMENT and mail.attached:
        mail.attached[-1].update(_properties(_Row(value)))
    elif number == FROM and len(value) > 8:
        _, _, name_length, address_length = struct.unpack_from("<4H", value)
        mail.properties.setdefault(0x0042, value[8 : 8 + name_length].rstrip(b"\0"))
        address = value[8 + name_length : 8 + name_length + address_length].rstrip(b"\0")
        mail.properties.setdefault(0x0065, address.removeprefix(b"SMTP:"))


@dataclass(slots=True)
class _Row:
    """Bytes read from the front; reading beyond the end gives nothing."""

    content: bytes
    at: int = 0

    def has_more(self) -> bool:
        """Say whether bytes are left."""
        return self.at < len(self.content)

    def take(self, length: int) -> bytes:
        """Return the next bytes."""
        taken = self.content[self.at : self.at + length]
        self.at += length
        return taken

    def number(self) -> int:
        """Return the next number of four bytes."""
        return int.from_bytes(self.take(4), "little")


def _properties(row: _Row) -> dict[int, Value]:
    """Return properties by number; names of named ones are passed over."""
    found: dict[int, Value] = {}
    for _ in range(min(row.number(), MAX_VALUES)):
        if not row.has_more():
            break
        kind, number = struct.unpack("<HH", row.take(4).ljust(4, b"\0"))
        if number >= NAMED:
            row.take(16)
            is_by_text = row.number() == 1
            _padded(row) if is_by_text else row.take(4)
        values = list(_values(row, kind))
        if values:
            found.setdefault(number, values[0])
    return found


def _values(row: _Row, kind: int) -> Iterator[Value]:
    base = kind & ~SEVERAL
    if base in FIXED:
        for _ in range(min(row.number(), MAX_VALUES) if kind & SEVERAL else 1):
            if not row.has_more():
                return
            number = int.from_bytes(row.take(FIXED[base]), "little")
            yield instant(number) if base == 0x40 else number
        return
    for _ in range(min(row.number(), MAX_VALUES)):
        if not row.has_more():
            return
        content = _padded(row)
        yield content.decode("utf-16-le", "replace").rstrip("\0") if base == 0x1F else content


def _padded(row: _Row) -> bytes:
    """Return bytes with their length before them, passing over what fills them up to four."""
    length = row.number()
    content = row.take(length)
    row.take(-length % 4)
    return content
