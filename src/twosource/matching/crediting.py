"""The sentences in which a page says from whom it has its lead: they go where the lead went.

A lead is often told in the page's own voice, and the next sentence says whose it is: "She counted the
bodies herself, the Hazim Post reported." Such a sentence has a verb of its own, or none that is known, and
would found a claim nobody else shares; then nobody would know from whom the page has what it opens with.

A sentence goes on about the lead where it credits somebody, asserts, tells no other deed, and shares with a
lead of its page the points of `same_from`, `goes_on` among them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from twosource.matching.content import Content
from twosource.matching.grouping import Group, may_join
from twosource.matching.rarity import Rarity
from twosource.matching.scoring import compare
from twosource.matching.settings import MatchSettings
from twosource.terms import Stance, Voice


def with_crediting(groups: Sequence[Group], rarity: Rarity, settings: MatchSettings) -> list[Group]:
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
                score = compare(groups[other].exemplars[0], lead, rarity, goes_on=True)
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
    """Say whether a content is somebody's, by the page's word, and asserts that something was done."""
    return content.is_done and any(s.voice is Voice.ATTRIBUTED and s.stance is Stance.ASSERTS for s in content.statements)


def _uncredited_leads(group: Group) -> Iterator[tuple[Content, str]]:
    """Yield the leads of pages that credit nobody on this claim, each with its exhibit."""
    credited = {s.exhibit_id for c in group.contents for s in c.statements if s.voice is Voice.ATTRIBUTED}
    for content in group.contents:
        if content.is_lead:
            for statement in content.statements:
                if statement.exhibit_id not in credited:
                    yield content, statement.exhibit_id
