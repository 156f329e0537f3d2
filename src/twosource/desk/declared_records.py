"""`[[track]]` and `[[grades]]` of `case.toml`: earlier matters of a party, and grades others gave it.

An entry says what became of one earlier matter; what it is worth is worked out from it, never declared.
"""

from collections.abc import Callable, Iterator

from twosource.desk.declared_questions import References
from twosource.desk.tables import Table, listed, nearest
from twosource.errors import UsageError
from twosource.evidence.reliability import Grade, TrackEntry, Truth
from twosource.evidence.testimony import Made
from twosource.ids import key
from twosource.terms import vocabulary
from twosource.weighing.reliability import ReliabilitySettings, lots_of

TRACK = (
    *("party", "text", "outcome", "n", "batch", "at", "domain", "claim", "exhibits"),
    *("quality", "exchange", "unseen", "alike", "why"),
)
GRADE = ("party", "grade", "standard", "claim", "why")
OUTCOMES = {
    "right": (True, Truth.TRUE),
    "wrong": (True, Truth.FALSE),
    "silent": (False, Truth.TRUE),
    "rightly silent": (False, Truth.FALSE),
    "open": (True, Truth.OPEN),
}


def outcome_of(entry: TrackEntry) -> str:
    """Return the word for what became of an entry: right, wrong, silent, rightly silent, open."""
    if entry.truth is Truth.OPEN:
        return "open"
    return next(word for word, found in OUTCOMES.items() if found == (entry.is_asserted, entry.truth))


def read_track(top: Table, refer: References, made: Callable[[str], Made]) -> Iterator[TrackEntry]:
    """Yield the entries of a case, their exhibits still as patterns. Raises DeclarationError."""
    seen: set[str] = set()
    for table in top.tables("track", TRACK):
        entry = _entry(table, refer, made)
        if entry.entry_id in seen:
            raise table.fail("text", f'is "{entry.text}", which an earlier entry of it says already.')
        seen.add(entry.entry_id)
        try:
            lots_of([entry], ReliabilitySettings())
        except UsageError as error:
            raise table.fail("outcome", f"cannot be: {error.happened}") from error
        yield entry


def _entry(table: Table, refer: References, made: Callable[[str], Made]) -> TrackEntry:
    outcome = table.text("outcome")
    if outcome not in OUTCOMES:
        raise table.fail(
            "outcome",
            f'is "{outcome}", which is not one of its words. The nearest is "{nearest(outcome, OUTCOMES)}".',
            f"Use one of {listed(OUTCOMES)}.",
        )
    is_asserted, truth = OUTCOMES[outcome]
    party_id, text, batch = refer.party(table, "party"), table.text("text"), table.text("batch", "")
    why = made(table.text("why"))
    return TrackEntry(
        entry_id=entry_id(why.by, party_id, text, batch),
        party_id=party_id,
        text=text,
        domain=table.text("domain", ""),
        is_asserted=is_asserted,
        truth=truth,
        batch=batch,
        n=table.whole("n", 1, low=1),
        at_span=table.span("at"),
        quality=table.number("quality", 1.0, high=1.0),
        exchange=table.number("exchange", 1.0, high=1.0),
        unseen=table.number("unseen", high=1.0) if table.has("unseen") else None,
        alike=table.number("alike", high=1.0) if table.has("alike") else None,
        about_claim=refer.claim(table, "claim") if table.has("claim") else "",
        evidence=table.texts("exhibits"),
        made=why,
    )


def entry_id(by: str, party_id: str, text: str, batch: str) -> str:
    """Return the id of what one person says of one matter: saying it anew replaces what they said before."""
    return key("track", by, party_id, " ".join(text.split()).casefold(), batch)


def grade_id(by: str, party_id: str, standard: str, claim_id: str) -> str:
    """Return the id of a grade: of one person, standard and claim the latest counts."""
    return key("grade", by, party_id, standard.casefold(), claim_id)


def read_grades(top: Table, refer: References, made: Callable[[str], Made]) -> Iterator[Grade]:
    """Yield the grades of a case, as given. Raises DeclarationError."""
    for table in top.tables("grades", GRADE):
        letter, number = split_grade(table.text("grade"))
        if not letter:
            raise table.fail("grade", f'is "{table.text("grade")}", which is no grade.', GRADES)
        party_id, standard = refer.party(table, "party"), table.text("standard")
        claim_id = refer.claim(table, "claim") if table.has("claim") else ""
        why = made(table.text("why"))
        yield Grade(
            grade_id=grade_id(why.by, party_id, standard, claim_id),
            party_id=party_id,
            letter=letter,
            number=number,
            standard=standard,
            claim_id=claim_id,
            made=why,
        )


GRADES = "Write a letter from A to F, with a digit from 1 to 6 where one was given: B2, C, F6."


def split_grade(written: str) -> tuple[str, str]:
    """Return letter and digit of a grade as written, the digit empty where none was given; else two empty."""
    wanted = "".join(written.split()).upper().replace("-", "")
    letter, number = wanted[:1], wanted[1:]
    if letter in vocabulary("reliability").values() and number in ("", *vocabulary("credibility").values()):
        return letter, number
    return "", ""
