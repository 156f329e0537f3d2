"""The five sets of the world, by kind of value: ours beside the rivals, all after the same folding of values.

What counts as right is decided before anybody is scored, the same for all:

- lists of people (book): the same people one for one; order, case, marks and spelling of given names free.
- numbers (population, weather): the same number as any of the gold of that item (weather has two captures for
  some). A second row counts what lies within 1 % (Li and others 2013 allow 1 % of the median).
- places that nest: the narrowest value of the gold path that anybody claims (Jung, Kim and Shim 2019, whose
  runner does so); a second row counts any value of the path.

Gold items that nobody speaks of are left out and counted. The rows of population are edits, in the order
of time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.fusion_rivals import RIVALS, Claims, claims_of
from bench.fusion_sets import judged, read_rows
from bench.measures import calibration_error
from bench.runner import Result
from twosource.weighing.fusion.values import (
    Kind,
    ToldRows,
    ValueSettings,
    fuse_values,
    hierarchy_of,
    same_people,
)
from twosource.weighing.fusion.values.kinds import kind_of
from twosource.weighing.fusion.values.numbers import read_number
from twosource.weighing.fusion.values.relating import related
from twosource.weighing.fusion.values.telling import Told, told_by

IN_ORDER = frozenset({"population"})
NESTED = frozenset({"heritages", "birthplaces"})
NEAR = 0.01
DRAWS = 200
Judge = Callable[[str], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """One set: its rows, what ours found and rivals read, and per gold item what is right and what is
    nearly so.
    """

    rows: ToldRows
    ours: Mapping[str, Mapping[str, float]]
    told: Told
    right: Mapping[str, Judge]
    nearly: Mapping[str, Judge]
    n_unspoken: int


def folded(folder: Path, name: str) -> Folded:
    """Return one set after folding; DataMissingError where its files are not there."""
    claims = [row for row in read_rows(folder / name / "claims.csv") if len(row) == 3]
    source, item, value = (tuple(row[n] for row in claims) for n in range(3))
    rows = ToldRows(source, item, value, in_order=name in IN_ORDER)
    tree = folder / name / "hierarchy.csv"
    hierarchy = hierarchy_of((row[0], row[1], row[2]) for row in read_rows(tree)) if tree.is_file() else None
    kind, _ = kind_of(rows.value, has_hierarchy=hierarchy is not None)
    fused = fuse_values(rows, kind=kind, hierarchy=hierarchy)
    values = related(kind, rows.item, rows.value, hierarchy)
    told = told_by(rows.source, rows.item, values, kind, in_order=rows.in_order, settings=ValueSettings())
    gold: dict[str, list[str]] = {}
    for row in read_rows(folder / name / "gold.csv"):
        if len(row) == 2:
            gold.setdefault(row[0].strip(), []).append(row[1])
    said: dict[str, set[str]] = {}
    for of, told_value in zip(item, value, strict=True):
        said.setdefault(of.strip(), set()).add(told_value)
    spoken = {of: truths for of, truths in gold.items() if of in said}
    strict = {of: _right(name, kind, truths, said[of]) for of, truths in spoken.items()}
    loose = {of: _nearly(name, kind, truths) for of, truths in spoken.items()}
    ours = {one.item: {c.value: c.p for c in one.candidates} for one in fused.items}
    return Folded(rows, ours, told, strict, loose, len(gold) - len(spoken))


def _right(name: str, kind: Kind, truths: list[str], said: set[str]) -> Judge:
    if name in NESTED:
        path = truths[0].split(",")
        narrowest = next((place for place in path if place in said), path[0])
        return lambda value: value == narrowest
    if kind is Kind.NUMBERS:
        numbers = {read.key for truth in truths if (read := read_number(truth))}
        return lambda value: value in numbers
    if kind is Kind.NAMES:
        return lambda value: any(same_people(value, truth) for truth in truths)
    return lambda value: value in truths


def _nearly(name: str, kind: Kind, truths: list[str]) -> Judge:
    if name in NESTED:
        path = frozenset(truths[0].split(","))
        return lambda value: value in path
    if kind is Kind.NUMBERS:
        numbers = [read.value for truth in truths if (read := read_number(truth))]
        return lambda value: any(abs(float(value) - x) <= NEAR * abs(x) for x in numbers)
    return _right(name, kind, truths, set())


def one_set(benchmark: str, folder: Path, name: str, target: str, reference: str) -> list[Result]:
    """Return the rows of one set: ours alone, then ours beside each rival."""
    told = folded(folder, name)
    found = _scores(told.ours, told)
    rows = [
        Result(
            benchmark=benchmark, metric=metric, group=name, ours=ours, n=len(told.right),
            target=target if metric == "precision" else "<= .03" if metric == "ece" else "",
            reference=reference if metric == "precision" else "",
        )
        for metric, ours in found.items()
    ]  # fmt: skip
    rows.append(
        Result(
            benchmark=benchmark, metric="gold items nobody speaks of", group=name,
            ours=float(told.n_unspoken), n=len(told.right) + told.n_unspoken,
        )
    )  # fmt: skip
    rows.append(
        Result(
            benchmark=benchmark, metric="ece that chance alone gives", group=name,
            ours=chance_ece(told), n=len(told.right),
        )
    )  # fmt: skip
    claims = _claims(told.told)
    for rival, scoring in RIVALS.items():
        theirs = _scores(_shares(told.told, claims, scoring(claims)), told)
        rows += [
            Result(
                benchmark=benchmark, metric=metric, group=name, ours=found[metric], n=len(told.right),
                peer=theirs[metric], peer_name=rival,
            )
            for metric in found
        ]  # fmt: skip
    return rows


def chance_ece(told: Folded) -> float:
    """Return the calibration error that these probabilities would show if they were exactly right, by chance
    alone.

    With few gold items it is far above nought, and a measured error below it says nothing. Mean of 200 draws.
    """
    best = np.array([max(told.ours.get(item, {}).values(), default=0.0) for item in told.right])
    rng = np.random.default_rng(0)
    return float(np.mean([calibration_error(best, rng.random(best.size) < best) for _ in range(DRAWS)]))


def _claims(told: Told) -> Claims:
    """Return the folded statements as the rivals read them: one voice per source."""
    st = told.statements
    return claims_of(st.cell_item[st.cell], told.voice_source[st.source], st.cell)


def _shares(told: Told, claims: Claims, scores: np.ndarray) -> dict[str, dict[str, float]]:
    """Return the shares of a rival's scores per item and value, by their names."""
    shares = claims.shares(scores)
    found: dict[str, dict[str, float]] = {}
    for item, cell, share in zip(claims.cell_item, claims.cell_value, shares, strict=True):
        found.setdefault(told.item_names[item], {})[told.cell_keys[cell]] = float(share)
    return found


def _scores(given: Mapping[str, Mapping[str, float]], told: Folded) -> dict[str, float]:
    """Return precision, log loss, Brier and calibration, and precision where nearly right counts."""
    numbered, right, near = [], [], []
    for item, is_right in told.right.items():
        chances = given.get(item, {})
        names = sorted(chances)
        numbered.append({n: chances[value] for n, value in enumerate(names)})
        right.append(frozenset(n for n, value in enumerate(names) if is_right(value)))
        best = max(names, key=lambda value: chances[value], default="")
        near.append(bool(names) and told.nearly[item](best))
    scores = judged(numbered, right)
    return {**scores, "precision, nearly": float(np.mean(near))}
