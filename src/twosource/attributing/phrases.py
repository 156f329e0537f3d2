"""Phrases and pairs: `according to A`, `A göre`, `speaking to A`, `A quoted B as saying`, `citing B`."""

from twosource.attributing.discourse import nobody
from twosource.attributing.frames import Found, Frame, Parsed, Where, frame_from, frame_of
from twosource.attributing.mentions import OWNERS, QUOTES, Mention
from twosource.attributing.papers import received
from twosource.attributing.sources import (
    phrase_source,
    skip_fillers_right,
    subject_after,
    subject_before,
)

# Between a verb of citing and whom it cites: `cited data from A`, `quoting reports by A`.
_FROM = frozenset({"by", "from", "in", "of"})
_WRITTEN_BY = ("written by", "penned by", "published by", "told by")


def phrased(parsed: Parsed, found: Found, rule: str) -> list[Frame]:
    """According to A: the content is the rest of the sentence on the longer side."""
    if rule == "according to" and [t.text for t in parsed.tokens[found.last : found.last + 1]] == [","]:
        # The name is lost or is no name: whoever stands behind the comma is what is told of.
        words, behind = parsed.text(found.first, found.last), (found.last, len(parsed.tokens))
        return [frame_from(parsed, found, [nobody(words)], Where(found.first, found.last, behind), rule)]
    mentions = phrase_source(parsed, found.last)
    frames = []
    before = parsed.mention_at(found.first - 1) if found.first else None
    carrier = [before] if before is not None and before.publishes and found.cue.form in _WRITTEN_BY else []
    if found.cue.form in _WRITTEN_BY and not carrier:
        return received(parsed, found) if found.cue.form == "published by" else []
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


def by_way_of(parsed: Parsed, found: Found) -> list[Frame]:
    """Per A, via A: a publisher by name stands right behind it and closes the clause."""
    mention = parsed.mention_at(skip_fillers_right(parsed, found.last)) if found.first else None
    if mention is None or not (mention.publishes and mention.is_named) or mention.first - found.last > 1:
        return []
    closes = mention.last >= len(parsed.tokens) or not parsed.tokens[mention.last].is_word
    span = (0, found.first)
    return [frame_of(parsed, found, [mention], span, "according to")] if closes else []


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
    objects = [m for m in phrase_source(parsed, found.last, or_phrase=False) if _is_cited(parsed, found, m)]
    outer = subject_before(parsed, found.first)
    if not objects or (outer is not None and outer.first == objects[0].first):
        return []
    is_bare = outer is None or found.cue.form in ("citing", "quoting")
    content = (found.last, found.last) if is_bare else span
    rule = "cite" if is_bare else "quotes"
    chains = [[mention] if is_bare or outer is None else [outer, mention] for mention in objects]
    return [frame_of(parsed, found, chain, content, rule) for chain in chains]


def _is_cited(parsed: Parsed, found: Found, mention: Mention) -> bool:
    """Say whether a mention behind a verb of citing is who is cited: not `cited remarks A had made`.

    Other languages have their own order; in English it stands at once behind the verb, or behind a
    noun for something written and its preposition.
    """
    if parsed.lexicon.language != "en":
        return True
    if (
        mention.is_place
        or mention.role == "thing pronoun"
        or parsed.tokens[mention.last - 1].text[-2:] in OWNERS
    ):
        return False
    between = [n for n in range(found.last, mention.first) if not _may_stand_between(parsed, n)]
    if not between:
        return True
    is_written = any(
        parsed.words[n] in parsed.lexicon.report_words or parsed.words[n] in parsed.lexicon.papers
        for n in between
    )
    return is_written and any(parsed.words[n] in _FROM for n in between)


def _may_stand_between(parsed: Parsed, at: int) -> bool:
    is_small = (
        parsed.is_in("determiners", at) or parsed.is_in("fillers", at) or parsed.is_in("time_words", at)
    )
    return is_small or parsed.tokens[at].text in QUOTES
