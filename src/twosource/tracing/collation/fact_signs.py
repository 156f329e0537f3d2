"""Signs beyond words: shared errors, figures, spellings, the choice of facts and their order.

Separate and careful reports of one event share its true facts, so a shared truth weighs little and what the
others contradict weighs much (Dong, Berti-Equille and Srivastava 2009; the Leitfehler of textual criticism).
Each fact is counted under one sign only.

Formulas, N the families besides the pair, n those of them that have it, the rest in
`vocabulary/collation.toml`:

    error     q = (n + s * rate) / (N filling the place + s)
    choice    q = P(at least k of the child's m facts are the parent's) ^ dependence; each is with chance
              1 - (1 - r) ^ max(1, facts of the parent / m): a parent that tells twice as much counts twice
    order     q = o + (1 - o) * min(1, C(m, L) / L!): o is the share of others that keep the parent's order,
              C(m, L) / L! bounds the chance that L of m facts in random order rise

By hand, order: five facts in one order, nobody else to compare: o = .2, C(5, 5) / 5! = .0083,
q = .2 + .8 * .0083 = .207. Choice: five of five facts, r = .6: (.6 ^ 5) ^ .5 = .279.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import comb, factorial

from twosource.terms import FeatureKind
from twosource.tracing.collation.facts import Fact, FactKind
from twosource.tracing.collation.others import Families, OtherReports
from twosource.tracing.collation.shared_facts import Shared, SharedFacts, same_fact, told

MOST_NAMED = 12
LEAST_DIGITS = 3
NEAR_DAYS = 31
ROUNDED_WITHIN = 0.1


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its kind, the words to see it in, its rate among separate reports, the facts it uses up."""

    kind: FeatureKind
    words: str
    q: float
    facts: tuple[Shared, ...] = ()


def fact_signs(found: SharedFacts, others: OtherReports, pair: Families) -> list[Sign]:
    """Return the signs that the facts two texts share give."""
    single = [sign for one in found.shared for sign in _single(one, others, pair)]
    single += [sign for one in found.names for sign in _spelling(one, found, others, pair)]
    spent = {(one.child.kind, one.child.key) for sign in single for one in sign.facts}
    left = [one for one in found.shared if (one.child.kind, one.child.key) not in spent]
    return [*single, *_choice(found, left, spent, others, pair), *_order(left, others, pair)]


def _single(one: Shared, others: OtherReports, pair: Families) -> Iterator[Sign]:
    """Yield what one shared number or date says by itself, if anything."""
    if one.child.kind is FactKind.NUMBER:
        yield from _number(one, others, pair)
    elif one.child.kind is FactKind.DATE:
        yield from _date(one, others, pair)


def _number(one: Shared, others: OtherReports, pair: Families) -> Iterator[Sign]:
    figures, key = others.figures, one.child.key
    places = set(one.parent.slot) & set(one.child.slot)
    by_family: dict[int, set[str]] = {}
    for word in sorted(places):
        for value, family in others.slots.get(word, ()):
            if family not in pair:
                by_family.setdefault(family, set()).add(value)
    agreed = _agreed(by_family, key, others)
    n_same = sum(key in values for values in by_family.values())
    if agreed:
        is_rounding = _is_rounding(key, agreed)
        rate = figures.rounding_rate if is_rounding else figures.error_rate
        q = (n_same + figures.error_strength * rate) / (len(by_family) + figures.error_strength)
        kind = FeatureKind.SHARED_NUMBER if is_rounding else FeatureKind.SHARED_ERROR
        yield Sign(kind, f"{one.child.written} (others: {agreed})", q, (one,))
    elif len(key.replace(".", "").rstrip("0")) >= LEAST_DIGITS:
        q = others.rate_of_fact(one.child, pair, figures.exact_number)
        yield Sign(FeatureKind.SHARED_NUMBER, one.child.written, q, (one,))


def _agreed(by_family: dict[int, set[str]], key: str, others: OtherReports) -> str:
    """Return what the other families agree on in a place, where that is not what the pair says."""
    n = len(by_family)
    if n < others.figures.least_others:
        return ""
    counts = Counter(value for values in by_family.values() for value in values)
    value, top = max(counts.items(), key=lambda row: (row[1], row[0]))
    return value if value != key and top >= others.figures.agreement * n else ""


def _is_rounding(one: str, other: str) -> bool:
    """Say whether one figure is the other with fewer digits that are not nought: 22,000 for 21,874."""
    a, b = float(one), float(other)
    digits = len(one.replace(".", "").strip("0")), len(other.replace(".", "").strip("0"))
    return digits[0] != digits[1] and abs(a - b) <= ROUNDED_WITHIN * max(a, b)


def _date(one: Shared, others: OtherReports, pair: Families) -> Iterator[Sign]:
    """Yield an error where the others agree on another day near the one both texts give."""
    day = _first_day(one.child)
    by_family: dict[int, set[str]] = {}
    for (kind, key), families in others.held.items():
        if kind is FactKind.DATE and _is_near(date.fromisoformat(key[:10]), day):
            for family in families - pair:
                by_family.setdefault(family, set()).add(key)
    agreed = _agreed(by_family, one.child.key, others)
    if agreed:
        n_same = sum(one.child.key in values for values in by_family.values())
        strength = others.figures.error_strength
        q = (n_same + strength * others.figures.error_rate) / (len(by_family) + strength)
        words = f"{one.child.written} (others: {agreed[:10]})"
        yield Sign(FeatureKind.SHARED_ERROR, words, q, (one,))


def _first_day(fact: Fact) -> date:
    return date.fromisoformat(fact.key[:10])


def _is_near(one: date, other: date) -> bool:
    is_same_day = (one.month, one.day) == (other.month, other.day)
    return abs((one - other).days) <= NEAR_DAYS or (is_same_day and abs(one.year - other.year) == 1)


def _spelling(one: Shared, found: SharedFacts, others: OtherReports, pair: Families) -> Iterator[Sign]:
    """Yield the spelling of a name where other reports in the same language spell it otherwise.

    Languages have spellings of their own: that two French pages write Syrie says nothing.
    """
    spelt, language = one.child.written.casefold(), found.language
    is_sure = one.child.is_sure and one.parent.is_sure
    if one.parent.written.casefold() != spelt or one.child.sound is None or not (is_sure and language):
        return
    by_family: dict[int, set[str]] = {}
    for other, family, told_in in others.names.get(one.child.key, ()):
        if family not in pair and told_in == language and same_fact(one.child, other):
            by_family.setdefault(family, set()).add(other.written.casefold())
    n_same = sum(spelt in spellings for spellings in by_family.values())
    if len(by_family) == n_same:
        return
    figures = others.figures
    q = (n_same + figures.spelling_strength * figures.spelling_rate) / (
        len(by_family) + figures.spelling_strength
    )
    if q < figures.spelling_rate:
        yield Sign(FeatureKind.SHARED_SPELLING, one.child.written, q, (one,))


def _choice(
    found: SharedFacts,
    left: Sequence[Shared],
    spent: set[tuple[FactKind, str]],
    others: OtherReports,
    pair: Families,
) -> Iterator[Sign]:
    """Yield how seldom a separate report would tell so many of the facts the child tells."""
    figures = others.figures
    own = [fact for fact in found.child if (fact.kind, fact.key) not in spent]
    if len(left) < figures.least_facts:
        return
    times = max(1.0, (len(found.parent) - len(spent)) / len(own))
    chances = [1 - (1 - min(1.0, others.rate_of_fact(f, pair, figures.fact_rate))) ** times for f in own]
    q = at_least(chances, len(left)) ** figures.fact_dependence
    yield Sign(FeatureKind.SHARED_FACTS, _listed(left), q, tuple(left))


def at_least(chances: Sequence[float], k: int) -> float:
    """Return P(at least k of these happen), each with its own chance (Poisson-binomial).

    By hand: chances .5 and .5: at least one 0.75, at least two 0.25.
    """
    counts = [1.0]
    for p in chances:
        counts = [
            (counts[i] if i < len(counts) else 0.0) * (1 - p) + (counts[i - 1] * p if i else 0.0)
            for i in range(len(counts) + 1)
        ]
    return min(1.0, max(sum(counts[k:]), 1e-300))


def _order(left: Sequence[Shared], others: OtherReports, pair: Families) -> Iterator[Sign]:
    """Yield how seldom a separate report would tell the same facts in the same order."""
    figures, m = others.figures, len(left)
    if m < figures.least_facts:
        return
    rising = longest_rise([one.parent_at for one in left])
    if rising < figures.least_facts:
        return
    places = {(one.parent.kind, one.parent.key): one.parent_at for one in left}
    n_able, n_same = _orders(places, rising / m, others, pair)
    natural = (n_same + figures.order_strength * figures.order_natural) / (n_able + figures.order_strength)
    q = natural + (1 - natural) * min(1.0, comb(m, rising) / factorial(rising))
    if q < 1:
        yield Sign(FeatureKind.ORDER_OF_FACTS, _listed(left), q, tuple(left))


def _orders(
    places: dict[tuple[FactKind, str], int], share: float, others: OtherReports, pair: Families
) -> tuple[int, int]:
    """Return how many other families tell enough of the facts to compare, and how many in this order."""
    able: dict[int, bool] = {}
    for report in others.reports:
        family = others.families[report.name]
        if family in pair:
            continue
        row = [places[f.kind, f.key] for f in told(report, others) if (f.kind, f.key) in places]
        if len(row) >= others.figures.least_facts:
            able[family] = able.get(family, False) or longest_rise(row) >= share * len(row)
    return len(able), sum(able.values())


def longest_rise(places: Sequence[int]) -> int:
    """Return the length of the longest rising row: facts told in the same order in both texts.

    By hand: 1 5 2 3 has the row 1 2 3.
    """
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _listed(left: Sequence[Shared]) -> str:
    names = [one.child.written for one in left]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return " · ".join(names[:MOST_NAMED]) + more
