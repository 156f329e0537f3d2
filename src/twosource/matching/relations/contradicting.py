"""Statements on one claim that cannot all be right: other counts, days, actors, places.

One pass per claim: values are gathered by what they are about, and what lies furthest apart decides, so
the cost grows with the statements and never with their pairs. One statement per value is named. That
some assert and others deny is a stance and no contradiction here.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from twosource.evidence.claims import Contradiction
from twosource.evidence.events import Place
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Statement
from twosource.ids import key
from twosource.matching.content import can_hold, kilometres, place_key
from twosource.matching.points import limits
from twosource.matching.relations.telling import suggested, tells_a_fact
from twosource.matching.wording import content_words

COUNTS, DATES, WHO, WHERE = "counts", "dates", "who", "where"
MOST_VALUES = 16
LEAST_EXHIBITS = 2
JUDGED = "a person"


@dataclass(frozen=True, slots=True)
class _Value:
    """One value of one statement between two bounds, as written."""

    low: float
    high: float
    written: str
    statement_id: str


def contradictions(
    statements: Mapping[str, Sequence[Statement]], *, passages: Mapping[str, Passage]
) -> Iterator[Contradiction]:
    """Yield what cannot all be right among the statements of each claim, claims in the order of their ids.

    `statements` are those that bear on each claim, by its id. Only what asserts that something
    happened is held against something else; a statement whose passage is missing is left out, as
    nobody could read it. The order of the statements changes nothing.
    """
    for claim_id in sorted(statements):
        told = {
            s.statement_id: s for s in statements[claim_id] if s.passage_id in passages and tells_a_fact(s)
        }
        held = [told[statement_id] for statement_id in sorted(told)]
        for about, why, values in (*_counts(held), *_dates(held), *_actors(held, passages), *_places(held)):
            yield Contradiction(
                contradiction_id=key("contradiction", claim_id, about, *(v.statement_id for v in values)),
                claim_id=claim_id,
                about=about,
                statement_ids=tuple(v.statement_id for v in values),
                values=tuple(v.written for v in values),
                made=suggested(why),
            )


_Found = Iterator[tuple[str, str, list[_Value]]]


def _counts(statements: Sequence[Statement]) -> _Found:
    """Counts of the same people whose bounds cannot overlap; a statement that gives several is left out."""
    by_what: dict[tuple[str, frozenset[str]], list[_Value]] = defaultdict(list)
    for statement in statements:
        own: dict[tuple[str, frozenset[str]], list[_Value]] = defaultdict(list)
        for count in statement.event.counts if statement.event else ():
            if count.low is not None or count.high is not None:
                high = math.inf if count.high is None else count.high
                # "Over 130" and "130" are one number to whoever writes them.
                low = (count.low or 0.0) - (1.0 if math.isinf(high) else 0.0)
                value = _Value(low, high, count.as_written, statement.statement_id)
                own[count.what, content_words(count.whom)].append(value)
        for what, given in own.items():
            if len({(v.low, v.high) for v in given}) == 1:
                by_what[what].append(given[0])
    said = {s.statement_id: s.said_span for s in statements}
    for (befell, whom), values in sorted(by_what.items(), key=lambda row: (row[0][0], sorted(row[0][1]))):
        if apart := _apart(values):
            named = f" ({' '.join(sorted(whom))})" if whom else ""
            days = {said[v.statement_id].edtf() for v in apart}
            rose = "; they were told on different days, so it may have risen" if len(days) > 1 else ""
            yield COUNTS, f"how many were {befell}{named}: no number fits all of these{rose}", apart


def _dates(statements: Iterable[Statement]) -> _Found:
    """Days that cannot be one, also when time zones are allowed for."""
    slack = int(limits()["day_slack"])
    values = []
    for statement in statements:
        span = statement.event.span if statement.event else None
        if span is not None and span.is_known:
            about = span.slack_days
            start = (span.start or date.min).toordinal() - about
            end = (span.end or date.max).toordinal() + about
            values.append(_Value(start, end, span.as_written or span.edtf(), statement.statement_id))
    if apart := _apart(values, slack):
        yield DATES, f"when: these days do not meet, even {slack} day apart", apart


def _apart(values: Sequence[_Value], slack: float = 0.0) -> list[_Value]:
    """Return one statement per value that some other value rules out, least first; none where all meet.

    A value rules another out where it begins after the other ends. By hand: 3, 20 and "at least 18" give
    3, "at least 18", 20; "at least 18" and 20 alone give none.
    """
    if not values:
        return []
    last_start, first_end = max(v.low for v in values), min(v.high for v in values)
    if last_start <= first_end + slack:
        return []
    seen: dict[tuple[float, float], _Value] = {}
    for value in values:
        if value.high + slack < last_start or value.low > first_end + slack:
            seen.setdefault((value.low, value.high), value)
    return _most(sorted(seen.values(), key=lambda v: (v.low, v.high)))


def _most(values: Sequence[_Value]) -> list[_Value]:
    """Return at most `MOST_VALUES` values, the first and the last among them: more than that nobody reads."""
    if len(values) <= MOST_VALUES:
        return list(values)
    return [*values[: MOST_VALUES - 1], values[-1]]


def _actors(statements: Iterable[Statement], passages: Mapping[str, Passage]) -> _Found:
    """Actors named in one language that share no word; a description may mean whomever another names.

    Scripts without capitals show no names, so nothing is held against anything there. A name that a
    machine read in one exhibit only is as often a slip of reading: it takes two, or a person's word.
    """
    by_language: dict[str, list[tuple[frozenset[str], _Value, str]]] = defaultdict(list)
    for statement in statements:
        actor = statement.event.actor if statement.event else ""
        words = content_words(actor)
        if words and any(letter.isupper() for letter in actor.split()[-1]):
            value = _Value(0.0, 0.0, actor, statement.statement_id)
            by_language[passages[statement.passage_id].language].append((words, value, _backing(statement)))
    for language, named in sorted(by_language.items()):
        parts = _parts(named)
        if len(parts) > 1:
            told = f" in {language}" if language else ""
            yield WHO, f"who did it: names{told} that share no word", _most(parts)


def _backing(statement: Statement) -> str:
    """Return what a reading rests on: its exhibit, or nothing more where a person stands behind it."""
    return JUDGED if statement.made.is_judgement else statement.exhibit_id


def _is_backed(by: set[str]) -> bool:
    return JUDGED in by or len(by) >= LEAST_EXHIBITS


def _parts(named: Sequence[tuple[frozenset[str], _Value, str]]) -> list[_Value]:
    """Return one value per backed set of names linked by shared words: each name looks up its words once."""
    parent: dict[str, str] = {}

    def root(word: str) -> str:
        while parent.setdefault(word, word) != word:
            parent[word] = word = parent[parent[word]]
        return word

    for words, _, _ in named:
        first, *rest = sorted(words)
        for word in rest:
            parent[root(word)] = root(first)
    found: dict[str, _Value] = {}
    backing: dict[str, set[str]] = defaultdict(set)
    for words, value, by in named:
        at = root(min(words))
        found.setdefault(at, value)
        backing[at].add(by)
    return [value for at, value in found.items() if _is_backed(backing[at])]


def _places(statements: Iterable[Statement]) -> _Found:
    """Places with points that cannot be one: each is held against a bounded number, and backed like names."""
    seen: dict[str, tuple[Place, _Value]] = {}
    backing: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        place = statement.event.at_place if statement.event else None
        if place is not None and place.radius_km is not None and place.latitude is not None:
            value = _Value(0.0, 0.0, place.as_written, statement.statement_id)
            seen.setdefault(place_key(place), (place, value))
            backing[place_key(place)].add(_backing(statement))
    held = [row for name, row in seen.items() if _is_backed(backing[name])]
    apart: list[tuple[Place, _Value]] = []
    for place, value in sorted(held, key=lambda row: (row[0].radius_km or 0.0, row[1].statement_id)):
        if len(apart) == MOST_VALUES:
            break
        if not any(_may_be_one(place, other) for other, _ in apart):
            apart.append((place, value))
    if len(apart) > 1:
        values = sorted((value for _, value in apart), key=lambda v: v.statement_id)
        yield WHERE, "where: none of these places lies in another", values


def _may_be_one(one: Place, other: Place) -> bool:
    """Say whether two places may be told of one spot; a city often stands for the country around it."""
    is_city = max(one.radius_km or 0.0, other.radius_km or 0.0) >= limits()["city_km"]
    around = limits()["around_city_km"] if is_city else 0.0
    return can_hold(one, other) or kilometres(one, other) <= around
