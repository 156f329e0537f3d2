"""The letters of a right-to-left page, put in the order in which a person reads them off the page.

A PDF stores glyphs with places, not lines of text, and those who write right-to-left pages store
them in many orders. PDFium and poppler each guess back; PDFium turns whole words round, poppler
loses track of spaces and signs, and both give a glyph that holds lam and alef in the wrong order.
The place of each glyph does not lie: here it alone decides. Numbers and Latin words keep the order
in which they are drawn from left to right, so 2015 stays 2015 whatever the file stores.

This is the inverse of what Unicode Annex 9 (the bidirectional algorithm) does to a line, for the
cases that a line of print can show; where two logical orders look alike on paper, the order is
taken that a reader would read.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

# A gap between two letters that is wider than this share of the font size parts words. Space glyphs
# have .2 to .3; what lies within a word is 0, because advance widths are measured, not ink.
WORD_GAP = 0.15
# Two letters that begin within this share of the font size of one another are one drawn glyph.
SAME_PLACE = 0.02
# Pieces of one line stand within this share of the font size of one height, and side by side: neither
# further apart than a letter nor over one another. Fonts draw a hamza as a glyph of its own, raised.
SAME_LINE = 0.7
MOST_APART = 1.0
MOST_OVERLAP = 0.3
# A longer line is not joined on: asking where it ends, again and again, would take too long.
MAX_JOINED = 2000
# A line that climbs so many times more than it runs stands upright on the page.
UPRIGHT = 2.0
ALEFS = "\u0627\u0622\u0623\u0625"
LAM = "\u0644"
PRESENTATION_FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufeff]+")
INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
MIRRORED = dict(zip("()[]{}\u00ab\u00bb", ")(][}{\u00bb\u00ab", strict=True))
OPENING = frozenset("([{\u00ab")
JOINS_DIGITS = frozenset(".,:/-\u066b\u066c\u2212\u2013")
BRACKET = re.compile("[()\\[\\]{}\u00ab\u00bb]")
# A per cent sign is drawn on either side of its number; it is written behind it.
PERCENT_FIRST = re.compile(r"(?<![\d%\u066a])([%\u066a])(\d+(?:[.,\u066b\u066c]\d+)*)(?![\d%\u066a])")
# Letters may be joined to the front of a foreign word, never to its end: there a space was lost.
AFTER_LATIN = re.compile("(?<=[A-Za-z])(?=[\u0620-\u064a\u066e-\u06d3])")
_Run = tuple[str, list[str]]


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of a page: what it is, from where to where it is drawn, and at which size.

    `left` is where the pen stood, `right` where it went on; both in points from the left. `height`
    is that of its line above the foot of the page. `is_made_up` marks white space that the
    extractor added.
    """

    text: str
    left: float
    right: float
    size: float
    height: float = 0.0
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class _Glyph:
    """What is drawn at one place: usually one letter, for ligatures two or more, with its marks."""

    text: str
    left: float
    right: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a page is set: its direction, how its writer stored brackets, and what parts words.

    `is_mirrored` says that brackets are stored in the shape drawn; from a gap of `word_gap` font
    sizes on, words part.
    """

    right_to_left: bool = True
    is_mirrored: bool = False
    word_gap: float = WORD_GAP


def page_in_order(lines: Sequence[Sequence[Letter]], word_gap: float = WORD_GAP) -> str:
    """Return the text of a page from the letters of its lines, each line given in any order.

    How brackets are stored is decided once for the page: as it leaves fewer of them open.
    """
    n_right = sum(is_right_to_left(letter.text) for line in lines for letter in line)
    n_left = sum(_kind(letter.text) == "L" for line in lines for letter in line)
    setting = Setting(right_to_left=n_right > n_left, word_gap=word_gap)
    as_stored = "\n".join(line_in_order(line, setting) for line in lines)
    if not BRACKET.search(as_stored):
        return as_stored
    mirrored = replace(setting, is_mirrored=True)
    turned = "\n".join(line_in_order(line, mirrored) for line in lines)
    return turned if n_left_open(turned) < n_left_open(as_stored) else as_stored


def line_in_order(letters: Iterable[Letter], setting: Setting = Setting()) -> str:
    """Return the text of one line from its letters, whatever order they are given in.

    A line without a right-to-left letter comes out as drawn whatever the setting.
    """
    runs = _runs(_with_gaps(_glyphs(letters), setting.word_gap))
    if not any(kind == "R" for kind, _ in runs):
        ordered = "".join(text for _, texts in runs for text in texts)
    elif setting.right_to_left:
        ordered = _right_to_left(runs, setting.is_mirrored)
    else:
        ordered = _left_to_right(runs, setting.is_mirrored)
    ordered = AFTER_LATIN.sub(" ", PERCENT_FIRST.sub(r"\2\1", ordered))
    return fold_forms(" ".join(ordered.split()))


def n_left_open(text: str) -> int:
    """Return how many brackets of a text have no partner."""
    waiting: list[str] = []
    n_alone = 0
    for bracket in BRACKET.findall(text):
        if bracket in OPENING:
            waiting.append(MIRRORED[bracket])
        elif waiting and waiting[-1] == bracket:
            waiting.pop()
        else:
            n_alone += 1
    return n_alone + len(waiting)


def fold_forms(text: str) -> str:
    """Return a text with presentation forms as letters and without marks of direction."""
    folded = PRESENTATION_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return INVISIBLE.sub("", folded)


def is_right_to_left(letter: str) -> bool:
    """Say whether a character is a letter of a right-to-left script."""
    return unicodedata.bidirectional(letter[:1]) in {"R", "AL"} if letter else False


def _glyphs(letters: Iterable[Letter]) -> list[_Glyph]:
    """Return what is drawn, from left to right: ligatures in logical order, marks on their letters."""
    solid: list[Letter] = []
    marks: list[Letter] = []
    for letter in letters:
        if letter.is_made_up or (letter.text.isspace() and letter.right - letter.left <= 0 and not solid):
            continue
        (marks if unicodedata.combining(letter.text[:1]) else solid).append(letter)
    solid = _pieces_put_right(solid)
    solid.sort(key=lambda letter: letter.left)
    groups: list[list[Letter]] = []
    for letter in solid:
        previous = groups[-1][0] if groups else None
        if previous is not None and letter.left - previous.left <= SAME_PLACE * max(letter.size, 1.0):
            groups[-1].append(letter)
        else:
            groups.append([letter])
    glyphs = [_one_glyph(group) for group in groups]
    return _with_marks(glyphs, marks)


def _pieces_put_right(letters: Sequence[Letter]) -> list[Letter]:
    """Return the letters in the order given, but those of one glyph as they are meant.

    A font names the letters of a ligature in the order they are read. Where the extractor turned a
    stretch round, so that its letters run from right to left, it turned these with them.
    """
    ordered: list[Letter] = []
    for _, pieces in groupby(letters, key=lambda one: (one.left, one.right, one.height)):
        group = list(pieces)
        at = len(ordered) + len(group)
        if len(group) > 1 and all(is_right_to_left(one.text) for one in group):
            after, before = letters[at : at + 1], ordered[-1:]
            is_turned = (
                after[0].left < group[0].left if after else bool(before and before[0].left > group[0].left)
            )
            group = group[::-1] if is_turned else group
        ordered.extend(group)
    return ordered


def _one_glyph(group: Sequence[Letter]) -> _Glyph:
    """Join the letters of one glyph. Lam and alef are always lam first: no font joins alef and lam.

    Two glyphs that begin at one place are the parts of a ligature: the one that reaches further to
    the right is read first.
    """
    if len(group) > 1 and is_right_to_left(group[0].text):
        group = sorted(group, key=lambda letter: -letter.right)
    texts = [letter.text for letter in group]
    for index, (first, second) in enumerate(pairwise(texts)):
        if first in ALEFS and second == LAM:
            texts[index], texts[index + 1] = second, first
    return _Glyph(
        "".join(texts),
        min(letter.left for letter in group),
        max(letter.right for letter in group),
        max(letter.size for letter in group),
    )


def _with_marks(glyphs: list[_Glyph], marks: Iterable[Letter]) -> list[_Glyph]:
    """Put each vowel sign behind the letter that it is drawn over: the one whose middle is nearest."""
    bases = [index for index, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    if not bases:
        return glyphs
    middles = [(glyphs[index].left + glyphs[index].right) / 2 for index in bases]
    by_middle = sorted(range(len(bases)), key=middles.__getitem__)
    in_order = [middles[place] for place in by_middle]
    for mark in marks:
        middle = (mark.left + mark.right) / 2
        at = bisect_left(in_order, middle)
        near = range(max(0, at - 1), min(len(in_order), at + 1))
        nearest = bases[by_middle[min(near, key=lambda place: abs(in_order[place] - middle))]]
        base = glyphs[nearest]
        glyphs[nearest] = _Glyph(base.text + mark.text, base.left, base.right, base.size)
    return glyphs


def _with_gaps(glyphs: Sequence[_Glyph], word_gap: float) -> list[str]:
    """Return the texts from left to right, with a space wherever the gap is as wide as one."""
    drawn: list[str] = []
    reached = None
    for glyph in glyphs:
        if reached is not None and glyph.left - reached > word_gap * glyph.size:
            drawn.append(" ")
        drawn.append(glyph.text)
        reached = glyph.right if reached is None else max(reached, glyph.right)
    return drawn


def _kind(text: str) -> str:
    """Return R, L, N (a digit) or an empty text for what has no direction of its own."""
    direction = unicodedata.bidirectional(text[:1])
    if direction in {"R", "AL"}:
        return "R"
    if direction in {"EN", "AN"}:
        return "N"
    return "L" if direction == "L" else ""


def _runs(drawn: Sequence[str]) -> list[_Run]:
    """Return (kind, texts) from left to right: numbers whole, Latin stretches whole, the rest singly.

    A number is digits with single signs between them; single digits drawn apart, as in the boxes of
    a form, keep the order they are drawn in. A Latin stretch runs from Latin to Latin and
    may hold spaces, signs and numbers, and a number that follows it: "Article 5" is one thing.
    """
    singles: list[_Run] = []
    at = 0
    while at < len(drawn):
        kind, end = _kind(drawn[at]), at + 1
        while kind == "N" and end < len(drawn):
            step = 1 if _kind(drawn[end]) == "N" else 2
            joins = step == 1 or (
                (drawn[end] in JOINS_DIGITS or _is_apart(drawn, end))
                and end + 1 < len(drawn)
                and _kind(drawn[end + 1]) == "N"
            )
            if not joins:
                break
            end += step
        singles.append((kind, list(drawn[at:end])))
        at = end
    return _join_latin(singles)


def _is_apart(drawn: Sequence[str], at: int) -> bool:
    """Say whether a space parts single digits, each alone between spaces."""
    if drawn[at] != " ":
        return False
    alone = (at - 2, at + 2)
    return all(not 0 <= place < len(drawn) or _kind(drawn[place]) != "N" for place in alone)


def _join_latin(singles: Sequence[_Run]) -> list[_Run]:
    runs: list[_Run] = []
    at = 0
    while at < len(singles):
        kind, texts = singles[at]
        if kind != "L" and not (kind == "N" and at + 1 < len(singles) and singles[at + 1][0] == "L"):
            runs.append((kind, texts))
            at += 1
            continue
        last = at
        for ahead in range(at + 1, len(singles)):
            if singles[ahead][0] == "R":
                break
            if singles[ahead][0] in {"L", "N"}:
                last = ahead
        runs.append(("L", [text for _, some in singles[at : last + 1] for text in some]))
        at = last + 1
    return runs


def _right_to_left(runs: Sequence[_Run], is_mirrored: bool) -> str:
    """Read the runs from the right; brackets between words are turned where they are stored as drawn."""
    turn = MIRRORED if is_mirrored else {}
    return "".join(
        turn.get(texts[0], texts[0]) if not kind else "".join(texts) for kind, texts in reversed(runs)
    )


def _left_to_right(runs: Sequence[_Run], is_mirrored: bool) -> str:
    """Read the runs from the left, and right-to-left stretches within them from their right."""
    pieces: list[str] = []
    at = 0
    while at < len(runs):
        if runs[at][0] != "R":
            pieces.append("".join(runs[at][1]))
            at += 1
            continue
        last = at
        for ahead in range(at, len(runs)):
            if runs[ahead][0] == "L":
                break
            if runs[ahead][0] == "R":
                last = ahead
        pieces.append(_right_to_left(runs[at : last + 1], is_mirrored))
        at = last + 1
    return "".join(pieces)


def is_upright(line: Sequence[Letter]) -> bool:
    """Say whether a line climbs the page instead of crossing it, so that left and right say nothing."""
    if len(line) < 2:
        return False
    lefts, heights = [letter.left for letter in line], [letter.height for letter in line]
    return max(heights) - min(heights) > UPRIGHT * max(max(lefts) - min(lefts), line[0].size)


def split_lines(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Part letters at the line ends an extractor put between them, where it was right to; the ends go."""
    lines: list[list[Letter]] = []
    for is_end, line in groupby(letters, key=lambda one: one.text in "\r\n"):
        if is_end:
            continue
        piece = list(line)
        if lines and _is_one_line(lines[-1], piece):
            lines[-1].extend(piece)
        else:
            lines.append(piece)
    return lines


def _is_one_line(line: Sequence[Letter], piece: Sequence[Letter]) -> bool:
    """Say whether a piece goes on with the line before it: at its height, and right beside it."""
    if len(line) > MAX_JOINED:
        return False
    one, other = _extent(line), _extent(piece)
    if one is None or other is None or is_upright(line) or is_upright(piece):
        return False
    size = max(one[3], other[3])
    gap = max(one[0], other[0]) - min(one[1], other[1])
    is_beside = -MOST_OVERLAP * size <= gap <= MOST_APART * size
    return is_beside and abs(one[2] - other[2]) <= SAME_LINE * size


def _extent(line: Sequence[Letter]) -> tuple[float, float, float, float] | None:
    """Return (left, right, height, size) of what is drawn on a line, None where nothing is."""
    drawn = [letter for letter in line if not letter.is_made_up and not letter.text.isspace()]
    if not drawn:
        return None
    heights = sorted(letter.height for letter in drawn)
    return (
        min(letter.left for letter in drawn),
        max(letter.right for letter in drawn),
        heights[len(heights) // 2],
        max(letter.size for letter in drawn),
    )
