"""Lines of Arabic words and numbers as an office would write them; made here, meaning nothing.

The words are common ones in no order. Numbers are years, dates, amounts, decimals, times, phone
numbers, counts and shares, as they stand in ledgers and letters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LATIN = "0123456789"

WORDS = tuple(
    word
    for line_ in Path(__file__).with_name("digits_words.txt").read_text("utf-8").splitlines()
    if not line_.startswith("#")
    for word in line_.split()
)
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئء"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a number with its characters from left to right as on the page.

    `number` is the number in logical order, empty for words; `visual` may hold brackets or a per
    cent sign that are no part of it.
    """

    visual: str
    number: str = ""


def words(rng: np.random.Generator, count: int, strange: float = 0.1) -> list[Token]:
    """Return that many words; the share `strange` are letters in no order."""
    found = []
    for _ in range(count):
        if rng.random() < strange:
            size = int(rng.integers(1, 8))
            found.append(Token("".join(rng.choice(list(LETTERS), size))))
        else:
            found.append(Token(WORDS[rng.integers(len(WORDS))]))
    return found


def line(
    rng: np.random.Generator, digits: str, *, length: int, numbers: float, strange: float = 0.1
) -> list[Token]:
    """Return a line of `length` tokens of which about the share `numbers` are numbers in these ten digits."""
    found = words(rng, length, strange)
    for place in range(length):
        if rng.random() < numbers:
            found[place] = number(rng, digits)
    return found


def number(rng: np.random.Generator, digits: str) -> Token:
    """Return one number of a random kind in these ten digits."""
    kinds: tuple[Callable[[np.random.Generator], str], ...] = KINDS
    plain = kinds[int(rng.choice(len(kinds), p=SHARES))](rng)
    written = plain.translate(str.maketrans(LATIN, digits))
    is_arabic = digits[0] == "٠"
    visual = "-".join(reversed(written.split("-"))) if is_arabic else written
    dress = rng.random()
    if dress < 0.06:
        visual = ("٪" if rng.random() < 0.5 else "%") + visual
    elif dress < 0.14:
        visual = f"({visual})"
    return Token(visual, written)


def _between(rng: np.random.Generator, low: int, high: int) -> int:
    return int(rng.integers(low, high + 1))


def _year(rng: np.random.Generator) -> str:
    return str(_between(rng, 1380, 1450) if rng.random() < 0.25 else _between(rng, 1950, 2029))


def _date(rng: np.random.Generator) -> str:
    mark = str(rng.choice(list("///-.")))
    wide = "02d" if rng.random() < 0.4 else "d"
    return f"{_between(rng, 1, 31):{wide}}{mark}{_between(rng, 1, 12):{wide}}{mark}{_year(rng)}"


def _amount(rng: np.random.Generator) -> str:
    value = int(10 ** rng.uniform(3, 7))
    return f"{value:,}".replace(",", "٬" if rng.random() < 0.5 else ",")


def _decimal(rng: np.random.Generator) -> str:
    return f"{_between(rng, 0, 999)},{_between(rng, 0, 99):02d}"


def _time(rng: np.random.Generator) -> str:
    return f"{_between(rng, 0, 23)}:{_between(rng, 0, 59):02d}"


def _phone(rng: np.random.Generator) -> str:
    return "0" + "".join(str(d) for d in rng.integers(0, 10, _between(rng, 6, 9)))


def _count(rng: np.random.Generator) -> str:
    return str(int(10 ** rng.uniform(0.6, 6)))


def _single(rng: np.random.Generator) -> str:
    return str(_between(rng, 1, 9))


KINDS = (_year, _date, _amount, _decimal, _time, _phone, _count, _single)
SHARES = (0.22, 0.18, 0.12, 0.1, 0.06, 0.1, 0.18, 0.04)
