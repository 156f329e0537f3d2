"""The most probable explanation of everything seen, if one hypothesis were so.

"If there was no contact, why do we see this?" Max-product elimination (Dawid 1992) along the plan of the
exact sum: each unknown is maximised out instead of summed out, in logarithms, and the best states are read
off on the way back. Of level states the one declared first is taken, and whoever is summed out last
decides first; both follow from names alone, so the order of entry is irrelevant.

P(story | hypothesis, everything seen) is the weight of exactly these states over the whole weight.
Checks: equals the largest of all products, one by one (tests/weighing).
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from twosource.evidence.readouts import Story
from twosource.weighing.elimination import FloatArray, Scope, plan_elimination
from twosource.weighing.network import Network
from twosource.weighing.telling import FEW, story_sentence

LEVEL = 1e-9
"""Logarithms nearer than this are level: the difference is rounding."""

States = Mapping[str, str]


def _laid(table: FloatArray, scope: Scope, onto: Scope) -> FloatArray:
    """Return a table with its axes laid along a larger scope, length 1 where it does not depend on it."""
    sizes = dict(zip(scope, table.shape, strict=True))
    return table.reshape([sizes.get(name, 1) for name in onto])


def _largest(product: FloatArray, axis: int) -> FloatArray:
    return np.asarray(product.max(axis=axis), dtype=np.float64)


def _summed(product: FloatArray, axis: int) -> FloatArray:
    """Return the logarithm of the sum, the largest term taken out first so that nothing underflows."""
    most = product.max(axis=axis, keepdims=True)
    most = np.where(np.isfinite(most), most, 0.0)
    with np.errstate(divide="ignore"):
        total = np.log(np.exp(product - most).sum(axis=axis))
    return np.asarray(total + most.squeeze(axis), dtype=np.float64)


def _eliminated(
    network: Network, take: Callable[[FloatArray, int], FloatArray]
) -> tuple[list[tuple[str, Scope, FloatArray]], FloatArray]:
    """Take every unknown but the question out of the logarithms; return the tables met and what is left.

    What is left has one entry per hypothesis: the log of the largest product, or of the sum.
    """
    focus = network.question.question_id
    tables = [t for t in network.tables if t.key[0] != "finding"]
    plan = plan_elimination([t.scope for t in tables], network.cards, (focus,))
    with np.errstate(divide="ignore"):
        made = [(t.scope, np.log(t.figures)[t.index]) for t in tables]
    met: list[tuple[str, Scope, FloatArray]] = []
    for name, step in zip(plan.order, plan.steps, strict=False):
        parts = [made[at] for at in step.inputs]
        joint = tuple(sorted({n for scope, _ in parts for n in scope}))
        product = np.asarray(sum(_laid(table, scope, joint) for scope, table in parts), dtype=np.float64)
        met.append((name, joint, product))
        axis = joint.index(name)
        made.append((joint[:axis] + joint[axis + 1 :], take(product, axis)))
    left = np.zeros(len(network.hypotheses))
    for at in plan.steps[-1].inputs:
        left = left + made[at][1]
    return met, left


def _read_back(network: Network, met: Sequence[tuple[str, Scope, FloatArray]], at: int) -> States:
    focus = network.question.question_id
    chosen = {focus: at}
    for name, joint, product in reversed(met):
        values = product[tuple(slice(None) if n == name else chosen[n] for n in joint)]
        chosen[name] = int(np.argmax(values >= values.max() - LEVEL))
    return {name: network.states[name][at] for name, at in sorted(chosen.items()) if name != focus}


def stories(network: Network, lead: int) -> tuple[Story, ...]:
    """Return one story per named hypothesis that allows what was seen, in the order of the question.

    `lead` is the position of the lead: where there are too many unknowns to name them all, the other
    stories are told by what differs from that of the lead.
    """
    met, best = _eliminated(network, _largest)
    _, whole = _eliminated(network, _summed)
    if not met:
        return ()
    told = {at: _read_back(network, met, at) for at in range(len(best)) if np.isfinite(best[at])}
    found = []
    for at, states in told.items():
        p = min(1.0, float(np.exp(best[at] - whole[at])))
        text = _text(network, at, told, lead, p)
        found.append(Story(hypothesis=network.hypotheses[at], states=tuple(states.items()), p=p, text=text))
    return tuple(found)


def _text(network: Network, at: int, told: Mapping[int, States], lead: int, p: float) -> str:
    """Say the story: all unknowns where there are few, else what failed and what differs from the lead."""
    states = told[at]
    beside = told.get(lead, states)
    failed = {e.variable.name: e.variable.failed for e in network.variables}
    texts = {e.variable.name: e.variable.text for e in network.variables}
    texts |= {question.question_id: question.text for question in network.joined}
    said: dict[str, list[str]] = {}
    n_said = 0
    for name, state in states.items():
        is_few = len(states) <= FEW
        if is_few or state in failed.get(name, ()) or state != beside[name]:
            said.setdefault(state, []).append(texts[name] or name)
            n_said += 1
    names = [h.text for h in network.question.named]
    rest = len(states) - n_said
    return story_sentence(names[at], said, rest, names[lead] if at != lead and lead in told else "", p)
