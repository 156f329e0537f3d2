"""Mails Outlook keeps as files (MSG): words, people, clocks, names of what is attached ([MS-OXMSG])."""

import struct
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import refusal
from twosource.reading.readers.compound import Compound, open_compound
from twosource.reading.readers.deadline import deadline_for
from twosource.reading.readers.outlook_properties import OutlookMail, Value, instant, reading_of

PROPERTIES = "__properties_version1.0"
TEXT_IN = "__substg1.0_"
HEAD_OF_MAIL, HEAD_OF_PART = 32, 8
LONG, BOOLEAN, TIME, WIDE, NARROW, BYTES = 0x0003, 0x000B, 0x0040, 0x001F, 0x001E, 0x0102
MAX_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class OutlookReader:
    """Reads MSG; what is attached is named, and received as exhibits of their own by intake."""

    name: ClassVar[str] = "outlook"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/vnd.ms-outlook"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return words and headers. Raises RefusedError where it is no such file."""
        deadline = deadline_for(limits)
        compound = open_compound(untrusted_source.read(limits.max_bytes), "an Outlook mail")
        mail = OutlookMail(properties=_properties(compound, (), HEAD_OF_MAIL))
        if not mail.properties:
            raise refusal("damaged", label="an Outlook mail", reason="it holds none of the parts of a mail")
        for storage in list(compound.storages())[:MAX_PARTS]:
            if len(storage.path) != 1 or deadline.is_over():
                continue
            name = storage.name.lower()
            if name.startswith("__recip_version1.0_"):
                mail.recipients.append(_properties(compound, storage.path, HEAD_OF_PART))
            elif name.startswith("__attach_version1.0_"):
                mail.attached.append(_properties(compound, storage.path, HEAD_OF_PART))
        return reading_of(mail, limits, deadline)


def _properties(compound: Compound, path: tuple[str, ...], head: int) -> dict[int, Value]:
    """Return properties by number of a mail, a recipient or an attachment, its content left out."""
    found: dict[int, Value] = {}
    fixed = compound.read(*path, PROPERTIES)
    for at in range(head, len(fixed) - 15, 16):
        kind, number = struct.unpack_from("<HH", fixed, at)
        (value,) = struct.unpack_from("<Q", fixed, at + 8)
        if kind in (LONG, BOOLEAN):
            found[number] = value & 0xFFFFFFFF
        elif kind == TIME:
            found[number] = instant(value)
    lowered = tuple(part.lower() for part in path)
    for key, entry in compound.entries.items():
        if key[:-1] != lowered or not entry.is_stream or not key[-1].startswith(TEXT_IN):
            continue
        try:
            number, kind = int(key[-1][12:16], 16), int(key[-1][16:20], 16)
        except ValueError:
            continue
        if kind == WIDE:
            found[number] = compound.read(*entry.path).decode("utf-16-le", "replace")
        elif kind in (NARROW, BYTES) and not (path and number == 0x3701):
            found[number] = compound.read(*entry.path)
    return found
