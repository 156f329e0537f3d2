"""One fact in two places: what is refused because it enters twice, and what is said because it may.

Odds multiply, so a fact that enters twice is squared, and nothing in the result shows it. Refused is what is
certainly one fact: the same claim from the same exhibit, the same named fact, an item that another item uses
as a fact. Told, because it may be right, is what may be one: a ground that items share while no unknown does,
a track record that rests on what is weighed, advice on method weighed as if it were an observation.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Elicitation, Item
from twosource.evidence.outcome import Failure
from twosource.evidence.reliability import TrackEntry
from twosource.terms import load_table
from twosource.weighing.linked import reached
from twosource.weighing.network import SAFE
from twosource.weighing.words import first_of, quoted


def double_entries(elicitation: Elicitation) -> Iterator[Failure]:
    """Yield what certainly enters twice; a weighing is refused until it enters once."""
    items = sorted(elicitation.items, key=lambda item: item.name)
    yield from _same_claim_and_exhibit(items)
    yield from _same_fact(items)


def overlaps(question: Question, elicitation: Elicitation) -> Iterator[str]:
    """Yield a sentence for what may enter twice, and for what weighs nothing; each says what to do."""
    items = sorted(elicitation.items, key=lambda item: item.name)
    yield from _on_sharing(items, question)
    yield from _on_texts(items)
    yield from _on_method(items)


def _failure(happened: str, remedy: str) -> Failure:
    return Failure(code="weighed twice", happened=happened, safe=SAFE, remedy=remedy)


def _same_claim_and_exhibit(items: Iterable[Item]) -> Iterator[Failure]:
    """Refuse two items for one claim from one exhibit: a copy would be weighed as a second origin."""
    seen: dict[tuple[str, str], str] = {}
    told: set[tuple[str, str]] = set()
    for item in items:
        for exhibit_id in item.exhibit_ids if item.claim_id else ():
            first = seen.setdefault((item.claim_id, exhibit_id), item.name)
            if first != item.name and (first, item.name) not in told:
                told.add((first, item.name))
                yield _failure(
                    f"{first!r} and {item.name!r} rest on the same exhibit for the same claim.",
                    "Keep one of them: evidence is weighed once for each origin, and a copy adds nothing.",
                )


def folded(fact: str) -> str:
    """Return a fact as it is compared: one form of each letter, lower case, one kind of space."""
    return " ".join(unicodedata.normalize("NFC", fact).casefold().split())


def _same_fact(items: Sequence[Item]) -> Iterator[Failure]:
    """Refuse a named fact of two items, and an item or its claim that another item uses as a fact."""
    itself = {folded(item.claim_id): item.name for item in items if item.claim_id}
    itself |= {folded(item.claim_id.removeprefix("claim-")): item.name for item in items if item.claim_id}
    itself |= {folded(item.name): item.name for item in items}
    first_user: dict[str, str] = {}
    for item in items:
        for fact in sorted(set(map(folded, item.facts))):
            first = first_user.setdefault(fact, item.name)
            if first != item.name:
                yield _failure(
                    f"{first!r} and {item.name!r} both use the fact {quoted(fact)}.",
                    "Let one of the two use it, and answer the other as if you did not know it.",
                )
            if itself.get(fact, item.name) != item.name:
                yield _failure(
                    f"{item.name!r} uses {quoted(fact)} as a fact, and {itself[fact]!r} weighs it already.",
                    f"Answer {item.name!r} as if you did not know it, or take one of the two out.",
                )


def _depends_on(item: Item, question: Question) -> set[str]:
    return {name for answer in item.answers for name, _ in answer.when} - {question.question_id}


def _on_sharing(items: Iterable[Item], question: Question) -> Iterator[str]:
    """Tell items that bear on one claim or exhibit and share no variable: they count as separate."""
    by_ground: dict[str, list[Item]] = {}
    for item in items:
        for ground in {item.claim_id, *item.exhibit_ids} - {""}:
            by_ground.setdefault(ground, []).append(item)
    told: set[tuple[str, ...]] = set()
    for ground in sorted(by_ground):
        sharing = by_ground[ground]
        names = tuple(item.name for item in sharing)
        if len(sharing) < 2 or names in told or _common(sharing, question):
            continue
        told.add(names)
        yield _separate(sharing)


def _common(items: Sequence[Item], question: Question) -> set[str]:
    common = _depends_on(items[0], question)
    for item in items[1:]:
        common &= _depends_on(item, question)
    return common


def _separate(items: Sequence[Item]) -> str:
    hands = {item.chokepoint for item in items}
    still = f"They name the same hands, {min(hands)}, and still " if len(hands) == 1 and min(hands) else ""
    what = "they share no variable, so each is weighed as if the other did not exist"
    if len(items) > 2:
        what = "no variable is shared by all of them, so they are not weighed as one origin"
    said = f"{still}{what}" if still else f"{what[:1].upper()}{what[1:]}"
    return (
        f"{first_of([item.name for item in items])} rest on the same claim or exhibit. {said}; see the "
        "origins of that claim, and let them depend on one variable for what they share."
    )


def _on_texts(items: Iterable[Item]) -> Iterator[str]:
    by_text: dict[str, list[str]] = {}
    for item in items:
        by_text.setdefault(folded(item.text), []).append(item.name)
    for _, names in sorted(by_text.items()):
        if len(names) > 1:
            said = f"{first_of(names)} say the same in the same words"
            yield f"{said}: if they are one observation, keep one of them."


def says_nothing(item: Item) -> bool:
    """Say whether an item is answered alike under everything: likelihood ratio 1, whatever is so."""
    if any(answer.p is not None for answer in item.answers):
        return not any(a.words for a in item.answers) and len({a.p for a in item.answers}) == 1
    return len({word for answer in item.answers for word in answer.words.values()}) == 1


def _on_method(items: Iterable[Item]) -> Iterator[str]:
    """Tell what is no observation: answered alike everywhere, or worded as advice on method."""
    cues = [folded(cue) for cue in load_table("cautions")["cues"]]
    items = tuple(items)
    silent = [item.name for item in items if says_nothing(item)]
    if len(silent) == 1:
        yield (
            f"{silent[0]} is answered alike under every hypothesis, so it is a remark and weighs "
            "nothing: its likelihood ratio is 1."
        )
    elif silent:
        yield (
            f"{first_of(silent)} are answered alike under every hypothesis, so they are remarks and weigh "
            "nothing: their likelihood ratios are 1."
        )
    for item in items:
        if not says_nothing(item) and any(cue in folded(item.text) for cue in cues):
            yield (
                f"{item.name} reads like advice on method, which would be given whatever happened. Unless it "
                "says what somebody saw, answer it with the same word under every hypothesis."
            )


def track_overlaps(elicitation: Elicitation, entries: Iterable[TrackEntry]) -> Iterator[str]:
    """Yield a sentence for each earlier matter of a party that an item under that party's modes rests on too.

    What is weighed now may not also tell how its bearer works: that would be grading a paper with itself.
    Only variables that a track record enters are looked at; elsewhere no earlier matter moves a figure.
    """
    parents = {v.name: {name for row in v.rows for name, _ in row.when} for v in elicitation.variables}
    graded = [v for v in elicitation.variables if v.party_id and v.track_record is not None]
    parties = {v.name: v.party_id for v in graded}
    texts = {v.party_id: v.text or v.name for v in reversed(graded)}
    bearing: dict[str, list[Item]] = {}
    for item in sorted(elicitation.items, key=lambda i: i.name):
        direct = {name for answer in item.answers for name, _ in answer.when}
        above = reached(direct, parents)
        for party in sorted({parties[name] for name in above if name in parties}):
            bearing.setdefault(party, []).append(item)
    for entry in sorted(entries, key=lambda e: e.entry_id):
        grounds = {entry.about_claim, *entry.evidence} - {""}
        for item in bearing.get(entry.party_id, ()):
            if grounds & {item.claim_id, *item.exhibit_ids, *item.facts, item.name}:
                yield (
                    f"The earlier matter {quoted(entry.text)} rests on what {item.name} weighs, and "
                    f"{item.name} is read under {quoted(texts[entry.party_id])}: leave that matter out of "
                    "the track record, or it counts twice."
                )
