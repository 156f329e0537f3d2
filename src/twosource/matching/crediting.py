"""The sentences in which a page says from whom it has its lead: they go where the lead went.

A lead is often told in the page's own voice, and the next sentence says whose it is: "She counted the
bodies herself, the Hazim Post reported." Such a sentence has a verb of its own, or none that is known, and
would found a claim nobody else shares; then nobody would know from whom the page has what it opens with.
The very next sentence may say no more than that: "So the Hazim Post reported."

A sentence goes on about the lead where it credits somebody, asserts, tells no deed we know, and shares with a
lead of its page the points of `same_from`, `goes_on` among them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from twosource.evidence.passages import Passage
from twosource.matching.content import NO_ACTION, Content
from twosource.matching.grouping import Group, may_join
from twosource.matching.points import limits
from twosource.matching.rarity import Rarity
from twosource.matching.scoring import compare
from twosource.matching.settings import MatchSettings
from twosource.terms import Stance, Voice


def with_crediting(
    groups: Sequence[Group], passages: Mapping[str, Passage], rarity: Rarity, settings: MatchSettings
) -> list[Group]:
    """Return the groups, lone crediting sentences joined to the claim that took their page's lead.

    Groups of most exhibits are asked first. The work is linear: a page has few leads and few such sentences.
    """
    lone: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        exhibit_id = _only_exhibit(group)
        if exhibit_id and not group.block.is_made and all(map(_credits, group.contents)):
            lone[exhibit_id].append(number)
    gone: set[int] = set()
    ranked = sorted(range(len(groups)), key=lambda n: (-len(_exhibits(groups[n])), n))
    for number in ranked:
        group = groups[number]
        if number in gone or len(_exhibits(group)) < 2:
            continue
        for lead, exhibit_id in list(_uncredited_leads(group)):
            for other in lone.get(exhibit_id, ()):
                if other in gone or other == number or not may_join(groups[other], group):
                    continue
                sentence = groups[other].exemplars[0]
                amount = 2.0 if _is_next(sentence, lead, exhibit_id, passages) else 1.0
                score = compare(sentence, lead, rarity, goes_on=amount)
                if score is not None and not score.is_capped and score.points >= settings.same_from:
                    gone.add(other)
                    group.take(groups[other], score)
    return [group for number, group in enumerate(groups) if number not in gone]


def _exhibits(group: Group) -> frozenset[str]:
    return frozenset(s.exhibit_id for content in group.contents for s in content.statements)


def _only_exhibit(group: Group) -> str:
    """Return the one exhibit a group is of, or nothing."""
    exhibits = _exhibits(group)
    return next(iter(exhibits)) if len(exhibits) == 1 else ""


def _credits(content: Content) -> bool:
    """Say whether a content is somebody's, by the page's word, asserts, and tells no deed of its own."""
    return (
        content.is_done
        and content.action is NO_ACTION
        and any(s.voice is Voice.ATTRIBUTED and s.stance is Stance.ASSERTS for s in content.statements)
    )


def _is_next(sentence: Content, lead: Content, exhibit_id: str, passages: Mapping[str, Passage]) -> bool:
    """Say whether a sentence stands right behind a lead on its page."""
    ends = [passages[s.passage_id].end for s in lead.statements if s.exhibit_id == exhibit_id]
    starts = [passages[s.passage_id].start for s in sentence.statements]
    return any(0 <= start - end <= limits()["next_letters"] for end in ends for start in starts)


def _uncredited_leads(group: Group) -> Iterator[tuple[Content, str]]:
    """Yield the leads that credit nobody themselves, each with its exhibit."""
    stated = [(content, s) for content in group.contents for s in content.statements]
    credited = {s.passage_id for _, s in stated if s.voice is Voice.ATTRIBUTED}
    for content, statement in stated:
        is_asserted = statement.stance is Stance.ASSERTS
        if content.is_lead and is_asserted and statement.passage_id not in credited:
            yield content, statement.exhibit_id
