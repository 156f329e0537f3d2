"""Where the network leaves out what origins know: items through one pair of hands, answered as if separate.

Tracing names, per claim, the parties whose failure cuts every chain (`OriginCount.chokepoints`). Two items
whose claims share such a party and which depend on no common unknown multiply as if they were separate: with
twenty papers through one keeper that made the simulated answers far too sure (reasoning.md 5.1). So it is
said, with the lines of case.toml that would mend it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twosource.evidence.elicitation import Elicitation, Item
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Party
from twosource.terms import PartyKind
from twosource.weighing.linked import reached, together
from twosource.weighing.words import named_few

LEAST_SHARE = 0.5
"""A party is taken for a chokepoint of a claim where it cuts every chain in at least this share of draws."""
TEMPLATES = {
    PartyKind.OUTLET: "carrier",
    PartyKind.AGENCY: "carrier",
    PartyKind.MONITOR: "record",
    PartyKind.PERSON: "witness",
    PartyKind.PLACEHOLDER: "witness",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCause:
    """One party through which items pass that share no unknown: a sentence, and what to add to case.toml."""

    party_id: str
    items: tuple[str, ...]
    sentence: str
    suggestion: str


def hands_of(count: OriginCount) -> frozenset[str]:
    """Return the parties that stand alone between the world and the desk for a claim, most of the time."""
    shares: dict[str, float] = {}
    for chokepoint in count.chokepoints:
        if len(chokepoint.party_ids) == 1:
            (party,) = chokepoint.party_ids
            shares[party] = shares.get(party, 0.0) + chokepoint.p
    return frozenset(party for party, share in shares.items() if share >= LEAST_SHARE)


def unknowns_behind(elicitation: Elicitation) -> Mapping[str, frozenset[str]]:
    """Return, per item, every variable it depends on, near and far; the question is none of them."""
    parents = {v.name: {name for row in v.rows for name, _ in row.when} for v in elicitation.variables}
    return {
        item.name: reached((name for answer in item.answers for name, _ in answer.when), parents)
        & parents.keys()
        for item in elicitation.items
    }


def missing_causes(
    elicitation: Elicitation, counts: Iterable[OriginCount], parties: Mapping[str, Party]
) -> tuple[MissingCause, ...]:
    """Return what is missing, by party: items that pass through it and are not held together by any unknown.

    `counts` are the origin counts of the claims that items weigh; `parties` names those known, by id (a
    protected one under its label). Linear in items and parties: items are grouped, never paired.
    """
    hands = {count.claim_id: hands_of(count) for count in counts}
    through: dict[str, list[Item]] = {}
    for item in sorted(elicitation.items, key=lambda i: i.name):
        for party in sorted(hands.get(item.claim_id, ())):
            through.setdefault(party, []).append(item)
    behind = unknowns_behind(elicitation)
    prefix = elicitation.question_id.removeprefix("question-")
    declared = {v.party_id: v.name for v in sorted(elicitation.variables, key=lambda v: v.name) if v.party_id}
    return tuple(
        _missing(party, items, parties, declared.get(party, ""), prefix)
        for party, items in sorted(through.items())
        if len(items) > 1 and _is_apart([behind[item.name] for item in items])
    )


def _is_apart(behind: Sequence[frozenset[str]]) -> bool:
    """Say whether these sets of unknowns fall into groups that share nothing; empty ones share nothing."""
    return not all(behind) or len(together(behind)) > 1


def _missing(
    party: str, items: Sequence[Item], parties: Mapping[str, Party], variable: str, prefix: str
) -> MissingCause:
    known = parties.get(party)
    shown = known.shown if known else party
    template = TEMPLATES.get(known.kind, "keeper") if known else "keeper"
    said = named_few([item.text for item in items])
    if variable:
        mend = f"Let the answers of all of them depend on {variable!r}, which stands for it already."
        suggestion = f"when = {{ {variable} = ... }}"
    else:
        suggestion = "\n".join(
            [
                f"[question.{_key(prefix)}.variables.{_key(party)}]",
                f'template = "{template}"',
                f"party = {json.dumps(party, ensure_ascii=False)}",
            ]
        )
        mend = "Declare it with a template, and let the answers of all of them depend on it."
    return MissingCause(
        party_id=party,
        items=tuple(item.name for item in items),
        sentence=(
            f"{said} all pass through {shown} and share no unknown: as answered they count as "
            f"separate, although one failure would spoil them together. {mend}"
        ),
        suggestion=suggestion,
    )


def _key(name: str) -> str:
    """Return a name as a key of TOML: bare where it may be, else in quotes."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)
