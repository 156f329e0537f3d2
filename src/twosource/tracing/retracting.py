"""A party is withdrawn, relied on no longer, or found to depend on another: every claim that moves.

The counts before and after differ by that alone: the same draws, with the party out of them, with the
party no longer taken for one that cannot fail, or with everything it says led through the other. Nobody
becomes the first in the place of one withdrawn: copies that credit nobody had it from it all the same.

By hand: two witnesses, each with an outlet; withdraw one: kappa 2 becomes 1. Let one depend on the other:
kappa 2 becomes 1 as well, and K stays 2.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Made, Tie
from twosource.ids import key
from twosource.terms import Standing
from twosource.tracing.changing import LEAST_MOVE
from twosource.tracing.cut import reaching
from twosource.tracing.material import ClaimEvidence, TraceSettings
from twosource.tracing.origins import trace_claim
from twosource.tracing.saying import chokepoint

INTRODUCED = "introduced by"


class Retraction(StrEnum):
    """What happens to a party: nothing of it counts, it is relied on no longer, it counts through another."""

    WITHDRAWN = "withdrawn"
    DEMOTED = "relied on no longer"
    DEPENDENT = "dependent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retracting:
    """Which party, what happens to it, and through whom it counts where it became dependent."""

    party_id: str
    kind: Retraction
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMove:
    """One claim the party touches: its count before and after."""

    before: OriginCount
    after: OriginCount

    @property
    def claim_id(self) -> str:
        """The claim."""
        return self.after.claim_id

    @property
    def is_moved(self) -> bool:
        """Say whether hands, origins, chokepoint or the probability of one pair of hands changed."""
        b, a = self.before, self.after
        return (
            (b.kappa_mode, b.k_mode, chokepoint(b)) != (a.kappa_mode, a.k_mode, chokepoint(a))
            or abs(sum(b.kappa[:2]) - sum(a.kappa[:2])) >= LEAST_MOVE
            or abs(b.kappa[0] - a.kappa[0]) >= LEAST_MOVE
            or abs(sum(b.kappa_trusted[:2]) - sum(a.kappa_trusted[:2])) >= LEAST_MOVE
        )

    @property
    def keeps_no_support(self) -> bool:
        """Say whether something supported it before and, more probably than not, nothing does after."""
        return self.before.kappa_mode > 0 and self.after.kappa_mode == 0


def dependence(party_id: str, on: str, made: Made | None = None) -> Tie:
    """Return the tie by which one party counts through another for certain."""
    return Tie(
        tie_id=key("tie", "depends on", party_id, on),
        from_party=party_id,
        to_party=on,
        kind=INTRODUCED,
        p=1.0,
        made=made or Made(by="retraction", standing=Standing.JUDGEMENT),
    )


def touched(evidence: Iterable[ClaimEvidence], party_id: str) -> Iterator[ClaimEvidence]:
    """Yield the evidence of every claim a party plays a part in: in chains, in custody, or through ties."""
    ties: tuple[Tie, ...] | None = None
    circle: frozenset[str] = frozenset()
    for one in evidence:
        if one.ties is not ties:
            ties, circle = one.ties, kin_of(one.ties, party_id)
        exhibits = {s.exhibit_id for s in one.statements}
        if any(link.party_id in circle for s in one.statements for link in s.chain.links) or any(
            not exhibits.isdisjoint(e.exhibit_ids) and not circle.isdisjoint((e.from_party, e.to_party))
            for e in one.custody
        ):
            yield one


def kin_of(ties: Iterable[Tie], party_id: str) -> frozenset[str]:
    """Return the party and all who are tied to it, directly or through others."""
    both: dict[str, set[str]] = {}
    for tie in ties:
        both.setdefault(tie.from_party, set()).add(tie.to_party)
        both.setdefault(tie.to_party, set()).add(tie.from_party)
    return reaching(both, {party_id})


def retracted(
    evidence: ClaimEvidence, settings: TraceSettings, what: Retracting
) -> tuple[ClaimEvidence, TraceSettings]:
    """Return evidence and settings as they are once it happened to the party."""
    match what.kind:
        case Retraction.WITHDRAWN:
            gone = tuple(sorted({*evidence.withdrawn, what.party_id}))
            return replace(evidence, withdrawn=gone), settings
        case Retraction.DEMOTED:
            return evidence, replace(
                settings, trusted=tuple(p for p in settings.trusted if p != what.party_id)
            )
        case Retraction.DEPENDENT:
            tie = dependence(what.party_id, what.on)
            kept = tuple(t for t in evidence.ties if t.tie_id != tie.tie_id)
            return replace(evidence, ties=(*kept, tie)), settings


def retract(
    evidence: Iterable[ClaimEvidence],
    settings: TraceSettings,
    what: Retracting,
    counted: Mapping[str, OriginCount] | None = None,
) -> Iterator[ClaimMove]:
    """Yield, for each claim the party touches, its count before and after; the others are not counted.

    `counted` are counts of this very evidence with these settings, by claim: those are not made again.
    """
    known = counted or {}
    for one in touched(evidence, what.party_id):
        held = known.get(one.claim.claim_id)
        before = (held,) if held else trace_claim(one, settings).values
        after = trace_claim(*retracted(one, settings, what)).values
        if before and after:
            yield ClaimMove(before=before[0], after=after[0])


def restore(
    evidence: Iterable[ClaimEvidence],
    settings: TraceSettings,
    relied: TraceSettings,
    what: Retracting,
    counted: Mapping[str, OriginCount] | None = None,
) -> Iterator[ClaimMove]:
    """Yield each count before and after what happened to a party is taken back; `relied` are settings then.

    The opposite of `retract`: the evidence is as it stands with the party withdrawn or led through another.
    """
    known = counted or {}
    tie_id = dependence(what.party_id, what.on).tie_id
    for one in evidence:
        held = known.get(one.claim.claim_id)
        before = (held,) if held else trace_claim(one, settings).values
        again = one
        if what.kind is Retraction.WITHDRAWN:
            again = replace(one, withdrawn=tuple(p for p in one.withdrawn if p != what.party_id))
        elif what.kind is Retraction.DEPENDENT:
            again = replace(one, ties=tuple(t for t in one.ties if t.tie_id != tie_id))
        after = trace_claim(again, relied).values
        if before and after:
            yield ClaimMove(before=before[0], after=after[0])
