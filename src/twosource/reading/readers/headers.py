"""Lines at the head of a text that speak about it: a block somebody put there, or printed mail.

They become metadata and the text stays whole, because the offsets of passages count from its
first letter and because what a document says of itself is also something it says.
"""

import re
from functools import cache

from twosource.terms import load_table

LINE = re.compile(r"[ \t]*([^\W\d_][\w /-]{0,30}?)[ \t]*:[ \t]*(.*)")
MAX_BLOCK_LINES = 20
MAX_TITLE = 200
MAIL_REACH = 60
MAX_GAP = 3
INDENT = re.compile(r"[ \t]{4,}\S")
Pairs = tuple[tuple[str, str], ...]


@cache
def _names(table: str) -> dict[str, str]:
    rows = load_table("header_lines")[table]
    return {word: name for name, words in rows.items() for word in words}


def headers_of(text: str) -> Pairs:
    """Return the metadata a text begins with, or none: a leading block first, else mail headers."""
    lines = text[:20_000].splitlines()
    return leading_block(lines)[0] or mail_headers(lines) or _written_above(lines)


def _written_above(lines: list[str]) -> Pairs:
    """Return what somebody wrote above a text they saved by hand, without a blank line, or below its title.

    Two header lines of different names must stand together at the top, the title apart, and one of them
    must be a source, a publisher or a date: one line with a colon begins many a text.
    """
    names = _names("published")
    pairs: dict[str, str] = {}
    for number, line in enumerate(lines[:MAX_BLOCK_LINES]):
        match = LINE.fullmatch(line)
        name = names.get(match[1].strip().lower()) if match and match[2].strip() else None
        if match is None or name is None or name in pairs:
            is_title = number == 0 and 0 < len(line.strip()) <= MAX_TITLE
            if is_title and name is None:
                pairs["title"] = line.strip()
                continue
            break
        pairs[name] = match[2].strip()
    headers = pairs.keys() - {"title"}
    is_head = len(headers) >= 2 and not headers.isdisjoint(("source", "publisher", "published"))
    return tuple(pairs.items()) if is_head else ()


def leading_block(lines: list[str]) -> tuple[Pairs, int]:
    """Return (metadata, number of lines) of a block of known header lines that ends with a blank line.

    Every line must be a known header: one unknown line, and it is a text that begins so.
    """
    names = _names("published")
    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(lines[: MAX_BLOCK_LINES + 1]):
        if not line.strip():
            return tuple(pairs), number + 1 if pairs else 0
        match = LINE.fullmatch(line)
        name = names.get(match[1].strip().lower()) if match else None
        if match is None or name is None:
            return (), 0
        pairs.append((name, match[2].strip()))
    return (tuple(pairs), len(lines)) if len(lines) <= MAX_BLOCK_LINES else ((), 0)


def mail_headers(lines: list[str]) -> Pairs:
    """Return from, to, cc, sent and subject of a printed mail whose headers stand near the top.

    It must name a sender and at least one of the others; the first header of each name counts,
    since those further down belong to the mail it answers.
    """
    names = _names("mail")
    pairs: dict[str, str] = {}
    last, gap = "", 0
    for line in lines[:MAIL_REACH]:
        match = LINE.fullmatch(line)
        name = names.get(match[1].strip().lower()) if match else None
        if match and name:
            if not pairs and name != "from":
                continue
            if name in pairs:
                break
            pairs[name], last, gap = match[2].strip(), name, 0
        elif pairs and line.strip() and gap == 0 and INDENT.match(line):
            pairs[last] = f"{pairs[last]} {line.strip()}".strip()
        elif pairs:
            gap += 1
            if gap > MAX_GAP or (line.strip() and "subject" in pairs):
                break
    filled = tuple((name, value) for name, value in pairs.items() if value)
    return filled if "from" in pairs and len(filled) > 1 else ()
