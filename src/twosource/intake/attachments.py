"""Mail: everything in it that is not its own words becomes an exhibit of its own, byte for byte.

The words (plain text or HTML parts that are neither named nor marked as attachments) stay with
the mail and are taken by its reader; every other part, a forwarded mail included, is a member.
The parts are cut where they stand in the bytes, because a mail that is parsed and written out
again is another mail: its signatures break and its hash is nobody's.
"""

import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import errors as mail_errors
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from typing import BinaryIO

from twosource.intake.budget import reason_of
from twosource.intake.containers import CHUNK, Allowance, FaultError, Given, Member
from twosource.intake.settings import shown_bytes

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
HEADER_END = re.compile(rb"\r?\n\r?\n")
FIRST_LINE = re.compile(rb"\r?\n")
UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} (.{1,200}?)\r?$", re.MULTILINE)
NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
MAX_HEADER = 1 << 20
MAX_NESTING = 64
MAX_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mail: its headers as parsed, and where its body stands in the mail's bytes."""

    head: Message
    start: int
    end: int
    depth: int


def members_of_mail(source: BinaryIO, allowance: Allowance) -> Iterator[Given]:
    """Yield every part that is not the mail's own words, in the order they stand.

    Raises FaultError where the mail is larger than may be held, or nested deeper than any is.
    """
    limit = allowance.max_mail_bytes
    content = source.read(limit + 1)
    if len(content) > limit:
        raise FaultError("mail", reason=f"it is larger than {shown_bytes(limit)}")
    number = 0
    for part in leaves_of(content):
        if is_words(part.head):
            for name, body in uuencoded(content, part):
                number += 1
                yield _member(name, body)
            continue
        number += 1
        name = name_of_part(part.head) or f"part-{number}{suffix_of(part.head)}"
        yield _member(name, _body(content, part))


def leaves_of(content: bytes) -> Iterator[Part]:
    """Yield the parts that hold no further parts; a forwarded mail is one leaf, opened on its own."""
    stack = [_part(content, 0, len(content), 0)]
    n_parts = 0
    while stack:
        part = stack.pop()
        boundary = boundary_of(part.head)
        if not boundary:
            yield part
            continue
        if part.depth >= MAX_NESTING:
            raise FaultError("mail", reason=f"its parts are nested deeper than {MAX_NESTING}")
        places = cut(content, part, boundary)
        n_parts += len(places)
        if n_parts > MAX_PARTS:
            raise FaultError("mail", reason=f"it has more than {MAX_PARTS} parts")
        stack.extend(_part(content, start, end, part.depth + 1) for start, end in reversed(places))


def boundary_of(head: Message) -> bytes:
    """Return the line that parts a multipart body, or nothing for any other body."""
    try:
        if head.get_content_maintype() != "multipart":
            return b""
        boundary = head.get_boundary() or ""
        return boundary.encode("ascii", "surrogateescape")
    except MAIL_FAULTS:
        return b""


def cut(content: bytes, part: Part, boundary: bytes) -> list[tuple[int, int]]:
    """Return where the parts between boundary lines stand (RFC 2046 5.1.1).

    The line break before a boundary belongs to the boundary. Where the last boundary is missing,
    as when a mail broke off, the last part goes to the end.
    """
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?$", re.MULTILINE)
    found: list[tuple[int, int]] = []
    begun = -1
    for mark in line.finditer(content, part.start, part.end):
        if begun >= 0:
            end = mark.start()
            end -= 2 if content[end - 2 : end] == b"\r\n" else 1
            found.append((begun, max(begun, end)))
        begun = min(mark.end() + 1, part.end)
        if mark[1]:
            return found
    if begun >= 0:
        found.append((begun, part.end))
    return found


def is_words(head: Message) -> bool:
    """Say whether a part holds the mail's own words: plain text or HTML, unnamed, not an attachment."""
    try:
        if head.get_content_type() not in WORDS or head.get_filename():
            return head.get_content_maintype() == "multipart"
        return head.get_content_disposition() != "attachment"
    except MAIL_FAULTS:
        return False


def name_of_part(head: Message) -> str:
    """Return the part's name as written, as text that can be stored; empty where it has none."""
    try:
        name = head.get_filename() or ""
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except MAIL_FAULTS:
        return ""


def suffix_of(head: Message) -> str:
    """Return a suffix that tells a person what an unnamed part was declared to be."""
    try:
        return ".eml" if head.get_content_type() == "message/rfc822" else ""
    except MAIL_FAULTS:
        return ""


def uuencoded(content: bytes, part: Part) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield (name, bytes) of files written into the words themselves, as old mail programs did."""
    at = part.start
    while mark := UU_BEGIN.search(content, at, part.end):
        at = mark.end()
        end = content.find(b"\nend", at, part.end)
        if end < 0:
            return
        decoded = _uu_decoded(content[at + 1 : end])
        at = end
        if decoded:
            yield mark[1].decode("utf-8", "backslashreplace").strip() or "unnamed", iter((decoded,))


def _uu_decoded(lines: bytes) -> bytes:
    try:
        return b"".join(binascii.a2b_uu(line) for line in lines.splitlines() if line.strip())
    except binascii.Error:
        return b""


def _part(content: bytes, start: int, end: int, depth: int) -> Part:
    """Read the headers that stand at `start`. A body that begins at once has none."""
    first = FIRST_LINE.match(content, start, end)
    if first:
        return Part(Message(), first.end(), end, depth)
    gap = HEADER_END.search(content, start, min(end, start + MAX_HEADER))
    if gap is None and end - start > MAX_HEADER:
        raise FaultError("mail", reason=f"a header is longer than {shown_bytes(MAX_HEADER)}")
    head_end, body = (gap.start(), gap.end()) if gap else (min(end, start + MAX_HEADER), end)
    try:
        parser = BytesHeaderParser(policy=policy.default)
        head: Message = parser.parse(io.BytesIO(content[start:head_end] + b"\n\n"))
        head.get_content_type()
    except MAIL_FAULTS as error:
        if depth == 0:
            raise FaultError("mail", reason=reason_of(error)) from error
        head = Message()
        head["Content-Disposition"] = "attachment"
    return Part(head, body, end, depth)


def _body(content: bytes, part: Part) -> Iterator[bytes]:
    """Yield a part's bytes without the coding it travelled in; a forwarded mail exactly as it stands."""
    try:
        coding = str(part.head.get("Content-Transfer-Encoding", "")).strip().lower()
    except MAIL_FAULTS:
        coding = ""
    if coding == "base64":
        yield from _unbased(content, part.start, part.end)
    elif coding == "quoted-printable":
        yield binascii.a2b_qp(content[part.start : part.end])
    elif coding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        files = list(uuencoded(content, part))
        yield from files[0][1] if files else iter((content[part.start : part.end],))
    else:
        for at in range(part.start, part.end, CHUNK):
            yield content[at : min(at + CHUNK, part.end)]


def _unbased(content: bytes, start: int, end: int) -> Iterator[bytes]:
    """Decode base64 in pieces, skipping what is none; padding in the middle parts two runs."""
    for run in re.finditer(rb"[^=]+", content[start:end]):
        held = b""
        text = run[0]
        for at in range(0, len(text), CHUNK):
            held += text[at : at + CHUNK].translate(None, NOT_BASE64)
            whole = len(held) // 4 * 4
            if whole:
                yield binascii.a2b_base64(held[:whole])
                held = held[whole:]
        if len(held) > 1:
            yield binascii.a2b_base64(held + b"=" * (4 - len(held)))


def _member(name: str, chunks: Iterator[bytes]) -> Member:
    return Member(name=name, chunks=lambda: chunks)
