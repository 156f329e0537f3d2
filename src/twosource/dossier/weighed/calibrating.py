"""The desk's own calibration curve: what it said against what happened, with honest ranges.

A share of three forecasts says nothing, so below about ten no share is drawn as a finding: the ring stays
hollow, and below ten altogether the picture says only that it is too early.
"""

from collections.abc import Sequence

from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import Calibration, CalibrationMark
from twosource.dossier.weighed.words import Words, refuse_unless_finite, words_for
from twosource.dossier.wording import capital
from twosource.evidence.forecasts import CalibrationBin, CalibrationCurve

LEAST = 10


def calibration_picture(
    curve: CalibrationCurve, language: str = "en", *, n_left: int = 0, brier_worst: float = 0.0
) -> Picture:
    """Return the calibration curve of settled forecasts, a mark per word; empty words are left out.

    `n_left` are void or overdue and not in it; `brier_worst` is the score had they turned out otherwise.

    Raises RefusedError where a figure is no number.
    """
    words = words_for(language)
    kept = tuple(sorted((b for b in curve.bins if b.n > 0), key=lambda b: (b.p_mean, b.observed)))
    for b in kept:
        refuse_unless_finite("the calibration curve", (b.p_mean, b.observed, b.low, b.high))
    refuse_unless_finite("the calibration curve", (curve.brier, curve.range_share, brier_worst))
    title = _finding(kept, curve.n, n_left, words)
    caption = _caption(curve, words)
    if n_left:
        score = words.isolated(f"{brier_worst:.2f}")
        caption += f" {words.say('calibration_caption_left', left=words.count(n_left), brier=score)}"
    spoken = "; ".join(
        f"{words.say('said_axis')} {words.percent(b.p_mean)}, "
        f"{words.say('came_axis')} {words.percent(b.observed)}"
        f" ({words.range(b.low, b.high)}, {_n(b.n, words)})"
        for b in kept
    )
    return Picture(
        name="calibration",
        title=title,
        caption=f"{caption} {words.say('forecast_source')}",
        alt=f"{title}. {spoken}." if spoken else f"{title}.",
        drawing=Calibration(
            bins=tuple(
                CalibrationMark(p_mean=b.p_mean, observed=b.observed, low=b.low, high=b.high, n=b.n)
                for b in kept
            ),
            brier=curve.brier,
            n=curve.n,
            least=LEAST,
            words=(words.say("said_axis"), words.say("came_axis"), words.say("as_said")),
            n_label=words.fixed["n_label"],
            half=words.percent(0.5),
            direction=words.direction,
        ),
        table=_table(kept, words),
    )


def _n(n: int, words: Words) -> str:
    return words.say("n_label", n=words.count(n))


def _finding(bins: Sequence[CalibrationBin], n: int, n_left: int, words: Words) -> str:
    """Return the finding: too few, fits, or the bin whose range misses what was said by most."""
    telling = [b for b in bins if b.n >= LEAST]
    if n < LEAST or not telling:
        return words.say("calibration_few", n=words.count(n))
    off = [b for b in telling if not b.low <= b.p_mean <= b.high]
    if not off and n_left:
        return words.say("calibration_left", n=words.count(n), left=words.count(n_left))
    if not off:
        return words.say("calibration_good", n=words.count(n))
    worst = max(off, key=lambda b: (abs(b.p_mean - b.observed), b.p_mean))
    return words.say(
        "calibration_off",
        word=capital(_word(worst, words)),
        p=words.percent(worst.p_mean),
        observed=words.percent(worst.observed),
        range=words.range(worst.low, worst.high),
    )


def _word(one: CalibrationBin, words: Words) -> str:
    return words.likely(one.word) if one.word else words.how_likely(one.p_mean)


def _caption(curve: CalibrationCurve, words: Words) -> str:
    score, least, n = words.isolated(f"{curve.brier:.2f}"), words.count(LEAST), words.count(curve.n)
    if curve.n < LEAST:
        told = words.say("calibration_caption_few", least=least, n=n)
        return f"{told} {words.say('calibration_brier', brier=score)}" if curve.n else told
    sure = words.percent(curve.range_share)
    return words.say("calibration_caption", least=least, brier=score, n=n, sure=sure)


def _table(bins: Sequence[CalibrationBin], words: Words) -> Table:
    return Table(
        caption=words.say("calibration_table"),
        headers=words.listed("calibration_heads"),
        rows=tuple(
            (
                words.percent(b.p_mean),
                _word(b, words),
                words.percent(b.observed),
                words.range(b.low, b.high),
                words.count(b.n),
            )
            for b in bins
        ),
        numeric=(0, 2, 3, 4),
    )
