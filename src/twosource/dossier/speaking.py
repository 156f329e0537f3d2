"""Whether a sentence a person wrote and the passages it cites speak of the same things.

This compares words, not meanings: names, numbers, and content words by their first letters, so
that "agreed" meets "agreement". It can tell that a passage does not speak of something; whether
it says what the sentence says, only a person who reads both can tell.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from twosource.dossier.overreach import folded_words
from twosource.dossier.veil import fold
from twosource.dossier.wording import bare, direction_of
from twosource.terms import load_table

KEY = 5
LEAST_SHARED = 2
SHORTEST = 3
_RAW = re.compile(r"[^\W_]+", re.UNICODE)
_SIGLUM = re.compile(r"[ECSPQA]\d+")
_FRESH = re.compile(r"(?:^|[.!?:؟]\s+)[\s\"'“«(]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One cited passage: its words, its language, and names of those who are known to speak in it."""

    words: str
    language: str = ""
    names: tuple[str, ...] = ()


@cache
def _stops() -> frozenset[str]:
    held = load_table("stopwords")["words"].values()
    openers = load_table("dossier")["gate"]["openers"]["words"]
    return frozenset(folded_words(" ".join([*held, *openers])))


@cache
def _marks() -> frozenset[str]:
    return frozenset(folded_words(" ".join(load_table("dossier")["gate"]["openers"]["translated"])))


@cache
def _particles() -> tuple[str, ...]:
    return tuple(fold(p)[0] for p in load_table("dossier")["gate"]["ar"]["particles"])


def content_keys(text: str) -> frozenset[str]:
    """Return what a text speaks of: numbers, and the first letters of every word that is no function word."""
    return frozenset(key for word in folded_words(bare(text)) for key in _keys(word))


def _keys(word: str) -> Iterator[str]:
    if word.isdecimal():
        yield str(int(word)) if len(word) < KEY * 3 else word
    elif word not in _stops() and len(word) >= SHORTEST:
        yield word[:KEY]
        if not word.isascii():
            yield from (
                word[len(p) :][:KEY] for p in _particles() if word.startswith(p) and len(word) - len(p) > 2
            )


def names_in(text: str, seen: frozenset[str]) -> tuple[str, ...]:
    """Return the names of a Latin-script text: words with a capital that do not open a sentence.

    A word that opens one counts too where nothing in the case (`seen`, folded) writes it without
    a capital, unless it looks like a plural or is a common opener.
    """
    text = bare(text)
    found = []
    for match in _RAW.finditer(text):
        word = match[0]
        if not word[0].isupper() or _SIGLUM.fullmatch(word) or len(word) < SHORTEST:
            continue
        folded = fold(word)[0]
        if folded in _stops():
            continue
        opens = _FRESH.search(text[: match.start()]) is not None
        if opens and (folded in seen or folded.endswith("s")):
            continue
        found.append(word)
    return tuple(dict.fromkeys(found))


def language_of(text: str, declared: str) -> str:
    """Return the language a sentence is in: as declared, but Arabic where its script says so."""
    return "ar" if direction_of(bare(text)) == "rtl" and declared == "en" else declared


def is_marked_translated(text: str) -> bool:
    """Say whether a sentence tells its reader that it renders words of another language."""
    return not _marks().isdisjoint(folded_words(bare(text)))


def shares(text: str, cited: Iterable[Cited]) -> frozenset[str]:
    """Return the content keys a sentence has in common with its passages' own words."""
    wanted = content_keys(text)
    return wanted & frozenset(key for passage in cited for key in content_keys(passage.words))


def speaks_of(text: str, passage: Cited, names: Iterable[str]) -> bool:
    """Say whether a passage speaks of what a sentence says, as far as words can tell.

    In one language: two content words in common, or one that is a name or a number, or all there
    are. In two languages: a name or a number, also one of a party known to speak in the passage.
    """
    wanted, held = content_keys(text), content_keys(passage.words)
    shared = wanted & held
    named = {key for name in names for key in content_keys(name)}
    sure = {key for key in shared if key.isdecimal()} | (shared & named)
    if sure or len(shared) >= LEAST_SHARED:
        return True
    if is_known := named & content_keys(" ".join(passage.names)):
        return bool(is_known) and (bool(shared) or _is_foreign(text, passage))
    return bool(shared) and len(wanted) < LEAST_SHARED


def _is_foreign(text: str, passage: Cited) -> bool:
    spoken = language_of(text, "en")
    return bool(passage.language) and passage.language != spoken


def unnamed(names: Iterable[str], cited: Iterable[Cited]) -> tuple[str, ...]:
    """Return the names that neither the words of a cited passage nor those known to speak in it bear."""
    known = frozenset(
        word for passage in cited for word in folded_words(" ".join((passage.words, *passage.names)))
    )
    starts = frozenset(word[:KEY] for word in known)
    return tuple(n for n in names if fold(n)[0][:KEY] not in starts)
