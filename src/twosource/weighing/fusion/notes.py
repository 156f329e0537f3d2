"""What a reader must know before using the numbers: a sentence for everything odd about what was said."""

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


def said_of(
    told: Arranged,
    *,
    exact: bool = False,
    converged: bool = True,
    peaks: int = 1,
    parent: Ints | None = None,
    doubted: int = 0,
    with_ratios: bool = False,
    effect: float = 0.0,
    sampled: bool = False,
    unstarted: bool = False,
    unlearned: bool = False,
    unsought: bool = False,
) -> tuple[str, ...]:
    """Return the sentences, those about the input first."""
    notes = [*told.notes, *_divided(told, with_ratios)]
    times = np.bincount(told.source, minlength=told.n_sources)
    if told.n_sources == 1:
        notes.append(ONE)
        unlearned = False
    elif told.item.size == told.n_items:
        notes.append(ALONE)
        unlearned = False
    elif told.cell_value.size == told.n_items:
        notes.append(AGREED)
    if told.n_sources > 1 and told.item.size >= MANY and times.max() > HEAVY * told.item.size:
        name = int(told.sources[int(times.argmax())])
        notes.append(
            f"Source {name} says {int(times.max()):,} of {told.item.size:,} statements: where it speaks "
            "alone, only what others say elsewhere tells how good it is."
        )
    if exact:
        notes.append("Summed exactly: the accuracy of each source is integrated out, its prior not learned.")
    if not converged:
        notes.append(STOPPED)
    if peaks > 1:
        notes.append(f"What was said has {peaks} readings that fit nearly as well; compare their answers.")
    if parent is not None and (n := int((parent >= 0).sum())):
        notes.append(f"{n} of {told.n_sources} sources seem to copy from others; what they copy counts once.")
    if doubted:
        notes.append(
            f"{doubted} of {told.n_sources} sources share more than chance explains, but to count them once "
            "foretells nobody else better: each counts in full."
        )
    for so, sentence in (
        (with_ratios and not exact, RATIOS),
        (unsought, UNSOUGHT),
        (unstarted, UNSTARTED),
        (unlearned, UNLEARNED),
        (sampled, SAMPLED),
    ):
        if so:
            notes.append(sentence)
    if effect * WORTH >= 1.0:
        notes.append(
            f"Voices on one item err together: however many, they count as {1 / effect:.0f} at most. "
            "Where nearly all err together on an item, nothing that was said can show it; how often that is, "
            "only items checked by other means can tell."
        )
    return tuple(notes)


def _divided(told: Arranged, with_ratios: bool) -> tuple[str, ...]:
    """Return the sentence about sources that give one item several values, if any does."""
    if not told.n_divided:
        return ()
    much = "each of them counts in full" if with_ratios else "its voice there is divided among them"
    times = "Once" if told.n_divided == 1 else f"{told.n_divided:,} times"
    return (f"{times} a source gives one item several values; {much}.",)
