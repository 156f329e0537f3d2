"""Word documents (DOCX): paragraphs and tables in order, then notes, comments, headers and deletions.

The package and its XML are read by ourselves: libraries for writing documents leave out tracked
insertions, text boxes and comments, and those are what a reporter looks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import refusal
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.findings import Findings
from twosource.reading.readers.html import page_of
from twosource.reading.readers.office_parts import drawn_text, instruction, properties, traps
from twosource.reading.readers.package import Package, open_package
from twosource.reading.readers.safe_xml import elements, local, said
from twosource.reading.readers.tidying import tidy_lines

# Parts beside the body, in the order their text follows it.
PARTS = ("footnotes", "endnotes", "comments", "header", "footer", "glossaryDocument")
LABELS = {"glossaryDocument": "building blocks"}
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What is said twice (a fallback for old programs) or is no text of the page.
PASSED_OVER = frozenset({"Fallback", "moveFrom", "instrText", "delText", "delInstrText"})
MAX_SHOWN = 200


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads a DOCX: page 1 is the body, further pages are its notes, comments, headers and deletions."""

    name: ClassVar[str] = "word"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
    )
    version: str = "2"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return text and properties. Raises RefusedError where the package is damaged or a bomb."""
        deadline = deadline_for(limits)
        package = open_package(untrusted_source, limits, "a Word document")
        document = _Document(package, _main_part(package), deadline)
        body = package.tree(document.main)
        if body is None:
            reason = "its body is missing or cannot be read"
            raise refusal("damaged", label="a Word document", reason=reason)
        pages = [one for one in document.pages(body) if one[1].strip() or one[0] == "body"]
        metadata = (*properties(package), *document.tracked, *document.found.pairs())
        return Reading(
            untrusted_pages=tuple(text for _, text in pages),
            untrusted_page_labels=tuple(label for label, _ in pages),
            untrusted_metadata=metadata,
            failures=(*package.failures, *deadline.failures(len(pages))),
        )


@dataclass(slots=True)
class _Document:
    """One document being read: its package, its main part, what was found beside the words."""

    package: Package
    main: str
    deadline: Deadline
    found: Findings = field(default_factory=Findings)
    tracked: list[tuple[str, str]] = field(default_factory=list)

    def pages(self, body: Any) -> Iterator[tuple[str, str]]:
        """Yield (label, text) of everything that holds words."""
        traps(self.package, self.found)
        yield "body", text_of(body, self.deadline)
        self._look(body)
        relations = sorted(self.package.relations(self.main))
        for kind in PARTS:
            for relation in relations:
                if relation.kind == kind and not relation.is_external:
                    yield from self._part(kind, relation.target)
        for relation in relations:
            if relation.kind == "aFChunk" and not relation.is_external:
                yield "drawn in", self._chunk(relation.target)
        yield "charts and diagrams", drawn_text(self.package, "word/", self.deadline)
        struck = [node.text for node in elements(body, self.deadline, "delText") if node.text]
        yield "struck out", "\n".join(struck)
        moved = [text_of(node, self.deadline) for node in elements(body, self.deadline, "moveFrom")]
        yield "moved away", "\n".join(moved)

    def _part(self, kind: str, name: str) -> Iterator[tuple[str, str]]:
        root = self.package.tree(name)
        if root is None:
            return
        self._look(root)
        comments = root.findall("{*}comment") if kind == "comments" else []
        for number, comment in enumerate(comments, start=1):
            by = ", ".join(part for part in (said(comment, "author"), said(comment, "date")) if part)
            yield f"comment {number}{f' by {by}' if by else ''}", text_of(comment, self.deadline)
        if not comments:
            yield LABELS.get(kind, kind), text_of(root, self.deadline)

    def _look(self, root: Any) -> None:
        """Note tracked changes, hidden runs and what fields would fetch below an element."""
        for name, tag in (("tracked insertion", "ins"), ("tracked deletion", "del")):
            changes = list(elements(root, self.deadline, tag))
            if changes:
                self.tracked.append((f"{name}s", str(len(changes))))
            described = (_change(node) for node in changes[:MAX_SHOWN])
            self.tracked.extend((name, change) for change in described if change)
        for mark in elements(root, self.deadline, "vanish", "webHidden"):
            run = mark.getparent().getparent() if mark.getparent() is not None else None
            if (
                said(mark, "val").lower() not in ("0", "false", "off")
                and run is not None
                and local(run) == "r"
            ):
                self.found.hide(text_of(run, self.deadline))
        instruction(" ".join(_fields(root, self.deadline)), self.found)
        for node in elements(root, self.deadline, "imagedata", "fill", "OLEObject", "control"):
            self.found.contact_any(said(node, name) for name in ("src", "href", "althref"))

    def _chunk(self, name: str) -> str:
        """Return the words of a document of another format that is drawn in as it stands."""
        content = self.package.read(name)
        if b"<" not in content[:1000] or name.lower().endswith((".docx", ".rtf")):
            self.found.embed(name)
            return ""
        page = page_of(decode(content).text, self.deadline)
        self.found.add_all(page.findings)
        return page.text


def _main_part(package: Package) -> str:
    """Return the name of the part with the body, as the package says, else where it usually lies."""
    named = [one.target for one in package.relations() if one.kind == "officeDocument"]
    return next((name for name in named if package.has(name)), "word/document.xml")


def _fields(root: Any, deadline: Deadline) -> Iterator[str]:
    """Yield the pieces of field instructions; a trap cuts its address into many of them."""
    whole: list[str] = []
    for node in elements(root, deadline, "instrText", "fldSimple", "fldChar", "p"):
        name = local(node)
        if name == "instrText":
            whole.append(node.text or "")
        elif whole and (name == "p" or said(node, "fldCharType") in ("separate", "end")):
            yield "".join(whole)
            whole = []
        if name == "fldSimple":
            yield said(node, "instr")
    yield "".join(whole)


def _change(node: Any) -> str:
    """Return who changed what and when, as the document says."""
    by = ", ".join(part for part in (said(node, "author"), said(node, "date")) if part)
    words = "".join(one.text or "" for one in node.iter("{*}t", "{*}delText"))
    return f"{by or 'nobody named'}: {words[:MAX_SHOWN]}" if words.strip() else ""


def text_of(root: Any, deadline: Deadline) -> str:
    """Return the text below an element: a line per paragraph, tabs between the cells of a row.

    The stack is our own, since hostile XML nests deeper than Python recurses. Alternative content
    says everything twice; the fallback is left out.
    """
    pieces: list[str] = []
    stack: list[Any] = [root]
    while stack and not deadline.is_over():
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        name = local(node)
        if not name or (name in PASSED_OVER and node is not root):
            continue
        if name == "t":
            pieces.append(node.text or "")
        elif name in BREAKS:
            # Tab stops of a paragraph's style share their name with the tab in its text.
            pieces.append("" if name == "tab" and local(node.getparent()) == "tabs" else BREAKS[name])
        else:
            stack.extend(_closing(node))
            stack.extend(reversed(list(node)))
    return tidy_lines("".join(pieces))


def _closing(node: Any) -> list[str]:
    """Return what follows an element: nothing, a line end, or the tab after a cell."""
    parent = node.getparent()
    in_cell = parent is not None and local(parent) == "tc"
    name = local(node)
    if name == "p":
        is_last = node.getnext() is None
        return [] if in_cell and is_last else ["\n"]
    if name == "tc":
        return ["\t"] if node.getnext() is not None else []
    return ["\n"] if name == "tr" else []
