"""What follows from what: claims of which one cannot be so without the other, by a reviewed table.

Two ways only. The same action told with less follows from the action told with more: "they fought over
the town" entails "they fought each other". And one action implies another where the table says so and
the roles it names are equal. Place and days of what follows must hold those of what it follows from. An
order to withdraw entails no agreement, and "handed over" no transfer: nothing that is not in the table
follows. Candidates come from an index over action and roles.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.dates import DateSpan
from twosource.evidence.claims import Claim, Entailment
from twosource.evidence.events import Place
from twosource.evidence.testimony import Statement
from twosource.ids import key
from twosource.matching.content import places_of
from twosource.matching.relations.telling import lies_within, suggested, tells_a_fact
from twosource.matching.wording import content_words, fold, wording_of
from twosource.terms import Action, load_table

MOST_ALIKE = 64
LEAST_SAID = 2


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim as it is compared: folded roles, the place with its circle where one is known."""

    claim: Claim
    actor: frozenset[str]
    object: frozenset[str]
    counterpart: frozenset[str]
    place: Place | None

    @property
    def pair(self) -> tuple[frozenset[str], frozenset[str]]:
        """Actor and counterpart; of mutual actions in a fixed order, for they are told either way round."""
        if self.claim.action.value in _mutual():
            low, high = sorted((self.actor, self.counterpart), key=sorted)
            return low, high
        return self.actor, self.counterpart

    @property
    def n_said(self) -> int:
        """How much is said: roles, place, days."""
        roles = (self.actor, self.object, self.counterpart)
        return sum(map(bool, roles)) + (self.place is not None) + self.claim.span.is_known


@cache
def _implied() -> Mapping[str, tuple[tuple[Action, frozenset[str], str], ...]]:
    found: dict[str, list[tuple[Action, frozenset[str], str]]] = defaultdict(list)
    for row in load_table("entailing_actions")["implies"]:
        found[row["from"]].append((Action(row["to"]), frozenset(row["equal"]), row["why"]))
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def _mutual() -> frozenset[str]:
    return frozenset(load_table("entailing_actions")["mutual"]["actions"])


def entailments(
    claims: Sequence[Claim], *, statements: Mapping[str, Sequence[Statement]]
) -> Iterator[Entailment]:
    """Yield which claim follows from which, as suggestions, in the order of the claims' ids.

    `statements` are those that bear on each claim, by its id. Only from a claim that somebody asserts
    as a fact does anything follow: never from a denial, a question, an order or what is foretold. Claims
    that say exactly the same entail nothing here: they are one claim, which matching or a person must say.
    """
    told = {c.claim_id: _told(c, statements.get(c.claim_id, ())) for c in sorted(claims, key=_id)}
    by_action: dict[tuple[str, str, frozenset[str]], list[_Told]] = defaultdict(list)
    for one in told.values():
        for entry in _entries(one):
            if len(held := by_action[entry]) <= MOST_ALIKE:
                held.append(one)
    for one in told.values():
        if any(tells_a_fact(s) for s in statements.get(one.claim.claim_id, ())):
            found = {other.claim.claim_id: (other, why) for other, why in _following(one, by_action)}
            for claim_id in sorted(found):
                yield _entailment(one, *found[claim_id])


def _id(claim: Claim) -> str:
    return claim.claim_id


def _told(claim: Claim, statements: Iterable[Statement]) -> _Told:
    place = Place(as_written=claim.place) if claim.place else None
    wanted = fold(claim.place).strip()
    for held in (p for s in statements for p in places_of(s.event)) if wanted else ():
        if held.radius_km is not None and wanted in (fold(held.name).strip(), fold(held.as_written).strip()):
            place = held
            break
    actor, thing, counterpart = map(content_words, (claim.actor, claim.object, claim.counterpart))
    return _Told(claim, actor, thing, counterpart, place)


def _entries(one: _Told) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield where a claim is found: by its action and each of its roles."""
    action = one.claim.action.value
    for words in {one.actor, one.counterpart} - {frozenset()}:
        yield action, "party", words
    if one.object:
        yield action, "object", one.object


def _following(
    one: _Told, by_action: Mapping[tuple[str, str, frozenset[str]], Sequence[_Told]]
) -> Iterator[tuple[_Told, str]]:
    """Yield what follows from one claim, with the reason; two claims are compared once per shared role."""
    action = one.claim.action
    if action is Action.OTHER:
        return
    rules = [(action, frozenset[str](), ""), *_implied().get(action.value, ())]
    for to, equal, why in rules:
        for _, kind, words in _entries(one):
            alike = by_action.get((to.value, kind, words), ())
            for other in alike if len(alike) <= MOST_ALIKE else ():
                if other.claim.claim_id == one.claim.claim_id or not _is_held(one, other, equal):
                    continue
                if why:
                    yield other, why
                elif one.n_said > other.n_said:
                    yield other, f"the same action, {to}, told with less"


def _is_held(one: _Told, other: _Told, equal: frozenset[str]) -> bool:
    """Say whether the first claim holds all that the second says, and both tell the roles in `equal`."""
    if any(not (getattr(one, role) and getattr(other, role)) for role in equal):
        return False
    if other.n_said < LEAST_SAID or (other.object and other.object != one.object):
        return False
    if not (_parties_held(one, other) and _words_held(one.claim, other.claim)):
        return False
    return _place_held(one.place, other.place) and _span_held(one.claim.span, other.claim.span)


def _words_held(one: Claim, other: Claim) -> bool:
    """Say whether every content word and number of a machine's claim stands in the first too.

    A machine may have read less into the roles than the sentence says, so its sentence must follow as
    well; a person who declared a claim stands for its roles.
    """
    if other.made.is_judgement:
        return True
    here, there = wording_of(one.text), wording_of(other.text)
    return there.numbers <= here.numbers and there.words <= here.words


def _parties_held(one: _Told, other: _Told) -> bool:
    if one.claim.action.value in _mutual() and other.claim.action.value in _mutual():
        named = [words for words in other.pair if words]
        return bool(named) and all(words in one.pair for words in named) and len(set(named)) == len(named)
    parties = ((one.actor, other.actor), (one.counterpart, other.counterpart))
    return all(not there or here == there for here, there in parties)


def _place_held(one: Place | None, other: Place | None) -> bool:
    return other is None or (one is not None and lies_within(one, other))


def _span_held(one: DateSpan, other: DateSpan) -> bool:
    """Say whether the days of the first certainly lie in those of the second."""
    starts = other.start is None or (one.start is not None and one.start >= other.start)
    ends = other.end is None or (one.end is not None and one.end <= other.end)
    return starts and ends


def _entailment(one: _Told, other: _Told, why: str) -> Entailment:
    return Entailment(
        entailment_id=key("entailment", one.claim.claim_id, other.claim.claim_id),
        from_claim=one.claim.claim_id,
        to_claim=other.claim.claim_id,
        made=suggested(why),
    )
