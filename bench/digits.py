"""Digits: how many Arabic numbers are read whole from pictures of pages, in fonts nobody learnt from.

Data: none; pages are drawn here, in the held-out font families of the reader's card that this
machine has, at four levels of damage. A page goes the product's way: prepared, lines found by
Tesseract and, where it found none, by the ink, numbers read by the digit reader. The peer is
Tesseract with its Arabic data on the same prepared page, and is not held to separators or to the
order of digits.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from bench.digits_damage import LEVELS, damaged, level, place_after, turned_points
from bench.digits_fonts import ARABIC, PERSIAN, Family, can_draw, families, groups, named
from bench.digits_pages import Box, Drawn, face_of, page
from bench.runner import Case, DataMissingError, Report, Result
from twosource.ports import OcrEngine, RecognisedWord
from twosource.reading.ocr.digits import ReadNumber, read_numbers
from twosource.reading.ocr.numbering import line_boxes
from twosource.reading.ocr.preparing import Prepared, prepare
from twosource.reading.ocr.tesseract import find_tesseract

NAME = "digits"
PEER = "Tesseract ara"
SEED = 2026
LINES, LENGTH = 12, 9
SIZES = (28, 36, 46)
TARGETS = {"whole numbers right": ">= .80", "false numbers per page": "< 1"}
FOLDED = str.maketrans("۰۱۲۳۴۵۶۷۸۹0123456789٬٫", "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩,,")
SURE = 0.9


@dataclass(slots=True)
class Tally:
    """What was counted over the pages of one group."""

    pages: int = 0
    numbers: int = 0
    whole: int = 0
    whole_digits: int = 0
    peer_whole_digits: int = 0
    digits: int = 0
    digits_right: int = 0
    peer_digits_right: int = 0
    false: int = 0
    sure: int = 0
    sure_right: int = 0
    unseen: int = 0
    seconds: float = 0.0
    peer_seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One page as read: the true numbers with their boxes on the prepared page, ours, the peer's words."""

    truths: tuple[tuple[Box, str], ...]
    ours: tuple[ReadNumber, ...]
    words: tuple[RecognisedWord, ...]
    seconds: float
    peer_seconds: float


def held_out() -> list[list[Family]]:
    """Return the groups of held-out families that this machine has. Raises DataMissingError."""
    card = json.loads(files("twosource.reading.ocr.digits").joinpath("digits.json").read_text("utf-8"))
    found = groups(named(families(), card["families"]["held out"]))
    if not found:
        raise DataMissingError(
            "none of the held-out font families of docs/models/digits.md is on this machine."
        )
    return found


def run(data: Path) -> Report:
    """Read a page per held-out group and level, and count. Raises DataMissingError."""
    del data
    engine = find_tesseract()
    if engine is None or "ara" not in engine.languages():
        raise DataMissingError("Tesseract has no Arabic data on this machine.")
    tallies: dict[str, Tally] = {}
    cases = []
    for number, group in enumerate(held_out()):
        family = group[number % len(group)]
        for place, name in enumerate(LEVELS):
            rng = np.random.default_rng([SEED, number, place])
            outcome = read_page(
                drawn_page(family, rng, SIZES[(number + place) % len(SIZES)]), name, rng, engine
            )
            kinds = ["display faces"] if family.is_display else [name, "all levels"]
            own = Tally()
            for tally in (own, *(tallies.setdefault(kind, Tally()) for kind in kinds)):
                count(outcome, tally)
            cases.append(_case(f"{family.name} {name}", own))
    order = [*LEVELS, "all levels", "display faces"]
    results = [one for kind in order if kind in tallies for one in results_of(kind, tallies[kind])]
    return Report(results=tuple(results), cases=tuple(cases))


def drawn_page(family: Family, rng: np.random.Generator, size: int) -> Drawn:
    """Return a page in one face of a family; one in six in Persian digits, where the face has them."""
    path = str(rng.choice(family.files))
    has_persian = all(can_draw(path, digit) for digit in PERSIAN)
    digits = PERSIAN if has_persian and rng.random() < 1 / 6 else ARABIC
    return page(rng, face_of(path, family.name, size), digits=digits, lines=LINES, length=LENGTH)


def read_page(drawing: Drawn, name: str, rng: np.random.Generator, engine: OcrEngine) -> Outcome:
    """Damage a page, prepare it, and let both read it."""
    how = level(name, rng)
    picture = damaged(drawing.ink, how, rng)
    prepared = prepare(picture)
    began = perf_counter()
    recognised = engine.recognise(prepared.picture, "ara")
    between = perf_counter()
    ours = read_numbers(prepared.picture, line_boxes(recognised.lines), everywhere=True)
    ended = perf_counter()
    size = drawing.ink.shape[1], drawing.ink.shape[0]
    truths = []
    for number in drawing.numbers:
        points = place_after(_corners(number.box), how, size)
        truths.append((_box_on(prepared, points, picture.shape), number.text))
    words = tuple(word for line in recognised.lines for word in line)
    return Outcome(tuple(truths), ours, words, ended - between, between - began)


def around(words: Sequence[RecognisedWord]) -> Box:
    """Return the box around words."""
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )


def count(outcome: Outcome, tally: Tally) -> None:
    """Add one page to a tally. A number read where none stands is false; one read wrong is only wrong."""
    tally.pages += 1
    tally.seconds += outcome.seconds
    tally.peer_seconds += outcome.peer_seconds
    taken: set[int] = set()
    for box, true in outcome.truths:
        wanted = true.translate(FOLDED)
        place, found = _at(box, outcome.ours)
        taken |= {place}
        text = found.text.translate(FOLDED) if found else ""
        tally.numbers += 1
        tally.unseen += found is None
        tally.whole += text == wanted
        tally.whole_digits += only_digits(text) == only_digits(wanted)
        tally.digits += len(only_digits(wanted))
        tally.digits_right += digits_right(only_digits(text), only_digits(wanted))
        read = only_digits("".join(word.text for word in _words_at(box, outcome.words)).translate(FOLDED))
        either = max((read, read[::-1]), key=lambda one: digits_right(one, only_digits(wanted)))
        tally.peer_whole_digits += either == only_digits(wanted)
        tally.peer_digits_right += digits_right(either, only_digits(wanted))
        if found and found.confidence >= SURE:
            tally.sure += 1
            tally.sure_right += text == wanted
        if text != wanted:
            tally.wrong.append(f"{wanted} as {text or 'nothing'}")
    tally.false += sum(not _touches(one.box, outcome.truths) for one in outcome.ours)


def only_digits(text: str) -> str:
    """Return the digits of a text."""
    return "".join(c for c in text if c.isdigit())


def digits_right(read: str, true: str) -> int:
    """Return how many true digits were read, in their order: the longest common subsequence."""
    row = [0] * (len(read) + 1)
    for one in true:
        before = 0
        for place, other in enumerate(read, 1):
            before, row[place] = row[place], before + 1 if one == other else max(row[place], row[place - 1])
    return row[-1]


def results_of(group: str, tally: Tally) -> Iterator[Result]:
    """Yield the figures of one group."""
    numbers, pages = max(tally.numbers, 1), max(tally.pages, 1)
    rows: tuple[tuple[str, float, float | None, int], ...] = (
        ("whole numbers right", tally.whole / numbers, None, tally.numbers),
        (
            "digits of whole numbers right",
            tally.whole_digits / numbers,
            tally.peer_whole_digits / numbers,
            tally.numbers,
        ),
        (
            "digits right",
            tally.digits_right / max(tally.digits, 1),
            tally.peer_digits_right / max(tally.digits, 1),
            tally.digits,
        ),
        ("numbers not found", tally.unseen / numbers, None, tally.numbers),
        (f"right where said >= {SURE}", tally.sure_right / max(tally.sure, 1), None, tally.sure),
        ("false numbers per page", tally.false / pages, None, tally.pages),
        ("seconds per page", tally.seconds / pages, tally.peer_seconds / pages, tally.pages),
    )
    for metric, ours, peer, n in rows:
        yield Result(
            benchmark=NAME, metric=metric, group=group, ours=ours, peer=peer, n=n,
            peer_name=PEER if peer is not None else "", target=TARGETS.get(metric, ""),
        )  # fmt: skip


def _case(case_id: str, tally: Tally) -> Case:
    values = {
        "numbers": tally.numbers,
        "whole": tally.whole,
        "false": tally.false,
        "wrong": sorted(tally.wrong),
    }
    return Case(case_id=case_id, values=values)


def _at(box: Box, found: Sequence[ReadNumber]) -> tuple[int, ReadNumber | None]:
    """Return the number that shares most of a box's columns, in its line."""
    shares = [(_shared(box, one.box), place) for place, one in enumerate(found)]
    share, place = max(shares, default=(0.0, -1))
    return (place, found[place]) if share > 0.3 else (-1, None)


def _shared(one: Box, other: Box) -> float:
    down = min(one[3], other[3]) - max(one[1], other[1])
    if down < 0.3 * min(one[3] - one[1], other[3] - other[1]):
        return 0.0
    return max(0, min(one[2], other[2]) - max(one[0], other[0])) / (one[2] - one[0])


def _touches(box: Box, truths: Sequence[tuple[Box, str]]) -> bool:
    return any(_shared(box, true) > 0.2 or _shared(true, box) > 0.2 for true, _ in truths)


def _words_at(box: Box, words: Sequence[RecognisedWord]) -> list[RecognisedWord]:
    """Return the recognised words that stand at least half inside a box, from left to right."""
    inside = [w for w in words if _shared((w.left, w.top, max(w.right, w.left + 1), w.bottom), box) > 0.5]
    return sorted(inside, key=lambda word: word.left)


def _corners(box: Box) -> NDArray[np.float64]:
    return np.array([(box[i], box[j]) for i in (0, 2) for j in (1, 3)], float)


def _box_on(prepared: Prepared, points: NDArray[np.float64], shape: tuple[int, ...]) -> Box:
    """Return the box of points of a damaged picture on the prepared one."""
    height, width = prepared.picture.shape
    after = round(width / prepared.scale), round(height / prepared.scale)
    moved = turned_points(points, -prepared.turned, (shape[1], shape[0]), after) * prepared.scale
    low, high = moved.min(axis=0), moved.max(axis=0)
    return int(low[0]), int(low[1]), int(np.ceil(high[0])), int(np.ceil(high[1]))
