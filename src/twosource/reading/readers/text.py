"""Plain text and what looks like it: letters as they stand, or a conversation, subtitles, a calendar.

Names do not decide here, because none is given: what a text is shows in its first lines.
"""

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.readers.calendars import calendar_reading
from twosource.reading.readers.captions import captions_reading, is_captions
from twosource.reading.readers.contacts import contacts_reading
from twosource.reading.readers.days import with_days
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.encodings import Decoded, decode
from twosource.reading.readers.headers import headers_of
from twosource.reading.readers.markdown_traps import look_at_markdown
from twosource.reading.readers.shortcuts import kind_of_shortcut, look_at_shortcut
from twosource.reading.readers.whatsapp import is_whatsapp, whatsapp_reading


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads text as written, every character of it; form feeds end pages, days those of a conversation."""

    name: ClassVar[str] = "text"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {
            "text/plain",
            "text/markdown",
            "text/x-whatsapp",
            "application/x-subrip",
            "text/vtt",
            "text/troff",
            "application/x-mpegurl",
            "application/x-url",
            "text/x-script",
            "application/x-desktop",
        }
    )
    version: str = "2"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return the text with its encoding and header lines. Raises RefusedError for no known encoding."""
        deadline = deadline_for(limits)
        decoded = decode(untrusted_source.read(limits.max_bytes))
        reading = _of_a_kind(decoded.text, limits, deadline)
        if reading is None:
            return _as_written(decoded, deadline)
        return replace(
            reading,
            untrusted_metadata=(*reading.untrusted_metadata, ("encoding", decoded.encoding)),
            failures=(*decoded.failures, *reading.failures),
        )


def _of_a_kind(text: str, limits: Limits, deadline: Deadline) -> Reading | None:
    """Return the reading of a text that is a conversation, subtitles, a calendar or an address book."""
    start = text[:200].lstrip("\ufeff\r\n\t ").upper()
    if start.startswith("BEGIN:VCALENDAR"):
        return calendar_reading(text, deadline, limits)
    if start.startswith("BEGIN:VCARD"):
        return contacts_reading(text, deadline, limits)
    if is_captions(text):
        return captions_reading(text, deadline)
    return whatsapp_reading(text, limits, deadline) if is_whatsapp(text) else None


def _as_written(decoded: Decoded, deadline: Deadline) -> Reading:
    pages = list(takewhile(lambda _: not deadline.is_over(), split_pages(decoded.text)))
    kind = kind_of_shortcut(decoded.text)
    findings = look_at_shortcut(decoded.text, kind) if kind else look_at_markdown(decoded.text)
    return Reading(
        untrusted_pages=tuple(pages),
        untrusted_metadata=(
            *with_days(headers_of(decoded.text)),
            ("encoding", decoded.encoding),
            *findings,
        ),
        failures=(*decoded.failures, *deadline.failures(len(pages))),
    )


def split_pages(text: str) -> list[str]:
    """Return the stretches up to and with each form feed; one stretch where there is none."""
    pages = text.split("\f")
    return [*(page + "\f" for page in pages[:-1]), *pages[-1:]]
