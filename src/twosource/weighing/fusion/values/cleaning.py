"""What every kind of value goes through first: what is no value, entities, marks, letter forms.

A value stays as it was written for showing; the folded form is only for comparing.
"""

import html
import re
import unicodedata
from functools import cache
from typing import Any

from twosource.terms import load_table

_ENTITY = re.compile(r"(?:&|and)#?(?:apos|quot|#39|39);", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_EDGES = " \t\r\n.,;:!?*-–—_'\"()[]<>"
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "–": "-", "—": "-", "‐": "-", "‑": "-"}
)


@cache
def words_of(name: str) -> frozenset[str]:
    """Return one list of `value_words.toml`. Raises KeyError."""
    return frozenset(_table()[name])


@cache
def _table() -> dict[str, Any]:
    return dict(load_table("value_words"))


@cache
def multiples() -> dict[str, float]:
    """Return the words for a multiple beside a number: thousand, mio, مليون."""
    return {str(word): float(times) for word, times in _table()["multiples"].items()}


@cache
def _missing() -> frozenset[str]:
    return frozenset(_bare(word) for word in words_of("missing"))


def _bare(text: str) -> str:
    folded = _SPACES.sub(" ", text.casefold()).strip()
    return folded.strip(_EDGES) or (folded if folded in {"-", "?", "*", "--"} else "")


def is_missing(text: str) -> bool:
    """Say whether something stands for "no value": empty, "Not available", "n/a", "غير معروف"."""
    return _bare(text) in _missing()


def mended(text: str) -> str:
    """Return a text with entities resolved (also `andapos;`), compatible letters made one, one kind of
    quote.
    """
    text = html.unescape(_ENTITY.sub("'", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(_SAME)).strip()


def folded(text: str) -> str:
    """Return a text for comparing: no case, no marks on letters, spaces single. By hand: "É. Brontë" ->
    "e. bronte".
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return _SPACES.sub(" ", "".join(c for c in parts if not unicodedata.combining(c))).strip()


def many(n: int, what: str) -> str:
    """Return how many there are, in words that fit one and several: "1 value", "2,000 values"."""
    return f"{n:,} {what}{'s' * (n != 1)}"
