"""Fusion as the number of statements grows: time and memory for 100,000, a million and ten million.

No data is read: statements are drawn from a seed, five an item, two hundred a source, open values. Each size
runs in a process of its own, so that its peak of memory is its own.
"""

import json
import resource
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.runner import Report, Result
from twosource.weighing.fusion import FuseSettings, fuse
from twosource.weighing.fusion.arranging import arrange
from twosource.weighing.fusion.climbing import climb
from twosource.weighing.fusion.dirichlets import Shapes
from twosource.weighing.fusion.open_values import OpenValues

NAME = "fusion-scale"
SIZES = (100_000, 1_000_000, 10_000_000)
PER_ITEM, PER_SOURCE, N_VALUES = 5, 200, 11
SEED = 10
STEPS = 6
NANO, GIB = 1e9, 2**30
TARGETS = {"ns per statement and iteration": "<= 150", "seconds": "< 60", "GiB": "<= 4"}

Ints = npt.NDArray[np.int64]


def simulate(n: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return item, source and value of n statements, and the true value of each item."""
    rng = np.random.default_rng([SEED, n])
    n_items, n_sources = max(1, n // PER_ITEM), max(2, n // PER_SOURCE)
    item, source = rng.integers(0, n_items, n), rng.integers(0, n_sources, n)
    truth = rng.integers(0, N_VALUES, n_items)
    wrong = (truth[item] + rng.integers(1, N_VALUES, n)) % N_VALUES
    value = np.where(rng.random(n) < rng.beta(8, 3, n_sources)[source], truth[item], wrong)
    apart = N_VALUES * np.arange(n_items) % 10_007
    return item, source, value + apart[item], truth + apart


def measured(n: int) -> dict[str, float]:
    """Fuse n statements; return seconds, ns per statement and iteration of the climb, peak GiB, precision.

    The cost of a step is that of climbing alone: arranging the statements is not in it.
    """
    item, source, value, truth = simulate(n)
    start = time.perf_counter()
    fused = fuse(item, source, value, settings=FuseSettings(find_copies=False))
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    fuse(item, source, value)
    default = time.perf_counter() - start
    told = arrange(item, source, value)
    model = OpenValues(told, Shapes.starting(np.array([8.0, 3.0]), 2.0), learn_prior=True)
    start = time.perf_counter()
    steps = len(climb(model, FuseSettings(iterations=STEPS)).objective)
    climbing = time.perf_counter() - start
    best, _ = fused.best()
    return {
        "seconds": seconds,
        "seconds, copiers looked for up to a million statements": default,
        "ns per statement and iteration": climbing / steps / n * NANO,
        "GiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GIB,
        "precision": float((best == truth[fused.items]).mean()),
    }


def run(data: Path, *, sizes: tuple[int, ...] = SIZES) -> Report:
    """Measure each size in a process of its own; `data` is not read."""
    del data
    found = {n: _apart(n) for n in sizes}
    results = [
        Result(
            benchmark=NAME, metric=metric, group=f"{n:,} statements", ours=value, n=n,
            target=TARGETS.get(metric, "") if n >= 1_000_000 else "",
        )
        for n, values in found.items()
        for metric, value in values.items()
    ]  # fmt: skip
    for low, high in pairwise(sizes):
        grown = found[high]["seconds"] / found[low]["seconds"]
        results.append(
            Result(
                benchmark=NAME, metric=f"times the seconds for {high // low} times the statements",
                group=f"{low:,} to {high:,}", ours=grown, n=high, target=f"about {high // low}",
            )
        )  # fmt: skip
    return Report(results=tuple(results))


def _apart(n: int) -> dict[str, float]:
    program = f"import json; from bench.fusion_scale import measured; print(json.dumps(measured({n})))"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return dict(json.loads(told.stdout))
