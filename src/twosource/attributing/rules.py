"""The rules that turn cues into frames, for languages with subject and verb side by side.

`frames_in` is the one place a trained model can take: it gets a parsed sentence and returns
frames. Arabic, where the verb comes first and names carry no capitals, has `arabic.py`.
"""

from dataclasses import replace

from twosource.attributing import arabic
from twosource.attributing.discourse import Source
from twosource.attributing.frames import Credit, Found, Frame, Parsed
from twosource.attributing.names import Mention
from twosource.attributing.sources import (
    is_inverted,
    listed,
    listed_before,
    phrase_source,
    skip_fillers_right,
    subject_after,
    subject_before,
)
from twosource.terms import Access, Channel, PartyKind, Stance

_QUOTES = frozenset("\"“”«»„‘’'")
_WRITTEN_BY = ("written by", "penned by", "published by", "told by")
MIN_OWN_WORDS = 6
_VERB_LAST = ("tr", "fa")
_BODIES = (PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.OFFICE, PartyKind.ORGANISATION, PartyKind.MONITOR)


def frames_in(parsed: Parsed) -> list[Frame]:
    """Return the frames of a sentence, nested ones with their whole chain, in order of their cues."""
    found: list[Frame] = []
    for cue in parsed.cues:
        if _is_in_a_name(parsed, cue):
            continue
        made = arabic.frames_of(parsed, cue) if parsed.lexicon.is_arabic else _frames_of(parsed, cue)
        found += made
    found += _opening_credit(parsed)
    if is_title_case(parsed):
        found = [frame for frame in found if all(_is_sure(credit.source) for credit in frame.credits)]
    return nest(parsed, _bounded([frame for frame in found if frame.credits]))


def _opening_credit(parsed: Parsed) -> list[Frame]:
    """Return the frame of `Reuters: the convoy left`, where a known publisher opens the sentence."""
    mention = parsed.mention_at(0) if parsed.tokens else None
    if mention is None or mention.known is None or not mention.publishes or mention.last >= len(parsed.tokens) - 2:
        return []
    if parsed.tokens[mention.last].text != ":":
        return []
    source = parsed.source(mention)
    credits = (Credit(source, ":", Channel.PUBLICATION, Access.UNKNOWN),) if source is not None else ()
    content = (mention.last + 1, len(parsed.tokens))
    return [Frame(credits, Stance.ASSERTS, 0, 0, mention.last + 1, content, "opening credit")]


def _is_in_a_name(parsed: Parsed, cue: Found) -> bool:
    """Say whether a cue word is part of a name: `States` in `United States`, `Reports` in a title."""
    mention = parsed.mention_at(cue.first)
    return mention is not None and mention.is_named and mention.first < cue.first and cue.last <= mention.last


def _bounded(found: list[Frame]) -> list[Frame]:
    """End an opening `according to A` before a speaker who closes the sentence: it stands in their words."""
    closing = [frame.first for frame in found if frame.content == (0, frame.first)]
    bounded = []
    for frame in found:
        ends = [at for at in closing if at > frame.last]
        is_opening = frame.rule == "according to" and frame.content[0] >= frame.last
        content = (frame.content[0], min(ends)) if is_opening and ends else frame.content
        bounded.append(replace(frame, content=content))
    return bounded


def is_title_case(parsed: Parsed) -> bool:
    """Say whether a headline capitalises its words, so that capitals mark no names."""
    words = [t for t in parsed.tokens if t.is_word and len(t.text) > 3]
    return parsed.sentence.is_headline and len(words) > 3 and sum(t.is_capital for t in words) > 0.7 * len(words)


def _is_sure(source: Source) -> bool:
    return source.known is not None


def nest(parsed: Parsed, found: list[Frame]) -> list[Frame]:
    """Put frames that stand in the content of another behind it: publisher, A, and then B.

    What A is said to say about B's words is B's statement carried by A; A keeps a statement of
    its own only for what stands before B comes in.
    """
    done: dict[int, Frame] = {}
    order = sorted(found, key=lambda frame: frame.content[0] - frame.content[1])
    outers: list[Frame] = []
    for number, frame in enumerate(order):
        outer = _outer(parsed, frame, outers)
        if outer is None and frame.rule == "cite" and frame.is_provenance:
            continue
        outers.append(frame)
        done[number] = frame
        if outer is None:
            continue
        held = order.index(outer)
        holder = done.get(held, outer)
        if not _same_sources(frame, holder):
            inner = replace(frame, content=outer.content) if frame.rule == "cite" else frame
            done[number] = inner.inside(holder)
            if not frame.is_provenance:
                _shorten(done, held, frame)
    return sorted(_merged([f for f in done.values() if f.rest is None or f.rest]), key=lambda frame: frame.first)


def _shorten(done: dict[int, Frame], held: int, inner: Frame) -> None:
    """Leave the outer frame what it says itself before the inner one begins, or nothing."""
    outer = done[held]
    own = inner.first - outer.content[0]
    keeps = own >= MIN_OWN_WORDS and inner.rule != "cite" and outer.rule != "cite"
    content = (outer.content[0], inner.first) if keeps else outer.content
    done[held] = replace(outer, content=content, rest=keeps and outer.rest is not False)


def _merged(frames: list[Frame]) -> list[Frame]:
    """Join frames that end in the same words of the text: the longer chain, the stronger hedge."""
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: (-len(frame.credits), frame.first)):
        twin = next((k for k in kept if _ends_alike(k, frame)), None)
        if twin is None:
            kept.append(frame)
            continue
        stance = frame.stance if twin.stance is Stance.ASSERTS else twin.stance
        content = frame.content if twin.rule != "cite" and frame.first > twin.first else twin.content
        joined = replace(twin, stance=stance, hedge=max(twin.hedge, frame.hedge), content=content, last=max(twin.last, frame.last))
        kept[kept.index(twin)] = joined
    return kept


def _ends_alike(longer: Frame, shorter: Frame) -> bool:
    names = [credit.source.name for credit in longer.credits]
    tail = [credit.source.name for credit in shorter.credits]
    return names[-len(tail) :] == tail


def _same_sources(inner: Frame, outer: Frame) -> bool:
    return any(a.source.name == b.source.name for a in inner.credits for b in outer.credits)


def _outer(parsed: Parsed, frame: Frame, wider: list[Frame]) -> Frame | None:
    """Return the narrowest frame whose content holds this one and is not merely beside it."""
    if frame.rule == "cite" and not frame.is_provenance:
        return _citing(frame, wider)
    holders = [
        other
        for other in wider
        if other.content[0] <= frame.first
        and frame.last <= other.content[1]
        and other.cue_at != frame.cue_at
        and not _is_beside(parsed, other, frame)
    ]
    return min(holders, key=lambda other: other.content[1] - other.content[0], default=None)


def _citing(frame: Frame, wider: list[Frame]) -> Frame | None:
    """Return the frame a `citing B` belongs to: the nearest one that opens before it, else any."""
    others = [other for other in wider if other.rule != "cite" and other.cue_at != frame.cue_at]
    before = [other for other in others if other.first < frame.first]
    return max(before, key=lambda other: other.first, default=None) or (others[0] if others else None)


def _is_beside(parsed: Parsed, outer: Frame, inner: Frame) -> bool:
    """Say whether `A said C, and B said D` is two statements and no chain."""
    if inner.rule == "cite":
        return False
    if inner.rule == "according to" and outer.first < inner.first:
        return True
    before = inner.first - 1
    while before > 0 and parsed.is_in("determiners", before):
        before -= 1
    if before < 1 or outer.first > inner.first:
        return False
    return parsed.is_in("and_words", before) or parsed.words[before] in ("but", "while", "whereas", "although")


def _frames_of(parsed: Parsed, found: Found) -> list[Frame]:
    kind, source = found.cue.kind, found.cue.source
    if source == "after":
        if kind == "receive":
            return _received(parsed, found)
        if kind == "venue":
            return _told_to(parsed, found)
        return _phrased(parsed, found, "cite" if kind == "cite" else "according to")
    if source == "before":
        return _phrased_before(parsed, found)
    if source == "pair":
        return _paired(parsed, found)
    if kind == "hold":
        return _holding(parsed, found)
    return _spoken(parsed, found)


def _frame(
    parsed: Parsed, found: Found, chain: list[Mention], span: tuple[int, int], rule: str
) -> Frame | None:
    """Return a frame over a chain of mentions, outermost first; the cue belongs to the innermost."""
    cue = found.cue
    words = parsed.text(found.first, found.last)
    credits = []
    for number, mention in enumerate(chain):
        source = parsed.source(mention)
        if source is None:
            return None
        is_last = number == len(chain) - 1
        access = cue.access if cue.access is not Access.UNKNOWN else source.access
        channel = _channel(cue.channel, source.is_paper, source.is_publication)
        credits.append(
            Credit(source, words, channel, access)
            if is_last
            else Credit(source, words, Channel.PUBLICATION if source.is_publication else Channel.SPEECH, Access.WAS_TOLD)
        )
    first = min([found.first, *(m.first for m in chain)])
    last = max([found.last, *(m.last for m in chain)])
    return Frame(tuple(credits), cue.stance, cue.hedge, first, last, span, rule, found.first)


def _channel(channel: Channel, is_paper: bool, is_publication: bool) -> Channel:
    if is_paper:
        return Channel.DOCUMENT
    return Channel.PUBLICATION if is_publication else channel


def _spoken(parsed: Parsed, found: Found) -> list[Frame]:
    """A said, said A, A told B: with the hearer as the carrier, and the venue of `wrote on the blog`."""
    if _is_agentless(parsed, found):
        return _on_a_publication(parsed, found)
    subject, is_after = _subject(parsed, found)
    if subject is None or _is_self(parsed, found, subject):
        return []
    if not _has_content(parsed, found, subject, is_after):
        return []
    hearer = _hearer(parsed, found, subject, is_after) or _venue(parsed, found, subject, is_after)
    if found.cue.kind == "tell" and hearer is None and not _has_audience(parsed, found.last):
        return []
    subjects = listed(parsed, subject) if is_after else listed_before(parsed, subject)
    subjects = [m for m in subjects if hearer is None or m.first != hearer.first]
    frames = []
    for mention in subjects:
        chain = [hearer, mention] if hearer is not None else [mention]
        span = _content(parsed, found, subject, is_after)
        if frame := _frame(parsed, found, chain, span, "hearer" if hearer else "verb"):
            frames.append(frame)
    return frames


def _subject(parsed: Parsed, found: Found) -> tuple[Mention | None, bool]:
    """Return (the subject, whether it stands after the verb)."""
    after = subject_after(parsed, found.last) if found.cue.kind != "tell" or parsed.lexicon.language == "de" else None
    before_text = parsed.tokens[found.first - 1].text if found.first else ""
    opens = found.first == 0 or before_text in _QUOTES or before_text in ",–—-"
    if after is not None and opens and is_inverted(parsed, found.first, after) and after.role != "papers":
        return after, True
    if found.cue.form in ("reads", "read") and (paper := _paper_before(parsed, found.first)) is not None:
        return paper, False
    before = subject_before(parsed, found.first)
    if before is None and parsed.lexicon.language in _VERB_LAST:
        before = next((m for m in parsed.mentions if m.first <= 4 and m.last <= found.first), None)
    if parsed.lexicon.language in ("en", *_VERB_LAST):
        return before, False
    if after is not None and (before is None or before.is_place or before.role == "papers"):
        return after, True
    return before, False


def _paper_before(parsed: Parsed, at: int) -> Mention | None:
    """Return the paper that `reads` something, however much stands between: `a letter sent in May reads`."""
    return next((m for m in parsed.mentions if m.role == "papers" and m.last <= at and m.first < 6), None)


def _is_self(parsed: Parsed, found: Found, subject: Mention) -> bool:
    return parsed.is_in("first_person", found.first - 1) or (
        subject.is_place and parsed.is_in("modifiers", subject.first - 1)
    )


def _is_agentless(parsed: Parsed, found: Found) -> bool:
    """Say whether the verb is passive: `it has been argued`, `the convoy was said to leave`."""
    place = found.first - 1
    if parsed.words[found.last - 1].endswith("ing") or not found.cue.form.isascii():
        return False
    return parsed.lexicon.language == "en" and parsed.is_in("passive", place)


def _on_a_publication(parsed: Parsed, found: Found) -> list[Frame]:
    """Return the frame of `on the blog, it was reported that`: the publication is all that is credited."""
    for mention in parsed.mentions:
        hangs = mention.first > 0 and parsed.is_in("modifiers", mention.first - 1)
        if mention.last <= found.first and mention.publishes and hangs and found.first - mention.last <= 5:
            frame = _frame(parsed, found, [mention], (found.last, len(parsed.tokens)), "published on")
            return [frame] if frame else []
    return []


def _has_content(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> bool:
    """Say whether a verb that does not always report speech does so here."""
    cue = found.cue
    if cue.kind == "tell" or (cue.kind == "say" and not cue.needs):
        return True
    if cue.needs == "that" and subject.publishes:
        return True
    if is_after:
        return cue.kind == "say" or bool(parsed.sentence.quotes) or not subject.role
    end = min(found.last + 4, len(parsed.tokens))
    for place in range(found.last, end):
        if parsed.is_in("that", place) and parsed.words[place] != "how":
            return True
        if parsed.tokens[place].text in ":" or parsed.tokens[place].text in _QUOTES:
            return True
    if found.last < len(parsed.tokens) and parsed.tokens[found.last].text == "," and parsed.sentence.quotes:
        return True
    if _is_pronoun(parsed, found.last) or (cue.access is Access.INFERS and _opens_clause(parsed, found.last)):
        return True
    at_end = found.last >= len(parsed.tokens) - 1 or parsed.is_in("modifiers", found.last)
    return at_end and _is_postposed(parsed, subject)


def _opens_clause(parsed: Parsed, place: int) -> bool:
    """Say whether a belief has a clause of its own: `believe the papers are`, not `believe in`, `fear A`."""
    reach = range(place + 1, min(place + 8, len(parsed.words)))
    return not parsed.is_in("modifiers", place) and any(parsed.is_in("fillers", n) for n in reach)


def _is_pronoun(parsed: Parsed, place: int) -> bool:
    mention = parsed.mention_at(place)
    return mention is not None and mention.role.endswith("pronoun")


def _is_postposed(parsed: Parsed, subject: Mention) -> bool:
    """Say whether what is said stands before its speaker: `C, A said`, `"C" A said`."""
    if subject.first < 2:
        return False
    before = parsed.tokens[subject.first - 1].text
    return before in _QUOTES or (before == "," and subject.first > 4)


def _hearer(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> Mention | None:
    place = subject.last if is_after else found.last
    if not is_after and found.cue.kind != "tell":
        place += int(parsed.is_in("to", place))
    place = skip_fillers_right(parsed, place)
    if place >= len(parsed.tokens) or parsed.is_in("audience", place):
        return None
    hearer = parsed.mention_at(place)
    if hearer is None or hearer.first == subject.first or hearer.role.endswith("pronoun"):
        return None
    if found.cue.kind == "tell" and not is_after:
        return None if hearer.role in ("people", "papers", "witnesses") and not hearer.publishes else hearer
    publishes = hearer.publishes and hearer.is_named
    starts_clause = hearer.last < len(parsed.tokens) and parsed.tokens[hearer.last].text not in ",.:" and (
        not parsed.is_in("that", hearer.last)
    )
    quoted_to = is_after or parsed.is_in("to", hearer.first - 1) or not starts_clause
    return hearer if publishes and quoted_to else None


def _venue(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> Mention | None:
    """Return where somebody wrote it: `A wrote on the blog` reaches us through the blog."""
    place = subject.last if is_after else found.last
    if not parsed.is_in("modifiers", place) or place + 1 >= len(parsed.tokens):
        return None
    for ahead in range(place + 1, min(place + 5, len(parsed.tokens))):
        mention = parsed.mention_at(ahead)
        if mention is not None and mention.publishes and not parsed.is_in("time_words", ahead):
            return mention
        if not parsed.tokens[ahead].is_word:
            return None
    return None


def _has_audience(parsed: Parsed, at: int) -> bool:
    return any(parsed.is_in("audience", place) or parsed.is_in("that", place) for place in range(at, at + 5))


def _content(parsed: Parsed, found: Found, subject: Mention, is_after: bool) -> tuple[int, int]:
    end = len(parsed.tokens)
    first, last = min(subject.first, found.first), max(subject.last, found.last)
    if is_after:
        return (0, found.first) if found.first > 0 else (subject.last, end)
    if last >= end - 2 or (_is_postposed(parsed, subject) and parsed.tokens[last].text in ",.;"):
        return (0, first) if first > 1 else (last, end)
    return (last, end)


def _phrased(parsed: Parsed, found: Found, rule: str) -> list[Frame]:
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
            span = (found.last, found.last)
        if frame := _frame(parsed, found, [*carrier, mention], span, rule):
            frames.append(frame)
    return frames


def _told_to(parsed: Parsed, found: Found) -> list[Frame]:
    """Speaking to A: A carries whatever anybody in the sentence says."""
    mention = subject_after(parsed, found.last)
    if mention is None or not mention.publishes:
        return []
    frame = _frame(parsed, found, [mention], (0, len(parsed.tokens)), "told to")
    return [frame] if frame else []


def _phrased_before(parsed: Parsed, found: Found) -> list[Frame]:
    place = found.first - 1
    while place >= 0 and place > found.first - 4 and parsed.words[place] in parsed.lexicon.report_words:
        place -= 1
    mention = parsed.mention_at(place) if place >= 0 else None
    if mention is None and place >= 0 and parsed.tokens[place].text in _QUOTES:
        mention = parsed.mention_at(place - 1) if place > 0 else None
    if mention is None:
        return []
    frame = _frame(parsed, found, [mention], (found.last, len(parsed.tokens)), "according to")
    return [frame] if frame else []


def _paired(parsed: Parsed, found: Found) -> list[Frame]:
    """A quoted B as saying; quoted by A; citing B (behind whoever is credited around it)."""
    span = (found.last, len(parsed.tokens))
    if parsed.is_in("by", found.last):
        outer = subject_after(parsed, found.last + 1)
        inner = subject_before(parsed, found.first)
        chain = [m for m in (outer, inner) if m is not None]
        frame = _frame(parsed, found, chain, span, "quoted by") if outer else None
        return [frame] if frame else []
    objects = phrase_source(parsed, found.last)
    outer = subject_before(parsed, found.first)
    if not objects or (outer is not None and outer.first == objects[0].first):
        return []
    frames = []
    for mention in objects:
        is_bare = outer is None or found.cue.form in ("citing", "quoting")
        chain = [mention] if is_bare else [m for m in (outer, mention) if m is not None]
        frame = _frame(parsed, found, chain, span if not is_bare else (found.last, found.last), "cite" if is_bare else "quotes")
        if frame:
            frames.append(frame)
    return frames


def _holding(parsed: Parsed, found: Found) -> list[Frame]:
    """A obtained the papers: A is credited for having them, if A is a body and papers are near."""
    subject = subject_before(parsed, found.first)
    if subject is None and parsed.lexicon.language != "en":
        subject = subject_after(parsed, found.last)
    if subject is not None and subject.role == "outlets" and not subject.is_definite:
        return []
    is_reader = subject is not None and subject.is_named and "seen" in found.cue.form
    if subject is None or not (is_reader or subject.publishes or (subject.is_named and subject.kind in _BODIES)):
        return []
    if subject.is_place or not _papers_near(parsed, found, subject):
        return []
    frames = []
    for mention in listed_before(parsed, subject):
        frame = _frame(parsed, found, [mention], (found.last, len(parsed.tokens)), "holds papers")
        if frame:
            frames.append(frame)
    return frames


def _papers_near(parsed: Parsed, found: Found, subject: Mention) -> bool:
    reach = range(found.last, min(found.last + 16, len(parsed.words)))
    return any(parsed.words[place] in parsed.lexicon.papers for place in reach)


def _received(parsed: Parsed, found: Found) -> list[Frame]:
    """Papers obtained by A, handed to A, or given, many words later, to A."""
    start = found.last
    if found.cue.via:
        places = range(found.last, min(found.last + 24, len(parsed.words)))
        start = next((p + 1 for p in places if parsed.words[p] == found.cue.via and _publisher_at(parsed, p + 1)), -1)
        if start < 0:
            return []
    mention = subject_after(parsed, start)
    if mention is not None and not (mention.publishes or (mention.is_named and _is_body(mention))):
        mention = None
    if mention is None or not (mention.publishes or _papers_before(parsed, found)):
        return []
    frames = []
    for holder in listed(parsed, mention):
        frame = _frame(parsed, found, [holder], (0, found.first), "holds papers")
        if frame:
            frames.append(frame)
    return frames


def _is_body(mention: Mention) -> bool:
    return mention.kind in _BODIES and not mention.is_place


def _publisher_at(parsed: Parsed, at: int) -> bool:
    mention = subject_after(parsed, at)
    return mention is not None and mention.publishes and (mention.is_named or mention.is_definite)


def _papers_before(parsed: Parsed, found: Found) -> bool:
    return any(word in parsed.lexicon.papers for word in parsed.words[max(0, found.first - 16) : found.first])


