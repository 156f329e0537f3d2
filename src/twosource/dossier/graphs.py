"""Graphs without coordinates: circles, orders and rows of "who had it from whom".

Everything here takes parents by child, iterates instead of recursing (a chain may be thousands long)
and gives the same answer for the same graph in whatever order it was entered.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

Links = Mapping[str, Iterable[str]]


def circles(arrows: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return, per member, the number of the circle it stands in: strongly connected parts (Tarjan 1972).

    Two members of one part can reach each other; only an arrow inside a part can close a circle.
    """
    heads: defaultdict[str, list[str]] = defaultdict(list)
    members: set[str] = set()
    for tail, head in arrows:
        heads[tail].append(head)
        members |= {tail, head}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    part: dict[str, int] = {}
    stack: list[str] = []
    for start in sorted(members):
        if start in index:
            continue
        work = [(start, iter(sorted(heads[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        while work:
            at, rest = work[-1]
            for head in rest:
                if head not in index:
                    index[head] = low[head] = len(index)
                    stack.append(head)
                    work.append((head, iter(sorted(heads[head]))))
                    break
                if head not in part:
                    low[at] = min(low[at], index[head])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[at])
                if low[at] == index[at]:
                    _close(at, stack, part, index[at])
    return part


def _close(at: str, stack: list[str], part: dict[str, int], number: int) -> None:
    while True:
        member = stack.pop()
        part[member] = number
        if member == at:
            return


def ancestry(parents: Links, member: str, part: Mapping[str, int]) -> set[str]:
    """Return a member and its ancestors inside its own part: who could close a circle with it."""
    here = part.get(member, -1)
    seen = {member}
    ahead = [member]
    while ahead:
        for parent in parents.get(ahead.pop(), ()):
            if parent not in seen and part.get(parent, -2) == here:
                seen.add(parent)
                ahead.append(parent)
    return seen


def acyclic_order(parents: Links, members: Iterable[str] = ()) -> list[str]:
    """Return all members, every parent before its children. `parents` must hold no circle."""
    done: dict[str, None] = {}
    for member in sorted({*parents, *members}):
        ahead = [member]
        while ahead:
            missing = [p for p in parents.get(ahead[-1], ()) if p not in done]
            if missing:
                ahead += missing
            else:
                done.setdefault(ahead.pop())
    return list(done)


def children_of(parents: Links) -> dict[str, list[str]]:
    """Return children by parent, sorted."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for child in sorted(parents):
        for parent in parents[child]:
            found[parent].append(child)
    return dict(found)


def branch(children: Mapping[str, Iterable[str]], member: str) -> set[str]:
    """Return a member and everything below it."""
    seen = {member}
    ahead = [member]
    while ahead:
        for child in children.get(ahead.pop(), ()):
            if child not in seen:
                seen.add(child)
                ahead.append(child)
    return seen


def standing(parents: Links, bands: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return per member of `bands` its stretch of time and its step inside it: below all its parents.

    `bands` gives a member's own place on the time axis, -1 where it has none; it stands in the latest of
    its own and its parents'.
    """
    place: dict[str, tuple[int, int]] = {}
    for member in acyclic_order(parents, bands):
        above = [place[p] for p in parents.get(member, ())]
        band = max([bands[member], *(b for b, _ in above)])
        place[member] = (band, max((s + 1 for b, s in above if b == band), default=0))
    return place


def levels(parents: Links, bands: Mapping[str, int]) -> dict[str, int]:
    """Return the row of each member of `bands`, from 0: below all its parents, and by time.

    By hand: an undated source (row 0), its outlet of band 0 (row 1), and that outlet's copies of band 0
    (row 2) and of band 1 (row 3).
    """
    place = standing(parents, bands)
    rows = sorted(set(place.values()))
    return {member: bisect_right(rows, at) - 1 for member, at in place.items()}
