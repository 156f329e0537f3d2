"""People's words on who has a claim from whom, made ready for one claim, and what they make of the accounts.

*Derived*: every account of the child is led to the parent. A chain that names the parent already stays; any
other loses what only it claims, a name or "I saw", and credits the parent's publisher. *Separate*, between
two exhibits, holds both ways: nothing they share speaks for copying, and a credit that leads to the other is
cut out of the chain. A person's word goes before dates and before what a machine found.

Where people contradict each other the latest word counts. Of rulings that close a circle the oldest gives
way. Both are said, and so is a parent that is dated after its child.

By hand: E7 [paper, witness who saw it], ruled derived from E3 of the broadcaster: [paper, broadcaster].
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twosource.evidence.lineage import Ruled, Ruling
from twosource.evidence.testimony import Link, Party
from twosource.terms import Access
from twosource.tracing.chains import FIRST_HAND, Account, nameless, supporting
from twosource.tracing.material import ClaimEvidence

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rulings:
    """The rulings that count for one claim: `derived` by child exhibit, `separate` by both orders of a pair.

    `set_aside` are those that give way to another, each with the one it gives way to.
    """

    derived: Mapping[str, tuple[Ruling, ...]] = field(default_factory=dict)
    separate: Mapping[Pair, Ruling] = field(default_factory=dict)
    set_aside: tuple[tuple[Ruling, Ruling], ...] = ()

    def are_apart(self, one: str, other: str) -> bool:
        """Say whether a person ruled two exhibits, or an exhibit and a party, separate."""
        return (one, other) in self.separate

    def word_on(self, child_id: str, parents: Iterable[str]) -> Ruling | None:
        """Return the ruling that derives an exhibit from one of these exhibits or parties."""
        wanted = frozenset(parents)
        return next((r for r in self.derived.get(child_id, ()) if r.parent_id in wanted), None)


NO_RULINGS = Rulings()


def rulings_on(evidence: ClaimEvidence) -> Rulings:
    """Return the rulings that count for a claim; those about things that do not bear on it play no part."""
    exhibits = {s.exhibit_id for s in supporting(evidence.statements)}
    credited = (link.party_id for s in evidence.statements for link in s.chain.links)
    known = exhibits.union(evidence.parties, credited)
    kept: list[Ruling] = []
    set_aside: list[tuple[Ruling, Ruling]] = []
    told = [r for r in evidence.rulings if r.claim_id in ("", evidence.claim.claim_id)]
    for ruling in sorted(told, key=_weight, reverse=True):
        if ruling.child_id not in exhibits or ruling.parent_id not in known - {ruling.child_id}:
            continue
        against = next((k for k in kept if _contradict(k, ruling)), None)
        if against is None and ruling.ruled is Ruled.DERIVED:
            against = _closing(kept, ruling)
        if against is None:
            kept.append(ruling)
        elif against.ruled is not ruling.ruled or _ends(against) != _ends(ruling):
            set_aside.append((ruling, against))
    derived: dict[str, list[Ruling]] = {}
    separate: dict[Pair, Ruling] = {}
    for ruling in kept:
        if ruling.ruled is Ruled.DERIVED:
            derived.setdefault(ruling.child_id, []).append(ruling)
        elif ruling.ruled is Ruled.SEPARATE:
            separate.setdefault((ruling.child_id, ruling.parent_id), ruling)
            separate.setdefault((ruling.parent_id, ruling.child_id), ruling)
    return Rulings({c: tuple(found) for c, found in derived.items()}, separate, tuple(set_aside))


def _weight(ruling: Ruling) -> tuple[bool, str, str]:
    """Order: a word on this claim goes before one on every claim, a later before an earlier one."""
    return ruling.claim_id != "", ruling.at.isoformat(), ruling.ruling_id


def _ends(ruling: Ruling) -> Pair:
    return ruling.child_id, ruling.parent_id


def _contradict(kept: Ruling, ruling: Ruling) -> bool:
    """Say whether a word gives way to one that is kept: on one pair in one direction, separate in either."""
    same, turned = _ends(kept) == _ends(ruling), _ends(kept) == (ruling.parent_id, ruling.child_id)
    return same or (turned and Ruled.SEPARATE in {kept.ruled, ruling.ruled})


def _closing(kept: Sequence[Ruling], ruling: Ruling) -> Ruling | None:
    """Return a kept ruling with which this one would close a circle of derivations."""
    parents: dict[str, list[Ruling]] = {}
    for one in kept:
        if one.ruled is Ruled.DERIVED:
            parents.setdefault(one.child_id, []).append(one)
    waiting, seen = [ruling.parent_id], {ruling.parent_id}
    while waiting:
        for one in parents.get(waiting.pop(), ()):
            if one.parent_id == ruling.child_id:
                return one
            if one.parent_id not in seen:
                seen.add(one.parent_id)
                waiting.append(one.parent_id)
    return None


def parents_first(exhibit_ids: Sequence[str], rulings: Rulings) -> list[str]:
    """Return exhibits in their order, one that is ruled to come from later ones moved behind them."""
    here = frozenset(exhibit_ids)
    lacking = {e: {r.parent_id for r in rulings.derived.get(e, ())} & here for e in exhibit_ids}
    children: dict[str, list[str]] = {}
    for exhibit_id in exhibit_ids:
        for parent_id in lacking[exhibit_id]:
            children.setdefault(parent_id, []).append(exhibit_id)
    ordered: list[str] = []
    late: set[str] = set()
    for exhibit_id in exhibit_ids:
        ready = [exhibit_id]
        for one in ready:
            if lacking[one]:
                late.add(one)
                continue
            ordered.append(one)
            for child in children.get(one, ()):
                lacking[child].discard(one)
                if child in late and not lacking[child]:
                    ready.append(child)
    return ordered


def publishers_by_exhibit(accounts: Iterable[Account]) -> dict[str, str]:
    """Return who published each exhibit."""
    return {account.statement.exhibit_id: account.publisher for account in accounts}


def ruled_accounts(accounts: Sequence[Account], rulings: Rulings) -> tuple[Account, ...]:
    """Return the accounts as the rulings have them, in the same order."""
    if not rulings.derived and not rulings.separate:
        return tuple(accounts)
    publishers = publishers_by_exhibit(accounts)
    found = []
    for account in accounts:
        words = rulings.derived.get(account.statement.exhibit_id, ())
        made = _led_to(account, _parties_of(words, publishers)) if words else account
        found.append(_cut_off(made, rulings, publishers))
    return tuple(found)


def _parties_of(words: Iterable[Ruling], publishers: Mapping[str, str]) -> list[str]:
    return [publishers.get(word.parent_id, word.parent_id) for word in words]


def _led_to(account: Account, parents: Sequence[str]) -> Account:
    """Return an account that credits its parent; of several parents the one named, else the latest ruled."""
    others = [p for p in parents if p != account.publisher]
    if not others:
        return account
    first = account.links[0]
    if first.access is not Access.UNKNOWN:
        first = replace(first, access=Access.UNKNOWN)
    named = next((p for p in others if p in account.parties), None)
    links = (first, *account.links[1:]) if named else (first, Link(party_id=others[0]))
    return replace(account, links=links, names_itself=False, retells=True)


def _cut_off(account: Account, rulings: Rulings, publishers: Mapping[str, str]) -> Account:
    """Return an account without the credit that leads to somebody it is ruled separate from."""
    exhibit_id = account.statement.exhibit_id
    apart = {other for one, other in rulings.separate if one == exhibit_id}
    strangers = {publishers.get(other, other) for other in apart} - {account.publisher}
    if not strangers or exhibit_id in rulings.derived:
        return account
    for i, link in enumerate(account.links[1:], start=1):
        if link.party_id in strangers:
            return replace(account, links=account.links[:i])
    return account


@dataclass(frozen=True, slots=True)
class RuledParties:
    """What rulings make of the voices: who is a copy for certain, and who has it not from whom."""

    derived: frozenset[str] = frozenset()
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def apart_from(self, party_id: str) -> frozenset[str]:
        """Return the parties this one does not have it from, by a person's word."""
        return self.apart.get(party_id, frozenset())


def ruled_parties(accounts: Sequence[Account], reprints: Mapping[str, str], rulings: Rulings) -> RuledParties:
    """Return what holds for whole parties: all that one says on the claim has to be ruled on.

    An outlet with one page ruled a copy and another not may still have access of its own by the other.
    """
    if not rulings.derived and not rulings.separate:
        return RuledParties()
    pages: dict[str, set[str]] = {}
    for account in accounts:
        if account.statement.exhibit_id not in reprints:
            pages.setdefault(account.publisher, set()).add(account.statement.exhibit_id)
    publishers = publishers_by_exhibit(accounts)
    derived = {p for p, held in pages.items() if all(e in rulings.derived for e in held)}
    apart: dict[str, set[str]] = {}
    for one, other in rulings.separate:
        if one in publishers:
            party, stranger = publishers[one], publishers.get(other, other)
            mine, theirs = pages.get(party, set()), pages.get(stranger, {stranger})
            if all(rulings.are_apart(a, b) or rulings.are_apart(a, stranger) for a in mine for b in theirs):
                apart.setdefault(party, set()).add(stranger)
    return RuledParties(frozenset(derived), {p: frozenset(found) for p, found in apart.items()})


def ruled_sentences(evidence: ClaimEvidence) -> tuple[str, ...]:
    """Say what people ruled that gives way, goes against dates or against what was declared."""
    rulings = rulings_on(evidence)
    names = _names(evidence)
    said = []
    for given, kept in rulings.set_aside:
        said.append(
            f"{given.by} says that {_told(given, names)}; that does not go together with the word of"
            f" {kept.by} that {_told(kept, names)}, which counts."
        )
    for words in rulings.derived.values():
        for word in words:
            if _day(word.parent_id, evidence) > _day(word.child_id, evidence) > 0:
                said.append(
                    f"{word.by} says that {_told(word, names)}, although it is dated later;"
                    " a person's word goes before dates."
                )
            if any(_is_first_hand(s.chain.publisher, s.exhibit_id, word) for s in evidence.statements):
                said.append(
                    f"{word.by} says that {_told(word, names)}, which itself claims to have been there;"
                    " the claim is not counted."
                )
    return tuple(dict.fromkeys(said))


def _is_first_hand(link: Link, exhibit_id: str, word: Ruling) -> bool:
    return exhibit_id == word.child_id and link.access in FIRST_HAND


def _day(exhibit_id: str, evidence: ClaimEvidence) -> int:
    """Return the first day an exhibit can be of, 0 where nobody knows."""
    span = evidence.published.get(exhibit_id)
    start = (span.start or span.end) if span is not None else None
    return start.toordinal() if start else 0


def _names(evidence: ClaimEvidence) -> dict[str, str]:
    """Return how exhibits are called in a sentence: by who published them, and when."""
    found = {}
    for statement in evidence.statements:
        publisher = statement.chain.publisher.party_id or nameless(statement.exhibit_id)
        span = evidence.published.get(statement.exhibit_id)
        first = (span.start or span.end) if span is not None else None
        when = f" ({first.isoformat()})" if first is not None else ""
        found[statement.exhibit_id] = f"{_shown(publisher, evidence.parties)}{when}"
    return found | {p: _shown(p, evidence.parties) for p in evidence.parties}


def _shown(party_id: str, parties: Mapping[str, Party]) -> str:
    party = parties.get(party_id)
    return party.shown if party is not None else "a party that is not named"


def _told(ruling: Ruling, names: Mapping[str, str]) -> str:
    child, parent = (names.get(i, "a party that is not named") for i in (ruling.child_id, ruling.parent_id))
    if ruling.ruled is Ruled.DERIVED:
        return f"{child} has it from {parent}"
    return f"{child} does not have it from {parent}"
