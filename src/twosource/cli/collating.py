"""The command that lays two texts side by side: collate."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich import box
from rich.table import Table
from rich.text import Text

from twosource.cli.door import Session, command
from twosource.cli.printing import Printer, inert, ours, plain, plural, safe, shortened
from twosource.desk.collating import CollationAnswer, PassageAnswer, SideAnswer
from twosource.desk.collation_page import said
from twosource.errors import UsageError
from twosource.tracing.collation.levels import ReuseLevel
from twosource.tracing.collation.values import Edit

SHOWN = 8
SHOWN_PAIRS = 20
MOST_PAIRS = 1_000
MOST_WORDS = 60
_ISOLATE, _END = "\u2068", "\u2069"
STYLES = {"left": "strike red", "right": "underline green"}
BRACKETS = {"left": ("[-", "-]"), "right": ("[+", "+]")}


@command(
    "collate",
    examples=[
        "twosource collate E3 E7                      what both have, word by word, and what only one tells",
        "twosource collate S12 S40                    only the passages of two statements",
        "twosource collate E3 E7 --html side.html     the same as a page of its own",
        "twosource collate C1                         which reports on a claim are most alike",
    ],
)
@click.argument("names", nargs=-1, required=True, metavar="E3 E7")
@click.option("--all", "everything", is_flag=True, help="Every shared passage, not only the longest.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write both texts side by side as a page that needs nothing else.",
)
def collate(session: Session, names: tuple[str, ...], everything: bool, html: Path | None) -> None:
    """Lay two texts side by side: shared passages, what was changed in them, and the signs of copying."""
    if len(names) == 1 and html is None:
        _closest(session, names[0], everything)
        return
    if len(names) != 2:
        raise UsageError("Two texts are needed, such as E3 and E7, or one claim.")
    with session.desk() as desk:
        answer, page = desk.collate(names, page=html is not None)
    if html is not None:
        _write(html, page)
    if session.printer.document("collation", answer):
        return
    _show(session.printer, answer, everything)
    if html is not None:
        session.printer.say(f"Written: {safe(str(html))}")
    session.printer.next(
        f"twosource derived {answer.right.siglum} {answer.left.siglum} --help", "say who has it"
    )


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(
            f"The page could not be written to {path}: {error.strerror}.", remedy="Name another place."
        ) from error


def _closest(session: Session, name: str, everything: bool) -> None:
    with session.desk() as desk:
        found = desk.closest(name, MOST_PAIRS)
    if session.printer.document("closest", found):
        return
    if not found:
        session.printer.say(f"No two reports on {safe(name)} share a run of four words outside quotations.")
        return
    shown = found[: None if everything else SHOWN_PAIRS]
    said = f"{plural(len(found), 'pair')} of reports on {safe(name)} with words in common"
    most = f"; the {len(shown)} that share most (--all shows all)" if len(shown) < len(found) else ""
    session.printer.say(f"{said}{most}.")
    rows = [
        (
            ours(f"{f.left} {f.left_name}".strip()),
            ours(f"{f.right} {f.right_name}".strip()) + ("" if f.is_dated else " *"),
            f"{f.n_shared:,}",
            str(f.longest),
            plain(f.share),
        )
        for f in shown
    ]
    heads = ("the earlier", "the later", "words in common", "in one run", "share of the later")
    session.printer.table(heads, rows, numeric=(2, 3, 4))
    if not all(f.is_dated for f in shown):
        session.printer.say("* their dates do not tell which is the earlier.")
    session.printer.next(f"twosource collate {found[0].left} {found[0].right}")


def _show(printer: Printer, answer: CollationAnswer, everything: bool) -> None:
    printer.say(safe(said(answer)), style="bold")
    if answer.level == ReuseLevel.NONE.value:
        printer.say("Only words were compared. Whether one names the other: twosource trace CLAIM --explain")
    for side in (answer.left, answer.right):
        about = [side.publisher or side.path, side.published or "no date", f"{side.n_words:,} words"]
        printer.say(f"{side.siglum}: {', '.join(safe(part) for part in about if part)}")
    for note in (*answer.notes, answer.caveat):
        printer.say(f"Note: {safe(note)}")
    shown = _chosen(answer.passages, everything)
    if shown:
        printer.gap()
        of = f" of {len(answer.passages)}" if len(shown) < len(answer.passages) else ""
        printer.say(f"{plural(len(shown), 'shared passage')}{of}, in the order of {answer.right.siglum}:")
        _passages(printer, answer, shown)
    if answer.signs:
        printer.gap()
        printer.say("Signs that one has it from the other, the heaviest first:")
        printer.table(
            ("sign", "words", "in separate reports", "for copying"),
            [
                (s.kind, shortened(s.words, 90), plain(s.q), s.odds)
                for s in answer.signs[: None if everything else SHOWN]
            ],
            numeric=(2, 3),
        )
    for side in (answer.left, answer.right):
        _only(printer, side)


def _only(printer: Printer, side: SideAnswer) -> None:
    if side.only_facts:
        printer.gap()
        printer.say(f"Only {side.siglum} tells: {', '.join(safe(fact) for fact in side.only_facts)}")


def _chosen(passages: Sequence[PassageAnswer], everything: bool) -> list[PassageAnswer]:
    """Return the longest passages in the order they stand in, the outlets' own words before quoted ones."""
    if everything:
        return list(passages)
    best = sorted(passages, key=lambda p: (p.is_quoted, -p.n_same))[:SHOWN]
    return [passage for passage in passages if passage in best]


def _passages(printer: Printer, answer: CollationAnswer, shown: Sequence[PassageAnswer]) -> None:
    """Print passages in two columns; what differs is coloured, or in brackets where there are no colours."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", show_lines=True)
    for side in (answer.left, answer.right):
        table.add_column(side.siglum, ratio=1, overflow="fold")
    table.add_column("", no_wrap=True)
    coloured = printer.out.color_system is not None and not printer.out.no_color
    for passage in shown:
        marks = ["quoted"] * passage.is_quoted + ["moved"] * passage.is_moved
        table.add_row(
            _cell(passage, "left", coloured), _cell(passage, "right", coloured), Text("\n".join(marks))
        )
    printer.out.print(table)


def _cell(passage: PassageAnswer, side: str, coloured: bool) -> Text:
    """Return one side of a passage as safe text; a right-to-left one is isolated as a whole."""
    cell, is_isolated = Text(), False
    for piece in passage.pieces:
        words = piece.left if side == "left" else piece.right
        if not words:
            continue
        made = safe(words)
        if made.startswith(_ISOLATE) and made.endswith(_END):
            is_isolated, made = True, made[1:-1]
        is_same = piece.edit == Edit.SAME.value
        made = inert(_shortened(made) if is_same else made)
        if not is_same and not coloured:
            made = made.join(BRACKETS[side])
        if cell:
            cell.append(" ")
        cell.append(made, style=STYLES[side] if coloured and not is_same else "")
    return Text.assemble(_ISOLATE, cell, _END) if is_isolated else cell


def _shortened(words: str) -> str:
    """Return a long run of equal words with its middle left out."""
    parts = words.split(" ")
    if len(parts) <= MOST_WORDS:
        return words
    half = MOST_WORDS // 2
    return f"{' '.join(parts[:half])} … ({len(parts) - 2 * half} words) … {' '.join(parts[-half:])}"
