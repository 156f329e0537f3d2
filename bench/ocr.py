"""Recognition: letters, words and numbers read from rendered pages at four levels of damage.

Rendered pages need fonts (`fonts-noto-core`, `fonts-kacst`, ...) and no data; receipts are
`ocr/sroie/*.jpg` with the words of their boxes in `*.csv`. The peer is the bare library in the same run:
the same Tesseract on the same picture, told the language. `ocr` measures the set held out of tuning,
`ocr-tuning` the set that constants were set with.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from PIL import Image

from bench.ocr_pages import Grey, Split, TruePage, pages
from bench.ocr_scores import (
    PageScore,
    folded,
    n_shared,
    rate,
    reliability,
    right_words,
    score_page,
)
from bench.runner import Case, DataMissingError, Report, Result
from twosource.ports import OcrEngine, RecognisedWord
from twosource.reading.ocr import SeenPage, engine_at_hand, recognise_page
from twosource.reading.settings import ReadSettings

NAME = "ocr"
PEER = "bare Tesseract"
PER_LEVEL = 6
# Held-out figures of the prototype and the aims, by language and level.
TARGETS = {"ara": ("<= .042", "<= .039", "<= .063", "<= .143"), "eng": ("<= .01",) * 4}
RAW = {"ara": (".118", ".124", ".894", ".968"), "eng": (".000", ".000", ".935", ".964")}
PROTOTYPE = "bare, other pages of the same making"


@dataclass(frozen=True, slots=True)
class Measured:
    """One page read twice: by us and by the peer, with how sure and how right our words are."""

    case_id: str
    group: tuple[str, int]
    font: str
    ours: PageScore
    peer: PageScore
    coverage: float
    confidences: tuple[float, ...]
    right: tuple[bool, ...]


def run(data: Path) -> Report:
    """Measure the held-out pages and the receipts."""
    return measure(data, "held-out", PER_LEVEL)


def run_tuning(data: Path) -> Report:
    """Measure the tuning pages, for setting constants; never quote these figures."""
    return measure(data, "tuning", PER_LEVEL)


def measure(data: Path, split: Split, per_level: int) -> Report:
    """Read all pages of the split and, where they are at hand, the receipts. Raises DataMissingError."""
    engine = engine_at_hand(ReadSettings())
    if engine is None or not {"ara", "eng"} <= engine.languages():
        raise DataMissingError("Tesseract's data for Arabic and English is not installed.")
    measured = [measure_page(page, engine) for page in pages(split, per_level)]
    name = NAME if split == "held-out" else f"{NAME}-{split}"
    results = [*_page_results(name, measured), *_reliability_results(name, measured)]
    if split == "held-out":
        results += receipt_results(name, data, engine)
    return Report(results=tuple(results), cases=tuple(_case(one) for one in measured))


def measure_page(page: TruePage, engine: OcrEngine) -> Measured:
    """Read one page by us, not told its language, and by the bare engine, told it."""
    started = perf_counter()
    seen = recognise_page(page.picture, engine=engine, languages=("ara", "eng"))
    ours = score_page(page.text, seen.text, perf_counter() - started)
    started = perf_counter()
    bare = bare_words(page.picture, engine, page.language)
    peer = score_page(page.text, _text(bare), perf_counter() - started)
    words = seen.layout.words
    return Measured(
        case_id=page.case_id,
        group=(page.language, page.level),
        font=page.font,
        ours=ours,
        peer=peer,
        coverage=seen.layout.ink_covered or 0.0,
        confidences=tuple(word.confidence or 0.0 for word in words),
        right=tuple(right_words(page.text, [seen.text[word.start : word.end] for word in words])),
    )


def bare_words(picture: Grey, engine: OcrEngine, language: str) -> list[tuple[RecognisedWord, ...]]:
    """Return the lines of the engine alone."""
    return [line for line in engine.recognise(picture, language).lines if line]


def receipt_results(name: str, data: Path, engine: OcrEngine) -> Iterator[Result]:
    """Yield how many letters and words of the receipts were read; nothing where there are none."""
    folder = data / "ocr" / "sroie"
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    seconds, scores = [], []
    for path in sorted(folder.glob("*.jpg")):
        truth = _in_rows(_boxes(path.with_suffix(".csv")))
        picture = np.asarray(Image.open(path).convert("L"))
        started = perf_counter()
        seen = recognise_page(picture, engine=engine, languages=("eng",))
        seconds.append(perf_counter() - started)
        ours = _in_rows(_seen_boxes(seen))
        bare = _in_rows([_box(word) for line in bare_words(picture, engine, "eng") for word in line])
        scores.append((score_page(truth, ours, seconds[-1]), score_page(truth, bare, 0.0)))
        for key, read in (("ours", ours), ("peer", bare)):
            gold, words = folded(truth).split(), folded(read).split()
            found = (n_shared(gold, words), len(gold), len(words))
            counts[key] = [a + b for a, b in zip(counts[key], found, strict=True)]
    if not scores:
        return
    cer, bare_cer = (_letter_error(one) for one in ([s for s, _ in scores], [p for _, p in scores]))
    f1s = {key: 2 * both / (gold + read) for key, (both, gold, read) in counts.items()}
    place: dict[str, Any] = {"benchmark": name, "group": "receipts", "n": len(scores)}
    yield Result(metric="letter error", ours=cer, peer=bare_cer, peer_name=PEER, **place)
    yield Result(metric="words found, F1", ours=f1s["ours"], peer=f1s["peer"], peer_name=PEER, **place)
    yield Result(metric="seconds a page", ours=median(seconds), **place)


def _page_results(name: str, measured: Sequence[Measured]) -> Iterator[Result]:
    for language, level in sorted({one.group for one in measured}):
        members = [one for one in measured if one.group == (language, level)]
        ours, peer = [one.ours for one in members], [one.peer for one in members]
        place: dict[str, Any] = {"benchmark": name, "group": f"{language} level {level}", "peer_name": PEER}
        yield Result(
            metric="letter error",
            ours=_letter_error(ours),
            peer=_letter_error(peer),
            n=len(members),
            reference=f"{RAW[language][level]} ({PROTOTYPE})",
            target=TARGETS[language][level],
            **place,
        )
        yield Result(
            metric="word error", ours=_word_error(ours), peer=_word_error(peer), n=len(members), **place
        )
        yield Result(
            metric="whole numbers right",
            ours=_numbers(ours),
            peer=_numbers(peer),
            n=sum(one.numbers for one in ours),
            target=">= .80" if language == "ara" else "",
            **place,
        )
        seconds = [median(one.seconds for one in scores) for scores in (ours, peer)]
        yield Result(metric="seconds a page", ours=seconds[0], peer=seconds[1], n=len(members), **place)


def _reliability_results(name: str, measured: Sequence[Measured]) -> Iterator[Result]:
    for language in sorted({one.group[0] for one in measured}):
        members = [one for one in measured if one.group[0] == language]
        confidences = [sure for one in members for sure in one.confidences]
        right = [is_right for one in members for is_right in one.right]
        for tenth in reliability(confidences, right):
            yield Result(
                benchmark=name,
                metric="words right",
                group=f"{language} sure {tenth.low:.1f} to {tenth.low + 0.1:.1f}",
                ours=tenth.right,
                reference=f"mean confidence {tenth.sure:.3f}",
                n=tenth.n,
            )


def _letter_error(scores: Iterable[PageScore]) -> float | None:
    every = list(scores)
    return rate(sum(one.letter_edits for one in every), sum(one.letters for one in every))


def _word_error(scores: Sequence[PageScore]) -> float | None:
    return rate(sum(one.word_edits for one in scores), sum(one.words for one in scores))


def _numbers(scores: Sequence[PageScore]) -> float | None:
    return rate(sum(one.numbers_right for one in scores), sum(one.numbers for one in scores))


def _case(one: Measured) -> Case:
    values = {
        "font": one.font,
        "letter_error": round(one.ours.letter_edits / one.ours.letters, 4),
        "bare": round(one.peer.letter_edits / one.peer.letters, 4),
        "coverage": round(one.coverage, 3),
        "numbers": f"{one.ours.numbers_right}/{one.ours.numbers}",
    }
    return Case(case_id=one.case_id, values=values)


def _text(lines: Iterable[Sequence[RecognisedWord]]) -> str:
    return "\n".join(" ".join(word.text for word in line) for line in lines)


def _box(word: RecognisedWord) -> tuple[int, int, int, str]:
    return word.left, word.top, word.bottom, word.text


def _seen_boxes(seen: SeenPage) -> list[tuple[int, int, int, str]]:
    return [(w.left, w.top, w.bottom, seen.text[w.start : w.end]) for w in seen.layout.words]


def _boxes(path: Path) -> list[tuple[int, int, int, str]]:
    """Return (left, top, bottom, words) of each box; a line of the file is eight corners and the words."""
    found = []
    for line in path.read_text("utf-8", "replace").splitlines():
        cells = line.split(",", 8)
        if len(cells) == 9:
            x, y = [int(cell) for cell in cells[:8:2]], [int(cell) for cell in cells[1:8:2]]
            found.append((min(x), min(y), max(y), cells[8]))
    return found


def _in_rows(boxes: Iterable[tuple[int, int, int, str]]) -> str:
    """Return the words of boxes row by row from the left, so that two layouts of one page compare."""
    rows: list[list[tuple[int, int, int, str]]] = []
    for box in sorted(boxes, key=lambda one: one[1] + one[2]):
        middle = (box[1] + box[2]) / 2
        if rows and middle < rows[-1][0][2]:
            rows[-1].append(box)
        else:
            rows.append([box])
    return "\n".join(" ".join(box[3] for box in sorted(row)) for row in rows)
