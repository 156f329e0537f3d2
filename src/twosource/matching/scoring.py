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
from twosource.matching.content import NO_ACTION, Content
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
        self._norms: dict[str, float] = {}

    def of(self, word: str) -> float:
        """Return the weight of one word; a word never met weighs as much as one met once."""
        return self._weights.get(word, self._unmet)

    def cosine(self, one: Content, other: Content) -> float:
        """Return the cosine of two contents over weighted words and numbers, 0..1."""
        a, b = one.wording, other.wording
        shared = (a.words & b.words) | (a.numbers & b.numbers)
        if not shared:
            return 0.0
        return min(1.0, self._square(shared) / (self._norm(one) * self._norm(other)))

    def rarest(self, words: Iterable[str], n: int) -> list[str]:
        """Return the n words that tell most, in a fixed order."""
        return sorted(words, key=lambda w: (-self.of(w), w))[:n]

    def _norm(self, content: Content) -> float:
        found = self._norms.get(content.content_id)
        if found is None:
            square = self._square(content.wording.words | content.wording.numbers)
            found = self._norms[content.content_id] = math.sqrt(square)
        return found

    def _square(self, words: Iterable[str]) -> float:
        """Return the sum of squared weights, rounded the same in whatever order a set yields its words."""
        weights = [self._weights.get(word, self._unmet) for word in words]
        return math.fsum([weight * weight for weight in weights])


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
        content.span.meets(other.span) is not Overlap.NONE
    )
    if not has_cue and not (action and dates_meet):
        return None
    cosine = rarity.cosine(content, other)
    _add_action(total, content, other, action, is_enough=has_cue or cosine >= weights()["wording_alone"])
    _add_dates(total, content, other, is_copy=cosine >= weights()["wording_copy"])
    _add_places(total, content, other)
    _add_roles(total, content, other)
    _add_numbers_and_names(total, content, other, rarity)
    total.points += weights()["wording"] * cosine
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
        total.add(weights()["same_action"], f"same action: {content.action}")
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
        overlap = one.meets(two)
        if overlap is Overlap.NONE:
            total.cap(f"dates do not meet: {one} and {two}")
        elif overlap is Overlap.CERTAIN:
            total.add(weights()["dates_certain"], f"same day: {one}")
        else:
            is_close = max(_length(one), _length(two)) <= weights()["close_days"]
            points = weights()["dates_close"] if is_close else 0.0
            total.add(points, f"dates possibly overlap: {one} and {two}")
        return
    far_days = int(weights()["far_days"])
    is_undated = not (one.is_known or two.is_known)
    if is_undated and not is_copy and content.said_span.meets(other.said_span, far_days) is Overlap.NONE:
        total.cap(f"said more than {far_days} days apart, and neither gives a date")


def _length(span: DateSpan) -> float:
    if span.start is None or span.end is None:
        return math.inf
    return float((span.end - span.start).days)


def _add_places(total: _Sum, content: Content, other: Content) -> None:
    if not content.places or not other.places:
        return
    if shared := content.places & other.places:
        shown = content.place_shown if len(shared) == 1 and content.place_shown else min(shared)
        total.add(weights()["same_place"], f"same place: {shown}")
    else:
        total.add(
            weights()["different_place"], f"other place: {content.place_shown}, not {other.place_shown}"
        )


def _add_roles(total: _Sum, content: Content, other: Content) -> None:
    """Add the roles; the actor or counterpart named otherwise in one language is held against it."""
    pairs = (
        ("actor", content.actor, other.actor),
        ("object", content.object, other.object),
        ("counterpart", content.counterpart, other.counterpart),
    )
    for role, one, two in pairs:
        if not one or not two:
            continue
        if shared := one & two:
            total.add(weights()["role"], f"same {role}: {' '.join(sorted(shared))}")
        elif role != "object" and content.language == other.language:
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
