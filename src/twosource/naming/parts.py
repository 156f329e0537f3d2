"""What a name is made of: words that tell, small words, titles, legal forms, numbers, and their weights.

Nothing is lost: what is left out of comparing is kept beside it, so that a reason can name it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from twosource.naming.letters import is_arabic, plain_arabic, plain_latin, words_of
from twosource.terms import PartyKind, load_table

BODIES = frozenset(
    {
        PartyKind.GROUP,
        PartyKind.ORGANISATION,
        PartyKind.OFFICE,
        PartyKind.OUTLET,
        PartyKind.AGENCY,
        PartyKind.MONITOR,
    }
)
ABD, ABU, UMM = "abd", "abu", "umm"
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
_ABD_LATIN = re.compile(r"^abd(?:[aeou]{0,2}(?:l|r(?=r)|s(?=s)|z(?=z)|n(?=n)|d(?=d)))?(?=\w{3})")
_ABD_ARABIC = re.compile(r"^عبد(?:ال)?(?=\w{3})")
LIGHT, COMMON, INITIAL, FULL = 0.2, 0.35, 0.4, 1.0
MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: plain letters, as written, what it weighs, and its number if it is one."""

    plain: str
    written: str
    weight: float
    number: int = 0

    @property
    def is_initial(self) -> bool:
        """Say whether it is a single letter."""
        return len(self.plain) == 1 and self.plain.isalpha()

    @property
    def is_arabic(self) -> bool:
        """Say whether it is written in Arabic letters."""
        return is_arabic(self.plain)


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart: the words that tell, in order, and what was left out with the reason."""

    words: tuple[Word, ...]
    every: tuple[Word, ...]
    forms: tuple[int, ...]
    left_out: tuple[str, ...]
    is_body: bool
    has_comma: bool
    joined: str


@lru_cache(maxsize=65536)
def parts_of(name: str, kind: PartyKind | None = None) -> Parts:
    """Return the parts of a name; without a kind, legal forms and common words tell that it is a body."""
    written = [word for word in words_of(name.replace("&", " and "))[:MOST_WORDS] if word]
    written = [part for word in written for part in _spelled_out().get(word, (word,))]
    written = _joined_to_god(written)
    written = _numbers_joined(written)
    plain = [_plain(word) for word in written]
    forms, rest = _without_forms(plain)
    is_body = kind in BODIES or (kind is None and (bool(forms) or _sounds_like_body(plain)))
    words: list[Word] = []
    left_out: list[str] = [written[n] for n in range(len(plain)) if n not in rest]
    for number in rest:
        found = (
            _body_words(plain[number], written[number]) if is_body else _person_words(plain, number, written)
        )
        if found:
            words += found
        else:
            left_out.append(written[number])
    if not words:
        words = [_word(plain[n], written[n]) for n in range(len(plain)) if plain[n]]
        left_out = []
    return Parts(
        words=tuple(words),
        every=tuple(_word(p, w) for p, w in zip(plain, written, strict=True) if p),
        forms=forms,
        left_out=tuple(left_out),
        is_body=is_body,
        has_comma="," in name,
        joined="".join(plain),
    )


def _joined_to_god(written: list[str]) -> list[str]:
    """Return words with the second half of names such as Nasrallah joined to the first, as in Latin."""
    found: list[str] = []
    for word in written:
        if found and plain_arabic(word) == "الله" and is_arabic(found[-1]):
            found[-1] += word
        else:
            found.append(word)
    return found


def _numbers_joined(written: list[str]) -> list[str]:
    """Return words with "forty" and "four" as one number."""
    found: list[str] = []
    for word in written:
        if found and _plain(found[-1] + word) in _number_words():
            found[-1] += word
        else:
            found.append(word)
    return found


def _plain(word: str) -> str:
    if is_arabic(word):
        return plain_arabic(word)
    return plain_latin(word)


def _person_words(plain: list[str], number: int, written: list[str]) -> list[Word]:
    """Return what a word of a person's name tells: nothing for titles, two words for Abdulrahman."""
    word = plain[number]
    last = len(plain) - 1
    if word in _words("titles") and last > 0:
        return []
    if word in _words("particles") and last > 0 and not (len(word) == 1 and written[number].isupper()):
        return []
    return _split(word, written[number])


def _body_words(word: str, written: str) -> list[Word]:
    if word in _names("joining"):
        return []
    return [_word(word, written)]


def _split(word: str, written: str) -> list[Word]:
    """Return one word as two where Arabic writes two: servant and whom, and without the article."""
    if word in _names("whole"):
        return [_word(word, written)]
    if is_arabic(word):
        if word.startswith("ال") and len(word) >= 5:
            word = word[2:]
        match = _ABD_ARABIC.match(word)
    else:
        match = _ABD_LATIN.match(word)
    if match is not None and len(word) > len(match[0]) + 2:
        return [Word(ABD, written, LIGHT), _word(word[match.end() :], written)]
    return [_word(word, written)]


def _word(word: str, written: str) -> Word:
    for canonical, key in ((ABD, "servants"), (ABU, "fathers"), (UMM, "mothers")):
        if word in _names(key):
            return Word(canonical, written, LIGHT)
    number = _number(word)
    if number:
        return Word(word, written, COMMON, number)
    if len(word) == 1:
        return Word(word, written, INITIAL)
    if word in _words("particles"):
        return Word(word, written, LIGHT)
    return Word(word, written, COMMON if word in _words("common") else FULL)


def _number(word: str) -> int:
    """Return the number a word stands for in digits, Roman numerals or English words, or 0."""
    digits = re.match(r"^(\d+)(?:st|nd|rd|th)?$", word)
    if digits:
        value = "".join(str(unicodedata.decimal(c)) for c in digits[1][:9])
        return int(value) + 1
    if len(word) > 1 or word in ("i", "v", "x"):
        roman = _ROMAN.fullmatch(word)
        if roman is not None and len(word) > 1:
            ones = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
            return 10 * len(roman[1]) + ones[roman[2]] + 1
    return _number_words().get(word, -1) + 1


@cache
def _spelled_out() -> dict[str, tuple[str, ...]]:
    """Return, per abbreviation as written in capitals, the words it stands for."""
    table: dict[str, str] = load_table("names")["spelled_out"]
    return {short: tuple(full.split()) for short, full in table.items()}


@cache
def _number_words() -> dict[str, int]:
    table = load_table("names")["numbers"]
    found = {word: n for n, row in enumerate(table["words"], 1) for word in row.split()}
    found |= {word: 10 * n for n, word in enumerate(table["tens"].split(), 2)}
    tens, ones = table["tens"].split(), [row.split()[0] for row in table["words"][:9]]
    found |= {f"{t}{o}": 10 * n + m for n, t in enumerate(tens, 2) for m, o in enumerate(ones, 1)}
    return found | {"fourty": 40, "fourtyfour": 44}


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(_plain(word) for word in load_table("names")[table]["words"].split())


@cache
def _names(key: str) -> frozenset[str]:
    return frozenset(_plain(word) for word in load_table("names")["particles"][key].split())


@cache
def _forms() -> dict[tuple[str, ...], int]:
    """Return, per legal form as plain words, the row it belongs to."""
    found: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(load_table("names")["legal_forms"]["rows"]):
        for phrase in row.split("|"):
            found.setdefault(tuple(_plain(word) for word in phrase.split()), number)
    return found


def _without_forms(plain: list[str]) -> tuple[tuple[int, ...], list[int]]:
    """Return the legal forms of a name and the places of its other words; a name of forms only keeps them."""
    table = _forms()
    longest = max(map(len, table))
    found: list[int] = []
    rest: list[int] = []
    at = 0
    while at < len(plain):
        for size in range(min(longest, len(plain) - at), 0, -1):
            form = table.get(tuple(plain[at : at + size]))
            if form is not None and (at + size == len(plain) or at == 0 or size > 1 or len(plain[at]) > 2):
                found.append(form)
                at += size
                break
        else:
            rest.append(at)
            at += 1
    if not rest:
        return (), list(range(len(plain)))
    return tuple(sorted(set(found))), rest


def _sounds_like_body(plain: list[str]) -> bool:
    return any(word in _words("common") and len(word) > 4 for word in plain)
