"""Likelihood and confidence in one sentence: the check that the gate applies to all prose.

"Likely, with high confidence" reads as one number and is two: how probable a thing is, and how
good our basis is (ICD 203). The cues are data in `vocabulary/estimative_cues.toml`. The gate
takes this as a function, so that the dossier need not know weighing.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from twosource.terms import load_table

_ARABIC_PREFIX = "[وف]?[بكل]?(?:ال|لل)?"
_LETTERS = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None})


def _folded(text: str) -> str:
    """Return text for finding cues: lower case, no marks, one form of alef, ya and ta, Western digits."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in bare)
    return " ".join(digits.translate(_LETTERS).replace("٫", ".").split())


@cache
def _pattern(kind: str, language: str) -> re.Pattern[str]:
    cues: Iterable[str] = load_table("estimative_cues")[kind][language]
    prefix = _ARABIC_PREFIX if language == "ar" else ""
    words = [rf"(?<!\w){prefix}(?:{cue})(?!\w)" for cue in cues]
    figures: Iterable[str] = load_table("estimative_cues")[kind].get("figures", ())
    return re.compile("|".join([*words, *figures]))


def has_likelihood(sentence: str, language: str = "en") -> bool:
    """Say whether a sentence holds a likelihood: a word of the scale, or a figure that stands for one."""
    return _has("likelihood", sentence, language)


def has_confidence(sentence: str, language: str = "en") -> bool:
    """Say whether a sentence says how good our basis is."""
    return _has("confidence", sentence, language)


def mixes_likelihood_and_confidence(sentence: str, language: str = "en") -> bool:
    """Say whether one sentence holds both a likelihood (word or figure) and a confidence word.

    English and Arabic are known; in any other language the English cues are looked for, since
    those are the words this product itself would print. Splitting into sentences is the caller's.
    """
    return has_likelihood(sentence, language) and has_confidence(sentence, language)


def _has(kind: str, sentence: str, language: str) -> bool:
    known = language if language in load_table("estimative_cues")[kind] else "en"
    return _pattern(kind, known).search(_folded(sentence)) is not None
