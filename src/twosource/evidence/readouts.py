"""What weighing says: posteriors with ranges, weights, flips, tipping points, next steps.

Every figure here is computed from answers given in words; the share of readings of those words
in which the lead holds is the honest headline, not the posterior.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisReadout:
    """One named hypothesis: prior, posterior, 90 % range over readings, share of readings it leads in.

    `p` takes every answer at face value; `p_allowing` allows for answers that are a little off, which
    matters where there are many. `word` is said of the less sure of the two.
    """

    name: str
    text: str
    prior: float
    p: float
    low: float
    high: float
    leads_share: float
    word: str
    p_allowing: float | None = None


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
    everything else; `shapley` the same as Shapley share (sums to the whole move; groups only), with
    its standard error `shapley_error` where it was sampled (empty: exact). `origin` names the items
    that rest on the same exhibits as this one, and `origin_decibans` leaves all of them out.
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
    origin: tuple[str, ...] = ()
    origin_decibans: tuple[float, ...] = ()
    shapley_error: tuple[float, ...] = ()


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
    """The value of one answered figure at which the lead changes; exact, since odds are linear in it.

    `kind` is `item` (a figure answered for `item` under `hypothesis`), `row` (the probability that the
    variable `item` is `state`, the other states keeping their proportions) or `prior` (that of
    `hypothesis`). `low` and `high` are the band of the word given; both are the figure where it is plain.
    """

    item: str
    hypothesis: str
    conditions: str
    p_now: float
    p_tip: float
    new_lead: str
    in_band: bool
    distance: float
    low: float = 0.0
    high: float = 1.0
    kind: str = "item"
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Something to look for: expected bits, chance that the lead changes, cost, risk to people.

    `settles` names the hypothesis that finding it would bring above the band "very likely".
    """

    name: str
    text: str
    bits: float
    p_lead_changes: float
    hours: float
    bits_per_hour: float
    risks_people: bool
    if_found: tuple[float, ...]
    if_not_found: tuple[float, ...]
    settles: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOfSteps:
    """Two things to look for together, where no single one can change the lead or settle it.

    `settles` names the hypothesis that finding both would bring above the band "very likely".
    """

    names: tuple[str, str]
    bits: float
    p_lead_changes: float
    hours: float
    settles: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionReadout:
    """A list people want to read, as a view of the joint table: one probability per cell, summing to 1."""

    name: str
    text: str
    cells: tuple[str, ...]
    texts: tuple[str, ...]
    p: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointReadout:
    """Two unknowns at once, as questions or variables: `p[i][j]` for state i of one and j of the other."""

    names: tuple[str, str]
    states: tuple[tuple[str, ...], tuple[str, ...]]
    p: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The most probable explanation of everything seen, if one hypothesis were so.

    `states` pairs each variable with its state; `p` is the probability of exactly this story given the
    hypothesis and everything seen.
    """

    hypothesis: str
    states: tuple[tuple[str, str], ...]
    p: float
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AchRow:
    """One row of the table analysts know: CC, C, N, I, II or NA per hypothesis, read off the weights."""

    item: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorMap:
    """Under which priors each hypothesis leads.

    `evidence` is P(everything seen | hypothesis), the largest set to 1: a prior p leads where p times it is
    largest, so the borders are straight lines. `shares` are shares of the simplex; `odds_needed` the prior
    odds of `rival`, the one that needs least, over the lead at which the lead is lost.
    """

    evidence: tuple[float, ...]
    shares: tuple[float, ...]
    odds_needed: float
    rival: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReadout:
    """The posterior as one person answered: the lines they left open are those of the case.

    `low` and `high` are the ends of the range over readings of their words, per hypothesis.
    """

    by: str
    n_answered: int
    p: tuple[float, ...]
    lead: str
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Where people answered one cell differently: the words of each, and how far apart in decibans."""

    item: str
    conditions: str
    hypothesis: str
    words: tuple[tuple[str, str], ...]
    decibans: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The read-outs of one question. Posteriors are given that one of the named hypotheses holds.

    Nobody can say how surprising the evidence would be under "something else", so it is not
    given a posterior; `else_bound` is the most it could have if it explained everything as well
    as the best named hypothesis does, at its prior `else_prior`. `likeliest_failure` is the most
    probable set of failing parties that takes the lead away; one not tried could have `failure_untried` at
    most (0: all were).
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
    projections: tuple[ProjectionReadout, ...] = ()
    joints: tuple[JointReadout, ...] = ()
    stories: tuple[Story, ...] = ()
    ach: tuple[AchRow, ...] = ()
    prior_map: PriorMap | None = None
    pairs: tuple[PairOfSteps, ...] = ()
    people: tuple[PersonReadout, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    likeliest_failure: Flip | None = None
    failure_untried: float = 0.0
