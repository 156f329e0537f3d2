"""What the rows of the encoder say: whose cue it is, how sure that is, what one actor does to another.

Everything here is done sentence by sentence with numpy; the numbers are those of the card.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twosource.ports import Range
from twosource.tagging.chains import Chain, Floats

N_DISTANCES = 16
REACH = 160
"""Words around a cue among which its source and content are looked for."""

CHAINS = ("flat", "tales", "cue", "role", "kind")
_HALF_TURN = np.float32(0.7978845608)


@dataclass(frozen=True, slots=True)
class Slices:
    """The names and widths of what stands in a row, in order, and the names of kinds and roots."""

    widths: tuple[tuple[str, int], ...]
    kinds: tuple[str, ...]
    roots: tuple[str, ...]

    def places(self) -> dict[str, slice]:
        """Return where each named part of a row stands."""
        found, at = {}, 0
        for name, width in self.widths:
            found[name] = slice(at, at + width)
            at += width
        return found


@dataclass(frozen=True, slots=True)
class Heads:
    """The weights behind the encoder, by name, all float32, and what their rows are called."""

    weights: Mapping[str, Floats]
    slices: Slices
    places: Mapping[str, slice] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", self.slices.places())

    def part(self, rows: Floats, name: str) -> Floats:
        """Return the columns of that name."""
        return rows[:, self.places[name]]

    def chain(self, name: str) -> Chain:
        """Return the chain of a head."""
        return Chain(*(self.weights[f"{name}.{part}"] for part in ("follow", "start", "end")))

    def roles(self, rows: Floats, cue: Range) -> tuple[int, Floats]:
        """Return scores of roles (words x 9) for one cue and the word they begin with, `REACH` around it."""
        first, last = max(0, cue[0] - REACH), min(len(rows), cue[1] + REACH)
        asking = self.part(rows[cue[0] : cue[1]], "cue_of").mean(axis=0)
        near = self.weights["distance"][steps(first, last, cue)]
        joined = gelu(self.part(rows[first:last], "link") + asking + near)
        scores: Floats = joined @ self.weights["role.w"] + self.weights["role.b"]
        return first, scores

    def acts(self, rows: Floats, source: Range, target: Range) -> Floats:
        """Return the probability of each root for what the source does to the target."""
        value, key = self.part(rows, "value"), self.part(rows, "key")
        between = (min(source[1], target[1]), max(source[0], target[0]))
        asking = np.concatenate([mean(key, source), mean(key, target)]) @ self.weights["query.w"]
        heard = np.tanh(key + (asking + self.weights["query.b"])) @ self.weights["asked.w"][:, 0]
        shares = np.exp(heard - heard.max())
        parts = [mean(value, one) for one in (source, target, between, (0, len(rows)))]
        pooled = np.concatenate([*parts, (shares / shares.sum()) @ value])
        hidden = gelu(pooled @ self.weights["pair_hidden.w"] + self.weights["pair_hidden.b"])
        scores = (hidden @ self.weights["pair_out.w"] + self.weights["pair_out.b"]) / self.weights["heat"][0]
        raised = np.exp(scores - scores.max())
        shared: Floats = raised / raised.sum()
        return shared

    def chance(self, looks: Sequence[float]) -> float:
        """Return the calibrated probability that source and cue are right, from what is seen of them."""
        odds = float(np.dot(self.weights["calibration"][1:], np.asarray(looks, np.float64)))
        return float(1 / (1 + np.exp(-(odds + float(self.weights["calibration"][0])))))


def mean(rows: Floats, given: Range) -> Floats:
    """Return the mean of some rows, zeros where the range is empty."""
    part = rows[given[0] : max(given)]
    if given[0] >= given[1] or not len(part):
        return np.zeros(rows.shape[1], np.float32)
    found: Floats = part.mean(axis=0)
    return found


def steps(first: int, last: int, cue: Range) -> NDArray[np.int64]:
    """Return for each word its distance to the cue in powers of two, from 0; below 16 before the cue."""
    at = np.arange(first, last)
    before, after = np.minimum(at - cue[0], 0), np.maximum(at - cue[1] + 1, 0)
    apart = before + after
    log = np.floor(np.log2(np.maximum(np.abs(apart), 1))).astype(np.int64)
    size = np.where(apart == 0, 0, 1 + np.minimum(log, N_DISTANCES - 2))
    found: NDArray[np.int64] = N_DISTANCES + np.sign(apart) * size
    return found


def gelu(values: Floats) -> Floats:
    """Return x * Phi(x) by its usual approximation with tanh, at most .0005 off."""
    cubed = values * values * values
    found: Floats = (
        np.float32(0.5) * values * (1 + np.tanh(_HALF_TURN * (values + np.float32(0.044715) * cubed)))
    )
    return found
