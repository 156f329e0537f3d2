"""Two languages in one line: where the script changes for several words, a sentence ends."""

import re
from collections.abc import Iterator
from itertools import pairwise

MIN_WORDS = 3
_RUN = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]+|[A-Za-z\u00c0-\u024f]+|[\u0400-\u04ff]+")
_NOT_LATIN = re.compile("[\u0400-\u04ff\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_GAP = 12


def script_breaks(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the gaps of a line where one script hands over to another, each side several words long.

    A run of capitalised words alone is a name in the other language's sentence and ends nothing.
    """
    if _NOT_LATIN.search(text, start, end) is None:
        return
    runs: list[list[int]] = []
    for match in _RUN.finditer(text, start, end):
        kind = script_of(match.group()[0])
        if runs and runs[-1][0] == kind:
            runs[-1][2], runs[-1][3] = match.end(), runs[-1][3] + 1
        else:
            runs.append([kind, match.start(), match.end(), 1, 0])
        runs[-1][4] += not match.group()[0].isupper()
    for before, behind in pairwise(runs):
        is_long = all(run[3] >= MIN_WORDS and run[4] for run in (before, behind))
        gap = text[before[2] : behind[1]]
        if is_long and len(gap) <= _GAP and any(c.isspace() for c in gap):
            at = before[2] + next(n for n, c in enumerate(gap) if c.isspace())
            first = next((n for n, c in enumerate(gap) if c in ".!?؟"), -1)
            if first < 0 or before[2] + first < at:
                yield (at, behind[1] if not gap.strip(" /|-–—\t") else at + 1, True)


def script_of(letter: str) -> int:
    """Return 1 for Arabic, 2 for Cyrillic, 0 for all others."""
    if "\u0600" <= letter <= "\u08ff":
        return 1
    return 2 if "\u0400" <= letter <= "\u04ff" else 0


def share_of(text: str, script: int) -> float:
    """Return the share of a script among the letters of a text; 0 without letters."""
    letters = [c for c in text if c.isalpha()]
    return sum(script_of(c) == script for c in letters) / len(letters) if letters else 0.0
