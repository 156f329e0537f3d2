"""From the statements of one article to the fields FA-KES asks for, by rules a reader can follow.

Statements are weighed by where they stand: title 4, the first four passages behind it 2, then 1. Cause: the
kind of means named by most weight, events that count dead before others. Actor: the class whose actors of
harming events in the title and lead have most weight. Place: the governorate of the places of events with
most weight; the span is the first place name of it. Counts: of the dead, people grouped into women,
children, fighters (`noncivilians`) and everyone else (`civilians`); the first passage that counts a group
decides (of the first two groups only one at most two passages behind the first that counts anybody), and
its lower bound is the number ("more than 20" is 20). "Dozens" counts only where nothing else does.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bench.runner import DataMissingError
from twosource.attributing.events import gazetteer_from
from twosource.attributing.events.words import means
from twosource.attributing.tokens import fold_phrase
from twosource.evidence.events import Count, Event, Place
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.terms import Action

COUNTS = ("civilians", "noncivilians", "women", "children")
HARMING = (Action.KILL, Action.BOMB, Action.FIGHT, Action.ASSAULT, Action.OTHER)
UNKNOWN = "unknown"
FAR_DEGREES = 1.2
NEAR = 2
_LEAD = 4

# Words of actors, in the order they are tried: the first class whose word stands in the phrase counts.
_ACTORS: tuple[tuple[str, frozenset[str]], ...] = (
    ("al-nusra front", frozenset(["nusra", "qaeda", "qaida", "fateh", "sham"])),
    ("self administration forces", frozenset(["kurdish", "kurds", "ypg", "sdf", "pyd", "democratic"])),
    (
        "international coalition forces",
        frozenset(
            [
                "coalition",
                "us-led",
                "u.s",
                "american",
                "us",
                "america",
                "united",
                "turkish",
                "turkey",
                "israeli",
                "israel",
            ]
        ),
    ),
    (
        "the organization of the islamic state in iraq and the levant - isis",
        frozenset(["is", "isis", "isil", "daesh", "islamic", "caliphate", "jihadist", "jihadists"]),
    ),
    (
        "syrian government or russian troops",
        frozenset(
            [
                "regime",
                "government",
                "assad",
                "assad's",
                "russian",
                "russia",
                "syrian",
                "army",
                "troops",
                "loyalist",
                "loyalists",
                "hezbollah",
                "hizballah",
                "warplanes",
                "warplane",
                "helicopters",
                "jets",
                "soldiers",
            ]
        ),
    ),
    (
        "armed opposition groups",
        frozenset(
            [
                "rebel",
                "rebels",
                "opposition",
                "terrorist",
                "terrorists",
                "insurgent",
                "insurgents",
                "militants",
                "gunmen",
                "free",
                "ahrar",
                "jaish",
                "islamist",
                "fighters",
                "factions",
            ]
        ),
    ),
)
_CAUSES = {
    "air strike": "shelling",
    "shelling": "shelling",
    "explosion": "explosion",
    "chemical": "chemical and toxic gases",
    "shooting": "shooting",
    "execution": "execution",
}
_CHILDREN = frozenset(
    [
        "children",
        "child",
        "kids",
        "minors",
        "girls",
        "boys",
        "babies",
        "infants",
        "girl",
        "boy",
        "infant",
        "toddlers",
    ]
)
_WOMEN = frozenset(["women", "woman"])
_FIGHTERS = frozenset(
    [
        "fighters",
        "fighter",
        "rebels",
        "rebel",
        "soldiers",
        "soldier",
        "militants",
        "militant",
        "insurgents",
        "troops",
        "jihadists",
        "jihadis",
        "terrorists",
        "terrorist",
        "forces",
        "gunmen",
        "members",
        "member",
        "mercenaries",
        "militiamen",
        "officers",
        "combatants",
        "extremists",
        "loyalists",
        "personnel",
        "servicemen",
        "commander",
        "commanders",
        "leaders",
        "leader",
    ]
)
_AREAS = {
    "al-hasakeh": "hasakeh",
    "aleppo": "aleppo",
    "ar-raqqa": "raqqa",
    "as-sweida": "sweida",
    "damascus": "damascus",
    "dar'a": "daraa",
    "deir-ez-zor": "deir ezzor",
    "hama": "hama",
    "homs": "homs",
    "idleb": "idlib",
    "lattakia": "lattakia",
    "quneitra": "quneitra",
    "rural damascus": "damascus",
    "tartous": "tartous",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """What one article says: the words of each field as written, and its normalised value."""

    spans: Mapping[str, str]
    values: Mapping[str, str | int]


class _Told(NamedTuple):
    """One event with its weight by where it stands, and the order of its passage."""

    event: Event
    weight: float
    order: int


def governorates(data: Path) -> dict[str, tuple[float, float]]:
    """Return the centre of each subdistrict of Syria with the FA-KES name of its governorate, from COD-AB."""
    path = data / "records" / "cod_ab_syr" / "syr_admin3.dbf"
    if not path.is_file():
        raise DataMissingError(f"{path} is not there.")
    rows = gazetteer_from([path])
    owners = _owners(path)
    if len(owners) != len(rows):
        raise DataMissingError(f"{path} does not name the governorate of every row.")
    return {
        f"{_AREAS[owner.casefold()]}/{number}": (row.entry.latitude, row.entry.longitude)
        for number, (owner, row) in enumerate(zip(owners, rows, strict=True))
        if row.entry is not None and owner.casefold() in _AREAS
    }


def _owners(path: Path) -> list[str]:
    """Return the governorate (`adm1_name`) of each row of an attribute table, in order."""
    data = path.read_bytes()
    n_rows, start, length = struct.unpack_from("<IHH", data, 4)
    at, first = 32, 1
    while data[at : at + 11].split(b"\0", 1)[0] != b"adm1_name":
        first, at = first + data[at + 16], at + 32
    width = data[at + 16]
    begins = (start + number * length + first for number in range(n_rows))
    return [data[begin : begin + width].decode("utf-8", "replace").strip() for begin in begins]


def fields_of(
    values: Iterable[Party | Passage | Statement], areas: Mapping[str, tuple[float, float]]
) -> Fields:
    """Return the fields of an article from everything attributing found in it."""
    told = _told(list(values))
    cause, cause_words = _cause(told)
    actor, actor_words = _actor(told)
    place, place_words = _place(told, areas)
    counts, count_words = _counts(told)
    spans = {"place": place_words, "actor": actor_words, "cause": cause_words, **count_words}
    return Fields(spans, {"place": place, "actor": actor, "cause": cause, **counts})


def _told(values: Sequence[Party | Passage | Statement]) -> list[_Told]:
    passages = {v.passage_id: v for v in values if isinstance(v, Passage)}
    starts = sorted({p.start for p in passages.values()})
    found = []
    for statement in values:
        if isinstance(statement, Statement) and statement.event is not None:
            order = starts.index(passages[statement.passage_id].start)
            weight = 4.0 if order == 0 else 2.0 if order <= _LEAD else 1.0
            found.append(_Told(statement.event, weight, order))
    return sorted(found, key=lambda told: told.order)


def _is_deadly(event: Event) -> bool:
    return any(count.what == "killed" for count in event.counts)


def _best(votes: Mapping[str, float]) -> str:
    return max(votes, key=lambda name: (votes[name], name), default="")


def _cause(told: Sequence[_Told]) -> tuple[str, str]:
    votes: dict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    for event, weight, _ in told:
        kind = _kind_of(event.means)
        if kind and event.action in HARMING:
            votes[kind] += weight * (3.0 if _is_deadly(event) else 1.0)
            words.setdefault(kind, event.means)
    best = _best(votes)
    return (best, words[best]) if best else (UNKNOWN, "")


def _kind_of(written: str) -> str:
    words = fold_phrase(written)
    hit = means().at(words, 0) if words and words[0] in means() else None
    return _CAUSES[hit[1]] if hit is not None else ""


def _actor(told: Sequence[_Told]) -> tuple[str, str]:
    votes: dict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    for event, weight, order in told:
        kind = actor_class(event.actor) if order <= _LEAD else ""
        if kind and event.action in HARMING:
            votes[kind] += weight * (2.0 if _is_deadly(event) else 1.0)
            words.setdefault(kind, event.actor)
    best = _best(votes)
    return (best, words[best]) if best else (UNKNOWN, "")


def actor_class(actor: str) -> str:
    """Return the FA-KES class of an actor as written, or an empty text."""
    words = set(fold_phrase(actor)) | {part for word in fold_phrase(actor) for part in word.split("-")}
    return next((name for name, known in _ACTORS if words & known), "")


def _place(told: Sequence[_Told], areas: Mapping[str, tuple[float, float]]) -> tuple[str, str]:
    votes: dict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    for event, weight, _ in told:
        place = event.at_place
        area = _area_of(place, areas) if place is not None else ""
        if place is not None and area:
            votes[area] += weight * (2.0 if event.action in HARMING else 1.0)
            words.setdefault(area, place.as_written)
    best = _best(votes)
    return (best, words[best]) if best else (UNKNOWN, "")


def _area_of(place: Place, areas: Mapping[str, tuple[float, float]]) -> str:
    """Return the governorate whose subdistrict centre lies nearest to a place with a point."""
    if place.latitude is None or place.longitude is None or (place.radius_km or 0) >= 100:
        return ""
    at = (place.latitude, place.longitude)
    name, centre = min(areas.items(), key=lambda item: _apart(item[1], at))
    return name.split("/")[0] if _apart(centre, at) <= FAR_DEGREES**2 else ""


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _counts(told: Sequence[_Told]) -> tuple[dict[str, int], dict[str, str]]:
    values = dict.fromkeys(COUNTS, 0)
    words: dict[str, str] = {}
    dead = [(t.order, count) for t in told for count in t.event.counts if count.what == "killed"]
    sure = [row for row in dead if not _is_vague(row[1])] or dead
    last = sure[0][0] + NEAR if sure else 0
    for order, count in sure:
        group, number = group_of(count), count.low if count.low is not None else count.high
        is_late = order > last and group in COUNTS[:2]
        if is_late or number is None or group in words:
            continue
        is_more = count.high is None and fold_phrase(count.as_written)[:1] in (
            ("more",),
            ("over",),
            ("above",),
        )
        values[group] = int(number) - int(is_more)
        words[group] = count.as_written
    return values, words


def _is_vague(count: Count) -> bool:
    """Say whether a count is one of words alone: `dozens`, `hundreds`."""
    return count.low is not None and count.high is not None and count.high >= 2 * count.low


def group_of(count: Count) -> str:
    """Return which FA-KES group the people of a count belong to, by the words for them."""
    words = set(fold_phrase(count.whom))
    if words & _CHILDREN:
        return "children"
    if words & _WOMEN:
        return "women"
    return "noncivilians" if words & _FIGHTERS else "civilians"
