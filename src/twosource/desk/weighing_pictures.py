"""The pictures of a weighing for themselves: drawn, as a table, and written as one file each.

A picture that leaves the case is veiled like a page: protected parties stand in it as they may be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from twosource.desk.case import write_whole
from twosource.desk.weighed import SHOWS, weighed
from twosource.desk.workplace import Workplace
from twosource.dossier.contexts import Picture, Table
from twosource.dossier.pictures.alone import USUAL, draw_alone
from twosource.dossier.veil import Veil, draw_over, veil_for
from twosource.dossier.weighed import (
    calibration_picture,
    ledger_picture,
    prior_map_picture,
    prior_map_table,
    ranges_picture,
    tipping_picture,
)
from twosource.dossier.weighed.veiling import cover_elicitation, cover_weighing
from twosource.dossier.wording import bare
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.readouts import Weighing
from twosource.evidence.testimony import Party
from twosource.weighing.forecast_words import Record

SVG = ".svg"


class PictureKind(StrEnum):
    """Which picture of a weighing."""

    BARS = "bars"
    LEDGER = "ledger"
    PRIOR_MAP = "prior-map"
    TIPPING = "tipping"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRequest:
    """Which picture, of which question (all) and hypothesis (the leader), how wide, in which words."""

    kind: PictureKind
    question: str = ""
    hypothesis: str = ""
    language: str = "en"
    width: float = USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureAnswer:
    """The finding, what the signs mean, the table twin, and the picture as SVG text: empty for a table."""

    question: str
    language: str
    title: str
    caption: str
    table: Table
    svg: str


def weighing_pictures(work: Workplace, asked: PictureRequest) -> list[PictureAnswer]:
    """Draw one picture per weighed question. Raises NothingMatchedError where there is none to draw."""
    wanted = weighed(work, asked.question)
    if not wanted:
        raise NothingMatchedError("Nothing was weighed.", remedy=SHOWS)
    elicited = {e.question_id: e for e in work.store.all(Elicitation)}
    veil = veil_for(work.store.all(Party))
    return [_one(siglum, w, elicited.get(w.question_id), asked, veil) for siglum, w in wanted]


def calibration_answer(record: Record, *, language: str = "en", width: float = USUAL) -> PictureAnswer:
    """Draw the calibration curve of the desk's forecasts, with how many are void or overdue and not in it."""
    left = len(record.unscored.p)
    picture = calibration_picture(record.curve, language, n_left=left, brier_worst=record.brier_worst)
    return _drawn("", picture, language, width)


def _one(
    siglum: str, weighing: Weighing, elicitation: Elicitation | None, asked: PictureRequest, veil: Veil
) -> PictureAnswer:
    weighing, elicitation = cover_weighing(veil, weighing), cover_elicitation(veil, elicitation)
    picture = _picture(weighing, elicitation, asked)
    if picture is not None:
        return _drawn(siglum, draw_over(veil, picture), asked.language, asked.width)
    table = prior_map_table(weighing, asked.language) if asked.kind is PictureKind.PRIOR_MAP else None
    if table is None:
        raise NothingMatchedError(
            f"There is no {asked.kind.value} of {siglum}: nothing weighed it.",
            remedy="Answer items of the question in case.toml and weigh again.",
        )
    return PictureAnswer(
        question=siglum,
        language=asked.language,
        title=bare(table.caption),
        caption="",
        table=draw_over(veil, table),
        svg="",
    )


def _picture(weighing: Weighing, elicitation: Elicitation | None, asked: PictureRequest) -> Picture | None:
    match asked.kind:
        case PictureKind.BARS:
            return ranges_picture(weighing, asked.language)
        case PictureKind.LEDGER:
            return ledger_picture(weighing, asked.hypothesis, asked.language)
        case PictureKind.PRIOR_MAP:
            return prior_map_picture(weighing, asked.language)
        case PictureKind.TIPPING:
            return tipping_picture(weighing, elicitation, asked.language)


def _drawn(siglum: str, picture: Picture, language: str, width: float) -> PictureAnswer:
    return PictureAnswer(
        question=siglum,
        language=language,
        title=bare(picture.title),
        caption=bare(picture.caption),
        table=picture.table,
        svg=draw_alone(picture, width),
    )


def refuse_other_endings(path: Path) -> None:
    """Raise UsageError for a file that would be called something else than it is: pictures are SVG."""
    if path.suffix.lower() != SVG:
        told = f"ends in {path.suffix}" if path.suffix else "has no ending"
        raise UsageError(
            f"Pictures are drawn as SVG, and {path.name} {told}.",
            safe="Nothing was written.",
            remedy=f"Name a file that ends in {SVG}: {path.with_suffix(SVG).name or 'answer.svg'}.",
        )


def write_pictures(answers: Sequence[PictureAnswer], path: Path) -> list[Path]:
    """Write each picture whole or not at all; several get their question's siglum into the name.

    Raises UsageError, before anything is written, where the file is called no SVG or a picture is a table
    only; and where it cannot be written there.
    """
    refuse_other_endings(path)
    for answer in answers:
        if not answer.svg:
            raise UsageError(
                f"A map of priors is drawn for two or three explanations; {answer.question} has "
                f"{len(answer.table.rows)}.",
                safe="Nothing was written.",
                remedy="`--table` prints it.",
            )
    written = []
    for answer in answers:
        place = path if len(answers) == 1 else path.with_stem(f"{path.stem}-{answer.question}")
        try:
            write_whole(place, answer.svg)
        except OSError as error:
            raise UsageError(
                f"The picture could not be written to {place}: {error.strerror or error}.",
                safe="The case is as it was.",
                remedy="Name a file in a folder you may write to.",
            ) from error
        written.append(place)
    return written
