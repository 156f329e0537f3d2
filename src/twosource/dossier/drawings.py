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
class PersonMark:
    """Where one explanation stands by the answers of one person alone."""

    label: str
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow:
    """One hypothesis: prior, posterior and 90 % range as probabilities, with the words that say them.

    `allowing` is the posterior that allows for answers a little off, where it differs enough to be seen.
    """

    label: str
    word: str
    figures: str
    prior: float
    p: float
    low: float
    high: float
    allowing: float | None = None
    people: tuple[PersonMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The most that "something else" could reach: an upper bound, never a posterior."""

    label: str
    figures: str
    prior: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """The weighing of one question. `half` is how the middle of the axis is written."""

    rows: tuple[RangeRow, ...]
    bound: Bound | None = None
    half: str = "50\u00a0%"
    direction: str = "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """What one group of evidence adds, in decibans, with its figure as written."""

    label: str
    value: float
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEnd:
    """Where an account begins or ends, in decibans of its odds, with the words for it."""

    label: str
    value: float
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The account of one hypothesis: from before to now by groups of evidence.

    With `start` and `end` the rows add up from one to the other; without them each stands on its own
    beside nought. `sides` are the words for against and for, `even` those for odds of one to one.
    """

    rows: tuple[LedgerRow, ...]
    start: LedgerEnd | None = None
    end: LedgerEnd | None = None
    sides: tuple[str, str] = ("against", "for")
    even: str = "even odds"
    direction: str = "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class TippingLine:
    """One answered figure: where it stands, its word's band if it has one, and where the lead changes."""

    label: str
    under: str
    p_now: float
    now: str
    p_tip: float
    then: str
    band: tuple[float, float] | None
    is_inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TippingChart:
    """Answered figures that can tip the lead; `heads` name those in their word, those beyond, others."""

    lines: tuple[TippingLine, ...]
    heads: tuple[str, str, str] = ("within the word given", "only beyond the word given", "given as a figure")
    half: str = "50\u00a0%"
    direction: str = "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """One hypothesis of a prior map: how well it explains what was seen (the best 1), and its prior."""

    label: str
    share: str
    evidence: float
    prior: float
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Simplex:
    """The map of all priors over two or three hypotheses; `used` is the word for the prior used."""

    corners: tuple[Corner, ...]
    used: str = "prior used"
    direction: str = "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationMark:
    """Forecasts of about one probability: their mean, the share that came true, its range, how many."""

    p_mean: float
    observed: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the desk said against what happened. `least` is how many forecasts a share needs to say anything.

    `words` are those of the axis across, the axis upwards and the line between.
    """

    bins: tuple[CalibrationMark, ...]
    brier: float
    n: int
    least: int = 10
    words: tuple[str, str, str] = ("said", "came true", "as said")
    n_label: str = "n = {n}"
    half: str = "50\u00a0%"
    direction: str = "ltr"


WeighingDrawing = Ranges | Ledger | TippingChart | Simplex | Calibration
Drawing = Stemma | Timeline | WeighingDrawing
