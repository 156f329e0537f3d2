"""Pairs of parties that may be one, likeliest first: why, how often such pairs are, what would change."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from twosource.desk.assessing import claim_evidence, statements_by_claim
from twosource.desk.merging import TIE, HandsAnswer, apart, pair_id, suggested_tie
from twosource.desk.parties import company_of
from twosource.desk.reviewed import standing_words
from twosource.desk.workplace import Workplace
from twosource.evidence.claims import Claim
from twosource.evidence.lineage import OriginCount
from twosource.evidence.reviews import Review, Verdict
from twosource.evidence.testimony import Party
from twosource.naming import measured
from twosource.terms import likelihood_word
from twosource.tracing import trace

LEAST = 0.2
MOST_CLAIMS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAnswer:
    """Two parties that may be one: p in figures and words, why, how often such pairs are."""

    sigla: tuple[str, str]
    names: tuple[str, str]
    kinds: tuple[str, str]
    n_statements: tuple[int, int]
    p: float
    word: str
    measured: str
    reasons: tuple[str, ...]
    would_change: tuple[HandsAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsAnswer:
    """The pairs shown, how many more there are, and how people judged such pairs in this case."""

    pairs: tuple[PairAnswer, ...]
    n_more: int
    n_accepted: int
    n_rejected: int


def likely_pairs(work: Workplace, *, limit: int, least: float = LEAST) -> PairsAnswer:
    """Return the likeliest pairs nobody has judged, at most `limit`, none less likely than `least`."""
    company, judged = company_of(work), apart(work.store)
    found = [
        (p, one, other, reasons)
        for one, other, p, reasons in company.pairs()
        if p >= least and pair_id(one.party_id, other.party_id) not in judged
    ]
    found.sort(key=lambda row: (-row[0], row[1].party_id, row[2].party_id))
    claims = _claims_of(work)
    answers = []
    for p, one, other, reasons in found[:limit]:
        change = would_change(work, claims, one, other)
        first, second = company.ordered(one, other)
        answers.append(
            PairAnswer(
                sigla=(_called(work, first), _called(work, second)),
                names=(first.shown, second.shown),
                kinds=(first.kind.value, second.kind.value),
                n_statements=(company.n_said(first), company.n_said(second)),
                p=round(p, 2),
                word=likelihood_word(p),
                measured=measured(p),
                reasons=reasons,
                would_change=change,
            )
        )
    words = standing_words(r for r in work.store.all(Review) if r.item_kind == TIE).values()
    verdicts = [said[-1].verdict for said in words]
    return PairsAnswer(
        pairs=tuple(answers),
        n_more=max(0, len(found) - limit),
        n_accepted=verdicts.count(Verdict.ACCEPTED),
        n_rejected=verdicts.count(Verdict.REJECTED),
    )


def _called(work: Workplace, party: Party) -> str:
    return work.store.siglum(party.party_id) or party.party_id


def _claims_of(work: Workplace) -> dict[str, set[str]]:
    """Return, per party, the traced claims whose statements name it."""
    traced = {count.claim_id for count in work.store.all(OriginCount)}
    found: dict[str, set[str]] = defaultdict(set)
    for claim_id, statements in statements_by_claim(work).items():
        if claim_id in traced:
            for statement in statements:
                for link in statement.chain.links:
                    found[link.party_id].add(claim_id)
    return found


def would_change(
    work: Workplace, claims: dict[str, set[str]], one: Party, other: Party
) -> tuple[HandsAnswer, ...]:
    """Return the claims that would count other hands if two were one: counted, not guessed; at most three."""
    shared = sorted(claims.get(one.party_id, set()) & claims.get(other.party_id, set()))[:MOST_CLAIMS]
    if not shared:
        return ()
    declared = work.declared()
    settings = replace(work.settings.trace, trusted=declared.trusted)
    tie = replace(suggested_tie(one.party_id, other.party_id, 1.0, ()), p=1.0)
    evidence = claim_evidence(work, declared, work.store.get_many(Claim, shared).values())
    joined = [replace(e, ties=(*e.ties, tie)) for e in evidence]
    return _differences(work, [count for o in trace(joined, settings=settings) for count in o.values])


def _differences(work: Workplace, counts: Sequence[OriginCount]) -> tuple[HandsAnswer, ...]:
    found = []
    for count in counts:
        before = work.store.get(OriginCount, count.claim_id)
        if before is not None and before.kappa_mode != count.kappa_mode:
            name = work.store.siglum(count.claim_id) or count.claim_id
            found.append(HandsAnswer(claim=name, before=before.kappa_mode, after=count.kappa_mode))
    return tuple(found)
