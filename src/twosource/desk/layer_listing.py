"""The renditions of one exhibit side by side: whose words, how much, which are preferred and why."""

from dataclasses import dataclass
from typing import TypeVar

from twosource.desk.workplace import Workplace
from twosource.dossier.veil import draw_over, veil_for
from twosource.errors import TwosourceError
from twosource.evidence.holdings import Exhibit, Page, Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.outcome import Fate
from twosource.evidence.testimony import Party
from twosource.evidence.transcripts import HumanReading
from twosource.reading.human import Collation, agreement
from twosource.reading.human.layers import OF_THE_WORDS, LayerKey, by_layer, key_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementAnswer:
    """How far a second reading agrees with the first where both read the same places."""

    first: str
    second: str
    kind: str
    collation: Collation
    share: float
    share_folded: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerAnswer:
    """One rendition of an exhibit as `layers` lists it; `number` is how it is called there."""

    number: int
    rendition_id: str
    kind: str
    language: str
    by: str
    is_by_person: bool
    is_preferred: bool
    because: str
    pages: tuple[int, ...]
    n_words: int
    n_boxes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LayersAnswer:
    """Every rendition of one exhibit, and how second readings agree with first ones."""

    exhibit: str
    status: str
    layers: tuple[LayerAnswer, ...]
    agreements: tuple[AgreementAnswer, ...]


def veiled(work: Workplace, answer: T) -> T:
    """Return an answer with the names of protected parties blocked out, wherever they stand."""
    return draw_over(veil_for(work.store.all(Party)), answer)


def veil_error(work: Workplace, error: TwosourceError) -> None:
    """Block the names of protected parties out of what an error says: it quotes pages and declarations."""
    veil = veil_for(work.store.all(Party))
    error.happened = veil.over(error.happened)
    error.safe_text, error.remedy_text = veil.over(error.safe_text), veil.over(error.remedy_text)
    error.args = (error.happened,)


def listed(work: Workplace, exhibit: Exhibit) -> list[Rendition]:
    """Return the renditions of an exhibit as numbered: preferred first, words before translations."""
    found = work.store.all(Rendition, about=exhibit.exhibit_id)
    return sorted(
        found,
        key=lambda one: (
            not one.is_preferred,
            one.kind not in OF_THE_WORDS,
            not one.made_by_person,
            one.maker,
        ),
    )


def layers_answer(work: Workplace, exhibit: Exhibit) -> LayersAnswer:
    """Return every rendition of an exhibit with its number, and how second readings agree with first ones."""
    fate = work.store.get(Fate, exhibit.exhibit_id)
    return LayersAnswer(
        exhibit=work.store.siglum(exhibit.exhibit_id),
        status=fate.status.value if fate else "not read yet",
        layers=tuple(_layer(work, number, one) for number, one in enumerate(listed(work, exhibit), 1)),
        agreements=tuple(_agreements(list(work.store.all(HumanReading, about=exhibit.exhibit_id)))),
    )


def _layer(work: Workplace, number: int, rendition: Rendition) -> LayerAnswer:
    boxes = work.store.all(PageLayout, about=rendition.rendition_id)
    return LayerAnswer(
        number=number,
        rendition_id=rendition.rendition_id,
        kind=rendition.kind.value,
        language=rendition.language,
        by=f"{rendition.maker} {rendition.maker_version}".strip(),
        is_by_person=rendition.made_by_person,
        is_preferred=rendition.is_preferred,
        because=rendition.preferred_because,
        pages=tuple(page.number for page in rendition.pages if _has_words(rendition, page)),
        n_words=len(rendition.text.split()),
        n_boxes=sum(len(layout.words) for layout in boxes),
    )


def _has_words(rendition: Rendition, page: Page) -> bool:
    return bool(rendition.text[page.start : page.end].strip())


def _agreements(readings: list[HumanReading]) -> list[AgreementAnswer]:
    """Compare each second reading with the layer its readings are second readings of."""
    by_id = {reading.reading_id: key_of(reading) for reading in readings}
    grouped = by_layer(readings)
    found = []
    for name, own in grouped.items():
        firsts: dict[LayerKey, None] = dict.fromkeys(
            by_id[one.second_of] for one in own if one.second_of in by_id
        )
        for first in firsts:
            collation = agreement(grouped[first], own)
            found.append(
                AgreementAnswer(
                    first=first.by,
                    second=name.by,
                    kind=name.kind.value,
                    collation=collation,
                    share=round(collation.share, 4),
                    share_folded=round(collation.share_folded, 4),
                )
            )
    return found
