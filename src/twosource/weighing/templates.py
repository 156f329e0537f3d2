"""Ready-made unknowns: how keepers, witnesses, carriers, records and papers usually fail.

A reporter should not have to write tables. `template = "witness"` stands for reviewed rows
(vocabulary/weighing_templates.toml, with their birth certificate); everything in it can be overridden. A row
may depend on a *role*, such as the witness's keeper; whoever uses the template says which variable plays it.

Left out on purpose, a role simplifies: a witness without a `circle` but with a `keeper` came through that
keeper for certain, and without a keeper depends on nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twosource.evidence.elicitation import Row, Variable, When
from twosource.evidence.testimony import Made
from twosource.terms import load_table

TABLE = "weighing_templates"
AUTHENTICITY = "authenticity"
MAKER = "maker"
LAYER_STATES = ("genuine", "forged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A ready-made variable, with roles in place of names; `roles` says which template plays each.

    `genuine_rate` is what a track record of such a party needs, per finer state; empty where a track
    record says nothing about it. `of_party`: the text speaks of the party, and not of a thing it made.
    """

    name: str
    text: str
    why: str
    states: tuple[str, ...]
    rows: tuple[Row, ...]
    failed: tuple[str, ...] = ()
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    genuine_rate: tuple[float, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    of_party: bool = False


def names() -> tuple[str, ...]:
    """Return the templates that a variable may name, in the order of the vocabulary."""
    return tuple(name for name in _tables() if name not in {MAKER, "layers"})


def layers() -> tuple[str, ...]:
    """Return the layers that a paper can be examined in."""
    return tuple(_tables()["layers"])


def template(name: str) -> Template:
    """Return a template by name. Raises KeyError."""
    return _read(name, _tables()[name])


def _tables() -> Mapping[str, Any]:
    return {name: table for name, table in load_table(TABLE).items() if isinstance(table, dict)}


def _read(name: str, table: Mapping[str, Any]) -> Template:
    return Template(
        name=name,
        text=table["text"],
        why=f"{table['why']} (template {name}: {load_table(TABLE)['birth']})",
        states=tuple(table.get("states", LAYER_STATES)),
        rows=tuple(_row(row) for row in table["rows"]),
        failed=tuple(table.get("failed", ())),
        merged={state: tuple(finer) for state, finer in table.get("merged", {}).items()},
        genuine_rate=tuple(table.get("genuine_rate", ())),
        roles=dict(table.get("roles", {})),
        of_party=table.get("of", "") == "party",
    )


def _row(row: Mapping[str, Any]) -> Row:
    when = tuple(
        (role, (states,) if isinstance(states, str) else tuple(states))
        for role, states in row.get("when", {}).items()
    )
    return Row(when=when, p=tuple(float(p) for p in row["p"]))


def rows_for(found: Template, players: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the rows of a template with names in place of roles.

    A row that speaks of a `keeper` nobody plays is left out; a condition on any other role nobody plays
    is taken as met.
    """
    rows = []
    for row in found.rows:
        if not any(role == "keeper" and role not in players for role, _ in row.when):
            when: When = tuple((players[role], states) for role, states in row.when if role in players)
            rows.append(Row(when=when, p=row.p))
    unconditional = next(at for at, row in enumerate(rows) if not row.when)
    return tuple(rows[: unconditional + 1])


def shown_name(name: str) -> str:
    """Return the name of a variable as a text shows it: letter_1 is "letter 1"."""
    return name.replace("_", " ")


def layer_variables(paper: str, wanted: Sequence[str], made: Made) -> Iterator[Variable]:
    """Yield who made a paper, and one variable for each layer that is examined, depending on that maker.

    `paper` is a variable made from the template `authenticity`. The marginal of the paper stays what it
    was: making layers explicit changes nothing until one of them is seen. Raises KeyError for a layer
    that is none.
    """
    maker = f"{paper}_{MAKER}"
    who = template(MAKER)
    yield Variable(
        name=maker,
        text=who.text.format(name=shown_name(paper)),
        states=who.states,
        rows=rows_for(who, {"paper": paper}),
        made=made,
    )
    tables = _tables()["layers"]
    for layer in wanted:
        found = _read(layer, tables[layer])
        yield Variable(
            name=f"{paper}_{layer}",
            text=found.text.format(name=shown_name(paper)),
            states=found.states,
            rows=rows_for(found, {MAKER: maker}),
            made=made,
        )
