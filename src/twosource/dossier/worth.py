"""What each thing weighed is worth: for the leader or against it, in words of odds.

Two measures, and they differ. Here stands what a thing is worth *taken away alone*: how the odds of
the leader change when it is removed from everything else. The ledger beside it (`weighed.ledger`) has
*shares* (Shapley): what each adds on average over all orders of adding, so that the shares of one
hypothesis add up to its whole move.
"""

from collections.abc import Iterable, Mapping

from twosource.dossier.contexts import CitationNote, Sentence
from twosource.dossier.naming import leader, leads_at, short
from twosource.dossier.shelf import Shelf
from twosource.dossier.wording import capital, count, joined, label, name, quoted
from twosource.evidence.elicitation import Item
from twosource.evidence.readouts import Weighing, WeightReadout

SLIGHT = 0.5
CLOSE = 0.06
NEITHER = "no support either way"
PARTS = (
    (0.9, "nine tenths"),
    (0.8, "four fifths"),
    (0.75, "three quarters"),
    (2 / 3, "two thirds"),
    (0.5, "half"),
    (1 / 3, "a third"),
    (0.25, "a quarter"),
    (0.2, "a fifth"),
    (0.1, "a tenth"),
    (0.05, "a twentieth"),
    (0.01, "a hundredth"),
)
TIMES = (
    (1.25, "a quarter more"),
    (1.5, "half as much again"),
    (2.0, "twice"),
    (3.0, "three times"),
    (4.0, "four times"),
    (5.0, "five times"),
    (10.0, "ten times"),
    (20.0, "twenty times"),
    (100.0, "a hundred times"),
)


def fallen(factor: float) -> str:
    """Return to what part odds fall when divided by a factor over one: "less than a quarter"."""
    share = 1 / factor
    part, words = min(PARTS, key=lambda p: abs(share / p[0] - 1))
    if abs(share / part - 1) <= CLOSE:
        return f"about {words}"
    above = [words for part, words in PARTS if part > share]
    return f"less than {above[-1]}" if above else "slightly less than they are"


def risen(factor: float) -> str:
    """Return to how much odds rise when multiplied by a factor over one: "more than twice"."""
    times, words = min(TIMES, key=lambda t: abs(factor / t[0] - 1))
    if abs(factor / times - 1) <= CLOSE:
        return f"about {words}"
    below = [words for times, words in TIMES if times < factor]
    return f"more than {below[-1]}" if below else "slightly more than they are"


def weigh_up(
    shelf: Shelf, weighing: Weighing, items: Mapping[str, Item]
) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Return (what lowers the leader, what raises it): hands first, then single items.

    Two letters through the same hands may each count for nothing and together for much, so hands
    are weighed as one. Below half a deciban, or without support, an item speaks for neither.
    Where nothing lowers the leader, the first part says so.
    """
    at = leads_at(weighing)
    moving = [w for w in weighing.weights if len(w.decibans) > at and abs(w.decibans[at]) >= SLIGHT]
    several = [w for w in moving if w.is_group and len(w.members) > 1]
    single = [w for w in moving if not w.is_group and w.ratio_word != NEITHER]
    ordered = [
        w for rows in (several, single) for w in sorted(rows, key=lambda w: (-abs(w.decibans[at]), w.name))
    ]
    against = tuple(_weighed(shelf, weighing, w, items) for w in ordered if w.decibans[at] < 0)
    in_favour = tuple(_weighed(shelf, weighing, w, items) for w in ordered if w.decibans[at] > 0)
    if not against and weighing.weights:
        notes = notes_for(shelf, (n for w in weighing.weights for n in (w.name, *w.members)), items)
        lead = quoted(short(weighing, leader(weighing).name))
        against = (shelf.say(f"None of the weighed items speaks against {lead}", notes),)
    return against, in_favour


def neither(shelf: Shelf, weighing: Weighing, items: Mapping[str, Item]) -> Sentence | None:
    """Return the items that alone favour nothing, in one sentence, or None where there is none."""
    idle = [w for w in weighing.weights if not w.is_group and w.ratio_word == NEITHER]
    if not idle:
        return None
    listed = joined([quoted(w.text or w.name) for w in idle])
    notes = notes_for(shelf, (n for w in idle for n in (w.name, *w.members)), items)
    verb = "this favours" if len(idle) == 1 else "these favour"
    return shelf.say(f"Alone, {verb} no side: {listed}", notes)


def _weighed(shelf: Shelf, weighing: Weighing, weight: WeightReadout, items: Mapping[str, Item]) -> Sentence:
    """Return what one thing weighs: for or against the leader, by how much, and whom it hits most."""
    at = leads_at(weighing)
    lead = quoted(short(weighing, leader(weighing).name))
    text = capital(weight.text or weight.name).rstrip(".")
    if weight.is_group:
        hands = name(weight.text or weight.name)
        text = f"All that came through {hands}, {count(len(weight.members), 'item')}"
    factor = 10 ** (abs(weight.decibans[at]) / 10)
    rivals = [(v, h.name) for v, h in zip(weight.decibans, weighing.hypotheses, strict=False)]
    del rivals[at]
    if weight.decibans[at] > 0:
        text += f": for {lead} (if it alone is taken away, the odds of {lead} fall to {fallen(factor)}, "
        text += f"divided by {factor:.1f})"
        hit = min(rivals, default=(0.0, ""))
        text += f", most of all against {quoted(short(weighing, hit[1]))}" if hit[0] < 0 else ""
    else:
        text += (
            f": against {lead} (if it alone is taken away, the odds of {lead} rise to {risen(factor)}, "
            f"multiplied by {factor:.1f})"
        )
        helped = max(rivals, default=(0.0, ""))
        text += f", most of all for {quoted(short(weighing, helped[1]))}" if helped[0] > 0 else ""
    text += _separates_most(weighing, weight)
    return shelf.say(text, notes_for(shelf, (weight.name, *weight.members), items))


def _separates_most(weighing: Weighing, weight: WeightReadout) -> str:
    if not weight.favours or not weight.over or weight.ratio_word == NEITHER:
        return ""
    word = label("likelihood_ratio", weight.ratio_word, "en")
    favours, over = (quoted(short(weighing, h)) for h in (weight.favours, weight.over))
    return f"; it separates {favours} from {over} most: {word} for {favours}"


def notes_for(shelf: Shelf, names: Iterable[str], items: Mapping[str, Item]) -> list[CitationNote]:
    """Return the notes of the items named, or of those that share a named chokepoint."""
    wanted = set(names)
    chosen = [i for i in items.values() if i.name in wanted or (i.chokepoint and i.chokepoint in wanted)]
    return [n for item in (chosen or items.values()) for n in shelf.cite_item(item)]
