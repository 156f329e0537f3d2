"""`[question.*]` of `case.toml`: a question with its hypotheses, and what people answered in words.

Everything is checked before any arithmetic: each named hypothesis answered, each word one of the
seven, each condition about a variable and a state that exist. A table with a hole would still
give a number, and nobody would see why.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from twosource.desk.declared_variables import Unknowns, entered, read_variables, read_when
from twosource.desk.tables import Table, listed
from twosource.errors import DeclarationError
from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import (
    Answer,
    Cell,
    Elicitation,
    Item,
    PossibleFinding,
    Projection,
    Variable,
)
from twosource.evidence.testimony import Made
from twosource.terms import SOMETHING_ELSE, vocabulary
from twosource.weighing.near_words import near_likelihood
from twosource.weighing.wording_slips import band_slip

QUESTION = (
    *("text", "prior", "prior_why", "contamination", "hypotheses", "variables", "items", "findings"),
    *("joined", "projections"),
)
ITEM = (
    *("name", "text", "claim", "exhibits", "chokepoint", "opposite", "why", "by", "answers"),
    *("n_searched", "n_found", "n_reference", "facts"),
)
FINDING = ("name", "text", "answers", "hours", "risks_people", "why", "by")
ANSWER = ("when", "words", "p")
PROJECTION = ("text", "cells")
CELL = ("name", "text", "when")

JUDGED_LOW = 0.01
"""What is judged goes no lower than this; the rate of a kind of paper in a pile, or a measured rate, may."""
COUNTED_LOW = 1e-9

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
    tables = dict(top.named("question", QUESTION))
    questions = {name: _question(name, table) for name, table in tables.items()}
    groups = _groups(tables)
    parties = _printed_names(top)
    variables: dict[str, dict[str, Variable]] = {}
    for name, table in tables.items():
        shared = variables.setdefault(min(groups[name]), {})
        asked = {n: questions[n] for n in sorted(groups[name])}
        unknowns = Unknowns(questions=asked, variables=shared, parties=parties)
        yield _answered(questions[name], table, unknowns, refer, made)


def _printed_names(top: Table) -> Mapping[str, str]:
    """Return the name of each party as it may be printed; nothing for a protected one without a label."""
    tables = {
        name: top.table("parties", None).table(name, None) for name in top.table("parties", None).values
    }
    return {
        name: table.text("label", "") or ("" if table.flag("protected", False) else table.text("name", ""))
        for name, table in tables.items()
    }


def _groups(tables: Mapping[str, Table]) -> Mapping[str, frozenset[str]]:
    """Return, per question, those weighed in one network with it: joining goes both ways and onwards."""
    groups = {name: frozenset([name]) for name in tables}
    for name, table in tables.items():
        for other in table.texts("joined"):
            if other not in tables or other == name:
                raise table.fail(
                    "joined",
                    f'names "{other}", which is no other question of this case.',
                    f"The questions are {listed(tables)}.",
                )
            one = groups[name] | groups[other]
            groups |= dict.fromkeys(one, one)
    return groups


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
    question: Question,
    table: Table,
    unknowns: Unknowns,
    refer: References,
    made: Callable[[str], Made],
) -> DeclaredQuestion:
    variables = tuple(read_variables(table, unknowns, refer.party, made))
    items: list[Item] = []
    item_exhibits: list[ItemExhibits] = []
    for row in table.tables("items", ITEM):
        item = _item(row, question, unknowns, refer, made)
        _check_new(row, item.name, [i.name for i in items])
        items.append(item)
        patterns = row.texts("exhibits")
        item_exhibits.append(
            ItemExhibits(question_id=question.question_id, item=item.name, patterns=patterns)
        )
    findings: list[PossibleFinding] = []
    for row in table.tables("findings", FINDING):
        finding = _finding(row, question, unknowns, made)
        _check_new(row, finding.name, [f.name for f in findings])
        findings.append(finding)
    elicitation = Elicitation(
        question_id=question.question_id,
        prior=_prior(table, question),
        prior_why=table.text("prior_why"),
        contamination=table.number("contamination", 0.02, high=0.5),
        variables=variables,
        items=tuple(items),
        possible_findings=tuple(findings),
        joined=tuple(unknowns.questions[other].question_id for other in table.texts("joined")),
        projections=tuple(_projection(n, row, unknowns) for n, row in table.named("projections", PROJECTION)),
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


def _projection(name: str, row: Table, unknowns: Unknowns) -> Projection:
    """Read one list that is a view of the joint table; its last cell takes whatever is left."""
    cells: list[Cell] = []
    for line in row.tables("cells", CELL):
        cell = Cell(name=line.text("name"), text=line.text("text"), when=read_when(line, unknowns))
        _check_new(line, cell.name, [c.name for c in cells])
        cells.append(cell)
    if len(cells) < 2 or cells[-1].when or not all(cell.when for cell in cells[:-1]):
        raise row.fail(
            "cells",
            "must be two or more, every one with conditions but the last, which has none.",
            "Let the last cell take every other case, so that the list leaves nothing out.",
        )
    return Projection(name=name, text=row.text("text"), cells=tuple(cells))


def _item(
    row: Table, question: Question, unknowns: Unknowns, refer: References, made: Callable[[str], Made]
) -> Item:
    n_searched = row.whole("n_searched", 1, low=1)
    n_found = row.whole("n_found", 0, high=n_searched) if row.has("n_found") else None
    n_reference = row.whole("n_reference", 0) if row.has("n_reference") else None
    is_judged = n_searched == 1 and n_found is None and n_reference is None
    return Item(
        name=row.text("name"),
        text=row.text("text"),
        question_id=question.question_id,
        answers=_answers(row, question, unknowns, JUDGED_LOW if is_judged else COUNTED_LOW),
        claim_id=refer.claim(row, "claim") if row.has("claim") else "",
        chokepoint=row.text("chokepoint", ""),
        opposite=row.text("opposite", ""),
        n_searched=n_searched,
        n_found=n_found,
        n_reference=n_reference,
        facts=row.texts("facts"),
        made=entered(row, made(row.text("why"))),
    )


def _finding(
    row: Table, question: Question, unknowns: Unknowns, made: Callable[[str], Made]
) -> PossibleFinding:
    return PossibleFinding(
        name=row.text("name"),
        text=row.text("text"),
        question_id=question.question_id,
        answers=_answers(row, question, unknowns, JUDGED_LOW),
        hours=row.number("hours"),
        risks_people=row.flag("risks_people", False),
        made=entered(row, made(row.text("why"))),
    )


def _answers(row: Table, question: Question, unknowns: Unknowns, low: float) -> tuple[Answer, ...]:
    answers = tuple(_answer(line, question, unknowns, low) for line in row.tables("answers", ANSWER))
    if not answers or answers[-1].when:
        raise row.fail("answers", "must end with an answer without conditions, for every other case.")
    return answers


def _answer(line: Table, question: Question, unknowns: Unknowns, low: float) -> Answer:
    if line.has("words") == line.has("p"):
        raise line.fail(
            "words",
            "and p: exactly one of the two is needed.",
            "Give a word per hypothesis, or one figure that is the same under every hypothesis.",
        )
    when = read_when(line, unknowns)
    if line.has("p"):
        _check_share(line)
        return Answer(when=when, p=line.number("p", low=low, high=1.0 - low))
    known = tuple(h.name for h in question.named)
    words = line.table("words", known)
    return Answer(when=when, words={name: _likelihood(words, name) for name in known})


def _check_share(line: Table) -> None:
    """Refuse a percentage in place of a share, and say which share it is."""
    p = line.values["p"]
    if type(p) in (int, float) and 1.0 < p < 100.0:
        raise line.fail("p", f"is {p:g}, and a share of 1 is asked.", f"{p:g} of a hundred is {p / 100:g}.")


def _nearest_word(word: str) -> str:
    near = near_likelihood(word)
    return f' The nearest is "{near}".' if near else ""


def _likelihood(words: Table, name: str) -> str:
    known = vocabulary("likelihood").values()
    if type(words.values.get(name)) in (int, float):
        raise words.fail(
            name,
            f"is the figure {words.values[name]:g}, and a word is asked: how surprised would you be?",
            f"Choose one of the seven: {listed(known)}. It keeps its band, which a figure has not.",
        )
    word = words.text(name)
    if slip := band_slip(word):
        raise words.fail(name, f'is "{word}": {slip}', "Give the word alone: its band is kept.")
    if word not in known:
        raise words.fail(
            name,
            f'is "{word}", which is no likelihood word.{_nearest_word(word)}',
            f"Choose the one you mean of the seven: {listed(known)}.",
        )
    return word
