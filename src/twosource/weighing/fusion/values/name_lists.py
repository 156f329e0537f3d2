"""Reading a list of people as somebody wrote it: "Last, First; Last, First", "First Last and First Last", ….

Commas mean two things, and which one cannot be told from one value alone. So every reading that a value
allows is kept, and `name_folding` chooses by what the other values of the item, and of the table, show
about which words are surnames.
"""

import re
from dataclasses import dataclass
from functools import cache

from twosource.weighing.fusion.values.cleaning import folded, mended, words_of
from twosource.weighing.fusion.values.people import Person, person_first_last, person_last_first

_STRONG = re.compile(r"\s*(?:[;/|&\n•·]|\s-\s|\s–\s|،|؛)\s*")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)(?:[)\]]|$)")
_CAMEL = re.compile(
    r"(?<=[^\W\d_][a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'])|(?<=[^\W\d_]\s[A-Z]\.)(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2})"
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
SPLIT, OTHER = "\x1f", "\x1e"
MOST_LETTERS = 4_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a list: its people in order; `sure` where the marks leave no other way."""

    people: tuple[Person, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class NameList:
    """A written list: the ways to read it, its folded words, and whether it says that there are more."""

    readings: tuple[Reading, ...]
    words: tuple[str, ...]
    more: bool

    @property
    def sure(self) -> bool:
        """Whether there is one way to read it."""
        return len(self.readings) == 1 and self.readings[0].sure


@cache
def _spoken(name: str) -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, words_of(name)), key=len, reverse=True)).replace(r"\ ", r"[\s.]+")
    return re.compile(rf"(?<!\w)(?:{either})\.?(?!\w)", re.IGNORECASE)


def words(text: str) -> list[str]:
    """Return the folded words of a text; initials are words of one letter. By hand: "J.R. O'Leary" -> j,
    r, o'leary.
    """
    return _WORD.findall(folded(text).replace(".", " "))


def read_names(text: str) -> NameList:
    """Return the ways to read a list of people; none where no word is left.

    Only the first 4,000 letters are read: no list of authors is longer, and what is longer is no list.
    """
    text = mended(text)[:MOST_LETTERS]
    more = bool(_spoken("more").search(text))
    text = _spoken("more").sub(SPLIT, text)
    text = _camel_split(_roles(text))
    for name in ("openings", "joining"):
        text = re.sub(
            rf"(?:^|(?<=[\s{SPLIT},])){_spoken(name).pattern}(?=\s|$)", SPLIT, text, flags=re.IGNORECASE
        )
    parts = [p.strip(" ,.:") for p in _STRONG.sub(SPLIT, text).split(SPLIT)]
    parts = [p for p in parts if words(p)]
    listed = tuple(w for p in parts for w in words(p))
    if not parts:
        return NameList((), (), more)
    ways = [_part(p) for p in parts]
    if len(parts) == 1:
        return NameList(tuple(ways[0]), listed, more)
    # Several parts: the reading of each part is chosen alone, first ways first; a second list takes the
    # others.
    first = Reading(tuple(x for w in ways for x in w[0].people), all(len(w) == 1 and w[0].sure for w in ways))
    readings = [first]
    if any(len(w) > 1 for w in ways):
        readings.append(Reading(tuple(x for w in ways for x in w[-1].people), False))
    return NameList(tuple(readings), listed, more)


def _roles(text: str) -> str:
    """Put an end behind whoever stands before "(Author)", and take out whoever stands before "(Foreword
    by)".
    """

    def said(match: re.Match[str]) -> str:
        inside = words(match.group(1))
        joined = " ".join(inside)
        if any(w in words_of("other_roles") for w in (*inside, joined)):
            return OTHER
        if any(w in words_of("maker_roles") for w in (*inside, joined)):
            rest = _spoken("maker_roles").sub(SPLIT, match.group(1)).strip(" -,.:" + SPLIT)
            # "(Author)" only ends a name; "(G. J. Derge, ed.)" is one.
            return (
                f"{SPLIT}{rest}{SPLIT}"
                if len(words(rest)) > 1 and joined not in words_of("maker_roles")
                else SPLIT
            )
        return " "

    text = re.sub(
        rf"(?<![(\[]){_spoken('other_roles').pattern}\s+(?:by\s+)?[^;/|{SPLIT}]*$",
        SPLIT,
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(rf"{_spoken('maker_roles').pattern}\s*:", SPLIT, text, flags=re.IGNORECASE)
    marked = _BRACKETS.sub(said, text)
    if OTHER not in marked:
        return marked
    pieces = marked.split(OTHER)
    kept = [SPLIT.join(re.split(rf"[;/{SPLIT}]", piece)[:-1]) for piece in pieces[:-1]]
    return SPLIT.join([*kept, pieces[-1]])


def _camel_split(text: str) -> str:
    """Part names that were written into one another: "ToddSchmidt" but not "McDonald"."""

    def cut(match: re.Match[str]) -> str:
        before = text[: match.start()]
        stem = re.findall(r"[^\W\d_]+$", before)
        if stem and folded(stem[0]) in words_of("inner_capitals"):
            return ""
        return SPLIT

    return _CAMEL.sub(cut, text)


def _part(part: str) -> list[Reading]:
    """Return the ways to read one part: commas may stand within a name or between names."""
    segments = [words(s) for s in part.split(",")]
    segments = [s for s in segments if s and not _is_suffix(s)]
    if not segments:
        return [Reading((), True)]
    if len(segments) == 1:
        return _uncomma(segments[0], part)
    if len(segments) == 2 and len(segments[0]) == 1:
        return [_people([person_last_first(segments[0], segments[1], part)], True)]
    ways = []
    apart = [person_first_last(s) for s in segments]
    if all(len(s) > 1 for s in segments):
        ways.append(_people(apart, False))
    if len(segments) % 2 == 0:
        pairs = zip(segments[::2], segments[1::2], strict=True)
        ways.append(_people([person_last_first(a, b) for a, b in pairs], False))
    if len(segments) > 2 and all(len(s) > 1 for s in segments[1:-1]):
        ways.append(_people(_overlapping(segments), False))
    if len(ways) == 0 or all(len(s) == 1 for s in segments):
        ways.append(_people(apart, False))
    return ways


def _is_suffix(segment: list[str]) -> bool:
    return all(w in words_of("suffixes") for w in segment) or " ".join(segment) in words_of("suffixes")


def _uncomma(segment: list[str], part: str) -> list[Reading]:
    """Return the ways to read words without a comma: "First Last" before "Last First"."""
    ways = [_people([person_first_last(segment, part)], len(segment) == 1)]
    if len(segment) in {2, 3}:
        ways.append(_people([person_last_first(segment[:1], segment[1:], part)], False))
    return ways


def _overlapping(segments: list[list[str]]) -> list[Person | None]:
    """Return people from "Last, First Last, First Last, First": each inner segment ends with the next
    surname.
    """
    people, last = [], segments[0]
    for segment in segments[1:-1]:
        cut = len(segment) - 1
        while cut > 1 and segment[cut - 1] in words_of("particles"):
            cut -= 1
        people.append(person_last_first(last, segment[:cut]))
        last = segment[cut:]
    return [*people, person_last_first(last, segments[-1])]


def _people(found: list[Person | None], sure: bool) -> Reading:
    return Reading(tuple(p for p in found if p is not None), sure)
