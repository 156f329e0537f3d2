"""Formats that one library reads for us: binary workbooks, Korean and Apple documents, and what is rare.

kreuzberg is asked with everything switched off that could run, fetch or keep anything: no
recognition, no models, no folder to remember results in. What it does not tell (comments, hidden
sheets, changes) is why the common formats have readers of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version as installed
from typing import Any, BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.deadline import deadline_for
from twosource.reading.readers.lazily import named_module

BINARY_WORKBOOK = "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
ABOUT = (
    ("title", "title"), ("subject", "subject"), ("created_by", "byline"), ("modified_by", "changed by"),
    ("created_at", "created"), ("modified_at", "changed"), ("language", "language"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ManyFormatsReader:
    """Reads what kreuzberg reads and nobody else here does."""

    name: ClassVar[str] = "kreuzberg"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {
            BINARY_WORKBOOK,
            "application/x-hwp",
            "application/haansofthwp",
            "application/vnd.hancom.hwp",
            "application/vnd.hancom.hwpx",
            "application/x-iwork-pages-sffpages",
            "application/x-iwork-numbers-sffnumbers",
            "application/x-iwork-keynote-sffkey",
            "application/vnd.apple.pages",
            "application/vnd.apple.numbers",
            "application/vnd.apple.keynote",
            "application/x-fictionbook+xml",
            "application/x-ipynb+json",
            "application/x-dbf",
            "application/dbf",
        }
    )
    kind: str = ""
    version: str = f"1 (kreuzberg {installed('kreuzberg')})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return words and properties. Raises RefusedError where it gives none."""
        return read_with_kreuzberg(untrusted_source.read(limits.max_bytes), self.kind, limits)


def read_with_kreuzberg(content: bytes, media_type: str, limits: Limits) -> Reading:
    """Return what kreuzberg makes of some bytes; where `media_type` is empty it tells by itself.

    Raises RefusedError where it gives up.
    """
    deadline = deadline_for(limits)
    library: Any = named_module("kreuzberg")
    settings = library.ExtractionConfig(
        use_cache=False, enable_quality_processing=False, ocr=None, force_ocr=False,
        pages=library.PageConfig(extract_pages=True),
    )  # fmt: skip
    try:
        kind = media_type or library.detect_mime_type_from_bytes(content)
        result = library.extract_bytes_sync(content, kind, settings)
    except (library.KreuzbergError, RuntimeError) as error:
        label = "a document of this kind"
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise refusal("password") from error
        raise refusal("damaged", label=label, reason=type(error).__name__) from error
    pages = list(_pages(result))
    said = dict(result.metadata or {})
    metadata = [(name, str(said[key])) for key, name in ABOUT if said.get(key)]
    return Reading(
        untrusted_pages=tuple(text for _, text in pages),
        untrusted_page_labels=tuple(label for label, _ in pages),
        untrusted_metadata=tuple(metadata),
        failures=(failure("words_only"), *deadline.failures(len(pages))),
    )


def _pages(result: Any) -> Iterator[tuple[str, str]]:
    """Yield (label, text) of each page, sheet or slide, else of the whole."""
    pages = [
        page for page in result.pages or () if isinstance(page, dict) and str(page.get("content", "")).strip()
    ]
    names = [str(one) for one in (result.metadata or {}).get("sheet_names") or ()]
    for number, page in enumerate(pages, start=1):
        label = names[number - 1] if len(names) == len(pages) else f"page {number}"
        yield label, str(page["content"])
    if not pages and result.content.strip():
        yield "body", result.content
