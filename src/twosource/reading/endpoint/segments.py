"""Cutting a rendition into numbered paragraphs, small enough to be asked about and found again."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from twosource.evidence.holdings import Page, Rendition

BLANK_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
BREAK = re.compile(r"(?<=[.!?؟。])\s+|\n")
MAX_PARAGRAPH = 3000
MAX_REQUEST = 12_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One stretch of words with its number (from 1), its page, and the words as they would be sent."""

    number: int
    page: int
    text: str


def paragraphs_of(rendition: Rendition, veil: Callable[[str], str]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a rendition in order, with what must not leave blocked out by `veil`.

    A paragraph longer than MAX_PARAGRAPH code points is cut at ends of sentences and lines, else
    where it reaches that length.
    """
    pages = rendition.pages or (Page(number=1, start=0, end=len(rendition.text)),)
    found: list[Paragraph] = []
    for page in pages:
        # Veiled whole, before cutting: a name across a line must not escape by being cut in two.
        for block in BLANK_LINE.split(veil(rendition.text[page.start : page.end])):
            for text in _cut(block.strip()):
                found.append(Paragraph(len(found) + 1, page.number, text))
    return tuple(found)


def _cut(block: str) -> Iterator[str]:
    while len(block) > MAX_PARAGRAPH:
        ends = [match.end() for match in BREAK.finditer(block, 0, MAX_PARAGRAPH)]
        at = ends[-1] if ends else MAX_PARAGRAPH
        if block[:at].strip():
            yield block[:at].strip()
        block = block[at:].strip()
    if block:
        yield block


def batches_of(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield paragraphs in groups of at most MAX_REQUEST code points, each paragraph whole."""
    batch: list[Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        if batch and size + len(paragraph.text) > MAX_REQUEST:
            yield batch
            batch, size = [], 0
        batch.append(paragraph)
        size += len(paragraph.text)
    if batch:
        yield batch
