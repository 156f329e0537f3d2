"""What a statement says, without who says it: the thing that claims are made of.

Two reports of one sentence, one crediting the broadcaster and one a newspaper, have the same
content. Statements of the same content are compared once, however many copies there are.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from twosource.dates import UNDATED, DateSpan, hull
from twosource.evidence.claims import Claim
from twosource.evidence.events import Count, Event, Place
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Statement
from twosource.ids import key
from twosource.matching.points import limits
from twosource.matching.wording import Wording, content_words, fold, phrase_of, wording_of
from twosource.terms import Action, Modality, Stance, load_table

NO_ACTION = Action.OTHER
_NOT_DONE = frozenset({Modality.POSSIBLE, Modality.CONDITIONAL, Modality.WISHED})
_CLEAR_LENGTH = range(40, 241)
_EVENT_PARTS = 6


EARTH_KM = 6371.0


def kilometres(one: Place, other: Place) -> float:
    """Return the great-circle distance of two places in km (haversine); infinite where a point is unknown."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return math.inf
    a, b = math.radians(one.latitude or 0.0), math.radians(other.latitude or 0.0)
    east = math.radians((other.longitude or 0.0) - (one.longitude or 0.0))
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


def can_hold(one: Place, other: Place) -> bool:
    """Say whether one of two places may lie within the other, as a town in its province."""
    return kilometres(one, other) <= max(one.radius_km or 0.0, other.radius_km or 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One thing said: action, folded roles and places, dates, wording.

    `content_id` is the id a claim has when this content words it, a key over the normalised
    content alone, so that the order of entry cannot change it. `named` are the roles, by name,
    whose words are a name and no description. `statements` say exactly this, `is_lead` says
    that one of them opens its exhibit and `is_done` that one tells its event as done; `judged_id` is the
    one among them that a person has judged and that therefore stands alone.
    `event_key` tells the events of one sentence apart; it is empty where there is none.
    """

    content_id: str
    judged_id: str = ""
    event_key: str = ""
    action: Action
    actor: frozenset[str]
    object: frozenset[str]
    counterpart: frozenset[str]
    named: frozenset[str] = frozenset()
    places: frozenset[str]
    areas: tuple[Place, ...] = ()
    place_shown: str
    span: DateSpan
    said_span: DateSpan
    counts: tuple[Count, ...] = ()
    means: frozenset[str] = frozenset()
    wording: Wording
    language: str
    is_lead: bool = False
    is_done: bool = True
    statements: tuple[Statement, ...] = ()
    cues: tuple[str, ...] = ()

    @property
    def passage_ids(self) -> frozenset[str]:
        """The passages that say it, one per copy."""
        return frozenset(s.passage_id for s in self.statements)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is left once the speaker and the function words are gone."""
        return not (self.wording.words or self.wording.numbers)


def _named(actor: str, counterpart: str) -> frozenset[str]:
    """Return which of the two roles are named: their last word is written like a name, `Sky News`.

    "a Syrian defector" ends in a noun and describes; a script without capitals shows no names.
    """
    parts = (("actor", actor), ("counterpart", counterpart))
    return frozenset(role for role, words in parts if words and words.split()[-1][:1].isupper())


def places_of(event: Event | None) -> tuple[Place, ...]:
    """Return every place of an event, the one it happened at first."""
    if event is None:
        return ()
    return tuple(p for p in (event.at_place, event.from_place, event.to_place) if p is not None)


def wide_places(content: "Content") -> frozenset[str]:
    """Return the places of a content so wide that they hardly say where: a country, a desert."""
    least = limits()["wide_km"]
    return frozenset(place_key(area) for area in content.areas if (area.radius_km or 0.0) > least)


@lru_cache(maxsize=4096)
def kinds_of_means(words: str) -> frozenset[str]:
    """Return the kinds of means some words name, `air strike`: the longest phrase counts."""
    phrase = phrase_of(words)
    for size in range(len(phrase.split()), 0, -1):
        found = {kind for known, kind in _means().items() if known in phrase and known.count(" ") == size + 1}
        if found:
            return frozenset(found)
    return frozenset()


@cache
def _means() -> dict[str, str]:
    table = load_table("event_words")["means"]
    return {phrase_of(phrase): kind for kind, phrases in table.items() for phrase in phrases}


def place_key(place: Place) -> str:
    """Return the form places are compared in: the gazetteer's name where it is known."""
    return fold(place.name or place.as_written).strip()


def content_of(
    statement: Statement,
    passage: Passage,
    *,
    is_judged: bool = False,
    is_lead: bool = False,
    beside: Sequence[Event] = (),
) -> Content:
    """Return what one statement says; what a person has judged is kept apart from its copies.

    `beside` are the events of the same passage: an attack is told by how many it killed, also where
    the count belongs to the killing and the means to the attack.
    """
    event = statement.event
    counts = event.counts if event else ()
    means = kinds_of_means(event.means) if event else frozenset()
    credited = [part for link in statement.chain.links for part in (link.as_written, link.cue)]
    speakers = frozenset(word for phrase in credited for word in content_words(phrase))
    wording = wording_of(passage.text, passage.language, credited)
    if not wording.words and not wording.numbers:
        every = wording.every
        wording = Wording(every, every, frozenset(), frozenset(), frozenset())
    places = tuple(place for place in map(place_key, places_of(event)) if place)
    shown = [p.name or p.as_written for p in places_of(event)]
    action = event.action if event else NO_ACTION
    span = event.span if event else UNDATED
    roles = (event.actor, event.object, event.counterpart) if event else ("", "", "")
    folded_roles = tuple(phrase_of(role).strip() for role in roles)
    parts = (action.value, *folded_roles, "\n".join(sorted(places)), span.edtf(), *wording.in_order)
    return Content(
        content_id=key("claim", *parts),
        judged_id=statement.statement_id if is_judged else "",
        event_key="|".join(parts[:_EVENT_PARTS]) if event else "",
        action=action,
        actor=content_words(roles[0]) - speakers,
        object=content_words(roles[1]) - speakers,
        counterpart=content_words(roles[2]) - speakers,
        named=_named(roles[0], roles[2]),
        places=frozenset(places),
        areas=tuple(place for place in places_of(event) if place.radius_km is not None),
        place_shown=shown[0] if shown else "",
        span=span,
        said_span=statement.said_span,
        counts=counts or tuple(dict.fromkeys(count for e in beside for count in e.counts)),
        means=means or frozenset(kind for e in beside for kind in kinds_of_means(e.means)),
        wording=wording,
        language=passage.language,
        is_lead=is_lead,
        is_done=_is_done(statement),
        statements=(statement,),
    )


def _is_done(statement: Statement) -> bool:
    """Say whether a statement tells its event as done: not negated, possible, wished or conditional."""
    how = statement.factuality
    return how is None or not (how.is_negated or how.modality in _NOT_DONE)


def events_beside(statements: Iterable[Statement]) -> dict[str, list[Event]]:
    """Return, per passage, its different events in a fixed order."""
    found: dict[str, dict[Event, None]] = defaultdict(dict)
    for statement in sorted(statements, key=lambda s: s.statement_id):
        if statement.event is not None and (statement.event.counts or statement.event.means):
            found[statement.passage_id][statement.event] = None
    return {passage_id: list(events) for passage_id, events in found.items()}


def merged(contents: Sequence[Content]) -> Content:
    """Return equal contents as one, with all their statements in the order of their ids."""
    first = contents[0]
    if len(contents) == 1:
        return first
    statements = sorted((s for c in contents for s in c.statements), key=lambda s: s.statement_id)
    return replace(
        first,
        place_shown=min(c.place_shown for c in contents),
        said_span=hull([c.said_span for c in contents]),
        language=min(c.language for c in contents),
        is_lead=any(c.is_lead for c in contents),
        is_done=any(c.is_done for c in contents),
        statements=tuple(statements),
    )


def content_of_claim(claim: Claim) -> Content:
    """Return what a declared claim says, so that statements can be compared with it like with each other."""
    return Content(
        content_id=claim.claim_id,
        action=claim.action,
        actor=content_words(claim.actor),
        object=content_words(claim.object),
        counterpart=content_words(claim.counterpart),
        named=_named(claim.actor, claim.counterpart),
        places=frozenset({fold(claim.place).strip()} - {""}),
        place_shown=claim.place,
        span=claim.span,
        said_span=UNDATED,
        wording=wording_of(claim.text),
        language="",
        cues=tuple(cue for cue in claim.cues if phrase_of(cue).strip()),
    )


def clarity(content: Content, prefer_language: str) -> tuple[object, ...]:
    """Return the sort key that puts the clearest content first.

    Clear is what is asserted outright, in the preferred language, with its roles filled, in a
    sentence neither clipped nor long, a country telling nothing of where; then whatever more
    exhibits say; the id breaks ties.
    """
    first = content.statements[0]
    is_placed = content.places - wide_places(content)
    n_roles = sum(map(bool, (content.actor, content.object, is_placed, content.span.is_known)))
    n_words = len(content.wording.in_order)
    n_letters = sum(map(len, content.wording.in_order)) + n_words
    return (
        content.action is NO_ACTION,
        content.is_empty,
        min(s.stance is not Stance.ASSERTS for s in content.statements),
        content.language != prefer_language,
        n_letters not in _CLEAR_LENGTH,
        -n_roles,
        min(s.hedge for s in content.statements),
        -len({s.exhibit_id for s in content.statements}),
        n_letters,
        content.content_id,
        first.statement_id,
    )
