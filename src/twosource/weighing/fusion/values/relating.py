"""What each value is called, and which values of an item say less than which: one way per kind.

A value gets a key (the same for all ways to write it) or None where it is missing or unreadable. Keys of one
item are then compared, at most `most_compared` of them, the commonest first.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from twosource.weighing.fusion.values.cleaning import folded, is_missing, many, mended
from twosource.weighing.fusion.values.name_folding import fold_names, learn_surnames
from twosource.weighing.fusion.values.nested import Hierarchy, dates_of
from twosource.weighing.fusion.values.numbers import Number, is_rounding_of, read_number
from twosource.weighing.fusion.values.settings import Kind

Shorter = Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Related:
    """The key of each row, or None; whether key a says less than key b of an item; what is above a key."""

    keys: tuple[str | None, ...]
    is_shorter: Shorter | None
    above: Callable[[str], tuple[str, ...]]
    notes: tuple[str, ...] = ()


def related(
    kind: Kind, items: Sequence[str], values: Sequence[str], hierarchy: Hierarchy | None = None
) -> Related:
    """Return the keys of the rows of a table and how they compare. Values of other items count for names
    only.
    """
    if kind is Kind.NAMES:
        return _names(items, values)
    if kind is Kind.NUMBERS:
        return _numbers(values)
    if kind is Kind.DATES:
        return _dates(values)
    if kind is Kind.PLACES and hierarchy is not None:
        return _places(values, hierarchy)
    return Related(_labels(values), None, _nothing_above)


def _nothing_above(key: str) -> tuple[str, ...]:
    del key
    return ()


def _labels(values: Sequence[str]) -> tuple[str | None, ...]:
    """Return labels folded for comparing, each called as it is written most often."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    bare = [None if is_missing(v) else mended(v) for v in values]
    for value in bare:
        if value is not None:
            written[folded(value)][value] += 1
    called = {k: min(c, key=lambda v: (-c[v], v)) for k, c in written.items()}
    return tuple(None if v is None else called[folded(v)] for v in bare)


def _numbers(values: Sequence[str]) -> Related:
    read = {v: read_number(v) for v in set(values)}
    finest: dict[str, Number] = {}
    for number in read.values():
        if number is not None and (number.key not in finest or number.step < finest[number.key].step):
            finest[number.key] = number
    unread = {v for v, number in read.items() if number is None and not is_missing(v)}
    lost = sum(v in unread for v in values) if unread else 0
    notes = (f"{many(lost, 'value')} held no single finite number: left out.",) if lost else ()
    called = {v: None if number is None else number.key for v, number in read.items()}
    keys = tuple(map(called.__getitem__, values))

    def is_shorter(_: str, a: str, b: str) -> bool:
        return is_rounding_of(finest[a], finest[b])

    return Related(keys, is_shorter, _nothing_above, notes)


def _dates(values: Sequence[str]) -> Related:
    dates = dates_of(values)
    lost = sum(1 for v in values if v not in dates.called and not is_missing(v))
    notes = (f"{many(lost, 'value')} held no date with two ends: left out.",) if lost else ()
    keys = tuple(dates.called.get(v) for v in values)
    return Related(keys, lambda _, a, b: dates.is_wider(a, b), dates.path, notes)


def _places(values: Sequence[str], hierarchy: Hierarchy) -> Related:
    by_folded: dict[str, str] = {}
    for name in sorted(hierarchy.wider):
        by_folded.setdefault(folded(mended(name)), name)
    labels = _labels(values)
    known = {label: _placed(label, hierarchy, by_folded) for label in labels if label is not None}
    lost = sum(1 for label in labels if label is not None and known[label] not in hierarchy.wider)
    notes = list(hierarchy.notes)
    if lost:
        notes.append(
            f"{many(lost, 'value')} found nowhere in the hierarchy: each is taken as a place of its own."
        )
    keys = tuple(None if label is None else known[label] for label in labels)
    return Related(keys, lambda _, a, b: hierarchy.is_wider(a, b), hierarchy.path, tuple(notes))


def _placed(label: str, hierarchy: Hierarchy, by_folded: Mapping[str, str]) -> str:
    return label if label in hierarchy.wider else by_folded.get(folded(label), label)


def _names(items: Sequence[str], values: Sequence[str]) -> Related:
    table = learn_surnames(values)
    rows: dict[str, list[int]] = defaultdict(list)
    for n, item in enumerate(items):
        rows[item].append(n)
    keys: list[str | None] = [None] * len(values)
    shorter: set[tuple[str, str, str]] = set()
    for item, numbers in rows.items():
        names = fold_names([values[n] for n in numbers], table)
        called = {members: names.shown(members) for members in names.lists if members is not None}
        for n, members in zip(numbers, names.lists, strict=True):
            keys[n] = None if members is None else called[members]
        lists = sorted(called, key=lambda m: (-sum(x == m for x in names.lists), sorted(m)))[:200]
        shorter.update(
            (item, called[a], called[b]) for a in lists for b in lists if a != b and names.shorter(a, b)
        )
    lost = sum(1 for k, v in zip(keys, values, strict=True) if k is None and not is_missing(v))
    notes = (f"{many(lost, 'value')} held no name of a person: left out.",) if lost else ()
    return Related(tuple(keys), lambda item, a, b: (item, a, b) in shorter, _nothing_above, notes)
