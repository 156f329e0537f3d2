"""Commands of people who judge what machines read: review, accept, reject, correct, undo-review."""

import sys
from collections.abc import Callable
from typing import Any

import click

from twosource.cli.door import Session, command
from twosource.cli.options import BY, WHY
from twosource.cli.printing import Printer, plain, plural, safe
from twosource.desk import Desk
from twosource.desk.correcting import Correction
from twosource.desk.queueing import QueueAnswer, Screen
from twosource.desk.reviewing import ReviewedAnswer
from twosource.errors import TwosourceError, UsageError
from twosource.evidence.quoting import within_marks
from twosource.terms import Access, PartyKind, Stance

NAME = click.argument("name", metavar="STATEMENT")
CLAIM = click.option("--claim", default="", help="Judge whether the statement bears on this claim instead.")
LATER = click.option("--later", is_flag=True, help="Do not count hands anew now; `twosource weigh` does.")
KEYS = "a accept · c correct · r reject · s skip · u undo the last · q quit"
AT_ONCE = 20


@command(
    "review",
    examples=[
        "twosource review                              what nobody looked at yet, most useful first",
        "twosource review --claim C1                   only what bears on one claim",
        "twosource review --interactive --by 'Nadia Haddad'",
    ],
)
@click.option("--claim", default="", help="Only suggestions that bear on this claim.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1), help="How many to print.")
@click.option("--interactive", is_flag=True, help="One after the other, one key each, on a terminal.")
@BY
def review(session: Session, claim: str, limit: int, interactive: bool, by: str) -> None:
    """What machines read and nobody looked at: the words, what was read in them, how often that is right."""
    with session.desk() as desk:
        if interactive and not session.printer.as_json and is_terminal():
            go_through(session.printer, desk, by, claim)
            return
        answer = desk.to_review(limit, claim)
    if session.printer.document("to review", answer):
        return
    _queue(session.printer, answer)


def is_terminal() -> bool:
    """Say whether somebody can press keys here."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _queue(printer: Printer, answer: QueueAnswer) -> None:
    printer.say(
        f"{plural(answer.n_waiting, 'suggestion')} nobody looked at; {answer.n_looked_at:,} looked at."
    )
    for screen in answer.screens:
        show_screen(printer, screen)
    left = answer.n_waiting - len(answer.screens)
    if left > 0:
        printer.gap()
        printer.say(
            f"{plural(left, 'more')} behind these: --limit {answer.n_waiting}".replace("mores", "more")
        )
    if answer.screens:
        first = answer.screens[0].siglum
        printer.next(f"twosource accept {first} --by NAME", "or reject, or correct")
    else:
        printer.next("twosource claims")


def show_screen(printer: Printer, screen: Screen) -> None:
    """Print one suggestion: the words between their neighbours, then everything read from them."""
    printer.gap()
    language = f", {screen.language}" if screen.language else ""
    printer.say(f"{screen.siglum} · {screen.exhibit}, page {screen.page}{language}", style="bold")
    if screen.before:
        printer.say(f"  {_line(screen.before)}", style="dim")
    printer.say(f"> {_line(screen.words)}", style="bold")
    if screen.after:
        printer.say(f"  {_line(screen.after)}", style="dim")
    printer.gap()
    for at, link in enumerate(screen.chain):
        known = [] if link.access == "unknown" else [f"knows: {link.access}"]
        known += [f"by “{within_marks(_line(link.shown_by))}”"] if link.shown_by else []
        cue = [f"cue “{within_marks(_line(link.cue))}”"] if link.cue else []
        told = ", ".join((*cue, *known))
        printer.say(
            f"{'  ' * at}{'says that ' if at else ''}{_line(link.party)}" + (f" ({told})" if told else "")
        )
    sure = f"; {screen.factuality}" if screen.factuality else ""
    said_on = f"; said {safe(screen.said_on)}" if screen.said_on and screen.said_on != ".." else ""
    printer.say(f"Stance: {screen.stance}, {screen.hedge_in_words} (hedge {screen.hedge}){sure}{said_on}")
    if screen.event:
        printer.say("Event: " + "; ".join(f"{name} {_line(value)}" for name, value in screen.event))
    printer.say(
        f"Read by {safe(screen.by)}" + (f", p {plain(screen.p)}" if screen.p is not None else "") + "."
    )
    printer.say(f"Because: {_line(screen.why)}")
    _how_often(printer, screen)
    for borne in screen.claims[:3]:
        hands = "" if borne.hands is None else f" ({plural(borne.hands, 'hand')})"
        printer.say(f"Bears on {borne.siglum}{hands}: {_line(borne.text)}")
    for sentence in screen.said:
        printer.say(f"Before: {safe(sentence)}.")
    if screen.why_now:
        printer.say(safe(screen.why_now))


def _how_often(printer: Printer, screen: Screen) -> None:
    """Print how often such readings are right; what nobody measured, in one line."""
    unknown = [(step, words) for step, words in screen.measured if "not measured" in words]
    for step, words in screen.measured:
        if (step, words) not in unknown:
            printer.say(f"How often right, {step}: {words}.")
    if unknown:
        printer.say(f"How often right, {', '.join(step for step, _ in unknown)}: {unknown[0][1]}.")


def _line(text: str) -> str:
    return safe(" ".join(text.split()))


# -- one key each


def go_through(printer: Printer, desk: Desk, by: str, claim: str = "") -> None:
    """Show suggestions one after the other and take a key for each, until none is left or `q`."""
    if not by.strip():
        raise UsageError("Nobody is named as the one who judges.", remedy="Say who with --by.")
    before = _hands(desk)
    skipped: set[str] = set()
    judged: list[str] = []
    while batch := _batch(desk, skipped, claim):
        for screen in batch:
            show_screen(printer, screen)
            key = _keyed(printer, desk, screen, by, judged)
            if key == "q":
                return _ended(printer, desk, len(judged), by, before)
            skipped |= {screen.statement_id} if key == "s" else set()
    printer.say("Nothing is left to look at.")
    _ended(printer, desk, len(judged), by, before)


def _batch(desk: Desk, skipped: set[str], claim: str) -> list[Screen]:
    """Return the next screens; the order is made anew after some, because words change what is useful."""
    found = desk.to_review(AT_ONCE + len(skipped), claim).screens
    return [screen for screen in found if screen.statement_id not in skipped][:AT_ONCE]


def _keyed(printer: Printer, desk: Desk, screen: Screen, by: str, judged: list[str]) -> str:
    """Take keys for one screen until one settles it; return that key. `judged` keeps what `u` takes back."""
    while True:
        printer.say(KEYS)
        key = _key()
        if key == "u":
            _taken_back(printer, desk, by, judged)
        elif key in {"q", "s"}:
            return key
        elif _pressed(printer, desk, screen, key, by):
            judged.append(screen.siglum)
            return key


def _taken_back(printer: Printer, desk: Desk, by: str, judged: list[str]) -> None:
    """Take the last word given here back, because one key is easily the wrong one."""
    if not judged:
        printer.say("Nothing was judged here yet, so there is nothing to take back.")
        return
    _told(printer, desk.undo_review(judged[-1], by=by))
    judged.pop()


def _ended(printer: Printer, desk: Desk, n_judged: int, by: str, before: dict[str, int | None]) -> None:
    printer.say(f"{plural(n_judged, 'suggestion')} judged by {safe(by)}.")
    if n_judged:
        _count_anew(printer, desk, before)
    printer.next("twosource log")


def _key() -> str:
    pressed = click.getchar().lower()
    return "q" if pressed in {"\x03", "\x04", "\x1b", ""} else pressed


def _pressed(printer: Printer, desk: Desk, screen: Screen, key: str, by: str) -> bool:
    """Do what a key says; return whether a word was given."""
    try:
        match key:
            case "a":
                _told(printer, desk.accept(screen.siglum, by=by))
            case "r":
                _told(printer, desk.reject(screen.siglum, by=by))
            case "c":
                given = _asked(screen)
                why = click.prompt("Why", default="", show_default=False)
                _told(printer, desk.correct(screen.siglum, given, by=by, why=why))
            case _:
                printer.say(f"No key is called so: {KEYS}")
                return False
    except TwosourceError as error:
        printer.say(safe(error.sentences()), style="bold")
        return False
    return True


def _asked(screen: Screen) -> Correction:
    """Ask for what is wrong; Enter leaves a thing as it is."""

    def ask(question: str, now: str) -> str:
        answer: str = click.prompt(f"{question} [{now}]", default="", show_default=False)
        return answer.strip()

    speaker = ask("Speaker", safe(screen.chain[-1].party))
    kind = ask("Kind, if the case does not know them", "known") if speaker else ""
    stance = ask("Stance", screen.stance)
    hedge = ask("Hedge 0-6", str(screen.hedge))
    content = ask("Exact words", "as they are")
    return Correction(
        speaker=speaker,
        new_kind=kind,
        stance=stance,
        hedge=int(hedge) if hedge.isdecimal() else None,
        content=content,
    )


# -- one verb each


@command(
    "accept",
    examples=[
        "twosource accept S8 --by 'Nadia Haddad'",
        "twosource accept S8 --claim C1 --by 'Nadia Haddad' --why 'It speaks of the same guns.'",
    ],
)
@NAME
@CLAIM
@BY
@WHY
@LATER
def accept(session: Session, name: str, claim: str, by: str, why: str, later: bool) -> None:
    """Say that a suggestion is right as it is; it then counts as a person's judgement."""
    _judge(session, lambda desk: desk.accept(name, by=by, why=why, claim=claim), later)


@command(
    "reject",
    examples=[
        "twosource reject S8 --by 'Nadia Haddad' --why 'He is quoted, not the channel.'",
        "twosource reject S8 --claim C1 --by 'Nadia Haddad'",
    ],
)
@NAME
@CLAIM
@BY
@WHY
@LATER
def reject(session: Session, name: str, claim: str, by: str, why: str, later: bool) -> None:
    """Say that a suggestion is wrong: it counts nowhere any more, and is kept."""
    _judge(session, lambda desk: desk.reject(name, by=by, why=why, claim=claim), later)


@command(
    "not-enough",
    examples=["twosource not-enough S8 --claim C1 --by 'Nadia Haddad' --why 'It names no place.'"],
)
@NAME
@CLAIM
@BY
@WHY
@LATER
def not_enough(session: Session, name: str, claim: str, by: str, why: str, later: bool) -> None:
    """Say that what is held is not enough to tell whether a statement bears on a claim."""
    _judge(session, lambda desk: desk.not_enough(name, by=by, why=why, claim=claim), later)


@command(
    "undo-review",
    examples=[
        "twosource undo-review S8 --by 'Nadia Haddad'",
        "twosource undo-review S8 --claim C1 --by 'Nadia Haddad'",
    ],
)
@NAME
@CLAIM
@BY
@WHY
@LATER
def undo_review(session: Session, name: str, claim: str, by: str, why: str, later: bool) -> None:
    """Take your own word back; what others said counts again, or the suggestion does."""
    _judge(session, lambda desk: desk.undo_review(name, by=by, why=why, claim=claim), later)


def _fields(function: Callable[..., None]) -> Callable[..., None]:
    """Put the options of a correction before a function."""
    options = [
        click.option("--speaker", default="", help="Who says it: a name, an id, or a name of case.toml."),
        click.option(
            "--chain", default="", metavar="'A < B < C'", help="Everybody, from the publisher inwards."
        ),
        click.option("--own-voice", is_flag=True, help="The publisher itself says it."),
        click.option(
            "--new",
            "new_kind",
            type=click.Choice([kind.value for kind in PartyKind]),
            metavar="KIND",
            help=f"The speaker is new to the case: {', '.join(kind.value for kind in PartyKind)}.",
        ),
        click.option("--cue", help="The words that credit the speaker, as they stand there."),
        click.option("--access", default="", help=f"How they know: {', '.join(a.value for a in Access)}."),
        click.option("--stance", default="", help=f"One of: {', '.join(s.value for s in Stance)}."),
        click.option("--hedge", type=click.IntRange(0, 6), help="From 0, flat, to 6, not verified."),
        click.option("--content", default="", help="The exact words, where the suggestion took others."),
        click.option("--said", default="", metavar="DATE", help="When it was said."),
        click.option("--action", default="", help="What is said to have happened: withdraw, supply ..."),
        click.option("--actor", help="Who did it; an empty text takes a role out."),
        click.option("--object", help="To what."),
        click.option("--counterpart", help="With or to whom."),
        click.option("--place", help="Where."),
        click.option("--from-place", help="From where."),
        click.option("--to-place", help="To where."),
        click.option("--when", default="", metavar="DATE", help="When it is said to have happened."),
        click.option("--negated/--affirmed", default=None, help="Whether it is said not to have happened."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@command(
    "correct",
    examples=[
        "twosource correct S8 --speaker 'Channel Nine' --by 'Nadia Haddad' --why 'The paper cites it.'",
        "twosource correct S8 --speaker 'a guard' --new placeholder --access saw --by NAME --why ...",
        "twosource correct S8 --content 'the exact words' --hedge 3 --by NAME --why 'They only fear it.'",
        "twosource correct S8 --action withdraw --from-place Palmyra --to-place Raqqa --by NAME --why ...",
    ],
)
@NAME
@_fields
@BY
@WHY
@LATER
def correct(session: Session, name: str, by: str, why: str, later: bool, **given: Any) -> None:
    """Put a statement of your own in place of a suggestion, pinned to the same words or to those you give."""
    correction = Correction(**{**given, "new_kind": given["new_kind"] or ""})
    _judge(session, lambda desk: desk.correct(name, correction, by=by, why=why), later)


def _judge(session: Session, verb: Callable[[Desk], ReviewedAnswer], later: bool) -> None:
    with session.desk() as desk:
        before = _hands(desk)
        answer = verb(desk)
        if session.printer.as_json:
            if not later:
                desk.analyse()
            session.printer.document("reviewed", answer)
            return
        _told(session.printer, answer)
        if not (later or answer.is_unchanged):
            _count_anew(session.printer, desk, before)
    session.printer.next("twosource weigh" if later else "twosource review")


def _told(printer: Printer, answer: ReviewedAnswer) -> None:
    if answer.is_unchanged:
        printer.say(f"{safe(answer.by)} had said so before; nothing was recorded anew.")
    else:
        called = f"{answer.siglum} on {answer.claim}" if answer.claim else answer.siglum
        printer.say(
            f"{called}: {answer.verdict} by {safe(answer.by)}; it stands in the ledger.", style="bold"
        )
    printer.say(safe(answer.counts))
    for sentence in answer.others:
        printer.say(f"Before: {safe(sentence)}")
    for note in answer.notes:
        printer.say(note)


def _hands(desk: Desk) -> dict[str, int | None]:
    return {claim.siglum: claim.kappa for claim in desk.claims() if claim.headline}


def _count_anew(printer: Printer, desk: Desk, before: dict[str, int | None]) -> None:
    """Match, trace and weigh again, and say which claims changed their hands."""
    desk.analyse()
    after = _hands(desk)
    for siglum in sorted(before.keys() & after.keys(), key=lambda s: int(s[1:])):
        if before[siglum] != after[siglum]:
            printer.say(f"{siglum} has {_number(after[siglum])} now; it had {_number(before[siglum])}.")


def _number(hands: int | None) -> str:
    return "no count of hands" if hands is None else plural(hands, "hand")
