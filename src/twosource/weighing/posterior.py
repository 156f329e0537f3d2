"""The answer itself: posteriors of the hypotheses, of every variable, and the bound on "something else"."""

import numpy as np

from twosource.evidence.readouts import HypothesisReadout, StateReadout
from twosource.terms import likelihood_word
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network
from twosource.weighing.robustness import Readings
from twosource.weighing.whatifs import NOTHING, given, joint_weights

LEVEL = 1e-12
"""Two posteriors nearer than this are level: the difference is rounding, not evidence."""


def leader(posterior: FloatArray) -> int:
    """Return the position of the largest posterior; of level ones the first."""
    return int(np.argmax(posterior >= posterior.max() - LEVEL))


def hypothesis_readouts(
    network: Network, posterior: FloatArray, readings: Readings, allowing: FloatArray
) -> tuple[HypothesisReadout, ...]:
    """Return one read-out per named hypothesis, in the order of the question.

    `posterior` takes the answers at face value, `allowing` allows for answers that are a little off; the
    word is said of the less sure of the two.
    """
    return tuple(
        HypothesisReadout(
            name=hypothesis.name,
            text=hypothesis.text,
            prior=float(network.prior[at]),
            p=float(posterior[at]),
            low=float(readings.low[at]),
            high=float(readings.high[at]),
            leads_share=float(readings.leads_share[at]),
            word=likelihood_word(less_sure(float(posterior[at]), float(allowing[at]))),
            p_allowing=float(allowing[at]),
        )
        for at, hypothesis in enumerate(network.question.named)
    )


def less_sure(p: float, other: float) -> float:
    """Return the one of two probabilities that is nearer to even; even itself where they disagree."""
    if (p - 0.5) * (other - 0.5) < 0.0:
        return 0.5
    return min(1.0, p, other, key=lambda x: abs(x - 0.5))


def state_readouts(network: Network) -> tuple[StateReadout, ...]:
    """Return the posterior of every variable, by name: P(state | everything seen)."""
    whatifs = [NOTHING]
    for entry in network.variables:
        whatifs += [given(network, {entry.variable.name: (state,)}) for state in entry.variable.states]
    totals = joint_weights(network, whatifs).sum(axis=1)
    readouts = []
    position = 1
    for entry in network.variables:
        variable = entry.variable
        p = totals[position : position + len(variable.states)] / totals[0]
        position += len(variable.states)
        readouts.append(
            StateReadout(
                variable=variable.name,
                text=variable.text,
                states=variable.states,
                p=tuple(float(value) for value in p),
                party_id=variable.party_id,
            )
        )
    return tuple(readouts)


def else_bound(network: Network, weights: FloatArray) -> float:
    """Return the most that "something else" could have: if it explained all as well as the best does.

    `weights` are prior times likelihood of the named hypotheses, shape (hypotheses,). With prior
    p_else and best likelihood L: p_else L / (p_else L + (1 - p_else) sum(weights)).
    """
    most = network.p_else * float((weights / network.prior).max())
    rest = (1.0 - network.p_else) * float(weights.sum())
    return most / (most + rest)
