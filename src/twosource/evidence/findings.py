"""What an examination or a record test shows: a likelihood ratio with its cap and its limits."""

from dataclasses import dataclass

from twosource.terms import likelihood_ratio_word


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodRatio:
    """How much more probable an observation is under one state than under another.

    `cap` is the most such an observation can ever show with the reference material at hand.
    Raises ValueError where the range is out of order or beyond the cap.
    """

    value: float
    low: float
    high: float
    cap: float
    favours: str
    over: str

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.value <= self.high:
            raise ValueError("a likelihood ratio needs 0 < low <= value <= high")
        if self.high > self.cap * (1 + 1e-9):
            raise ValueError("a likelihood ratio cannot exceed its cap")

    @property
    def word(self) -> str:
        """The word of the forensic scale."""
        return likelihood_ratio_word(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of an examination or a record test, in one sentence, with what it rests on."""

    finding_id: str
    about: str
    check: str
    sentence: str
    ratio: LikelihoodRatio | None = None
    limits: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
