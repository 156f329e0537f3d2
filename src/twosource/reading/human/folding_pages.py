"""From single readings to the pages of one layer: in order, corrections in place, gaps left open.

What a person did not read is not filled with a machine's words, and words that do not stand side
by side on the page are kept apart by a blank line.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from twosource.evidence.transcripts import WHOLE_PAGE, HumanReading

NEW_LINE = "\n"


@dataclass(frozen=True, slots=True)
class FoldedPage:
    """One page of one layer: its lines by number, and whether the person read the page whole."""

    number: int
    lines: tuple[tuple[int, str], ...]
    is_whole: bool

    @property
    def text(self) -> str:
        """The lines in order; lines that were left out between two others leave one blank line."""
        pieces: list[str] = []
        before = 0
        for number, text in self.lines:
            if before and number > before + 1:
                pieces.append("")
            pieces.append(text)
            before = number
        return NEW_LINE.join(pieces)

    @property
    def label(self) -> str:
        """Which lines it holds, as ranges; nothing where the whole page was read."""
        return "" if self.is_whole else f"lines {_ranges([number for number, _ in self.lines])}"

    def reaches(self, n_lines: int) -> bool:
        """Say whether nothing of the page is missing, where a machine saw `n_lines` lines (0: unknown)."""
        if self.is_whole:
            return True
        read = {number for number, _ in self.lines}
        return n_lines > 0 and read.issuperset(range(1, n_lines + 1))


@dataclass(slots=True)
class _Page:
    lines: dict[int, str] = field(default_factory=dict)
    is_whole: bool = False

    def take(self, reading: HumanReading) -> None:
        if reading.line != WHOLE_PAGE:
            self.lines[reading.line] = reading.text
            return
        self.is_whole = True
        self.lines = dict(enumerate(reading.text.split(NEW_LINE), 1))


def fold_pages(readings: Iterable[HumanReading]) -> tuple[FoldedPage, ...]:
    """Return the pages that the readings of one layer make, by number.

    Readings are taken in the order they were made; one that another supersedes is left out. A
    line read after its whole page stands in place of that line; a whole page read later stands in
    place of everything read of it before.
    """
    pages: dict[int, _Page] = defaultdict(_Page)
    for reading in standing(readings):
        pages[reading.page].take(reading)
    return tuple(
        FoldedPage(number, tuple(sorted(pages[number].lines.items())), pages[number].is_whole)
        for number in sorted(pages)
    )


def standing(readings: Iterable[HumanReading]) -> list[HumanReading]:
    """Return the readings that no other one supersedes, in the order they were made."""
    every = list(readings)
    superseded = {reading.supersedes for reading in every}
    left = (reading for reading in every if reading.reading_id not in superseded)
    return sorted(left, key=lambda one: (one.at, one.reading_id))


def _ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers as ranges: 1 to 3, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join(" to ".join(map(str, run)) for run in runs)
