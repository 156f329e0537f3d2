"""What a person reads of an exhibit, kept as their word: one judgement, one commit.

Nothing is overwritten. A correction is another reading that names the one it supersedes, a second
reading stands beside the first, and both are compared word by word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from twosource.desk.answers import resolve
from twosource.desk.layer_listing import LayersAnswer, layers_answer, listed, veiled
from twosource.desk.layering import Pinned, lay_beside, settle
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import veil_for
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.layouts import PageLayout
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.evidence.transcripts import WHOLE_PAGE, HumanReading, human_reading_id
from twosource.reading.accepting import UNSTORABLE
from twosource.reading.human.folding_pages import standing
from twosource.reading.human.layers import key_of
from twosource.reading.interchange import Interchanged, export_pages, import_pages
from twosource.terms import RenditionKind

LANGUAGE = re.compile(r"[a-z]{2,3}")
READ_KINDS = (RenditionKind.TRANSCRIPTION, RenditionKind.TRANSLATION)
MAX_LINE = 10_000
MAX_PAGE = 20_000
MAX_IMPORT = 256 * 1024 * 1024
UNCHANGED = "Nothing in the case was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a person gives: the words, by whom, in which language, of which page and line (0: whole page).

    `is_second` makes it a second reading of what somebody else read before; `is_blank` says that
    nothing is written there; `is_beside` that the machine's reading lay before the person.
    """

    text: str
    by: str
    language: str
    kind: RenditionKind = RenditionKind.TRANSCRIPTION
    page: int = 1
    line: int = WHOLE_PAGE
    is_second: bool = False
    is_blank: bool = False
    is_beside: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribedAnswer:
    """What a reading changed: how many readings were kept, what they supersede, and the layers now."""

    exhibit: str
    n_kept: int
    n_unchanged: int
    n_superseding: int
    layers: LayersAnswer
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAnswer:
    """One layer written out: the format, whose words they are, and one document or one per page."""

    exhibit: str
    form: str
    by: str
    documents: tuple[str, ...]
    n_hidden: int


def transcribe(work: Workplace, exhibit_name: str, given: Transcript) -> TranscribedAnswer:
    """Keep one reading of a page or a line in one commit. Raises UsageError, NothingMatchedError."""
    exhibit = exhibit_called(work, exhibit_name)
    return veiled(work, _keep(work, exhibit, [_reading(work, exhibit, given)]))


def import_layer(
    work: Workplace, exhibit_name: str, path: Path, given: Transcript, form: str = ""
) -> TranscribedAnswer:
    """Keep the pages of an ALTO, PAGE or hOCR document as somebody's reading, boxes with them.

    `given` names person, language and kind; its text is not used. A document of one page is taken
    as the reading of `given.page`. Raises UsageError, RefusedError for a damaged document.
    """
    exhibit = exhibit_called(work, exhibit_name)
    if path.stat().st_size > MAX_IMPORT:
        raise UsageError(f"{path.name} has more than {MAX_IMPORT:,} bytes, the most one import may have.")
    form, found = import_pages(path.read_bytes(), form)
    if found.damage:
        raise UsageError(
            f"{path.name} is damaged: {found.damage}. What was read of it would not be all of it.",
            safe=UNCHANGED,
            remedy="Export it again from where it came from.",
        )
    readings = [
        _with_boxes(_reading(work, exhibit, one), layout)
        for one, layout in _pages_given(found, replace(given, note=given.note or f"imported from {form}"))
    ]
    return veiled(work, _keep(work, exhibit, readings, found.notes))


def export_layer(work: Workplace, exhibit_name: str, form: str, layer: int = 0) -> ExportAnswer:
    """Return one layer as ALTO, PAGE XML or hOCR; 0 is the preferred one, protected names blocked.

    Raises UsageError for an unknown format, NothingMatchedError where there is no such layer.
    """
    exhibit = exhibit_called(work, exhibit_name)
    every = listed(work, exhibit)
    wanted = [
        one for number, one in enumerate(every, 1) if number == layer or (not layer and one.is_preferred)
    ]
    if not wanted:
        raise NothingMatchedError(
            f"{exhibit_name} has no layer {layer}."
            if layer
            else f"{exhibit_name} has no words to write out.",
            remedy=f"See its layers with `twosource layers {exhibit_name}`.",
        )
    veil = veil_for(work.store.all(Party))
    chosen = replace(wanted[0], maker=veil.over(wanted[0].maker))
    hidden = veil.spans(chosen.text)
    layouts = list(work.store.all(PageLayout, about=chosen.rendition_id))
    documents = export_pages(chosen, layouts, form, hidden, at=work.clock())
    siglum = work.store.siglum(exhibit.exhibit_id)
    return ExportAnswer(exhibit=siglum, form=form, by=chosen.maker, documents=documents, n_hidden=len(hidden))


def layers(work: Workplace, exhibit_name: str) -> LayersAnswer:
    """Return every rendition of an exhibit, first those statements are taken from, and the agreements."""
    return veiled(work, layers_answer(work, exhibit_called(work, exhibit_name)))


def exhibit_called(work: Workplace, name: str) -> Exhibit:
    """Return the exhibit of that name, or the one a passage or statement of that name stands in."""
    found = resolve(work, name)
    if passage := work.store.get(Passage, found):
        found = passage.exhibit_id
    elif statement := work.store.get(Statement, found):
        found = statement.exhibit_id
    exhibit = work.store.get(Exhibit, found)
    if exhibit is None:
        raise NothingMatchedError(f"{name} is no exhibit.", remedy="Name an exhibit, such as E3.")
    return exhibit


def _keep(
    work: Workplace, exhibit: Exhibit, readings: Sequence[HumanReading], notes: tuple[str, ...] = ()
) -> TranscribedAnswer:
    """Keep readings that say something new, with the layers and the fate they lead to, in one transaction."""
    held = list(work.store.all(HumanReading, about=exhibit.exhibit_id))
    n_superseding = 0
    kept: list[HumanReading] = []
    for reading in readings:
        before = _before(reading, held)
        if before and (before.text, before.words) == (reading.text, reading.words):
            continue
        if before:
            reading = replace(reading, supersedes=before.reading_id)  # noqa: PLW2901 - the same, named fully
            n_superseding += 1
        kept.append(replace(reading, reading_id=human_reading_id(reading)))
    if kept:
        pinned = Pinned(work)
        with work.store.transaction():
            work.store.put(kept)
            settle(work, exhibit.exhibit_id, lay_beside(work, exhibit.exhibit_id, pinned))
    return TranscribedAnswer(
        exhibit=work.store.siglum(exhibit.exhibit_id),
        n_kept=len(kept),
        n_unchanged=len(readings) - len(kept),
        n_superseding=n_superseding,
        layers=layers_answer(work, exhibit),
        notes=notes,
    )


def _reading(work: Workplace, exhibit: Exhibit, given: Transcript) -> HumanReading:
    """Return the reading of what a person gave, checked. Raises UsageError."""
    text = given.text.replace("\r\n", "\n").rstrip("\n")
    _check_person(given)
    _check_text(text, given)
    _check_place(work, exhibit, given)
    reading = HumanReading(
        reading_id="",
        exhibit_id=exhibit.exhibit_id,
        kind=given.kind,
        page=given.page,
        line=given.line,
        text=text,
        language=given.language,
        by=" ".join(given.by.split()),
        at=work.clock(),
        over_rendition=_beside(work, exhibit) if given.is_beside else "",
        note=given.note,
    )
    return replace(reading, second_of=_first_reading(work, reading)) if given.is_second else reading


def _check_person(given: Transcript) -> None:
    if not given.by.strip():
        raise _misused("Nobody is named as the reader.", "Say who read it with --by.")
    if not LANGUAGE.fullmatch(given.language):
        raise _misused(
            f"{given.language!r} is no language code.", "Give two or three letters, such as ar, en or fr."
        )
    if given.kind not in READ_KINDS:
        raise _misused(f"A person gives no {given.kind.value}.", "Give a transcription or a translation.")


def _check_text(text: str, given: Transcript) -> None:
    if UNSTORABLE.search(text):
        raise _misused("The words hold a NUL or half a character, which no text can hold.", "Copy them anew.")
    if bool(text.strip()) == given.is_blank:
        raise _misused(
            "Words were given for a place said to be blank." if given.is_blank else "No words were given.",
            "Give the words, or say that nothing is written there with --blank.",
        )
    if given.line and "\n" in text:
        raise _misused(
            f"Line {given.line} was given more than one line.", "Leave --line out for a whole page."
        )


def _check_place(work: Workplace, exhibit: Exhibit, given: Transcript) -> None:
    others = [r for r in work.store.all(Rendition, about=exhibit.exhibit_id) if not r.made_by_person]
    n_pages = max((page.number for one in others for page in one.pages), default=MAX_PAGE)
    if not 1 <= given.page <= n_pages:
        called = work.store.siglum(exhibit.exhibit_id)
        raise _misused(f"{called} has no page {given.page}; it has {n_pages}.", "Count pages from 1.")
    if not 0 <= given.line <= MAX_LINE:
        raise _misused(f"There is no line {given.line}.", "Count lines from 1; 0 is the whole page.")


def _misused(happened: str, remedy: str) -> UsageError:
    return UsageError(happened, safe=UNCHANGED, remedy=remedy)


def _beside(work: Workplace, exhibit: Exhibit) -> str:
    """Return the machine's reading that a person can have had before them."""
    found = work.store.all(Rendition, about=exhibit.exhibit_id)
    return next((r.rendition_id for r in found if r.text.strip() and not r.made_by_person), "")


def _first_reading(work: Workplace, reading: HumanReading) -> str:
    """Return the id of the reading a second one is made of. Raises UsageError where nobody read it."""
    held = standing(work.store.all(HumanReading, about=reading.exhibit_id))
    place = [
        one
        for one in held
        if not one.is_second
        and (one.kind, one.language, one.page) == (reading.kind, reading.language, reading.page)
        and (WHOLE_PAGE in (one.line, reading.line) or one.line == reading.line)
    ]
    others = [one for one in place if one.by != reading.by]
    if others:
        return others[0].reading_id
    if place:
        raise _misused(
            f"{reading.by} made the first reading of page {reading.page}; a second one is by somebody else.",
            "Correct your own reading by giving it again without --second.",
        )
    raise _misused(
        f"Nobody read page {reading.page} in this language before, so this is a first reading.",
        "Give it without --second.",
    )


def _before(reading: HumanReading, held: Sequence[HumanReading]) -> HumanReading | None:
    """Return the reading of the same place in the same layer that a new one corrects."""
    same = (
        one
        for one in standing(held)
        if key_of(one) == key_of(reading) and (one.page, one.line) == (reading.page, reading.line)
    )
    return next(same, None)


def _pages_given(found: Interchanged, given: Transcript) -> list[tuple[Transcript, PageLayout | None]]:
    """Return what each page of a document gives; pages without a word are left out."""
    layouts = {layout.page: layout for layout in found.layouts}
    return [
        (replace(given, text=text, page=given.page if len(found.texts) == 1 else number, line=WHOLE_PAGE),
         layouts.get(number))
        for number, text in zip(found.numbers, found.texts, strict=True)
        if text.strip()
    ]  # fmt: skip


def _with_boxes(reading: HumanReading, layout: PageLayout | None) -> HumanReading:
    if layout is None:
        return reading
    words = tuple(replace(word, confidence=None) for word in layout.words if word.end <= len(reading.text))
    return replace(reading, words=words, width=layout.width, height=layout.height)
