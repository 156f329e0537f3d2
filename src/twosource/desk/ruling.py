"""Who has it from whom, as people say it: ledgered, reversible, and shown with the hands it moves.

A machine's reasons for "copied" are evidence; a person who telephoned the editor knows more. Their word makes
a report a copy for certain, or takes the evidence between two reports away. Nothing is removed: the latest
word that was not taken back counts, and the ledger keeps all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from twosource.desk.answers import resolve
from twosource.desk.assessing import claim_evidence, statements_by_claim, trace_claims
from twosource.desk.merging import HandsAnswer, changed, hands, party_called
from twosource.desk.workplace import Workplace
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import Exhibit
from twosource.evidence.lineage import Ruled, Ruling, standing_rulings
from twosource.evidence.testimony import Party, Statement
from twosource.ids import key
from twosource.tracing.rulings import ruled_sentences

UNTOUCHED = "Nothing in the case was changed."
VERBS = {"derived": Ruled.DERIVED, "separate": Ruled.SEPARATE, "undo": Ruled.WITHDRAWN}
LOOK = "Exhibits are E7 and the like (`twosource show E7`), parties N3 (`twosource parties`)."


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingAnswer:
    """What a person's word did: on whom, what it was, which claims count other hands, what has to be said.

    `claim` is empty where the word holds for every claim; `notes` are sentences: contradictions, dates.
    """

    sigla: tuple[str, str]
    names: tuple[str, str]
    claim: str
    ruled: str
    by: str
    why: str
    is_unchanged: bool
    notes: tuple[str, ...] = ()
    hands: tuple[HandsAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a ruling: an exhibit or a party, as it is kept and as it is called."""

    record_id: str
    siglum: str
    name: str


def rule(
    work: Workplace, verb: str, names: Sequence[str], *, by: str, why: str, claim: str = ""
) -> RulingAnswer:
    """Record a person's word on two (`derived`, `separate`, `undo`) and count hands anew.

    `names` are an exhibit, and the exhibit or party it is said to have it from. Undoing takes one's own word
    back; nobody takes back the word of another. Raises UsageError, NothingMatchedError.
    """
    before = hands(work)
    answer = _say(work, _ends(work, names), VERBS[verb], (by, why, claim))
    if not answer.is_unchanged:
        trace_claims(work, work.declared())
    return replace(answer, hands=changed(work, before, hands(work)), notes=_notes(work, names, answer))


def _notes(work: Workplace, names: Sequence[str], answer: RulingAnswer) -> tuple[str, ...]:
    """Return what has to be said of the rulings on the claims the child bears on."""
    child_id = _ends(work, names)[0].record_id
    by_claim = statements_by_claim(work)
    claims = [
        claim
        for claim in work.store.all(Claim)
        if any(s.exhibit_id == child_id for s in by_claim.get(claim.claim_id, ()))
        and answer.claim in ("", claim.claim_id, work.store.siglum(claim.claim_id))
    ]
    if not claims:
        return (f"{answer.sigla[0]} asserts no claim that is counted: nothing changes until it does.",)
    found = (ruled_sentences(one) for one in claim_evidence(work, work.declared(), claims))
    return tuple(dict.fromkeys(sentence for sentences in found for sentence in sentences))


def _say(work: Workplace, ends: tuple[_End, _End], ruled: Ruled, word: tuple[str, str, str]) -> RulingAnswer:
    by, why, claim = (part.strip() for part in word)
    if not by or not why:
        raise UsageError(
            "Who has it from whom is a judgement: it needs a name and a reason.",
            safe=UNTOUCHED,
            remedy="Give both: --by 'Name' --why 'reason'.",
        )
    child, parent = ends
    claim_id = _claim(work, claim)
    before = [
        r
        for r in work.store.all(Ruling, about=child.record_id)
        if (r.claim_id, r.parent_id) == (claim_id, parent.record_id)
    ]
    mine = [r for r in before if r.by == by]
    if ruled is Ruled.WITHDRAWN and (not mine or mine[-1].ruled is Ruled.WITHDRAWN):
        raise UsageError(
            f"{by} said nothing of {child.siglum} and {parent.siglum} that still counts.",
            safe=UNTOUCHED,
            remedy="Use the name it was said under (`twosource log`), and --claim where it was given.",
        )
    standing = standing_rulings(before)
    is_unchanged = bool(standing) and (standing[0].by, standing[0].ruled) == (by, ruled)
    if not is_unchanged:
        now = work.clock()
        made = Ruling(
            ruling_id=key("ruling", claim_id, child.record_id, parent.record_id, ruled, by, now.isoformat()),
            claim_id=claim_id,
            child_id=child.record_id,
            parent_id=parent.record_id,
            ruled=ruled,
            why=why,
            by=by,
            at=now,
        )
        with work.store.transaction():
            work.store.put([made])
    return RulingAnswer(
        sigla=(child.siglum, parent.siglum),
        names=(child.name, parent.name),
        claim=(work.store.siglum(claim_id) or claim_id) if claim_id else "",
        ruled=ruled.value,
        by=by,
        why=why,
        is_unchanged=is_unchanged,
    )


def _ends(work: Workplace, names: Sequence[str]) -> tuple[_End, _End]:
    if len(names) != 2:
        raise UsageError("Two are needed: an exhibit, and whom it has it from.", safe=UNTOUCHED, remedy=LOOK)
    child = _exhibit(work, names[0])
    if child is None:
        raise UsageError(
            f"{names[0].strip()} is no exhibit of this case.",
            safe=UNTOUCHED,
            remedy=f"What has it from somebody is an exhibit. {LOOK}",
        )
    parent = _exhibit(work, names[1]) or _party(work, names[1])
    if parent.record_id == child.record_id:
        raise UsageError(
            f"{child.siglum} cannot have it from itself.",
            safe=UNTOUCHED,
            remedy="Name another exhibit or party.",
        )
    return child, parent


def _exhibit(work: Workplace, name: str) -> _End | None:
    try:
        found = resolve(work, name)
    except NothingMatchedError:
        return None
    if work.store.get(Exhibit, found) is None:
        return None
    told = sorted(work.store.all(Statement, about=found), key=lambda s: not s.made.is_judgement)
    statement = told[0] if told else None
    publisher = work.store.get(Party, statement.chain.publisher.party_id) if statement else None
    return _End(found, work.store.siglum(found) or found[:12], publisher.shown if publisher else "")


def _party(work: Workplace, name: str) -> _End:
    party = party_called(work, name)
    return _End(party.party_id, work.store.siglum(party.party_id) or party.party_id, party.shown)


def _claim(work: Workplace, name: str) -> str:
    if not name:
        return ""
    found = resolve(work, name)
    if work.store.get(Claim, found) is None:
        raise UsageError(
            f"{name} is no claim.", safe=UNTOUCHED, remedy="Claims are C1 and the like (`twosource claims`)."
        )
    return found
