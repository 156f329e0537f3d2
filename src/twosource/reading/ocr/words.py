"""Words as an engine gave them: how sure it was, where they stand, and the text they make."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from twosource.evidence.layouts import WordBox
from twosource.ports import RecognisedWord
from twosource.reading.ocr.coverage import Box

Line: TypeAlias = tuple[RecognisedWord, ...]
Lines: TypeAlias = tuple[Line, ...]


def words_of(lines: Iterable[Line]) -> list[RecognisedWord]:
    """Return the words of all lines in order."""
    return [word for line in lines for word in line]


def mean_confidence(words: Sequence[RecognisedWord]) -> float:
    """Return the mean confidence (0 to 1), each word weighing as many letters as it has; 0 without words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def moved(lines: Lines, factor: float, left: int = 0, top: int = 0) -> Lines:
    """Return the lines with their boxes divided by a scale, then moved right and down."""
    if factor == 1 and not (left or top):
        return lines
    return tuple(tuple(_moved(word, factor, left, top) for word in line) for line in lines)


def box_of(words: Iterable[RecognisedWord]) -> Box:
    """Return the smallest box around words. Raises ValueError where there are none."""
    every = list(words)
    return (
        min(word.left for word in every),
        min(word.top for word in every),
        max(word.right for word in every),
        max(word.bottom for word in every),
    )


def text_and_boxes(lines: Lines) -> tuple[str, tuple[WordBox, ...]]:
    """Return the text of lines, one a line, blocks parted by an empty one, and each word's place in it."""
    pieces: list[str] = []
    boxes: list[WordBox] = []
    at = 0
    for line in lines:
        for index, word in enumerate(line):
            boxes.append(
                WordBox(
                    start=at,
                    end=at + len(word.text),
                    left=word.left,
                    top=word.top,
                    right=word.right,
                    bottom=word.bottom,
                    confidence=round(word.confidence, 4),
                    is_number=word.is_number,
                )
            )
            piece = word.text + (" " if index + 1 < len(line) else "")
            pieces.append(piece)
            at += len(piece)
        pieces.append("\n")
        at += 1
    return "".join(pieces).rstrip("\n"), tuple(boxes)


def _moved(word: RecognisedWord, factor: float, left: int, top: int) -> RecognisedWord:
    return replace(
        word,
        left=round(word.left / factor) + left,
        top=round(word.top / factor) + top,
        right=round(word.right / factor) + left,
        bottom=round(word.bottom / factor) + top,
    )
