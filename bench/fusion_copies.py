"""Fusion where many copy: a few poor sources, copied by many, against a dozen that look for themselves.

No data is read: sets are simulated from a seed. Twelve sources look for themselves and are right with a
probability between .4 and .75 each; three are right with probability .3 and are copied by 14 others, who look
for themselves in one statement of ten. 200 items with five values each. Without copying the same twelve and
three speak alone. Rivals: the vote, and our own model told to find no copiers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.fusion_sets import judged
from bench.runner import Report, Result
from twosource.weighing.fusion import Fused, FuseSettings, fuse

NAME = "fusion-copies"
SEED = 2009
N_SETS, N_ITEMS, N_VALUES = 20, 200, 5
RIGHT, POOR, LOOKS = (0.4, 0.75), 0.3, 0.1
N_ALONE, COPIERS = 12, (5, 5, 4)
PUBLISHED = "reasoning.md 4.2: vote .782, ACCU .582, ACCUCOPY-style .976 (log loss .072), ours .978 (.071)"

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One simulated set: statements as whole numbers, and the true value of each item."""

    item: Ints
    source: Ints
    value: Ints
    truth: Ints


def simulate(seed: int, copiers: tuple[int, ...] = COPIERS) -> Told:
    """Return one set; `copiers` is how many copy each of the poor sources."""
    rng = np.random.default_rng([SEED, seed])
    truth = rng.integers(0, N_VALUES, N_ITEMS)

    def looks(accuracy: float) -> Ints:
        wrong = (truth + rng.integers(1, N_VALUES, N_ITEMS)) % N_VALUES
        return np.where(rng.random(N_ITEMS) < accuracy, truth, wrong)

    said = [looks(float(accuracy)) for accuracy in rng.uniform(*RIGHT, N_ALONE)]
    for n in copiers:
        original = looks(POOR)
        said.append(original)
        said += [np.where(rng.random(N_ITEMS) < LOOKS, looks(POOR), original) for _ in range(n)]
    source, item = np.divmod(np.arange(len(said) * N_ITEMS), N_ITEMS)
    return Told(item, source, np.concatenate(said), truth)


def vote(told: Told) -> list[Mapping[int, float]]:
    """Return the shares of the votes per item."""
    counts = np.zeros((N_ITEMS, N_VALUES))
    np.add.at(counts, (told.item, told.value), 1.0)
    shares = counts / counts.sum(axis=1, keepdims=True)
    return [dict(enumerate(row)) for row in shares.tolist()]


def run(data: Path, *, n_sets: int = N_SETS) -> Report:
    """Simulate sets with and without copiers and compare; `data` is not read."""
    del data
    results = []
    for group, copiers in (("14 copy three poor sources", COPIERS), ("nobody copies", (0, 0, 0))):
        sets = [simulate(seed, copiers) for seed in range(n_sets)]
        right = [frozenset({int(v)}) for told in sets for v in told.truth]
        ours = judged([p for told in sets for p in _fused(told, FuseSettings())], right)
        rivals = {
            "vote": judged([p for told in sets for p in vote(told)], right),
            "ours, copiers not looked for": judged(
                [p for told in sets for p in _fused(told, FuseSettings(find_copies=False))], right
            ),
        }
        results += [
            Result(
                benchmark=NAME, metric=metric, group=group, ours=ours[metric], n=len(right),
                peer=scores[metric], peer_name=name,
                reference=PUBLISHED if metric == "precision" and copiers[0] else "",
            )
            for metric in ours
            for name, scores in rivals.items()
        ]  # fmt: skip
    return Report(results=tuple(results))


def _fused(told: Told, settings: FuseSettings) -> list[Mapping[int, float]]:
    fused: Fused = fuse(told.item, told.source, told.value, settings=settings)
    return [fused.of(item) for item in range(N_ITEMS)]
