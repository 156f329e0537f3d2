"""Roles in Arabic, where the verb opens its clause: the first mention acts, the rest is acted on."""

from twosource.attributing.events.noun_phrases import is_break, phrase_after
from twosource.attributing.events.roles import Roles
from twosource.attributing.events.triggers import Trigger
from twosource.attributing.frames import Parsed
from twosource.ports import Range

_BY = ("من قبل", "علي يد", "علي ايدي")
_PERSONS = ("people", "groups", "witnesses", "analysts")


def arabic_roles_of(parsed: Parsed, trigger: Trigger, span: Range) -> Roles:
    """Return the roles of a trigger; `من قبل` and `على يد` name who acts in a passive clause."""
    end = span[1]
    other = _counterpart(parsed, trigger.last, end)
    by = _by(parsed, trigger.last, end)
    if not trigger.is_verb:
        return Roles(by, phrase_after(parsed, _past_of(parsed, trigger.last), end), other)
    mention = parsed.mention_at(trigger.last) if trigger.last < end else None
    if by is not None:
        return Roles(by, phrase_after(parsed, trigger.last, end), other)
    if mention is None:
        before = parsed.mention_at(trigger.first - 1) if trigger.first > span[0] else None
        is_actor = before is not None and not before.is_place
        actor = (before.first, before.last) if before is not None and is_actor else None
        return Roles(actor, phrase_after(parsed, _past_of(parsed, trigger.last), end), other)
    if mention.role == "papers" or mention.is_place:
        return Roles(None, phrase_after(parsed, trigger.last, end), other)
    return Roles((mention.first, mention.last), phrase_after(parsed, mention.last, end), other)


def _past_of(parsed: Parsed, at: int) -> int:
    return at + 1 if at < len(parsed.words) and parsed.words[at] == "من" else at


def _by(parsed: Parsed, at: int, end: int) -> Range | None:
    for place in range(at, min(end - 1, at + 12)):
        if is_break(parsed, place):
            return None
        if " ".join(parsed.words[place : place + 2]) in _BY:
            return _mention_from(parsed, place + 2, end)
    return None


def _counterpart(parsed: Parsed, at: int, end: int) -> Range | None:
    for place in range(at, min(end, at + 14)):
        if is_break(parsed, place):
            return None
        if parsed.is_in("with", place) or parsed.words[place] == "بين":
            return _mention_from(parsed, place + 1, end)
    return None


def _mention_from(parsed: Parsed, at: int, end: int) -> Range | None:
    for place in range(at, min(end, at + 4)):
        mention = parsed.mention_at(place)
        if mention is not None and not mention.role.endswith("pronoun"):
            is_party = mention.is_named or mention.role in _PERSONS or mention.is_place
            return (mention.first, mention.last) if is_party else None
        if not parsed.tokens[place].is_word:
            return None
    return None
