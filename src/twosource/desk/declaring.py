"""Taking declarations into the case: kept as judgements, withdrawn when they are taken out again.

Nothing is overwritten: the ledger holds each declaration as it was, and each withdrawal.
"""

from collections.abc import Iterable
from dataclasses import replace

from twosource.desk.declarations import BY, Declarations
from twosource.desk.layering import citable
from twosource.desk.patterns import find_exhibits
from twosource.desk.reliability import with_entries
from twosource.desk.resolving import (
    find_unmatched,
    resolve_custody,
    resolve_elicitations,
    resolve_matchings,
    resolve_statements,
)
from twosource.desk.workplace import Workplace
from twosource.evidence.claims import Claim, Entailment, Matching, Question
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.holdings import CustodyEvent, Holding, Rendition
from twosource.evidence.passages import Passage
from twosource.evidence.readouts import Weighing
from twosource.evidence.reliability import Grade, TrackEntry
from twosource.evidence.testimony import Party, Statement, Tie

WITHDRAWN = "no longer declared in case.toml"


def declare_roles(work: Workplace, declared: Declarations) -> list[str]:
    """Take in parties, ties, custody, claims and questions; return what names nothing held."""
    holdings = list(work.store.all(Holding))
    unmatched = find_unmatched(declared, holdings)
    with work.store.transaction():
        _replace(work, Party, declared.parties)
        _replace(work, Tie, declared.ties)
        _replace(work, Claim, declared.claims)
        _replace(work, Entailment, declared.entailments)
        _replace(work, Question, declared.questions)
        track = (replace(e, evidence=find_exhibits(e.evidence, holdings)) for e in declared.track)
        _replace(work, TrackEntry, track)
        _replace(work, Grade, declared.grades)
        answered = resolve_elicitations(declared, holdings)
        _replace(work, Elicitation, (with_entries(work, elicitation) for elicitation in answered))
        _replace_custody(work, resolve_custody(declared, holdings))
        asked = {q.question_id for q in declared.questions}
        stale = [w.question_id for w in work.store.all(Weighing) if w.question_id not in asked]
        work.store.remove(Weighing, stale)
    return [failure.sentence() for failure in unmatched]


def declare_statements(work: Workplace, declared: Declarations) -> list[str]:
    """Take in a person's readings of passages; return a sentence for each that does not stand."""
    holdings = list(work.store.all(Holding))

    def renditions_of(exhibit_id: str) -> Iterable[Rendition]:
        return citable(work, exhibit_id)

    outcomes = list(resolve_statements(declared, holdings, renditions_of))
    values = [value for outcome in outcomes for value in outcome.values]
    with work.store.transaction():
        work.store.put(v for v in values if isinstance(v, Passage))
        _replace(work, Statement, [v for v in values if isinstance(v, Statement)])
        verdicts, failures = resolve_matchings(declared, lambda name: _statement_id(work, name))
        _replace(work, Matching, [*(v for v in values if isinstance(v, Matching)), *verdicts])
    refused = [failure.sentence() for outcome in outcomes for failure in outcome.failures]
    return refused + [failure.sentence() for failure in failures]


def _statement_id(work: Workplace, name: str) -> str | None:
    found = work.store.by_siglum(name.upper()) or name
    return found if work.store.get(Statement, found) is not None else None


Judged = Party | Tie | Claim | Entailment | Question | Elicitation | Statement | Matching | TrackEntry | Grade


def _replace(work: Workplace, record_type: type[Judged], records: Iterable[Judged]) -> None:
    """Keep these records and withdraw those of the same type that case.toml declared before."""
    kept = list(records)
    ids = {work.store.id_of(record) for record in kept}
    gone = [
        work.store.id_of(old)
        for old in work.store.all(record_type)
        if _by_declaration(old) and work.store.id_of(old) not in ids
    ]
    work.store.withdraw(record_type, gone, WITHDRAWN)
    work.store.put(kept)


def _by_declaration(record: Judged) -> bool:
    return isinstance(record, Question) or record.made.by == BY


def _replace_custody(work: Workplace, events: Iterable[CustodyEvent]) -> None:
    kept = list(events)
    ids = {event.custody_id for event in kept}
    gone = [e.custody_id for e in work.store.all(CustodyEvent) if e.custody_id not in ids]
    work.store.withdraw(CustodyEvent, gone, WITHDRAWN)
    work.store.put(kept)
