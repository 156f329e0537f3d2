"""The rules that turn cues into frames, and put frames behind one another.

`frames_in` is where a trained model comes in: what it marked joins what the rules found, by the
policy of `joining`, before frames are put behind one another. Arabic, where the verb comes first
and names carry no capitals, has `arabic.py`.
"""

from dataclasses import replace

from twosource.attributing import languages
from twosource.attributing.agentless import apart, hearsay
from twosource.attributing.discourse import BODIES, NOBODY, Source
from twosource.attributing.frames import Credit, Found, Frame, Parsed
from twosource.attributing.headlines import credited_in
from twosource.attributing.joining import joined
from twosource.attributing.papers import holding, received
from twosource.attributing.phrases import by_way_of, paired, phrased, phrased_before, told_to
from twosource.attributing.unuttered import left_open
from twosource.attributing.verbs import spoken
from twosource.terms import Access, Channel, Stance

MIN_OWN_WORDS = 6
# Verbs that say something, or put papers before everybody: `A published parts of a ledger`.
_PUBLISHES = frozenset({"published", "posted", "revealed", "disclosed"})


def frames_in(parsed: Parsed) -> list[Frame]:
    """Return the frames of a sentence, nested ones with their whole chain, in order of their cues."""
    found: list[Frame] = []
    for cue in parsed.cues:
        if _is_in_a_name(parsed, cue):
            continue
        is_english = parsed.lexicon.language == "en"
        made = _frames_of(parsed, cue) if is_english else languages.frames_of(parsed, cue)
        found += made
    found += _opening_credit(parsed)
    found += languages.from_works(parsed)
    if is_title_case(parsed):
        found = [frame for frame in found if all(_is_sure(credit.source) for credit in frame.credits)]
    if not found:
        found = credited_in(parsed)
    heard = joined(parsed, apart([frame for frame in found if frame.credits]))
    heard = [frame for frame in heard if not _is_dateline(parsed, frame)]
    if _is_in_capitals(parsed):
        heard = [frame for frame in heard if all(_is_sure(credit.source) for credit in frame.credits)]
    return nest(parsed, _bounded(parsed, left_open(parsed, heard)))


def _opening_credit(parsed: Parsed) -> list[Frame]:
    """Return the frame of `Reuters: the convoy left`, where a known publisher opens the sentence."""
    mention = parsed.mention_at(0) if parsed.tokens else None
    if (
        mention is None
        or mention.known is None
        or not mention.publishes
        or mention.last >= len(parsed.tokens) - 2
    ):
        return []
    if parsed.tokens[mention.last].text != ":":
        return []
    source = parsed.source(mention)
    credits = (Credit(source, ":", Channel.PUBLICATION, Access.UNKNOWN),) if source is not None else ()
    content = (mention.last + 1, len(parsed.tokens))
    return [Frame(credits, Stance.ASSERTS, 0, 0, mention.last + 1, content, "opening credit")]


def _is_in_a_name(parsed: Parsed, cue: Found) -> bool:
    """Say whether a cue word is part of a mention: `States` in `United States`, `think` in `think tank`."""
    mention = parsed.mention_at(cue.first)
    if mention is None or cue.last > mention.last:
        return False
    if mention.is_named:
        return mention.first < cue.first
    return parsed.lexicon.language == "en" and (mention.first, mention.last) != (cue.first, cue.last)


def _bounded(parsed: Parsed, found: list[Frame]) -> list[Frame]:
    """End an opening `according to A` before a speaker who closes the sentence: it stands in their words."""
    closing = [frame.first for frame in found if _closes(parsed, frame)]
    bounded = []
    for frame in found:
        ends = [at for at in closing if at > frame.last]
        is_opening = frame.rule == "according to" and frame.content[0] >= frame.last
        content = (frame.content[0], min(ends)) if is_opening and ends else frame.content
        bounded.append(replace(frame, content=content))
    return bounded


def _closes(parsed: Parsed, frame: Frame) -> bool:
    """Say whether a frame's content is everything before it, but for signs."""
    between = parsed.tokens[frame.content[1] : frame.first]
    return frame.content[0] == 0 < frame.content[1] <= frame.first and not any(t.is_word for t in between)


def is_title_case(parsed: Parsed) -> bool:
    """Say whether a headline capitalises its words, so that capitals mark no names."""
    if not parsed.sentence.is_headline:
        return False
    words = [t for t in parsed.tokens if t.is_word and len(t.text) > 3]
    return len(words) > 3 and sum(t.is_capital for t in words) > 0.7 * len(words)


def _is_dateline(parsed: Parsed, frame: Frame) -> bool:
    """Say whether a model alone took the city of a dateline for a speaker: `PELL, Sept 3 (RWS) -`."""
    first, last = frame.credits[-1].source.at
    if frame.rule != "model" or first != 0 or last >= len(parsed.tokens):
        return False
    return parsed.tokens[0].text.isupper() and parsed.tokens[last].text in ",("


def _is_in_capitals(parsed: Parsed) -> bool:
    """Say whether a headline stands in capitals throughout, where they mark no names for a model either."""
    words = [t.text for t in parsed.tokens if t.is_word and not t.text.isdigit()]
    return parsed.sentence.is_headline and len(words) > 3 and all(word.isupper() for word in words)


def _is_sure(source: Source) -> bool:
    return source.known is not None


def nest(parsed: Parsed, found: list[Frame]) -> list[Frame]:
    """Put frames that stand in the content of another behind it: publisher, A, and then B.

    What A is said to say about B's words is B's statement carried by A; A keeps a statement of
    its own only for what stands before B comes in.
    """
    done: dict[int, Frame] = {}
    order = sorted(found, key=lambda f: (f.rule != "holds papers", f.content[0] - f.content[1]))
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
        if _means_itself(frame, holder):
            done[held] = _with_access(holder, frame)
            del done[number]
            outers.pop()
        elif not _same_sources(frame, holder):
            is_citing = frame.rule == "cite" and not frame.is_provenance
            inner = replace(frame, content=outer.content) if is_citing else frame
            done[number] = inner.inside(holder)
            if not frame.is_provenance:
                _shorten(done, held, frame)
    return sorted(
        _merged([f for f in done.values() if f.rest is None or f.rest]), key=lambda frame: frame.first
    )


def _means_itself(inner: Frame, outer: Frame) -> bool:
    """Say whether a pronoun inside means the speaker around it: `neighbours said they had heard`."""
    here, around = inner.credits[0].source, outer.credits[-1].source
    is_thing = here.pronoun == "thing pronoun"
    return here.pronoun not in ("", NOBODY) and is_thing == (around.is_publication or around.kind in BODIES)


def _with_access(outer: Frame, inner: Frame) -> Frame:
    """Return the outer frame with the access and hedge its own pronoun's clause shows."""
    last, own = outer.credits[-1], inner.credits[-1]
    known = last
    if own.access is not Access.UNKNOWN:
        known = replace(last, access=own.access, shown_by=own.shown_by)
    return replace(outer, credits=(*outer.credits[:-1], known), hedge=max(outer.hedge, inner.hedge))


def _shorten(done: dict[int, Frame], held: int, inner: Frame) -> None:
    """Leave the outer frame what it says itself before the inner one begins, or nothing."""
    outer = done[held]
    own = inner.first - outer.content[0]
    keeps = own >= MIN_OWN_WORDS and inner.rule != "cite" and outer.rule not in ("cite", "told to")
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
        content = frame.content if twin.rule != "cite" and frame.cue_at > twin.cue_at else twin.content
        joined = replace(
            twin,
            stance=stance,
            hedge=max(twin.hedge, frame.hedge),
            content=content,
            last=max(twin.last, frame.last),
        )
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
    if frame.credits[0].source.is_paper and (holder := _holder(frame, wider)) is not None:
        return holder
    holders = [
        other
        for other in wider
        if other.holds(frame) and other.cue_at != frame.cue_at and not _is_beside(parsed, other, frame)
    ]
    return min(holders, key=lambda other: other.content[1] - other.content[0], default=None)


def _holder(frame: Frame, wider: list[Frame]) -> Frame | None:
    """Return whoever is said to have the paper that speaks: `a letter seen by A orders`."""
    papers = [other for other in wider if other.rule == "holds papers"]
    return next((o for o in papers if frame.first <= o.first and o.last <= frame.last), None)


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
    if parsed.is_in("that", before):
        return False
    while before > 0 and parsed.is_in("determiners", before):
        before -= 1
    if before < 1 or outer.first > inner.first:
        return False
    return parsed.is_in("and_words", before) or parsed.words[before] in (
        "but",
        "while",
        "whereas",
        "although",
    )


def _frames_of(parsed: Parsed, found: Found) -> list[Frame]:
    kind, source = found.cue.kind, found.cue.source
    if source == "none":
        return hearsay(parsed, found)
    if source == "after":
        if kind == "receive":
            return received(parsed, found)
        if kind == "venue":
            return told_to(parsed, found)
        if kind == "byway":
            return by_way_of(parsed, found)
        return phrased(parsed, found, "cite" if kind == "cite" else "according to")
    if source == "before":
        return phrased_before(parsed, found)
    if source == "pair":
        return paired(parsed, found)
    if kind == "hold":
        return holding(parsed, found)
    spoke = spoken(parsed, found)
    return spoke or (holding(parsed, found) if found.cue.form in _PUBLISHES else [])
