"""How each record is kept: its id, what it is about, its siglum, and whether the ledger answers for it.

The ledger answers for what cannot be made again from the originals: what was received, what
became of it, and what a person decided. Everything else can be dropped and recomputed.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from twosource.evidence import codec
from twosource.evidence.anchors import AnchorDecision
from twosource.evidence.assessments import Assessment, Supersession
from twosource.evidence.claims import Claim, Contradiction, Drift, Entailment, Matching, Question
from twosource.evidence.elicitation import Answered, Elicitation
from twosource.evidence.events import RecordRow
from twosource.evidence.findings import Finding
from twosource.evidence.forecasts import AnswerChange, Forecast, ForecastOutcome
from twosource.evidence.holdings import Accession, CustodyEvent, Exhibit, Holding, Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.lineage import CountChange, Derivation, OriginCount, PictureHash, Ruling
from twosource.evidence.outcome import Fate
from twosource.evidence.passages import Passage
from twosource.evidence.permissions import Permission
from twosource.evidence.readouts import Weighing
from twosource.evidence.reliability import Grade, TrackEntry
from twosource.evidence.reviews import Review
from twosource.evidence.testimony import Party, Statement, Tie
from twosource.evidence.transcripts import HumanReading, ModelReading
from twosource.store.engine import RecordLine

_SURROGATE = re.compile("[\ud800-\udfff]")


class Ledgered(StrEnum):
    """When the ledger answers for a record."""

    ALWAYS = "always"
    IF_JUDGED = "if judged"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Kind:
    """One record type: its name in a line, the attributes with its id and what it is about, its rules."""

    record_type: type
    id_name: str
    about_name: str = ""
    ledgered: Ledgered = Ledgered.NEVER
    siglum: str = ""
    name: str = field(init=False)

    def __post_init__(self) -> None:
        # Worked out once: it is asked for with every record put.
        object.__setattr__(self, "name", codec.kind_of(self.record_type))

    def answers_for(self, record: Any) -> bool:
        """Say whether the ledger answers for this record."""
        if self.ledgered is Ledgered.IF_JUDGED:
            return bool(record.made.is_judgement)
        return self.ledgered is Ledgered.ALWAYS


_ALWAYS, _IF_JUDGED = Ledgered.ALWAYS, Ledgered.IF_JUDGED

KINDS: tuple[Kind, ...] = (
    Kind(Accession, "accession_id", "", _ALWAYS, "accession"),
    Kind(Exhibit, "exhibit_id", "", _ALWAYS, "exhibit"),
    Kind(Holding, "holding_id", "exhibit_id", _ALWAYS),
    Kind(CustodyEvent, "custody_id", "", _ALWAYS),
    Kind(Fate, "exhibit_id", "", _ALWAYS),
    Kind(Rendition, "rendition_id", "exhibit_id"),
    Kind(PageLayout, "layout_id", "rendition_id"),
    Kind(Passage, "passage_id", "rendition_id", siglum="passage"),
    # Neither can be made again from the originals: a model asked twice gives two answers.
    Kind(HumanReading, "reading_id", "exhibit_id", _ALWAYS),
    Kind(ModelReading, "reading_id", "exhibit_id", _ALWAYS),
    Kind(AnchorDecision, "decision_id", "exhibit_id", _ALWAYS),
    Kind(Party, "party_id", "", _IF_JUDGED, "party"),
    Kind(Tie, "tie_id", "from_party", _IF_JUDGED),
    Kind(Statement, "statement_id", "exhibit_id", _IF_JUDGED, "statement"),
    Kind(Claim, "claim_id", "", _IF_JUDGED, "claim"),
    Kind(Matching, "matching_id", "claim_id", _IF_JUDGED),
    Kind(Entailment, "entailment_id", "from_claim", _IF_JUDGED),
    # A question carries no `made`: only people ask questions, so the ledger always answers for it.
    Kind(Question, "question_id", "", _ALWAYS, "question"),
    Kind(Elicitation, "question_id", "", _IF_JUDGED),
    Kind(Answered, "answered_id", "question_id", _ALWAYS),
    Kind(TrackEntry, "entry_id", "party_id", _ALWAYS),
    Kind(Grade, "grade_id", "party_id", _ALWAYS),
    Kind(Forecast, "forecast_id", "question_id", _ALWAYS, "forecast"),
    Kind(ForecastOutcome, "outcome_id", "forecast_id", _ALWAYS),
    # An answer that comes back leaves no new assessment: only this says that it did, and when.
    Kind(AnswerChange, "change_id", "question_id", _ALWAYS),
    Kind(Derivation, "derivation_id", "claim_id"),
    Kind(OriginCount, "claim_id"),
    Kind(Ruling, "ruling_id", "child_id", _ALWAYS),
    Kind(CountChange, "change_id", "claim_id"),
    Kind(PictureHash, "picture_id", "exhibit_id"),
    Kind(Contradiction, "contradiction_id", "claim_id"),
    Kind(Drift, "drift_id", "to_statement"),
    Kind(Finding, "finding_id", "about", siglum="finding"),
    Kind(Weighing, "question_id"),
    Kind(RecordRow, "row_id", "exhibit_id"),
    Kind(Assessment, "assessment_id", "question_id", _ALWAYS, "assessment"),
    Kind(Permission, "permission_id", "exhibit_id", _ALWAYS),
    Kind(Review, "review_id", "item_id", _ALWAYS),
    Kind(Supersession, "supersession_id", "earlier_id", _ALWAYS),
)
BY_TYPE: dict[type, Kind] = {kind.record_type: kind for kind in KINDS}
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def kind_for(record_type: type) -> Kind:
    """Return how a record type is kept. Raises TypeError for a type the store does not keep."""
    try:
        return BY_TYPE[record_type]
    except KeyError:
        raise TypeError(f"the store does not keep {record_type.__name__}") from None


def line_of(record: Any) -> RecordLine:
    """Return a record as the store keeps it.

    Half characters (lone surrogates, as broken mail headers give them) are written as JSON
    escapes, because a database keeps UTF-8 only; reading them back gives the same text.
    """
    kind = kind_for(type(record))
    body = codec.to_line(record)
    if not body.isascii():
        body = _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", body)
    about = getattr(record, kind.about_name) if kind.about_name else ""
    return RecordLine(kind.name, getattr(record, kind.id_name), about, body, kind.answers_for(record))
