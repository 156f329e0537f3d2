"""Everything that is read out of one exact network besides the posterior itself, and what to say of it.

Each read-out is one batch of exact sums. Where one is not exact or stopped at a limit, a note says so.
"""

from dataclasses import dataclass

from twosource.evidence.readouts import (
    AchRow,
    Flip,
    NextStep,
    PairOfSteps,
    PriorMap,
    Story,
    TippingPoint,
    WeightReadout,
)
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.posterior import leader
from twosource.weighing.readouts.ach import ach_rows
from twosource.weighing.readouts.cuts import likeliest_failure
from twosource.weighing.readouts.flips import find_flips
from twosource.weighing.readouts.next_steps import next_steps, pairs_of_steps
from twosource.weighing.readouts.prior_maps import MOST_EXACT, PRIOR_DRAWS, prior_map
from twosource.weighing.readouts.sharing import shapley
from twosource.weighing.readouts.stories import stories
from twosource.weighing.readouts.tipping import tipping_points
from twosource.weighing.readouts.weights import groups_of, weight_readouts
from twosource.weighing.settings import WeighSettings
from twosource.weighing.telling import (
    drawn_priors_note,
)
from twosource.weighing.whatifs import normalised


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOut:
    """The read-outs of one network, in the order of `Weighing`, and sentences that belong to them."""

    weights: tuple[WeightReadout, ...]
    flips: tuple[Flip, ...]
    tipping_points: tuple[TippingPoint, ...]
    next_steps: tuple[NextStep, ...]
    pairs: tuple[PairOfSteps, ...]
    stories: tuple[Story, ...]
    ach: tuple[AchRow, ...]
    prior_map: PriorMap
    likeliest_failure: Flip | None
    failure_untried: float
    notes: tuple[str, ...]


def read_out(network: Network, weights: FloatArray, settings: WeighSettings) -> ReadOut:
    """Return everything besides the posterior. `weights` are prior times likelihood, shape (hypotheses,)."""
    posterior = normalised(weights)
    shares = shapley(network, groups_of(network.elicitation), settings)
    rows = weight_readouts(network, shares)
    search = find_flips(network, posterior, settings.max_sets)
    failure = likeliest_failure(network, posterior, settings.max_sets)
    steps = next_steps(network, posterior)
    pairs = pairs_of_steps(network, posterior, steps)
    told = stories(network, leader(posterior))
    drawn = [drawn_priors_note(PRIOR_DRAWS)] if len(network.hypotheses) > MOST_EXACT else []
    return ReadOut(
        weights=rows,
        flips=search.flips,
        tipping_points=tipping_points(network, posterior),
        next_steps=steps,
        pairs=pairs,
        stories=told,
        ach=ach_rows(network, rows),
        prior_map=prior_map(network, weights, settings.seed),
        likeliest_failure=failure.flip,
        failure_untried=failure.untried,
        notes=(*search.notes, *drawn),
    )
