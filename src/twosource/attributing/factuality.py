"""How far the words step back, whether they deny, and how a speaker knows.

The strongest hedge of a stretch counts (0 flat to 6 not verified). The hedge of a cue ("claims")
and the hedge of the content ("allegedly") are compared, never added.
"""

from collections.abc import Sequence

from twosource.attributing.lexicon import Lexicon
from twosource.terms import Access, Stance

REACH_OF_NEGATION = 4


def hedge_in(words: Sequence[str], first: int, last: int, lexicon: Lexicon) -> tuple[int, Stance | None, str]:
    """Return (hedge, stance the words force or None, the words) of the strongest hedge in first..last."""
    best: tuple[int, Stance | None, str] = (0, None, "")
    for at in range(first, last):
        if words[at] not in lexicon.hedges:
            continue
        hit = lexicon.hedges.at(words, at)
        if hit is not None and at + hit[0] <= last and hit[1][0] > best[0]:
            best = (hit[1][0], hit[1][1], " ".join(words[at : at + hit[0]]))
    return best


def access_in(words: Sequence[str], lexicon: Lexicon) -> tuple[Access, str]:
    """Return (how the speaker knows, the words that show it); unknown where none do."""
    for at, word in enumerate(words):
        if word in lexicon.access:
            hit = lexicon.access.at(words, at)
            if hit is not None:
                return hit[1], " ".join(words[at : at + hit[0]])
    return Access.UNKNOWN, ""


def is_negated(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Say whether a negation stands within a few words before a trigger."""
    before = range(max(0, at - REACH_OF_NEGATION), at)
    return any(lexicon.is_in("negations", words[place]) for place in before)
