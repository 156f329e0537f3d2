"""What a reader must know before using the numbers: a sentence for everything odd about what was said."""

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.arranging import Arranged

Ints = NDArray[np.int64]

NOTHING = "Nothing was said that could be fused."
ONE = "One source says everything: nothing can be learned of how often it is right, so the prior speaks."
AGREED = (
    "All sources agree on everything: agreement alone cannot tell good sources from sources that copy "
    "or err together."
)
ALONE = "No item has two voices: the sources cannot be held against each other, so the prior speaks."
STOPPED = "The climb was stopped before it ended; the probabilities may still move."
UNLEARNED = "Too few items have two voices to learn how far agreement counts; it counts in full."
UNSOUGHT = (
    "There are too many statements to look for copiers: copiers were not looked for, every voice counts."
)
HEAVY = 0.5
MANY = 1_000


def said_of(
    told: Arranged,
    *,
    exact: bool = False,
    converged: bool = True,
    peaks: int = 1,
    parent: Ints | None = None,
    unlearned: bool = False,
    unsought: bool = False,
) -> tuple[str, ...]:
    """Return the sentences, those about the input first."""
    notes = list(told.notes)
    times = np.bincount(told.source, minlength=told.n_sources)
    if told.n_sources == 1:
        notes.append(ONE)
    elif told.item.size == told.n_items:
        notes.append(ALONE)
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
    if unsought:
        notes.append(UNSOUGHT)
    if unlearned:
        notes.append(UNLEARNED)
    return tuple(notes)
