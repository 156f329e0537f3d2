"""Commands that publish and prove: publish, verify, log, checkpoint, doctor."""

import platform
import shutil
import sys
from pathlib import Path

import apsw
import click

from twosource import __version__
from twosource.cli.door import Session, command
from twosource.cli.printing import plural, safe, shortened
from twosource.errors import IntegrityError


@command(
    "publish",
    examples=["twosource publish", "twosource publish --add 'A letter orders heavy artillery to Raqqa.' P4"],
)
@click.option(
    "--add",
    nargs=2,
    multiple=True,
    metavar="SENTENCE PASSAGES",
    help="A sentence of your own and the passages it rests on, such as P4,P7.",
)
def publish(session: Session, add: tuple[tuple[str, str], ...]) -> None:
    """Put the dossier through the gate and write it; nothing is published past the gate."""
    with session.desk() as desk:
        desk.analyse()
        answer = desk.publish(tuple((text, tuple(names.split(","))) for text, names in add))
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


@command("doctor", needs_case=False, examples=["twosource doctor", "twosource doctor --json"])
def doctor(session: Session) -> None:
    """What this installation can and cannot do: sandbox level, tools, disk, versions."""
    free = shutil.disk_usage(Path.cwd()).free
    pdftotext = shutil.which("pdftotext")
    found = {
        "twosource": __version__,
        "python": platform.python_version(),
        "sqlite": apsw.sqlite_lib_version(),
        "platform": f"{sys.platform} {platform.machine()}",
        "sandbox level": "0: readers run in this process; open material you do not trust "
        "on a machine of its own",
        "network": "never used",
        "pdftotext": pdftotext
        or "missing: Arabic PDF text layers are counted as partly read "
        "(Debian: apt-get install poppler-utils)",
        "free disk": f"{free // 2**20:,} MiB",
        "model": "none: statements are found by rules",
    }
    if session.printer.document("doctor", found):
        return
    session.printer.table(("", "here"), list(found.items()))
    session.printer.next("twosource demo")
