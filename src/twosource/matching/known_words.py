"""What a text is looked up by: its words in order, names, numbers, quoted words, and who posted it when.

A post in a network says more than its sentence: hashtags and accounts hold names written together,
addresses of pages say nothing, and its end names who wrote it and on which day. A claim somebody
checked has none of that, so both are brought to one form here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from twosource.matching.wording import fold, number_of, stop_words
from twosource.terms import load_table

MOST_LETTERS = 40
"""Letters of a word that are looked at: nobody names anything with more."""

_ADDRESS = re.compile(r"(?:https?://|pic\.twitter\.com/|www\.)\S*")
# "— Somebody (@account) January 6, 2020": who posted it, and when, at the end of each post.
_TAIL = re.compile(r"\s*[—–-]{1,2}\s*([^—–()\n]{0,80}?)\s*\(\s*@(\w{1,40})\s*\)([^—–@#]{0,48}?\d{4})?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TOKEN = re.compile(
    r"(?P<tag>[#@]\w+)"
    r"|(?P<initials>\b(?:[A-Z]\.){2,}(?:[A-Z]\b)?)"
    r"|(?P<number>\d{1,3}(?:[.,٬'’\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,٫]\d{1,2}(?![\d.,]))?)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
)
_QUOTED = re.compile(r"[\"“«„]([^\"“”«»„]{3,400})[\"”»]|(?<!\w)[‘']([^‘’']{3,200})[’'](?!\w)")
_DIGITS = {first + digit: str(digit) for first in (0x0660, 0x06F0) for digit in range(10)}
_MARK = re.compile(r"[“”„«»\"]|(?<!\w)['‘]|['’](?!\w)")
_ENDS = frozenset(".!?:\n؟…")
SHORTEST_JOINED = 6
"""Letters from which a word nobody knows may be several written together."""
_PART = re.compile(r"Ma?c[A-Z][a-z]+|[A-Z]+(?![a-z])|[A-Z]?[^\WA-Z\d_]+|\d+")
_LATIN = re.compile(r"[a-z]")
_VOWEL = re.compile(r"[aeiouy]")
_ARABIC_FRONT = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_END = ("هما", "تهم", "ها", "هم", "هن", "نا", "ات", "ون", "ين", "ان", "يه", "ه", "ي")
_ARABIC_LETTERS = "\u0600", "\u06ff"

Parting = Callable[[str], tuple[str, ...]]
Month = tuple[int, int]
"""A year and a month, the month 0 where only the year is known."""


@dataclass(frozen=True, slots=True)
class KnownWords:
    """One text taken apart. Words are stems in the order written; a number stands among them in one form.

    `capitals` are the stems written with a capital inside a sentence, `authors` the words of names and
    accounts a post ends with, `quoted` stems between quotation marks, `months` the times it speaks of,
    `posted` when it was posted, as its end says.
    """

    words: tuple[str, ...]
    capitals: frozenset[str]
    opening: frozenset[str]
    numbers: frozenset[str]
    quoted: tuple[tuple[str, ...], ...]
    authors: tuple[str, ...]
    months: frozenset[Month]
    posted: frozenset[Month]

    @property
    def content(self) -> tuple[str, ...]:
        """The words that say something, in order."""
        silent = silent_words()
        return tuple(word for word in self.words if word not in silent)


@cache
def silent_words() -> frozenset[str]:
    """Return the stems of function words: they are never looked up alone."""
    return frozenset({light_stem(word) for word in stop_words()} | stop_words() | {"rt", "amp", "via"})


@lru_cache(maxsize=262_144)
def light_stem(folded: str) -> str:
    """Return a folded word without the endings that inflect it, the idea of Snowball made small.

    English loses plural, possessive, -ing, -ed, -ly and a last e; Arabic loses article, joined
    prepositions and the commonest suffixes. At least three letters stay. Other scripts stay whole.
    """
    word = folded[:MOST_LETTERS]
    if _LATIN.match(word):
        return _english(word)
    if word and _ARABIC_LETTERS[0] <= word[0] <= _ARABIC_LETTERS[1]:
        return _arabic(word)
    return word


def _english(word: str) -> str:
    word = word.replace("'s", "").replace("'", "").replace("’", "")
    if len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    for ending in ("ing", "ed"):
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= 3 and _VOWEL.search(bare):
            word = bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "lsz" else bare
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _arabic(word: str) -> str:
    for front in _ARABIC_FRONT:
        if word.startswith(front) and len(word) - len(front) >= 3:
            word = word[len(front) :]
            break
    else:
        if word[0] in "وفبلك" and len(word) > 4:
            word = word[1:]
    for end in _ARABIC_END:
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)]
    return word


@cache
def _month_numbers() -> dict[str, int]:
    rows = load_table("calendar_words")["months"]
    return {fold(word): number for number, row in enumerate(rows, 1) for word in row if len(word) > 2}


def months_of(text: str) -> frozenset[Month]:
    """Return the months and years a text names: "March 2016" is (2016, 3), "2016" alone (2016, 0)."""
    found: set[Month] = set()
    text = text if text.isascii() else text.translate(_DIGITS)
    last = 0
    for match in _YEAR.finditer(text):
        near = fold(text[max(last, match.start() - 24) : match.start()])
        last = match.end()
        words = re.findall(r"[^\W\d_]+", near)
        numbers = [_month_numbers()[word] for word in words[-2:] if word in _month_numbers()]
        found.add((int(match[0]), numbers[-1] if numbers else 0))
    return frozenset(found)


def known_words(text: str, parting: Parting | None = None) -> KnownWords:
    """Take a text apart. `parting` cuts words written together, such as an index that knows its words.

    Linear in the text. An empty text gives empty parts.
    """
    authors: list[str] = []
    posted: set[Month] = set()
    if "@" in text:
        for tail in _TAIL.finditer(text):
            for written in (tail[1], f"@{tail[2]}"):
                authors += [stem for stem, _, _ in _stems(written, parting)]
            posted |= months_of(tail[3] or "")
        text = _TAIL.sub("\n", text)
    if "/" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    found = list(_stems(text, parting))
    return KnownWords(
        words=tuple(stem for stem, _, _ in found),
        capitals=frozenset(stem for stem, has_capital, opens in found if has_capital and not opens),
        opening=frozenset(stem for stem, _, opens in found if opens),
        numbers=frozenset(stem for stem, _, _ in found if stem[0].isdigit()),
        quoted=_quoted(text),
        authors=tuple(dict.fromkeys(authors)),
        months=months_of(text),
        posted=frozenset(posted),
    )


def _quoted(text: str) -> tuple[tuple[str, ...], ...]:
    parts = (match[1] or match[2] for match in _QUOTED.finditer(text))
    cut = (tuple(stem for stem, _, _ in _stems(part, None)) for part in parts)
    return tuple(part for part in cut if len(part) > 1)


def _stems(text: str, parting: Parting | None) -> Iterator[tuple[str, bool, bool]]:
    """Yield stems in order, each with whether it has a capital and whether a sentence opens with it."""
    end = 0
    for match in _TOKEN.finditer(text):
        kind, written, start = match.lastgroup, match[0], match.start()
        opens = end == 0 or (start - end > 1 and not _ENDS.isdisjoint(text[end:start]))
        end = match.end()
        if kind == "word":
            stem, has_capital = _stem(written)
            parts = parting(stem) if parting is not None and len(stem) >= SHORTEST_JOINED else ()
            for part in parts or (stem,):
                if part:
                    yield part, has_capital, opens
        elif kind == "number":
            yield number_of(written), False, opens
        elif kind == "initials":
            yield _initials(written), True, opens
        else:
            for stem in parts_of_tag(written, parting):
                yield stem, True, False


@lru_cache(maxsize=262_144)
def _stem(written: str) -> tuple[str, bool]:
    """Return the stem of a word as written, and whether it has a capital; US is the country, us is not."""
    if written == "US":
        return _initials(written), True
    return light_stem(fold(written)), written[0].isupper()


def _initials(written: str) -> str:
    letters = fold(written).replace(".", "")
    return "usa" if letters == "us" else letters


def parts_of_tag(written: str, parting: Parting | None = None) -> tuple[str, ...]:
    """Return the stems in a hashtag or account: #AustralianFires is "australian" and "fire"."""
    found: list[str] = []
    for part in _PART.findall(written[1:]):
        stem = part if part.isdigit() else light_stem(fold(part))
        joined = parting is not None and len(stem) >= SHORTEST_JOINED
        found += [one for one in ((parting(stem) if joined and parting else ()) or (stem,)) if one]
    return tuple(found)


def readable(text: str) -> str:
    """Return a text as an embedder takes it: no addresses, tags as words, one kind of quotation mark."""
    plain = _ADDRESS.sub(" ", text)
    plain = re.sub(r"[#@]\w+", lambda match: " ".join(_PART.findall(match[0][1:])), plain)
    return " ".join(_MARK.sub('"', plain).replace("’", "'").split())


def stems_as_written(text: str, parting: Parting | None = None) -> dict[str, str]:
    """Return per stem of a text how it is written there first; a part of a tag stands for itself."""
    found: dict[str, str] = {}
    for match in _TOKEN.finditer(_ADDRESS.sub(" ", text)):
        written = match[0]
        for stem, _, _ in _stems(written, parting):
            found.setdefault(stem, written)
    return found
