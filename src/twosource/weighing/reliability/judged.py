"""The judged figures of reliability, read once from the vocabulary: bands, defaults, ways of working."""

from dataclasses import dataclass
from functools import cache

from twosource.terms import load_table

CANNOT_JUDGE = "F"
NO_OTHER = "6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One way of working: its prior, and the share of its papers that are genuine, before and now."""

    name: str
    text: str
    prior: float
    genuine_before: float
    genuine_now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The figures of `vocabulary/reliability_judged.toml`; bands are (low, high), best first."""

    least_items: float
    unseen: float
    alike: float
    grade_items: float
    two_hands: float
    letters: tuple[tuple[str, float, float], ...]
    numbers: tuple[tuple[str, float, float], ...]
    means: tuple[float, ...]
    strengths: tuple[float, ...]
    least_parties: int
    modes: tuple[Mode, ...]


@cache
def judged() -> Judged:
    """Return the figures as reviewed."""
    table = load_table("reliability_judged")
    bands = {
        scale: tuple((name, *band) for name, band in table[scale].items() if isinstance(band, list))
        for scale in ("letters", "numbers")
    }
    return Judged(
        least_items=table["least_items"],
        unseen=table["unseen"],
        alike=table["alike"],
        grade_items=table["grade_items"],
        two_hands=table["numbers"]["two_hands"],
        letters=bands["letters"],
        numbers=bands["numbers"],
        means=tuple(table["kind"]["means"]),
        strengths=tuple(table["kind"]["strengths"]),
        least_parties=table["kind"]["least_parties"],
        modes=tuple(Mode(**row) for row in table["modes"]),
    )
