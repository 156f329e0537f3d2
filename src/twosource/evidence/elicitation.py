"""What people answered in words: the raw material of weighing.

"If this were so, how surprised would you be to see this?" Each answer is a likelihood word
with its band; machines compute, people answer. Nothing here invents a number: every figure
carries who gave it and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from twosource.evidence.testimony import Made

When = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a conditional table: under these conditions, this distribution over the states."""

    when: When = ()
    p: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """What earlier items of a party showed: n verified, and how well failures would have been known.

    `unseen` is s of section 3.1: the chance that a failure would have become known, relative to a success;
    1 means all failures are known, 0 that the record says nothing. `genuine_rate` gives, per mode, the
    share of earlier items that would have been genuine. `from_entries`: what is entered of the party
    (`TrackEntry`) stands in its place, so that no case writes a record twice.
    """

    n: int
    unseen: float
    genuine_rate: tuple[float, ...]
    from_entries: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """Something unknown besides the question: a party's mode, whether a paper is genuine, a tie.

    The first row whose conditions hold applies. `failed` names the states in which what rests on
    the variable is worthless; they are what "failure" means in the flips. `merged` maps a shown
    state to the finer states it was summed from.
    """

    name: str
    text: str
    states: tuple[str, ...]
    rows: tuple[Row, ...]
    party_id: str = ""
    failed: tuple[str, ...] = ()
    track_record: TrackRecord | None = None
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of an item's table: under these conditions, a word per hypothesis or one figure.

    Exactly one of `words` (hypothesis to likelihood word) and `p` (the same under every
    hypothesis) is given. The first answer whose conditions hold applies.
    """

    when: When = ()
    words: Mapping[str, str] = field(default_factory=dict)
    p: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing observed, weighed once: by origin, never by report.

    `claim_id` and `exhibit_ids` say what it rests on; `chokepoint` groups items that share
    hands; `opposite` says in words what seeing the opposite would have been. `n_searched` is the
    size of the pile it was picked from (1: nothing was picked); words answer for one paper of it.
    With `n_found` the whole pile of `n_searched` was seen, and exactly so many of it are of the kind.
    `n_reference` is the number of known forgeries a measured item was held against (None: judged):
    no ratio of it goes beyond n + 2. `facts` name what it uses besides: no fact counts twice.
    """

    name: str
    text: str
    question_id: str
    answers: tuple[Answer, ...]
    claim_id: str = ""
    exhibit_ids: tuple[str, ...] = ()
    chokepoint: str = ""
    opposite: str = ""
    n_searched: int = 1
    n_found: int | None = None
    n_reference: int | None = None
    facts: tuple[str, ...] = ()
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleFinding:
    """Something one could look for: answers as for an item, cost in hours, and risk to people."""

    name: str
    text: str
    question_id: str
    answers: tuple[Answer, ...]
    hours: float
    risks_people: bool = False
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One part of a projection: under these conditions on questions and variables, this name applies."""

    name: str
    text: str
    when: When = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A list people want to read, seen as a view of the joint table: "true", "forged", "deal, but forged".

    What happened and why we see the evidence are different variables; such a list mixes them, so it is
    never a question of its own. The first cell whose conditions hold applies.
    """

    name: str
    text: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one person answered for one item or possible finding of a question: apart from all others.

    `item` is its name; the lines replace those of the elicitation with the same conditions in this
    person's reading. The latest of a person for an item counts, and one without lines takes it back; the
    ledger keeps all of them.
    """

    answered_id: str
    question_id: str
    item: str
    answers: tuple[Answer, ...]
    at: datetime
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Elicitation:
    """Everything answered for one question: prior, contamination, variables, items, findings.

    `joined` names other questions weighed in the same network: their variables and items join, and
    conditions may speak of them. `projections` are views of the joint table.
    """

    question_id: str
    prior: Mapping[str, float]
    prior_why: str
    contamination: float
    variables: tuple[Variable, ...]
    items: tuple[Item, ...]
    possible_findings: tuple[PossibleFinding, ...] = ()
    joined: tuple[str, ...] = ()
    projections: tuple[Projection, ...] = ()
    made: Made
