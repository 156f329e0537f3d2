"""From rows of a table to statements: who says it, of which item, how often, and whether it repeats the
row before.

What is missing or unreadable is left out, and said. A source that gives one item several values has the last
one stand where rows are in the order of time or values are numbers (a measure that was taken again); else its
voice is divided. None of it depends on the order of rows, unless that order is time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.values.cleaning import folded, many
from twosource.weighing.fusion.values.graded import Statements
from twosource.weighing.fusion.values.relating import Related
from twosource.weighing.fusion.values.settings import Kind, ValueSettings

Ints = NDArray[np.int64]
_ADDRESS = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|\b(?:anonymous|anon|unnamed|unknown)\b", re.IGNORECASE
)
_WORD = re.compile(r"\w{3,}")
LEAST_CLASS = 3
CHANGES, ECHO, MANNERS = 1, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Statements with their names. `sources` names the S voices: a source, or a source in one manner.

    `voice_source` (S,) is the number of the source of each voice in `source_names`. `item_names`,
    `cell_keys` name items and cells.
    """

    statements: Statements
    item_names: tuple[str, ...]
    cell_keys: tuple[str, ...]
    source_names: tuple[str, ...]
    voice_source: Ints
    notes: tuple[str, ...]


def told_by(
    source: Sequence[str],
    item: Sequence[str],
    values: Related,
    kind: Kind,
    *,
    in_order: bool = False,
    settings: ValueSettings,
) -> Told:
    """Return the statements of a table whose values have keys."""
    use = [n for n, key in enumerate(values.keys) if key is not None]
    notes = [*values.notes]
    if n_out := len(values.keys) - len(use):
        notes.insert(0, f"{many(n_out, 'row')} without a usable value: left out.")
    sources, source_no = _numbered([source[n].strip() for n in use])
    items, item_no = _numbered([item[n].strip() for n in use])
    keys, key_no = _numbered([key for key in values.keys if key is not None])
    keep, weight, said = _once(source_no, item_no, key_no, last=in_order or kind is Kind.NUMBERS)
    notes += said
    if not in_order:
        # The sums then run in one order whatever the order of rows: equal to the last bit.
        order = np.lexsort((source_no[keep], key_no[keep], item_no[keep]))
        keep, weight = keep[order], weight[order]
    source_no, item_no, key_no = source_no[keep], item_no[keep], key_no[keep]
    spoken, key_no = np.unique(key_no, return_inverse=True)
    keys = tuple([keys[n] for n in spoken.tolist()])
    cells, cell_no = np.unique(item_no * max(1, len(keys)) + key_no, return_inverse=True)
    cell_item, cell_value = cells // max(1, len(keys)), cells % max(1, len(keys))
    repeats, follows = _before(item_no, cell_no) if in_order else (None, None)
    manner = _echoes(items, keys, cell_item, cell_value)[cell_no] if kind is Kind.PLACES else 0 * cell_no
    if repeats is not None and follows is not None:
        manner = np.where(follows & ~repeats, CHANGES, manner)
    voices, voice_no = np.unique(source_no * MANNERS + manner, return_inverse=True)
    voice_source = voices // MANNERS
    called = tuple(keys[v] for v in cell_value)
    counted = (cell_item, np.bincount(cell_no, minlength=cells.size))
    shorter, longer, cut = _pairs(values, items, counted, called, settings.most_compared)
    if cut:
        notes.append(f"Of {cut} items only the {settings.most_compared} commonest values were compared.")
    classes, class_note = _classes(sources, voice_source)
    statements = Statements(
        source=voice_no,
        cell=cell_no.astype(np.int64),
        weight=weight,
        cell_item=cell_item,
        cell_value=cell_value,
        n_items=len(items),
        n_values=len(keys),
        shorter=shorter,
        longer=longer,
        source_class=classes,
        repeats=repeats,
        follows=follows,
        fresh=kind is Kind.NUMBERS,
    )
    return Told(statements, items, called, sources, voice_source, (*notes, *class_note))


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """Return the distinct names in order, and the number of each name."""
    distinct = tuple(sorted(set(names)))
    numbers = {name: n for n, name in enumerate(distinct)}
    return distinct, np.fromiter(map(numbers.__getitem__, names), dtype=np.int64, count=len(names))


def _once(
    source: Ints, item: Ints, key: Ints, *, last: bool
) -> tuple[Ints, NDArray[np.float64], tuple[str, ...]]:
    """Return which rows stand, in order, their weights, and what there is to say of it."""
    n_items, n_keys = int(item.max(initial=0)) + 1, int(key.max(initial=0)) + 1
    pair = source * n_items + item
    if last:
        _, back = np.unique(pair[::-1], return_index=True)
        keep = np.sort(pair.size - 1 - back)
        n_out = pair.size - keep.size
        note = (f"{n_out:,} times a source speaks again of an item; its last value stands.",)
        return keep, np.ones(keep.size), note if n_out else ()
    _, pair = np.unique(pair, return_inverse=True)
    _, first = np.unique(pair * n_keys + key, return_index=True)
    keep = np.sort(first)
    voices = np.bincount(pair[keep], minlength=1)
    n_split = int((voices > 1).sum())
    note = (f"{n_split:,} times a source gives one item several values; its voice is divided.",)
    return keep, 1.0 / voices[pair[keep]], note if n_split else ()


def _echoes(items: Sequence[str], keys: Sequence[str], cell_item: Ints, cell_value: Ints) -> Ints:
    """Return of each cell whether its value echoes a word of its item, (C,).

    A value that repeats a word of its item is often a slip of whoever took it from a page (the family name as
    birthplace); whether it is, is learned: it only speaks as a voice of its own. So does a source where it
    changes the row before it: it has seen what it contradicts.
    """
    of_items, of_keys = ([frozenset(_WORD.findall(folded(x))) for x in texts] for texts in (items, keys))
    pairs = zip(cell_item.tolist(), cell_value.tolist(), strict=True)
    return np.array([ECHO if of_items[i] & of_keys[k] else 0 for i, k in pairs], dtype=np.int64)


def _classes(names: Sequence[str], voice_source: Ints) -> tuple[Ints, tuple[str, ...]]:
    """Return which voices share a prior: unnamed sources, all others."""
    unnamed = np.array([bool(_ADDRESS.search(name)) for name in names], dtype=bool)
    classes = unnamed.astype(np.int64)
    note: tuple[str, ...] = ()
    if LEAST_CLASS <= unnamed.sum() < unnamed.size:
        note = (
            f"{int(unnamed.sum()):,} of {unnamed.size:,} sources are unnamed (a network "
            "address); they share a prior of their own.",
        )
    else:
        classes[:] = 0
    _, dense = np.unique(classes[voice_source], return_inverse=True)
    return dense.astype(np.int64), note


def _pairs(
    values: Related, items: Sequence[str], cells_said: tuple[Ints, Ints], keys: Sequence[str], most: int
) -> tuple[Ints, Ints, int]:
    """Return the pairs of cells of one item of which the first says less, and in how many items some were
    left.
    """
    cell_item, counts = cells_said
    nothing = np.zeros(0, dtype=np.int64)
    if values.is_shorter is None:
        return nothing, nothing, 0
    shorter, longer, cut = [], [], 0
    bounds = np.searchsorted(cell_item, np.arange(len(items) + 1))
    for at in np.flatnonzero(np.diff(bounds) > 1).tolist():
        cells = list(range(int(bounds[at]), int(bounds[at + 1])))
        if len(cells) > most:
            cut += 1
            cells = sorted(cells, key=lambda c: (-counts[c], keys[c]))[:most]
        for a in cells:
            for b in cells:
                if a != b and values.is_shorter(items[at], keys[a], keys[b]):
                    shorter.append(a)
                    longer.append(b)
    return np.array(shorter, dtype=np.int64), np.array(longer, dtype=np.int64), cut


def _before(item: Ints, cell: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return of each statement whether the one before it in its item says the same, and whether there is
    one.
    """
    order = np.argsort(item, kind="stable")
    follows, repeats = np.zeros(item.size, dtype=bool), np.zeros(item.size, dtype=bool)
    later, earlier = order[1:], order[:-1]
    follows[later] = item[later] == item[earlier]
    repeats[later] = follows[later] & (cell[later] == cell[earlier])
    return repeats, follows
