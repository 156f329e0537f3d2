"""XML: its letters in order as one page, with nothing drawn in from elsewhere.

Expat is used as it stands in the standard library: it opens no other file, and a document that
declares entities is refused before one of them can grow. What stands in attributes is words too:
backups of telephones keep whole messages there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar
from xml.parsers import expat

from twosource.errors import RefusedError
from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.tidying import tidy_lines
from twosource.reading.readers.xml_traps import XmlTraps

CHUNK = 1 << 16
NAMESPACES = ("xmlns", "xsi:")


class _TimeIsUpError(RefusedError):
    """The time of this exhibit ran out while its elements were counted."""


@dataclass(frozen=True, slots=True)
class XmlReader:
    """Reads XML as one page: a line per element that stands by itself, its attributes as `name: value`."""

    name: ClassVar[str] = "xml"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {
            "application/xml",
            "text/xml",
            "image/svg+xml",
            "application/rss+xml",
            "application/atom+xml",
            "application/vnd.google-earth.kml+xml",
            "application/gpx+xml",
            "application/x-plist",
            "application/ttml+xml",
            "application/rdf+xml",
            "application/x-xliff+xml",
            "application/vnd.apple.webloc",
        }
    )
    version: str = f"2 ({expat.EXPAT_VERSION})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return the letters, up to the place where it is damaged.

        Raises RefusedError where it declares entities, or is damaged before its first word.
        """
        deadline = deadline_for(limits)
        words = _Words(deadline)
        failures = tuple(_parse(untrusted_source, words, limits))
        text = words.text()
        if failures and not text.strip():
            raise refusal("damaged", label="XML", reason=words.reason)
        return Reading(
            untrusted_pages=(text,),
            untrusted_metadata=tuple(words.traps.pairs()),
            failures=(*failures, *deadline.failures(0)),
        )


def _parse(source: BinaryIO, words: "_Words", limits: Limits) -> list[Failure]:
    """Feed the words; return what kept them from the end."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entities
    parser.StartDoctypeDeclHandler = words.traps.document_type
    parser.ProcessingInstructionHandler = words.traps.instruction
    parser.StartElementHandler = words.start
    parser.EndElementHandler = words.end
    parser.CharacterDataHandler = words.letters
    parser.SkippedEntityHandler = words.skipped
    left = limits.max_bytes
    try:
        while chunk := source.read(min(CHUNK, left)):
            left -= len(chunk)
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _TimeIsUpError:
        return []
    except (expat.ExpatError, LookupError, ValueError) as error:
        parser.buffer_text = False  # gives out the letters still held back
        words.reason = str(error)[:200]
        return [failure("damaged_part", part="What follows the last word of this page", reason=words.reason)]
    return []


def _refuse_entities(*_: object) -> None:
    raise refusal("entities")


@dataclass(slots=True)
class _Words:
    """Collects letters; `mixed` tells for each open element whether letters stood in it by themselves.

    Among letters an element is part of a sentence; elsewhere it is a line of its own.
    """

    deadline: Deadline
    pieces: list[str] = field(default_factory=list)
    mixed: list[bool] = field(default_factory=lambda: [False])
    reason: str = ""
    traps: XmlTraps = field(default_factory=XmlTraps)

    def start(self, name: str, said: Mapping[str, str]) -> None:
        """Begin an element."""
        if self.deadline.is_over():
            raise _TimeIsUpError("The time is up.")
        self._line_end()
        self.traps.element(name, said)
        for attribute, value in said.items():
            if value.strip() and not attribute.startswith(NAMESPACES):
                self.pieces.append(f"{attribute}: {value}")
                self.pieces.append(" " if self.mixed[-1] else "\n")
        self.mixed.append(False)

    def end(self, name: str) -> None:  # noqa: ARG002 - expat's signature
        """End the element last begun."""
        self.mixed.pop()
        self._line_end()

    def letters(self, text: str) -> None:
        """Add letters; the indents of programs are none."""
        self.traps.letters(text)
        if text.strip():
            self.mixed[-1] = True
        if self.mixed[-1]:
            self.pieces.append(text)

    def skipped(self, name: str, is_parameter: bool) -> None:
        """Keep a reference to what another file would explain as it stands."""
        if not is_parameter:
            self.letters(f"&{name};")

    def text(self) -> str:
        """Return the letters, a line per element."""
        return tidy_lines("".join(self.pieces))

    def _line_end(self) -> None:
        if not self.mixed[-1] and self.pieces and self.pieces[-1] != "\n":
            self.pieces.append("\n")
