"""Pooling: what should be made of several people's words for one thing?

No data is read: dossiers are simulated from a seed. There are three explanations at even odds and eight
items; an item is seen with a chance that depends on the explanation, and what is seen is drawn. Two, three or
five people say in words how surprising each item would be: each is off by what all of them share (they read
the same paper) and by what is their own, in logits, and says the word whose band that falls in. Compared are
ways to make one answer of their words:

- figures averaged cell by cell (the product's own: a linear pool of likelihoods);
- log-odds averaged cell by cell (a logarithmic pool);
- readings mixed: P(all that was seen | h) averaged over people, so that whoever found it least surprising
  counts most;
- posteriors averaged, which leaves no network to ask what would change the answer;
- one person's words.

`range holds` is how often the posterior by the true numbers lies in the 90 % range over readings, per
explanation, on a part of the dossiers: with one person drawn per reading (the product's own), with one drawn
per item and reading, and with the words of one person alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.measures import calibration_error
from bench.runner import Report, Result
from twosource.terms import vocabulary
from twosource.weighing.network import contaminate
from twosource.weighing.pooling.joining import pooled_figures

NAME = "pooling"
SEED = 20161123
N_DOSSIERS = 4_000
N_RANGED = 400
N_ITEMS = 8
PEOPLE = (2, 3, 5)
SHARED_SD = 0.3
OWN_SDS = (0.3, 0.5, 0.8)
CONTAMINATION = 0.02
DRAWS = 400
OURS = "figures by cell"
RIVALS = ("log-odds by cell", "readings mixed", "posteriors averaged", "one person")

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Simulated dossiers d: the truth (d,), what was seen (d, i), true figures (d, i, h), words (k, d, i, h).

    `words` are the numbers of the words people said, from 0.
    """

    truth: Ints
    seen: Flags
    figures: Floats
    words: Ints


def _bands() -> tuple[Floats, Floats, Floats]:
    terms = vocabulary("likelihood").terms
    low, point, high = zip(*((t.low, t.point, t.high) for t in terms), strict=True)
    return np.array(low, dtype=float), np.array(point, dtype=float), np.array(high, dtype=float)


def _odds(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float64)


def simulated(n_people: int, own_sd: float, n: int, rng: np.random.Generator) -> Dossiers:
    """Draw dossiers and what people say of them who are off by `own_sd` logits each."""
    base = rng.normal(-0.5, 0.9, (n, N_ITEMS, 1))
    logits = base + rng.normal(0.0, 1.0, (n, N_ITEMS, 3))
    truth = rng.integers(0, 3, n)
    p_true = np.take_along_axis(_odds(logits), truth[:, None, None], axis=2)[..., 0]
    shared = rng.normal(0.0, SHARED_SD, logits.shape)
    own = rng.normal(0.0, own_sd, (n_people, *logits.shape))
    words = np.searchsorted(_bands()[0][1:], _odds(logits + shared + own), side="right")
    return Dossiers(truth, rng.random(p_true.shape) < p_true, _odds(logits), words)


def _log_likelihood(figures: Floats, seen: Flags, share: float) -> Floats:
    """Return log P(seen | h), shape (..., h), of figures (..., i, h)."""
    p = contaminate(figures, share)
    return np.asarray(np.where(seen[..., None], np.log(p), np.log1p(-p)).sum(axis=-2), dtype=np.float64)


def _normalised(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), dtype=np.float64)


def posteriors(found: Dossiers) -> Mapping[str, Floats]:
    """Return the posterior by each way of pooling, shape (d, h)."""
    points = _bands()[1][found.words]
    each = _log_likelihood(points, found.seen, CONTAMINATION)
    by_cell = pooled_figures(points, np.ones(len(points)))
    logits = np.log(points / (1.0 - points)).mean(axis=0)
    return {
        "one person": _normalised(each[0]),
        OURS: _normalised(_log_likelihood(by_cell, found.seen, CONTAMINATION)),
        "log-odds by cell": _normalised(_log_likelihood(_odds(logits), found.seen, CONTAMINATION)),
        "readings mixed": _normalised(np.logaddexp.reduce(each, axis=0)),
        "posteriors averaged": _normalised(each).mean(axis=0),
    }


def _came(p: Floats, truth: Ints) -> Flags:
    """Return which cells of the posteriors, shape (d, h), came true."""
    return np.asarray(np.arange(p.shape[1]) == truth[:, None])


def ranges_hold(found: Dossiers, n: int, rng: np.random.Generator) -> Mapping[str, float]:
    """Return how often the posterior by the true numbers lies in the range, per way of drawing people."""
    low, _, high = _bands()
    few = replace(
        found, truth=found.truth[:n], seen=found.seen[:n], figures=found.figures[:n], words=found.words[:, :n]
    )
    true = _normalised(_log_likelihood(few.figures, few.seen, 0.0))
    n_people, shape = len(few.words), few.words.shape[1:]
    per_reading = np.broadcast_to(rng.integers(0, n_people, (DRAWS, n, 1, 1)), (DRAWS, *shape))
    per_item = np.broadcast_to(rng.integers(0, n_people, (DRAWS, n, N_ITEMS, 1)), (DRAWS, *shape))
    ways = {"one per reading": per_reading, "one per item": per_item, "one alone": np.zeros_like(per_item)}
    held = {}
    for way, who in ways.items():
        words = np.take_along_axis(few.words, who, axis=0)
        drawn = rng.uniform(low[words], high[words])
        read = _normalised(_log_likelihood(drawn, few.seen, CONTAMINATION))
        ends = np.quantile(read, [0.05, 0.95], axis=0)
        held[way] = float(((ends[0] <= true) & (true <= ends[1])).mean())
    return held


def _results(group: str, found: Dossiers, rng: np.random.Generator) -> Iterator[Result]:
    by_way = posteriors(found)
    n = len(found.truth)
    loss = {way: float(-np.log(p[np.arange(n), found.truth]).mean()) for way, p in by_way.items()}
    off = {way: calibration_error(p, _came(p, found.truth)) for way, p in by_way.items()}
    for metric, scores in (("log loss", loss), ("ECE", off)):
        for rival in RIVALS:
            yield Result(
                benchmark=NAME,
                metric=metric,
                group=group,
                ours=scores[OURS],
                peer=scores[rival],
                peer_name=rival,
                n=n,
            )
    held = ranges_hold(found, min(N_RANGED, n), rng)
    for rival in ("one per item", "one alone"):
        yield Result(
            benchmark=NAME,
            metric="range holds",
            group=group,
            ours=held["one per reading"],
            peer=held[rival],
            peer_name=rival,
            target="near .90",
            n=min(N_RANGED, n),
        )


def run(data: Path) -> Report:
    """Simulate, pool, and score; nothing is read from the folder."""
    del data
    results: list[Result] = []
    for n_people in PEOPLE:
        for own_sd in OWN_SDS:
            rng = np.random.default_rng([SEED, n_people, round(100 * own_sd)])
            found = simulated(n_people, own_sd, N_DOSSIERS, rng)
            results += _results(f"{n_people} people, {own_sd:g} logits off", found, rng)
    return Report(results=tuple(results))
