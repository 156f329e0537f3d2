"""How alike two contents are, in points a person can add up, with the reason for each.

The score of a pair is a sum of stated points (`vocabulary/matching_weights.toml`): the same
action, place, roles, numbers, names, dates, and `wording` times the cosine of the two texts,
where a word weighs ln(1 + N/df), N contents in all and df of them with the word (the smoothed
inverse document frequency of Sparck Jones 1972). A different action, or dates that cannot be
one day, cannot be outweighed.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from twosource.dates import DateSpan, Overlap
from twosource.matching.content import NO_ACTION, Content, can_hold, wide_places
from twosource.matching.wording import phrase_of
from twosource.terms import Action, load_table


@dataclass(frozen=True, slots=True)
class Score:
    """Points for one pair. `is_capped` leaves the pair to a person however many points it has."""

    points: float
    reasons: tuple[str, ...]
    is_capped: bool = False


@cache
def weights() -> Mapping[str, float]:
    """Return the points and limits by name."""
    table = load_table("matching_weights")
    return {**table["points"], **table["limits"]}


@cache
def kindred() -> frozenset[frozenset[str]]:
    """Return the pairs of actions that reports use for one another."""
    return frozenset(frozenset(pair) for pair in load_table("kindred_actions")["pairs"])


class Rarity:
    """How much each word tells: ln(1 + N/df) over the contents of one run, copies counted once."""

    def __init__(self, contents: Iterable[Content]) -> None:
        counts: Counter[str] = Counter()
        n_contents = 0
        for content in contents:
            n_contents += 1
            counts.update(content.wording.words)
            counts.update(content.wording.numbers)
        n = max(n_contents, 1)
        self._weights = {word: math.log(1.0 + n / count) for word, count in counts.items()}
        self._unmet = math.log(1.0 + n)
        self._norms: dict[tuple[str, bool], float] = {}

    def of(self, word: str) -> float:
        """Return the weight of one word; a word never met weighs as much as one met once."""
        return self._weights.get(word, self._unmet)

    def cosine(self, one: Content, other: Content) -> float:
        """Return the cosine of two contents over weighted words and numbers, 0..1.

        Contents in two languages are compared over what these can share: concepts, names and
        numbers. Every other word would count as a difference although it may say the same. Two
        concepts in common are soon all there is, so few shared ones count in part.
        """
        is_across = one.language != other.language and bool(one.language and other.language)
        a, b = _words(one, is_across), _words(other, is_across)
        shared = a & b
        if not shared:
            return 0.0
        norms = self._norm(one, a, is_across) * self._norm(other, b, is_across)
        damping = min(1.0, len(shared) / weights()["across_words"]) if is_across else 1.0
        return min(1.0, damping * self._square(shared) / norms)

    def rarest(self, words: Iterable[str], n: int) -> list[str]:
        """Return the n words that tell most, in a fixed order."""
        return sorted(words, key=lambda w: (-self.of(w), w))[:n]

    def _norm(self, content: Content, words: frozenset[str], is_across: bool) -> float:
        found = self._norms.get((content.content_id, is_across))
        if found is None:
            found = self._norms[content.content_id, is_across] = math.sqrt(self._square(words))
        return found

    def _square(self, words: Iterable[str]) -> float:
        """Return the sum of squared weights, rounded the same in whatever order a set yields its words."""
        weights = [self._weights.get(word, self._unmet) for word in words]
        return math.fsum([weight * weight for weight in weights])


def _words(content: Content, is_across: bool) -> frozenset[str]:
    wording = content.wording
    return wording.neutral if is_across else wording.words | wording.numbers


@dataclass(slots=True)
class _Sum:
    """Points and reasons while they are added up."""

    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    is_capped: bool = False

    def add(self, points: float, reason: str) -> None:
        self.points += points
        self.reasons.append(reason)

    def cap(self, reason: str = "") -> None:
        self.is_capped = True
        if reason:
            self.reasons.append(reason)


def compare(content: Content, other: Content, rarity: Rarity) -> Score | None:
    """Return the score of a statement's content against a claim's, or None where it cannot be the same.

    `other` is the claim's side: its cues count where it has any, and keep a pair that could not
    be the same in sight of a person.
    """
    total = _Sum()
    _add_cues(total, content, other)
    has_cue = total.points > 0
    action = _action(content.action, other.action)
    dates_meet = not (content.span.is_known and other.span.is_known) or (
        content.span.meets(other.span, _slack()) is not Overlap.NONE
    )
    if not has_cue and not (action and dates_meet):
        return None
    cosine = rarity.cosine(content, other)
    _add_action(total, content, other, action, is_enough=has_cue or cosine >= weights()["wording_alone"])
    _add_dates(total, content, other, is_copy=cosine >= weights()["wording_copy"])
    _add_places(total, content, other)
    _add_roles(total, content, other)
    _add_numbers_and_names(total, content, other, rarity)
    is_across = bool(content.language and other.language and content.language != other.language)
    total.points += weights()["wording_across" if is_across else "wording"] * cosine
    if cosine >= weights()["wording_shown"]:
        total.reasons.append(_words_reason(content, other, rarity))
    return Score(round(total.points, 6), tuple(total.reasons), total.is_capped)


def _action(one: Action, other: Action) -> str | None:
    if NO_ACTION in (one, other):
        return "unknown"
    if one is other:
        return "same"
    return "kindred" if frozenset((one.value, other.value)) in kindred() else None


def _add_cues(total: _Sum, content: Content, other: Content) -> None:
    phrase = content.wording.phrase
    found = [cue for cue in other.cues if phrase_of(cue) in phrase]
    if found:
        further = min(len(found) - 1, weights()["further_cues"])
        quoted = ", ".join(f"“{cue}”" for cue in found)
        points = weights()["cue"] + weights()["further_cue"] * further
        total.add(points, f"uses words given for this claim: {quoted}")


def _add_action(
    total: _Sum, content: Content, other: Content, action: str | None, *, is_enough: bool
) -> None:
    """Add the action; a missing one needs a cue or nearly the same words, a kindred one needs a cue."""
    if action == "same":
        recurs = content.action.value in load_table("matching_weights")["recurring"]["actions"]
        points = weights()["same_recurring_action" if recurs else "same_action"]
        total.add(points, f"same action: {content.action}")
    elif action == "kindred":
        total.add(0.0, f"kindred action: {content.action} beside {other.action}")
        if not total.points:
            total.cap()
    elif action == "unknown":
        if not is_enough:
            total.cap()
    else:
        total.cap(f"another action: {content.action}, not {other.action}")


def _add_dates(total: _Sum, content: Content, other: Content, *, is_copy: bool) -> None:
    """Add the dates; undated things told long apart recur in a war, so only a copy is the same by itself."""
    one, two = content.span, other.span
    if one.is_known and two.is_known:
        overlap = Overlap.CERTAIN if one.meets(two) is Overlap.CERTAIN else one.meets(two, _slack())
        if overlap is Overlap.NONE:
            total.cap(f"dates do not meet: {one} and {two}")
        elif overlap is Overlap.CERTAIN:
            total.add(weights()["dates_certain"], f"same day: {one}")
        else:
            is_close = max(_length(one), _length(two)) <= weights()["close_days"]
            points = weights()["dates_close"] if is_close else 0.0
            total.add(points, f"dates possibly one: {one} and {two}")
        return
    said, said_there = content.said_span, other.said_span
    if not (said.is_known and said_there.is_known):
        return
    far_days, near_days = int(weights()["far_days"]), int(weights()["near_days"])
    if said.meets(said_there, near_days) is not Overlap.NONE:
        total.add(weights()["said_near"], f"said within {near_days} days")
    elif not (one.is_known or two.is_known or is_copy) and said.meets(said_there, far_days) is Overlap.NONE:
        total.cap(f"said more than {far_days} days apart, and neither gives a date")


def _slack() -> int:
    """Return by how many days two tellings of one day may differ: time zones, "yesterday" reprinted."""
    return int(weights()["day_slack"])


def _length(span: DateSpan) -> float:
    if span.start is None or span.end is None:
        return math.inf
    return float((span.end - span.start).days)


def _add_places(total: _Sum, content: Content, other: Content) -> None:
    """Add the places: a shared country says little, a town in its province little, another town much."""
    if not content.places or not other.places:
        return
    if shared := content.places & other.places:
        wide = wide_places(content)
        shown = content.place_shown if len(shared) == 1 and content.place_shown else min(shared)
        points = weights()["wide_place" if shared <= wide else "same_place"]
        total.add(points, f"same place: {shown}")
    elif any(can_hold(one, two) for one in content.areas for two in other.areas):
        reason = f"one place may lie in the other: {content.place_shown}, {other.place_shown}"
        total.add(weights()["wide_place"], reason)
    else:
        total.add(
            weights()["different_place"], f"other place: {content.place_shown}, not {other.place_shown}"
        )


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
            total.add(weights()["role"], f"same {role}: {' '.join(sorted(shared))}")
    everybody = (content.actor | content.object | content.counterpart) - counted
    if crossed := everybody & (other.actor | other.object | other.counterpart):
        total.add(weights()["participant"], f"takes part in both: {' '.join(sorted(crossed))}")
        return
    if content.language != other.language:
        return
    unlike = content.named ^ other.named
    for role, one, two in pairs:
        if one and two and not one & two and role != "object" and role not in unlike:
            total.add(weights()["different_role"], f"other {role}: {' '.join(sorted(one))}")


def _add_numbers_and_names(total: _Sum, content: Content, other: Content, rarity: Rarity) -> None:
    one, two = content.wording, other.wording
    if numbers := sorted(one.numbers & two.numbers, key=lambda n: (-len(n), n)):
        points = weights()["number_per_digit"] * sum(map(len, numbers))
        shown = ", ".join(_grouped(n) for n in numbers)
        total.add(min(weights()["numbers_at_most"], points), f"same number: {shown}")
    if names := rarity.rarest(one.names & two.names, 3):
        points = min(weights()["names_at_most"], weights()["name"] * len(names))
        total.add(points, f"shares the names {', '.join(names)}")


def _grouped(number: str) -> str:
    """Return a number with its thousands set apart; one too long to be a number stays as it is."""
    return f"{int(number):,}" if number.isdecimal() and len(number) < 16 else number


def _words_reason(content: Content, other: Content, rarity: Rarity) -> str:
    shared = content.wording.words & other.wording.words
    shown = rarity.rarest(shared, int(weights()["words_shown"]))
    return f"shares the words {', '.join(shown)}" if shown else "shares its figures"
