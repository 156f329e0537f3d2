"""ALTO, PAGE XML and hOCR found in a delivery: somebody else's reading of a picture, words with boxes.

A layout document is XML or HTML before it is anything else, and may hold more than its format
shows. So it is read as what it is as well; that reading is kept beside, with everything it found.
"""

import io
from collections import Counter
from dataclasses import dataclass, replace
from typing import BinaryIO, ClassVar

from lxml import etree  # type: ignore[import-untyped]

from twosource.errors import RefusedError
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure
from twosource.reading.interchange.formats import HOCR, MEDIA_TYPES, import_pages
from twosource.reading.interchange.placed import Interchanged
from twosource.reading.readers.html import HtmlReader
from twosource.reading.readers.xml import XmlReader

AS_LAYOUT = "as a layout document"
AS_PAGE = "as a web page"
AS_XML = "as XML, attributes and all"
HOLDS_MORE = "it holds words that its layout does not show"


@dataclass(frozen=True, slots=True)
class PageXmlReader:
    """Reads a layout document as the pages it describes, with the boxes and confidences it gives."""

    name: ClassVar[str] = "layout documents"
    media_types: ClassVar[frozenset[str]] = frozenset(MEDIA_TYPES)
    version: str = f"1 (libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return its pages with boxes, and beside them what it says as XML or as a web page.

        A web page that shows words beside its layout is preferred to its layout. Raises
        RefusedError where nothing can be read.
        """
        content = untrusted_source.read(limits.max_bytes)
        try:
            form, found = import_pages(content)
        except RefusedError:
            return XmlReader().read(io.BytesIO(content), limits)
        if form == HOCR:
            whole = replace(HtmlReader().read(io.BytesIO(content), limits), way=AS_PAGE)
            layout = _reading(form, found, whole)
            if not _shows_all(found, whole):
                return replace(whole, because=HOLDS_MORE, others=(layout,))
        else:
            whole = replace(XmlReader().read(io.BytesIO(content), limits), way=AS_XML)
            layout = _reading(form, found, whole)
        return replace(layout, others=(replace(whole, others=()),))


def _reading(form: str, found: Interchanged, whole: Reading) -> Reading:
    """Return what the layout says, with everything found while reading the whole."""
    part = "What follows the last word of this page"
    damage = (failure("damaged_part", part=part, reason=found.damage),) if found.damage else ()
    placed = dict(zip(found.numbers, range(1, len(found.numbers) + 1), strict=True))
    notes = tuple(("note", note) for note in found.notes)
    language = (("language", found.language),) if found.language else ()
    return Reading(
        untrusted_pages=found.texts,
        untrusted_metadata=(("layout format", form), *notes, *language, *whole.untrusted_metadata),
        untrusted_page_labels=tuple(f"page {number}" for number in found.numbers),
        untrusted_layouts=tuple(replace(layout, page=placed[layout.page]) for layout in found.layouts),
        failures=(*damage, *(one for one in whole.failures if not damage or one.code != "damaged_part")),
        way=AS_LAYOUT,
    )


def _shows_all(found: Interchanged, whole: Reading) -> bool:
    """Say whether every word that the web page shows stands in its layout, as often."""
    shown = Counter(word for page in whole.untrusted_pages for word in page.split())
    placed = Counter(word for text in found.texts for word in text.split())
    return not shown - placed
