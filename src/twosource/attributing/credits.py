"""Whom a page credits as a whole: what readers mean by "it has that from the broadcaster".

A page speaks of many people and has its story from few of them. What counts is who stands next to the
publisher in a chain; five kinds of them are then left out, each because the page shows that its story
does not come from there.
"""

from collections.abc import Iterable, Mapping, Sequence

from twosource.evidence.testimony import Link, Party, Statement
from twosource.terms import Access, Channel, PartyKind, Stance

_PUBLIC = (PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.MONITOR, PartyKind.OFFICE)
_PUBLISHES = (PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.MONITOR)
# A verb of belief steps back this far by itself, and so does a page from a hoax it tells of.
BELIEF = 2
TOLD_OPEN = 3


def credits_of(
    statements: Iterable[Statement], parties: Mapping[str, Party] | None = None
) -> tuple[str, ...]:
    """Return the ids of the parties the publisher credits, in the order the page first names them.

    Only the link next to the publisher counts: whoever stands further in is credited by that
    party and not by the page. With `parties` given these fall away:

    - unnamed parties;
    - whoever is only said to believe something: the page does not say that they told it so;
    - whoever is told of only as open, as the hoax a page debunks, or to have confirmed nothing;
    - those who hold papers together with the publisher: they are its partners; who gave them to it stays;
    - whoever only denies what the page has told before: they answer it;
    - people beside an outlet, an agency, a monitor or an office, named or not, and offices and people
      where the publisher itself holds the papers: they speak for themselves. People credited in one
      breath with unnamed publications stay.
    """
    told = list(statements)
    if parties is None:
        return tuple(dict.fromkeys(link.party_id for s in told for link in s.chain.credited[:1]))
    first = [(s, link) for s in told for link in _nearest(s.chain.credited)]
    own_papers = {s.passage_id for s in told if not s.chain.credited and _holds_papers(s.chain.publisher)}
    denying = _denying(told)
    kept = [
        (s, link)
        for s, link in first
        if _tells(s, link) and not _is_partner(s, link, own_papers) and link.party_id not in denying
    ]
    ordered = dict.fromkeys(link.party_id for _, link in kept if link.party_id in parties)
    named = [i for i in ordered if parties[i].kind is not PartyKind.PLACEHOLDER]
    kinds = _PUBLISHES if own_papers else _PUBLIC
    givers = {link.party_id for s, link in first if _gave_papers(link)} if own_papers else set()
    public = [i for i in named if parties[i].kind in kinds or i in givers]
    if public or own_papers:
        return tuple(public)
    return tuple(_beside_the_unnamed(named, kept, parties))


def _nearest(credited: Sequence[Link]) -> Sequence[Link]:
    """Return whom the page names itself: the first link, and behind an agency's mark the next."""
    return credited[:2] if credited and credited[0].channel is Channel.WIRE else credited[:1]


def _holds_papers(link: Link) -> bool:
    return link.access is Access.READ


def _tells(statement: Statement, link: Link) -> bool:
    """Say whether the page has anything from whoever a link names."""
    is_belief = link.access is Access.INFERS and link.hedge >= BELIEF
    return not is_belief and not (statement.stance is Stance.DOUBTS and statement.hedge >= TOLD_OPEN)


def _is_partner(statement: Statement, link: Link, own_papers: set[str]) -> bool:
    return _holds_papers(link) and not _gave_papers(link) and statement.passage_id in own_papers


def _gave_papers(link: Link) -> bool:
    """Say whether somebody gave the papers: `passed to us by A` reaches the page as a document."""
    return _holds_papers(link) and link.channel is Channel.DOCUMENT


def _denying(told: Sequence[Statement]) -> set[str]:
    """Return the parties all of whose words deny, behind something the page has from others or itself."""
    asserted, denied, others = False, set[str](), set[str]()
    for statement in told:
        links = _nearest(statement.chain.credited)
        negates = statement.event is not None and statement.event.is_negated
        if links and (statement.stance is Stance.DENIES or negates):
            (denied if asserted else others).update(link.party_id for link in links)
            continue
        others.update(link.party_id for link in links)
        asserted = asserted or statement.stance is Stance.ASSERTS
    return denied - others


def _beside_the_unnamed(
    named: Sequence[str], kept: Sequence[tuple[Statement, Link]], parties: Mapping[str, Party]
) -> list[str]:
    """Return the people a page credits, but for those beside publications it does not name."""
    unnamed = {
        s.passage_id
        for s, link in kept
        if link.channel is Channel.PUBLICATION
        and link.party_id in parties
        and parties[link.party_id].kind is PartyKind.PLACEHOLDER
    }
    if not unnamed:
        return list(named)
    joint = {link.party_id for s, link in kept if s.passage_id in unnamed}
    return [i for i in named if i in joint]
