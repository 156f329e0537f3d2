"""Commands that take material in and account for it: demo, examine, new, receive, read."""

from importlib.resources import files
from pathlib import Path

import click

from twosource.cli.door import Session, command
from twosource.cli.printing import Printer, flat, ours, plain, plural, safe, shortened
from twosource.desk import Delivery, Desk, ExamineAnswer, case_name, find_case, find_prepared, refuse_cases
from twosource.errors import PARTLY, DeclarationError, NoCaseError, UsageError
from twosource.evidence.outcome import Coverage
from twosource.evidence.readouts import Weighing
from twosource.intake import survey
from twosource.weighing import headline

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


def demonstration() -> Path:
    """Return where the demonstration case lies: in the wheel, or beside the source."""
    package = Path(str(files("twosource")))
    for folder in (package / "examples" / "palmyra", package.parents[1] / "examples" / "palmyra"):
        if folder.is_dir():
            return folder
    raise UsageError(
        "The demonstration is not part of this installation.", remedy="Install the release again."
    )


@command(
    "demo", reads=True, needs_case=False, examples=["twosource demo", "twosource demo --case /tmp/palmyra"]
)
@click.option(
    "--case",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("palmyra-case"),
    show_default=True,
    help="Where to make the demonstration case.",
)
def demo(session: Session, folder: Path) -> None:
    """Make the demonstration case, examine it and write its dossier."""
    prepared = find_prepared((demonstration(),), None)
    answer = _examine(
        session,
        prepared.paths,
        prepared.declarations,
        folder,
        Delivery(
            from_party="the authors of Twosource",
            how="shipped with the program",
            conditions="reconstruction for demonstration",
        ),
    )
    _show_examined(session, answer)


@command(
    "examine",
    reads=True,
    examples=[
        "twosource examine leak/                      the main job: a new case beside it, then everything",
        "twosource examine more-pages/ --case leak-case",
        "twosource examine cache/ --declared case.toml",
        "twosource examine                            in a case, after case.toml was changed",
    ],
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--declared",
    type=click.Path(path_type=Path),
    help="Your own case.toml; material never declares anything.",
)
@click.option("--from", "from_party", default="", help="From whom the material came.")
@click.option("--how", default="", help="How it came.")
@click.option("--conditions", default="", help="Under what conditions it was given.")
def examine(
    session: Session,
    paths: tuple[Path, ...],
    declared: Path | None,
    from_party: str,
    how: str,
    conditions: str,
) -> None:
    """Receive, read, find who says what, trace, weigh, and write the dossier."""
    delivery = Delivery(from_party=from_party, how=how, conditions=conditions)
    if not paths:
        if declared or delivery != Delivery():
            raise UsageError(
                "These options are about material, and none was named.",
                remedy="Name the folder it lies in: twosource examine FOLDER.",
            )
        _show_examined(session, _examine_again(session))
        return
    prepared = find_prepared(paths, declared)
    folder = session.case or Path(case_name(paths[0]))
    _show_examined(session, _examine(session, prepared.paths, prepared.declarations, folder, delivery))


def _examine(
    session: Session, paths: tuple[Path, ...], declarations: Path | None, folder: Path, delivery: Delivery
) -> ExamineAnswer:
    """Examine into a case, made if needed: declarations are read and checked before anything is written."""
    text = _declarations(declarations) if declarations else ""
    refuse_cases(paths, folder)
    found = survey(paths)
    session.printer.progress("found", found.n_items, found.n_items)
    case, note = Desk.new_or_found(folder, text)
    with session.desk_at(case) as desk:
        return desk.examine(paths, delivery, note=note)


def _examine_again(session: Session) -> ExamineAnswer:
    """Examine what a case holds already, by case.toml as it stands now: for whoever has just changed it."""
    try:
        case = find_case(Path.cwd(), session.case)
    except NoCaseError as error:
        raise NoCaseError(
            error.happened,
            remedy="Name a folder of material to make one (twosource examine FOLDER), or go into a case.",
        ) from error
    with session.desk_at(case) as desk:
        return desk.examine(())


def _declarations(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise DeclarationError(f"{path} is not UTF-8 text.") from error
    Desk.check_declarations(text, path.name)
    return text


def _show_examined(session: Session, answer: ExamineAnswer) -> None:
    printer = session.printer
    session.account(answer.coverage.adds_up, answer.coverage.n_read == answer.coverage.n_received)
    if answer.warnings:
        session.end(PARTLY)
    if printer.document("examined", answer):
        return
    if not answer.did_work and not answer.warnings:
        printer.say("Nothing to do: everything here was received, read and weighed before.")
    show_coverage(printer, answer.coverage)
    for warning in (*answer.notes, *answer.warnings):
        printer.say(f"Note: {safe(warning)}", style="bold")
    show_claims(printer, answer)
    for weighing in answer.weighings:
        show_weighing(printer, weighing)
    _show_open(printer, answer)


def show_coverage(printer: Printer, coverage: Coverage) -> None:
    """Print the four numbers that add up."""
    c = coverage
    printer.say(
        f"{c.n_received:,} received · {c.n_read:,} read · {c.n_partly_read:,} partly · "
        f"{c.n_refused:,} refused · {c.n_waiting:,} waiting"
    )


def show_claims(printer: Printer, answer: ExamineAnswer, most: int = 12) -> None:
    """Print the claims with the number of hands behind each."""
    claims = [c for c in answer.claims if c.headline] or list(answer.claims)
    if not claims:
        printer.say("No claims were found.")
        return
    printer.gap()
    rows = [
        (
            c.siglum,
            shortened(c.text, 72),
            ours(c.headline) or plural(c.n_exhibits, "report"),
            "" if c.standing == "judgement" else "machine",
        )
        for c in claims[:most]
    ]
    printer.table(("", "claim", "hands", "read by"), rows)
    if len(answer.claims) > len(rows):
        printer.say(f"{plural(len(answer.claims) - len(rows), 'more claim')}: twosource claims")


def show_weighing(printer: Printer, weighing: Weighing) -> None:
    """Print one question: words first, then figures, then what would move them."""
    printer.gap()
    printer.say(flat(weighing.text), style="bold")
    printer.say(safe(headline(weighing)))
    printer.table(
        ("hypothesis", "in words", "p", "if a little off", "90 % of readings", "leads"),
        [
            (
                safe(h.name),
                h.word,
                plain(h.p),
                "" if h.p_allowing is None else plain(h.p_allowing),
                f"{plain(h.low)} to {plain(h.high)}",
                f"{h.leads_share:.0%}",
            )
            for h in weighing.hypotheses
        ],
        numeric=(2, 3, 4, 5),
    )
    flipping = [f for f in weighing.flips if f.changes_lead]
    if flipping:
        printer.say(f"What would change the lead: {safe(flipping[0].text)}")
    steps = [s for s in weighing.next_steps if not s.risks_people]
    if steps:
        printer.say(f"What to look for next: {flat(steps[0].text)}")


def _show_open(printer: Printer, answer: ExamineAnswer) -> None:
    n_problems = len(answer.dossier.problems)
    printer.gap()
    if answer.starter:
        printer.say(
            f"Nothing was declared, so nothing was weighed. A starter lies in {answer.starter}: "
            "name the question, the hypotheses and the hands, and answer in words. "
            f"Then: twosource examine --case {answer.case}"
        )
    elif not answer.weighings:
        printer.say("Nothing was weighed: `twosource weigh` says what is missing in case.toml.")
    if n_problems:
        printer.say(
            f"The gate has {plural(n_problems, 'objection')} before this can be published: "
            f"{safe(answer.dossier.problems[0].line())}"
        )
    left = answer.coverage.n_received - answer.coverage.n_read
    if left:
        told = f"Why {left:,} of {answer.coverage.n_received:,} were not read whole, and what to do"
        printer.say(f"{told}: twosource coverage --case {answer.case}")
    printer.say(f"Open: {answer.dossier.path}", style="bold")
    if answer.weighings:
        printer.next(f"twosource weigh --case {answer.case}", "what weighs how much, and how sure that is")
    else:
        printer.next(f"twosource claims --case {answer.case}")


@command(
    "new", needs_case=False, examples=["twosource new my-case", "twosource new my-case --declared case.toml"]
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--declared", type=click.Path(path_type=Path), help="Start with these declarations.")
def new(session: Session, folder: Path, declared: Path | None) -> None:
    """Make an empty case."""
    case = Desk.new(folder, _declarations(declared) if declared else "")
    if session.printer.document("new", {"case": str(case.path)}):
        return
    session.printer.say(f"An empty case lies in {case.path}.")
    session.printer.next(f"twosource receive FOLDER --case {case.path}")


@command(
    "receive",
    reads=True,
    examples=[
        "twosource receive leak/ --from 'the courier' --how 'memory card' --conditions 'not before June'",
        "twosource receive leak/ --dry-run",
    ],
)
@PATHS
@click.option("--from", "from_party", default="", help="From whom the material came.")
@click.option("--how", default="", help="How it came.")
@click.option("--conditions", default="", help="Under what conditions it was given.")
@click.option("--dry-run", is_flag=True, help="Look inside and say what would be received; keep nothing.")
def receive(
    session: Session, paths: tuple[Path, ...], from_party: str, how: str, conditions: str, dry_run: bool
) -> None:
    """Keep every byte by its hash and every path, with custody."""
    printer = session.printer
    if dry_run:
        found = survey(paths)
        if printer.document("survey", found):
            return
        inside = f" ({plural(found.n_members, 'member')} inside archives)" if found.n_members else ""
        printer.say(f"{plural(found.n_items, 'file')}, {found.n_bytes:,} bytes{inside}; nothing was kept.")
        printer.table(
            ("type", "files", "bytes"),
            [(k.media_type, f"{k.n_items:,}", f"{k.n_bytes:,}") for k in found.kinds],
            numeric=(1, 2),
        )
        for path, failure in found.unreadable[:20]:
            printer.say(f"{safe(path)}: {safe(failure.sentence())}")
        printer.next("twosource receive " + " ".join(map(str, paths)))
        return
    with session.desk() as desk:
        answer = desk.receive(paths, Delivery(from_party=from_party, how=how, conditions=conditions))
    session.account(True, answer.n_refused == 0)
    if printer.document("received", answer):
        return
    if not answer.did_work:
        printer.say(f"Nothing to do: {plural(answer.n_before, 'item')} received before.")
    else:
        refused = f", {plural(answer.n_refused, 'item')} not kept" if answer.n_refused else ""
        printer.say(
            f"Received as {answer.accession}: {plural(answer.n_exhibits, 'new exhibit')} "
            f"at {plural(answer.n_holdings, 'path')}{refused}."
        )
    printer.next("twosource read")


@command("read", reads=True, examples=["twosource read"])
def read(session: Session) -> None:
    """Read every exhibit that was not read yet; safe to stop and run again."""
    with session.desk() as desk:
        runs = desk.read()
        coverage = desk.coverage().coverage
    session.account(coverage.adds_up, coverage.n_read == coverage.n_received)
    if session.printer.document("read", {"runs": runs, "coverage": coverage}):
        return
    quick, slow = runs
    done = f"{plural(quick.n_done, 'exhibit')} looked at" if quick.n_done else "Nothing to do"
    session.printer.say(f"{done}; {quick.n_before:,} before.")
    if slow.n_done:
        session.printer.say(f"Words were looked for in the pixels of {plural(slow.n_done, 'exhibit')}.")
    show_coverage(session.printer, coverage)
    session.printer.next("twosource coverage", "what could not be read, and why")
