"""Fusion: of what many sources say, what is right, with which probability, and at what cost.

Nine sets with gold for some items: four of crowd work with a closed list of labels, five of the world with
numbers, lists of names and places that nest (`fusion_values`). The crowd sets are held against the
independent models of crowd-kit (majority vote, Dawid-Skene, MACE, GLAD) in the same run, where that package
is installed; all sets against the rivals of `fusion_rivals`.
"""

import time
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from bench import fusion_values
from bench.fusion_rivals import RIVALS, claims_of
from bench.fusion_sets import CROWD, WORLD, Prepared, judged, prepared
from bench.runner import DataMissingError, Report, Result
from twosource.weighing.fusion import Fused, FuseSettings, Model, fuse

Scores: TypeAlias = Mapping[str, float]

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
    crowd, world = ([n for n in names if (folder / n / "claims.csv").is_file()] for names in (CROWD, WORLD))
    if not crowd and not world:
        raise DataMissingError(f"There is no set of claims under {folder}.")
    results: list[Result] = []
    for name in crowd:
        results += crowd_rows(name, prepared(folder, name))
    for name in world:
        target, reference = f">= {TARGETS[name]:.2f}", PUBLISHED.get(name, "")
        results += fusion_values.one_set(NAME, folder, name, target, reference)
    return Report(results=tuple(results))


def crowd_rows(name: str, told: Prepared) -> list[Result]:
    """Return the rows of a set with a closed list: scores beside the peers, precision beside the rivals."""
    fused = fuse(told.item, told.source, told.value)
    found = judged([_chances(fused, told, of) for of in told.right], list(told.right.values()))
    peers = _peers(told)
    best = max((scores["precision"] for scores in peers.values()), default=None)
    claims = claims_of(told.item, told.source, told.value)
    rivals = {}
    for rival, method in RIVALS.items():
        chosen = claims.chosen(method(claims))
        right = [of in told.items and chosen[told.items[of]] in gold for of, gold in told.right.items()]
        rivals[rival] = {"precision": sum(right) / len(right)}
    rows = _rows(name, found, len(told.right), {**rivals, **peers}, best)
    if not peers:
        rows.append(
            _row(name, "precision", found["precision"], len(told.right), peer_name="peer not installed")
        )
    return rows + cost(name, told)


def _rows(name: str, found: Scores, n: int, peers: Mapping[str, Scores], best: float | None) -> list[Result]:
    rows = []
    for metric, ours in found.items():
        reference = PUBLISHED.get(name, "") if metric == "precision" else ""
        rows.append(_row(name, metric, ours, n, target=_target(metric, best), reference=reference))
        rows += [
            _row(name, metric, ours, n, peer=scores[metric], peer_name=peer)
            for peer, scores in peers.items()
            if metric in scores
        ]
    return rows


def _row(name: str, metric: str, ours: float, n: int, **more: Any) -> Result:
    return Result(benchmark=NAME, metric=metric, group=name, ours=ours, n=n, **more)


def cost(name: str, told: Prepared) -> list[Result]:
    """Return nanoseconds per statement and iteration, and on one set the ratio to crowd-kit's Dawid-Skene.

    Both do the same work: one climb from the votes with a table of confusions per source, no other starts.
    """
    bare = FuseSettings(model=Model.confusion, restarts=0, read_out=False)
    seconds = _seconds(lambda: fuse(told.item, told.source, told.value, settings=bare))
    steps = len(fuse(told.item, told.source, told.value, settings=bare).objective) * told.item.size
    n = int(told.item.size)
    rows = [_row(name, "ns per statement and iteration, one climb", seconds / steps * NANO, n)]
    if name == TIMED and (frame := _frame(told)) is not None:
        theirs = _seconds(lambda: _peer("DawidSkene").fit_predict(frame))
        ratio = theirs / seconds
        more = {"peer": 1.0, "peer_name": "DawidSkene", "target": f">= {FASTER:g}"}
        rows.append(_row(name, "times faster than the peer", ratio, n, **more))
    return rows


def _target(metric: str, best: float | None) -> str:
    if metric == "ece":
        return "<= .03"
    if metric != "precision":
        return ""
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
