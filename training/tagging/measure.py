"""Measures a tagger's folder on the open development data, as the card gives it.

    python -m training.tagging.measure --data ../shared/data [--folder FOLDER] [--out FILE.json]

Nothing here was learnt from: `valid` and `dev` files, one PLOVER sentence in six, and CommitmentBank, of
which a line over the network's own figures is fitted in ten folds. `python -m bench` measures the same
with code of its own.
"""

import argparse
import csv
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.tagging import corpora
from training.tagging.brat import read_articles
from training.tagging.units import project, ranges_of
from training.tagging.wording import core_words, paragraphs
from twosource.tagging import LearntTagger, TaggerSettings, open_tagger

Spans = Iterable[tuple[int, int, str]]


def score(pairs: Iterable[tuple[Spans, Spans]]) -> dict[str, float]:
    """Return exact F1 by kind and over all (micro), from (told, true) per sentence."""
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for given, gold in pairs:
        mine, theirs = set(given), set(gold)
        for name, spans in ((right, mine & theirs), (told, mine), (true, theirs)):
            name.update(kind for *_, kind in spans)
            name["all"] += len(spans)
    return {
        kind: round(100 * 2 * right[kind] / (told[kind] + true[kind]), 2)
        for kind in sorted(true)
        if true[kind]
    }


def roles(tagger: LearntTagger, path: Path) -> dict[str, Any]:
    """Return F1 of source, cue and content: on sentences with an attribution, and on all."""
    rows = corpora.bio_sentences(path)
    began = time.monotonic()
    told = tagger.roles([words for words, _ in rows])
    spent = time.monotonic() - began
    both = [(mine, ranges_of(labels)) for mine, (_, labels) in zip(told, rows, strict=True)]
    return {
        "with": score(one for one in both if one[1]),
        "all": score(both),
        "words_a_second": round(sum(len(words) for words, _ in rows) / spent),
    }


def links(tagger: LearntTagger, folder: Path) -> dict[str, Any]:
    """Return F1 of attributions in paragraphs, first reading of each article: cue, with source, whole."""
    kept: dict[str, list[tuple[Spans, Spans]]] = {"cue": [], "source_cue": [], "whole": []}
    sure = []
    for article in read_articles(folder):
        spans = [core_words(article.text, a, b) for a, b in paragraphs(article.text)]
        units = [project(words, article.readings[0]) for words in spans if words]
        for unit, marked in zip(units, tagger.mark([unit.words for unit in units]), strict=True):
            gold = [(one.cue, one.source, one.content) for one in unit.linked or ()]
            mine = [(one.cue, one.source, one.content) for one in marked.attributions]
            for name, n in (("cue", 1), ("source_cue", 2), ("whole", 3)):
                kept[name].append(([(0, 0, repr(o[:n])) for o in mine], [(0, 0, repr(o[:n])) for o in gold]))
            known = {o[:2] for o in gold}
            sure += [(o.p, (o.cue, o.source) in known) for o in marked.attributions]
    return {name: micro(given) for name, given in kept.items()} | {"bins": bins(sure), "n": len(sure)}


def micro(pairs: Iterable[tuple[Spans, Spans]]) -> float:
    """Return exact F1 over everything, in percent."""
    right = told = true = 0
    for given, gold in pairs:
        mine, theirs = Counter(given), Counter(gold)
        right += sum((mine & theirs).values())
        told, true = told + sum(mine.values()), true + sum(theirs.values())
    return round(200 * right / max(1, told + true), 2)


def bins(sure: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Return (mean said, share right, how many) in tenths of what was said."""
    found = []
    for tenth in range(10):
        held = [(p, right) for p, right in sure if tenth <= min(p * 10, 9.99) < tenth + 1]
        if held:
            found.append(
                (
                    round(float(np.mean([p for p, _ in held])), 3),
                    round(float(np.mean([r for _, r in held])), 3),
                    len(held),
                )
            )
    return found


def factuality(tagger: LearntTagger, path: Path) -> dict[str, float]:
    """Return mean absolute error and Pearson's r over the event words of a file."""
    units = corpora.factuality(path)
    pairs = []
    for unit, marked in zip(units, tagger.mark([unit.words for unit in units]), strict=True):
        pairs += [
            (a, b) for a, b in zip(marked.factuality, unit.facts or (), strict=True) if not math.isnan(b)
        ]
    told, true = np.array(pairs).T
    return {
        "mae": round(float(np.abs(told - true).mean()), 4),
        "r": round(float(np.corrcoef(told, true)[0, 1]), 4),
    }


QUADS = {root: (0 if n < 3 else 1 if n < 6 else 2 if n < 10 else 3) for n, root in enumerate(corpora.ROOTS)}
"""Verbal and material cooperation, verbal and material conflict, by the order of `ROOTS`."""


def macro(told: Sequence[object], true: Sequence[object]) -> float:
    """Return the mean F1 over the kinds that are truly there, in percent."""
    found = []
    for kind in sorted(set(true), key=str):
        right = sum(a == b == kind for a, b in zip(told, true, strict=True))
        found.append(2 * right / (sum(a == kind for a in told) + sum(b == kind for b in true)))
    return round(100 * float(np.mean(found)), 2)


def acts(tagger: LearntTagger, path: Path) -> dict[str, float]:
    """Return macro F1 of roots and quads on the sentences held out of learning."""
    held = [unit for unit, is_held in corpora.pairs(path) if is_held]
    asked = [(unit.words, unit.pairs[0][0], unit.pairs[0][1]) for unit in held]
    given = tagger.actions_of(asked)
    told = [max(shares, key=lambda root: shares[root]) for shares in given]
    quads = []
    for shares in given:
        sums = Counter(dict.fromkeys(range(4), 0.0))
        for root, share in shares.items():
            sums[QUADS[root]] += share
        quads.append(max(sums, key=lambda quad: sums[quad]))
    true = [corpora.ROOTS[unit.pairs[0][2]] for unit in held]
    return {"root": macro(told, true), "quad": macro(quads, [QUADS[one] for one in true]), "n": len(true)}


def commitment(tagger: LearntTagger, path: Path) -> dict[str, float]:
    """Return r and mean absolute error on CommitmentBank, a ridge over rows of the clause in ten folds."""
    features, values = [], []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            words = [word for word, _, _ in core_words(row["Target"], 0, len(row["Target"]))]
            said = {word.lower() for word, _, _ in core_words(row["Prompt"], 0, len(row["Prompt"]))}
            clause = [n for n, word in enumerate(words) if word.lower() in said] or list(range(len(words)))
            rows = tagger.rows([words])[0]
            features.append(np.concatenate([rows[clause].mean(0), rows[clause].max(0), rows.mean(0)]))
            values.append(float(row["Mean"]))
    x, y = np.array(features, np.float64), np.array(values)
    x = (x - x.mean(0)) / (x.std(0) + 1e-6)
    told = np.zeros(len(y))
    fold = np.random.default_rng(5).permutation(len(y)) % 10
    for one in range(10):
        kept = fold != one
        kernel = x[kept] @ x[kept].T
        weights = np.linalg.solve(kernel + 3000 * np.eye(kept.sum()), y[kept] - y[kept].mean())
        told[~kept] = x[~kept] @ (x[kept].T @ weights) + y[kept].mean()
    return {"r": round(float(np.corrcoef(told, y)[0, 1]), 4), "mae": round(float(np.abs(told - y).mean()), 4)}


def main() -> None:
    """Measure everything and print it as JSON."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--data", type=Path, required=True)
    asks.add_argument("--folder", type=Path, default=TaggerSettings().folder)
    asks.add_argument("--out", type=Path)
    asked = asks.parse_args()
    tagger = open_tagger(TaggerSettings(folder=asked.folder, least_event=0.0))
    told = open_tagger(TaggerSettings(folder=asked.folder, manner="tales"))
    if tagger is None or told is None:
        raise SystemExit(
            "There is no tagger in this folder. Nothing was measured. Run training.tagging.export first."
        )
    data = asked.data
    dev = [(unit.words, unit.entities or ()) for unit in corpora.entities(data / "entities/re3d/dev.txt")]
    marked = tagger.mark([words for words, _ in dev])
    found = {
        "version": tagger.version,
        "polnear": roles(tagger, data / "attribution/polnear_sentences/valid.txt"),
        "riqua": roles(told, data / "attribution/riqua/valid.txt"),
        "links": links(tagger, data / "attribution/polnear/dev"),
        "re3d": score(
            ([(*one.range, one.kind) for one in mine.names], gold)
            for mine, (_, gold) in zip(marked, dev, strict=True)
        ),
        "uw": factuality(tagger, data / "factuality/uw/dev.conll"),
        "meantime": factuality(tagger, data / "factuality/meantime/dev.conll"),
        "plover": acts(tagger, data / "events/plover/train.tsv"),
        "commitmentbank": commitment(tagger, data / "factuality/commitmentbank.csv"),
    }
    text = json.dumps(found, indent=1)
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
