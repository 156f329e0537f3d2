"""Everything that is read out of one exact network besides the posterior itself, and what to say of it.

Each read-out is one batch of exact sums. Where one is not exact or stopped at a limit, a note says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

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
from twosource.weighing.ach import ach_rows
from twosource.weighing.cuts import LikeliestFailure, likeliest_failure
from twosource.weighing.elimination import FloatArray
from twosource.weighing.flips import find_flips
from twosource.weighing.network import Network
from twosource.weighing.next_steps import next_steps, pairs_of_steps
from twosource.weighing.posterior import leader
from twosource.weighing.prior_maps import MOST_EXACT, PRIOR_DRAWS, prior_map
from twosource.weighing.settings import WeighSettings
from twosource.weighing.sharing import shapley
from twosource.weighing.stories import stories
from twosource.weighing.telling import (
    drawn_priors_note,
    likeliest_failure_sentence,
    sampled_note,
    settles_both_sentence,
    settles_sentence,
)
from twosource.weighing.tipping import tipping_points
from twosource.weighing.weights import Shares, groups_of, weight_readouts
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
        notes=(
            *_on_rival(network, posterior, told),
            *_on_failure(network, failure),
            *_on_settling(network, steps, pairs),
            *search.notes,
            *_on_drawing(network, shares),
        ),
    )


def _on_rival(network: Network, posterior: FloatArray, told: Sequence[Story]) -> Iterator[str]:
    """Yield the story of whoever comes second: how we could see all this and the lead be wrong."""
    lead = leader(posterior)
    second = max((at for at in range(len(posterior)) if at != lead), key=lambda at: (posterior[at], -at))
    yield from (story.text for story in told if story.hypothesis == network.hypotheses[second])


def _on_failure(network: Network, found: LikeliestFailure) -> Iterator[str]:
    if not any(e.variable.failed for e in network.variables):
        return
    texts = {h.name: h.text for h in network.question.named}
    lead = texts[found.flip.new_lead] if found.flip else ""
    yield likeliest_failure_sentence(found.flip, found.said, lead, found.untried)


def _on_settling(network: Network, steps: Sequence[NextStep], pairs: Sequence[PairOfSteps]) -> Iterator[str]:
    texts = {h.name: h.text for h in network.question.named}
    names = {step.name: step.text or step.name for step in steps}
    safe = [step for step in steps if not step.risks_people]
    settling = [step for step in safe if step.settles]
    for step in settling:
        yield settles_sentence(names[step.name], texts[step.settles], max(step.if_found))
    if safe and not settling:
        pair = next((pair for pair in pairs if pair.settles), None)
        found = [] if pair is None else [names[name] for name in pair.names]
        yield settles_both_sentence(found, texts[pair.settles] if pair else "")


def _on_drawing(network: Network, shares: Shares) -> Iterator[str]:
    if shares.errors is not None:
        yield sampled_note(float(np.max(shares.errors)))
    if len(network.hypotheses) > MOST_EXACT:
        yield drawn_priors_note(PRIOR_DRAWS)
