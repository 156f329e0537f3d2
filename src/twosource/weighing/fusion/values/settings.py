"""What a person may set about fusing values that are no plain labels; judged unless the text says
measured.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the values are: it decides which of them say the same, and which say less."""

    LABEL = "label"
    NUMBERS = "numbers"
    NAMES = "names"
    PLACES = "places"
    DATES = "dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSettings:
    """Priors and limits.

    `rates` is the reference Dirichlet of a source: exact, short (wider, rounded, incomplete), wrong; what is
    learned across sources of a class replaces it. `short_share` is the chance that who says less says just
    this (about one of three ways to say less). `herding` is the weight of a fresh mistake against one that
    was made before in the item: with 20, the second source that errs repeats an earlier mistake in one
    case of 21; numbers are so many that mistakes are taken as fresh. `smoothing` is added to the count of
    each value, as truth and as mistake. `own` is the Beta of a source's rate of own access where rows
    stand in the order of time. `rounds` of learning what mistakes look like come before the climb of at most
    `iterations`.
    `level` is the probability that a read-out of nested values must reach. Raises ValueError for what means
    nothing.
    """

    rates: tuple[float, float, float] = (6.0, 3.0, 2.0)
    prior_sources: float = 2.0
    short_share: float = 0.3
    herding: float = 20.0
    smoothing: float = 0.5
    own: tuple[float, float] = (4.0, 1.0)
    rounds: int = 12
    iterations: int = 100
    tolerance: float = 1e-6
    level: float = 0.8
    most_compared: int = 200
    read_out: bool = True

    def __post_init__(self) -> None:
        positive = (*self.rates, self.prior_sources, self.herding, self.smoothing, *self.own, self.tolerance)
        if min(positive) <= 0:
            raise ValueError("priors, herding, smoothing and tolerance are above 0")
        if not 0 < self.short_share <= 1 or not 0 < self.level < 1:
            raise ValueError("a share lies above 0 and at most at 1, a level between 0 and 1")
        if self.rounds < 1 or self.iterations < 1 or self.most_compared < 2:
            raise ValueError("rounds and iterations start at 1, and two values make a comparison")
