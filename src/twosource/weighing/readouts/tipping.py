"""At which value of one figure the lead would change: exact, by linearity.

Any single figure enters every hypothesis' weight linearly, w_h(x) = a_h + b_h x, so two exact sums give a
and b, and hypothesis k overtakes the lead l at x* = (a_k - a_l) / (b_l - b_k) (reasoning.md 5.3). Three
kinds:

- figures answered for items, raw, as people gave them: "very likely" is .875 and tips at a figure of the same
  kind. Contamination is linear. Where a pile was searched, the chance of what was seen is linear and not the
  figure itself, and a ceiling bends the line: both are followed piece by piece (`seeing.bends`).
- rows of variables, such as P(same circle): x for one state, the others sharing 1 - x in proportion to what
  they had. The row is then x e_s + (1 - x) r, linear in x; where the others had nothing, they share evenly.
- the prior of each named hypothesis, in the same way.

By hand: level priors, one item at .875 against .325: the lead is lost where .875 falls to .325.
Checks: bisection over the brute sum (tests/weighing).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from twosource.evidence.elicitation import When
from twosource.evidence.readouts import TippingPoint
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import ItemTable, Network, VariableTable, fine_states
from twosource.weighing.pooling.people import said_when
from twosource.weighing.posterior import leader
from twosource.weighing.seeing import back, bends, shown
from twosource.weighing.whatifs import NOTHING, WhatIf, answered, joint_weights

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


@dataclass(frozen=True, slots=True)
class RowFigure:
    """One probability of one row of a variable: the position of the row and of the (finer) state."""

    entry: VariableTable
    row: int
    state: int

    @property
    def now(self) -> float:
        """The probability as stated."""
        return float(self.entry.rows[self.row, self.state])

    def with_figure(self, x: float) -> WhatIf:
        """Return the what-if in which this state has probability x and the others keep their proportions."""
        rows = self.entry.rows.copy()
        rows[self.row] = renormalised(rows[self.row], self.state, x)
        figures = np.add.reduceat(rows * self.entry.record, self.entry.starts, axis=1).ravel()
        return {self.entry.table.key: figures}


def renormalised(stated: FloatArray, at: int, x: float) -> FloatArray:
    """Return a distribution with x at one place, the others sharing 1 - x as they did before."""
    others = np.delete(stated, at)
    rest = float(others.sum())
    kept = others / rest if rest > 0.0 else np.full(len(others), 1.0 / max(len(others), 1))
    return np.asarray(np.insert(kept * (1.0 - x), at, x), dtype=np.float64)


def answered_figures(network: Network) -> tuple[Figure, ...]:
    """Return every figure that was answered for an item and applies somewhere."""
    figures: list[Figure] = []
    for entry in network.items:
        n = len(entry.hypotheses)
        for answer, is_word in enumerate(entry.is_word):
            if not entry.is_used[answer]:
                continue
            start = answer * n
            if is_word:
                figures += [Figure(entry, answer, h, (start + at,)) for at, h in enumerate(entry.hypotheses)]
            else:
                figures.append(Figure(entry, answer, "", tuple(range(start, start + n))))
    return tuple(figures)


def row_figures(network: Network) -> tuple[RowFigure, ...]:
    """Return every probability of every row; of a row with two states only the first, which says all."""
    figures: list[RowFigure] = []
    for entry in network.variables:
        n_rows, n_states = entry.rows.shape
        told = range(1 if n_states == 2 else n_states if n_states > 2 else 0)
        figures += [RowFigure(entry, row, state) for row in range(n_rows) for state in told]
    return tuple(figures)


def _applies_where(whens: Sequence[When], at: int) -> str:
    if whens[at]:
        return said_when(whens[at])
    earlier = [said_when(when) for when in whens[:at]]
    return f"unless {', or '.join(earlier)}" if earlier else ""


def conditions_of(figure: Figure) -> str:
    """Say in words where the answer line applies: its own conditions, or "unless" the earlier ones."""
    return _applies_where([answer.when for answer in figure.entry.item.answers], figure.answer)


def _logit(p: float) -> float:
    p = min(max(p, EDGE), 1.0 - EDGE)
    return float(np.log(p / (1.0 - p)))


def _crossings(a: FloatArray, b: FloatArray, lead: int) -> Iterator[tuple[float, int]]:
    """Yield each (t, hypothesis) where that one draws level with the lead on the line a + b t, t in 0..1."""
    scale = float(np.abs(a).max() + np.abs(b).max())
    for k in range(len(a)):
        slope = float(b[lead] - b[k])
        if k != lead and abs(slope) > 1e-14 * scale:
            t = float(a[k] - a[lead]) / slope
            if 0.0 <= t <= 1.0:
                yield t, k


def _nearest(found: Sequence[tuple[float, int]], now: float) -> list[tuple[float, int]]:
    """Return the nearest crossing on either side of the figure as it is."""
    inside = sorted((x, k) for x, k in found if EDGE < x < 1.0 - EDGE)
    return [c for c in inside if c[0] < now][-1:] + [c for c in inside if c[0] > now][:1]


def tipping_points(network: Network, posterior: FloatArray) -> tuple[TippingPoint, ...]:
    """Return, per figure, row probability and prior, the nearest value on either side where the lead changes.

    Sorted by distance in log-odds, nearest first. All exact sums run in one batch: two per figure, and two
    more per bend of a ceiling or a count.
    """
    figures, rows = answered_figures(network), row_figures(network)
    pieces = [bends(f.entry.raw, f.positions, f.entry.seeing) for f in figures]
    whatifs: list[WhatIf] = [NOTHING]
    for figure, points in zip(figures, pieces, strict=True):
        name = figure.entry.item.name
        whatifs += [answered(network, name, figure.positions, x, figure.is_word) for x in points]
    whatifs += [row.with_figure(x) for row in rows for x in (0.0, 1.0)]
    sums = joint_weights(network, whatifs)
    lead = leader(posterior)
    found = _of_priors(network, sums[0], lead)
    start = 1
    for figure, points in zip(figures, pieces, strict=True):
        crossings = _of_pieces(figure, points, sums[start : start + len(points)], lead)
        start += len(points)
        found += [_of_figure(network, figure, x, k) for x, k in crossings]
    for row in rows:
        at_zero, at_one = sums[start : start + 2]
        start += 2
        crossings = _nearest(list(_crossings(at_zero, at_one - at_zero, lead)), row.now)
        found += [_of_row(network, row, x, k) for x, k in crossings]
    return tuple(
        sorted(
            found,
            key=lambda p: (p.distance, p.kind, p.item, p.conditions, p.hypothesis, p.state, p.p_tip),
        )
    )


def _of_pieces(
    figure: Figure, points: Sequence[float], sums: FloatArray, lead: int
) -> list[tuple[float, int]]:
    """Return the nearest raw figures at which the lead changes, following a bent line piece by piece."""
    found: list[tuple[float, int]] = []
    seeing = figure.entry.seeing
    for at, (low, high) in enumerate(pairwise(points)):
        ends = shown(np.array([low, high]), seeing)
        # From the rarer end: a chance of 1e-13 is then found with all of its digits.
        rare, usual = (0, 1) if ends[0] <= ends[1] else (1, 0)
        for t, k in _crossings(sums[at + rare], sums[at + usual] - sums[at + rare], lead):
            chance = float(ends[rare] + t * (ends[usual] - ends[rare]))
            x = back(chance, low, high, seeing)
            if not _only_touches(points, sums[:, lead] - sums[:, k], x):
                found.append((x, k))
    return _nearest(found, figure.at(figure.entry.raw))


def _only_touches(points: Sequence[float], margins: FloatArray, x: float) -> bool:
    """Say whether two hypotheses are level at a bend and the lead holds on both sides of it: no tip."""
    return any(
        abs(x - points[at]) < EDGE and margins[at - 1] * margins[at + 1] >= 0.0
        for at in range(1, len(points) - 1)
    )


def _of_priors(network: Network, weights: FloatArray, lead: int) -> list[TippingPoint]:
    """Return the tipping points of the prior of each hypothesis; they need no sum of their own."""
    likelihood = weights / network.prior
    found = []
    for at, name in enumerate(network.hypotheses):
        ends = [renormalised(network.prior, at, x) * likelihood for x in (0.0, 1.0)]
        now = float(network.prior[at])
        for x, k in _nearest(list(_crossings(ends[0], ends[1] - ends[0], lead)), now):
            found.append(
                TippingPoint(
                    kind="prior",
                    item="prior",
                    hypothesis=name,
                    conditions="",
                    p_now=now,
                    p_tip=x,
                    new_lead=network.hypotheses[k],
                    in_band=False,
                    distance=abs(_logit(now) - _logit(x)),
                    low=now,
                    high=now,
                )
            )
    return found


def _of_figure(network: Network, figure: Figure, x: float, k: int) -> TippingPoint:
    now = figure.at(figure.entry.raw)
    low, high = figure.at(figure.entry.low), figure.at(figure.entry.high)
    question_id = figure.entry.item.question_id
    # An answer to a joined question stands under a state of that question, which is a condition here.
    is_joined = bool(figure.hypothesis) and question_id != network.question.question_id
    under = [f"{question_id} is {figure.hypothesis}"] if is_joined else []
    return TippingPoint(
        item=figure.entry.item.name,
        hypothesis="" if is_joined else figure.hypothesis,
        conditions=" and ".join(filter(None, [*under, conditions_of(figure)])),
        p_now=now,
        p_tip=x,
        new_lead=network.hypotheses[k],
        in_band=figure.is_word and low <= x <= high,
        distance=abs(_logit(now) - _logit(x)),
        low=low,
        high=high,
    )


def _of_row(network: Network, row: RowFigure, x: float, k: int) -> TippingPoint:
    variable = row.entry.variable
    return TippingPoint(
        kind="row",
        item=variable.name,
        hypothesis="",
        state=fine_states(variable)[0][row.state],
        conditions=_applies_where([r.when for r in variable.rows], row.row),
        p_now=row.now,
        p_tip=x,
        new_lead=network.hypotheses[k],
        in_band=False,
        distance=abs(_logit(row.now) - _logit(x)),
        low=row.now,
        high=row.now,
    )
