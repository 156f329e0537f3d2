"""What weighing says: posteriors with ranges, weights, flips, tipping points, next steps.

Every figure here is computed from answers given in words; the share of readings of those words
in which the lead holds is the honest headline, not the posterior.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisReadout:
    """One named hypothesis: prior, posterior, 90 % range over readings, share of readings it leads in."""

    name: str
    text: str
    prior: float
    p: float
    low: float
    high: float
    leads_share: float
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateReadout:
    """The posterior of one variable besides the question, such as a party's mode."""

    variable: str
    text: str
    states: tuple[str, ...]
    p: tuple[float, ...]
    party_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightReadout:
    """How far one item or one chokepoint moved the answer.

    `decibans` gives, per hypothesis, 10 log10 of the change of its odds when this is removed from
    everything else; `shapley` the same as Shapley share (sums to the whole move; groups only).
    `ratio` compares the two hypotheses it separates most, in words `ratio_word`.
    """

    name: str
    text: str
    is_group: bool
    members: tuple[str, ...]
    decibans: tuple[float, ...]
    shapley: tuple[float, ...] = ()
    ratio: float = 1.0
    ratio_word: str = ""
    favours: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Something that would change the lead: dropping an item, seeing its opposite, a party failing.

    `kind` is `retraction`, `negation` or `failure`; `names` are the items or parties, smallest
    set first; `changes_lead` says whether it does.
    """

    kind: str
    names: tuple[str, ...]
    text: str
    changes_lead: bool
    new_lead: str
    p: tuple[float, ...]
    p_event: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TippingPoint:
    """The value of one answered figure at which the lead changes; exact, since odds are linear in it."""

    item: str
    hypothesis: str
    conditions: str
    p_now: float
    p_tip: float
    new_lead: str
    in_band: bool
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Something to look for: expected bits, chance that the lead changes, cost, risk to people."""

    name: str
    text: str
    bits: float
    p_lead_changes: float
    hours: float
    bits_per_hour: float
    risks_people: bool
    if_found: tuple[float, ...]
    if_not_found: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The read-outs of one question. Posteriors are given that one of the named hypotheses holds.

    Nobody can say how surprising the evidence would be under "something else", so it is not
    given a posterior; `else_bound` is the most it could have if it explained everything as well
    as the best named hypothesis does, at its prior `else_prior`.
    """

    question_id: str
    text: str
    hypotheses: tuple[HypothesisReadout, ...]
    states: tuple[StateReadout, ...]
    lead: str
    lead_share: float
    else_prior: float
    else_bound: float
    weights: tuple[WeightReadout, ...]
    flips: tuple[Flip, ...]
    tipping_points: tuple[TippingPoint, ...]
    next_steps: tuple[NextStep, ...]
    n_states: int
    n_draws: int
    seed: int
    notes: tuple[str, ...] = ()
