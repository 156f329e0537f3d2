"""Commands of people who read: transcribe and translate; a model only where its address is granted."""

import os
import sys
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click

from twosource.cli.door import Session, command
from twosource.cli.layering import show_kept, show_layers
from twosource.cli.printing import Printer, plural, safe
from twosource.desk.suggesting import (
    SendingPlan,
    SuggestedAnswer,
    Wish,
    plan_picture,
    plan_translation,
    suggest_from_picture,
    suggest_translation,
)
from twosource.desk.transcribing import Transcript, transcribe
from twosource.endpoint import HttpEndpoint, grant
from twosource.errors import NetworkError, UsageError
from twosource.terms import RenditionKind

KEY = "TWOSOURCE_ENDPOINT_KEY"
BY = click.option("--by", default="", help="Who reads, decides or asks: a name.")
NAME = click.argument("name")
Made = Callable[..., None]


def _options(*options: Callable[[Any], Any]) -> Callable[[Made], Made]:
    """Put several options before a function, the first one listed first."""
    return lambda function: reduce(lambda made, option: option(made), reversed(options), function)


PLACE = _options(
    click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="Which page."),
    click.option("--line", default=0, type=click.IntRange(0), help="Which line; left out: the whole page."),
    click.option("--second", is_flag=True, help="A second reading of what somebody else read before."),
    click.option("--blank", is_flag=True, help="Nothing is written there."),
    click.option("--beside", is_flag=True, help="The machine's reading lay before me."),
    click.option(
        "--file",
        "path",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Take the words from a file; - is standard input.",
    ),
    click.option("--note", default="", help="Anything to remember about this reading."),
)  # fmt: skip
MODEL = _options(
    click.option("--endpoint", default="", metavar="ORIGIN", help="Ask a model at exactly this address."),
    click.option("--model", default="", help="Which model to ask for."),
    click.option("--send", is_flag=True, help="Send it; without this, only what would be sent is shown."),
)  # fmt: skip


@command(
    "transcribe",
    examples=[
        "twosource transcribe E3 --by 'Huda K.' --language ar --file page-1.txt",
        "twosource transcribe E3 'the third line' --by 'Huda K.' --language en --page 1 --line 3",
        "twosource transcribe E3 --by 'Salim A.' --language ar --second --file page-1.txt",
        "twosource transcribe E3 --by 'Huda K.' --language ar --endpoint http://127.0.0.1:8080 --model NAME",
    ],
)
@NAME
@click.argument("words", nargs=-1)
@BY
@click.option("--language", default="", help="The language of the words: ar, en, fr ...")
@PLACE
@MODEL
def transcribe_command(
    session: Session, name: str, words: tuple[str, ...], language: str, **given: Any
) -> None:
    """Keep what a person reads on a page or a line, beside the machine's reading; nothing is overwritten."""
    if given["endpoint"]:
        _suggest(session, name, language, given, is_picture=True)
        return
    _read(session, name, _transcript(words, language, RenditionKind.TRANSCRIPTION, given))


@command(
    "translate",
    examples=[
        "twosource translate E3 --by 'Huda K.' --into en --file page-1.en.txt",
        "twosource translate E3 'the order was given' --by 'Huda K.' --into en --line 3",
        "twosource translate E3 --by 'Huda K.' --into en --endpoint http://127.0.0.1:8080 --model NAME",
    ],
)
@NAME
@click.argument("words", nargs=-1)
@BY
@click.option("--into", "language", default="en", show_default=True, help="The language translated into.")
@click.option(
    "--layer",
    default=0,
    type=click.IntRange(0),
    help="Which layer a model translates; left out: the preferred.",
)
@PLACE
@MODEL
def translate_command(
    session: Session, name: str, words: tuple[str, ...], language: str, **given: Any
) -> None:
    """Keep a person's translation, or ask a granted model for one, which stays a suggestion."""
    if given["endpoint"]:
        _suggest(session, name, language, given, is_picture=False)
        return
    _read(session, name, _transcript(words, language, RenditionKind.TRANSLATION, given))


def _transcript(
    words: tuple[str, ...], language: str, kind: RenditionKind, given: dict[str, Any]
) -> Transcript:
    path: Path | None = given["path"]
    if path and words:
        raise UsageError("Words were given twice, on the line and in a file.", remedy="Give them once.")
    text = " ".join(words)
    if path:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8-sig")
    return Transcript(
        text=text, by=given["by"], language=language, kind=kind, page=given["page"], line=given["line"],
        is_second=given["second"], is_blank=given["blank"], is_beside=given["beside"], note=given["note"],
    )  # fmt: skip


def _read(session: Session, name: str, transcript: Transcript) -> None:
    with session.desk() as desk:
        answer = transcribe(desk.work, name, transcript)
    if not session.printer.document("transcribed", answer):
        show_kept(session.printer, answer)
        session.printer.next(f"twosource layers {answer.exhibit}")


def _suggest(session: Session, name: str, language: str, given: dict[str, Any], *, is_picture: bool) -> None:
    """Show what would be sent; send it only where that was asked for."""
    endpoint = HttpEndpoint(grant(given["endpoint"], given["model"], key=os.environ.get(KEY, "")))
    wish = Wish(by=given["by"], language=language, layer=given.get("layer", 0), page=given["page"])
    plan_of, suggest = (
        (plan_picture, suggest_from_picture) if is_picture else (plan_translation, suggest_translation)
    )
    with session.desk() as desk:
        if not given["send"]:
            _show_plan(session, plan_of(desk.work, name, wish, endpoint))
            return
        answer = suggest(desk.work, name, wish, endpoint)
    if not session.printer.document("suggested", answer):
        _show_suggested(session.printer, answer)


def _show_plan(session: Session, plan: SendingPlan) -> None:
    session.end(NetworkError.exit_code)
    if session.printer.document("would send", plan):
        return
    session.printer.say(
        f"Nothing was sent. {plural(plan.n_bytes, 'byte')} of {plan.exhibit} would go to {plan.origin}, "
        f"for the model {plan.model}, in {plural(plan.n_requests, 'request')}."
    )
    what = f"The {plan.source}" if not plan.is_picture else f"It is {plan.source}"
    session.printer.say(f"{safe(what)}; {plural(plan.n_blocked, 'protected name')} blocked out.")
    session.printer.say(
        "The answer stays a suggestion by the model. What is sent is written into the ledger."
    )
    session.printer.next("the same command with --send")


def _show_suggested(printer: Printer, answer: SuggestedAnswer) -> None:
    printer.say(
        f"{plural(answer.n_words, 'word')} kept as a suggestion by the model; "
        f"{answer.plan.n_bytes:,} bytes sent, {answer.n_received:,} received."
    )
    for words in answer.unsure:
        printer.say(f"The model was unsure of {safe(words)}")
    for why in answer.dropped:
        printer.say(safe(why))
    show_layers(printer, answer.layers)
    printer.next(f"twosource show {answer.plan.exhibit}", "read it before you rely on it")
