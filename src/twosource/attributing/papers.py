"""Who has the papers: `A obtained the letters`, `letters seen by A`, `gave a memory stick to A`.

Whoever holds papers has read them; the page credits them for that and not for what the papers say.
"""

from dataclasses import replace

from twosource.attributing.frames import Found, Frame, Parsed, frame_of
from twosource.attributing.mentions import Mention
from twosource.attributing.sources import listed, listed_before, subject_after, subject_before
from twosource.terms import Channel, PartyKind

REACH = 16
FAR_REACH = 24
_BODIES = (PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.OFFICE, PartyKind.ORGANISATION, PartyKind.MONITOR)


def holding(parsed: Parsed, found: Found) -> list[Frame]:
    """A obtained the papers: A is credited for having them, if A is a body and papers are near."""
    subject = subject_before(parsed, found.first)
    if subject is None and parsed.lexicon.language != "en":
        subject = subject_after(parsed, found.last)
    if subject is not None and subject.role == "outlets" and not subject.is_definite:
        return []
    is_reader = subject is not None and subject.is_named and "seen" in found.cue.form
    if subject is None or not (
        is_reader or subject.publishes or (subject.is_named and subject.kind in _BODIES)
    ):
        return []
    has_details = found.cue.form.startswith("has ") and found.cue.form.endswith("details")
    needs_papers = not (has_details and subject.publishes and subject.is_named)
    if subject.is_place or (needs_papers and not _papers_near(parsed, found)):
        return []
    frames = []
    for mention in listed_before(parsed, subject):
        frames.append(frame_of(parsed, found, [mention], (found.last, len(parsed.tokens)), "holds papers"))
    return frames


def _papers_near(parsed: Parsed, found: Found) -> bool:
    reach = range(found.last, min(found.last + REACH, len(parsed.words)))
    return any(parsed.words[place] in parsed.lexicon.papers for place in reach)


def received(parsed: Parsed, found: Found) -> list[Frame]:
    """Papers obtained by A, handed to A, or given, many words later, to A."""
    start = found.last
    if found.cue.via:
        places = range(found.last, min(found.last + FAR_REACH, len(parsed.words)))
        start = next(
            (p + 1 for p in places if parsed.words[p] == found.cue.via and _publisher_at(parsed, p + 1)), -1
        )
        if start < 0:
            return []
    if parsed.is_in("first_person", start) and parsed.is_in("by", start + 1):
        return _given(parsed, found, [], subject_after(parsed, start + 2))
    mention = subject_after(parsed, start)
    if mention is not None and not (mention.publishes or (mention.is_named and _is_body(mention))):
        mention = None
    if mention is None or not (mention.publishes or _papers_before(parsed, found)):
        return []
    frames = []
    for holder in listed(parsed, mention):
        frames.append(frame_of(parsed, found, [holder], (0, found.first), "holds papers"))
    giver = subject_after(parsed, mention.last + 1) if parsed.is_in("by", mention.last) else None
    return frames + _given(parsed, found, [mention], giver)


def _given(parsed: Parsed, found: Found, holders: list[Mention], giver: Mention | None) -> list[Frame]:
    """Return the frame of whoever gave papers away: `passed to us by A`, `remis à B par A`."""
    if giver is None or not giver.is_named or giver.is_place:
        return []
    frame = frame_of(parsed, found, [*holders, giver], (0, found.first), "given papers")
    last = replace(frame.credits[-1], channel=Channel.DOCUMENT)
    return [replace(frame, credits=(*frame.credits[:-1], last))]


def _is_body(mention: Mention) -> bool:
    return mention.kind in _BODIES and not mention.is_place


def _publisher_at(parsed: Parsed, at: int) -> bool:
    mention = subject_after(parsed, at)
    return mention is not None and mention.publishes and (mention.is_named or mention.is_definite)


def _papers_before(parsed: Parsed, found: Found) -> bool:
    return any(
        word in parsed.lexicon.papers for word in parsed.words[max(0, found.first - REACH) : found.first]
    )
