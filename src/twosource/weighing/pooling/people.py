"""Several people answer one question apart: whose answers count, and the case as each of them reads it.

An answer is a line of the case said anew: the same conditions, one likelihood word per hypothesis. Only lines
that the case asks in words can be answered, so that every person's reading is the same network with other
figures in it: what depends on what is decided in the case, how surprising a thing would be by each person.

A line nobody answered stays as the case has it. The case itself is no voice beside the people: its words are
what stands where people are silent.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from twosource.evidence.elicitation import Answer, Answered, Elicitation, Item, PossibleFinding, When
from twosource.terms import load_table, vocabulary
from twosource.weighing.words import isolated

Entry = TypeVar("Entry", Item, PossibleFinding)
Conditions = frozenset[tuple[str, frozenset[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person's reading: what was answered, per item or finding and per number of the line in the case.

    `lines[name][number]` is the answer that replaces line `number` of that item; `weight` is what the joint
    reading gives them against the others, above 0.
    """

    by: str
    weight: float = 1.0
    lines: Mapping[str, Mapping[int, Answer]]

    @property
    def n_answered(self) -> int:
        """How many items and findings they answered at least one line of."""
        return len(self.lines)


def name_of(answered: Answered) -> str:
    """Return who answered, as people call them."""
    return answered.made.who


def standing(answered: Iterable[Answered]) -> tuple[Answered, ...]:
    """Return the answers that count, by question, item and person: the latest of each, unless taken back.

    An answer without lines is one taken back. The order in which records arrive is irrelevant; of two at the
    same instant the larger id counts, so that the choice is at least always the same.
    """
    latest: dict[tuple[str, str, str], Answered] = {}
    for one in sorted(answered, key=lambda a: (a.at, a.answered_id)):
        latest[one.question_id, one.item, name_of(one)] = one
    return tuple(latest[key] for key in sorted(latest) if latest[key].answers)


def conditions(when: When) -> Conditions:
    """Return conditions without their order: two lines are the same where these are."""
    return frozenset((name, frozenset(values)) for name, values in when)


def said_when(when: When, language: str = "en") -> str:
    """Return conditions in words, and nothing for a line without: "handover_group is honest"."""
    say = load_table("answering").get(language) or load_table("answering")["en"]
    parts = [(isolated(name, language), [isolated(v, language) for v in values]) for name, values in when]
    return str(say["and"]).join(say["is"].format(name=n, states=say["or"].join(v)) for n, v in parts)


def word_lines(entry: Item | PossibleFinding) -> tuple[tuple[int, Answer], ...]:
    """Return the lines of an item that are asked in words, with their numbers."""
    return tuple((number, line) for number, line in enumerate(entry.answers) if line.words)


def entries_of(elicitation: Elicitation) -> dict[str, Item | PossibleFinding]:
    """Return what can be answered, by name; an item goes before a possible finding of the same name."""
    found: dict[str, Item | PossibleFinding] = {f.name: f for f in elicitation.possible_findings}
    return found | {i.name: i for i in elicitation.items}


def people_of(
    elicitation: Elicitation, answered: Iterable[Answered], weights: Mapping[str, float] | None = None
) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Return everybody whose answers count here, by name, and a sentence for each line that no longer fits.

    `weights` gives some people another weight than 1; 0 leaves somebody out, and that is said too.
    """
    known = entries_of(elicitation)
    lines: dict[str, dict[str, dict[int, Answer]]] = {}
    notes: list[str] = []
    for one in standing(answered):
        entry = known.get(one.item)
        if entry is None or entry.question_id != one.question_id:
            if one.question_id == elicitation.question_id:
                notes.append(_gone(one, "the question no longer has it"))
            continue
        fitting = _fitting(entry, one.answers)
        if len(fitting) < len(one.answers):
            notes.append(_gone(one, "its conditions or hypotheses are no longer those of the case"))
        if fitting:
            lines.setdefault(name_of(one), {})[one.item] = fitting
    weights = weights or {}
    people = tuple(
        Person(by=by, weight=weights.get(by, 1.0), lines=dict(sorted(lines[by].items())))
        for by in sorted(lines)
        if weights.get(by, 1.0) > 0.0
    )
    notes += [
        f"What {by} answered has the weight 0 and is not counted."
        for by in sorted(set(lines) - {p.by for p in people})
    ]
    return people, tuple(notes)


def _gone(one: Answered, why: str) -> str:
    return (
        f"What {name_of(one)} answered for {one.item} is not counted as far as {why}; "
        "it stays in the ledger and can be answered anew."
    )


def _fitting(entry: Item | PossibleFinding, answers: Iterable[Answer]) -> dict[int, Answer]:
    """Return the answers that are about a line of this item, by its number; a later one goes before."""
    known = vocabulary("likelihood").values()
    asked = {conditions(line.when): (number, line) for number, line in reversed(word_lines(entry))}
    found: dict[int, Answer] = {}
    for answer in answers:
        number, line = asked.get(conditions(answer.when), (-1, None))
        if line is None or answer.words.keys() != line.words.keys():
            continue
        if all(word in known for word in answer.words.values()):
            found[number] = answer
    return found


def as_answered_by(elicitation: Elicitation, person: Person) -> Elicitation:
    """Return the case as one person reads it: their lines in place of those of the case."""
    return with_lines(elicitation, person.lines)


def with_lines(elicitation: Elicitation, lines: Mapping[str, Mapping[int, Answer]]) -> Elicitation:
    """Return the case with the words of some lines replaced; conditions stay as the case writes them."""
    items = {i.name for i in elicitation.items}
    findings = {name: found for name, found in lines.items() if name not in items}
    return replace(
        elicitation,
        items=tuple(_replaced(elicitation.items, lines)),
        possible_findings=tuple(_replaced(elicitation.possible_findings, findings)),
    )


def _replaced(entries: Iterable[Entry], lines: Mapping[str, Mapping[int, Answer]]) -> Iterator[Entry]:
    for entry in entries:
        new = lines.get(entry.name)
        if new is None:
            yield entry
        else:
            answers = (
                replace(line, words=new[number].words)
                if number in new and new[number].words.keys() == line.words.keys()
                else line
                for number, line in enumerate(entry.answers)
            )
            yield replace(entry, answers=tuple(answers))
