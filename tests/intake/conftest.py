"""Originals in memory, an accession, and tiny writers of containers."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import BinaryIO

import pytest

from twosource.evidence.holdings import Accession
from twosource.ids import digest_of


class Kept:
    """Originals in memory that count how often they were written to."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.n_puts = 0

    def put(self, source: BinaryIO) -> tuple[str, int]:
        content = source.read()
        self.n_puts += 1
        digest = digest_of(content)
        self.content.setdefault(digest, content)
        return digest, len(content)

    def open(self, digest: str) -> BinaryIO:
        return io.BytesIO(self.content[digest])

    def has(self, digest: str) -> bool:
        return digest in self.content

    def digests(self) -> Iterator[str]:
        return iter(sorted(self.content))

    def is_sound(self, digest: str) -> bool:
        return digest_of(self.content[digest]) == digest


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def accession() -> Accession:
    return Accession(accession_id="accession-1", received_at=datetime(2026, 5, 2, tzinfo=UTC))


@pytest.fixture
def zipped() -> Callable[..., bytes]:
    """A writer of zip archives: names and bytes in, bytes out; `change` may damage it before it closes."""

    def write(
        members: dict[str, bytes],
        change: Callable[[zipfile.ZipFile], None] | None = None,
        method: int = zipfile.ZIP_DEFLATED,
    ) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", method) as archive:
            for name, content in members.items():
                archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
            if change:
                change(archive)
        return target.getvalue()

    return write


@pytest.fixture
def mailed() -> Callable[..., bytes]:
    """A writer of mails: a body, and attachments as (name, bytes)."""

    def write(body: str, *attachments: tuple[str, bytes], subject: str = "A note") -> bytes:
        mail = EmailMessage()
        mail["From"] = "one@example.org"
        mail["To"] = "two@example.org"
        mail["Date"] = "Mon, 02 May 2016 10:00:00 +0300"
        mail["Subject"] = subject
        mail["Message-ID"] = "<1@example.org>"
        mail.set_content(body)
        for name, content in attachments:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return mail.as_bytes()

    return write
