"""Words of a text with their places, and the form two spellings of one word share.

Folding is for comparing only: what is shown is always the slice of the text. Arabic letters
are folded as readers of Arabic fold them (hamza seats, final ya and ta marbuta, vowel signs and
tatweel), because the same name is written both ways on one page.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from twosource.terms import load_table

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
# What is seen of none of them: a soft hyphen or a mark of direction inside a name does not end it.
_JOINERS = "\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff\u00ad"
# One run of word characters, or one other visible character: two flat classes, so time is linear.
_TOKEN = re.compile(rf"[\w{_MARKS}{_JOINERS}'’\-‑]+|[^\w\s{_MARKS}{_JOINERS}]")
# The combining dot is what case folding leaves of a Turkish capital i.
_DROPPED = re.compile(rf"[{_MARKS}{_JOINERS}\u0640\u0307]")
_EDGES = frozenset(
    "'’-‑\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\u061c\ufeff\u00ad"
)
_APOSTROPHES = "'’"
_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و", "ک": "ك"}
)
# Russian is written with and without its dots; Turkish capitals lose theirs in folding.
_QUOTE_MARKS = str.maketrans({"’": "'", "‑": "-", "ʼ": "'", "ё": "е", "ı": "i"})
_ELISIONS = frozenset({"l", "d", "qu", "s", "n", "j", "c", "un", "dell", "all", "dall", "nell", "sull"})
MAX_WORD = 64
# Arabic letters are folded above, and dotless i is a letter of its own in Turkish, folded above as well.
_LOOKALIKES = str.maketrans(
    {
        sign: letter
        for letter, signs in load_table("lookalikes")["letters"].items()
        for sign in signs
        if letter.isascii() and not sign.isascii()
    }
)


class Token(NamedTuple):
    """One word or sign of a sentence: code points start..end of the rendition, as written, folded."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def is_word(self) -> bool:
        """Say whether this is a word or number and no sign."""
        return self.folded[:1].isalnum()

    @property
    def is_capital(self) -> bool:
        """Say whether it is written like a name: `Reuters`, `al-Araf`, `dpa-Bericht` is not."""
        head = self.text
        if head[:1].isupper():
            return True
        if head[2:3] == "-" and head[:3].lower() in ("al-", "el-", "ez-", "as-", "an-"):
            return head[3:4].isupper()
        return False


# What a named tuple's own constructor calls: it stands in the one loop that sees every word.
_NEW = tuple.__new__


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return the form of one word used for comparing; case endings after an apostrophe fall away."""
    plain = unicodedata.normalize("NFC", word).casefold().translate(_QUOTE_MARKS)
    plain = _DROPPED.sub("", plain).translate(_ARABIC_LETTERS)
    at = plain.find("'")
    if (at >= 2 and plain.endswith("'s")) or (
        at >= 3 and (word[0].isupper() and 0 < len(plain) - at - 1 <= 4)
    ):
        return plain if plain.endswith("n't") else plain[:at]
    return plain.rstrip("'")


def _edge(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of text[start:end] in order. Linear in its length.

    A straight or curly apostrophe at the edge of a word is a token of its own only where it can
    be a quotation mark: before a word, or after one while such a quotation is open.
    """
    found: list[Token] = []
    is_open = False
    for match in _TOKEN.finditer(text, start, end):
        first, last = match.span()
        if (word := match.group()).isalnum():
            found.append(_NEW(Token, (first, last, word, fold(word[:MAX_WORD]))))
            continue
        if last - first == 1:
            is_open = is_open or text[first] == "‘"
            if text[first] not in _EDGES or _is_dash(text, first, end):
                found.append(_token(text, first, last))
            continue
        inner, outer = _edge(text, first, last)
        if inner > first and text[inner - 1] in _APOSTROPHES:
            found.append(_token(text, inner - 1, inner))
            is_open = True
        if inner == outer:
            continue
        cut = _elided(text, inner, outer)
        if cut:
            found.append(_token(text, inner, cut))
            inner = cut + 1
        found.append(_token(text, inner, outer))
        if is_open and outer < last and text[outer] in _APOSTROPHES:
            found.append(_token(text, outer, outer + 1))
            is_open = False
    return found


def _is_dash(text: str, at: int, end: int) -> bool:
    """Say whether a hyphen stands between spaces, where it is a dash: `Talks failed - minister`."""
    is_hyphen = text[at] in "-‑" and at > 0 and at + 1 < end
    return is_hyphen and text[at - 1].isspace() and text[at + 1].isspace()


def _token(text: str, start: int, end: int) -> Token:
    word = text[start:end]
    return Token(start, end, word, fold(word[:MAX_WORD]))


def _elided(text: str, start: int, end: int) -> int:
    """Return where `l'`, `d'`, `dell'` ends in a word, or 0: the name behind it must be found."""
    for at in range(start + 1, min(start + 5, end - 1)):
        if text[at] in "'’":
            return at if text[start:at].lower() in _ELISIONS else 0
    return 0


def fold_phrase(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase, signs left out: how lexicons and names are compared."""
    return tuple(token.folded for token in tokenise(phrase, 0, len(phrase)) if token.is_word)


_ARTICLES = frozenset({"the", "a", "an", "al", "der", "die", "das", "le", "la", "les", "el", "il"})


def _as_it_looks(name: str) -> str:
    """Return a name with Latin letters for those that look like them, where it has any Latin letter.

    Nobody who reads two such names tells them apart, and a forger who can make one name two has two hands.
    """
    if name.isascii():
        return name
    plain = unicodedata.normalize("NFKC", name)
    if not any(sign.isascii() and sign.isalpha() for sign in plain):
        return plain
    return plain.casefold().translate(_LOOKALIKES)


@lru_cache(maxsize=16384)
def fold_name(name: str) -> str:
    """Return the form under which two spellings of one name meet: folded, leading article dropped."""
    name = _as_it_looks(name)
    words = list(fold_phrase(name.replace("-", " ").replace("‑", " ")))
    while len(words) > 1 and words[0] in _ARTICLES:
        words.pop(0)
    if words and words[0].startswith("ال") and len(words[0]) > 4:
        words[0] = words[0][2:]
    return " ".join(words)


ARABIC_PREFIXES = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")


@lru_cache(maxsize=65536)
def arabic_stems(folded: str) -> tuple[str, ...]:
    """Return the word and what is left of it without attached particles, longest first."""
    if not ("\u0621" <= folded[:1] <= "\u06d3"):
        return (folded,)
    stems = [folded]
    for prefix in ARABIC_PREFIXES:
        rest = folded[len(prefix) :]
        if folded.startswith(prefix) and len(rest) >= 3:
            stems.append(rest)
            if prefix in ("لل", "وال", "فال", "بال", "كال"):
                stems.append("ال" + rest)
    return tuple(dict.fromkeys(stems))
