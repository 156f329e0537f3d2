"""Blank lines and stray spaces of formats whose layout is not text: taken out, never words."""

import re

BLANKS = re.compile(r"\n{3,}")


def tidy_lines(text: str) -> str:
    """Return text without spaces around its lines and without more than one blank line in a row."""
    lines = (line.strip(" ").rstrip("\t") if line.strip() else "" for line in text.split("\n"))
    return BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")
