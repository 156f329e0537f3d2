"""Fits the levels of reuse and writes their table.

    python -m training.collation.fit --data ../shared/data

Seconds. Fitted on what two texts alone show, as the product sees them. What it prints and writes as measured
is cross-validated, over several deals of ten parts.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from bench.reuse import SEEDS, measured_texts

from training.collation.fitting import FOLDS, fit, folds, left_out

TABLE = Path(__file__).resolve().parents[2] / "src" / "twosource" / "vocabulary" / "reuse.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the cross-validated figures, write the table; return 0."""
    parser = argparse.ArgumentParser(prog="training.collation.fit", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(arguments)
    texts = measured_texts(options.data)
    x, y = texts.alone, texts.levels
    rounds = [left_out(x, y, folds(y, seed)) for seed in range(SEEDS)]
    four = float(np.mean([(told == y).mean() for told in rounds]))
    reused = float(np.mean([((told > 0) == (y > 0)).mean() for told in rounds]))
    sys.stdout.write(f"{y.size} answers: four levels {four:.3f}, reused or not {reused:.3f}\n")
    weights = fit(x, y)
    lines = [
        "# Weights of the levels of reuse: rows of measures and a constant, columns of outcomes.",
        "# Made by training/collation/fit.py.",
        'name = "reuse"',
        'standard = "corpus of plagiarised short answers, Clough and Stevenson 2011"',
        f'birth = "Fitted on 2026-11-23 on {y.size} of its 95 answers, those to three of the five questions; '
        'figures only, no text of it is kept. English, some 200 words each, reused to order."',
        "",
        f"# Cross-validated in {FOLDS} parts, mean of {SEEDS} deals.",
        "[measured]",
        f"answers = {y.size}",
        f"four_of_100 = {int(100 * four)}",
        f"reused_of_100 = {int(100 * reused)}",
        "",
    ]
    # Plain keys of the table must stand before its first section.
    rows = [
        f"{name} = [\n" + "".join(f"  {[round(v, 5) for v in row]},\n" for row in value.tolist()) + "]"
        for name, value in (
            ("centre", weights.centre),
            ("scale", weights.scale),
            ("reused", weights.reused),
            ("revised", weights.revised),
        )
    ]
    TABLE.write_text("\n".join([*lines[:6], *rows, "", *lines[6:-1]]) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
