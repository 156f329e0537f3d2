"""ALTO, PAGE XML and hOCR found in a delivery: somebody else's reading of a picture, words with boxes."""

from dataclasses import dataclass, replace
from typing import BinaryIO, ClassVar

from lxml import etree  # type: ignore[import-untyped]

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure
from twosource.reading.interchange.formats import MEDIA_TYPES, import_pages


@dataclass(frozen=True, slots=True)
class PageXmlReader:
    """Reads a layout document as the pages it describes, with the boxes and confidences it gives."""

    name: ClassVar[str] = "layout documents"
    media_types: ClassVar[frozenset[str]] = frozenset(MEDIA_TYPES)
    version: str = f"1 (libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return pages, boxes and the format. Raises RefusedError where nothing can be read."""
        form, found = import_pages(untrusted_source.read(limits.max_bytes))
        metadata = [("layout format", form), *(("note", note) for note in found.notes)]
        if found.language:
            metadata.append(("language", found.language))
        part = "What follows the last word of this page"
        damage = (failure("damaged_part", part=part, reason=found.damage),) if found.damage else ()
        placed = dict(zip(found.numbers, range(1, len(found.numbers) + 1), strict=True))
        return Reading(
            untrusted_pages=found.texts,
            untrusted_metadata=tuple(metadata),
            untrusted_page_labels=tuple(f"page {number}" for number in found.numbers),
            untrusted_layouts=tuple(replace(layout, page=placed[layout.page]) for layout in found.layouts),
            failures=damage,
        )
