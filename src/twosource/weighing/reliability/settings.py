"""What a person may set about reliability: what holds where an entry says nothing, and whether age counts."""

from dataclasses import dataclass, field
from math import isfinite

from twosource.weighing.reliability.judged import judged


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilitySettings:
    """What is assumed of entries that do not say, and the share of the range.

    `unseen` and `alike` as in `TrackEntry`; `half_life` in years, None: age does not count; `range_share` is
    what the range holds. Raises ValueError for a value that means nothing.
    """

    unseen: float = field(default_factory=lambda: judged().unseen)
    alike: float = field(default_factory=lambda: judged().alike)
    half_life: float | None = None
    range_share: float = 0.90

    def __post_init__(self) -> None:
        if not (0.0 <= self.unseen <= 1.0 and 0.0 <= self.alike <= 1.0):
            raise ValueError("unseen and alike go from 0 to 1")
        if self.half_life is not None and not (isfinite(self.half_life) and self.half_life > 0.0):
            raise ValueError("a half-life is a number of years above 0")
        if not 0.0 < self.range_share < 1.0:
            raise ValueError("range_share lies between 0 and 1")
