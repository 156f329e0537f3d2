"""What falls with a party: tried without a trace, or recorded as a person's word that can be taken back.

A defector admits that he invented it; an outlet retracts; a monitor turns out to copy another. The desk
shows every claim and every sentence of the dossier that moves before anybody decides, and the ledger keeps
who decided. Claims the party plays no part in are not counted anew.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from twosource.desk.assessing import (
    claim_evidence,
    counts_that_hold,
    statements_by_claim,
    trace_claims,
    traced_claims,
    tracing_settings,
)
from twosource.desk.merging import LOOK, UNTOUCHED, party_called
from twosource.desk.publishing import gather
from twosource.desk.reviewed import person, standing_words
from twosource.desk.standings import PARTY, standing_id
from twosource.desk.unweighed import caveats, resting_on
from twosource.desk.workplace import Workplace
from twosource.dossier import compose
from twosource.dossier.contexts import DossierPage, Sentence
from twosource.errors import UsageError
from twosource.evidence.claims import Claim
from twosource.evidence.codec import to_line
from twosource.evidence.lineage import OriginCount
from twosource.evidence.reviews import Review, Verdict, review_id
from twosource.evidence.testimony import Made, Party, Tie
from twosource.terms import Standing
from twosource.tracing import headline
from twosource.tracing.retracting import (
    ClaimMove,
    Retracting,
    Retraction,
    dependence,
    restore,
    retract,
    touched,
)
from twosource.tracing.two_sources import relied_on

NO_LONGER = "what people say of the party has changed"
WEIGH_AGAIN = "has to be weighed again"
COMES_BACK = "comes back"
# Our own marks round names, which a terminal would show as marks of the cache.
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedClaim:
    """One claim before and after: its headline, hands and origins, and P(nothing supports it) after.

    `p_two_relied_before` and `_after`: P(two or more hands) with those relied on apart, the second setting of
    the two-source rule, which is all that moves where somebody is relied on no longer.
    """

    siglum: str
    text: str
    headline_before: str
    headline_after: str
    hands_before: int
    hands_after: int
    origins_before: int
    origins_after: int
    p_one_before: float
    p_one_after: float
    p_none_after: float
    keeps_no_support: bool
    p_two_relied_before: float = 0.0
    p_two_relied_after: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingWeighing:
    """A question whose weighing rests on the party: by a variable about it, or by items on moved claims."""

    siglum: str
    text: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedSentence:
    """One sentence of the dossier, by its number in reading order, and its fate.

    `falls`, `changes` (to `after`, empty where nothing is said in its place), or, where it answers a
    question, `has to be weighed again`: people's answers stand, and what they were about does not. Where a
    word is taken back it `comes back`, or changes from what stands now.
    """

    number: int
    claims: tuple[str, ...]
    text: str
    fate: str
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractAnswer:
    """What happens to a party and everything that moves with it; `is_dry_run`: nothing was recorded.

    `n_touched` claims were counted again; `n_standing` sentences of the dossier stand as they are.
    """

    siglum: str
    party: str
    kind: str
    on: str
    by: str
    why: str
    is_dry_run: bool
    is_undone: bool
    is_unchanged: bool
    n_touched: int
    claims: tuple[MovedClaim, ...]
    weighings: tuple[RestingWeighing, ...]
    sentences: tuple[MovedSentence, ...]
    n_standing: int
    on_siglum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A person's word on a party: what happens to it, who says so and why; `undo` takes it back."""

    kind: Retraction = Retraction.WITHDRAWN
    on: str = ""
    by: str = ""
    why: str = ""
    undo: bool = False
    is_dry_run: bool = False


def retract_party(work: Workplace, name: str, word: Word) -> RetractAnswer:
    """Show what moves with a party and, unless it is a dry run, record the word and count anew.

    Raises NothingMatchedError for a name nobody has, UsageError without name and reason, where a party
    would depend on itself, or where there is no word to take back.
    """
    party = party_called(work, name)
    on = party_called(work, word.on) if word.on else None
    if on is not None and on.party_id == party.party_id:
        raise UsageError("A party cannot depend on itself.", safe=UNTOUCHED, remedy=LOOK)
    if not word.is_dry_run and not (word.by.strip() and word.why.strip()):
        raise UsageError(
            "To withdraw a party is a judgement: it needs a name and a reason.",
            safe=UNTOUCHED,
            remedy="Give both: --by 'Name' --why 'reason'; or look first: --dry-run.",
        )
    if word.undo:
        return _undone(work, party, on, word)
    moves = _moves(work, party, on, word)
    answer = _answer(work, party, on, word, moves)
    if word.is_dry_run:
        return answer
    is_new = _record(work, party, on, word, Verdict.REJECTED)
    if is_new:
        trace_claims(work, work.declared())
    return replace(answer, is_unchanged=not is_new)


def _moves(work: Workplace, party: Party, on: Party | None, word: Word) -> list[ClaimMove]:
    declared = work.declared()
    what = Retracting(party_id=party.party_id, kind=word.kind, on=on.party_id if on else "")
    settings, by_claim = tracing_settings(work, declared), statements_by_claim(work)
    evidence = claim_evidence(work, declared, traced_claims(work, by_claim), by_claim)
    moving = list(touched(evidence, party.party_id))
    return list(retract(moving, settings, what, counts_that_hold(work, moving, settings)))


def _answer(
    work: Workplace, party: Party, on: Party | None, word: Word, moves: Sequence[ClaimMove]
) -> RetractAnswer:
    moved = [m for m in moves if m.is_moved]
    gone = {party.party_id} if word.kind is Retraction.WITHDRAWN else set()
    if word.undo:
        back = [ClaimMove(before=m.after, after=m.before) for m in moved]
        sentences, n_standing = _sentences(work, back, gone, spared=party.party_id if moves else "")
        sentences = tuple(map(_returning, sentences))
    else:
        sentences, n_standing = _sentences(work, moved, gone)
    return RetractAnswer(
        siglum=work.store.siglum(party.party_id) or party.party_id,
        party=party.shown,
        kind=word.kind.value,
        on=on.shown if on else "",
        by=word.by.strip(),
        why=word.why.strip(),
        is_dry_run=word.is_dry_run,
        is_undone=word.undo,
        is_unchanged=False,
        n_touched=len(moves),
        claims=tuple(_moved(work, moved)),
        weighings=tuple(_weighings(work, party, {m.claim_id for m in moved})),
        sentences=sentences,
        n_standing=n_standing,
        on_siglum=(work.store.siglum(on.party_id) or on.party_id) if on else "",
    )


def _moved(work: Workplace, moves: Sequence[ClaimMove]) -> Iterator[MovedClaim]:
    """Yield the claims that move: those that keep no support first, then by how many hands they lose."""
    parties = {p.party_id: p for p in work.store.all(Party)}
    claims = {c.claim_id: c for c in work.store.all(Claim)}

    def place(move: ClaimMove) -> tuple[bool, bool, int, str]:
        lost = move.after.kappa_mode - move.before.kappa_mode
        return not claims[move.claim_id].made.is_judgement, not move.keeps_no_support, lost, move.claim_id

    for move in sorted(moves, key=place):
        before, after = move.before, move.after
        yield MovedClaim(
            siglum=work.store.siglum(move.claim_id) or move.claim_id,
            text=claims[move.claim_id].text,
            headline_before=headline(before, parties),
            headline_after=headline(after, parties),
            hands_before=before.kappa_mode,
            hands_after=after.kappa_mode,
            origins_before=before.k_mode,
            origins_after=after.k_mode,
            p_one_before=sum(before.kappa[:2]),
            p_one_after=sum(after.kappa[:2]),
            p_none_after=after.kappa[0],
            keeps_no_support=move.keeps_no_support,
            p_two_relied_before=relied_on(before),
            p_two_relied_after=relied_on(after),
        )


def _weighings(work: Workplace, party: Party, moved: Collection[str]) -> Iterator[RestingWeighing]:
    """Yield the questions whose answers name the party, or weigh an item on a claim that moves."""
    for question, rests in resting_on(work, party.party_id, moved):
        yield RestingWeighing(
            siglum=work.store.siglum(question.question_id), text=question.text, rests_on=tuple(rests)
        )


def _sentences(
    work: Workplace, moved: Sequence[ClaimMove], gone: Collection[str], *, spared: str = ""
) -> tuple[tuple[MovedSentence, ...], int]:
    """Return the sentences of the dossier that fall or change, and how many stand as they are.

    The page is made twice, with the counts before and after, and laid side by side. A sentence falls
    where every claim it speaks of keeps no support, or where every statement it cites has the withdrawn
    party in its chain. That somebody was withdrawn is not said of the one `spared`.
    """
    material = gather(work, pictured=False)
    if spared:
        material = replace(material, caveats=caveats(work, spared))
    parties = material.parties

    def page(counts: Mapping[str, OriginCount]) -> DossierPage:
        known = {**material.origin_counts, **counts}
        said = {c: headline(count, parties) for c, count in known.items()}
        return compose(replace(material, origin_counts=known, headlines=said))

    pages = [page({m.claim_id: getattr(m, side) for m in moved}) for side in ("before", "after")]
    before, after = (list(_spoken(one)) for one in pages)
    fallen = {m.claim_id for m in moved if m.keeps_no_support}
    through = {
        s.passage_id
        for s in material.statements.values()
        if any(link.party_id in gone for link in s.chain.links)
    }
    weighed = {s.number for q in pages[0].questions for s in _spoken(replace(q, hands=None))}
    found: list[MovedSentence] = []
    for sentence, instead in _side_by_side(before, after):
        cited = {n.reference for n in sentence.citations} & material.passages.keys()
        falls = (sentence.about and fallen.issuperset(sentence.about)) or (cited and cited <= through)
        if not falls and instead is sentence:
            continue
        fate = WEIGH_AGAIN if falls and sentence.number in weighed else "falls" if falls else "changes"
        found.append(
            MovedSentence(
                number=sentence.number,
                claims=tuple(work.store.siglum(c) or c for c in sentence.about),
                text=sentence.text.translate(_ISOLATES),
                fate=fate,
                after="" if falls or instead is None else instead.text.translate(_ISOLATES),
            )
        )
    return tuple(found), len(before) - len(found)


def _returning(sentence: MovedSentence) -> MovedSentence:
    """Return a sentence that moved with the party as it moves when the party's part is restored."""
    if sentence.after:
        return replace(sentence, text=sentence.after, after=sentence.text)
    return replace(sentence, fate=COMES_BACK)


def _side_by_side(
    before: Sequence[Sentence], after: Sequence[Sentence]
) -> Iterator[tuple[Sentence, Sentence | None]]:
    """Yield each sentence with what stands in its place later: itself, another, or None."""
    earlier, later = ([(s.about, s.text) for s in page] for page in (before, after))
    for tag, i, until, j, end in SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((sentence, sentence) for sentence in before[i:until])
        else:
            yield from _paired(before[i:until], after[j:end])


def _paired(
    before: Sequence[Sentence], after: Sequence[Sentence]
) -> Iterator[tuple[Sentence, Sentence | None]]:
    """Yield each sentence with the one that says most in the same words about the same claims, or None."""
    words = {id(s): set(s.text.split()) for s in (*before, *after)}
    pairs = sorted(
        (-len(words[id(one)] & words[id(other)]), i, j)
        for i, one in enumerate(before)
        for j, other in enumerate(after)
        if one.about == other.about
    )
    taken: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in taken and j not in taken.values():
            taken[i] = j
    for i, one in enumerate(before):
        yield one, after[taken[i]] if i in taken else None


def _spoken(value: Any) -> Iterator[Sentence]:
    """Yield every sentence of a page in reading order."""
    if isinstance(value, Sentence):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _spoken(one)
    elif is_dataclass(value):
        for name in fields(value):
            yield from _spoken(getattr(value, name.name))


def _record(work: Workplace, party: Party, on: Party | None, word: Word, verdict: Verdict) -> bool:
    """Keep a word and what follows from it, all in one commit; return whether it says anything new."""
    on_id = on.party_id if on else ""
    item_id, now = standing_id(party.party_id, word.kind, on_id), work.clock()
    by = word.by.strip()
    words = _words(work, item_id)
    if words and (words[-1].by, words[-1].verdict) == (by, verdict):
        return False
    review = Review(
        review_id=review_id(item_id, verdict, by, now),
        item_kind=PARTY,
        item_id=item_id,
        item=to_line(party),
        verdict=verdict,
        why=word.why.strip(),
        by=by,
        at=now,
    )
    with work.store.transaction():
        work.store.put([review])
        if on is not None:
            standing = _words(work, item_id)
            if standing:
                made = Made(by=person(standing[-1].by), standing=Standing.JUDGEMENT, why=standing[-1].why)
                work.store.put([dependence(party.party_id, on_id, made)])
            else:
                work.store.withdraw(Tie, [dependence(party.party_id, on_id).tie_id], NO_LONGER)
    return True


def _words(work: Workplace, item_id: str) -> tuple[Review, ...]:
    return standing_words(work.store.all(Review, about=item_id)).get(item_id, ())


def _undone(work: Workplace, party: Party, on: Party | None, word: Word) -> RetractAnswer:
    """Take one's own word back and show what moves back. Raises UsageError where there is none."""
    item_id = standing_id(party.party_id, word.kind, on.party_id if on else "")
    shown = work.store.siglum(party.party_id) or party.party_id
    words, by = _words(work, item_id), word.by.strip()
    if not words or (by not in {said.by for said in words} and (by or not word.is_dry_run)):
        happened = f"{by} said nothing of {shown} that still counts." if by else ""
        raise UsageError(
            happened or f"Nobody said anything of {shown} that still counts.",
            safe=UNTOUCHED,
            remedy="Use the name it was said under (`twosource log`), and the same options.",
        )
    if word.is_dry_run:
        is_last = not by or {said.by for said in words} == {by}
        return _answer(work, party, on, word, _moves_back(work, party, on, word) if is_last else [])
    counts = {c.claim_id: c for c in work.store.all(OriginCount)}
    _record(work, party, on, word, Verdict.WITHDRAWN)
    trace_claims(work, work.declared())
    now = {c.claim_id: c for c in work.store.all(OriginCount)}
    moves = [ClaimMove(before=counts[c], after=now[c]) for c in counts if c in now and counts[c] != now[c]]
    return _answer(work, party, on, word, moves)


def _moves_back(work: Workplace, party: Party, on: Party | None, word: Word) -> list[ClaimMove]:
    """Return what moves once the word on a party counts no more, without recording anything."""
    declared = work.declared()
    what = Retracting(party_id=party.party_id, kind=word.kind, on=on.party_id if on else "")
    settings, by_claim = tracing_settings(work, declared), statements_by_claim(work)
    evidence = claim_evidence(work, declared, traced_claims(work, by_claim), by_claim)
    moving = list(touched(evidence, party.party_id))
    others = [k for k in (Retraction.WITHDRAWN, Retraction.DEMOTED) if k is not word.kind]
    is_relied_on = not any(_words(work, standing_id(party.party_id, kind)) for kind in others)
    trusted = tuple(
        p for p in declared.trusted if p in settings.trusted or (p == party.party_id and is_relied_on)
    )
    counts = counts_that_hold(work, moving, settings)
    return list(restore(moving, settings, replace(settings, trusted=trusted), what, counts))
