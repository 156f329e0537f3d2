"""How alike two words of names are, and why: letters, sound, script, short forms, look-alikes."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from twosource.naming.letters import is_arabic, plain_latin, skeleton_form
from twosource.naming.parts import Word
from twosource.naming.weights import shipped
from twosource.terms import load_table

_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("0(?=[a-z])", "o"),
        ("(?<=[a-z])1(?=[a-z])", "i"),
        ("(?<=[jv])s$", ""),
        ("tch|tsch", "C"),
        ("sch|sh", "S"),
        ("ch", "C"),
        ("dj|dzh|zh", "j"),
        ("kh", "x"),
        ("gh", "g"),
        ("ph", "f"),
        ("th", "t"),
        ("ck|q|c(?![eiC])", "k"),
        ("c(?=[ei])", "s"),
        ("w", "v"),
        ("ou|oo|u", "u"),
        ("ee|ie|ei|ii|iy|yy|ij|y|j(?=$)", "i"),
        ("aa", "a"),
        (r"(.)\1", r"\1"),
        ("h$", ""),
    )
)
NOT_ALIKE = 0.0
ANOTHER = "another name"
OTHER = "another number"
SYLLABLE = 2.5


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two words met: how alike from 0 to 1, how many letters apart, and the reason in words."""

    alike: float
    edits: float = 0.0
    how: str = "written the same"


@lru_cache(maxsize=262144)
def meet(one: Word, other: Word) -> Meeting:
    """Return how alike two words are. The order does not matter."""
    if one.plain == other.plain:
        return Meeting(1.0)
    if one.number and other.number:
        if one.number == other.number:
            return Meeting(0.98, 0.0, "the same number")
        return Meeting(0.6, 1.0, OTHER)
    if one.is_initial or other.is_initial:
        return _initial(one, other)
    first, second = sorted((one.plain, other.plain))
    listed = _listed(first, second)
    return listed or _spelled(first, second)


def _initial(one: Word, other: Word) -> Meeting:
    short, full = (one, other) if one.is_initial else (other, one)
    if full.is_initial:
        return Meeting(NOT_ALIKE, 1.0, "another initial")
    if full.plain.startswith(short.plain):
        return Meeting(0.75, 0.0, "an initial")
    return Meeting(NOT_ALIKE, 1.0, "another initial")


@cache
def _rows() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Return, per word, the words that are one with it, the rows of near names, and of short names."""
    table = load_table("names")
    same: dict[str, set[str]] = {}
    near: dict[str, set[int]] = {}
    short: dict[str, set[int]] = {}
    for number, row in enumerate(table["near_names"]["rows"]):
        for entry in row.split():
            spellings = [_form(word) for word in entry.split("|")]
            for spelling in spellings:
                same.setdefault(spelling, set()).update(spellings)
                near.setdefault(spelling, set()).add(number)
    for row in table["common"]["spelled"]:
        spellings = [word.replace("_", "") for word in row.split()]
        for spelling in spellings:
            same.setdefault(spelling, set()).update(spellings)
    for number, row in enumerate(table["short_names"]["rows"]):
        for word in row.split():
            short.setdefault(word, set()).add(number)
    return (
        {word: frozenset(others) for word, others in same.items()},
        {word: frozenset(rows) for word, rows in near.items()},
        {word: frozenset(rows) for word, rows in short.items()},
    )


def spellings_known(word: str) -> frozenset[str]:
    """Return the spellings that are one name with a word, after our tables."""
    return _rows()[0].get(_form(word), frozenset())


def name_rows(word: str) -> frozenset[int]:
    """Return the rows of short names a word stands in, so that Bill finds William."""
    return _rows()[2].get(_form(word), frozenset())


def _form(word: str) -> str:
    return skeleton_form(word) if is_arabic(word) else plain_latin(word)


def _listed(first: str, second: str) -> Meeting | None:
    """Return what the tables know of two words, if anything."""
    one, other = _form(first), _form(second)
    same, near, short = _rows()
    if one in same and other in same[one]:
        return Meeting(0.97, 0.0, "two spellings of one name")
    if one == other:
        return Meeting(0.97, 0.0, "written the same but for marks")
    if near.get(one, frozenset()) & near.get(other, frozenset()):
        return Meeting(0.15, 2.0, ANOTHER)
    if short.get(one, frozenset()) & short.get(other, frozenset()):
        return Meeting(0.85, 0.0, "a short form")
    return None


def _spelled(first: str, second: str) -> Meeting:
    arabic = [is_arabic(first), is_arabic(second)]
    if any(arabic) and not all(arabic):
        latin, other = (second, first) if arabic[0] else (first, second)
        if not latin.isascii():
            return Meeting(NOT_ALIKE, 3.0, "in scripts that cannot be compared")
        p = shipped().same(latin, other)
        return Meeting(0.97 * p, 2.0 * (1.0 - p), "spelled so in the other script")
    if all(arabic):
        return _edited(skeleton_form(first), skeleton_form(second), 0.0, "spelled nearly so")
    written = _edited(first, second, 0.0, "spelled nearly so")
    heard = _edited(sound_of(first), sound_of(second), 0.4, "sounds so")
    return max(written, heard, key=lambda met: met.alike)


def _edited(one: str, other: str, less: float, how: str) -> Meeting:
    edits = OSA.distance(one, other) * _letters_a_sign(one) + less
    longest = max(len(one), len(other), 1)
    return Meeting(max(0.0, 1.0 - edits / longest), edits, how)


def _letters_a_sign(word: str) -> float:
    """Return how many letters one sign of a word is worth: a syllable or an ideograph is more than one."""
    return SYLLABLE if any(_is_syllable(c) for c in word) else 1.0


def _is_syllable(letter: str) -> bool:
    return "\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3"


@lru_cache(maxsize=65536)
def sound_of(word: str) -> str:
    """Return roughly how a word in plain Latin letters sounds, so that spellings of one sound meet."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word
