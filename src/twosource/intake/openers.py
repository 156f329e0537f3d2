"""Which opener takes which kind of container apart, and which kinds carry things beside their own words."""

from collections.abc import Iterator
from typing import BinaryIO

from twosource.intake.archives import members_behind, members_of_office, members_of_zip
from twosource.intake.attachments import members_of_mail
from twosource.intake.bundles import FORMATS, members_of_bundle
from twosource.intake.containers import Allowance, Given, Opener
from twosource.intake.embedded import members_of_ole
from twosource.intake.mailboxes import members_of_mailbox
from twosource.intake.mailstores import members_of_store
from twosource.intake.outlook import members_of_msg
from twosource.intake.packages import OOXML_FOLDERS
from twosource.intake.packed import STREAMS, members_of_packed
from twosource.intake.portfolios import members_of_pdf
from twosource.intake.tnef import members_of_tnef

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

# Containers that are nothing but what they hold.
WHOLES: dict[str, Opener] = {
    ZIP: members_of_zip,
    MBOX: members_of_mailbox,
    "application/vnd.ms-outlook-pst": members_of_store,
    "application/ms-tnef": members_of_tnef,
    **{media_type: members_of_bundle(formats) for media_type, formats in FORMATS.items()},
    **{media_type: members_of_packed(media_type) for media_type in STREAMS},
}
# Exhibits with words of their own, which readers take, that carry others beside.
CARRIERS: dict[str, Opener] = {
    MAIL: members_of_mail,
    PDF: members_of_pdf,
    OUTLOOK: members_of_msg,
    **dict.fromkeys(OLD_OFFICE - {OUTLOOK}, members_of_ole),
    **dict.fromkeys(
        (*OOXML_FOLDERS.values(), *(OPEN_DOCUMENT + one for one in ("text", "spreadsheet", "presentation"))),
        members_of_office,
    ),
}
# Kinds whose readers are small and ours; every other is opened in a sandbox nothing else uses.
SHARED = frozenset({MAIL, MBOX, PDF})


def is_container(media_type: str) -> bool:
    """Say whether a kind is nothing but what it holds."""
    return media_type in WHOLES


def opened(media_type: str, also_zip: bool, source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield what an exhibit holds; with `also_zip` what the archive behind its first face holds too."""
    opener = WHOLES.get(media_type) or CARRIERS.get(media_type)
    if opener:
        source.seek(0)
        yield from opener(source, allowance)
    if also_zip:
        source.seek(0)
        yield from members_behind(source, allowance)
