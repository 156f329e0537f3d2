"""The command that keeps forecasts: said with a probability and a day, settled, scored."""

from dataclasses import dataclass
from pathlib import Path

import click

from twosource.cli.door import Session, command
from twosource.cli.options import BY, LANGUAGE, WHY
from twosource.cli.printing import Printer, flat, ours, plain, plural, safe, shortened
from twosource.cli.weighing_pictures import drawing_options, show_pictures
from twosource.desk.forecasting import (
    ForecastAnswer,
    ForecastRow,
    ForecastsAnswer,
    Said,
    forecasts,
    make_forecast,
    settle,
    unsettle,
)
from twosource.desk.weighing_pictures import calibration_answer
from twosource.errors import UsageError
from twosource.evidence.quoting import within_marks
from twosource.ids import parse_siglum
from twosource.terms import likelihood

MOST_ROWS = 60
NONE_YET = "Nobody has forecast anything yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What was typed after the sentence."""

    by: str
    why: str
    p: str
    due: str
    question: str
    evidence: tuple[str, ...]
    undo: bool


@command(
    "forecast",
    examples=[
        "twosource forecast                                what is open, and what our words have been worth",
        "twosource forecast 'A second source appears within 3 months' --p likely --due 2027-08-01 "
        "--by 'Nadia Haddad' --why 'two people have offered'",
        "twosource forecast T1 yes --evidence E7 --by 'Nadia Haddad' --why 'a second archive was opened'",
        "twosource forecast T1 --undo --by 'Nadia Haddad' --why 'that was the first archive again'",
        "twosource forecast --svg calibration.svg",
    ],
)
@click.argument("what", required=False, default="", metavar="[SENTENCE|T1]")
@click.argument("outcome", required=False, default="", metavar="[yes|no|void]")
@click.option("--p", "p", default="", metavar="WORD|FIGURE", help="A likelihood word, or a figure as .65.")
@click.option("--due", default="", metavar="DAY", help="The day on which it is settled, as 2027-08-01.")
@click.option("--question", default="", metavar="Q1", help="The question it bears on.")
@click.option("--evidence", multiple=True, metavar="E7", help="What shows how it turned out.")
@BY
@WHY
@click.option("--undo", is_flag=True, help="Take your own outcome back.")
@LANGUAGE
@drawing_options("calibration")
def forecast(session: Session, what: str, outcome: str, language: str, **given: object) -> None:
    """Say how likely something is by a day, settle it, and see what your words have been worth."""
    svg, table, width = (given.pop(name) for name in ("svg", "table", "width"))
    typed = _Given(**given)  # type: ignore[arg-type]
    if svg is not None or table:
        _draw(session, language, svg if isinstance(svg, Path) else None, float(str(width)))
    elif not what:
        _list(session, typed)
    elif parse_siglum(what.strip().upper()) is None:
        _say(session, what, outcome, typed)
    else:
        _settle(session, what, outcome, typed)


def _draw(session: Session, language: str, svg: Path | None, width: float) -> None:
    with session.desk() as desk:
        record = forecasts(desk.work).desk.record
    show_pictures(session, [calibration_answer(record, language=language, width=width)], svg)


def _list(session: Session, given: _Given) -> None:
    if any((given.by, given.why, given.p, given.due, given.evidence, given.undo)):
        raise UsageError(
            "There is no sentence to forecast, and no forecast named.",
            remedy="Put it first: twosource forecast 'A second source appears' --p likely --due 2027-08-01.",
        )
    with session.desk() as desk:
        answer = forecasts(desk.work)
    if not session.printer.document("forecasts", answer):
        show_forecasts(session.printer, answer)


def _say(session: Session, what: str, outcome: str, given: _Given) -> None:
    if outcome or given.undo or given.evidence:
        meant = within_marks(shortened(what, 60))
        raise UsageError(
            f"Outcomes belong to a forecast called by its siglum, and “{meant}” is none.",
            remedy="`twosource forecast` lists them: twosource forecast T1 yes. Quote a sentence as one.",
        )
    said = Said(text=what, p=given.p, due=given.due, by=given.by, why=given.why, question=given.question)
    with session.desk() as desk:
        answer = make_forecast(desk.work, said)
    if session.printer.document("forecast", answer):
        return
    _show_one(session.printer, answer)
    siglum = answer.forecast.siglum
    session.printer.next(f"twosource forecast {siglum} yes|no|void --by NAME --why REASON", "settles it")


def _settle(session: Session, what: str, outcome: str, given: _Given) -> None:
    if given.p or given.due or given.question:
        raise UsageError(
            f"{what.upper()} stands as it was said: a forecast is never changed.",
            remedy="A second thought is a new forecast: write the same sentence and the same --due again.",
        )
    if bool(outcome) == given.undo:
        raise UsageError(
            f"Say how {what.upper()} turned out, or take an outcome back with --undo: one of the two.",
            remedy=f"twosource forecast {what.upper()} yes|no|void --by NAME --why REASON",
        )
    with session.desk() as desk:
        if given.undo:
            answer = unsettle(desk.work, what, by=given.by, why=given.why)
        else:
            answer = settle(desk.work, what, outcome, by=given.by, why=given.why, evidence=given.evidence)
    if session.printer.document("forecast", answer):
        return
    _show_one(session.printer, answer)
    if given.undo:
        session.printer.next("twosource forecast", "what is open")
    else:
        session.printer.next(
            f"twosource forecast {answer.forecast.siglum} --undo --by NAME --why REASON", "takes it back"
        )


def _show_one(printer: Printer, answer: ForecastAnswer) -> None:
    one = answer.forecast
    unchanged = " It had been recorded so before." if answer.is_unchanged else ""
    printer.say(f"{one.siglum} {flat(one.text)}", style="bold")
    printer.say(f"{_said(one)} by {one.due.isoformat()}, says {safe(one.by)}: {_stopped(one.why)}{unchanged}")
    if one.settled_by:
        shown = f" ({', '.join(map(safe, one.evidence))})" if one.evidence else ""
        printer.say(f"It {_became(one)}, says {safe(one.settled_by)}: {_stopped(one.settled_why)}{shown}")
    for note in answer.notes:
        printer.say(ours(note))


def _stopped(why: str) -> str:
    return safe(why if why.endswith((".", "!", "?", "؟")) else f"{why}.")


def _became(one: ForecastRow) -> str:
    return "is void" if one.state == "void" else one.state


def _said(one: ForecastRow) -> str:
    word = likelihood(one.word).label()
    return f"{word[:1].upper()}{word[1:]} ({plain(one.p)})"


def show_forecasts(printer: Printer, answer: ForecastsAnswer) -> None:
    """Print how many wait, every forecast, those to settle first, and what the words have been worth."""
    waiting = [f for f in answer.forecasts if f.is_open]
    overdue = [f for f in waiting if f.state == "overdue"]
    n = plural(len(answer.forecasts), "forecast")
    told = f"{n}: {len(waiting)} open, {len(overdue)} of them overdue." if answer.forecasts else NONE_YET
    printer.say(told, style="bold")
    if answer.forecasts:
        printer.table(
            ("", "forecast", "said", "due", "by", "on", "how it stands"),
            [
                (
                    one.siglum,
                    shortened(one.text, 100),
                    f"{likelihood(one.word).label()} ({plain(one.p)})",
                    one.due.isoformat(),
                    safe(one.by),
                    one.question,
                    _stands(one),
                )
                for one in answer.forecasts[:MOST_ROWS]
            ],
        )
        if len(answer.forecasts) > MOST_ROWS:
            printer.say(f"{plural(len(answer.forecasts) - MOST_ROWS, 'more')}: --json lists all.")
    for record in (answer.desk, *answer.people):
        printer.gap()
        for sentence in record.sentences:
            printer.say(ours(sentence))
    if overdue:
        printer.next(f"twosource forecast {overdue[0].siglum} yes|no|void --by NAME --why REASON")
    elif answer.desk.record.n:
        printer.next("twosource forecast --svg calibration.svg", "draws what the words have been worth")
    else:
        printer.next("twosource forecast SENTENCE --p WORD --due DAY --by NAME --why REASON")


def _stands(one: ForecastRow) -> str:
    days = plural(abs(one.days), "day")
    if one.state == "overdue":
        return f"overdue by {days}"
    if one.state == "due":
        return "due today"
    return f"open, {days} left" if one.state == "open" else one.state
