"""Whether bytes are text at all, and which of the conventions of text they follow.

Text kinds share their bytes: a table is plain text with a habit. Where a habit is certain (HTML,
JSON, mail headers) the bytes decide; where it is a matter of degree the name's vote does.
"""

import codecs
import csv
import io
import json
import re

# The longest first: the mark of UTF-32 begins with that of UTF-16.
WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BOMS = (codecs.BOM_UTF8, *(mark for mark, _ in WIDE_MARKS))
# Control characters that no text holds; tab, line feed, form feed, return and escape do occur.
CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27}) + b"\x7f"
MAX_CONTROL_SHARE = 0.005
HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
HEADER = re.compile(rb"([!-9;-~]{1,70}):(?:[ \t]|$)")
# Headers that only mail carries, and those any memorandum may begin with.
STRONG = frozenset({b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to"})
WEAK = frozenset({b"from", b"to", b"date", b"subject", b"sender", b"reply-to", b"content-type", b"cc"})
TABLES = {"text/csv": ",;|", "text/tab-separated-values": "\t"}
MAX_HEADER_LINES = 400
MAX_TABLE_LINES = 50
TABLE_REACH = 8192
MIN_TABLE_LINES = 3
MIN_TABLE_COLUMNS = 3


def is_text(head: bytes) -> bool:
    """Say whether bytes can be text: a byte-order mark, UTF-8, UTF-16, or an encoding without NULs."""
    if head.startswith(BOMS) or is_utf8(head):
        return True
    if b"\0" in head:
        return looks_wide(head)
    return sum(head.count(code) for code in CONTROLS) <= MAX_CONTROL_SHARE * len(head)


def is_utf8(head: bytes) -> bool:
    """Say whether bytes are UTF-8 without NULs; a character cut off at the end is allowed."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return sum(head.count(code) for code in CONTROLS) <= MAX_CONTROL_SHARE * len(head)


def looks_wide(head: bytes) -> bool:
    """Say whether bytes look like UTF-16 of mostly ASCII: NULs on one side only, and many."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    high, low = max(even, odd), min(even, odd)
    return high > 0.4 * (len(head) / 2) and low <= 0.01 * len(head)


def narrowed(head: bytes) -> bytes:
    """Return text with a wide byte-order mark as UTF-8, so that its habits can be seen."""
    for mark, encoding in WIDE_MARKS:
        if head.startswith(mark):
            return head[: len(head) // 4 * 4].decode(encoding, "replace").encode()
    return head


def kind_of_text(head: bytes, named: str) -> tuple[str, str]:
    """Return (media type, identified by) of text from its habits; `named` is what its name speaks for."""
    head = narrowed(head)
    certain = _certain_kind(head, named)
    if certain:
        return certain, "its bytes"
    for kind in (named, *TABLES):
        if kind in TABLES and looks_like_table(head, TABLES[kind], is_named=kind == named):
            return kind, "its bytes and its name" if kind == named else "its bytes"
    if named in {"text/html", "application/xml"} and b"<" in head:
        return named, "its name"
    return "text/plain", "its bytes"


def _certain_kind(head: bytes, named: str) -> str:
    body = head.removeprefix(codecs.BOM_UTF8)
    if HTML.match(body[:8192]):
        return "text/html"
    if body.lstrip().startswith(b"<?xml"):
        return "application/xml"
    if body.startswith(b"From ") and HEADER.match(body.partition(b"\n")[2]):
        return "application/mbox"
    if is_mail(body, is_named=named == "message/rfc822"):
        return "message/rfc822"
    return json_kind(body, named)


def is_mail(head: bytes, *, is_named: bool = False) -> bool:
    """Say whether text begins with the header of a mail.

    From, To and Subject alone also begin memoranda and printed mail, which are text: without a
    header that only mail programs write, the name must say that it is mail.
    """
    names: set[bytes] = set()
    for line in head.splitlines()[:MAX_HEADER_LINES]:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        match = HEADER.match(line)
        if match is None:
            if not names and line.startswith((b">From ", b"From ")):
                continue
            break
        names.add(match[1].lower())
    weak = len(names & WEAK)
    return (bool(names & STRONG) and weak >= 1) or (is_named and weak >= 1)


def json_kind(head: bytes, named: str) -> str:
    """Return the media type of JSON or JSON lines, or an empty text."""
    if head.lstrip()[:1] not in (b"{", b"["):
        return ""
    first, _, rest = head.lstrip().partition(b"\n")
    if first.startswith(b"{") and _is_json(first):
        second = rest.strip()[:1]
        return "application/x-ndjson" if second == b"{" or named.endswith("ndjson") else "application/json"
    if named in {"application/json", "application/x-ndjson"} or _is_json(head):
        return named if named.endswith("json") else "application/json"
    return ""


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def looks_like_table(head: bytes, delimiters: str, *, is_named: bool) -> bool:
    """Say whether every line has the same number of columns; a name that says so lowers the bar."""
    text = head[:TABLE_REACH].decode("utf-8", "replace")
    if len(head) > TABLE_REACH:
        text = text.rpartition("\n")[0]
    if is_named:
        return any(mark in text for mark in delimiters)
    for delimiter in delimiters:
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
        except csv.Error:
            continue
        widths = {len(row) for row in rows[:MAX_TABLE_LINES]}
        if len(rows) >= MIN_TABLE_LINES and len(widths) == 1 and widths.pop() >= MIN_TABLE_COLUMNS:
            return all(cell.strip() for cell in rows[0])
    return False
