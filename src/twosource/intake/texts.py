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
# Fewer NUL bytes than this leave a text a text, damaged or tampered with.
MAX_NUL_SHARE = 0.01
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE)
# What may stand before the first element, taken off piece by piece: one pattern for all of it could
# be made to try every way of cutting a row of comments.
BEFORE_HTML = re.compile(rb"\s++|<\?xml[^>]*+>|<!--")
HTML_REACH = 8192
# Layout documents are XML or HTML with one certain sign: their root, or the class hOCR gives a page.
HOCR = "text/vnd.hocr+html"
HOCR_PAGE = re.compile(rb"""class\s*=\s*["']?[^"'<>]{0,100}\bocr_page\b""")
LAYOUTS = {b"alto": "application/alto+xml", b"PcGts": "application/vnd.prima.page+xml"}
LAYOUT_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(alto|PcGts)[\s>]")
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
    if begins_html(body[:HTML_REACH]):
        return HOCR if HOCR_PAGE.search(body) else "text/html"
    if body.lstrip().startswith(b"<?xml"):
        return layout_of(body[:HTML_REACH]) or "application/xml"
    if body.startswith(b"From ") and HEADER.match(body.partition(b"\n")[2]):
        return "application/mbox"
    if is_mail(body, is_named=named == "message/rfc822"):
        return "message/rfc822"
    return json_kind(body, named)


def begins_html(head: bytes) -> bool:
    """Say whether an element that only pages have comes first, blanks and comments aside.

    Comments without an end, or longer than what is looked at, are how pages hide: what begins
    with one and holds nothing else that is certain is left to its name.
    """
    at = _first_element(head)
    return at >= 0 and HTML.match(head, at) is not None


def layout_of(head: bytes) -> str:
    """Return the media type of a layout document by its root element, or an empty text."""
    at = _first_element(head)
    found = LAYOUT_ROOT.match(head, at) if at >= 0 else None
    return LAYOUTS[found[1]] if found else ""


def _first_element(head: bytes) -> int:
    """Return where the first element begins, blanks and comments aside; -1 where a comment never ends."""
    at = 0
    while found := BEFORE_HTML.match(head, at):
        at = found.end()
        if found[0] == b"<!--":
            end = head.find(b"-->", at - 2)
            if end < 0:
                return -1
            at = end + 3
    return at


def has_stray_nuls(head: bytes) -> bool:
    """Say whether bytes are a text but for a few NULs, fewer than one in a hundred."""
    count = 0 if head.startswith(BOMS[1:]) else head.count(0)  # wide letters hold NULs by right
    return 0 < count < MAX_NUL_SHARE * len(head) and is_text(without_nuls(head))


def without_nuls(head: bytes) -> bytes:
    """Return the bytes that are not NUL."""
    return head.replace(b"\0", b"")


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
