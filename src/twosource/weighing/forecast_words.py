"""What a record of forecasts says of whoever made them, in sentences made from the figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from twosource.evidence.forecasts import CalibrationBin, CalibrationCurve
from twosource.terms import likelihood, likelihood_word
from twosource.weighing.exact_ranges import exact_range
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
class Unscored:
    """What is not scored: forecasts called void, or overdue and never settled, with the figure of each.

    Whoever calls his failures void, or leaves them open, would else look good. `n_own` of the void ones were
    called so by whoever had forecast them, `n_was_settled` had been recorded as yes or no before.
    """

    p: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    n_void: int = 0
    n_overdue: int = 0
    n_own: int = 0
    n_was_settled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How somebody's settled forecasts turned out; `n_void` could not be settled and are not scored.

    `parts` is None and `log_loss` 0 where nothing was scored. `brier_worst` is what the score would be had
    everything unscored turned out against what was said. `n_changed` scored ones were a second thought.
    """

    who: str
    n: int
    n_void: int
    brier: float
    log_loss: float
    parts: BrierParts | None
    curve: CalibrationCurve
    unscored: Unscored = field(default_factory=Unscored)
    brier_worst: float = 0.0
    n_changed: int = 0

    @property
    def is_enough(self) -> bool:
        """Say whether there are enough forecasts to say anything."""
        return self.n >= FEWEST


def record_of(
    who: str,
    p: Sequence[float],
    came_true: Sequence[bool],
    words: Sequence[str],
    *,
    unscored: Unscored | None = None,
    n_changed: int = 0,
) -> Record:
    """Score somebody's forecasts: figures, what happened, and the word each was said in ("" for a figure)."""
    curve = calibration_curve(p, came_true, words)
    left = unscored or Unscored()
    n_void = left.n_void
    if not len(p):
        return Record(
            who=who, n=0, n_void=n_void, brier=0.0, log_loss=0.0, parts=None, curve=curve, unscored=left
        )
    against = sum(max(f, 1.0 - f) ** 2 for f in left.p)
    return Record(
        who=who,
        n=len(p),
        n_void=n_void,
        unscored=left,
        brier_worst=(curve.brier * len(p) + against) / (len(p) + len(left.p)),
        n_changed=n_changed,
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
        yield f"No forecast of {record.who} is settled and scored yet.{_unscored(record.unscored)}"
        return
    if not record.is_enough:
        yield (
            f"{who}: {record.n} settled {_plural(record.n, 'forecast')}, too few to say what the words are "
            f"worth ({FEWEST} at least).{_unscored(record.unscored)}"
        )
        return
    yield (
        f"{who}: {record.n} settled forecasts, Brier score {figure(record.brier)}: 0 is a prophet's, .25 is "
        f"what always saying one half gets. Log score {record.log_loss:.2f}; saying one half gets .69."
        f"{_unscored(record.unscored)}"
    )
    if record.unscored.p:
        yield (
            "Had all that is not scored turned out against what was said, the Brier score would be "
            f"{figure(record.brier_worst)}: the truth lies between the two."
        )
    if record.n_changed:
        yield (
            f"{record.n_changed} of the scored forecasts had been said otherwise before; the last word of "
            "each person counts."
        )
    if record.parts is not None:
        yield _parts(record.parts)
    telling = [b for b in record.curve.bins if b.n >= FEWEST]
    yield from (_of_word(b, record.unscored) for b in telling)
    if telling:
        yield HANG_TOGETHER
        yield NEVER_APPLIED
    few = [f"“{b.word}” ({b.n})" for b in record.curve.bins if b.n < FEWEST]
    if few:
        yield f"Said too rarely to tell: {', '.join(few)}."


def _unscored(left: Unscored) -> str:
    said = []
    if left.n_void:
        how = [f"{left.n_own} by whoever had forecast it"] if left.n_own else []
        how += [f"{left.n_was_settled} recorded as yes or no before"] if left.n_was_settled else []
        more = f" ({', '.join(how)})" if how else ""
        said.append(f"{left.n_void} more {'was' if left.n_void == 1 else 'were'} void{more}")
    if left.n_overdue:
        said.append(f"{left.n_overdue} {'is' if left.n_overdue == 1 else 'are'} overdue and not settled")
    return f" {', '.join(said)}." if said else ""


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


def _of_word(one: CalibrationBin, left: Unscored) -> str:
    term = likelihood(one.word)
    low, high = term.low or 0.0, term.high or 1.0
    fits = "which fits the word"
    if one.high < low:
        fits = "which is too seldom for the word"
    elif one.low > high:
        fits = "which is too often for the word"
    against = [f for f, word in zip(left.p, left.words, strict=True) if word == one.word]
    if fits == "which fits the word" and against:
        n_true, n = one.n_true + sum(f < 0.5 for f in against), one.n + len(against)
        least, most = exact_range(n_true, n, 0.9)
        if most < low or least > high:
            fits += f"; had the {len(against)} unscored ones turned out otherwise, it would not"
    return (
        f"What was called {term.label()} ({figure(low)} to {figure(high)}) came true {one.n_true} of "
        f"{one.n} times: {figure(one.observed)}, and anything from {figure(one.low)} to {figure(one.high)} "
        f"fits that, {fits}."
    )
