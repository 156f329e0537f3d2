"""A person's word on a suggestion: accept, reject, correct, take back; one judgement, one commit.

The suggestion itself is never touched. A word names who gave it and holds the line that was seen; several
people may differ, all their words are kept, and the latest counts (`desk/reviewed.py` says how).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from twosource.desk.answers import resolve, said_of
from twosource.desk.assessing import standing_statements
from twosource.desk.correcting import Basis, Correction, corrected, judgement
from twosource.desk.layer_listing import veil_error, veiled
from twosource.desk.naming_parties import PartyFinder
from twosource.desk.reviewed import MATCHING, STATEMENT, Reviewed, is_declared, seen
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import veil_for
from twosource.errors import NothingMatchedError, TwosourceError, UsageError
from twosource.evidence.assessments import Supersession
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.codec import to_line
from twosource.evidence.holdings import Rendition
from twosource.evidence.lineage import OriginCount
from twosource.evidence.passages import Passage
from twosource.evidence.reviews import Review, Verdict, review_id
from twosource.evidence.testimony import Made, Party, Statement
from twosource.ids import key
from twosource.reading.accepting import UNSTORABLE
from twosource.terms import Standing

UNTOUCHED = "Nothing in the case was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedAnswer:
    """What one word did: on what, whose, what counts now, and what others had said before."""

    siglum: str
    claim: str
    verdict: str
    by: str
    corrected: str
    is_unchanged: bool
    counts: str
    others: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """What a word is about: the record as it is now, and how it is called."""

    kind: str
    item_id: str
    record: Statement | Matching
    siglum: str
    claim: str = ""
    chosen_id: str = ""

    @property
    def called(self) -> str:
        return f"{self.siglum} on {self.claim}" if self.claim else self.siglum


def accept(work: Workplace, name: str, *, by: str, why: str = "", claim: str = "") -> ReviewedAnswer:
    """Say that a suggestion is right as it is; with `claim`, that the statement bears on that claim.

    To accept a correction is to agree with whoever made it. Raises UsageError, NothingMatchedError.
    """
    item = _item(work, name, claim)
    if item.chosen_id:
        word = _word(work, item, Verdict.CORRECTED, by, why)
        return _say(work, item, replace(word, corrected_id=item.chosen_id))
    return _say(work, item, _word(work, item, Verdict.ACCEPTED, by, why))


def reject(work: Workplace, name: str, *, by: str, why: str = "", claim: str = "") -> ReviewedAnswer:
    """Say that a suggestion is wrong: it counts nowhere, is kept, and can be taken back.

    Raises UsageError, also for somebody's correction: the suggestion behind it is what is judged.
    """
    item = _item(work, name, claim)
    if item.chosen_id:
        raise UsageError(
            f"{name.strip()} is somebody's correction of {item.siglum}.",
            safe=UNTOUCHED,
            remedy=f"Judge {item.siglum} itself: `twosource accept {item.siglum}` brings the suggestion "
            f"back, `twosource reject {item.siglum}` leaves out both.",
        )
    return _say(work, item, _word(work, item, Verdict.REJECTED, by, why))


def not_enough(work: Workplace, name: str, *, by: str, why: str = "", claim: str) -> ReviewedAnswer:
    """Say that what is held is not enough to tell whether a statement bears on a claim.

    It then bears on it for nobody, and no machine joins the two. Raises UsageError without a claim.
    """
    if not claim.strip():
        raise UsageError(
            "Not enough for what? Only whether a statement bears on a claim can be left open.",
            safe=UNTOUCHED,
            remedy=f"Name the claim: `twosource not-enough {name.strip()} --claim C1`.",
        )
    item = _item(work, name, claim)
    return _say(work, item, _word(work, item, Verdict.NOT_ENOUGH, by, why))


def correct(work: Workplace, name: str, given: Correction, *, by: str, why: str) -> ReviewedAnswer:
    """Put a statement of your own in place of a suggestion. Raises UsageError, AnchorError.

    Correcting a correction puts another one in place of the same suggestion. All records are kept in
    one commit: the statement, its words, parties that are new, what supersedes what, and the word.
    """
    item = _item(work, name, "")
    word = _word(work, item, Verdict.CORRECTED, by, why)
    if not word.why:
        raise UsageError("A correction needs a reason.", safe=UNTOUCHED, remedy="Give it with --why.")
    basis = _basis(work, item.chosen_id or item.item_id)
    parties = list(work.store.all(Party))
    made = judgement(word.by, word.why)
    here = {
        link.party_id
        for s in work.store.all(Statement, about=basis.statement.exhibit_id)
        for link in s.chain.links
    }
    finder = PartyFinder(parties, here=here, veil=veil_for(parties), made=made)
    try:
        new = corrected(basis, given, finder, made)
    except TwosourceError as error:
        veil_error(work, error)
        raise
    word = replace(word, corrected_id=new.statement.statement_id)
    supersession = Supersession(
        supersession_id=key("supersession", item.item_id, new.statement.statement_id),
        earlier_id=item.item_id,
        later_id=new.statement.statement_id,
        why=word.why,
        at=word.at,
        made=made,
    )
    return _say(work, item, word, (*new.parties, new.passage, new.statement, supersession))


def undo_review(work: Workplace, name: str, *, by: str, why: str = "", claim: str = "") -> ReviewedAnswer:
    """Take your own word back: what others said counts again, or the suggestion does. Raises UsageError."""
    item = _item(work, name, claim)
    word = _word(work, item, Verdict.WITHDRAWN, by, why)
    words = Reviewed(work.store).words.get(item.item_id, ())
    if word.by not in {one.by for one in words}:
        told = f" {_others(work, words)[-1]}" if words else ""
        raise UsageError(
            veiled(work, f"{word.by} has no word on {item.called} to take back.{told}"),
            safe=UNTOUCHED,
            remedy="Everyone takes back their own; say what you make of it with accept, correct or reject.",
        )
    return _say(work, item, word)


# -- what is judged


def _item(work: Workplace, name: str, claim: str) -> _Item:
    """Return what is judged. Raises NothingMatchedError, UsageError where a review cannot judge it."""
    found = resolve(work, name)
    statement = work.store.get(Statement, found)
    if statement is None:
        raise UsageError(
            f"{name.strip()} is no statement.", safe=UNTOUCHED, remedy="Name one, as S8: `twosource review`."
        )
    if claim.strip():
        return _matching_item(work, statement, claim)
    if is_declared(statement.made):
        raise UsageError(
            f"{name.strip()} was declared in case.toml, which wins over any review.",
            safe=UNTOUCHED,
            remedy="Change it there and run `twosource examine`.",
        )
    root = Reviewed(work.store).root_of(found)
    item = work.store.get(Statement, root)
    if item is None:
        raise NothingMatchedError(f"The suggestion that {name.strip()} corrects is no longer kept.")
    chosen = found if root != found else ""
    return _Item(kind=STATEMENT, item_id=root, record=item, siglum=work.store.siglum(root), chosen_id=chosen)


def _matching_item(work: Workplace, statement: Statement, claim_name: str) -> _Item:
    claim_id, statement_id = resolve(work, claim_name), statement.statement_id
    if work.store.get(Claim, claim_id) is None:
        raise UsageError(f"{claim_name.strip()} is no claim.", safe=UNTOUCHED, remedy="Name one, as C1.")
    siglum, claim = work.store.siglum(statement_id), work.store.siglum(claim_id)
    held = [m for m in work.store.all(Matching, about=claim_id) if m.statement_id == statement_id]
    if any(is_declared(m.made) for m in held):
        raise UsageError(
            f"case.toml says whether {siglum} bears on {claim}, and it wins over any review.",
            safe=UNTOUCHED,
            remedy="Change it there and run `twosource examine`.",
        )
    if statement_id not in {s.statement_id for s in standing_statements(work)}:
        raise UsageError(
            f"{siglum} does not count, so it bears on no claim.",
            safe=UNTOUCHED,
            remedy="See why with `twosource statements --all`, or judge it itself first.",
        )
    item_id = key("matching", statement_id, claim_id, "review")
    before = Reviewed(work.store).word(item_id)
    matching = held[0] if held else seen(before) if before else _unsuggested(item_id, statement_id, claim_id)
    return _Item(kind=MATCHING, item_id=item_id, record=matching, siglum=siglum, claim=claim)


def _unsuggested(matching_id: str, statement_id: str, claim_id: str) -> Matching:
    """Return a pair that no machine suggested, for a person to judge."""
    return Matching(
        matching_id=matching_id,
        statement_id=statement_id,
        claim_id=claim_id,
        verdict="not enough",
        reasons=("no machine suggested it",),
        made=Made(by="nobody", standing=Standing.SUGGESTION),
    )


def _basis(work: Workplace, statement_id: str) -> Basis:
    statement = work.store.get(Statement, statement_id)
    passage = work.store.get(Passage, statement.passage_id) if statement else None
    rendition = work.store.get(Rendition, passage.rendition_id) if passage else None
    if statement is None or passage is None or rendition is None:
        raise NothingMatchedError(
            "The words this suggestion stands on are no longer kept.", remedy="Run `twosource verify`."
        )
    return Basis(statement=statement, passage=passage, rendition=rendition)


# -- the word


def _word(work: Workplace, item: _Item, verdict: Verdict, by: str, why: str) -> Review:
    """Return a person's word on an item as it is now. Raises UsageError where nobody is named."""
    by, why = " ".join(by.split()), " ".join(why.split())
    if not by:
        raise UsageError(
            "Nobody is named as the one who judges.", safe=UNTOUCHED, remedy="Say who with --by."
        )
    if UNSTORABLE.search(by + why):
        raise UsageError("The name or the reason holds half a character.", safe=UNTOUCHED)
    now = work.clock()
    return Review(
        review_id=review_id(item.item_id, verdict, by, now),
        item_kind=item.kind,
        item_id=item.item_id,
        item=to_line(item.record),
        verdict=verdict,
        why=why,
        by=by,
        at=now,
    )


def _say(work: Workplace, item: _Item, word: Review, records: Iterable[Any] = ()) -> ReviewedAnswer:
    """Keep a word with the records it brings, in one commit; the same word twice is kept once."""
    before = Reviewed(work.store).words.get(item.item_id, ())
    is_unchanged = bool(before) and _same(before[-1], word)
    if not is_unchanged:
        with work.store.transaction():
            work.store.put([*records, word])
            _forget_counts(work, item, word)
    return veiled(work, _answer(work, item, word, is_unchanged=is_unchanged))


def _same(before: Review, word: Review) -> bool:
    return (before.by, before.verdict, before.item, before.corrected_id) == (
        word.by,
        word.verdict,
        word.item,
        word.corrected_id,
    )


def _forget_counts(work: Workplace, item: _Item, word: Review) -> None:
    """Drop the counts of the claims a word touches: a count that no longer holds must not be shown."""
    reviewed = Reviewed(work.store)
    family = {item.item_id, word.corrected_id}
    family |= {later for later, root in reviewed.corrections.items() if root == item.item_id}
    if isinstance(item.record, Matching):
        claims = {item.record.claim_id}
    else:
        claims = {m.claim_id for m in work.store.all(Matching) if m.statement_id in family}
    work.store.remove(OriginCount, claims)
    for claim_id in sorted(claims):
        work.store.forget(f"trace {claim_id}")


def _answer(work: Workplace, item: _Item, word: Review, *, is_unchanged: bool) -> ReviewedAnswer:
    words = Reviewed(work.store).words.get(item.item_id, ())
    replacing = work.store.siglum(word.corrected_id) if word.corrected_id else ""
    return ReviewedAnswer(
        siglum=item.siglum,
        claim=item.claim,
        verdict=word.verdict.value,
        by=word.by,
        corrected=replacing,
        is_unchanged=is_unchanged,
        counts=_counts(work, item, words),
        others=tuple(_others(work, [one for one in words if one.by != word.by])),
        notes=_notes(work, item, words),
    )


_BEARS = {
    Verdict.ACCEPTED: "bears on it",
    Verdict.NOT_ENOUGH: "may or may not bear on it, and counts for it nowhere",
}


def _counts(work: Workplace, item: _Item, words: tuple[Review, ...]) -> str:
    """Return in a sentence what counts now."""
    if not words:
        return f"The suggestion {item.called} is back; nobody's word stands on it."
    last = words[-1]
    if item.claim:
        bears = _BEARS.get(last.verdict, "does not bear on it")
        return f"{item.siglum} {bears}: {last.by} says so of {item.claim}."
    if last.verdict is Verdict.ACCEPTED:
        return f"{item.siglum} counts as a machine read it, accepted by {last.by}."
    if last.verdict is Verdict.REJECTED:
        return f"{item.siglum} counts nowhere any more; it is kept, and `undo-review` takes the word back."
    return (
        f"{work.store.siglum(last.corrected_id)} counts in place of {item.siglum}, as {last.by} corrected it."
    )


def _others(work: Workplace, words: Iterable[Review]) -> list[str]:
    return [said_of(work, word) + "." for word in words]


def _notes(work: Workplace, item: _Item, words: tuple[Review, ...]) -> tuple[str, ...]:
    if item.claim or not words or words[-1].verdict is Verdict.REJECTED:
        return ()
    counting = words[-1].corrected_id or item.item_id
    if counting in {s.statement_id for s in standing_statements(work)}:
        return ()
    return ("case.toml declares a statement on the same words, and that one counts.",)
