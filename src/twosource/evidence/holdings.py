"""What we hold and how it came: accessions, exhibits, holdings, renditions, custody.

"On 2 May we received, from the broadcaster, a folder; in it lay, at two paths, the image with
this SHA-256; a person transcribed it; before us it passed through two other hands."
"""

from dataclasses import dataclass, field
from datetime import datetime

from twosource.dates import UNDATED, DateSpan
from twosource.terms import RenditionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Accession:
    """One delivery: when it was received, from whom, how and under what conditions."""

    accession_id: str
    received_at: datetime
    from_party: str = ""
    how: str = ""
    conditions: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One item identified by its bytes. Same bytes at two paths are one exhibit."""

    exhibit_id: str
    size: int
    media_type: str
    identified_by: str = ""
    identification_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One place an exhibit was found at: path as written, container, and the file's own clock."""

    holding_id: str
    accession_id: str
    exhibit_id: str
    path: str
    container_id: str | None = None
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A stretch of a rendition's text that stood on one page, row or part: code points start..end."""

    number: int
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """Text derived from one original, with who or what made it and under which limits.

    `text` is as read (never normalised); `metadata` holds untrusted (name, value) pairs the
    document says of itself: `publisher`, `published`, `title`, `byline`, `language`, `from`,
    `to`, `sent`, `would have contacted` and whatever else a reader found.

    Where an exhibit was read in several ways, all are kept; `is_preferred` marks the one that
    statements are taken from and `preferred_because` says why, or why not.
    """

    rendition_id: str
    exhibit_id: str
    kind: RenditionKind
    text: str
    pages: tuple[Page, ...]
    language: str = ""
    maker: str = ""
    maker_version: str = ""
    sandbox_level: int = 0
    limits: str = ""
    made_by_person: bool = False
    source_id: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    is_preferred: bool = True
    preferred_because: str = ""

    def value_of(self, name: str) -> str:
        """Return the first metadata value of that name, or an empty text."""
        return next((value for key, value in self.metadata if key == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """Who passed an exhibit to whom, when, and what they could have done to it.

    `n_searched` is the size of the pile it was picked from, where known; `is_gap` marks a link
    of the chain that nobody can account for.
    """

    custody_id: str
    exhibit_ids: tuple[str, ...]
    action: str
    from_party: str = ""
    to_party: str = ""
    at_span: DateSpan = UNDATED
    could_alter: bool = True
    n_searched: int | None = None
    is_gap: bool = False
    note: str = ""
    recorded_at: datetime | None = field(default=None)
