"""`[question.*]` of `case.toml`: a question with its hypotheses, and what people answered in words.

Everything is checked before any arithmetic: each named hypothesis answered, each word one of the
seven, each condition about a variable and a state that exist. A table with a hole would still
give a number, and nobody would see why.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from twosource.desk.tables import Table, listed, nearest
from twosource.errors import DeclarationError
from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import (
    Answer,
    Elicitation,
    Item,
    PossibleFinding,
    Row,
    TrackRecord,
    Variable,
    When,
)
from twosource.evidence.testimony import Made
from twosource.terms import SOMETHING_ELSE, vocabulary

QUESTION = ("text", "prior", "prior_why", "contamination", "hypotheses", "variables", "items", "findings")
VARIABLE = ("text", "party", "states", "failed", "merged", "rows", "track_record", "why")
TRACK_RECORD = ("n", "unseen", "genuine_rate")
ITEM = ("name", "text", "claim", "exhibits", "chokepoint", "opposite", "why", "answers")
FINDING = ("name", "text", "answers", "hours", "risks_people", "why")
ROW = ("when", "p")
ANSWER = ("when", "words", "p")

Check = Callable[[Table, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemExhibits:
    """The patterns of the exhibits one item rests on, until the exhibits are known."""

    question_id: str
    item: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """How to look up what a question refers to: both return the id and raise DeclarationError."""

    party: Check
    claim: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredQuestion:
    """One question with everything answered for it, and the exhibits its items name."""

    question: Question
    elicitation: Elicitation
    item_exhibits: tuple[ItemExhibits, ...]


def read_questions(top: Table, refer: References, made: Callable[[str], Made]) -> Iterator[DeclaredQuestion]:
    """Yield every question of a case. Raises DeclarationError."""
    for name, table in top.named("question", QUESTION):
        question = _question(name, table)
        yield _answered(question, table, refer, made)


def _question(name: str, table: Table) -> Question:
    texts = table.table("hypotheses", None)
    hypotheses = tuple(Hypothesis(name=state, text=texts.text(state)) for state in texts.values)
    question = Question(question_id=f"question-{name}", text=table.text("text"), hypotheses=hypotheses)
    if not question.is_exhaustive:
        raise DeclarationError(
            f'{texts.where} leave out "{SOMETHING_ELSE}": the truth may be none of '
            f"{listed(h.name for h in hypotheses) or 'these'}.",
            remedy=f'Add {SOMETHING_ELSE} = "something else" to the hypotheses and to prior.',
        )
    if len(question.named) < 2:
        raise DeclarationError(
            f"{texts.where} name fewer than two hypotheses, so there is nothing to weigh.",
            remedy="Add a rival: what else could explain the same evidence?",
        )
    return question


def _answered(
    question: Question, table: Table, refer: References, made: Callable[[str], Made]
) -> DeclaredQuestion:
    variables: dict[str, Variable] = {}
    for name, row in table.named("variables", VARIABLE):
        variables[name] = _variable(name, row, variables, refer, made)
    items: list[Item] = []
    item_exhibits: list[ItemExhibits] = []
    for row in table.tables("items", ITEM):
        item = _item(row, question, variables, refer, made)
        _check_new(row, item.name, [i.name for i in items])
        items.append(item)
        patterns = row.texts("exhibits")
        item_exhibits.append(
            ItemExhibits(question_id=question.question_id, item=item.name, patterns=patterns)
        )
    findings: list[PossibleFinding] = []
    for row in table.tables("findings", FINDING):
        finding = _finding(row, question, variables, made)
        _check_new(row, finding.name, [f.name for f in findings])
        findings.append(finding)
    elicitation = Elicitation(
        question_id=question.question_id,
        prior=_prior(table, question),
        prior_why=table.text("prior_why"),
        contamination=table.number("contamination", 0.02, high=0.5),
        variables=tuple(variables.values()),
        items=tuple(items),
        possible_findings=tuple(findings),
        made=made(table.text("prior_why")),
    )
    return DeclaredQuestion(
        question=question,
        elicitation=elicitation,
        item_exhibits=tuple(i for i in item_exhibits if i.patterns),
    )


def _check_new(row: Table, name: str, earlier: list[str]) -> None:
    if name in earlier:
        raise row.fail(
            "name", f'is "{name}", which an earlier one has already.', "Give it a name of its own."
        )


def _prior(table: Table, question: Question) -> Mapping[str, float]:
    known = tuple(h.name for h in question.hypotheses)
    prior = table.table("prior", known)
    weights = {name: prior.number(name) for name in known}
    if not any(weights[h.name] > 0 for h in question.named):
        raise table.fail("prior", "gives no named hypothesis any weight.", "Give each a relative weight.")
    return weights


def _variable(
    name: str, row: Table, earlier: Mapping[str, Variable], refer: References, made: Callable[[str], Made]
) -> Variable:
    states = row.texts("states", None)
    if len(states) < 2 or len(set(states)) < len(states):
        raise row.fail("states", "must be two or more different states.")
    merged = row.table("merged", states)
    finer = {state: merged.texts(state, None) for state in merged.values}
    n_finer = sum(len(finer.get(state, (state,))) for state in states)
    rows = tuple(_row(line, n_finer, earlier) for line in row.tables("rows", ROW))
    if not rows or rows[-1].when:
        raise row.fail("rows", "must end with a row without conditions, for every other case.")
    failed = row.texts("failed")
    for state in failed:
        _check_state(row, "failed", state, states)
    return Variable(
        name=name,
        text=row.text("text"),
        states=states,
        rows=rows,
        party_id=refer.party(row, "party") if row.has("party") else "",
        failed=failed,
        track_record=_track_record(row, n_finer) if row.has("track_record") else None,
        merged=finer,
        made=made(row.text("why")),
    )


def _row(line: Table, n_states: int, earlier: Mapping[str, Variable]) -> Row:
    p = line.numbers("p", high=1.0)
    if len(p) != n_states or not math.isclose(sum(p), 1.0, abs_tol=1e-6):
        raise line.fail(
            "p",
            f"must hold {n_states} figures that add up to 1, one per state; "
            f"it holds {len(p)} that add up to {sum(p):g}.",
            "Give one figure per state in the order of states, merged states by their finer ones.",
        )
    return Row(when=_when(line, earlier), p=p)


def _track_record(row: Table, n_finer: int) -> TrackRecord:
    table = row.table("track_record", TRACK_RECORD)
    rates = table.numbers("genuine_rate", high=1.0)
    if len(rates) != n_finer:
        raise table.fail("genuine_rate", f"must hold {n_finer} shares, one per state; it holds {len(rates)}.")
    return TrackRecord(n=table.whole("n", 0), unseen=table.number("unseen", high=1.0), genuine_rate=rates)


def _when(line: Table, variables: Mapping[str, Variable]) -> When:
    """Return conditions on variables declared above, so that no variable can depend on itself."""
    table = line.table("when", None)
    conditions = []
    for name in table.values:
        if name not in variables:
            raise table.fail(
                name,
                f"is no variable declared above it. The nearest is {listed([nearest(name, variables)])}.",
                "Declare the variable, above the ones that depend on it.",
            )
        one = isinstance(table.values[name], str)
        states = (table.text(name),) if one else table.texts(name, None)
        for state in states:
            _check_state(table, name, state, variables[name].states)
        conditions.append((name, states))
    return tuple(conditions)


def _check_state(table: Table, name: str, state: str, states: tuple[str, ...]) -> None:
    if state not in states:
        raise table.fail(
            name,
            f'is "{state}", which is none of its states. The nearest is "{nearest(state, states)}".',
            f"Use one of {listed(states)}.",
        )


def _item(
    row: Table,
    question: Question,
    variables: Mapping[str, Variable],
    refer: References,
    made: Callable[[str], Made],
) -> Item:
    return Item(
        name=row.text("name"),
        text=row.text("text"),
        question_id=question.question_id,
        answers=_answers(row, question, variables),
        claim_id=refer.claim(row, "claim") if row.has("claim") else "",
        chokepoint=row.text("chokepoint", ""),
        opposite=row.text("opposite", ""),
        made=made(row.text("why")),
    )


def _finding(
    row: Table, question: Question, variables: Mapping[str, Variable], made: Callable[[str], Made]
) -> PossibleFinding:
    return PossibleFinding(
        name=row.text("name"),
        text=row.text("text"),
        question_id=question.question_id,
        answers=_answers(row, question, variables),
        hours=row.number("hours"),
        risks_people=row.flag("risks_people", False),
        made=made(row.text("why")),
    )


def _answers(row: Table, question: Question, variables: Mapping[str, Variable]) -> tuple[Answer, ...]:
    answers = tuple(_answer(line, question, variables) for line in row.tables("answers", ANSWER))
    if not answers or answers[-1].when:
        raise row.fail("answers", "must end with an answer without conditions, for every other case.")
    return answers


def _answer(line: Table, question: Question, variables: Mapping[str, Variable]) -> Answer:
    if line.has("words") == line.has("p"):
        raise line.fail(
            "words",
            "and p: exactly one of the two is needed.",
            "Give a word per hypothesis, or one figure that is the same under every hypothesis.",
        )
    when = _when(line, variables)
    if line.has("p"):
        return Answer(when=when, p=line.number("p", low=0.01, high=0.99))
    known = tuple(h.name for h in question.named)
    words = line.table("words", known)
    return Answer(when=when, words={name: _likelihood(words, name) for name in known})


def _likelihood(words: Table, name: str) -> str:
    word, known = words.text(name), vocabulary("likelihood").values()
    if word not in known:
        raise words.fail(
            name,
            f'is "{word}", which is no likelihood word.',
            f"Choose the one you mean of the seven: {listed(known)}.",
        )
    return word
