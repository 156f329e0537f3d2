"""Which of our languages a text is in, when its reader did not say: by script, then by small words."""

import re
from collections import Counter

from twosource.attributing.lexicon import LANGUAGES, Lexicon, base_language, lexicon_for, markers_of
from twosource.attributing.tokens import tokenise

SAMPLE = 4000
# A quarter of the letters is enough for what is declared: names and quotations in another script are common.
MIXED = 0.25
_SCRIPTS = {"ar": "arabic", "fa": "arabic", "ru": "cyrillic"}
_PERSIAN = frozenset("پچژگ")
_NOT_LATIN = re.compile("[\u0400-\u04ff\u0600-\u06ff]")


def language_of(declared: str, text: str) -> str:
    """Return the code of our lists for a rendition: what its reader says, else a guess from a sample.

    A declared language gives way where the script contradicts it, because metadata lies; a line
    of Arabic with a long name in Latin letters is no contradiction.
    """
    sample = text[:SAMPLE]
    code = base_language(declared) if declared else ""
    script = _script(sample, _SCRIPTS.get(code, "latin") if code else "")
    if script == "arabic":
        return code if code in ("ar", "fa") else _arabic_or_persian(sample)
    if script == "cyrillic":
        return "ru"
    if code and code not in ("ar", "fa", "ru"):
        return code
    return _by_small_words(sample)


def _script(sample: str, declared: str = "") -> str:
    """Return the script of most letters, or the declared one where it has a fair share of them."""
    if _NOT_LATIN.search(sample) is None:
        return "latin"
    letters = Counter(
        "arabic" if "\u0600" <= c <= "\u06ff" else "cyrillic" if "\u0400" <= c <= "\u04ff" else "latin"
        for c in sample
        if c.isalpha()
    )
    if letters[declared] >= MIXED * letters.total() > 0:
        return declared
    return letters.most_common(1)[0][0] if letters else "latin"


def _arabic_or_persian(sample: str) -> str:
    return "fa" if sum(c in _PERSIAN for c in sample) * 100 > len(sample) else "ar"


def _by_small_words(sample: str) -> str:
    words = Counter(token.folded for token in tokenise(sample, 0, len(sample)) if token.is_word)
    scores = {
        code: sum(words[marker] for marker in markers_of(code))
        for code in LANGUAGES
        if code not in ("ar", "fa", "ru")
    }
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] else "en"


MIN_LETTERS = 12


def own_lexicon(sentence: str, lexicon: Lexicon) -> Lexicon:
    """Return the lists for one sentence: those of its text, unless it is written in another script.

    A page may hold a sentence and its translation; rules of the one language read nothing in the
    other, or worse, something.
    """
    own = _SCRIPTS.get(lexicon.language, "latin")
    if own == "latin" and (sentence.isascii() or _NOT_LATIN.search(sentence) is None):
        return lexicon
    if sum(c.isalpha() for c in sentence) < MIN_LETTERS or _script(sentence, own) == own:
        return lexicon
    return lexicon_for(language_of("", sentence))
