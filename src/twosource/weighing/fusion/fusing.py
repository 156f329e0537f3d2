"""The way through: arrange, sum exactly or climb, choose how far agreement counts, read out, add notes."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twosource.weighing.fusion.arranging import Arranged, arrange
from twosource.weighing.fusion.choosing import Chosen, choose
from twosource.weighing.fusion.climbing import Climb, climb
from twosource.weighing.fusion.closed_lists import ClosedList
from twosource.weighing.fusion.copying import Copying
from twosource.weighing.fusion.dirichlets import Shapes
from twosource.weighing.fusion.followers import Followed, followed
from twosource.weighing.fusion.fused import Fused
from twosource.weighing.fusion.hidden_votes import MOST_HIDDEN, chosen_effect, sampled, tempered
from twosource.weighing.fusion.notes import NOTHING, Course, said_of
from twosource.weighing.fusion.open_values import OpenValues
from twosource.weighing.fusion.settings import FuseSettings, Model
from twosource.weighing.fusion.shared_rate import SharedRate
from twosource.weighing.fusion.summing import n_points, summed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def fuse(
    item: ArrayLike,
    source: ArrayLike,
    value: ArrayLike,
    *,
    lam: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    two_sided: bool = False,
    settings: FuseSettings | None = None,
) -> Fused:
    """Return what is likely true of each item, by who says what; arrays of whole numbers, (M,) each.

    `lam` (M,) is the evidence ratio P(evidence | own access) / P(evidence | derived) of each follower,
    infinite for a first report; `cluster` (M,) tells which statements of an item follow one first report,
    all those of an item where it is not given. `two_sided` asks for a table per source, sensitivity and
    specificity where there are two labels. Raises ValueError for arrays of different length, a negative
    ratio, a cluster without its first report or over two items. All else odd is a sentence in `notes`.
    """
    settings = settings or FuseSettings()
    if two_sided:
        settings = replace(settings, model=Model.two_sided)
    told = arrange(item, source, value)
    if not told.item.size:
        return _nothing(told)
    n_labels = _closed(told, settings)
    if settings.labels:
        told = _relabelled(told, n_labels)
    links = followed(told, lam, cluster)
    if _is_small(told, settings):
        return _exact(told, n_labels, links, settings)
    if links.any_follows:
        model = _shared_rate(told, n_labels, links, settings)
        end = climb(model, settings)
        return _read(told, Chosen(end, 1, None), settings)
    return _read(told, choose(told, n_labels, settings), settings)


def _closed(told: Arranged, settings: FuseSettings) -> int:
    """Return how many labels a closed list has, or 0 where the values are open."""
    if settings.labels:
        return settings.labels
    k = int(told.values.size)
    if settings.model in (Model.two_sided, Model.confusion):
        return max(2, k)
    return k if 2 <= k <= settings.most_labels and told.n_items >= 2 * k else 0


def _relabelled(told: Arranged, n_labels: int) -> Arranged:
    """Return the same with the values numbered as the caller numbers the closed list."""
    if int(told.values.max()) >= n_labels:
        raise ValueError(f"a list of {n_labels} labels has no value {int(told.values.max())}")
    return replace(told, cell_value=told.values[told.cell_value], values=np.arange(n_labels))


def _is_small(told: Arranged, settings: FuseSettings) -> bool:
    if told.item.size > settings.exact_statements or settings.model not in (Model.automatic, Model.one_coin):
        return False
    return told.weight is None and n_points(told, settings.exact_sources) > 0


def _shared_rate(told: Arranged, n_labels: int, links: Followed, settings: FuseSettings) -> SharedRate:
    return SharedRate(
        told,
        Shapes.starting(np.array(settings.accuracy), settings.prior_sources),
        links.lam,
        links.first_same,
        links.blocks,
        settings.rate,
        settings.fidelity,
        settings.learn_prior,
        n_labels,
        settings.false_values,
    )


def _exact(told: Arranged, n_labels: int, links: Followed, settings: FuseSettings) -> Fused:
    model = _shared_rate(told, n_labels, links, settings)
    belief, accuracy, _ = summed(model, *settings.accuracy)
    model.rates = np.stack([accuracy, 1.0 - accuracy], axis=1)
    unsaid = np.maximum(1.0 - told.per_item(belief), 0.0)
    return _fused(
        told,
        model,
        (belief, unsaid),
        (belief, unsaid),
        exact=True,
        notes=said_of(told, Course(is_exact=True, has_ratios=links.any_follows)),
    )


def _read(told: Arranged, chosen: Chosen, settings: FuseSettings) -> Fused:
    end = chosen.climb
    model = end.model
    assert isinstance(model, OpenValues | ClosedList | Copying | SharedRate)
    start, logs, none = _candidates(told, model)
    effect, links = None, isinstance(model, SharedRate)
    if settings.read_out and not isinstance(model, SharedRate):
        effect = chosen_effect(model.hidden(sampled(told.items, told.item)))
    voices = told.per_item(told.counts())
    divisor = 1.0 + np.maximum(voices - 1.0, 0.0) * (effect or 0.0)
    much, several = told.item.size, settings.restarts > 0 and told.n_sources > 1
    course = Course(
        is_converged=end.converged,
        n_peaks=chosen.peaks,
        parent=chosen.parent,
        n_doubted=chosen.doubted,
        has_ratios=links,
        effect=effect or 0.0,
        is_unsought=not links and settings.find_copies and much > settings.copy_limit,
        is_unstarted=not links and several and much > settings.restart_limit,
        is_unlearned=not links and settings.read_out and effect is None,
        is_sampled=effect is not None and much > MOST_HIDDEN,
    )
    return _fused(
        told,
        model,
        _spread(logs, none, start, divisor),
        _spread(logs, none, start, np.ones(told.n_items)),
        chosen=chosen,
        effect=effect or 0.0,
        notes=said_of(told, course),
    )


def _candidates(
    told: Arranged, model: OpenValues | ClosedList | Copying | SharedRate
) -> tuple[Ints, Floats, Floats | None]:
    """Return where the candidates of each item start, their log-odds, and those of "none of them"."""
    if isinstance(model, ClosedList):
        start = np.arange(told.n_items + 1) * model.n_labels
        return start, (model.weights() + model.label_logs).ravel(), None
    return told.item_start, model.weights(), model.none()


def _spread(logs: Floats, none: Floats | None, start: Ints, divisor: Floats) -> tuple[Floats, Floats]:
    """Return probabilities per candidate and of none of them, per item, the log-odds divided."""
    if none is None:
        return tempered(logs, start, divisor), np.zeros(divisor.size)
    bounds = start + np.arange(start.size)
    p = tempered(np.insert(logs, start[1:], none), bounds, divisor)
    last = bounds[1:] - 1
    keep = np.ones(p.size, dtype=bool)
    keep[last] = False
    return p[keep], p[last]


def _fused(
    told: Arranged,
    model: OpenValues | ClosedList | Copying | SharedRate,
    shown: tuple[Floats, Floats],
    plain: tuple[Floats, Floats],
    *,
    chosen: Chosen | None = None,
    effect: float = 0.0,
    exact: bool = False,
    notes: tuple[str, ...] = (),
) -> Fused:
    closed = model if isinstance(model, ClosedList) else None
    labels = _labels(told, closed.n_labels) if closed else np.zeros(0, dtype=np.int64)
    k = labels.size
    kind = Model.one_coin
    if closed and not closed.tied:
        kind = Model.two_sided if k == 2 else Model.confusion
    end: Climb | None = chosen.climb if chosen else None
    return Fused(
        model=kind,
        items=told.items,
        sources=told.sources,
        start=np.arange(told.n_items + 1) * k if closed else told.item_start,
        values=np.tile(labels, told.n_items) if closed else told.values[told.cell_value],
        p=shown[0],
        unsaid=shown[1],
        p_model=plain[0],
        unsaid_model=plain[1],
        accuracy=model.accuracy,
        n_statements=np.bincount(told.source, minlength=told.n_sources),
        n_compared=np.bincount(told.source[~told.alone()], minlength=told.n_sources),
        confusion=closed.confusion if closed else None,
        labels=labels,
        objective=end.objective if end else (),
        converged=end.converged if end else True,
        exact=exact,
        peaks=chosen.peaks if chosen else 1,
        effect=effect,
        copies=model.copies if isinstance(model, Copying) else np.zeros(told.n_sources),
        parent=_named(told, chosen.parent if chosen else None),
        p_own=_entered(told, model),
        notes=notes,
    )


def _named(told: Arranged, parent: Ints | None) -> Ints:
    """Return the caller's number of each source's parent, -1 where it has none."""
    if parent is None:
        return np.full(told.n_sources, -1)
    return np.where(parent >= 0, told.sources[np.maximum(parent, 0)], -1)


def _entered(told: Arranged, model: object) -> Floats | None:
    """Return P(speaks for itself) in the order of entry; NaN for what was left out, None without ratios."""
    if not isinstance(model, SharedRate) or not model.blocks:
        return None
    out = np.full(told.n_entered, np.nan)
    out[told.kept] = model.p_own
    return out


def _labels(told: Arranged, k: int) -> Ints:
    """Return the numbers of a closed list; one that was never said gets the next free number."""
    top = int(told.values.max()) + 1
    return np.concatenate([told.values, np.arange(top, top + k - told.values.size)])


def _nothing(told: Arranged) -> Fused:
    ints, floats, notes = np.zeros(0, dtype=np.int64), np.zeros(0), (*told.notes, NOTHING)
    return Fused(
        model=Model.automatic, items=ints, sources=ints, start=np.zeros(1, dtype=np.int64), values=ints,
        p=floats, unsaid=floats, p_model=floats, unsaid_model=floats, accuracy=floats, n_statements=ints,
        n_compared=ints,
        confusion=None, labels=ints, objective=(), converged=True, exact=True, peaks=1, effect=0.0,
        copies=floats, parent=ints, p_own=None, notes=notes,
    )  # fmt: skip
