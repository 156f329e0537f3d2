"""What is said without saying by whom: `reportedly`, `it was claimed`, `the convoy is said to have left`.

Somebody said it, and it is not the page: the chain gets a link for somebody unnamed, so that
hearsay never stands as the publisher's own knowledge.
"""

from dataclasses import replace

from twosource.attributing.discourse import nobody
from twosource.attributing.factuality import clause_around
from twosource.attributing.frames import Found, Frame, Parsed, Where, frame_from, unsaid
from twosource.terms import Access, Channel

RULE = "agentless"
HEARSAY = 3
_REACH = 3
# In the passive these name the hearer as their subject: "residents were told to leave".
_TOLD = frozenset({"told", "asked", "informed", "warned", "urged"})


def hearsay(parsed: Parsed, found: Found) -> list[Frame]:
    """Reportedly, allegedly: the clause it stands in is hearsay, and no other.

    Behind an article it only colours a noun ("the allegedly forged letters") and tells nothing.
    """
    if parsed.is_in("determiners", found.first - 1) or parsed.is_in("articles", found.first - 1):
        return []
    first, last = clause_around(parsed.tokens, found.first)
    if (first, last) == (found.first, found.last):
        first, last = 0, len(parsed.tokens)
    return [_frame(parsed, found, (first, last))]


def passive(parsed: Parsed, found: Found) -> list[Frame]:
    """It was reported that; is said to; as was reported: where no `by` names the speaker."""
    end = len(parsed.tokens)
    behind = range(found.last, min(found.last + _REACH, end))
    if found.cue.form in _TOLD or any(parsed.is_in("by", place) for place in behind):
        return []
    opens_clause = parsed.is_in("that", found.last)
    is_aside = any(parsed.words[n] == "as" for n in range(max(0, found.first - _REACH), found.first))
    is_raised = parsed.words[found.last - 1] == "to" or parsed.words[found.last : found.last + 1] == ["to"]
    if opens_clause:
        content = (found.last, end)
    elif is_aside:
        content = _beside(parsed, found)
    elif is_raised:
        content = (clause_around(parsed.tokens, found.first)[0], end)
    else:
        return []
    frame = _frame(parsed, found, content)
    is_denied = any(parsed.is_in("negations", n) for n in range(max(0, found.first - _REACH), found.first))
    return [unsaid(frame) if is_denied and opens_clause else frame]


def apart(found: list[Frame]) -> list[Frame]:
    """Return frames without the hearsay inside somebody's own words: there it is a hedge of theirs."""
    others = [frame for frame in found if frame.rule != RULE]
    return [frame for frame in found if frame.rule != RULE or not any(_covers(o, frame) for o in others)]


def _covers(outer: Frame, hearsay: Frame) -> bool:
    return outer.content[0] < hearsay.content[1] and hearsay.content[0] < outer.content[1]


def _beside(parsed: Parsed, found: Found) -> tuple[int, int]:
    """Return what an aside speaks of: the longer side of its clause."""
    first, last = clause_around(parsed.tokens, found.first)
    return (last, len(parsed.tokens)) if len(parsed.tokens) - last > first else (0, first)


def _frame(parsed: Parsed, found: Found, content: tuple[int, int]) -> Frame:
    words = parsed.text(found.first, found.last)
    cue = replace(
        found.cue, channel=Channel.UNKNOWN, hedge=max(found.cue.hedge, HEARSAY), access=Access.UNKNOWN
    )
    where = Where(found.first, found.last, content)
    return frame_from(parsed, replace(found, cue=cue), [nobody(words)], where, RULE)
