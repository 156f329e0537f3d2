"""The verb group around a word: what negates it, what moods it, and when it is said to be.

A negation counts only where it stands in the group ("did not withdraw"), in the subject ("no
fighters withdrew") or before a noun ("no withdrawal"). There is no window of words, because
"the fighters who did not surrender bombed Homs" negates no bombing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from twosource.attributing.factuality.operators import Operators

MAX_GROUP = 12
MAX_NOUN = 5
MAX_SHARED = 10
SIGNS = frozenset('.;:!?؟؛–—"“”«»„()[]')
COMMAS = frozenset(",،")
_MOODS = ("possible", "probable", "future", "obliging", "would", "certain")
_LY = 4


@dataclass(slots=True)
class Group:
    """What stands in the verb group or noun phrase of one word.

    `first` is its leftmost word; `to` where its infinitive marker stands, or -1; `moods` names what
    was found with its place; `negations`, `moods` and `shown` hold places in the sentence.
    """

    at: int
    first: int
    is_noun: bool = False
    to: int = -1
    negations: list[int] = field(default_factory=list)
    moods: dict[str, int] = field(default_factory=dict)
    auxiliaries: list[str] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)

    @property
    def is_negated(self) -> bool:
        """Say whether an odd number of negations stands over it."""
        return len(self.negations) % 2 == 1

    def note(self, mood: str, first: int, last: int) -> None:
        """Remember a word of mood at first..last."""
        self.moods.setdefault(mood, first)
        self.shown.extend(range(first, last))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence from `first` to `last`, with the lists of its language."""

    words: Sequence[str]
    first: int
    last: int
    operators: Operators

    def has(self, name: str, at: int) -> bool:
        """Say whether the word at a place is in a class; nothing outside the stretch is."""
        return self.first <= at < self.last and self.operators.has(name, self.words[at])

    def ends(self, name: str, at: int) -> int:
        """Return how many words of a class end at a place."""
        return self.operators.ends_at(name, self.words, at, self.first) if at >= self.first else 0

    def is_sign(self, at: int) -> bool:
        """Say whether a sign ends the clause at a place."""
        return self.words[at] in SIGNS

    def is_base(self, at: int) -> bool:
        """Say whether a verb form shows no tense of its own: it can share another one's helper."""
        word = self.words[at]
        return not word.endswith(("ed", "s", "ing")) and not self.has("past_forms", at)


def group_of(line: Words, at: int) -> Group:
    """Return the verb group or noun phrase that ends in the word `at`."""
    group = Group(at=at, first=at)
    if _is_noun(line, at):
        group.is_noun = True
        _walk_noun(line, group)
        return group
    _walk_verb(line, group, at - 1)
    if not (group.auxiliaries or group.moods or group.to >= 0) and line.is_base(at):
        _walk_shared(line, group)
    return group


def _is_noun(line: Words, at: int) -> bool:
    """Say whether a word is a noun: a determiner, preposition or adjective of fact stands before it."""
    before = at - 1
    if before < line.first:
        return False
    if any(line.has(name, before) for name in ("determiners", "prepositions")):
        return True
    if line.has("no_words", before) and line.words[before] not in ("nobody", "none", "nothing"):
        return True
    return any(line.has(name, before) for name in _PREMODIFIERS)


_PREMODIFIERS = {
    "future_premodifiers": "future",
    "possible_premodifiers": "possible",
    "negative_premodifiers": "negative",
}


def _walk_noun(line: Words, group: Group) -> None:
    """Take in the words of a noun phrase up to its article, and what they say of it."""
    at = group.at - 1
    while at >= max(line.first, group.at - MAX_NOUN):
        n = line.ends("no_words", at)
        if n:
            group.negations.append(at)
            group.shown.extend(range(at - n + 1, at + 1))
            group.first = at - n + 1
            return
        said = [mood for name, mood in _PREMODIFIERS.items() if line.has(name, at)]
        for mood in said:
            group.note(mood, at, at + 1)
        if said or line.has("determiners", at):
            group.first = at
            at -= 1
            continue
        is_edge = line.has("prepositions", at) or line.has("auxiliaries", at) or line.has("coordinators", at)
        if is_edge or line.is_sign(at) or line.words[at] in COMMAS or line.has("negations", at):
            return
        if any(line.operators.governor_at(line.words, at, line.first, joint) for joint in ("np", "to")):
            return
        group.first = at
        at -= 1


def _walk_verb(line: Words, group: Group, at: int) -> None:
    """Take in helpers, adverbs and negations to the left of a verb."""
    stop = max(line.first, at - MAX_GROUP)
    while at >= stop:
        taken = _take(line, group, at)
        if not taken:
            return
        at -= taken
        group.first = at + 1


def _take(line: Words, group: Group, at: int) -> int:
    """Return how many words ending at a place belong to the group, and note what they say."""
    if n := line.ends("negations", at):
        _note_negation(line, group, at, n)
        return n
    for mood in _MOODS:
        if n := line.ends(mood, at):
            group.note(mood, at - n + 1, at + 1)
            if line.words[at] in ("cannot", "can't", "couldn't", "won't", "wouldn't", "shouldn't", "mustn't"):
                group.negations.append(at)
            return n
    if line.words[at] == "to" and line.operators.language == "en" and group.to < 0:
        group.to = at
        return 1
    if group.to >= 0:
        return 0
    if line.has("auxiliaries", at):
        group.auxiliaries.append(line.words[at])
        return 1
    word = line.words[at]
    if line.has("adverbs", at) or (word.endswith("ly") and len(word) > _LY):
        return 1
    is_asked = line.has("pronouns", at) and at > line.first and line.has("auxiliaries", at - 1)
    return 1 if is_asked else 0


def _note_negation(line: Words, group: Group, at: int, n: int) -> None:
    """Count a negation unless the word behind it takes it back: `not only`."""
    word = line.words[at]
    if word in ("didn't", "hasn't", "haven't", "hadn't", "wasn't", "weren't", "isn't", "aren't"):
        group.auxiliaries.append(word)
    if line.has("unless_followed", at + 1):
        return
    group.negations.append(at)
    group.shown.extend(range(at - n + 1, at + 1))


def _walk_shared(line: Words, group: Group) -> None:
    """Share the helpers of the verb before `and`: `did not stop or search`, `will stop and search`."""
    if group.first - 1 < line.first or not line.has("coordinators", group.first - 1):
        return
    at = group.first - 2
    stop = max(line.first, at - MAX_SHARED)
    while at >= stop:
        if line.is_sign(at) or line.words[at] in COMMAS or line.has("relative", at):
            return
        is_helper = line.words[at] == "to" or any(line.ends(mood, at) for mood in _MOODS)
        if is_helper or line.ends("negations", at):
            _walk_verb(line, group, at)
            return
        at -= 1
