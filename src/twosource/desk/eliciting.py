"""What a question asks people to answer in words: its items and findings, line by line, in whose order.

The order of items and of hypotheses is shuffled by the person's name, so that whatever stands first does not
stand first for everybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twosource.desk.declaring import declare_roles
from twosource.desk.proving import note_declarations
from twosource.desk.signing import seen_name, written_name
from twosource.desk.tables import listed, nearest
from twosource.desk.workplace import Workplace
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Answer, Answered, Elicitation, Item, PossibleFinding
from twosource.ids import digest_of
from twosource.weighing.pooling import Person, people_of, standing
from twosource.weighing.pooling.people import entries_of, name_of, said_when, word_lines

UNTOUCHED = "Nothing in the case was changed."
Entry = Item | PossibleFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """One line that a person has still to answer: of what, where it applies, under which hypotheses.

    `when` are the conditions as `--when` takes them; `hypotheses` are names with texts, in this order.
    """

    item: str
    text: str
    is_finding: bool
    conditions: str
    when: tuple[str, ...]
    hypotheses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what the case says of it, what people answered, and who they are."""

    siglum: str
    question: Question
    elicitation: Elicitation
    answered: tuple[Answered, ...]

    @property
    def entries(self) -> dict[str, Entry]:
        """Everything that is asked in words, by name."""
        return {n: e for n, e in entries_of(self.elicitation).items() if word_lines(e)}

    @property
    def n_lines(self) -> int:
        """How many lines are asked in words."""
        return sum(len(word_lines(entry)) for entry in self.entries.values())

    def people(self) -> tuple[Person, ...]:
        """Return everybody whose answers count."""
        return people_of(self.elicitation, self.answered)[0]

    def lines_of(self, by: str) -> Mapping[str, Mapping[int, Answer]]:
        """Return the lines that a person's answers stand for, per item and number of the line."""
        return next((p.lines for p in self.people() if p.by == by), {})

    def answers_of(self, by: str, item: str) -> tuple[Answer, ...]:
        """Return what a person answered for an item and did not take back, as it was recorded."""
        found = (a for a in standing(self.answered) if (name_of(a), a.item) == (by, item))
        return next((a.answers for a in found), ())


def asked_for(work: Workplace, names: Sequence[str]) -> tuple[Asked, str]:
    """Return the question and the item meant: of one name alone, it is tried as either."""
    note_declarations(work)
    declare_roles(work, work.declared())
    elicited = {e.question_id: e for e in work.store.all(Elicitation)}
    questions = {
        work.store.siglum(q.question_id) or q.question_id: q
        for q in work.store.all(Question)
        if q.question_id in elicited
    }
    if not questions:
        raise NothingMatchedError(
            "No question was declared, so there is nothing to answer.",
            remedy="Declare a question with hypotheses and items in case.toml.",
        )
    first, item = (names[0].strip(), names[1].strip() if len(names) > 1 else "") if names else ("", "")
    siglum = _called(questions, first) if first else ""
    if first and not siglum and len(names) == 1 and len(questions) == 1:
        siglum, item = next(iter(questions)), first
    elif not first and len(questions) == 1:
        siglum = next(iter(questions))
    if not siglum:
        raise _unknown_question(questions, first)
    question = questions[siglum]
    answered = tuple(work.store.all(Answered, about=question.question_id))
    return Asked(siglum, question, elicited[question.question_id], answered), item


def _called(questions: Mapping[str, Question], name: str) -> str:
    for siglum, question in questions.items():
        if name.casefold() in {
            siglum.casefold(),
            question.question_id.casefold(),
            question.question_id.removeprefix("question-").casefold(),
        }:
            return siglum
    return ""


def _unknown_question(questions: Mapping[str, Question], name: str) -> UsageError:
    known = listed(f"{siglum} {q.question_id.removeprefix('question-')}" for siglum, q in questions.items())
    what = f"No question is called {name!r}." if name else "There are several questions."
    return UsageError(what, safe=UNTOUCHED, remedy=f"Name one of {known}.")


def entry_called(asked: Asked, item: str) -> Entry:
    """Return the item or finding of that name. Raises NothingMatchedError, UsageError for plain figures."""
    entry = asked.entries.get(item)
    if entry is not None:
        return entry
    if item in entries_of(asked.elicitation):
        raise UsageError(
            f"{item} is entered in plain figures, so there is nothing to say in words.",
            safe=UNTOUCHED,
            remedy="Its figures stand in case.toml, with the reason for them.",
        )
    near = nearest(item, asked.entries)
    raise NothingMatchedError(
        f"{asked.siglum} has no item or possible finding {item!r}. The nearest is {near!r}.",
        remedy=items_of(asked),
    )


def items_of(asked: Asked) -> str:
    """Return the sentence that lists what can be answered."""
    return f"Items and findings of {asked.siglum}: {listed(asked.entries)}."


def known_name(asked: Asked, by: str) -> str:
    """Return a name as its bearer wrote it first: one person in two spellings would count twice."""
    name = written_name(by)
    return next(
        (known for known in sorted(map(name_of, asked.answered)) if seen_name(known) == seen_name(name)), name
    )


def open_lines(asked: Asked, by: str, item: str, language: str = "en") -> Iterator[OpenLine]:
    """Yield what a person has left, items before possible findings, each kind in this person's own order."""
    mine = asked.lines_of(by)
    entries = asked.entries if not item else {item: entry_called(asked, item)}
    is_item = {i.name for i in asked.elicitation.items}
    for name in sorted(
        entries, key=lambda n: (n not in is_item, _shuffled(by, asked.question.question_id, n))
    ):
        for number, line in word_lines(entries[name]):
            if number not in mine.get(name, {}):
                yield line_of(asked, entries[name], line, by, language)


def line_of(asked: Asked, entry: Entry, line: Answer, by: str, language: str = "en") -> OpenLine:
    """Return one line as it is put to a person: without any word that anybody gave."""
    texts = {h.name: h.text for h in asked.question.named}
    order = sorted(line.words, key=lambda h: _shuffled(by, asked.question.question_id, entry.name, h))
    return OpenLine(
        item=entry.name,
        text=entry.text,
        is_finding=isinstance(entry, PossibleFinding),
        conditions=said_when(line.when, language),
        when=tuple(f"{name}={','.join(states)}" for name, states in line.when),
        hypotheses=tuple((name, texts.get(name, name)) for name in order),
    )


def _shuffled(*parts: str) -> str:
    return digest_of("\x1f".join(("order", *parts)).encode("utf-8"))
