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

NAME = "fusion-scale"
SIZES = (100_000, 1_000_000, 10_000_000)
PER_ITEM, PER_SOURCE, N_VALUES = 5, 200, 11
SEED = 10
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

    The cost of a step is the difference of two runs with 2 and up to 7 steps, so that arranging is not in it.
    """
    item, source, value, truth = simulate(n)
    start = time.perf_counter()
    fused = fuse(item, source, value, settings=FuseSettings(find_copies=False))
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    fuse(item, source, value)
    default = time.perf_counter() - start
    taken, done = [], []
    for steps in (2, 7):
        bare = FuseSettings(
            restarts=0,
            read_out=False,
            find_copies=False,
            iterations=steps,
            tolerance=1e-300,
            exact_statements=0,
        )
        start = time.perf_counter()
        done.append(len(fuse(item, source, value, settings=bare).objective))
        taken.append(time.perf_counter() - start)
    best, _ = fused.best()
    return {
        "seconds": seconds,
        "seconds, copiers looked for up to a million statements": default,
        "ns per statement and iteration": (taken[1] - taken[0]) / (done[1] - done[0]) / n * NANO,
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
