"""From answers in words to one exact discrete network.

Unknowns: the question (named "" inside, so that it sorts first) and the declared variables.
Each variable is one table P(state | parents): the first row whose conditions hold applies, finer
states are summed into the shown ones, and a track record multiplies each mode by how probable
that record is under it (reasoning.md 3.1). Each item is one table P(item | states): a word stands
for the middle of its ICD 203 band, contaminated p <- (1 - e) p + e / 2, so that no judged item
exceeds about 1 : 100; a plain figure is used as given.

Tables are stored as an index grid into a short vector of figures. Every what-if of this package
(dropping, negating, failing, tipping, redrawing) replaces that vector and nothing else.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twosource.errors import LimitError, RefusedError
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Elicitation, Item, PossibleFinding, Variable, When
from twosource.terms import SOMETHING_ELSE, likelihood
from twosource.weighing.elimination import FloatArray, IntArray, Plan, Scope, plan_elimination
from twosource.weighing.settings import WeighSettings
from twosource.weighing.track_record import mode_likelihoods

QUESTION = ""
Key = tuple[str, str]
States = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """One factor: `figures[index]` has one axis per name of `scope`, in that order."""

    key: Key
    scope: Scope
    index: IntArray
    figures: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemTable:
    """An item or a possible finding with its raw figures.

    `raw`, `low`, `high` have shape (answers, hypotheses), before contamination; for plain figures
    the three are equal. `is_word` has shape (answers,); `is_used` says which answers ever apply.
    """

    item: Item | PossibleFinding
    table: Table
    raw: FloatArray
    low: FloatArray
    high: FloatArray
    is_word: tuple[bool, ...]
    is_used: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VariableTable:
    """A variable with its rows over the fine states.

    `rows` has shape (rows, fine states); `record` is the likelihood of the track record per fine
    state; `starts` are the positions where each shown state begins among the fine ones.
    """

    variable: Variable
    table: Table
    rows: FloatArray
    record: FloatArray
    starts: IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """One question, ready to sum: tables sorted by key, the plan, and the prior over named hypotheses."""

    question: Question
    elicitation: Elicitation
    hypotheses: tuple[str, ...]
    prior: FloatArray
    p_else: float
    items: tuple[ItemTable, ...]
    findings: tuple[ItemTable, ...]
    variables: tuple[VariableTable, ...]
    tables: tuple[Table, ...]
    plan: Plan
    n_states: int

    def item(self, name: str) -> ItemTable:
        """Return an item or possible finding by name. Raises KeyError."""
        for entry in (*self.items, *self.findings):
            if entry.item.name == name:
                return entry
        raise KeyError(name)

    def variable(self, name: str) -> VariableTable:
        """Return a variable by name. Raises KeyError."""
        for entry in self.variables:
            if entry.variable.name == name:
                return entry
        raise KeyError(name)


def contaminate(raw: FloatArray, share: float) -> FloatArray:
    """Return (1 - e) p + e / 2: a judged figure may be beside the point altogether with chance e."""
    return (1.0 - share) * raw + share / 2.0


def fine_states(variable: Variable) -> tuple[tuple[str, ...], IntArray]:
    """Return the states the rows are written in, and where each shown state begins among them."""
    fine: list[str] = []
    starts: list[int] = []
    for state in variable.states:
        starts.append(len(fine))
        fine.extend(variable.merged.get(state, (state,)))
    return tuple(fine), np.asarray(starts, dtype=np.intp)


def first_match(whens: Sequence[When], scope: Scope, states: States) -> IntArray:
    """Return, per combination of the states of `scope`, the first condition that holds; -1 for none."""
    grid = np.full(tuple(len(states[name]) for name in scope), -1, dtype=np.intp)
    for number in range(len(whens) - 1, -1, -1):
        wanted = dict(whens[number])
        masks = [
            np.array([name not in wanted or state in wanted[name] for state in states[name]], dtype=bool)
            for name in scope
        ]
        if masks:
            grid[np.ix_(*masks)] = number
        else:
            grid[()] = number
    return grid


def _named(when: When, question_id: str) -> When:
    return tuple((QUESTION if name == question_id else name, values) for name, values in when)


def _uncovered(grid: IntArray, scope: Scope, states: States, what: str, question_id: str) -> RefusedError:
    spot = np.argwhere(grid < 0)[0]
    named = [f"{name or question_id} is {states[name][at]}" for name, at in zip(scope, spot, strict=True)]
    return RefusedError(
        f"No line of {what} applies when {' and '.join(named)}.",
        safe="Nothing was weighed and nothing in the case was changed.",
        remedy="Add a line without conditions at the end: it is used wherever no earlier line applies.",
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    """What every table of one network is built from."""

    elicitation: Elicitation
    hypotheses: tuple[str, ...]
    states: States

    def scope_of_item(self, item: Item | PossibleFinding) -> Scope:
        names = {n for a in item.answers for n, _ in _named(a.when, self.elicitation.question_id)}
        if any(answer.words for answer in item.answers):
            names.add(QUESTION)
        return tuple(sorted(names))

    def scope_of_variable(self, variable: Variable) -> Scope:
        names = {n for row in variable.rows for n, _ in _named(row.when, self.elicitation.question_id)}
        return tuple(sorted(names | {variable.name}))

    def item(self, item: Item | PossibleFinding, kind: str) -> ItemTable:
        bands = [[self._band(answer.words, answer.p, h) for h in self.hypotheses] for answer in item.answers]
        low, raw, high = np.moveaxis(np.asarray(bands, dtype=np.float64), -1, 0)
        is_word = tuple(bool(answer.words) for answer in item.answers)
        used = np.where(np.array(is_word)[:, None], contaminate(raw, self.elicitation.contamination), raw)
        scope = self.scope_of_item(item)
        whens = [_named(answer.when, self.elicitation.question_id) for answer in item.answers]
        grid = first_match(whens, scope, self.states)
        if (grid < 0).any():
            raise _uncovered(grid, scope, self.states, item.name, self.elicitation.question_id)
        index = grid * len(self.hypotheses)
        if QUESTION in scope:
            at = np.arange(len(self.hypotheses)).reshape(-1, *(1,) * (len(scope) - 1))
            index = index + at
        table = Table(key=(kind, item.name), scope=scope, index=index, figures=used.ravel())
        applies = tuple(bool((grid == number).any()) for number in range(len(item.answers)))
        return ItemTable(
            item=item, table=table, raw=raw, low=low, high=high, is_word=is_word, is_used=applies
        )

    def _band(self, words: Mapping[str, str], p: float | None, hypothesis: str) -> tuple[float, float, float]:
        if not words:
            value = math.nan if p is None else p
            return value, value, value
        term = likelihood(words[hypothesis])
        if term.low is None or term.point is None or term.high is None:
            raise RefusedError(f"The word {term.value!r} has no band in the vocabulary.")
        return term.low, term.point, term.high

    def variable(self, variable: Variable) -> VariableTable:
        fine, starts = fine_states(variable)
        rows = np.asarray([row.p for row in variable.rows], dtype=np.float64)
        rows = rows / rows.sum(axis=1, keepdims=True)
        record = mode_likelihoods(variable.track_record) if variable.track_record else np.ones(len(fine))
        scope = self.scope_of_variable(variable)
        whens = [_named(row.when, self.elicitation.question_id) for row in variable.rows]
        grid = first_match(whens, scope, self.states)
        if (grid < 0).any():
            raise _uncovered(grid, scope, self.states, variable.name, self.elicitation.question_id)
        axis = scope.index(variable.name)
        at = np.arange(len(variable.states)).reshape(-1, *(1,) * (len(scope) - 1 - axis))
        table = Table(
            key=("variable", variable.name),
            scope=scope,
            index=grid * len(variable.states) + at,
            figures=np.add.reduceat(rows * record, starts, axis=1).ravel(),
        )
        return VariableTable(variable=variable, table=table, rows=rows, record=record, starts=starts)


def _refuse_if_large(plan: Plan, settings: WeighSettings) -> None:
    if plan.largest <= settings.max_states and plan.width <= settings.max_width:
        return
    raise LimitError(
        f"The exact sum would need a table of {plan.largest:,} cells over {plan.width + 1} unknowns at once, "
        f"and the limits are {settings.max_states:,} cells and {settings.max_width + 1} unknowns.",
        safe="Nothing was weighed: an approximation would look as exact as a sum.",
        remedy="Let items depend on fewer variables at once, or merge states that are answered alike.",
    )


def build_network(question: Question, elicitation: Elicitation, settings: WeighSettings) -> Network:
    """Return the network of one checked elicitation.

    Raises LimitError where the exact sum is out of reach, and RefusedError where a combination of
    states has no line. Expects `checks.problems` to have found nothing.
    """
    hypotheses = tuple(h.name for h in question.named)
    states: dict[str, tuple[str, ...]] = {QUESTION: hypotheses}
    states |= {v.name: v.states for v in elicitation.variables}
    builder = _Builder(elicitation, hypotheses, states)
    variables = sorted(elicitation.variables, key=lambda v: v.name)
    items = sorted(elicitation.items, key=lambda i: i.name)
    findings = sorted(elicitation.possible_findings, key=lambda f: f.name)
    scopes = [builder.scope_of_item(item) for item in items]
    scopes += [builder.scope_of_item(finding) for finding in findings]
    scopes += [builder.scope_of_variable(variable) for variable in variables]
    plan = plan_elimination(scopes, {n: len(s) for n, s in states.items()}, QUESTION)
    _refuse_if_large(plan, settings)
    item_tables = tuple(builder.item(item, "item") for item in items)
    finding_tables = tuple(builder.item(finding, "finding") for finding in findings)
    variable_tables = tuple(builder.variable(variable) for variable in variables)
    weights = np.array([elicitation.prior[name] for name in hypotheses], dtype=np.float64)
    return Network(
        question=question,
        elicitation=elicitation,
        hypotheses=hypotheses,
        prior=weights / weights.sum(),
        p_else=elicitation.prior[SOMETHING_ELSE] / math.fsum(elicitation.prior.values()),
        items=item_tables,
        findings=finding_tables,
        variables=variable_tables,
        tables=(
            *(entry.table for entry in (item_tables + finding_tables)),
            *(entry.table for entry in variable_tables),
        ),
        plan=plan,
        n_states=math.prod(len(s) for s in states.values()),
    )
