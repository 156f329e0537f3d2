"""Which reader answers for which kind of exhibit, by name: the desk asks this table and loads no parser.

A sandbox loads the readers it needs and no other. Adding a format is one module and one line here. A
kind stands here once.
"""

from collections.abc import Mapping
from functools import cache

from twosource.reading.readers.office_suite import LABELS
from twosource.terms import load_table

ENCRYPTED = "application/x-encrypted-office"
IMAGES = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/tiff",
        "image/webp",
        "image/gif",
        "image/bmp",
        "image/heic",
        "image/heif",
    }
)
OPEN_DOCUMENTS = frozenset(
    f"application/{maker}.{kind}{template}"
    for maker, kinds in (
        (
            "vnd.oasis.opendocument",
            ("text", "spreadsheet", "presentation", "graphics", "chart", "formula"),
        ),
        ("vnd.sun.xml", ("writer", "calc", "impress", "draw")),
    )
    for kind in kinds
    for template in ("", "-template", "-master", ".template", "-flat-xml")
)
RECORDINGS = frozenset(
    f"{family}/{kind}"
    for family, kinds in (
        (
            "audio",
            "x-sound mpeg mp3 "
            "mp4 x-m4a aac x-aac ogg opus vorbis x-vorbis+ogg flac x-flac wav x-wav vnd.wave "
            "wave aiff x-aiff amr "
            "amr-wb 3gpp webm x-matroska x-ms-wma midi mid x-midi ac3 x-ac3 basic x-caf "
            "x-mp3",
        ),
        (
            "video",
            "mp4 quicktime x-m4v 3gpp 3gpp2 x-matroska webm x-msvideo avi x-ms-wmv x-ms-asf x-flv mpeg "
            "mp2t ogg x-ms-wm mj2",
        ),
    )
    for kind in kinds.split()
) | {"application/ogg", "application/vnd.ms-asf", "application/x-matroska", "application/mp4"}

# Readers by module of `readers` and class, and the kinds each answers for.
READERS: Mapping[str, frozenset[str] | tuple[str, ...]] = {
    "many_formats:ManyFormatsReader": (
        "application/dbf",
        "application/haansofthwp",
        "application/vnd.apple.keynote",
        "application/vnd.apple.numbers",
        "application/vnd.apple.pages",
        "application/vnd.hancom.hwp",
        "application/vnd.hancom.hwpx",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        "application/x-dbf",
        "application/x-fictionbook+xml",
        "application/x-hwp",
        "application/x-ipynb+json",
        "application/x-iwork-keynote-sffkey",
        "application/x-iwork-numbers-sffnumbers",
        "application/x-iwork-pages-sffpages",
    ),
    "container:ContainerReader": (
        "application/gzip",
        "application/mbox",
        "application/vnd.ms-cab-compressed",
        "application/vnd.ms-outlook-pst",
        "application/vnd.rar",
        "application/x-7z-compressed",
        "application/x-archive",
        "application/x-bzip2",
        "application/x-compress",
        "application/x-cpio",
        "application/x-iso9660-image",
        "application/x-lz4",
        "application/x-lzh-compressed",
        "application/x-lzip",
        "application/x-lzma",
        "application/x-tar",
        "application/x-xz",
        "application/zip",
        "application/zstd",
    ),
    "text:TextReader": (
        "application/x-desktop",
        "application/x-mpegurl",
        "application/x-subrip",
        "application/x-url",
        "text/markdown",
        "text/plain",
        "text/troff",
        "text/vtt",
        "text/x-script",
        "text/x-whatsapp",
    ),
    "html:HtmlReader": (
        "application/xhtml+xml",
        "text/html",
    ),
    "pdf:PdfReader": ("application/pdf",),
    "word:WordReader": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    "workbook:WorkbookReader": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    "slides:SlidesReader": ("application/vnd.openxmlformats-officedocument.presentationml.presentation",),
    "book:BookReader": ("application/epub+zip",),
    "old_office:OldOfficeReader": (
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/x-ole-storage",
    ),
    "rich_text:RichTextReader": (
        "application/rtf",
        "text/rtf",
    ),
    "mail:MailReader": ("message/rfc822",),
    "outlook:OutlookReader": ("application/vnd.ms-outlook",),
    "bundle:BundleReader": (
        "application/ms-tnef",
        "application/vnd.ms-tnef",
    ),
    "calendars:CalendarReader": ("text/calendar",),
    "contacts:ContactsReader": (
        "text/directory",
        "text/vcard",
        "text/x-vcard",
    ),
    "table:TableReader": (
        "text/csv",
        "text/tab-separated-values",
    ),
    "xml:XmlReader": (
        "application/atom+xml",
        "application/gpx+xml",
        "application/rdf+xml",
        "application/rss+xml",
        "application/ttml+xml",
        "application/vnd.apple.webloc",
        "application/vnd.google-earth.kml+xml",
        "application/x-plist",
        "application/x-xliff+xml",
        "application/xml",
        "image/svg+xml",
        "text/xml",
    ),
    "table:JsonReader": (
        "application/json",
        "application/x-ndjson",
    ),
    "page_xml:PageXmlReader": (
        "application/alto+xml",
        "application/vnd.prima.page+xml",
        "text/vnd.hocr+html",
    ),
    "image:ImageReader": IMAGES,
    "open_document:OpenDocumentReader": OPEN_DOCUMENTS,
    "recording:RecordingReader": RECORDINGS,
}
# Who reads words from pixels, in the second pass.
RECOGNISERS: Mapping[str, frozenset[str] | tuple[str, ...]] = {
    "image_recogniser:ImageRecogniser": IMAGES,
    "pdf_recogniser:PdfRecogniser": ("application/pdf",),
}


@cache
def reader_names(*, is_recognising: bool = False) -> Mapping[str, str]:
    """Return kinds of exhibits with the name of who reads them, as far as a parser does."""
    table = RECOGNISERS if is_recognising else READERS
    return {kind: name for name, kinds in table.items() for kind in sorted(kinds)}


@cache
def unread_kinds() -> Mapping[str, str]:
    """Return kinds that hold no words for anybody here, each with the code of its sentence."""
    rows = load_table("media_types")["types"]
    marked = {str(row["value"]): str(row["unread"]) for row in rows if row.get("unread")}
    return {kind: code for kind, code in marked.items() if kind not in reader_names()}


def code_of_unread(media_type: str) -> str:
    """Return the code of why nobody here reads this kind of exhibit; empty where somebody may."""
    if media_type in reader_names() or media_type in LABELS:
        return ""
    return "password" if media_type == ENCRYPTED else unread_kinds().get(media_type, "no_reader")
