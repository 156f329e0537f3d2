"""What people's rulings on derivations add up to: claims judged whole, and how often copies name a parent.

A claim is judged whole where every report of it is ruled a copy of another, or ruled separate from every
other report that is no copy. Then its followers with access of their own are counted: all that are no copies,
but for one, which was first.

By hand: five reports; three ruled copies, the other two ruled separate: one follower of four has access
of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from twosource.evidence.claims import Claim
from twosource.evidence.lineage import Ruled, Ruling
from twosource.evidence.testimony import Statement
from twosource.terms import Channel, Stance
from twosource.tracing.adjudicated import Adjudicated

MATERIAL = frozenset({Channel.SPEECH, Channel.DOCUMENT, Channel.RECORD})


def adjudicated(
    claims: Iterable[Claim], by_claim: Mapping[str, Sequence[Statement]], rulings: Sequence[Ruling]
) -> Adjudicated:
    """Return the counts of a case from the rulings that stand; nothing where nobody ruled."""
    if not rulings:
        return Adjudicated()
    clusters: dict[str, list[tuple[int, int]]] = {}
    for claim in claims:
        told = [s for s in by_claim.get(claim.claim_id, ()) if s.stance is Stance.ASSERTS]
        reports = {s.exhibit_id for s in told if s.chain.publisher.channel not in MATERIAL}
        heard = [r for r in rulings if r.claim_id in ("", claim.claim_id) and r.child_id in reports]
        cluster = _cluster(reports, heard)
        if cluster is not None:
            clusters.setdefault(claim.access_class, []).append(cluster)
    return _with_credits(clusters, by_claim, rulings)


def _cluster(reports: set[str], heard: Sequence[Ruling]) -> tuple[int, int] | None:
    """Return (own, followers) of one claim, or None where some report was not judged."""
    copies = {r.child_id for r in heard if r.ruled is Ruled.DERIVED}
    apart = {frozenset((r.child_id, r.parent_id)) for r in heard if r.ruled is Ruled.SEPARATE}
    own = sorted(reports - copies)
    if len(reports) < 2 or len(own) * (len(own) - 1) // 2 > len(apart):
        return None
    if not all(frozenset(pair) in apart for pair in combinations(own, 2)):
        return None
    return max(0, len(own) - 1), len(reports) - 1


def _with_credits(
    clusters: Mapping[str, Sequence[tuple[int, int]]],
    by_claim: Mapping[str, Sequence[Statement]],
    rulings: Iterable[Ruling],
) -> Adjudicated:
    publishers: dict[str, str] = {}
    credited: dict[str, set[str]] = {}
    for statements in by_claim.values():
        for statement in statements:
            publishers.setdefault(statement.exhibit_id, statement.chain.publisher.party_id)
            found = credited.setdefault(statement.exhibit_id, set())
            found.update(link.party_id for link in statement.chain.links[1:])
    n = {(ruled, names): 0 for ruled in (Ruled.DERIVED, Ruled.SEPARATE) for names in (True, False)}
    for ruling in rulings:
        parent = publishers.get(ruling.parent_id, ruling.parent_id)
        if ruling.child_id in credited and parent and ruling.ruled is not Ruled.WITHDRAWN:
            n[ruling.ruled, parent in credited[ruling.child_id]] += 1
    return Adjudicated(
        clusters={name: tuple(sorted(found)) for name, found in clusters.items()},
        n_derived=n[Ruled.DERIVED, True] + n[Ruled.DERIVED, False],
        n_derived_naming=n[Ruled.DERIVED, True],
        n_separate=n[Ruled.SEPARATE, True] + n[Ruled.SEPARATE, False],
        n_separate_naming=n[Ruled.SEPARATE, True],
    )
