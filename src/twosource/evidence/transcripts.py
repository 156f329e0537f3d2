"""What a person read or translated, and what a model suggested: kept as given, never overwritten.

None of it can be made again from the originals, so the ledger answers for every one. A correction
is another reading that names the one it supersedes; the earlier stays where it was.
"""

from dataclasses import dataclass
from datetime import datetime

from twosource.evidence.layouts import WordBox
from twosource.ids import key
from twosource.terms import RenditionKind

WHOLE_PAGE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanReading:
    """One page or one line of an exhibit as a named person read or translated it, at an instant in UTC.

    `line` counts from 1 within the page; 0 is the whole page. `second_of` names the reading this is
    a second reading of; `supersedes` the one it corrects; `over_rendition` the machine's rendition
    the person had beside it, which is how far the reading is independent. An empty text says that
    the person found nothing written there. `words` are boxes the person drew, or brought from a
    layout document: positions count within `text`, pixels within a picture of `width` x `height`.
    """

    reading_id: str
    exhibit_id: str
    kind: RenditionKind
    page: int
    line: int
    text: str
    language: str
    by: str
    at: datetime
    second_of: str = ""
    supersedes: str = ""
    over_rendition: str = ""
    note: str = ""
    words: tuple[WordBox, ...] = ()
    width: int = 0
    height: int = 0

    @property
    def is_second(self) -> bool:
        """Say whether it was made as a second reading."""
        return bool(self.second_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedPage:
    """One page of what a model suggested."""

    page: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading:
    """A translation or transcription that a model suggested, with what identifies how it came about.

    `prompt_hash` is the SHA-256 of the instructions; `unsure` are words it said it was unsure of;
    `dropped` says what of its answer was not kept and why; `asked_by` is the person who had it
    asked. A suggestion never stands for a reading.
    """

    reading_id: str
    exhibit_id: str
    kind: RenditionKind
    language: str
    pages: tuple[SuggestedPage, ...]
    model: str
    version: str
    prompt_hash: str
    origin: str
    at: datetime
    asked_by: str
    over_rendition: str = ""
    unsure: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def maker(self) -> str:
        """By which model, as renditions give their maker."""
        return f"model {self.model}"


def human_reading_id(reading: HumanReading) -> str:
    """Return the id of a reading: the same words at the same place by the same person at one instant."""
    return key(
        "human-reading",
        reading.exhibit_id,
        reading.kind.value,
        str(reading.page),
        str(reading.line),
        reading.language,
        reading.by,
        reading.at.isoformat(),
        reading.second_of,
        reading.supersedes,
        reading.text,
    )


def model_reading_id(reading: ModelReading) -> str:
    """Return the id of a suggestion: which model, by which instructions, said what, when."""
    pages = [part for one in reading.pages for part in (str(one.page), one.text)]
    return key(
        "model-reading",
        reading.exhibit_id,
        reading.kind.value,
        reading.language,
        reading.model,
        reading.version,
        reading.prompt_hash,
        reading.at.isoformat(),
        *pages,
    )
