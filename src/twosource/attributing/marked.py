"""What a trained tagger marked, as frames: who the source is, what the cue says, which words are the content.

The tagger gives ranges of words. Who stands in the range of a source is decided by the same
mentions the rules use, and the stance, hedge, channel and access of a cue come from the same
table, so that both speak of the same people in the same words.
"""

from collections.abc import Sequence
from dataclasses import replace

from twosource.attributing.discourse import Source, nobody
from twosource.attributing.frames import Found, Frame, Parsed, Where, frame_from, unsaid
from twosource.attributing.lexicon import Cue
from twosource.attributing.mentions import QUOTES, Mention
from twosource.attributing.sources import antecedent, hangs, listed
from twosource.ports import Marking, Range
from twosource.terms import Access, Channel, PartyKind, Stance

RULE = "model"
_NO_SPEECH = ("hold", "receive")
_PEOPLE = ("people", "analysts", "witnesses")


def frames_of(parsed: Parsed) -> list[Frame]:
    """Return a frame for every source of every attribution the tagger marked, the most probable first.

    The publisher's own "we believe" is no attribution to somebody else and falls away, and so do
    attitudes without words: "opposes the law" tells nothing that somebody said.
    """
    if parsed.marked is None:
        return []
    found: list[Frame] = []
    for marking in sorted(parsed.marked.attributions, key=lambda m: (-m.p, m.cue)):
        if not marking.cue or _is_own(parsed, marking) or not _tells(parsed, marking):
            continue
        found += [_frame(parsed, marking, source) for source in _sources(parsed, marking)]
    return found


def _is_own(parsed: Parsed, marking: Marking) -> bool:
    first, last = _hull(marking.source) if marking.source else (0, 0)
    return last - first == 1 and parsed.is_in("first_person", first)


def _tells(parsed: Parsed, marking: Marking) -> bool:
    """Say whether something is said: by a cue of the table, or as a clause or quotation behind another."""
    if _found(parsed, marking):
        return True
    if not marking.content:
        return False
    first, last = _hull(marking.content)
    opening = parsed.tokens[first]
    is_quoted = opening.text in QUOTES or parsed.sentence.is_quoted(opening.start)
    is_before = bool(marking.source) and last <= min(_hull(marking.source)[0], _hull(marking.cue)[0])
    behind = parsed.tokens[first - 1].text if first else ""
    return (
        parsed.is_in("that", first)
        or parsed.is_in("that", first - 1)
        or is_quoted
        or is_before
        or behind == ":"
    )


def _hull(ranges: Sequence[Range]) -> Range:
    return min(first for first, _ in ranges), max(last for _, last in ranges)


def _words(parsed: Parsed, ranges: Sequence[Range]) -> str:
    return " ... ".join(parsed.text(first, last) for first, last in ranges)


def _frame(parsed: Parsed, marking: Marking, source: Source) -> Frame:
    cue_first, cue_last = _hull(marking.cue)
    cue = _cue(parsed, marking)
    content = marking.content or ((cue_last, cue_last),)
    around = _hull((*marking.cue, source.at)) if source.at[0] >= 0 else (cue_first, cue_last)
    if any(first < around[1] and around[0] < last for first, last in content):
        around = (cue_first, cue_last)
    where = Where(*around, _hull(content))
    found = Found(cue_first, cue_last, cue)
    frame = frame_from(parsed, found, [source], where, RULE)
    credit = replace(frame.credits[0], cue=_words(parsed, marking.cue))
    parts = content if len(content) > 1 else ()
    frame = replace(frame, credits=(credit,), parts=parts, model=parsed.model, p=marking.p)
    is_denied = any(parsed.is_in("negations", at) for first, last in marking.cue for at in range(first, last))
    return unsaid(frame) if is_denied and cue.stance is Stance.ASSERTS else frame


def _cue(parsed: Parsed, marking: Marking) -> Cue:
    """Return the row of the cue table that stands in the marked cue, the longest; else a neutral one."""
    inside = _found(parsed, marking)
    if inside:
        return max(inside, key=lambda found: (found.last - found.first, found.first)).cue
    form = _words(parsed, marking.cue)
    return Cue(form, "subject", "say", Stance.ASSERTS, 0, Channel.SPEECH, Access.UNKNOWN, "", "")


def _found(parsed: Parsed, marking: Marking) -> list[Found]:
    """Return the cues of the table that stand in the marked cue; "order" and the like need a paper."""
    return [
        found
        for found in parsed.cues
        if found.cue.kind not in _NO_SPEECH
        and any(first < found.last and found.first < last for first, last in marking.cue)
    ]


def _sources(parsed: Parsed, marking: Marking) -> list[Source]:
    """Return who stands in the marked source: its head and those joined to it; somebody unnamed if empty."""
    if not marking.source:
        return [nobody(_words(parsed, marking.cue))]
    span = _hull(marking.source)
    head = _head(parsed, _mentions(parsed, marking.source), span)
    if head is None or _goes_on(parsed, head, span):
        return [_described(parsed, span)]
    joined = [m for m in listed(parsed, head) if m.first < span[1]]
    return [parsed.source(mention) for mention in joined]


def _goes_on(parsed: Parsed, head: Mention, span: Range) -> bool:
    """Say whether a name only opens the noun it belongs to: `Pro-government sites` are not Pro-government."""
    if not head.is_named or head.known is not None or head.last >= span[1]:
        return False
    at = head.last
    closed = ("modifiers", "relatives", "and_words", "determiners", "fillers", "clause_breaks")
    return parsed.tokens[at].text.isalpha() and not any(parsed.is_in(words, at) for words in closed)


def _mentions(parsed: Parsed, ranges: Sequence[Range]) -> list[Mention]:
    found: list[Mention] = []
    for at in (at for first, last in ranges for at in range(first, last)):
        mention = parsed.mention_at(at)
        if mention is not None and (not found or found[-1] is not mention):
            found.append(mention)
    return found


def _head(parsed: Parsed, inside: Sequence[Mention], span: Range) -> Mention | None:
    """Return the head of a marked source: what hangs on nothing; a name behind a comma explains a noun."""
    if span[1] - span[0] == 1 and parsed.is_in("relatives", span[0]):
        return antecedent(parsed, span[0])
    free = [m for m in inside if not hangs(parsed, m)] or list(inside)
    heads = [m for m in free if not m.is_place] or free
    if not heads:
        return None
    head = heads[0]
    if head.role in _PEOPLE:
        behind = next((m for m in heads[1:] if m.is_named and m.kind is PartyKind.PERSON), None)
        if behind is not None and parsed.tokens[behind.first - 1].text == ",":
            return behind
    return head


def _described(parsed: Parsed, span: Range) -> Source:
    """Return somebody no list knows, by the words the page has for them."""
    written = parsed.text(*span)
    mention = Mention(*span, written, PartyKind.PLACEHOLDER, role="people", is_definite=True)
    return parsed.source(mention)
