"""Which word of one name answers which of the other, and what the whole comparison looks like in figures."""

from dataclasses import dataclass, replace
from functools import cache
from math import log

from rapidfuzz.distance import OSA

from twosource.naming.parts import Parts, Word
from twosource.naming.words import ANOTHER, OTHER, Meeting, meet, sound_of
from twosource.terms import load_table

ANSWERS = 0.5
"""Below it two words are two words."""

LOOKS = (
    "always",
    "contradicted",
    "contradicted, a body",
    "left over",
    "left over, a body",
    "worst word",
    "worst word, a body",
    "letters apart",
    "whole apart",
    "sounds apart",
    "looks alike only",
    "initials",
    "short form",
    "other number",
    "one word only",
    "other order",
    "other script",
    "same letters",
    "rare words shared",
    "one letter apart",
    "left over, one word",
    "another place",
    "acronym",
    "three letters apart",
)


@dataclass(frozen=True, slots=True)
class Paired:
    """Two names laid side by side: which words meet how, and which are left over on either side."""

    met: tuple[tuple[Word, Word, Meeting], ...]
    left: tuple[Word, ...]
    right: tuple[Word, ...]
    is_reordered: bool


def pair(one: Parts, other: Parts) -> Paired:
    """Return the best pairing of words, the most alike first; each word answers one word at most."""
    one, other = _rejoined(one, other), _rejoined(other, one)
    meetings = [(meet(a, b), i, j) for i, a in enumerate(one.words) for j, b in enumerate(other.words)]
    likely = sorted(
        (row for row in meetings if row[0].alike >= ANSWERS),
        key=lambda row: (-row[0].alike, abs(row[1] - row[2]), row[1]),
    )
    taken: dict[int, int] = {}
    met = {}
    for meeting, i, j in likely:
        if i not in taken and j not in taken.values():
            taken[i] = j
            met[i] = meeting
    order = [taken[i] for i in sorted(taken)]
    return Paired(
        met=tuple((one.words[i], other.words[taken[i]], met[i]) for i in sorted(taken)),
        left=tuple(w for i, w in enumerate(one.words) if i not in taken),
        right=tuple(w for j, w in enumerate(other.words) if j not in taken.values()),
        is_reordered=order != sorted(order),
    )


def looks_of(one: Parts, other: Parts, paired: Paired) -> tuple[float, ...]:
    """Return the figures of a comparison in the order of `LOOKS`; swapping the names changes none."""
    stands_for = is_acronym(one, other)
    left, right = (0.0, 0.0) if stands_for else (_weight(paired.left), _weight(paired.right))
    lighter = max(min(_weight(one.words), _weight(other.words)), 0.1)
    contradicted = min(min(left, right) / lighter, 1.0)
    extra = min(abs(left - right) / lighter, 2.0)
    is_body = float(one.is_body or other.is_body)
    full = [m for a, b, m in paired.met if not (a.is_initial or b.is_initial)]
    worst = 1.0 - min((m.alike for m in full), default=1.0)
    edits = sum(m.edits for m in full)
    n_words = min(len(one.words), len(other.words))
    crosses = any(a.is_arabic != b.is_arabic for a, b, _ in paired.met)
    shared = sum(min(a.weight, b.weight) * m.alike for a, b, m in paired.met)
    return (
        1.0,
        contradicted,
        contradicted * is_body,
        extra,
        extra * is_body,
        worst,
        worst * is_body,
        min(edits, 6.0),
        _apart(one, other, crosses),
        _sounds_apart(one, other, crosses),
        float(looks_alike_only(paired)),
        float(sum(a.is_initial != b.is_initial for a, b, _ in paired.met)),
        float(any(m.how == "a short form" for *_, m in paired.met)),
        float(any(m.how == OTHER for *_, m in paired.met)),
        float(n_words == 1),
        float(paired.is_reordered and not (one.has_comma or other.has_comma or is_body)),
        float(crosses),
        float(one.joined == other.joined),
        log(0.3 + shared),
        float(0.0 < edits <= 1.0),
        extra * float(n_words == 1),
        is_body * float(any(w.plain in places() for w in (*paired.left, *paired.right))),
        float(stands_for),
        float(edits >= 3.0),
    )


def _rejoined(one: Parts, other: Parts) -> Parts:
    """Return a name in which neighbours, two or three, are one word where the other name writes them so."""
    whole = {word.plain for word in other.words}
    words = list(one.words)
    for size in (3, 2):
        for at in range(len(words) - size, -1, -1):
            part = words[at : at + size]
            both = "".join(word.plain for word in part)
            is_apart = len(both) > 4 and not whole.intersection(word.plain for word in part)
            if is_apart and any(_is_near(both, word) for word in whole):
                written = " ".join(word.written for word in part)
                words[at : at + size] = [Word(both, written, max(word.weight for word in part))]
    return replace(one, words=tuple(words))


def _is_near(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= 1 and OSA.distance(one, other, score_cutoff=1) <= 1


def _weight(words: tuple[Word, ...]) -> float:
    return sum(word.weight for word in words)


def _apart(one: Parts, other: Parts, crosses: bool) -> float:
    """Return how far the names are apart letter by letter, best of written order and sorted words, 0 to 1."""
    if crosses or is_acronym(one, other):
        return 0.3
    ways = [
        (one.joined, other.joined),
        ("".join(w.plain for w in one.words), "".join(w.plain for w in other.words)),
        (_sorted(one), _sorted(other)),
    ]
    return min(OSA.normalized_distance(a, b) for a, b in ways)


def _sounds_apart(one: Parts, other: Parts, crosses: bool) -> float:
    if crosses or is_acronym(one, other):
        return 0.3
    heard = [[sound_of(word.plain) for word in parts.words] for parts in (one, other)]
    ways = (map("".join, heard), map("".join, map(sorted, heard)))
    return min(OSA.normalized_distance(a, b) for a, b in ways)


def _sorted(parts: Parts) -> str:
    return "".join(sorted(word.plain for word in parts.words))


@cache
def places() -> frozenset[str]:
    """Return words for places that tell branches of a body apart."""
    return frozenset(load_table("names")["common"]["places"].split())


def is_acronym(one: Parts, other: Parts) -> bool:
    """Say whether a word of one name is made of the first letters of the other, three or more."""
    for short, full in ((one, other), (other, one)):
        first = "".join(word.plain[0] for word in full.words if not word.number)
        if len(full.words) >= 2 and len(first) >= 3 and len(short.words) <= 2:
            small = "".join(w.plain[0] for w in full.every)
            if any(w.plain in (first, small) for w in short.words):
                return True
    return False


def looks_alike_only(paired: Paired) -> bool:
    """Say whether a word of each side, left over, is known to be another name that looks alike."""
    return any(meet(a, b).how == ANOTHER for a in paired.left for b in paired.right)
