"""One question after another: check the answers, build the network, read everything out of it."""

from collections.abc import Iterable, Iterator

import numpy as np

from twosource.errors import RefusedError
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.outcome import Failure, Outcome
from twosource.evidence.readouts import Weighing
from twosource.terms import Status
from twosource.weighing.checks import SAFE, problems, remarks
from twosource.weighing.elimination import FloatArray
from twosource.weighing.flips import find_flips
from twosource.weighing.network import Network, build_network
from twosource.weighing.next_steps import next_steps, pair_note
from twosource.weighing.posterior import LEVEL, else_bound, hypothesis_readouts, leader, state_readouts
from twosource.weighing.robustness import prior_map, read_again
from twosource.weighing.settings import WeighSettings
from twosource.weighing.tipping import tipping_points
from twosource.weighing.weights import groups_of, weight_readouts
from twosource.weighing.whatifs import NOTHING, joint_weights, normalised
from twosource.weighing.words import figure, quoted


def weigh(
    questions: Iterable[tuple[Question, Elicitation]], *, settings: WeighSettings
) -> Iterator[Outcome[Weighing]]:
    """Weigh each question by itself; one Outcome each, in order, never an exception for its answers.

    READ carries one Weighing. REFUSED carries every problem found in the answers, or the limit
    that the exact sum would break. WAITING means that nobody has answered any item yet.
    """
    for question, elicitation in questions:
        yield _weigh_one(question, elicitation, settings)


def _weigh_one(question: Question, elicitation: Elicitation, settings: WeighSettings) -> Outcome[Weighing]:
    failures = problems(question, elicitation)
    if failures:
        return Outcome(item_id=question.question_id, status=Status.REFUSED, failures=failures)
    if not elicitation.items:
        waiting = Failure(
            code="not answered",
            happened=f"Nobody has yet said what bears on {question.text!r}.",
            safe=SAFE,
            remedy="Add items to the question in case.toml and answer each with likelihood words.",
        )
        return Outcome(item_id=question.question_id, status=Status.WAITING, failures=(waiting,))
    try:
        network = build_network(question, elicitation, settings)
        weights = _possible(network)
    except RefusedError as error:
        refused = Failure(
            code="cannot be weighed",
            happened=error.happened,
            safe=error.safe_text,
            remedy=error.remedy_text,
        )
        return Outcome(item_id=question.question_id, status=Status.REFUSED, failures=(refused,))
    weighing = _read_out(network, weights, settings)
    return Outcome(item_id=question.question_id, status=Status.READ, values=(weighing,))


def _possible(network: Network) -> FloatArray:
    """Return prior times likelihood. Raises RefusedError where no hypothesis allows what was seen."""
    weights: FloatArray = joint_weights(network, [NOTHING])[0]
    if not weights.sum() > 0.0:
        raise RefusedError(
            "As answered, everything that was seen together is impossible under every hypothesis.",
            safe=SAFE,
            remedy="Look for plain figures of 0 or 1 among the answers and rows, and soften them.",
        )
    return weights


def _read_out(network: Network, weights: FloatArray, settings: WeighSettings) -> Weighing:
    posterior = normalised(weights)
    readings = read_again(network, settings)
    lead = leader(posterior)
    steps = next_steps(network, posterior)
    bound = else_bound(network, weights)
    return Weighing(
        question_id=network.question.question_id,
        text=network.question.text,
        hypotheses=hypothesis_readouts(network, posterior, readings),
        states=state_readouts(network),
        lead=network.hypotheses[lead],
        lead_share=float(readings.leads_share[lead]),
        else_prior=network.p_else,
        else_bound=bound,
        weights=weight_readouts(network, settings.max_groups),
        flips=find_flips(network, posterior),
        tipping_points=tipping_points(network, posterior),
        next_steps=steps,
        n_states=network.n_states,
        n_draws=settings.draws,
        seed=settings.seed,
        notes=(
            *_notes(network, weights, bound, settings),
            *remarks(network.question, network.elicitation),
            *filter(None, [pair_note(network, posterior, steps)]),
        ),
    )


def _notes(network: Network, weights: FloatArray, bound: float, settings: WeighSettings) -> Iterator[str]:
    yield (
        "All posteriors are given that one of the named hypotheses holds: nobody can say how surprising "
        f"the evidence would be under something else. It began at {figure(network.p_else)} and could have "
        f"at most {figure(bound)}, if it explained everything as well as the best named hypothesis."
    )
    posterior = normalised(weights)
    lead = leader(posterior)
    others = [at for at in range(len(posterior)) if at != lead]
    rival = max(others, key=lambda at: (posterior[at], -at))
    texts = [quoted(h.text) for h in network.question.named]
    if posterior[lead] - posterior[rival] <= LEVEL:
        yield f"{texts[lead]} and {texts[rival]} are level; the lead is the one named first."
    ratio = (weights[lead] / network.prior[lead]) / max(weights[rival] / network.prior[rival], 1e-300)
    share = float(prior_map(network, settings.seed)[lead])
    yield (
        f"The evidence favours {texts[lead]} over {texts[rival]} {_to_one(ratio)}: prior odds beyond that "
        f"the other way would change the lead. It leads under {share * 100:.0f} % of all priors."
    )
    if len(groups_of(network.elicitation)) > settings.max_groups:
        yield (
            f"There are more than {settings.max_groups} chokepoints, so their shares of the whole move "
            "were not computed; the weights of leaving each one out are exact."
        )


def _to_one(ratio: float) -> str:
    return f"{ratio:.1f} to 1" if np.isfinite(ratio) and ratio < 1e6 else "more than a million to 1"
