"""What was answered and moves nothing: lines that never apply, unknowns that nothing hangs on, no failure.

A table may look careful and be idle: a line for the forger below one that takes all of its cases, a keeper's
mode that is declared and asked nowhere, a party whose failing state has no chance. The figures are right all
the same, and the reader of the table is not: so it is said. Each is read off the tables that are summed.
"""

from collections.abc import Iterator

import numpy as np

from twosource.evidence.elicitation import When
from twosource.weighing.linked import reached
from twosource.weighing.network import ItemTable, Network, VariableTable
from twosource.weighing.pooling.people import said_when
from twosource.weighing.words import first_of


def unused(network: Network) -> tuple[str, ...]:
    """Return a sentence for whatever was answered and can move no figure, and one where nobody can fail."""
    lines = [line for entry in network.items for line in _lines_of_item(entry)]
    lines += [row for entry in network.variables for row in _rows_of_variable(entry)]
    return (*lines, *_idle_variables(network), *_nobody_fails(network))


def _never(kind: str, name: str, number: int, when: When) -> str:
    where = f" ({said_when(when)})" if when else ""
    return (
        f"{kind} {number + 1} of {name}{where} never applies, because earlier ones take all of its cases: "
        "narrow those, or strike it."
    )


def _lines_of_item(entry: ItemTable) -> Iterator[str]:
    for number, is_used in enumerate(entry.is_used):
        when = entry.item.answers[number].when
        if not is_used and when:
            yield _never("Line", entry.item.name, number, when)


def _rows_of_variable(entry: VariableTable) -> Iterator[str]:
    used = set(np.unique(entry.table.index // len(entry.variable.states)).tolist())
    for number, row in enumerate(entry.variable.rows):
        if number not in used and row.when:
            yield _never("Row", entry.variable.name, number, row.when)


def _moved_by(entry: ItemTable | VariableTable) -> set[str]:
    """Return the unknowns along which a table varies at all."""
    figures = entry.table.figures[entry.table.index]
    return {name for axis, name in enumerate(entry.table.scope) if (np.ptp(figures, axis=axis) > 0.0).any()}


def _bearing(network: Network) -> set[str]:
    """Return the unknowns that anything seen depends on, near and far."""
    parents = {e.variable.name: _moved_by(e) for e in network.variables}
    return set(reached((name for entry in network.items for name in _moved_by(entry)), parents))


def _idle_variables(network: Network) -> Iterator[str]:
    """Tell variables on which nothing seen depends, unless their track record bears on what they hang on."""
    bearing = _bearing(network) | {network.question.question_id, *(q.question_id for q in network.joined)}
    idle = [
        entry.variable.name
        for entry in network.variables
        if entry.variable.name not in bearing
        and not (np.ptp(entry.record) > 0.0 and bearing & _moved_by(entry))
    ]
    if idle:
        are, its = ("is", "its state is") if len(idle) == 1 else ("are", "their states are")
        yield (
            f"{first_of(idle)} {are} declared, and everything seen is answered the same whatever {its}: "
            "nothing here allows for it. Say how surprising the items would be where it fails, or strike it."
        )


def _nobody_fails(network: Network) -> Iterator[str]:
    """Tell a network in which no party or paper on which anything hangs can fail."""
    bearing = _bearing(network)
    for entry in network.variables:
        failed = np.isin(entry.variable.states, list(entry.variable.failed))
        can = entry.table.figures.reshape(len(entry.rows), -1)[:, failed].max(initial=0.0) > 0.0
        if entry.variable.name in bearing and can:
            return
    yield (
        "Nobody in this network can fail: no party, paper or record on which an item depends has a state in "
        "which it is worthless. The answer takes everybody at their word."
    )
