"""Puts the numbers of the digit reader where the word recogniser had guessed at them.

Tesseract reads about one Arabic-Indic number in eight right. So every number our own reader finds
in a line takes the place of the word or words over the same ink, or a place of its own where
nothing was read. A number that would take the place of a word read with confidence must be surer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from twosource.ports import RecognisedWord
from twosource.reading.ocr.coverage import Box
from twosource.reading.ocr.words import Line, Lines, box_of

DIGITS = re.compile(r"[0-9٠-٩۰-۹]+")
LETTERS = re.compile(r"[^\W\d_]")
AFTER = ".،؛:!؟"
# A word of letters read this surely gives way only to a number this sure. Judged, 22 November 2026.
SURE_WORD = 0.80
SURE_NUMBER = 0.90
# A word lies in a number, or a number in a word, where this share of its width does.
MOSTLY = 0.55


class Number(Protocol):
    """A number as read: text in logical order, confidence 0 to 1, and its box."""

    @property
    def text(self) -> str:
        """The digits, with the separators between them."""
        ...

    @property
    def confidence(self) -> float:
        """How sure the reader is of the whole number."""
        ...

    @property
    def box(self) -> Box:
        """Left, top, right, bottom in pixels of the picture the words are on."""
        ...


def line_boxes(lines: Lines) -> list[Box]:
    """Return the box of each line with words, as wide as its block, so that a number at an end is inside."""
    found: list[Box] = []
    block: list[Line] = []
    for line in (*lines, ()):
        if line:
            block.append(line)
            continue
        boxes = [box_of(one) for one in block]
        if boxes:
            left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
            found += [(left, box[1], right, box[3]) for box in boxes]
        block = []
    return found


def with_numbers(lines: Lines, numbers: Iterable[Number], *, is_right_to_left: bool) -> Lines:
    """Return the lines with every number in its place, and every word that holds digits marked."""
    found = [list(line) for line in lines]
    for number in numbers:
        index = _line_of(number.box, lines)
        if index is not None:
            found[index] = _put(found[index], number, is_right_to_left)
    return tuple(tuple(_marked(word) for word in line) for line in found)


def _line_of(box: Box, lines: Lines) -> int | None:
    """Return the line that shares most height with a box, of those it lies beside or in."""
    middle = (box[1] + box[3]) / 2
    best, nearest = None, 0.0
    for index, line in enumerate(lines):
        if not line:
            continue
        left, top, right, bottom = box_of(line)
        reach = 4 * (bottom - top)
        if not (top <= middle <= bottom and left - reach <= box[0] and box[2] <= right + reach):
            continue
        closeness = 1 / (1 + abs(middle - (top + bottom) / 2))
        if closeness > nearest:
            best, nearest = index, closeness
    return best


def _put(line: list[RecognisedWord], number: Number, is_right_to_left: bool) -> list[RecognisedWord]:
    inside = [word for word in line if _overlap(word, number.box) >= MOSTLY * (word.right - word.left)]
    if inside:
        if any(_outranks(word, number) for word in inside):
            return line
        at = line.index(inside[0])
        rest = [word for word in line if word not in inside]
        last = min(inside, key=lambda word: word.left) if is_right_to_left else inside[-1]
        return [*rest[:at], _as_word(number, _ending(last, number, is_right_to_left)), *rest[at:]]
    width = number.box[2] - number.box[0]
    around = next((word for word in line if _overlap(word, number.box) >= MOSTLY * width), None)
    if around is not None:
        return [_with_digits(word, number) if word is around else word for word in line]
    return _inserted(line, _as_word(number, ""), is_right_to_left)


def _outranks(word: RecognisedWord, number: Number) -> bool:
    is_a_word = len(LETTERS.findall(word.text)) >= 2 and not DIGITS.search(word.text)
    return is_a_word and word.confidence >= SURE_WORD and number.confidence < SURE_NUMBER


def _ending(word: RecognisedWord, number: Number, is_right_to_left: bool) -> str:
    """Return the stop that followed a word where its box goes on after the number; a zero looks like one."""
    beyond = number.box[0] - word.left if is_right_to_left else word.right - number.box[2]
    is_stop = bool(word.text) and word.text[-1] in AFTER
    return word.text[-1] if is_stop and beyond > 0.15 * (number.box[3] - number.box[1]) else ""


def _with_digits(word: RecognisedWord, number: Number) -> RecognisedWord:
    """Return a word of letters and digits with its longest run of digits as our reader read it."""
    runs = sorted(DIGITS.finditer(word.text), key=lambda run: run.end() - run.start())
    if not runs:
        return word
    start, end = runs[-1].span()
    return replace(word, text=word.text[:start] + number.text + word.text[end:])


def _inserted(
    line: Sequence[RecognisedWord], word: RecognisedWord, is_right_to_left: bool
) -> list[RecognisedWord]:
    """Return the line with a word where it stands: right-to-left lines begin at the right."""
    middle = (word.left + word.right) / 2
    sign = -1 if is_right_to_left else 1
    before = [one for one in line if sign * (one.left + one.right) / 2 < sign * middle]
    at = line.index(before[-1]) + 1 if before else 0
    return [*line[:at], word, *line[at:]]


def _as_word(number: Number, ending: str) -> RecognisedWord:
    left, top, right, bottom = number.box
    return RecognisedWord(
        text=number.text + ending,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        confidence=number.confidence,
        is_number=True,
    )


def _marked(word: RecognisedWord) -> RecognisedWord:
    return replace(word, is_number=True) if DIGITS.search(word.text) and not word.is_number else word


def _overlap(word: RecognisedWord, box: Box) -> int:
    return max(0, min(word.right, box[2]) - max(word.left, box[0]))
