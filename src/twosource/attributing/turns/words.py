"""The values of turns, and the lists they are found with."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from twosource.attributing.tokens import fold_phrase
from twosource.terms import Channel, load_table

MAX_LINE = 400
_NUMBER = "0123456789 "


class Line(NamedTuple):
    """One line at start..end of a text, its end of line left out."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody a label, a chat or a mail names; `is_role` where the label is no name."""

    label: str
    channel: Channel
    cue: str
    is_role: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Code points start..end: the words of the last of `speakers`, through the others; none: nobody's."""

    start: int
    end: int
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A text as it is to be read, of the same length, and the turns in it, in order and apart.

    `n_furniture` counts the lines that were blanked because they say nothing.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    n_furniture: int = 0
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def turn_at(self, position: int) -> Turn | None:
        """Return the turn that holds a code point, or None where the page itself speaks."""
        starts = self._starts or tuple(turn.start for turn in self.turns)
        number = bisect_right(starts, position) - 1
        if number < 0 or position >= self.turns[number].end:
            return None
        return self.turns[number]


def layout_of(
    text: str, turns: Iterable[Turn], blanks: Iterable[tuple[int, int, bool]], n: int = 0
) -> Layout:
    """Return the layout of a text: blanks (start, end, breaks) become spaces or line ends."""
    parts: list[str] = []
    at = 0
    for start, end, breaks in sorted(blanks):
        first = max(start, at)
        if first >= end:
            continue
        parts += [text[at:first], ("\n" if breaks else " ") * (end - first)]
        at = end
    ordered = tuple(sorted((t for t in turns if t.end > t.start), key=lambda turn: turn.start))
    starts = tuple(turn.start for turn in ordered)
    return Layout("".join([*parts, text[at:]]), ordered, n, starts)


_LINE = re.compile(r"[^\n]+")


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that hold anything, in order; carriage returns are no part of them."""
    return [
        Line(match.start(), match.start() + len(line), line)
        for match in _LINE.finditer(text)
        if (line := match.group().rstrip("\r")).strip()
    ]


@cache
def table() -> Mapping[str, Any]:
    """Return the lists of turns."""
    return load_table("turns")


@cache
def listed(name: str) -> frozenset[str]:
    """Return one list, folded."""
    return frozenset(" ".join(fold_phrase(word)) for word in table()[name])


@cache
def _openings(name: str) -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in listed(name))


def may_be_listed(name: str, words: str) -> bool:
    """Say whether words may be in a list, by the first of them alone: most lines are told apart by it."""
    opening = fold_phrase("".join(words.rstrip(_NUMBER).split(maxsplit=1)[:1]))
    return not opening or opening[0] in _openings(name)


def folded(words: str) -> str:
    """Return a label as lists hold it: folded words, a number at its end left out."""
    return " ".join(fold_phrase(words.rstrip(_NUMBER)))


def pairs(lines: Sequence[Line]) -> Iterator[tuple[Line, Line | None]]:
    """Yield each line with the one behind it."""
    for number, line in enumerate(lines):
        yield line, lines[number + 1] if number + 1 < len(lines) else None
