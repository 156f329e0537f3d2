"""How credible a claim is at least without one source: what was weighed, less all that rests on that source.

An item of a weighing says how surprising it would be to see this. Given everything else that was weighed,
seeing it was to be expected with a probability that owes nothing to the item itself: a ratio of two exact
sums. What rests on the source alone is left out with it; and it is asked what a sound way would show, so that
the figure does not know how reliable the source is.

What a sound way shows is so. The claim is therefore at least as probable as that; and whoever supports it
without the source can only add to it, which is not counted in. The figure is a lower bound.
"""

from collections.abc import Collection
from dataclasses import dataclass

from twosource.errors import RefusedError
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Elicitation
from twosource.weighing.checks import problems
from twosource.weighing.network import Network, build_network
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
    question: Question,
    elicitation: Elicitation,
    claim_id: str,
    *,
    fallen: Collection[str],
    party_ids: Collection[str],
    settings: WeighSettings,
) -> tuple[Expected, ...]:
    """Return, per item on a claim, how probable it was given all that does not rest on some parties.

    `fallen` are claims that nothing supports without them. Empty where the claim is no item, the question
    cannot be weighed, or nothing else is left to expect it from.
    """
    own = [i.name for i in elicitation.items if i.claim_id == claim_id]
    gone = {i.name for i in elicitation.items if i.claim_id in fallen} | set(own)
    n_others = len(elicitation.items) - len(gone)
    if not own or not n_others or problems(question, elicitation):
        return ()
    try:
        network = build_network(question, elicitation, settings)
    except RefusedError:
        return ()
    found = []
    for name in own:
        sound = given(network, _sound(elicitation, party_ids, network.item(name).table.scope))
        without_it: WhatIf = {**without(network, sorted(gone)), **sound}
        with_it: WhatIf = {**without(network, sorted(gone - {name})), **sound}
        p = _ratio(network, with_it, without_it)
        if p is not None:
            text = network.item(name).item.text
            found.append(
                Expected(item=name, text=text, question_id=question.question_id, p=p, n_others=n_others)
            )
    return tuple(found)


def _sound(
    elicitation: Elicitation, party_ids: Collection[str], scope: Collection[str]
) -> dict[str, list[str]]:
    """Return, per variable about one of the parties or on the item's way, the states of not having failed."""
    return {
        v.name: [state for state in v.states if state not in v.failed]
        for v in elicitation.variables
        if v.failed and (v.party_id in party_ids or v.name in scope)
    }


def _ratio(network: Network, with_it: WhatIf, without_it: WhatIf) -> float | None:
    seen, expected = joint_weights(network, [with_it, without_it]).sum(axis=1)
    return float(min(seen / expected, 1.0)) if expected > 0.0 else None
