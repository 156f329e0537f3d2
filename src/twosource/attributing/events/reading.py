"""Simple events: who does what to what, with whom, from where to where, when, how much, by what means.

A trigger from a closed list opens an event. Its roles are read from the words beside it and kept
as written; a role that cannot be read plainly stays empty, because a wrong one misleads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from twosource.attributing.events.arabic_roles import arabic_roles_of
from twosource.attributing.events.causes import Means, means_in, nearest
from twosource.attributing.events.counting import Counted, befalls, counts_in
from twosource.attributing.events.noun_phrases import written
from twosource.attributing.events.numbers import quantity_in
from twosource.attributing.events.roles import Roles, roles_of
from twosource.attributing.events.triggers import Trigger, triggers_in
from twosource.attributing.events.whereabouts import Found, Ground, by_role, places_in
from twosource.attributing.factuality import is_negated
from twosource.attributing.factuality.undoing import undone
from twosource.attributing.frames import Parsed
from twosource.attributing.when import dates_in, first_known
from twosource.dates import UNDATED, DateSpan
from twosource.evidence.events import Event
from twosource.ports import Range
from twosource.terms import Action

MAX_ROLE = 80
_HARMING = frozenset({Action.KILL, Action.BOMB, Action.FIGHT, Action.ASSAULT})
_BEFITS = {
    "killed": (Action.KILL, Action.BOMB, Action.ASSAULT, Action.FIGHT),
    "wounded": (Action.ASSAULT, Action.KILL, Action.BOMB, Action.FIGHT),
    "detained": (Action.DETAIN, Action.COERCE),
    "displaced": (Action.EVACUATE, Action.COERCE),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the page around a sentence: when it was published, and where it is about."""

    published: DateSpan = UNDATED
    ground: Ground = field(default_factory=Ground)


class _Seen(NamedTuple):
    """What a stretch of a sentence holds, found once for all its events."""

    places: list[Found]
    times: list[tuple[int, int, DateSpan]]
    counts: list[Counted]
    means: list[Means]


def events_in(
    parsed: Parsed, first: int, last: int, *, around: Around, skip: Range, limit: int
) -> list[tuple[int, Event]]:
    """Return (token of the trigger, event), at most `limit`; `skip` is the attribution itself.

    People counted where no word of the list opens an event make one of the action `other`.
    """
    span = (first, last)
    found = triggers_in(parsed, first, last)
    if not found and not befalls(parsed, span, skip):
        return []
    times = [t for t in _dates(parsed, around.published) if not skip[0] <= t[0] < skip[1]]
    dated = frozenset(n for opens, closes, _ in times for n in range(opens, closes))
    found = triggers_in(parsed, first, last, dated) if dated else found
    triggers = _at_most([t for t in found if not skip[0] <= t.first < skip[1]], limit)
    counts = counts_in(parsed, span, skip, dated)
    if not triggers and not counts:
        return []
    seen = _Seen(places_in(parsed, span, skip, around.ground), times, counts, means_in(parsed, span))
    if not triggers:
        at = counts[0].at
        triggers = [Trigger(at, at + 1, Action.OTHER, is_verb=False)]
    shared = _counts_of(triggers, counts)
    return [(t.first, _event(parsed, t, span, seen, shared.get(n, ()))) for n, t in enumerate(triggers)]


def _at_most(triggers: Sequence[Trigger], limit: int) -> list[Trigger]:
    """Return at most `limit` triggers in order, the first of every action before any second."""
    seen: dict[Action, int] = {}
    ranked: list[tuple[int, Trigger]] = []
    for trigger in triggers:
        seen[trigger.action] = seen.get(trigger.action, -1) + 1
        ranked.append((seen[trigger.action], trigger))
    ranked.sort(key=lambda pair: (pair[0], pair[1].first))
    return sorted(trigger for _, trigger in ranked[:limit])


def _dates(parsed: Parsed, published: DateSpan) -> list[tuple[int, int, DateSpan]]:
    sentence = parsed.sentence
    return dates_in(sentence.text, sentence.tokens, published, offset=sentence.start)


def _counts_of(triggers: Sequence[Trigger], counts: Sequence[Counted]) -> dict[int, tuple[Counted, ...]]:
    """Give each count to the event it befits best, the nearest among equals: a count stands in one event."""
    given: dict[int, tuple[Counted, ...]] = {}
    for count in counts:
        fitting = _BEFITS.get(count.people.what, ())

        def fits(
            number: int, *, fitting: tuple[Action, ...] = fitting, at: int = count.at
        ) -> tuple[int, int]:
            action = triggers[number].action
            rank = fitting.index(action) if action in fitting else len(fitting)
            return rank, abs(triggers[number].first - at)

        best = min(range(len(triggers)), key=fits)
        given[best] = (*given.get(best, ()), count)
    return given


def _event(parsed: Parsed, trigger: Trigger, span: Range, seen: _Seen, counts: tuple[Counted, ...]) -> Event:
    read = arabic_roles_of if parsed.lexicon.is_arabic else roles_of
    roles = _with_counted(read(parsed, trigger, span), counts)
    parties = (roles.actor, roles.counterpart)
    places = by_role(seen.places, trigger.action, parties, parsed)
    dated = frozenset(n for opens, closes, _ in seen.times for n in range(opens, closes))
    harms = trigger.action in _HARMING or bool(counts)
    means = nearest(seen.means, trigger.first) if harms else None
    return Event(
        action=trigger.action,
        actor=written(parsed, roles.actor)[:MAX_ROLE],
        object=written(parsed, roles.object)[:MAX_ROLE],
        counterpart=written(parsed, roles.counterpart)[:MAX_ROLE],
        at_place=places.get("at"),
        from_place=places.get("from"),
        to_place=places.get("to"),
        span=_when(trigger, seen.times),
        quantity=quantity_in(parsed, *span, dated=dated),
        counts=tuple(counted.people for counted in counts),
        means=parsed.text(means.first, means.last) if means is not None else "",
        is_negated=is_negated(parsed.words, trigger.first, parsed.lexicon)
        or _is_none(parsed, roles)
        or bool(undone(parsed.words, trigger.last - 1, parsed.lexicon)),
    )


def _with_counted(roles: Roles, counts: tuple[Counted, ...]) -> Roles:
    """Let the people counted be who is acted on, whole: `at least 20 people`."""
    if not counts or counts[0].last <= counts[0].first:
        return roles
    first, last, thing = counts[0].first, counts[0].last, roles.object
    if thing is None:
        is_free = roles.actor is None or roles.actor[1] <= first or last <= roles.actor[0]
        return roles._replace(object=(first, last)) if is_free else roles
    if thing[0] < last and first < thing[1]:
        return roles._replace(object=(min(first, thing[0]), max(last, thing[1])))
    return roles


def _is_none(parsed: Parsed, roles: Roles) -> bool:
    """Say whether the words for who acts or is acted on deny it: `no deal was signed`."""
    return any(
        span is not None and parsed.is_in("negations", span[0]) for span in (roles.actor, roles.object)
    )


def _when(trigger: Trigger, times: Sequence[tuple[int, int, DateSpan]]) -> DateSpan:
    """Return the date nearest to a trigger among those that could be placed, else the first one."""
    known = [t for t in times if t[2].is_known]
    if not known:
        return first_known(times)
    return min(known, key=lambda t: (abs(t[0] - trigger.first), t[0]))[2]
