"""The second identifier: puremagic's table of signatures, asked about every exhibit.

Two identifiers that were written apart rarely fail together. Where they disagree an exhibit may be
damaged, rare, or made to look like something else; both votes are written down.
"""

from functools import cache
from typing import NamedTuple

import puremagic

from twosource.terms import load_table

# Below this a match is of a byte or two, which chance gives often.
MIN_CONFIDENCE = 0.4
MAX_ANSWERS = 12
UNKNOWN = "application/octet-stream"


class Vote(NamedTuple):
    """One answer of the second identifier: a media type or a suffix, and how sure it is, 0 to 1."""

    answer: str
    confidence: float


def votes_on(head: bytes) -> list[Vote]:
    """Return what the second identifier takes bytes for, surest first; nothing where it knows nothing."""
    if not head:
        return []
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, LookupError):
        return []
    votes = (Vote(one.mime_type or one.extension or one.name, float(one.confidence)) for one in found)
    return [vote for vote in votes if vote.answer not in ("", UNKNOWN)][:MAX_ANSWERS]


def disagreement(media_type: str, votes: list[Vote]) -> str:
    """Return a sentence where none of the surer votes is of the same family as `media_type`."""
    sure = [vote for vote in votes if vote.confidence >= MIN_CONFIDENCE]
    if not sure:
        return ""
    ours = family_of(media_type)
    if any(vote.answer == media_type or (ours and family_of(vote.answer) == ours) for vote in sure):
        return ""
    if media_type == UNKNOWN:
        return f"Its signatures say nothing; puremagic takes it for {sure[0].answer}."
    return f"Two identifiers disagree: its signatures say {media_type}, puremagic says {sure[0].answer}."


@cache
def family_of(answer: str) -> str:
    """Return the family an answer belongs to: the wrapper its kind lies in; itself where none is reviewed."""
    for family, members in load_table("identifier_families")["families"].items():
        if any(_matches(answer, member) for member in members):
            return str(family)
    return answer


def _matches(answer: str, member: str) -> bool:
    if member.endswith("*"):
        return answer.startswith(member[:-1])
    return answer.lower() == member.lower()
