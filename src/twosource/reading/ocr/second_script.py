"""Lines in another script than the page's are read again with a model of their own.

A letter with an Arabic head and an English body has two scripts. The model of the one is unsure of
the other, or sees nothing: so runs of weak lines are tried in the other script on a sample, and
read whole where that is plainly better. No line is read by a model of two languages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from twosource.ports import RecognisedWord
from twosource.reading.ocr.asking import Asking
from twosource.reading.ocr.coverage import Box, ink_of, share_covered, unread_regions
from twosource.reading.ocr.filling import only_new, put_in_place
from twosource.reading.ocr.languages import language_named
from twosource.reading.ocr.pictures import Mask, Picture
from twosource.reading.ocr.words import Lines, box_of, mean_confidence, moved, words_of

# Judged on rendered pages of both scripts, 22 November 2026: lines below this are tried in the other
# script, and its reading is taken where confidence x coverage is better by this much.
WEAK = 0.72
PLAINLY_BETTER = 0.12
SAMPLE_LINES = 3
LEAST_REGION = 0.03
MARGIN = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines first..last of a page that are weak, or a part that no line covers, and their box."""

    box: Box
    sample: Box
    at: int
    n_lines: int


def with_second_script(lines: Lines, picture: Picture, asking: Asking) -> tuple[Lines, tuple[str, ...]]:
    """Return the lines with those of other scripts read again, and the languages they are in."""
    others = [replace(asking, languages=(code,)) for code in _others(asking.languages)]
    if not others:
        return lines, ()
    ink = ink_of(picture)
    found = list(lines)
    used: list[str] = []
    for stretch in reversed(list(_stretches(lines, ink))):
        if asking.is_over:
            break
        other, read = _read_again(stretch, lines, picture, others)
        if other is None:
            continue
        used.append(other.language)
        if stretch.n_lines:
            found[stretch.at : stretch.at + stretch.n_lines] = read
        else:
            fresh = only_new(read, words_of(found))
            found = list(put_in_place(tuple(found), fresh, is_right_to_left=other.is_right_to_left))
    return tuple(found), tuple(dict.fromkeys(used))


def _others(languages: Sequence[str]) -> list[str]:
    """Return the first language of each script but that of the first."""
    by_script: dict[str, str] = {}
    for code in languages:
        by_script.setdefault(language_named(code).script, code)
    return list(by_script.values())[1:]


def _stretches(lines: Lines, ink: Mask) -> Iterator[Stretch]:
    """Yield the weak stretches of a page in the order of its lines."""
    start = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and lines[index] and mean_confidence(lines[index]) < WEAK:
            continue
        if index > start:
            run = lines[start:index]
            box = _grown(box_of(words_of(run)), ink)
            sample = _grown(box_of(words_of(run[:SAMPLE_LINES])), ink)
            yield Stretch(box, sample, start, index - start)
        start = index + 1
    cell = max(8, ink.shape[0] // 60)
    for region in unread_regions(ink, words_of(lines), cell, LEAST_REGION):
        box = _grown(region.box, ink)
        yield Stretch(box, box, len(lines), 0)


def _read_again(
    stretch: Stretch, lines: Lines, picture: Picture, others: Iterable[Asking]
) -> tuple[Asking | None, Lines]:
    """Return in what a stretch is plainly better read, and the lines, or nothing."""
    sample = _cut(picture, stretch.sample)
    ink = ink_of(sample)
    left, top = stretch.sample[:2]
    before = _score(ink, _inside(words_of(lines), stretch.sample), left, top)
    for other in others:
        words = words_of(other.lines(sample, layout="block"))
        if _score(ink, words, 0, 0) < before + PLAINLY_BETTER:
            continue
        whole = other.lines(_cut(picture, stretch.box), layout="block")
        read = tuple(line for line in moved(whole, 1.0, *stretch.box[:2]) if line)
        return (other, read) if read else (None, ())
    return None, ()


def _score(ink: Mask, words: Sequence[RecognisedWord], left: int, top: int) -> float:
    placed = words_of(moved((tuple(words),), 1.0, -left, -top))
    return mean_confidence(words) * share_covered(ink, placed)


def _inside(words: Iterable[RecognisedWord], box: Box) -> list[RecognisedWord]:
    left, top, right, bottom = box
    middles = ((word, (word.left + word.right) / 2, (word.top + word.bottom) / 2) for word in words)
    return [word for word, x, y in middles if left <= x <= right and top <= y <= bottom]


def _grown(box: Box, ink: Mask) -> Box:
    height, width = ink.shape
    return (
        max(0, box[0] - MARGIN),
        max(0, box[1] - MARGIN),
        min(width, box[2] + MARGIN),
        min(height, box[3] + MARGIN),
    )


def _cut(picture: Picture, box: Box) -> Picture:
    return picture[box[1] : box[3], box[0] : box[2]]
