"""Names: is it one party, and which Arabic spelling is it, among all forms of a file.

Learned from nothing held out: a word of the Arabic-English pairs counts here only where its digest
falls into the fifth that `training.naming` never looked at, and words of another half by the same
rule. The weights of comparing were fitted on the open pairs of `name_bench.csv`, so that on them the
figure under `cross-validated` is the honest one; on another half it is the one under `as shipped`.
"""

import csv
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from training.naming.fitting import FOLDS, JUDGED, RIDGE, f1, left_out

from bench.runner import Case, DataMissingError, Report, Result
from twosource.naming import NameIndex, SpellingIndex, compare
from twosource.naming.likeness import threshold
from twosource.naming.pairing import looks_of, pair
from twosource.naming.parts import parts_of
from twosource.terms import PartyKind

Pair: TypeAlias = tuple[str, str, int]
Floats: TypeAlias = npt.NDArray[np.float64]
NAME = "names"
FIFTHS = 5
ASKED = 400
SEED = 0
PEER = "logic-v2 .790 (published, all pairs); .671 (nomenklatura 4.17.4, defaults, open half)"
SKELETON = "consonant skeleton: R@1 .329"
KINDS: Mapping[str, PartyKind] = {
    "Person": PartyKind.PERSON,
    "Company": PartyKind.ORGANISATION,
    "Organization": PartyKind.ORGANISATION,
}


class NamePair(NamedTuple):
    """Two names and whether they were judged one party."""

    one: str
    other: str
    kind: PartyKind | None
    is_one: bool


def is_held_out(latin: str) -> bool:
    """Say whether a word belongs to the fifth that is never trained on."""
    return int(sha256(latin.encode()).hexdigest(), 16) % FIFTHS == 0


def read_pairs(path: Path) -> list[Pair]:
    """Return (Latin word, Arabic word, count) of each line. Raises DataMissingError."""
    if not path.is_file():
        raise DataMissingError(f"{path} is not there.")
    rows = (line.split("\t") for line in path.read_text("utf-8").split("\n") if line)
    return [(latin, "".join(arabic.split()), int(n)) for latin, arabic, n in rows]


def read_judged(path: Path) -> list[NamePair]:
    """Return the judged pairs of a file. Raises DataMissingError."""
    if not path.is_file():
        raise DataMissingError(f"{path} is not there.")
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            NamePair(row["name1"], row["name2"], KINDS.get(row["schema"]), row["is_match"] == "true")
            for row in csv.DictReader(lines)
        ]


def figures_of(pairs: Sequence[NamePair]) -> tuple[Floats, Floats]:
    """Return the figures of each comparison, one row a pair, and 1 where it is one party."""
    rows = []
    for one in pairs:
        a, b = parts_of(one.one, one.kind), parts_of(one.other, one.kind)
        rows.append(looks_of(a, b, pair(a, b)))
    return np.array(rows), np.array([float(one.is_one) for one in pairs])


def run(data: Path) -> Report:
    """Measure whether pairs are one party, retrieval of Arabic spellings, and how fast both are."""
    folder = data / NAME
    results, cases = _judged(folder / "name_bench.csv")
    for size in (16, 64):
        results += _retrieved(folder / f"arabic_english_{size}.tsv", f"of file {size}")
    return Report(results=(*results, *_speed(folder / "arabic_english_64.tsv")), cases=tuple(cases))


def _judged(path: Path) -> tuple[list[Result], list[Case]]:
    pairs = read_judged(path)
    at = threshold()
    # The tables and the model are read once a process; what is remembered of pairs would flatter the rate.
    compare("Karim Mansour", "كريم منصور", PartyKind.ORGANISATION)
    started = time.process_time()
    p = np.array([compare(one.one, one.other, one.kind).p for one in pairs])
    seconds = time.process_time() - started
    x, y = figures_of(pairs)
    names = [one.other.casefold() for one in pairs]
    fair = [left_out(x, y, names, RIDGE, JUDGED, seed=seed, folds=FOLDS) for seed in range(8)]
    n = len(pairs)
    results = [
        _result("F1", "as shipped", f1(p, y, at), n, reference=PEER, target=">= .90"),
        _result("F1", "cross-validated", float(np.mean([f1(q, y, at) for q in fair])), n, reference=PEER),
        _result("precision", "as shipped", _precision(p, y, at), n),
        _result("Brier", "cross-validated", float(np.mean([((q - y) ** 2).mean() for q in fair])), n),
        _result("calibration error", "cross-validated", float(np.mean([_ece(q, y) for q in fair])), n),
        _result("pairs per second of one core", "compare, first time", n / seconds, n),
    ]
    for kind in sorted({one.kind for one in pairs}, key=str):
        rows = np.array([one.kind is kind for one in pairs])
        group = f"as shipped, {kind.value if kind else 'kind unknown'}"
        results.append(_result("F1", group, f1(p[rows], y[rows], at), int(rows.sum())))
    cases = [Case(case_id=f"pair {n:04}", values={"p": round(float(v), 2)}) for n, v in enumerate(p)]
    return results, cases


def _precision(p: Floats, y: Floats, at: float) -> float:
    return float(y[p >= at].mean()) if (p >= at).any() else 0.0


def _ece(p: Floats, y: Floats, bins: int = 10) -> float:
    """Return the expected calibration error: mean distance of p and share, over ten equal bins of p."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[place == b].sum() - y[place == b].sum()) for b in range(bins)) / len(p))


def _retrieved(path: Path, group: str) -> list[Result]:
    rows = read_pairs(path)
    gold: dict[str, set[str]] = defaultdict(set)
    for latin, arabic, _ in rows:
        gold[latin].add(arabic)
    asked = sorted(latin for latin in gold if is_held_out(latin))
    Random(SEED).shuffle(asked)
    asked = asked[:ASKED]
    index = SpellingIndex.of({arabic for _, arabic, _ in rows})
    started = time.perf_counter()
    found = [[form for form, _ in index.find(latin, 5)] for latin in asked]
    seconds = time.perf_counter() - started
    first = [bool(forms) and forms[0] in gold[latin] for latin, forms in zip(asked, found, strict=True)]
    five = [any(form in gold[latin] for form in forms) for latin, forms in zip(asked, found, strict=True)]
    n = len(asked)
    return [
        _result("R@1", group, float(np.mean(first)), n, reference=SKELETON, target=">= .85"),
        _result("R@5", group, float(np.mean(five)), n),
        _result("words found per second", group, n / seconds, n),
    ]


def _speed(path: Path) -> list[Result]:
    """Measure suggesting pairs among 10,000 names of two words, drawn from the words of the file."""
    words = [latin for latin, _, _ in read_pairs(path)]
    draw = Random(SEED)
    names = [f"{draw.choice(words)} {draw.choice(words)}".title() for _ in range(10_000)]
    started = time.perf_counter()
    index = NameIndex.of(dict(zip(map(str, range(len(names))), ((name,) for name in names), strict=True)))
    n_pairs = sum(1 for _ in index.pairs())
    seconds = time.perf_counter() - started
    return [
        _result("seconds", "candidates among 10,000 names", seconds, n_pairs),
    ]


def _result(
    metric: str, group: str, value: float, n: int, *, reference: str = "", target: str = ""
) -> Result:
    return Result(
        benchmark=NAME, metric=metric, group=group, ours=value, n=n, reference=reference, target=target
    )
