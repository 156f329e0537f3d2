"""Collating two readings word by word: how far they agree, and each place where they differ.

Agreement is the share of words that stand in both, 2 m / (n1 + n2), with m words aligned (the
measure of Dice 1945 and of Ratcliff and Obershelp 1988). Alignment is by words that occur once
on both sides ("patience"), and only what lies between two of them is searched closely, so that a
book costs hardly more than its length.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from twosource.evidence.transcripts import HumanReading
from twosource.reading.human.folding_pages import FoldedPage, fold_pages

CLOSE = 40_000
MAX_DEPTH = 16
WORD = re.compile(r"\S+")
TATWEEL = "\u0640"
ALEFS = str.maketrans("أإآٱىی", "اااايي")


class Match(NamedTuple):
    """Equal words: `size` of them from `first` on the one side and `second` on the other."""

    first: int
    second: int
    size: int


class Gap(NamedTuple):
    """What differs between two matches: words `first` to `first_end` against `second` to `second_end`."""

    first: int
    first_end: int
    second: int
    second_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One place where two readings differ: page, line and word (from 1) of the first, and both wordings.

    An empty wording says that the words are missing there. `is_spelling` marks wordings that
    differ in vowel signs, letter forms, case or digits alone.
    """

    page: int
    line: int
    word: int
    first: str
    second: str
    is_spelling: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation:
    """How far two readings of the same places agree: counts of words, the share, and every variant.

    `share` is 2 m / (n1 + n2), 0 to 1, and 1 where neither holds a word; `share_folded` counts
    words that differ in spelling alone as agreeing.
    """

    n_first: int
    n_second: int
    n_agreed: int
    n_spelling: int
    variants: tuple[Variant, ...]

    @property
    def share(self) -> float:
        """The share of words that stand in both readings as written."""
        return self._share(self.n_agreed)

    @property
    def share_folded(self) -> float:
        """The same, words that differ in spelling alone counted as agreeing."""
        return self._share(self.n_agreed + self.n_spelling)

    def _share(self, n: int) -> float:
        total = self.n_first + self.n_second
        return 2 * n / total if total else 1.0


def agreement(first: Iterable[HumanReading], second: Iterable[HumanReading]) -> Collation:
    """Compare two layers of readings in the pages and lines that both hold; the rest is not compared."""
    ours = {page.number: page for page in fold_pages(first)}
    collations = [
        _collate(number, line, one, other)
        for page in fold_pages(second)
        if (own := ours.get(page.number))
        for number, line, one, other in _shared(own, page)
    ]
    return Collation(
        n_first=sum(c.n_first for c in collations),
        n_second=sum(c.n_second for c in collations),
        n_agreed=sum(c.n_agreed for c in collations),
        n_spelling=sum(c.n_spelling for c in collations),
        variants=tuple(variant for c in collations for variant in c.variants),
    )


def collate(first: str, second: str) -> Collation:
    """Compare two texts word by word, as if they were the same page."""
    return _collate(1, 1, first, second)


def fold_word(word: str) -> str:
    """Return a word without what spelling alone decides: marks, letter forms, case, digits' script."""
    plain = unicodedata.normalize("NFKD", word.translate(ALEFS).replace(TATWEEL, ""))
    letters = (c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    return "".join(_digit(c) for c in letters).casefold()


def align(first: Sequence[str], second: Sequence[str]) -> tuple[Match, ...]:
    """Return the runs of equal words in ascending order on both sides.

    Words that occur once on both sides anchor; stretches between anchors that are short enough
    are aligned closely (Ratcliff and Obershelp). Long stretches without one shared rare word are
    left unaligned, which is what keeps hostile texts from costing more than their length.
    """
    found: list[Match] = []
    todo = [(Gap(0, len(first), 0, len(second)), 0)]
    while todo:
        gap, depth = todo.pop()
        if gap.first == gap.first_end or gap.second == gap.second_end:
            continue
        trimmed, ends = _trim(first, second, gap)
        found.extend(ends)
        n_first, n_second = trimmed.first_end - trimmed.first, trimmed.second_end - trimmed.second
        if not n_first or not n_second:
            continue
        if n_first * n_second <= CLOSE:
            found.extend(_closely(first, second, trimmed))
        elif depth < MAX_DEPTH:
            anchors = _anchors(first, second, trimmed)
            found.extend(anchors)
            todo.extend((part, depth + 1) for part in _between(anchors, trimmed))
    return _joined(sorted(found))


def gaps(matches: Iterable[Match], n_first: int, n_second: int) -> Iterator[Gap]:
    """Yield what lies between matches, before the first and after the last, where anything does."""
    at_first = at_second = 0
    for match in (*matches, Match(n_first, n_second, 0)):
        if at_first < match.first or at_second < match.second:
            yield Gap(at_first, match.first, at_second, match.second)
        at_first, at_second = match.first + match.size, match.second + match.size


def _digit(letter: str) -> str:
    return str(unicodedata.digit(letter)) if unicodedata.category(letter) == "Nd" else letter


def _shared(first: FoldedPage, second: FoldedPage) -> Iterator[tuple[int, int, str, str]]:
    """Yield (page, line, one wording, the other) of what both hold; whole pages at once."""
    if first.is_whole and second.is_whole:
        yield first.number, 1, first.text, second.text
        return
    ours = dict(first.lines)
    for line, text in second.lines:
        if line in ours:
            yield first.number, line, ours[line], text


def _collate(page: int, line: int, first: str, second: str) -> Collation:
    ours, theirs = list(_words(first)), list(_words(second))
    matches = align([w for w, _ in ours], [w for w, _ in theirs])
    variants, n_spelling = [], 0
    for gap in gaps(matches, len(ours), len(theirs)):
        for one, other, at in _pairs(gap, ours, theirs):
            is_spelling = bool(one) and bool(other) and fold_word(one) == fold_word(other)
            n_spelling += is_spelling
            where = ours[min(at, len(ours) - 1)][1] if ours else 0
            variants.append(
                Variant(page=page, line=line + where, word=_word_in_line(ours, at), first=one, second=other,
                        is_spelling=is_spelling)
            )  # fmt: skip
    return Collation(
        n_first=len(ours),
        n_second=len(theirs),
        n_agreed=sum(match.size for match in matches),
        n_spelling=n_spelling,
        variants=tuple(variants),
    )


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Yield each word, composed (NFC), with the number of its line from 0."""
    for number, line in enumerate(text.split("\n")):
        for found in WORD.finditer(line):
            yield unicodedata.normalize("NFC", found[0]), number


def _word_in_line(words: Sequence[tuple[str, int]], at: int) -> int:
    if at >= len(words):
        return len(words) - _line_start(words, len(words) - 1) + 1 if words else 1
    return at - _line_start(words, at) + 1


def _line_start(words: Sequence[tuple[str, int]], at: int) -> int:
    line = words[at][1]
    return bisect_left(words, line, key=lambda word: word[1])


def _pairs(
    gap: Gap, ours: Sequence[tuple[str, int]], theirs: Sequence[tuple[str, int]]
) -> Iterator[tuple[str, str, int]]:
    """Yield the wordings of a gap: word against word where both sides have as many, else as one."""
    one = [word for word, _ in ours[gap.first : gap.first_end]]
    other = [word for word, _ in theirs[gap.second : gap.second_end]]
    if len(one) == len(other):
        yield from ((a, b, gap.first + offset) for offset, (a, b) in enumerate(zip(one, other, strict=True)))
    else:
        yield " ".join(one), " ".join(other), gap.first


def _trim(first: Sequence[str], second: Sequence[str], gap: Gap) -> tuple[Gap, list[Match]]:
    """Take equal words off both ends of a stretch."""
    a, a_end, b, b_end = gap
    while a < a_end and b < b_end and first[a] == second[b]:
        a, b = a + 1, b + 1
    while a < a_end and b < b_end and first[a_end - 1] == second[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
    ends = [Match(gap.first, gap.second, a - gap.first), Match(a_end, b_end, gap.first_end - a_end)]
    return Gap(a, a_end, b, b_end), [end for end in ends if end.size]


def _closely(first: Sequence[str], second: Sequence[str], gap: Gap) -> Iterator[Match]:
    matcher = SequenceMatcher(
        None, first[gap.first : gap.first_end], second[gap.second : gap.second_end], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        if block.size:
            yield Match(gap.first + block.a, gap.second + block.b, block.size)


def _anchors(first: Sequence[str], second: Sequence[str], gap: Gap) -> list[Match]:
    """Return the longest ascending row of words that occur once on both sides."""
    ours = Counter(first[gap.first : gap.first_end])
    theirs = Counter(second[gap.second : gap.second_end])
    place = {second[j]: j for j in range(gap.second, gap.second_end) if theirs[second[j]] == 1}
    pairs = [
        (i, place[first[i]])
        for i in range(gap.first, gap.first_end)
        if ours[first[i]] == 1 and first[i] in place
    ]
    return [Match(pairs[k][0], pairs[k][1], 1) for k in _ascending([j for _, j in pairs])]


def _ascending(values: Sequence[int]) -> list[int]:
    """Return the indexes of a longest ascending subsequence (Fredman 1975), in n log n."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(tail_at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(value)
            tail_at.append(index)
        else:
            tails[place], tail_at[place] = value, index
    row: list[int] = []
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        row.append(at)
        at = before[at]
    return row[::-1]


def _between(anchors: Sequence[Match], gap: Gap) -> Iterator[Gap]:
    """Yield the stretches between anchors; nothing where there is none."""
    a, b = gap.first, gap.second
    for anchor in anchors:
        yield Gap(a, anchor.first, b, anchor.second)
        a, b = anchor.first + 1, anchor.second + 1
    if anchors:
        yield Gap(a, gap.first_end, b, gap.second_end)


def _joined(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Join matches that follow one another without a gap."""
    joined: list[Match] = []
    for match in matches:
        last = joined[-1] if joined else None
        if last and last.first + last.size == match.first and last.second + last.size == match.second:
            joined[-1] = Match(last.first, last.second, last.size + match.size)
        else:
            joined.append(match)
    return tuple(joined)
