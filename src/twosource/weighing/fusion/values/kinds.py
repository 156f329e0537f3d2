"""What kind of values a table holds: told by the values themselves, and said aloud.

A share of the distinct values decides, because one odd value is no reason to read a column of numbers as
names. Where nothing fits, the values are labels: two of them say the same where they are written the same but
for case and spaces.
"""

from collections.abc import Sequence

from twosource.weighing.fusion.values.cleaning import folded, is_missing
from twosource.weighing.fusion.values.name_lists import read_names
from twosource.weighing.fusion.values.nested import dates_of
from twosource.weighing.fusion.values.numbers import Number, read_number
from twosource.weighing.fusion.values.settings import Kind

MOST = 0.9
MANY_VALUES = 12
LOOKED_AT = 2_000
LISTS = 0.15
REPEATED = 3


def kind_of(values: Sequence[str], *, has_hierarchy: bool = False) -> tuple[Kind, str]:
    """Return the kind of the values and a sentence that says why.

    A hierarchy makes places. Then, of up to 2,000 distinct values: nine of ten dates make dates; nine of
    ten numbers make numbers, but a dozen small whole ones that come often are labels (0 and 1 are answers,
    not measures); names where one value of seven is a list of people or turned round ("Last, First") and few
    values hold digits.
    """
    if has_hierarchy:
        return Kind.PLACES, "A hierarchy was given, so the values are taken as places that nest."
    written = sorted(set(values))
    if len(written) > LOOKED_AT:
        written = [written[n * len(written) // LOOKED_AT] for n in range(LOOKED_AT)]
    looked = sorted({folded(v) for v in written if not is_missing(v)})
    if not looked:
        return Kind.LABEL, "No row has a value."
    n = len(looked)
    dated = [v for v in looked if len(v) > 5 or (len(v) == 4 and v.isdigit() and 1500 <= int(v) <= 2100)]
    if len(dated) >= MOST * n and len(dates_of(dated).called) >= MOST * n:
        return Kind.DATES, "The values are dates; a month that holds a day does not contradict it."
    read = [number for v in looked if (number := read_number(v)) is not None]
    if len(read) >= MOST * n:
        if n <= MANY_VALUES and len(values) >= REPEATED * n and all(_is_code(number) for number in read):
            return Kind.LABEL, f"The values are {n} small figures that come again and again: labels."
        return Kind.NUMBERS, "The values are numbers; a rounded number does not contradict a fine one."
    texts = [v for v in values if not is_missing(v)]
    step = max(1, len(texts) // LOOKED_AT)
    sample = texts[::step]
    if sum(_looks_listed(v) for v in sample) >= LISTS * len(sample) and _few_digits(looked):
        return (
            Kind.NAMES,
            "The values are names of people; spelling, order and initials do not count as difference.",
        )
    told = "The values are taken as labels; case and spaces do not count."
    if any(map(_looks_listed, sample)) and _few_digits(looked):
        told += " Some look like names of people: with --kind names, order and spelling do not count either."
    return Kind.LABEL, told


def _is_code(number: Number) -> bool:
    """Say whether a number may be the number of an answer: a small whole one."""
    return number.value == int(number.value) and abs(number.value) < 100


def _looks_listed(value: str) -> bool:
    if not ("," in value or ";" in value) or any(c.isdigit() for c in value):
        return False
    listed = read_names(value)
    return bool(listed.readings) and all(0 < len(p.given) <= 4 for p in listed.readings[0].people[:1])


def _few_digits(values: Sequence[str]) -> bool:
    return sum(any(c.isdigit() for c in v) for v in values) <= 0.1 * len(values)
