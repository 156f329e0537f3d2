"""Which exhibits a pattern in `case.toml` means: `letters/*` over the paths as received.

A pattern is anchored at the right end, because where a cache lay on somebody's disk is not part
of what it says: `letters/*.png` finds `cache/letters/1.png` and `/home/x/cache/letters/1.png`.
"""

import re
from collections.abc import Iterable
from functools import cache

from twosource.evidence.holdings import Holding

_WILD = re.compile(r"\*\*/|\*\*|\*|\?|\[[^\]/]+\]")
_MEANING = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return the expression of a pattern: `*` and `?` stay within a folder, `**` crosses folders.

    A pattern that starts with `/` is anchored on both sides, every other at its right end.
    Any text is a valid pattern: what is not a wildcard stands for itself.
    """
    parts, position = [], 0
    for wild in _WILD.finditer(pattern):
        parts.append(re.escape(pattern[position : wild.start()]))
        parts.append(_MEANING.get(wild[0]) or _one_of(wild[0]))
        position = wild.end()
    parts.append(re.escape(pattern[position:]))
    anchor = "" if pattern.startswith("/") else "(?:.*/)?"
    return re.compile(anchor + "".join(parts), re.DOTALL)


def _one_of(bracket: str) -> str:
    inside = bracket[1:-1]
    negated = inside.startswith("!") and len(inside) > 1
    letters = re.escape(inside[1:] if negated else inside).replace(r"\-", "-")
    try:
        re.compile(f"[{letters}]")
    except re.error:
        return re.escape(bracket)
    return f"[{'^/' if negated else ''}{letters}]"


def find_exhibits(patterns: Iterable[str], holdings: Iterable[Holding]) -> tuple[str, ...]:
    """Return the ids of the exhibits received under a path that one of the patterns means.

    Each exhibit once, in the order received. Backslashes in paths count as folders, because a
    cache packed on Windows says the same thing.
    """
    expressions = [compile_pattern(pattern) for pattern in patterns]
    found: dict[str, None] = {}
    for holding in holdings:
        path = holding.path.replace("\\", "/")
        if any(expression.fullmatch(path) for expression in expressions):
            found[holding.exhibit_id] = None
    return tuple(found)
