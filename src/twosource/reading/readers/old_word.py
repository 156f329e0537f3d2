"""Old Word documents (DOC): all their parts, put together by the piece table ([MS-DOC] 2.4.1)."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.compound import Compound, open_compound
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.findings import LINKS, Findings, addresses_in
from twosource.reading.readers.office_parts import instruction
from twosource.reading.readers.property_sets import look_inside, said_of_itself
from twosource.reading.readers.tidying import tidy_lines

LABEL = "an old Word document"
NEW, OLD = 0xA5EC, (0xA5DC, 0xA5DB, 0xA59B, 0xA59C)
LOCKED, SECOND_TABLE = 0x0100, 0x0200
# In this order the parts of the text follow one another; each has its length in the header.
PARTS = (
    "body",
    "notes",
    "headers and footers",
    "macros",
    "comments",
    "endnotes",
    "text boxes",
    "text boxes in headers",
)
LENGTHS_AT = 0x4C
PIECES_AT = 0x1A2
NARROW = 0x40000000
BEGIN, MIDDLE, END = "\x13", "\x14", "\x15"
FIELD = re.compile("[\x13\x14\x15]|[^\x13\x14\x15]+")
# Marks of objects, notes and comments, that are no letters.
MARKS = re.compile("[\x00-\x06\x08\x0e-\x1d]")
BREAKS = str.maketrans({"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": "\u00ad"})
ROW_END = re.compile("\x07\x07")
# Code pages of the languages Word 6 wrote in, by the low byte of the language number.
CODE_PAGES = {
    0x01: "cp1256",
    0x02: "cp1251",
    0x05: "cp1250",
    0x08: "cp1253",
    0x0D: "cp1255",
    0x0E: "cp1250",
    0x11: "cp932",
    0x15: "cp1250",
    0x19: "cp1251",
    0x1F: "cp1254",
    0x20: "cp1256",
    0x22: "cp1251",
    0x29: "cp1256",
}
MAX_PIECES = 1_000_000


@dataclass(frozen=True, slots=True)
class OldWordReader:
    """Reads DOC of Word 6 to 2003. Words struck out but kept in the text stand in it as all others."""

    name: ClassVar[str] = "old word"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/msword"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return words and properties. Raises RefusedError where it is damaged or locked."""
        deadline = deadline_for(limits)
        compound = open_compound(untrusted_source.read(limits.max_bytes), LABEL)
        document = compound.read("WordDocument")
        if len(document) < 0x60:
            raise refusal("damaged", label=LABEL, reason="its text is missing")
        magic, flags = struct.unpack_from("<H8xH", document)
        if flags & LOCKED:
            raise refusal("password")
        if magic == NEW:
            text = _pieced_text(compound, document, flags, deadline)
            parts = list(_parts(document, text))
        elif magic in OLD:
            text, parts = "", [("body", _old_text(document))]
        else:
            raise refusal("damaged", label=LABEL, reason="it is of no known version")
        found = Findings()
        look_inside(compound, found)
        pages = [(label, plain_text(raw, found)) for label, raw in parts]
        kept = [(label, words) for label, words in pages if words.strip() or label == "body"]
        is_short = magic == NEW and len(text) < sum(_lengths(document)[:1])
        failures = [failure("broken_off", label=LABEL)] if is_short and not deadline.over else []
        return Reading(
            untrusted_pages=tuple(words for _, words in kept),
            untrusted_page_labels=tuple(label for label, _ in kept),
            untrusted_metadata=(*said_of_itself(compound), *found.pairs()),
            failures=(*failures, *deadline.failures(len(kept))),
        )


def plain_text(raw: str, found: Findings) -> str:
    """Return words as shown: of a field its result; its instruction is looked at and left out."""
    pieces: list[str] = []
    depth: list[list[str] | None] = []
    for match in FIELD.finditer(raw):
        mark = match[0]
        if mark == BEGIN:
            depth.append([])
        elif mark == MIDDLE and depth and depth[-1] is not None:
            _note("".join(depth[-1]), found)
            depth[-1] = None
        elif mark == END and depth:
            if (unshown := depth.pop()) is not None:
                _note("".join(unshown), found)
        elif mark not in (BEGIN, MIDDLE, END):
            writing = next((one for one in reversed(depth) if one is not None), None)
            (pieces if writing is None else writing).append(mark)
    text = ROW_END.sub("\n", "".join(pieces))
    return tidy_lines(MARKS.sub("", text.translate(BREAKS)))


def _note(field: str, found: Findings) -> None:
    instruction(field, found) if not field.lstrip().upper().startswith("HYPERLINK") else None
    if field.lstrip().upper().startswith("HYPERLINK"):
        for address in addresses_in(field):
            found.add(LINKS, address)


def _lengths(document: bytes) -> tuple[int, ...]:
    return struct.unpack_from("<8i", document.ljust(LENGTHS_AT + 32, b"\0"), LENGTHS_AT)


def _parts(document: bytes, text: str) -> Iterator[tuple[str, str]]:
    at = 0
    for label, length in zip(PARTS, _lengths(document), strict=True):
        end = at + max(0, length)
        if label != "macros":
            yield label, text[at:end]
        at = end


def _pieced_text(compound: Compound, document: bytes, flags: int, deadline: Deadline) -> str:
    """Return the whole text, put together from its pieces in their order."""
    table = compound.read("1Table" if flags & SECOND_TABLE else "0Table")
    start, length = struct.unpack_from("<II", document.ljust(PIECES_AT + 8, b"\0"), PIECES_AT)
    clx = table[start : start + length]
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if at >= len(clx) or clx[at] != 2:
        raise refusal("damaged", label=LABEL, reason="the table of its pieces is missing")
    plc = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
    count = min((len(plc) - 4) // 12, MAX_PIECES)
    pieces: list[str] = []
    room = 4 * len(document)
    for number in range(count):
        first, last = struct.unpack_from("<II", plc, 4 * number)
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        n_letters = last - first
        if deadline.is_over() or not 0 < n_letters <= room:
            continue
        room -= n_letters
        if place & NARROW:
            begin = (place & ~NARROW) // 2
            pieces.append(document[begin : begin + n_letters].decode("cp1252", "replace"))
        else:
            pieces.append(document[place : place + 2 * n_letters].decode("utf-16-le", "replace"))
    return "".join(pieces)


def _old_text(document: bytes) -> str:
    """Return the text of Word 6 and 95, which lies in one stretch of bytes."""
    (language,) = struct.unpack_from("<H", document, 6)
    first, last = struct.unpack_from("<II", document, 0x18)
    codec = CODE_PAGES.get(language & 0xFF, "cp1252")
    return document[first : min(last, len(document))].decode(codec, "replace")
