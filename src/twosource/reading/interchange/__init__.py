"""Layers in and out: ALTO, PAGE XML and hOCR for pages, W3C Web Annotation for passages.

In: a rendition with its layouts, or bytes of a layout document, which are hostile like the rest.
Out: the document, or texts and boxes with what could not be read of it.
"""

from twosource.reading.interchange.annotations import from_web_annotation, to_web_annotation
from twosource.reading.interchange.formats import FORMATS, export_pages, import_pages
from twosource.reading.interchange.placed import Interchanged

__all__ = [
    "FORMATS",
    "Interchanged",
    "export_pages",
    "from_web_annotation",
    "import_pages",
    "to_web_annotation",
]
