"""Numbers of few sources in several fields: skills and eases in the form of this room's read-out."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.hidden_votes import chosen_effect
from twosource.weighing.fusion.values.fields import Fields
from twosource.weighing.fusion.values.fused_values import FusedSource, FusedValues
from twosource.weighing.fusion.values.item_columns import ItemColumns, read_out
from twosource.weighing.fusion.values.relating import Related
from twosource.weighing.fusion.values.settings import Kind, ValueSettings
from twosource.weighing.fusion.values.skilled import Skilled, climbed_skills
from twosource.weighing.fusion.values.telling import Told

Floats = NDArray[np.float64]
NINE_OF_TEN = 1.645
ROOMY = 3.0


def fused_skills(told: Told, fields: Fields, values: Related, settings: ValueSettings) -> FusedValues:
    """Return what is likely true of each item, each field read out with a design effect of its own."""
    st = told.statements
    model, trace, converged = climbed_skills(st, told.voice_source[st.source], fields.of, settings)
    effects: list[float | None] = [None] * len(fields.names)
    if settings.read_out:
        effects = [chosen_effect(model.hidden(f)) for f in range(len(fields.names))]
    r = np.array([effect or 0.0 for effect in effects])[fields.of]
    others = np.maximum(model.voices - 1.0, 0.0)
    shown, unsaid, low, high = read_out(
        model.weights(), model.none(), model.bounds, (1.0 + others * r, np.ones(others.size), 1.0 + others)
    )
    nothing = np.zeros(shown.size, dtype=np.int64)
    items = ItemColumns(
        names=told.item_names, keys=told.cell_keys, bounds=model.bounds, p=shown,
        said=model.cell_said.astype(np.int64), shorter=nothing, unsaid=unsaid, low=low, high=high,
        above=values.above, level=settings.level,
    )  # fmt: skip
    weight = np.bincount(fields.of[model.item], minlength=len(fields.names)) / st.cell.size
    return FusedValues(
        kind=Kind.NUMBERS,
        items=items,
        sources=_sources(told, fields, model),
        n_statements=int(st.cell.size),
        effect=float(weight @ np.array([effect or 0.0 for effect in effects])),
        objective=trace,
        converged=converged,
        notes=(*told.notes, fields.note, *_notes(fields, model, effects, converged)),
    )


def _sources(told: Told, fields: Fields, model: Skilled) -> tuple[FusedSource, ...]:
    """Return the share of right statements of each source, over all it says and in each field."""
    said, right = model.said, model.said * model.accuracy
    n = said.sum(axis=0)
    curve = model.said * model.accuracy * (1.0 - model.accuracy)
    found = []
    for s, name in enumerate(told.source_names):
        mean = float(right[:, s].sum() / n[s])
        # The skill has the variance 1 / (1 + sum n p q); the delta method takes it to the share.
        spread = NINE_OF_TEN * float(curve[:, s].sum() / n[s] / np.sqrt(1.0 + curve[:, s].sum()))
        shares = {f: float(model.accuracy[k, s]) for k, f in enumerate(fields.names) if said[k, s]}
        found.append(
            FusedSource(
                name=name, n=int(n[s]), exact=mean, short=0.0, wrong=1.0 - mean,
                low=max(0.0, mean - spread), high=min(1.0, mean + spread), by_field=tuple(shares.items()),
            )
        )  # fmt: skip
    return tuple(found)


def _notes(fields: Fields, model: Skilled, effects: list[float | None], converged: bool) -> tuple[str, ...]:
    notes = []
    narrow = [name for name, ways in zip(fields.names, model.ways, strict=True) if ways < ROOMY]
    if narrow:
        notes.append(
            f"Wrong sources often say the same in {', '.join(narrow)}: agreement there counts for little."
        )
    shares = (model.said * model.accuracy).sum(axis=1) / np.maximum(model.said.sum(axis=1), 1.0)
    hard = [name for name, share in zip(fields.names, shares, strict=True) if share < 1 / 3]
    if hard:
        notes.append(
            f"The sources agree so seldom in {', '.join(hard)} that what leads there rests on how good its "
            "source is elsewhere."
        )
    if any(effect is None for effect in effects):
        notes.append("In some field too few items have two voices to learn how far agreement counts.")
    if not converged:
        notes.append("The climb was stopped before it ended; the probabilities may still move a little.")
    return tuple(notes)


def with_notes(fused: FusedValues, first: tuple[str, ...], last: tuple[str, ...]) -> FusedValues:
    """Return the same read-out with sentences before and after its own."""
    return replace(fused, notes=(*first, *fused.notes, *last))
