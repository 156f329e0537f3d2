"""At which value of one answered figure the lead would change: exact, by linearity.

Any single figure x enters every hypothesis' weight linearly, w_h(x) = a_h + b_h x, so two exact
sums (x = 0 and x = 1) give a and b, and hypothesis k overtakes the lead l at
x* = (a_k - a_l) / (b_l - b_k) (reasoning.md 5.3).

Figures are the raw ones that people answered, before contamination: "very likely" is .875 and
tips at a figure of the same kind. Contamination is itself linear, so nothing is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from twosource.evidence.elicitation import When
from twosource.evidence.readouts import TippingPoint
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import ItemTable, Network
from twosource.weighing.posterior import leader
from twosource.weighing.whatifs import WhatIf, answered, joint_weights

EDGE = 1e-9
"""A figure nearer than this to 0 or 1 is not reported: nobody can answer it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One answered figure: its item, answer line, hypothesis ("" for a plain one) and positions."""

    entry: ItemTable
    answer: int
    hypothesis: str
    positions: tuple[int, ...]

    @property
    def is_word(self) -> bool:
        """Say whether the figure was answered with a word."""
        return self.entry.is_word[self.answer]

    def at(self, raw: FloatArray) -> float:
        """Return this figure's entry of an (answers, hypotheses) array."""
        return float(raw.ravel()[self.positions[0]])


def answered_figures(network: Network) -> tuple[Figure, ...]:
    """Return every figure that was answered for an item and applies somewhere."""
    n = len(network.hypotheses)
    figures: list[Figure] = []
    for entry in network.items:
        for answer, is_word in enumerate(entry.is_word):
            if not entry.is_used[answer]:
                continue
            start = answer * n
            if is_word:
                figures += [
                    Figure(entry, answer, h, (start + at,)) for at, h in enumerate(network.hypotheses)
                ]
            else:
                figures.append(Figure(entry, answer, "", tuple(range(start, start + n))))
    return tuple(figures)


def _said(when: When) -> str:
    return " and ".join(f"{name} is {' or '.join(values)}" for name, values in when)


def conditions_of(figure: Figure) -> str:
    """Say in words where the answer line applies: its own conditions, or "unless" the earlier ones."""
    answers = figure.entry.item.answers
    if answers[figure.answer].when:
        return _said(answers[figure.answer].when)
    earlier = [_said(answer.when) for answer in answers[: figure.answer]]
    return f"unless {', or '.join(earlier)}" if earlier else ""


def _logit(p: float) -> float:
    p = min(max(p, EDGE), 1.0 - EDGE)
    return float(np.log(p / (1.0 - p)))


def _crossings(a: FloatArray, b: FloatArray, lead: int) -> Iterator[tuple[float, int]]:
    """Yield each (x, hypothesis) at which that hypothesis draws level with the lead, 0 < x < 1."""
    scale = float(np.abs(a).max() + np.abs(b).max())
    for k in range(len(a)):
        slope = float(b[lead] - b[k])
        if k != lead and abs(slope) > 1e-14 * scale:
            x = float(a[k] - a[lead]) / slope
            if EDGE < x < 1.0 - EDGE:
                yield x, k


def tipping_points(network: Network, posterior: FloatArray) -> tuple[TippingPoint, ...]:
    """Return, per answered figure, the nearest value on either side where the lead changes.

    Sorted by distance in log-odds, nearest first. Costs two exact sums per figure, in one batch.
    """
    figures = answered_figures(network)
    whatifs: list[WhatIf] = []
    for figure in figures:
        name = figure.entry.item.name
        whatifs += [answered(network, name, figure.positions, x, figure.is_word) for x in (0.0, 1.0)]
    ends = joint_weights(network, whatifs).reshape(len(figures), 2, -1)
    lead = leader(posterior)
    points = []
    for figure, (at_zero, at_one) in zip(figures, ends, strict=True):
        now = figure.at(figure.entry.raw)
        crossings = sorted(_crossings(at_zero, at_one - at_zero, lead))
        nearest = [c for c in crossings if c[0] < now][-1:] + [c for c in crossings if c[0] > now][:1]
        points += [_point(network, figure, x, k) for x, k in nearest]
    return tuple(sorted(points, key=lambda p: (p.distance, p.item, p.conditions, p.hypothesis, p.p_tip)))


def _point(network: Network, figure: Figure, x: float, k: int) -> TippingPoint:
    now = figure.at(figure.entry.raw)
    low, high = figure.at(figure.entry.low), figure.at(figure.entry.high)
    return TippingPoint(
        item=figure.entry.item.name,
        hypothesis=figure.hypothesis,
        conditions=conditions_of(figure),
        p_now=now,
        p_tip=x,
        new_lead=network.hypotheses[k],
        in_band=figure.is_word and low <= x <= high,
        distance=abs(_logit(now) - _logit(x)),
    )
