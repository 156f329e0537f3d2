"""What kind of values a table holds: told by the values themselves, and said aloud.

A share of the distinct values decides, because one odd value is no reason to read a column of numbers as
names. Where nothing fits, the values are labels: two of them say the same where they are written the same but
for case and spaces.
"""

from collections.abc import Sequence

from twosource.weighing.fusion.values.cleaning import folded, is_missing
from twosource.weighing.fusion.values.name_lists import read_names
from twosource.weighing.fusion.values.nested import dates_of
from twosource.weighing.fusion.values.numbers import read_number
from twosource.weighing.fusion.values.settings import Kind

MOST = 0.9
MANY_VALUES = 12
LOOKED_AT = 2_000
LISTS = 0.15


def kind_of(values: Sequence[str], *, has_hierarchy: bool = False) -> tuple[Kind, str]:
    """Return the kind of the values and a sentence that says why.

    A hierarchy makes places. Then, of up to 2,000 distinct values: nine of ten numbers, more than twelve of
    them, make numbers (fewer are labels: 0 and 1 are answers, not measures); nine of ten dates make dates;
    names where one value of seven is a list of people or turned round ("Last, First") and few values hold
    digits.
    """
    if has_hierarchy:
        return Kind.PLACES, "A hierarchy was given, so the values are taken as places that nest."
    distinct = sorted({folded(v) for v in values if not is_missing(v)})
    looked = (
        [distinct[n * len(distinct) // LOOKED_AT] for n in range(LOOKED_AT)]
        if len(distinct) > LOOKED_AT
        else distinct
    )
    if not looked:
        return Kind.LABEL, "No row has a value."
    n = len(looked)
    dated = [v for v in looked if len(v) > 5 or (len(v) == 4 and v.isdigit() and 1500 <= int(v) <= 2100)]
    if len(dated) >= MOST * n and len(dates_of(dated).called) >= MOST * n:
        return Kind.DATES, "The values are dates; a month that holds a day does not contradict it."
    if sum(read_number(v) is not None for v in looked) >= MOST * n:
        if n > MANY_VALUES:
            return Kind.NUMBERS, "The values are numbers; a rounded number does not contradict a fine one."
        return Kind.LABEL, f"The values are {n} figures that come again and again; they are taken as labels."
    texts = [v for v in values if not is_missing(v)]
    step = max(1, len(texts) // LOOKED_AT)
    sample = texts[::step]
    if sum(_looks_listed(v) for v in sample) >= LISTS * len(sample) and _few_digits(looked):
        return (
            Kind.NAMES,
            "The values are names of people; spelling, order and initials do not count as difference.",
        )
    return Kind.LABEL, "The values are taken as labels; case and spaces do not count."


def _looks_listed(value: str) -> bool:
    if not ("," in value or ";" in value) or any(c.isdigit() for c in value):
        return False
    listed = read_names(value)
    return bool(listed.readings) and all(0 < len(p.given) <= 4 for p in listed.readings[0].people[:1])


def _few_digits(values: Sequence[str]) -> bool:
    return sum(any(c.isdigit() for c in v) for v in values) <= 0.1 * len(values)
