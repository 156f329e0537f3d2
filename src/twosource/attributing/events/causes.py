"""By what means something was done: air strike, shelling, explosion, chemical, shooting, execution."""

from typing import NamedTuple

from twosource.attributing.events.words import means
from twosource.attributing.frames import Parsed
from twosource.attributing.tokens import arabic_stems
from twosource.ports import Range


class Means(NamedTuple):
    """Words for a means at tokens first..last, and its kind."""

    first: int
    last: int
    kind: str


def means_in(parsed: Parsed, span: Range) -> list[Means]:
    """Return the words for means in a stretch, left to right, the longest at each place."""
    found: list[Means] = []
    index, at = means(), span[0]
    while at < span[1]:
        hit = None
        for stem in arabic_stems(parsed.words[at]) if parsed.lexicon.is_arabic else (parsed.words[at],):
            hit = index.at([stem, *parsed.words[at + 1 : at + 5]], 0) if stem in index else None
            if hit is not None:
                break
        if hit is None or at + hit[0] > span[1]:
            at += 1
            continue
        found.append(Means(at, at + hit[0], hit[1]))
        at += hit[0]
    return found


def nearest(found: list[Means], at: int) -> Means | None:
    """Return the means nearest to a trigger, the earlier one where two are equally near."""
    return min(found, key=lambda m: (abs(m.first - at), m.first), default=None)
