"""Mails that quote mails: `> ` before lines, `On ... X wrote:` above them, and whole messages further down.

What is quoted is whoever wrote it, through the sender; where nobody is named above it, it is somebody
quoted, and never the sender.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from twosource.attributing.turns.words import Line, Speaker, Turn, folded, listed, may_be_listed, table
from twosource.terms import Channel

MAX_LEAD = 200
MAX_DEPTH = 8
MIN_HEADERS = 2
_NO_NAME = re.compile(r"[<\[].*|mailto:.*|\([^()]*@[^()]*\)?")
SOMEBODY = "somebody quoted"
_MARKS = re.compile(r"[ \t]?(?:>[ \t]?)+")
_ADDRESS = re.compile(r"\s*[<\[(][^<>\n]{0,80}[>\])]")
_FIELD = re.compile(r"\{(?:who|when)\}")
MAX_NAME = 60
_HEADER = re.compile(r"[ \t*>]*([^\W\d_][\w \-]{0,20}):[ \t*]*(.*)")
_DASHES = "-_=*> \t:"


class Quoted(NamedTuple):
    """One line below `depth` marks of quoting; its own words begin at `begins`."""

    line: Line
    depth: int
    begins: int


def mail_turns(lines: Sequence[Line]) -> tuple[list[Turn], list[tuple[int, int, bool]]]:
    """Return the turns of quoted stretches and what is to be blanked, in one walk over the lines."""
    rows = [_quoted(line) for line in lines]
    turns: list[Turn] = []
    blanks: list[tuple[int, int, bool]] = []
    writers: dict[int, str] = {}
    outer: Speaker | None = None
    at = 0
    while at < len(rows):
        row = rows[at]
        block = _block(rows, at) if row.depth == 0 else None
        if block is not None:
            outer, skipped = block
            blanks.append((row.line.start, rows[skipped - 1].line.end, True))
            writers.clear()
            at = skipped
            continue
        lead = _lead(rows, at)
        if lead is not None:
            who, n = lead
            writers[row.depth + 1] = who
            blanks.append((row.line.start, rows[at + n - 1].line.end, True))
            at += n
            continue
        if row.depth:
            breaks = at == 0 or rows[at - 1].depth != row.depth
            blanks.append((row.line.start, row.begins, breaks))
        speakers = _speakers(outer, row.depth, writers)
        if speakers:
            _extend(turns, row, speakers)
        at += 1
    return turns, blanks


def _quoted(line: Line) -> Quoted:
    match = _MARKS.match(line.text)
    if match is None:
        return Quoted(line, 0, line.start)
    depth = min(MAX_DEPTH, match.group().count(">"))
    return Quoted(line, depth, line.start + match.end())


def _speakers(outer: Speaker | None, depth: int, writers: dict[int, str]) -> tuple[Speaker, ...]:
    found = [outer] if outer is not None else []
    for level in range(1, depth + 1):
        name = writers.get(level, SOMEBODY)
        found.append(Speaker(name, Channel.DOCUMENT, "wrote", is_role=name == SOMEBODY))
    return tuple(found)


def _extend(turns: list[Turn], row: Quoted, speakers: tuple[Speaker, ...]) -> None:
    """Add a line to the turn before it where the same people speak, else open one."""
    if turns and turns[-1].speakers == speakers and row.line.start - turns[-1].end <= MAX_LEAD:
        turns[-1] = Turn(turns[-1].start, row.line.end, speakers)
    else:
        turns.append(Turn(row.begins, row.line.end, speakers))


def _block(rows: Sequence[Quoted], at: int) -> tuple[Speaker, int] | None:
    """Return the sender of a whole message that begins here and the row behind its head.

    It begins with a separator line and its header lines, or with header lines alone further down
    than the first line, the sender's among them.
    """
    bare = rows[at].line.text.strip(_DASHES)
    is_separator = may_be_listed("separators", bare) and folded(bare) in listed("separators")
    first = at + 1 if is_separator else at
    if not is_separator and (at == 0 or not _header(rows[at].line.text)):
        return None
    end, sender, n = first, "", 0
    while end < len(rows) and (header := _header(rows[end].line.text)):
        if folded(header[0]) in listed("senders"):
            sender = _sender(header[1])
        n += 1
        end += 1
    if not is_separator and (n < MIN_HEADERS or not sender):
        return None
    return Speaker(sender or SOMEBODY, Channel.DOCUMENT, "wrote", is_role=not sender), end


def _sender(words: str) -> str:
    """Return who a header names, as the head of the mail would: an office in brackets stays, addresses go."""
    name = " ".join(_NO_NAME.sub("", words).split()).strip(" \"'")
    return name or " ".join(words.strip("<>[] ").split())


def _header(text: str) -> tuple[str, str] | None:
    match = _HEADER.match(text[:MAX_LEAD])
    if match is None or folded(match[1]) not in listed("headers"):
        return None
    return match[1], match[2]


def _lead(rows: Sequence[Quoted], at: int) -> tuple[str, int] | None:
    """Return (who, number of lines) of `On ... X wrote:` above a deeper line; it may be wrapped once."""
    depth = rows[at].depth
    for n in (1, 2):
        behind = at + n
        if behind >= len(rows) or any(rows[k].depth != depth for k in range(at, behind)):
            return None
        if rows[behind].depth != depth + 1:
            continue
        words = " ".join(row.line.text[row.begins - row.line.start :].strip() for row in rows[at:behind])
        if len(words) <= MAX_LEAD and words.endswith(":") and (who := _who(words)):
            return who, n
    return None


def _who(words: str) -> str:
    """Return who wrote, after the first template that fits, or an empty text. Linear in the line."""
    for template in table()["quoted"]:
        if who := _fitting(words, template):
            return who
    return ""


def _fitting(words: str, template: str) -> str:
    """Return the {who} of a template in a line that begins, parts and ends as it does."""
    first, *rest = _FIELD.split(template)
    last = rest[-1]
    bare = words.casefold()
    if not bare.startswith(first.casefold()) or not bare.endswith(last.casefold()):
        return ""
    inner = words[len(first) : len(words) - len(last)]
    fields = _FIELD.findall(template)
    if len(fields) == 1:
        return _name(inner)
    between = rest[0]
    if fields[0] == "{who}":
        who, _, when = inner.partition(between)
    elif between.strip():
        when, _, who = inner.rpartition(between)
    else:
        when, who = _parted(inner)
    return _name(who) if any(c.isdigit() for c in when) else ""


def _parted(inner: str) -> tuple[str, str]:
    """Part `2 May 2016 at 21:30 Karim Aziz` behind its last digit."""
    plain = _ADDRESS.sub("", inner)
    at = max((n for n, c in enumerate(plain) if c.isdigit()), default=-1)
    cut = plain.find(" ", at)
    return (plain[:cut], plain[cut:]) if 0 <= at < cut else ("", "")


def _name(words: str) -> str:
    """Return a name without its address; nothing where digits or commas show that it is none."""
    name = _ADDRESS.sub("", words).strip(" \"'")
    is_one = 2 <= len(name) <= MAX_NAME and not any(c.isdigit() or c in ",:;" for c in name)
    return name if is_one else ""
