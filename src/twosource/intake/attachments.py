"""Mail: everything in it that is not its own words becomes an exhibit of its own.

The words (plain text or HTML parts that are neither named nor marked as attachments) stay with
the mail and are taken by its reader; every other part, a forwarded mail included, is a member.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from email import errors as mail_errors
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import BinaryIO

from twosource.intake.budget import reason_of
from twosource.intake.containers import Member
from twosource.intake.failures import refusal

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
WORDS = frozenset({"text/plain", "text/html"})


def open_mail(untrusted_source: BinaryIO, path: str) -> Message:
    """Parse a mail. Raises RefusedError where the parser gives up."""
    try:
        return BytesParser(policy=policy.default).parse(untrusted_source)
    except MAIL_FAULTS as error:
        raise refusal("mail", path=path, reason=reason_of(error)) from error


def members_of_mail(mail: Message, path: str) -> Iterator[Member]:
    """Yield every part that is not the mail's own words, in the order they stand."""
    number = 0
    for part in leaves_of(mail):
        try:
            if is_words(part):
                continue
            number += 1
            name = name_of_part(part) or f"part-{number}{suffix_of(part)}"
        except MAIL_FAULTS:
            number += 1
            name = f"part-{number}"
        yield _member(part, name, f"{path}/{name}")


def leaves_of(mail: Message) -> Iterator[Message]:
    """Yield the parts that hold no further parts; a forwarded mail is one leaf, opened on its own."""
    stack: list[Message] = [mail]
    while stack:
        part = stack.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            stack.extend(one for one in reversed(payload) if isinstance(one, Message))
        else:
            yield part


def is_words(part: Message) -> bool:
    """Say whether a part holds the mail's own words: plain text or HTML, unnamed, not an attachment."""
    if part.get_content_type() not in WORDS or part.get_filename():
        return False
    return part.get_content_disposition() != "attachment"


def name_of_part(part: Message) -> str:
    """Return the part's name as written, as text that can be stored; empty where it has none."""
    name = part.get_filename() or ""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def suffix_of(part: Message) -> str:
    """Return a suffix that tells a person what an unnamed part was declared to be."""
    return ".eml" if part.get_content_type() == "message/rfc822" else ""


def content_of(part: Message) -> bytes:
    """Return a part's decoded bytes; a forwarded mail is written out again as it was parsed."""
    payload = part.get_payload()
    if part.get_content_maintype() == "message" and isinstance(payload, list) and payload:
        inner = payload[0]
        return inner.as_bytes(policy=policy.compat32) if isinstance(inner, Message) else b""
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _member(part: Message, name: str, shown: str) -> Member:
    @contextmanager
    def open_part() -> Iterator[BinaryIO]:
        try:
            content = content_of(part)
        except MAIL_FAULTS as error:
            raise refusal("member", path=shown, reason=reason_of(error)) from error
        yield io.BytesIO(content)

    return Member(name=name, open=open_part)
