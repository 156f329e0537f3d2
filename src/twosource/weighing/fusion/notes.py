"""What a reader must know before using the numbers: a sentence for everything odd about what was said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged

Ints = NDArray[np.int64]

NOTHING = "Nothing was said that could be fused."
ONE = "One source says everything: nothing can be learned of how often it is right, so the prior speaks."
AGREED = (
    "All sources agree on everything: agreement alone cannot tell good sources from sources that copy "
    "or err together. The figures hold only if each looked for itself; if one had it from another, all of "
    "them are one voice."
)
ALONE = "No item has two voices: the sources cannot be held against each other, so the prior speaks."
STOPPED = "The climb was stopped before it ended; the probabilities may still move."
UNLEARNED = "Too few items have two voices to learn how far agreement counts; it counts in full."
UNSOUGHT = (
    "There are too many statements to look for copiers: copiers were not looked for, every voice counts."
)
UNSTARTED = (
    "There are too many statements to climb again from elsewhere: whether they have a second reading as good "
    "was not looked for."
)
RATIOS = (
    "Where evidence ratios are given they alone say who repeats whom: copiers were not looked for by shared "
    "values, each source has one accuracy and no table of its confusions, agreement of first reports counts "
    "in full, and no other starts were tried."
)
SAMPLED = "How far agreement counts was learned from the statements of a part of the items."
WORTH = 20
HEAVY = 0.5
MANY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How the fusing went, as far as a reader must know of it.

    `parent` holds whom each source copies (-1: nobody); `doubted` counts sources that share more than chance
    and are counted in full; the flags say what was left out for want of time or material.
    """

    is_exact: bool = False
    is_converged: bool = True
    n_peaks: int = 1
    parent: Ints | None = None
    n_doubted: int = 0
    has_ratios: bool = False
    effect: float = 0.0
    is_sampled: bool = False
    is_unstarted: bool = False
    is_unlearned: bool = False
    is_unsought: bool = False


def said_of(told: Arranged, course: Course) -> tuple[str, ...]:
    """Return the sentences on what was told and how its fusing went, those about the input first."""
    about, is_bare = _on_input(told)
    if is_bare:
        course = replace(course, is_unlearned=False)
    return (*told.notes, *_divided(told, course.has_ratios), *about, *_on_course(told, course))


def _on_input(told: Arranged) -> tuple[list[str], bool]:
    """Return what is said of the input, and whether nobody speaks beside anybody in it."""
    notes: list[str] = []
    times = np.bincount(told.source, minlength=told.n_sources)
    is_bare = told.n_sources == 1 or told.item.size == told.n_items
    if is_bare:
        notes.append(ONE if told.n_sources == 1 else ALONE)
    elif told.cell_value.size == told.n_items:
        notes.append(AGREED)
    if told.n_sources > 1 and told.item.size >= MANY and times.max() > HEAVY * told.item.size:
        name = int(told.sources[int(times.argmax())])
        notes.append(
            f"Source {name} says {int(times.max()):,} of {told.item.size:,} statements: where it speaks "
            "alone, only what others say elsewhere tells how good it is."
        )
    return notes, is_bare


def _on_course(told: Arranged, course: Course) -> Iterator[str]:
    if course.is_exact:
        yield "Summed exactly: the accuracy of each source is integrated out, its prior not learned."
    if not course.is_converged:
        yield STOPPED
    if course.n_peaks > 1:
        yield f"What was said has {course.n_peaks} readings that fit nearly as well; compare their answers."
    if course.parent is not None and (n := int((course.parent >= 0).sum())):
        yield f"{n} of {told.n_sources} sources seem to copy from others; what they copy counts once."
    if course.n_doubted:
        yield (
            f"{course.n_doubted} of {told.n_sources} sources share more than chance explains, but to count "
            "them once foretells nobody else better: each counts in full."
        )
    left_out = (
        (course.has_ratios and not course.is_exact, RATIOS),
        (course.is_unsought, UNSOUGHT),
        (course.is_unstarted, UNSTARTED),
        (course.is_unlearned, UNLEARNED),
        (course.is_sampled, SAMPLED),
    )
    yield from (sentence for so, sentence in left_out if so)
    if course.effect * WORTH >= 1.0:
        yield (
            f"Voices on one item err together: however many, they count as {1 / course.effect:.0f} at most. "
            "Where nearly all err together on an item, nothing that was said can show it; how often that is, "
            "only items checked by other means can tell."
        )


def _divided(told: Arranged, with_ratios: bool) -> tuple[str, ...]:
    """Return the sentence about sources that give one item several values, if any does."""
    if not told.n_divided:
        return ()
    much = "each of them counts in full" if with_ratios else "its voice there is divided among them"
    times = "Once" if told.n_divided == 1 else f"{told.n_divided:,} times"
    return (f"{times} a source gives one item several values; {much}.",)
