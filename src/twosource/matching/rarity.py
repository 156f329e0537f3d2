"""How much a shared word, or a shared place, tells in one run: what everybody writes tells little."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from twosource.matching.content import Content
from twosource.matching.points import limits
from twosource.matching.stories import Stories


class Rarity:
    """How much each word tells: ln(1 + N/df) over the contents of one run, copies counted once.

    `stories` says which exhibits of the run tell one story.
    """

    def __init__(self, contents: Sequence[Content]) -> None:
        self.stories = Stories(contents)
        counts: Counter[str] = Counter()
        at_place: Counter[tuple[str, str]] = Counter()
        n_contents = 0
        for content in contents:
            n_contents += 1
            counts.update(content.wording.words)
            counts.update(content.wording.numbers)
            at_place.update((content.action.value, place) for place in content.places)
        self._n = max(n_contents, 1)
        self._weights = {word: math.log(1.0 + self._n / count) for word, count in counts.items()}
        self._unmet = math.log(1.0 + self._n)
        self._at_place = at_place
        self._norms: dict[tuple[str, bool], float] = {}

    def of(self, word: str) -> float:
        """Return the weight of one word; a word never met weighs as much as one met once."""
        return self._weights.get(word, self._unmet)

    def of_place(self, action: str, places: Iterable[str]) -> float:
        """Return how much it tells that one action is told of one place twice, 0..1.

        1 up to `few_at_place` contents, then ln(1 + N/df) / ln(1 + N/few): a city that is bombed in
        every tenth report does not say which bombing is meant. The rarest of several places counts.
        """
        few = limits()["few_at_place"]
        df = min((self._at_place[action, place] for place in places), default=0)
        return 1.0 if df <= few else math.log(1.0 + self._n / df) / math.log(1.0 + self._n / few)

    def cosine(self, one: Content, other: Content) -> float:
        """Return the cosine of two contents over weighted words and numbers, 0..1.

        Contents in two languages are compared over what these can share: concepts, names and
        numbers. Every other word would count as a difference although it may say the same. Two
        concepts in common are soon all there is, so few shared ones count in part.
        """
        is_across = across(one, other)
        a, b = _words(one, is_across), _words(other, is_across)
        shared = a & b
        if is_across:
            shared |= (one.wording.names & other.wording.words) | (one.wording.words & other.wording.names)
        if not shared:
            return 0.0
        norms = self._norm(one, a, is_across) * self._norm(other, b, is_across)
        if not shared <= a & b:
            norms = math.sqrt(self._square(a | shared) * self._square(b | shared))
        damping = min(1.0, len(shared) / limits()["across_words"]) if is_across else 1.0
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


def across(one: Content, other: Content) -> bool:
    """Say whether two contents are told in two languages, both known."""
    return one.language != other.language and bool(one.language and other.language)


def _words(content: Content, is_across: bool) -> frozenset[str]:
    wording = content.wording
    return wording.neutral if is_across else wording.words | wording.numbers
