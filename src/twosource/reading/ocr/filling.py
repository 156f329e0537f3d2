"""Reads the parts of a page that no word covers, each alone, and puts their words in place.

The layout analysis of a recogniser now and then drops whole lines. Reading the dropped part costs a
fraction of reading the page again, and leaves what was read well as it is.
"""

from collections.abc import Iterable

from twosource.ports import RecognisedWord
from twosource.reading.ocr.asking import Asking
from twosource.reading.ocr.coverage import Box, unread_regions
from twosource.reading.ocr.pictures import Mask, Picture
from twosource.reading.ocr.words import Line, Lines, box_of, moved, words_of

# Judged on rendered tuning pages, 22 November 2026: parts with this share of the ink are read alone, with
# this share of a line's height around them; words less sure than this are noise.
LEAST_PART = 0.004
AROUND = 0.35
LEAST_SURE = 0.35
# Two boxes are one column where the narrower shares this much of its width.
SAME_COLUMN = 0.3


def with_missed_parts(lines: Lines, picture: Picture, ink: Mask, asking: Asking, line_height: float) -> Lines:
    """Return the lines with the words of the parts that no word covered."""
    cell = max(8, int(line_height))
    margin = int(AROUND * line_height)
    height, width = picture.shape
    for region in unread_regions(ink, words_of(lines), cell, LEAST_PART):
        if asking.is_over:
            break
        left, top = max(0, region.box[0] - margin), max(0, region.box[1] - margin)
        right, bottom = min(width, region.box[2] + margin), min(height, region.box[3] + margin)
        read = asking.lines(picture[top:bottom, left:right], layout="block")
        fresh = only_new(moved(read, 1.0, left, top), words_of(lines))
        lines = put_in_place(lines, fresh, is_right_to_left=asking.is_right_to_left)
    return lines


def only_new(read: Lines, known: Iterable[RecognisedWord]) -> Lines:
    """Return the lines without words that are unsure or lie where a word is already."""
    boxes = [(word.left, word.top, word.right, word.bottom) for word in known]
    kept = (
        tuple(word for word in line if word.confidence >= LEAST_SURE and not _is_over(word, boxes))
        for line in read
    )
    return tuple(line for line in kept if line)


def put_in_place(lines: Lines, fresh: Lines, *, is_right_to_left: bool) -> Lines:
    """Return the lines with fresh ones in their places: in a line level with them, or below one."""
    found = list(lines)
    for line in fresh:
        box = box_of(line)
        level = next((i for i, one in enumerate(found) if one and _is_level(box_of(one), box)), None)
        if level is not None:
            found[level] = in_order((*found[level], *line), is_right_to_left=is_right_to_left)
            continue
        above = [i for i, one in enumerate(found) if one and _is_above(box_of(one), box)]
        below = [i for i, one in enumerate(found) if one and _is_above(box, box_of(one))]
        at = above[-1] + 1 if above else below[0] if below else len(found)
        found.insert(at, line)
    return tuple(found)


def in_order(line: Line, *, is_right_to_left: bool) -> Line:
    """Return words in the order they are read on one line: from the right where the script is."""
    sign = -1 if is_right_to_left else 1
    return tuple(sorted(line, key=lambda word: sign * (word.left + word.right)))


def _is_over(word: RecognisedWord, boxes: Iterable[Box]) -> bool:
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _is_level(line: Box, box: Box) -> bool:
    """Say whether a box goes on a line: their heights share most, and the gap is no gutter."""
    shared = min(line[3], box[3]) - max(line[1], box[1])
    least = min(line[3] - line[1], box[3] - box[1])
    gap = max(box[0] - line[2], line[0] - box[2])
    return shared > 0.6 * least and gap < 1.5 * (line[3] - line[1])


def _is_above(line: Box, box: Box) -> bool:
    """Say whether a line stands above a box in the same column."""
    shared = min(line[2], box[2]) - max(line[0], box[0])
    narrower = min(line[2] - line[0], box[2] - box[0])
    return shared >= SAME_COLUMN * narrower and (line[1] + line[3]) < (box[1] + box[3])
