"""All draws together: histograms of K and kappa, the chokepoints and how often each is one.

Formula: with n own-access leaves in a draw, K = K(core) + n and kappa = min(kappa_max, kappa(core) + n):
each such leaf is a chain that shares no party with any other.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twosource.evidence.lineage import Chokepoint
from twosource.tracing.drawing import UPSTREAM, Draws, State
from twosource.tracing.layout import Layout
from twosource.tracing.worlds import Count, build_world, count_world, standing

Counts = NDArray[np.int64]
MAX_CHOKEPOINTS = 12


@dataclass(frozen=True, slots=True)
class Tally:
    """Histograms over all draws, chokepoints by share, and the state most draws show.

    `p_upstream`: in which share of draws one unnamed person stands behind several who know.
    """

    k: tuple[float, ...]
    kappa: tuple[float, ...]
    kappa_trusted: tuple[float, ...]
    chokepoints: tuple[Chokepoint, ...]
    p_upstream: float
    commonest: State


def tally(layout: Layout, draws: Draws, kappa_max: int) -> Tally:
    """Count every draw; equal states are cut once."""
    n_own = draws.leaf_own.sum(axis=0).astype(np.int64)
    fewest = np.full(len(draws.states), n_own.max(initial=0), dtype=np.int64)
    np.minimum.at(fewest, draws.shown, n_own)
    worlds = [standing(build_world(layout, state), layout, state) for state in draws.states]
    counts = [
        count_world(world, layout.trusted, kappa_max - min(kappa_max, n))
        for world, n in zip(worlds, fewest.tolist(), strict=True)
    ]
    has_upstream = np.array([UPSTREAM in world.starts for world in worlds])
    free = np.array([count.cut.size for count in counts])[draws.shown] + n_own
    held = np.array([count.trusted.size for count in counts])[draws.shown] + n_own
    k = np.array([count.n_origins for count in counts])[draws.shown] + n_own
    return Tally(
        k=histogram(k),
        kappa=histogram(np.minimum(free, kappa_max), kappa_max + 1),
        kappa_trusted=histogram(np.minimum(held, kappa_max), kappa_max + 1),
        chokepoints=_chokepoints(layout, draws, counts, free, kappa_max),
        p_upstream=float(has_upstream[draws.shown].mean()),
        commonest=draws.states[int(np.bincount(draws.shown).argmax())],
    )


def histogram(values: Counts, size: int = 0) -> tuple[float, ...]:
    """Return the share of each value 0, 1, 2 ...; at least `size` places."""
    return tuple((np.bincount(values, minlength=size) / values.size).tolist())


def _chokepoints(
    layout: Layout, draws: Draws, counts: list[Count], kappa: Counts, kappa_max: int
) -> tuple[Chokepoint, ...]:
    """Return the cuts by share of draws, most frequent first. No cut is known where counting stopped."""
    found: Counter[frozenset[str]] = Counter()
    known = (kappa < kappa_max) & (kappa > 0)
    plain = known & ~draws.leaf_own.any(axis=0)
    for state, n in enumerate(np.bincount(draws.shown[plain], minlength=len(counts)).tolist()):
        if n and counts[state].cut.is_complete:
            found[counts[state].cut.party_ids] += n
    for (state, leaves), n in _with_leaves(draws, np.flatnonzero(known & ~plain)).items():
        cut = counts[state].cut
        if cut.is_complete:
            found[cut.party_ids | {layout.leaves[j] for j in leaves}] += n
    rows = sorted(((n, tuple(sorted(cut))) for cut, n in found.items()), key=lambda row: (-row[0], row[1]))
    samples = draws.shown.size
    return tuple(Chokepoint(party_ids=ids, p=n / samples) for n, ids in rows[:MAX_CHOKEPOINTS])


def _with_leaves(draws: Draws, which: Counts) -> Counter[tuple[int, tuple[int, ...]]]:
    """Count the draws of each state and set of leaves with own access; both by number."""
    rows, leaves = np.nonzero(draws.leaf_own[:, which].T)
    cuts = np.searchsorted(rows, np.arange(which.size + 1)).tolist()
    numbers, states = leaves.tolist(), draws.shown[which].tolist()
    return Counter((state, tuple(numbers[cuts[i] : cuts[i + 1]])) for i, state in enumerate(states))
