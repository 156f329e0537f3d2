"""The judged figures collation rests on, read from `vocabulary/collation.toml` and from nowhere else."""

from dataclasses import dataclass
from functools import cache

from twosource.terms import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What each means and where it is from stands in the vocabulary file."""

    fact_rate: float
    fact_strength: float
    fact_dependence: float
    least_facts: int
    order_natural: float
    order_strength: float
    exact_number: float
    other_number: float
    error_rate: float
    error_strength: float
    least_others: int
    agreement: float
    rounding_rate: float
    spelling_rate: float
    spelling_strength: float
    same_next_word: float


@cache
def figures() -> Figures:
    """Return the figures."""
    table = load_table("collation")
    facts, error, spelling = table["facts"], table["error"], table["spelling"]
    return Figures(
        fact_rate=facts["rate"],
        fact_strength=facts["strength"],
        fact_dependence=facts["dependence"],
        least_facts=facts["least"],
        order_natural=table["order"]["natural"],
        order_strength=table["order"]["strength"],
        exact_number=table["number"]["exact"],
        other_number=table["number"]["other"],
        error_rate=error["rate"],
        error_strength=error["strength"],
        least_others=error["least_others"],
        agreement=error["agreement"],
        rounding_rate=table["rounding"]["rate"],
        spelling_rate=spelling["rate"],
        spelling_strength=spelling["strength"],
        same_next_word=table["translation"]["rate"],
    )
