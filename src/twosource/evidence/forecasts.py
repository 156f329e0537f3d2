"""Forecasts with probabilities, how they turned out, and what an assessment moved.

The desk marks its own work: only so does it learn what its words are worth.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from twosource.evidence.testimony import Made


class CameTrue(StrEnum):
    """How a forecast turned out."""

    YES = "yes"
    NO = "no"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One sentence about what will be known by a day, with a probability and the word it was said in.

    Never changed: a second thought is a new forecast with the same `text` and `due`.
    """

    forecast_id: str
    text: str
    p: float
    word: str
    due: date
    at: datetime
    question_id: str = ""
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastOutcome:
    """How a forecast turned out, on what evidence, by whose judgement. The latest counts."""

    outcome_id: str
    forecast_id: str
    came_true: CameTrue
    at: datetime
    evidence: tuple[str, ...] = ()
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One thing that changed between two assessments: what, by whom, and how far it moved each hypothesis.

    `decibans` per hypothesis of the later assessment; they come from weighing with this one change taken
    back, so they need not add up: the rest is shown as interplay.
    """

    what: str
    by: str
    decibans: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """What one new assessment of a question moved: before, after, in decibans, and because of whom."""

    change_id: str
    question_id: str
    at: datetime
    before_id: str
    after_id: str
    hypotheses: tuple[str, ...]
    p_before: tuple[float, ...]
    p_after: tuple[float, ...]
    decibans: tuple[float, ...]
    moves: tuple[Move, ...] = ()
    because: tuple[str, ...] = ()
