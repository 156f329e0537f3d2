"""Lines that say nothing: rows of a table, menus, chains of links.

A statement needs a sentence. Rows and menus are words beside one another, and a rule that takes them
for a sentence puts an act beside a name that has nothing to do with it.
"""

from collections.abc import Sequence

from twosource.attributing.turns.words import Line

MIN_CELLS = 3
MIN_RUN = 5
MAX_ITEM_WORDS = 5
MEAN_ITEM_WORDS = 3.5
MIN_SENTENCE_WORDS = 6
_CELL_SIGNS = ("\t", "|", " · ", " • ", " › ", " » ", " / ", "   ")
_ENDS = '.!?…؟:;،,”"»'


def furniture(lines: Sequence[Line]) -> list[tuple[int, int, bool]]:
    """Return the lines to blank, in order; cells that hold a sentence are left standing."""
    blanks: list[tuple[int, int, bool]] = []
    run: list[Line] = []
    for line in lines:
        cells = _cells(line)
        if cells:
            blanks += cells
        if _is_item(line) and not cells:
            run.append(line)
            continue
        blanks += _menu(run)
        run = []
    return blanks + _menu(run)


def _menu(run: Sequence[Line]) -> list[tuple[int, int, bool]]:
    """Return a run of short lines as blanks where it is long and its lines are labels, not lines of prose."""
    if len(run) < MIN_RUN:
        return []
    n_words = sum(len(line.text.split()) for line in run)
    if n_words > MEAN_ITEM_WORDS * len(run):
        return []
    return [(line.start, line.end, True) for line in run]


def _is_item(line: Line) -> bool:
    text = line.text.strip(" \t*-•–—")
    if not text or text[-1] in _ENDS or text[0].islower():
        return False
    return len(text.split()) <= MAX_ITEM_WORDS


def _cells(line: Line) -> list[tuple[int, int, bool]]:
    """Return the parts of a row to blank; nothing where the line is no row."""
    text = line.text
    sign = next((sign for sign in _CELL_SIGNS if text.strip().count(sign) >= MIN_CELLS - 1), "")
    if not sign:
        return []
    blanks = []
    at = 0
    for cell in text.split(sign):
        end = at + len(cell)
        if not _is_sentence(cell):
            blanks.append((line.start + at, line.start + min(len(text), end + len(sign)), True))
        elif end < len(text):
            blanks.append((line.start + end, line.start + min(len(text), end + len(sign)), True))
        at = end + len(sign)
    return blanks


def _is_sentence(cell: str) -> bool:
    words = cell.split()
    return len(words) >= MIN_SENTENCE_WORDS and cell.rstrip()[-1:] in '.!?…؟”"»'
