"""What hypotheses and items are called: in full once, by their short part afterwards."""

from collections.abc import Mapping

from twosource.dossier.shelf import Shelf
from twosource.dossier.wording import shorten
from twosource.evidence.elicitation import Item
from twosource.evidence.readouts import HypothesisReadout, Weighing

SHORTEST = 2
BRIEF = 44


def items_of(shelf: Shelf, question_id: str) -> Mapping[str, Item]:
    """Return the items weighed for a question by name, or nothing where the answers were not handed in."""
    elicited = shelf.elicitation(question_id)
    return {item.name: item for item in elicited.items} if elicited else {}


def leader(weighing: Weighing) -> HypothesisReadout:
    """Return the hypothesis that leads, else the most probable one."""
    by_name = {h.name: h for h in weighing.hypotheses}
    return by_name.get(weighing.lead) or max(weighing.hypotheses, key=lambda h: (h.p, h.name))


def leads_at(weighing: Weighing) -> int:
    """Return the place of the leader among the hypotheses."""
    return next((i for i, h in enumerate(weighing.hypotheses) if h is leader(weighing)), 0)


def full(weighing: Weighing, hypothesis: str) -> str:
    """Return the whole text of a hypothesis, or its name where it has none."""
    return next((h.text or h.name for h in weighing.hypotheses if h.name == hypothesis), hypothesis)


def short(weighing: Weighing, hypothesis: str) -> str:
    """Return the part of a hypothesis before its colon: "tactical: local deals ..." is "tactical".

    Two hypotheses that would then be called alike keep their whole texts.
    """
    heads = [_head(h.text or h.name) for h in weighing.hypotheses]
    head = _head(full(weighing, hypothesis))
    return head if heads.count(head) < SHORTEST else full(weighing, hypothesis)


def brief(weighing: Weighing, hypothesis: str) -> str:
    """Return the short part of a hypothesis, cut to what a title has room for."""
    return shorten(short(weighing, hypothesis), BRIEF)


def _head(text: str) -> str:
    head, colon, _ = text.partition(":")
    return head.strip() if colon and head.strip() else text
