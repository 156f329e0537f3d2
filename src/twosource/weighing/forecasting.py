"""How good probabilities proved: Brier score and its parts, log loss, calibration, for desk and machine.

Brier 1950: mean of (p - outcome)^2. Murphy 1973 splits it over bins k with n_k forecasts, mean figure p_k
and share that came true o_k: reliability = mean of (p_k - o_k)^2, resolution = mean of (o_k - o)^2,
uncertainty = o (1 - o); Brier = reliability - resolution + uncertainty + within, where `within` is what the
spread inside bins adds (Stephenson, Coelho and Jolliffe 2008), so that the four add up exactly.

By hand: said .8, .8, .4, .4; came true: yes, yes, no, yes. Brier = (.04 + .04 + .16 + .36) / 4 = .15. With a
bin per figure: reliability = (.04 + .01) / 2 = .025, resolution = .0625, uncertainty = .1875, within = 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twosource.evidence.forecasts import CalibrationBin, CalibrationCurve
from twosource.terms import likelihood_word, vocabulary
from twosource.weighing.exact_ranges import exact_range

FEWEST = 10
"""Below so many scored forecasts nothing is said of somebody's calibration (judged, 2026-11: with 9 forecasts
the exact 90 % range of a share around one half is wider than .5)."""

Figures = Sequence[float] | npt.NDArray[np.float64]
Outcomes = Sequence[bool] | npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrierParts:
    """The Brier score in parts that add up: reliability - resolution + uncertainty + within."""

    reliability: float
    resolution: float
    uncertainty: float
    within: float

    @property
    def brier(self) -> float:
        """The whole score."""
        return self.reliability - self.resolution + self.uncertainty + self.within


def _pairs(p: Figures, came_true: Outcomes) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    figures, outcomes = np.asarray(p, dtype=np.float64), np.asarray(came_true, dtype=np.float64)
    if figures.ndim != 1 or figures.shape != outcomes.shape or not len(figures):
        raise ValueError("scores need one outcome per probability, and at least one of each")
    if not ((figures >= 0.0) & (figures <= 1.0)).all() or not np.isin(outcomes, (0.0, 1.0)).all():
        raise ValueError("scores need probabilities from 0 to 1 and outcomes that are true or false")
    return figures, outcomes


def brier(p: Figures, came_true: Outcomes) -> float:
    """Return the mean of (p - outcome)^2: 0 for a prophet, .25 for who always says one half. ValueError."""
    figures, outcomes = _pairs(p, came_true)
    return float(((figures - outcomes) ** 2).mean())


def log_loss(p: Figures, came_true: Outcomes) -> float:
    """Return the mean of -ln of the probability given to what happened; ln 2 = .693 for one half.

    Infinite where something called impossible happened. Raises ValueError.
    """
    figures, outcomes = _pairs(p, came_true)
    given = np.where(outcomes == 1.0, figures, 1.0 - figures)
    with np.errstate(divide="ignore"):
        return float(-np.log(given).mean())


def brier_parts(p: Figures, came_true: Outcomes, bins: Sequence[str]) -> BrierParts:
    """Return the Brier score in Murphy's parts over named bins, one name per forecast. ValueError."""
    figures, outcomes = _pairs(p, came_true)
    if len(bins) != len(figures):
        raise ValueError("the parts of a score need one bin per probability")
    _, at, counts = np.unique(np.asarray(bins), return_inverse=True, return_counts=True)
    mean_p = np.bincount(at, weights=figures) / counts
    mean_o = np.bincount(at, weights=outcomes) / counts
    overall = float(outcomes.mean())
    off_p, off_o = figures - mean_p[at], outcomes - mean_o[at]
    return BrierParts(
        reliability=float(((mean_p - mean_o) ** 2)[at].mean()),
        resolution=float(((mean_o - overall) ** 2)[at].mean()),
        uncertainty=overall * (1.0 - overall),
        within=float((off_p**2 - 2.0 * off_p * off_o).mean()),
    )


def calibration_curve(
    p: Figures, came_true: Outcomes, words: Sequence[str] = (), *, range_share: float = 0.9
) -> CalibrationCurve:
    """Return, per likelihood word used, how often what was said in it came true, with its exact range.

    `words` are those the forecasts were said in; where one is empty or none are given, the word whose band
    holds the figure. No forecast at all gives an empty curve. Raises ValueError.
    """
    if not len(p) and not len(came_true):
        return CalibrationCurve(bins=(), brier=0.0, n=0, range_share=range_share)
    figures, outcomes = _pairs(p, came_true)
    given = list(words) or [""] * len(figures)
    if len(given) != len(figures):
        raise ValueError("a calibration curve needs one word per probability, or none at all")
    said = np.array([word or likelihood_word(float(f)) for word, f in zip(given, figures, strict=True)])
    bins = []
    for word in vocabulary("likelihood").values():
        is_in = said == word
        if n := int(is_in.sum()):
            n_true = int(outcomes[is_in].sum())
            low, high = exact_range(n_true, n, range_share)
            mean = float(figures[is_in].mean())
            bins.append(
                CalibrationBin(
                    word=word, p_mean=mean, observed=n_true / n, low=low, high=high, n=n, n_true=n_true
                )
            )
    return CalibrationCurve(
        bins=tuple(bins), brier=brier(p, came_true), n=len(figures), range_share=range_share
    )
