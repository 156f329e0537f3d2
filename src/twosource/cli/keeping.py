"""Commands that publish and prove: publish, verify, log, checkpoint, doctor."""

from pathlib import Path

import click

from twosource.cli.door import Session, command
from twosource.cli.printing import plural, safe, shortened
from twosource.desk.doctoring import examine_installation
from twosource.errors import IntegrityError, SandboxError


@command(
    "publish",
    examples=[
        "twosource publish",
        "twosource publish --add 'A letter orders heavy artillery to Raqqa.' P4",
        "twosource publish --language ar",
    ],
)
@click.option(
    "--add",
    nargs=2,
    multiple=True,
    metavar="SENTENCE PASSAGES",
    help="A sentence of your own and the passages it rests on, such as P4,P7.",
)
@click.option(
    "--language",
    type=click.Choice(("en", "ar")),
    default="en",
    show_default=True,
    help="The language of headings and of what was weighed; what is not written in it yet stays English.",
)
def publish(session: Session, add: tuple[tuple[str, str], ...], language: str) -> None:
    """Put the dossier through the gate and write it; nothing is published past the gate."""
    with session.desk() as desk:
        desk.analyse()
        answer = desk.publish(
            tuple((text, tuple(names.split(","))) for text, names in add), language=language
        )
    if session.printer.document("published", answer):
        return
    session.printer.say(f"Published: {answer.path}")
    session.printer.say(f"SHA-256 {answer.sha256}; checksums and the ledger's checkpoint lie beside it.")
    session.printer.next(f"cd {Path(answer.path).parent} && sha256sum -c SHA256SUMS", "what a reader does")


@command(
    "verify",
    examples=[
        "twosource verify",
        "twosource verify --against 'twosource-checkpoint/1 236 920e56... 2026-...'",
    ],
)
@click.option(
    "--against", multiple=True, metavar="LINE|FILE", help="A checkpoint kept elsewhere, or a file of them."
)
def verify(session: Session, against: tuple[str, ...]) -> None:
    """Check every byte, the ledger and its checkpoints, every passage, and that nothing was lost."""
    with session.desk() as desk:
        problems = desk.verify(session.printer.progress, against)
        size, root = desk.store.ledger.size, desk.store.ledger.root()
        n_exhibits = desk.coverage().coverage.n_received
    damage = [p for p in problems if p.is_damage]
    value = {"sound": not damage, "problems": problems, "ledger_size": size, "ledger_root": root}
    printed = session.printer.document("verified", value)
    if damage:
        session.end(IntegrityError.exit_code)
    if printed:
        return
    if not damage:
        session.printer.say(
            f"Sound: {plural(n_exhibits, 'exhibit')} accounted for, every byte as received, "
            f"{plural(size, 'ledger entry', 'ledger entries')}."
        )
        session.printer.say(f"Ledger root {root}")
    shown = problems[:50]
    for problem in shown:
        word = problem.kind if problem.is_damage else f"unfinished, {problem.kind}"
        session.printer.say(f"{word}: {safe(problem.sentence)}", style="bold")
    if len(problems) > len(shown):
        session.printer.say(f"{len(problems) - len(shown):,} more: twosource verify --json")
    if not damage:
        session.printer.next("twosource checkpoint", "then keep the line it prints somewhere else")


@command("log", examples=["twosource log", "twosource log --last 50"])
@click.option(
    "--last", default=20, show_default=True, type=click.IntRange(1), help="How many entries, newest last."
)
def log(session: Session, last: int) -> None:
    """Who decided what, when: the append-only ledger."""
    with session.desk() as desk:
        size = desk.store.ledger.size
        entries = desk.log(last)
    if session.printer.document("log", entries):
        return
    session.printer.say(f"{plural(size, 'ledger entry', 'ledger entries')}; the last {len(entries)}:")
    rows = [
        (str(e.seq), f"{e.at:%Y-%m-%d %H:%M:%S}", safe(e.by) or "the program", shortened(e.sentence, 110))
        for e in entries
    ]
    session.printer.table(("", "when (UTC)", "by", "what"), rows, numeric=(0,))
    session.printer.next("twosource verify")


@command("checkpoint", examples=["twosource checkpoint"])
def checkpoint(session: Session) -> None:
    """Remember the ledger as it is now; a copy kept elsewhere shows any later rewriting."""
    with session.desk() as desk:
        line = desk.checkpoint()
    if session.printer.document("checkpoint", {"line": line}):
        return
    session.printer.say(line)
    session.printer.say("Keep this line somewhere else: on paper, or with somebody you trust.")
    session.printer.next(f"twosource verify --against '{line}'", "at any later time")


@command(
    "doctor",
    needs_case=False,
    examples=["twosource doctor", "twosource doctor --quick", "twosource doctor --json"],
)
@click.option("--quick", is_flag=True, help="Do not try to break out of the sandbox.")
def doctor(session: Session, quick: bool) -> None:
    """What this installation can and cannot do, and whether anything gets out of the sandbox."""
    health = examine_installation(Path.cwd(), try_escapes=not quick)
    seal, printer = health.seal, session.printer
    if seal.level is None:
        session.end(SandboxError.exit_code)
    if seal.escaped:
        session.end(IntegrityError.exit_code)
    if printer.document("doctor", health):
        return
    if seal.level is None:
        printer.say(f"Readers cannot be sealed here. {seal.how}", style="bold")
    else:
        printer.say(f"Readers are sealed at level {seal.level}: {seal.how}.")
    if seal.attempts:
        levels = " and ".join(sorted({str(attempt.level) for attempt in seal.attempts}))
        tried = f"{plural(len(seal.attempts), 'attempt')} to break out, at level {levels}"
        printer.say(f"{tried}: {len(seal.escaped)} succeeded.", style="bold" if seal.escaped else "")
    for attempt in seal.escaped:
        printer.say(f"  level {attempt.level}, {attempt.name}: {safe(attempt.what_happened)}", style="bold")
    printer.table(("", "here"), health.facts)
    printer.next("twosource demo")
