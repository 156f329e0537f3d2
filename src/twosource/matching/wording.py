"""Words made comparable: folded letters, content words, names, numbers.

Comparing needs one form for what writers spell in several: compatibility forms and case,
Latin accents, Arabic letter forms, vowel signs and digits. Nothing folded is ever shown.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from twosource.terms import load_table

_MARKS = re.compile(r"[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c-\u200f\u00ad]+")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ة": "ه", "ى": "ي"}
    | {"ٱ": "ا", "ک": "ك", "ی": "ي", "ۀ": "ه", "ە": "ه", "’": "'", "‘": "'", "ʼ": "'"}
    | {chr(0x0660 + digit): str(digit) for digit in range(10)}
    | {chr(0x06F0 + digit): str(digit) for digit in range(10)}
)
_NUMBER = r"\d{1,3}(?:[.,٬'’\u0020\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,٫]\d{1,2}(?![\d.,]))?"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n؟]\s*[\"'“”«»(]*)$")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CLITICS = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_PREFIXES = frozenset("وبلكف")
_NO_CAPITAL_NAMES = frozenset({"de"})


@cache
def stop_words() -> frozenset[str]:
    """Return the folded function words of every language the list knows."""
    words = load_table("stopwords")["words"]
    return frozenset(fold(word) for line in words.values() for word in line.split())


@cache
def date_words() -> frozenset[str]:
    """Return the stems of months and weekdays: dates are compared as spans, never as words."""
    table = load_table("calendar_words")
    rows = [*table["months"], *table["weekdays"]]
    return frozenset(stem(fold(word)) for row in rows for word in row if " " not in word)


def fold(text: str) -> str:
    """Return the text in the form used for comparing; folding twice changes nothing.

    Compatibility decomposition, case folding, then Latin accents, Arabic vowel signs, hamza
    carriers, tatweel and letter variants go, and Arabic digits become ASCII ones.
    """
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_LETTERS)
    again = _MARKS.sub("", unicodedata.normalize("NFKD", bare)).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFC", again)


def stem(word: str) -> str:
    """Return a folded word without the article or conjunction of Arabic or the plural of Latin script.

    One form for "order" and "orders" is worth the few words it confuses; verbs are left alone,
    because the action is compared by its own field.
    """
    if _ARABIC.match(word):
        return _without_article(word)
    word = word.removesuffix("'s")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_article(word: str) -> str:
    for clitic in _CLITICS:
        if word.startswith(clitic) and len(word) - len(clitic) >= 3:
            return word[len(clitic) :]
    return word


def number_of(written: str) -> str:
    """Return a number as written in one form: 22,000 and 22.000 and ٢٢٠٠٠ are all 22000."""
    folded = fold(written)
    if re.search(r"[.,٫]\d{1,2}$", folded) and not re.search(r"\d[.,]\d{3}", folded):
        return re.sub(r"[.,٫]", ".", folded)
    return re.sub(r"\D", "", folded).lstrip("0") or "0"


def is_year(number: str) -> bool:
    """Say whether a bare number reads as a year: years belong to dates, which are compared as spans."""
    return len(number) == 4 and "1900" <= number <= "2100"


@lru_cache(maxsize=65536)
def concept(word: str) -> str:
    """Return the one word twelve languages share for what a stemmed word means, else the word itself."""
    whole, beginnings = _concepts()
    forms = (word, word[1:]) if len(word) > 3 and word[0] in _ARABIC_PREFIXES else (word,)
    for form in forms:
        if found := whole.get(form):
            return found
        for end in range(len(form), 1, -1):
            if found := beginnings.get(form[:end]):
                return found
    return word


@cache
def concept_names() -> frozenset[str]:
    """Return every word the list of concepts uses."""
    return frozenset(load_table("concepts")["concepts"])


@cache
def _concepts() -> tuple[dict[str, str], dict[str, str]]:
    """Return concepts by whole stem and by the beginning of a word; the list's first mention wins."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for name, spellings in load_table("concepts")["concepts"].items():
        for spelling in spellings.split():
            table = beginnings if spelling.endswith("*") else whole
            form = fold(spelling.rstrip("*"))
            table.setdefault(stem(form) if table is whole else _without_article(form), name)
    return whole, beginnings


@cache
def _multipliers() -> dict[str, int]:
    table = load_table("concepts")
    sizes = ((1_000, table["thousands"]["words"]), (1_000_000, table["millions"]["words"]))
    return {stem(fold(word)): size for size, words in sizes for word in words}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one text: all of them, those left in order, and the content words among these.

    `neutral` are the words another language can share: concepts, names and numbers.
    """

    every: tuple[str, ...]
    in_order: tuple[str, ...]
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    neutral: frozenset[str] = frozenset()

    @property
    def phrase(self) -> str:
        """Every word in order, padded, so that a phrase is found by `" a b " in phrase`."""
        return f" {' '.join(self.every)} "


def wording_of(text: str, language: str = "", without: Iterable[str] = ()) -> Wording:
    """Take a text apart; `without` are phrases to leave out, such as who is credited and the cue.

    A name is a word with a capital that does not open a sentence; German, which writes every
    noun so, has none here. Capitals alone make a name of a function word: IS, US, WHO; it is
    written with a stop, "is.", to stay apart from the word.
    """
    left_out = {word for phrase in without for word in _stems(phrase)}
    every: list[str] = []
    in_order: list[str] = []
    names: set[str] = set()
    numbers: list[str] = []
    last, has_lower = "", not text.isupper()
    for match in _TOKEN.finditer(text):
        if match["number"]:
            token = number_of(match["number"])
            every.append(token)
            in_order.append(token)
            if not (last in date_words() and len(token) < 3):
                numbers.append(token)
            last = token
            continue
        token = stem(fold(match["word"]))
        if token in _silent_stems() and match["word"].isupper() and len(token) > 1 and has_lower:
            token = f"{token}."
        every.append(token)
        _revise(numbers, last, token)
        last = token
        if token in left_out:
            continue
        in_order.append(token)
        if language not in _NO_CAPITAL_NAMES and _is_content(token) and _is_name(match, text):
            names.add(concept(token))
    words = frozenset(concept(t) for t in in_order if _is_content(t) and not t[0].isdigit())
    figures = frozenset(number for number in numbers if not is_year(number))
    neutral = (words & concept_names()) | figures | names
    return Wording(tuple(every), tuple(in_order), words, frozenset(names), figures, neutral)


def _revise(numbers: list[str], last: str, word: str) -> None:
    """Make "22 thousand" of the number before the word, and no number of the day before a month."""
    if not numbers or numbers[-1] != last or not last.isdecimal():
        return
    if size := _multipliers().get(word):
        numbers[-1] = last + str(size)[1:]
    elif word in date_words() and len(last) < 3:
        numbers.pop()


def _is_name(match: re.Match[str], text: str) -> bool:
    """Say whether a word is written like a name, and not because a sentence opens with it."""
    word = match["word"]
    before = text[max(0, match.start() - 4) : match.start()]
    return word[0].isupper() and (word.isupper() or not _SENTENCE_START.search(before))


@lru_cache(maxsize=8192)
def phrase_of(text: str) -> str:
    """Return a text as one padded phrase in the form `Wording.phrase` has."""
    return f" {' '.join(_stems(text))} "


@lru_cache(maxsize=8192)
def content_words(text: str) -> frozenset[str]:
    """Return the content words of a short text such as a role, each as its concept."""
    return frozenset(concept(t) for t in _stems(text) if _is_content(t))


def _stems(text: str) -> list[str]:
    return [number_of(m["number"]) if m["number"] else stem(fold(m["word"])) for m in _TOKEN.finditer(text)]


def _is_content(token: str) -> bool:
    return token not in _silent_stems() and (len(token) > 1 or not token.isascii())


@cache
def _silent_stems() -> frozenset[str]:
    return frozenset(stop_words() | {stem(word) for word in stop_words()} | date_words())
