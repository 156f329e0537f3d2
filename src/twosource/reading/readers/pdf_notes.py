"""What people wrote onto the pages of a PDF: notes, marked words, stamps, with author and date."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.findings import Findings

# What each kind of annotation is to a person who sees it. Others (links, fields, pop-ups) say nothing.
KINDS = {
    "/Text": "note",
    "/FreeText": "text",
    "/Highlight": "highlight",
    "/Underline": "underline",
    "/StrikeOut": "struck out",
    "/Squiggly": "underline",
    "/Caret": "insertion",
    "/Stamp": "stamp",
    "/Ink": "drawing",
    "/Square": "box",
    "/Circle": "circle",
    "/Line": "line",
    "/Polygon": "shape",
    "/PolyLine": "line",
    "/Redact": "marked for redaction",
    "/FileAttachment": "attached file",
}
HIDDEN, NO_VIEW = 1 << 1, 1 << 5
DATE = re.compile(r"^(?:D:)?(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2}))?")
MAX_NOTES = 20_000
MAX_WORDS = 20_000


def note_lines(document: pikepdf.Pdf, found: Findings, deadline: Deadline) -> Iterator[str]:
    """Yield one line per note: page, kind, author, date, words. Pages without notes yield nothing."""
    n_notes = 0
    for number, page in enumerate(document.pages, start=1):
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            if deadline.is_over() or n_notes >= MAX_NOTES:
                return
            if not isinstance(note, pikepdf.Dictionary):
                continue
            line = _line(note, number)
            if not line:
                continue
            n_notes += 1
            if _flags(note) & (HIDDEN | NO_VIEW):
                found.hide(f"page {number}, a note that viewers do not show: {line}")
            yield line


def when(said: Any) -> str:
    """Return a PDF date as year-month-day and time as far as it goes, else as it is written."""
    text = str(said) if isinstance(said, pikepdf.String) else ""
    match = DATE.match(text)
    if not match:
        return text[:40]
    year, month, day, hour, minute = match.groups()
    date = "-".join(part for part in (year, month, day) if part)
    return f"{date} {hour}:{minute}" if day and hour else date


def _line(note: pikepdf.Dictionary, number: int) -> str:
    kind = KINDS.get(str(note.get("/Subtype", "")))
    words = _words(note.get("/Contents"))
    if kind is None or (not words and kind not in {"stamp", "marked for redaction"}):
        return ""
    author, date = _words(note.get("/T")), when(note.get("/M") or note.get("/CreationDate"))
    name = str(note.get("/Name", ""))[1:] if kind == "stamp" else ""
    about = ", ".join(part for part in (kind, author, date) if part)
    return f"Page {number} ({about}): {words or name}".strip()


def _words(said: Any) -> str:
    return " ".join(str(said)[:MAX_WORDS].split()) if isinstance(said, pikepdf.String) else ""


def _flags(note: pikepdf.Dictionary) -> int:
    flags = note.get("/F", 0)
    return flags if isinstance(flags, int) else 0
