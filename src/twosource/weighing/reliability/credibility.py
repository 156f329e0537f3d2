"""How credible a claim is at least without one source: what was weighed, less all that rests on that source.

An item of a weighing says how surprising it would be to see this. Given everything else that was weighed,
seeing it was to be expected with a probability that owes nothing to the item itself: a ratio of two exact
sums. What rests on the source alone is left out with it; and it is asked what a sound way would show, so that
the figure does not know how reliable the source is.

What a sound way shows is so. The claim is therefore at least as probable as that; and whoever supports it
without the source can only add to it, which is not counted in. The figure is a lower bound.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from twosource.errors import RefusedError
from twosource.evidence.elicitation import Answered
from twosource.weighing.checks import problems_of_group
from twosource.weighing.joining import Pair, beside, united
from twosource.weighing.network import Network
from twosource.weighing.pooling import read_jointly
from twosource.weighing.settings import WeighSettings
from twosource.weighing.whatifs import WhatIf, given, joint_weights, without


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What was to be expected of one item: the least probability of its claim; and from how many others."""

    item: str
    text: str
    question_id: str
    p: float
    n_others: int


def expected_without(
    pairs: Iterable[Pair],
    claim_id: str,
    *,
    fallen: Collection[str],
    party_ids: Collection[str],
    settings: WeighSettings,
    answered: Iterable[Answered] = (),
) -> tuple[Expected, ...]:
    """Return, per item on a claim, how probable it was given all that does not rest on some parties.

    `pairs` are all questions of the case with their answers, `fallen` the claims that nothing supports
    without the parties, `answered` what people answered apart. Empty where the claim is no item, its
    question cannot be weighed, or nothing else is left to expect it from.
    """
    every, answers = tuple(pairs), tuple(answered)
    found: list[Expected] = []
    for pair in every:
        own = [i.name for i in pair[1].items if i.claim_id == claim_id]
        if own:
            others = beside(pair[0], every)
            network = _network(pair, others, settings, answers)
            if network is not None:
                items = united(pair[1], [e for _, e in others]).items
                gone = {i.name for i in items if i.claim_id in {*fallen, claim_id}}
                found += _expected(network, own, gone, party_ids)
    return tuple(found)


def _network(
    pair: Pair, others: Sequence[Pair], settings: WeighSettings, answered: Sequence[Answered]
) -> Network | None:
    """Return the network of a question as it is weighed, or None where it cannot be."""
    if problems_of_group(pair, others):
        return None
    try:
        return read_jointly(pair, others, answered, settings)[0].network
    except RefusedError:
        return None


def _expected(
    network: Network, own: Sequence[str], gone: Collection[str], party_ids: Collection[str]
) -> Iterator[Expected]:
    n_others = len(network.items) - len(gone)
    for name in own if n_others > 0 else ():
        entry = network.item(name)
        sound = given(network, _sound(network, party_ids, entry.table.scope))
        without_it: WhatIf = {**without(network, sorted(gone)), **sound}
        with_it: WhatIf = {**without(network, sorted(set(gone) - {name})), **sound}
        p = _ratio(network, with_it, without_it)
        if p is not None:
            question_id = network.question.question_id
            yield Expected(item=name, text=entry.item.text, question_id=question_id, p=p, n_others=n_others)


def _sound(network: Network, party_ids: Collection[str], scope: Collection[str]) -> dict[str, list[str]]:
    """Return, per variable about one of the parties or on the item's way, the states of not having failed."""
    variables = [entry.variable for entry in network.variables]
    return {
        v.name: [state for state in v.states if state not in v.failed]
        for v in variables
        if v.failed and (v.party_id in party_ids or v.name in scope)
    }


def _ratio(network: Network, with_it: WhatIf, without_it: WhatIf) -> float | None:
    seen, expected = joint_weights(network, [with_it, without_it]).sum(axis=1)
    return float(min(seen / expected, 1.0)) if expected > 0.0 else None
