"""Skill and difficulty: few sources that state numbers of many items in several fields.

    T_j                        the true value of item j, one of 1 + W_f that there are in its field f
    s says T_j                 with probability A_sf, log odds (A_sf) = max(skill_s + ease_f, -log W_f)
    s says something else      else, each of the W_f others alike

Nobody is worse than a guess, 1 of 1 + W: else agreement would count against a value.

How often a source is right in a field is not learned field by field. Where most sources of a field take
their figures from one place, agreement would make that place the truth of the field, and whoever has its own
figures would be found wrong; a source that is known to be good elsewhere keeps its word here. So S + F
numbers are learned, not S times F (Rasch 1960; with priors N(1, 1) for skills, which is 8 to 3 in log odds,
and N(0, 1) for eases).

W_f is how many values mistakes spread over, by how often two wrong sources say the same:

    W_f = expected pairs of wrong statements of one item / those of them that agree

Sources that share a mistake make it small, and their agreement count for less. It is learned in `rounds`
before the climb; then each step raises one bound.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.hidden_votes import Hidden, sampled
from twosource.weighing.fusion.values.graded import Statements
from twosource.weighing.fusion.values.settings import ValueSettings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
USUAL_SKILL = 1.0
STEPS = 12
FIRST_WAYS = 8.0
PRIOR_PAIRS = 10.0
LEAST_WAYS = 2.0
NOBODY = 1e-9


@dataclass(eq=False)
class Skilled:
    """The model with its parameters: `skill` (S,), `ease` (F,), `ways` (F,); beliefs are (C,).

    `source` (M,) numbers the sources, `field_of` (N,) the fields.
    """

    told: Statements
    source: Ints
    field_of: Ints
    skill: Floats = field(init=False)
    ease: Floats = field(init=False)
    ways: Floats = field(init=False)

    def __post_init__(self) -> None:
        told = self.told
        self.item = told.cell_item[told.cell]
        n_fields = int(self.field_of.max()) + 1
        self.skill = np.full(int(self.source.max()) + 1, USUAL_SKILL)
        self.ease = np.zeros(n_fields)
        self.ways = np.full(n_fields, FIRST_WAYS)
        self.key = self.field_of[self.item] * self.skill.size + self.source
        self.said = self._table(np.ones(told.cell.size))
        self.cell_said: Floats = np.bincount(told.cell, minlength=told.cell_item.size).astype(np.float64)
        self.voices: Floats = np.bincount(self.item, minlength=told.n_items).astype(np.float64)
        self.cells: Floats = np.bincount(told.cell_item, minlength=told.n_items).astype(np.float64)
        self.bounds = np.searchsorted(told.cell_item, np.arange(told.n_items + 1))

    @property
    def accuracy(self) -> Floats:
        """The share of right statements of each source in each field, (F, S)."""
        return np.asarray(1.0 / (1.0 + np.exp(-self._logits(self.skill, self.ease))))

    def unsaid(self, cells: Floats, items: Ints) -> Floats:
        """Return how many values nobody says of each item, at least 1."""
        return np.maximum(self.ways[self.field_of[items]] + 1.0 - cells, 1.0)

    def odds(self) -> Floats:
        """Return what a statement of each source adds to the log odds of its value, per field, (F, S)."""
        return self._logits(self.skill, self.ease) + np.log(self.ways)[:, None]

    def weights(self) -> Floats:
        """Return log P(told | T = the value) - log P(told | T = some one value nobody says), (C,)."""
        gain = np.bincount(self.told.cell, self.odds().ravel()[self.key], self.cells_in_all)
        return gain.astype(np.float64)

    @property
    def cells_in_all(self) -> int:
        """How many cells there are."""
        return int(self.told.cell_item.size)

    def none(self) -> Floats:
        """Return the log weight of all values nobody says, (N,), relative to that of one of them."""
        return np.log(self.unsaid(self.cells, np.arange(self.told.n_items)))

    def start(self) -> Floats:
        """Return the shares of the votes as first belief, one vote being for "none of them"."""
        return self.cell_said / (self.voices + 1.0)[self.told.cell_item]

    def judge(self) -> tuple[Floats, float]:
        """Return the belief by the parameters, and the penalised bound they reach."""
        told, logs, none = self.told, self.weights(), self.none()
        top = np.maximum(np.maximum.reduceat(logs, self.bounds[:-1]), none)
        raised = np.exp(logs - top[told.cell_item])
        whole = np.add.reduceat(raised, self.bounds[:-1]) + np.exp(none - top)
        logits = self._logits(self.skill, self.ease)
        wrong = -np.logaddexp(0.0, logits) - np.log(self.ways)[:, None]
        alike = np.log(np.exp(none) + self.cells).sum()
        total = float((np.log(whole) + top).sum() + (self.said * wrong).sum() - alike)
        return raised / whole[told.cell_item], total + self._log_prior(self.skill, self.ease)

    def learn(self, belief: Floats) -> None:
        """Set skills and eases to what raises the bound most: Newton's steps, halved until they raise it."""
        right = self._table(belief[self.told.cell])
        now = self._expected(right, self.skill, self.ease)
        for _ in range(STEPS):
            d_skill, d_ease = self._step(right)
            for _ in range(STEPS):
                after = self._expected(right, self.skill + d_skill, self.ease + d_ease)
                if after >= now:
                    break
                d_skill, d_ease = d_skill / 2, d_ease / 2
            else:
                return
            self.skill, self.ease = self.skill + d_skill, self.ease + d_ease
            if after - now < NOBODY * max(1.0, abs(now)):
                return
            now = after

    def learn_ways(self, belief: Floats) -> None:
        """Set how many values mistakes spread over, by field."""
        told, n, v = self.told, self.cell_said, self.voices
        twice = n * (n - 1) / 2
        same = np.bincount(told.cell_item, twice * (1.0 - belief), told.n_items)
        others = v[told.cell_item] - n
        unsaid = np.maximum(1.0 - np.bincount(told.cell_item, belief, told.n_items), 0.0)
        pairs = np.bincount(told.cell_item, belief * others * (others - 1) / 2, told.n_items)
        pairs += unsaid * v * (v - 1) / 2
        size = self.ways.size
        alike = np.bincount(self.field_of, same, size) + PRIOR_PAIRS
        in_all = np.bincount(self.field_of, pairs, size) + PRIOR_PAIRS * FIRST_WAYS
        self.ways = np.maximum(in_all / alike, LEAST_WAYS)

    def hidden(self, of: int) -> Hidden:
        """Return the statements of one field, each hidden; a value only it has is one that nobody says.

        Whether the hidden statement says what others say, and which of it, or something new is predicted.
        """
        told = self.told
        mine = np.flatnonzero(self.field_of[self.item] == of)
        items = np.unique(self.item[mine])
        chosen = mine[sampled(np.arange(told.n_items), self.item[mine])] if items.size else mine
        item, cell = self.item[chosen], told.cell[chosen]
        n_cells = np.diff(self.bounds)[item]
        start = np.append(0, np.cumsum(n_cells + 1))
        row = np.repeat(np.arange(chosen.size), n_cells + 1)
        place = np.arange(row.size) - start[row]
        none = place == n_cells[row]
        at = np.where(none, 0, self.bounds[item][row] + place)
        own = ~none & (at == cell[row])
        fresh = self.cell_said[cell] <= 1.0
        unsaid = self.unsaid(self.cells[item] - fresh, item)
        logs = self.weights()[at] - np.where(own, self.odds().ravel()[self.key[chosen]][row], 0.0)
        logs = np.where(none, np.log(unsaid)[row], np.where(own & fresh[row], -np.inf, logs))
        right = self.accuracy.ravel()[self.key[chosen]]
        wrong = (1.0 - right) / self.ways[of]
        new = np.where(none, (right + wrong * (unsaid - 1))[row], (wrong * unsaid)[row])
        chance = np.where(fresh[row], new, np.where(own, right[row], wrong[row]))
        return Hidden(start, logs, chance, self.voices[item] - 1.0, item)

    def _table(self, x: Floats) -> Floats:
        size = (self.ease.size, self.skill.size)
        return np.bincount(self.key, x, size[0] * size[1]).reshape(size).astype(np.float64)

    def _logits(self, skill: Floats, ease: Floats) -> Floats:
        """Return the log odds that each source is right in each field, not below those of a guess, (F, S)."""
        return np.maximum(ease[:, None] + skill[None, :], -np.log(self.ways)[:, None])

    def _expected(self, right: Floats, skill: Floats, ease: Floats) -> float:
        logits = self._logits(skill, ease)
        told = (right * logits - self.said * np.logaddexp(0.0, logits)).sum()
        return float(told) + self._log_prior(skill, ease)

    def _step(self, right: Floats) -> tuple[Floats, Floats]:
        """Return Newton's step for skills and eases together."""
        p = self.accuracy
        free = self.said * (self.ease[:, None] + self.skill[None, :] > -np.log(self.ways)[:, None])
        slack, curve = np.where(free > 0, right - free * p, 0.0), free * p * (1.0 - p)
        n = self.skill.size
        slope = np.concatenate([slack.sum(0) - (self.skill - USUAL_SKILL), slack.sum(1) - self.ease])
        bend = np.diag(np.concatenate([curve.sum(0), curve.sum(1)]) + 1.0)
        bend[n:, :n], bend[:n, n:] = curve, curve.T
        step = np.linalg.solve(bend, slope)
        return step[:n], step[n:]

    @staticmethod
    def _log_prior(skill: Floats, ease: Floats) -> float:
        return float(-(((skill - USUAL_SKILL) ** 2).sum() + (ease**2).sum()) / 2)


def climbed_skills(
    told: Statements, source: Ints, field_of: Ints, settings: ValueSettings
) -> tuple[Skilled, tuple[float, ...], bool]:
    """Return the model, the bound after each step of the climb, and whether the climb ended."""
    model = Skilled(told, source, field_of)
    belief = model.start()
    for _ in range(settings.rounds):
        model.learn(belief)
        belief, _ = model.judge()
        model.learn_ways(belief)
    trace: list[float] = []
    least = settings.tolerance * max(1, belief.size)
    for _ in range(settings.iterations):
        model.learn(belief)
        belief, bound = model.judge()
        trace.append(bound)
        if len(trace) > 1 and bound - trace[-2] < least:
            return model, tuple(trace), True
    return model, tuple(trace), False
