"""Sets of claims for the benchmarks of fusion: read, turned into whole numbers; and how answers are scored.

`claims.csv` holds source, item, value; `gold.csv` item, value, held against what was fused.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.measures import calibration_error
from bench.runner import DataMissingError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CROWD = ("product", "duck", "dog", "face")
WORLD = ("book", "population", "weather", "heritages", "birthplaces")
LEAST_P = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Claims as whole numbers, (M,) each; the number of each item; which value numbers are right for it."""

    item: Ints
    source: Ints
    value: Ints
    items: Mapping[str, int]
    right: Mapping[str, frozenset[int]]


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a file without its head; DataMissingError where there is no such file."""
    if not path.is_file():
        raise DataMissingError(f"There is no {path}.")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


def numbered(names: Sequence[str]) -> tuple[Ints, dict[str, int]]:
    """Return the number of each name, by order of the alphabet, and the numbers by name."""
    numbers = {name: n for n, name in enumerate(sorted(set(names)))}
    return np.array([numbers[name] for name in names], dtype=np.int64), numbers


def prepared(folder: Path, name: str) -> Prepared:
    """Return one set as it stands: every spelling a value of its own."""
    claims = [row for row in read_rows(folder / name / "claims.csv") if len(row) == 3]
    gold = [row for row in read_rows(folder / name / "gold.csv") if len(row) == 2]
    source, _ = numbered([row[0] for row in claims])
    item, items = numbered([row[1] for row in claims])
    value, values = numbered([row[2] for row in claims])
    right = {}
    for of, said in gold:
        right[of] = frozenset({values[said]} if said in values else ())
    return Prepared(item, source, value, items, right)


def scores(
    p_right: Floats, p_best: Floats, is_right: npt.NDArray[np.bool_], brier: Floats
) -> dict[str, float]:
    """Return precision, log loss, Brier and calibration error over gold items, (G,) each.

    Log loss: mean of -log P(gold), in nats, P not below a millionth. Brier: mean sum of squares over
    the values of an item. Calibration error: distance of the stated and the true share of right answers over
    ten equal bins of the stated probability of the likeliest value, weighted by size.
    """
    return {
        "precision": float(is_right.mean()),
        "log loss": float(-np.log(np.maximum(p_right, LEAST_P)).mean()),
        "brier": float(brier.mean()),
        "ece": calibration_error(p_best, is_right),
    }


def judged(given: Sequence[Mapping[int, float]], right: Sequence[frozenset[int]]) -> dict[str, float]:
    """Return the scores of probabilities per value, one mapping per gold item; an empty one is wrong."""
    p_right, p_best, is_right, brier = [], [], [], []
    for chances, gold in zip(given, right, strict=True):
        best = max(sorted(chances), key=lambda v: chances[v], default=-1)
        told = sum(chances.get(v, 0.0) for v in gold)
        p_right.append(told)
        p_best.append(chances.get(best, 0.0))
        is_right.append(best in gold)
        others = sum(p * p for v, p in chances.items() if v not in gold)
        brier.append((1 - told) ** 2 + others)
    return scores(np.array(p_right), np.array(p_best), np.array(is_right, dtype=bool), np.array(brier))
