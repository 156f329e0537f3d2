"""Draw after draw, who had access of their own and which ties hold; then what each draw counts.

Per draw: one rate rho for the claim; each doubtful voice has own access with q_s(rho), else it has it
from others; a party nobody names a source for gets a parent; ties and the unnamed person behind
placeholders hold or do not. Every voice and tie draws from a stream of its own, named by what it is and
not by where it stands, so that adding or reordering evidence leaves the other draws alone.

By hand: 40 outlets credit the broadcaster, who credits a witness: nearly every draw is the same one,
"nobody else has access of their own", so that two thousand draws come down to a few states.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from twosource.evidence.testimony import Tie
from twosource.tracing.layout import Layout
from twosource.tracing.material import TraceSettings
from twosource.tracing.pages import Pages
from twosource.tracing.priors import CopyPriors
from twosource.tracing.ratios import Ratios
from twosource.tracing.voices import Voice

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

UPSTREAM = "unknown upstream"


@dataclass(frozen=True, slots=True)
class ClaimDraw:
    """What names the streams of a claim, and how probable one unnamed person behind several is."""

    claim_id: str
    p_upstream: float


@dataclass(frozen=True, slots=True)
class State:
    """One draw of the core: own access, parents, ties that hold, roads per bundle.

    `has_hidden`: some leaf with access of its own has it from the unnamed person behind several.
    """

    own: frozenset[str]
    parent: Mapping[str, str]
    ties: tuple[Tie, ...]
    has_upstream: bool
    has_hidden: bool
    roads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draws:
    """All draws: distinct states, the state of each draw, own access of leaves (leaves, samples)."""

    states: tuple[State, ...]
    shown: Counts
    leaf_own: Flags


def stream(settings: TraceSettings, *name: str) -> NDArray[np.float64]:
    """Return one uniform number per draw from a stream of its own."""
    label = "\x1f".join((str(settings.seed), *name))
    seed = xxhash.xxh3_128_intdigest(label.encode("utf-8", "surrogatepass"))
    return np.random.Generator(np.random.PCG64(seed)).random(settings.samples)


def stream_names(voices: Mapping[str, Voice], pages: Pages, priors: CopyPriors) -> dict[str, str]:
    """Return the name of each voice's stream: its earliest text where that is long, else its id.

    So a text draws the same whichever of two outlets that print it on one day is called the first.
    """
    names: dict[str, str] = {}
    for page in pages.pages:
        if page.publisher not in names and len(page.words) >= priors.reprint_words:
            names[page.publisher] = page.words.digest()
    taken: dict[str, str] = {}
    for party_id in voices:
        label = names.get(party_id, party_id)
        if voices[party_id].may_own and taken.setdefault(label, party_id) != party_id:
            label = party_id
        names[party_id] = label
    return names


def draw(
    layout: Layout, ratios: Ratios, names: Mapping[str, str], claim: ClaimDraw, settings: TraceSettings
) -> Draws:
    """Return all draws of a claim. The same evidence, settings and seed give the same draws."""
    access = _own_access(ratios, names, claim, settings)
    leaf_own = np.zeros((len(layout.leaves), settings.samples), dtype=np.bool_)
    for i, party_id in enumerate(layout.leaves):
        if party_id in access:
            leaf_own[i] = access[party_id]()
    columns = _core_columns(layout, access, names, claim, settings)
    place = {p: i for i, p in enumerate(layout.leaves)}
    for i, bundle in enumerate(layout.bundles):
        derived = (~leaf_own[[place[p] for p in bundle.members]]).sum(axis=0)
        columns["roads", str(i)] = _counts(np.minimum(derived, settings.kappa_max + 1))
    upstream = _upstream(layout, claim, settings)
    hidden = leaf_own & np.array(layout.leaves_behind, dtype=np.bool_)[:, np.newaxis] & upstream
    columns["upstream", ""] = _counts(upstream)
    columns["hidden", ""] = _counts(hidden.any(axis=0))
    rows, shown = _distinct(np.stack(list(columns.values()), axis=1))
    states = tuple(_state(layout, dict(zip(columns, row, strict=True))) for row in rows.tolist())
    return Draws(states, _counts(shown.reshape(-1)), leaf_own & ~hidden)


def _distinct(rows: Counts) -> tuple[Counts, Counts]:
    """Return the different rows in order, and for each row which it is; rows of few values as one number."""
    low, high = rows.min(axis=0), rows.max(axis=0)
    sizes = (high - low + 1).tolist()
    if math.prod(sizes) >= 1 << 62:
        found, shown = np.unique(rows, axis=0, return_inverse=True)
        return found, shown.reshape(-1)
    number = np.zeros(rows.shape[0], dtype=np.int64)
    for column, size in enumerate(sizes):
        if size > 1:
            number = number * size + (rows[:, column] - low[column])
    _, firsts, shown = np.unique(number, return_index=True, return_inverse=True)
    return rows[firsts], shown


def _counts(values: Any) -> Counts:
    return np.asarray(values, dtype=np.int64)


def _core_columns(
    layout: Layout,
    access: Mapping[str, Callable[[], Flags]],
    names: Mapping[str, str],
    claim: ClaimDraw,
    settings: TraceSettings,
) -> dict[tuple[str, str], Counts]:
    """Return, by what varies in the core, one value per draw: own access, parents, ties."""
    columns = {("own", p): _counts(access[p]()) for p in layout.core if p in access}
    for party_id, (parents, p_parent) in sorted(layout.choices.items()):
        if parents:
            choice = _pick(p_parent, stream(settings, claim.claim_id, "parent", names[party_id]))
            is_own = columns.get(("own", party_id), np.zeros_like(choice))
            columns["parent", party_id] = _counts(np.where(is_own > 0, -1, choice))
    return columns | {("tie", tie.tie_id): _holds(tie, settings) for tie in layout.ties}


def _own_access(
    ratios: Ratios, names: Mapping[str, str], claim: ClaimDraw, settings: TraceSettings
) -> dict[str, Callable[[], Flags]]:
    """Return, per doubtful voice, how to draw its own access: one at a time, for there may be thousands."""
    node = _pick(ratios.rate.weights.tolist(), stream(settings, claim.claim_id, "rate"))

    def drawer(column: int, party_id: str) -> Callable[[], Flags]:
        def drawn() -> Flags:
            u = stream(settings, claim.claim_id, "own", names[party_id])
            return np.asarray(u < ratios.rate.q[node, column], dtype=np.bool_)

        return drawn

    return {party_id: drawer(i, party_id) for i, party_id in enumerate(ratios.doubtful)}


def _pick(p: Sequence[float], u: NDArray[np.float64]) -> Counts:
    """Return the place of each uniform number among cumulated probabilities."""
    cumulated = np.cumsum(p)
    if not cumulated.size:
        return np.zeros(u.size, dtype=np.int64)
    found = np.searchsorted(cumulated, u * cumulated[-1], side="right")
    return np.asarray(np.minimum(found, cumulated.size - 1), dtype=np.int64)


def _holds(tie: Tie, settings: TraceSettings) -> Counts:
    """Draw a tie.

    Ties of one kind to one party share their doubt: whether the group picks its witnesses is one question.
    """
    return (stream(settings, "tie", tie.to_party, tie.kind) < tie.p).astype(np.int64)


def _upstream(layout: Layout, claim: ClaimDraw, settings: TraceSettings) -> Flags:
    """Draw whether those with somebody unnamed behind them go back to the same person."""
    if len(layout.behind) + sum(layout.leaves_behind) < 2:
        return np.zeros(settings.samples, dtype=np.bool_)
    return np.asarray(stream(settings, claim.claim_id, UPSTREAM) < claim.p_upstream, dtype=np.bool_)


def _state(layout: Layout, row: Mapping[tuple[str, str], int]) -> State:
    return State(
        own=frozenset(p for (kind, p), value in row.items() if kind == "own" and value),
        parent={
            p: layout.choices[p][0][value]
            for (kind, p), value in row.items()
            if kind == "parent" and value >= 0
        },
        ties=tuple(tie for tie in layout.ties if row["tie", tie.tie_id]),
        has_upstream=bool(row["upstream", ""]),
        has_hidden=bool(row["hidden", ""]),
        roads=tuple(row["roads", str(i)] for i in range(len(layout.bundles))),
    )
