"""What exhibits with words of their own carry besides: attachments of mail, pictures in office documents."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO

from twosource.intake.archives import checked_archive, members_of_office
from twosource.intake.attachments import members_of_mail, open_mail
from twosource.intake.budget import Budget
from twosource.intake.containers import Member
from twosource.intake.failures import refusal
from twosource.intake.gaps import members_of_gaps, telling_gaps
from twosource.intake.packages import OOXML_FOLDERS
from twosource.intake.settings import shown_bytes

OFFICE = (
    *OOXML_FOLDERS.values(),
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
)


@contextmanager
def carried_by(media_type: str, kept: BinaryIO, path: str, budget: Budget) -> Iterator[list[Member]]:
    """Give what an exhibit carries, nothing for most kinds.

    Raises RefusedError where it cannot be taken out; the exhibit itself can still be read.
    """
    opened = CARRIERS.get(media_type)
    if opened is None:
        yield []
        return
    with opened(kept, path, budget) as members:
        yield members


@contextmanager
def _attached(kept: BinaryIO, path: str, budget: Budget) -> Iterator[list[Member]]:
    limit = budget.settings.max_mail_bytes
    if kept.seek(0, io.SEEK_END) > limit:
        raise refusal("mail", path=path, reason=f"it is larger than {shown_bytes(limit)}")
    kept.seek(0)
    members = list(members_of_mail(open_mail(kept, path), path))
    budget.spend_members(path, len(members))
    yield members


@contextmanager
def _embedded(kept: BinaryIO, path: str, budget: Budget) -> Iterator[list[Member]]:
    with checked_archive(kept, path, budget) as archive:
        beside = members_of_gaps(kept, telling_gaps(kept, archive.gaps))
        yield [*members_of_office(archive.opened, path), *beside]


CARRIERS: Mapping[str, Callable[[BinaryIO, str, Budget], AbstractContextManager[list[Member]]]] = {
    "message/rfc822": _attached,
    **dict.fromkeys(OFFICE, _embedded),
}
