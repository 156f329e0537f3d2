"""Answers in words by several people, each apart from the others: asked, recorded, taken back, never lost.

Blind on purpose: nothing here tells one person what another said, nor what case.toml says, because whoever
has seen an answer can no longer give their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from twosource.desk.eliciting import (
    UNTOUCHED,
    Asked,
    Entry,
    OpenLine,
    asked_for,
    entry_called,
    items_of,
    known_name,
    line_of,
    open_lines,
)
from twosource.desk.layer_listing import veiled
from twosource.desk.reviewed import person
from twosource.desk.signing import signed
from twosource.desk.words_meant import Given, answer_meant, how_to_answer, in_order
from twosource.desk.workplace import Workplace
from twosource.errors import UsageError
from twosource.evidence.codec import canonical
from twosource.evidence.elicitation import Answer, Answered
from twosource.evidence.testimony import Made
from twosource.ids import key
from twosource.terms import Standing
from twosource.weighing.pooling.advising import advice
from twosource.weighing.pooling.people import conditions, name_of, said_when, word_lines

MOMENT = timedelta(microseconds=1)
JUDGED = "How surprising a thing would be is a judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAnswer:
    """How far people are with a question, in lines answered in words; `lines` are those one person has left.

    `people` are everybody who answered, with how many lines of how many; never what they answered. `item` is
    the one that was asked about; empty where all were.
    """

    question: str
    text: str
    by: str
    n_lines: int
    people: tuple[tuple[str, int], ...]
    lines: tuple[OpenLine, ...] = ()
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """One line as it was answered: where it applies, and a word per hypothesis."""

    conditions: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What was recorded: whose, of what, in which words, what to know of them, and what is still open.

    `lines` are empty where it was taken back; `n_others` is how many others answered, told only to somebody
    who has nothing left.
    """

    question: str
    item: str
    text: str
    by: str
    why: str
    is_unchanged: bool
    lines: tuple[SaidLine, ...] = ()
    advice: tuple[str, ...] = ()
    open_here: tuple[str, ...] = ()
    n_left: int = 0
    n_others: int = 0


def left(work: Workplace, names: Sequence[str] = (), by: str = "", *, language: str = "en") -> LeftAnswer:
    """Return how far everybody is with a question, and what one person has left of it or of one item.

    `names` are a question, an item, or both. Raises UsageError and NothingMatchedError.
    """
    asked, item = asked_for(work, names)
    name = known_name(asked, by)
    lines = tuple(open_lines(asked, name, item, language)) if name else ()
    answer = LeftAnswer(
        question=asked.siglum,
        text=asked.question.text,
        by=name,
        n_lines=asked.n_lines,
        people=tuple((p.by, sum(map(len, p.lines.values()))) for p in asked.people()),
        lines=lines,
        item=entry_called(asked, item).name if item else "",
    )
    return veiled(work, answer)


def lines_of_item(
    work: Workplace, names: Sequence[str], by: str, *, language: str = "en"
) -> tuple[OpenLine, ...]:
    """Return every line of one item in words, also those answered already: to answer it anew."""
    asked, item = asked_for(work, names)
    entry = entry_called(asked, item)
    name = known_name(asked, by)
    lines = tuple(line_of(asked, entry, line, name, language) for _, line in word_lines(entry))
    return veiled(work, lines)


def give(
    work: Workplace, names: Sequence[str], given: Sequence[Given], *, by: str, why: str, language: str = "en"
) -> GivenAnswer:
    """Record what a person answered for one item, beside what they answered of it before.

    Raises UsageError for a missing name or reason, an unknown or missing hypothesis, a word that is none of
    the seven, a line the item does not have; NothingMatchedError for an unknown question or item.
    """
    asked, item = asked_for(work, names)
    entry = entry_called(asked, item)
    by, why = signed(by, why, JUDGED)
    by = known_name(asked, by)
    new = [answer_meant(asked, entry, one, language) for one in given]
    if not new:
        raise UsageError(
            f"Nothing was said of {entry.name}.", safe=UNTOUCHED, remedy=how_to_answer(asked, entry)
        )
    before = asked.answers_of(by, entry.name)
    replaced = {conditions(answer.when) for answer in new}
    kept = [answer for answer in before if conditions(answer.when) not in replaced]
    answers = in_order(entry, [*kept, *new])
    is_unchanged = in_order(entry, before) == answers
    if not is_unchanged:
        asked = _record(work, asked, entry.name, answers, (by, why))
    mine = asked.lines_of(by).get(entry.name, {})
    just_now = {number for number, line in word_lines(entry) if conditions(line.when) in replaced}
    told = advice(entry, mine, just_now, asked.elicitation.contamination, language=language)
    answer = _given(asked, entry, new, (by, why), language)
    return veiled(work, replace(answer, is_unchanged=is_unchanged, advice=told))


def take_back(work: Workplace, names: Sequence[str], *, by: str, why: str) -> GivenAnswer:
    """Take one's own answers for an item back; nobody takes back the answer of another. Raises UsageError."""
    asked, item = asked_for(work, names)
    if not item:
        raise UsageError("Name the item whose answer is taken back.", safe=UNTOUCHED, remedy=items_of(asked))
    by, why = signed(by, why, JUDGED)
    by = known_name(asked, by)
    entry = entry_called(asked, item)
    if not asked.answers_of(by, entry.name):
        raise UsageError(
            f"{by} answered nothing of {entry.name} that still counts.",
            safe=UNTOUCHED,
            remedy="Use the name it was answered under: `twosource answer` lists them.",
        )
    asked = _record(work, asked, entry.name, (), (by, why))
    return veiled(work, _given(asked, entry, (), (by, why)))


def _given(
    asked: Asked,
    entry: Entry,
    new: Sequence[Answer],
    word: tuple[str, str],
    language: str = "en",
) -> GivenAnswer:
    by, why = word
    left_now = list(open_lines(asked, by, "", language))
    return GivenAnswer(
        question=asked.siglum,
        item=entry.name,
        text=entry.text,
        by=by,
        why=why,
        is_unchanged=False,
        lines=tuple(
            SaidLine(conditions=said_when(a.when, language), words=tuple(a.words.items())) for a in new
        ),
        open_here=tuple(line.conditions for line in left_now if line.item == entry.name),
        n_left=len(left_now),
        n_others=0 if left_now else len([p for p in asked.people() if p.by != by]),
    )


def _record(
    work: Workplace, asked: Asked, item: str, answers: tuple[Answer, ...], word: tuple[str, str]
) -> Asked:
    by, why = word
    question_id = asked.question.question_id
    earlier = [a.at for a in asked.answered if (name_of(a), a.item) == (by, item)]
    # A clock can be set back; the latest word has to stay the latest.
    now = max([work.clock(), *(at + MOMENT for at in earlier)])
    made = Answered(
        answered_id=key("answered", question_id, item, by, now.isoformat(), canonical(answers)),
        question_id=question_id,
        item=item,
        answers=answers,
        at=now,
        made=Made(by=person(by), standing=Standing.JUDGEMENT, why=why),
    )
    with work.store.transaction():
        work.store.put([made])
    return replace(asked, answered=(*asked.answered, made))
