"""The likeliest row of labels: exact, for many sentences at once, each as if it were alone.

Labels are O, then B, I, E, S (begins, inside, ends, single) of each kind. What may not follow has a
score so low that it never wins, so every answer is whole ranges.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chain:
    """Scores for label to follow label (from, to), to begin and to end a sentence."""

    follow: Floats
    start: Floats
    end: Floats


def likeliest(emitted: Sequence[Floats], chain: Chain) -> list[Integers]:
    """Return the best labels of each sentence from its scores (words x labels).

    Sums and comparisons touch one sentence's numbers only, so that others beside it change nothing;
    of equal rows the one with the smaller labels, seen from the end, wins. Linear in the words.
    """
    found = [np.zeros(0, np.int64) for _ in emitted]
    order = sorted((n for n, scores in enumerate(emitted) if len(scores)), key=lambda n: -len(emitted[n]))
    for at in range(0, len(order), 64):
        group = order[at : at + 64]
        for number, labels in zip(group, _together([emitted[n] for n in group], chain), strict=True):
            found[number] = labels
    return found


def _together(emitted: Sequence[Floats], chain: Chain) -> list[Integers]:
    """Return the best labels of sentences ordered from long to short."""
    lengths = [len(scores) for scores in emitted]
    n_labels = len(chain.start)
    stacked = np.zeros((lengths[0], len(emitted), n_labels), np.float32)
    for row, scores in enumerate(emitted):
        stacked[: len(scores), row] = scores
    active = [sum(1 for length in lengths if length > at) for at in range(lengths[0])]
    back = np.zeros((lengths[0], len(emitted), n_labels), np.int16)
    state = stacked[0] + chain.start
    follow = np.ascontiguousarray(chain.follow.T)
    for at in range(1, lengths[0]):
        n = active[at]
        ways = state[:n, None, :] + follow
        best = ways.argmax(axis=2)
        back[at, :n] = best
        state[:n] = np.take_along_axis(ways, best[:, :, None], axis=2)[:, :, 0] + stacked[at, :n]
    last = (state + chain.end).argmax(axis=1)
    found = []
    for row, length in enumerate(lengths):
        labels = np.zeros(length, np.int64)
        label = int(last[row])
        for at in range(length - 1, -1, -1):
            labels[at] = label
            label = int(back[at, row, label])
        found.append(labels)
    return found


def ranges(labels: Integers) -> list[tuple[int, int, int]]:
    """Return (first, last, kind) of the ranges of BIOES labels, the last word not in it."""
    found: list[tuple[int, int, int]] = []
    for at in np.flatnonzero(labels).tolist():
        kind, letter = divmod(int(labels[at]) - 1, 4)
        if letter in {0, 3}:
            found.append((at, at + 1, kind))
        elif found:
            first, _, known = found[-1]
            found[-1] = (first, at + 1, known)
    return found


def log_shares(scores: Floats) -> Floats:
    """Return the log of each label's share at each word: score - log sum exp(scores)."""
    moved = scores - scores.max(axis=-1, keepdims=True)
    logs: Floats = moved - np.log(np.exp(moved).sum(axis=-1, keepdims=True))
    return logs


def shares(emitted: Floats, chain: Chain, spans: Sequence[tuple[int, int, int]]) -> list[float]:
    """Return for each range of one sentence how probable it is, its ends and its kind all right.

    Over all rows of labels, by their scores (the posterior of a linear chain; Lafferty and others, 2001):
    the share of rows that hold the range. Scaled word by word, so that long sentences do not underflow.
    """
    follow = np.exp(chain.follow.astype(np.float64))
    given = np.exp((emitted - emitted.max(axis=1, keepdims=True)).astype(np.float64))
    length = len(given)
    ahead = np.empty_like(given)
    ahead[-1] = given[-1] * np.exp(chain.end.astype(np.float64))
    sums = np.empty_like(given)
    for at in range(length - 1, 0, -1):
        ahead[at] /= ahead[at].max()
        sums[at - 1] = follow @ ahead[at]
        ahead[at - 1] = given[at - 1] * sums[at - 1]
    here = np.empty_like(given)
    here[0] = np.exp(chain.start.astype(np.float64)) * ahead[0]
    here[0] /= here[0].sum()
    for at in range(1, length):
        here[at] = ((here[at - 1] / np.maximum(sums[at - 1], 1e-300)) @ follow) * ahead[at]
    found = []
    for first, last, kind in spans:
        labels = _letters(first, last, kind)
        share = here[first, labels[0]]
        for at, (one, two) in enumerate(pairwise(labels), first):
            share *= follow[one, two] * ahead[at + 1, two] / max(sums[at, one], 1e-300)
        found.append(float(min(share, 1.0)))
    return found


def _letters(first: int, last: int, kind: int) -> list[int]:
    base = 1 + 4 * kind
    if last - first == 1:
        return [base + 3]
    return [base, *[base + 1] * (last - first - 2), base + 2]
