"""How the hands of a claim were counted, told from the store: reasons, arrows, rule, what moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twosource.desk.answers import resolve
from twosource.desk.assessing import SAME, claim_evidence, counted_matchings, trace_claims, tracing_settings
from twosource.desk.relating import relation_sentences
from twosource.desk.workplace import Workplace
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.claims import Claim
from twosource.evidence.lineage import CountChange, Derivation, OriginCount
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.tracing import ClaimEvidence, explain
from twosource.tracing.direction import undirected
from twosource.tracing.raising import what_would_raise
from twosource.tracing.saying import arrow_sentence, party_name, publishers_of
from twosource.tracing.two_sources import TwoSource, two_source

MOST_QUOTED = 4
MOST_RAISES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteAnswer:
    """Words an arrow rests on: the passage and exhibit they stand in, by siglum."""

    passage: str
    exhibit: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrowAnswer:
    """Who has it from whom: exhibits by siglum, kind of derivation, probability, reasons, passages.

    `is_directed`: whether anything shows which of the two came first.
    """

    child: str
    parent: str
    kind: str
    p: float
    sentence: str
    quotes: tuple[QuoteAnswer, ...]
    is_directed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnswer:
    """What one new count of a claim moved, as a sentence, and why."""

    claim: str
    text: str
    at: str
    sentence: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceAnswer:
    """What counting anew did: how many claims had other evidence, and which of them moved."""

    n_counted: int
    n_unchanged: int
    moved: tuple[ChangeAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSourceAnswer:
    """The two-source rule for a claim, with what the claim says."""

    claim: str
    text: str
    answer: TwoSource


def count_and_evidence(work: Workplace, name: str) -> tuple[OriginCount, ClaimEvidence]:
    """Return the count of a claim and what it was made from. Raises NothingMatchedError, UsageError."""
    found = resolve(work, name)
    claim = work.store.get(Claim, found)
    if claim is None:
        raise UsageError(
            f"{name.strip()} is no claim.",
            safe="Nothing in the case was changed.",
            remedy="Claims are C1 and the like (`twosource claims`).",
        )
    count = work.store.get(OriginCount, found)
    if count is None:
        raise NothingMatchedError(
            f"{name.strip()} was not traced.", remedy="Run `twosource examine` and look again."
        )
    return count, next(claim_evidence(work, work.declared(), [claim]))


def reasons(work: Workplace, name: str) -> list[str]:
    """Return why a claim has the hands it has, what would raise them, and what the last count moved."""
    count, evidence = count_and_evidence(work, name)
    called = {c: work.store.siglum(c) or c for c in evidence.via.values()}
    said = list(explain(count, evidence, called))
    raises = what_would_raise(count, evidence, tracing_settings(work, work.declared()))
    if raises:
        said.append("What would raise the number of hands:")
        said += [one.sentence for one in raises[:MOST_RAISES]]
    if related := relation_sentences(work, evidence):
        said += ["What does not fit together, as a machine reads it:", *related]
    for change in last_changes(work, [count.claim_id]):
        said.append(change.sentence)
        said += change.because
    return said


def rule_of(work: Workplace, name: str, level: float) -> TwoSourceAnswer:
    """Return whether a claim has two sources. Raises UsageError for a level outside 0 to 1."""
    if not 0.0 < level <= 1.0:
        raise UsageError(f"{level:g} is no level: it lies above 0 and at most at 1.", remedy="Try --level .9")
    count, evidence = count_and_evidence(work, name)
    return TwoSourceAnswer(
        claim=work.store.siglum(count.claim_id) or count.claim_id,
        text=evidence.claim.text,
        answer=two_source(
            count, evidence.parties, level, is_checked=_is_checked(work, count.claim_id, evidence.statements)
        ),
    )


def _is_checked(work: Workplace, claim_id: str, statements: Iterable[Statement]) -> bool:
    """Say whether a person stands behind a statement on a claim, or behind its bearing on it."""
    return any(s.made.is_judgement for s in statements) or any(
        m.made.is_judgement for m in counted_matchings(work) if m.claim_id == claim_id and m.verdict == SAME
    )


def arrows(work: Workplace, name: str) -> list[ArrowAnswer]:
    """Return every arrow of a claim with its reasons and the passages it rests on, by who has it."""
    count, evidence = count_and_evidence(work, name)
    publishers = publishers_of(evidence)
    statements = {s.statement_id: s for s in evidence.statements}
    open_ended = undirected(count.derivations, evidence)
    wanted = {p for d in count.derivations for f in d.features for p in f.passages}
    passages = work.store.get_many(Passage, wanted)
    found = [
        ArrowAnswer(
            child=_end(work, one.child_id, publishers, evidence.parties, statements),
            parent=_end(work, one.parent_id, publishers, evidence.parties, statements),
            kind=one.kind.value,
            p=one.p,
            sentence=arrow_sentence(
                one, publishers, evidence.parties, is_directed=one.derivation_id not in open_ended
            ),
            quotes=tuple(_quotes(work, one, passages)),
            is_directed=one.derivation_id not in open_ended,
        )
        for one in count.derivations
    ]
    return sorted(found, key=lambda a: (a.child, -a.p, a.parent))


def _end(
    work: Workplace,
    record_id: str,
    publishers: Mapping[str, str],
    parties: Mapping[str, Party],
    statements: Mapping[str, Statement],
) -> str:
    """Return how one end of an arrow is called: the party, and its exhibit where the desk holds it."""
    statement = statements.get(record_id)
    if statement is None:
        return party_name(record_id, parties)
    siglum = work.store.siglum(statement.exhibit_id)
    return f"{party_name(publishers[record_id], parties)} ({siglum})" if siglum else record_id


def _quotes(work: Workplace, one: Derivation, passages: Mapping[str, Passage]) -> Iterable[QuoteAnswer]:
    ids = dict.fromkeys(p for f in one.features for p in f.passages if p in passages)
    for passage_id in list(ids)[:MOST_QUOTED]:
        passage = passages[passage_id]
        yield QuoteAnswer(
            passage=work.store.siglum(passage_id),
            exhibit=work.store.siglum(passage.exhibit_id),
            words=passage.text,
        )


def trace_anew(work: Workplace) -> TraceAnswer:
    """Count every claim whose evidence changed, and say what moved."""
    before = {c.change_id for c in work.store.all(CountChange)}
    run = trace_claims(work, work.declared())
    new = [c for c in work.store.all(CountChange) if c.change_id not in before]
    return TraceAnswer(
        n_counted=run.n_done, n_unchanged=run.n_before, moved=tuple(_told(work, one) for one in new)
    )


def last_changes(work: Workplace, claim_ids: Iterable[str]) -> list[ChangeAnswer]:
    """Return, per claim, what its last count that moved anything moved; nothing for the others."""
    found = []
    for claim_id in claim_ids:
        changes = sorted(work.store.all(CountChange, about=claim_id), key=lambda c: c.at)
        found += [_told(work, one) for one in changes[-1:]]
    return found


def _told(work: Workplace, change: CountChange) -> ChangeAnswer:
    claim = work.store.get(Claim, change.claim_id)
    parties = {p.party_id: p for p in work.store.all(Party)}
    hands = [_number(kappa) for kappa in (change.kappa_before, change.kappa_after)]
    said = [f"{hands[0]} before, {hands[1]} after"]
    if hands[0] == hands[1]:
        one = [sum(kappa[:2]) for kappa in (change.kappa_before, change.kappa_after)]
        said = [f"{hands[1]}, as before"]
        if abs(one[0] - one[1]) >= 0.005:
            said.append(f"one pair of hands alone is {one[1]:.2f} probable, {one[0]:.2f} before")
    origins = [_mode(k) for k in (change.k_before, change.k_after)]
    if origins[0] != origins[1]:
        said.append(f"starting points {origins[0]} before, {origins[1]} after")
    if change.chokepoint_before != change.chokepoint_after:
        names = [
            " and ".join(party_name(p, parties) for p in cut) or "nobody known"
            for cut in (change.chokepoint_before, change.chokepoint_after)
        ]
        said.append(f"through {names[0]} before, through {names[1]} after")
    return ChangeAnswer(
        claim=work.store.siglum(change.claim_id) or change.claim_id,
        text=claim.text if claim else "",
        at=f"{change.at:%Y-%m-%d %H:%M} UTC",
        sentence=f"What the count of {change.at:%Y-%m-%d %H:%M} UTC moved: {'; '.join(said)}.",
        because=change.because,
    )


def _mode(p: tuple[float, ...]) -> int:
    return max(range(len(p)), key=lambda i: (p[i], -i))


def _number(kappa: tuple[float, ...]) -> str:
    mode = _mode(kappa)
    more = " or more" if mode == len(kappa) - 1 > 1 else ""
    return f"{mode}{more} {'pair' if mode == 1 else 'pairs'} of hands"
