"""Folding the lists of people that were given for one item, so that spellings of one list count together.

1. Every value is read in every way its marks allow (`name_lists`).
2. Which words are surnames is counted over the readings that are sure: in the item, and in the table.
3. Each unsure value takes the reading that fits these counts best, or the people of the item whose names
   make up all of its words ("KUMAR, C.BALAKLINE, PAULTHOMPSON, TIM").
4. People of one item that can be one become one by complete linkage: everybody in a group fits everybody
   else, fullest names first. Never across items.
5. A list is the set of its people: order, case, marks and spelling of initials do not count.

A list that lacks somebody another list has is not another opinion but a shorter answer; `shorter` says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from twosource.weighing.fusion.values.cleaning import is_missing
from twosource.weighing.fusion.values.name_lists import NameList, Reading, read_names
from twosource.weighing.fusion.values.people import Person, can_be_one

ITEM_WEIGHT = 10.0
MOST_GIVEN = 4
COMMON = 0.25


@dataclass(eq=False)
class Surnames:
    """How often each word was seen as surname and as given name, in readings that are sure."""

    surname: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)

    def add(self, reading: Reading) -> None:
        """Count the words of one sure reading."""
        for person in reading.people:
            if person.given:
                self.surname[person.surname] += 1
                self.given.update(person.given)

    def favour(self, reading: Reading, item: "Surnames") -> float:
        """Return the mean log odds that the people of a reading are parted as the counts say."""
        scores = []
        for person in reading.people:
            scores.append(_odds(person.surname, item, self))
            scores.extend(-_odds(word, item, self) for word in person.given if len(word) > 1)
        return sum(scores) / max(1, len(scores))


def _odds(word: str, item: Surnames, table: Surnames) -> float:
    last = ITEM_WEIGHT * item.surname[word] + table.surname[word] + 0.5
    first = ITEM_WEIGHT * item.given[word] + table.given[word] + 0.5
    return log(last / first)


@dataclass(frozen=True, slots=True)
class FoldedNames:
    """What the values of one item became: the set of people (numbers) of each value, and each person's
    fullest name.

    `lists[i]` is None where value i is missing or holds no name.
    """

    lists: tuple[frozenset[int] | None, ...]
    people: tuple[Person, ...]

    def shown(self, members: frozenset[int]) -> str:
        """Return a list as we write it: "Last, First; Last, First", by surname: the one way with one
        reading.
        """
        told = sorted((self.people[n] for n in members), key=lambda p: (p.surname, p.given))
        return "; ".join(
            ", ".join(part.title() for part in (p.surname, " ".join(p.given)) if part) for p in told
        )

    def shorter(self, a: frozenset[int], b: frozenset[int]) -> bool:
        """Say whether list a names only people of list b, and not all of them."""
        if a < b:
            return True
        return len(a) <= len(b) and a != b and self._covered(a, b)

    def _covered(self, a: frozenset[int], b: frozenset[int]) -> bool:
        return all(n in b or any(_bare_of(self.people[n], self.people[m]) for m in b) for n in a)


def _bare_of(a: Person, b: Person) -> bool:
    """Say whether a is b without given names: "Scollard" where two people are called so."""
    return not a.given and can_be_one(a, b)


def learn_surnames(values: Iterable[str]) -> Surnames:
    """Return the counts over a whole table; a value that comes often counts once."""
    table = Surnames()
    for value in sorted(set(values)):
        if not is_missing(value):
            listed = read_names(value)
            if listed.sure:
                table.add(listed.readings[0])
    return table


def fold_names(values: Sequence[str], table: Surnames) -> FoldedNames:
    """Return the values of one item folded against one another. The order of the values does not matter."""
    read = {v: read_names(v) for v in sorted(set(values)) if not is_missing(v)}
    item = Surnames()
    for listed in read.values():
        if listed.sure:
            item.add(listed.readings[0])
    known = [p for p in _known_people(read) if not _is_surname(p.given, item)]
    chosen = {value: _chosen(listed, item, table, known) for value, listed in read.items()}
    counts = Counter((p.surname, p.given) for value in values for p in chosen.get(value, ()))
    groups = _groups([p for people in chosen.values() for p in people])
    fullest = tuple(_called(members, counts) for members in groups)
    place = {(p.surname, p.given): n for n, members in enumerate(groups) for p in members}
    lists = []
    for value in values:
        people = chosen.get(value, ())
        lists.append(frozenset(place[p.surname, p.given] for p in people) or None)
    return FoldedNames(tuple(lists), fullest)


def _called(members: Sequence[Person], counts: Counter[tuple[str, tuple[str, ...]]]) -> Person:
    """Return the name a group goes by: the commonest surname, then the fullest of the common given names."""
    surnames: Counter[str] = Counter()
    for p in members:
        surnames[p.surname] += counts[p.surname, p.given]
    most = max(surnames.values())
    usual = [p for p in members if surnames[p.surname] == most]
    common = COMMON * max(counts[p.surname, p.given] for p in usual)
    usual = [p for p in usual if counts[p.surname, p.given] >= common]
    return max(usual, key=lambda p: (p.fullness, p.words))


def _known_people(read: dict[str, NameList]) -> list[Person]:
    """Return the people that sure readings name in full, commonest first."""
    seen: Counter[Person] = Counter()
    for listed in read.values():
        if listed.sure:
            seen.update(Person(p.surname, p.given) for p in listed.readings[0].people if p.given)
    return sorted(seen, key=lambda p: (-seen[p], p.surname, p.given))


def _chosen(listed: NameList, item: Surnames, table: Surnames, known: list[Person]) -> tuple[Person, ...]:
    if not listed.readings:
        return ()
    if listed.sure and not any(_is_surname(p.given, item) for p in listed.readings[0].people):
        return listed.readings[0].people
    spotted, left = _spotted(listed.words, known)
    if spotted and not left:
        return spotted
    best = max(range(len(listed.readings)), key=lambda n: (table.favour(listed.readings[n], item), -n))
    people = listed.readings[best].people
    return spotted if any(len(p.given) > MOST_GIVEN for p in people) else people


def _is_surname(given: Sequence[str], item: Surnames) -> bool:
    """Say whether what stands behind a comma is a surname in this item: "Coulouris, Dollimore"."""
    return len(given) == 1 and item.surname[given[0]] > item.given[given[0]]


def _spotted(said: Sequence[str], known: list[Person]) -> tuple[tuple[Person, ...], int]:
    """Return the known people whose surnames a value holds, and how many of its words they do not explain."""
    lexicon = {word for person in known for word in person.words if len(word) > 1}
    parted = [part for word in said for part in _parted(word, lexicon)]
    present = set(parted)
    found: list[Person] = []
    for person in known:
        if set(person.surname.split()) <= present and not any(can_be_one(person, p) for p in found):
            named = not person.given or any(_said(g, present) for g in person.given)
            rivals = [p for p in known if p.surname == person.surname and not can_be_one(p, person)]
            if named or not rivals:
                found.append(person)
    told = {word for person in found for word in person.surname.split()}
    given = [g for person in known if any(can_be_one(person, p) for p in found) for g in person.given]
    left = [w for w in parted if len(w) > 1 and w not in told and not any(_begins(w, g) for g in given)]
    return tuple(found), len(left)


def _said(given: str, present: set[str]) -> bool:
    return any(_begins(word, given) for word in present)


def _begins(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def _parted(word: str, lexicon: set[str]) -> list[str]:
    """Return a word parted in two where both halves are names of the item: "jiaweikamber" -> jiawei,
    kamber.
    """
    if word in lexicon or len(word) < 5:
        return [word]
    for cut in range(2, len(word) - 1):
        if word[:cut] in lexicon and word[cut:] in lexicon:
            return [word[:cut], word[cut:]]
    return [word]


def _groups(people: Sequence[Person]) -> list[list[Person]]:
    """Group people that can be one, by complete linkage; a bare surname joins where only one group fits."""
    counts = Counter((p.surname, p.given) for p in people)
    first = {(p.surname, p.given): p for p in reversed(people)}
    order = sorted(counts, key=lambda k: (-sum(map(len, k[1])) - len(k[0]), k))
    groups: list[list[Person]] = []
    for key in (k for k in order if k[1]):
        fitting = [g for g in groups if all(can_be_one(first[key], p) for p in g)]
        if fitting:
            max(fitting, key=lambda g: sum(counts[p.surname, p.given] for p in g)).append(first[key])
        else:
            groups.append([first[key]])
    named = list(groups)
    for key in (k for k in order if not k[1]):
        fitting = [g for g in named if all(can_be_one(first[key], p) for p in g)]
        if len(fitting) == 1:
            fitting[0].append(first[key])
        else:
            groups.append([first[key]])
    return groups


def same_people(a: str, b: str) -> bool:
    """Say whether two written lists name the same people one for one: how a list is held against the
    truth.
    """
    both = fold_names([a, b], Surnames())
    left, right = both.lists
    return left is not None and left == right
