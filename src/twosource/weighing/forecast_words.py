"""What a record of forecasts says of whoever made them, in sentences made from the figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twosource.evidence.forecasts import CalibrationBin, CalibrationCurve
from twosource.terms import likelihood, likelihood_word
from twosource.weighing.forecasting import (
    FEWEST,
    BrierParts,
    brier_parts,
    calibration_curve,
    log_loss,
)
from twosource.weighing.words import figure

THE_DESK = "the desk"
HANG_TOGETHER = (
    "The ranges are as if each forecast came true by itself; forecasts about the same events hang together, "
    "so in truth they are wider."
)
NEVER_APPLIED = "This is shown and never applied: forecasts and weighings stand as they were said."


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How somebody's settled forecasts turned out; `n_void` could not be settled and are not scored.

    `parts` is None and `log_loss` 0 where nothing was scored.
    """

    who: str
    n: int
    n_void: int
    brier: float
    log_loss: float
    parts: BrierParts | None
    curve: CalibrationCurve

    @property
    def is_enough(self) -> bool:
        """Say whether there are enough forecasts to say anything."""
        return self.n >= FEWEST


def record_of(
    who: str, p: Sequence[float], came_true: Sequence[bool], words: Sequence[str], n_void: int
) -> Record:
    """Score somebody's forecasts: figures, what happened, and the word each was said in ("" for a figure)."""
    curve = calibration_curve(p, came_true, words)
    if not len(p):
        return Record(who=who, n=0, n_void=n_void, brier=0.0, log_loss=0.0, parts=None, curve=curve)
    return Record(
        who=who,
        n=len(p),
        n_void=n_void,
        brier=curve.brier,
        log_loss=log_loss(p, came_true),
        parts=brier_parts(
            p, came_true, [word or likelihood_word(f) for word, f in zip(words, p, strict=True)]
        ),
        curve=curve,
    )


def record_sentences(record: Record) -> Iterator[str]:
    """Yield what a record says: how good it is, what each word has meant so far, and what that is worth."""
    who = record.who[:1].upper() + record.who[1:]
    if not record.n:
        yield f"No forecast of {record.who} is settled and scored yet.{_void(record.n_void)}"
        return
    if not record.is_enough:
        yield (
            f"{who}: {record.n} settled {_plural(record.n, 'forecast')}, too few to say what the words are "
            f"worth ({FEWEST} at least).{_void(record.n_void)}"
        )
        return
    yield (
        f"{who}: {record.n} settled forecasts, Brier score {figure(record.brier)}: 0 is a prophet's, .25 is "
        f"what always saying one half gets. Log score {record.log_loss:.2f}; saying one half gets .69."
        f"{_void(record.n_void)}"
    )
    if record.parts is not None:
        yield _parts(record.parts)
    telling = [b for b in record.curve.bins if b.n >= FEWEST]
    yield from (_of_word(b) for b in telling)
    if telling:
        yield HANG_TOGETHER
        yield NEVER_APPLIED
    few = [f"“{b.word}” ({b.n})" for b in record.curve.bins if b.n < FEWEST]
    if few:
        yield f"Said too rarely to tell: {', '.join(few)}."


def _void(n_void: int) -> str:
    return f" {n_void} more {'was' if n_void == 1 else 'were'} void." if n_void else ""


def _plural(n: int, one: str) -> str:
    return one if n == 1 else f"{one}s"


def _parts(parts: BrierParts) -> str:
    cost = f"Of that score, words that did not fit what happened cost {figure(parts.reliability)}"
    if parts.uncertainty == 0.0:
        return f"{cost}; as all turned out alike, telling cases apart could not be shown."
    return (
        f"{cost}, and telling cases apart took {figure(parts.resolution)} off the "
        f"{figure(parts.uncertainty)} of somebody who only knows how often such things come true."
    )


def _of_word(one: CalibrationBin) -> str:
    term = likelihood(one.word)
    low, high = term.low or 0.0, term.high or 1.0
    fits = "which fits the word"
    if one.high < low:
        fits = "which is too seldom for the word"
    elif one.low > high:
        fits = "which is too often for the word"
    return (
        f"What was called {term.label()} ({figure(low)} to {figure(high)}) came true {one.n_true} of "
        f"{one.n} times: {figure(one.observed)}, and anything from {figure(one.low)} to {figure(one.high)} "
        f"fits that, {fits}."
    )
