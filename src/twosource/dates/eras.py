"""Years: which calendar a number is a year of, by its mark or, without one, by its size."""

from collections.abc import Sequence

from twosource.dates.lexicon import plain
from twosource.dates.parts import Family
from twosource.dates.signs import Sign

# Years taken for years without a mark.
GREGORIAN_YEARS = range(1800, 2101)
HIJRI_YEARS = range(1300, 1501)
_MARKED = {Family.GREGORIAN: range(1000, 2201), Family.HIJRI: range(1, 1701), Family.SOLAR: range(1178, 1634)}


def mark_at(signs: Sequence[Sign], at: int) -> tuple[int, Family] | None:
    """Return (sign behind it, calendar) of an era mark at a place: `هـ`, `A.H.`, `م`, or None."""
    for name, family in (
        ("solar_marks", Family.SOLAR),
        ("hijri_marks", Family.HIJRI),
        ("gregorian_marks", Family.GREGORIAN),
    ):
        if (found := plain(name).at(signs, at)) is not None:
            end = found[0]
            is_dotted = end < len(signs) and signs[end].folded == "." and signs[end - 2].folded == "."
            return (end + 1 if is_dotted else end), family
    return None


def family_by_year(year: int, *, is_persian: bool = False) -> Family | None:
    """Return the calendar of a year without a mark; years of Hijri size in Persian digits are solar."""
    if year in GREGORIAN_YEARS:
        return Family.GREGORIAN
    if year in HIJRI_YEARS:
        return Family.SOLAR if is_persian else Family.HIJRI
    return None


def is_year(family: Family, year: int, *, is_marked: bool) -> bool:
    """Say whether a number may be a year of a calendar."""
    if is_marked:
        return year in _MARKED[family]
    return year in (GREGORIAN_YEARS if family is Family.GREGORIAN else HIJRI_YEARS)
