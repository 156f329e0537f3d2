"""Phrases and pairs: `according to A`, `A göre`, `speaking to A`, `A quoted B as saying`, `citing B`."""

from twosource.attributing.frames import Found, Frame, Parsed, frame_of
from twosource.attributing.mentions import QUOTES
from twosource.attributing.sources import phrase_source, subject_after, subject_before

_WRITTEN_BY = ("written by", "penned by", "published by", "told by")


def phrased(parsed: Parsed, found: Found, rule: str) -> list[Frame]:
    """According to A: the content is the rest of the sentence on the longer side."""
    mentions = phrase_source(parsed, found.last)
    frames = []
    before = parsed.mention_at(found.first - 1) if found.first else None
    carrier = [before] if before is not None and before.publishes and found.cue.form in _WRITTEN_BY else []
    if found.cue.form in _WRITTEN_BY and not carrier:
        return []
    for mention in mentions:
        last = mentions[-1].last
        span = (last, len(parsed.tokens)) if found.first < 4 else (0, found.first)
        if rule == "cite":
            span = (max(0, found.first - 1), found.last)
            if parsed.is_in("anaphors", mention.first):
                continue
        frames.append(frame_of(parsed, found, [*carrier, mention], span, rule))
    return frames


def told_to(parsed: Parsed, found: Found) -> list[Frame]:
    """Speaking to A: A carries whatever anybody in the sentence says."""
    mention = subject_after(parsed, found.last)
    if mention is None or not mention.publishes:
        return []
    return [frame_of(parsed, found, [mention], (0, len(parsed.tokens)), "told to")]


def phrased_before(parsed: Parsed, found: Found) -> list[Frame]:
    """A göre: the source stands before the phrase, with a noun for a report between at most."""
    place = found.first - 1
    while place >= 0 and place > found.first - 4 and parsed.words[place] in parsed.lexicon.report_words:
        place -= 1
    mention = parsed.mention_at(place) if place >= 0 else None
    if mention is None and place >= 0 and parsed.tokens[place].text in QUOTES:
        mention = parsed.mention_at(place - 1) if place > 0 else None
    if mention is None:
        return []
    return [frame_of(parsed, found, [mention], (found.last, len(parsed.tokens)), "according to")]


def paired(parsed: Parsed, found: Found) -> list[Frame]:
    """A quoted B as saying; quoted by A; citing B (behind whoever is credited around it)."""
    span = (found.last, len(parsed.tokens))
    if parsed.is_in("by", found.last):
        outer = subject_after(parsed, found.last + 1)
        inner = subject_before(parsed, found.first)
        chain = [m for m in (outer, inner) if m is not None]
        return [frame_of(parsed, found, chain, span, "quoted by")] if outer is not None else []
    if parsed.lexicon.language == "en" and parsed.is_in("passive", found.first - 1):
        inner = subject_before(parsed, found.first)
        return [frame_of(parsed, found, [inner], span, "quoted by")] if inner is not None else []
    objects = phrase_source(parsed, found.last, or_phrase=False)
    outer = subject_before(parsed, found.first)
    if not objects or (outer is not None and outer.first == objects[0].first):
        return []
    is_bare = outer is None or found.cue.form in ("citing", "quoting")
    content = (found.last, found.last) if is_bare else span
    rule = "cite" if is_bare else "quotes"
    chains = [[mention] if is_bare or outer is None else [outer, mention] for mention in objects]
    return [frame_of(parsed, found, chain, content, rule) for chain in chains]
