"""The figures tracing rests on, read from the vocabulary and from nowhere else.

Each has its birth certificate in `vocabulary/access_classes.toml` or `vocabulary/copying.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from twosource.terms import load_table


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessClass:
    """How likely followers have access of their own: Beta(a, b); how likely holders share an unnamed source.

    `by_reading`: whoever knows, but for the writer, holds the paper and has it from somebody.
    """

    name: str
    a: float
    b: float
    p_upstream: float
    by_reading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPriors:
    """Every judged figure of the copy formula; see `vocabulary/copying.toml` for what each means."""

    shares: tuple[float, ...]
    credit_if_derived: float
    credit_if_own: float
    names_itself: float
    named_as_source: float
    lengths: tuple[int, ...]
    rates: tuple[float, ...]
    strength: float
    dependence: float
    rate_floor: float
    n_words: int
    unit_words: int
    family_words: int
    cap: float
    floor: float
    reprint_share: float
    reprint_words: int
    retold_share: float
    retold_words: int
    habit_strength: float
    least_sign: float
    unseen_features: int
    unseen_least_weight: float
    unseen_weight: float
    unseen_lacking: int
    acts: Mapping[str, str]

    @property
    def credit_ratio(self) -> float:
        """P(names the parent | own access) / P(names it | derived): below one, for it speaks for copying."""
        return self.credit_if_own / self.credit_if_derived


@cache
def access_classes() -> Mapping[str, AccessClass]:
    """Return the access classes by name."""
    rows = load_table("access_classes")["terms"]
    return {
        row["value"]: AccessClass(
            name=row["value"],
            a=row["a"],
            b=row["b"],
            p_upstream=row["p_upstream"],
            by_reading=row.get("by_reading", False),
        )
        for row in rows
    }


@cache
def copy_priors() -> CopyPriors:
    """Return the figures of the copy formula."""
    table = load_table("copying")
    credit, background = table["credit"], table["background"]
    features, reprint = table["features"], table["reprint"]
    return CopyPriors(
        shares=tuple(table["shares"]["values"]),
        credit_if_derived=credit["if_derived"],
        credit_if_own=credit["if_own"],
        names_itself=credit["names_itself"],
        named_as_source=credit["named_as_source"],
        lengths=tuple(background["lengths"]),
        rates=tuple(background["rates"]),
        strength=background["strength"],
        dependence=background["dependence"],
        rate_floor=background["floor"],
        n_words=features["n_words"],
        unit_words=features["unit_words"],
        family_words=features["family_words"],
        cap=features["cap"],
        floor=features["floor"],
        reprint_share=reprint["share"],
        reprint_words=reprint["n_words"],
        retold_share=table["retelling"]["share"],
        retold_words=table["retelling"]["n_words"],
        habit_strength=table["habits"]["strength"],
        least_sign=table["signs"]["least_weight"],
        unseen_features=table["unseen"]["least_features"],
        unseen_least_weight=table["unseen"]["least_feature_weight"],
        unseen_weight=table["unseen"]["weight"],
        unseen_lacking=table["unseen"]["least_lacking"],
        acts=table["acts"],
    )
