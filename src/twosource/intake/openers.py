"""Which opener takes which kind of container apart, and which kinds carry things beside their own words.

Openers stand here by name, because the desk asks this table and must load no parser.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple

from twosource.intake.containers import Allowance, Given, Opener
from twosource.intake.packages import OOXML_FOLDERS

ZIP = "application/zip"
MBOX = "application/mbox"
MAIL = "message/rfc822"
PDF = "application/pdf"
OUTLOOK = "application/vnd.ms-outlook"
# Kinds in the wrapper that [MS-CFB] describes.
OLD_OFFICE = frozenset(
    {
        OUTLOOK,
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/x-ole-storage",
    }
)
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

FORMATS = {
    "application/x-tar": ("tar",),
    "application/x-cpio": ("cpio",),
    "application/x-archive": ("ar",),
    "application/vnd.ms-cab-compressed": ("cab",),
    "application/x-7z-compressed": ("7zip",),
    "application/vnd.rar": ("rar", "rar5"),
    "application/x-iso9660-image": ("iso9660",),
    "application/x-lzh-compressed": ("lha",),
}
# Kinds of packed streams, one packing around one content.
PACKED = (
    "application/gzip",
    "application/x-bzip2",
    "application/x-xz",
    "application/x-lzma",
    "application/zstd",
    "application/x-lz4",
    "application/x-compress",
    "application/x-lzip",
)


class Named(NamedTuple):
    """An opener by its name: a function of a module here, or, with a `choice`, what gives the opener."""

    module: str
    function: str
    choice: Any = None


# Containers that are nothing but what they hold.
WHOLES: dict[str, Named] = {
    ZIP: Named("archives", "members_of_zip"),
    MBOX: Named("mailboxes", "members_of_mailbox"),
    "application/vnd.ms-outlook-pst": Named("mailstores", "members_of_store"),
    "application/ms-tnef": Named("tnef", "members_of_tnef"),
    **{media_type: Named("bundles", "members_of_bundle", formats) for media_type, formats in FORMATS.items()},
    **{media_type: Named("packed", "members_of_packed", media_type) for media_type in PACKED},
}
# Exhibits with words of their own, which readers take, that carry others beside.
CARRIERS: dict[str, Named] = {
    MAIL: Named("attachments", "members_of_mail"),
    PDF: Named("portfolios", "members_of_pdf"),
    OUTLOOK: Named("outlook", "members_of_msg"),
    **dict.fromkeys(OLD_OFFICE - {OUTLOOK}, Named("embedded", "members_of_ole")),
    **dict.fromkeys(
        (*OOXML_FOLDERS.values(), *(OPEN_DOCUMENT + one for one in ("text", "spreadsheet", "presentation"))),
        Named("archives", "members_of_office"),
    ),
}
BEHIND = Named("archives", "members_behind")
# Kinds whose readers are small and ours; every other is opened in a sandbox nothing else uses.
SHARED = frozenset({MAIL, MBOX, PDF})


def load(media_type: str) -> None:
    """Load the opener of a kind, where it has one."""
    if named := WHOLES.get(media_type) or CARRIERS.get(media_type):
        opener_of(named)


def is_container(media_type: str) -> bool:
    """Say whether a kind is nothing but what it holds."""
    return media_type in WHOLES


def opened(media_type: str, also_zip: bool, source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield what an exhibit holds; with `also_zip` what the archive behind its first face holds too."""
    named = WHOLES.get(media_type) or CARRIERS.get(media_type)
    if named:
        source.seek(0)
        yield from opener_of(named)(source, allowance)
    if also_zip:
        source.seek(0)
        yield from opener_of(BEHIND)(source, allowance)


@cache
def opener_of(named: Named) -> Opener:
    """Return an opener, loading what it needs: parsers are loaded where they run and nowhere else."""
    found: Any = getattr(import_module(f"twosource.intake.{named.module}"), named.function)
    opener: Opener = found(named.choice) if named.choice else found
    return opener
