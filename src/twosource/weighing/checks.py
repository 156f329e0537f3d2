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
from twosource.evidence.elicitation import Answer, Elicitation, Item, PossibleFinding, Variable, When
from twosource.evidence.outcome import Failure
from twosource.terms import SOMETHING_ELSE, vocabulary
from twosource.weighing.network import fine_states

SAFE = "Nothing was weighed and nothing in the case was changed."
MEND = "Mend the named answer in case.toml and weigh again."
SUM_TOLERANCE = 1e-6
CEILING = 0.01

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


def problems(question: Question, elicitation: Elicitation) -> tuple[Failure, ...]:
    """Return everything that stands in the way of weighing, in a fixed order; empty if nothing does."""
    states = _states(question, elicitation)
    variables = sorted(elicitation.variables, key=lambda v: v.name)
    return (
        *_of_question(question, elicitation),
        *_of_prior(question, elicitation),
        *_of_names(question, elicitation),
        *(problem for variable in variables for problem in _of_variable(variable, states)),
        *_of_order(elicitation),
        *(problem for entry in _entries(elicitation) for problem in _of_entry(entry, question, states)),
        *_of_double_entry(elicitation),
    )


def _states(question: Question, elicitation: Elicitation) -> States:
    states = {v.name: v.states for v in elicitation.variables}
    return {question.question_id: tuple(h.name for h in question.named), **states}


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
    for row in variable.rows:
        yield from _of_when(row.when, {n: s for n, s in states.items() if n != variable.name}, what)
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
        yield _failure("circular", f"The variables depend on each other in a circle: {ring}.")


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
    if isinstance(entry, PossibleFinding) and not (math.isfinite(entry.hours) and entry.hours > 0.0):
        yield _failure("hours", f"The finding {what} costs {entry.hours} hours; give a number above 0.")


def _of_answer(answer: Answer, question: Question, what: str) -> Iterator[Failure]:
    if bool(answer.words) == (answer.p is not None):
        yield _failure("answer", f"A line of {what} needs either words or one figure p, and not both.")
        return
    if answer.p is not None:
        if not _is_p(answer.p):
            yield _failure("answer", f"A line of {what} gives p = {answer.p}, which is no probability.")
        return
    named = [h.name for h in question.named]
    for name in named:
        if name not in answer.words:
            yield _failure("missing word", f"A line of {what} has no likelihood word for {name!r}.")
    for name, word in sorted(answer.words.items()):
        if name == SOMETHING_ELSE:
            yield _failure(
                "something else",
                f"A line of {what} gives a word for {SOMETHING_ELSE!r}.",
                "Strike it: nobody can say how surprising a thing is under a hypothesis nobody has stated.",
            )
        elif name not in named:
            yield _unknown(f"In a line of {what}, the hypothesis", name, named)
        if word not in vocabulary("likelihood").values():
            yield _unknown(f"In a line of {what}, the word", word, vocabulary("likelihood").values())


def _of_double_entry(elicitation: Elicitation) -> Iterator[Failure]:
    """Refuse two items for one claim from one exhibit: a copy would be weighed as a second origin."""
    seen: dict[tuple[str, str], str] = {}
    told: set[tuple[str, str]] = set()
    for item in sorted(elicitation.items, key=lambda i: i.name):
        for exhibit_id in item.exhibit_ids if item.claim_id else ():
            first = seen.setdefault((item.claim_id, exhibit_id), item.name)
            if first != item.name and (first, item.name) not in told:
                told.add((first, item.name))
                yield _failure(
                    "weighed twice",
                    f"{first!r} and {item.name!r} rest on the same exhibit for the same claim.",
                    "Keep one of them: evidence is weighed once for each origin, and a copy adds nothing.",
                )


def remarks(question: Question, elicitation: Elicitation) -> tuple[str, ...]:
    """Return what a reader should know of the answers although they can be weighed."""
    return (*_on_sharing(elicitation, question), *_on_figures(elicitation))


def _depends_on(item: Item, question: Question) -> set[str]:
    return {n for a in item.answers for n, _ in a.when} - {question.question_id}


def _on_sharing(elicitation: Elicitation, question: Question) -> Iterator[str]:
    """Tell items that bear on one claim or exhibit and share no variable: they count as separate."""
    by_ground: dict[str, list[Item]] = {}
    for item in sorted(elicitation.items, key=lambda i: i.name):
        for ground in {item.claim_id, *item.exhibit_ids} - {""}:
            by_ground.setdefault(ground, []).append(item)
    pairs = {
        (a.name, b.name)
        for items in by_ground.values()
        for a, b in combinations(items, 2)
        if not _depends_on(a, question) & _depends_on(b, question)
    }
    for first, second in sorted(pairs):
        yield (
            f"{first} and {second} rest on the same claim or exhibit and share no variable, so they are "
            "weighed as two separate origins; see the origins of that claim."
        )


def _on_figures(elicitation: Elicitation) -> Iterator[str]:
    for item in sorted(elicitation.items, key=lambda i: i.name):
        extreme = [a.p for a in item.answers if a.p is not None and not CEILING <= a.p <= 1.0 - CEILING]
        if extreme and len(item.answers) > 1:
            yield (
                f"{item.name} is answered with the plain figure {extreme[0]:g}, which can outweigh all "
                "that was answered in words."
            )
