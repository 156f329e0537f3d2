"""Who follows whose first report: the caller's evidence ratios and clusters, in the order of the sums."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twosource.weighing.fusion.arranging import Arranged
from twosource.weighing.fusion.shared_rate import Clusters, clustered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Per statement in order: its ratio, whether it repeats its first report; and the clusters in blocks."""

    lam: Floats
    first_same: NDArray[np.bool_]
    blocks: list[Clusters]

    @property
    def any_follows(self) -> bool:
        """Whether anybody follows anybody."""
        return bool(self.blocks)


def followed(told: Arranged, lam: ArrayLike | None, cluster: ArrayLike | None) -> Followed:
    """Return the links; ValueError for a negative or missing ratio and for clusters that make no sense."""
    size = told.item.size
    if lam is None:
        return Followed(np.full(size, np.inf), np.zeros(size, dtype=bool), [])
    ratios = np.asarray(lam, dtype=np.float64)
    names = np.asarray(cluster) if cluster is not None else None
    if ratios.shape != (told.n_entered,) or (names is not None and names.shape != ratios.shape):
        raise ValueError("lam and cluster have one entry per statement")
    ratios = ratios[told.kept]
    if np.isnan(ratios).any() or (ratios < 0).any():
        raise ValueError("an evidence ratio is 0 or more, and infinite for a first report")
    name = told.item if names is None else names[told.kept].astype(np.int64)
    name = np.unique(name, return_inverse=True)[1].astype(np.int64)
    follows = np.isfinite(ratios)
    n = int(name.max()) + 1 if size else 0
    first = np.full(n, -1)
    owner = np.full(n, -1)
    owner[name] = told.item
    if (owner[name] != told.item).any():
        raise ValueError("a cluster holds statements of one item; one of these spans two")
    first[name[~follows]] = told.cell[~follows]
    if (first[name[follows]] < 0).any():
        raise ValueError("each cluster needs a first report, a statement whose lam is infinite")
    if (first[name[~follows]] != told.cell[~follows]).any():
        raise ValueError("a cluster has one first report; one of these has two that differ")
    return Followed(ratios, told.cell == first[name], clustered(told, name, follows))
