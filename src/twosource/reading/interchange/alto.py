"""ALTO 4 (Library of Congress, schema 4.4): words with boxes and confidence, any version read.

Written in pixels, words in logical order, the base direction of right-to-left lines given. Units
of a tenth of a millimetre and of 1/1200 inch are read as pixels at 254 and 1200 dots per inch,
which is what they are.
"""

import re
from collections.abc import Iterable, Sequence
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
NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = "4.4"
DPI_OF = {"mm10": 254, "inch1200": 1200}
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")
SETTING = re.compile(r"(dpi|turned|ink covered) (-?[0-9.]+)")


def to_alto(
    rendition: Rendition, layouts: Iterable[PageLayout], hidden: Sequence[tuple[int, int]] = ()
) -> str:
    """Return one ALTO document of all pages; words without a box are written without a position."""
    root = ET.Element("alto", {"xmlns": NAMESPACE, "SCHEMAVERSION": SCHEMA})
    described = ET.SubElement(root, "Description")
    ET.SubElement(described, "MeasurementUnit").text = "pixel"
    source = ET.SubElement(described, "sourceImageInformation")
    ET.SubElement(source, "documentIdentifier").text = f"sha256:{rendition.exhibit_id}"
    pages = pages_of(rendition, layouts, hidden)
    for page in pages:
        _processing(described, rendition, page)
    layout = ET.SubElement(root, "Layout")
    for page in pages:
        _write_page(layout, page)
    ET.indent(root)
    return HEAD + ET.tostring(root, encoding="unicode") + "\n"


def _processing(described: ET.Element, rendition: Rendition, page: PlacedPage) -> None:
    step = ET.SubElement(described, "Processing", {"ID": f"step{page.number}"})
    ET.SubElement(step, "processingCategory").text = "contentGeneration"
    if rendition.made_by_person:
        ET.SubElement(step, "processingAgency").text = rendition.maker
    settings = [f"dpi {page.dpi}", f"turned {page.turned:g}"]
    if page.ink_covered is not None:
        settings.append(f"ink covered {page.ink_covered:g}")
    ET.SubElement(step, "processingStepSettings").text = "; ".join(settings)
    if not rendition.made_by_person:
        software = ET.SubElement(step, "processingSoftware")
        ET.SubElement(software, "softwareName").text = rendition.maker
        ET.SubElement(software, "softwareVersion").text = rendition.maker_version


def _write_page(layout: ET.Element, page: PlacedPage) -> None:
    name = f"page{page.number}"
    attributes = {"ID": name, "PHYSICAL_IMG_NR": str(page.number), "PROCESSINGREFS": f"step{page.number}"}
    if page.width and page.height:
        attributes |= {"WIDTH": str(page.width), "HEIGHT": str(page.height)}
    if LANGUAGE.fullmatch(page.language):
        attributes["LANG"] = page.language
    space = ET.SubElement(ET.SubElement(layout, "Page", attributes), "PrintSpace")
    for block_number, block in enumerate(page.blocks, 1):
        block_name = f"{name}.block{block_number}"
        words = [word for line in block for word in line.words]
        written = ET.SubElement(space, "TextBlock", {"ID": block_name, **_position(box_of(words))})
        for line_number, line in enumerate(block, 1):
            _write_line(written, f"{block_name}.line{line_number}", line)


def _write_line(block: ET.Element, name: str, line: PlacedLine) -> None:
    direction = "rtl" if line.is_right_to_left else "ltr"
    attributes = {"ID": name, "BASEDIRECTION": direction, **_position(box_of(line.words))}
    written = ET.SubElement(block, "TextLine", attributes)
    for at, word in enumerate(line.words):
        if at:
            ET.SubElement(written, "SP")
        attributes = {"CONTENT": word.text, **_position(word.box)}
        if word.confidence is not None:
            attributes["WC"] = f"{word.confidence:.6g}"
        ET.SubElement(written, "String", attributes)


def _position(box: Box | None) -> dict[str, str]:
    if box is None:
        return {}
    left, top, right, bottom = box
    return {"HPOS": str(left), "VPOS": str(top), "WIDTH": str(right - left), "HEIGHT": str(bottom - top)}


def from_alto(untrusted: bytes) -> Interchanged:
    """Return what an ALTO document of any version says. Raises RefusedError where it is none."""
    root, damage = parse_xml(untrusted)
    if root is None or local(root) != "alto":
        raise refusal("damaged", label="ALTO", reason=damage or "its root element is not alto")
    unit = next((one.text for one in root.iter("{*}MeasurementUnit")), "pixel") or "pixel"
    dpi = DPI_OF.get(unit.strip(), 0)
    steps = {said(one, "ID"): one for one in root.iter("{*}Processing")}
    pages = [
        _read_page(page, at, dpi, steps.get(said(page, "PROCESSINGREFS").split(" ")[0]))
        for at, page in enumerate(root.iter("{*}Page"), 1)
    ]
    if not pages:
        raise refusal("damaged", label="ALTO", reason=damage or "it describes no page")
    return interchanged(pages, damage=damage)


def _read_page(page: Any, at: int, dpi: int, step: Any) -> PlacedPage:
    settings = dict(SETTING.findall("".join(step.itertext()))) if step is not None else {}
    numbered = number(said(page, "PHYSICAL_IMG_NR"))
    language = said(page, "LANG")
    return PlacedPage(
        number=int(numbered) if numbered and numbered >= 1 else at,
        blocks=tuple(block for block in map(_read_block, _blocks(page)) if block),
        width=round(number(said(page, "WIDTH")) or 0),
        height=round(number(said(page, "HEIGHT")) or 0),
        dpi=dpi or int(number(settings.get("dpi")) or 0),
        turned=number(settings.get("turned")) or 0.0,
        ink_covered=share(settings.get("ink covered")),
        language=language if LANGUAGE.fullmatch(language) else "",
    )


def _blocks(page: Any) -> list[list[Any]]:
    """Return the lines of each block in the order they stand; a line outside a block is one by itself."""
    blocks: list[list[Any]] = []
    parent: Any = None
    for line in page.iter("{*}TextLine"):
        if line.getparent() is not parent or not blocks:
            blocks.append([])
            parent = line.getparent()
        blocks[-1].append(line)
    return blocks


def _read_block(lines: Sequence[Any]) -> tuple[PlacedLine, ...]:
    found = (PlacedLine(tuple(_read_words(line))) for line in lines)
    return tuple(line for line in found if line.words)


def _read_words(line: Any) -> list[PlacedWord]:
    """Return the strings of a line; a hyphen at its end belongs to the word before it."""
    words: list[PlacedWord] = []
    for one in line:
        content = " ".join(said(one, "CONTENT").split())
        if local(one) == "HYP" and words:
            last = words[-1]
            words[-1] = PlacedWord(last.text + content, last.box, last.confidence)
        elif local(one) == "String" and content:
            words.append(PlacedWord(content, _read_box(one), share(said(one, "WC"))))
    return words


def _read_box(one: Any) -> Box | None:
    left, top, width, height = (number(said(one, name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    if left is None or top is None or width is None or height is None:
        return None
    return box_at(left, top, left + width, top + height)
