"""Weighing: how well calibrated are answers on caches of 3, 8 and 20 papers through one pair of hands?

No data is read: dossiers are simulated from a seed. A question has three explanations at even odds; a keeper
is honest, selective or a forger (.40, .35, .25); a paper is genuine with .97, with .30 where he forges; a
genuine paper looks as it does with a chance that depends on the explanation, strongly if the keeper is
honest and weakly if he chose it; a forged one with .60 whatever happened. What is seen is drawn; then the
product's own network (`build_network`, `likelihoods`) says how probable each explanation is, given

- the true numbers; every number of them half a logit off (answers, keeper, papers, forger);
- what a person would say in words who knew the numbers, or who is half a logit off besides;

at face value and allowing for errors of answering (`answer_errors`). Rivals: the same papers taken as
independent of one another, and the count of inconsistent papers, as tables of competing hypotheses do it.
`errors of` shows which numbers do the harm when only they are off.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.measures import calibration_error
from bench.runner import Report, Result
from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import Answer, Elicitation, Item, Row, Variable, When
from twosource.evidence.testimony import Made
from twosource.terms import SOMETHING_ELSE, Standing, vocabulary
from twosource.weighing.answer_errors import band_variance, logit, person_sd, regressed
from twosource.weighing.network import Key, Network, build_network, contaminate
from twosource.weighing.settings import WeighSettings
from twosource.weighing.whatifs import likelihoods

NAME = "weighing"
SEED = 20160502
N_DOSSIERS = 5_000
SIZES = (3, 8, 20)
HALF_A_LOGIT = 0.5
KEEPER = (0.40, 0.35, 0.25)
GENUINE = (0.97, 0.97, 0.30)
FORGED = 0.60
CONTAMINATION = 0.02
UNLIKELY = 0.45
MADE = Made(by="benchmark", standing=Standing.SUGGESTION, why="simulated")
PARTS = ("answers if honest", "answers if chosen", "keeper", "papers", "forger")
TRUE, OFF, ERRORS = "true numbers", "half a logit off", "errors of"
PUBLISHED = {
    (3, TRUE, "log_loss"): "ours .787, independent .788, ACH .993",
    (20, TRUE, "log_loss"): "ours .681, independent .829, ACH 1.87",
    (20, TRUE, "ece"): "ours .007, independent .132, ACH .206",
    (3, OFF, "ece"): ".035 at face value",
    (8, OFF, "ece"): ".028 at face value",
    (20, OFF, "ece"): ".073 at face value",
}

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Numbers:
    """What people answer, per dossier d, paper i, explanation h; the last axis is always the dossier.

    `honest`, `chosen`: P(seen | h) of a genuine paper, shape (i, h, d); `keeper` (3, d); `genuine` P(genuine
    | keeper), (3, d); `forged` P(seen | forged), (d,). `noise` is the variance the answers are known to
    have, in logits, as `honest`.
    """

    honest: Floats
    chosen: Floats
    keeper: Floats
    genuine: Floats
    forged: Floats
    noise: Floats


def _odds(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float64)


def true_numbers(n_papers: int, n: int, rng: np.random.Generator) -> Numbers:
    """Draw the numbers of n dossiers: papers that look like contact, more so where there was contact."""
    none = rng.normal(-1.6, 0.6, (n_papers, n))
    gap = np.abs(rng.normal(1.6, 0.6, (n_papers, n)))
    honest = np.stack(
        [
            none + gap * rng.uniform(0.5, 1.2, none.shape),
            none + gap * rng.uniform(0.3, 1.1, none.shape),
            none,
        ],
        axis=1,
    )
    lifted = none + 2.0 + rng.normal(0, 0.3, none.shape)
    chosen = lifted[:, None] + 0.4 * (honest - none[:, None])
    each = np.ones(n)
    return Numbers(
        honest=_odds(honest),
        chosen=_odds(chosen),
        keeper=np.outer(KEEPER, each),
        genuine=np.outer(GENUINE, each),
        forged=FORGED * each,
        noise=np.zeros_like(honest),
    )


def off(numbers: Numbers, rng: np.random.Generator, parts: Sequence[str] = PARTS) -> Numbers:
    """Return the numbers with those named each half a logit off, drawn apart."""

    def moved(part: str, p: Floats) -> Floats:
        noise = rng.normal(0, HALF_A_LOGIT, p.shape)
        return _odds(logit(p) + noise) if part in parts else p

    keeper = numbers.keeper * np.exp(rng.normal(0, HALF_A_LOGIT, numbers.keeper.shape))
    return replace(
        numbers,
        honest=moved(PARTS[0], numbers.honest),
        chosen=moved(PARTS[1], numbers.chosen),
        keeper=keeper / keeper.sum(axis=0) if PARTS[2] in parts else numbers.keeper,
        genuine=moved(PARTS[3], numbers.genuine),
        forged=moved(PARTS[4], numbers.forged),
    )


def in_words(numbers: Numbers) -> Numbers:
    """Return what the answers become when each is said in one of the seven words: its point and its band."""
    terms = [t for t in vocabulary("likelihood").terms if t.high is not None]
    tops = np.array([t.high for t in terms[:-1]])
    points = np.array([t.point for t in terms])
    lows, highs = np.array([t.low for t in terms]), np.array([t.high for t in terms])
    said = {part: np.searchsorted(tops, getattr(numbers, part)) for part in ("honest", "chosen")}
    # One noise for both lines keeps the table small: that of the wider answer, which is the careful one.
    noise = np.maximum(*(band_variance(lows[at], highs[at]) for at in said.values()))
    return replace(numbers, honest=points[said["honest"]], chosen=points[said["chosen"]], noise=noise)


def allowed(numbers: Numbers, sd: float) -> Numbers:
    """Return the answers as the product reads them when it allows for errors of answering."""
    noise = numbers.noise + sd**2
    return replace(
        numbers,
        honest=_odds(regressed(logit(numbers.honest), noise)),
        chosen=_odds(regressed(logit(numbers.chosen), noise)),
    )


def observed(numbers: Numbers, rng: np.random.Generator) -> tuple[npt.NDArray[np.intp], Flags]:
    """Draw (explanation (d,), what is seen (i, d)) from the numbers."""
    n = numbers.forged.size
    at = np.arange(n)
    truth = rng.integers(0, 3, n)
    mode = (rng.random(n) > np.cumsum(numbers.keeper, axis=0)[:2]).sum(axis=0)
    is_genuine = rng.random(numbers.honest[:, 0].shape) < numbers.genuine[mode, at]
    look = np.where(mode == 0, numbers.honest[:, truth, at], numbers.chosen[:, truth, at])
    p = np.where(is_genuine, look, numbers.forged)
    return truth, rng.random(p.shape) < p


def network(n_papers: int, *, is_shared: bool) -> Network:
    """Return the product's network of such a dossier; each paper with a keeper of its own if not shared."""
    question = Question(
        question_id="question-contact",
        text="How far did the two act together?",
        hypotheses=tuple(
            Hypothesis(name=n, text=n) for n in ("strategic", "tactical", "none", SOMETHING_ELSE)
        ),
    )
    keepers = ["keeper" if is_shared else f"keeper {i:02}" for i in range(n_papers)]
    variables = {
        name: _variable(name, ("honest", "selective", "forger"), (Row(p=KEEPER),)) for name in keepers
    }
    papers = [f"paper {i:02}" for i in range(n_papers)]
    for paper, keeper in zip(papers, keepers, strict=True):
        rows = tuple(
            Row(when=((keeper, (mode,)),), p=(p, 1 - p))
            for mode, p in zip(("honest", "selective", "forger"), GENUINE, strict=True)
        )
        variables[paper] = _variable(paper, ("genuine", "forged"), rows)
    elicitation = Elicitation(
        question_id=question.question_id,
        prior={h.name: 1.0 for h in question.hypotheses},
        prior_why="flat",
        contamination=CONTAMINATION,
        variables=tuple(variables.values()),
        items=tuple(_item(p, k) for p, k in zip(papers, keepers, strict=True)),
        made=MADE,
    )
    return build_network(question, elicitation, WeighSettings(max_width=n_papers + 2))


def _variable(name: str, states: tuple[str, ...], rows: tuple[Row, ...]) -> Variable:
    return Variable(name=name, text=name, states=states, rows=rows, made=MADE)


def _item(paper: str, keeper: str) -> Item:
    words = dict.fromkeys(("strategic", "tactical", "none"), "likely")
    is_forged: When = ((paper, ("forged",)),)
    is_honest: When = ((keeper, ("honest",)),)
    return Item(
        name=f"look of {paper}",
        text=f"what {paper} shows",
        question_id="question-contact",
        answers=(Answer(when=is_forged, p=FORGED), Answer(when=is_honest, words=words), Answer(words=words)),
        made=MADE,
    )


def posteriors(net: Network, numbers: Numbers, seen: Flags) -> Floats:
    """Return P(explanation | what is seen), shape (d, h), of all dossiers in one exact batch."""
    n = numbers.forged.size
    batches: dict[Key, Floats] = {}
    for i, entry in enumerate(net.items):
        words = [contaminate(part[i], CONTAMINATION) for part in (numbers.honest, numbers.chosen)]
        figures = np.concatenate([np.repeat(numbers.forged[None], 3, axis=0), *words])
        batches[entry.table.key] = np.where(seen[i], figures, 1.0 - figures)
    for variable in net.variables:
        if variable.variable.name.startswith("keeper"):
            batches[variable.table.key] = numbers.keeper
        else:
            rows = np.stack([numbers.genuine, 1.0 - numbers.genuine], axis=1)
            batches[variable.table.key] = rows.reshape(-1, n)
    weights = (net.prior[:, None] * likelihoods(net, batches, n)).T
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def inconsistencies(numbers: Numbers, seen: Flags) -> Floats:
    """Return what counting inconsistent papers says: e to the minus count, shape (d, h).

    A paper is inconsistent where what is seen would be unlikely (ICD 203: below .45) if that were so.
    """
    p = np.where(seen[:, None], numbers.honest, 1.0 - numbers.honest)
    weights = np.exp(-(p < UNLIKELY).sum(axis=0).astype(np.float64)).T
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def scores(p: Floats, truth: npt.NDArray[np.intp]) -> Scores:
    """Return log loss (nats), ECE over every probability printed, and ECE of the leading one alone."""
    is_true = np.eye(p.shape[1], dtype=bool)[truth]
    lead = p.argmax(axis=1)
    at = np.arange(len(p))
    return {
        "log_loss": float(-np.log(np.maximum(p[at, truth], 1e-300)).mean()),
        "ece": calibration_error(p, is_true),
        "ece_lead": calibration_error(p[at, lead], lead == truth),
    }


def measured(n_papers: int, n: int, seed: int) -> Iterator[tuple[str, str, Scores, Scores]]:
    """Yield (condition, what stands beside it, our scores, the scores beside)."""
    rng = np.random.default_rng([seed, n_papers])
    right = true_numbers(n_papers, n, rng)
    truth, seen = observed(right, rng)
    net = network(n_papers, is_shared=True)

    def of(numbers: Numbers) -> Scores:
        return scores(posteriors(net, numbers, seen), truth)

    ours = of(right)
    alone = scores(posteriors(network(n_papers, is_shared=False), right, seen), truth)
    yield TRUE, "independent papers", ours, alone
    yield TRUE, "ACH count", ours, scores(inconsistencies(right, seen), truth)
    yield f"{TRUE}, allowing", "face value", of(allowed(right, person_sd())), ours
    wrong = off(right, rng)
    yield OFF, "face value", of(allowed(wrong, HALF_A_LOGIT)), of(wrong)
    said, misheard = in_words(right), in_words(wrong)
    yield f"{TRUE}, in words", "face value", of(allowed(said, person_sd())), of(said)
    yield f"{OFF}, in words", "face value", of(allowed(misheard, person_sd())), of(misheard)
    for part in PARTS:
        yield f"{ERRORS} {part} alone", TRUE, of(off(right, rng, (part,))), ours


def _target(condition: str, metric: str) -> str:
    if condition.startswith(ERRORS):
        return ""
    if metric == "log_loss":
        return "below the peer" if condition in (TRUE, OFF) else ""
    return "<= .02" if condition == TRUE else "<= .05"


def run(data: Path, *, n_dossiers: int = N_DOSSIERS) -> Report:
    """Simulate and weigh; `data` is not read."""
    del data
    results = [
        Result(
            benchmark=NAME,
            metric=metric,
            group=f"{n_papers} papers, {condition}",
            ours=value,
            n=n_dossiers,
            peer=beside[metric],
            peer_name=peer,
            reference=PUBLISHED.get((n_papers, condition, metric), ""),
            target=_target(condition, metric),
        )
        for n_papers in SIZES
        for condition, peer, ours, beside in measured(n_papers, n_dossiers, SEED)
        for metric, value in ours.items()
    ]
    return Report(results=tuple(results))
