"""Commands about what is known already: the claims of this case near to words, or in somebody's list."""

from pathlib import Path

import click

from twosource.cli.door import Session, command
from twosource.cli.printing import Printer, plain, plural, safe, shortened
from twosource.desk.knowing import CheckedAnswer, NearAnswer
from twosource.errors import UsageError

MEASURED = (
    "p was fitted on posts and claims in English, half of which had an answer; it suggests, you compare."
)


@command(
    "known",
    examples=[
        "twosource known 'guns were moved out of the town before the attack'",
        "twosource known S12                          the claims nearest to a statement",
        "twosource known --against checked.csv        which claims others checked: claim,title,url",
    ],
)
@click.argument("words", nargs=-1)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A CSV list of checked claims with a column claim, and title and url where there are any.",
)
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 1000), help="How many claims.")
def known(session: Session, words: tuple[str, ...], against: Path | None, limit: int) -> None:
    """Which claims are known already: near to words or a statement, or in a list others checked."""
    if bool(words) == (against is not None):
        raise UsageError("Give either words, or a list with --against.")
    with session.desk() as desk:
        if against is not None:
            checked = desk.known_against(against)
        else:
            answer = desk.known(" ".join(words), limit)
    printer = session.printer
    if against is not None:
        if not printer.document("checked", checked):
            _show_checked(printer, checked, limit)
    elif not printer.document("known", answer):
        _show_known(printer, answer)


def _show_known(printer: Printer, answer: NearAnswer) -> None:
    what = f"{answer.named}: {shortened(answer.asked, 120)}" if answer.named else shortened(answer.asked, 120)
    among = plural(answer.n_claims, "claim")
    if answer.is_none or not answer.nearest:
        printer.say(
            f"Nothing like it among {among} of this case (p {plain(answer.p_none)}): {what}", style="bold"
        )
    else:
        printer.say(f"Nearest among {among} of this case to {what}", style="bold")
    if answer.nearest:
        if answer.is_none:
            printer.say("What is least far:")
        printer.table(
            ("", "claim", "said", "p", "why"),
            [
                (
                    one.siglum + (" *" if one.bears else ""),
                    shortened(one.text, 120),
                    f"{one.n_statements:,}",
                    plain(one.p),
                    safe("; ".join(one.reasons)),
                )
                for one in answer.nearest
            ],
            numeric=(2, 3),
        )
        if any(one.bears for one in answer.nearest):
            printer.say("* the statement counts for this claim already.")
        printer.say(MEASURED)
    if answer.is_none or not answer.nearest:
        printer.next("twosource search WORDS", "the exhibits that hold the words")
    else:
        printer.next(f"twosource origins {answer.nearest[0].siglum}")


def _show_checked(printer: Printer, answer: CheckedAnswer, limit: int) -> None:
    printer.say(
        f"{plural(len(answer.found), 'claim')} of {answer.n_claims:,} likely stand among "
        f"{plural(answer.n_checked, 'checked claim')} of {safe(answer.source)}.",
        style="bold",
    )
    printer.table(
        ("", "claim", "p", "line", "checked elsewhere", "why"),
        [
            (
                one.siglum,
                shortened(one.text, 90),
                plain(one.p),
                f"{one.checked.line:,}",
                shortened(
                    " · ".join(filter(None, (one.checked.title or one.checked.text, one.checked.url))), 160
                ),
                safe("; ".join(one.reasons)),
            )
            for one in answer.found[:limit]
        ],
        numeric=(2, 3),
    )
    if len(answer.found) > limit:
        printer.say(f"{len(answer.found) - limit:,} more: --limit {len(answer.found)}")
    printer.say(MEASURED)
    if answer.found:
        printer.next(
            f"twosource show {answer.found[0].siglum}", "read both before you rely on the other's check"
        )
    else:
        printer.next("twosource claims")
