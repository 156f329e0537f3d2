"""Whom a page credits as a whole: what readers mean by "it has that from the broadcaster"."""

from collections.abc import Iterable, Mapping

from twosource.evidence.testimony import Party, Statement
from twosource.terms import PartyKind

_PUBLIC = (PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.MONITOR, PartyKind.OFFICE)


def credits_of(
    statements: Iterable[Statement], parties: Mapping[str, Party] | None = None
) -> tuple[str, ...]:
    """Return the ids of the parties the publisher credits, in the order the page first names them.

    Only the link next to the publisher counts: whoever stands further in is credited by that
    party and not by the page. With `parties` given, unnamed parties fall away, and so do people
    where the page credits an outlet, an agency, a monitor or an office: a person quoted beside
    them speaks for themselves, and is not where the page has its story from.
    """
    ordered: dict[str, None] = {}
    for statement in statements:
        for link in statement.chain.credited[:1]:
            ordered.setdefault(link.party_id)
    if parties is None:
        return tuple(ordered)
    named = [i for i in ordered if i in parties and parties[i].kind is not PartyKind.PLACEHOLDER]
    public = [i for i in named if parties[i].kind in _PUBLIC]
    return tuple(public or named)
