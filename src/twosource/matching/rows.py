"""Which rows of an event record bear on a claim: by sides, days, place and what a record can say at all.

A record knows fights and killings, with days, points and their precision; it says nothing of orders,
agreements or trade. A row asserts a claim where its sides are the claim's, its days lie within the claim's
days and its point within reach of the claim's place. What fits only in part is left to a person, and a row
whose point is a region's centroid is no place at all.

By hand: "the government and IS fought over Palmyra, January to March 2016": a row of 5 March at Tadmur
with these sides is the same; one of 28 March to 2 April is left to a person; one at Homs is neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twosource.evidence.claims import Claim
from twosource.evidence.events import Place, RecordRow
from twosource.matching.wording import content_words, fold
from twosource.terms import Action, load_table

SAME, NOT_ENOUGH = "same", "not enough"
CIVILIANS = "Civilians"
CENTROID_FROM = 4
SURE_TO = 2
PLACE_KM = 10.0
EARTH_KM = 6371.0
# What a row with armed sides, and one against civilians, asserts outright, and what it only comes near.
_ARMED = {Action.FIGHT: SAME, Action.KILL: NOT_ENOUGH, Action.ASSAULT: NOT_ENOUGH, Action.BOMB: NOT_ENOUGH}
_ONE_SIDED = {Action.KILL: SAME, Action.ASSAULT: SAME, Action.FIGHT: NOT_ENOUGH, Action.BOMB: NOT_ENOUGH}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsFound:
    """The rows that assert a claim, those a person should look at, and how many stand at a mere centroid."""

    same: tuple[RecordRow, ...] = ()
    unsure: tuple[RecordRow, ...] = ()
    n_centroids: int = 0


@dataclass(frozen=True)
class RowIndex:
    """The rows of one record by day, so that a claim looks at its own days alone.

    Building sorts once, O(n log n); a claim costs whole-array steps over the rows up to its last day.
    """

    rows: Sequence[RecordRow]
    _order: NDArray[Any] = field(init=False, repr=False)
    _start: NDArray[Any] = field(init=False, repr=False)
    _end: NDArray[Any] = field(init=False, repr=False)
    _points: NDArray[Any] = field(init=False, repr=False)
    _precision: NDArray[Any] = field(init=False, repr=False)
    _sides: NDArray[Any] = field(init=False, repr=False)
    _names: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        days = [_days(row) for row in self.rows]
        start = np.array([first for first, _ in days], dtype=np.int64)
        order = np.argsort(start, kind="stable")
        names: dict[str, int] = {}
        sides = [
            (names.setdefault(row.side_a, len(names)), names.setdefault(row.side_b, len(names)))
            for row in self.rows
        ]
        points = [(row.place.latitude, row.place.longitude, row.place.radius_km) for row in self.rows]
        for name, value in (
            ("_order", order),
            ("_start", start[order]),
            ("_end", np.array([last for _, last in days], dtype=np.int64)[order]),
            ("_points", np.array(points, dtype=np.float64).reshape(-1, 3)[order]),
            ("_precision", np.array([r.where_precision for r in self.rows], dtype=np.int64)[order]),
            ("_sides", np.array(sides, dtype=np.int64).reshape(-1, 2)[order]),
            ("_names", tuple(names)),
        ):
            object.__setattr__(self, name, value)

    def bearing_on(self, claim: Claim, place: Place | None) -> RowsFound:
        """Return the rows that bear on a claim; `place` is the point its place means, where it is known.

        None bear on a claim without days, or with neither a place nor a side: it would be every row.
        """
        first, last = claim.span.start, claim.span.end
        armed, one_sided = _ARMED.get(claim.action), _ONE_SIDED.get(claim.action)
        wants = [side for side in (claim.actor, claim.counterpart) if side]
        if first is None or last is None or not (armed or one_sided) or not (wants or claim.place):
            return RowsFound()
        low, high = first.toordinal(), last.toordinal()
        n = int(np.searchsorted(self._start, high, side="right"))
        near = np.flatnonzero(self._end[:n] >= low)
        near = near[self._fits_sides(near, claim)]
        if claim.place:
            near, is_centroid, is_sure = self._near(near, claim.place, place)
        else:
            is_centroid = np.zeros(near.size, dtype=bool)
            is_sure = np.ones(near.size, dtype=bool)
        is_inside = (self._start[near] >= low) & (self._end[near] <= high)
        same, unsure = [], []
        for at, inside, sure in zip(near.tolist(), is_inside.tolist(), is_sure.tolist(), strict=True):
            row = self.rows[int(self._order[at])]
            verdict = one_sided if CIVILIANS in (row.side_a, row.side_b) else armed
            if verdict == SAME and inside and sure:
                same.append(row)
            elif verdict:
                unsure.append(row)
        return RowsFound(same=tuple(same), unsure=tuple(unsure), n_centroids=int(is_centroid.sum()))

    def _fits_sides(self, near: NDArray[Any], claim: Claim) -> NDArray[Any]:
        """Say for which rows every side the claim names is one of the row's, each of them once."""
        actor, counterpart = claim.actor, claim.counterpart or _harmed(claim)
        ones = np.array([not actor or is_same_side(actor, name) for name in self._names], dtype=bool)
        others = np.array(
            [not counterpart or is_same_side(counterpart, name) for name in self._names], dtype=bool
        )
        a, b = self._sides[near, 0], self._sides[near, 1]
        return np.asarray((ones[a] & others[b]) | (ones[b] & others[a]), dtype=bool)

    def _near(
        self, near: NDArray[Any], name: str, place: Place | None
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return the rows at a place, which are mere centroids, and which of the kept are surely there."""
        is_centroid = self._precision[near] >= CENTROID_FROM
        kept = near[~is_centroid]
        if place is None or place.latitude is None or place.longitude is None:
            wanted = content_words(name)
            called = [
                bool(wanted) and wanted <= content_words(self.rows[int(self._order[at])].place.as_written)
                for at in kept.tolist()
            ]
            found = kept[np.array(called, dtype=bool)] if called else kept
            return found, is_centroid, self._precision[found] <= SURE_TO
        distance = _kilometres(self._points[kept], place.latitude, place.longitude)
        reach = max(PLACE_KM, place.radius_km or 0.0)
        radius = np.nan_to_num(self._points[kept, 2], nan=0.0)
        found = kept[distance <= reach + radius]
        sure = (distance <= reach + np.minimum(radius, PLACE_KM)) & (self._precision[kept] <= SURE_TO)
        return found, is_centroid, sure[distance <= reach + radius]


def _harmed(claim: Claim) -> str:
    """Return whom a claim says was harmed, where that names a side: "killed 12 civilians"."""
    return CIVILIANS if is_same_side(claim.object, CIVILIANS) else ""


def is_same_side(one: str, other: str) -> bool:
    """Say whether two names stand for one side, by the reviewed list, else by their own content words."""
    a, b = _side(one), _side(other)
    return bool(a) and a == b


def _side(name: str) -> frozenset[str]:
    listed = _listed().get(_plain(name))
    if listed is not None:
        return frozenset({listed})
    return content_words(name)


def _plain(name: str) -> str:
    words = fold(name).replace("-", " ").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@cache
def _listed() -> dict[str, str]:
    rows = load_table("record_sides")["sides"]
    return {_plain(spelling): f"side: {row[0]}" for row in rows for spelling in row}


def _days(row: RecordRow) -> tuple[int, int]:
    first, last = row.span.start or row.span.end, row.span.end or row.span.start
    return (first.toordinal() if first else 0), (last.toordinal() if last else 0)


def _kilometres(points: NDArray[Any], latitude: float, longitude: float) -> NDArray[Any]:
    """Return great-circle distances in km (haversine, a sphere of 6371 km)."""
    a, b = np.radians(points[:, 0].astype(np.float64)), np.radians(latitude)
    across = np.radians(longitude - points[:, 1].astype(np.float64))
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(across / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half))), dtype=np.float64)
