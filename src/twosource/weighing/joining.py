"""Several questions in one network: which belong together, and what they have in common.

What happened and how far something went are often two questions about the same papers and the same
people. Joined, they share variables and items, and a condition may speak of another question; each keeps
its own prior, its own "something else" and its own Weighing. Joining goes both ways and onwards: whoever
is joined to one is joined to all of its group.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Elicitation, Variable

Pair = tuple[Question, Elicitation]


def beside(question: Question, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the other questions of the same network, by id; of two with one id the last counts."""
    by_id = {q.question_id: (q, e) for q, e in pairs}
    near: dict[str, set[str]] = {name: set() for name in by_id}
    for name, (_, elicitation) in by_id.items():
        for other in elicitation.joined:
            if other in by_id:
                near[name].add(other)
                near[other].add(name)
    reached, waiting = {question.question_id}, [question.question_id]
    for name in waiting:
        fresh = near.get(name, set()) - reached
        reached |= fresh
        waiting += sorted(fresh)
    return tuple(by_id[name] for name in sorted(reached - {question.question_id}))


def united(elicitation: Elicitation, others: Sequence[Elicitation]) -> Elicitation:
    """Return an elicitation with the variables, items and findings of the joined ones added.

    A variable that several declare alike is one variable. Prior, contamination and projections stay
    those of the first.
    """
    if not others:
        return elicitation
    variables: dict[str, Variable] = {}
    for one in (elicitation, *others):
        for variable in one.variables:
            variables.setdefault(variable.name, variable)
    return replace(
        elicitation,
        variables=tuple(variables.values()),
        items=(*elicitation.items, *(i for e in others for i in e.items)),
        possible_findings=(*elicitation.possible_findings, *(f for e in others for f in e.possible_findings)),
    )


def is_alike(first: Variable, second: Variable) -> bool:
    """Say whether two questions declare the same unknown: everything but who said it, and why."""
    return replace(first, made=second.made, text=second.text) == second


def declared_twice(elicitation: Elicitation, others: Sequence[Elicitation]) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, name, other question) for what joined questions declare under one name but not alike."""
    mine: Mapping[str, Variable] = {v.name: v for v in elicitation.variables}
    items = {i.name for i in elicitation.items}
    findings = {f.name for f in elicitation.possible_findings}
    for other in sorted(others, key=lambda e: e.question_id):
        for variable in sorted(other.variables, key=lambda v: v.name):
            if variable.name in mine and not is_alike(variable, mine[variable.name]):
                yield "variable", variable.name, other.question_id
        for name in sorted(items & {i.name for i in other.items}):
            yield "item", name, other.question_id
        for name in sorted(findings & {f.name for f in other.possible_findings}):
            yield "possible finding", name, other.question_id
