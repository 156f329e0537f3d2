"""Plain text, and what is near enough to it to be shown as it stands."""

from dataclasses import dataclass
from itertools import takewhile
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.readers.days import with_days
from twosource.reading.readers.deadline import deadline_for
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.headers import headers_of


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads text as written, every character of it; form feeds end pages."""

    name: ClassVar[str] = "text"
    media_types: ClassVar[frozenset[str]] = frozenset({"text/plain"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return the text with its encoding and header lines. Raises RefusedError for no known encoding."""
        deadline = deadline_for(limits)
        decoded = decode(untrusted_source.read(limits.max_bytes))
        pages = list(takewhile(lambda _: not deadline.is_over(), split_pages(decoded.text)))
        return Reading(
            untrusted_pages=tuple(pages),
            untrusted_metadata=(*with_days(headers_of(decoded.text)), ("encoding", decoded.encoding)),
            failures=(*decoded.failures, *deadline.failures(len(pages))),
        )


def split_pages(text: str) -> list[str]:
    """Return the stretches up to and with each form feed; one stretch where there is none."""
    pages = text.split("\f")
    return [*(page + "\f" for page in pages[:-1]), *pages[-1:]]
