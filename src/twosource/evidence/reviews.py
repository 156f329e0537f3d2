"""What a person made of a machine's suggestion: accepted, corrected or rejected, by name and with a reason.

A review never changes what it is about. The suggestion stays as the machine made it, the
correction stands beside it as a judgement, and a later review of the same item takes an earlier
one's place without removing it, which is how one is undone.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from twosource.ids import key


class Verdict(StrEnum):
    """What a person says of a suggestion; `withdrawn` takes their own earlier word back.

    `not enough` is said of a pair alone: whether a statement bears on a claim cannot be told from what
    is held, and no machine may decide it.
    """

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    NOT_ENOUGH = "not enough"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One word of one person on one suggestion.

    `item_kind` is the record kind of the suggestion (`statement`, `matching`, `tie`), `item` its
    canonical line as it was seen, so that nothing is judged unseen; `corrected_id` is the record
    that stands in its place, empty unless the verdict is `corrected`.
    """

    review_id: str
    item_kind: str
    item_id: str
    item: str
    verdict: Verdict
    corrected_id: str = ""
    why: str = ""
    by: str
    at: datetime


def review_id(item_id: str, verdict: Verdict, by: str, at: datetime) -> str:
    """Return the id of a review: who said what of which item, when."""
    return key("review", item_id, verdict, by, at.isoformat())
