"""Attribution chains made fit for a graph: no repeats, no nameless publishers, no doubled placeholders.

Three things happen to a chain. A party that comes back is joined with itself ("the paper says that it has
learned"). An exhibit whose publisher nobody knows gets one of its own, so that two unknown publishers are
not one. And machine-made placeholders that different re-reporters put behind the same carrier are taken
for the same people, described anew: "a defector" of one page and "a former fighter" of another, both
"told the broadcaster". Placeholders a person declared are left as they are.

By hand: [paper, paper, office] becomes [paper, office]; [page 1, broadcaster, "a defector"] and
[page 2, broadcaster, "a fighter"] end at one placeholder.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twosource.evidence.testimony import Link, Party, Statement
from twosource.terms import Access, PartyKind, Stance

FIRST_HAND = frozenset({Access.DID, Access.SAW})


@dataclass(frozen=True, slots=True)
class Account:
    """One supporting statement: its links with repeats removed, and whether the publisher names itself.

    `retells` marks one that stands in the words of an earlier account.
    """

    statement: Statement
    links: tuple[Link, ...]
    names_itself: bool
    retells: bool = False

    @property
    def publisher(self) -> str:
        """The party nearest to the reader."""
        return self.links[0].party_id

    @property
    def innermost(self) -> Link:
        """Whoever is said to know."""
        return self.links[-1]

    @property
    def parties(self) -> tuple[str, ...]:
        """Everyone in the chain, publisher first."""
        return tuple(link.party_id for link in self.links)


def nameless(exhibit_id: str) -> str:
    """Return the id of the publisher of an exhibit nobody has named."""
    return f"publisher of {exhibit_id}"


def supporting(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements that assert the claim, sorted by id: the order of entry changes nothing."""
    return sorted((s for s in statements if s.stance is Stance.ASSERTS), key=lambda s: s.statement_id)


def moved(link: Link, party_id: str) -> Link:
    """Return the link with another party in it."""
    if link.party_id == party_id:
        return link
    return Link(
        party_id=party_id,
        cue=link.cue,
        channel=link.channel,
        access=link.access,
        as_written=link.as_written,
    )


def _stronger(first: Link, again: Link) -> Link:
    """Join two links of one party: the later one tells how it knows, unless it does not say."""
    return first if again.access is Access.UNKNOWN else again


def without_repeats(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links with every return to an earlier party cut out."""
    kept: list[Link] = []
    for link in links:
        for i, earlier in enumerate(kept):
            if earlier.party_id == link.party_id:
                kept[i:] = [_stronger(earlier, link)]
                break
        else:
            kept.append(link)
    return tuple(kept)


def accounts_of(statements: Iterable[Statement], parties: Mapping[str, Party]) -> tuple[Account, ...]:
    """Return one account for each supporting statement, in the order of statement ids."""
    raw = []
    for statement in supporting(statements):
        links = list(statement.chain.links)
        links[0] = moved(links[0], links[0].party_id or nameless(statement.exhibit_id))
        named = [link for i, link in enumerate(links) if i == 0 or link.party_id]
        ids = [link.party_id for link in named]
        raw.append(Account(statement, without_repeats(named), ids[0] in ids[1:]))
    same = same_placeholders(raw, parties)
    return tuple(
        Account(
            account.statement,
            without_repeats(moved(link, same.get(link.party_id, link.party_id)) for link in account.links),
            account.names_itself,
        )
        for account in raw
    )


def is_passing_placeholder(link: Link, parties: Mapping[str, Party]) -> bool:
    """Say whether a link is a placeholder a machine made of a phrase, who is not said to have been there."""
    party = parties.get(link.party_id)
    return (
        party is not None
        and party.kind is PartyKind.PLACEHOLDER
        and not party.made.is_judgement
        and link.access not in FIRST_HAND
    )


def same_placeholders(accounts: Iterable[Account], parties: Mapping[str, Party]) -> dict[str, str]:
    """Return, for placeholders that stand for the same people, the id that stands for all of them.

    The n-th placeholder one publisher puts behind a carrier is the n-th of every other publisher.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for account in accounts:
        for carrier, link in zip(account.links[1:], account.links[2:], strict=False):
            if is_passing_placeholder(link, parties):
                named = told.setdefault((account.publisher, carrier.party_id), [])
                if link.party_id not in named:
                    named.append(link.party_id)
    places: dict[tuple[str, int], list[str]] = {}
    for (_, carrier_id), named in sorted(told.items()):
        for place, party_id in enumerate(named):
            places.setdefault((carrier_id, place), []).append(party_id)
    return _unite(places.values())


def joint_holders(accounts: Iterable[Account], parties: Mapping[str, Party]) -> frozenset[str]:
    """Return the statements in which a publisher that holds the papers names others that hold them too.

    "The papers are before us and two broadcasters" credits nobody: the three worked together. Only outlets
    are partners in that sense; a group that holds the papers too is whom they came from.
    """
    told = list(accounts)
    holding = {
        (a.publisher, a.statement.exhibit_id)
        for a in told
        if a.names_itself or a.links[0].access is Access.READ
    }
    return frozenset(
        a.statement.statement_id
        for a in told
        if len(a.links) == 2
        and a.innermost.access is Access.READ
        and _is_outlet(a.innermost.party_id, parties)
        and (a.publisher, a.statement.exhibit_id) in holding
    )


def _is_outlet(party_id: str, parties: Mapping[str, Party]) -> bool:
    party = parties.get(party_id)
    return party is None or party.kind in {PartyKind.OUTLET, PartyKind.AGENCY}


def _unite(sets: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return each member's representative, the smallest id of all that hang together."""
    leader: dict[str, str] = {}

    def find(member: str) -> str:
        while leader.setdefault(member, member) != member:
            member = leader[member]
        return member

    for members in sets:
        ids = list(members)
        for other in ids[1:]:
            first, second = sorted((find(ids[0]), find(other)))
            leader[second] = first
    return {member: find(member) for member in list(leader)}
