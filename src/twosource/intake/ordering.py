"""What is taken first: small things with words, so that a person can search within seconds.

A folder is listed to its end before the first byte is read, up to `look_ahead` files at a time;
containers and recordings, which take long and give their words late, go last.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import PurePosixPath

from twosource.intake.identifying import kinds
from twosource.intake.openers import is_container
from twosource.intake.walking import Found

WORDS, OTHERS, CONTAINERS = 0, 1, 2
LATE = frozenset({"audio", "video"})
FIRST = frozenset({"message", "text"})
# Kinds of documents whose words need no recognising.
DOCUMENTS = (
    "application/pdf",
    "application/vnd.",
    "application/msword",
    "application/rtf",
    "application/epub",
)


def soonest_first(found: Iterable[Found], look_ahead: int) -> Iterator[Found]:
    """Yield what was found, in runs of `look_ahead`, each in order of (kind, size, path)."""
    walked = iter(found)
    while run := list(islice(walked, look_ahead)):
        run.sort(key=lambda one: (wave_of(one.path), one.size, one.path))
        yield from run


def wave_of(path: str) -> int:
    """Return how early a file is taken, by its name only: words, then others, then containers."""
    return _waves().get(PurePosixPath(path).suffix.lower(), OTHERS)


@cache
def _waves() -> dict[str, int]:
    return {suffix: _wave_of(value, row) for value, row in kinds().items() for suffix in row["suffixes"]}


def _wave_of(value: str, row: dict[str, object]) -> int:
    family = value.partition("/")[0]
    if is_container(value) or family in LATE:
        return CONTAINERS
    if row.get("text") or family in FIRST or value.startswith(DOCUMENTS):
        return WORDS
    return OTHERS
