"""One question after another: check the answers, build the network, read everything out of it."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from twosource.errors import RefusedError
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Answered, Elicitation
from twosource.evidence.outcome import Failure, Outcome
from twosource.evidence.readouts import Weighing
from twosource.terms import Status
from twosource.weighing.answer_errors import allowing, person_sd
from twosource.weighing.checks import SAFE, problems_of_group, remarks
from twosource.weighing.elimination import FloatArray
from twosource.weighing.joining import Pair, beside
from twosource.weighing.network import Network
from twosource.weighing.pooling import Joint, disagreements, person_readouts, read_jointly
from twosource.weighing.pooling.differing import measured_sd, pool_notes
from twosource.weighing.posterior import else_bound, hypothesis_readouts, leader, state_readouts
from twosource.weighing.readouts import joint_readouts, projection_readouts, read_out
from twosource.weighing.remarks import on_network
from twosource.weighing.robustness import read_again
from twosource.weighing.saying import own_notes
from twosource.weighing.settings import WeighSettings
from twosource.weighing.whatifs import NOTHING, joint_weights, normalised


def weigh(
    questions: Iterable[tuple[Question, Elicitation]],
    *,
    settings: WeighSettings,
    answered: Iterable[Answered] = (),
) -> Iterator[Outcome[Weighing]]:
    """Weigh each question by itself; one Outcome each, in order, never an exception for its answers.

    `answered` is what people answered apart from each other, of any of the questions: the joint reading pools
    it, and each person's own reading stands beside it. Where nobody did, the words of the case stand.

    READ carries one Weighing. REFUSED carries every problem found in the answers, or the limit
    that the exact sum would break. WAITING means that nobody has answered any item yet.
    """
    pairs, answered = tuple(questions), tuple(answered)
    for pair in pairs:
        yield _weigh_one(pair, beside(pair[0], pairs), settings, answered)


def _weigh_one(
    pair: Pair, others: Sequence[Pair], settings: WeighSettings, answered: Sequence[Answered]
) -> Outcome[Weighing]:
    question, elicitation = pair
    failures = problems_of_group(pair, others)
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
        joint, gone = read_jointly(pair, others, answered, settings)
        weights = _possible(joint.network)
    except RefusedError as error:
        refused = Failure(
            code="cannot be weighed",
            happened=error.happened,
            safe=error.safe_text,
            remedy=error.remedy_text,
        )
        return Outcome(item_id=question.question_id, status=Status.REFUSED, failures=(refused,))
    weighing = _read_out(joint, weights, settings)
    told = (*remarks(question, elicitation, others), *on_network(joint.network))
    weighing = replace(
        weighing, notes=(*weighing.notes, *told, *pool_notes(joint.people, weighing.people), *gone)
    )
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


def _person_sd(joint: Joint, settings: WeighSettings) -> float:
    """Return how far people differ who give one answer: as set, else as usual, or less as measured.

    Where they differ by more, the pooled band of the cell is as wide as what they said: it is in there.
    """
    if settings.person_sd is not None:
        return settings.person_sd
    measured = measured_sd(joint.network.elicitation, joint.people)
    usual = person_sd()
    return usual if measured is None else min(usual, math.sqrt((measured**2 + usual**2) / 2.0))


def _read_out(joint: Joint, weights: FloatArray, settings: WeighSettings) -> Weighing:
    network = joint.network
    posterior = normalised(weights)
    readings = read_again(network, settings, joint.bands)
    sd = _person_sd(joint, settings)
    allowed = normalised(joint_weights(network, [allowing(network, sd)])[0])
    lead = leader(posterior)
    bound = else_bound(network, weights)
    out = read_out(network, weights, settings)
    weighing = Weighing(
        question_id=network.question.question_id,
        text=network.question.text,
        hypotheses=hypothesis_readouts(network, posterior, readings, allowed),
        states=state_readouts(network),
        lead=network.hypotheses[lead],
        lead_share=float(readings.leads_share[lead]),
        else_prior=network.p_else,
        else_bound=bound,
        weights=out.weights,
        flips=out.flips,
        tipping_points=out.tipping_points,
        next_steps=out.next_steps,
        pairs=out.pairs,
        stories=out.stories,
        ach=out.ach,
        prior_map=out.prior_map,
        likeliest_failure=out.likeliest_failure,
        failure_untried=out.failure_untried,
        n_states=network.n_states,
        n_draws=settings.draws,
        seed=settings.seed,
        projections=projection_readouts(network),
        joints=joint_readouts(network),
        people=person_readouts(joint.people, joint.readings, settings),
        disagreements=disagreements(network.elicitation, joint.people),
        notes=(),
    )
    return replace(weighing, notes=(*own_notes(weighing), *out.notes))
