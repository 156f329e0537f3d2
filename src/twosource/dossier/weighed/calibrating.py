"""The desk's own calibration curve: what it said against what happened, with honest ranges.

A share of three forecasts says nothing, so below about ten no share is drawn as a finding: the ring stays
hollow, and below ten altogether the picture says only that it is too early.
"""

from collections.abc import Sequence

from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import Calibration, CalibrationBin
from twosource.dossier.weighed.words import Words, refuse_unless_finite, words_for
from twosource.dossier.wording import capital

LEAST = 10


def calibration_picture(
    bins: Sequence[CalibrationBin], *, brier: float, n: int, language: str = "en"
) -> Picture:
    """Return the calibration curve of `n` settled forecasts in bins; empty bins are left out.

    Raises RefusedError where a figure is no number or no probability.
    """
    words = words_for(language)
    kept = tuple(sorted((b for b in bins if b.n > 0), key=lambda b: (b.p_mean, b.observed)))
    for b in kept:
        refuse_unless_finite("the calibration curve", (b.p_mean, b.observed, b.low, b.high))
    refuse_unless_finite("the Brier score", (brier,) if n else ())
    title = _finding(kept, n, words)
    spoken = "; ".join(
        f"{words.say('said_axis')} {words.percent(b.p_mean)}, "
        f"{words.say('came_axis')} {words.percent(b.observed)}"
        f" ({words.range(b.low, b.high)}, {_n(b.n, words)})"
        for b in kept
    )
    return Picture(
        name="calibration",
        title=title,
        caption=_caption(brier, n, words),
        alt=f"{title}. {spoken}." if spoken else f"{title}.",
        drawing=Calibration(
            bins=kept,
            brier=brier,
            n=n,
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


def _finding(bins: Sequence[CalibrationBin], n: int, words: Words) -> str:
    """Return the finding: too few, fits, or the bin whose range misses what was said by most."""
    telling = [b for b in bins if b.n >= LEAST]
    if n < LEAST or not telling:
        return words.say("calibration_few", n=words.count(n))
    off = [b for b in telling if not b.low <= b.p_mean <= b.high]
    if not off:
        return words.say("calibration_good", n=words.count(n))
    worst = max(off, key=lambda b: (abs(b.p_mean - b.observed), b.p_mean))
    return words.say(
        "calibration_off",
        word=capital(words.how_likely(worst.p_mean)),
        p=words.percent(worst.p_mean),
        observed=words.percent(worst.observed),
        range=words.range(worst.low, worst.high),
    )


def _caption(brier: float, n: int, words: Words) -> str:
    score = words.isolated(f"{brier:.2f}")
    if n < LEAST:
        told = words.say("calibration_caption_few", least=words.count(LEAST), n=words.count(n))
        return f"{told} {words.say('calibration_brier', brier=score)}" if n else told
    return words.say("calibration_caption", least=words.count(LEAST), brier=score, n=words.count(n))


def _table(bins: Sequence[CalibrationBin], words: Words) -> Table:
    return Table(
        caption=words.say("calibration_table"),
        headers=words.listed("calibration_heads"),
        rows=tuple(
            (
                words.percent(b.p_mean),
                words.how_likely(b.p_mean),
                words.percent(b.observed),
                words.range(b.low, b.high),
                words.count(b.n),
            )
            for b in bins
        ),
        numeric=(0, 2, 3, 4),
    )
