"""Outlook's property bags ([MS-OXCDATA] 2.11), as mail stores, MSG files and TNEF streams share them."""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TEXT, NARROW, BINARY, OBJECT = 0x1F, 0x1E, 0x102, 0x0D
INTEGER, CLOCK = 0x03, 0x40
SUBJECT, BODY, HTML, PACKED_RTF, HEADERS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
KIND = 0x001A
FLAGS, HAS_ATTACHED = 0x0E07, 0x10
SENDER = ((0x0C1A, 0x5D01, 0x0C1F), (0x0042, 0x5D02, 0x0065))
SENT, ARRIVED, MADE = 0x0039, 0x0E06, 0x3007
MESSAGE_ID, REPLY_TO, REFERENCES = 0x1035, 0x1042, 0x1039
SHOWN_TO = {1: 0x0E04, 2: 0x0E03, 3: 0x0E02}
RECIPIENT_KIND, SHOWN_NAME, ADDRESS, SMTP_ADDRESS = 0x0C15, 0x3001, 0x3003, 0x39FE
FILE_NAME, SHORT_NAME, MEDIA_TYPE, METHOD, CONTENT, CONTENT_ID = (
    0x3707,
    0x3704,
    0x370E,
    0x3705,
    0x3701,
    0x3712,
)
CODE_PAGES = (0x3FDE, 0x3FFD)
EMBEDDED_MAIL = 5
# Seconds between 1601, where FILETIME counts from, and 1970.
FILETIME_START = 11_644_473_600
CODINGS = {
    65001: "utf-8",
    20127: "ascii",
    28591: "latin-1",
    28596: "iso8859-6",
    20866: "koi8-r",
    50220: "iso2022_jp",
}


@dataclass(frozen=True, slots=True)
class Bag:
    """Properties by number: the type as stored and the raw bytes."""

    values: Mapping[int, tuple[int, bytes]] = field(default_factory=dict)

    def text(self, *numbers: int) -> str:
        """Return the first of these properties that holds text, without its closing NULs."""
        for number in numbers:
            kind, raw = self.values.get(number, (0, b""))
            if kind == TEXT:
                found = raw.decode("utf-16-le", "replace")
            elif kind == NARROW:
                found = decoded(raw, self.coding())
            else:
                continue
            if found := found.rstrip("\0"):
                return found
        return ""

    def binary(self, number: int) -> bytes:
        """Return the raw bytes of a property, of whatever type."""
        return self.values.get(number, (0, b""))[1]

    def number(self, number: int) -> int:
        """Return an integer property, 0 where there is none."""
        raw = self.binary(number)
        return int.from_bytes(raw[:4], "little", signed=True) if len(raw) >= 2 else 0

    def clock(self, *numbers: int) -> float | None:
        """Return the first of these clocks in seconds since 1970, None where none is set."""
        for number in numbers:
            kind, raw = self.values.get(number, (0, b""))
            if kind == CLOCK and len(raw) >= 8 and any(raw):
                (ticks,) = struct.unpack_from("<Q", raw)
                return float(ticks // 10_000_000 - FILETIME_START)
        return None

    def coding(self) -> str:
        """Return how narrow text is coded, after the code page the message names."""
        for number in CODE_PAGES:
            page = self.number(number)
            if (
                page in CODINGS
                or 1250 <= page <= 1258
                or page in (437, 850, 852, 866, 874, 932, 936, 949, 950)
            ):
                return CODINGS.get(page, f"cp{page}")
        return "cp1252"


def decoded(raw: bytes, coding: str) -> str:
    """Return narrow text: UTF-8 where it is that, which chance does not produce, else as coded."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(coding, "replace")


def recipients(bags: Iterable[Bag], kind: int) -> str:
    """Return the recipients of one kind (1 to, 2 copy, 3 blind copy) as a mail header lists them."""
    return ", ".join(
        address(bag.text(SHOWN_NAME), bag.text(SMTP_ADDRESS, ADDRESS))
        for bag in bags
        if bag.number(RECIPIENT_KIND) == kind
    )


def address(name: str, mailbox: str) -> str:
    """Return a name and an address as a mail header writes them; an Exchange path is kept as it is."""
    if not name or name == mailbox:
        return mailbox
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{quoted} <{mailbox}>" if mailbox else quoted
