"""Other ways of seeing one weighing: the table analysts know, lists, two unknowns at once, ways of working.

Each is read off the same exact sum. None of them is computed with: the table of competing hypotheses least.
"""

from twosource.cli.printing import Printer, flat, plain, safe
from twosource.evidence.readouts import Weighing
from twosource.terms import likelihood_word, vocabulary
from twosource.weighing.readouts.ach import cell

VIEWS = ("ach", "lists", "joint", "modes")


def show_view(printer: Printer, weighing: Weighing, view: str) -> None:
    """Print one view of a weighing. Raises KeyError for one that does not exist."""
    {"ach": _ach, "lists": _lists, "joint": _joint, "modes": _modes}[view](printer, weighing)


def _ach(printer: Printer, weighing: Weighing) -> None:
    texts = {w.name: w.text for w in weighing.weights if not w.is_group}
    names = tuple(h.name for h in weighing.hypotheses)
    rows = [(flat(texts.get(row.item, row.item)), *row.cells) for row in weighing.ach]
    # Two papers through one pair of hands may each be neutral and together decisive.
    rows += [
        (f"all that rests on {flat(w.text)}", *map(cell, w.decibans))
        for w in weighing.weights
        if w.is_group and len(w.members) > 1
    ]
    printer.table(("item or hands", *map(safe, names)), rows)
    printer.say("A view of the weights: nothing is computed from these letters, and counting them misleads.")
    used = {letters for row in rows for letters in row[1:]}
    for term in vocabulary("ach").terms:
        if term.value in used:
            printer.say(f"  {term.value:<3} {term.definition}")


def _lists(printer: Printer, weighing: Weighing) -> None:
    if not weighing.projections:
        printer.say("No list was declared for this question ([question.*.projections] in case.toml).")
    for one in weighing.projections:
        printer.say(f"{flat(one.text or one.name)}:")
        rows = [
            (flat(text or name), likelihood_word(min(p, 1.0)), plain(p))
            for name, text, p in zip(one.cells, one.texts, one.p, strict=True)
        ]
        printer.table(("", "in words", "p"), rows, numeric=(2,))
    if weighing.projections:
        printer.say("What happened and why the evidence is seen are different unknowns: a list mixes them.")


def _joint(printer: Printer, weighing: Weighing) -> None:
    if not weighing.joints:
        printer.say("This question is joined to no other, and no list of it names a second unknown.")
    for one in weighing.joints:
        first, second = (safe(name.removeprefix("question-").replace("_", " ")) for name in one.names)
        rows = [
            (safe(state), *(plain(p) for p in row)) for state, row in zip(one.states[0], one.p, strict=True)
        ]
        heads = (f"{first}, and {second}:", *map(safe, one.states[1]))
        printer.table(heads, rows, numeric=tuple(range(1, len(heads))))


def _modes(printer: Printer, weighing: Weighing) -> None:
    rows = [
        (
            flat(one.text or one.variable),
            ", ".join(
                f"{safe(state)} {plain(p)}"
                for p, state in sorted(zip(one.p, one.states, strict=True), reverse=True)
            ),
        )
        for one in weighing.states
    ]
    printer.table(("what is unknown besides", "as things stand"), rows)
