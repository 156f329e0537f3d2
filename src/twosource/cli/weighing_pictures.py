"""Pictures of a weighing on the command line: options that draw instead of printing, and `tipping`."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from twosource.cli.door import Session, command
from twosource.cli.options import LANGUAGE
from twosource.cli.printing import Printer, ours, safe, spoken
from twosource.desk.weighing_pictures import (
    PictureAnswer,
    PictureKind,
    PictureRequest,
    refuse_other_endings,
    weighing_pictures,
    write_pictures,
)
from twosource.dossier.contexts import Table
from twosource.dossier.wording import bare, direction_of
from twosource.errors import UsageError

NARROWEST, WIDEST, USUAL = 360, 1200, 720
SHORT = 14

QUESTION = click.option("--question", default="", help="One question: its siglum, such as Q1, or its name.")


def _drawn_into(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file that is called no SVG before anything is weighed."""
    if path is not None:
        refuse_other_endings(path)
    return path


def drawing_options(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator with `--svg`, `--table` and `--width` of a command whose file is called `name`."""
    options = (
        click.option(
            "--svg",
            is_flag=False,
            flag_value=f"{name}.svg",
            default=None,
            metavar="[PATH]",
            type=click.Path(path_type=Path, dir_okay=False),
            callback=_drawn_into,
            help=f"Draw it into this file, {name}.svg if none is named.",
        ),
        click.option("--table", is_flag=True, help="The picture's figures as a table."),
        click.option(
            "--width",
            type=click.IntRange(NARROWEST, WIDEST),
            default=USUAL,
            show_default=True,
            help="How wide the picture is laid out, in pixels.",
        ),
    )

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            function = option(function)
        return function

    return declare


def pictured(*kinds: PictureKind) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that lets a command of weighing draw what it would print.

    With `--svg` or `--table` the picture is made and the command itself does not run. The command must
    take `language` and `question`; the first kind is the usual one.
    """
    usual = kinds[0]

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def draws(session: Session, /, **given: Any) -> None:
            svg, table, width = (given.pop(name) for name in ("svg", "table", "width"))
            chosen: dict[str, Any] = {n: given.pop(n) for n in ("picture", "hypothesis") if n in given}
            if svg is not None or table:
                kind = PictureKind(chosen.pop("picture", None) or usual)
                chosen |= {"question": given["question"], "language": given["language"]}
                _draw(session, PictureRequest(kind=kind, width=width, **chosen), svg)
            elif any(chosen.values()):
                raise UsageError("--picture and --hypothesis go with --svg or --table.")
            else:
                function(session, **given)

        return _choosing(kinds)(
            drawing_options("answer" if usual is PictureKind.BARS else usual.value)(draws)
        )

    return declare


def _choosing(kinds: Sequence[PictureKind]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator with the options that choose among pictures, as far as these kinds have a choice."""

    def declare(made: Callable[..., None]) -> Callable[..., None]:
        made = QUESTION(made)
        if PictureKind.LEDGER in kinds:
            told = "Whose ledger is drawn, by its name; otherwise the leader's."
            made = click.option("--hypothesis", default="", help=told)(made)
        if len(kinds) > 1:
            names = click.Choice([kind.value for kind in kinds])
            made = click.option(
                "--picture", type=names, help=f"Which picture; {kinds[0].value} if none is named."
            )(made)
        return made

    return declare


def _draw(session: Session, asked: PictureRequest, svg: Path | None) -> None:
    with session.desk() as desk:
        _, notes = desk.analyse()
        answers = weighing_pictures(desk.work, asked)
    show_pictures(session, answers, svg, notes)


def show_pictures(
    session: Session, answers: Sequence[PictureAnswer], svg: Path | None, notes: Sequence[str] = ()
) -> None:
    """Write the pictures where a path is given, then print finding and caption, or else the table twin.

    `notes` are what could not be drawn and why, besides.
    """
    written = write_pictures(answers, svg) if svg is not None else []
    if session.printer.document("pictures", answers, notes):
        return
    printer = session.printer
    for note in notes:
        printer.say(f"Note: {safe(note)}", style="bold")
    for at, answer in enumerate(answers):
        printer.say(_sentence(f"{answer.title}.", answer.language), style="bold")
        if written:
            printer.say(_sentence(answer.caption, answer.language))
            printer.say(f"Drawn into {safe(str(written[at]))}.")
        else:
            _print_table(printer, answer.table, answer.language)
        printer.gap()


def _sentence(text: str, language: str) -> str:
    """Return a sentence of ours as its language runs, whatever name it begins with."""
    return spoken(text) if language == "ar" else ours(bare(text))


def _cell(text: str, language: str) -> str:
    """Return a cell as its words run, its figures short enough that no line ends before the percent."""
    text = text.replace("\u00a0%", "%")
    return spoken(text) if language == "ar" and direction_of(bare(text)) == "rtl" else ours(bare(text))


def _print_table(printer: Printer, table: Table, language: str) -> None:
    """Print a table twin; a column with long words is not kept on one line, or the others would starve."""
    rows = [tuple(bare(cell) for cell in row) for row in table.rows]
    numeric = [
        at for at in table.numeric if all(len(row[at]) <= SHORT for row in (*rows, tuple(table.headers)))
    ]
    printed = [tuple(_cell(cell, language) for cell in row) for row in table.rows]
    printer.table([_cell(head, language) for head in table.headers], printed, numeric=numeric)


@command(
    "tipping",
    examples=[
        "twosource tipping                               the answers that could change the lead",
        "twosource tipping --svg                          as a picture, tipping.svg",
        "twosource tipping --svg chart.svg --language ar --width 480",
    ],
)
@QUESTION
@LANGUAGE
@drawing_options("tipping")
def tipping(
    session: Session, *, question: str, language: str, svg: Path | None, table: bool, width: int
) -> None:
    """How far a single answer may move before another hypothesis leads, nearest first."""
    del table  # there is nothing else to print
    asked = PictureRequest(kind=PictureKind.TIPPING, question=question, language=language, width=width)
    _draw(session, asked, svg)
    session.printer.next("twosource next", "what to look for")
