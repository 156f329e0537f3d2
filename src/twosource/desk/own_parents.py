"""Ties that make a party its own parent: told with the whole circle, since each tie alone looks right."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from twosource.desk.tables import Table
from twosource.evidence.testimony import Tie

MUTUAL = "same as"
"""The one kind of tie that goes both ways and may close a circle."""


def without_own_parents(declared: Iterable[tuple[Table, Tie]]) -> Iterator[Tie]:
    """Yield ties as they are read. Raises DeclarationError where one makes a party its own parent."""
    tables: dict[tuple[str, str], tuple[int, Table]] = {}
    for number, (table, tie) in enumerate(declared):
        if tie.from_party == tie.to_party:
            raise table.fail(
                "to",
                f'is "{tie.to_party}", which the tie comes from too: nobody is their own parent.',
                "Name the other party of the tie, or take the tie out.",
            )
        if tie.kind != MUTUAL:
            tables.setdefault((tie.from_party, tie.to_party), (number, table))
        yield tie
    _check_circles(tables)


def _check_circles(tables: Mapping[tuple[str, str], tuple[int, Table]]) -> None:
    """Raise at the last declared tie of a circle, if there is one: it is the one that closed it."""
    parents: dict[str, list[str]] = {}
    for child, parent in sorted(tables):
        parents.setdefault(child, []).append(parent)
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        ring = [str(name) for name in reversed(error.args[1])]
        _, table = max((tables[step] for step in pairwise(ring)), key=lambda entry: entry[0])
        raise table.fail(
            "to",
            f"closes a circle of ties, in which each is its own parent: {' -> '.join(ring)}.",
            "Take out the tie that is wrong: somebody came first.",
        ) from error
