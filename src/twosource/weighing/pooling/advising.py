"""What a person should know of the words they just gave: said at once, while they can still think again.

Only their own words are spoken of; what others or the case said would steer them. Nothing is refused here:
"the same under every hypothesis" is a good answer, and whoever gives it should know what it means.
"""

from collections.abc import Collection, Iterator, Mapping

from twosource.evidence.elicitation import Answer, Item, PossibleFinding
from twosource.terms import Term, likelihood, likelihood_ratio_word, load_table, vocabulary
from twosource.weighing.near_words import word_said

NEAR_ONE = 0.05
"""How near to 1 the points of three or more words add up before somebody is asked whether they meant it."""


def wording(language: str) -> Mapping[str, str]:
    """Return the sentences of answering in a language; English where it is not known."""
    table = load_table("answering")
    found: Mapping[str, str] = table.get(language) or table["en"]
    return found


def to_one(ratio: float) -> str:
    """Return a ratio as printed: two digits below ten, whole numbers above."""
    return f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:,.0f}"


def cap(contamination: float) -> float:
    """Return the most that two judged words can favour one hypothesis over another, as `to 1`.

    (1 - e) p + e / 2 for the top of the highest band over the bottom of the lowest. By hand, with e = .02:
    .9802 / .0198 = 49.5.
    """
    terms = vocabulary("likelihood").terms
    high, low = max(t.high or 0.0 for t in terms), min(t.low or 1.0 for t in terms)
    return ((1 - contamination) * high + contamination / 2) / ((1 - contamination) * low + contamination / 2)


def advice(
    entry: Item | PossibleFinding,
    given: Mapping[int, Answer],
    just_now: Collection[int],
    contamination: float,
    *,
    language: str = "en",
) -> tuple[str, ...]:
    """Return sentences on the words of one person for one item.

    `given` holds all lines they have answered, by number, and `just_now` those they answered last. Told is
    what a line says most strongly, whether the item tells the hypotheses apart at all, whether the ceiling of
    contamination bites, and whether somebody may have answered how probable the hypotheses are instead.
    """
    say = wording(language)
    told = [
        sentence
        for number, answer in sorted(given.items())
        if number in just_now
        for sentence in _on_line(answer, contamination, language)
    ]
    asked = {number for number, line in enumerate(entry.answers) if line.words}
    if asked <= given.keys() and all(len(set(given[n].words.values())) == 1 for n in asked):
        words = {word for n in asked for word in given[n].words.values()}
        is_nothing = len(words) == 1 and len(asked) == len(entry.answers)
        told = [say["same_item"] if is_nothing else say["same_lines"]]
    n_searched = entry.n_searched if isinstance(entry, Item) else 1
    if n_searched > 1:
        told.append(say["picked"].format(n=f"{n_searched:,}"))
    return tuple(dict.fromkeys(told))


def _on_line(answer: Answer, contamination: float, language: str) -> Iterator[str]:
    say = wording(language)
    terms = {hypothesis: likelihood(word) for hypothesis, word in answer.words.items()}
    if len(set(answer.words.values())) == 1:
        yield say["same_line"]
        return
    ordered = sorted(terms, key=lambda name: (-_of(terms[name].point), name))
    best, worst = ordered[0], ordered[-1]
    ratio = _of(terms[best].point) / _of(terms[worst].point)
    low = max(1.0, _of(terms[best].low) / _of(terms[worst].high))
    high = _of(terms[best].high) / _of(terms[worst].low)
    support = vocabulary("likelihood_ratio")[likelihood_ratio_word(ratio)].label(language)
    yield say["contrast"].format(
        first=terms[best].label(language),
        best=best,
        second=terms[worst].label(language),
        worst=worst,
        ratio=to_one(ratio),
        support=support,
        low=to_one(low),
        high=to_one(high),
    )
    if high > cap(contamination):
        share = f"{contamination:g}".removeprefix("0")
        yield say["capped"].format(reach=to_one(high), share=share, cap=to_one(cap(contamination)))
    total = sum(_of(term.point) for term in terms.values())
    if len(terms) > 2 and abs(total - 1.0) <= NEAR_ONE:
        yield say["adds_up"]


def _of(bound: float | None) -> float:
    if bound is None:
        raise ValueError("every likelihood word has a band and a point")
    return bound


def parsed_word(given: str) -> Term | None:
    """Return the likelihood word meant: by value, by its label in any language, or by its number from 1."""
    number, terms = given.strip(), vocabulary("likelihood").terms
    if number.isdecimal() and 1 <= int(number) <= len(terms):
        return terms[int(number) - 1]
    return word_said(given)
