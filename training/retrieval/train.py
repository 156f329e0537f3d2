"""Fits `vocabulary/known_claims.toml` on the training queries: how candidates rank, and when none is it.

    python -m training.retrieval.train --data ../shared/data --embedder model.onnx

A minute without the embedder. Only queries of `train` are read. Folds keep queries about one claim
together; the line for "none" is fitted on scores of folds a query was not in, once with its claim in
the index and once without. The same data and libraries give the same figures.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from bench.claim_pairs import Part, claims, part

from training.naming.fitting import logistic
from training.retrieval.fitting import Floats, Truth, conditional
from twosource.matching import KnownClaim, KnownClaims
from twosource.matching.known_features import FEATURES, Compared
from twosource.matching.retrieval import LOOKS, looks
from twosource.ports import Embedder
from twosource.tagging import EmbedderSettings, open_embedder

HERE = Path(__file__).resolve().parents[2] / "src" / "twosource" / "vocabulary" / "known_claims.toml"
FOLDS, SEED, RIDGE = 5, 0, 1.0
SIZES = (3, 10, 30, 100, 300)
HEAD = '''# Written by `python -m training.retrieval.train`; the figures are fitted, not judged.
name = "known claims"
standard = "none; a conditional logit over figures about one text and one claim, and a logistic for none"
note = """Fitted on {n} posts and the {m} checked claims of CheckThat! 2020, task 2 (training part; English)
by training/retrieval on 2026-11-23. In {folds} folds, with and without an embedder: MAP@5 {maps}; area under
the curve of "none" {areas}. "without_meaning" is for an index without an embedder. The line for "found" takes
an answer to be there as often as not. What speaks for a claim may not weigh against it: it weighs 0."""
'''


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit both rankings and write the table; return 0."""
    parser = argparse.ArgumentParser(prog="training.retrieval.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--embedder", type=Path, required=True, help="the weights of the sentence encoder")
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args(arguments)
    known, queries = claims(options.data), part(options.data, "train")
    embedder = open_embedder(EmbedderSettings(graph=options.embedder))
    if embedder is None:
        parser.error("the sentence encoder cannot be opened: onnxruntime or its weights are missing")
    told, maps, areas = [], [], []
    for name, used in (("without_meaning", None), ("with_meaning", _Remembering(embedder))):
        weights, line, precision, area = fitted(known, used, queries)
        told.append(_table(name, weights, line))
        maps.append(f"{precision:.3f}")
        areas.append(f"{area:.3f}")
    head = HEAD.format(
        n=len(queries.queries), m=len(known), folds=FOLDS, maps=" and ".join(maps), areas=" and ".join(areas)
    )
    options.out.write_text("\n".join([head, *told]), "utf-8")
    return 0


def fitted(
    known: Sequence[KnownClaim], embedder: Embedder | None, queries: Part
) -> tuple[Floats, Floats, float, float]:
    """Return weights, the line for "found", and what folds left out gave: MAP@5 and the area for "none".

    The line is also shown small lists of `SIZES` claims: there the best has hardly
    a rival, and to be far ahead says little.
    """
    index = KnownClaims(known, embedder)
    asked = [
        (index.compared(text)[1], index.compared(text, queries.truth[name])[1])
        for name, text in queries.queries.items()
    ]
    truth = [
        _true(index, there, queries.truth[name])
        for (there, _), name in zip(asked, queries.queries, strict=True)
    ]
    drawn = folds(queries)
    small = [_small(known, embedder, queries, name, n) for n, name in enumerate(queries.queries)]
    seen: list[Floats] = []
    answers: list[float] = []
    full: list[bool] = []
    precisions: list[float] = []
    for fold in range(FOLDS):
        kept = [n for n in range(len(asked)) if drawn[n] != fold]
        weights = conditional([asked[n][0].rows for n in kept], [truth[n] for n in kept])
        for n in np.flatnonzero(drawn == fold).tolist():
            for compared, answer in zip((*asked[n], *small[n]), (1.0, 0.0, 1.0, 0.0), strict=True):
                if not len(compared.rows):
                    continue
                scores = compared.rows @ weights
                order = np.argsort(-np.round(scores, 9), kind="stable")
                seen.append(looks(compared.rows, scores, order))
                answers.append(answer)
                full.append(any(compared is one for one in asked[n]))
            precisions.append(_precision(truth[n], asked[n][0].rows @ weights))
    x = np.column_stack([np.ones(len(seen)), np.array(seen)])
    y = np.array(answers)
    line = logistic(x, y, RIDGE)
    of_all = np.array(full)
    weights = conditional([there.rows for there, _ in asked], truth)
    return weights, line, float(np.mean(precisions)), area((x @ line)[of_all], y[of_all])


def _small(
    known: Sequence[KnownClaim], embedder: Embedder | None, queries: Part, name: str, n: int
) -> tuple[Compared, Compared]:
    """Return a query compared with a small list drawn at random, with its claim in it and without."""
    true = queries.truth[name]
    drawn = np.random.default_rng((SEED, n)).choice(len(known), min(len(known), SIZES[n % len(SIZES)]), False)
    others = [known[at] for at in sorted(drawn.tolist()) if known[at].known_id not in true]
    its = [one for one in known if one.known_id in true]
    text = queries.queries[name]
    index = KnownClaims([*its, *others], embedder)
    return index.compared(text)[1], index.compared(text, true)[1]


def folds(queries: Part) -> np.ndarray:
    """Return the fold of each query; queries about one claim are in one fold."""
    groups = [min(queries.truth[name]) for name in queries.queries]
    names = {group: n for n, group in enumerate(dict.fromkeys(groups))}
    drawn = np.random.default_rng(SEED).integers(0, FOLDS, len(names))
    found: np.ndarray = drawn[[names[group] for group in groups]]
    return found


def area(scores: Floats, truth: Floats) -> float:
    """Return the area under the curve: how often a case of 1 scores above one of 0, ties counted half."""
    yes, no = np.sort(scores[truth > 0]), np.sort(scores[truth <= 0])
    below = np.searchsorted(no, yes, "left") + np.searchsorted(no, yes, "right")
    return float(below.sum() / 2 / (len(yes) * len(no)))


def _true(index: KnownClaims, compared: Compared, truth: frozenset[str]) -> Truth:
    return np.array([bool(truth.intersection(index.ids(at))) for at in compared.claims.tolist()], np.bool_)


def _precision(true: Truth, scores: Floats) -> float:
    """Return the average precision among five, claims that say the same counted as one."""
    best = true[np.argsort(-np.round(scores, 9), kind="stable")[:5]]
    places = np.flatnonzero(best)
    return float(1 / (places[0] + 1)) if len(places) else 0.0


def _table(name: str, weights: Floats, line: Floats) -> str:
    rows = [f"[{name}.weights]"]
    rows += [f'"{feature}" = {value:.5f}' for feature, value in zip(FEATURES, weights, strict=True) if value]
    rows += ["", f"[{name}.found]"]
    rows += [f'"{look}" = {value:.5f}' for look, value in zip(("constant", *LOOKS), line, strict=True)]
    return "\n".join(rows) + "\n"


class _Remembering:
    """An embedder that reads each text once: an index asks for every query twice."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._held: dict[str, Floats] = {}

    @property
    def version(self) -> str:
        """That of the embedder behind it."""
        return self._embedder.version

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the rows of the embedder behind it."""
        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        self._held.update(zip(new, self._embedder.embed(new), strict=True))
        return np.array([self._held[text] for text in texts])


if __name__ == "__main__":
    sys.exit(main())
