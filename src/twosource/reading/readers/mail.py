"""Electronic mail: its own words as text, its headers as metadata.

Attachments are exhibits of their own and were taken out by intake. What is left here are the
unnamed plain-text and HTML parts. Of alternatives both are read: a mail program shows one of them,
and whoever wants words to be overlooked puts them into the other.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import errors as mail_errors
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import BinaryIO, ClassVar

from twosource.errors import RefusedError
from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, fault_in_words, refusal
from twosource.reading.readers.days import with_days
from twosource.reading.readers.deadline import deadline_for
from twosource.reading.readers.encodings import Decoded, decode
from twosource.reading.readers.findings import Findings
from twosource.reading.readers.html import Pairs, decode_html, page_of
from twosource.reading.readers.mail_clocks import clocks_of, headers_with_names
from twosource.terms import load_table

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
    ("bcc", "bcc"),
    ("sender", "sender"),
    ("sent", "date"),
    ("subject", "subject"),
    ("title", "subject"),
    ("message id", "message-id"),
    ("in reply to", "in-reply-to"),
    ("references", "references"),
    ("reply to", "reply-to"),
    ("thread", "thread-topic"),
    ("resent by", "resent-from"),
    ("resent to", "resent-to"),
    ("return path", "return-path"),
    ("delivered to", "delivered-to"),
    ("meant for", "x-original-to"),
    ("mailer", "x-mailer"),
    ("program", "user-agent"),
    ("written at", "x-originating-ip"),
    ("asks for a receipt to", "disposition-notification-to"),
    ("asks for a receipt to", "return-receipt-to"),
)
ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
SIGNED = ("signed", "certs")
WORDS = ("text/plain", "text/html")
MAX_HEADER = 10_000
# Apple Mail puts the length of a mail on a line before it.
APPLE_LENGTH = re.compile(rb"\A\d{1,12} *\r?\n")
WORD = re.compile(r"\w+")
# Judged: a formatted version brings a footer or the text of a link, but no second message.
SAME_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class MailReader:
    """Reads the words of a mail, one page for each part that holds some that no other says."""

    name: ClassVar[str] = "mail"
    media_types: ClassVar[frozenset[str]] = frozenset({"message/rfc822"})
    version: str = "3"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return words and headers. Raises RefusedError where the mail cannot be parsed."""
        content = APPLE_LENGTH.sub(b"", untrusted_source.read(limits.max_bytes), count=1)
        try:
            mail = BytesParser(policy=policy.default).parsebytes(content)
            parts = list(words_parts(mail))
        except MAIL_FAULTS as error:
            raise refusal("damaged", label="a mail", reason=fault_in_words(error)) from error
        deadline = deadline_for(limits)
        words = _Words()
        for number, part in enumerate(parts, start=1):
            if deadline.is_over():
                break
            words.take(number, part)
        words.take_outside(mail)
        if not words.pages and _is_encrypted(mail):
            words.failures.append(failure("encrypted_mail"))
        for inner in mail.walk():
            _external_body(inner, words.found)
        return Reading(
            untrusted_pages=tuple(text for _, text in words.pages),
            untrusted_metadata=(*with_days(headers_of_mail(mail)), *words.found.pairs()),
            untrusted_page_labels=tuple(label for label, _ in words.pages),
            failures=(*words.failures, *deadline.failures(len(words.pages))),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part with words; parts of one `choice` are versions of which a mail program shows one."""

    message: Message
    choice: int = 0


@dataclass(slots=True)
class _Words:
    """Collects pages as (label, text), and for each choice the words its kept versions hold."""

    pages: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    said: dict[int, Counter[str]] = field(default_factory=dict)
    found: Findings = field(default_factory=Findings)

    def take(self, number: int, part: Part) -> None:
        """Read one part; a version that says what another says already is not kept twice."""
        try:
            text, doubts, findings = text_of_part(part.message)
        except RefusedError as error:
            reason = error.happened.rstrip(".")
            self.failures.append(failure("damaged_part", part=f"Part {number}", reason=reason))
            return
        self.found.add_all(findings)
        if text.strip() and (not part.choice or self._is_news(text, part.choice)):
            self.pages.append((f"part {len(self.pages) + 1}", text))
        elif part.choice in self.said:
            return
        self.failures.extend(one for one in doubts if one not in self.failures)

    def take_outside(self, mail: Message) -> None:
        """Add the words that stand outside the parts, which no mail program shows."""
        found = tuple(outside_parts(mail))
        self.pages.extend(found)
        if found:
            self.failures.append(failure("outside_parts"))

    def _is_news(self, text: str, choice: int) -> bool:
        """Say whether a version says something else than those before it, and note that versions differ."""
        words = Counter(WORD.findall(text.casefold()))
        before = self.said.get(choice)
        if before is None:
            self.said[choice] = words
            return True
        if (words & before).total() >= SAME_SHARE * words.total():
            return False
        before.update(words - before)
        differs = failure("versions_differ")
        if differs not in self.failures:
            self.failures.append(differs)
        return True


def words_parts(mail: Message) -> Iterator[Part]:
    """Yield the parts that hold the mail's own words; of alternatives all, the plain ones first."""
    stack: list[tuple[Message, int]] = [(mail, 0)]
    n_choices = 0
    while stack:
        part, choice = stack.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            inner = [one for one in payload if isinstance(one, Message)]
            if part.get_content_subtype() == "alternative" and not choice:
                n_choices += 1
                choice = n_choices
                inner.sort(key=_is_formatted)
            stack.extend((one, choice) for one in reversed(inner))
        elif _is_words(part):
            yield Part(part, choice)


def outside_parts(mail: Message) -> Iterator[tuple[str, str]]:
    """Yield (label, text) of what stands before and after the parts, except what programs put there."""
    usual = frozenset(load_table("mail_preambles")["usual"])
    stack: list[Message] = [mail]
    while stack:
        part = stack.pop()
        for label, said in (("before the parts", part.preamble), ("after the parts", part.epilogue)):
            text = str(said or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            if " ".join(text.split()).casefold() not in usual:
                yield label, text.replace("\r\n", "\n").strip("\n")
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            stack.extend(one for one in reversed(payload) if isinstance(one, Message))


def _is_formatted(part: Message) -> bool:
    return part.get_content_type() != "text/plain"


def _is_words(part: Message) -> bool:
    if part.get_content_type() not in WORDS or part.get_filename():
        return False
    return part.get_content_disposition() != "attachment"


def text_of_part(part: Message) -> tuple[str, tuple[Failure, ...], Pairs]:
    """Return (text, doubts, findings) of one part. Raises RefusedError where it cannot be decoded."""
    try:
        content = part.get_payload(decode=True)
        declared = str(part.get_content_charset() or "")
        is_html = part.get_content_type() == "text/html"
    except MAIL_FAULTS as error:
        raise refusal("damaged", label="a part of a mail", reason=fault_in_words(error)) from error
    decoded: Decoded
    raw = content if isinstance(content, bytes) else b""
    decoded = decode_html(raw, declared) if is_html else decode(raw, declared)
    if not is_html:
        return decoded.text.replace("\r\n", "\n"), decoded.failures, ()
    page = page_of(decoded.text)
    return page.text, (*decoded.failures, *page.failures), page.findings


def headers_of_mail(mail: Message) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of the headers a reader of the mail would see, and the day it was sent."""
    for name, header in HEADERS:
        value = _header(mail, header)
        if value:
            yield name, value
    yield from clocks_of(headers_with_names(mail, MAIL_FAULTS))
    for part in mail.walk():
        if name := _attached(part):
            yield "attachment", name


def _attached(part: Message) -> str:
    """Return the name of a part that is an exhibit of its own, or an empty text."""
    try:
        return " ".join((part.get_filename() or "").split())[:MAX_HEADER]
    except MAIL_FAULTS:
        return ""


def _is_encrypted(mail: Message) -> bool:
    """Say whether the words of a mail are locked for its recipients."""
    for part in mail.walk():
        kind = str(part.get_param("smime-type") or "").lower()
        if part.get_content_type() in ENCRYPTED and not kind.startswith(SIGNED):
            return True
    return False


def _external_body(part: Message, found: Findings) -> None:
    """Note a part that lies on another machine and would be fetched from there (RFC 2046, 5.2.3)."""
    if part.get_content_type() == "message/external-body":
        said = {name: str(part.get_param(name) or "") for name in ("url", "site", "directory", "name")}
        address = said["url"] or f"ftp://{said['site']}/{said['directory']}/{said['name']}"
        found.contact("".join(address.split()))
    if location := str(part.get("content-location", "")):
        found.add("part from", location)


def _header(mail: Message, name: str) -> str:
    """Return a header decoded; where its parser fails, as it stands."""
    try:
        value = str(mail.get(name, ""))
    except MAIL_FAULTS:
        value = next((str(raw) for key, raw in mail.raw_items() if key.lower() == name), "")
    return " ".join(value.split())[:MAX_HEADER]
