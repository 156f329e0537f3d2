"""Tracing at scale: what K and kappa cost as a claim grows, and as claims grow in number.

The claims are generated (`bench.tracing_material`): separate reports, copies of ten first reports, each page
copied from the one before, one line of credits as deep as there are reports, one text printed by everybody,
and pages under footers. Each size runs in a process of its own: processor seconds, nanoseconds a statement,
the exponent by which the cost grows from size to size (1 is linear), and the most memory held. Claims by the
thousand are made one at a time, and only tracing them is timed.
"""

import json
import math
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.children import MIB, measured, peak_bytes
from bench.runner import Report, Result
from bench.tracing_material import KINDS, claim_of
from twosource.tracing import ClaimEvidence, TraceSettings, trace

NAME = "tracing scale"
SIZES = (100, 1_000, 10_000)
LIGHT = (1_000, 10_000, 100_000)
MANY = (10_000, 100_000, 1_000_000)
N_WORDS, N_WORDS_LIGHT = 300, 30
PER_CLAIM = 20
MANY_KIND = "many claims"


def measure(kind: str, n: int, n_words: int) -> dict[str, float]:
    """Trace one claim of n statements, or n statements in claims of twenty; return what it took."""
    list(trace([claim_of("copies", PER_CLAIM, N_WORDS_LIGHT)], settings=TraceSettings()))
    before = peak_bytes()
    seconds, counts = 0.0, []
    for evidence in _claims(kind, n, n_words):
        start = time.process_time()
        (outcome,) = trace([evidence], settings=TraceSettings())
        seconds += time.process_time() - start
        (count,) = outcome.values
        counts.append((count.k_mode, count.kappa_mode))
    return {
        "seconds": seconds,
        "ns per statement": 1e9 * seconds / n,
        "peak MiB": peak_bytes() / MIB,
        "peak MiB beyond the start": (peak_bytes() - before) / MIB,
        "mean K": sum(k for k, _ in counts) / len(counts),
        "mean kappa": sum(kappa for _, kappa in counts) / len(counts),
    }


def _claims(kind: str, n: int, n_words: int) -> Iterator[ClaimEvidence]:
    if kind != MANY_KIND:
        yield claim_of(kind, n, n_words)
        return
    for number in range(n // PER_CLAIM):
        yield claim_of("copies", PER_CLAIM, n_words, seed=number, name=f"claim {number}")


def _row(kind: str, sizes: Sequence[int], n_words: int) -> Iterator[Result]:
    """Measure one kind at every size, and how the cost grows."""
    found: list[tuple[int, Mapping[str, Any]]] = []
    for n in sizes:
        found.append((n, measured("bench.tracing_scale", [kind, str(n), str(n_words)], timeout=3_000)))
        target = "< 1" if n == 1_000 and kind != MANY_KIND else ""
        for metric, value in found[-1][1].items():
            yield Result(
                benchmark=NAME,
                metric=metric,
                group=f"{kind}, {n:,} statements of {n_words} words",
                ours=value,
                n=n,
                target=target if metric == "seconds" else "",
            )
    for (n, before), (m, after) in pairwise(found):
        yield Result(
            benchmark=NAME,
            metric="growth exponent",
            group=f"{kind}, {n:,} to {m:,} statements of {n_words} words",
            ours=math.log(after["seconds"] / before["seconds"]) / math.log(m / n),
            n=m,
            target="near 1",
        )


def run(
    data: Path,
    sizes: Sequence[int] = SIZES,
    light: Sequence[int] = LIGHT,
    many: Sequence[int] = MANY,
    kinds: Sequence[str] = tuple(KINDS),
) -> Report:
    """Measure one claim of every kind and size, light claims, and claims by number; `data` is not read."""
    del data
    results: list[Result] = []
    for kind in kinds:
        results += _row(kind, sizes, N_WORDS)
    results += _row("copies", light, N_WORDS_LIGHT)
    results += _row(MANY_KIND, many, N_WORDS_LIGHT)
    return Report(results=tuple(results))


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
