"""Names written in Arabic and in Latin letters find each other: by consonants first, then by vowels.

A key holds the strong consonants of a word, so that تدمر, Tadmur and Tadmor share one; an index
finds keys. Where two words share a key, what stands between the consonants decides: a long vowel
of Arabic must be heard in Latin and the other way round, so that Hassan is not حسين.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from twosource.store.letters import fold, is_arabic
from twosource.terms import load_table

MOST_KEYS = 8
LONGEST_WORD = 40
# Letters of the two scripts with the apostrophes that stand for hamza and ayn inside a word.
_WORD = re.compile("[^\\W\\d_]+(?:['’‘ʼʿʾ`\u064b-\u0652\u0670][^\\W\\d_]+)*")
# A final ى is heard as a, and in Egypt written for ي.
_KEPT = frozenset({"alef_maqsura"})
_WEAK_ARABIC = frozenset("اويعى")
_WEAK_LATIN = frozenset("aeiouwy")
_SHORT = ("", "a", "e", "i", "o", "u")
_LONG_I = re.compile("y|ee|ei|ai|ie")
_LONG_U = re.compile("w|oo|ou|au")


# What a short vowel may be another spelling of; e stands for both a and i.
_VOWELS = {"a": "A", "e": "AI", "i": "I", "o": "U", "u": "U"}


class Sound(NamedTuple):
    """How a word sounds: classes per strong consonant, what stands before, between and behind them."""

    spelling: str
    consonants: tuple[str, ...]
    slots: tuple[str, ...]
    is_arabic: bool

    @property
    def key(self) -> str:
        """Return the key it is indexed under."""
        return "".join(classes[0] for classes in self.consonants)

    def keys(self) -> tuple[str, ...]:
        """Return the keys it is asked for under, the likeliest first."""
        choices = product(*self.consonants)
        return tuple("".join(choice) for choice, _ in zip(choices, range(MOST_KEYS), strict=False))


@cache
def _classes(script: str) -> dict[str, str]:
    table: dict[str, str] = load_table("transliteration")[script]
    return dict(sorted(table.items(), key=lambda row: -len(row[0])))


@cache
def _articles(script: str) -> tuple[str, ...]:
    return tuple(load_table("transliteration")["articles"][script])


@cache
def _function_words() -> frozenset[str]:
    """Return words that are no names, as written: of على and علي only the first."""
    lines = load_table("stopwords")["words"]
    return frozenset(word for language in ("en", "ar") for word in lines[language].split())


@lru_cache(maxsize=65536)
def sound_of(word: str) -> Sound | None:
    """Return how a word as written sounds, or None for an article, a function word or another script."""
    if word in _function_words() or word.lower() in _function_words():
        return None
    word = word.removesuffix("'s").removesuffix("’s")
    folded = "".join(fold(word[:LONGEST_WORD], _KEPT))
    if is_arabic(folded):
        return _arabic(folded)
    is_plain = folded.isascii() and folded.isalpha() and folded not in _articles("latin")
    return _latin(folded) if is_plain else None


def _arabic(folded: str) -> Sound | None:
    spelling = folded
    for article in _articles("arabic"):
        if folded.startswith(article) and len(folded) >= len(article) + 2 and folded[-4:] != "الله":
            folded = folded[len(article) :]
            break
    folded = folded.replace("لله", "له")
    consonants: list[str] = []
    slots = [""]
    classes = _classes("arabic")
    for number, letter in enumerate(folded):
        is_silent = letter == "ه" and number == len(folded) - 1 and consonants
        if letter in classes and not is_silent:
            consonants.append(classes[letter])
            slots.append("")
        elif letter in _WEAK_ARABIC or is_silent:
            slots[-1] += letter
        else:
            return None
    return Sound(spelling, tuple(consonants), tuple(slots), True) if consonants else None


def _latin(folded: str) -> Sound | None:
    consonants: list[str] = []
    slots = [""]
    classes = _classes("latin")
    at, end = 0, len(folded)
    while end > 2 and folded[end - 1] == "h" and folded[end - 2] in _WEAK_LATIN:
        end -= 1
    while at < end:
        if folded[at] in _WEAK_LATIN:
            slots[-1] += folded[at]
            at += 1
            continue
        letters = next((row for row in classes if folded.startswith(row, at)), "")
        if not letters:
            return None
        at += len(letters)
        heard = "s" if letters == "c" and folded[at : at + 1] in ("e", "i") else classes[letters]
        if consonants and not slots[-1] and consonants[-1] == heard:
            continue
        consonants.append(heard)
        slots.append("")
    has_vowel = any(slots)
    return Sound(folded, tuple(consonants), tuple(slots), False) if consonants and has_vowel else None


def sounds_in(text: str) -> Iterator[Sound]:
    """Yield how the words sound that may be names: all in Arabic, those with a capital in Latin letters."""
    for word in _WORD.findall(text):
        if _may_be_name(word) and (sound := sound_of(word)) is not None:
            yield sound


def keys_in(text: str) -> str:
    """Return the keys of a text's names in order, as they are indexed."""
    return " ".join(filter(None, map(_key_of, _WORD.findall(text))))


@lru_cache(maxsize=262144)
def _key_of(word: str) -> str:
    """Return the key of a word that may be a name, else nothing."""
    sound = sound_of(word) if _may_be_name(word) else None
    return sound.key if sound else ""


def _may_be_name(word: str) -> bool:
    return word[0].isupper() or word[0] > "\u0600"


def sounds_of(asked: str) -> tuple[Sound, ...]:
    """Return how the words of a query sound, whatever their case; nothing where one has no sound."""
    sounds: list[Sound] = []
    for match in _WORD.finditer(asked):
        sound = sound_of(match[0])
        if sound is not None:
            sounds.append(sound)
        elif match[0].lower() not in _articles("latin"):
            return ()
    return tuple(sounds)


def keys_of(sounds: Sequence[Sound]) -> tuple[str, ...]:
    """Return the sequences of keys that a query of these sounds asks for."""
    choices = product(*(sound.keys() for sound in sounds)) if sounds else ()
    return tuple(" ".join(choice) for choice, _ in zip(choices, range(MOST_KEYS), strict=False))


def is_heard(asked: Sequence[Sound], text: str) -> bool:
    """Say whether the words asked for stand in a text one behind the other, in either script."""
    heard = list(sounds_in(text))
    n = len(asked)
    return n > 0 and any(_meet(asked, heard[at : at + n]) for at in range(len(heard) - n + 1))


def _meet(asked: Sequence[Sound], heard: Sequence[Sound]) -> bool:
    """Say whether every word is the same or alike, and one at least only alike."""
    alike = list(map(are_alike, asked, heard))
    pairs = zip(asked, heard, alike, strict=True)
    return any(alike) and all(is_alike or a.spelling == b.spelling for a, b, is_alike in pairs)


def are_alike(one: Sound, other: Sound) -> bool:
    """Say whether two words may be different spellings of one name, at least one in Latin letters.

    One spelling is not alike to itself: it is found by its words, or was asked for more narrowly.
    """
    is_same = one.spelling == other.spelling or (one.is_arabic and other.is_arabic)
    if is_same or len(one.consonants) != len(other.consonants):
        return False
    if not all(set(a) & set(b) for a, b in zip(one.consonants, other.consonants, strict=True)):
        return False
    last = len(one.slots) - 1
    if one.is_arabic == other.is_arabic:
        pairs = enumerate(zip(one.slots, other.slots, strict=True))
        return all(_latin_agree(a, b, is_edge=n in (0, last)) for n, (a, b) in pairs)
    arabic, latin = (one, other) if one.is_arabic else (other, one)
    slots = enumerate(zip(arabic.slots, latin.slots, strict=True))
    return all(_agree(a, b, is_first=n == 0, is_last=n == last) for n, (a, b) in slots)


def _agree(arabic: str, latin: str, *, is_first: bool, is_last: bool) -> bool:
    """Say whether weak letters of Arabic and vowels of Latin spelling may be one sound."""
    if is_first:
        return _first_agree(arabic, latin)
    if "ا" in arabic and not set(latin) & set("ae"):
        return False
    if "ي" in arabic and not set(latin) & set("iey"):
        return False
    if "و" in arabic and not set(latin) & set("uow"):
        return False
    if arabic in ("", "ه"):
        return latin in (("", "a", "e") if arabic else ("",) if is_last else _SHORT)
    if arabic == "ى":
        return latin in ("a", "e", "i", "y", "aa")
    is_free = "ع" in arabic
    if _LONG_I.search(latin) and not ("ي" in arabic or is_free):
        return False
    return not _LONG_U.search(latin) or "و" in arabic or is_free


def _first_agree(arabic: str, latin: str) -> bool:
    """Before the first consonant Arabic writes any vowel as alef or ayn; a waw may be "and"."""
    if not arabic or arabic == "و":
        return latin == "" or (arabic == "و" and latin[:1] in ("w", "o", "u"))
    if "ي" in arabic and not set(latin) & set("yie"):
        return False
    return latin != ""


def _latin_agree(one: str, other: str, *, is_edge: bool) -> bool:
    """Say whether the vowels of two Latin spellings may be one sound: Khalid, Khaled; not Hassan, Hussein."""
    if one == other:
        return True
    if not one or not other:
        return not is_edge and len(one + other) == 1
    return bool(_heard(one) & _heard(other))


@cache
def _heard(vowels: str) -> frozenset[str]:
    if _LONG_I.search(vowels):
        return frozenset("I")
    if _LONG_U.search(vowels):
        return frozenset("U")
    return frozenset("".join(_VOWELS[vowel] for vowel in vowels))
