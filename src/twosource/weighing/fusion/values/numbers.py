"""Numbers as people write them: digits of many scripts, separators, multiples, and how finely they are
rounded.

"1.2M" and "1,234,567" do not contradict each other: the first is the second, rounded to its own step of
100,000. A number that is another one times a thousand, or with a digit slipped, is a mistake, not a rounding.
"""

import re
import unicodedata
from dataclasses import dataclass
from math import isfinite, log10

from twosource.weighing.fusion.values.cleaning import is_missing, mended, multiples

_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[-+]?)\s?(?P<digits>\d+(?:[.,'٬٫]\d+|[ ]\d{3}(?!\d))*)"
    r"(?:\s(?P<over>\d)/(?P<under>\d))?(?:[eE](?P<power>[-+]?\d{1,3}))?\s?(?P<word>[^\W\d_]+\.?)?"
)
MOST_LETTERS = 60
MOST_POWER = 300
NEAR = 1e-9


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A number and its step: the unit of the last digit that somebody gave. 1200000 written "1.2M" has
    step 100,000.
    """

    value: float
    step: float

    @property
    def key(self) -> str:
        """The number itself, as text: the same for "10", "10.0" and "١٠"."""
        return f"{self.value:.15g}"


def read_number(text: str) -> Number | None:
    """Return the number a value holds, or None where it holds none, several, or one without end.

    Trailing noughts of a whole number are taken for rounding ("600000" has step 100,000) from two on.
    By hand: "1,234,567" -> 1234567; "1.234.567" -> 1234567; "1,5" -> 1.5; "2 1/2" -> 2.5; "٣٬٥٠٠" -> 3500.
    """
    plain = text.isascii() and "&" not in text
    text = " ".join(text.split()) if plain else _western(mended(_fractions(text)))
    if is_missing(text) or len(text) > MOST_LETTERS:
        return None
    found = list(_NUMBER.finditer(text))
    if len(found) != 1 or any(c.isdigit() for c in text[: found[0].start()] + text[found[0].end() :]):
        return None
    match = found[0]
    if text[match.end() :].startswith(("-", "/")) or abs(int(match["power"] or 0)) > MOST_POWER:
        return None  # a day of a month, a share, a range
    parsed = _decimal(match["digits"])
    if parsed is None:
        return None
    value, step = parsed
    if match["over"] and match["under"] != "0":
        value, step = value + int(match["over"]) / int(match["under"]), 1.0 / int(match["under"])
    times = 10.0 ** int(match["power"]) if match["power"] else 1.0
    times *= multiples().get((match["word"] or "").casefold().rstrip("."), 1.0)
    value, step = value * times, step * times
    if match["sign"] == "-":
        value = -value
    return Number(value, step) if isfinite(value) and isfinite(step) else None


def is_rounding_of(coarse: Number, fine: Number) -> bool:
    """Say whether one number is the other one rounded to its own, larger step."""
    return (
        coarse.step > fine.step * (1 + NEAR)
        and abs(coarse.value - fine.value) <= coarse.step / 2 * (1 + NEAR)
        and (coarse.value != fine.value)
    )


def is_slip_of(a: Number, b: Number) -> bool:
    """Say whether one is the other in another unit: ten, a hundred, a thousand, a million times."""
    if a.value == 0 or b.value == 0 or (a.value < 0) != (b.value < 0):
        return False
    power = log10(a.value / b.value)
    return abs(power - round(power)) < NEAR and 1 <= abs(round(power)) <= 6


def _fractions(text: str) -> str:
    """Return a text with "½" written " 1/2", so that "2½" does not become twenty-one halves."""
    return "".join(
        " " + unicodedata.normalize("NFKC", c).replace("⁄", "/")
        if unicodedata.decomposition(c).startswith("<fraction>")
        else c
        for c in text
    )


def _western(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in text
    )


def _decimal(digits: str) -> tuple[float, float] | None:
    """Return value and step of digits with separators: the last of two kinds is the decimal one."""
    plain = digits.replace("٬", "'").replace("٫", ".").replace(" ", "'")
    kinds = [c for c in ".," if c in plain]
    if len(kinds) == 2:
        mark = max(kinds, key=plain.rfind)
    elif kinds and plain.count(kinds[0]) == 1 and not _groups_of_three(plain, kinds[0]):
        mark = kinds[0]
    else:
        mark = ""
    whole, _, part = plain.rpartition(mark) if mark else (plain, "", "")
    bare = re.sub(r"[.,']", "", whole)
    if len(bare) + len(part) > 300:
        return None
    if part:
        return float(f"{bare}.{part}"), 10.0 ** -len(part)
    noughts = len(bare) - len(bare.rstrip("0"))
    return float(bare), 10.0**noughts if 2 <= noughts < len(bare) else 1.0


def _groups_of_three(plain: str, mark: str) -> bool:
    """Say whether a single separator parts thousands: "1,234" does; "1.234" is taken for a decimal number."""
    left, right = plain.split(mark)
    return mark == "," and len(right) == 3 and 1 <= len(left) <= 3 and left != "0"
