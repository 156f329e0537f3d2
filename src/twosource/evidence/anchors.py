"""Where the words of a passage stand in another rendition: proposed by a machine, decided by a person.

A passage never drifts. Where an exhibit is read anew, the old passage stays pinned to the old
rendition; a new one is made only when somebody accepts a proposal, and that is in the ledger.
"""

from dataclasses import dataclass
from datetime import datetime

from twosource.ids import key


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorProposal:
    """A place in a new rendition that may hold the words of a passage: code points start..end.

    `score` is the share of the passage's letters that stand there too (0 to 1, 1 is word for word);
    `why` says how it was found.
    """

    passage_id: str
    rendition_id: str
    start: int
    end: int
    text: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorDecision:
    """What a named person decided about one proposal, at an instant in UTC; the ledger answers for it.

    `new_passage_id` is empty where it was rejected. Start, end and text stand here whole, so that
    the passage can be made again from the ledger and its rendition.
    """

    decision_id: str
    exhibit_id: str
    passage_id: str
    new_passage_id: str
    rendition_id: str
    start: int
    end: int
    text: str
    score: float
    is_accepted: bool
    by: str
    at: datetime
    why: str = ""


def anchor_decision_id(passage_id: str, rendition_id: str, start: int, end: int, by: str) -> str:
    """Return the id of a decision: one person, one passage, one place."""
    return key("anchor-decision", passage_id, rendition_id, str(start), str(end), by)
