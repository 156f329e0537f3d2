"""Earlier matters and given grades, as people enter them: by name, with a reason, kept in the ledger, taken
back.

An entry says what became of one matter; saying it anew replaces one's own earlier word, and nobody replaces
or takes back the word of another. What case.toml declares is changed there. The ledger keeps all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from twosource.dates import UNDATED, DateSpan, parse_span
from twosource.desk.answers import resolve
from twosource.desk.declarations import BY as DECLARED
from twosource.desk.declared_records import (
    GRADES,
    OUTCOMES,
    entry_id,
    grade_id,
    outcome_of,
    split_grade,
)
from twosource.desk.layer_listing import veiled
from twosource.desk.merging import UNTOUCHED, party_called
from twosource.desk.reviewed import person
from twosource.desk.signing import signed
from twosource.desk.workplace import Workplace
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import Exhibit
from twosource.evidence.reliability import Grade, TrackEntry, Truth
from twosource.evidence.testimony import Made, Party
from twosource.terms import Standing
from twosource.weighing.reliability import ReliabilitySettings, lots_of

LONGEST = 400
JUDGED = "What became of an earlier matter is a judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a person says of one earlier matter; `at` as written, `claim` and `evidence` as sigla or ids.

    `outcome` is right, wrong, silent, rightly silent or open; the rest as in `TrackEntry`.
    """

    text: str
    outcome: str = ""
    n: int = 1
    batch: str = ""
    domain: str = ""
    at: str = ""
    quality: float = 1.0
    exchange: float = 1.0
    unseen: float | None = None
    alike: float | None = None
    claim: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A grade as somebody else gave it: as written (B2), by which standard, for which claim if for one."""

    grade: str
    standard: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAnswer:
    """What was recorded or taken back, of whom, in which words; `is_unchanged`: it had been said before."""

    siglum: str
    name: str
    what: str
    said: str
    by: str
    why: str
    is_undone: bool = False
    is_unchanged: bool = False


def track(
    work: Workplace, name: str, matter: Matter, *, by: str, why: str, undo: bool = False
) -> RecordedAnswer:
    """Record what became of an earlier matter of a party, or take one's own word on it back.

    Raises UsageError for what is no record, NothingMatchedError for a party, claim or exhibit nobody has.
    """
    who, reason = signed(by, why, JUDGED)
    party, text = party_called(work, name), " ".join(matter.text.split())
    if not undo:
        _about_another(work, party, who)
    if not text or len(text) > LONGEST:
        raise _wrong(
            "Say in a few words which earlier matter it was.", "For instance 'the files of March 2016'."
        )
    made = Made(by=person(who), standing=Standing.JUDGEMENT, why=reason)
    found = entry_id(made.by, party.party_id, text, matter.batch.strip())
    if undo:
        return _taken_back(work, party, (TrackEntry, found), text, made)
    entry = TrackEntry(
        entry_id=found,
        party_id=party.party_id,
        text=text,
        domain=matter.domain.strip(),
        is_asserted=_outcome(matter)[0],
        truth=_outcome(matter)[1],
        batch=matter.batch.strip(),
        n=matter.n,
        at_span=_span(work, matter.at),
        quality=matter.quality,
        exchange=matter.exchange,
        unseen=matter.unseen,
        alike=matter.alike,
        about_claim=_claim(work, matter.claim),
        evidence=tuple(_exhibit(work, one) for one in matter.evidence),
        made=made,
    )
    try:
        lots_of([entry], ReliabilitySettings())
    except UsageError as error:
        raise _wrong(error.happened, "Mend the figure and say it again.") from error
    return _recorded(work, party, entry, f"{text}: {outcome_of(entry)}")


def give_grade(
    work: Workplace, name: str, given: Given, *, by: str, why: str, undo: bool = False
) -> RecordedAnswer:
    """Keep a grade that somebody else gave a party, as given, or take it back. Raises UsageError."""
    who, reason = signed(by, why, JUDGED)
    party, claim_id, standard = party_called(work, name), _claim(work, given.claim), given.standard.strip()
    if not undo:
        _about_another(work, party, who)
    letter, number = split_grade(given.grade)
    if not letter:
        raise _wrong(f"“{given.grade}” is no grade.", GRADES)
    if not standard:
        raise _wrong(
            "A grade means something only in its standard.", "Add --standard, for instance 'STANAG 2511'."
        )
    made = Made(by=person(who), standing=Standing.JUDGEMENT, why=reason)
    found = grade_id(made.by, party.party_id, standard, claim_id)
    if undo:
        return _taken_back(work, party, (Grade, found), f"{letter}{number} ({standard})", made)
    grade = Grade(
        grade_id=found,
        party_id=party.party_id,
        letter=letter,
        number=number,
        standard=standard,
        claim_id=claim_id,
        made=made,
    )
    return _recorded(work, party, grade, f"graded {letter}{number} ({standard})")


def _about_another(work: Workplace, party: Party, who: str) -> None:
    """Refuse the word of a party on itself: it is no check of it. Raises UsageError."""
    try:
        speaker = party_called(work, who)
    except NothingMatchedError:
        return
    if speaker.party_id == party.party_id:
        raise _wrong(
            f"{party.shown} cannot be its own judge.",
            "What a party says of its own record is a statement of it. Enter who else looked, and how.",
        )


def _wrong(happened: str, remedy: str) -> UsageError:
    return UsageError(happened, safe=UNTOUCHED, remedy=remedy)


def _outcome(matter: Matter) -> tuple[bool, Truth]:
    if matter.outcome not in OUTCOMES:
        raise _wrong(
            "It has to be said what became of it.",
            "Give one of --right, --wrong, --silent (on what was true), --rightly-silent, --open.",
        )
    return OUTCOMES[matter.outcome]


def _span(work: Workplace, written: str) -> DateSpan:
    if not written.strip():
        return UNDATED
    try:
        span = parse_span(written.strip())
    except ValueError as error:
        raise _wrong(f"“{written}” is no date.", "Write 2016, 2016-03 or 2016-03-27.") from error
    if span.start is not None and span.start > work.clock().date():
        raise _wrong(
            f"{written.strip()} lies in the future, and what has not happened has not turned out.",
            "Mend the date, or log it with `twosource forecast`.",
        )
    return span


def _claim(work: Workplace, name: str) -> str:
    if not name.strip():
        return ""
    found = resolve(work, name)
    if work.store.get(Claim, found) is None:
        raise _wrong(f"{name} is no claim.", "Claims are C1 and the like (`twosource claims`).")
    return found


def _exhibit(work: Workplace, name: str) -> str:
    found = resolve(work, name)
    if work.store.get(Exhibit, found) is None:
        raise _wrong(f"{name} is no exhibit.", "Exhibits are E7 and the like (`twosource show E7`).")
    return found


def _recorded(work: Workplace, party: Party, record: TrackEntry | Grade, said: str) -> RecordedAnswer:
    before = work.store.get(type(record), work.store.id_of(record))
    if before != record:
        with work.store.transaction():
            work.store.put([record])
    return _answer(work, party, said, record.made, is_unchanged=before == record)


def _taken_back(
    work: Workplace, party: Party, of: tuple[type[TrackEntry] | type[Grade], str], said: str, made: Made
) -> RecordedAnswer:
    (kind, record_id), who = of, made.who
    if not work.store.withdraw(kind, [record_id], f"{who} took it back: {made.why}"):
        others = [r for r in work.store.all(kind, about=party.party_id) if r.made.by == DECLARED]
        declared = " What case.toml declares is taken out there." if others else ""
        raise _wrong(
            f"{who} said nothing of that kind about {party.shown} that still counts.",
            "Use the name and the words it was entered under (`twosource reliability`), and --batch where "
            f"one was given.{declared}",
        )
    return _answer(work, party, said, made, is_undone=True)


def _answer(
    work: Workplace,
    party: Party,
    said: str,
    made: Made,
    *,
    is_undone: bool = False,
    is_unchanged: bool = False,
) -> RecordedAnswer:
    answer = RecordedAnswer(
        siglum=work.store.siglum(party.party_id) or party.party_id,
        name=party.shown,
        what="taken back" if is_undone else "recorded",
        said=said,
        by=made.who,
        why=made.why,
        is_undone=is_undone,
        is_unchanged=is_unchanged,
    )
    return veiled(work, answer)


def entries_of(work: Workplace, party_ids: Sequence[str]) -> tuple[TrackEntry, ...]:
    """Return what is on record of some parties, in the order it was entered."""
    return tuple(e for party_id in party_ids for e in work.store.all(TrackEntry, about=party_id))
