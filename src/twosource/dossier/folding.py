"""Folding: a lineage of any size made small enough to read, without losing a report.

Copies without heirs that have it from the same hands in the same way go into one bracket; then whole
branches of rows that are still too wide; then long runs of one hand after another. The hands of the
chokepoint are never folded. Every fold takes whole branches or whole runs, so no circle can arise.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from twosource.dossier.graphs import branch, children_of, levels
from twosource.dossier.lineages import Arrow, Hand, Lineage

MOST_FOLDED_ROUNDS = 400
OWN = 0.2  # a copy with this chance of access of its own is worth seeing by itself
LENGTHS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 61, 91, 122, 183, 274, 365, 730, 1461, 3652, 7305)  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class StemmaSettings:
    """How much of a lineage one picture shows before it folds.

    `row`: members side by side, and heirs of one; `rows`: rows one below another; `fold_above`: copies
    drawn singly; `named`: how many copies that may have access of their own stand beside a bracket;
    `bands`: stretches of time on the axis, 0 for no axis; `by_kind`: one bracket per kind of derivation
    and per sureness and the largest branches beside it, or one for all.
    """

    row: int = 6
    rows: int = 12
    fold_above: int = 5
    named: int = 2
    bands: int = 5
    by_kind: bool = True

    def __post_init__(self) -> None:
        if self.row < 2 or self.rows < 3 or self.fold_above < 1 or self.named >= self.row:
            raise ValueError("a stemma needs at least two in a row, three rows, and room beside a bracket")


FULL = StemmaSettings()
SMALL = StemmaSettings(row=2, rows=5, fold_above=1, named=0, bands=0, by_kind=False)


@dataclass(frozen=True, slots=True)
class Folded:
    """Which hands stand together: members by group, what passed between groups, and each group's row.

    `bands` are the stretches of time as (first, last), `band` the place of each group among them.
    """

    members: Mapping[str, tuple[str, ...]]
    arrows: Mapping[str, Mapping[str, tuple[Arrow, ...]]]
    bands: tuple[tuple[date, date], ...]
    band: Mapping[str, int]
    row: Mapping[str, int]
    runs: frozenset[str]


@dataclass
class _Sheet:
    """A lineage being folded: for each hand the group it stands in, and which groups are runs."""

    lineage: Lineage
    settings: StemmaSettings
    group: dict[str, str]
    runs: set[str]

    def view(self) -> Folded:
        """Return the groups as they are now, with rows."""
        members: defaultdict[str, list[str]] = defaultdict(list)
        for hand, group in sorted(self.group.items()):
            members[group].append(hand)
        arrows: defaultdict[str, defaultdict[str, list[Arrow]]] = defaultdict(lambda: defaultdict(list))
        for child, row in self.lineage.parents.items():
            for parent, arrow in sorted(row.items()):
                ends = self.group[parent], self.group[child]
                if ends[0] != ends[1]:
                    arrows[ends[1]][ends[0]].append(arrow)
        first = {g: _first(self.lineage.hands[m] for m in hands) for g, hands in members.items()}
        bands = bands_of((told for told in first.values() if told), self.settings.bands)
        band = {g: _band(told, bands) for g, told in first.items()}
        return Folded(
            members={g: tuple(hands) for g, hands in members.items()},
            arrows={c: {p: tuple(found) for p, found in row.items()} for c, row in arrows.items()},
            bands=bands,
            band=band,
            row=levels(arrows, band),
            runs=frozenset(self.runs & members.keys()),
        )

    def join(self, groups: Iterable[str], view: Folded, *, is_run: bool = False) -> None:
        """Put groups together under the name of the first hand in them."""
        hands = sorted(hand for group in groups for hand in view.members[group])
        name = f"fold of {hands[0]}"
        self.group |= dict.fromkeys(hands, name)
        if is_run:
            self.runs.add(name)
        else:
            self.runs.discard(name)

    def holds_chokepoint(self, groups: Iterable[str], view: Folded) -> bool:
        """Say whether a hand of the chokepoint stands in one of the groups."""
        return any(m in self.lineage.chokepoints for g in groups for m in view.members[g])

    def n_reports(self, groups: Iterable[str], view: Folded) -> int:
        """Count the reports of some groups."""
        return sum(self.lineage.hands[m].n_reports for g in groups for m in view.members[g])


def fold(lineage: Lineage, settings: StemmaSettings) -> Folded:
    """Return the lineage folded until it fits, or until only hands are left that may not be folded."""
    sheet = _Sheet(lineage, settings, {h: h for h in lineage.hands}, set())
    _fold_copies(sheet)
    view = sheet.view()
    for _ in range(MOST_FOLDED_ROUNDS):
        if not any(step(sheet, view) for step in (_fold_family, _fold_wide_row, _fold_runs, _fold_deep)):
            return view
        view = sheet.view()
    return view


def bands_of(spans: Iterable[tuple[date, date]], most: int) -> tuple[tuple[date, date], ...]:
    """Return at most `most` stretches of time in which the spans begin: of the least length that will do.

    A stretch reaches to the end of the spans that begin in it. By hand: the 2nd, 3rd and 30th of a month
    in two stretches are the 2nd to 3rd and the 30th.
    """
    ends: dict[date, date] = {}
    for start, end in spans:
        ends[start] = max(end, ends.get(start, end))
    ordered = sorted(ends)
    if not ordered or most < 1:
        return ()
    whole = (ordered[-1] - ordered[0]).days + 1
    for length in (*(n for n in LENGTHS if n < whole), whole):
        held: defaultdict[int, list[date]] = defaultdict(list)
        for day in ordered:
            held[(day - ordered[0]).days // length].append(day)
        if len(held) <= most:
            break
    return tuple((held[at][0], max(ends[day] for day in held[at])) for at in sorted(held))


def _band(told: tuple[date, date] | None, bands: tuple[tuple[date, date], ...]) -> int:
    if told is None:
        return -1
    return max((i for i, (first, _) in enumerate(bands) if first <= told[0]), default=-1)


def _first(hands: Iterable[Hand]) -> tuple[date, date] | None:
    """Return when the earliest exhibit of some hands was said, from its first possible day to its last."""
    return min(((t.first, t.last or t.first) for h in hands for t in h.told if t.first), default=None)


def telling(lineage: Lineage, member: str) -> tuple[float, date, int, str]:
    """Return how telling a copy is, most telling first: own access, then early, then with many reports."""
    hand = lineage.hands[member]
    first, _ = _first([hand]) or (date.max, date.max)
    own = round(lineage.own.get(member, 0.0), 1)
    return -own, first, -hand.n_reports, hand.shown


def _fold_copies(sheet: _Sheet) -> None:
    """Fold copies that pass nothing on: one bracket per parents, kind of derivation and sureness."""
    view = sheet.view()
    heirs = {p for row in view.arrows.values() for p in row}
    groups: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    for group, (hand, *_) in view.members.items():
        if group not in heirs and hand not in sheet.lineage.chokepoints:
            row = sheet.lineage.parents.get(hand, {})
            kinds = tuple(sorted({a.kind for a in row.values()}))
            way = (kinds, all(a.is_sure for a in row.values())) if sheet.settings.by_kind else ()
            groups[tuple(sorted(row)), *way].append(group)
    for leaves in groups.values():
        if len(leaves) > sheet.settings.fold_above:
            ranked = sorted(leaves, key=lambda g: telling(sheet.lineage, g))
            apart = [g for g in ranked[: sheet.settings.named] if sheet.lineage.own.get(g, 0.0) >= OWN]
            sheet.join(ranked[len(apart) :], view)


def _fold_family(sheet: _Sheet, view: Folded) -> bool:
    """Fold the smallest branches of whoever has more heirs than stand side by side, from the top down."""
    children = children_of(view.arrows)
    wide = [p for p, heirs in children.items() if len(heirs) > sheet.settings.row]
    for parent in sorted(wide, key=lambda p: (view.row[p], p)):
        if _narrow(sheet, view, children, children[parent]):
            return True
    starts = [g for g in view.members if g not in view.arrows]
    return len(starts) > sheet.settings.row and _narrow(sheet, view, children, starts)


def _fold_wide_row(sheet: _Sheet, view: Folded) -> bool:
    """Fold the smallest branches of the first row that is too wide; say whether anything was folded."""
    rows: defaultdict[int, list[str]] = defaultdict(list)
    for group, at in view.row.items():
        rows[at].append(group)
    children = children_of(view.arrows)
    for at in sorted(rows):
        if len(rows[at]) > sheet.settings.row and _narrow(sheet, view, children, rows[at]):
            return True
    return False


def _narrow(sheet: _Sheet, view: Folded, children: Mapping[str, list[str]], row: list[str]) -> bool:
    below = {g: branch(children, g) for g in row}
    marked = {g for g in row if sheet.holds_chokepoint(below[g], view)}

    def place(group: str) -> tuple[object, ...]:
        return group not in marked, -sheet.n_reports(below[group], view), -len(below[group]), group

    ranked = sorted(row, key=place)
    most = sheet.settings.row - 1 if sheet.settings.by_kind else 0
    for n_kept in range(max(most, len(marked)), len(marked) - 1, -1):
        kept = set().union(*(below[g] for g in ranked[:n_kept])) if n_kept else set()
        folds = _by_parents(view, below, [g for g in ranked[n_kept:] if g not in kept], kept)
        if n_kept + len(folds) <= sheet.settings.row:
            break
    else:
        folds = [set().union(*folds)] if folds else []
    wide = [together for together in folds if len(together) > 1]
    for together in wide:
        sheet.join(sorted(together), view)
    return bool(wide)


def _by_parents(
    view: Folded, below: Mapping[str, set[str]], going: Iterable[str], kept: set[str]
) -> list[set[str]]:
    """Return the branches of the groups that go, those of the same likeliest parent together, each once."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    taken = set(kept)
    for group in going:
        row = view.arrows.get(group, {})
        likeliest = min(row, key=lambda p: (-max(a.rank for a in row[p]), p), default="")
        found[likeliest] |= below[group] - taken
        taken |= below[group]
    return [together for together in found.values() if together]


def _fold_runs(sheet: _Sheet, view: Folded) -> bool:
    """Fold hands that stand one after another, where the picture is too tall; say whether any did.

    Where a run starts and ends stays to be seen; inside it everybody has one parent and one heir.
    """
    if max(view.row.values(), default=0) < sheet.settings.rows:
        return False
    heirs = children_of(view.arrows)
    plain = {g for g in view.members if not sheet.holds_chokepoint([g], view)}
    following = {
        g: heirs[g][0]
        for g in plain
        if len(heirs.get(g, ())) == 1 and heirs[g][0] in plain and len(view.arrows[heirs[g][0]]) == 1
    }
    found = False
    for start in sorted(following.keys() - set(following.values())):
        run = [start]
        while run[-1] in following:
            run.append(following[run[-1]])
        inner = [g for g in run if view.arrows.get(g) and heirs.get(g)]
        if len(inner) > 1:
            sheet.join(inner, view, is_run=True)
            found = True
    return found


def _fold_deep(sheet: _Sheet, view: Folded) -> bool:
    """Fold what stands below the last row that fits, piece by piece that hangs together."""
    last = sheet.settings.rows - 1
    if max(view.row.values(), default=0) <= last:
        return False
    needed = _above_chokepoints(sheet, view)
    going = {g for g, at in view.row.items() if at >= last} - needed
    near: defaultdict[str, set[str]] = defaultdict(set)
    for child, row in view.arrows.items():
        for parent in row:
            if child in going and parent in going:
                near[child].add(parent)
                near[parent].add(child)
    done: set[str] = set()
    found = False
    for group in sorted(going):
        if group not in done:
            piece = branch(near, group)
            done |= piece
            if len(piece) > 1:
                sheet.join(sorted(piece), view)
                found = True
    return found


def _above_chokepoints(sheet: _Sheet, view: Folded) -> set[str]:
    marked = [g for g in view.members if sheet.holds_chokepoint([g], view)]
    return set().union(*(branch(view.arrows, g) for g in marked)) if marked else set()
