"""Transcripts: `INTERVIEWER: ...`, `Q: ...`, `A. ...`, `Abu Hassan - ...`.

A colon behind a word is common and mostly no label, so a text counts as a transcript only where
labels come back, and a label must look like somebody: a word for a part in a conversation, or a
name. Places, fields of a form and clauses with a verb of saying are none.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from twosource.attributing.lexicon import Lexicon, PhraseIndex
from twosource.attributing.tokens import tokenise
from twosource.attributing.turns.parts import named_parts, names_a_part
from twosource.attributing.turns.words import Line, Speaker, Turn, folded, listed, pairs
from twosource.terms import Channel

MAX_LABEL = 48
MAX_WORDS = 5
MIN_LABELLED = 3
MOSTLY = 0.5
_SHORT = frozenset({"q", "a", "س", "ج"})
_KUNYA = ("abu ", "umm ", "ابو ", "ام ", "al-", "dr ", "mr ", "mrs ", "ms ", "col ", "gen ")
_MARKS = (": ", "：", " - ", " – ", " — ", ":\t", ". ")
_QUOTES = frozenset('"“”«»„,;()[]{}<>?!؟،؛|/\\@#*=•')


class Labelled(NamedTuple):
    """One line with a label in front; its words begin at `begins`."""

    line: Line
    label: str
    key: str
    begins: int
    is_role: bool


def label_turns(
    text: str, lines: Sequence[Line], lexicon: Lexicon, places: PhraseIndex[int]
) -> tuple[list[Turn], list[tuple[int, int, bool]]]:
    """Return the turns of a transcript and its labels as blanks; nothing where the text is none."""

    def is_name(label: str, key: str) -> bool:
        return _is_name(label, key, lexicon, places)

    found = [row for line in lines if (row := _labelled(line, lexicon, places)) is not None]
    found = [row for row in found if not names_a_part(row.line.text, is_name)]
    counts = Counter(row.key for row in found)
    kept = [row for row in found if _is_strong(row) or counts[row.key] > 1]
    is_all = len(kept) == len(lines) and any(row.is_role for row in kept)
    if not is_all and not _is_transcript(kept, Counter(row.key for row in kept)):
        return [], []
    goes_on = len(kept) >= MOSTLY * len(lines)
    head = [line for line in lines if line.end <= kept[0].line.start]
    parts = named_parts(head, [row.key for row in kept], is_name)
    turns = []
    for row, behind in zip(kept, [*kept[1:], None], strict=True):
        stop = behind.line.start if behind is not None and goes_on else _paragraph_end(text, row.line.end)
        if behind is not None:
            stop = min(stop, behind.line.start)
        channel = Channel.SPEECH
        name = parts.get(row.key, "")
        speaker = Speaker(name or row.label, channel, row.label + _mark(row), row.is_role and not name)
        turns.append(Turn(row.begins, max(stop, row.line.end), (speaker,)))
    return turns, [(row.line.start, row.begins, True) for row in kept]


def _mark(row: Labelled) -> str:
    return row.line.text[: row.begins - row.line.start].strip().removeprefix(row.label).strip() or ":"


def _paragraph_end(text: str, at: int) -> int:
    """Return where the paragraph of a line ends: at a blank line."""
    end = text.find("\n\n", at)
    return end if end >= 0 else len(text)


def _is_transcript(rows: Sequence[Labelled], counts: Counter[str]) -> bool:
    """Say whether labels come back: two people by turns, or one of them again and again."""
    n_again = sum(n > 1 for n in counts.values())
    if len(counts) >= 2:
        has_parts = sum(row.is_role for row in rows) >= 2
        return len(rows) >= (2 if has_parts else MIN_LABELLED) and (n_again >= 1 or has_parts)
    return n_again == 1 and len(rows) >= 2


def _is_strong(row: Labelled) -> bool:
    """Say whether a label is somebody by itself: a part, a kunya or title, a name of several words."""
    return row.is_role or row.key.startswith(_KUNYA) or " " in row.key


def _labelled(line: Line, lexicon: Lexicon, places: PhraseIndex[int]) -> Labelled | None:
    lead = len(line.text) - len(line.text.lstrip(" \t*_"))
    head = line.text[lead : lead + MAX_LABEL + 3]
    at, mark = _first_mark(head)
    label = head[:at].strip(" \t*_")
    behind = lead + at + len(mark)
    if at <= 0 or not label or not line.text[behind:].strip(" *_"):
        return None
    key = folded(label)
    is_role = _is_role(label, key)
    if mark == ". " and key not in _SHORT:
        return None
    if key in _SHORT and not (label.isupper() or not label.isascii()):
        return None
    if not is_role and not _is_name(label, key, lexicon, places):
        return None
    while behind < len(line.text) and line.text[behind] in " \t*_":
        behind += 1
    return Labelled(line, label, key, line.start + behind, is_role)


def _first_mark(head: str) -> tuple[int, str]:
    places = [(head.find(mark), mark) for mark in _MARKS if mark != ". " and head.find(mark) > 0]
    if head[1:3] == ". ":
        places.append((1, ". "))
    return min(places, default=(-1, ""))


def _is_role(label: str, key: str) -> bool:
    words = key.split()
    return key in listed("roles") or (
        bool(words) and words[-1] in listed("roles") and len(words) <= 2 and label.isupper()
    )


def _is_name(label: str, key: str, lexicon: Lexicon, places: PhraseIndex[int]) -> bool:
    """Say whether a label can be a name: capitals, no verb of saying, no place, no field of a form."""
    words = key.split()
    if not words or len(words) > MAX_WORDS or key in listed("fields") or any(c in _QUOTES for c in label):
        return False
    if any(c.isdigit() for c in label) or len(key) < 2:
        return False
    if any(word in lexicon.cues or word in lexicon.hedges or word in lexicon.verbs for word in words):
        return False
    hit = places.at(words, 0) if words[0] in places else None
    if hit is not None and hit[0] == len(words):
        return False
    tokens = [token for token in tokenise(label, 0, len(label)) if token.is_word]
    if not any(c.isupper() for c in label):
        return not label.isascii() and lexicon.language in ("ar", "fa") and len(tokens) <= 3
    return all(token.is_capital or lexicon.is_joining(token.folded) for token in tokens)


def labelled_lines(lines: Sequence[Line], lexicon: Lexicon, places: PhraseIndex[int]) -> int:
    """Return how many lines have something that looks like a label."""
    return sum(_labelled(line, lexicon, places) is not None for line, _ in pairs(lines))
