"""Contents grouped into claims: each joins the nearest claim that reaches the score, or founds one.

Contents come clearest first, in an order that their own words fix, and each is compared with a
bounded number of claims found through the index and with a bounded number of contents of each.
So the work is linear in the contents, the result does not depend on the order of entry, and no
claim drifts along a chain of likenesses: whatever joins may not contradict its first content.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from twosource.matching.content import Content, clarity
from twosource.matching.index import FeatureIndex, features_of
from twosource.matching.judging import Block, Judged
from twosource.matching.rarity import Rarity
from twosource.matching.scoring import Score, compare
from twosource.matching.settings import MatchSettings
from twosource.matching.wording import phrase_of

ENOUGH_EXHIBITS = 3
BY_A_PERSON = Score(0.0, ("put to this claim by a person",))


@dataclass(slots=True)
class Group:
    """A claim in the making: its first contents, what joined it and why, and what a person should see.

    `sentences` are the passages in it, each with the one event it stands for: another event of the
    same sentence is another claim.
    """

    exemplars: list[Content]
    members: list[tuple[Content, Score]] = field(default_factory=list)
    unsure: list[tuple[Content, Score]] = field(default_factory=list)
    block: Block = field(default_factory=Block)
    number: int = 0
    sentences: dict[str, str] = field(default_factory=dict)

    @property
    def contents(self) -> list[Content]:
        """Everything in the group, its first content at first."""
        return [self.exemplars[0], *(content for content, _ in self.members)]

    def note(self, content: Content) -> None:
        """Remember which event of which sentences the group now holds."""
        if content.event_key:
            for passage_id in content.passage_ids:
                self.sentences.setdefault(passage_id, content.event_key)

    def has_another_event(self, content: Content) -> bool:
        """Say whether a sentence of the content is here already with another of its events."""
        if not content.event_key or not self.sentences:
            return False
        ids = content.passage_ids
        found = ids if len(ids) <= len(self.sentences) else self.sentences
        return any(
            one in self.sentences and one in ids and self.sentences[one] != content.event_key for one in found
        )

    def clashes(self, other: "Group") -> bool:
        """Say whether two groups hold two events of one sentence."""
        few, many = sorted((self.sentences, other.sentences), key=len)
        return any(many.get(passage_id, event) != event for passage_id, event in few.items())

    def take(self, other: "Group", score: Score) -> None:
        """Take in all that another group holds; the score is the reason its first content is here."""
        self.members += [(other.exemplars[0], score), *other.members]
        self.unsure += other.unsure
        self.block.join(other.block)
        self.sentences = other.sentences | self.sentences


class Members:
    """Every content of some groups, found by what it says: a bounded number of the nearest."""

    def __init__(self, groups: Sequence[Group], rarity: Rarity, max_postings: int) -> None:
        self._rarity = rarity
        self._index = FeatureIndex(max_postings)
        self._held: list[tuple[Content, int]] = []
        for number, group in enumerate(groups):
            for content in group.contents:
                self._index.add(len(self._held), [name for name, _ in features_of(content, rarity)])
                self._held.append((content, number))

    def near(self, content: Content, limit: int) -> list[tuple[Content, int]]:
        """Return the contents that share most, each with the number of its group; itself left out."""
        found = self._index.nearest(features_of(content, self._rarity), limit + 1)
        return [self._held[at] for at in found if self._held[at][0] is not content]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a content belongs: at most one group, and those a person should look at."""

    best: tuple[Group, Score] | None
    unsure: tuple[tuple[Group, Score], ...]


class Groups:
    """Groups that can be found by what they say.

    Of machine claims, `is_one_event` holds that two events of one sentence never share one; a claim
    that a person declared takes whatever fits it.
    """

    def __init__(self, rarity: Rarity, settings: MatchSettings, *, is_one_event: bool = False) -> None:
        self._is_one_event = is_one_event
        self.groups: list[Group] = []
        self._rarity = rarity
        self._settings = settings
        self._index = FeatureIndex(settings.max_postings)
        self._cue_words: set[str] = set()

    def found(self, group: Group) -> None:
        """Add a group and let it be found by its exemplars."""
        group.number = len(self.groups)
        self.groups.append(group)
        for content in group.contents if self._is_one_event else ():
            group.note(content)
        for content in group.exemplars:
            self._let_find(group.number, content)

    def join(self, group: Group, content: Content, score: Score, block: Block) -> None:
        """Put a content into a group; while there is room it speaks for the group as well."""
        group.members.append((content, score))
        group.block.join(block)
        group.note(content)
        if len(group.exemplars) < self._settings.max_exemplars:
            group.exemplars.append(content)
            self._let_find(group.number, content)

    def place(self, content: Content, barred: frozenset[str]) -> Placed:
        """Return the group a content belongs to and the ones left to a person, best first."""
        if content.is_empty:
            return Placed(None, ())
        scored: list[tuple[int, Score]] = []
        for number in self._index.nearest(self._features(content), self._settings.max_candidates):
            group = self.groups[number]
            if group.block.holds(barred) or group.block.keeps_out(_ids(content)):
                continue
            if self._is_one_event and group.has_another_event(content):
                continue
            score = self._score(content, group)
            if score is not None and score.points >= self._settings.unsure_from:
                scored.append((number, score))
        scored.sort(key=lambda pair: (pair[1].is_capped, -pair[1].points, pair[0]))
        ranked = [(self.groups[number], score) for number, score in scored]
        best = ranked[0] if ranked and self._is_same(ranked[0][1]) else None
        rest = ranked[1:] if best else ranked
        return Placed(best, tuple(rest[: self._settings.max_unsure]))

    def consolidate(self) -> list[Group]:
        """Join whole groups that say the same, later ones into earlier ones; return those that are left.

        Contents come in one by one, so two groups may grow side by side. They are one where some
        pair reaches the score, no content of the later contradicts the first of the earlier, and
        the later's contents reach the middle of the two thresholds on average.
        """
        middle = self._middle
        gone: set[int] = set()
        for group in reversed(self.groups):
            ranked: list[tuple[float, int, Score]] = []
            for number in self._neighbours(group, gone):
                scores = [self._score(content, self.groups[number]) for content in group.exemplars]
                real = [score for score in scores if score is not None and not score.is_capped]
                mean = sum(score.points for score in real) / len(scores)
                if len(real) == len(scores) and mean >= middle and any(map(self._is_same, real)):
                    ranked.append((mean, -number, max(real, key=lambda s: s.points)))
            if ranked:
                _, number, score = max(ranked, key=lambda row: row[:2])
                gone.add(group.number)
                self.groups[-number].take(group, score)
        return [group for group in self.groups if group.number not in gone]

    def settle(self, groups: Sequence[Group]) -> list[Group]:
        """Let small groups join by any member of a claim, not only by those that speak for it.

        Whoever came early speaks for a claim, so a late telling may be near to many that do not.
        A small group joins where one of its contents reaches the score with a member, or members of
        several exhibits are near; where all its contents reach the middle of the two thresholds on
        average; and where its first stands no further from the claim's first than what is left to a
        person: no chain of likenesses leads away.
        """
        members = Members(groups, self._rarity, self._settings.max_postings)
        gone: set[int] = set()
        for number in reversed(range(len(groups))):
            group = groups[number]
            if len(group.members) >= self._settings.max_exemplars or _is_bound(group):
                continue
            found = self._nearest_claim(number, groups, members, gone)
            if found is not None:
                place, score = found
                gone.add(number)
                groups[place].take(group, score)
        return [group for number, group in enumerate(groups) if number not in gone]

    def _nearest_claim(
        self, number: int, groups: Sequence[Group], members: "Members", gone: set[int]
    ) -> tuple[int, Score] | None:
        """Return the earlier claim a small group settles in, by its number, with the best score."""
        group = groups[number]
        found: dict[int, list[tuple[Score, str, Content]]] = defaultdict(list)
        for content in group.contents:
            for other, place in members.near(content, self._settings.max_candidates):
                if place >= number or place in gone or not may_join(group, groups[place]):
                    continue
                score = compare(content, other, self._rarity)
                if score is not None and not score.is_capped:
                    found[place].append((score, content.content_id, other))
        fitting: list[tuple[float, int, Score]] = []
        for place, near in found.items():
            lead = compare(group.exemplars[0], groups[place].exemplars[0], self._rarity)
            if lead is None or lead.is_capped or lead.points < self._settings.unsure_from:
                continue
            mean = self._mean(near, len(group.contents))
            if mean >= self._middle and self._is_backed(near):
                fitting.append((mean, -place, max((row[0] for row in near), key=lambda s: s.points)))
        if not fitting:
            return None
        _, place, score = max(fitting, key=lambda row: row[:2])
        return -place, score

    @property
    def _middle(self) -> float:
        return (self._settings.same_from + self._settings.unsure_from) / 2

    @staticmethod
    def _mean(near: Sequence[tuple[Score, str, Content]], n_contents: int) -> float:
        """Return the mean over a group's contents of the best score each has; none counts as nothing."""
        best: dict[str, float] = {}
        for score, content_id, _ in near:
            best[content_id] = max(best.get(content_id, 0.0), score.points)
        return sum(best.values()) / n_contents

    def _is_backed(self, near: Sequence[tuple[Score, str, Content]]) -> bool:
        """Say whether one member reaches the score, or members of several exhibits reach the middle."""
        if any(self._is_same(score) for score, _, _ in near):
            return True
        close = [other for score, _, other in near if score.points >= self._middle]
        return len({other.statements[0].exhibit_id for other in close}) >= ENOUGH_EXHIBITS

    def _neighbours(self, group: Group, gone: set[int]) -> list[int]:
        """Return earlier groups a group may be one with; what people's verdicts made is left as it is."""
        if _is_bound(group):
            return []
        found: set[int] = set()
        for content in group.exemplars:
            found.update(self._index.nearest(self._features(content), self._settings.max_candidates))
        return sorted(
            number
            for number in found - gone
            if number < group.number and may_join(group, self.groups[number])
        )

    def _is_same(self, score: Score) -> bool:
        return score.points >= self._settings.same_from and not score.is_capped

    def _score(self, content: Content, group: Group) -> Score | None:
        """Return the best score against any exemplar, or None where the first one is contradicted.

        Where the first is reached the others are not asked: they could only say so once more.
        """
        first = compare(content, group.exemplars[0], self._rarity)
        if first is None or self._is_same(first):
            return first
        others = [compare(content, exemplar, self._rarity) for exemplar in group.exemplars[1:]]
        real = [first, *(score for score in others if score is not None)]
        return max(real, key=lambda s: (not s.is_capped, s.points))

    def _features(self, content: Content) -> list[tuple[str, float]]:
        cues = sorted(self._cue_words.intersection(content.wording.every))
        return [*features_of(content, self._rarity), *((f"={word}", 4.0) for word in cues)]

    def _let_find(self, number: int, content: Content) -> None:
        first_words = {phrase_of(cue).split()[0] for cue in content.cues}
        self._cue_words |= first_words
        names = [name for name, _ in features_of(content, self._rarity)]
        self._index.add(number, [*names, *(f"={word}" for word in sorted(first_words))])


def _block_of(content: Content, judged: Judged) -> Block:
    """Return the verdicts on one content as a block of its own."""
    own = content.judged_id
    return Block(
        statement_ids={own} - {""}, barred=set(judged.barred(own)), undecided=set(judged.undecided(own))
    )


def kept_from(content: Content, judged: Judged) -> frozenset[str]:
    """Return the claims and statements no machine may join a content with: different, or not enough."""
    return judged.barred(content.judged_id) | judged.undecided(content.judged_id)


def group_contents(
    contents: Sequence[Content], judged: Judged, rarity: Rarity, settings: MatchSettings
) -> list[Group]:
    """Return the groups of contents: those people's verdicts make one first, then by score."""
    groups = Groups(rarity, settings, is_one_event=True)
    left = _found_judged(groups, contents, judged, settings)
    for content in sorted(left, key=lambda c: clarity(c, settings.prefer_language)):
        placed = groups.place(content, kept_from(content, judged))
        if placed.best is None:
            groups.found(Group(exemplars=[content], block=_block_of(content, judged)))
        else:
            group, score = placed.best
            groups.join(group, content, score, _block_of(content, judged))
        for group, score in placed.unsure:
            group.unsure.append((content, score))
    return groups.settle(groups.consolidate())


def _is_bound(group: Group) -> bool:
    """Say whether a group stays as it is: people's verdicts made it, or it says nothing."""
    return group.block.is_made or group.exemplars[0].is_empty


def may_join(group: Group, earlier: Group) -> bool:
    """Say whether no verdict keeps two groups apart, and no sentence would stand for two events."""
    ids = {one for content in group.exemplars for one in _ids(content)}
    is_kept = earlier.block.keeps_out(ids) or not group.block.may_settle(earlier.block)
    return not is_kept and not earlier.clashes(group)


def _ids(content: Content) -> tuple[str, ...]:
    return (content.content_id, content.judged_id) if content.judged_id else (content.content_id,)


def _found_judged(
    groups: Groups, contents: Sequence[Content], judged: Judged, settings: MatchSettings
) -> list[Content]:
    """Found one group per block of verdicts; return the contents that are in none of them.

    A verdict on a machine's claim is a verdict on the content whose id the claim has.
    """
    by_statement = {c.judged_id: c for c in contents if c.judged_id}
    by_claim: dict[str, list[Content]] = defaultdict(list)
    blocks = [block for block in judged.blocks if block.is_made]
    placed = {s for block in blocks for s in block.statement_ids}
    for content in contents:
        if content.judged_id not in placed and content.content_id not in kept_from(content, judged):
            by_claim[content.content_id].append(content)
    taken: set[tuple[str, str]] = set()
    for block in blocks:
        members = [by_statement[s] for s in sorted(block.statement_ids) if s in by_statement]
        members += [c for claim_id in sorted(block.claim_ids) for c in by_claim.get(claim_id, ())]
        if not members:
            continue
        taken.update((c.content_id, c.judged_id) for c in members)
        members.sort(key=lambda c: clarity(c, settings.prefer_language))
        groups.found(
            Group(
                exemplars=members[: settings.max_exemplars],
                members=[(content, BY_A_PERSON) for content in members[1:]],
                block=block,
            )
        )
    return [c for c in contents if (c.content_id, c.judged_id) not in taken]
