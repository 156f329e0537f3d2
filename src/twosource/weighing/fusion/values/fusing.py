"""The way through for values that are no plain labels: key them, relate them, climb, read out, say what to
know.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.hidden_votes import chosen_effect
from twosource.weighing.fusion.values.by_labels import fused_labels, is_dense
from twosource.weighing.fusion.values.by_measures import fused_measures, is_measured
from twosource.weighing.fusion.values.by_skills import fused_skills, with_notes
from twosource.weighing.fusion.values.fields import fields_of
from twosource.weighing.fusion.values.fused_values import FusedSource, FusedValues
from twosource.weighing.fusion.values.graded import Chances, Graded, climbed
from twosource.weighing.fusion.values.hiding import hidden_statements
from twosource.weighing.fusion.values.item_columns import Above, ItemColumns, read_out
from twosource.weighing.fusion.values.kinds import kind_of
from twosource.weighing.fusion.values.nested import Hierarchy
from twosource.weighing.fusion.values.relating import related
from twosource.weighing.fusion.values.settings import Kind, ValueSettings
from twosource.weighing.fusion.values.slips import slip_notes, slips_of
from twosource.weighing.fusion.values.telling import Told, told_by

Floats = NDArray[np.float64]
NINE_OF_TEN = 1.645


@dataclass(frozen=True, slots=True)
class ToldRows:
    """The rows of a table: who says it, of what, what. `in_order`: the rows of an item stand in the order
    of time.

    Raises ValueError where the columns differ in length.
    """

    source: Sequence[str]
    item: Sequence[str]
    value: Sequence[str]
    in_order: bool = False

    def __post_init__(self) -> None:
        if not len(self.source) == len(self.item) == len(self.value):
            raise ValueError("source, item and value are three columns of one length")


def fuse_values(
    rows: ToldRows,
    *,
    kind: Kind | None = None,
    hierarchy: Hierarchy | None = None,
    settings: ValueSettings | None = None,
) -> FusedValues:
    """Return what is likely true of each item of a table; without a kind the values themselves decide.

    Sources are taken as separate, but for repeating the row before where rows stand in the order of time.
    Everything odd about the input is a sentence in `notes`. Raises ValueError for places without a hierarchy.
    """
    settings = settings or ValueSettings()
    why: tuple[str, ...] = ()
    if kind is None:
        kind, said = kind_of(rows.value, has_hierarchy=hierarchy is not None)
        why = (said,)
    if kind is Kind.PLACES and hierarchy is None:
        raise ValueError("places need a hierarchy: rows of id, name, id of the wider place")
    values = related(kind, rows.item, rows.value, hierarchy)
    told = told_by(rows.source, rows.item, values, kind, in_order=rows.in_order, settings=settings)
    if not told.cell_keys:
        return _nothing(kind, (*why, *told.notes))
    fields = fields_of(told.item_names) if kind is Kind.NUMBERS else None
    slips = slips_of(told, fields) if kind is Kind.NUMBERS else ()
    scales = slip_notes(slips)
    is_table = kind is Kind.NUMBERS and not rows.in_order and is_dense(told)
    if is_table and is_measured(told):
        return with_notes(fused_measures(told, fields, slips, settings), why, scales)
    if is_table and fields is not None:
        return with_notes(fused_skills(told, fields, values, settings), why, scales)
    if kind is Kind.LABEL or is_table:
        return fused_labels(told, kind, (*why, *told.notes, *scales))
    model, _, trace, converged = climbed(told.statements, settings)
    chances = model.chances()
    effect = chosen_effect(hidden_statements(model, chances)) if settings.read_out else 0.0
    notes = [*why, *told.notes, *_notes(told, effect, converged), *scales]
    return FusedValues(
        kind=kind,
        items=_items(told, model, chances, values.above, effect=effect or 0.0, level=settings.level),
        sources=_sources(told, model),
        n_statements=int(told.statements.cell.size),
        effect=effect or 0.0,
        objective=trace,
        converged=converged,
        notes=tuple(notes),
    )


def _items(
    told: Told, model: Graded, chances: Chances, above: Above, *, effect: float, level: float
) -> ItemColumns:
    """Return the items, with the probability as printed, in full, and of one voice for the range."""
    st = told.statements
    bounds = np.searchsorted(st.cell_item, np.arange(st.n_items + 1))
    others = np.maximum(model.item_weight, 1.0) - 1.0
    divisors = (1.0 + others * effect, np.ones(others.size), 1.0 + others)
    logs = model.weights(chances)
    shown, unsaid, low, high = read_out(logs, np.zeros(st.n_items), bounds, divisors)
    return ItemColumns(
        names=told.item_names,
        keys=told.cell_keys,
        bounds=bounds,
        p=shown,
        said=np.rint(model.cell_weight + 0.499).astype(np.int64),
        shorter=np.rint(_below(told)).astype(np.int64),
        unsaid=unsaid,
        low=low,
        high=high,
        above=above,
        level=level,
    )


def _below(told: Told) -> Floats:
    """Return how many statements of its item say something shorter of each cell, (C,)."""
    st = told.statements
    counts = np.bincount(st.cell, st.weight, st.cell_item.size)
    return np.bincount(st.longer, counts[st.shorter], st.cell_item.size).astype(np.float64)


def _sources(told: Told, model: Graded) -> tuple[FusedSource, ...]:
    st = told.statements
    n_sources = len(told.source_names)
    said = np.bincount(told.voice_source[st.source], minlength=n_sources)
    per_voice = model.rates.sum(axis=1)
    shares = model.rates / model.rates.sum(axis=1, keepdims=True)
    variance = shares[:, 0] * (1 - shares[:, 0]) / (model.rates.sum(axis=1) + 1)
    weight = per_voice
    whole = np.bincount(told.voice_source, weight, n_sources)
    mean = np.stack(
        [np.bincount(told.voice_source, weight * shares[:, k], n_sources) / whole for k in range(3)], 1
    )
    spread = np.sqrt(np.bincount(told.voice_source, weight**2 * variance, n_sources)) / whole
    own = np.bincount(told.voice_source, weight * model.own, n_sources) / whole
    return tuple(
        FusedSource(
            name=name,
            n=int(said[n]),
            exact=float(mean[n, 0]),
            short=float(mean[n, 1]),
            wrong=float(mean[n, 2]),
            low=float(max(0.0, mean[n, 0] - NINE_OF_TEN * spread[n])),
            high=float(min(1.0, mean[n, 0] + NINE_OF_TEN * spread[n])),
            own=float(own[n]) if st.follows is not None else None,
        )
        for n, name in enumerate(told.source_names)
    )


def _notes(told: Told, effect: float | None, converged: bool) -> list[str]:
    st = told.statements
    n_items, n_said, n_cells = st.n_items, st.cell.size, st.cell_item.size
    notes = []
    if len(told.source_names) == 1:
        notes.append(
            "One source says everything: nothing can be learned of how often it is right, so "
            "the prior speaks."
        )
    elif n_cells == n_items and n_said > n_items:
        notes.append(
            "All sources agree on everything: from agreement alone nobody can tell good sources "
            "from sources that "
            "copy or err together."
        )
    elif n_said == n_items:
        notes.append(
            "No item has two voices: the sources cannot be checked against each other; the prior speaks."
        )
    most = np.bincount(told.voice_source[st.source]).max()
    if len(told.source_names) > 1 and most > 0.9 * n_said:
        notes.append("One source gives nine of ten statements: most items rest on it alone.")
    if effect is None:
        notes.append("Too few items have two voices to learn how far agreement counts; it counts in full.")
    if not converged:
        notes.append("The climb was stopped before it ended; the probabilities may still move a little.")
    return notes


def _nothing(kind: Kind, notes: tuple[str, ...]) -> FusedValues:
    return FusedValues(
        kind=kind, items=(), sources=(), n_statements=0, effect=0.0, objective=(), converged=True,
        notes=(*notes, "Nothing was said that could be fused."),
    )  # fmt: skip
