"""From what a reader gave to a rendition: the parent's side of the reader contract.

A reader is as trustworthy as the file it read. Types and lengths are checked here, letters that
cannot be stored are replaced and counted, and only then does it become evidence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twosource.evidence.holdings import Page, Rendition
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
SANDBOX_LEVEL = 0


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


def accept(reading: Reading, making: Making) -> tuple[Rendition, tuple[Failure, ...]]:
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
    rendition = Rendition(
        rendition_id=_id_of(making, text),
        exhibit_id=making.exhibit_id,
        kind=making.kind,
        text=text,
        pages=places,
        language=making.language or language_of(text),
        maker=making.maker,
        maker_version=making.version,
        sandbox_level=SANDBOX_LEVEL,
        limits=f"{making.limits}; sandbox level {SANDBOX_LEVEL}: read in the program's own process",
        made_by_person=making.by_person,
        source_id=making.source_id,
        metadata=metadata,
    )
    return rendition, (*reading.failures, *failures)


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


def _id_of(making: Making, text: str) -> str:
    return key(
        "rendition",
        making.exhibit_id,
        making.kind.value,
        making.maker,
        making.version,
        making.settings,
        making.source_id or "",
        digest_of(text.encode("utf-8")),
    )
