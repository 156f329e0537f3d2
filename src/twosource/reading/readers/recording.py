"""Sound and film: what a recording says of itself. Its words wait for a person who writes them down.

Length, codec, tags, the time of recording and whether a place was recorded are read from headers
by ourselves; nothing is decoded, so that no codec is exposed to hostile bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.reader_names import RECORDINGS
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.recording_boxes import boxes_facts, matroska_facts
from twosource.reading.readers.recording_frames import (
    adaptive_facts,
    advanced_facts,
    flac_facts,
    flash_facts,
    layer_facts,
    ogg_facts,
)
from twosource.reading.readers.recording_wrapped import aiff_facts, riff_facts, windows_facts

Facts = list[tuple[str, str]]
# First bytes, at which place, who reads them.
FORMATS: tuple[tuple[bytes, int, Callable[[BinaryIO, Deadline], Facts]], ...] = (
    (b"ftyp", 4, boxes_facts),
    (b"moov", 4, boxes_facts),
    (b"mdat", 4, boxes_facts),
    (b"wide", 4, boxes_facts),
    (b"skip", 4, boxes_facts),
    (b"free", 4, boxes_facts),
    (bytes.fromhex("1a45dfa3"), 0, matroska_facts),
    (b"RIFF", 0, riff_facts),
    (b"RF64", 0, riff_facts),
    (b"FORM", 0, aiff_facts),
    (bytes.fromhex("3026b2758e66cf11"), 0, windows_facts),
    (b"OggS", 0, ogg_facts),
    (b"fLaC", 0, flac_facts),
    (b"#!AMR", 0, adaptive_facts),
    (b"FLV", 0, flash_facts),
    (b"ID3", 0, layer_facts),
    (b"\xff\xf1", 0, advanced_facts),
    (b"\xff\xf9", 0, advanced_facts),
    (b"\xff", 0, layer_facts),
)
FACT_FAULTS = (ValueError, LookupError, OverflowError, ArithmeticError, EOFError)


@dataclass(frozen=True, slots=True)
class RecordingReader:
    """Describes a recording; it always waits for a transcription."""

    name: ClassVar[str] = "recording"
    media_types: ClassVar[frozenset[str]] = RECORDINGS
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return what it says of itself, and that its words wait. Raises RefusedError for an empty one."""
        deadline = deadline_for(limits)
        head = untrusted_source.read(16)
        if not head:
            raise refusal("empty")
        untrusted_source.seek(0)
        facts = _facts(head, untrusted_source, deadline)
        said = dict(facts)
        kind = "a film" if "picture" in said else "a recording"
        length = f" of {said['duration']}" if said.get("duration") else ""
        return Reading(
            untrusted_pages=(),
            untrusted_metadata=tuple(facts),
            failures=(failure("transcription", label=kind, length=length), *deadline.failures(0)),
        )


def _facts(head: bytes, source: BinaryIO, deadline: Deadline) -> Facts:
    for mark, at, reader in FORMATS:
        if head[at : at + len(mark)] == mark:
            try:
                return reader(source, deadline)
            except FACT_FAULTS as error:
                return [("damaged header", type(error).__name__)]
    return []
