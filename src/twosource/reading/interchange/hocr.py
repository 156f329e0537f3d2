"""hOCR 1.2 (Breuel 2007; Baierer 2016): recognised words as a page of HTML, classes telling what is what.

Written as XHTML. Read with the tolerant cutter of web pages, because what carries this name ranges
from XHTML to loose HTML; boxes and confidences stand in the `title` of each element.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from twosource.evidence.holdings import Rendition
from twosource.evidence.layouts import PageLayout
from twosource.reading.failures import refusal
from twosource.reading.interchange.placed import (
    Box,
    Interchanged,
    PlacedLine,
    PlacedPage,
    PlacedWord,
    box_at,
    box_of,
    interchanged,
    number,
    pages_of,
    share,
)
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.markup import Token, tokens_of

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
NAMESPACE = "http://www.w3.org/1999/xhtml"
PAGE, LINE, WORD = "ocr_page", "ocr_line", "ocrx_word"
BLOCKS = frozenset({"ocr_carea", "ocr_par", "ocrx_block"})
LINES = frozenset({LINE, "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"})
FIGURE = r"(-?[0-9.]+)"
BBOX = re.compile(rf"\bbbox\s+{FIGURE}\s+{FIGURE}\s+{FIGURE}\s+{FIGURE}")
SURE = re.compile(rf"\bx_wconf\s+{FIGURE}")
DPI = re.compile(rf"\bscan_res\s+{FIGURE}")
NUMBERED = re.compile(rf"\bppageno\s+{FIGURE}")
TURNED = re.compile(rf"\bx_turned\s+{FIGURE}")
COVERED = re.compile(rf"\bx_ink_covered\s+{FIGURE}")


def to_hocr(
    rendition: Rendition, layouts: Iterable[PageLayout], hidden: Sequence[tuple[int, int]] = ()
) -> str:
    """Return one hOCR document of all pages."""
    language = {"lang": rendition.language} if rendition.language else {}
    root = ET.Element("html", {"xmlns": NAMESPACE, **language})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = rendition.exhibit_id
    for name, content in (
        ("ocr-system", f"{rendition.maker} {rendition.maker_version}".strip()),
        ("ocr-capabilities", "ocr_page ocr_carea ocr_par ocr_line ocrx_word"),
    ):
        ET.SubElement(head, "meta", {"name": name, "content": content})
    body = ET.SubElement(root, "body")
    for page in pages_of(rendition, layouts, hidden):
        _write_page(body, page)
    ET.indent(root)
    return HEAD + ET.tostring(root, encoding="unicode") + "\n"


def _write_page(body: ET.Element, page: PlacedPage) -> None:
    said = [f"bbox 0 0 {page.width} {page.height}", f"ppageno {page.number - 1}"]
    if page.dpi:
        said.append(f"scan_res {page.dpi} {page.dpi}")
    if page.turned:
        said.append(f"x_turned {page.turned:g}")
    if page.ink_covered is not None:
        said.append(f"x_ink_covered {page.ink_covered:g}")
    language = {"lang": page.language} if page.language else {}
    written = ET.SubElement(body, "div", {"class": PAGE, "title": "; ".join(said), **language})
    for block in page.blocks:
        words = [word for line in block for word in line.words]
        area = ET.SubElement(written, "div", {"class": "ocr_carea", **_title(box_of(words))})
        direction = "rtl" if block[0].is_right_to_left else "ltr"
        paragraph = ET.SubElement(area, "p", {"class": "ocr_par", "dir": direction, **_title(box_of(words))})
        for line in block:
            _write_line(paragraph, line)


def _write_line(paragraph: ET.Element, line: PlacedLine) -> None:
    written = ET.SubElement(paragraph, "span", {"class": LINE, **_title(box_of(line.words))})
    for word in line.words:
        title = _title(word.box, word.confidence)
        ET.SubElement(written, "span", {"class": WORD, **title}).text = word.text


def _title(box: Box | None, sure: float | None = None) -> dict[str, str]:
    said = [f"bbox {' '.join(map(str, box))}"] if box else []
    if sure is not None:
        said.append(f"x_wconf {sure * 100:.6g}")
    return {"title": "; ".join(said)} if said else {}


def from_hocr(untrusted: bytes) -> Interchanged:
    """Return what an hOCR document says. Raises RefusedError where it is none or cannot be decoded."""
    gathering = _Gathering()
    broken = ""
    for token in tokens_of(decode(untrusted).text):
        if token.kind == "broken":
            broken = f"{token.text} never ends"
        gathering.take(token)
    gathering.end_word()
    if not gathering.pages:
        raise refusal("damaged", label="hOCR", reason="no element of it is an ocr_page")
    pages = [page.placed(at) for at, page in enumerate(gathering.pages, 1)]
    return interchanged(pages, language=gathering.language, damage=broken)


@dataclass(slots=True)
class _Page:
    title: str
    language: str
    blocks: list[list[list[PlacedWord]]] = field(default_factory=lambda: [[]])

    def placed(self, at: int) -> PlacedPage:
        box = _box(self.title)
        numbered = _figure(NUMBERED, self.title)
        return PlacedPage(
            number=int(numbered) + 1 if numbered is not None and numbered >= 0 else at,
            blocks=tuple(
                tuple(PlacedLine(tuple(line)) for line in block if line)
                for block in self.blocks
                if any(block)
            ),
            width=box[2] - box[0] if box else 0,
            height=box[3] - box[1] if box else 0,
            dpi=round(_figure(DPI, self.title) or 0),
            turned=_figure(TURNED, self.title) or 0.0,
            ink_covered=_share(COVERED, self.title, 1.0),
            language=self.language,
        )


@dataclass(slots=True)
class _Gathering:
    """What was met so far: pages with their blocks and lines, and the word or line being read."""

    pages: list[_Page] = field(default_factory=list)
    language: str = ""
    letters: list[str] = field(default_factory=list)
    title: str = ""
    element: str = ""
    depth: int = 0

    def take(self, token: Token) -> None:
        """Take one piece of the page."""
        if token.kind == "open":
            self._open(token.name, token.said)
        elif token.kind == "close" and token.name == self.element:
            self.depth -= 1
            if self.depth == 0:
                self.end_word()
        elif token.kind == "text" and self.element:
            self.letters.append(token.text)

    def _open(self, name: str, said: Mapping[str, str]) -> None:
        if name == "html":
            self.language = said.get("lang", "")
        classes = set(said.get("class", "").split())
        title = said.get("title", "")
        if PAGE in classes:
            self.end_word()
            self.pages.append(_Page(title, said.get("lang", "")))
        elif not self.pages:
            return
        elif classes & BLOCKS:
            self.end_word()
            self.pages[-1].blocks.append([])
        elif classes & LINES:
            self.end_word()
            self.pages[-1].blocks[-1].append([])
            self._begin(name, title)
        elif WORD in classes:
            # What stands in a line beside its words is blank; only a line without words speaks itself.
            self.letters.clear()
            self._begin(name, title)
        elif name == self.element:
            self.depth += 1

    def _begin(self, name: str, title: str) -> None:
        self.element, self.title, self.depth = name, title, 1

    def end_word(self) -> None:
        """Keep the letters gathered as one word, where there are some."""
        content = " ".join("".join(self.letters).split())
        if content and self.pages:
            block = self.pages[-1].blocks[-1]
            if not block:
                block.append([])
            block[-1].append(PlacedWord(content, _box(self.title), _share(SURE, self.title, 100.0)))
        self.letters.clear()
        self.element, self.title, self.depth = "", "", 0


def _box(title: str) -> Box | None:
    found = BBOX.search(title)
    figures = [number(one) for one in found.groups()] if found else []
    if not figures or any(figure is None for figure in figures):
        return None
    left, top, right, bottom = (figure or 0.0 for figure in figures)
    return box_at(left, top, right, bottom)


def _figure(pattern: re.Pattern[str], title: str) -> float | None:
    found = pattern.search(title)
    return number(found[1]) if found else None


def _share(pattern: re.Pattern[str], title: str, whole: float) -> float | None:
    found = pattern.search(title)
    return share(found[1], whole) if found else None
