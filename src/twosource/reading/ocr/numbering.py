"""Puts the numbers of the digit reader where the word recogniser had guessed at them.

Tesseract reads about one Arabic-Indic number in eight right. So every number our own reader finds
in a line takes the place of the word or words over the same ink, or a place of its own where
nothing was read. A number that would take the place of a word read with confidence must be surer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from twosource.ports import RecognisedWord
from twosource.reading.ocr.coverage import Box
from twosource.reading.ocr.words import Line, Lines, box_of

DIGITS = re.compile(r"[0-9٠-٩۰-۹]+")
ARABIC_LETTERS = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
LETTERS = re.compile(r"[^\W\d_]")
AFTER = ".،؛:!؟"
ZERO = "٠"
STOP = "."
# A dot whose middle lies this far down the other digits is a stop. Judged on fonts, 22 November 2026.
STOP_FROM = 0.62
# Pieces nearer than the first share of their height are one number, and nearer than the second where they
# lie in one word. Judged, 22 November 2026.
TOUCHING = 0.3
APART = 0.9
# A word of letters read this surely gives way only to a number this sure. Judged, 22 November 2026.
SURE_WORD = 0.80
SURE_NUMBER = 0.90
# A word lies in a number, or a number in a word, where this share of its width does.
MOSTLY = 0.55


class Character(Protocol):
    """One character of a number as read."""

    @property
    def text(self) -> str:
        """The digit or separator."""
        ...

    @property
    def box(self) -> Box:
        """Left, top, right, bottom in pixels of the picture the words are on."""
        ...


class Number(Protocol):
    """A number as read: text in logical order, confidence 0 to 1, its box and its characters."""

    @property
    def text(self) -> str:
        """The digits, with the separators between them."""
        ...

    @property
    def characters(self) -> Sequence[Character]:
        """What it was put together from, from left to right."""
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
    """Return the box of each line that may hold Arabic-Indic numbers: one that is not in another script.

    Boxes are as wide as their block, so that a number at the end of a line that nobody saw is inside.
    """
    found: list[Box] = []
    block: list[Line] = []
    for line in (*lines, ()):
        if line:
            block.append(line)
            continue
        boxes = [box_of(one) for one in block]
        if boxes:
            left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
            arabic = (box for box, one in zip(boxes, block, strict=True) if _may_be_arabic(one))
            found += [(left, box[1], right, box[3]) for box in arabic]
        block = []
    return found


def _may_be_arabic(line: Line) -> bool:
    text = "".join(word.text for word in line)
    return 2 * len(ARABIC_LETTERS.findall(text)) >= len(LETTERS.findall(text))


def with_numbers(lines: Lines, numbers: Iterable[Number]) -> Lines:
    """Return the lines with every number in its place, and every word that holds digits marked."""
    found = [list(line) for line in lines]
    words = [word for line in lines for word in line]
    for number in map(_told, _whole(numbers, words)):
        index = _line_of(number.box, lines)
        if index is not None:
            found[index] = _put(found[index], number, _begins_right(lines[index]))
    return tuple(tuple(_marked(word) for word in line) for line in found)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Pieces of one number that were read apart, from left to right."""

    text: str
    box: Box
    confidence: float
    characters: tuple[Character, ...]


def _whole(numbers: Iterable[Number], words: Sequence[RecognisedWord]) -> list[Number]:
    """Return numbers with the pieces of one joined: those that nearly touch, or lie in one word."""
    found: list[Number] = []
    for number in numbers:
        if found and _goes_on(found[-1], number, words):
            before = found.pop()
            found.append(
                _Joined(
                    before.text + number.text,
                    _around(before.box, number.box),
                    min(before.confidence, number.confidence),
                    (*before.characters, *number.characters),
                )
            )
        else:
            found.append(number)
    return found


def _goes_on(before: Number, number: Number, words: Sequence[RecognisedWord]) -> bool:
    shared = min(before.box[3], number.box[3]) - max(before.box[1], number.box[1])
    height = max(before.box[3] - before.box[1], number.box[3] - number.box[1])
    gap = number.box[0] - before.box[2]
    if shared <= 0 or not 0 <= gap <= APART * height:
        return False
    whole = _around(before.box, number.box)
    return gap <= TOUCHING * height or any(_holds(word, whole) for word in words)


def _holds(word: RecognisedWord, box: Box) -> bool:
    width = box[2] - box[0]
    is_level = word.top <= (box[1] + box[3]) / 2 <= word.bottom
    return is_level and _overlap(word, box) >= 0.8 * width


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


@dataclass(frozen=True, slots=True)
class _Told:
    """A number as it goes into the text, with the stop that followed it."""

    text: str
    box: Box
    confidence: float
    ending: str = ""


def _told(number: Number) -> _Told:
    """Return a number without a full stop taken for its first digit.

    At the end of a right-to-left sentence the stop stands left of the number, and a stop looks like
    the Arabic zero; but it stands on the line, and a zero at half the height of the other digits.
    """
    characters = list(number.characters)
    if len(characters) < 2 or characters[0].text != ZERO or not number.text.startswith(ZERO):
        return _Told(number.text, number.box, number.confidence)
    first, others = characters[0].box, [one.box for one in characters[1:] if one.text != ZERO]
    top, bottom = min((box[1] for box in others), default=0), max((box[3] for box in others), default=0)
    if bottom <= top or (first[1] + first[3]) / 2 < top + STOP_FROM * (bottom - top):
        return _Told(number.text, number.box, number.confidence)
    left, right = characters[1].box[0], number.box[2]
    return _Told(number.text[1:], (left, top, right, bottom), number.confidence, STOP)


def _begins_right(line: Line) -> bool:
    """Say whether the words of a line run from right to left: its first stands right of its last."""
    return line[0].left + line[0].right >= line[-1].left + line[-1].right


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


def _put(line: list[RecognisedWord], number: _Told, is_right_to_left: bool) -> list[RecognisedWord]:
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
    if number.text == ZERO:
        return line
    return _inserted(line, _as_word(number, number.ending), is_right_to_left)


def _outranks(word: RecognisedWord, number: _Told) -> bool:
    is_a_word = len(LETTERS.findall(word.text)) >= 2 and not DIGITS.search(word.text)
    return is_a_word and word.confidence >= SURE_WORD and number.confidence < SURE_NUMBER


def _ending(word: RecognisedWord, number: _Told, is_right_to_left: bool) -> str:
    """Return the stop that followed a word where its box goes on after the number; a zero looks like one."""
    if number.ending:
        return number.ending
    beyond = number.box[0] - word.left if is_right_to_left else word.right - number.box[2]
    is_stop = bool(word.text) and word.text[-1] in AFTER
    return word.text[-1] if is_stop and beyond > 0.15 * (number.box[3] - number.box[1]) else ""


def _with_digits(word: RecognisedWord, number: _Told) -> RecognisedWord:
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


def _as_word(number: _Told, ending: str) -> RecognisedWord:
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
