"""Which claims a statement is worth comparing with: an inverted index, never all pairs."""

from collections import defaultdict
from collections.abc import Iterable
from heapq import nsmallest

from twosource.matching.content import NO_ACTION, Content
from twosource.matching.rarity import Rarity
from twosource.matching.stories import heard

RARE_WORDS = 12


def features_of(content: Content, rarity: Rarity) -> list[tuple[str, float]]:
    """Return what makes a content findable, each with its weight: rare words, numbers, places, pairs of them.

    A pair such as action and place finds the few claims about both where each alone finds too many.
    """
    wording = content.wording
    found = [(word, rarity.of(word)) for word in rarity.rarest(wording.words, RARE_WORDS)]
    found += [(f"#{number}", 0.5 * len(number) + rarity.of(number)) for number in sorted(wording.numbers)]
    found += [(f"@{place}", 2.0) for place in sorted(content.places)]
    if content.is_lead:
        found += [(f"~{sound}", 1.5) for sound in sorted(heard(content.wording))]
    if content.action is not NO_ACTION:
        action = f"!{content.action}"
        found += [(action, 0.5)]
        found += [(f"{action}@{place}", 3.0) for place in sorted(content.places)]
        found += [(f"{action}#{number}", 3.0) for number in sorted(wording.numbers) if len(number) > 2]
        if content.span.start and content.span.end and (content.span.end - content.span.start).days < 32:
            month = f"{content.span.start:%Y-%m}"
            found += [(f"{action}@{place}/{month}", 3.0) for place in sorted(content.places)]
    return found


class FeatureIndex:
    """Postings from feature to claims, with a document-frequency limit.

    Once a feature leads to more than `max_postings` claims it tells nothing and is no longer
    followed, so the cost of a look-up has a bound that does not grow with the case.
    """

    def __init__(self, max_postings: int) -> None:
        self._max_postings = max_postings
        self._postings: dict[str, list[int]] = defaultdict(list)

    def add(self, number: int, features: Iterable[str]) -> None:
        """Let the claim with this number be found by these features."""
        for feature in features:
            postings = self._postings[feature]
            if len(postings) <= self._max_postings and number not in postings:
                postings.append(number)

    def nearest(self, features: Iterable[tuple[str, float]], limit: int) -> list[int]:
        """Return the claims sharing most weight, best first, at most `limit`; ties by number."""
        shared: dict[int, float] = defaultdict(float)
        for feature, weight in features:
            postings = self._postings.get(feature, ())
            if len(postings) <= self._max_postings:
                for number in postings:
                    shared[number] += weight
        return [number for _, number in nsmallest(limit, ((-weight, n) for n, weight in shared.items()))]
