"""What stands between statements and between claims: contradictions, drift, what follows from what.

Machines suggest all three, from what was matched and traced, and make them anew when that changes. Nothing
here counts: an entailment does once a person declares it.
"""

from collections.abc import Iterable, Sequence

from twosource.attributing.recorded import BY as RECORDED
from twosource.desk.assessing import statements_by_claim, traced_claims
from twosource.desk.runs import RunCount
from twosource.desk.workplace import Workplace
from twosource.dossier.relating import contradiction_sentence, drift_sentence
from twosource.evidence.claims import Contradiction, Drift, Entailment
from twosource.evidence.lineage import OriginCount
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Statement
from twosource.matching.relations import contradictions, drift, entailments
from twosource.tracing import ClaimEvidence
from twosource.tracing.saying import party_name

LIKELY = 0.5
MOST_SHOWN = 6


def relate(work: Workplace, *, is_due: bool) -> RunCount:
    """Find contradictions, drift and entailments among the traced claims anew, where anything changed."""
    if not is_due:
        return RunCount("relate", 0, 0)
    by_claim, claims = statements_by_claim(work), traced_claims(work)
    told: dict[str, Sequence[Statement]] = {
        c.claim_id: by_claim[c.claim_id] for c in claims if c.claim_id in by_claim
    }
    statements = list({s.statement_id: s for found in told.values() for s in found}.values())
    passages = work.store.get_many(Passage, [s.passage_id for s in statements])
    found: list[Contradiction | Drift | Entailment] = [
        *contradictions({c: _of_one_event(found) for c, found in told.items()}, passages=passages),
        *drift(statements, _derived(work.store.all(OriginCount)), passages=passages),
        *_undeclared(work, entailments(claims, statements=told)),
    ]
    with work.store.transaction():
        for record_type in (Contradiction, Drift, Entailment):
            work.store.drop(record_type)
        work.store.put(found)
    return RunCount("relate", len(claims), 0)


def _of_one_event(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements that tell one event: a row of a record tells its own day and its own dead."""
    return [s for s in statements if not s.made.by.startswith(RECORDED)]


def _derived(counts: Iterable[OriginCount]) -> list[tuple[str, str]]:
    """Return the pairs of statements of which the second most probably comes from the first."""
    return [
        (d.parent_id, d.child_id)
        for count in counts
        for d in count.derivations
        if not d.parent_is_party and d.p >= LIKELY
    ]


def _undeclared(work: Workplace, suggested: Iterable[Entailment]) -> Iterable[Entailment]:
    """Return the suggestions about claims of which nobody declared that one follows from the other."""
    declared = {
        frozenset((e.from_claim, e.to_claim)) for e in work.store.all(Entailment) if e.made.is_judgement
    }
    return (e for e in suggested if frozenset((e.from_claim, e.to_claim)) not in declared)


def relation_sentences(work: Workplace, evidence: ClaimEvidence) -> list[str]:
    """Return what does not fit together on a claim and what grew on the way, as a machine suggests it."""
    told = {s.statement_id: s for s in evidence.statements}
    said = [
        contradiction_sentence(one, [work.store.siglum(s) for s in one.statement_ids]) + "."
        for one in work.store.all(Contradiction, about=evidence.claim.claim_id)
        if all(s in told for s in one.statement_ids)
    ]
    for statement_id in told:
        for one in work.store.all(Drift, about=statement_id):
            if one.from_statement in told:
                ends = [told[s] for s in (one.from_statement, one.to_statement)]
                parent, child = (
                    f"{party_name(s.chain.publisher.party_id, evidence.parties)}"
                    f" ({work.store.siglum(s.statement_id)})"
                    for s in ends
                )
                said.append(drift_sentence(one, (parent, child)) + ".")
    return said[:MOST_SHOWN]
