"""From the name of a reader to the reader: loaded when the first exhibit of its kind comes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from twosource.ports import OcrEngine, Reader
from twosource.reading.reader_names import reader_names, unread_kinds
from twosource.reading.readers.described import described_reader
from twosource.reading.readers.office_suite import (
    LABELS,
    OfficeSuiteReader,
    find_office_suite,
    office_suite_readers,
)
from twosource.reading.readers.poppler import find_poppler
from twosource.reading.settings import ReadSettings

DESCRIBED, SUITE = "described", "office suite"
OLDER = "this older kind of document"


@dataclass(frozen=True, slots=True)
class Registry(Mapping[str, Reader]):
    """The reader of each kind of exhibit; asking for one loads it, counting them loads none."""

    names: Mapping[str, str]
    make: Callable[[str, str], Reader]

    def __getitem__(self, media_type: str) -> Reader:
        return self.make(self.names[media_type], media_type)

    def __contains__(self, media_type: object) -> bool:
        return media_type in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@cache
def readers(settings: ReadSettings) -> Mapping[str, Reader]:
    """Return the reader of each media type, as this machine and these settings allow."""
    suite = dict.fromkeys(LABELS, SUITE)
    unread = dict.fromkeys(unread_kinds(), DESCRIBED)

    def made(name: str, media_type: str) -> Reader:
        if name == DESCRIBED:
            return described_reader(media_type)
        return _suite_readers()[media_type] if name == SUITE else _made(name, settings)

    return Registry({**unread, **suite, **reader_names()}, made)


@cache
def _suite_readers() -> Mapping[str, Reader]:
    made = office_suite_readers(find_office_suite())
    return {media_type: reader for reader in made for media_type in reader.media_types}


@cache
def recognisers(settings: ReadSettings) -> Mapping[str, Reader]:
    """Return, per media type, what reads words from pixels; nothing where no engine is at hand.

    It runs after everything with a text of its own was read, because it is slow.
    """
    engine = engine_here(settings)
    if engine is None:
        return {}
    return Registry(reader_names(is_recognising=True), lambda name, _: _made(name, settings))


@cache
def engine_here(settings: ReadSettings) -> OcrEngine | None:
    """Return the engine that recognises words on this machine, or None where there is none."""
    found: OcrEngine | None = import_module("twosource.reading.ocr").engine_at_hand(settings)
    return found


@cache
def _made(name: str, settings: ReadSettings) -> Reader:
    """Return a reader by its name, with what it asks for: programs, an engine, passwords."""
    module, _, class_name = name.partition(":")
    made: Callable[..., Reader] = getattr(import_module(f"twosource.reading.readers.{module}"), class_name)
    poppler = find_poppler() if settings.use_poppler and module.startswith("pdf") else None
    if class_name == "PdfReader":
        return made(poppler, settings.passwords)
    if class_name == "OldOfficeReader":
        return made(OfficeSuiteReader(program=find_office_suite(), label=OLDER))
    if class_name == "ImageRecogniser":
        return made(engine_here(settings), settings.languages)
    if class_name == "PdfRecogniser":
        return made(engine_here(settings), settings.languages, poppler, settings.passwords)
    return made()
