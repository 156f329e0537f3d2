"""From answers in words to one exact discrete network, of one question or of several joined ones.

Unknowns: the questions, under their ids, and the declared variables. Each variable is one table
P(state | parents): the first row whose conditions hold applies, finer states are summed into the
shown ones, and a track record multiplies each mode by how probable that record is under it
(reasoning.md 3.1). Each item is one table P(item | states): a word stands for the middle of its ICD 203
band, passed through what lies between an answer and a sight (`seeing`: pile, contamination, ceiling).

A network is seen from one question, its focus: the prior of the focus stays outside the tables, so that
read-outs can redraw it; the priors of joined questions are tables like any other.

Tables are stored as an index grid into a short vector of figures. Every what-if of this package
(dropping, negating, failing, tipping, redrawing) replaces that vector and nothing else.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from twosource.errors import LimitError, RefusedError
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Elicitation, Item, PossibleFinding, Projection, Variable, When
from twosource.terms import SOMETHING_ELSE, likelihood
from twosource.weighing.elimination import FloatArray, IntArray, Plan, Scope, plan_elimination
from twosource.weighing.joining import Pair, united
from twosource.weighing.seeing import Seeing, contaminate, not_seen, seen
from twosource.weighing.settings import WeighSettings
from twosource.weighing.track_record import mode_likelihoods

SAFE = "Nothing was weighed and nothing in the case was changed."
Key = tuple[str, str]
States = Mapping[str, tuple[str, ...]]

__all__ = [
    "SAFE",
    "ItemTable",
    "Key",
    "Network",
    "States",
    "Table",
    "VariableTable",
    "build_network",
    "contaminate",
    "fine_states",
    "first_match",
    "pairs_shown",
    "refuse_if_large",
    "spoken_of",
]


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

    `hypotheses` are those of the question it was answered for. `raw`, `low`, `high` have shape
    (answers, hypotheses), as answered; for plain figures the three are equal. `is_word` has shape
    (answers,); `is_used` says which answers ever apply.
    """

    item: Item | PossibleFinding
    table: Table
    hypotheses: tuple[str, ...]
    raw: FloatArray
    low: FloatArray
    high: FloatArray
    is_word: tuple[bool, ...]
    is_used: tuple[bool, ...]
    seeing: Seeing

    def figures_of(self, raw: FloatArray) -> FloatArray:
        """Return the figures that raw ones become: shape (..., answers, hypotheses) in and out."""
        return seen(raw, self.seeing)

    def opposite_figures(self) -> FloatArray:
        """Return the figures, flattened, for having seen the opposite."""
        return not_seen(self.raw, self.seeing).ravel()

    def figures_with(self, positions: Sequence[int], raw: float, is_word: bool) -> FloatArray:
        """Return the figures, flattened, with `raw` answered at these flattened positions."""
        at = list(positions)
        changed, shares = self.raw.copy(), self.seeing.shares
        changed.ravel()[at] = raw
        if is_word != bool(self.is_word[at[0] // len(self.hypotheses)]):
            shares = shares.copy()
            shares.ravel()[at] = shares.max() if is_word else 0.0
        return seen(changed, replace(self.seeing, shares=shares)).ravel()


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
    """One question seen in its network: tables sorted by key, the plan, and the prior over named hypotheses.

    `plan` is over all tables, `seen_plan` over those of what was seen: all but the possible findings.
    `elicitation` holds the variables, items and findings of the joined questions too; `joined` are these
    questions, by id. `states` names the states of every unknown.
    """

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
    seen_plan: Plan
    n_states: int
    states: States
    joined: tuple[Question, ...] = ()

    @property
    def cards(self) -> Mapping[str, int]:
        """How many states each unknown has."""
        return {name: len(states) for name, states in self.states.items()}

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


def _covered(whens: Sequence[When], scope: Scope, states: States, what: str) -> IntArray:
    """Return the first match; raise RefusedError where a combination has no line."""
    grid = first_match(whens, scope, states)
    if (grid >= 0).all():
        return grid
    spot = np.argwhere(grid < 0)[0]
    named = [f"{name} is {states[name][at]}" for name, at in zip(scope, spot, strict=True)]
    raise RefusedError(
        f"No line of {what} applies when {' and '.join(named)}.",
        safe=SAFE,
        remedy="Add a line without conditions at the end: it is used wherever no earlier line applies.",
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    """What every table of one network is built from; `shares` is the contamination per question."""

    states: States
    shares: Mapping[str, float]

    def scope_of_item(self, item: Item | PossibleFinding) -> Scope:
        names = {n for a in item.answers for n, _ in a.when}
        if any(answer.words for answer in item.answers):
            names.add(item.question_id)
        return tuple(sorted(names))

    def scope_of_variable(self, variable: Variable) -> Scope:
        return tuple(sorted({n for row in variable.rows for n, _ in row.when} | {variable.name}))

    def item(self, item: Item | PossibleFinding, kind: str) -> ItemTable:
        hypotheses = self.states[item.question_id]
        bands = [[_band(answer.words, answer.p, h) for h in hypotheses] for answer in item.answers]
        low, raw, high = np.moveaxis(np.asarray(bands, dtype=np.float64), -1, 0)
        is_word = tuple(bool(answer.words) for answer in item.answers)
        scope = self.scope_of_item(item)
        grid = _covered([answer.when for answer in item.answers], scope, self.states, item.name)
        index = grid * len(hypotheses)
        if item.question_id in scope:
            axis = scope.index(item.question_id)
            index = index + np.arange(len(hypotheses)).reshape(-1, *(1,) * (len(scope) - 1 - axis))
        is_used = np.zeros(raw.size, dtype=bool)
        is_used[index.ravel()] = True
        seeing = Seeing(
            shares=np.where(np.array(is_word)[:, None], self.shares[item.question_id], np.zeros_like(raw)),
            is_used=is_used.reshape(raw.shape),
            n_searched=item.n_searched if isinstance(item, Item) else 1,
            n_found=item.n_found if isinstance(item, Item) else None,
            n_reference=item.n_reference if isinstance(item, Item) else None,
        )
        return ItemTable(
            item=item,
            table=Table(key=(kind, item.name), scope=scope, index=index, figures=seen(raw, seeing).ravel()),
            hypotheses=hypotheses,
            raw=raw,
            low=low,
            high=high,
            is_word=is_word,
            is_used=tuple(bool((grid == number).any()) for number in range(len(item.answers))),
            seeing=seeing,
        )

    def variable(self, variable: Variable) -> VariableTable:
        fine, starts = fine_states(variable)
        rows = np.asarray([row.p for row in variable.rows], dtype=np.float64)
        rows = rows / rows.sum(axis=1, keepdims=True)
        record = mode_likelihoods(variable.track_record) if variable.track_record else np.ones(len(fine))
        scope = self.scope_of_variable(variable)
        grid = _covered([row.when for row in variable.rows], scope, self.states, variable.name)
        axis = scope.index(variable.name)
        at = np.arange(len(variable.states)).reshape(-1, *(1,) * (len(scope) - 1 - axis))
        table = Table(
            key=("variable", variable.name),
            scope=scope,
            index=grid * len(variable.states) + at,
            figures=np.add.reduceat(rows * record, starts, axis=1).ravel(),
        )
        return VariableTable(variable=variable, table=table, rows=rows, record=record, starts=starts)


def _band(words: Mapping[str, str], p: float | None, hypothesis: str) -> tuple[float, float, float]:
    if not words:
        value = math.nan if p is None else p
        return value, value, value
    term = likelihood(words[hypothesis])
    if term.low is None or term.point is None or term.high is None:
        raise RefusedError(f"The word {term.value!r} has no band in the vocabulary.")
    return term.low, term.point, term.high


def refuse_if_large(plan: Plan, settings: WeighSettings) -> None:
    """Raise LimitError where the exact sum is out of reach; the sentence names what meets there."""
    if plan.largest <= settings.max_states and plan.width <= settings.max_width:
        return
    named = ", ".join(plan.together[:4])
    more = f" and {len(plan.together) - 4} more" if len(plan.together) > 4 else ""
    raise LimitError(
        f"The exact sum would need a table of {plan.largest:,} cells over {plan.width + 1} unknowns at once "
        f"({named}{more}), and the limits are {settings.max_states:,} cells and "
        f"{settings.max_width + 1} unknowns.",
        safe="Nothing was weighed: an approximation would look as exact as a sum.",
        remedy="Let items depend on fewer variables at once, or merge states that are answered alike.",
    )


def _named_prior(question: Question, elicitation: Elicitation) -> FloatArray:
    weights = np.array([elicitation.prior[h.name] for h in question.named], dtype=np.float64)
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _prior_table(question: Question, elicitation: Elicitation) -> Table:
    """Return the prior of a joined question as a table, given that one of its named hypotheses holds."""
    prior = _named_prior(question, elicitation)
    return Table(
        key=("question", question.question_id),
        scope=(question.question_id,),
        index=np.arange(len(prior)),
        figures=prior,
    )


def spoken_of(projection: Projection) -> Scope:
    """Return the unknowns that a projection speaks of, by name."""
    return tuple(sorted({name for cell in projection.cells for name, _ in cell.when}))


def pairs_shown(
    question: Question, joined: Sequence[Question], elicitation: Elicitation
) -> tuple[tuple[str, str], ...]:
    """Return the pairs of unknowns shown side by side: joined questions, and what the lists speak of.

    The question stands beside each variable of its lists, because that is what a list hides.
    """
    questions = (question.question_id, *(q.question_id for q in joined))
    spoken = {name for projection in elicitation.projections for name in spoken_of(projection)}
    listed = sorted(spoken - set(questions))
    return (*combinations(questions, 2), *((question.question_id, name) for name in listed))


def build_network(
    question: Question, elicitation: Elicitation, settings: WeighSettings, beside: Sequence[Pair] = ()
) -> Network:
    """Return the network of one checked elicitation, seen from its question.

    `beside` are the questions joined to it with what was answered for them, in any order. Raises
    LimitError where the exact sum is out of reach, and RefusedError where a combination of states has no
    line. Expects `checks.problems` to have found nothing.
    """
    others = sorted(beside, key=lambda pair: pair[0].question_id)
    whole = united(elicitation, [e for _, e in others])
    states: dict[str, tuple[str, ...]] = {
        q.question_id: tuple(h.name for h in q.named) for q in (question, *(q for q, _ in others))
    }
    states |= {v.name: v.states for v in whole.variables}
    shares = {e.question_id: e.contamination for e in (elicitation, *(e for _, e in others))}
    builder = _Builder(states, shares)
    variables = sorted(whole.variables, key=lambda v: v.name)
    items = sorted(whole.items, key=lambda i: i.name)
    findings = sorted(whole.possible_findings, key=lambda f: f.name)
    priors = tuple(_prior_table(q, e) for q, e in others)
    seen_scopes = [builder.scope_of_item(item) for item in items]
    found_scopes = [builder.scope_of_item(finding) for finding in findings]
    rest = [builder.scope_of_variable(variable) for variable in variables] + [p.scope for p in priors]
    scopes = [*seen_scopes, *found_scopes, *rest]
    cards = {n: len(s) for n, s in states.items()}
    plan = plan_elimination(scopes, cards, (question.question_id,))
    refuse_if_large(plan, settings)
    lists = [spoken_of(projection) for projection in elicitation.projections]
    for names in (*lists, *pairs_shown(question, [q for q, _ in others], elicitation)):
        refuse_if_large(plan_elimination(scopes, cards, names), settings)
    item_tables = tuple(builder.item(item, "item") for item in items)
    finding_tables = tuple(builder.item(finding, "finding") for finding in findings)
    variable_tables = tuple(builder.variable(variable) for variable in variables)
    return Network(
        question=question,
        elicitation=whole,
        hypotheses=states[question.question_id],
        prior=_named_prior(question, elicitation),
        p_else=elicitation.prior[SOMETHING_ELSE] / math.fsum(elicitation.prior.values()),
        items=item_tables,
        findings=finding_tables,
        variables=variable_tables,
        tables=(
            *(entry.table for entry in (item_tables + finding_tables)),
            *(entry.table for entry in variable_tables),
            *priors,
        ),
        plan=plan,
        seen_plan=plan_elimination([*seen_scopes, *rest], cards, (question.question_id,)),
        n_states=math.prod(len(s) for s in states.values()),
        states=states,
        joined=tuple(q for q, _ in others),
    )
