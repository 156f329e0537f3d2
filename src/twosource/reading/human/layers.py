"""Layers: what one person read or translated of an exhibit, as a rendition beside the machine's.

A layer holds one kind, one language and one person, first or second reading apart. Its identity
is its words, so the same readings always give the same rendition, here and after a rebuild.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from twosource.evidence.holdings import Page, Rendition
from twosource.evidence.transcripts import HumanReading, ModelReading
from twosource.ids import digest_of, key
from twosource.reading.human.folding_pages import FoldedPage, fold_pages
from twosource.terms import RenditionKind

BETWEEN_PAGES = "\n\n"
SECOND = "second reading"
OF_THE_WORDS = frozenset({RenditionKind.TEXT, RenditionKind.TRANSCRIPTION})
WHOLE, IN_PART = "whole", "in part"
LIMITS = "read by a person; no machine limits apply"


class LayerKey(NamedTuple):
    """What tells layers of one exhibit apart."""

    kind: RenditionKind
    language: str
    by: str
    is_second: bool


def key_of(reading: HumanReading) -> LayerKey:
    """Return the layer a reading belongs to."""
    return LayerKey(reading.kind, reading.language, reading.by, reading.is_second)


def by_layer(readings: Iterable[HumanReading]) -> dict[LayerKey, list[HumanReading]]:
    """Return the readings of one exhibit by layer, the layer begun first in front."""
    grouped: dict[LayerKey, list[HumanReading]] = defaultdict(list)
    for reading in sorted(readings, key=lambda one: (one.at, one.reading_id)):
        grouped[key_of(reading)].append(reading)
    return dict(grouped)


def layers_of(readings: Iterable[HumanReading], machine: Sequence[Rendition] = ()) -> tuple[Rendition, ...]:
    """Return one rendition per layer of one exhibit, the layer begun first in front.

    `machine` are the other renditions of the same exhibit: they say how many pages and lines there
    are. A layer is preferred where its person read the exhibit whole and nobody did before, or
    where nothing else was read of it; a second reading and a suggestion never are.
    """
    grouped = by_layer(readings)
    n_pages = max((page.number for one in machine for page in one.pages), default=1)
    n_lines = _lines_by_page(machine)
    taken: dict[object, str] = {}
    layers = []
    for name, own in grouped.items():
        pages = fold_pages(own)
        reaches_all = _reaches_all(pages, n_pages, n_lines)
        layer = _rendition(own[0].exhibit_id, name, own, pages)
        gap = _gap(pages, n_pages) if not reaches_all and _has_words(machine, name) else ""
        because = _why_not(name, gap, taken)
        if not because:
            taken[_class(name.kind, name.language)] = name.by
        reason = because or (f"{name.by} read it whole" if reaches_all else "nothing else was read of it")
        how_far = ("read", WHOLE if reaches_all else IN_PART)
        layers.append(
            replace(
                layer,
                is_preferred=not because,
                preferred_because=reason,
                metadata=(*layer.metadata, how_far),
            )
        )
    return tuple(layers)


def set_beside(machine: Iterable[Rendition], layers: Sequence[Rendition]) -> tuple[Rendition, ...]:
    """Return the other renditions, those in whose place a person's reading stands no longer preferred."""
    chosen = {_class(one.kind, one.language): one for one in layers if one.is_preferred}
    return tuple(
        replace(one, is_preferred=False, preferred_because=f"{better.maker} read it; this stands beside")
        if one.is_preferred and (better := chosen.get(_class(one.kind, one.language)))
        else one
        for one in machine
    )


def is_whole(layer: Rendition) -> bool:
    """Say whether its person read every page of the exhibit."""
    return layer.made_by_person and layer.value_of("read") == WHOLE


def suggestion_of(reading: ModelReading) -> Rendition:
    """Return what a model suggested as a rendition: by a machine, never preferred, its makers named."""
    pages = [FoldedPage(one.page, ((1, one.text),), True) for one in reading.pages]
    text, places = _join(pages)
    return Rendition(
        rendition_id=key("rendition", reading.reading_id, digest_of(text.encode("utf-8"))),
        exhibit_id=reading.exhibit_id,
        kind=reading.kind,
        text=text,
        pages=places,
        language=reading.language,
        maker=reading.maker,
        maker_version=f"{reading.version}, instructions {reading.prompt_hash[:12]}",
        limits=f"answered from {reading.origin}; asked by {reading.asked_by}",
        source_id=reading.over_rendition or None,
        metadata=(
            *(("unsure of", words) for words in reading.unsure),
            *(("dropped", why) for why in reading.dropped),
        ),
        is_preferred=False,
        preferred_because="a model's suggestion; no person has read it",
    )


def _rendition(
    exhibit_id: str, name: LayerKey, readings: Sequence[HumanReading], pages: Sequence[FoldedPage]
) -> Rendition:
    text, places = _join(pages)
    shape = [part for page in places for part in (str(page.number), page.label)]
    beside = dict.fromkeys(one.over_rendition for one in readings if one.over_rendition)
    order = SECOND if name.is_second else ""
    return Rendition(
        rendition_id=key(
            "rendition", exhibit_id, name.kind.value, "person", name.by, name.language, order,
            *shape, digest_of(text.encode("utf-8")),
        ),
        exhibit_id=exhibit_id,
        kind=name.kind,
        text=text,
        pages=places,
        language=name.language,
        maker=name.by,
        maker_version=order,
        limits=LIMITS,
        made_by_person=True,
        metadata=(
            ("begun", min(one.at for one in readings).isoformat()),
            ("last changed", max(one.at for one in readings).isoformat()),
            *(("made beside", one) for one in beside),
        ),
    )  # fmt: skip


def _join(pages: Sequence[FoldedPage]) -> tuple[str, tuple[Page, ...]]:
    """Join pages to one text: a page ends where the next begins, parted by a blank line."""
    pieces: list[str] = []
    places: list[Page] = []
    at = 0
    for index, page in enumerate(pages, 1):
        piece = page.text + (BETWEEN_PAGES if index < len(pages) else "")
        places.append(Page(number=page.number, start=at, end=at + len(piece), label=page.label))
        pieces.append(piece)
        at += len(piece)
    return "".join(pieces), tuple(places)


def _class(kind: RenditionKind, language: str) -> object:
    """Return what a rendition competes with: the words themselves, or a translation into one language."""
    return RenditionKind.TEXT if kind in OF_THE_WORDS else (kind, language)


def _lines_by_page(machine: Sequence[Rendition]) -> dict[int, int]:
    """Return how many written lines the fullest machine reading has on each page."""
    most: dict[int, int] = {}
    for one in machine:
        if one.kind not in OF_THE_WORDS or one.made_by_person:
            continue
        for page in one.pages:
            written = sum(bool(line.strip()) for line in one.text[page.start : page.end].split("\n"))
            most[page.number] = max(written, most.get(page.number, 0))
    return most


def _reaches_all(pages: Sequence[FoldedPage], n_pages: int, n_lines: dict[int, int]) -> bool:
    whole = {page.number for page in pages if page.reaches(n_lines.get(page.number, 0))}
    return whole.issuperset(range(1, n_pages + 1))


def _has_words(machine: Sequence[Rendition], name: LayerKey) -> bool:
    """Say whether something else of the same class that statements may be taken from has words."""
    wanted = _class(name.kind, name.language)
    return any(one.text.strip() and one.is_preferred and _class(one.kind, one.language) == wanted
               for one in machine)  # fmt: skip


def _why_not(name: LayerKey, gap: str, taken: dict[object, str]) -> str:
    """Return why a layer is not preferred, or nothing where it is; `gap` says what it leaves out."""
    if name.is_second:
        return "a second reading; it stands beside the first"
    if first := taken.get(_class(name.kind, name.language)):
        return f"{first} read it before; this stands beside"
    return gap


def _gap(pages: Sequence[FoldedPage], n_pages: int) -> str:
    n_done = sum(page.is_whole for page in pages)
    return f"{n_done} of {n_pages} pages read whole by a person; a reading of more stands beside"
