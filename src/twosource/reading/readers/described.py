"""Kinds of exhibits that hold no words, or need a program of their own: each gets its own sentence.

Which kinds these are stands in `vocabulary/media_types.toml` (`unread`). Saying "no reader" of a
program or a key would make a reporter wait for words that nobody will ever find in it.
"""

from dataclasses import dataclass
from functools import cache
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import refusal
from twosource.terms import load_table


@dataclass(frozen=True, slots=True)
class DescribedReader:
    """Answers for one such kind: by which sentence, and what it is called."""

    code: str
    label: str
    media_types: frozenset[str]
    name: ClassVar[str] = "described"
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:  # noqa: ARG002 - the contract
        """Raise RefusedError with the sentence for this kind."""
        raise refusal(self.code, label=self.label)


@cache
def described_reader(media_type: str) -> DescribedReader:
    """Return the reader of a kind the vocabulary marks as unread. Raises KeyError for another."""
    rows = load_table("media_types")["types"]
    row = next((row for row in rows if row["value"] == media_type and row.get("unread")), None)
    if row is None:
        raise KeyError(media_type)
    return DescribedReader(str(row["unread"]), str(row["label"]), frozenset({media_type}))
