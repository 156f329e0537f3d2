"""OpenDocument texts, workbooks and slide decks, in a package or flat, and their forerunner of OpenOffice 1.

One walk serves all of them: a text is one page, a workbook has a page for each table, a deck one
for each slide. Notes, comments, deletions and what is hidden follow on pages of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar

from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import refusal
from twosource.reading.reader_names import OPEN_DOCUMENTS
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.findings import LINKS, MACRO, PROGRAM, Findings, addresses_in
from twosource.reading.readers.package import Package, open_package
from twosource.reading.readers.safe_xml import all_text, elements, local, parse_xml, said
from twosource.reading.readers.sheet import MAX_GAP, Sheet
from twosource.reading.readers.tidying import tidy_lines

LABEL = "an OpenDocument"
ABOUT = {
    "title": "title", "initial-creator": "byline", "creator": "changed by", "creation-date": "created",
    "date": "changed", "language": "language", "subject": "subject", "description": "description",
    "keyword": "keywords", "generator": "program", "printed-by": "printed by", "print-date": "printed",
}  # fmt: skip
PARAGRAPHS = frozenset({"p", "h"})
# Read on pages of their own, or no words at all.
ELSEWHERE = frozenset({"annotation", "note", "tracked-changes", "notes", "scripts", "event-listeners"})
BLOCKS = frozenset(
    {"body", "text-box", "table-cell", "list-item", "note-body", "annotation", "section", "page"}
)
MAX_SPACES = 1000
MAX_REPEATED = 1000


@dataclass(frozen=True, slots=True)
class OpenDocumentReader:
    """Reads ODT, ODS, ODP and ODG packages, templates included."""

    name: ClassVar[str] = "open document"
    media_types: ClassVar[frozenset[str]] = OPEN_DOCUMENTS
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return pages and properties. Raises RefusedError where it is damaged, locked or a bomb."""
        deadline = deadline_for(limits)
        head = untrusted_source.read(2)
        untrusted_source.seek(0)
        if head != b"PK":
            root, reason = parse_xml(untrusted_source.read(limits.max_bytes))
            return _read_flat(root, reason, deadline)
        package = open_package(untrusted_source, limits, LABEL)
        _check_lock(package)
        content = package.tree("content.xml")
        if content is None:
            raise refusal("damaged", label=LABEL, reason="its content is missing or cannot be read")
        document = Document(deadline)
        pages = list(document.pages(content, package.tree("styles.xml")))
        _beside(package, document.found)
        about = _about(package.tree("meta.xml"))
        return _reading(pages, about, document, package.failures)


def _read_flat(root: Any, reason: str, deadline: Deadline) -> Reading:
    if root is None:
        raise refusal("damaged", label=LABEL, reason=reason or "it holds no element")
    document = Document(deadline)
    pages = list(document.pages(root, None))
    meta = next(root.iter("{*}meta"), None)
    return _reading(pages, _about(meta), document, [])


def _reading(
    pages: list[tuple[str, str]],
    about: Iterator[tuple[str, str]],
    document: "Document",
    failures: list[Failure],
) -> Reading:
    kept = [one for one in pages if one[1].strip()]
    return Reading(
        untrusted_pages=tuple(text for _, text in kept),
        untrusted_page_labels=tuple(label for label, _ in kept),
        untrusted_metadata=(*about, *document.tracked, *document.found.pairs()),
        failures=(*failures, *document.deadline.failures(len(kept))),
    )


@dataclass(slots=True)
class Document:
    """One OpenDocument being read: what was found beside its words, who changed what."""

    deadline: Deadline
    found: Findings = field(default_factory=Findings)
    tracked: list[tuple[str, str]] = field(default_factory=list)

    def pages(self, root: Any, styles: Any) -> Iterator[tuple[str, str]]:
        """Yield (label, text) of the body, then of headers, notes, comments and deletions."""
        self._look(root)
        body = next(root.iter("{*}body"), root)
        hidden = _hidden_styles(root)
        inner = next(
            (node for node in body if local(node) in ("spreadsheet", "presentation", "drawing")), None
        )
        name = local(inner) if inner is not None else _flat_kind(body)
        if name == "spreadsheet":
            yield from self._sheets(body, hidden)
        elif name in ("presentation", "drawing"):
            yield from self._slides(body, hidden)
        else:
            yield "body", self.text(body)
        if styles is not None:
            self._look(styles)
            for node in elements(styles, self.deadline, "header", "footer", "header-left", "footer-left"):
                text = self.text(node)
                if any(letter.isalnum() for letter in text):  # `???` is a default
                    yield local(node), text
        for number, node in enumerate(elements(body, self.deadline, "note"), start=1):
            yield f"note {number}", self.text(node)
        for number, node in enumerate(elements(body, self.deadline, "annotation"), start=1):
            by = ", ".join(_signed(node))
            words = [self.text(one) for one in node if local(one) not in ("creator", "date", "initials")]
            yield f"comment {number}{f' by {by}' if by else ''}", "\n".join(words)
        yield "struck out", "\n".join(self._deletions(body))

    def text(self, root: Any) -> str:
        """Return the words below an element: a line per paragraph, tabs between the cells of a row."""
        pieces: list[str] = []
        stack: list[Any] = [root]
        while stack and not self.deadline.is_over():
            node = stack.pop()
            if isinstance(node, str):
                pieces.append(node)
                continue
            name = local(node)
            if node is not root and (not name or name in ELSEWHERE):
                continue
            if name == "s":
                pieces.append(" " * min(_count(said(node, "c")), MAX_SPACES))
            elif name in ("tab", "tab-stop"):
                pieces.append("\t")
            elif name == "line-break":
                pieces.append("\n")
            else:
                stack.extend(_closing(node, name))
                stack.extend(_reversed_content(node))
        return tidy_lines("".join(pieces))

    def _sheets(self, body: Any, hidden: frozenset[str]) -> Iterator[tuple[str, str]]:
        for number, table in enumerate(elements(body, self.deadline, "table"), start=1):
            is_hidden = said(table, "style-name") in hidden or said(table, "display") == "false"
            sheet = Sheet(said(table, "name") or f"table {number}", "hidden" if is_hidden else "")
            at = 0
            for row in elements(table, self.deadline, "table-row"):
                repeated = max(1, _count(said(row, "number-rows-repeated")))
                cells = self._cells(row, sheet)
                if cells and said(row, "visibility") in ("collapse", "filter"):
                    sheet.hidden_rows.append(at + 1)
                for _ in range(min(repeated, MAX_REPEATED) if cells else 0):
                    sheet.add_row(cells)
                at += repeated
            column = 0
            for node in elements(table, self.deadline, "table-column"):
                repeated = max(1, _count(said(node, "number-columns-repeated")))
                if said(node, "visibility") in ("collapse", "filter"):
                    sheet.hidden_columns.extend(range(column + 1, column + 1 + min(repeated, MAX_REPEATED)))
                column += repeated
            for where in sheet.hidden():
                self.found.hide(where)
            yield sheet.label, sheet.text()

    def _cells(self, row: Any, sheet: Sheet) -> dict[int, str]:
        cells: dict[int, str] = {}
        column = 1
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            repeated = max(1, _count(said(cell, "number-columns-repeated")))
            text = (
                self.text(cell)
                or said(cell, "string-value")
                or said(cell, "date-value")
                or said(cell, "value")
            )
            if formula := said(cell, "formula"):
                sheet.n_formulas += 1
                self.found.contact_any(addresses_in(formula))
                if "dde" in formula.lower():
                    self.found.add(PROGRAM, f"asks another program for its content: {formula}")
                text = text or f"={formula}"
            if text:
                cells.update(dict.fromkeys(range(column, column + min(repeated, MAX_GAP)), text))
            column += repeated
        return cells

    def _slides(self, body: Any, hidden: frozenset[str]) -> Iterator[tuple[str, str]]:
        for number, page in enumerate(elements(body, self.deadline, "page"), start=1):
            name = said(page, "name")
            is_hidden = said(page, "style-name") in hidden
            label = f"slide {number}{f' ({name})' if name else ''}{', hidden' if is_hidden else ''}"
            text = self.text(page)
            if is_hidden:
                self.found.hide(f"{label}: {text}")
            yield label, text
            for notes in page.iterfind("{*}notes"):
                yield f"notes on slide {number}", self.text(notes)

    def _deletions(self, body: Any) -> Iterator[str]:
        for region in elements(body, self.deadline, "changed-region"):
            for change in region:
                kind = {"deletion": "tracked deletion", "insertion": "tracked insertion"}.get(local(change))
                if kind is None:
                    continue
                words = "\n".join(self.text(one) for one in change if local(one) != "change-info")
                by = ", ".join(_signed(next(change.iter("{*}change-info"), change)))
                self.tracked.append((kind, f"{by or 'nobody named'}: {words[:200] or '(in the body)'}"))
                if kind == "tracked deletion":
                    yield words

    def _look(self, root: Any) -> None:
        """Note links that are followed when it is opened, scripts, embedded objects and hidden words."""
        for node in elements(root, self.deadline):
            name = local(node)
            if name in ("script", "event-listener"):
                what = said(node, "language") or said(node, "event-name")
                self.found.add(MACRO, " ".join(part for part in (name, what, said(node, "href")) if part))
            elif name in ("hidden-text", "hidden-paragraph"):
                self.found.hide(said(node, "string-value") or all_text(node))
            elif name == "section" and said(node, "display") in ("none", "condition"):
                self.found.hide(all_text(node))
            elif name == "dde-connection-decl":
                by = "|".join(said(node, one) for one in ("dde-application", "dde-topic", "dde-item"))
                self.found.add(PROGRAM, f"asks another program for its content: DDE {by}")
            if href := said(node, "href"):
                if name == "a":
                    self.found.add(LINKS, href)
                else:
                    self.found.contact(href)


def _check_lock(package: Package) -> None:
    """Raise RefusedError where the parts of the package are locked with a password."""
    manifest = package.tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise refusal("password")


def _beside(package: Package, found: Findings) -> None:
    """Note macros and embedded things of the package by their names."""
    for name in package.find(""):
        folder = name.split("/")[0].lower()
        if folder in ("basic", "scripts") and not name.endswith(("/", "-lc.xml", "-lb.xml")):
            found.add(MACRO, name)
        elif name.lower().startswith("object ") and name.endswith("content.xml"):
            found.embed(name)
        elif name.lower().startswith("objectreplacements/"):
            continue
        elif "/" not in name and name.lower().startswith("object "):
            found.embed(name)


def _about(meta: Any) -> Iterator[tuple[str, str]]:
    for node in meta.iter() if meta is not None else ():
        if (name := ABOUT.get(local(node))) and (value := all_text(node).strip()):
            yield name, value
        elif local(node) == "user-defined" and (value := all_text(node).strip()):
            yield f"property {said(node, 'name')}"[:80], value
        elif local(node) in ("template", "auto-reload") and said(node, "href"):
            yield ("would have contacted" if "://" in said(node, "href") else "template"), said(node, "href")


def _hidden_styles(root: Any) -> frozenset[str]:
    """Return the names of styles that keep tables or slides from being shown."""
    names = set()
    for style in root.iter("{*}style"):
        for one in style:
            if said(one, "visibility") == "hidden" or said(one, "display") == "false":
                names.add(said(style, "name"))
    return frozenset(names)


def _flat_kind(body: Any) -> str:
    """Return what an OpenOffice 1 body is: it has no element that says so."""
    names = {local(node) for node in body}
    if "page" in names:
        return "presentation"
    return "spreadsheet" if "table" in names and "p" not in names else "text"


def _signed(node: Any) -> Iterator[str]:
    for name in ("creator", "date"):
        if (found := next(node.iter(f"{{*}}{name}"), None)) is not None and found.text:
            yield found.text


def _reversed_content(node: Any) -> list[Any]:
    """Return children and the letters between them, last first; the indents between blocks are none."""
    is_written = _is_in_paragraph(node)
    content: list[Any] = [_squeezed(node.text)] if node.text and is_written else []
    for child in node:
        content.append(child)
        if child.tail and is_written:
            content.append(_squeezed(child.tail))
    content.reverse()
    return content


def _is_in_paragraph(node: Any) -> bool:
    """Say whether letters directly in this element are words: a paragraph is nearer than any block."""
    if local(node) in PARAGRAPHS:
        return True
    for above in node.iterancestors():
        name = local(above)
        if name in PARAGRAPHS:
            return True
        if name in BLOCKS:
            return False
    return False


def _squeezed(text: str) -> str:
    """Return letters with every run of blanks as one, as the format says they are to be read."""
    head = " " if text[:1].isspace() else ""
    tail = " " if len(text) > 1 and text[-1:].isspace() else ""
    return head + " ".join(text.split()) + (tail if text.strip() else "")


def _closing(node: Any, name: str) -> list[str]:
    parent = node.getparent()
    if name in PARAGRAPHS:
        in_cell = parent is not None and local(parent) in ("table-cell", "covered-table-cell")
        return [] if in_cell and node.getnext() is None else ["\n"]
    if name in ("table-cell", "covered-table-cell"):
        return ["\t"] if node.getnext() is not None else []
    return ["\n"] if name in ("table-row", "list-item") else []


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 1
