"""Who has it from whom on the way to the desk: credits, and the custody of papers.

A credit runs from the party credited to the one that credits it. An exhibit that passed through hands
reaches the desk by those hands and no other way: from its writer to the first keeper, from keeper to
keeper, from the last one to the desk. An outlet that quotes a paper has it from the paper's last keeper,
unless it is a keeper itself.

A keeper stands on the way even where nothing shows that they changed anything: whoever holds a paper chooses
it and says whose it is. One is passed over only where people said of everything that came to them and went
from them that it could not be altered, with no gap and no pile it was picked from: a sealed envelope, a
digest known before. A translator of a paper the desk cannot read stands among its keepers.

By hand: a letter of the office, handed by the office to the group and by the group to the broadcaster:
office -> group -> broadcaster -> desk. A paper that quotes the office has it from the broadcaster.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twosource.evidence.holdings import CustodyEvent
from twosource.evidence.testimony import Link
from twosource.terms import Channel
from twosource.tracing.chains import Account


@dataclass(frozen=True, slots=True)
class Keeping:
    """The hands one exhibit passed through: steps from hand to hand, those it starts and ends with."""

    steps: tuple[tuple[str, str], ...]
    keepers: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class Routes:
    """Edges from whoever had it to whoever has it from them, and those the desk has it from."""

    edges: Mapping[str, frozenset[str]]
    desk: frozenset[str]

    def into(self) -> dict[str, tuple[str, ...]]:
        """Return, for each party, those it has the claim from, sorted."""
        back: dict[str, list[str]] = {}
        for tail in sorted(self.edges):
            for head in self.edges[tail]:
                back.setdefault(head, []).append(tail)
        return {head: tuple(tails) for head, tails in back.items()}


def keepings_of(custody: Iterable[CustodyEvent]) -> dict[str, Keeping]:
    """Return the keeping of every exhibit; a hand nobody can name is passed over, its neighbours joined."""
    by_exhibit: dict[str, list[CustodyEvent]] = {}
    for event in custody:
        for exhibit_id in event.exhibit_ids:
            by_exhibit.setdefault(exhibit_id, []).append(event)
    found = {exhibit_id: _keeping(sorted(events, key=_when)) for exhibit_id, events in by_exhibit.items()}
    return {exhibit_id: keeping for exhibit_id, keeping in found.items() if keeping.keepers}


def _when(event: CustodyEvent) -> tuple[int, str]:
    start = event.at_span.start or event.at_span.end
    return (start.toordinal() if start else 0), event.custody_id


def _keeping(events: Sequence[CustodyEvent]) -> Keeping:
    steps: set[tuple[str, str]] = set()
    keepers: set[str] = set()
    sealed, waiting = _sealed(events), ""
    for event in events:
        giver = waiting if event.from_party in sealed else event.from_party or waiting
        taker = "" if event.to_party in sealed else event.to_party
        waiting = ""
        if giver and taker and giver != taker:
            steps.add((giver, taker))
        elif giver and not taker:
            waiting = giver
        keepers |= {party for party in (giver, taker) if party}
    givers, takers = {giver for giver, _ in steps}, {taker for _, taker in steps}
    return Keeping(
        steps=tuple(sorted(steps)),
        keepers=frozenset(keepers),
        starts=frozenset(keepers - takers) or frozenset(keepers),
        ends=frozenset(keepers - givers) or frozenset(keepers),
    )


def _sealed(events: Iterable[CustodyEvent]) -> frozenset[str]:
    """Return who only carried a paper that nobody could alter or choose on its way to them and from them."""
    taking: dict[str, bool] = {}
    giving: dict[str, bool] = {}
    for event in events:
        is_sealed = not event.could_alter and not event.is_gap and event.n_searched is None
        taking[event.to_party] = taking.get(event.to_party, True) and is_sealed
        giving[event.from_party] = giving.get(event.from_party, True) and is_sealed
    return frozenset(p for p, sealed in taking.items() if p and sealed and giving.get(p, False))


def routes_of(
    accounts: Iterable[Account], custody: Iterable[CustodyEvent], reprinters: Mapping[str, Sequence[str]]
) -> Routes:
    """Return the routes of a claim; `reprinters` gives, per party that only reprints, whom it reprints.

    A reprint whose publisher nobody credits adds no road: the desk holds the first print already.
    """
    keepings = keepings_of(custody)
    written: dict[str, set[Keeping]] = {}
    for keeping in keepings.values():
        for writer in keeping.starts:
            written.setdefault(writer, set()).add(keeping)
    edges: set[tuple[str, str]] = set()
    desk: set[str] = set()
    for account in accounts:
        own = keepings.get(account.statement.exhibit_id)
        desk |= _to_desk(account, own, edges)
        for i, inner in enumerate(account.links[1:]):
            outer = account.links[i].party_id
            if i == 0 and own is not None and outer in own.keepers - own.starts:
                edges |= {(inner.party_id, s) for s in own.starts if inner.party_id not in own.keepers}
            else:
                edges |= _step(inner, outer, written)
    passed_on = {tail for tail, _ in edges}
    for party_id, printed in reprinters.items():
        desk.add(party_id)
        if party_id in passed_on:
            edges |= {(parent, party_id) for parent in printed}
    return Routes(_grouped(edges), frozenset(desk))


def _to_desk(account: Account, own: Keeping | None, edges: set[tuple[str, str]]) -> frozenset[str]:
    """Add the hands an exhibit passed through and return those the desk has it from."""
    if own is None:
        return frozenset({account.publisher})
    edges |= set(own.steps)
    if account.publisher not in own.keepers:
        edges |= {(account.publisher, start) for start in own.starts}
    return own.ends


def _step(inner: Link, outer: str, written: Mapping[str, set[Keeping]]) -> set[tuple[str, str]]:
    """Return the edges by which an outer party has it from an inner one: by way of its papers, if any."""
    papers = written.get(inner.party_id, set()) if inner.channel is not Channel.SPEECH else set()
    if not papers:
        return {(inner.party_id, outer)}
    edges: set[tuple[str, str]] = set()
    for keeping in papers:
        edges |= set(keeping.steps)
        if outer not in keeping.keepers:
            edges |= {(end, outer) for end in keeping.ends}
    return edges


def _grouped(edges: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    heads: dict[str, set[str]] = {}
    for tail, head in edges:
        if tail != head:
            heads.setdefault(tail, set()).add(head)
    return {tail: frozenset(found) for tail, found in sorted(heads.items())}
