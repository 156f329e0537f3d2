"""Headlines credit by a sign alone: `Minister: talks failed`, `Talks failed - minister`.

A headline is short and its signs mean many things, so only what is wholly one source counts:
a noun for somebody, a known body, a person with a title. `Syria: talks failed` names the topic.
"""

from dataclasses import replace

from twosource.attributing.events import place_index
from twosource.attributing.frames import Found, Frame, Parsed, frame_of
from twosource.attributing.lexicon import Cue
from twosource.attributing.mentions import QUOTES, Mention
from twosource.terms import Access, Channel, PartyKind, Stance

RULE = "headline"
MAX_SOURCE = 7
MIN_CONTENT = 2
_DASHES = frozenset("–—-")
_NOUNS = ("people", "groups", "witnesses", "analysts", "outlets", "papers", "media")


def credited_in(parsed: Parsed) -> list[Frame]:
    """Return the frame of a headline that credits by a colon or a dash; nothing for other sentences."""
    if not parsed.sentence.is_headline:
        return []
    return _before_colon(parsed) or _behind_sign(parsed)


def _before_colon(parsed: Parsed) -> list[Frame]:
    end = len(parsed.tokens)
    colon = next((n for n in range(min(MAX_SOURCE + 1, end)) if parsed.tokens[n].text == ":"), 0)
    if not colon or end - colon - 1 < MIN_CONTENT:
        return []
    mention = _whole(parsed, 0, colon)
    if mention is None or not (_is_somebody(mention) or _is_full_name(parsed, mention)):
        return []
    return [_frame(parsed, mention, ":", (colon + 1, end))]


def _behind_sign(parsed: Parsed) -> list[Frame]:
    """Return who stands alone behind the last spaced dash, or behind a colon after quoted words."""
    end = len(parsed.tokens)
    for first in range(end - 1, max(MIN_CONTENT, end - MAX_SOURCE) - 1, -1):
        sign = _sign_before(parsed, first)
        if not sign:
            continue
        mention = _whole(parsed, first, end)
        if mention is None or not _is_somebody(mention):
            return []
        return [_frame(parsed, mention, sign, (0, first - 1))]
    return []


def _sign_before(parsed: Parsed, first: int) -> str:
    """Return the sign before a token that may credit it, or nothing."""
    before, last = parsed.tokens[first - 1], parsed.tokens[first - 2]
    if before.text in _DASHES and last.end < before.start:
        return before.text
    return ":" if before.text == ":" and last.text in QUOTES else ""


def _whole(parsed: Parsed, first: int, last: int) -> Mention | None:
    """Return the mention that takes up first..last, a leading article aside."""
    start = first + 1 if parsed.is_in("determiners", first) and first + 1 < last else first
    mention = parsed.mention_at(start)
    if mention is None or mention.first > start or mention.last != last or mention.is_place:
        return None
    return mention


def _is_somebody(mention: Mention) -> bool:
    is_titled = mention.kind is PartyKind.PERSON and mention.last - mention.first > len(mention.name.split())
    return mention.role in _NOUNS or mention.known is not None or (mention.is_named and is_titled)


def _is_full_name(parsed: Parsed, mention: Mention) -> bool:
    """Say whether it is a person's full name: capitals alone prove it only where the rest has few.

    Where all nouns bear capitals they prove nothing: `Geflohener Oberst: Zeitung zieht Artikel zurück`.
    """
    words = mention.name.split()
    is_name = mention.is_named and mention.kind is PartyKind.PERSON and len(words) in (2, 3)
    if not is_name or parsed.lexicon.nouns_are_capitalised or not all(word.isalpha() for word in words):
        return False
    if any(parsed.words[n] in place_index() for n in range(mention.first, mention.last)):
        return False
    after = parsed.tokens[mention.last + 1 :]
    others = [token for token in after if token.is_word and len(token.text) > 3]
    return sum(token.is_capital for token in others) * 2 <= len(others)


def _frame(parsed: Parsed, mention: Mention, sign: str, content: tuple[int, int]) -> Frame:
    channel = Channel.PUBLICATION if mention.publishes else Channel.SPEECH
    cue = Cue(sign, "subject", "say", Stance.ASSERTS, 0, channel, Access.UNKNOWN, "", "")
    frame = frame_of(parsed, Found(mention.first, mention.last, cue), [mention], content, RULE)
    return replace(frame, credits=tuple(replace(credit, cue=sign) for credit in frame.credits))
