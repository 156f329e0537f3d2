"""Which reader answers for which media type. Adding a format is one module and one line here."""

from collections.abc import Iterable, Mapping
from functools import cache

from twosource.ports import Reader
from twosource.reading.ocr import engine_at_hand
from twosource.reading.readers.book import BookReader
from twosource.reading.readers.bundle import BundleReader
from twosource.reading.readers.calendars import CalendarReader
from twosource.reading.readers.contacts import ContactsReader
from twosource.reading.readers.container import ContainerReader
from twosource.reading.readers.described import described_readers
from twosource.reading.readers.html import HtmlReader
from twosource.reading.readers.image import ImageReader
from twosource.reading.readers.image_recogniser import ImageRecogniser
from twosource.reading.readers.mail import MailReader
from twosource.reading.readers.many_formats import ManyFormatsReader
from twosource.reading.readers.office_suite import OfficeSuiteReader, find_office_suite, office_suite_readers
from twosource.reading.readers.old_office import OldOfficeReader
from twosource.reading.readers.open_document import OpenDocumentReader
from twosource.reading.readers.outlook import OutlookReader
from twosource.reading.readers.page_xml import PageXmlReader
from twosource.reading.readers.pdf import PdfReader
from twosource.reading.readers.pdf_recogniser import PdfRecogniser
from twosource.reading.readers.poppler import find_poppler
from twosource.reading.readers.recording import RecordingReader
from twosource.reading.readers.rich_text import RichTextReader
from twosource.reading.readers.slides import SlidesReader
from twosource.reading.readers.table import JsonReader, TableReader
from twosource.reading.readers.text import TextReader
from twosource.reading.readers.word import WordReader
from twosource.reading.readers.workbook import WorkbookReader
from twosource.reading.readers.xml import XmlReader
from twosource.reading.settings import ReadSettings


@cache
def readers(settings: ReadSettings) -> Mapping[str, Reader]:
    """Return the reader of each media type, as this machine and these settings allow."""
    suite = find_office_suite()
    every: tuple[Reader, ...] = (
        # Where two answer for one kind the later one does: those of one format come last.
        *described_readers(),
        *office_suite_readers(suite),
        ManyFormatsReader(),
        ContainerReader(),
        TextReader(),
        HtmlReader(),
        PdfReader(find_poppler() if settings.use_poppler else None, settings.passwords),
        WordReader(),
        WorkbookReader(),
        SlidesReader(),
        OpenDocumentReader(),
        BookReader(),
        OldOfficeReader(OfficeSuiteReader(program=suite, label="this older kind of document")),
        RichTextReader(),
        MailReader(),
        OutlookReader(),
        BundleReader(),
        CalendarReader(),
        ContactsReader(),
        TableReader(),
        XmlReader(),
        JsonReader(),
        PageXmlReader(),
        ImageReader(),
        RecordingReader(),
    )
    return _by_type(every)


@cache
def recognisers(settings: ReadSettings) -> Mapping[str, Reader]:
    """Return, per media type, what reads words from pixels; nothing where no engine is at hand.

    It runs after everything with a text of its own was read, because it is slow.
    """
    engine = engine_at_hand(settings)
    if engine is None:
        return _by_type(())
    poppler = find_poppler() if settings.use_poppler else None
    every: tuple[Reader, ...] = (
        ImageRecogniser(engine, settings.languages),
        PdfRecogniser(engine, settings.languages, poppler, settings.passwords),
    )
    return _by_type(every)


def _by_type(every: Iterable[Reader]) -> Mapping[str, Reader]:
    return {media_type: reader for reader in every for media_type in sorted(reader.media_types)}
