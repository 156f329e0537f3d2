"""Whether a text was badly recognised, so that a lost cue would make the page say what it only reports.

"The mayor sa!d the army bombed" without its cue is an assertion of the page itself, which is a lie.
So where words are broken, a sentence that credits nobody is not taken for the page's own. How broken
a text is shows in words that no list knows and in signs and digits inside words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import repeat

from twosource.attributing.lexicon import Lexicon, lexicon_for
from twosource.attributing.tokens import Token, fold
from twosource.terms import load_table

# A text counts as broken from this share of odd words on. Measured on 2026-11-23: of 250 articles of PolNeAR
# 95 in 100 stay below .068, of 250 of FA-KES below .062; our sentences with 2 letters in 100 wrong have .11.
BROKEN_TEXT = 0.1
BROKEN_SENTENCE = 0.34
# From here on (about 8 letters in 100 wrong) broken words pass for others too often: "said" for "sad".
LOST_TEXT = 0.25
MIN_ODD = 2
MIN_WORDS = 12
ENOUGH_WORDS = 60
MAX_SAMPLE = 5_000
MAX_LETTERS = 40
_LISTS = {"en": "words_eng"}
_ODD_SIGNS = frozenset("~^`|\\{}=_")
_STOPS = frozenset(".'’")
_MIXED = re.compile(r"[^\W\d_]\d+[^\W\d_]|^\d+[^\W\d_]{3,}$|[^\W\d_]{3,}\d$")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s|km|kg|mm|am|pm|bn|m)$", re.IGNORECASE)
_CONTRACTED = frozenset({"s", "t", "d", "m", "re", "ve", "ll", "em", "clock", "all"})
_ELIDED = frozenset({"o", "l", "d", "al", "el"})
_HYPHENS = re.compile(r"[-‑'’]")


@dataclass(frozen=True, slots=True)
class Garble:
    """How broken one text is: the share of odd words in it, from which its sentences are judged.

    `counted` keeps (odd, all) words of its first sentences, by where they begin, in its `language`.
    """

    share: float
    language: str = ""
    counted: Mapping[int, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, sentences: Iterable[Sequence[Token]], lexicon: Lexicon) -> "Garble":
        """Return how broken a text is, from its first words."""
        n_odd = n_all = 0
        counted: dict[int, tuple[int, int]] = {}
        for tokens in sentences:
            odd, n = odd_words(tokens, lexicon)
            n_odd, n_all = n_odd + odd, n_all + n
            if tokens:
                counted[tokens[0].start] = (odd, n)
            if n_all >= MAX_SAMPLE:
                break
        share = n_odd / n_all if n_all >= MIN_WORDS else 0.0
        return cls(share, lexicon.language, counted)

    def covers(self, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
        """Say whether a sentence that credits nobody may have lost whom it credited.

        In a broken text one odd word is enough, for the broken cue is that word; elsewhere a
        sentence must be broken by itself.
        """
        if self.share >= LOST_TEXT:
            return True
        is_counted = bool(tokens) and lexicon.language == self.language
        known = self.counted.get(tokens[0].start) if is_counted else None
        odd, n = known or odd_words(tokens, lexicon)
        if self.share >= BROKEN_TEXT:
            return odd >= 1
        return odd >= MIN_ODD and odd >= BROKEN_SENTENCE * n

    def breaks(self, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
        """Say whether a broken text broke this sentence; two rare words in a short note do not count."""
        if self.share < BROKEN_TEXT:
            return False
        n_words = sum(n for _, n in self.counted.values())
        return (n_words >= ENOUGH_WORDS or self.share >= LOST_TEXT) and self.covers(tokens, lexicon)


def odd_words(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[int, int]:
    """Return (odd, all) words of a sentence; names are not looked up, and stray signs count as odd."""
    words = [text for _, _, text, folded in tokens if folded[:1].isalnum()]
    n_odd = sum(map(_is_odd, words, repeat(lexicon.language)))
    strays = 0
    if len(words) < len(tokens):
        for number, (_, _, text, _) in enumerate(tokens):
            strays += text in _ODD_SIGNS or (text in _STOPS and _is_inside(tokens, number))
    return n_odd + strays, len(words) + strays


def _is_inside(tokens: Sequence[Token], number: int) -> bool:
    """Say whether a stop stands inside a word: `fa.rmer`, and not `U.S.`."""
    if not 0 < number < len(tokens) - 1:
        return False
    before, behind = tokens[number - 1], tokens[number + 1]
    touches = before.end == tokens[number].start and behind.start == tokens[number].end
    return touches and before.text.isalpha() and behind.text.isalpha() and behind.text[0].islower()


@lru_cache(maxsize=65536)
def _is_odd(text: str, language: str) -> bool:
    if len(text) > MAX_LETTERS:
        return True
    if _MIXED.search(text) and not _ORDINAL.search(text):
        return True
    if language not in _LISTS or not _HYPHENS.sub("", text).isalpha():
        return False
    head, _, tail = text.replace("’", "'").partition("'")
    if tail and (head.lower() in _ELIDED or (head.endswith("n") and tail == "t")):
        return False
    if tail and tail.lower() not in _CONTRACTED:
        return not tail[0].isupper()
    return not text[0].isupper() and not is_word(fold(head), lexicon_for(language))


@cache
def _known(language: str) -> frozenset[str]:
    table = load_table(_LISTS[language])
    return frozenset(table["words"].split())


@cache
def _endings(language: str) -> tuple[str, ...]:
    return tuple(load_table(_LISTS[language])["after"])


def is_word(folded: str, lexicon: Lexicon) -> bool:
    """Say whether a list of common words, or any of our own, knows a word with or without an ending."""
    known = _known(lexicon.language)
    parts = [part for part in _HYPHENS.split(folded) if part]
    return all(_is_known(part, known, lexicon) for part in parts)


def _is_known(word: str, known: frozenset[str], lexicon: Lexicon) -> bool:
    if len(word) == 1:
        return word in ("a", "i")
    if word in known or word in lexicon.cues or word in lexicon.verbs or word in lexicon.nouns:
        return True
    if word in lexicon.roles or any(word in listed for listed in lexicon.grammar.values()):
        return True
    for ending in _endings(lexicon.language):
        bare = word.removesuffix(ending)
        if bare != word and any(form in known for form in _bare_forms(bare)):
            return True
    return False


def _bare_forms(bare: str) -> tuple[str, ...]:
    """Return what may stand behind a form without its ending: `bombed`, `used`, `carried`, `stopped`."""
    doubled = bare[:-1] if bare[-2:-1] == bare[-1:] else bare
    return (bare, bare + "e", doubled, bare[:-1] + "y" if bare.endswith("i") else bare)
