"""What each thing weighed is worth: for the leader or against it, in words of odds.

Two measures, and they differ. Here stands what a thing is worth *taken away alone*: how the odds of
the leader change when it is removed from everything else. The ledger beside it (`weighed.ledger`) has
*shares* (Shapley): what each adds on average over all orders of adding, so that the shares of one
hypothesis add up to its whole move.
"""

from collections.abc import Sequence
from functools import cache

from twosource.dossier.asked import Asked
from twosource.dossier.contexts import Sentence
from twosource.dossier.weighed.words import words_for
from twosource.dossier.wording import capital, label, name
from twosource.evidence.readouts import WeightReadout
from twosource.terms import load_table

SLIGHT = 0.5
CLOSE = 0.06
NEITHER = "no support either way"


@cache
def _rows(kind: str, language: str) -> Sequence[tuple[float, str]]:
    return [(row["figure"], row.get(language, row["en"])) for row in load_table("weighed_page")[kind]]


def fallen(factor: float, language: str = "en") -> str:
    """Return to what part odds fall when divided by a factor over one: "less than a quarter"."""
    share, words = 1 / factor, words_for(language)
    rows = _rows("parts", words.spoken)
    part, said = min(rows, key=lambda p: abs(share / p[0] - 1))
    if abs(share / part - 1) <= CLOSE:
        return words.say("about", part=said)
    above = [said for part, said in rows if part > share]
    return words.say("less_than", part=above[-1]) if above else words.say("slightly_less")


def risen(factor: float, language: str = "en") -> str:
    """Return to how much odds rise when multiplied by a factor over one: "more than twice"."""
    words = words_for(language)
    rows = _rows("times", words.spoken)
    times, said = min(rows, key=lambda t: abs(factor / t[0] - 1))
    if abs(factor / times - 1) <= CLOSE:
        return words.say("about", part=said)
    below = [said for times, said in rows if times < factor]
    return words.say("more_than", part=below[-1]) if below else words.say("slightly_more")


def weigh_up(asked: Asked) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Return (what lowers the leader, what raises it): hands first, then single items.

    Two letters through the same hands may each count for nothing and together for much, so hands
    are weighed as one. Below half a deciban, or without support, an item speaks for neither.
    Where nothing lowers the leader, the first part says so.
    """
    at, weights = asked.at, asked.weighing.weights
    moving = [w for w in weights if len(w.decibans) > at and abs(w.decibans[at]) >= SLIGHT]
    several = [w for w in moving if w.is_group and len(w.members) > 1]
    single = [w for w in moving if not w.is_group and w.ratio_word != NEITHER]
    ordered = [
        w for rows in (several, single) for w in sorted(rows, key=lambda w: (-abs(w.decibans[at]), w.name))
    ]
    against = tuple(_weighed(asked, w) for w in ordered if w.decibans[at] < 0)
    in_favour = tuple(_weighed(asked, w) for w in ordered if w.decibans[at] > 0)
    if not against and weights:
        names = [n for w in weights for n in (w.name, *w.members)]
        against = (asked.say(asked.words.say("none_against", lead=asked.called(asked.lead.name)), names),)
    return against, in_favour


def neither(asked: Asked) -> Sentence | None:
    """Return the items that alone favour nothing, in one sentence, or None where there is none."""
    idle = [w for w in asked.weighing.weights if not w.is_group and w.ratio_word == NEITHER]
    if not idle:
        return None
    listed = asked.listed(asked.words.quote(w.text or w.name) for w in idle)
    text = asked.words.say("neither_one" if len(idle) == 1 else "neither", listed=listed)
    return asked.say(text, (n for w in idle for n in (w.name, *w.members)))


def _weighed(asked: Asked, weight: WeightReadout) -> Sentence:
    """Return what one thing weighs: for or against the leader, by how much, and whom it tells apart."""
    words, decibans = asked.words, weight.decibans[asked.at]
    factor = 10 ** (abs(decibans) / 10)
    key, in_words = ("worth_for", fallen) if decibans > 0 else ("worth_against", risen)
    text = words.say(
        key,
        text=_opening(asked, weight),
        lead=asked.called(asked.lead.name),
        part=in_words(factor, words.spoken),
        factor=words.isolated(f"{factor:.1f}"),
    )
    return asked.say(text + _separates_most(asked, weight), (weight.name, *weight.members))


def _opening(asked: Asked, weight: WeightReadout) -> str:
    words, text = asked.words, (weight.text or weight.name).strip().rstrip(".")
    if not weight.is_group:
        return name(capital(text)) if words.spoken == "en" else words.quote(text)
    n = len(weight.members)
    counted = words.fixed["items_one"] if n == 1 else words.say("items", n=words.prose(n))
    return words.say("through", hands=name(text), n=counted)


def _separates_most(asked: Asked, weight: WeightReadout) -> str:
    if not weight.favours or not weight.over or weight.ratio_word == NEITHER:
        return ""
    return asked.words.say(
        "separates",
        favours=asked.called(weight.favours),
        over=asked.called(weight.over),
        word=label("likelihood_ratio", weight.ratio_word, asked.words.spoken),
    )
