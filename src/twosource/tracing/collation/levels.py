"""How far a text reuses another one, in words: copied, lightly revised, heavily revised, no sign of reuse.

Two steps, both logistic on standardised measures, with weights fitted on 57 short answers whose writers had
been told how far to reuse a text (Clough and Stevenson 2011): first whether anything was reused, by the share
of words that stand equal in shared passages; then how far it was revised, by the edits per equal word, the
length of runs and passages, and how many passages there are. Quoted primary text is left out on both sides.
The figures stand in `vocabulary/reuse.toml`; what they were measured at is said with every answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import log, log1p

import numpy as np
from numpy.typing import NDArray

from twosource.terms import load_table
from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.collation.values import Collation, Edit

Reals = NDArray[np.float64]
MEASURES = ("share", "edits", "run", "passage", "passages")
BEYOND_WORDS = 8
LEAST_WORDS = 40
# Below this share of a text nothing is called copied or lightly revised, however its few passages were taken
# over: hardly a text of the corpus whose writer had been told to do so has less. Judged.
LEAST_SHARE = 0.25


class ReuseLevel(StrEnum):
    """How far a text reuses another, from nothing to everything."""

    NONE = "no sign of reuse"
    HEAVY = "heavily revised"
    LIGHT = "lightly revised"
    COPIED = "copied nearly word for word"


LEVELS = (ReuseLevel.NONE, ReuseLevel.HEAVY, ReuseLevel.LIGHT, ReuseLevel.COPIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReuseAnswer:
    """The level, the probability of each level in the order of `LEVELS`, and how far to trust it."""

    level: ReuseLevel
    p: tuple[float, ...]
    caveat: str


@dataclass(frozen=True, slots=True, eq=False)
class ReuseWeights:
    """Weights of both steps, rows of measures and a constant last; columns are outcomes.

    `centre` and `scale` have shape (2, measures): how each step standardises its measures.
    """

    centre: Reals
    scale: Reals
    reused: Reals
    revised: Reals

    def probabilities(self, measures: Reals) -> Reals:
        """Return P(level), shape (N, 4), for measures of shape (N, measures).

        Of a text that shares less than a quarter, what was not written anew was revised heavily.
        """
        first = _softmax(_with_constant((measures - self.centre[0]) / self.scale[0]) @ self.reused)
        then = _softmax(_with_constant((measures - self.centre[1]) / self.scale[1]) @ self.revised)
        then[measures[:, 0] < log(LEAST_SHARE + 0.02)] = (1.0, 0.0, 0.0)
        found: Reals = np.concatenate([first[:, :1], first[:, 1:] * then], axis=1)
        return found


def _with_constant(rows: Reals) -> Reals:
    found: Reals = np.concatenate([rows, np.ones((rows.shape[0], 1))], axis=1)
    return found


def _softmax(scores: Reals) -> Reals:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Reals = raised / raised.sum(axis=1, keepdims=True)
    return found


def measures_of(seen: Collation, n_beyond: int = 0) -> Reals:
    """Return the five measures of one collation; `n_beyond` are words shared with yet another text.

    By hand: one passage of eight equal words and one replaced, two runs of four, in a text of sixteen words:
    share log(.5 + .02), edits log(1/8 + .03), run log(1 + 4), passage log(1 + 8), passages 100 / 16.
    """
    blocks = seen.own_blocks
    n = max(1, seen.n_child - seen.n_quoted)
    same = sum(block.n_same for block in blocks)
    pieces = [piece for block in blocks for piece in block.pieces]
    n_runs = sum(piece.edit is Edit.SAME for piece in pieces)
    edited = sum(max(p.parent_words, p.child_words) for p in pieces if p.edit is not Edit.SAME)
    return np.array(
        [
            log(min(1.0, (same + n_beyond) / n) + 0.02),
            log(edited / max(1, same) + 0.03),
            log1p(same / max(1, n_runs)),
            log1p(same / max(1, len(blocks))),
            100 * len(blocks) / n,
        ]
    )


def words_beyond(child: Prepared, seen: Collation, others: Sequence[Prepared]) -> int:
    """Return how many words outside shared passages stand in runs of eight or more of some other text.

    Where two texts share what the parent held does not have, both had it from somewhere: a parent of which
    only a part is held. Quoted words do not count.
    """
    words = child.words
    covered = np.zeros(len(words), dtype=np.bool_)
    for other in others:
        held = np.isin(child.index.shingles, other.index.ordered)
        edges = np.diff(np.concatenate(([0], held.astype(np.int8), [0])))
        for first, last in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
            if last - first + child.index.n_words - 1 >= BEYOND_WORDS:
                covered[first : last + child.index.n_words - 1] = True
    for block in seen.blocks:
        first, last = np.searchsorted(words.starts, [block.child.start, block.child.end])
        covered[first:last] = False
    return int((covered & ~child.quoted).sum())


@cache
def reuse_weights() -> ReuseWeights:
    """Return the fitted weights."""
    table = load_table("reuse")
    return ReuseWeights(
        centre=np.array(table["centre"], dtype=np.float64),
        scale=np.array(table["scale"], dtype=np.float64),
        reused=np.array(table["reused"], dtype=np.float64),
        revised=np.array(table["revised"], dtype=np.float64),
    )


def reuse_level(seen: Collation) -> ReuseAnswer:
    """Return in words how far the child reuses the parent, with what such answers were measured at."""
    p = reuse_weights().probabilities(measures_of(seen)[None, :])[0]
    if not seen.own_blocks:
        p = np.array([1.0, 0.0, 0.0, 0.0])
    measured = load_table("reuse")["measured"]
    caveat = (
        f"Of {measured['answers']} texts written to order this told {measured['four_of_100']} of 100 "
        f"right, and {measured['reused_of_100']} in 100 as to whether anything was reused."
    )
    if min(seen.n_child, seen.n_parent) < LEAST_WORDS:
        caveat += f" They had some two hundred words; a text of fewer than {LEAST_WORDS} says less."
    return ReuseAnswer(level=LEVELS[int(p.argmax())], p=tuple(p.tolist()), caveat=caveat)
