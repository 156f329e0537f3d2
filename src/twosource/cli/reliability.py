"""Commands about the reliability of parties: reliability, track, grade. Each word can be taken back."""

from collections.abc import Callable
from typing import Any

import click

from twosource.cli.door import Session, command
from twosource.cli.options import BY, WHY
from twosource.cli.printing import Printer, safe, shortened, told
from twosource.desk.reliability import EntryAnswer, ReliabilityAnswer, reliability_of
from twosource.desk.track_records import Given, Matter, RecordedAnswer, give_grade, track
from twosource.errors import UsageError
from twosource.evidence.reliability import ReliabilityReadout
from twosource.weighing.reliability.judged import judged
from twosource.weighing.words import figure

MOST_ENTRIES = 60
UNDO = click.option("--undo", is_flag=True, help="Take your own word back.")
PARTY = click.argument("party", metavar="PARTY")
SHARE = click.FloatRange(0.0, 1.0)


@command(
    "reliability",
    examples=[
        "twosource reliability N2",
        "twosource reliability N2 --claim C1          with the digit: the claim without it",
        "twosource reliability N8 --half-life 3       an item weighs half as much every three years",
    ],
)
@PARTY
@click.option(
    "--claim", default="", metavar="CLAIM", help="Grade it without this claim, and the claim without it."
)
@click.option("--domain", default="", help="Only matters of this kind, and those entered without a kind.")
@click.option(
    "--half-life",
    type=float,
    metavar="YEARS",
    help="Let older items weigh less; otherwise age does not count.",
)
def reliability(session: Session, party: str, claim: str, domain: str, half_life: float | None) -> None:
    """How reliable a party is by its record, and what a claim is worth without it."""
    if half_life is not None and not half_life > 0.0:
        raise UsageError("A half-life is a number of years above 0.")
    with session.desk() as desk:
        desk.analyse()
        answer = reliability_of(desk.work, party, claim=claim, domain=domain, half_life=half_life)
    if not session.printer.document("reliability", answer):
        show_reliability(session.printer, answer)


def show_reliability(printer: Printer, answer: ReliabilityAnswer) -> None:
    """Print the grade in a sentence, why, the figures, the entries it rests on and the next command."""
    reading = answer.reading
    printer.say(told(answer.headline), style="bold")
    if answer.claim_text:
        printer.say(f"{answer.claim}: {safe(answer.claim_text)}")
    for sentence in (reading.letter_why, reading.number_why):
        if sentence:
            printer.say(safe(sentence))
    printer.gap()
    printer.table(("", "now", "range", "without its record"), _figures(reading), numeric=(1, 3))
    if answer.entries:
        printer.gap()
        printer.table(
            ("earlier matter", "turned out", "items", "check", "like this", "says"),
            [_row(entry) for entry in answer.entries[:MOST_ENTRIES]],
            numeric=(2, 3, 4),
        )
        if (more := len(answer.entries) - MOST_ENTRIES) > 0:
            printer.say(f"{more:,} more: --json lists all.")
    for note in (*reading.notes, *answer.notes):
        printer.say(f"Note: {safe(note)}")
    if not reading.claim_id:
        printer.next(
            f"twosource reliability {answer.siglum} --claim CLAIM",
            "its grade without a claim, and the claim without it",
        )
    else:
        printer.next(
            f"twosource track {answer.siglum} --right 'WHAT IT WAS' --by NAME --why REASON",
            "enters what became of an earlier matter",
        )


def _figures(reading: ReliabilityReadout) -> list[tuple[str, str, str, str]]:
    """Return the figures beside what was held without the record: .85 says little after .80."""
    spread = f"{figure(reading.low)} to {figure(reading.high)}"
    rows = [
        ("what it asserts next is right", figure(reading.p_right), spread, figure(reading.p_right_before)),
        ("separate, fully checked items in its record", f"{reading.n_effective:,.1f}", "", ""),
    ]
    if reading.p_asserts_false is not None:
        rows.append(("asserts what is false", figure(reading.p_asserts_false), "", ".50"))
    if reading.p_silent_true is not None:
        rows.append(("keeps silent on what is true", figure(reading.p_silent_true), "", ".50"))
    if reading.p_genuine is not None and reading.p_genuine_before is not None:
        before = figure(reading.p_genuine_before)
        rows.append(("the next paper it hands over is genuine", figure(reading.p_genuine), "", before))
        priors = {mode.name: mode for mode in judged().modes}
        rows += [
            (f"{name}: {priors[name].text}", figure(p), "", figure(priors[name].prior))
            for name, p in reading.modes
        ]
    return rows


def _row(entry: EntryAnswer) -> tuple[str, ...]:
    what = shortened(entry.text, 120)
    about = ", ".join(filter(None, (entry.at, f"batch {entry.batch}" if entry.batch else "", entry.domain)))
    state = "left out" if entry.is_left_out else "" if entry.is_used else "weighs nothing"
    return (
        "\n".join(filter(None, (what, safe(about)))),
        "\n".join(filter(None, (entry.outcome, state))),
        f"{entry.n:,}",
        figure(entry.quality),
        figure(entry.exchange),
        f"{safe(entry.by)}: {shortened(entry.why, 120)}",
    )


def _outcomes(function: Callable[..., None]) -> Callable[..., None]:
    """Add the flags that say what became of a matter."""
    flags = (
        ("--open", "open", "It has not turned out yet: it weighs nothing until it has."),
        ("--rightly-silent", "rightly silent", "It kept silent on something that turned out false."),
        ("--silent", "silent", "It kept silent on something that turned out true."),
        ("--wrong", "wrong", "What it said turned out false."),
        ("--right", "right", "What it said turned out true; a paper, genuine."),
    )
    for flag, value, text in flags:
        option: Any = click.option(flag, "outcomes", multiple=True, flag_value=value, type=str, help=text)
        function = option(function)
    return function


@command(
    "track",
    examples=[
        "twosource track N2 --right 'the personnel files of March 2016' --n 22000 --batch 'March 2016' \\\n"
        "      --unseen .5 --by 'Nadia Haddad' --why 'a federal police force judged them genuine'",
        "twosource track N8 --wrong 'the strike on the bakery' --by 'Nadia Haddad' --why 'it withdrew it'",
        "twosource track --undo N8 'the strike on the bakery' --by 'Nadia Haddad' --why 'another bakery'",
    ],
)
@PARTY
@click.argument("matter")
@_outcomes
@click.option("--n", "n", default=1, show_default=True, type=int, help="How many items it was.")
@click.option("--batch", default="", help="What came at once; its items count as nearly one.")
@click.option(
    "--alike", type=SHARE, help="How far items of the batch stand and fall together; 1 unless you say."
)
@click.option("--at", default="", metavar="DATE", help="When: 2016, 2016-03 or 2016-03-27.")
@click.option("--domain", default="", help="The kind of matter.")
@click.option(
    "--quality", default=1.0, type=SHARE, help="How good the check was: 1 never errs, 0 says nothing."
)
@click.option(
    "--exchange", default=1.0, type=SHARE, help="How like the present matter it is: 1 as like as can be."
)
@click.option(
    "--unseen", type=SHARE, help="Chance that a failure would be known, against a success; .5 unless you say."
)
@click.option("--claim", default="", metavar="CLAIM", help="A claim of this case that it rests on.")
@click.option(
    "--evidence", multiple=True, metavar="EXHIBIT", help="An exhibit that shows it; may be given again."
)
@BY
@WHY
@UNDO
def track_command(session: Session, party: str, matter: str, outcomes: tuple[str, ...], **given: Any) -> None:
    """Enter what became of an earlier matter of a party: right, wrong, silent on it, or still open."""
    by, why, undo = (given.pop(name) for name in ("by", "why", "undo"))
    if len(outcomes) > 1:
        raise UsageError(
            "Only one thing can have become of it.", remedy="Give one of --right, --wrong, --silent …"
        )
    said = Matter(text=matter, outcome="".join(outcomes), **given)
    with session.desk() as desk:
        answer = track(desk.work, party, said, by=by, why=why, undo=undo)
    show_recorded(session.printer, answer)


@command(
    "grade",
    examples=[
        "twosource grade N2 B2 --standard 'STANAG 2511' --by 'Nadia Haddad' --why 'a ministry gave it'",
        "twosource grade --undo N2 B2 --standard 'STANAG 2511' --by 'Nadia Haddad' --why 'another group'",
    ],
)
@PARTY
@click.argument("grade")
@click.option("--standard", default="", help="By which scale it was given, for instance 'STANAG 2511'.")
@click.option("--claim", default="", metavar="CLAIM", help="The claim it was given for, if for one.")
@BY
@WHY
@UNDO
def grade_command(session: Session, party: str, grade: str, standard: str, claim: str, **word: Any) -> None:
    """Keep a grade that somebody else gave a party: as given, and used as a weak prior only."""
    with session.desk() as desk:
        given = Given(grade=grade, standard=standard, claim=claim)
        answer = give_grade(desk.work, party, given, **word)
    show_recorded(session.printer, answer)


def show_recorded(printer: Printer, answer: RecordedAnswer) -> None:
    """Print what was recorded of whom, and the command that shows what it is worth."""
    if printer.document("recorded", answer):
        return
    said = f"{answer.siglum} {safe(answer.name)}, {safe(answer.said)}"
    if answer.is_undone:
        printer.say(f"{said}: taken back by {safe(answer.by)}: {safe(answer.why)}")
    elif answer.is_unchanged:
        printer.say(f"{said}: {safe(answer.by)} had said so before.")
    else:
        printer.say(f"{said}, says {safe(answer.by)}: {safe(answer.why)}")
    printer.next(f"twosource reliability {answer.siglum}", "what its record is worth now")
