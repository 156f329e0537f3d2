"""Which exhibits tell one story, and how much two of their leads share: a lead tells a page's main claim.

A story shares what is rare: names, in whatever script, and figures that stand in pages of its days and
hardly in others. The first sentences of such pages are far likelier to be about one thing than any two
sentences are. A war's daily names stand in pages of all days and make no story.

By hand: of 214 pages, 14 of 12-17 February and 3 of the 200 others have `Hadra`: 3 of 200 are .015, at
most .02, so it is rare and makes a story; `Aleppo`, in 60 of the 200, makes none.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Statement
from twosource.matching.content import NO_ACTION, Content
from twosource.matching.points import limits, recurring
from twosource.matching.wording import Wording, concept_names, content_words
from twosource.sounding import are_alike, sound_of
from twosource.terms import load_table

LEAST_SOUND = 3
MOST_PAIRS = 200_000
_PARTICLES = frozenset("وبلكف")


class Shared(NamedTuple):
    """How far two leads of one story are about one thing, 0..1, and by which names and figures."""

    amount: float
    names: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The names as a person may read them, figures last."""
        return tuple(sorted((name.lstrip("~") for name in self.names), key=lambda n: (n[0].isdigit(), n)))


NOTHING = Shared(0.0, ())


@dataclass(slots=True)
class _Exhibit:
    """What one exhibit names and says in the sentences that are read, and the day it was said."""

    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    heard: dict[str, str] = field(default_factory=dict)
    day: int | None = None


def leading(statements: Iterable[Statement], passages: Mapping[str, Passage]) -> frozenset[str]:
    """Return the statements that open their exhibits: those of the first few passages that are near the top.

    What tells no deed we know leads only before the first that does: after it nobody can say that it tells
    the same. By hand: deeds at 60 and 900 letters, other sentences at 0 and 300; with four passages and 800
    letters those at 0 and 60 lead. A page that says nothing before letter 800 leads with its first passage.
    """
    n, letters = int(limits()["lead_passages"]), limits()["lead_letters"]
    by_exhibit: dict[str, list[tuple[int, Statement]]] = defaultdict(list)
    for statement in statements:
        passage = passages.get(statement.passage_id)
        if passage is not None:
            by_exhibit[statement.exhibit_id].append((passage.start, statement))
    found: set[str] = set()
    for told in by_exhibit.values():
        starts = sorted({start for start, _ in told})[:n]
        top = {start for start in starts if start < letters or start == starts[0]}
        deeds = [start for start, statement in told if start in top and _tells_deed(statement)]
        first = min(deeds, default=starts[-1])
        found.update(s.statement_id for at, s in told if at in top and (at <= first or _tells_deed(s)))
    return frozenset(found)


def _tells_deed(statement: Statement) -> bool:
    return statement.event is not None and statement.event.action is not NO_ACTION


class Stories:
    """What each exhibit of one run names, and on which days each name and figure is told."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self._exhibits: dict[str, _Exhibit] = {}
        for content in contents:
            sounds = heard(content.wording) if content.is_lead else {}
            for exhibit_id in {s.exhibit_id for s in content.statements}:
                exhibit = self._exhibits.setdefault(exhibit_id, _Exhibit())
                exhibit.names |= content.wording.names | _telling(content.wording)
                exhibit.words |= content.wording.words | content.wording.numbers
                exhibit.heard.update(sounds)
            for statement in content.statements:
                start = statement.said_span.start
                if start is not None:
                    self._exhibits[statement.exhibit_id].day = start.toordinal()
        self._days: dict[str, list[int]] = defaultdict(list)
        self._all: list[int] = []
        for exhibit in self._exhibits.values():
            day = exhibit.day if exhibit.day is not None else 0
            self._all.append(day)
            for word in exhibit.words:
                self._days[word].append(day)
        self._all.sort()
        for days in self._days.values():
            days.sort()
        self._met: dict[tuple[str, str, int], tuple[str, ...]] = {}

    def shared(self, one: Content, other: Content) -> Shared:
        """Return what makes two leads of different exhibits one: rare names of both, in one story's days.

        amount = min(1, of the sentences / `lead_shared`) * min(1, of the exhibits / `story_shared`), each
        the weight of what is shared; a name counts 1, a figure a sixth per digit and at most 1. Two leads
        that tell one action need share nothing more themselves.
        """
        if not (one.is_lead and other.is_lead and one.statements and other.statements):
            return NOTHING
        here, there = one.statements[0].exhibit_id, other.statements[0].exhibit_id
        if here == there:
            return NOTHING
        is_daily = one.action.value in recurring() and other.action.value in recurring()
        story = self._story(here, there, int(limits()["near_recurring_days" if is_daily else "story_days"]))
        if not story:
            return NOTHING
        of_story = min(1.0, sum(map(_worth, story)) / limits()["story_shared"])
        if one.action is other.action and one.action is not NO_ACTION:
            return Shared(of_story, story)
        both = shared_names(one.wording, other.wording)
        said = tuple(name for name in story if name in both)
        return Shared(min(1.0, sum(map(_worth, said)) / limits()["lead_shared"]) * of_story, said)

    def _story(self, here: str, there: str, slack: int) -> tuple[str, ...]:
        """Return the rare names and figures two exhibits share, where they are near in time."""
        pair = (here, there, slack) if here < there else (there, here, slack)
        found = self._met.get(pair)
        if found is None:
            if len(self._met) >= MOST_PAIRS:
                self._met.clear()
            one, other = self._exhibits.get(pair[0]), self._exhibits.get(pair[1])
            found = self._met[pair] = self._rare(one, other, slack) if one and other else ()
        return found

    def _rare(self, one: _Exhibit, other: _Exhibit, slack: int) -> tuple[str, ...]:
        if one.day is None or other.day is None:
            return ()
        first, last = min(one.day, other.day), max(one.day, other.day)
        if last - first > slack:
            return ()
        names: dict[str, tuple[str, ...]] = {
            name: (name,) for name in (one.names & other.words) | (one.words & other.names)
        }
        names |= _alike(one.heard, other.heard)
        days = (first - slack, last + slack)
        return tuple(sorted(n for n, spelt in names.items() if all(self._is_rare(s, *days) for s in spelt)))

    def _is_rare(self, name: str, first: int, last: int) -> bool:
        """Say whether a name hardly stands in exhibits of other days: in `story_share` of them, or in two."""
        if name in _usual():
            return False
        days = self._days.get(name, ())
        outside = len(days) - (bisect_right(days, last) - bisect_left(days, first))
        n_outside = len(self._all) - (bisect_right(self._all, last) - bisect_left(self._all, first))
        return outside <= max(limits()["story_few"], limits()["story_share"] * n_outside)


def shared_names(one: Wording, other: Wording) -> frozenset[str]:
    """Return the names and telling figures two texts share, a name in whatever script either has it."""
    names = (one.names & other.words) | (one.words & other.names)
    alike = {key: spelt for key, spelt in _alike(heard(one), heard(other)).items() if names.isdisjoint(spelt)}
    return names | (_telling(one) & _telling(other)) | alike.keys()


def _telling(wording: Wording) -> frozenset[str]:
    """Return the figures of two digits and more."""
    return frozenset(number for number in wording.numbers if len(number) > 1)


def _worth(name: str) -> float:
    return min(1.0, len(name) / 6) if name[0].isdigit() else 1.0


@lru_cache(maxsize=65536)
def heard(wording: Wording) -> dict[str, str]:
    """Return how the words sound that may be names: those with a capital, all where no script has any."""
    found: dict[str, str] = {}
    for word in wording.words:
        is_bare = "\u0600" <= word[0] <= "\u06ff"
        if (word not in wording.names and not is_bare) or word in concept_names():
            continue
        forms = (word, word[1:]) if is_bare and word[0] in _PARTICLES and len(word) > 4 else (word,)
        for form in forms:
            sound = sound_of(form)
            if sound is not None and len(sound.key) >= LEAST_SOUND:
                found.setdefault(sound.key, form)
    return found


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the names that sound alike and are written otherwise: `~` and their key, with both spellings."""
    found: dict[str, tuple[str, ...]] = {}
    for key in one.keys() & other.keys():
        a, b = one[key], other[key]
        if a != b and (sound := sound_of(a)) and (again := sound_of(b)) and are_alike(sound, again):
            found[f"~{key}"] = (a, b)
    return found


@cache
def _usual() -> frozenset[str]:
    """Return words that make no story: countries, their people and capitals, and who carries news."""
    rows = load_table("countries")["countries"]
    names = [name for row in rows for part in ("names", "people", "ar", "capital") for name in row[part]]
    for listed in load_table("outlets").values():
        names += [name for row in listed for name in row] if isinstance(listed, list) else []
    return frozenset(word for name in names for word in content_words(name))
