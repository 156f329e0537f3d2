"""What hangs together through links, and what is reached along them: of unknowns, items, changes."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def together(links: Iterable[Iterable[T]]) -> list[tuple[T, ...]]:
    """Return the groups that links hold together, each link naming things that belong to one group.

    Groups and their members come in the order in which they were first named. By hand: (a, b), (c,), (d, b)
    gives (a, b, d), (c,).
    """
    root: dict[T, T] = {}

    def find(one: T) -> T:
        while root.setdefault(one, one) != one:
            one = root[one]
        return one

    for link in links:
        names = list(link)
        for name in names:
            root[find(name)] = find(names[0])
    groups: dict[T, list[T]] = {}
    for one in root:
        groups.setdefault(find(one), []).append(one)
    return [tuple(group) for group in groups.values()]


def reached(start: Iterable[T], leads_to: Mapping[T, Collection[T]]) -> frozenset[T]:
    """Return all that is reached from some things, themselves among it, near and far; circles do no harm."""
    found: set[T] = set()
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += leads_to.get(one, ())
    return frozenset(found)
