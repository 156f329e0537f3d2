"""What a PDF holds beside its pages: form fields, notes, bookmarks, and what it says of its making.

What somebody typed into a form or wrote at the margin is often the point of the document, and
stands on no page: it becomes text of its own, labelled, after the pages.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pikepdf

from twosource.evidence.outcome import Failure
from twosource.reading.failures import failure
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.findings import Findings
from twosource.reading.readers.pdf_fields import form_lines
from twosource.reading.readers.pdf_notes import note_lines
from twosource.reading.readers.pdf_opening import PIKEPDF_FAULTS, short
from twosource.reading.readers.pdf_reaching import reach

FORM_LABEL = "form fields"
NOTES_LABEL = "notes on the pages"
MAX_BOOKMARKS = 100
MAX_TITLE = 300
MAX_XMP = 1024 * 1024
# From this size a page's drawing is unpacked once, with a limit, before an engine sees it: what is
# smaller cannot unpack to more than the limit, because deflate packs a thousandfold at best.
LARGE_DRAWING = 64 * 1024
MAX_PARTS = 10_000
MAX_DRAWING = 64 * 1024 * 1024
XMP_SAID = {
    "created with": re.compile(r"<xmp:CreatorTool>([^<]{1,300})<|xmp:CreatorTool=\"([^\"]{1,300})\""),
    "created": re.compile(r"<xmp:CreateDate>([^<]{1,60})<|xmp:CreateDate=\"([^\"]{1,60})\""),
    "changed": re.compile(r"<xmp:ModifyDate>([^<]{1,60})<|xmp:ModifyDate=\"([^\"]{1,60})\""),
    "document id": re.compile(r"<xmpMM:DocumentID>([^<]{1,200})<|xmpMM:DocumentID=\"([^\"]{1,200})\""),
    "title": re.compile(r"<dc:title>\s*<rdf:Alt>\s*<rdf:li[^>]{0,60}>([^<]{1,300})<"),
    "byline": re.compile(r"<dc:creator>\s*<rdf:Seq>\s*<rdf:li[^>]{0,60}>([^<]{1,300})<"),
    "history": re.compile(r"stEvt:softwareAgent=\"([^\"]{1,200})\"|<stEvt:softwareAgent>([^<]{1,200})<"),
}
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


@dataclass(slots=True)
class Structure:
    """What was found beside the pages: labelled texts, pairs, failures, and pages that are traps."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    metadata: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    bombs: frozenset[int] = frozenset()


def read_structure(source: BinaryIO, password: str, deadline: Deadline) -> Structure:
    """Return what stands beside the pages; where it cannot be looked at, the failure says so."""
    found, structure = Findings(), Structure()
    source.seek(0)
    try:
        with pikepdf.open(source, password=password, suppress_warnings=True) as document:
            structure.bombs = frozenset(_bombs(document, deadline))
            _add(structure, FORM_LABEL, form_lines(document, found, deadline))
            _add(structure, NOTES_LABEL, note_lines(document, found, deadline))
            structure.metadata.extend(("bookmark", title) for title in _bookmarks(document))
            structure.metadata.extend(_xmp(document))
            if not reach(document, found, deadline):
                structure.failures.append(failure("structure_time"))
    except PIKEPDF_FAULTS as error:
        structure.failures.append(failure("structure", reason=short(error)))
    structure.metadata.extend(found.pairs())
    return structure


def _add(structure: Structure, label: str, lines: Iterator[str]) -> None:
    text = "\n".join(lines)
    if text.strip():
        structure.texts.append((label, text))


def _bombs(document: pikepdf.Pdf, deadline: Deadline) -> Iterator[int]:
    """Yield the numbers of pages whose drawing unpacks to more than any page needs."""
    for number, page in enumerate(document.pages, start=1):
        if deadline.is_over():
            return
        contents = page.obj.get("/Contents")
        parts = [contents] if isinstance(contents, pikepdf.Stream) else _streams_of(contents)
        if _is_bomb(parts):
            yield number


def _streams_of(contents: Any) -> list[pikepdf.Stream]:
    if not isinstance(contents, pikepdf.Array):
        return []
    return [part for part in list(contents)[:MAX_PARTS] if isinstance(part, pikepdf.Stream)]


def _is_bomb(parts: list[pikepdf.Stream]) -> bool:
    """Say whether streams together unpack to too much: by unpacking them as far as the limit, no further."""
    if sum(_packed_size(part) for part in parts) < LARGE_DRAWING and not any(_is_nested(p) for p in parts):
        return False
    room = MAX_DRAWING
    for part in parts:
        room -= _unpacked_size(part, room)
        if room < 0:
            return True
    return False


def _filters(stream: pikepdf.Stream) -> list[str]:
    filters = stream.stream_dict.get("/Filter")
    if isinstance(filters, pikepdf.Array):
        return [str(one) for one in filters]
    return [str(filters)] if filters is not None else []


def _is_nested(stream: pikepdf.Stream) -> bool:
    """Say whether a stream is packed more than once, as honest writers never do with two of the same."""
    return len(_filters(stream)) > 1


def _packed_size(stream: pikepdf.Stream) -> int:
    length = stream.stream_dict.get("/Length")
    return length if isinstance(length, int) and length >= 0 else LARGE_DRAWING


def _unpacked_size(stream: pikepdf.Stream, room: int) -> int:
    """Return how many bytes a stream unpacks to, counted no further than one more than the room there is."""
    data = bytes(stream.read_raw_bytes())
    for name in _filters(stream):
        if name != "/FlateDecode":
            break
        try:
            data = zlib.decompressobj().decompress(data, room + 1)
        except zlib.error:
            break
        if len(data) > room:
            break
    return len(data)


def _bookmarks(document: pikepdf.Pdf) -> Iterator[str]:
    """Yield the titles of bookmarks in order; rings among them end where they close."""
    seen: set[tuple[int, int]] = set()
    root = document.Root.get("/Outlines")
    waiting = [root.get("/First")] if isinstance(root, pikepdf.Dictionary) else []
    n_told = 0
    while waiting and n_told < MAX_BOOKMARKS:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        if item.is_indirect:
            seen.add(item.objgen)
        title = item.get("/Title")
        if isinstance(title, pikepdf.String):
            n_told += 1
            yield str(title)[:MAX_TITLE]
        waiting.extend((item.get("/Next"), item.get("/First")))


def _xmp(document: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """Yield what the XMP packet says, found by pattern: its XML is hostile and is never parsed."""
    packet = document.Root.get("/Metadata")
    if not isinstance(packet, pikepdf.Stream) or _is_bomb([packet]):
        return
    text = bytes(packet.read_bytes())[:MAX_XMP].decode("utf-8", "replace")
    for name, pattern in XMP_SAID.items():
        values: Mapping[str, None] = dict.fromkeys(
            "".join(groups) for groups in (match.groups("") for match in pattern.finditer(text))
        )
        for value in list(values)[:10]:
            yield name, _plain(value)


def _plain(text: str) -> str:
    for entity, letter in ENTITIES.items():
        text = text.replace(entity, letter)
    return " ".join(text.split())
