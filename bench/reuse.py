"""How far an answer reuses a text: the short answers of Clough and Stevenson, in four levels.

Writers were told to copy a text, to revise it lightly or heavily, or not to see it. Told by ten-fold
cross-validation over several seeded deals, every level dealt out evenly, and again with one question left
out at a time; the weights that ship are measured too, which on the answers they were fitted on flatters them.
Answers of the same question serve as the other reports: what two of them share beyond the text held came from
a part of it that is not held. The peer is containment of runs of words in the text held, told in the same
folds by the same kind of classifier.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.collation.fitting import folds, left_out, logistic

from bench.runner import Case, DataMissingError, Report, Result
from twosource.tracing.collation import Prepared, collate, prepare
from twosource.tracing.collation.levels import LEVELS, Reals, measures_of, reuse_weights, words_beyond

NAME = "reuse"
CATEGORIES = ("non", "heavy", "light", "cut")
SEEDS = 10
PEER = "containment of runs of 1, 3, 5 words"
RIDGE = 0.3
FOUR = "Naive Bayes .800, n-gram containment .716 (published, all 95 answers)"
REUSED = "Naive Bayes .947, n-gram containment .947 (published, all 95 answers)"


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredTexts:
    """The answers in order of their names: ids, questions, levels, measures, containments.

    `alone` are the measures without what other answers share, as the product tells of two texts.
    """

    names: tuple[str, ...]
    tasks: tuple[str, ...]
    levels: NDArray[np.int64]
    measures: Reals
    alone: Reals
    containment: Reals


def measured_texts(data: Path) -> MeasuredTexts:
    """Return the answers measured against the text of their question. Raises DataMissingError."""
    folder = data / "dependence" / "clough"
    table = folder / "file_information.csv"
    if not table.is_file():
        raise DataMissingError(f"{table} is not there.")
    with table.open(encoding="utf-8", newline="") as file:
        rows = [
            {key.strip(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)
        ]
    answers = sorted((r["File"], r["Task"], r["Category"]) for r in rows if r["Category"] in CATEGORIES)
    sources = {r["Task"]: _read(folder / r["File"]) for r in rows if r["Category"] == "orig"}
    answers = [row for row in answers if row[1] in sources and (folder / row[0]).is_file()]
    if not answers:
        raise DataMissingError(f"{folder} holds no answer with the text of its question.")
    texts = [_read(folder / name) for name, _, _ in answers]
    measures, alone, contained = [], [], []
    for text, (name, task, _) in zip(texts, answers, strict=True):
        seen = collate(sources[task], text)
        mates = [t for t, row in zip(texts, answers, strict=True) if row[1] == task and row[0] != name]
        measures.append(measures_of(seen, words_beyond(text, seen, mates)))
        alone.append(measures_of(seen))
        contained.append([_containment(sources[task], text, n) for n in (1, 3, 5)])
    return MeasuredTexts(
        names=tuple(name for name, _, _ in answers),
        tasks=tuple(task for _, task, _ in answers),
        levels=np.array([CATEGORIES.index(c) for _, _, c in answers], dtype=np.int64),
        measures=np.array(measures),
        alone=np.array(alone),
        containment=np.array(contained),
    )


def _read(path: Path) -> Prepared:
    """Return a text made ready; these files are in one of two encodings."""
    held = path.read_bytes()
    try:
        text = held.decode("utf-8")
    except UnicodeDecodeError:
        text = held.decode("cp1252", "replace")
    return prepare(text, name=path.name, language="en")


def _containment(parent: Prepared, child: Prepared, n_words: int) -> float:
    runs = child.words.shingles(n_words)
    return float(np.isin(runs, parent.words.shingles(n_words)).mean()) if runs.size else 0.0


def run(data: Path) -> Report:
    """Tell the level of every answer without having seen it. Raises DataMissingError."""
    texts = measured_texts(data)
    y = texts.levels
    deals = [folds(y, seed) for seed in range(SEEDS)]
    ours = [left_out(texts.measures, y, parts) for parts in deals]
    peer = [_by_containment(texts.containment, y, parts) for parts in deals]
    tasks = np.array([sorted(set(texts.tasks)).index(task) for task in texts.tasks])
    alone = [left_out(texts.alone, y, parts) for parts in deals]
    results = [*_results("10-fold", y, ours, peer), *_results("10-fold, two texts alone", y, alone, [])]
    if len(set(texts.tasks)) > 1:
        apart = left_out(texts.measures, y, tasks), _by_containment(texts.containment, y, tasks)
        results += _results("question left out", y, [apart[0]], [apart[1]])
    shipped = reuse_weights().probabilities(texts.measures).argmax(axis=1)
    results += _results("as shipped", y, [shipped], [])
    cases = [
        Case(case_id=name, values={"level": LEVELS[level].value, "told": LEVELS[told].value})
        for name, level, told in zip(texts.names, y.tolist(), ours[0].tolist(), strict=True)
    ]
    return Report(results=tuple(results), cases=tuple(cases))


def _by_containment(measures: Reals, y: NDArray[np.int64], parts: NDArray[np.int64]) -> NDArray[np.int64]:
    told = np.zeros(y.size, dtype=np.int64)
    for part in np.unique(parts).tolist():
        test = parts == part
        centre, scale = measures[~test].mean(axis=0), measures[~test].std(axis=0) + 1e-9
        rows = (measures - centre) / scale
        weights = logistic(rows[~test], y[~test], len(LEVELS), RIDGE)
        told[test] = (rows[test] @ weights[:-1] + weights[-1]).argmax(axis=1)
    return told


def _results(
    group: str,
    y: NDArray[np.int64],
    ours: Sequence[NDArray[np.int64]],
    peer: Sequence[NDArray[np.int64]],
) -> list[Result]:
    rows = (
        ("accuracy of four levels", 0, FOUR, ">= .85"),
        ("accuracy of reused or not", 1, REUSED, ">= .96"),
    )
    return [
        Result(
            benchmark=NAME,
            metric=metric,
            group=group,
            ours=_accuracy(ours, y, is_two=bool(two)),
            n=int(y.size),
            peer=_accuracy(peer, y, is_two=bool(two)) if peer else None,
            peer_name=PEER if peer else "",
            reference=reference,
            target=target,
        )
        for metric, two, reference, target in rows
    ]


def _accuracy(told: Sequence[NDArray[np.int64]], y: NDArray[np.int64], *, is_two: bool) -> float:
    """Return the share told right, the mean of all deals."""
    right = [((one > 0) == (y > 0)) if is_two else one == y for one in told]
    return float(np.mean(right))
