"""Whether anything shows which of two reports came first: else the pair is said without a direction.

For counting origins only the partition matters, so tracing takes one of two same-day pages for the earlier
because something has to be. A sentence must not make news of that. A direction is shown by a credit, by a
person's ruling, or by dates that differ.

By hand: two papers of one morning with thirty words in common: "one has it from the other, or both from a
third".
"""

from collections.abc import Mapping

from twosource.dates import UNDATED
from twosource.evidence.lineage import Derivation
from twosource.evidence.testimony import Statement
from twosource.terms import FeatureKind
from twosource.tracing.material import ClaimEvidence

SHOWING = frozenset({FeatureKind.CREDIT, FeatureKind.RULING})


def undirected(found: tuple[Derivation, ...], evidence: ClaimEvidence) -> frozenset[str]:
    """Return the ids of the derivations between statements whose direction nothing shows."""
    statements = {s.statement_id: s for s in evidence.statements}
    return frozenset(
        one.derivation_id
        for one in found
        if not one.parent_is_party and not _is_shown(one, statements, evidence)
    )


def _is_shown(one: Derivation, statements: Mapping[str, Statement], evidence: ClaimEvidence) -> bool:
    if any(feature.kind in SHOWING for feature in one.features):
        return True
    days = [_day(statements.get(i), evidence) for i in (one.parent_id, one.child_id)]
    return 0 not in days and days[0] != days[1]


def _day(statement: Statement | None, evidence: ClaimEvidence) -> int:
    """Return the first day a statement can be of, 0 where nobody knows."""
    if statement is None:
        return 0
    for span in (evidence.published.get(statement.exhibit_id, UNDATED), statement.said_span):
        if first := span.start or span.end:
            return first.toordinal()
    return 0
