"""How reliable a party is: earlier items that were checked, grades that others gave, the read-out.

The record of a party is evidence like any other: who checked each item, how well, and whether a failure
would have become known at all.
"""

from dataclasses import dataclass
from enum import StrEnum

from twosource.dates import UNDATED, DateSpan
from twosource.evidence.testimony import Made


class Truth(StrEnum):
    """How an earlier matter turned out."""

    TRUE = "true"
    FALSE = "false"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackEntry:
    """One earlier matter: what a party said of it, or that it kept silent, and how it turned out.

    `batch` groups items delivered at once: 22,000 papers handed over once are about one success.
    `quality` (0..1) says how good the check was, `exchange` (0..1) how like the present matter it is;
    `domain` names the kind of matter. `about_claim` names a claim of this case that it rests on, so that a
    grade can be computed without the item it grades. `unseen` is the chance that a failure would have become
    known, relative to a success (1: all failures are known, 0: none ever is); `alike` how far the items of a
    batch stand and fall together (1: all as one, 0: each was checked for itself). None: nobody said.
    """

    entry_id: str
    party_id: str
    text: str
    domain: str = ""
    is_asserted: bool = True
    truth: Truth
    batch: str = ""
    n: int = 1
    at_span: DateSpan = UNDATED
    quality: float = 1.0
    exchange: float = 1.0
    unseen: float | None = None
    alike: float | None = None
    about_claim: str = ""
    evidence: tuple[str, ...] = ()
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade somebody else gave: kept as given, with its standard, and used as a weak prior only."""

    grade_id: str
    party_id: str
    letter: str
    number: str = ""
    standard: str
    claim_id: str = ""
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityReadout:
    """How reliable a party is, without the item in question: mean and range with how much it rests on.

    `p_right` is the predictive probability that its next assertion is right, `low` and `high` its range;
    `n_effective` what the record is worth in separate, fully checked items; `letter` the Admiralty letter
    (F below two), `number` the credibility of the claim without this party ("" where no claim was named).
    `modes` pairs each way of working with its probability; `p_genuine` is the probability that the next paper
    is genuine under them, and `ratio` what the whole record is worth for that, as a likelihood ratio.
    `p_right_before` and `p_genuine_before` are what was held without the record.
    `used` are the entries it rests on, `left_out` those that rest on the claim in question.
    """

    party_id: str
    claim_id: str = ""
    p_right: float
    low: float
    high: float
    n_effective: float
    p_asserts_false: float | None = None
    p_silent_true: float | None = None
    letter: str
    letter_why: str
    number: str = ""
    number_why: str = ""
    modes: tuple[tuple[str, float], ...] = ()
    p_genuine: float | None = None
    p_right_before: float = 0.5
    p_genuine_before: float | None = None
    ratio: float | None = None
    used: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
