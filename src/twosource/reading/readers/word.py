"""Word documents (DOCX): paragraphs and tables in order, then notes, comments, headers and deletions.

The package is opened by python-docx; the text is taken from its XML by ourselves, because
paragraphs as that library gives them leave out tracked insertions and text boxes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version as installed
from itertools import takewhile
from typing import Any, BinaryIO, ClassVar

from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.oxml import parse_xml
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from twosource.ports import Limits, Reading
from twosource.reading.failures import refusal
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.tidying import tidy_lines

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# Parts beside the body, in the order their text follows it.
PARTS = ("footnotes", "endnotes", "comments", "header", "footer")
# Relationships that are followed as soon as the document is opened.
FETCHED = ("attachedTemplate", "image", "oleObject", "frame", "subDocument", "video", "audio")
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
MAX_PART_COUNT = 20_000
WORD_FAULTS = (
    AttributeError,
    EOFError,
    LookupError,
    LxmlError,
    NotImplementedError,
    OSError,
    OpcError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads a DOCX: page 1 is the body, further pages are its notes, comments, headers and deletions."""

    name: ClassVar[str] = "word"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
    )
    version: str = f"1 (python-docx {installed('python-docx')})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return text and properties. Raises RefusedError where the package is damaged or a bomb."""
        deadline = deadline_for(limits)
        try:
            _check_package(untrusted_source, limits)
            package = OpcPackage.open(untrusted_source)
            body = parse_xml(package.main_document_part.blob)
            pages = list(_pages(package, body, deadline))
            metadata = tuple(_said(package, body))
        except WORD_FAULTS as error:
            raise refusal("damaged", label="a Word document", reason=str(error)[:200]) from error
        words = [(label, text) for label, text in pages if text.strip() or label == "body"]
        return Reading(
            untrusted_pages=tuple(text for _, text in words),
            untrusted_page_labels=tuple(label for label, _ in words),
            untrusted_metadata=metadata,
            failures=deadline.failures(len(words)),
        )


def _check_package(source: BinaryIO, limits: Limits) -> None:
    """Refuse a package that unpacks to more than a reader may take in, before any part is unpacked."""
    with zipfile.ZipFile(source) as package:
        entries = package.infolist()
        declared = sum(entry.file_size for entry in entries)
    if declared > limits.max_bytes or len(entries) > MAX_PART_COUNT:
        raise refusal("bomb", unpacked=declared, limit=limits.max_bytes)
    source.seek(0)


def _pages(package: OpcPackage, body: Any, deadline: Deadline) -> Iterator[tuple[str, str]]:
    yield "body", text_of(body, deadline)
    rels = package.main_document_part.rels
    for kind in PARTS:
        for _, rel in sorted(rels.items()):
            if rel.reltype == OFFICE + kind and not rel.is_external:
                yield kind, text_of(parse_xml(rel.target_part.blob), deadline)
    struck = takewhile(lambda _: not deadline.is_over(), body.iter(f"{W}delText"))
    yield "struck out", "\n".join(node.text for node in struck if node.text)


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
        tag = node.tag
        if tag == FALLBACK or not isinstance(tag, str):
            continue
        if tag == f"{W}t":
            pieces.append(node.text or "")
        elif tag in BREAKS:
            pieces.append(BREAKS[tag])
        else:
            stack.extend(_closing(node))
            stack.extend(reversed(list(node)))
    return tidy_lines("".join(pieces))


def _closing(node: Any) -> list[str]:
    """Return what follows an element: nothing, a line end, or the tab after a cell."""
    parent = node.getparent()
    in_cell = parent is not None and parent.tag == f"{W}tc"
    if node.tag == f"{W}p":
        is_last = node.getnext() is None
        return [] if in_cell and is_last else ["\n"]
    if node.tag == f"{W}tc":
        return ["\t"] if node.getnext() is not None else []
    return ["\n"] if node.tag == f"{W}tr" else []


def _properties(package: OpcPackage) -> Iterator[tuple[str, str]]:
    """Yield what the document says of itself. Where it says nothing, nothing is made up for it.

    Asking python-docx for properties that are missing would invent an author and today's date.
    """
    if not any(rel.reltype == CORE_PROPERTIES for rel in package.rels.values()):
        return
    properties = package.core_properties
    for name, value in (
        ("title", properties.title),
        ("byline", properties.author),
        ("changed by", properties.last_modified_by),
        ("created", properties.created.isoformat() if properties.created else ""),
        ("changed", properties.modified.isoformat() if properties.modified else ""),
        ("language", properties.language),
    ):
        if value:
            yield name, str(value)


def _said(package: OpcPackage, body: Any) -> Iterator[tuple[str, str]]:
    yield from _properties(package)
    for name, tag in (("tracked insertions", f"{W}ins"), ("tracked deletions", f"{W}del")):
        if n_tracked := sum(1 for _ in body.iter(tag)):
            yield name, str(n_tracked)
    if any(str(part.partname).endswith("vbaProject.bin") for part in package.iter_parts()):
        yield "macros", "yes, never run"
    for rel in package.main_document_part.rels.values():
        if rel.is_external and rel.reltype.rpartition("/")[2] in FETCHED:
            yield "would have contacted", str(rel.target_ref)
