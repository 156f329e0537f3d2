"""Values that nest: places in places, days in months in years. A wider value that holds is no contradiction.

"Syria" and "Raqqa" do not compete: whoever says the first says less. A hierarchy gives each value the wider
ones above it; dates carry theirs in themselves (`2016-03-27` in `2016-03` in `2016`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from twosource.dates import UNDATED, read_date
from twosource.weighing.fusion.values.cleaning import is_missing, many

MOST_LEVELS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """The wider values above each value, nearest first; a name that stands in several places has all of them.

    `wider[name]` is a tuple of paths, one per place in the tree. `notes` tells what was wrong with the rows.
    """

    wider: Mapping[str, tuple[tuple[str, ...], ...]]
    notes: tuple[str, ...] = ()
    above: dict[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        above = {
            name: frozenset(x for path in paths for x in path) - {name} for name, paths in self.wider.items()
        }
        object.__setattr__(self, "above", above)

    def is_wider(self, a: str, b: str) -> bool:
        """Say whether a is somewhere above b."""
        return a in self.above.get(b, frozenset())

    def path(self, name: str) -> tuple[str, ...]:
        """Return the wider values above a name that hold whichever place it means, nearest first."""
        paths = self.wider.get(name, ())
        if not paths:
            return ()
        shared = set(paths[0]).intersection(*paths[1:])
        return tuple(x for x in paths[0] if x in shared)


def hierarchy_of(rows: Iterable[tuple[str, str, str]]) -> Hierarchy:
    """Return a hierarchy from rows (id, name, id of the parent); a parent that is no id is the top.

    A thing that lies in itself is left at the top, one with several parents has a path by each, and `notes`
    says so. The name of a node whose own parent
    is no node and that has children is kept, but for a root called "Root" or without a name.
    """
    rows = [(node, name.strip(), parent) for node, name, parent in rows]
    nodes: dict[str, tuple[str, str]] = {}
    for node, name, parent in rows:
        nodes.setdefault(node, (name, parent))
    circles = _in_circles({node: parent for node, (_, parent) in nodes.items()})
    paths: dict[str, list[tuple[str, ...]]] = {}
    for node, name, parent in rows:
        path: list[str] = []
        at = "" if node in circles else parent
        while at in nodes and len(path) < MOST_LEVELS:
            path.append(nodes[at][0])
            at = "" if at in circles else nodes[at][1]
        paths.setdefault(name, []).append(tuple(x for x in path if x and x.casefold() != "root"))
    notes = []
    if circles:
        first = min(nodes[node][0] for node in circles)
        notes.append(
            f"{many(len(circles), 'value')} of the hierarchy in a circle ({first} for one): "
            "taken for the top."
        )
    if twice := len({(node, parent) for node, _, parent in rows}) - len(nodes):
        notes.append(
            f"{many(twice, 'second parent')} in the hierarchy: the value then lies for sure only in what "
            "both ways share, and what lies in the value goes by the first."
        )
    return Hierarchy({name: tuple(dict.fromkeys(found)) for name, found in paths.items()}, tuple(notes))


def _in_circles(parents: Mapping[str, str]) -> set[str]:
    """Return the nodes that lie in themselves: each node is walked through once."""
    circles: set[str] = set()
    walked: set[str] = set()
    for node in parents:
        way: dict[str, int] = {}
        at = node
        while at in parents and at not in walked and at not in way:
            way[at] = len(way)
            at = parents[at]
        if at in way:
            circles.update(list(way)[way[at] :])
        walked.update(way)
    return circles


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Dated values: what each is called (EDTF: `2016-03-27`, `2016-03`, `2016`), and the days each name
    spans.
    """

    called: Mapping[str, str]
    days: Mapping[str, tuple[date, date]]

    def is_wider(self, a: str, b: str) -> bool:
        """Say whether a holds every day of b and more: also a Hijri year over a day of ours."""
        (a_start, a_end), (b_start, b_end) = self.days[a], self.days[b]
        return a_start <= b_start and b_end <= a_end and (a_start, a_end) != (b_start, b_end)

    def path(self, name: str) -> tuple[str, ...]:
        """Return the month and the year that hold a date, as far as they are wider than it."""
        start, end = self.days[name]
        year = (f"{start.year:04d}",) if start.year == end.year else ()
        month = (f"{start:%Y-%m}",) if year and start.month == end.month else ()
        return tuple(wider for wider in (*month, *year) if wider != name)


def dates_of(values: Iterable[str]) -> Dates:
    """Return the dates of the values; one that holds no date with two ends is left out."""
    called: dict[str, str] = {}
    days: dict[str, tuple[date, date]] = {}
    for value in sorted(set(values)):
        span = UNDATED if is_missing(value) else read_date(value)
        if span.start is None or span.end is None:
            continue
        called[value] = span.edtf()
        days[called[value]] = (span.start, span.end)
    return Dates(called, days)
