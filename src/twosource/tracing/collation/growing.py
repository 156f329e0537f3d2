"""Blocks grown at both ends over small edits, while that gains more equal words than it costs edits.

Beyond its last run a block goes on while equal words outweigh edited ones: plus one for each equal word,
minus one for each word of the longer side of an edit; it ends where that sum was highest (the drop-off of
sequence search, Altschul et al. 1990, without its threshold). It stops at the next block, at the end of what
is quoted, and after a window of words.

By hand: before "gate at dawn" the parent has "the guards left the", the child "the guards quietly left the
east": east -1, left the +2, quietly -1, the guards +2: the sum is highest at the end, so all of it is taken.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz.distance import LCSseq

from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.words import Flags, WordText

# One step of an alignment: first word and one after the last in the parent, then in the child; whether equal.
Step = tuple[int, int, int, int, bool]
Stretch = tuple[int, int]


def paired(parent: WordText, child: WordText, in_parent: Stretch, in_child: Stretch) -> list[Step]:
    """Pair the equal words of two stretches in order; the rest is inserted, deleted or replaced."""
    (p0, p1), (c0, c1) = in_parent, in_child
    if p0 == p1 or c0 == c1:
        return [(p0, p1, c0, c1, False)] if p0 < p1 or c0 < c1 else []
    return merged(
        (p0 + op.src_start, p0 + op.src_end, c0 + op.dest_start, c0 + op.dest_end, op.tag == "equal")
        for op in LCSseq.opcodes(parent.hashes[p0:p1].tolist(), child.hashes[c0:c1].tolist())
    )


def merged(steps: Iterable[Step]) -> list[Step]:
    """Join neighbouring steps of one kind: a deletion beside an insertion is one replacement."""
    found: list[Step] = []
    for step in steps:
        if found and found[-1][4] == step[4]:
            found[-1] = (found[-1][0], step[1], found[-1][2], step[3], step[4])
        else:
            found.append(step)
    return found


def grown(groups: Sequence[list[Step]], parent: Prepared, child: Prepared, window: int) -> list[list[Step]]:
    """Return every block with what was gained at its two ends; blocks stand in the child's order.

    A word that one block has gained is not given to the next.
    """
    taken = np.zeros(len(parent.words), dtype=np.bool_)
    for steps in groups:
        taken[steps[0][0] : steps[-1][1]] = True
    found: list[list[Step]] = []
    for number, steps in enumerate(groups):
        p0, c0, p1, c1 = steps[0][0], steps[0][2], steps[-1][1], steps[-1][3]
        floor = found[-1][-1][3] if found else 0
        ceiling = groups[number + 1][0][2] if number + 1 < len(groups) else len(child.words)
        left = (_back(p0, max(0, p0 - window), parent, taken), p0)
        before = paired(parent.words, child.words, left, (_back(c0, max(floor, c0 - window), child), c0))
        right = (p1, _on(p1, min(len(parent.words), p1 + window), parent, taken))
        after = paired(parent.words, child.words, right, (c1, _on(c1, min(ceiling, c1 + window), child)))
        gained = [*_gained(before[::-1])[::-1], *steps, *_gained(after)]
        taken[gained[0][0] : gained[-1][1]] = True
        found.append(merged(gained))
    return found


def _gained(steps: Sequence[Step]) -> list[Step]:
    """Return the steps, block outwards, up to where equal words outweigh edits most; a tie stays short."""
    best, total, kept = 0, 0, 0
    for number, (p0, p1, c0, c1, is_equal) in enumerate(steps, 1):
        total += (c1 - c0) if is_equal else -max(p1 - p0, c1 - c0)
        if total > best:
            best, kept = total, number
    return list(steps[:kept])


def _back(at: int, limit: int, text: Prepared, taken: Flags | None = None) -> int:
    """Return how far back one may go from the word `at`: no block in the way, and quoted as it is there."""
    barred = text.quoted[limit:at] != text.quoted[at]
    if taken is not None:
        barred = barred | taken[limit:at]
    bars = barred.nonzero()[0]
    return limit + int(bars[-1]) + 1 if bars.size else limit


def _on(end: int, limit: int, text: Prepared, taken: Flags | None = None) -> int:
    """Return how far on one may go from the end of a block, by the same rule."""
    barred = text.quoted[end:limit] != text.quoted[end - 1]
    if taken is not None:
        barred = barred | taken[end:limit]
    bars = barred.nonzero()[0]
    return end + int(bars[0]) if bars.size else limit
