"""Climbing a bound: belief in turn with parameters, until a step gains next to nothing; and other starts.

Each step maximises one part of one bound on the log probability of all that was said, so that the bound never
falls. A start from elsewhere that ends on another peak, nearly as high, says that what was said can be read
in two ways.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from twosource.weighing.fusion.settings import FuseSettings

Floats = NDArray[np.float64]


class Climber(Protocol):
    """A model that can learn from a belief and judge by what it learned."""

    def start(self) -> Floats:
        """Return the first belief."""
        ...

    def learn(self, belief: Floats) -> None:
        """Set the parameters by a belief."""
        ...

    def judge(self) -> tuple[Floats, float]:
        """Return the belief by the parameters, and the bound."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """Where a climb ended: the model with its parameters, the belief, the bound after every step."""

    model: Climber
    belief: Floats
    objective: tuple[float, ...]
    converged: bool

    @property
    def bound(self) -> float:
        """The bound at the end."""
        return self.objective[-1]


def climb(model: Climber, settings: FuseSettings, belief: Floats | None = None) -> Climb:
    """Return the end of the climb from a first belief, the model's own where none is given.

    It ends where a step gains less than `settings.tolerance` nats per number in the belief.
    """
    belief = model.start() if belief is None else belief
    trace: list[float] = []
    least = settings.tolerance * max(1, belief.size)
    for _ in range(settings.iterations):
        model.learn(belief)
        belief, bound = model.judge()
        trace.append(bound)
        if len(trace) > 1 and bound - trace[-2] < least:
            return Climb(model, belief, tuple(trace), True)
    return Climb(model, belief, tuple(trace), False)


def other_starts(make: Callable[[], Climber], settings: FuseSettings) -> list[Climb]:
    """Return climbs from beliefs drawn around the first: each number times a Gamma(1) draw, rescaled."""
    found = []
    for number in range(settings.restarts):
        model = make()
        first = model.start()
        rng = np.random.default_rng([settings.seed, number])
        drawn = np.minimum(first * rng.gamma(1.0, size=first.shape), 1.0)
        if first.ndim == 2:
            drawn = drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1e-300)
        found.append(climb(model, settings, drawn))
    return found
