"""The command that tells what moved an answer: when, by how many decibans, because of whom."""

from collections.abc import Callable, Sequence

import click

from twosource.cli.door import Session, command
from twosource.cli.options import LANGUAGE
from twosource.cli.printing import Printer, flat, ours, plural, safe, spoken, told
from twosource.desk.history import MovedAnswer, MovedQuestion, MovedRow, moved
from twosource.weighing.moved_words import printed_decibans

MOST_ROWS = 60
DECIBANS = (
    "Figures are decibans, tenths of a power of ten of the odds: +3 doubles them, +10 makes them tenfold."
)


@command(
    "moved",
    examples=[
        "twosource moved                      what moved each answer, ever",
        "twosource moved Q1 --since W1        since that assessment",
        "twosource moved --since 2016-05-03   since that day",
    ],
)
@click.argument("question", required=False, default="")
@click.option("--since", default="", metavar="W1|DAY", help="An assessment or a day; otherwise ever.")
@LANGUAGE
def what_moved(session: Session, question: str, since: str, language: str) -> None:
    """What moved an answer since an assessment or a day, by how much, and because of whom."""
    with session.desk() as desk:
        desk.analyse()
        answer = moved(desk.work, question, since, language=language)
    if session.printer.document("moved", answer):
        return
    show_moved(session.printer, answer, told if language == "en" else spoken)


def show_moved(printer: Printer, answer: MovedAnswer, say: Callable[[str], str] = told) -> None:
    """Print each question: sentences, the table, what to be careful of; then claims nobody weighs.

    `say` makes a sentence of ours safe to print, from left to right or as its letters run.
    """
    for one in answer.questions:
        printer.gap()
        printer.say(f"{one.siglum} {flat(one.text)}".strip(), style="bold")
        for sentence in one.sentences:
            printer.say(say(sentence))
        if one.caveat:
            printer.say(f"Note: {told(one.caveat)}", style="bold")
        _table(printer, one)
    if answer.hands:
        printer.gap()
        printer.say("Hands of claims that no question weighs:")
        _show(printer, answer.hands, ())
    for sentence in answer.gone:
        printer.gap()
        printer.say(f"Note: {told(sentence)}")
    if any(row.decibans for one in answer.questions for row in one.rows):
        printer.say(DECIBANS)
    printer.next("twosource weigh", "where it stands now")


def _table(printer: Printer, one: MovedQuestion) -> None:
    if one.rows:
        _show(printer, one.rows, one.hypotheses)


def _show(printer: Printer, rows: Sequence[MovedRow], hypotheses: Sequence[str]) -> None:
    lines = _alike(rows)
    last = lines[-MOST_ROWS:]
    blank = ("",) * len(hypotheses)
    printer.table(
        ("when", "to", "what, and by whom", *map(safe, hypotheses), "hands"),
        [
            (
                f"{row.at:%Y-%m-%d}",
                called,
                ours(row.what + (f" ({row.by})" if row.by and row.by not in row.what else "")),
                *(map(printed_decibans, row.decibans) if row.decibans else blank),
                row.hands,
            )
            for called, row in last
        ],
        # A day is never folded, and so stands among the figures.
        numeric=(0, *range(3, 3 + len(hypotheses))),
    )
    if len(lines) > len(last):
        printer.say(f"{plural(len(lines) - len(last), 'earlier row')}: --json lists all.")


def _alike(rows: Sequence[MovedRow]) -> list[tuple[str, MovedRow]]:
    """Return rows with the sigla they are about: claims whose hands one event moved alike are one row."""
    found: dict[tuple[object, ...], tuple[list[str], MovedRow]] = {}
    for number, row in enumerate(rows):
        same = (row.what, row.by, row.hands, f"{row.at:%Y-%m-%d %H:%M}") if row.hands else (number,)
        found.setdefault(same, ([], row))[0].append(row.called)
    return [(", ".join(called), row) for called, row in found.values()]
