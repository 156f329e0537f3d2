"""Electronic mail: its own words as text, its headers as metadata.

Attachments are exhibits of their own and were taken out by intake. What is left here are the
unnamed plain-text and HTML parts; of alternatives the plain one is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import errors as mail_errors
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import BinaryIO, ClassVar

from twosource.errors import RefusedError
from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.days import with_days
from twosource.reading.readers.encodings import Decoded, decode
from twosource.reading.readers.html import decode_html, html_to_text

# What the standard library's mail parser is known to raise on damaged mail.
MAIL_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    mail_errors.MessageError,
)
HEADERS = (
    ("from", "from"),
    ("to", "to"),
    ("cc", "cc"),
    ("sent", "date"),
    ("subject", "subject"),
    ("title", "subject"),
    ("message-id", "message-id"),
    ("in-reply-to", "in-reply-to"),
    ("references", "references"),
    ("reply-to", "reply-to"),
    ("mailer", "x-mailer"),
)
WORDS = ("text/plain", "text/html")
MAX_HEADER = 10_000


@dataclass(frozen=True, slots=True)
class MailReader:
    """Reads the words of a mail, one page for each part that holds some."""

    name: ClassVar[str] = "mail"
    media_types: ClassVar[frozenset[str]] = frozenset({"message/rfc822"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return words and headers. Raises RefusedError where the mail cannot be parsed."""
        try:
            mail = BytesParser(policy=policy.default).parsebytes(untrusted_source.read(limits.max_bytes))
            parts = list(words_parts(mail))
        except MAIL_FAULTS as error:
            raise refusal("damaged", label="a mail", reason=type(error).__name__) from error
        pages: list[str] = []
        failures: list[Failure] = []
        for number, part in enumerate(parts, start=1):
            try:
                page, doubts = text_of_part(part)
            except RefusedError as error:
                failures.append(
                    failure("damaged_part", part=f"Part {number}", reason=error.happened.rstrip("."))
                )
                continue
            failures.extend(doubts)
            if page.strip():
                pages.append(page)
        return Reading(
            untrusted_pages=tuple(pages),
            untrusted_metadata=tuple(with_days(headers_of_mail(mail))),
            untrusted_page_labels=tuple(f"part {n}" for n in range(1, len(pages) + 1)),
            failures=tuple(failures),
        )


def words_parts(mail: Message) -> Iterator[Message]:
    """Yield the parts that hold the mail's own words; one of each set of alternatives."""
    stack: list[Message] = [mail]
    while stack:
        part = stack.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            inner = [one for one in payload if isinstance(one, Message)]
            if part.get_content_subtype() == "alternative":
                inner = _preferred(inner)
            stack.extend(reversed(inner))
        elif _is_words(part):
            yield part


def _preferred(alternatives: list[Message]) -> list[Message]:
    for wanted in WORDS:
        for part in alternatives:
            if part.get_content_type() == wanted and str(part.get_payload()).strip():
                return [part]
    return alternatives


def _is_words(part: Message) -> bool:
    if part.get_content_type() not in WORDS or part.get_filename():
        return False
    return part.get_content_disposition() != "attachment"


def text_of_part(part: Message) -> tuple[str, tuple[Failure, ...]]:
    """Return (text, doubts) of one part. Raises RefusedError where it cannot be decoded."""
    try:
        content = part.get_payload(decode=True)
        declared = str(part.get_content_charset() or "")
        is_html = part.get_content_type() == "text/html"
    except MAIL_FAULTS as error:
        raise refusal("damaged", label="a part of a mail", reason=type(error).__name__) from error
    decoded: Decoded
    raw = content if isinstance(content, bytes) else b""
    decoded = decode_html(raw, declared) if is_html else decode(raw, declared)
    text = html_to_text(decoded.text) if is_html else decoded.text.replace("\r\n", "\n")
    return text, decoded.failures


def headers_of_mail(mail: Message) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of the headers a reader of the mail would see, and the day it was sent."""
    for name, header in HEADERS:
        value = _header(mail, header)
        if value:
            yield name, value


def _header(mail: Message, name: str) -> str:
    """Return a header decoded; where its parser fails, as it stands."""
    try:
        value = str(mail.get(name, ""))
    except MAIL_FAULTS:
        value = next((str(raw) for key, raw in mail.raw_items() if key.lower() == name), "")
    return " ".join(value.split())[:MAX_HEADER]
