"""From what a reader gave to a rendition: the parent's side of the reader contract.

A reader is as trustworthy as the file it read. Types and lengths are checked here, letters that
cannot be stored are replaced and counted, and only then does it become evidence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from twosource.evidence.holdings import Page, Rendition
from twosource.evidence.layouts import PageLayout, WordBox
from twosource.evidence.outcome import Failure
from twosource.ids import digest_of, key
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.languages import language_of
from twosource.terms import RenditionKind

# Lone surrogates cannot be written as UTF-8, and NUL ends a text in too many engines.
UNSTORABLE = re.compile("[\ud800-\udfff\x00]")
MARK = "\ufffd"
BETWEEN_PAGES = "\n\n"
MAX_PAIRS = 1000
MAX_NAME = 100
MAX_VALUE = 10_000
MAX_LABEL = 200
MAX_BOXES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Of what a rendition is made, by whom or what, under which limits."""

    exhibit_id: str
    kind: RenditionKind
    maker: str
    version: str
    settings: str
    limits: Limits
    language: str = ""
    source_id: str | None = None
    by_person: bool = False
    sandbox_level: int = 0
    sandbox: str = "none: read in the program's own process"


class Accepted(NamedTuple):
    """What became of a reading: its rendition, where its words stand on pictures, and every failure."""

    rendition: Rendition
    layouts: tuple[PageLayout, ...]
    failures: tuple[Failure, ...]


def accept_all(reading: Reading, making: Making) -> list[Accepted]:
    """Return the preferred reading first, then those kept beside it."""
    beside = (_set_aside(accept(other, making)) for other in reading.others)
    return [accept(reading, making), *beside]


def _set_aside(accepted: Accepted) -> Accepted:
    return accepted._replace(rendition=replace(accepted.rendition, is_preferred=False))


def accept(reading: Reading, making: Making) -> Accepted:
    """Return the rendition of a reading, with every failure on the way.

    The same bytes under the same settings give the same `rendition_id`. Raises RefusedError where
    the reader broke its contract.
    """
    check_types(reading)
    pages, failures = _within(reading.untrusted_pages, making.limits)
    cleaned = [UNSTORABLE.sub(MARK, page) for page in pages]
    n_replaced = sum(len(UNSTORABLE.findall(page)) for page in pages)
    text, places = join_pages(cleaned, reading.untrusted_page_labels)
    metadata = clean_metadata(reading.untrusted_metadata)
    if n_replaced:
        metadata = (*metadata, ("replaced characters", str(n_replaced)))
    maker = f"{making.maker}, {clean_line(reading.way)}" if reading.way else making.maker
    rendition = Rendition(
        rendition_id=_id_of(making, maker, text),
        exhibit_id=making.exhibit_id,
        kind=making.kind,
        text=text,
        pages=places,
        language=making.language or language_of(text),
        maker=maker,
        maker_version=making.version,
        sandbox_level=making.sandbox_level,
        limits=f"{making.limits}; sandbox level {making.sandbox_level}: {making.sandbox}",
        made_by_person=making.by_person,
        source_id=making.source_id,
        metadata=metadata,
        preferred_because=clean_line(reading.because),
    )
    layouts = tuple(_placed(reading.untrusted_layouts, rendition))
    return Accepted(rendition, layouts, (*reading.failures, *failures))


def clean_line(text: str) -> str:
    """Return a text on one line without what cannot be stored."""
    return " ".join(UNSTORABLE.sub(MARK, text).split())[:MAX_VALUE]


def _placed(layouts: Iterable[PageLayout], rendition: Rendition) -> Iterator[PageLayout]:
    """Yield layouts with ids, their words at their places in the whole text; words outside it are dropped."""
    pages = {page.number: page for page in rendition.pages}
    room = MAX_BOXES
    for layout in layouts:
        page = pages.get(layout.page)
        if page is None:
            continue
        words = tuple(_shifted(layout.words[:room], page))
        room -= len(words)
        yield replace(
            layout,
            layout_id=key("layout", rendition.rendition_id, str(layout.page)),
            rendition_id=rendition.rendition_id,
            words=words,
            note=clean_line(layout.note),
        )


def _shifted(words: Iterable[WordBox], page: Page) -> Iterator[WordBox]:
    for word in words:
        start, end = page.start + word.start, page.start + word.end
        if page.start <= start < end <= page.end:
            yield replace(word, start=start, end=end)


def check_types(reading: Reading) -> None:
    """Raise RefusedError where a reader gave anything but texts and failures."""
    pairs = [part for pair in reading.untrusted_metadata for part in pair]
    texts = (*reading.untrusted_pages, *reading.untrusted_page_labels, *pairs)
    is_sound = all(isinstance(text, str) for text in texts) and all(
        isinstance(one, Failure) for one in reading.failures
    )
    if not is_sound or any(len(pair) != 2 for pair in reading.untrusted_metadata):
        raise refusal("damaged", label="what a reader may give", reason="it gave something that is no text")


def join_pages(pages: Sequence[str], labels: Sequence[str]) -> tuple[str, tuple[Page, ...]]:
    """Join page texts to one text and say which code points stood on which page.

    Pages follow one another without a gap: a page ends where the next begins. A page that ends
    with a form feed needs nothing between; others are parted by a blank line.
    """
    pieces: list[str] = []
    places: list[Page] = []
    at = 0
    for number, page in enumerate(pages, start=1):
        is_last = number == len(pages)
        piece = page if is_last or page.endswith("\f") else page + BETWEEN_PAGES
        label = labels[number - 1][:MAX_LABEL] if number <= len(labels) else ""
        places.append(Page(number=number, start=at, end=at + len(piece), label=label))
        pieces.append(piece)
        at += len(piece)
    return "".join(pieces), tuple(places)


def clean_metadata(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return metadata cut to size and storable, each pair once, in the order given."""
    seen: dict[tuple[str, str], None] = {}
    for name, value in pairs:
        short = UNSTORABLE.sub(MARK, name)[:MAX_NAME], UNSTORABLE.sub(MARK, value)[:MAX_VALUE]
        if short[1]:
            seen.setdefault(short)
    return tuple(seen)[:MAX_PAIRS]


def _within(pages: tuple[str, ...], limits: Limits) -> tuple[list[str], list[Failure]]:
    """Return what of the pages fits the limits, with a failure where something did not."""
    kept: list[str] = []
    room = limits.max_text
    for page in pages[: limits.max_pages]:
        kept.append(page[:room])
        if len(page) > room:
            return kept, [failure("text_limit", limit=limits.max_text)]
        room -= len(page)
    if len(pages) > limits.max_pages:
        return kept, [failure("page_limit", limit=limits.max_pages, n=len(pages))]
    return kept, []


def _id_of(making: Making, maker: str, text: str) -> str:
    return key(
        "rendition",
        making.exhibit_id,
        making.kind.value,
        maker,
        making.version,
        making.settings,
        making.source_id or "",
        digest_of(text.encode("utf-8")),
    )
