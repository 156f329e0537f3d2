"""How alike two contents are, in points a person can add up, with the reason for each.

The score of a pair is a sum of parts: amount times points (`vocabulary/matching_weights.toml`, fitted
on judged pairs by `training/matching`). The same action, place, roles, numbers, counts, names, means,
dates, and `wording` times the cosine of the two texts, where a word weighs ln(1 + N/df), N contents in
all and df of them with the word (the smoothed inverse document frequency of Sparck Jones 1972), speak
for a pair; another place, actor, count, means, other names, and a long time between two tellings speak
against it. What a war brings daily has points of its own: there a shared place, name or number says
little, for many tell it of many things. A different action, or dates that cannot be one day, cannot
be outweighed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from twosource.dates import DateSpan, Overlap
from twosource.evidence.events import Count
from twosource.matching.content import NO_ACTION, Content, can_hold, wide_places
from twosource.matching.points import kindred, limits, recurring, weights
from twosource.matching.rarity import Rarity, across
from twosource.matching.stories import Shared, shared_names
from twosource.matching.wording import phrase_of

_CONTRADICTS = frozenset({"different_place", "other_count", "other_means", "told_apart"})

__all__ = ["Rarity", "Score", "compare", "counts_meet", "kindred", "weights"]


@dataclass(frozen=True, slots=True)
class Score:
    """Points for one pair, with (name, amount) of each part; points are the sum of amount times weight.

    `is_capped` leaves the pair to a person however many points it has.
    """

    points: float
    reasons: tuple[str, ...]
    is_capped: bool = False
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True)
class _Sum:
    """Parts and reasons while they are added up."""

    weights: Mapping[str, float]
    points: float = 0.0
    parts: list[tuple[str, float]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    is_capped: bool = False
    is_daily: bool = False

    @property
    def is_contradicted(self) -> bool:
        """Say whether place, count, means or time speak against the pair."""
        return any(name in _CONTRADICTS and amount > 0 for name, amount in self.parts)

    def add(self, name: str, amount: float = 1.0, reason: str = "") -> None:
        self.points += self.weights[name] * amount
        self.parts.append((name, amount))
        self.say(reason)

    def say(self, reason: str) -> None:
        if reason:
            self.reasons.append(reason)

    def cap(self, reason: str = "") -> None:
        self.is_capped = True
        self.say(reason)


def compare(content: Content, other: Content, rarity: Rarity, *, goes_on: float = 0.0) -> Score | None:
    """Return the score of a statement's content against a claim's, or None where it cannot be the same.

    `other` is the claim's side: its cues count where it has any, and keep a pair that could not
    be the same in sight of a person. `goes_on` is 1 where the content credits somebody in the page whose
    lead the other is, 2 where it does so in the very next sentence.
    """
    is_daily = _recurs(content) and content.action is other.action
    total = _Sum(weights(recurs=is_daily), is_daily=is_daily)
    _add_cues(total, content, other)
    has_cue = total.points > 0
    lead = rarity.stories.shared(content, other)
    action = _action(content, other, lead)
    dates_meet = not (content.span.is_known and other.span.is_known) or (
        content.span.meets(other.span, _slack()) is not Overlap.NONE
    )
    if not has_cue and not (action and dates_meet):
        return None
    cosine = rarity.cosine(content, other)
    is_story = goes_on > 0 or lead.amount >= limits()["lead_alone"]
    is_enough = has_cue or is_story or cosine >= limits()["wording_alone"]
    is_copy = cosine >= limits()["wording_copy"]
    _add_action(total, content, other, action, is_enough=is_enough)
    _add_dates(total, content, other, is_copy=is_copy)
    _add_places(total, content, other, rarity)
    _add_roles(total, content, other)
    _add_counts_and_means(total, content, other)
    _add_numbers_and_names(total, content, other, rarity)
    if goes_on:
        total.add("goes_on", goes_on, "goes on about what its page opens with, and says from whom")
    if lead.amount and not (total.is_daily and total.is_contradicted):
        total.add("lead", lead.amount, f"both open pages of one story: {', '.join(lead.shown[:3])}")
    total.add("wording_across" if across(content, other) else "wording", cosine)
    if cosine >= limits()["wording_shown"]:
        total.say(_words_reason(content, other, rarity))
    return Score(round(total.points, 6), tuple(total.reasons), total.is_capped, tuple(total.parts))


def _recurs(content: Content) -> bool:
    return content.action.value in recurring()


def _action(content: Content, other: Content, lead: Shared) -> str | None:
    """Return how two actions stand to each other; None where they are different.

    In a lead what is not said to be done, "so that it would not be blown up", is seldom what it tells: the
    deed it does tell was not read, and is unknown.
    """
    one, two = content.action, other.action
    if NO_ACTION in (one, two):
        return "unknown"
    if one is two:
        return "same"
    if lead.amount >= 1.0 and not (content.is_done and other.is_done):
        return "unknown"
    return "kindred" if frozenset((one.value, two.value)) in kindred() else None


def _add_cues(total: _Sum, content: Content, other: Content) -> None:
    if not other.cues:
        return
    phrase = content.wording.phrase
    found = [cue for cue in other.cues if phrase_of(cue) in phrase]
    if found:
        quoted = ", ".join(f"“{cue}”" for cue in found)
        total.add("cue", 1.0, f"uses words given for this claim: {quoted}")
        total.add("further_cue", min(len(found) - 1, limits()["further_cues"]))


def _add_action(
    total: _Sum, content: Content, other: Content, action: str | None, *, is_enough: bool
) -> None:
    """Add the action; a missing one needs a cue or nearly the same words, a kindred one needs a cue."""
    if action == "same":
        total.add("same_action", 1.0, f"same action: {content.action}")
    elif action == "kindred":
        total.say(f"kindred action: {content.action} beside {other.action}")
        if not total.points:
            total.cap()
    elif action == "unknown":
        if not is_enough:
            total.cap()
    else:
        total.cap(f"another action: {content.action}, not {other.action}")


def _add_dates(total: _Sum, content: Content, other: Content, *, is_copy: bool) -> None:
    """Add the dates; things told long apart recur in a war, so only a copy is the same by itself.

    Where one side gives no date, the day it was told stands against the other's date: what was told
    before it happened is something else, what was told months after may be.
    """
    one, two = content.span, other.span
    if one.is_known and two.is_known:
        _add_two_dates(total, one, two)
        return
    if one.is_known or two.is_known:
        happened, told = (one, other.said_span) if one.is_known else (two, content.said_span)
    else:
        happened, told = content.said_span, other.said_span
    if not (happened.is_known and told.is_known):
        return
    is_dated = one.is_known or two.is_known
    gap = _gap_days(happened, told)
    _add_gap(total, gap, is_recurring=_recurs(content), is_dated=is_dated)
    if not is_copy and is_dated and told.is_before(happened, int(limits()["near_days"])):
        total.cap("said before the day the other names")
    elif not is_copy and gap > limits()["far_days"]:
        total.cap(f"said more than {limits()['far_days']:g} days apart, and not both give a date")


def _add_gap(total: _Sum, gap: int, *, is_recurring: bool, is_dated: bool) -> None:
    """Add how far apart an undated thing was told: of what happens daily, a telling is old in a week."""
    near, old = limits()["near_recurring_days" if is_recurring else "near_days"], limits()["near_days"]
    if gap <= near:
        total.add("said_near", 1.0, f"said within {near:g} days")
    elif is_recurring:
        amount = min(1.0, (gap - near) / (old - near))
        total.add("told_apart", amount, f"said {gap} days {'from it' if is_dated else 'apart'}")


def _gap_days(one: DateSpan, two: DateSpan) -> int:
    """Return how many days lie between two spans; 0 where they meet or are open towards each other."""
    pairs = ((one.end, two.start), (two.end, one.start))
    return max(0, *((start - end).days for end, start in pairs if end and start), 0)


def _add_two_dates(total: _Sum, one: DateSpan, two: DateSpan) -> None:
    exact = one.meets(two)
    if exact is Overlap.CERTAIN:
        total.add("dates_certain", 1.0, f"same day: {one}")
    elif exact is Overlap.POSSIBLE:
        is_close = max(_length(one), _length(two)) <= limits()["close_days"]
        total.add("dates_close", 1.0 if is_close else 0.0, f"dates possibly one: {one} and {two}")
    elif one.meets(two, _slack()) is not Overlap.NONE:
        total.say(f"dates {_slack()} day apart, as time zones make them: {one} and {two}")
    else:
        total.cap(f"dates do not meet: {one} and {two}")


def _slack() -> int:
    """Return by how many days two tellings of one day may differ: time zones, "yesterday" reprinted."""
    return int(limits()["day_slack"])


def _length(span: DateSpan) -> float:
    if span.start is None or span.end is None:
        return math.inf
    return float((span.end - span.start).days)


def _add_places(total: _Sum, content: Content, other: Content, rarity: Rarity) -> None:
    """Add the places: a shared country says little, a town in its province little, another town much."""
    if not content.places or not other.places:
        return
    if shared := content.places & other.places:
        narrow = shared - wide_places(content)
        shown = content.place_shown if len(shared) == 1 and content.place_shown else min(shared)
        if narrow:
            amount = rarity.of_place(content.action.value, narrow)
            often = "" if amount == 1.0 else ", where much of the kind is told"
            total.add("same_place", amount, f"same place: {shown}{often}")
        else:
            total.add("wide_place", 1.0, f"same place: {shown}")
    elif any(can_hold(one, two) for one in content.areas for two in other.areas):
        reason = f"one place may lie in the other: {content.place_shown}, {other.place_shown}"
        total.add("wide_place", 1.0, reason)
    elif named := sorted(_named_in(content.places, other) | _named_in(other.places, content)):
        total.add("wide_place", 1.0, f"both speak of {named[0]}")
    else:
        total.add("different_place", 1.0, f"other place: {content.place_shown}, not {other.place_shown}")


def _named_in(places: frozenset[str], other: Content) -> set[str]:
    """Return the places that the other text names without giving them as where it happened."""
    phrase = other.wording.phrase
    return {place for place in places if phrase_of(place) in phrase}


def _add_roles(total: _Sum, content: Content, other: Content) -> None:
    """Add who and what took part.

    Simple rules often take the object for the actor, so the same participant in another role
    counts as well, only less: who hands over in one report is who it came from in another. The
    actor or counterpart named otherwise in one language is held against the pair; a description,
    "a defector", may mean whomever another report names.
    """
    pairs = (
        ("actor", content.actor, other.actor),
        ("object", content.object, other.object),
        ("counterpart", content.counterpart, other.counterpart),
    )
    counted: set[str] = set()
    for role, one, two in pairs:
        if shared := one & two:
            counted |= shared
            total.add("role", 1.0, f"same {role}: {' '.join(sorted(shared))}")
    everybody = (content.actor | content.object | content.counterpart) - counted
    if crossed := everybody & (other.actor | other.object | other.counterpart):
        total.add("participant", 1.0, f"takes part in both: {' '.join(sorted(crossed))}")
        return
    if content.language != other.language:
        return
    unlike = content.named ^ other.named
    for role, one, two in pairs:
        if one and two and not one & two and role != "object" and role not in unlike:
            total.add("different_role", 1.0, f"other {role}: {' '.join(sorted(one))}")


def counts_meet(one: Count, two: Count) -> bool | None:
    """Say whether two counts of the same can be one number; None where they do not count the same."""
    if (
        one.what != two.what
        or (one.low is None and one.high is None)
        or (two.low is None and two.high is None)
    ):
        return None
    low = max(one.low or 0.0, two.low or 0.0)
    high = min(math.inf if c.high is None else c.high for c in (one, two))
    return low <= high


def _add_counts_and_means(total: _Sum, content: Content, other: Content) -> None:
    """Add how many it befell and by what means: twenty dead are not three, a raid is no car bomb."""
    met, apart, unlike = _first_counts(content.counts, other.counts)
    if met is not None:
        total.add("same_count", 1.0, f"counts that agree: {met.what} {met.as_written}")
    elif apart is not None:
        total.add("other_count", unlike, f"another count: {apart.what} {apart.as_written}")
    if not (content.means and other.means) or across(content, other):
        return
    if shared := content.means & other.means:
        total.add("same_means", 1.0, f"same means: {' '.join(sorted(shared))}")
    else:
        total.add("other_means", 1.0, f"other means: {' '.join(sorted(content.means))}")


def _first_counts(one: Sequence[Count], two: Sequence[Count]) -> tuple[Count | None, Count | None, float]:
    """Return a count that agrees exactly with one of the other side, else the one least unlike it."""
    apart: Count | None = None
    least = 1.0
    is_open = False
    for count in one:
        for other in two:
            found = counts_meet(count, other)
            if found and count.low == other.low and count.high == other.high:
                return count, None, 0.0
            is_open = is_open or found is True
            if found is False and (apart is None or _unlike(count, other) < least):
                apart, least = count, _unlike(count, other)
    return None, None if is_open else apart, least


def _unlike(one: Count, other: Count) -> float:
    """Return how far two counts that cannot be one number tell two events apart, 0..1.

    Two counts of one event differ by who counted and when; tellings of two differ by more. 0 up to
    `count_near`, 1 from `count_far` on, of the greater; in between in proportion.
    By hand: 17 and 19 differ by .11 and tell nothing; 12 and 300 differ by .96.
    """
    bounds = sorted(
        (c.low if c.low is not None else c.high or 0.0, c.high if c.high is not None else c.low or 0.0)
        for c in (one, other)
    )
    (_, low), (high, _) = bounds
    apart = (high - low) / high if high > 0 else 0.0
    near, far = limits()["count_near"], limits()["count_far"]
    return min(1.0, max(0.0, (apart - near) / (far - near)))


def _add_numbers_and_names(total: _Sum, content: Content, other: Content, rarity: Rarity) -> None:
    one, two = content.wording, other.wording
    if numbers := sorted(one.numbers & two.numbers, key=lambda n: (-len(n), n)):
        digits = min(limits()["digits_at_most"], sum(map(len, numbers)))
        total.add("number_per_digit", digits, f"same number: {', '.join(_grouped(n) for n in numbers)}")
    shared = one.names & two.names
    if across(content, other):
        shared |= {name for name in shared_names(one, two) if not name[0].isdigit()}
    if names := rarity.rarest(shared, 3):
        amount = min(limits()["names_at_most"], len(names))
        total.add("shared_name", amount, f"shares the names {', '.join(name.lstrip('~') for name in names)}")
    elif one.names and two.names and content.language == other.language:
        total.add("other_names", 1.0, f"names {rarity.rarest(one.names, 1)[0]}, which the other does not")


def _grouped(number: str) -> str:
    """Return a number with its thousands set apart; one too long to be a number stays as it is."""
    return f"{int(number):,}" if number.isdecimal() and len(number) < 16 else number


def _words_reason(content: Content, other: Content, rarity: Rarity) -> str:
    shared = content.wording.words & other.wording.words
    shown = rarity.rarest(shared, int(limits()["words_shown"]))
    return f"shares the words {', '.join(shown)}" if shown else "shares its figures"
