"""What the network learns from: some words and what is known about them.

Whatever a corpus does not say stays None and teaches nothing about it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from training.tagging.brat import Span, Told

ROLES = ("source", "cue", "content")
Range = tuple[int, int]
N_DISTANCES = 16
"""Distances of a word to a cue in powers of two, before and behind."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One attribution in word ranges, parts from left to right; `is_inner` where it stands in a content."""

    cue: tuple[Range, ...]
    source: tuple[Range, ...] = ()
    content: tuple[Range, ...] = ()
    is_inner: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """Words and what is known about them.

    `flat` and `tales` are ranges with a role (news, fiction), `linked` attributions, `entities`
    ranges with a kind, `facts` a value per word (nan: no event), `pair` two ranges with the number of
    what the first does to the second.
    """

    words: tuple[str, ...]
    flat: tuple[tuple[int, int, str], ...] | None = None
    linked: tuple[Linked, ...] | None = None
    tales: tuple[tuple[int, int, str], ...] | None = None
    entities: tuple[tuple[int, int, str], ...] | None = None
    facts: tuple[float, ...] | None = None
    pairs: tuple[tuple[Range, Range, int], ...] = field(default=())


def in_words(spans: Sequence[Span], words: Sequence[tuple[str, int, int]]) -> tuple[Range, ...]:
    """Return ranges of words that share a letter with each span, cut to these words; empty ones fall away.

    `words` are (text, start, end) in order and do not overlap; the ranges of spans that meet in a word
    are given as they are.
    """
    found = []
    for start, end in spans:
        inside = [at for at, (_, first, last) in enumerate(words) if first < end and last > start]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return tuple(sorted(set(found)))


def project(words: Sequence[tuple[str, int, int]], told: Iterable[Told]) -> Unit:
    """Return the unit of these words with every attribution that touches them.

    A part outside the words falls away; an attribution whose cue lies outside is kept in `flat` only.
    """
    flat: set[tuple[int, int, str]] = set()
    linked = []
    for one in told:
        ranges = {role: in_words(getattr(one, role), words) for role in ROLES}
        flat.update((first, last, role) for role in ROLES for first, last in ranges[role])
        if ranges["cue"]:
            linked.append(Linked(**ranges))
    return Unit(tuple(word for word, _, _ in words), tuple(sorted(flat)), tuple(linked))


def labels(length: int, ranges: Iterable[tuple[int, int, str]]) -> list[str]:
    """Return BIO labels; where ranges meet in a word the one that begins later has it."""
    found = ["O"] * length
    for first, last, kind in sorted(ranges):
        for at in range(first, last):
            found[at] = ("B-" if at == first else "I-") + kind
        if last < length and found[last].startswith("I-"):
            found[last] = "B-" + found[last][2:]
    return found


def ranges_of(given: Sequence[str]) -> tuple[tuple[int, int, str], ...]:
    """Return the ranges of BIO labels; an `I-` that continues nothing begins a range."""
    found: list[tuple[int, int, str]] = []
    for at, label in enumerate(given):
        kind = label[2:]
        continues = label[0] == "I" and found and found[-1][1] == at and found[-1][2] == kind
        if continues:
            found[-1] = (found[-1][0], at + 1, kind)
        elif label[0] in "BI":
            found.append((at, at + 1, kind))
    return tuple(found)


def cut(unit: Unit, first: int, last: int) -> Unit:
    """Return the words first..last of a unit with what is known about them."""

    def clip(given: Iterable[Range]) -> tuple[Range, ...]:
        return tuple(
            (max(a, first) - first, min(b, last) - first) for a, b in given if a < last and b > first
        )

    def clip_named(given: tuple[tuple[int, int, str], ...] | None) -> tuple[tuple[int, int, str], ...] | None:
        if given is None:
            return None
        return tuple(
            (max(a, first) - first, min(b, last) - first, k) for a, b, k in given if a < last and b > first
        )

    linked = None
    if unit.linked is not None:
        parts = [
            replace(one, cue=clip(one.cue), source=clip(one.source), content=clip(one.content))
            for one in unit.linked
        ]
        linked = tuple(one for one in parts if one.cue)
    return Unit(
        unit.words[first:last],
        clip_named(unit.flat),
        linked,
        clip_named(unit.tales),
        clip_named(unit.entities),
        None if unit.facts is None else unit.facts[first:last],
        tuple(
            ((s[0] - first, s[1] - first), (t[0] - first, t[1] - first), kind)
            for s, t, kind in unit.pairs
            if min(s[0], t[0]) >= first and max(s[1], t[1]) <= last
        ),
    )


def nested(unit: Unit, frame: tuple[Sequence[str], Sequence[str]], rng: np.random.Generator) -> Unit:
    """Return a unit told by somebody else: source and cue of a frame before or behind it.

    People mark nested attributions rarely; here both layers are known. The whole of the old words
    is the new content, what was marked in it stays linked, one layer further in.
    """
    source, cue = (tuple(part) for part in frame)
    words = unit.words
    if rng.random() < 0.7:
        that = ("that",) if rng.random() < 0.6 else ()
        lead = source + cue
        start = len(lead)
        head = lead + that + words
        ranges = ((0, len(source)), (len(source), start), (start, len(head) - _n_end(words)))
        shift = start + len(that)
    else:
        body = words[: len(words) - _n_end(words)]
        head = (*body, ",", *source, *cue, ".")
        ranges = (
            (len(body) + 1, len(body) + 1 + len(source)),
            (len(body) + 1 + len(source), len(head) - 1),
            (0, len(body)),
        )
        shift = 0
        unit = cut(unit, 0, len(body))
    outer = Linked(cue=(ranges[1],), source=(ranges[0],), content=(ranges[2],))
    inner = [
        Linked(
            **{role: tuple((a + shift, b + shift) for a, b in getattr(one, role)) for role in ROLES},
            is_inner=True,
        )
        for one in unit.linked or ()
    ]
    flat = tuple(sorted((*ranges[n], role) for n, role in enumerate(ROLES)))
    return Unit(head, flat, (outer, *inner))


def _n_end(words: Sequence[str]) -> int:
    return 1 if words and words[-1] in {".", "!", "?"} else 0


def numbered(length: int, ranges: Iterable[tuple[int, int, int]]) -> list[int]:
    """Return BIOES labels as numbers from ranges with the number of their kind; 0 is outside."""
    found = [0] * length
    for first, last, kind in ranges:
        base = 1 + 4 * kind
        for at in range(first, last):
            letter = 3 if last - first == 1 else 0 if at == first else 2 if at == last - 1 else 1
            found[at] = base + letter
    return whole(found)


def whole(found: list[int]) -> list[int]:
    """Mend labels where one range was written over another, so that every range begins and ends."""
    kinds = [(label - 1) // 4 if label else -1 for label in found]
    starts = [
        label and ((label - 1) % 4 in {0, 3} or at == 0 or kinds[at - 1] != kinds[at])
        for at, label in enumerate(found)
    ]
    mended = list(found)
    for at, label in enumerate(found):
        if label:
            ends = at + 1 == len(found) or kinds[at + 1] != kinds[at] or starts[at + 1]
            letter = (3 if ends else 0) if starts[at] else (2 if ends else 1)
            mended[at] = 1 + 4 * kinds[at] + letter
    return mended


def distances(cue: Sequence[Range], length: int, n_words: int) -> list[int]:
    """Return for each word its distance to the nearest cue word, in powers of two, as a number from 0."""
    found = []
    for at in range(n_words):
        if at >= length:
            found.append(2 * N_DISTANCES)
            continue
        nearest = min((distance(at, one) for one in cue), key=abs)
        step = 0 if nearest == 0 else 1 + min(int(math.log2(abs(nearest))), N_DISTANCES - 2)
        found.append(N_DISTANCES + (step if nearest > 0 else -step))
    return found


def distance(at: int, given: Range) -> int:
    """Return how many words lie from a range to a word: negative before it, 0 inside."""
    first, last = given
    return at - first if at < first else max(0, at - last + 1)
