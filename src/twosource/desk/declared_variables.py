"""The unknowns of a question in `case.toml`: written out in rows, or taken from a template.

A condition may name a variable declared above, so that none can depend on itself, and any question weighed in
the same network, by the name it has in `[question.NAME]`.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twosource.desk.tables import Table, listed, nearest
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Row, TrackRecord, Variable, When
from twosource.evidence.testimony import Made
from twosource.weighing import templates
from twosource.weighing.templates import Template

VARIABLE = (
    *("text", "party", "states", "failed", "merged", "rows", "track_record", "why", "by"),
    *("template", "keeper", "circle", "layers"),
)
TRACK_RECORD = ("n", "unseen", "genuine_rate", "entries")
ROW = ("when", "p")
ROLES = ("keeper", "circle")

Check = Callable[[Table, str], str]
Making = Callable[[str], Made]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknowns:
    """What a condition may speak of: the variables read so far, and questions by the name in case.toml.

    `parties` are the names that may be printed, by the names parties have in case.toml.
    """

    questions: Mapping[str, Question]
    variables: dict[str, Variable] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """Return every name a condition may use."""
        return (*self.variables, *self.questions)

    def states(self, name: str) -> tuple[str, ...]:
        """Return the states of one of them. Raises KeyError."""
        if name in self.variables:
            return self.variables[name].states
        return tuple(h.name for h in self.questions[name].named)

    def key(self, name: str) -> str:
        """Return the name weighing knows it by: that of a variable, or the id of a question."""
        return name if name in self.variables else self.questions[name].question_id


def read_when(line: Table, unknowns: Unknowns) -> When:
    """Return the conditions of one line. Raises DeclarationError for what is not declared above it."""
    table = line.table("when", None)
    conditions = []
    for name in table.values:
        if name not in unknowns.names():
            raise table.fail(
                name,
                "is no variable declared above it. The nearest is "
                f"{listed([nearest(name, unknowns.names())])}.",
                "Declare the variable, above the ones that depend on it.",
            )
        one = isinstance(table.values[name], str)
        states = (table.text(name),) if one else table.texts(name, None)
        for state in states:
            _check_state(table, name, state, unknowns.states(name))
        conditions.append((unknowns.key(name), states))
    return tuple(conditions)


def _check_state(table: Table, name: str, state: str, states: tuple[str, ...]) -> None:
    if state not in states:
        raise table.fail(
            name,
            f'is "{state}", which is none of its states. The nearest is "{nearest(state, states)}".',
            f"Use one of {listed(states)}.",
        )


def read_variables(table: Table, unknowns: Unknowns, party: Check, made: Making) -> Iterator[Variable]:
    """Yield the variables of a question in order, and add each to the unknowns. Raises DeclarationError."""
    for name, row in table.named("variables", VARIABLE):
        if name in unknowns.questions:
            raise row.fail("text", f'belongs to a variable called "{name}", as a question is.', "Rename it.")
        for variable in _read(name, row, unknowns, party, made):
            if variable.name in unknowns.variables and not _is_same(variable, unknowns):
                raise row.fail(
                    "text", f'belongs to "{variable.name}", declared above otherwise.', "Rename it."
                )
            unknowns.variables[variable.name] = variable
            yield variable


def _is_same(variable: Variable, unknowns: Unknowns) -> bool:
    return variable == unknowns.variables[variable.name]


def _read(name: str, row: Table, unknowns: Unknowns, party: Check, made: Making) -> Iterator[Variable]:
    found = _template(row)
    states = row.texts("states", found.states if found else None)
    if len(states) < 2 or len(set(states)) < len(states):
        raise row.fail("states", "must be two or more different states.")
    renamed = dict(zip(found.states, states, strict=True)) if found and _fits(row, found, states) else {}
    merged = _merged(row, states, found, renamed)
    n_finer = sum(len(merged.get(state, (state,))) for state in states)
    failed = row.texts("failed", tuple(renamed[state] for state in found.failed) if found else ())
    for state in failed:
        _check_state(row, "failed", state, states)
    players = _players(row, found, unknowns)
    given = templates.rows_for(found, players) if found and not row.has("rows") else ()
    yield Variable(
        name=name,
        text=row.text("text", _text(name, row, found, unknowns) if found else None),
        states=states,
        rows=given or _rows(name, row, n_finer, unknowns),
        party_id=party(row, "party") if row.has("party") else "",
        failed=failed,
        track_record=_track_record(row, n_finer, found) if row.has("track_record") else None,
        merged=merged,
        made=entered(row, made(row.text("why", found.why if found else None))),
    )
    if row.has("layers"):
        yield from _layers(name, row, found, states, made)


def _text(name: str, row: Table, found: Template, unknowns: Unknowns) -> str:
    """Return what a template asks: of the party by its printed name, else by the name of the variable."""
    party = unknowns.parties.get(row.text("party", ""), "") if found.of_party else ""
    return found.text.format(name=party or templates.shown_name(name))


def _template(row: Table) -> Template | None:
    if not row.has("template"):
        for role in (*ROLES, "layers"):
            if row.has(role):
                raise row.fail(role, "belongs to a template, and no template is named.", "Add template = ...")
        return None
    name = row.text("template")
    if name not in templates.names():
        raise row.fail(
            "template",
            f'is "{name}", which is none. The nearest is "{nearest(name, templates.names())}".',
            f"Use one of {listed(templates.names())}.",
        )
    return templates.template(name)


def _fits(row: Table, found: Template, states: Sequence[str]) -> bool:
    """Raise where states given in place of a template's are not as many; rows go by position."""
    if len(states) != len(found.states):
        raise row.fail(
            "states",
            f'must be {len(found.states)}, in the order of the template "{found.name}": '
            f"{listed(found.states)}.",
            "Rename them one by one, or write the variable out without a template.",
        )
    return True


def _merged(
    row: Table, states: tuple[str, ...], found: Template | None, renamed: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    if found and not row.has("merged"):
        return {renamed[state]: finer for state, finer in found.merged.items()}
    merged = row.table("merged", states)
    return {state: merged.texts(state, None) for state in merged.values}


def _players(row: Table, found: Template | None, unknowns: Unknowns) -> Mapping[str, str]:
    """Return the variable that plays each role named in the row; its states must be those of the role."""
    players: dict[str, str] = {}
    for role in ROLES:
        if found is None or not row.has(role):
            continue
        if role not in found.roles:
            raise row.fail(role, f'is no role of the template "{found.name}".', "Take it out.")
        name = row.text(role)
        wanted = templates.template(found.roles[role]).states
        if name not in unknowns.variables or unknowns.variables[name].states != wanted:
            raise row.fail(
                role,
                f'is "{name}", which is no variable declared above with the states {listed(wanted)}.',
                f'Declare it above, with template = "{found.roles[role]}".',
            )
        players[role] = name
    if "circle" in players and "keeper" not in players:
        raise row.fail("circle", "is given without the keeper whose circle it is.", "Add keeper = ...")
    return players


def _rows(name: str, row: Table, n_finer: int, unknowns: Unknowns) -> tuple[Row, ...]:
    for line in row.tables("rows", ROW):
        if line.table("when", None).has(name):
            raise line.fail(
                "when",
                f'makes "{name}" its own parent: nothing can depend on itself.',
                "Let the row depend on a variable declared above, or give it no condition.",
            )
    rows = tuple(_row(line, n_finer, unknowns) for line in row.tables("rows", ROW))
    if not rows or rows[-1].when:
        raise row.fail("rows", "must end with a row without conditions, for every other case.")
    return rows


def _row(line: Table, n_states: int, unknowns: Unknowns) -> Row:
    p = line.numbers("p", high=1.0)
    if len(p) != n_states or not math.isclose(sum(p), 1.0, abs_tol=1e-6):
        raise line.fail(
            "p",
            f"must hold {n_states} figures that add up to 1, one per state; "
            f"it holds {len(p)} that add up to {sum(p):g}.",
            "Give one figure per state in the order of states, merged states by their finer ones.",
        )
    return Row(when=read_when(line, unknowns), p=p)


def _track_record(row: Table, n_finer: int, found: Template | None) -> TrackRecord:
    table = row.table("track_record", TRACK_RECORD)
    rates = found.genuine_rate if found and not table.has("genuine_rate") else ()
    rates = rates or table.numbers("genuine_rate", high=1.0)
    if len(rates) != n_finer:
        raise table.fail("genuine_rate", f"must hold {n_finer} shares, one per state; it holds {len(rates)}.")
    if table.flag("entries", False):
        return _from_entries(row, table, rates)
    return TrackRecord(n=table.whole("n", 0), unseen=table.number("unseen", high=1.0), genuine_rate=rates)


def _from_entries(row: Table, table: Table, rates: tuple[float, ...]) -> TrackRecord:
    """Return a record to be filled with what is entered of the party: nothing of it is written here."""
    if table.has("n") or table.has("unseen") or not row.has("party"):
        raise table.fail(
            "entries",
            "is true, so n and unseen come from what is entered of the party, and the party has to be named.",
            "Take n and unseen out and name the party, or take entries out.",
        )
    return TrackRecord(n=0, unseen=1.0, genuine_rate=rates, from_entries=True)


def _layers(
    name: str, row: Table, found: Template | None, states: tuple[str, ...], made: Making
) -> Iterator[Variable]:
    """Yield the maker and the layers of a paper, which speak of the template's own two states."""
    wanted = row.texts("layers", None)
    if found is None or found.name != templates.AUTHENTICITY or states != found.states:
        raise row.fail("layers", f'belong to the template "{templates.AUTHENTICITY}" with its own states.')
    for layer in wanted:
        if layer not in templates.layers():
            raise row.fail(
                "layers",
                f'name "{layer}", which is none. The nearest is "{nearest(layer, templates.layers())}".',
                f"Use some of {listed(templates.layers())}.",
            )
    yield from templates.layer_variables(name, wanted, made(templates.template(templates.MAKER).why))


def entered(row: Table, made: Made) -> Made:
    """Return a declaration as that of the person named under `by`: so it can be said who moved an answer."""
    by = row.text("by", "").strip()
    return replace(made, by=f"person:{by}") if by else made
