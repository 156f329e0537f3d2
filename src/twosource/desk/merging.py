"""Who may be one: suggested by names, decided by people, taken back by people; nothing is ever removed.

A suggestion is worked out when asked for and kept nowhere, so that no score can count as a tie. A
person's word is kept twice: as a review of the suggestion as it was seen, and, where it says "one", as
a tie that tracing follows. Taking it back withdraws the tie; the ledger keeps all of it.

Names of protected parties are compared with nothing: a pair on paper would say who is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twosource.desk.parties import company_of, likeness
from twosource.desk.reviewed import person, standing_words
from twosource.desk.workplace import Workplace
from twosource.errors import NotAllowedError, NothingMatchedError, UsageError
from twosource.evidence.codec import kind_of, to_line
from twosource.evidence.lineage import OriginCount
from twosource.evidence.reviews import Review, Verdict, review_id
from twosource.evidence.testimony import Made, Party, Tie
from twosource.ids import key
from twosource.store import Store
from twosource.terms import Standing

SAME_AS = "same as"
TIE = kind_of(Tie)
UNTOUCHED = "Nothing in the case was changed."
NO_LONGER = "what people say of the two has changed"
LEAST_MOVE = 0.05
LOOK = "Look at `twosource parties`; each has a siglum such as N3."


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsAnswer:
    """The hands of one claim before and after, and how probable they are; None where it was not counted."""

    claim: str
    before: int | None
    after: int | None
    p_before: float = 1.0
    p_after: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeAnswer:
    """What a person's word did: on whom, what it was, and which claims count other hands now."""

    sigla: tuple[str, str]
    names: tuple[str, str]
    verdict: str
    by: str
    why: str
    is_unchanged: bool
    hands: tuple[HandsAnswer, ...] = ()


def party_called(work: Workplace, name: str) -> Party:
    """Return the party of a siglum, an id, the end of one, or a name only it has. Raises NothingMatchedError.

    What the program prints of a party leads to it as well: nobody types the name behind a label. A name
    that several have, and the name of a protected party, lead to nobody.
    """
    wanted = name.strip()
    found = work.store.by_siglum(wanted.upper()) or wanted
    if (party := work.store.get(Party, found)) is not None:
        return party
    called = [
        party
        for party in work.store.all(Party)
        if (len(wanted) >= 6 and party.party_id.endswith(wanted))
        or wanted.casefold() in {n.casefold() for n in _known_as(party)}
    ]
    if len(called) != 1:
        many = f"{len(called)} parties are" if called else "No party of this case is"
        raise NothingMatchedError(f"{many} called so.", safe=UNTOUCHED, remedy=LOOK)
    return called[0]


def _known_as(party: Party) -> tuple[str, ...]:
    """Return what a party may be called by whoever types: of a protected one only what is printed."""
    return (party.shown,) if party.is_protected else (party.shown, party.name, *party.aliases)


def pair_id(one: str, other: str) -> str:
    """Return the id of the suggestion that two parties are one, whichever is named first."""
    return key("tie", "one party", *sorted((one, other)))


def suggested_tie(one: str, other: str, p: float, reasons: Sequence[str]) -> Tie:
    """Return what a machine suggests of two parties, as a value to be shown and judged, never to be kept."""
    low, high = sorted((one, other))
    made = Made(by="names", standing=Standing.SUGGESTION, why="; ".join(reasons), p=round(p, 3))
    return Tie(
        tie_id=pair_id(one, other), from_party=low, to_party=high, kind=SAME_AS, p=round(p, 3), made=made
    )


def say_same(work: Workplace, names: Sequence[str], *, by: str, why: str) -> MergeAnswer:
    """Record that two parties are one. Raises UsageError, NothingMatchedError, NotAllowedError.

    A protected and a public party cannot be made one: on every page the public name would stand for
    the protected one.
    """
    one, other = _two(work, names)
    if one.is_protected != other.is_protected:
        raise NotAllowedError(
            "One of them is protected and the other is not: shown as one, the name of the other would "
            "say who is protected.",
            safe=UNTOUCHED,
            remedy="Protect both in case.toml first (`protected = true`), then say that they are one.",
        )
    return _say(work, _word(work, (one, other), Verdict.ACCEPTED, by, why), one, other)


def say_different(work: Workplace, names: Sequence[str], *, by: str, why: str) -> MergeAnswer:
    """Record that two parties are two; what people said before stays in the ledger and no longer counts.

    Raises UsageError where they are one through others or by case.toml: that has to be undone there.
    """
    one, other = _two(work, names)
    return _say(work, _word(work, (one, other), Verdict.REJECTED, by, why), one, other)


def undo(work: Workplace, names: Sequence[str], *, by: str, why: str) -> MergeAnswer:
    """Take back one's own word on two parties; then the latest word of another counts, or none.

    Raises UsageError where this person said nothing of them: nobody takes back the word of another.
    """
    one, other = _two(work, names)
    word = _word(work, (one, other), Verdict.WITHDRAWN, by, why)
    if word.by not in {said.by for said in _words_on(work.store, word.item_id)}:
        raise UsageError(
            f"{word.by} said nothing of {_called(work, one)} and {_called(work, other)} that still counts.",
            safe=UNTOUCHED,
            remedy="Use the name it was said under (`twosource log`), or say `twosource different`.",
        )
    return _say(work, word, one, other)


def _say(work: Workplace, word: Review, one: Party, other: Party) -> MergeAnswer:
    """Keep a word and let the latest that counts decide whether there is a tie; all in one commit."""
    before = _words_on(work.store, word.item_id)
    if before and (before[-1].by, before[-1].verdict) == (word.by, word.verdict):
        return _answer(work, one, other, word, is_unchanged=True)
    with work.store.transaction():
        work.store.put([word])
        now = _words_on(work.store, word.item_id)
        work.store.withdraw(Tie, [word.item_id], NO_LONGER)
        company = company_of(work)
        if now and now[-1].verdict is Verdict.ACCEPTED:
            head, tail = company.ordered(one, other)
            work.store.put([_tie(word.item_id, tail, head, now[-1])])
        elif word.verdict is Verdict.REJECTED and company.are_one(one.party_id, other.party_id):
            raise UsageError(
                f"{_called(work, one)} and {_called(work, other)} are one by case.toml or through others.",
                safe=UNTOUCHED,
                remedy="Take the tie out of case.toml, or undo what joins them (see `twosource parties`).",
            )
    return _answer(work, one, other, word)


def _tie(item_id: str, tail: Party, head: Party, word: Review) -> Tie:
    return Tie(
        tie_id=item_id,
        from_party=tail.party_id,
        to_party=head.party_id,
        kind=SAME_AS,
        p=1.0,
        made=Made(by=person(word.by), standing=Standing.JUDGEMENT, why=word.why),
    )


def _words_on(store: Store, item_id: str) -> tuple[Review, ...]:
    """Return the words on a pair that count, the latest last."""
    return standing_words(store.all(Review, about=item_id)).get(item_id, ())


def apart(store: Store) -> frozenset[str]:
    """Return the ids of the pairs of which the latest word is that they are two."""
    words = standing_words(r for r in store.all(Review) if r.item_kind == TIE)
    return frozenset(item for item, said in words.items() if said[-1].verdict is Verdict.REJECTED)


def hands(work: Workplace) -> dict[str, tuple[float, ...]]:
    """Return how probable each number of hands is for every claim that was traced, by the id of the claim."""
    return {count.claim_id: count.kappa for count in work.store.all(OriginCount)}


def changed(
    work: Workplace, before: Mapping[str, Sequence[float]], after: Mapping[str, Sequence[float]]
) -> tuple[HandsAnswer, ...]:
    """Return the claims whose hands differ, or are surer or less sure by .05, by siglum."""
    found = []
    for claim_id in dict.fromkeys((*before, *after)):
        was, now = _likeliest(before.get(claim_id)), _likeliest(after.get(claim_id))
        if was[0] != now[0] or abs(was[1] - now[1]) >= LEAST_MOVE:
            name = work.store.siglum(claim_id) or claim_id
            told = HandsAnswer(claim=name, before=was[0], after=now[0], p_before=was[1], p_after=now[1])
            found.append(told)
    return tuple(found)


def _likeliest(kappa: Sequence[float] | None) -> tuple[int | None, float]:
    """Return the likeliest number of hands and its probability."""
    if kappa is None:
        return None, 1.0
    mode = max(range(len(kappa)), key=lambda i: (kappa[i], -i))
    return mode, kappa[mode]


def _two(work: Workplace, names: Sequence[str]) -> tuple[Party, Party]:
    if len(names) != 2:
        raise UsageError("Two parties are needed.", safe=UNTOUCHED, remedy=LOOK)
    one, other = (party_called(work, name) for name in names)
    if one.party_id == other.party_id:
        raise UsageError("These are one party already, under one id.", safe=UNTOUCHED, remedy=LOOK)
    return one, other


def _word(work: Workplace, two: tuple[Party, Party], verdict: Verdict, by: str, why: str) -> Review:
    """Return a person's word on the suggestion as it would be made now. Raises UsageError without a name."""
    if not by.strip() or not why.strip():
        raise UsageError(
            "Whether two are one is a judgement: it needs a name and a reason.",
            safe=UNTOUCHED,
            remedy="Give both: --by 'Name' --why 'reason'.",
        )
    one, other = two
    item, now = pair_id(one.party_id, other.party_id), work.clock()
    p, reasons = _likeness(one, other)
    return Review(
        review_id=review_id(item, verdict, by.strip(), now),
        item_kind=TIE,
        item_id=item,
        item=to_line(suggested_tie(one.party_id, other.party_id, p, reasons)),
        verdict=verdict,
        why=why.strip(),
        by=by.strip(),
        at=now,
    )


def _likeness(one: Party, other: Party) -> tuple[float, tuple[str, ...]]:
    """Return p and the reasons of a pair; of a protected party neither is worked out, nor written down."""
    if one.is_protected or other.is_protected:
        return 0.0, ("not compared: protected",)
    return likeness(one, other)


def _answer(
    work: Workplace, one: Party, other: Party, word: Review, *, is_unchanged: bool = False
) -> MergeAnswer:
    return MergeAnswer(
        sigla=(_called(work, one), _called(work, other)),
        names=(one.shown, other.shown),
        verdict=word.verdict.value,
        by=word.by,
        why=word.why,
        is_unchanged=is_unchanged,
    )


def _called(work: Workplace, party: Party) -> str:
    return work.store.siglum(party.party_id) or party.party_id
