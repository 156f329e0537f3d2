"""Closed types: a model's answer is exactly this, or it is dropped with a reason.

No key is optional and none is extra. What a model would like to happen has no place to stand in.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MARK = "\ufffd"
FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)
MISSHAPEN = (ValueError, RecursionError)
SHOWN = 60
MAX_ENTRIES = 10_000


class NotClosedError(ValueError):
    """An answer, or a part of it, is not of the type it must be; the message says how."""


def entries_of(untrusted: str, name: str) -> list[Any]:
    """Return the list that stands under the one key of an answer. Raises NotClosedError for all else.

    A fence of three backticks around the JSON is taken off, because models put it there.
    """
    fenced = FENCE.fullmatch(untrusted)
    try:
        whole = json.loads(fenced[1] if fenced else untrusted)
    except MISSHAPEN as error:
        raise NotClosedError("the answer is no JSON") from error
    if not isinstance(whole, dict) or set(whole) != {name} or not isinstance(whole[name], list):
        raise NotClosedError(f"the answer is not one list called {name}")
    entries: list[Any] = whole[name]
    if len(entries) > MAX_ENTRIES:
        raise NotClosedError(f"the answer has more than {MAX_ENTRIES:,} entries")
    return entries


def fields_of(entry: Any, types: Mapping[str, type]) -> dict[str, Any]:
    """Return an entry whose keys and types are exactly these. Raises NotClosedError."""
    if not isinstance(entry, dict) or set(entry) != set(types):
        raise NotClosedError(f"it does not have exactly the fields {', '.join(types)}")
    for name, kind in types.items():
        # A truth value passes for a number in Python, and is none here.
        if type(entry[name]) is not kind:
            raise NotClosedError(f"its {name} is no {kind.__name__}")
    return entry


def texts_of(values: list[Any]) -> Iterator[str]:
    """Yield the texts of a list. Raises NotClosedError where something else stands in it."""
    for value in values:
        if type(value) is not str:
            raise NotClosedError("a list of words holds something else")
        yield value


def cleaned(untrusted: str) -> str:
    """Return words without control characters and without marks that turn the direction of others."""
    return CONTROLS.sub(MARK, untrusted.replace("\r\n", "\n")).strip()


def shortly(untrusted: str) -> str:
    """Return the beginning of words, on one line, to name them in a reason."""
    line = " ".join(cleaned(untrusted).split())
    return f"“{line[:SHOWN]}{'…' if len(line) > SHOWN else ''}”"
