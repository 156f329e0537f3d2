"""Values that only agree or differ: the label engine, with its copiers, in the form of this room's read-out.

Labels go this way, and numbers of few sources that share very many items: there who copies whom can be
told from shared mistakes, and that counts for more than a rounding.
"""

import numpy as np

from twosource.weighing.fusion.fused import Fused
from twosource.weighing.fusion.fusing import fuse
from twosource.weighing.fusion.hidden_votes import tempered
from twosource.weighing.fusion.values.fused_values import Candidate, FusedItem, FusedSource, FusedValues
from twosource.weighing.fusion.values.settings import Kind
from twosource.weighing.fusion.values.telling import Told

MOST_SOURCES = 100
LEAST_SHARED = 100
NINE_OF_TEN = 1.645
PRIOR_WEIGHT = 11.0
SHOWN = 20
LEAST_SHOWN = 0.005
LEAST_CHANCE = 1e-300


def is_dense(told: Told) -> bool:
    """Say whether few sources share so many items that copiers can be found: at most 100, the middle one
    says 100.
    """
    said = np.bincount(told.voice_source[told.statements.source], minlength=len(told.source_names))
    return 2 < said.size <= MOST_SOURCES and float(np.median(said)) >= LEAST_SHARED


def fused_labels(told: Told, kind: Kind, notes: tuple[str, ...]) -> FusedValues:
    """Return the read-out of the label engine for the same statements."""
    st = told.statements
    fused = fuse(st.cell_item[st.cell], told.voice_source[st.source], st.cell_value[st.cell])
    said = np.bincount(st.cell, minlength=st.cell_item.size).tolist()
    names = dict(zip(st.cell_value.tolist(), told.cell_keys, strict=True))
    voices = dict(zip(zip(st.cell_item.tolist(), st.cell_value.tolist(), strict=True), said, strict=True))
    return FusedValues(
        kind=kind,
        items=tuple(_item(fused, at, told.item_names[at], names, voices) for at in range(fused.items.size)),
        sources=_sources(told, fused),
        n_statements=int(st.cell.size),
        effect=fused.effect,
        objective=fused.objective,
        converged=fused.converged,
        notes=(*notes, *fused.notes),
    )


def _item(
    fused: Fused, at: int, name: str, names: dict[int, str], voices: dict[tuple[int, int], int]
) -> FusedItem:
    """Return one item; a value of a closed list that nobody says of it is shown where it has some chance."""
    low, high = int(fused.start[at]), int(fused.start[at + 1])
    values, p = fused.values[low:high].tolist(), fused.p[low:high].tolist()
    full = fused.p_model[low:high].tolist()
    order = sorted((n for n, v in enumerate(values) if v in names), key=lambda n: (-p[n], names[values[n]]))
    lead = order[0]
    m = max(1.0, float(sum(voices.get((at, value), 0) for value in values)))
    alone = _as_one_voice([*full, float(fused.unsaid_model[at])], m)[lead]
    found = [
        Candidate(value=names[values[n]], p=p[n], n_said=voices.get((at, values[n]), 0))
        for n in order[:SHOWN]
    ]
    return FusedItem(
        item=name,
        candidates=tuple(c for n, c in enumerate(found) if c.n_said or n == 0 or c.p >= LEAST_SHOWN),
        p_unsaid=float(fused.unsaid[at]),
        low=min(p[lead], full[lead], alone),
        high=max(p[lead], full[lead], alone),
        within=names[values[lead]],
        p_within=p[lead],
    )


def _as_one_voice(p: list[float], m: float) -> list[float]:
    """Return the chances of an item were all its m voices one: log-odds divided by m, as for other kinds."""
    logs = np.log(np.maximum(p, LEAST_CHANCE))
    return [float(x) for x in tempered(logs, np.array([0, logs.size]), np.array([m]))]


def _sources(told: Told, fused: Fused) -> tuple[FusedSource, ...]:
    found = []
    columns = (fused.sources, fused.accuracy, fused.n_statements, fused.n_compared)
    for source, accuracy, n, compared in zip(*columns, strict=True):
        a = float(accuracy)
        spread = NINE_OF_TEN * float(np.sqrt(a * (1 - a) / (compared + PRIOR_WEIGHT + 1)))
        found.append(
            FusedSource(
                name=told.source_names[int(source)],
                n=int(n),
                exact=a,
                short=0.0,
                wrong=1 - a,
                low=max(0.0, a - spread),
                high=min(1.0, a + spread),
            )
        )
    return tuple(found)
