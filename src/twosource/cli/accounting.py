"""Commands that account for what was received, and lift what stands in the way of reading it."""

import sys
from collections.abc import Sequence

import click

from twosource.cli.door import Session, command
from twosource.cli.holding import show_coverage
from twosource.cli.printing import Printer, plural, safe, shortened
from twosource.desk.coverage import CoverageAnswer, Share
from twosource.errors import PARTLY
from twosource.evidence.permissions import PermissionKind

NUMBERS = ("received", "read", "partly", "refused", "waiting")
MOST_ROWS = 100
WAYS = click.Choice(["type", "reason", "folder"])


@command(
    "coverage",
    examples=[
        "twosource coverage                     the four numbers, by type and by reason, then each exhibit",
        "twosource coverage --by folder",
        "twosource coverage --duplicates        every exhibit that lies at several paths",
        "twosource coverage --fail-under 95     end with code 3 where less was read",
    ],
)
@click.option("--by", type=WAYS, help="Only the numbers by type, reason or folder.")
@click.option("--duplicates", is_flag=True, help="Only exhibits found at several paths, with all paths.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="End with code 3 where less than this share was read, wholly or in part; otherwise with 0.",
)
def coverage(session: Session, by: str | None, duplicates: bool, fail_under: float | None) -> None:
    """Account for everything: four numbers that add up, and a reason for each exhibit not read."""
    with session.desk() as desk:
        answer = desk.coverage()
    _end(session, answer, fail_under)
    printer = session.printer
    if printer.document("coverage", answer):
        return
    show_coverage(printer, answer.coverage)
    told = f"{answer.percent_read:.1f} % of what was received was read, wholly or in part"
    if fail_under is not None and answer.percent_read < fail_under:
        printer.say(f"{told}: less than the {fail_under:g} % asked for.", style="bold")
    else:
        printer.say(f"{told}.")
    if duplicates:
        show_duplicates(printer, answer)
        return
    if by in (None, "type"):
        show_shares(printer, "type", answer.by_type)
    if by == "folder":
        show_shares(printer, "folder", answer.by_folder)
    if by in (None, "reason"):
        show_reasons(printer, answer)
    if by is None:
        show_unread(printer, answer)
    printer.next("twosource search WORDS")


def _end(session: Session, answer: CoverageAnswer, fail_under: float | None) -> None:
    c = answer.coverage
    if fail_under is None:
        session.account(c.adds_up, c.n_read == c.n_received)
    elif not c.adds_up or answer.percent_read < fail_under:
        session.end(PARTLY)


def show_shares(printer: Printer, head: str, shares: Sequence[Share]) -> None:
    """Print the four numbers of each part."""
    rows = [
        (
            shortened(share.name, 70),
            *(
                f"{n:,}"
                for n in (
                    share.coverage.n_received,
                    share.coverage.n_read,
                    share.coverage.n_partly_read,
                    share.coverage.n_refused,
                    share.coverage.n_waiting,
                )
            ),
        )
        for share in shares
    ]
    printer.table((head, *NUMBERS), rows[:MOST_ROWS], numeric=(1, 2, 3, 4, 5))
    _more(printer, len(rows) - MOST_ROWS)


def show_reasons(printer: Printer, answer: CoverageAnswer) -> None:
    """Print why exhibits were not wholly read, the commonest reason first, with its remedy."""
    rows = [
        (
            f"{reason.n:,}",
            shortened(reason.happened, 200),
            shortened(reason.remedy, 160),
            ", ".join(reason.sigla[:5]) + (" …" if reason.n > 5 else ""),
        )
        for reason in answer.by_reason
    ]
    if rows:
        printer.table(("", "why, for instance", "what to do", "which"), rows, numeric=(0,))


def show_unread(printer: Printer, answer: CoverageAnswer) -> None:
    """Print each exhibit that was not wholly read."""
    rows = [
        (
            one.siglum,
            one.status.value,
            shortened(one.paths[0], 60),
            shortened(" ".join(failure.sentence() for failure in one.failures), 700),
        )
        for one in answer.unread[:MOST_ROWS]
    ]
    if rows:
        printer.table(("", "outcome", "path", "what happened, what is safe, what to do"), rows)
    _more(printer, len(answer.unread) - len(rows))


def show_duplicates(printer: Printer, answer: CoverageAnswer) -> None:
    """Print every exhibit found at several paths, with all of them."""
    if not answer.duplicates:
        printer.say("No exhibit lies at more than one path.")
        return
    n_paths = sum(len(one.paths) for one in answer.duplicates)
    printer.say(
        f"{plural(len(answer.duplicates), 'exhibit')} at {plural(n_paths, 'path')}: "
        "the same bytes are one exhibit, and every path is kept."
    )
    for one in answer.duplicates[:MOST_ROWS]:
        printer.say(one.siglum, style="bold")
        for path in one.paths:
            printer.say(f"  {safe(path)}")
    _more(printer, len(answer.duplicates) - MOST_ROWS)


def _more(printer: Printer, n: int) -> None:
    if n > 0:
        printer.say(f"{plural(n, 'more')}: twosource coverage --json")


BY = click.option("--by", required=True, help="Your name: the decision is recorded with it.")
WHY = click.option("--why", required=True, help="Your reason, in a sentence.")


@command(
    "allow",
    examples=[
        "twosource allow E17 --by 'Nadia Haddad' --why 'It is the register itself.'",
        "twosource allow E17 --undo --by 'Nadia Haddad' --why 'Read well enough.'",
    ],
)
@click.argument("exhibit")
@click.option("--undo", is_flag=True, help="Let the usual limits apply again.")
@BY
@WHY
def allow(session: Session, exhibit: str, undo: bool, by: str, why: str) -> None:
    """Lift the limits for one exhibit that was refused as too large, too slow or too deep."""
    kind = PermissionKind.APPLIED if undo else PermissionKind.LIFTED
    _decide(session, exhibit, kind, by, why)


@command(
    "set-aside", examples=["twosource set-aside E17 --by 'Nadia Haddad' --why 'The disk is broken there.'"]
)
@click.argument("exhibit")
@BY
@WHY
def set_aside(session: Session, exhibit: str, by: str, why: str) -> None:
    """Give one exhibit up as unreadable; it stays kept and counted, as refused. `allow` takes it back."""
    _decide(session, exhibit, PermissionKind.SET_ASIDE, by, why)


def _decide(session: Session, exhibit: str, kind: PermissionKind, by: str, why: str) -> None:
    with session.desk() as desk:
        permission = desk.decide(exhibit, kind, by=by, why=why)
        siglum = desk.store.siglum(permission.exhibit_id)
    if session.printer.document("decided", permission):
        return
    session.printer.say(f"{siglum}: {kind.value}, by {safe(permission.by)}. It stands in the ledger.")
    session.printer.next("twosource coverage" if kind is PermissionKind.SET_ASIDE else "twosource read")


@command(
    "unlock",
    examples=[
        "twosource unlock --by 'Nadia Haddad'                 asks for the password and does not show it",
        "twosource unlock --by 'Nadia Haddad' < password.txt",
    ],
)
@BY
def unlock(session: Session, by: str) -> None:
    """Give a password for locked exhibits; it is tried on each of them at the next reading."""
    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    with session.desk() as desk:
        n = desk.add_password(password, by=by)
    if session.printer.document("unlocked", {"n_passwords": n}):
        return
    session.printer.say(
        f"Kept: {plural(n, 'password')} in the case, in a file only you can read. "
        "The ledger says that you gave one, not which."
    )
    session.printer.next("twosource read")
