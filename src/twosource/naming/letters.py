"""Names in letters that can be compared: scripts told apart, marks folded, other alphabets sounded out.

Latin words keep the marked letters the model was taught and lose the others' marks; Arabic words lose
vowel signs and stretched lines, and Persian forms of letters become Arabic ones. Cyrillic and Greek
words are spelled in Latin letters by table; of further alphabets the names of their letters in Unicode
tell roughly how they sound, which is enough to compare consonants.
"""

import re
import unicodedata
from functools import cache, lru_cache

from twosource.terms import load_table

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼʿʾ`ʻ][^\W\d_]+)*")
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_APOSTROPHES = re.compile("['’‘ʼʿʾ`ʻ]")
_FORMS = str.maketrans("یکہھەۀىٱڤپچگژ", "يكهههةىافبجغز")
_SOUND = re.compile(
    r"^(?:.*\b(?:LETTER|SYLLABLE|VOWEL SIGN|SIGN)\b )"
    r"(?:SMALL |CAPITAL |FINAL |GREAT |INDEPENDENT VOWEL )*(.+)$"
)


@cache
def _table(name: str) -> dict[str, str]:
    rows: dict[str, str] = load_table("names")[name]
    return rows


def is_arabic(word: str) -> bool:
    """Say whether a word holds a letter of the Arabic script."""
    return _ARABIC_LETTER.search(word) is not None


def is_latin(word: str) -> bool:
    """Say whether every letter of a word is Latin."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in word)


def plain_arabic(word: str) -> str:
    """Return an Arabic word as the model knows it: NFC, without vowel signs, tatweel and joiners."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word))
    kept = "".join(c for c in composed if unicodedata.category(c) not in ("Mn", "Cf") and c != "\u0640")
    return kept.translate(_FORMS)


def skeleton_form(word: str) -> str:
    """Return an Arabic word with letters folded that writers interchange: hamza seats, ya, final ta."""
    return plain_arabic(word).translate(str.maketrans("أإآٱىةؤئ", "اااايهوي")).replace("ء", "")


@lru_cache(maxsize=65536)
def plain_latin(word: str) -> str:
    """Return a word in plain Latin letters, lower case: marks off, Cyrillic and Greek spelled out."""
    lowered = unicodedata.normalize("NFC", word).casefold()
    found = []
    for letter in lowered:
        spelled = _table("letters").get(letter)
        if spelled is not None:
            found.append(spelled)
        elif letter.isascii():
            found.append("" if letter in "'`" else letter)
        else:
            found.append(_unmarked(letter))
    return "".join(found)


def _unmarked(letter: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    if bare.isascii() or _ARABIC_LETTER.match(bare):
        return "" if _APOSTROPHES.match(bare) else bare
    return "".join(_table("letters").get(c, "") or _named(c) for c in bare)


def _named(letter: str) -> str:
    """Return how a letter of a further alphabet sounds, after its name in Unicode."""
    name = unicodedata.name(letter, "")
    match = _SOUND.match(name)
    if match is None:
        return letter if letter.isalnum() else ""
    sound = match[1].split()[-1].lower()
    is_syllabic = name.startswith(("KATAKANA", "HIRAGANA", "HANGUL", "ETHIOPIC"))
    if is_syllabic:
        return sound
    first = re.match(r"(?:kh|sh|ch|zh|th|ph|ts|dz|gh|[a-z])", sound)
    return first[0] if first else ""


def marked_latin(word: str, kept: frozenset[str]) -> str:
    """Return a Latin word lower case, with those marked letters that are in `kept` and others unmarked."""
    lowered = _APOSTROPHES.sub("'", unicodedata.normalize("NFC", word).casefold().replace("i̇", "i"))
    return "".join(c if c in kept else plain_latin(c) for c in lowered)


def words_of(name: str) -> list[str]:
    """Return the words of a name as written, without punctuation; dots inside an acronym are dropped."""
    joined = re.sub(
        r"\b((?:\w\.){2,})(\w\b)?", lambda m: m[0].replace(".", ""), unicodedata.normalize("NFC", name)
    )
    return _WORD.findall(joined.replace("\u200c", ""))
