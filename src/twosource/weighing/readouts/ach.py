"""The table of competing hypotheses as analysts know it, read off the weights: a view and nothing more.

Cell (item, h) is the word for the leave-one-out weight of the item on h: CC and C for, II and I against, N
where the forensic scale has no word, NA where nothing said of the item could bear on the question. The
borders are those of the likelihood-ratio words (`vocabulary/ach.toml`). Copies are N. No arithmetic is done
on this table: counting its letters is the error that the weights exist to prevent (Karvetski and Mandel
2020).
"""

from collections.abc import Iterable
from functools import cache

import numpy as np

from twosource.evidence.readouts import AchRow, WeightReadout
from twosource.terms import load_table, vocabulary
from twosource.weighing.network import ItemTable, Network

ROUNDING = 1e-9


@cache
def borders() -> tuple[float, float]:
    """Return the decibans from which one letter is given, and two: 3.0 and 10.0 on the forensic scale."""
    table, scale = load_table("ach"), vocabulary("likelihood_ratio")
    single, double = (scale[table[name]].low or 1.0 for name in ("single", "double"))
    return float(10.0 * np.log10(single)), float(10.0 * np.log10(double))


def cell(decibans: float) -> str:
    """Return CC, C, N, I or II for the weight of an item on one hypothesis."""
    single, double = borders()
    size = abs(decibans) + ROUNDING
    if size < single:
        return "N"
    letters = 2 if size >= double else 1
    return ("C" if decibans > 0.0 else "I") * letters


def applies(entry: ItemTable) -> bool:
    """Say whether an item could bear on anything: a word, a condition, or a copy that was bound to appear.

    One plain figure below 1 without any condition is a remark beside the matter, such as "be careful".
    """
    lines = [a for a, is_used in zip(entry.item.answers, entry.is_used, strict=True) if is_used]
    return bool(entry.table.scope) or all(line.p == 1.0 for line in lines)


def ach_rows(network: Network, weights: Iterable[WeightReadout]) -> tuple[AchRow, ...]:
    """Return one row per item, by name; the columns are the named hypotheses in the order of the question."""
    by_name = {w.name: w for w in weights if not w.is_group}
    rows = []
    for entry in sorted(network.items, key=lambda e: e.item.name):
        weight = by_name[entry.item.name]
        cells = map(cell, weight.decibans) if applies(entry) else ("NA",) * len(weight.decibans)
        rows.append(AchRow(item=weight.name, cells=tuple(cells)))
    return tuple(rows)
