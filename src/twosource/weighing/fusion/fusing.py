"""The way through: arrange, choose a description of the sources, climb or sum, read out, say what to know."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twosource.weighing.fusion.arranging import Arranged, arrange
from twosource.weighing.fusion.climbing import Climb, climb, other_starts
from twosource.weighing.fusion.closed_lists import ClosedList, confusion_reference
from twosource.weighing.fusion.dirichlets import Shapes
from twosource.weighing.fusion.fused import Fused
from twosource.weighing.fusion.hidden_votes import chosen_effect, sampled, tempered
from twosource.weighing.fusion.open_values import OpenValues
from twosource.weighing.fusion.settings import FuseSettings, Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEARLY = 2.0
MOVED = 0.01


def fuse(
    item: ArrayLike,
    source: ArrayLike,
    value: ArrayLike,
    *,
    two_sided: bool = False,
    settings: FuseSettings | None = None,
) -> Fused:
    """Return what is likely true of each item, by who says what; arrays of whole numbers, (M,) each.

    Raises ValueError for arrays of different length. Everything else odd about the input is a sentence in
    `notes`.
    """
    settings = settings or FuseSettings()
    told = arrange(item, source, value)
    if not told.item.size:
        return _nothing(told)
    n_labels = _closed(told, settings, two_sided)
    if n_labels and settings.labels:
        told = _relabelled(told, n_labels)
    best, peaks = _climbed(told, n_labels, settings, two_sided)
    return _read(told, best, peaks, settings)


def _closed(told: Arranged, settings: FuseSettings, two_sided: bool) -> int:
    """Return how many labels a closed list has, or 0 where the values are open."""
    if settings.labels:
        return settings.labels
    k = int(told.values.size)
    if two_sided or settings.model in (Model.two_sided, Model.confusion):
        return max(2, k)
    return k if 2 <= k <= settings.most_labels and told.n_items >= 2 * k else 0


def _relabelled(told: Arranged, n_labels: int) -> Arranged:
    """Return the same with the values numbered as the caller numbers the closed list."""
    if told.values.size and int(told.values.max()) >= n_labels:
        raise ValueError(f"a list of {n_labels} labels has no value {int(told.values.max())}")
    return replace(told, cell_value=told.values[told.cell_value], values=np.arange(n_labels))


def _climbed(told: Arranged, n_labels: int, settings: FuseSettings, two_sided: bool) -> tuple[Climb, int]:
    """Return the highest peak of the description that bears the data best, and how many peaks there are."""
    ways = _ways(told, n_labels, settings, two_sided)
    limits = {"iterations": settings.iterations, "tolerance": settings.tolerance}
    ends: list[tuple[Climb, Callable[[], ClosedList | OpenValues]]] = []
    for make in ways:
        model = make()
        ends.append((climb(model, model.start(), **limits), make))
    best, make = max(ends, key=lambda end: end[0].objective[-1])
    if not settings.restarts or told.item.size > settings.restart_limit:
        return best, 1
    found = [best, *other_starts(make, settings.restarts, seed=settings.seed, **limits)]
    best = max(found, key=lambda end: end.objective[-1])
    apart: list[Climb] = []
    for end in sorted(found, key=lambda end: -end.objective[-1]):
        near = end.objective[-1] >= best.objective[-1] - NEARLY
        if near and all(np.abs(end.belief - other.belief).mean() > MOVED for other in apart):
            apart.append(end)
    return best, len(apart)


def _ways(
    told: Arranged, n_labels: int, settings: FuseSettings, two_sided: bool
) -> list[Callable[[], ClosedList | OpenValues]]:
    right, wrong = settings.accuracy
    coin = Shapes.starting(np.array([right, wrong]), settings.prior_sources)
    if not n_labels:
        return [lambda: OpenValues(told, coin, settings.learn_prior)]
    rows = Shapes.starting(confusion_reference(n_labels, right, wrong), settings.prior_sources)
    table = lambda: ClosedList(told, n_labels, rows, settings.learn_prior)  # noqa: E731
    tied = lambda: ClosedList(told, n_labels, coin, settings.learn_prior, True)  # noqa: E731
    if two_sided or settings.model in (Model.two_sided, Model.confusion):
        return [table]
    return [tied] if settings.model is Model.one_coin else [tied, table]


def _read(told: Arranged, end: Climb, peaks: int, settings: FuseSettings) -> Fused:
    model = end.model
    if isinstance(model, OpenValues):
        start, values, logs, unsaid_logs = (
            told.item_start,
            told.values[told.cell_value],
            model.weights(),
            True,
        )
        kind = Model.one_coin
    else:
        assert isinstance(model, ClosedList)
        k = model.n_labels
        start, values = np.arange(told.n_items + 1) * k, np.tile(_labels(told, k), told.n_items)
        logs, unsaid_logs = (model.weights() + model.label_logs).ravel(), False
        kind = Model.one_coin if model.tied else Model.two_sided if k == 2 else Model.confusion
    notes = [*told.notes, *_notes(told, end, peaks)]
    effect = None
    if settings.read_out:
        effect = chosen_effect(model.hidden(sampled(told.items, told.item)))
        if effect is None:
            notes.append(
                "Too few items have two voices to learn how far agreement counts; it counts in full."
            )
    voices = told.per_item(told.counts())
    p, unsaid = _spread(logs, start, 1.0 + np.maximum(voices - 1.0, 0.0) * (effect or 0.0), unsaid_logs)
    p_model, unsaid_model = _spread(logs, start, np.ones(told.n_items), unsaid_logs)
    return Fused(
        model=kind,
        items=told.items,
        sources=told.sources,
        start=start,
        values=values,
        p=p,
        unsaid=unsaid,
        p_model=p_model,
        unsaid_model=unsaid_model,
        accuracy=model.accuracy,
        n_statements=np.bincount(told.source, minlength=told.n_sources),
        confusion=None if isinstance(model, OpenValues) else model.confusion,
        labels=np.zeros(0, dtype=np.int64)
        if isinstance(model, OpenValues)
        else _labels(told, model.n_labels),
        objective=end.objective,
        converged=end.converged,
        exact=False,
        peaks=peaks,
        effect=effect or 0.0,
        copies=None,
        notes=tuple(notes),
    )


def _labels(told: Arranged, k: int) -> Ints:
    """Return the numbers of a closed list; one that was never said gets the next free number."""
    top = int(told.values.max()) + 1 if told.values.size else 0
    return np.concatenate([told.values, np.arange(top, top + k - told.values.size)])


def _spread(logs: Floats, start: Ints, divisor: Floats, unsaid: bool) -> tuple[Floats, Floats]:
    """Return probabilities per candidate and of none of them, per item."""
    if not unsaid:
        return tempered(logs, start, divisor), np.zeros(divisor.size)
    sizes = np.diff(start)
    wider = np.insert(logs, start[1:], 0.0)
    bounds = start + np.arange(start.size)
    p = tempered(wider, bounds, divisor)
    last = bounds[1:] - 1
    keep = np.ones(wider.size, dtype=bool)
    keep[last] = False
    assert keep.sum() == sizes.sum()
    return p[keep], p[last]


def _notes(told: Arranged, end: Climb, peaks: int) -> list[str]:
    notes = []
    if told.n_sources == 1:
        notes.append(
            "One source says everything: nothing can be learned of how often it is right, so the prior speaks."
        )
    elif told.cell_value.size == told.n_items and told.item.size > told.n_items:
        notes.append(
            "All sources agree on everything: from agreement alone nobody can tell good sources from sources "
            "that copy or err together."
        )
    elif told.item.size == told.n_items:
        notes.append(
            "No item has two voices: the sources cannot be checked against each other; the prior speaks."
        )
    if not end.converged:
        notes.append("The climb was stopped before it ended; the probabilities may still move.")
    if peaks > 1:
        notes.append(
            f"What was said can be read in {peaks} ways that fit nearly as well; compare the answers."
        )
    return notes


def _nothing(told: Arranged) -> Fused:
    ints, floats = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Fused(
        model=Model.automatic, items=ints, sources=ints, start=np.zeros(1, dtype=np.int64), values=ints, p=floats,
        unsaid=floats, p_model=floats, unsaid_model=floats, accuracy=floats, n_statements=ints, confusion=None,
        labels=ints, objective=(), converged=True, exact=True, peaks=1, effect=0.0, copies=None,
        notes=(*told.notes, "Nothing was said that could be fused."),
    )  # fmt: skip
