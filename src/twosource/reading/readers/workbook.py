"""Workbooks (XLSX, XLSM): a page for each sheet, hidden ones too, with the values as they were last shown.

Sheets are read as a stream, since a ledger may have a million rows. Formulas are not computed:
what was last computed is read, and a formula that was never computed stands as it is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, BinaryIO, ClassVar

from lxml import etree  # type: ignore[import-untyped]

from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.findings import HIDDEN, LINKS, PROGRAM, Findings, addresses_in
from twosource.reading.readers.many_formats import BINARY_WORKBOOK, read_with_kreuzberg
from twosource.reading.readers.numbers import shown_number, shows_days
from twosource.reading.readers.office_parts import (
    drawn_text,
    instruction,
    paragraphs_of,
    properties,
    traps,
)
from twosource.reading.readers.package import Package, open_package
from twosource.reading.readers.safe_xml import all_text, declares_entities, elements, local, said
from twosource.reading.readers.sheet import Sheet, column_of, header_words

STATES = {"hidden": "hidden", "veryHidden": "hidden so that no menu shows it"}
LOOKED_AT = ("{*}row", "{*}col", "{*}oddHeader", "{*}oddFooter", "{*}dataValidation")
MAX_FORMULAS_LOOKED_AT = 200_000


@dataclass(frozen=True, slots=True)
class WorkbookReader:
    """Reads an XLSX: pages are sheets by name, then comments, drawings and the names of ranges."""

    name: ClassVar[str] = "workbook"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    )
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return sheets and properties. Raises RefusedError where the package is damaged or a bomb."""
        deadline = deadline_for(limits)
        package = open_package(untrusted_source, limits, "a workbook")
        if package.has("xl/workbook.bin"):
            return _binary(package, untrusted_source, limits)
        root = package.tree(_main_part(package))
        if root is None:
            raise refusal(
                "damaged", label="a workbook", reason="its list of sheets is missing or cannot be read"
            )
        book = _Workbook(package, deadline, limits.max_text)
        pages = [one for one in book.pages(root) if one[1].strip()]
        return Reading(
            untrusted_pages=tuple(text for _, text in pages),
            untrusted_page_labels=tuple(label for label, _ in pages),
            untrusted_metadata=(*properties(package), *book.about, *book.found.pairs()),
            failures=(*package.failures, *book.failures, *deadline.failures(len(pages))),
        )


@dataclass(slots=True)
class _Workbook:
    """One workbook being read: its texts shared between cells, its formats, what was found."""

    package: Package
    deadline: Deadline
    room: int
    found: Findings = field(default_factory=Findings)
    about: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    day_formats: frozenset[int] = frozenset()
    is_1904: bool = False

    def pages(self, root: Any) -> Iterator[tuple[str, str]]:
        """Yield (label, text) of sheets in their order, each followed by its comments and drawings."""
        traps(self.package, self.found)
        self.texts = _shared_texts(self.package, self.deadline)
        self.day_formats = _day_formats(self.package)
        self.is_1904 = any(said(node, "date1904") in ("1", "true") for node in root.iter("{*}workbookPr"))
        main = _main_part(self.package)
        parts = {one.relation_id: one.target for one in self.package.relations(main)}
        for node in root.iter("{*}sheet"):
            part = parts.get(said(node, "id"), "")
            sheet = Sheet(said(node, "name"), STATES.get(said(node, "state"), ""))
            yield from self._sheet(sheet, part)
        yield "names of ranges", "\n".join(self._names(root))
        self._sources()
        yield (
            "charts and diagrams",
            drawn_text(self.package, "xl/", self.deadline, ("charts/", "diagrams/data")),
        )

    def _sheet(self, sheet: Sheet, part: str) -> Iterator[tuple[str, str]]:
        if not self.package.has(part):
            self.failures.append(
                failure("damaged_part", part=f"The sheet {sheet.name}", reason="it is missing")
            )
            return
        content = self.package.read(part)
        self._fill(sheet, content)
        self.room -= sheet.n_letters
        for where in sheet.hidden():
            self.found.add(HIDDEN, where)
        if sheet.n_formulas:
            self.about.append(("formulas", f"{sheet.name}: {sheet.n_formulas}"))
        yield sheet.label, sheet.text()
        yield f"headers of {sheet.name}", "\n".join(sheet.notes)
        relations = self.package.relations(part)
        people = _people(self.package)
        for relation in relations:
            if relation.kind in ("comments", "threadedComment"):
                lines = _comments(self.package.tree(relation.target), people, self.deadline)
                yield f"comments on {sheet.name}", "\n".join(lines)
            elif relation.kind == "drawing" and not relation.is_external:
                root = self.package.tree(relation.target)
                if root is not None:
                    yield f"drawings on {sheet.name}", "\n".join(paragraphs_of(root, self.deadline))

    def _fill(self, sheet: Sheet, content: bytes) -> None:
        """Read a sheet's rows as a stream; what is damaged is told, and the rows before it stay."""
        if declares_entities(content):
            self.failures.append(failure("entities"))
            return
        events = etree.iterparse(
            BytesIO(content), tag=LOOKED_AT, resolve_entities=False, load_dtd=False, no_network=True,
            huge_tree=False,
        )  # fmt: skip
        try:
            for _, node in events:
                if self.deadline.is_over() or sheet.n_letters > self.room:
                    break
                self._take(sheet, node)
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
        except (etree.LxmlError, ValueError) as error:
            part = f"What follows row {len(sheet.lines)} of the sheet {sheet.name}"
            self.failures.append(failure("damaged_part", part=part, reason=str(error)[:200].rstrip(".")))

    def _take(self, sheet: Sheet, node: Any) -> None:
        name = local(node)
        if name == "row":
            self._row(sheet, node)
        elif name == "col" and said(node, "hidden") in ("1", "true"):
            first, last = _number(said(node, "min")), _number(said(node, "max"))
            sheet.hidden_columns.extend(range(first, min(last, first + 500) + 1))
        elif name in ("oddHeader", "oddFooter"):
            sheet.notes.extend(header_words(node.text or ""))
        elif name == "dataValidation":
            sheet.notes.extend(said(node, one) for one in ("prompt", "error") if said(node, one))

    def _row(self, sheet: Sheet, row: Any) -> None:
        cells: dict[int, str] = {}
        column = 0
        for cell in row:
            if self.deadline.is_over():
                break
            column = column_of(said(cell, "r")) or column + 1
            cells[column] = self._cell(sheet, cell)
        if said(row, "hidden") in ("1", "true") and any(cells.values()):
            sheet.hidden_rows.append(_number(said(row, "r")) or len(sheet.lines) + 1)
        sheet.add_row(cells)

    def _cell(self, sheet: Sheet, cell: Any) -> str:
        kind, value, formula = said(cell, "t"), "", ""
        for part in cell:
            name = local(part)
            if name == "f":
                formula = part.text or ""
                sheet.n_formulas += 1
            elif name in ("v", "is"):
                value = _rich_text(part) if name == "is" else part.text or ""
        if formula and sheet.n_formulas < MAX_FORMULAS_LOOKED_AT:
            instruction(formula, self.found)
        if kind == "s":
            at = _number(value, -1)
            return self.texts[at] if 0 <= at < len(self.texts) else value
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if not value and formula:
            return f"={formula}"
        if kind in ("", "n"):
            is_day = _number(said(cell, "s")) in self.day_formats
            return shown_number(value, is_day=is_day, is_1904=self.is_1904)
        return value

    def _names(self, root: Any) -> Iterator[str]:
        """Yield named ranges; names that start macros by themselves are traps."""
        for node in elements(root, self.deadline, "definedName"):
            text = (node.text or "").strip()
            name = said(node, "name")
            if name.lower().startswith(("auto_open", "_xlnm.auto_open", "auto_close")):
                self.found.add(PROGRAM, f"starts by itself: {name} = {text}")
            instruction(text, self.found)
            if said(node, "hidden") in ("1", "true") and not name.startswith("_xlnm"):
                self.found.hide(f"the name {name} = {text}")
            elif not name.startswith("_xlnm"):
                yield f"{name}: {text}"

    def _sources(self) -> None:
        """Note where the workbook would get data from."""
        for name in self.package.find("xl/", ".xml"):
            if not any(
                word in name.lower()
                for word in ("connections", "querytables/", "externallinks/", "webextension")
            ):
                continue
            root = self.package.tree(name)
            for node in elements(root, self.deadline) if root is not None else ():
                if local(node) == "ddeLink":
                    by = "|".join(said(node, one) for one in ("ddeService", "ddeTopic"))
                    self.found.add(PROGRAM, f"asks another program for its content: DDE {by}")
                for value in node.attrib.values():
                    self.found.contact_any(addresses_in(str(value)))
                if local(node) == "dbPr":
                    self.found.add(LINKS, f"database: {said(node, 'connection')}")


def _binary(package: Package, source: BinaryIO, limits: Limits) -> Reading:
    """Return the sheets of a binary workbook (XLSB) by a library, with the traps we find ourselves."""
    found = Findings()
    traps(package, found)
    source.seek(0)
    reading = read_with_kreuzberg(source.read(limits.max_bytes), BINARY_WORKBOOK, limits)
    metadata = (*properties(package), *reading.untrusted_metadata, *found.pairs())
    return replace(reading, untrusted_metadata=metadata)


def _main_part(package: Package) -> str:
    named = [one.target for one in package.relations() if one.kind == "officeDocument"]
    return next((name for name in named if package.has(name)), "xl/workbook.xml")


def _shared_texts(package: Package, deadline: Deadline) -> list[str]:
    root = package.tree("xl/sharedStrings.xml")
    if root is None:
        return []
    return [_rich_text(node) for node in elements(root, deadline, "si")]


def _rich_text(node: Any) -> str:
    """Return a text of several runs; how it is pronounced is left out."""
    return "".join(
        one.text or "" for one in node.iter("{*}t") if local(one.getparent()) != "rPh"
    )  # fmt: skip


def _day_formats(package: Package) -> frozenset[int]:
    """Return the numbers of the cell styles that show days or times."""
    root = package.tree("xl/styles.xml")
    if root is None:
        return frozenset()
    patterns = {_number(said(one, "numFmtId")): said(one, "formatCode") for one in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    found = set()
    for at, style in enumerate(styles if styles is not None else ()):
        number = _number(said(style, "numFmtId"))
        if shows_days(number, patterns.get(number, "")):
            found.add(at)
    return frozenset(found)


def _people(package: Package) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name in package.find("xl/persons/", ".xml"):
        root = package.tree(name)
        if root is not None:
            found.update({said(one, "id"): said(one, "displayName") for one in root.iter("{*}person")})
    return found


def _comments(root: Any, people: Mapping[str, str], deadline: Deadline) -> Iterator[str]:
    """Yield `B3, by whom, when: words` of notes and of conversations on cells."""
    if root is None:
        return
    authors = [node.text or "" for node in root.iter("{*}author")]
    for node in elements(root, deadline, "comment", "threadedComment"):
        at = _number(said(node, "authorId"), -1)
        by = authors[at] if 0 <= at < len(authors) else people.get(said(node, "personId"), "")
        text = _rich_text(node) or all_text(node)
        where = ", ".join(part for part in (said(node, "ref"), by, said(node, "dT")) if part)
        yield f"{where}: {text.strip()}"


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
