"""Fusion: of what many sources say, what is right, with which probability, and at what cost.

Nine sets with gold for some items: four of crowd work with a closed list of labels, five of the world with
open values. The gold is read after fusing. The crowd sets are held against the independent models of
crowd-kit (majority vote, Dawid-Skene, MACE, GLAD) in the same run, where that package is installed.
"""

import time
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bench.fusion_sets import CROWD, WORLD, Prepared, judged, prepared
from bench.runner import DataMissingError, Report, Result
from twosource.weighing.fusion import Fused, FuseSettings, fuse

NAME = "fusion"
TARGETS = {"book": 0.93, "population": 0.88, "weather": 0.90, "heritages": 0.78, "birthplaces": 0.91}
WITHIN = 0.005
PUBLISHED = {
    "book": "vote .71, DEPEN .83, ACCU .87, best .89",
    "population": "vote .80, best .86",
    "weather": "vote .54, oracle .96",
    "heritages": "vote .70, TDH .74",
    "birthplaces": ".85 / .89",
    "product": "vote .897, Dawid-Skene .94",
}
PEERS: Mapping[str, Mapping[str, Any]] = {
    "MajorityVote": {},
    "DawidSkene": {"n_iter": 100},
    "MACE": {"n_restarts": 10, "n_iter": 50, "random_state": 0},
    "GLAD": {"n_iter": 100},
}
TIMED = "product"
FASTER = 20.0
NANO = 1e9
REPEATS = 3


def run(data: Path) -> Report:
    """Fuse every set that is there and score it; DataMissingError where none is."""
    folder = data / "fusion"
    there = [name for name in (*CROWD, *WORLD) if (folder / name / "claims.csv").is_file()]
    if not there:
        raise DataMissingError(f"There is no set of claims under {folder}.")
    results: list[Result] = []
    for name in there:
        results += one_set(name, prepared(folder, name))
    return Report(results=tuple(results))


def one_set(name: str, told: Prepared) -> list[Result]:
    """Return the rows of one set: scores, cost, and the peers where the labels are a closed list."""
    fused = fuse(told.item, told.source, told.value)
    found = judged([_chances(fused, told, of) for of in told.right], list(told.right.values()))
    n = len(told.right)
    peers = _peers(told) if name in CROWD else {}
    best = max((scores["precision"] for scores in peers.values()), default=None)
    rows = []
    for metric, ours in found.items():
        target = _target(name, metric, best)
        plain = Result(
            benchmark=NAME, metric=metric, group=name, ours=ours, n=n, target=target,
            reference=PUBLISHED.get(name, "") if metric == "precision" else "",
            peer_name="peer not installed" if name in CROWD and not peers else "",
        )  # fmt: skip
        rows.append(plain)
        rows += [
            Result(
                benchmark=NAME, metric=metric, group=name, ours=ours, n=n, peer=scores[metric], peer_name=peer
            )
            for peer, scores in peers.items()
        ]
    return rows + cost(name, told, fused)


def cost(name: str, told: Prepared, fused: Fused) -> list[Result]:
    """Return nanoseconds per statement and iteration, and on one set the ratio to crowd-kit's Dawid-Skene."""
    bare = FuseSettings(restarts=0, read_out=False)
    seconds = _seconds(lambda: fuse(told.item, told.source, told.value, settings=bare))
    steps = max(1, len(fused.objective)) * told.item.size
    rows = [
        Result(
            benchmark=NAME, metric="ns per statement and iteration, all of fusing", group=name,
            ours=seconds / steps * NANO, n=int(told.item.size),
        )
    ]  # fmt: skip
    if name == TIMED and (frame := _frame(told)) is not None:
        theirs = _seconds(lambda: _peer("DawidSkene").fit_predict(frame))
        rows.append(
            Result(
                benchmark=NAME, metric="times faster than the peer", group=name, ours=theirs / seconds,
                n=int(told.item.size), peer=1.0, peer_name="DawidSkene", target=f">= {FASTER:g}",
            )
        )  # fmt: skip
    return rows


def _target(name: str, metric: str, best: float | None) -> str:
    if metric == "ece":
        return "<= .03"
    if metric != "precision":
        return ""
    if name in TARGETS:
        return f">= {TARGETS[name]:.2f}"
    return f">= {best - WITHIN:.3f}" if best is not None else ""


def _chances(fused: Fused, told: Prepared, of: str) -> Mapping[int, float]:
    return fused.of(told.items[of]) if of in told.items else {}


def _seconds(work: Callable[[], object]) -> float:
    """Return the shortest of three times, in seconds."""
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def _frame(told: Prepared) -> Any:
    """Return the claims as the peer wants them, or None where it is not installed."""
    if find_spec("crowdkit") is None or find_spec("pandas") is None:
        return None
    columns = {"task": told.item, "worker": told.source, "label": told.value}
    return import_module("pandas").DataFrame(columns)


def _peer(name: str) -> Any:
    return getattr(import_module("crowdkit.aggregation"), name)(**PEERS[name])


def _peers(told: Prepared) -> dict[str, dict[str, float]]:
    """Return the scores of each peer on the same claims; empty where it is not installed."""
    frame = _frame(told)
    if frame is None:
        return {}
    found = {}
    for name in PEERS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = _peer(name).fit_predict_proba(frame)
        labels = [int(label) for label in table.columns]
        rows = dict(zip(table.index.tolist(), np.nan_to_num(table.to_numpy()), strict=True))
        given = [
            dict(zip(labels, rows[told.items[of]].tolist(), strict=True)) if of in told.items else {}
            for of in told.right
        ]
        found[name] = judged(given, list(told.right.values()))
    return found
