"""Subtitles (SRT, WebVTT): what is said, with when it is said, as one page."""

import re
from collections.abc import Iterator

from twosource.ports import Reading
from twosource.reading.readers.deadline import Deadline

TIMES = re.compile(
    r"((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})[ \t]*-->[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})"
)
TAG = re.compile(
    r"</?(?:[ibuv]|c|ruby|rt|lang|font)(?:[. ][^>\n]{0,200})?>|<\d[\d:.]{3,15}>|\{\\[^}\n]{1,60}\}",
    re.IGNORECASE,
)
VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>\n]{1,100})>", re.IGNORECASE)
LOOKED_AT = 4000


def is_captions(text: str) -> bool:
    """Say whether a text is subtitles: it says so, or times stand above its first words."""
    head = text[:LOOKED_AT].lstrip("\ufeff\r\n ")
    if head.startswith("WEBVTT"):
        return True
    first = head.split("\n", 2)
    return len(first) > 1 and first[0].strip().isdecimal() and TIMES.match(first[1].strip()) is not None


def captions_reading(text: str, deadline: Deadline) -> Reading:
    """Return what is said, a line `[from] words` for each stretch."""
    lines = list(_cues(text, deadline))
    last = max((match[2] for match in TIMES.finditer(text)), default="")
    about = (
        ("kind of text", "subtitles"),
        ("stretches", str(len(lines))),
        *((("ends at", last),) if last else ()),
    )
    return Reading(
        untrusted_pages=("\n".join(lines),), untrusted_metadata=about, failures=deadline.failures(len(lines))
    )


def _cues(text: str, deadline: Deadline) -> Iterator[str]:
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        if deadline.is_over():
            return
        lines = block.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines) if TIMES.search(line)), -1)
        if at < 0:
            # What is no stretch of speech is kept: somebody may have written a note there.
            words = " ".join(block.split())
            if words and not words.startswith("STYLE") and words != "WEBVTT":
                yield words
            continue
        time = TIMES.search(lines[at])
        words = "\n".join(TAG.sub("", VOICE.sub(r"\1: ", line)) for line in lines[at + 1 :]).strip()
        if time and words:
            yield f"[{time[1]}] {words}"
