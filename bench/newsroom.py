"""Newsroom: is a claim true, said by one first report and its followers, where nobody knows how many copied?

No data is read: dossiers are simulated from a seed. A claim is true or not at even odds. The first report is
right with probability .7; of 5 to 60 followers a share rho, drawn per claim, has access of its own and is
right with .7 too, the others repeat the first report, with a slip in two of a hundred. Of each follower one
piece of derivation evidence is read, a score that tells copies from own accounts with a given AUC. Ours is
the shared rate: the rate, the evidence it leaves and the number of origins come from the product
(`own_access`, `count_origins`); only the read-out of the claim's truth stands here. These dossiers come from
the model's own family, which favours it; the groups with a wrong prior are the fairer test.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import exp, log, pi, sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.measures import calibration_error
from bench.runner import Report, Result
from twosource.tracing.adjudicated import reestimated
from twosource.tracing.own_access import count_origins, own_access
from twosource.tracing.priors import AccessClass

NAME = "newsroom"
SEED = 20160502
N_CLAIMS = 6_000
N_JUDGED = 40
RIGHT = 0.7
FIDELITY = 0.98
FEWEST, MOST = 5, 60
SURE = 0.99
TRUE_PRIOR = (0.5, 2.0)
WRONG_PRIORS = ((1.0, 1.0), (0.3, 6.0), (2.0, 2.0))
HARDLY_COPYING = (5.0, 1.0)
AUC = {"none": 0.5, "moderate (AUC .86)": 0.86, "strong (AUC .98)": 0.98}
TARGETS = {"ece": "<= .03", "log_loss": "<= .75 of the rival"}
PUBLISHED = {
    ("none", "log_loss"): "ours .56, counting 4.42, exponent 1.43, edges .83",
    ("none", "ece"): "ours .014, counting .285, exponent .261, edges .187",
    ("moderate (AUC .86)", "log_loss"): "ours .46, exponent .95",
    ("moderate (AUC .86)", "ece"): "ours .011, exponent .213",
    ("strong (AUC .98)", "log_loss"): "ours .41, exponent .49",
    ("strong (AUC .98)", "ece"): "ours .015, exponent .106",
}

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One simulated claim: the truth, what the first report and each follower say, and the evidence read.

    `lam` is P(evidence | own access) / P(evidence | derived) per follower; no method sees `n_own`.
    """

    is_true: bool
    first: bool
    said: Flags
    lam: Floats
    n_own: int

    @property
    def agrees(self) -> Flags:
        """Which followers say what the first report says."""
        return np.equal(self.said, self.first)


Method = Callable[[Dossier, tuple[float, float]], float]


def distance(auc: float) -> float:
    """Return the distance of two normal scores whose ranks are told apart with this AUC: sqrt(2) z(AUC)."""
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _normal(middle / sqrt(2)) < auc else (low, middle)
    return (low + high) / 2


def _normal(z: float) -> float:
    """Return P(Z <= z), by Simpson's rule over 0 .. |z|."""
    x = np.linspace(0.0, abs(z), 201)
    weights = np.array([1, *[4, 2] * 99, 4, 1]) * (abs(z) / 600)
    half = float(weights @ np.exp(-(x**2) / 2)) / sqrt(2 * pi)
    return 0.5 + half if z >= 0 else 0.5 - half


def simulate(n: int, auc: float, prior: tuple[float, float], seed: int) -> Iterator[Dossier]:
    """Yield n dossiers whose rate of own access is drawn from a Beta."""
    rng = np.random.default_rng([seed, round(1000 * auc), *(round(10 * x) for x in prior)])
    apart = distance(auc) if auc > 0.5 else 0.0
    for _ in range(n):
        is_true = bool(rng.random() < 0.5)
        m = int(rng.integers(FEWEST, MOST + 1))
        own = rng.random(m) < rng.beta(*prior)
        first = is_true if rng.random() < RIGHT else not is_true
        alone = np.where(rng.random(m) < RIGHT, is_true, not is_true)
        copied = np.where(rng.random(m) < FIDELITY, first, not first)
        score = rng.normal(np.where(own, apart / 2, -apart / 2))
        said = np.where(own, alone, copied)
        yield Dossier(is_true, first, said, np.exp(apart * score), int(own.sum()))


def _votes(dossier: Dossier, weights: Floats) -> float:
    """Return the log-odds of votes of these weights, the first report's being one."""
    signs = np.where(dossier.said, 1.0, -1.0)
    return log(RIGHT / (1 - RIGHT)) * ((1.0 if dossier.first else -1.0) + float(weights @ signs))


def counting(dossier: Dossier, prior: tuple[float, float]) -> float:
    """Everybody a witness: one vote each."""
    del prior
    return _votes(dossier, np.ones(dossier.said.size))


def exponent(dossier: Dossier, prior: tuple[float, float]) -> float:
    """Votes raised to the probability of own access, as ACCUCOPY does (Dong et al. 2009)."""
    odds = prior[0] / prior[1] * dossier.lam
    return _votes(dossier, odds / (1 + odds))


def exponent_by_errors(dossier: Dossier, prior: tuple[float, float]) -> float:
    """The same, with agreement read as evidence of copying and disagreement as evidence against."""
    agree = RIGHT**2 + (1 - RIGHT) ** 2
    own = np.where(dossier.agrees, agree, 1 - agree)
    copied = np.where(dossier.agrees, FIDELITY, 1 - FIDELITY)
    odds = prior[0] / prior[1] * dossier.lam * own / copied
    return _votes(dossier, odds / (1 + odds))


def edges(dossier: Dossier, prior: tuple[float, float]) -> float:
    """The mixture of copied and own, each follower with a coin of its own at the mean rate."""
    rate = prior[0] / (prior[0] + prior[1])
    copied = np.where(dossier.agrees, FIDELITY, 1 - FIDELITY)
    total = 0.0
    for truth, sign in ((True, 1.0), (False, -1.0)):
        own = np.where(dossier.said == truth, RIGHT, 1 - RIGHT)
        total += sign * (
            log(_first(dossier, truth)) + float(np.log((1 - rate) * copied + rate * dossier.lam * own).sum())
        )
    return total


def _first(dossier: Dossier, truth: bool) -> float:
    return RIGHT if dossier.first == truth else 1 - RIGHT


def first_only(dossier: Dossier, prior: tuple[float, float]) -> float:
    """The first report alone."""
    del prior
    return _votes(replace(dossier, said=dossier.said[:0]), np.zeros(0))


def shared_rate(dossier: Dossier, prior: tuple[float, float]) -> float:
    """The product: one rate for all followers, integrated out, under either truth."""
    return _read_out(dossier, prior)[0]


def _read_out(dossier: Dossier, prior: tuple[float, float]) -> tuple[float, float]:
    """Return the log-odds of the claim and P(K = 1).

    Cluster factor: P_own(first | T) * prod_s P_copy(v_s) * Int Beta(rho) prod_s [(1 - rho) + rho lambda_s(T)]
    with lambda_s(T) = lambda_s P_own(v_s | T) / P_copy(v_s); what does not depend on T cancels.
    """
    copied = np.where(dossier.agrees, FIDELITY, 1 - FIDELITY)
    logs, alone = [], []
    for truth in (True, False):
        own = np.where(dossier.said == truth, RIGHT, 1 - RIGHT)
        rate = own_access(dossier.lam * own / copied, *prior)
        logs.append(log(_first(dossier, truth)) + rate.log_factor)
        alone.append(float(count_origins(rate, longest=1)[1]))
    odds = logs[0] - logs[1]
    p = 1 / (1 + exp(-max(-700.0, min(700.0, odds))))
    return odds, p * alone[0] + (1 - p) * alone[1]


RIVALS: Mapping[str, Method] = {
    "count as independent": counting,
    "exponent (ACCUCOPY)": exponent,
    "exponent, agreement read": exponent_by_errors,
    "mixture, independent edges": edges,
    "first report only": first_only,
}


def scores(odds: Floats, truth: Flags) -> dict[str, float]:
    """Return accuracy, log loss, calibration error, and how often the almost sure are wrong.

    log loss: mean of -log P(truth), in nats. ece: distance of stated and true share of right answers, over
    ten equal bins of the stated probability of the likelier answer, weighted by size. Sure: above .99.
    """
    right = (odds > 0) == truth
    confidence = 1 / (1 + np.exp(-np.abs(odds)))
    sure = confidence > SURE
    return {
        "accuracy": float(right.mean()),
        "log_loss": float(np.logaddexp(0.0, np.where(truth, -odds, odds)).mean()),
        "ece": calibration_error(confidence, right, low=0.5),
        "wrong_when_sure": float(1 - right[sure].mean()) if sure.any() else 0.0,
        "share_sure": float(sure.mean()),
    }


def compared(
    group: str, dossiers: Iterable[Dossier], prior: tuple[float, float], metrics: Iterable[str] = ()
) -> list[Result]:
    """Return one row per metric and rival, ours beside it, and how well P(K = 1) is stated."""
    told = list(dossiers)
    is_target = prior not in WRONG_PRIORS and not group.startswith("hardly")
    truth = np.array([d.is_true for d in told])
    read = [_read_out(d, prior) for d in told]
    ours = scores(np.array([odds for odds, _ in read]), truth)
    wanted = tuple(metrics) or tuple(ours)
    found = []
    for name, method in RIVALS.items():
        theirs = scores(np.array([method(d, prior) for d in told]), truth)
        found += [
            Result(
                benchmark=NAME,
                metric=metric,
                group=group,
                ours=ours[metric],
                n=len(told),
                peer=theirs[metric],
                peer_name=name,
                reference=PUBLISHED.get((group, metric), ""),
                target=TARGETS.get(metric, "") if is_target and name != "first report only" else "",
            )
            for metric in wanted
        ]
    p_one = np.clip([p for _, p in read], 1e-12, 1 - 1e-12)
    counted = scores(np.log(p_one / (1 - p_one)), np.array([d.n_own == 0 for d in told]))
    return [
        *found,
        Result(
            benchmark=NAME,
            metric="ece of P(K = 1)",
            group=group,
            ours=counted["ece"],
            n=len(told),
            target=TARGETS["ece"] if is_target else "",
        ),
    ]


def learned_prior(wrong: tuple[float, float], seed: int) -> tuple[float, float]:
    """Return a wrong prior after people judged forty claims whole: the product's own re-estimate."""
    access = AccessClass(name=NAME, a=wrong[0], b=wrong[1], p_upstream=0.0, by_reading=False)
    judged = simulate(N_JUDGED, 0.5, TRUE_PRIOR, seed + 1)
    return reestimated(access, [(d.n_own, d.said.size) for d in judged])


def run(data: Path, *, n_claims: int = N_CLAIMS) -> Report:
    """Simulate every group and compare; `data` is not read."""
    del data
    results = []
    brief = ("log_loss", "ece")
    for name, auc in AUC.items():
        results += compared(name, simulate(n_claims, auc, TRUE_PRIOR, SEED), TRUE_PRIOR)
    for wrong in WRONG_PRIORS:
        called = f"prior Beta({wrong[0]:g}, {wrong[1]:g})"
        learned = learned_prior(wrong, SEED)
        for name, auc in list(AUC.items())[:2]:
            told = list(simulate(n_claims, auc, TRUE_PRIOR, SEED))
            results += compared(f"{called}, {name}", told, wrong, brief)
            if auc == AUC["none"]:
                results += compared(f"{called} after {N_JUDGED} judged claims, {name}", told, learned, brief)
    for name, auc in AUC.items():
        told = list(simulate(n_claims, auc, HARDLY_COPYING, SEED))
        results += compared(f"hardly anybody copies (rate .83), {name}", told, TRUE_PRIOR, brief)
    return Report(results=tuple(results))
