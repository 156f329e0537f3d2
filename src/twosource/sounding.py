"""How a name sounds: the key under which its spellings in Latin, Arabic and Cyrillic letters meet.

A key holds the consonants, by the sound classes of `vocabulary/transliteration.toml`; what stands between
them decides between words of one key, so that Hassan is not Hussein. A key alone says "perhaps".

By hand: Khalid, Khaled and خالد share the key h-l-d; the vowels of all three agree.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from twosource.dates.signs import fold
from twosource.terms import load_table

LEAST_CONSONANTS = 2
_WEAK = {
    "latin": dict.fromkeys("aeiouwy", ""),
    "arabic": {"ا": "A", "و": "U", "ي": "I", "ع": "?", "ه": "H"},
    "cyrillic": {"а": "A", "я": "A", "о": "A", "э": "I", "е": "I", "и": "I", "ы": "I", "й": "I", "у": "U"},
}
# Spellings of one name waver between these: Khalid and Halid, Qasim and Gasim.
_MET = {"x": "h"}
# What a vowel as written may be; a short one may be left out where the other script writes none.
_HEARD = {"a": "A-", "e": "AI-", "i": "I-", "o": "UA-", "u": "U-", "aa": "A", "": "-"}
_LONG = {"ee": "I", "ei": "I", "ai": "AI", "ie": "I", "y": "I", "oo": "U", "ou": "U", "au": "U", "w": "U"}


class Sound(NamedTuple):
    """The key of a name, and what may be heard before, between and after its consonants."""

    key: str
    slots: tuple[frozenset[str], ...]
    script: str


@cache
def _classes(script: str) -> dict[str, str]:
    """Return the first class of each letter or group of letters, longer groups first."""
    rows = load_table("collation" if script == "cyrillic" else "transliteration")[script]
    return {
        written: _MET.get(rows[written][0], rows[written][0])
        for written in sorted(rows, key=len, reverse=True)
    }


def script_of(word: str) -> str:
    """Return latin, arabic or cyrillic by the first letter of a folded word, else nothing."""
    first = word[:1]
    if "\u0600" <= first <= "\u06ff":
        return "arabic"
    if "\u0400" <= first <= "\u04ff":
        return "cyrillic"
    return "latin" if first.isascii() and first.isalpha() else ""


@cache
def articles(script: str) -> tuple[str, ...]:
    """Return the articles that are no part of a name."""
    return tuple(load_table("transliteration")["articles"].get(script, ()))


@lru_cache(maxsize=100_000)
def sound_of(word: str) -> Sound | None:
    """Return how a word sounds, or None where it has fewer than two consonants or another script."""
    folded = fold(word)
    script = script_of(folded)
    if not script or folded in articles(script):
        return None
    if script == "arabic":
        for article in articles(script):
            if folded.startswith(article) and len(folded) >= len(article) + 2:
                folded = folded[len(article) :]
                break
    key, slots = _heard(folded, script)
    return Sound(key, tuple(map(_may_be, slots)), script) if len(key) >= LEAST_CONSONANTS else None


def _heard(folded: str, script: str) -> tuple[str, list[str]]:
    """Return the consonants as classes and the weak letters before, between and after them."""
    classes, weak = _classes(script), _WEAK[script]
    key, slots, at = "", [""], 0
    while at < len(folded):
        written = next((row for row in classes if folded.startswith(row, at)), folded[at])
        if script == "latin" and written == "h" and at == len(folded) - 1:
            written = ""
        at += max(1, len(written))
        if written in classes and not (written == "ه" and at == len(folded)):
            heard = classes[written]
            if not (key and key[-1] == heard and not slots[-1]):
                key += heard
                slots.append("")
        elif written in weak:
            slots[-1] += weak[written] or written
    return key, slots


@lru_cache(maxsize=4096)
def _may_be(slot: str) -> frozenset[str]:
    """Return the vowels a slot may stand for; "-" is none written, "?" is any."""
    if "?" in slot:
        return frozenset("AIU-?")
    if slot.isupper():
        return frozenset(slot.replace("H", "")) or frozenset("-A")
    for group in sorted(_LONG, key=len, reverse=True):
        if group in slot:
            return frozenset(_LONG[group])
    return frozenset(_HEARD.get(slot, "".join(_HEARD.get(vowel, "") for vowel in slot)))


def are_alike(one: Sound, other: Sound) -> bool:
    """Say whether two sounds of one key may be one name."""
    if one.key != other.key or len(one.slots) != len(other.slots):
        return False
    is_mixed = "arabic" in (one.script, other.script) and one.script != other.script
    inner = len(one.slots) - 1
    for number, (a, b) in enumerate(zip(one.slots, other.slots, strict=True)):
        if number in (0, inner) and (is_mixed or "-" in a & b):
            continue
        both = a & b
        if not (both if is_mixed or a == b else both - {"-"}) and not (_is_short(a) and _is_short(b)):
            return False
    return True


def _is_short(slot: frozenset[str]) -> bool:
    """Say whether nothing is written there, or a vowel that other spellings leave out."""
    return slot in ({"-"}, {"A", "I", "-"})
