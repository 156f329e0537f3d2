"""Why an exhibit was not read, or not whole, in the reviewed sentences of the vocabulary."""

import struct
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from twosource.errors import ItemError, LimitError, RefusedError
from twosource.evidence.outcome import Failure
from twosource.terms import Status, load_table

KEPT = "The original is kept."
# The first kind that fits tells; names of classes say nothing to whoever reads the sentence.
FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (RecursionError, "its parts lie too deep in one another"),
    (UnicodeError, "it holds bytes that are no letters of its encoding"),
    (EOFError, "it breaks off"),
    (struct.error, "a field of it breaks off"),
    (zlib.error, "a packed part of it cannot be unpacked"),
    (LookupError, "it names what is not there"),
    (ArithmeticError, "it holds a number that cannot be"),
)
LIMIT_CODES = frozenset({"too_large", "bomb", "pixels"})


def failure(code: str, **words: object) -> Failure:
    """Return the failure for a code of `vocabulary/reading_failures.toml`. Raises KeyError for another."""
    row = _row(code)
    return Failure(
        code=code,
        happened=row["happened"].format(**words),
        safe=row.get("safe", KEPT),
        remedy=row["remedy"],
    )


def refusal(code: str, **words: object) -> RefusedError:
    """Return the same as an error, for a reader that can give nothing at all."""
    why = failure(code, **words)
    kind = LimitError if code in LIMIT_CODES else RefusedError
    return kind(why.happened, safe=why.safe, remedy=why.remedy, code=code)


def fault_in_words(error: Exception) -> str:
    """Return what a parser stumbled over, without its own words, which may quote the exhibit."""
    return next((told for kind, told in FAULTS if isinstance(error, kind)), "it is not built as its kind is")


def failure_of(error: ItemError) -> Failure:
    """Return the failure that records an error about one exhibit."""
    return Failure(
        code=error.code or "damaged",
        happened=error.happened,
        safe=error.safe_text,
        remedy=error.remedy_text,
    )


def status_of(failures: tuple[Failure, ...], *, has_words: bool) -> Status:
    """Say where an exhibit ends: read, else partly read where words were read, else as the reasons say.

    One reason that a person can lift makes an unread exhibit wait; only then is it worth waiting.
    """
    if not failures:
        return Status.READ
    if has_words:
        return Status.PARTLY_READ
    # A code nobody here gave comes from a reader that was broken into: it counts as damage.
    waits = any(_rows().get(one.code, {}).get("unread") == "waiting" for one in failures)
    return Status.WAITING if waits else Status.REFUSED


def _row(code: str) -> Mapping[str, Any]:
    return _rows()[code]


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = load_table("reading_failures")["failures"]
    return rows
