"""Dated, signed judgements that supersede by reference and are never overwritten."""

from dataclasses import dataclass
from datetime import datetime

from twosource.evidence.testimony import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationale:
    """Why somebody judged so: a sentence with the passages, rows or findings it rests on."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The output of one run of weighing: a function of snapshot, parameters and version.

    `snapshot` and `parameters` are hashes; `result` is the read-out as canonical JSON, so that
    the same inputs give the same bytes.
    """

    assessment_id: str
    question_id: str
    snapshot: str
    parameters: str
    version: str
    result: str
    rationale: tuple[Rationale, ...] = ()
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Supersession:
    """A later record takes the place of an earlier one, which stays readable."""

    supersession_id: str
    earlier_id: str
    later_id: str
    why: str
    at: datetime
    made: Made
