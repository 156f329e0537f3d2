"""Old workbooks (XLS): the records of [MS-XLS], a page for each sheet, hidden ones too, comments after it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.compound import open_compound
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.findings import LINKS, MACRO, PROGRAM, Findings, addresses_in_bytes
from twosource.reading.readers.numbers import shown_number, shows_days
from twosource.reading.readers.old_workbook_texts import Texts, compressed_number, rich_text, shared_texts
from twosource.reading.readers.property_sets import look_inside, said_of_itself
from twosource.reading.readers.sheet import Sheet, column_name, header_words

LABEL = "an old workbook"
BOF, EOF, CONTINUE, FILEPASS, CODEPAGE, BOUNDSHEET, DATEMODE = 0x809, 0x0A, 0x3C, 0x2F, 0x42, 0x85, 0x22
SST, LABEL_SHARED, LABEL_OWN, RICH, NUMBER, SHORT, SHORTS = 0xFC, 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD
FORMULA, TEXT_OF_FORMULA, TRUTH, FORMAT, STYLE, ROW, COLUMN = 0x06, 0x207, 0x205, 0x41E, 0xE0, 0x208, 0x7D
NOTE, OBJECT, DRAWN, HEADER, FOOTER, LINK, BOOK, NAME, SOURCE = (
    0x1C,
    0x5D,
    0x1B6,
    0x14,
    0x15,
    0x1B8,
    0x1AE,
    0x18,
    0x51,
)
ADDRESSED = frozenset({LINK, BOOK, NAME, SOURCE, FORMULA, 0x23, 0xDC, 0x802})
BIFF8 = 0x0600
STATES = {0: "", 1: "hidden", 2: "hidden so that no menu shows it"}
MACRO_SHEET, MODULE = 1, 6
STARTS_BY_ITSELF = (1, 2)
MAX_ROWS = 2_000_000
MAX_SHEETS = 5000


@dataclass(frozen=True, slots=True)
class OldWorkbookReader:
    """Reads XLS of Excel 5 to 2003."""

    name: ClassVar[str] = "old workbook"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/vnd.ms-excel"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return sheets and properties. Raises RefusedError where it is damaged or locked."""
        deadline = deadline_for(limits)
        compound = open_compound(untrusted_source.read(limits.max_bytes), LABEL)
        stream = compound.read("Workbook") or compound.read("Book")
        if not stream:
            raise refusal("damaged", label=LABEL, reason="its sheets are missing")
        book = _Book(stream, deadline, limits.max_text)
        look_inside(compound, book.found)
        pages = [one for one in book.pages() if one[1].strip()]
        failures = [] if book.is_whole or deadline.over else [failure("broken_off", label=LABEL)]
        return Reading(
            untrusted_pages=tuple(text for _, text in pages),
            untrusted_page_labels=tuple(label for label, _ in pages),
            untrusted_metadata=(*said_of_itself(compound), *book.found.pairs()),
            failures=(*failures, *deadline.failures(len(pages))),
        )


@dataclass(slots=True)
class _Open:
    """One sheet while its records come: cells by row, comments by object, the cell whose text follows."""

    sheet: Sheet
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    waiting: tuple[int, int] | None = None
    objects: list[int] = field(default_factory=list)
    drawn: dict[int, str] = field(default_factory=dict)
    notes: list[tuple[int, int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Book:
    """One workbook being read."""

    stream: bytes
    deadline: Deadline
    room: int
    found: Findings = field(default_factory=Findings)
    texts: Texts = field(default_factory=Texts)
    shared: list[str] = field(default_factory=list)
    sheets: list[tuple[int, Sheet]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    is_1904: bool = False
    is_whole: bool = True

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield (label, text) of every sheet in order, each followed by its comments and drawings."""
        for kind, parts in self.records(0):
            self._globally(kind, parts)
        for start, sheet in self.sheets[:MAX_SHEETS]:
            one = _Open(sheet)
            for kind, parts in self.records(start):
                self._in_sheet(one, kind, parts)
            for row in sorted(one.rows):
                sheet.add_row(one.rows[row])
                self.room -= sum(len(cell) for cell in one.rows[row].values())
            for where in sheet.hidden():
                self.found.hide(where)
            yield sheet.label, sheet.text()
            yield f"headers of {sheet.name}", "\n".join(sheet.notes)
            yield f"comments on {sheet.name}", "\n".join(_comments(one))
            noted = {number for *_, number, _ in one.notes}
            yield f"drawings on {sheet.name}", "\n".join(t for n, t in one.drawn.items() if n not in noted)

    def records(self, at: int) -> Iterator[tuple[int, list[bytes]]]:
        """Yield (kind, content and what continues it) from a place to the end of its part."""
        depth = 0
        while at + 4 <= len(self.stream) and not self.deadline.is_over():
            kind, length = struct.unpack_from("<HH", self.stream, at)
            parts = [self.stream[at + 4 : at + 4 + length]]
            at += 4 + length
            while self.stream[at : at + 2] == b"\x3c\x00" and at + 4 <= len(self.stream):
                (more,) = struct.unpack_from("<H", self.stream, at + 2)
                parts.append(self.stream[at + 4 : at + 4 + more])
                at += 4 + more
            depth += (kind == BOF) - (kind == EOF)
            if kind == BOF and depth == 1:
                self.texts.is_wide = int.from_bytes(parts[0][:2], "little") >= BIFF8
            if kind == EOF and depth <= 0:
                return
            if depth <= 1:  # a chart inside a sheet has records of its own
                yield kind, parts
        self.is_whole = False

    def _globally(self, kind: int, parts: list[bytes]) -> None:
        content = parts[0]
        if kind == FILEPASS:
            raise refusal("password")
        if kind == CODEPAGE and not self.texts.is_wide:
            self.texts.codec = {0x8001: "cp1252", 10000: "mac_roman"}.get(
                number := int.from_bytes(content[:2], "little"), f"cp{number}"
            )
        elif kind == DATEMODE:
            self.is_1904 = content[:1] == b"\1"
        elif kind == FORMAT and len(content) > 4:
            self.formats[int.from_bytes(content[:2], "little")] = self.texts.sized(content, 2)
        elif kind == STYLE and len(content) >= 4:
            self.styles.append(int.from_bytes(content[2:4], "little"))
        elif kind == SST:
            self.shared = shared_texts(parts, self.deadline)
        elif kind == BOUNDSHEET and len(content) > 7:
            self._sheet(content)
        elif kind == NAME and len(content) > 15 and content[0] & 0x20 and content[15] in STARTS_BY_ITSELF:
            self.found.add(MACRO, "a name that starts macros when the workbook is opened or closed")
        self._addresses(kind, parts)

    def _sheet(self, content: bytes) -> None:
        start, state, kind = struct.unpack_from("<IBB", content)
        name = self.texts.short(content, 6)
        if kind in (MACRO_SHEET, MODULE):
            self.found.add(MACRO, f"macro sheet {name}")
        self.sheets.append((start, Sheet(name, STATES.get(state & 3, ""))))

    def _in_sheet(self, one: _Open, kind: int, parts: list[bytes]) -> None:
        content = parts[0]
        if kind in (NOTE, OBJECT, DRAWN, HEADER, FOOTER):
            self._beside(one, kind, parts)
        elif kind == TEXT_OF_FORMULA and one.waiting and len(content) > 3:
            row, column = one.waiting
            one.rows.setdefault(row, {})[column] = rich_text(parts, 0, self.texts)
        elif kind == ROW and len(content) >= 14 and content[12] & 0x20:
            one.sheet.hidden_rows.append(int.from_bytes(content[:2], "little") + 1)
        elif kind == COLUMN and len(content) >= 10 and content[8] & 1:
            first, last = struct.unpack_from("<HH", content)
            one.sheet.hidden_columns.extend(range(first + 1, min(last, 255) + 2))
        elif len(content) >= 6 and len(one.rows) < MAX_ROWS:
            row, column = struct.unpack_from("<HH", content)
            cells = one.rows.setdefault(row, {}) if kind in CELLS else {}
            self._cell(one, kind, parts, cells)
        self._addresses(kind, parts)

    def _cell(self, one: _Open, kind: int, parts: list[bytes], cells: dict[int, str]) -> None:
        """Put the value of a cell's record among the cells of its row."""
        content = parts[0]
        row, column, style = struct.unpack_from("<HHH", content)
        if kind == LABEL_SHARED and len(content) >= 10:
            at = int.from_bytes(content[6:10], "little")
            cells[column + 1] = self.shared[at] if at < len(self.shared) else ""
        elif kind in (LABEL_OWN, RICH):
            cells[column + 1] = rich_text(parts, 6, self.texts)
        elif kind == NUMBER and len(content) >= 14:
            cells[column + 1] = self._shown(struct.unpack_from("<d", content, 6)[0], style)
        elif kind == SHORT and len(content) >= 10:
            cells[column + 1] = self._shown(compressed_number(content[6:10]), style)
        elif kind == SHORTS:
            for step, at in enumerate(range(4, len(content) - 7, 6)):
                (style,) = struct.unpack_from("<H", content, at)
                cells[column + 1 + step] = self._shown(compressed_number(content[at + 2 : at + 6]), style)
        elif kind == TRUTH and len(content) >= 8:
            cells[column + 1] = f"#error {content[6]}" if content[7] else ("TRUE" if content[6] else "FALSE")
        elif kind == FORMULA and len(content) >= 14:
            one.sheet.n_formulas += 1
            one.waiting = None
            if content[12:14] != b"\xff\xff":
                cells[column + 1] = self._shown(struct.unpack_from("<d", content, 6)[0], style)
            elif content[6] == 0:
                one.waiting = (row, column + 1)
            elif content[6] == 1:
                cells[column + 1] = "TRUE" if content[8] else "FALSE"

    def _beside(self, one: _Open, kind: int, parts: list[bytes]) -> None:
        """Take comments, drawn texts and headers."""
        content = parts[0]
        if kind == OBJECT and len(content) >= 8:
            one.objects.append(int.from_bytes(content[6:8], "little"))
        elif kind == DRAWN and len(parts) > 1 and one.objects:
            length = int.from_bytes(content[10:12], "little")
            one.drawn[one.objects[-1]] = self.texts.letters(parts[1], length).replace("\r", "\n")
        elif kind == NOTE and len(content) > 10 and self.texts.is_wide:
            row, column, _, number = struct.unpack_from("<4H", content)
            one.notes.append((row, column, number, self.texts.sized(content, 8)))
        elif kind in (HEADER, FOOTER) and len(content) > 2:
            text = self.texts.sized(content, 0) if self.texts.is_wide else self.texts.short(content, 0)
            one.sheet.notes.extend(header_words(text))

    def _shown(self, number: float, style: int) -> str:
        format_id = self.styles[style] if style < len(self.styles) else 0
        is_day = shows_days(format_id, self.formats.get(format_id, ""))
        return shown_number(repr(number), is_day=is_day, is_1904=self.is_1904)

    def _addresses(self, kind: int, parts: list[bytes]) -> None:
        """Note addresses in links, names, sources of other workbooks and formulas."""
        if kind not in ADDRESSED:
            return
        whole = b"".join(parts)
        for address in addresses_in_bytes(whole):
            self.found.add(LINKS, address) if kind == LINK else self.found.contact(address)
        if kind == BOOK and _is_dde(whole):
            self.found.add(PROGRAM, "asks another program for its content: DDE")


CELLS = frozenset({LABEL_SHARED, LABEL_OWN, RICH, NUMBER, SHORT, SHORTS, TRUTH, FORMULA})


def _is_dde(book: bytes) -> bool:
    """Say whether a source is a program and a topic, parted by the character 3 ([MS-XLS] 2.5.277)."""
    text = book[5:].replace(b"\0", b"")
    before, mark, after = text.partition(b"\3")
    return bool(mark) and before.isalnum() and after.strip(b"\0") != b""


def _comments(one: _Open) -> Iterator[str]:
    for row, column, number, author in one.notes:
        text = one.drawn.get(number, "")
        by = f", {author}" if author.strip("\0 ") else ""
        yield f"{column_name(column + 1)}{row + 1}{by}: {text}"
