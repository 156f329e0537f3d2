"""Commands over layers: every reading of one exhibit side by side, out and in, and passages found again."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from twosource.cli.door import Session, command
from twosource.cli.printing import Printer, plural, safe, shortened
from twosource.desk.anchoring import AnchorsAnswer, anchors, annotations, decide_anchor
from twosource.desk.layer_listing import AgreementAnswer, LayerAnswer, LayersAnswer
from twosource.desk.transcribing import (
    ExportAnswer,
    TranscribedAnswer,
    Transcript,
    export_layer,
    import_layer,
    layers,
)
from twosource.errors import UsageError
from twosource.reading.interchange import FORMATS
from twosource.terms import RenditionKind

SUFFIXES = {"alto": "alto.xml", "page": "page.xml", "hocr": "hocr.html"}
MOST_VARIANTS = 30
BY = click.option("--by", default="", help="Who reads or decides: a name.")
NAME = click.argument("name")


@command(
    "layers",
    examples=[
        "twosource layers E3",
        "twosource layers E3 --export alto > E3.alto.xml",
        "twosource layers E3 --export page --layer 2 --to FOLDER",
        "twosource layers E3 --import corrected.page.xml --by 'Huda K.' --language ar",
        "twosource layers E3 --annotations",
    ],
)
@NAME
@click.option("--export", "form", type=click.Choice(FORMATS), help="Write one layer out in this format.")
@click.option(
    "--layer",
    default=0,
    type=click.IntRange(0),
    help="Which layer, as numbered; left out: the preferred one.",
)
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write into this folder."
)
@click.option(
    "--import",
    "path",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Keep an ALTO, PAGE or hOCR document as somebody's reading.",
)
@BY
@click.option("--language", default="", help="The language of an imported layer.")
@click.option("--translation", is_flag=True, help="The imported layer is a translation.")
@click.option(
    "--page",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Which page a document of one page is.",
)
@click.option("--second", is_flag=True, help="The imported layer is a second reading.")
@click.option(
    "--annotations",
    "wants_annotations",
    is_flag=True,
    help="Print the passages relied on as W3C Web Annotations.",
)
def layers_command(session: Session, name: str, **given: Any) -> None:  # fmt: skip
    """Every reading of one exhibit side by side; out and in as ALTO, PAGE XML and hOCR."""
    if given["form"]:
        _export(session, name, given)
    elif given["path"]:
        _import(session, name, given)
    elif given["wants_annotations"]:
        with session.desk() as desk:
            found = annotations(desk.work, name)
        if not session.printer.document("annotations", found):
            sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        with session.desk() as desk:
            answer = layers(desk.work, name)
        if not session.printer.document("layers", answer):
            session.printer.say(
                f"{answer.exhibit} is {answer.status}; {plural(len(answer.layers), 'layer')}."
            )
            show_layers(session.printer, answer)
            session.printer.next(f"twosource show {answer.exhibit}")


def _export(session: Session, name: str, given: dict[str, Any]) -> None:
    with session.desk() as desk:
        answer = export_layer(desk.work, name, given["form"], given["layer"])
    if given["folder"]:
        written = _write(answer, given["folder"])
        if not session.printer.document("exported", {"paths": written, "by": answer.by}):
            session.printer.say(f"{plural(len(written), 'document')} written, words by {safe(answer.by)}.")
            session.printer.say(f"{plural(answer.n_hidden, 'protected name')} blocked out.")
        return
    if session.printer.document("exported", answer):
        return
    if len(answer.documents) != 1:
        raise UsageError(
            f"{answer.exhibit} has {len(answer.documents)} pages, and this format holds one a document.",
            remedy="Name a folder for them with --to.",
        )
    sys.stdout.write(answer.documents[0])


def _write(answer: ExportAnswer, folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, document in enumerate(answer.documents, 1):
        part = f".{number}" if len(answer.documents) > 1 else ""
        path = folder / f"{answer.exhibit}{part}.{SUFFIXES[answer.form]}"
        path.write_text(document, "utf-8")
        names.append(str(path))
    return names


def _import(session: Session, name: str, given: dict[str, Any]) -> None:
    kind = RenditionKind.TRANSLATION if given["translation"] else RenditionKind.TRANSCRIPTION
    transcript = Transcript(
        text="", by=given["by"], language=given["language"], kind=kind, page=given["page"],
        is_second=given["second"],
    )  # fmt: skip
    with session.desk() as desk:
        answer = import_layer(desk.work, name, given["path"], transcript)
    if not session.printer.document("transcribed", answer):
        show_kept(session.printer, answer)
        session.printer.next(f"twosource show {answer.exhibit}")


def show_kept(printer: Printer, answer: TranscribedAnswer) -> None:
    """Print what a reading changed, and the layers as they are now."""
    told = f"{plural(answer.n_kept, 'reading')} kept"
    if answer.n_superseding:
        told += f", {answer.n_superseding} in place of an earlier one, which stays in the ledger"
    if answer.n_unchanged:
        told += f"; {answer.n_unchanged} said what was said before"
    printer.say(f"{told}. {answer.exhibit} is now {answer.layers.status}.")
    for note in answer.notes:
        printer.say(f"Note: {safe(note)}.")
    show_layers(printer, answer.layers)


def show_layers(printer: Printer, answer: LayersAnswer) -> None:
    """Print every layer with its number and why it is preferred or not, then how second readings agree."""
    rows = [
        (
            str(one.number),
            f"{one.kind}{f', {one.language}' if one.language else ''}",
            safe(one.by.partition(" (")[0]),
            str(len(one.pages)),
            str(one.n_words),
            str(one.n_boxes),
            _standing(one),
        )
        for one in answer.layers
    ]  # fmt: skip
    printer.table(("", "what", "by", "pages", "words", "boxes", "standing"), rows, numeric=(0, 3, 4, 5))
    for one in answer.agreements:
        _show_agreement(printer, one)


def _standing(layer: LayerAnswer) -> str:
    if not layer.is_preferred:
        return safe(layer.because)
    return f"preferred: {safe(layer.because)}" if layer.because else "preferred"


def _show_agreement(printer: Printer, one: AgreementAnswer) -> None:
    printer.gap()
    printer.say(
        f"{safe(one.second)} agrees with {safe(one.first)} in {one.share:.1%} of the words, "
        f"{one.share_folded:.1%} without regard to spelling.",
        style="bold",
    )
    variants = one.collation.variants
    printer.table(
        ("page", "line", "word", safe(one.first), safe(one.second), ""),
        [
            (str(v.page), str(v.line), str(v.word), shortened(v.first, 60) or "(nothing)",
             shortened(v.second, 60) or "(nothing)", "spelling" if v.is_spelling else "")
            for v in variants[:MOST_VARIANTS]
        ],
        numeric=(0, 1, 2),
    )  # fmt: skip
    if len(variants) > MOST_VARIANTS:
        printer.say(f"{len(variants) - MOST_VARIANTS:,} more: --json")


@command(
    "anchors",
    examples=[
        "twosource anchors E3",
        "twosource anchors E3 --accept 1 --by 'Huda K.'",
        "twosource anchors E3 --reject 2 --by 'Huda K.' --why 'another sentence'",
    ],
)
@NAME
@click.option("--accept", type=click.IntRange(1), help="Make a new passage of this proposal.")
@click.option("--reject", type=click.IntRange(1), help="Do not propose this place again.")
@BY
@click.option("--why", default="", help="Why.")
def anchors_command(
    session: Session, name: str, accept: int | None, reject: int | None, by: str, why: str
) -> None:
    """Where the words of passages stand in a newer reading; a passage moves only when a person says so."""
    if accept and reject:
        raise UsageError(
            "One proposal cannot be accepted and another rejected at once.", remedy="Do one first."
        )
    with session.desk() as desk:
        if number := accept or reject:
            decided = decide_anchor(desk.work, name, number, accept=bool(accept), by=by, why=why)
            if session.printer.document("decided", decided):
                return
            told = f"accepted; the words are now {decided.new_passage}" if accept else "rejected"
            session.printer.say(
                f"The proposal for {decided.passage} was {told}. {decided.passage} stays as it is."
            )
            session.printer.next(f"twosource anchors {name}")
            return
        answer = anchors(desk.work, name)
    if not session.printer.document("anchors", answer):
        _show_anchors(session.printer, answer)


def _show_anchors(printer: Printer, answer: AnchorsAnswer) -> None:
    printer.say(
        f"{plural(len(answer.proposals), 'proposal')} for passages of {answer.exhibit}; "
        f"{plural(answer.n_settled, 'passage')} settled before."
    )
    if answer.proposals:
        printer.table(
            ("", "passage", "words relied on", "words now", "page", "agree", "why"),
            [
                (str(one.number), one.passage, shortened(one.words, 80), shortened(one.now, 80),
                 str(one.page), f"{one.score:.0%}", one.why)
                for one in answer.proposals
            ],
            numeric=(0, 4, 5),
        )  # fmt: skip
    if answer.lost:
        printer.say(
            f"No place was found for {', '.join(answer.lost)}: their words are not in the newer reading."
        )
    if answer.proposals:
        printer.next(f"twosource anchors {answer.exhibit} --accept 1 --by 'your name'")
