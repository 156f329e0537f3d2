"""What a reader should know of answers that can be weighed: said beside the figures, never in their place."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Answer, Elicitation, Item, Projection
from twosource.terms import likelihood
from twosource.weighing.elimination import FloatArray
from twosource.weighing.joining import Pair, united
from twosource.weighing.network import Network, first_match, spoken_of
from twosource.weighing.pooling.reuse import overlaps
from twosource.weighing.seeing import is_lowered
from twosource.weighing.unused import unused
from twosource.weighing.wording_slips import overlap_of
from twosource.weighing.words import first_of, joined, quoted

CEILING = 0.01
FEW = 3
USUAL_RESERVE = 0.02
"""The usual contamination (reasoning.md 5.2); below half of it a reader is told."""
LEAST_RESERVE = USUAL_RESERVE / 2.0


def remarks(question: Question, elicitation: Elicitation, beside: Sequence[Pair] = ()) -> tuple[str, ...]:
    """Return what a reader should know of the answers although they can be weighed."""
    whole = united(elicitation, [e for _, e in beside])
    return (
        *overlaps(question, whole),
        *_on_figures(elicitation),
        *_on_reserve(elicitation),
        *_on_hypotheses(question, elicitation),
        *_on_sources(whole),
        *_on_agreement(question, elicitation),
        *_on_projections(question, whole, [q for q, _ in beside]),
    )


def _on_figures(elicitation: Elicitation) -> Iterator[str]:
    for item in sorted(elicitation.items, key=lambda i: i.name):
        if item.n_found is not None or item.n_reference is not None or item.n_searched > 1:
            continue
        extreme = [a.p for a in item.answers if a.p is not None and not CEILING <= a.p <= 1.0 - CEILING]
        if extreme and len(item.answers) > 1:
            yield (
                f"{item.name} is answered with the plain figure {extreme[0]:g}, which can outweigh all "
                "that was answered in words."
            )


def _on_reserve(elicitation: Elicitation) -> Iterator[str]:
    """Tell a contamination that is left out: then words alone are taken to be beside the point never."""
    share = elicitation.contamination
    has_words = any(answer.words for item in elicitation.items for answer in item.answers)
    if has_words and share < LEAST_RESERVE:
        yield (
            f"The contamination is {share:g}: every word is taken as if it could not be beside the point "
            f"altogether. {USUAL_RESERVE:g} is usual, so that no judged item goes beyond about 1 to 50."
        )


def _on_hypotheses(question: Question, elicitation: Elicitation) -> Iterator[str]:
    """Tell hypotheses that look as if both could hold, and those that no answer tells apart."""
    names = [h.name for h in question.named]
    for first, second in combinations(names, 2):
        if said := overlap_of(first, second, question):
            yield said
    alike: list[list[str]] = []
    for name in names if elicitation.items else ():
        for found in alike:
            if not _told_apart(found[0], name, question, elicitation):
                found.append(name)
                break
        else:
            alike.append([name])
    for found in alike:
        if len(found) > 1:
            between = "between the two" if len(found) == 2 else "between them"
            yield (
                f"{joined(found)} are answered alike everywhere, so nothing here tells them apart: {between} "
                "only the prior speaks. Merge them, or look for what would differ."
            )


def _told_apart(first: str, second: str, question: Question, elicitation: Elicitation) -> bool:
    """Say whether any line separates two hypotheses: by its words, or by a condition that names one."""
    answers = [a for item in elicitation.items for a in item.answers]
    if any(a.words.get(first) != a.words.get(second) for a in answers):
        return True
    whens = [a.when for a in answers] + [row.when for v in elicitation.variables for row in v.rows]
    return any(
        name == question.question_id and (first in values) != (second in values)
        for when in whens
        for name, values in when
    )


def _on_sources(elicitation: Elicitation) -> Iterator[str]:
    items = elicitation.items
    if len(items) == 1:
        yield f"Everything rests on one item, {items[0].name}: without it, only the prior is left."
    hands = {item.chokepoint for item in items}
    bare = sorted(i.name for i in items if not (i.chokepoint or i.exhibit_ids or i.claim_id))
    if bare:
        rest = "rests" if len(bare) == 1 else "rest"
        yield (
            f"Nobody said what {first_of(bare)} {rest} on: no exhibit, no claim and no hands. Each counts as "
            "an origin of its own, although nothing shows that it is one."
        )
    if len(items) > 1 and len(hands) == 1 and min(hands):
        yield (
            f"All {len(items)} items pass through one pair of hands, {min(hands)}: if these are wrong or "
            "lying, only the prior is left. Look for an origin that does not pass through them."
        )


def _best(answer: Answer) -> frozenset[str]:
    """Return the hypotheses under which a line is least surprising; empty where it makes no difference."""
    points = {name: likelihood(word).point or 0.0 for name, word in answer.words.items()}
    most = max(points.values())
    return (
        frozenset(name for name, p in points.items() if p == most)
        if len(set(points.values())) > 1
        else frozenset()
    )


def _favoured(item: Item) -> frozenset[str]:
    """Return the hypotheses that every telling line of an item favours."""
    found = [best for answer in item.answers if answer.words and (best := _best(answer))]
    return frozenset.intersection(*found) if found else frozenset()


def _on_agreement(question: Question, elicitation: Elicitation) -> Iterator[str]:
    """Tell a dossier in which nothing speaks against the lead: agreement is what copying looks like too."""
    if len(elicitation.items) < FEW:
        return
    common = frozenset.intersection(*(_favoured(item) for item in elicitation.items))
    for name in sorted(common):
        text = next(h.text for h in question.named if h.name == name)
        yield (
            f"Every item favours {quoted(text)} and none speaks against it. Sources that agree may have "
            "one origin, and items may have been chosen because they agree: look for what would be "
            "surprising if it were so."
        )


def _on_projections(question: Question, whole: Elicitation, joined: Sequence[Question]) -> Iterator[str]:
    """Tell cells of a list whose conditions both hold somewhere; the last, without any, is meant to."""
    states = {q.question_id: tuple(h.name for h in q.named) for q in (question, *joined)}
    states |= {v.name: v.states for v in whole.variables}
    for projection in whole.projections:
        for first, second in _overlapping(projection, states):
            yield (
                f"In the list {quoted(projection.text)}, {first} and {second} overlap: some cases meet the "
                f"conditions of both and are counted under {first}, which stands first."
            )


def _overlapping(projection: Projection, states: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    names = spoken_of(projection)
    cells = [cell for cell in projection.cells if cell.when]
    holds = {cell.name: first_match([cell.when], names, states) == 0 for cell in cells}
    for first, second in combinations([cell.name for cell in cells], 2):
        if (holds[first] & holds[second]).any():
            yield first, second


def on_network(network: Network) -> tuple[str, ...]:
    """Return what only the tables can tell: joined questions, and what a set or a pile holds back."""
    return (*_on_joined(network), *_on_references(network), *_on_piles(network), *unused(network))


def _on_joined(network: Network) -> Iterator[str]:
    if network.joined:
        texts = " and ".join(quoted(question.text) for question in network.joined)
        yield (
            f"Weighed in one network with {texts}: what was answered there moves the figures here, and all "
            "of them are given that one of the named answers holds there too."
        )


def _on_references(network: Network) -> Iterator[str]:
    for entry in network.items:
        n = entry.seeing.n_reference
        if n is not None and is_lowered(entry.raw, entry.seeing):
            yield (
                f"{entry.item.name} was held against {n} known forgeries, so no ratio of it goes beyond "
                f"{n + 2} to 1, although the figures given would."
            )


def _on_piles(network: Network) -> Iterator[str]:
    for entry in network.items:
        n = entry.seeing.n_searched
        if n == 1 or entry.seeing.n_found is not None:
            continue
        used = entry.seeing.is_used
        before, after = (
            _ratio(figures[used]) for figures in (entry.raw, entry.table.figures.reshape(used.shape))
        )
        yield (
            f"{entry.item.name} was picked from a pile of {n:,}, which holds such a paper more or less "
            f"whatever is so: its largest ratio falls from {before:.1f} to {after:.1f} to 1. Ask for the "
            "whole pile."
        )


def _ratio(figures: FloatArray) -> float:
    return float(figures.max() / max(float(figures.min()), 1e-300))
