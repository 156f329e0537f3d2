"""What fusing values finds: per item the values with probabilities, per source how it speaks, and what to
know.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from twosource.weighing.fusion.values.settings import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One value of an item: its probability, how many sources say it, and how many say something shorter
    of it.
    """

    value: str
    p: float
    n_said: int
    n_shorter: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FusedItem:
    """One item: its values, likeliest first; the probability that none of them is true.

    `low`, `high`: the probability of the leading value counting every voice in full and counting each item's
    agreement as one voice's. `within` is, for values that nest, the narrowest value that holds with the
    wanted probability, and `p_within` that probability; else the leading value. `estimate` is, for
    measures, the likeliest number and the range that holds the truth in nine of ten cases.
    """

    item: str
    candidates: tuple[Candidate, ...]
    p_unsaid: float
    low: float
    high: float
    within: str
    p_within: float
    estimate: tuple[float, float, float] | None = None

    @property
    def leading(self) -> Candidate:
        """The likeliest value."""
        return self.candidates[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class FusedSource:
    """One source: how many statements, and the expected shares that are exact, shorter than the truth, wrong.

    `low`, `high` hold the share that is exact in nine of ten cases. `own` is the rate at which it does not
    just repeat the row before it; None where the order of rows says nothing. `by_field` is the share that is
    exact in each field, where items have fields; `scales` is, for measures, how it leans and spreads in each
    field.
    """

    name: str
    n: int
    exact: float
    short: float
    wrong: float
    low: float
    high: float
    own: float | None = None
    by_field: tuple[tuple[str, float], ...] = ()
    scales: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FusedValues:
    """The read-out of one table. Items and sources are in the order of their names.

    `effect` is the design effect r: log-odds of m voices were divided by 1 + (m - 1) r. `objective` is the
    penalised bound after each step of the climb; it never falls. `notes` are sentences to show.
    """

    kind: Kind
    items: Sequence[FusedItem]
    sources: tuple[FusedSource, ...]
    n_statements: int
    effect: float
    objective: tuple[float, ...]
    converged: bool
    notes: tuple[str, ...]
