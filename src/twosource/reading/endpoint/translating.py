"""Machine translation: paragraphs out, segments back, aligned by number and believed in nothing else."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from twosource.evidence.transcripts import SuggestedPage
from twosource.ids import digest_of
from twosource.ports import ModelRequest
from twosource.reading.endpoint.closed import (
    NotClosedError,
    cleaned,
    entries_of,
    fields_of,
    shortly,
    texts_of,
)
from twosource.reading.endpoint.segments import Paragraph, batches_of
from twosource.terms import load_table

SEGMENT = {"n": int, "text": str, "unsure": list}
# A translation much longer than its source is something else; judged, not measured.
MAX_GROWTH = 4
ROOM = 200
MAX_UNSURE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What was kept of a model's answers: pages, the words it was unsure of, and what was dropped and why."""

    pages: tuple[SuggestedPage, ...]
    unsure: tuple[str, ...]
    dropped: tuple[str, ...]


def instructions_for(task: str, language: str) -> str:
    """Return the reviewed instructions of a task, `translate` or `see`."""
    text: str = load_table("endpoint")[task]
    return text.format(language=language)


def instructions_hash(task: str, language: str) -> str:
    """Return the SHA-256 of the instructions, which every suggestion carries."""
    return digest_of(instructions_for(task, language).encode("utf-8"))


def translation_requests(paragraphs: Sequence[Paragraph], language: str) -> tuple[ModelRequest, ...]:
    """Return the requests that translate paragraphs into a language; each paragraph in exactly one."""
    instructions = instructions_for("translate", language)
    return tuple(
        ModelRequest(
            instructions=instructions,
            untrusted_text=json.dumps(
                {"paragraphs": [{"n": one.number, "text": one.text} for one in batch]}, ensure_ascii=False
            ),
        )
        for batch in batches_of(paragraphs)
    )


def translated_from(untrusted_answers: Sequence[str], paragraphs: Sequence[Paragraph]) -> Suggested:
    """Return what fits: one segment per paragraph asked about in that request, the first that came.

    Words a model says it was unsure of are kept only where they stand in the paragraph letter by
    letter. Whatever does not fit is dropped, with a reason.
    """
    taken: dict[int, str] = {}
    unsure: dict[str, None] = {}
    dropped: list[str] = []
    for untrusted, batch in zip(untrusted_answers, batches_of(paragraphs), strict=True):
        asked = {one.number: one for one in batch}
        try:
            entries = entries_of(untrusted, "segments")
        except NotClosedError as error:
            dropped.append(f"A whole answer was dropped: {error}.")
            continue
        for entry in entries:
            _take(entry, asked, taken, unsure, dropped)
    missing = [one.number for one in paragraphs if one.number not in taken]
    if missing:
        dropped.append(f"No translation was kept of paragraph {', '.join(map(str, missing))}.")
    return Suggested(pages=_pages(taken, paragraphs), unsure=tuple(unsure), dropped=tuple(dropped))


def _take(
    entry: object,
    asked: dict[int, Paragraph],
    taken: dict[int, str],
    unsure: dict[str, None],
    dropped: list[str],
) -> None:
    """Keep one segment, or say why not."""
    try:
        fields = fields_of(entry, SEGMENT)
        words = list(texts_of(fields["unsure"]))
    except NotClosedError as error:
        dropped.append(f"A segment was dropped: {error}.")
        return
    paragraph, text = asked.get(fields["n"]), cleaned(fields["text"])
    if paragraph is None:
        dropped.append(f"A segment was dropped: nobody asked about paragraph {fields['n']} there.")
    elif fields["n"] in taken:
        dropped.append(f"A second segment for paragraph {fields['n']} was dropped.")
    elif not text:
        dropped.append(f"The segment for paragraph {fields['n']} was dropped: it is empty.")
    elif len(text) > MAX_GROWTH * len(paragraph.text) + ROOM:
        dropped.append(
            f"The segment for paragraph {fields['n']} was dropped: it is far longer than its source."
        )
    else:
        taken[fields["n"]] = text
        for span in words[:MAX_UNSURE]:
            if span.strip() and span in paragraph.text:
                unsure.setdefault(span)
            else:
                dropped.append(f"{shortly(span)} was dropped: it does not stand in paragraph {fields['n']}.")


def _pages(taken: dict[int, str], paragraphs: Sequence[Paragraph]) -> tuple[SuggestedPage, ...]:
    texts: dict[int, list[str]] = defaultdict(list)
    for one in paragraphs:
        if one.number in taken:
            texts[one.page].append(taken[one.number])
    return tuple(SuggestedPage(page=page, text="\n\n".join(texts[page])) for page in sorted(texts))
