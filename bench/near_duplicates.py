"""Near-duplicate and reuse candidates among many short texts, beside MinHash.

The texts are generated and seeded: thirty made-up words drawn by a Zipf law; a tenth of the texts are
first prints, and of the others one in twenty is a first print with one word changed, one in ten has a fifth
of the words changed, one in fifty the halves in the other order. Each text belongs to an outlet. Measured
without footers and with them: then a tenth of the outlets print twelve words of their own under every page,
and five outlets in a hundred one common footer. A candidate is right where both texts go back to one first
print. Copies are spread over outlets; pairs of one outlet are left out of every count, for us and for the
peers.

The peers, where they are installed, see the same texts in the same run: `rensa` (RMinHash and its LSH) and
`datasketch` (MinHashLSH), both over runs of two words, 126 permutations in 42 bands of three, which lets
them find nearly all copies with a fifth of the words changed. (Over single words they offer hundreds of
millions of pairs that share common words.) Each runs in a process of its own. A footer makes every pair of
its pages a candidate for them, so with footers they are run on few texts.
"""

import gc
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.children import measured, peak_bytes
from bench.runner import Report, Result
from bench.tracing_material import some_words, vocabulary
from twosource.tracing.near import near_pairs

NAME = "near-duplicates"
SIZES = (10_000, 100_000, 1_000_000)
MOST = {"ours": (1 << 24, 1 << 24), "rensa": (1_000_000, 10_000), "datasketch": (100_000, 10_000)}
SEED = 20261123
N_WORDS, N_FOOT = 30, 12
N_PERM, N_BANDS = 126, 42
KINDS = ("one word", "a fifth", "halves")
SHARES = (0.05, 0.10, 0.02)
GIB = 1 << 30
Ints = NDArray[np.int64]
Pairs = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Material:
    """Texts, the outlet of each, and of each copy the first print and how it was changed (-1: none)."""

    texts: list[str]
    outlets: Ints
    source: Ints
    kind: Ints


def generate(n: int, seed: int = SEED, *, has_footers: bool = True) -> Material:
    """Return n texts. The same seed gives the same texts."""
    rng = np.random.default_rng([seed, n])
    words = some_words(rng, n * N_WORDS).reshape(n, N_WORDS)
    n_first = max(1, n // 10)
    kind = np.full(n, -1, dtype=np.int64)
    kind[n_first:] = np.searchsorted(np.cumsum(SHARES), rng.random(n - n_first), side="right")
    kind[kind == len(KINDS)] = -1
    source = np.where(kind >= 0, rng.integers(n_first, size=n), np.arange(n))
    for i in np.flatnonzero(kind >= 0).tolist():
        words[i] = _changed(words[source[i]], int(kind[i]), rng)
    n_outlets = max(10, n // 100)
    outlets = rng.integers(n_outlets, size=n)
    texts = list(_spelled(words, outlets, n_outlets if has_footers else 0, rng))
    return Material(texts, outlets, source, kind)


def _changed(words: Ints, kind: int, rng: np.random.Generator) -> Ints:
    if KINDS[kind] == "halves":
        return np.concatenate((words[N_WORDS // 2 :], words[: N_WORDS // 2]))
    n_changed = 1 if KINDS[kind] == "one word" else N_WORDS // 5
    found = words.copy()
    found[rng.permutation(N_WORDS)[:n_changed]] = some_words(rng, n_changed)
    return found


def _spelled(words: Ints, outlets: Ints, n_outlets: int, rng: np.random.Generator) -> Iterator[str]:
    spelled = np.array(vocabulary()[0], dtype=object)
    feet = [" ".join(spelled[some_words(rng, N_FOOT)].tolist()) for _ in range(n_outlets // 10 + 2)]
    for row, outlet in zip(words, outlets.tolist(), strict=True):
        text = " ".join(spelled[row].tolist())
        if n_outlets and outlet % 10 == 0:
            text += f" {feet[1 + outlet // 10]}"
        elif n_outlets and outlet % 20 == 1:
            text += f" {feet[0]}"
        yield text


def _by_us(material: Material) -> Pairs:
    found = near_pairs(material.texts, outlets=material.outlets.tolist())
    return found.parents, found.children


def _by_rensa(material: Material) -> Pairs:
    rensa = import_module("rensa")
    sets = [_twos(text) for text in material.texts]
    hashed = rensa.RMinHash.from_token_sets(sets, N_PERM, 42)
    del sets
    index = rensa.RMinHashLSH(threshold=0.5, num_perm=N_PERM, num_bands=N_BANDS)
    index.insert_many(hashed)
    return _pairs(index.query(one) for one in hashed)


def _by_datasketch(material: Material) -> Pairs:
    datasketch = import_module("datasketch")
    rows = N_PERM // N_BANDS
    index = datasketch.MinHashLSH(num_perm=N_PERM, params=(N_BANDS, rows))
    hashed = list(
        datasketch.MinHash.generator(
            ([two.encode() for two in _twos(text)] for text in material.texts), num_perm=N_PERM
        )
    )
    for number, one in enumerate(hashed):
        index.insert(number, one)
    return _pairs(index.query(one) for one in hashed)


def _twos(text: str) -> list[str]:
    return [" ".join(two) for two in pairwise(text.split())]


def _pairs(found: Iterator[Sequence[int]]) -> Pairs:
    rows = [(other, number) for number, near in enumerate(found) for other in near if other < number]
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


FINDERS: Mapping[str, Callable[[Material], Pairs]] = {
    "ours": _by_us,
    "rensa": _by_rensa,
    "datasketch": _by_datasketch,
}


def score(material: Material, pairs: Pairs) -> dict[str, float]:
    """Return recall of the planted pairs, by kind and in all, and the share of candidates that are right."""
    parents, children = pairs
    other = material.outlets[parents] != material.outlets[children]
    parents, children = parents[other], children[other]
    n = len(material.texts)
    found = np.unique(children * n + parents)
    copies = np.flatnonzero((material.kind >= 0) & (material.outlets != material.outlets[material.source]))
    hit = np.isin(copies * n + material.source[copies], found)
    right = material.source[found // n] == material.source[found % n]
    scores = {f"recall, {name}": _mean(hit[material.kind[copies] == i]) for i, name in enumerate(KINDS)}
    return scores | {"recall": _mean(hit), "precision": _mean(right), "pairs": float(found.size)}


def _mean(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if flags.size else 1.0


def measure(who: str, n: int, has_footers: bool) -> dict[str, float]:
    """Find candidates among n texts and return seconds, peak memory of this process, and the scores."""
    material = generate(n, has_footers=has_footers)
    gc.collect()
    with_texts = peak_bytes()
    start, cpu = time.perf_counter(), time.process_time()
    pairs = FINDERS[who](material)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = peak_bytes()
    return {
        "seconds": seconds,
        "processor seconds": cpu,
        "peak GiB": peak / GIB,
        "peak GiB beyond the texts": (peak - with_texts) / GIB,
        **score(material, pairs),
    }


def _results(n: int, group: str, found: Mapping[str, Mapping[str, float]]) -> Iterator[Result]:
    targets = {"recall": ">= .99"} | ({"seconds": "< 20", "peak GiB": "<= 2.5"} if n == SIZES[-1] else {})
    peers = {who: scores for who, scores in found.items() if who != "ours"} or {"": {}}
    for metric, value in found["ours"].items():
        for who, scores in peers.items():
            yield Result(
                benchmark=NAME,
                metric=metric,
                group=f"{n:,} texts{group}",
                ours=value,
                n=n,
                peer=scores.get(metric),
                peer_name=who,
                target=targets.get(metric, ""),
            )


def _growth(sizes: Sequence[int], group: str, seconds: Sequence[float]) -> Iterator[Result]:
    for (n, before), (m, after) in pairwise(zip(sizes, seconds, strict=True)):
        yield Result(
            benchmark=NAME,
            metric="growth exponent",
            group=f"{n:,} to {m:,} texts{group}",
            ours=math.log(after / before) / math.log(m / n),
            n=m,
            target="near 1",
        )


def run(data: Path, sizes: Sequence[int] = SIZES) -> Report:
    """Measure every size, ours and the peers that are installed; `data` is not read."""
    del data
    installed = [who for who in FINDERS if who == "ours" or find_spec(who)]
    for who in FINDERS.keys() - set(installed):
        print(f"near-duplicates: {who} is not installed and is left out", file=sys.stderr)
    results: list[Result] = []
    for has_footers in (False, True):
        group = " with footers" if has_footers else ""
        seconds = []
        for n in sizes:
            able = [who for who in installed if n <= MOST[who][has_footers]]
            for who in sorted(set(installed) - set(able)):
                print(f"near-duplicates: {who} is not run on {n:,} texts{group}", file=sys.stderr)
            found: dict[str, Mapping[str, Any]] = {
                who: measured("bench.near_duplicates", [who, str(n), str(int(has_footers))]) for who in able
            }
            results += _results(n, group, found)
            seconds.append(float(found["ours"]["seconds"]))
        results += _growth(sizes, group, seconds)
    return Report(results=tuple(results))


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1")))
