"""Whose cue it is: for every cue of a sentence the ranges of its source and of what it says.

Each cue is asked about alone, so that attributions may nest, share a source, and have contents in
several parts. What is seen of each is kept as five numbers, from which a line fitted on articles the
network was not taught gives the probability that cue and source are right.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twosource.ports import Range
from twosource.tagging.chains import Floats, Integers, likeliest, log_shares, ranges
from twosource.tagging.heads import Heads

_SOURCE, _CONTENT = 0, 1
_SURE = 0.999999


@dataclass(frozen=True, slots=True)
class Looked:
    """One cue with its ranges, and what speaks for it.

    `looks`: log odds that the cue is one; log odds of the least certain word of the source, 0 without
    one; 1 where there is a source; the same two of the content.
    """

    cue: tuple[Range, ...]
    source: tuple[Range, ...]
    content: tuple[Range, ...]
    looks: tuple[float, float, float, float, float]


def look(heads: Heads, rows: Sequence[Floats]) -> list[list[Looked]]:
    """Return the attributions of each sentence, by where their cue begins.

    Linear in the words: a cue is asked about the words within `heads.REACH` of it only.
    """
    scores = [heads.part(own, "cue") if len(own) else own for own in rows]
    cues = [
        (n, (first, last))
        for n, labels in enumerate(likeliest(scores, heads.chain("cue")))
        for first, last, _ in ranges(labels)
    ]
    asked = [heads.roles(rows[n], cue) for n, cue in cues]
    labelled = likeliest([scores for _, scores in asked], heads.chain("role"))
    found: list[list[Looked]] = [[] for _ in rows]
    for (n, cue), (begin, roles), labels in zip(cues, asked, labelled, strict=True):
        own = heads.part(rows[n][cue[0] : cue[1]], "cue")
        found[n].append(_looked(own, cue, begin, roles, labels))
    return found


def _looked(own: Floats, cue: Range, begin: int, roles: Floats, labels: Integers) -> Looked:
    logs = log_shares(roles)[np.arange(len(labels)), labels]
    parts: tuple[list[Range], list[Range]] = ([], [])
    least = [0.0, 0.0]
    for first, last, kind in ranges(labels):
        parts[kind].append((first + begin, last + begin))
        least[kind] = min(least[kind], float(logs[first:last].min()))
    is_cue = 1 - float(np.exp(log_shares(own)[:, 0]).max())
    sure = [log_odds(math.exp(least[kind])) if parts[kind] else 0.0 for kind in (_SOURCE, _CONTENT)]
    there = [float(bool(parts[kind])) for kind in (_SOURCE, _CONTENT)]
    looks = (log_odds(is_cue), sure[_SOURCE], there[_SOURCE], sure[_CONTENT], there[_CONTENT])
    return Looked((cue,), tuple(parts[_SOURCE]), tuple(parts[_CONTENT]), looks)


def log_odds(share: float) -> float:
    """Return log p / (1 - p), of a share kept a millionth away from none and all."""
    held = min(max(share, 1 - _SURE), _SURE)
    return math.log(held / (1 - held))
