"""What is said to have happened: actor, action, object, counterpart, places, span, quantity.

Every role keeps the words as written beside any normalised form, because a reader must be able
to see what was made of them.
"""

from dataclasses import dataclass

from twosource.dates import UNDATED, DateSpan
from twosource.terms import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """One entry of a gazetteer that a name may mean; `source` names the gazetteer and its id there."""

    name: str
    country: str
    latitude: float
    longitude: float
    radius_km: float
    population: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as written, with a point and radius where it is known, and rivals where it is not.

    `rivals` are the entries it may mean, likeliest first; the point is only given where one is
    clearly meant, and `n_candidates` counts them all.
    """

    as_written: str
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    n_candidates: int = 0
    rivals: tuple[PlaceEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as written, its value, and what it counts."""

    as_written: str
    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of whom something befell: "at least 20 civilians were killed".

    `low` and `high` bound the number as the words do ("at least": no high; "dozens": both wide);
    `whom` is as written, `what` one of killed, wounded, detained, displaced, missing, other.
    """

    as_written: str
    what: str
    whom: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to what, with or to whom, from where to where, when, how much, by what means.

    `means` is as written: "barrel bombs", "a suicide bombing"; empty where the words show none.
    """

    action: Action
    actor: str = ""
    object: str = ""
    counterpart: str = ""
    at_place: Place | None = None
    from_place: Place | None = None
    to_place: Place | None = None
    span: DateSpan = UNDATED
    quantity: Quantity | None = None
    counts: tuple[Count, ...] = ()
    means: str = ""
    is_negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One row of a public event record, kept with the origins it names.

    `where_precision` and `date_precision` follow UCDP GED: 1 exact, and from 4 on for places
    only a region's centroid. `sources` are the parties the row rests on
    (`source_original`), `offices` the outlets that reported it (`source_office`), `articles` those
    reports as the record names them.
    """

    row_id: str
    exhibit_id: str
    row_number: int
    span: DateSpan
    side_a: str
    side_b: str
    place: Place
    where_precision: int
    date_precision: int
    deaths_low: int
    deaths_best: int
    deaths_high: int
    sources: tuple[str, ...]
    offices: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
