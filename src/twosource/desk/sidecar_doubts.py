"""A transcription found beside a picture, held against what the machine reads in the pixels.

Whoever made a delivery may have put a false transcription into it. It is read as what it says it
is, the pixels are read as well and can be searched, and where both are clear and differ, the
exhibit counts as partly read and says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from twosource.evidence.holdings import Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.outcome import Outcome
from twosource.reading import ReadOutcome
from twosource.reading.failures import failure
from twosource.reading.human.collating import collate
from twosource.terms import RenditionKind, Status

BESIDE_A_SIDECAR = "a transcription lies beside the picture; this is what a machine read in its pixels"
# Below these a machine's reading is no witness against anybody. Judged on 22 November 2026.
LEAST_WORDS = 5
LEAST_COVERED = 0.9
LEAST_SURE = 0.8
LEAST_SHARED = 0.5


def held_against(machine: ReadOutcome, beside: Sequence[ReadOutcome]) -> list[ReadOutcome]:
    """Return the machine's outcome set aside, then those of the side-cars, doubted where both differ."""
    transcriptions = [
        value
        for outcome in beside
        for value in outcome.values
        if isinstance(value, Rendition) and value.kind is RenditionKind.TRANSCRIPTION
    ]
    if not transcriptions:
        return [machine, *beside]
    values = tuple(_set_aside(value) for value in machine.values)
    seen = next((v for v in values if isinstance(v, Rendition) and v.text.strip()), None)
    layouts = [v for v in values if isinstance(v, PageLayout)]
    told = list(beside)
    if seen is not None and is_witness(layouts):
        share = max(collate(one.text, seen.text).share_folded for one in transcriptions)
        if share < LEAST_SHARED:
            told = [_doubted(outcome, machine.item_id, share) for outcome in beside]
    return [replace(machine, values=values), *told]


def is_witness(layouts: Iterable[PageLayout]) -> bool:
    """Say whether a machine's reading is clear enough to speak against a person's."""
    layouts = list(layouts)
    sure = [word.confidence for layout in layouts for word in layout.words if word.confidence is not None]
    covered = [layout.ink_covered for layout in layouts if layout.ink_covered is not None]
    return (
        len(sure) >= LEAST_WORDS
        and sum(sure) / len(sure) >= LEAST_SURE
        and bool(covered)
        and min(covered) >= LEAST_COVERED
    )


def _set_aside(value: Rendition | PageLayout) -> Rendition | PageLayout:
    if isinstance(value, Rendition):
        return replace(value, is_preferred=False, preferred_because=BESIDE_A_SIDECAR)
    return value


def _doubted(outcome: ReadOutcome, item_id: str, share: float) -> ReadOutcome:
    if outcome.item_id != item_id:
        return outcome
    why = failure("sidecar_differs", share=round(100 * share))
    return Outcome(
        item_id=item_id,
        status=Status.PARTLY_READ,
        values=outcome.values,
        failures=(*outcome.failures, why),
    )
