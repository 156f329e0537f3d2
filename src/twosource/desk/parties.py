"""The parties of a case as they are shown: who they are, what they say, who is held to be one with whom."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from twosource.desk.assessing import standing_statements
from twosource.desk.workplace import Workplace
from twosource.evidence.testimony import Party, Statement, Tie
from twosource.naming import NameIndex, compare
from twosource.terms import PartyKind

MOST_SPELLINGS = 8
SURE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAnswer:
    """One of several held to be one: its siglum, its name as shown, and who said so for what reason."""

    siglum: str
    name: str
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyAnswer:
    """One party: its name as shown, other names, kind, how much it says and where, and who is one with it.

    `siglum` is empty in a case made before parties had sigla; `aliases` of a protected party are never given.
    """

    siglum: str
    party_id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    is_protected: bool
    standing: str
    n_statements: int
    exhibits: tuple[str, ...]
    same: tuple[MemberAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Company:
    """All parties of a case, in order, with what each says and who stands for whom."""

    parties: Mapping[str, Party]
    statements: Mapping[str, tuple[Statement, ...]]
    heads: Mapping[str, str]

    def head(self, party_id: str) -> str:
        """Return who stands for a party: itself, unless it was said to be one with another."""
        return self.heads.get(party_id, party_id)

    def are_one(self, one: str, other: str) -> bool:
        """Say whether people said that two are one, directly or through others."""
        return self.head(one) == self.head(other)

    def members(self, head: str) -> list[str]:
        """Return everybody a party stands for, itself first."""
        return [head, *(p for p in self.parties if p != head and self.head(p) == head)]

    def ordered(self, one: Party, other: Party) -> tuple[Party, Party]:
        """Return two parties, the one to show both under first: declared before found, then who says more."""
        place = {party_id: n for n, party_id in enumerate(self.parties)}

        def rank(party: Party) -> tuple[bool, int, int]:
            said = len(self.statements.get(party.party_id, ()))
            return not party.made.is_judgement, -said, place.get(party.party_id, 0)

        first, second = sorted((one, other), key=rank)
        return first, second

    def n_said(self, party: Party) -> int:
        """Return how many statements name a party anywhere in their chain."""
        return len(self.statements.get(party.party_id, ()))

    def comparable(self) -> list[Party]:
        """Return the parties whose names may be compared: named, and public."""
        return [
            party
            for party in self.parties.values()
            if not party.is_protected and party.kind is not PartyKind.PLACEHOLDER
        ]

    def pairs(self) -> Iterator[tuple[Party, Party, float, tuple[str, ...]]]:
        """Yield pairs that share something rare, with p and reasons; those held to be one are left out."""
        parties = {party.party_id: party for party in self.comparable()}
        names = {party_id: spellings(party) for party_id, party in parties.items()}
        index = NameIndex.of(names, {party_id: party.kind for party_id, party in parties.items()})
        for first, second in index.pairs():
            one, other = parties[first], parties[second]
            if not self.are_one(first, second) and may_be_one(one.kind, other.kind):
                yield one, other, *likeness(one, other)


def likeness(one: Party, other: Party) -> tuple[float, tuple[str, ...]]:
    """Return how likely the names of two parties mean one, by the two most alike, and why."""
    kind = one.kind if one.kind is other.kind else PartyKind.ORGANISATION
    found = [compare(a, b, kind) for a, b in product(spellings(one), spellings(other))]
    best = max(found, key=lambda likely: likely.p)
    return best.p, best.reasons


def spellings(party: Party) -> tuple[str, ...]:
    """Return the names of a party, its own first, no more than are worth comparing."""
    return tuple(dict.fromkeys((party.name, *party.aliases)))[:MOST_SPELLINGS]


def may_be_one(one: PartyKind, other: PartyKind) -> bool:
    """Say whether two kinds can be one party: a person is no body; kinds of bodies are often mistaken."""
    return (one is PartyKind.PERSON) == (other is PartyKind.PERSON)


def company_of(work: Workplace) -> Company:
    """Return the parties of a case with what they say and who is held to be one with whom."""
    parties = {party.party_id: party for party in work.store.all(Party)}
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in standing_statements(work):
        for party_id in dict.fromkeys(link.party_id for link in statement.chain.links):
            said[party_id].append(statement)
    return Company(
        parties, {p: tuple(s) for p, s in said.items()}, heads_of(list(work.store.all(Tie)), parties)
    )


def heads_of(ties: Sequence[Tie], parties: Mapping[str, Party]) -> dict[str, str]:
    """Return who stands for whom on paper, after the ties that are certain to say "same as"; circles end.

    A member of a group is not the group. A protected and a public party stay apart on paper whatever
    a tie says, because one of them may have been protected after it was made; hands are counted by ties.
    """
    leader: dict[str, str] = {}

    def head(party_id: str) -> str:
        while leader.get(party_id, party_id) != party_id:
            party_id = leader[party_id]
        return party_id

    for tie in ties:
        ends = [parties[p] for p in (tie.from_party, tie.to_party) if p in parties]
        is_mixed = len({party.is_protected for party in ends}) > 1
        if tie.kind == "same as" and tie.p >= SURE and not is_mixed:
            first, second = head(tie.from_party), head(tie.to_party)
            if first != second:
                leader[first] = second
    return {party_id: head(party_id) for party_id in leader}


def listed_parties(work: Workplace) -> list[PartyAnswer]:
    """Return every party, those who say most first; who is held to be one stands in one place."""
    company = company_of(work)
    why = {frozenset((t.from_party, t.to_party)): t for t in work.store.all(Tie) if t.kind == "same as"}
    answers = [
        _party_answer(work, company, party, why)
        for party in company.parties.values()
        if company.head(party.party_id) == party.party_id
        or company.head(party.party_id) not in company.parties
    ]
    return sorted(answers, key=lambda answer: -answer.n_statements)


def _party_answer(
    work: Workplace, company: Company, party: Party, ties: Mapping[frozenset[str], Tie]
) -> PartyAnswer:
    members = [company.parties[m] for m in company.members(party.party_id) if m in company.parties]
    statements = {s.statement_id: s for m in members for s in company.statements.get(m.party_id, ())}
    exhibits = dict.fromkeys(s.exhibit_id for s in statements.values())
    others = [m for m in members if m.party_id != party.party_id]
    return PartyAnswer(
        siglum=work.store.siglum(party.party_id),
        party_id=party.party_id,
        name=party.shown,
        kind=party.kind.value,
        aliases=() if party.is_protected else party.aliases,
        is_protected=party.is_protected,
        standing=party.made.standing.value,
        n_statements=len(statements),
        exhibits=tuple(work.store.siglum(exhibit_id) for exhibit_id in exhibits),
        same=tuple(_member(work, m, ties) for m in others),
    )


def _member(work: Workplace, party: Party, ties: Mapping[frozenset[str], Tie]) -> MemberAnswer:
    tie = next((tie for pair, tie in ties.items() if tie.from_party == party.party_id), None) or next(
        (tie for pair, tie in ties.items() if party.party_id in pair), None
    )
    return MemberAnswer(
        siglum=work.store.siglum(party.party_id),
        name=party.shown,
        by=tie.made.who if tie else "",
        why=tie.made.why if tie else "",
    )
