"""Fits how sure the tagger says it is, on articles it was not taught, and writes it into its folder.

    python -m training.tagging.calibrate --data ../shared/data [--folder FOLDER]

An attribution counts as right where cue and source are both exactly those of any annotator; a logistic
line over five looks at it (see `LearntTagger`) is fitted by Newton's method with a little shrinking. The
temperature of the PLOVER roots is that of the least log loss on the sentences held out. Annotators call
what sounds like a fact 3 and no less; from which figure on that is so is chosen on the training files.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.tagging import corpora
from training.tagging.brat import Article, read_articles
from training.tagging.export import packed
from training.tagging.train import words_of
from training.tagging.units import project
from training.tagging.wording import paragraphs, sentences
from twosource.tagging import LearntTagger, TaggerSettings, open_tagger

Floats = NDArray[np.float64]


def samples(tagger: LearntTagger, articles: Sequence[Article]) -> tuple[Floats, Floats]:
    """Return looks (n x 5) and whether each was right, from sentences cut as the program cuts them."""
    looks, right = [], []
    for article in articles:
        spans = [part for a, b in paragraphs(article.text) for part in sentences(article.text, a, b)]
        words = [words_of(article.text, a, b, core=False) for a, b in spans]
        known = [
            {(one.cue, one.source) for told in article.readings for one in project(held, told).linked or ()}
            for held in words
        ]
        for truth, seen in zip(
            known, tagger.looked([[w for w, _, _ in held] for held in words]), strict=True
        ):
            for one in seen:
                looks.append(one.looks)
                right.append(float((one.cue, one.source) in truth))
    return np.array(looks), np.array(right)


def fitted(looks: Floats, right: Floats, shrink: float = 1.0) -> Floats:
    """Return the offset and the weights of a logistic line, by thirty of Newton's steps."""
    x = np.concatenate([np.ones((len(looks), 1)), looks], axis=1)
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        told = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (told - right) + shrink * np.r_[0, weights[1:]]
        bend = (x * (told * (1 - told))[:, None]).T @ x + shrink * np.diag(
            np.r_[1e-9, np.ones(len(weights) - 1)]
        )
        weights -= np.linalg.solve(bend, slope)
    return weights


def heat(tagger: LearntTagger, path: Path) -> float:
    """Return the temperature with the least log loss on held-out pairs."""
    held = [unit for unit, is_held in corpora.pairs(path) if is_held]
    given = tagger.actions_of([(unit.words, *unit.pairs[0][:2]) for unit in held])
    logs = np.log(np.array([[shares[root] for root in corpora.ROOTS] for shares in given]) + 1e-12)
    true = np.array([unit.pairs[0][2] for unit in held])
    best = (np.inf, 1.0)
    for one in np.linspace(0.6, 4, 35):
        moved = logs / one
        moved -= np.log(np.exp(moved - moved.max(1, keepdims=True)).sum(1, keepdims=True)) + moved.max(
            1, keepdims=True
        )
        best = min(best, (float(-moved[np.arange(len(true)), true].mean()), float(one)))
    return best[1]


def firm(tagger: LearntTagger, paths: Sequence[Path]) -> float:
    """Return from which factuality on 3 is the better guess: the least mean absolute error, files alike."""
    told, true = [], []
    for path in paths:
        units = corpora.factuality(path)
        seen = tagger.mark([unit.words for unit in units])
        pairs = [
            (a, b)
            for unit, marked in zip(units, seen, strict=True)
            for a, b in zip(marked.factuality, unit.facts or (), strict=True)
            if not np.isnan(b)
        ]
        told.append(np.array(pairs)[:, 0])
        true.append(np.array(pairs)[:, 1])

    def loss(least: float) -> float:
        parts = [np.abs(np.where(a >= least, 3.0, a) - b).mean() for a, b in zip(told, true, strict=True)]
        return float(np.mean(parts))

    return min((float(one) for one in np.arange(2.2, 3.01, 0.05)), key=loss)


def kept(folder: Path, changed: Mapping[str, NDArray[np.float32]]) -> None:
    """Write changed heads and their digest."""
    path = folder / "heads.npz"
    with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
        held = {name: arrays[name].astype(np.float32) for name in arrays.files}
    path.write_bytes(packed({**held, **changed}))
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["sha256"]["heads.npz"] = sha256(path.read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def opened(folder: Path) -> LearntTagger:
    """Return the tagger of a folder, which gives every word a factuality."""
    tagger = open_tagger(TaggerSettings(folder=folder, least_event=0.0))
    if tagger is None:
        raise SystemExit(
            "There is no tagger in this folder. Nothing was fitted. Run training.tagging.export."
        )
    return tagger


def main() -> None:
    """Fit and write."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--data", type=Path, required=True)
    asks.add_argument("--folder", type=Path, default=TaggerSettings().folder)
    asked = asks.parse_args()
    articles = [one for one in read_articles(asked.data / "attribution/polnear/train") if one.is_for_tuning]
    tagger = opened(asked.folder)
    warm = tagger.heads.weights["heat"] * np.float32(heat(tagger, asked.data / "events/plover/train.tsv"))
    facts = [asked.data / f"factuality/{name}/train.conll" for name in ("uw", "meantime")]
    least = firm(tagger, facts)
    kept(asked.folder, {"heat": warm, "firm": np.array([least], np.float32)})
    looks, right = samples(opened(asked.folder), articles)
    weights = fitted(looks, right)
    kept(asked.folder, {"calibration": weights.astype(np.float32)})
    told = " ".join(f"{value:.3f}" for value in weights)
    sys.stdout.write(
        f"heat {warm[0]:.2f}, firm from {least:.2f}; {len(right)} cues, {right.mean():.3f} right; {told}\n"
    )


if __name__ == "__main__":
    main()
