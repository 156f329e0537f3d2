"""Where exactly the words stand: passages pinned to one rendition, locators, citations.

A passage never drifts: it names the rendition by content, the code points start..end, and
the words themselves. If the three no longer agree, the passage is broken and says so.
"""

from dataclasses import dataclass

from twosource.errors import AnchorError
from twosource.evidence.holdings import Rendition
from twosource.ids import key

CONTEXT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The words relied on, in one rendition of one exhibit, at code points start..end."""

    passage_id: str
    rendition_id: str
    exhibit_id: str
    start: int
    end: int
    text: str
    page: int = 1
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """How to find a passage again, after W3C TextQuoteSelector and TextPositionSelector."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How a passage is printed: siglum of the exhibit, page, and the words."""

    passage_id: str
    siglum: str
    page: int
    text: str

    def __str__(self) -> str:
        return f"{self.siglum}, p. {self.page}"


def page_at(rendition: Rendition, position: int) -> int:
    """Return the number of the page that holds a position; 1 where the rendition has no pages."""
    for page in rendition.pages:
        if page.start <= position < page.end:
            return page.number
    return rendition.pages[-1].number if rendition.pages and position > 0 else 1


def cite_span(rendition: Rendition, start: int, end: int, language: str = "") -> Passage:
    """Return the passage at start..end of a rendition. Raises AnchorError for an empty or outside span."""
    if not 0 <= start < end <= len(rendition.text):
        raise AnchorError(f"There are no words at {start} to {end} of rendition {rendition.rendition_id}.")
    text = rendition.text[start:end]
    return Passage(
        passage_id=key("passage", rendition.rendition_id, str(start), str(end), text),
        rendition_id=rendition.rendition_id,
        exhibit_id=rendition.exhibit_id,
        start=start,
        end=end,
        text=text,
        page=page_at(rendition, start),
        language=language or rendition.language,
    )


def is_anchored(passage: Passage, rendition: Rendition) -> bool:
    """Say whether the words of a passage stand where it says: invariant 2."""
    return (
        passage.rendition_id == rendition.rendition_id
        and rendition.text[passage.start : passage.end] == passage.text
    )


def locate(passage: Passage, rendition: Rendition) -> Locator:
    """Return the locator of a passage. Raises AnchorError where it is no longer anchored."""
    if not is_anchored(passage, rendition):
        raise AnchorError(f"Passage {passage.passage_id} no longer matches its rendition: the words differ.")
    return Locator(
        start=passage.start,
        end=passage.end,
        exact=passage.text,
        prefix=rendition.text[max(0, passage.start - CONTEXT) : passage.start],
        suffix=rendition.text[passage.end : passage.end + CONTEXT],
    )
