"""Fits whether a speaker believes what they embed: ridge regression over features that can be said in words.

`python -m training.factuality.commitment DIR` reads `DIR/factuality/commitmentbank.csv`, measures by
ten folds and by leaving out each verb in turn, and writes `vocabulary/commitment.toml`. The same data
and seed give the same file. Nothing of a row is used but its text and where its clause stands.
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from bench.corpora_meaning import Commitment, commitments
from numpy.typing import NDArray

from twosource.attributing.factuality.believing import SCALE, features_in

Floats: TypeAlias = NDArray[np.float64]
Features: TypeAlias = Mapping[str, float]
OUT = Path(__file__).parents[2] / "src" / "twosource" / "vocabulary" / "commitment.toml"
SEED = 7
FOLDS = 10
MIN_SEEN = 3
RIDGE = 8.0


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each feature, and where the sum begins."""

    weights: Mapping[str, float]
    intercept: float

    def score(self, features: Features) -> float:
        """Return the sum for some features, held to the scale."""
        total = self.intercept + sum(self.weights.get(name, 0.0) * x for name, x in features.items())
        return max(-SCALE, min(SCALE, total))


def fit(features: Sequence[Features], values: Sequence[float], ridge: float = RIDGE) -> Model:
    """Return weights that least squares with a ridge penalty give; rare features are left out.

    Raises ValueError where there is nothing to learn from.
    """
    if not features:
        raise ValueError("there are no rows to learn from")
    seen = Counter(name for row in features for name in row)
    names = sorted(name for name, n in seen.items() if n >= MIN_SEEN)
    place = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(features), len(names)))
    for number, row in enumerate(features):
        for name, value in row.items():
            if name in place:
                table[number, place[name]] = value
    gold = np.asarray(values, dtype=np.float64)
    means, mean = table.mean(axis=0), float(gold.mean())
    centred = table - means
    weights = np.linalg.solve(centred.T @ centred + ridge * np.eye(len(names)), centred.T @ (gold - mean))
    return Model({name: float(weights[place[name]]) for name in names}, mean - float(means @ weights))


def held_out(features: Sequence[Features], values: Sequence[float], groups: Sequence[object]) -> Floats:
    """Return, for every row, the score of a model that learnt without the rows of its group."""
    scores = np.zeros(len(values))
    for group in sorted(set(groups), key=str):
        out = [n for n, one in enumerate(groups) if one == group]
        kept = [n for n, one in enumerate(groups) if one != group]
        model = fit([features[n] for n in kept], [values[n] for n in kept])
        for n in out:
            scores[n] = model.score(features[n])
    return scores


def measure(values: Sequence[float], scores: Floats) -> tuple[float, float]:
    """Return Pearson's r and the mean absolute error."""
    gold = np.asarray(values)
    return float(np.corrcoef(gold, scores)[0, 1]), float(np.abs(gold - scores).mean())


def folds_of(n: int, seed: int = SEED) -> list[int]:
    """Return a fold for each of n rows, seeded."""
    return [int(one) for one in np.random.default_rng(seed).permutation(n) % FOLDS]


def written(model: Model, rows: int, by_fold: tuple[float, float], by_verb: tuple[float, float]) -> str:
    """Return the weights as TOML with their birth certificate."""
    lines = [
        "# Weights of attributing/factuality/believing.py: how far a speaker is committed to a clause.",
        'name = "commitment"',
        'standard = "CommitmentBank (de Marneffe, Simons and Tonhauser 2019), mean of its raters"',
        'birth = "Fitted on 2026-11-23 by training/factuality/commitment.py to the open half, '
        f'{rows} clauses; ridge {RIDGE:g}, features seen at least {MIN_SEEN} times, seed {SEED}."',
        f'measured = "{FOLDS} folds: r {by_fold[0]:.3f}, mean absolute error {by_fold[1]:.3f}; '
        f'each verb left out in turn: r {by_verb[0]:.3f}, mean absolute error {by_verb[1]:.3f}."',
        f"intercept = {model.intercept:.4f}",
        "",
        "[weights]",
    ]
    lines += [f'"{name}" = {weight:.4f}' for name, weight in sorted(model.weights.items())]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str], say: Callable[[str], None] = print) -> int:
    """Fit, measure, write; return the exit code."""
    rows: list[Commitment] = commitments(Path(arguments[0]))
    features = [features_in(row.target, row.clause, row.context) or {} for row in rows]
    values = [row.mean for row in rows]
    by_fold = measure(values, held_out(features, values, folds_of(len(rows))))
    by_verb = measure(values, held_out(features, values, [row.verb for row in rows]))
    say(f"{len(rows)} clauses, {FOLDS} folds: r {by_fold[0]:.3f}, MAE {by_fold[1]:.3f}")
    say(f"each verb left out in turn: r {by_verb[0]:.3f}, MAE {by_verb[1]:.3f}")
    OUT.write_text(written(fit(features, values), len(rows), by_fold, by_verb), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
