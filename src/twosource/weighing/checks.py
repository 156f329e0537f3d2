"""Whether the answers of one question can be weighed at all, and what a reader should know of them.

Every problem is found before anything is summed, and all are told at once: a person mending
case.toml should not have to run the command ten times.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

from twosource.evidence.claims import Question
from twosource.evidence.elicitation import (
    Answer,
    Elicitation,
    Item,
    PossibleFinding,
    Projection,
    Variable,
    When,
)
from twosource.evidence.outcome import Failure
from twosource.terms import SOMETHING_ELSE, vocabulary
from twosource.weighing.joining import Pair, declared_twice, united
from twosource.weighing.network import SAFE, fine_states, first_match, spoken_of
from twosource.weighing.pooling.reuse import double_entries
from twosource.weighing.remarks import remarks
from twosource.weighing.seeing import fits_nowhere
from twosource.weighing.wording_slips import band_slip, misfit, same_text

MEND = "Mend the named answer in case.toml and weigh again."
SUM_TOLERANCE = 1e-6
MOST_ITEMS = 1_000
LEAST_WEIGHT, MOST_WEIGHT = 1e-9, 1e9
"""Of a prior: a thousand-millionth is no judgement, and smaller ones overflow what is divided by them."""

__all__ = ["MEND", "SAFE", "problems", "problems_of_group", "remarks"]

States = Mapping[str, tuple[str, ...]]


def _failure(code: str, happened: str, remedy: str = MEND) -> Failure:
    return Failure(code=code, happened=happened, safe=SAFE, remedy=remedy)


def _unknown(what: str, name: str, known: Iterable[str]) -> Failure:
    known = tuple(known)
    near = get_close_matches(name, known, n=1, cutoff=0.0)
    hint = f" The nearest known one is {near[0]!r}." if near else ""
    return _failure("unknown name", f"{what} {name!r} is not known.{hint}")


def _is_p(value: float) -> bool:
    return math.isfinite(value) and 0.0 <= value <= 1.0


def problems(
    question: Question, elicitation: Elicitation, beside: Sequence[Pair] = ()
) -> tuple[Failure, ...]:
    """Return everything that stands in the way of weighing, in a fixed order; empty if nothing does.

    `beside` are the questions joined to it (`joining.beside`): conditions may speak of them and of their
    variables. Their own problems are found when their own turn comes.
    """
    if len(elicitation.items) > MOST_ITEMS:
        return (_too_many(question, elicitation),)
    others = [e for _, e in beside]
    whole = united(elicitation, others)
    states = _states([question, *(q for q, _ in beside)], whole)
    variables = sorted(elicitation.variables, key=lambda v: v.name)
    return (
        *_of_question(question, elicitation),
        *_of_hypotheses(question),
        *_of_prior(question, elicitation),
        *_of_names(question, elicitation),
        *_of_joining(elicitation, beside),
        *(problem for variable in variables for problem in _of_variable(variable, states)),
        *_of_order(whole),
        *(problem for entry in _entries(elicitation) for problem in _of_entry(entry, question, states)),
        *(problem for p in elicitation.projections for problem in _of_projection(p, states)),
        *double_entries(whole),
    )


def problems_of_group(pair: Pair, beside: Sequence[Pair]) -> tuple[Failure, ...]:
    """Return the problems of a question, and one for each joined question that cannot be weighed itself."""
    everybody = (pair, *beside)
    found = list(problems(*pair, beside))
    for one in beside:
        rest = [other for other in everybody if other is not one]
        if any(failure.code != "declared twice" for failure in problems(*one, rest)):
            found.append(
                _failure(
                    "joined",
                    f"{pair[0].question_id!r} is weighed together with {one[0].question_id!r}, and what was "
                    "answered for that question cannot be weighed.",
                    f"Mend {one[0].question_id!r} first, or take it out of `joined`.",
                )
            )
    return tuple(found)


def _too_many(question: Question, elicitation: Elicitation) -> Failure:
    """Refuse before anything quadratic is tried: nobody answered thousands of items one by one."""
    hands = Counter(item.chokepoint or item.name for item in elicitation.items)
    name, n = max(hands.items(), key=lambda entry: (entry[1], entry[0]))
    return _failure(
        "too many items",
        f"The question {question.question_id!r} has {len(elicitation.items):,} items, {n:,} of them from "
        f"{name!r}, and a dossier holds at most {MOST_ITEMS:,}.",
        "Enter one item for each origin, whatever the number of its reports; `twosource fuse` is made for "
        "many statements of many sources.",
    )


def _states(questions: Iterable[Question], elicitation: Elicitation) -> States:
    states = {v.name: v.states for v in elicitation.variables}
    return {**{q.question_id: tuple(h.name for h in q.named) for q in questions}, **states}


def _entries(elicitation: Elicitation) -> list[Item | PossibleFinding]:
    items = sorted(elicitation.items, key=lambda i: i.name)
    return [*items, *sorted(elicitation.possible_findings, key=lambda f: f.name)]


def _of_question(question: Question, elicitation: Elicitation) -> Iterator[Failure]:
    if not question.is_exhaustive:
        yield _failure(
            "not exhaustive",
            f"The hypotheses of {question.question_id!r} leave out {SOMETHING_ELSE!r}.",
            f"Add {SOMETHING_ELSE} to its hypotheses: the truth may be none of those we thought of.",
        )
    if len(question.named) < 2:
        yield _failure(
            "too few hypotheses",
            f"The question {question.question_id!r} names fewer than two hypotheses.",
            "Name at least one rival: evidence weighs between hypotheses, never for one alone.",
        )
    if elicitation.question_id != question.question_id:
        yield _failure(
            "another question",
            f"The answers belong to {elicitation.question_id!r}, not to {question.question_id!r}.",
        )
    if not (math.isfinite(elicitation.contamination) and 0.0 <= elicitation.contamination < 1.0):
        yield _failure("contamination", f"The contamination {elicitation.contamination} is not in 0..1.")


def _of_hypotheses(question: Question) -> Iterator[Failure]:
    """Refuse two hypotheses that say the same: what one of them gains the other would lose."""
    for first, second in combinations(question.named, 2):
        if same_text(first.text, second.text):
            yield _failure(
                "overlap",
                f"The hypotheses {first.name!r} and {second.name!r} say the same: {first.text!r}.",
                "Hypotheses must exclude each other: take one out, or say what makes them different.",
            )


def _of_joining(elicitation: Elicitation, beside: Sequence[Pair]) -> Iterator[Failure]:
    known = {q.question_id for q, _ in beside}
    for name in sorted(set(elicitation.joined) - known - {elicitation.question_id}):
        yield _failure(
            "joined",
            f"{elicitation.question_id!r} is joined to {name!r}, which is no question answered in this case.",
            "Declare and answer that question, or take it out of `joined`.",
        )
    for kind, name, other in declared_twice(elicitation, [e for _, e in beside]):
        alike = " and not alike" if kind == "variable" else ""
        yield _failure(
            "declared twice",
            f"The {kind} {name!r} is declared for {elicitation.question_id!r} and for {other!r}{alike}.",
            "Joined questions share what is declared once: keep one, or give one of them another name.",
        )


def _of_prior(question: Question, elicitation: Elicitation) -> Iterator[Failure]:
    known = [h.name for h in question.hypotheses]
    for name in sorted(set(elicitation.prior) - set(known)):
        yield _unknown("In the prior, the hypothesis", name, known)
    for name in known:
        weight = elicitation.prior.get(name)
        if weight is None:
            yield _failure("no prior", f"The prior gives no weight for {name!r}.")
        elif not math.isfinite(weight) or weight < 0.0:
            yield _failure("prior", f"The prior weight of {name!r} is {weight}, which is no weight.")
        elif weight > MOST_WEIGHT or 0.0 < weight < LEAST_WEIGHT:
            yield _failure(
                "prior",
                f"The prior weight of {name!r} is {weight:g}, and weights go from {LEAST_WEIGHT:g} to "
                f"{MOST_WEIGHT:g}: beyond that no evidence that people give could move them.",
                "Give weights that say how much likelier you held one than another before anything was seen.",
            )
        elif weight == 0.0 and name != SOMETHING_ELSE:
            yield _failure(
                "prior",
                f"The prior weight of {name!r} is 0: no evidence whatever could ever move it.",
                "Give it a small weight, or take the hypothesis out of the question.",
            )


def _of_names(question: Question, elicitation: Elicitation) -> Iterator[Failure]:
    kinds: tuple[tuple[str, list[str]], ...] = (
        ("variable", [v.name for v in elicitation.variables] + [question.question_id]),
        ("item", [i.name for i in elicitation.items]),
        ("possible finding", [f.name for f in elicitation.possible_findings]),
    )
    for kind, names in kinds:
        for name, n in sorted(Counter(names).items()):
            if n > 1 or not name:
                yield _failure("name", f"The {kind} name {name!r} is used {n} times or is empty.")


def _of_when(when: When, states: States, what: str) -> Iterator[Failure]:
    names = [name for name, _ in when]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield _failure("condition", f"{what} names {name!r} twice in one condition.")
    for name, values in when:
        if name not in states:
            yield _unknown(f"A condition of {what} speaks of a variable;", name, states)
            continue
        for value in values:
            if value not in states[name]:
                yield _unknown(f"A condition of {what} speaks of a state of {name!r};", value, states[name])


def _of_variable(variable: Variable, states: States) -> Iterator[Failure]:
    what = f"the variable {variable.name!r}"
    fine, _ = fine_states(variable)
    if not variable.states or len(set(fine)) != len(fine):
        yield _failure("states", f"The states of {what} are missing or not distinct.")
        return
    for state in (*variable.failed, *variable.merged):
        if state not in variable.states:
            yield _unknown(f"For {what}, the state", state, variable.states)
    if not variable.rows:
        yield _failure("rows", f"For {what} no row says how probable its states are.")
    if any(name == variable.name for row in variable.rows for name, _ in row.when):
        yield _failure(
            "own parent",
            f"A row of {what} depends on {variable.name!r} itself: nothing can be its own parent.",
            "Let the row depend on another variable, or give it no condition.",
        )
    for row in variable.rows:
        others = tuple((name, values) for name, values in row.when if name != variable.name)
        yield from _of_when(others, {n: s for n, s in states.items() if n != variable.name}, what)
        yield from _of_row(row.p, fine, what)
    if variable.track_record is not None:
        record = variable.track_record
        rates = record.genuine_rate
        if len(rates) != len(fine) or not all(map(_is_p, rates)):
            yield _failure(
                "track record",
                f"The track record of {what} needs one share in 0..1 for each of {list(fine)}.",
            )
        if record.n < 0 or not _is_p(record.unseen):
            yield _failure("track record", f"The track record of {what} is no count and share.")


def _of_row(p: Sequence[float], fine: tuple[str, ...], what: str) -> Iterator[Failure]:
    if len(p) != len(fine):
        yield _failure(
            "rows", f"A row of {what} has {len(p)} figures for the {len(fine)} states {list(fine)}."
        )
    elif not all(map(math.isfinite, p)):
        yield _failure("rows", f"A row of {what} holds a figure that is missing or infinite: {list(p)}.")
    elif not all(map(_is_p, p)) or abs(math.fsum(p) - 1.0) > SUM_TOLERANCE:
        yield _failure("rows", f"A row of {what} adds up to {math.fsum(p):g}, not to 1: {list(p)}.")


def _of_order(elicitation: Elicitation) -> Iterator[Failure]:
    known = {v.name for v in elicitation.variables}
    graph = {
        v.name: sorted({n for row in v.rows for n, _ in row.when if n in known and n != v.name})
        for v in elicitation.variables
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = " -> ".join(str(name) for name in error.args[1])
        yield _failure(
            "circular",
            f"The variables depend on each other in a circle: {ring}. So each is its own parent.",
            "Let the one that came first in the world depend on none of the others.",
        )


def _of_entry(entry: Item | PossibleFinding, question: Question, states: States) -> Iterator[Failure]:
    what = f"{entry.name!r}"
    if entry.question_id != question.question_id:
        yield _failure("another question", f"{what} belongs to the question {entry.question_id!r}.")
    if not entry.answers:
        yield _failure(
            "no answer",
            f"Nobody has said how surprising {what} would be.",
            "Answer it with a likelihood word under each hypothesis, or take it out.",
        )
    for answer in entry.answers:
        yield from _of_when(answer.when, states, what)
        yield from _of_answer(answer, question, what)
    if isinstance(entry, Item):
        yield from _of_pile(entry, what)
    if isinstance(entry, PossibleFinding) and not (math.isfinite(entry.hours) and entry.hours > 0.0):
        yield _failure("hours", f"The finding {what} costs {entry.hours} hours; give a number above 0.")


def _of_pile(item: Item, what: str) -> Iterator[Failure]:
    if item.n_searched < 1:
        yield _failure(
            "pile", f"{what} was picked from a pile of {item.n_searched}; a pile holds at least 1."
        )
    elif item.n_found is not None and not 0 <= item.n_found <= item.n_searched:
        yield _failure("pile", f"{what} counts {item.n_found} of a whole pile of {item.n_searched:,}.")
    elif item.n_found is not None and fits_nowhere(item):
        yield _failure(
            "pile",
            f"{what} counts {item.n_found:,} of a whole pile of {item.n_searched:,}, and none of the figures "
            "answered for one paper comes near that share: under all of them such a count never happens.",
            "Answer how probable it is that one paper of the pile is of this kind, under each hypothesis.",
        )
    if item.n_reference is not None and item.n_reference < 0:
        yield _failure("reference", f"{what} was held against {item.n_reference} known forgeries.")


def _of_answer(answer: Answer, question: Question, what: str) -> Iterator[Failure]:
    if bool(answer.words) == (answer.p is not None):
        yield from _of_figures_beside(answer, what)
        yield _failure("answer", f"A line of {what} needs either words or one figure p, and not both.")
    elif answer.p is None:
        yield from _of_words(answer.words, [h.name for h in question.named], what)
    elif not _is_p(answer.p):
        yield _failure("answer", f"A line of {what} gives p = {answer.p}, which is no probability.")


def _of_figures_beside(answer: Answer, what: str) -> Iterator[Failure]:
    if answer.p is not None:
        slips = [misfit(word, answer.p) for _, word in sorted(answer.words.items())]
        for slip in dict.fromkeys(filter(None, slips)):
            remedy = "Give the word you mean, without a figure."
            yield _failure("band", f"In a line of {what}, {slip}", remedy)


def _of_words(words: Mapping[str, str], named: Sequence[str], what: str) -> Iterator[Failure]:
    for name in named:
        if name not in words:
            yield _failure("missing word", f"A line of {what} has no likelihood word for {name!r}.")
    known = vocabulary("likelihood").values()
    for name, word in sorted(words.items()):
        if name == SOMETHING_ELSE:
            yield _failure(
                "something else",
                f"A line of {what} gives a word for {SOMETHING_ELSE!r}.",
                "Strike it: nobody can say how surprising a thing is under a hypothesis nobody has stated.",
            )
        elif name not in named:
            yield _unknown(f"In a line of {what}, the hypothesis", name, named)
        if slip := band_slip(word):
            yield _failure("band", f"In a line of {what}, {slip}", "Give the word alone: its band is kept.")
        elif word not in known:
            yield _unknown(f"In a line of {what}, the word", word, known)


def _of_projection(projection: Projection, states: States) -> Iterator[Failure]:
    """Refuse a list that leaves a case out, or holds a cell that can never be reached."""
    what = f"the projection {projection.name!r}"
    names = [cell.name for cell in projection.cells]
    if len(names) < 2 or len(set(names)) < len(names) or not all(names):
        yield _failure("projection", f"{what} needs two or more cells, each with a name of its own.")
        return
    if projection.cells[-1].when:
        yield _failure(
            "not exhaustive",
            f"The last cell of {what}, {names[-1]!r}, has conditions, so some cases have no cell.",
            "Let the last cell have none: it takes whatever no earlier one does.",
        )
    slips = [slip for cell in projection.cells for slip in _of_when(cell.when, states, what)]
    yield from slips
    if slips:
        return
    reached = first_match([cell.when for cell in projection.cells], spoken_of(projection), states)
    for number, name in enumerate(names):
        if not (reached == number).any():
            yield _failure(
                "overlap",
                f"The cell {name!r} of {what} is never reached: earlier cells take all of its cases.",
                "Cells must exclude each other: narrow the earlier conditions, or take the cell out.",
            )
