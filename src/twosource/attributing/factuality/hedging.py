"""How far the words step back, whether they deny, and how a speaker knows.

The strongest hedge of a stretch counts (0 flat to 6 not verified). The hedge of a cue ("claims")
and the hedge of the content ("allegedly") are compared, never added.
"""

from collections.abc import Sequence
from typing import NamedTuple

from twosource.attributing.lexicon import Lexicon
from twosource.attributing.tokens import Token
from twosource.terms import Access, Stance

REACH_OF_NEGATION = 4
POSSIBLE = 5
OPEN = 3
_CLAUSE_SIGNS = frozenset(",;:،؛–—")


class Hedge(NamedTuple):
    """How far words step back (0-6), the stance they force or None, and the words."""

    step: int
    stance: Stance | None
    words: str


def hedge_in(
    words: Sequence[str], reach: tuple[int, int], clause: tuple[int, int], lexicon: Lexicon
) -> Hedge:
    """Return the strongest hedge in `reach`; a mere possibility counts only in the clause of its verb.

    "Reportedly" and "could not verify" hold for a sentence. "May" holds for its own verb: "they may
    have met, and they fought" does not make the fighting doubtful.
    """
    best, listed = Hedge(0, None, ""), lexicon.hedges.firsts
    for at in range(*reach):
        if words[at] not in listed:
            continue
        hit = lexicon.hedges.at(words, at)
        if hit is None or at + hit[0] > reach[1] or _is_month(words, at):
            continue
        step, stance = hit[1]
        is_elsewhere = step == POSSIBLE and not clause[0] <= at < clause[1]
        if step > best.step and not is_elsewhere:
            best = Hedge(step, stance, " ".join(words[at : at + hit[0]]))
    return best


def _is_month(words: Sequence[str], at: int) -> bool:
    """Say whether `may` beside a number or behind `in` is the month: `on 3 May`, `in May 2016`."""
    if words[at] != "may":
        return False
    before, behind = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    return before.isdigit() or behind.isdigit() or before in ("in", "of", "since", "until", "by", "last")


def clause_around(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Return the tokens between the signs around one token: where a hedge beside it must stand."""
    first, last = at, at
    while first > 0 and tokens[first - 1].text not in _CLAUSE_SIGNS:
        first -= 1
    while last < len(tokens) and tokens[last].text not in _CLAUSE_SIGNS:
        last += 1
    return first, last


def access_in(words: Sequence[str], lexicon: Lexicon) -> tuple[Access, str]:
    """Return (how the speaker knows, the words that show it); unknown where none do."""
    listed = lexicon.access.firsts
    for at, word in enumerate(words):
        if word in listed:
            hit = lexicon.access.at(words, at)
            if hit is not None:
                return hit[1], " ".join(words[at : at + hit[0]])
    return Access.UNKNOWN, ""


def is_negated(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Say whether a negation stands within a few words before a trigger."""
    before = range(max(0, at - REACH_OF_NEGATION), at)
    return any(lexicon.is_in("negations", words[place]) for place in before)


def calls_it_a_hoax(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether a sentence says flatly that what is told was made up: no negation, nothing open."""
    for at, word in enumerate(words):
        hit = lexicon.hoax.at(words, at) if word in lexicon.hoax.firsts else None
        if hit is None or is_negated(words, at, lexicon):
            continue
        whole = (0, len(words))
        return hedge_in(words, whole, whole, lexicon).step < OPEN
    return False
