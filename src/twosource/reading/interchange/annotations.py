"""W3C Web Annotation (Recommendation of 23 February 2017): a passage as others can read and check it.

A passage leaves with its exact words, what stands around them, its place in code points, and the
box on the picture where one is known. One that comes in is believed only where its words stand in
one of our renditions exactly as quoted.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from twosource.errors import AnchorError
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.outcome import Failure
from twosource.evidence.passages import Passage, cite_span, locate
from twosource.reading.interchange.placed import union

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENTS = "http://www.w3.org/TR/media-frags/"
QUOTE, POSITION, FRAGMENT = "TextQuoteSelector", "TextPositionSelector", "FragmentSelector"
SCHEME = "urn:twosource:"
SAFE = "Nothing was added to the case."
MAX_PLACES = 1000


def to_web_annotation(
    passage: Passage, rendition: Rendition, exhibit: Exhibit, layouts: Iterable[PageLayout] = ()
) -> dict[str, Any]:
    """Return a passage as a Web Annotation that JSON can hold.

    Raises AnchorError where the passage no longer stands in its rendition. Positions count code
    points of the rendition's text, as the recommendation asks; the box counts pixels of the picture
    of the page, and stands there only where every word of the passage has one.
    """
    locator = locate(passage, rendition)
    quote = {"type": QUOTE, "exact": locator.exact, "prefix": locator.prefix, "suffix": locator.suffix}
    place = {"type": POSITION, "start": locator.start, "end": locator.end}
    text = {
        "type": "SpecificResource",
        "source": f"{SCHEME}{rendition.rendition_id}",
        "selector": [quote, place],
    }
    picture = _on_picture(passage, exhibit, layouts)
    return {
        "@context": CONTEXT,
        "id": f"{SCHEME}{passage.passage_id}",
        "type": "Annotation",
        "motivation": "identifying",
        "target": [text, picture] if picture else [text],
    }


def _on_picture(passage: Passage, exhibit: Exhibit, layouts: Iterable[PageLayout]) -> dict[str, Any] | None:
    """Return the target on the picture of the page: the box around the words, in pixels."""
    layout = next((one for one in layouts if one.page == passage.page), None)
    words = [w for w in layout.words if w.start < passage.end and passage.start < w.end] if layout else []
    covered = sum(min(w.end, passage.end) - max(w.start, passage.start) for w in words)
    if not words or covered < len("".join(passage.text.split())):
        return None
    left, top, right, bottom = union((w.left, w.top, w.right, w.bottom) for w in words)
    return {
        "type": "SpecificResource",
        "source": f"{SCHEME}sha256:{exhibit.exhibit_id}#page={passage.page}",
        "selector": {
            "type": FRAGMENT,
            "conformsTo": FRAGMENTS,
            "value": f"xywh=pixel:{left},{top},{right - left},{bottom - top}",
        },
    }


def from_web_annotation(untrusted: Mapping[str, Any], renditions: Sequence[Rendition]) -> Passage | Failure:
    """Return the passage an annotation means, or why there is none; nothing is moved to a near fit.

    The quoted words must stand exactly where the position says, or, without a position, in exactly
    one place, told apart by prefix and suffix where they stand in several.
    """
    quotes, places, sources = _selectors(untrusted)
    if not quotes:
        return _reason("It quotes no words, so nobody could check where it points.")
    exact = str(quotes[0].get("exact", ""))
    if not exact.strip():
        return _reason("Its quote is empty.")
    named = [r for r in renditions if f"{SCHEME}{r.rendition_id}" in sources] or list(renditions)
    if places:
        return _at_position(places[0], exact, named)
    return _by_quote(quotes[0], exact, named)


def _at_position(place: Mapping[str, Any], exact: str, renditions: Sequence[Rendition]) -> Passage | Failure:
    start, end = place.get("start"), place.get("end")
    if type(start) is not int or type(end) is not int:
        return _reason("Its position is no pair of whole numbers.")
    for rendition in renditions:
        if rendition.text[max(start, 0) : max(end, 0)] == exact:
            return _cited(rendition, start, end)
    return _reason("The words it quotes do not stand at the place it names.")


def _by_quote(quote: Mapping[str, Any], exact: str, renditions: Sequence[Rendition]) -> Passage | Failure:
    prefix, suffix = str(quote.get("prefix", "")), str(quote.get("suffix", ""))
    places = [(rendition, at) for rendition in renditions for at in _places(rendition.text, exact)]
    around = [
        (rendition, at)
        for rendition, at in places
        if rendition.text[:at].endswith(prefix) and rendition.text.startswith(suffix, at + len(exact))
    ]
    found = around if len(places) > 1 else places
    if len(found) == 1:
        return _cited(found[0][0], found[0][1], found[0][1] + len(exact))
    if not places:
        return _reason("The words it quotes stand in none of the renditions exactly as quoted.")
    return _reason(f"The words it quotes stand in {len(places)} places, and it does not say in which.")


def _places(text: str, exact: str) -> list[int]:
    found: list[int] = []
    at = text.find(exact)
    while at >= 0 and len(found) < MAX_PLACES:
        found.append(at)
        at = text.find(exact, at + 1)
    return found


def _cited(rendition: Rendition, start: int, end: int) -> Passage | Failure:
    try:
        return cite_span(rendition, start, end)
    except AnchorError as error:
        return _reason(error.happened)


def _selectors(
    untrusted: Mapping[str, Any],
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]], set[str]]:
    """Return the quote selectors, the position selectors and the sources of every target."""
    quotes: list[Mapping[str, Any]] = []
    places: list[Mapping[str, Any]] = []
    sources: set[str] = set()
    for target in _listed(untrusted.get("target")):
        if isinstance(target.get("source"), str):
            sources.add(target["source"])
        for selector in _listed(target.get("selector")):
            refined = [selector, *_listed(selector.get("refinedBy"))]
            quotes += [one for one in refined if one.get("type") == QUOTE]
            places += [one for one in refined if one.get("type") == POSITION]
    return quotes, places, sources


def _listed(value: Any) -> list[Mapping[str, Any]]:
    """Return one object or a list of them as a list; what is no object is left out."""
    values = value if isinstance(value, list | tuple) else [value]
    return [one for one in values if isinstance(one, Mapping)]


def _reason(happened: str) -> Failure:
    return Failure(
        code="annotation",
        happened=f"This annotation names no passage of the case. {happened}",
        safe=SAFE,
        remedy="Cite the words again with `twosource cite`, copied from `twosource show`.",
    )
