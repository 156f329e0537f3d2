"""PAGE XML (PRImA, pagecontent 2019-07-15): regions, lines and words with outlines; one page a document.

Outlines of many points are read as the box around them. Every element of PAGE needs an outline, so
words without a box stand only in the text of their line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
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
from twosource.reading.readers.safe_xml import local, parse_xml, said

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
# The names PAGE gives languages (its LanguageSimpleType), for those this program can name.
LANGUAGES = {
    "ar": "Arabic", "fa": "Persian", "he": "Hebrew", "ru": "Russian", "uk": "Ukrainian", "zh": "Chinese",
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "tr": "Turkish", "no": "Norwegian",
    "da": "Danish", "sv": "Swedish", "nl": "Dutch", "it": "Italian", "pt": "Portuguese",
}  # fmt: skip
CODES = {name: code for code, name in LANGUAGES.items()}
CUSTOM = re.compile(r"(turned|inkCovered|pageNumber) \{value:(-?[0-9.]+);\}")
POINT = re.compile(r"(-?[0-9.]+),(-?[0-9.]+)")


def to_page_xml(
    rendition: Rendition,
    layouts: Iterable[PageLayout],
    hidden: Sequence[tuple[int, int]] = (),
    *,
    at: datetime,
) -> tuple[str, ...]:
    """Return one PAGE document per page, written at an instant in UTC."""
    return tuple(_document(rendition, page, at) for page in pages_of(rendition, layouts, hidden))


def _document(rendition: Rendition, page: PlacedPage, at: datetime) -> str:
    root = ET.Element("PcGts", {"xmlns": NAMESPACE, "pcGtsId": f"page{page.number}"})
    metadata = ET.SubElement(root, "Metadata", {"externalRef": f"sha256:{rendition.exhibit_id}"})
    ET.SubElement(metadata, "Creator").text = f"{rendition.maker} {rendition.maker_version}".strip()
    for name in ("Created", "LastChange"):
        ET.SubElement(metadata, name).text = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    attributes = {
        "imageFilename": rendition.exhibit_id,
        "imageWidth": str(page.width),
        "imageHeight": str(page.height),
        "custom": _custom(page),
    }
    if page.dpi:
        dpi = str(page.dpi)
        attributes |= {"imageXResolution": dpi, "imageYResolution": dpi, "imageResolutionUnit": "PPI"}
    if page.language in LANGUAGES:
        attributes["primaryLanguage"] = LANGUAGES[page.language]
    written = ET.SubElement(root, "Page", attributes)
    for block_number, block in enumerate(page.blocks, 1):
        _write_region(written, f"r{block_number}", block, page)
    ET.indent(root)
    return HEAD + ET.tostring(root, encoding="unicode") + "\n"


def _custom(page: PlacedPage) -> str:
    parts = [f"pageNumber {{value:{page.number};}}", f"turned {{value:{page.turned:g};}}"]
    if page.ink_covered is not None:
        parts.append(f"inkCovered {{value:{page.ink_covered:g};}}")
    return " ".join(parts)


def _write_region(parent: ET.Element, name: str, block: Sequence[PlacedLine], page: PlacedPage) -> None:
    whole: Box = (0, 0, page.width, page.height)
    # A line nobody placed gets the whole page as its outline, since it must have one and none is known.
    is_placed = all(box_of(line.words) for line in block)
    around = (box_of(word for line in block for word in line.words) if is_placed else None) or whole
    attributes = {"id": name, "readingDirection": _direction(block[0])}
    region = ET.SubElement(parent, "TextRegion", attributes)
    _coords(region, around)
    for line_number, line in enumerate(block, 1):
        line_name = f"{name}l{line_number}"
        written = ET.SubElement(region, "TextLine", {"id": line_name, "readingDirection": _direction(line)})
        _coords(written, box_of(line.words) or whole)
        for word_number, word in enumerate(line.words, 1):
            if word.box:
                one = ET.SubElement(written, "Word", {"id": f"{line_name}w{word_number}"})
                _coords(one, word.box)
                _equivalent(one, word.text, word.confidence)
        _equivalent(written, line.text, None)
    _equivalent(region, "\n".join(line.text for line in block), None)


def _direction(line: PlacedLine) -> str:
    return "right-to-left" if line.is_right_to_left else "left-to-right"


def _coords(parent: ET.Element, box: Box) -> None:
    left, top, right, bottom = box
    points = f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}"
    ET.SubElement(parent, "Coords", {"points": points})


def _equivalent(parent: ET.Element, text: str, confidence: float | None) -> None:
    attributes = {} if confidence is None else {"conf": f"{confidence:.6g}"}
    ET.SubElement(ET.SubElement(parent, "TextEquiv", attributes), "Unicode").text = text


def from_page_xml(untrusted: bytes) -> Interchanged:
    """Return what a PAGE document of any version says. Raises RefusedError where it is none."""
    root, damage = parse_xml(untrusted)
    if root is None or local(root) != "PcGts":
        raise refusal("damaged", label="PAGE XML", reason=damage or "its root element is not PcGts")
    pages = [_read_page(page, at) for at, page in enumerate(root.iter("{*}Page"), 1)]
    if not pages:
        raise refusal("damaged", label="PAGE XML", reason=damage or "it describes no page")
    return interchanged(pages, damage=damage)


def _read_page(page: Any, at: int) -> PlacedPage:
    custom = dict(CUSTOM.findall(said(page, "custom")))
    numbered = number(custom.get("pageNumber"))
    regions = list(page.iter("{*}TextRegion"))
    width, height = (round(number(said(page, name)) or 0) for name in ("imageWidth", "imageHeight"))
    blocks = (tuple(_read_region(region, (0, 0, width, height))) for region in _in_order(page, regions))
    return PlacedPage(
        number=int(numbered) if numbered and numbered >= 1 else at,
        blocks=tuple(block for block in blocks if block),
        width=width,
        height=height,
        dpi=round(number(said(page, "imageXResolution")) or 0),
        turned=number(custom.get("turned")) or 0.0,
        ink_covered=share(custom.get("inkCovered")),
        language=CODES.get(said(page, "primaryLanguage"), ""),
    )


def _in_order(page: Any, regions: Sequence[Any]) -> list[Any]:
    """Return regions as the reading order names them, what it leaves out behind in the order they stand."""
    named = [said(one, "regionRef") for one in page.iter("{*}RegionRefIndexed", "{*}RegionRef")]
    rank = {name: at for at, name in reversed(list(enumerate(named)))}
    return sorted(regions, key=lambda region: rank.get(said(region, "id"), len(rank)))


def _read_region(region: Any, whole: Box) -> Iterator[PlacedLine]:
    """Yield the lines of a region; an outline that is the whole page places nothing."""
    lines = [one for one in region if local(one) == "TextLine"]
    for line in lines:
        words = _read_line(line, whole)
        if words:
            yield PlacedLine(tuple(words))
    if not lines:
        box = _within(_read_box(region), whole)
        for text in _text_of(region).split("\n"):
            if content := " ".join(text.split()):
                yield PlacedLine((PlacedWord(content, box),))


def _read_line(line: Any, whole: Box) -> list[PlacedWord]:
    """Return the words of a line: those with boxes, and what its text holds beyond them."""
    words = [(" ".join(_text_of(one).split()), one) for one in line if local(one) == "Word"]
    text = " ".join(_text_of(line).split()) or " ".join(text for text, _ in words)
    found: list[PlacedWord] = []
    at = 0
    for content, word in words:
        place = text.find(content, at) if content else -1
        if place < 0:
            continue
        found.extend(PlacedWord(one) for one in text[at:place].split())
        found.append(PlacedWord(content, _read_box(word), _sure(word)))
        at = place + len(content)
    if found:
        return [*found, *(PlacedWord(one) for one in text[at:].split())]
    return [PlacedWord(text, _within(_read_box(line), whole), _sure(line))] if text else []


def _within(box: Box | None, whole: Box) -> Box | None:
    return None if box == whole else box


def _text_of(one: Any) -> str:
    """Return the first wording of an element: that of the lowest index."""
    equivalents = [child for child in one if local(child) == "TextEquiv"]
    ranked = sorted(equivalents, key=lambda child: number(said(child, "index")) or 0)
    letters = (child.text or "" for child in ranked[0] if local(child) == "Unicode") if ranked else iter(())
    return next(letters, "")


def _sure(one: Any) -> float | None:
    return next((share(said(child, "conf")) for child in one if local(child) == "TextEquiv"), None)


def _read_box(one: Any) -> Box | None:
    """Return the box around an outline, as points or, in versions before 2013, as Point elements."""
    coords = next((child for child in one if local(child) == "Coords"), None)
    if coords is None:
        return None
    pairs = POINT.findall(said(coords, "points"))
    pairs += [(said(point, "x"), said(point, "y")) for point in coords]
    points = [(x, y) for a, b in pairs if (x := number(a)) is not None and (y := number(b)) is not None]
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return box_at(min(xs), min(ys), max(xs), max(ys))
