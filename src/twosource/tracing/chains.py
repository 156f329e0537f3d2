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
from dataclasses import dataclass, replace

from twosource.evidence.testimony import Link, Party, Statement
from twosource.terms import Access, Channel, PartyKind, Stance

FIRST_HAND = frozenset({Access.DID, Access.SAW})
MATERIAL = frozenset({Channel.SPEECH, Channel.DOCUMENT, Channel.RECORD})


@dataclass(frozen=True, slots=True)
class Account:
    """One supporting statement: its links with repeats removed, and whether the publisher names itself.

    `retells` marks one that stands in the words of an earlier account, `misquotes` one that credits somebody
    who says otherwise.
    """

    statement: Statement
    links: tuple[Link, ...]
    names_itself: bool
    retells: bool = False
    misquotes: bool = False

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


def is_sourced(account: Account) -> bool:
    """Say whether an account tells how its publisher knows: by having been there, or from whom."""
    return len(account.links) > 1 or account.links[0].access in FIRST_HAND


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


def speaking_against(statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
    """Return the parties that deny or doubt the claim in their own words, and never assert it in them.

    Each comes with those who pass those words on: they know what it says. A party speaks in its own words
    where nobody stands before it, or in a paper, a recording or the notes of an interview.
    """
    own: dict[Stance, dict[str, set[str]]] = {}
    for statement in statements:
        chain = statement.chain
        ids = [link.party_id for link in chain.links if link.party_id]
        if ids and (len(set(ids)) == 1 or chain.publisher.channel in MATERIAL):
            own.setdefault(statement.stance, {}).setdefault(ids[-1], set()).update(ids)
    found: dict[str, set[str]] = {}
    for stance in (Stance.DENIES, Stance.DOUBTS):
        for party_id, carriers in own.get(stance, {}).items():
            found.setdefault(party_id, set()).update(carriers)
    asserted = own.get(Stance.ASSERTS, {})
    return {party_id: frozenset(known) for party_id, known in found.items() if party_id not in asserted}


def without_misquoted(links: tuple[Link, ...], against: Mapping[str, frozenset[str]]) -> tuple[Link, ...]:
    """Return the links before the first party that, in its own words, says otherwise.

    "The broadcaster says p" where the broadcaster itself denies p is a misquotation: whoever prints it
    asserts p. The party denying it does not, nor whoever is said to stand behind it, nor those before it
    in the chain who pass on what it really says.
    """
    for i, link in enumerate(links[1:], start=1):
        if link.party_id in against:
            end = i
            while end > 1 and links[end - 1].party_id in against[link.party_id]:
                end -= 1
            return links[:end]
    return links


def accounts_of(statements: Iterable[Statement], parties: Mapping[str, Party]) -> tuple[Account, ...]:
    """Return one account for each supporting statement, in the order of statement ids.

    A chain a person read is cut only by a denial a person read: a page under somebody's name is soon written.
    """
    raw = []
    told = tuple(statements)
    against = speaking_against(told)
    judged = speaking_against(s for s in told if s.made.is_judgement)
    for statement in supporting(told):
        links = list(statement.chain.links)
        links[0] = moved(links[0], links[0].party_id or nameless(statement.exhibit_id))
        named = [link for i, link in enumerate(links) if i == 0 or link.party_id]
        ids = [link.party_id for link in named]
        single = without_repeats(named)
        kept = without_misquoted(single, judged if statement.made.is_judgement else against)
        raw.append(Account(statement, kept, ids[0] in ids[1:], misquotes=len(kept) < len(single)))
    same = same_placeholders(raw, parties)
    return tuple(
        replace(
            account,
            links=without_repeats(
                moved(link, same.get(link.party_id, link.party_id)) for link in account.links
            ),
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
