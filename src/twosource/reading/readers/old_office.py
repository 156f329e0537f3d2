"""Older office documents, whichever kind they were taken for: what lies at the root of the file decides.

A workbook with a Word document embedded holds the streams of both, so that who looks for names
alone may take one for the other. Here the place of a stream counts.
"""

from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reader, Reading
from twosource.reading.readers.compound import open_compound
from twosource.reading.readers.many_formats import ManyFormatsReader
from twosource.reading.readers.office_suite import OfficeSuiteReader
from twosource.reading.readers.old_slides import OldSlidesReader
from twosource.reading.readers.old_word import OldWordReader
from twosource.reading.readers.old_workbook import OldWorkbookReader
from twosource.reading.readers.outlook import OutlookReader

# Streams at the root, most telling first, and who reads what holds them.
ROOTS: tuple[tuple[str, Reader], ...] = (
    ("powerpoint document", OldSlidesReader()),
    ("worddocument", OldWordReader()),
    ("workbook", OldWorkbookReader()),
    ("book", OldWorkbookReader()),
    ("__properties_version1.0", OutlookReader()),
    ("hwpsummaryinformation", ManyFormatsReader("application/x-hwp")),
)
LABEL = "an older office document"


@dataclass(frozen=True, slots=True)
class OldOfficeReader:
    """Looks at the root of an OLE compound file and hands it to the reader of what lies there."""

    name: ClassVar[str] = "old office"
    media_types: ClassVar[frozenset[str]] = frozenset(
        {
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/x-ole-storage",
        }
    )
    suite: OfficeSuiteReader = field(default_factory=OfficeSuiteReader)

    @property
    def version(self) -> str:
        """Its version with those of the readers it hands on to."""
        parts = {reader.name: reader.version for _, reader in ROOTS}
        return "1; " + "; ".join(f"{name} {version}" for name, version in sorted(parts.items()))

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return words and properties. Raises RefusedError where it is damaged, locked or of another kind."""
        compound = open_compound(untrusted_source.read(limits.max_bytes), LABEL)
        names = {entry.name.lower().lstrip("\x05") for entry in compound.streams() if len(entry.path) == 1}
        untrusted_source.seek(0)
        for stream, reader in ROOTS:
            if stream in names:
                return reader.read(untrusted_source, limits)
        return self.suite.read(untrusted_source, limits)
