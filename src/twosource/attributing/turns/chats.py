"""Chats: `[21:30] Sender (forwarded from somebody): words`, as our readers give them and as they are pasted.

The sender speaks; what was forwarded is somebody else's, through the sender. Notes of the program
("in answer to ...", "edited") are nobody's words.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from twosource.attributing.turns.words import Line, Speaker, Turn, folded, listed
from twosource.terms import Channel

MIN_HEADS = 2
MAX_WHO = 80
MAX_HEAD = 400
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_HEAD = re.compile(rf"\[(?:{_DAY},?\s)?(?:{_TIME}|\?)\]\s|{_DAY},?\s{_TIME}\s[-–]\s")
_NOTE = re.compile(r"<[^<>\n]{2,200}>")
_FORWARDED = ("forwarded from ",)
_INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"


class Head(NamedTuple):
    """The head of one message: its first line, where its words begin, and who speaks."""

    line: Line
    begins: int
    speakers: tuple[Speaker, ...]


def chat_turns(text: str, lines: Sequence[Line]) -> tuple[list[Turn], list[tuple[int, int, bool]]]:
    """Return the turns of a chat and what is to be blanked; nothing where the text is none.

    A message without a sender is the program's and nobody's, and so is what stands in angle brackets:
    what a reader or an export says of a picture or a reaction.
    """
    heads = [head for line in lines if (head := _head(line)) is not None]
    is_whole = bool(heads) and bool(lines) and heads[0].line is lines[0] and len(lines) == 1
    if len(heads) < MIN_HEADS and not is_whole:
        return [], []
    turns, blanks = [], []
    for number, head in enumerate(heads):
        end = heads[number + 1].line.start if number + 1 < len(heads) else len(text)
        blanks.append((head.line.start, head.begins, True))
        if not head.speakers:
            blanks.append((head.begins, head.line.end, True))
        turns.append(Turn(head.begins, end, head.speakers))
    blanks += [(note.start(), note.end(), True) for note in _NOTE.finditer(text, heads[0].begins)]
    return turns, blanks


def _head(line: Line) -> Head | None:
    lead = len(line.text) - len(line.text.lstrip(_INVISIBLE + " \t"))
    match = _HEAD.match(line.text, lead)
    if match is None:
        return None
    who, at = _who(line.text, match.end())
    if not who:
        return Head(line, line.start + match.end(), ())
    name, notes = who[0], who[1:]
    speakers = [Speaker(name, Channel.DOCUMENT, "sent")]
    for note in notes:
        for words in _FORWARDED:
            if note.startswith(words) and note[len(words) :].strip():
                speakers.append(Speaker(note[len(words) :].strip(), Channel.DOCUMENT, "forwarded from"))
    return Head(line, line.start + at, tuple(speakers))


def _who(text: str, at: int) -> tuple[list[str], int]:
    """Return [sender, notes...] of a head and where the words begin; nothing where nobody is named."""
    colon = text.find(":", at, at + MAX_WHO)
    bracket = text.find(" (", at, at + MAX_WHO)
    if bracket < 0 or (0 <= colon < bracket):
        name = text[at:colon].strip(_INVISIBLE + " ~") if colon > at else ""
        return ([name], colon + 1) if name and len(name.split()) <= 6 else ([], at)
    found = [text[at:bracket].strip(_INVISIBLE + " ~")]
    end = bracket
    while text[end : end + 2] == " (" and end < at + MAX_HEAD:
        close = _closing(text, end + 2)
        if close < 0 or not _is_note(text[end + 2 : close]):
            break
        found.append(text[end + 2 : close])
        end = close + 1
    if text[end : end + 1] == ":" and found[0]:
        return found, end + 1
    colon = text.find(":", at, at + MAX_WHO)
    name = text[at:colon].strip(_INVISIBLE + " ~") if colon > at else ""
    return ([name], colon + 1) if name else ([], at)


def _closing(text: str, at: int) -> int:
    """Return where the bracket opened before a place closes, quotation marks and inner brackets skipped."""
    depth, stop = 1, min(len(text), at + MAX_HEAD)
    is_quoted = False
    while at < stop:
        sign = text[at]
        is_quoted = (is_quoted or sign == "“") and sign != "”"
        if not is_quoted and sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return at
        at += 1
    return -1


def _is_note(words: str) -> bool:
    return any(folded(words).startswith(opening) for opening in listed("forwarded"))
