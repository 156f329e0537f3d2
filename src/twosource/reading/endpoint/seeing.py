"""Reading the picture of a page by a model: lines back, nothing of them checked but their shape.

There is no text to find these words in, so a suggestion from a picture is worth what a stranger's
is, and says so. The picture comes from the sandbox as grey numbers: no metadata, no original bytes.
"""

from twosource.evidence.transcripts import SuggestedPage
from twosource.ports import ModelRequest
from twosource.reading.endpoint.closed import NotClosedError, cleaned, entries_of, fields_of, shortly
from twosource.reading.endpoint.translating import Suggested, instructions_for

LINE = {"text": str, "is_unsure": bool}
MAX_LINE = 2000


def picture_request(picture: bytes, language: str) -> ModelRequest:
    """Return the request that asks for the words on a picture, a PNG made anew."""
    return ModelRequest(
        instructions=instructions_for("see", language),
        untrusted_text="The picture of the page follows.",
        picture=picture,
    )


def seen_from(untrusted_answer: str, page: int) -> Suggested:
    """Return the lines that fit, those the model was unsure of named, and what was dropped and why."""
    try:
        entries = entries_of(untrusted_answer, "lines")
    except NotClosedError as error:
        return Suggested(pages=(), unsure=(), dropped=(f"A whole answer was dropped: {error}.",))
    lines: list[str] = []
    unsure: list[str] = []
    dropped: list[str] = []
    for entry in entries:
        try:
            fields = fields_of(entry, LINE)
        except NotClosedError as error:
            dropped.append(f"A line was dropped: {error}.")
            continue
        text = " ".join(cleaned(fields["text"]).split())
        if not text or len(text) > MAX_LINE:
            dropped.append(f"A line was dropped: {shortly(text) if text else 'it'} is empty or too long.")
            continue
        lines.append(text)
        if fields["is_unsure"]:
            unsure.append(text)
    pages = (SuggestedPage(page=page, text="\n".join(lines)),) if lines else ()
    return Suggested(pages=pages, unsure=tuple(unsure), dropped=tuple(dropped))
