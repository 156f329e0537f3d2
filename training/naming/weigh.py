"""Fits the weights of comparing names on pairs judged one party or not, and writes their table.

    python -m training.naming.weigh --data ../shared/data

Seconds. What it prints is cross-validated: a name is never in both the fitted part and the other.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from bench.names import NamePair, figures_of, read_judged

from training.naming.fitting import FOLDS, JUDGED, RIDGE, f1, left_out, logistic
from twosource.naming.pairing import LOOKS

TABLE = Path(__file__).resolve().parents[2] / "src" / "twosource" / "vocabulary" / "names_measured.toml"
SEEDS = 8
THRESHOLD = 0.45
BANDS = ((0.0, 0.2), (0.2, 0.45), (0.45, 0.7), (0.7, 0.9), (0.9, 1.01))


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the cross-validated figures, write the table; return 0."""
    parser = argparse.ArgumentParser(prog="training.naming.weigh", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(arguments)
    pairs = read_judged(options.data / "names" / "name_bench.csv")
    x, y = figures_of(pairs)
    rounds = [validated(pairs, x, y, seed) for seed in range(SEEDS)]
    for threshold in (0.35, 0.4, 0.45, 0.5, 0.55):
        sys.stdout.write(f"F1 at {threshold}: {np.mean([f1(p, y, threshold) for p in rounds]):.3f}\n")
    brier = float(np.mean([((p - y) ** 2).mean() for p in rounds]))
    weights = logistic(x, y, RIDGE, JUDGED)
    bands = [
        (low, high, int(y[rows].sum()), int(rows.sum()))
        for low, high in BANDS
        for rows in [(rounds[0] >= low) & (rounds[0] < high)]
    ]
    lines = [
        "# Weights of comparing names: log odds per figure of naming/pairing.py.",
        "# Made by training/naming/weigh.py.",
        'name = "names_measured"',
        'standard = "logistic regression with ridge on pairs of names judged one party or not"',
        f'birth = "Fitted on 2026-11-23 on {len(pairs)} open pairs of the name benchmark of nomenklatura '
        "(MIT); figures only, no name of it is kept. Two weights are judged, not fitted: looks alike only, "
        'other number."',
        f'measured = "cross-validated in {FOLDS} parts, names kept together: '
        f'F1 {np.mean([f1(p, y, THRESHOLD) for p in rounds]):.3f} at {THRESHOLD}, Brier score {brier:.3f}"',
        f"threshold = {THRESHOLD}",
        f"accuracy = {np.mean([((p >= THRESHOLD) == (y > 0)).mean() for p in rounds]):.3f}",
        "",
        "# Of the pairs with p from low to high, how many of n were one party: cross-validated, first round.",
        *(f"[[bands]]\nlow = {a}\nhigh = {b}\nright = {right}\nn = {n}\n" for a, b, right, n in bands),
        "[weights]",
        *(f'"{look}" = {weight:.4f}' for look, weight in zip(LOOKS, weights, strict=True)),
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


def validated(pairs: Sequence[NamePair], x: np.ndarray, y: np.ndarray, seed: int) -> np.ndarray:
    """Return the probability of each pair under weights fitted without it."""
    return left_out(x, y, [pair.other.casefold() for pair in pairs], RIDGE, JUDGED, seed=seed, folds=FOLDS)


if __name__ == "__main__":
    sys.exit(main())
