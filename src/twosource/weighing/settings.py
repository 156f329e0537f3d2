"""What a person may set about weighing: how many readings are drawn, from which seed, and the limits."""

import math
from dataclasses import dataclass

READING_SHAPE = 2.0
"""Dirichlet weight per state when priors and mode tables are redrawn (reasoning.md 5.3; judged, 2026)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighSettings:
    """Limits and draws of one weighing; every field is written into the assessment by the desk.

    `draws` is the number of readings of the words, `seed` makes them repeatable. A question whose
    exact sum would need a table above `max_states` cells or a width above `max_width` is refused
    rather than approximated. `max_groups` bounds the exact Shapley shares (2 ** groups sums for
    chokepoints that share an unknown). `max_sets` is the number of sets of one size that the search
    for flips tries of one kind, and that the search for the likeliest failure tries in all.
    `range_share` is the share of readings that the shown range holds. `pool_weights` gives people
    another weight than 1 in the joint reading; 0 leaves somebody out. `person_sd` says how far
    people differ who give one answer, in logits (None: the usual figure of the vocabulary). Raises ValueError
    for a value that means nothing.
    """

    draws: int = 1000
    seed: int = 0
    max_states: int = 10_000_000
    max_width: int = 20
    max_groups: int = 12
    max_sets: int = 4_096
    range_share: float = 0.90
    person_sd: float | None = None
    pool_weights: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if self.draws < 1 or self.seed < 0 or self.max_states < 1 or self.max_width < 1:
            raise ValueError("draws, max_states and max_width are at least 1, and seed at least 0")
        if self.max_sets < 1:
            raise ValueError("max_sets is at least 1")
        if not 0 <= self.max_groups <= 16:
            raise ValueError("max_groups goes from 0 to 16: each group doubles the work")
        if not 0.0 < self.range_share < 1.0:
            raise ValueError("range_share lies between 0 and 1")
        if self.person_sd is not None and not 0.0 <= self.person_sd <= 5.0:
            raise ValueError("person_sd goes from 0 to 5 logits")
        for by, weight in self.pool_weights:
            if not (math.isfinite(weight) and weight >= 0.0):
                raise ValueError(f"the weight of {by!r} is a number of at least 0, not {weight}")
        if len({by for by, _ in self.pool_weights}) < len(self.pool_weights):
            raise ValueError("pool_weights names each person once")
