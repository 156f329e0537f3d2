"""How reliable a party is: its record, what others say of it, and a claim counted and weighed without it.

The letter leaves out what rests on the claim; the digit leaves out the party, and whoever brought it, from
the count of hands and from what was weighed. Nothing here is kept: it is worked out whenever it is asked
for.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from twosource.desk.answers import resolve
from twosource.desk.assessing import claim_evidence, statements_by_claim, tracing_settings
from twosource.desk.declared_records import outcome_of
from twosource.desk.merging import UNTOUCHED, party_called
from twosource.desk.parties import heads_of
from twosource.desk.standings import withdrawn_parties
from twosource.desk.track_records import entries_of
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import draw_over, veil_for
from twosource.errors import UsageError
from twosource.evidence.claims import Claim, Entailment, Question
from twosource.evidence.elicitation import Answered, Elicitation, Variable
from twosource.evidence.holdings import CustodyEvent
from twosource.evidence.reliability import Grade, ReliabilityReadout, TrackEntry
from twosource.evidence.testimony import Party, Tie
from twosource.tracing import ClaimEvidence, TraceSettings, trace
from twosource.tracing.retracting import Retracting, Retraction, retracted
from twosource.weighing.reliability import (
    Record,
    ReliabilitySettings,
    WithoutIt,
    expected_without,
    lots_of,
    network_record,
    read_reliability,
)
from twosource.weighing.reliability.admiralty import is_unsupported, letter_words, number_words
from twosource.weighing.reliability.lots import rests_on
from twosource.weighing.reliability.posterior import items_worth
from twosource.weighing.words import figure

LEAST_TIE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAnswer:
    """One earlier matter as it is shown: what became of it, and how far it counts for the present one."""

    text: str
    outcome: str
    n: int
    batch: str
    at: str
    domain: str
    quality: float
    exchange: float
    unseen: float | None
    by: str
    why: str
    is_used: bool
    is_left_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityAnswer:
    """How reliable a party is, in a sentence, in figures, and with every entry it rests on."""

    siglum: str
    name: str
    kind: str
    claim: str
    claim_text: str
    headline: str
    reading: ReliabilityReadout
    entries: tuple[EntryAnswer, ...]
    notes: tuple[str, ...] = ()


def reliability_of(
    work: Workplace, name: str, *, claim: str = "", domain: str = "", half_life: float | None = None
) -> ReliabilityAnswer:
    """Return how reliable a party is, and a claim's credibility without it where one is named.

    With a `domain` only matters of that kind count, and those entered without a kind.
    Raises NothingMatchedError for a party or claim nobody has, UsageError for what is no claim.
    """
    party = party_called(work, name)
    settings = ReliabilitySettings(half_life=half_life)
    parties = {p.party_id: p for p in work.store.all(Party)}
    heads = heads_of(list(work.store.all(Tie)), parties)
    members = [p for p in parties if heads.get(p, p) == heads.get(party.party_id, party.party_id)]
    about = _without_it(work, party, members, _claim(work, claim)) if claim else None
    entries = [e for e in entries_of(work, members) if _is_of(e, domain)]
    record = Record(
        party_id=party.party_id,
        name=party.shown,
        kind=party.kind.value,
        entries=tuple(_tied(work, e, about) for e in entries),
        grades=tuple(g for m in members for g in work.store.all(Grade, about=m)),
        others=_others(work, party, parties, heads, domain),
        hands_over=any(c.from_party in members for c in work.store.all(CustodyEvent)),
    )
    today = work.clock().date()
    reading = read_reliability(record, about, settings=settings, today=today)
    siglum = work.store.siglum(reading.claim_id) or reading.claim_id
    answer = ReliabilityAnswer(
        siglum=work.store.siglum(party.party_id) or party.party_id,
        name=party.shown,
        kind=party.kind.value,
        claim=siglum,
        claim_text=_text_of(work, reading.claim_id),
        headline=_headline(party, reading, siglum),
        reading=reading,
        entries=tuple(_entry(e, reading) for e in record.entries),
        notes=tuple(_notes(work, party, members, record, settings)),
    )
    return draw_over(veil_for(parties.values()), answer)


def _tied(work: Workplace, entry: TrackEntry, about: WithoutIt | None) -> TrackEntry:
    """Return an entry, tied to the claim in question where it is that claim in words and nobody said so."""
    if about is None or entry.about_claim:
        return entry
    same = [c for c in sorted(about.claim_ids) if _bare(_text_of(work, c)) == _bare(entry.text)]
    return replace(entry, about_claim=same[0]) if same else entry


def _bare(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).strip(" .!?؟").casefold()


def _is_of(entry: TrackEntry, domain: str) -> bool:
    return not domain.strip() or entry.domain.casefold() in {"", domain.strip().casefold()}


def _headline(party: Party, reading: ReliabilityReadout, siglum: str) -> str:
    name = f"{party.shown[:1].upper()}{party.shown[1:]}"
    if not reading.claim_id:
        return f"{name}: {letter_words(reading.letter)}."
    if not reading.number:
        return f"{name}: {letter_words(reading.letter)}; for {siglum} no digit."
    return f"{name}: {letter_words(reading.letter)}; {siglum} without it: {number_words(reading.number)}."


def _claim(work: Workplace, name: str) -> str:
    found = resolve(work, name)
    if work.store.get(Claim, found) is None:
        raise UsageError(
            f"{name} is no claim.", safe=UNTOUCHED, remedy="Claims are C1 and the like (`twosource claims`)."
        )
    return found


def _text_of(work: Workplace, claim_id: str) -> str:
    found = work.store.get(Claim, claim_id) if claim_id else None
    return found.text if found else ""


def _others(
    work: Workplace, party: Party, parties: Mapping[str, Party], heads: Mapping[str, str], domain: str
) -> dict[str, tuple[TrackEntry, ...]]:
    """Return the records of other parties of the same kind; those held to be one have one record."""
    own = heads.get(party.party_id, party.party_id)
    found: dict[str, list[TrackEntry]] = {}
    for entry in work.store.all(TrackEntry):
        head, other = heads.get(entry.party_id, entry.party_id), parties.get(entry.party_id)
        if head != own and other is not None and other.kind is party.kind and _is_of(entry, domain):
            found.setdefault(head, []).append(entry)
    return {head: tuple(entries) for head, entries in found.items()}


def _entry(entry: TrackEntry, reading: ReliabilityReadout) -> EntryAnswer:
    return EntryAnswer(
        text=entry.text,
        outcome=outcome_of(entry),
        n=entry.n,
        batch=entry.batch,
        at=entry.at_span.as_written or entry.at_span.edtf(),
        domain=entry.domain,
        quality=entry.quality,
        exchange=entry.exchange,
        unseen=entry.unseen,
        by=entry.made.who,
        why=entry.made.why,
        is_used=entry.entry_id in reading.used,
        is_left_out=entry.entry_id in reading.left_out,
    )


def _without_it(work: Workplace, party: Party, members: Sequence[str], claim_id: str) -> WithoutIt:
    """Return a claim as it stands without a party and without whoever brought it."""
    gone = {*members, *_hosts(list(work.store.all(Tie)), members)}
    names = [party.shown, *(p.shown for p in work.store.all(Party) if p.party_id in gone - {*members})]
    by_claim = statements_by_claim(work)
    weighed = {i.claim_id for e in work.store.all(Elicitation) for i in e.items if i.claim_id}
    claims = [c for c in work.store.all(Claim) if c.claim_id in {*weighed, claim_id}]
    declared = work.declared()
    evidence = {e.claim.claim_id: e for e in claim_evidence(work, declared, claims, by_claim)}
    settings = tracing_settings(work, declared)
    kappa = {c: _kappa_without(one, gone, settings) for c, one in evidence.items()}
    fallen = {c for c, found in kappa.items() if is_unsupported(found)}
    return WithoutIt(
        claim_id=claim_id,
        claim_ids=frozenset(_bound(work, claim_id)),
        exhibit_ids=frozenset(s.exhibit_id for s in by_claim.get(claim_id, ())),
        names=tuple(names),
        kappa=kappa[claim_id],
        expected=expected_without(
            _questions(work),
            claim_id,
            fallen=fallen,
            party_ids=gone,
            settings=work.settings.weigh,
            answered=tuple(work.store.all(Answered)),
        ),
        plays_a_part=_plays_a_part(evidence[claim_id], members),
    )


def _hosts(ties: Sequence[Tie], members: Collection[str]) -> set[str]:
    """Return who brought a party, as more probable than not: the same door is no other one."""
    hosts, waiting = set[str](), list(members)
    for party_id in waiting:
        for tie in ties:
            if tie.from_party == party_id and tie.p >= LEAST_TIE and tie.to_party not in waiting:
                waiting.append(tie.to_party)
                hosts.add(tie.to_party)
    return hosts


def _kappa_without(
    evidence: ClaimEvidence, gone: Collection[str], settings: TraceSettings
) -> tuple[float, ...]:
    """Return the histogram of hands with some parties out of every draw; empty where it was not counted."""
    for party_id in sorted(gone):
        evidence, settings = retracted(
            evidence, settings, Retracting(party_id=party_id, kind=Retraction.WITHDRAWN)
        )
    return next((count.kappa for out in trace([evidence], settings=settings) for count in out.values), ())


def _bound(work: Workplace, claim_id: str) -> set[str]:
    """Return a claim with all that it follows from and all that follows from it, as people declared."""
    found, waiting = {claim_id}, [claim_id]
    pairs = [(e.from_claim, e.to_claim) for e in work.store.all(Entailment) if e.made.is_judgement]
    for one in waiting:
        for pair in pairs:
            if one in pair:
                waiting += set(pair) - found
                found |= set(pair)
    return found


def _plays_a_part(evidence: ClaimEvidence, members: Collection[str]) -> bool:
    exhibits = {s.exhibit_id for s in evidence.statements}
    kin = set(members)
    return any(link.party_id in kin for s in evidence.statements for link in s.chain.links) or any(
        not exhibits.isdisjoint(e.exhibit_ids) and not kin.isdisjoint((e.from_party, e.to_party))
        for e in evidence.custody
    )


def _questions(work: Workplace) -> list[tuple[Question, Elicitation]]:
    elicited = {e.question_id: e for e in work.store.all(Elicitation)}
    return [(q, elicited[q.question_id]) for q in work.store.all(Question) if q.question_id in elicited]


def _notes(
    work: Workplace, party: Party, members: Sequence[str], record: Record, settings: ReliabilitySettings
) -> Iterator[str]:
    """Yield what the rest of the case says: it was withdrawn, a weighing uses a record of it."""
    if withdrawn_parties(work.store, members):
        name = f"{party.shown[:1].upper()}{party.shown[1:]}"
        yield f"{name} was withdrawn by a person: nothing of it counts any more."
    for question, elicitation in _questions(work):
        for variable in elicitation.variables:
            if variable.party_id in members and variable.track_record is not None:
                siglum = work.store.siglum(question.question_id) or question.question_id
                yield _twice(siglum, variable, record, settings)


def _twice(siglum: str, variable: Variable, record: Record, settings: ReliabilitySettings) -> str:
    """Say that a weighing uses a record of the same party, and whether it is the one entered here."""
    written = variable.track_record
    if written is None:
        return ""
    if written.from_entries:
        return f"The weighing of {siglum} uses these entries, less those that rest on what it weighs."
    lots = lots_of(record.entries, settings)
    said = (
        f"The weighing of {siglum} uses a record of it too ({written.n:g} of {written.n:g}, failures known "
        f"with {figure(written.unseen)}): one record in two places. Neither enters the other, so nothing "
        "counts twice"
    )
    if record.entries and network_record(lots, written.genuine_rate) == written:
        return f"{said}, and the two agree."
    worth = f"{items_worth(lots):.1f}"
    return f"{said}. The two differ: what is entered here is worth {worth} items. Look which is meant."


def with_entries(work: Workplace, elicitation: Elicitation) -> Elicitation:
    """Return an elicitation whose variables that ask for it use what is entered of their parties.

    Entries that rest on what the question weighs are left out: they would count there a second time.
    """
    if not any(v.track_record and v.track_record.from_entries for v in elicitation.variables):
        return elicitation
    claims = {i.claim_id for i in elicitation.items if i.claim_id}
    exhibits = {exhibit for i in elicitation.items for exhibit in i.exhibit_ids}
    today = work.clock().date()

    def entered(variable: Variable) -> Variable:
        written = variable.track_record
        if written is None or not written.from_entries:
            return variable
        kept = [e for e in entries_of(work, [variable.party_id]) if not rests_on(e, claims, exhibits)]
        record = network_record(lots_of(kept, ReliabilitySettings(), today), written.genuine_rate)
        return replace(variable, track_record=replace(record, from_entries=True))

    return replace(elicitation, variables=tuple(map(entered, elicitation.variables)))
