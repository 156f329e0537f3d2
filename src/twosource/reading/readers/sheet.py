"""One sheet of a workbook as text: a line per row, tabs between cells, what is hidden noted.

Shared by the readers of all workbook formats, so that a row looks the same in each of them.
"""

import re
from dataclasses import dataclass, field

from twosource.reading.readers.office_parts import ranges

# A cell far out on the right is hostile or lonely: so many empty cells stand for any number of them.
MAX_GAP = 20
LETTERS = 26
# Codes of fonts, sizes, colours and fields in what is printed above and below a sheet (ECMA-376, 18.3.1.46).
HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z])')
# What programs print there by themselves.
USUAL = frozenset({"", "page", "page of", "seite"})


@dataclass(slots=True)
class Sheet:
    """The words of one sheet: `lines` as rows come, what is hidden in it, how many formulas it has."""

    name: str
    state: str = ""
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    n_formulas: int = 0
    n_letters: int = 0

    def add_row(self, cells: dict[int, str]) -> None:
        """Add one row given as texts by column, counted from 1; empty rows add nothing."""
        pieces: list[str] = []
        last = 1
        for column in sorted(cells):
            text = cells[column].replace("\r\n", "\n").replace("\r", "\n")
            if not text.strip():
                continue
            pieces.append("\t" * min(column - last, MAX_GAP))
            pieces.append(" ".join(text.split("\n")))
            last = column
        if pieces:
            line = "".join(pieces)
            self.lines.append(line)
            self.n_letters += len(line)

    @property
    def label(self) -> str:
        """Its name, and whether somebody hid it."""
        return f"{self.name} ({self.state})" if self.state else self.name

    def text(self) -> str:
        """Return its rows."""
        return "\n".join(self.lines)

    def hidden(self) -> list[str]:
        """Return what is hidden, in words."""
        said = [f"the sheet {self.name} is {self.state}"] if self.state else []
        if self.hidden_rows:
            said.append(f"{self.name}: rows {ranges(self.hidden_rows)}")
        if self.hidden_columns:
            names = ranges(self.hidden_columns)
            said.append(f"{self.name}: columns {names} (A is 1)")
        return said


def header_words(text: str) -> list[str]:
    """Return the words a person put above or below a printed sheet, without codes and usual fields."""
    words = " ".join(HEADER_CODE.sub(" ", text.replace("&&", "\1")).replace("\1", "&").split())
    return [] if words.casefold() in USUAL else [words]


def column_of(reference: str) -> int:
    """Return the column of a reference such as `AB12`, counted from 1; 0 where it names none."""
    column = 0
    for letter in reference[:4]:
        if not ("A" <= letter.upper() <= "Z"):
            break
        column = column * LETTERS + ord(letter.upper()) - ord("A") + 1
    return column


def column_name(column: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
