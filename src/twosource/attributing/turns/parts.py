"""Who `Q` and `A` are, where the head of an interview says so: `Interview with Ada Holm`.

A letter is nobody; a reader knows the name from the head. It is taken only from lines above the first
turn, only where one label answers (or asks), and only where what stands there looks like a name.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from twosource.attributing.turns.words import Line, folded, listed, table

HEAD_LINES = 12
_END = re.compile(r"[,;.(\[|–—\n]| - ")


def named_parts(
    head: Sequence[Line], keys: Sequence[str], is_name: Callable[[str, str], bool]
) -> Mapping[str, str]:
    """Return the name behind each part that the head of a transcript names; a part nobody names is left out.

    `keys` are the folded labels of the transcript, `is_name` says whether (label, key) can be a name.
    """
    found: dict[str, str] = {}
    for part, openings in (("answers", "answered_by"), ("asks", "asked_by")):
        labels = set(keys) & listed(part)
        names = {name for line in head[:HEAD_LINES] if (name := _behind(line.text, openings))}
        names = {name for name in names if " " in name and is_name(name, folded(name))}
        if len(labels) == 1 and len(names) == 1:
            found[labels.pop()] = names.pop()
    return found


def names_a_part(text: str, is_name: Callable[[str, str], bool]) -> bool:
    """Say whether a line only names who asks or answers: `Interviewer: Ben Ruiz` is nobody's turn."""
    opening, _, name = text.strip().partition(":")
    is_part = opening.casefold() in (*table()["answered_by"], *table()["asked_by"])
    return is_part and " " in name.strip() and is_name(name.strip(), folded(name))


def _behind(text: str, openings: str) -> str:
    """Return what stands behind the first of some words of a line, up to the next sign."""
    lower = text.casefold()
    if len(lower) != len(text):
        return ""
    for words in table()[openings]:
        at = lower.find(words)
        if at >= 0 and not lower[at - 1 : at].isalnum():
            rest = text[at + len(words) :].lstrip(": \t")
            return _END.split(rest, maxsplit=1)[0].strip(" :*_\"'")
    return ""
