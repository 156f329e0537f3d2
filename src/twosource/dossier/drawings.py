"""What the pictures are drawn from: values without coordinates, so that composing knows no geometry."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class StemmaNode:
    """A hand, an origin, or several hands folded together.

    `shape` is `origin`, `hand`, `page`, `pages` (one hand, several reports), `fold` (a bracket round
    copies) or `run` (hands one after another). `n` counts its reports, `sigla` are those of its exhibits.
    `below` are small lines under the label, `note` what a reader is told who asks. `band` is its place on
    the time axis, -1 where it has no date.
    """

    node_id: str
    label: str
    below: tuple[str, ...] = ()
    shape: str = "hand"
    n: int = 1
    is_chokepoint: bool = False
    sigla: tuple[str, ...] = ()
    band: int = -1
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StemmaEdge:
    """What passed from one node to another, with what probability, and why we think so.

    `is_dashed` says that nothing but the count leads from one to the other. `share` is the share of what
    the parent passed on that went this way: a waist's main line is thick.
    """

    parent: str
    child: str
    p: float
    why: str = ""
    share: float = 0.0
    is_dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stemma:
    """Who had it from whom for one claim: a graph without circles, already folded to fit a page.

    `bands` are the words of the time axis, from the earliest; `is_small` asks for the little one that
    stands beside a number.
    """

    nodes: tuple[StemmaNode, ...]
    edges: tuple[StemmaEdge, ...]
    direction: str = "ltr"
    bands: tuple[str, ...] = ()
    is_small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something on the timeline from `start` to `end`; an open side is None and fades out."""

    label: str
    start: date | None
    end: date | None
    n: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBar:
    """The event record in one stretch of time: events and deaths (best estimate)."""

    start: date
    end: date
    n_events: int
    deaths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Documents above the line, the event record below."""

    documents: tuple[Moment, ...]
    record: tuple[RecordBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow:
    """One hypothesis: prior, posterior and 90 % range as probabilities, with the word that says it."""

    label: str
    word: str
    prior: float
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """The weighing of one question."""

    rows: tuple[RangeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """How far one group of evidence moved each hypothesis, in decibans."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Decibans by chokepoint, one panel per hypothesis."""

    columns: tuple[str, ...]
    rows: tuple[BarRow, ...]
