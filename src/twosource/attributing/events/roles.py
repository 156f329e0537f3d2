"""Roles of an event: who acts, on what, with or to whom, read from the words beside its trigger.

The verb group is read first (passive, infinitive), then its subject: behind a relative clause, before
a relative pronoun, shared with the verb it is joined to, or taken from the verb that controls it. A noun
has its roles in `of`, `by`, `on`, in an owner before it, or in the subject of a light verb.
"""

from typing import NamedTuple

from twosource.attributing.events.noun_phrases import (
    as_actor,
    is_break,
    is_pronoun,
    phrase_after,
    phrase_before,
)
from twosource.attributing.events.triggers import Trigger, verbs_before
from twosource.attributing.events.words import class_words, phrase_in
from twosource.attributing.frames import Parsed
from twosource.ports import Range
from twosource.terms import Action

MAX_ASIDE = 25
MAX_BACK = 40
MAX_LIGHT = 10
NEAR_OWNER = 2
_TO = "to"
_GIVING = frozenset(
    {
        Action.HAND_OVER,
        Action.TRANSFER,
        Action.SUPPLY,
        Action.PAY,
        Action.TRADE,
        Action.AID,
        Action.COOPERATE,
        Action.LEAK,
        Action.AGREE,
    }
)
_TAKING = frozenset({Action.TRADE, Action.RECAPTURE, Action.REQUEST, Action.LEAK})
_HITTING = frozenset(
    {
        Action.BOMB,
        Action.FIGHT,
        Action.ASSAULT,
        Action.KILL,
        Action.SANCTION,
        Action.COERCE,
        Action.REQUEST,
        Action.PROTEST,
        Action.THREATEN,
    }
)
_TALKING = frozenset(
    {Action.CONSULT, Action.AGREE, Action.TRADE, Action.COORDINATE, Action.COOPERATE, Action.FIGHT}
)


class Roles(NamedTuple):
    """Who acts, on what, and who else, as tokens of the sentence; None where it cannot be read plainly."""

    actor: Range | None = None
    object: Range | None = None
    counterpart: Range | None = None


class _Group(NamedTuple):
    """Where a verb group begins, and whether it is passive or an infinitive."""

    first: int
    is_passive: bool
    is_infinitive: bool


def roles_of(parsed: Parsed, trigger: Trigger, span: Range) -> Roles:
    """Return the roles of a trigger within a stretch of its sentence."""
    return _of_verb(parsed, trigger, span) if trigger.is_verb else _of_noun(parsed, trigger, span)


def _of_verb(parsed: Parsed, trigger: Trigger, span: Range) -> Roles:
    group = _group(parsed, trigger, span[0])
    if group.is_passive:
        actor = _by(parsed, trigger.last, span[1])
        thing = _subject(parsed, group, span[0], acts=False)
        return Roles(actor, thing, _other(parsed, trigger, span[1], actor))
    if parsed.words[trigger.last - 1] in class_words(parsed.lexicon.language, "undergoing"):
        return Roles(None, _subject(parsed, group, span[0], acts=False))
    actor = _subject(parsed, group, span[0], acts=True)
    first, thing = _object(parsed, trigger, span[1])
    other = first or _other(parsed, trigger, span[1], thing)
    return Roles(actor, thing, other)


def _group(parsed: Parsed, trigger: Trigger, floor: int) -> _Group:
    """Walk back over helping verbs, adverbs and `to` before a verb."""
    language = parsed.lexicon.language
    helping, be = class_words(language, "helping"), class_words(language, "be")
    word = parsed.words[trigger.first]
    at, is_passive, is_infinitive = trigger.first, False, False
    can_be_passive = not word.endswith("ing") and language == "en"
    while at > floor:
        before = parsed.words[at - 1]
        if before == _TO:
            is_infinitive, at = True, at - 1
            break
        is_adverb = before.endswith("ly") and not parsed.tokens[at - 1].is_capital
        if before not in helping and not is_adverb and not parsed.is_in("negations", at - 1):
            break
        is_passive = is_passive or (can_be_passive and before in be)
        at -= 1
    if language != "en":
        beside = range(max(floor, trigger.first - 2), trigger.first)
        is_passive = any(parsed.is_in("passive", place) for place in beside)
    is_reduced = at == trigger.first and can_be_passive and word.endswith(("ed", "en", "wn", "own", "ung"))
    if is_reduced and not is_infinitive and trigger.last < len(parsed.words):
        is_passive = (
            parsed.is_in("by", trigger.last) and _by(parsed, trigger.last, len(parsed.words)) is not None
        )
    if (
        is_reduced
        and trigger.action is Action.ACCUSE
        and parsed.words[trigger.last : trigger.last + 1] == ["of"]
    ):
        is_passive = True
    return _Group(at, is_passive, is_infinitive)


def _subject(parsed: Parsed, group: _Group, floor: int, *, acts: bool) -> Range | None:
    """Return the subject of a verb group: somebody who acts, or anything that is acted on."""
    at = group.first
    if group.is_infinitive:
        return _controller(parsed, at, floor, acts=acts)
    if (at > floor and parsed.is_in("relatives", at - 1)) or _is_relative_that(parsed, at - 1, floor):
        at -= 1
        at -= int(at > floor and parsed.tokens[at - 1].text == ",")
    elif at > floor and (parsed.is_in("and_words", at - 1) or parsed.tokens[at - 1].text == ","):
        aside = _aside(parsed, at - 1, floor)
        if aside is None:
            return _shared(parsed, at - 1, floor, acts=acts)
        at = aside
    return _phrase_left(parsed, at, floor, acts=acts)


def _is_relative_that(parsed: Parsed, at: int, floor: int) -> bool:
    """Say whether `that` hangs a clause on a noun: `the strike that killed`, and not `said that`."""
    if at <= floor or parsed.words[at] != "that":
        return False
    return not any(found.last == at or found.first <= at < found.last for found in parsed.cues)


def _aside(parsed: Parsed, at: int, floor: int) -> int | None:
    """Return where an aside between commas begins whose closing comma is at a token, or None."""
    if parsed.tokens[at].text != ",":
        return None
    for place in range(at - 1, max(floor, at - MAX_ASIDE) - 1, -1):
        if is_break(parsed, place):
            return None
        if parsed.tokens[place].text == ",":
            opens = place + 1
            is_aside = (
                parsed.is_in("relatives", opens)
                or parsed.is_in("determiners", opens)
                or parsed.is_in("modifiers", opens)
                or parsed.words[opens] in ("including", "led", "backed", "based", "known", "headed", "citing")
                or parsed.mention_at(opens) is not None
            )
            return place if is_aside else None
    return None


def _shared(parsed: Parsed, at: int, floor: int, *, acts: bool) -> Range | None:
    """Return the subject of the verb this one is joined to by `and`."""
    before = verbs_before(parsed, at, floor)
    if before is None or any(is_break(parsed, n) for n in range(before.last, at)):
        return None
    if any(parsed.is_in("clause_breaks", n) for n in range(before.last, at)):
        return None
    group = _group(parsed, before, floor)
    if group.first <= floor or (group.is_passive and acts):
        return None
    return _subject(parsed, group, floor, acts=acts)


def _controller(parsed: Parsed, at: int, floor: int, *, acts: bool) -> Range | None:
    """Return who is to do what follows `to`: the object of `ordered`, else the subject of `agreed`."""
    language = parsed.lexicon.language
    for place in range(at - 1, max(floor, at - MAX_ASIDE) - 1, -1):
        parsed.tokens[place]
        if is_break(parsed, place) or parsed.is_in("clause_breaks", place):
            return None
        length = phrase_in(language, "controlling", parsed.words, place)
        if length and place + length < at:
            return as_actor(parsed, phrase_after(parsed, place + length, at))
    reach = at
    while reach > floor and at - reach < 4 and parsed.mention_at(reach - 1) is None:
        reach -= 1
        if is_break(parsed, reach) or parsed.tokens[reach].text == ",":
            return None
    return _phrase_left(parsed, reach, floor, acts=acts)


def _phrase_left(parsed: Parsed, at: int, floor: int, *, acts: bool) -> Range | None:
    """Return the head phrase left of a token, over what prepositions hang on it."""
    if at > 0 and is_pronoun(parsed, at - 1):
        return _speaker(parsed, at - 1) if acts else None
    end, is_hanging = at, False
    lowest = max(floor, at - MAX_BACK)
    while end > lowest:
        span = phrase_before(parsed, end, lowest)
        if span is None:
            skipped = _over_participle(parsed, end, lowest)
            if skipped is None:
                return None
            end, is_hanging = skipped, True
            continue
        first = span[0]
        if first <= lowest or not parsed.is_in("modifiers", first - 1):
            found = (first, span[1] if is_hanging else at)
            found = span if found[1] < span[1] else found
            return as_actor(parsed, span) if acts else span
        if parsed.words[first - 1] == "of" and first - 2 >= lowest:
            head = phrase_before(parsed, first - 1, lowest)
            if head is not None and not (head[0] > lowest and parsed.is_in("modifiers", head[0] - 1)):
                whole = (head[0], span[1])
                return as_actor(parsed, whole) if acts else whole
        if first - 1 <= lowest:
            return None
        end, is_hanging = first - 1, True
        if parsed.tokens[end - 1].text == ",":
            return None
    return None


def _speaker(parsed: Parsed, at: int) -> Range | None:
    """Return who speaks where a pronoun opens what is said: `the army said it withdrew`."""
    before = at - 1 if at and parsed.is_in("that", at - 1) else at
    found = next((cue for cue in parsed.cues if cue.last == before), None)
    if found is None or parsed.is_in("first_person", at):
        return None
    group = _group(parsed, Trigger(found.first, found.last, Action.OTHER, is_verb=True), 0)
    return None if group.is_passive else _phrase_left(parsed, group.first, 0, acts=True)


def _over_participle(parsed: Parsed, end: int, floor: int) -> int | None:
    """Step over `backed`, `loyal`, `led` before `by` or `to`: they hang on what stands before them."""
    if (
        end - 1 > floor
        and parsed.words[end - 1].endswith(("ed", "en", "led"))
        and parsed.is_in("modifiers", end)
    ):
        return end - 1
    return None


def _by(parsed: Parsed, at: int, end: int) -> Range | None:
    for place in range(at, min(end, at + 14)):
        if is_break(parsed, place) or (parsed.is_in("clause_breaks", place) and place > at):
            return None
        if parsed.is_in("by", place):
            return as_actor(parsed, phrase_after(parsed, place + 1, end))
    return None


def _object(parsed: Parsed, trigger: Trigger, end: int) -> tuple[Range | None, Range | None]:
    """Return (receiver, object) after a verb: `gave the group weapons` has both.

    A phrase of the list may hold the article of its object: `passed over a memory stick`.
    """
    at = _article_in(parsed, trigger) or trigger.last
    while at < end and (
        parsed.words[at].endswith("ly") or parsed.words[at] in class_words(parsed.lexicon.language, "times")
    ):
        at += 1
    if (
        at < end
        and parsed.words[at] in class_words(parsed.lexicon.language, "on")
        and trigger.action in _HITTING
        and parsed.words[at + 1 : at + 2] != ["least"]
    ):
        at += 1
    if at >= end or (parsed.words[at - 1] == _TO and not _opens_phrase(parsed, at)):
        return None, None
    if parsed.is_in("with", trigger.last - 1) and trigger.last - trigger.first > 1:
        return phrase_after(parsed, at, end), None
    found = phrase_after(parsed, at, end)
    if found is not None and trigger.action is Action.ACCUSE:
        of = [n for n in range(found[0] + 1, found[1]) if parsed.words[n] == "of"]
        return None, (found[0], of[0]) if of else found
    if found is None or trigger.action not in _GIVING or found[1] >= end:
        return None, found
    mention = parsed.mention_at(found[0])
    opens = parsed.is_in("determiners", mention.last) if mention is not None and mention.last < end else False
    if mention is not None and opens and mention.last <= found[1]:
        return (found[0], mention.last), phrase_after(parsed, mention.last, end)
    return None, found


def _article_in(parsed: Parsed, trigger: Trigger) -> int | None:
    inside = range(trigger.first + 1, trigger.last)
    return next((at for at in inside if parsed.is_in("determiners", at)), None)


def _other(parsed: Parsed, trigger: Trigger, end: int, taken: Range | None) -> Range | None:
    """Return the other party: behind `with`, and `to` or `from` where the action gives or takes."""
    language, start = parsed.lexicon.language, trigger.last
    if trigger.last - trigger.first > 1 and parsed.is_in("with", trigger.last - 1):
        start -= 1
    for place in range(start, min(end, trigger.last + 16)):
        if is_break(parsed, place) or parsed.is_in("relatives", place):
            return None
        word = parsed.words[place]
        opens = (
            parsed.is_in("with", place)
            or (word in class_words(language, "giving_to") and trigger.action in _GIVING)
            or (word in class_words(language, "taking_from") and trigger.action in _TAKING)
            or (word == "by" and trigger.action is Action.REQUEST and trigger.is_verb)
        )
        if opens:
            found = as_actor(parsed, phrase_after(parsed, place + 1, end))
            if found is not None and found != taken and not _is_bare_verb(parsed, place + 1):
                return found
    return None


def _opens_phrase(parsed: Parsed, at: int) -> bool:
    return parsed.is_in("determiners", at) or parsed.tokens[at].is_capital


def _is_bare_verb(parsed: Parsed, at: int) -> bool:
    return at < len(parsed.words) and parsed.lexicon.verbs.has_word(parsed.words[at])


def _of_noun(parsed: Parsed, trigger: Trigger, span: Range) -> Roles:
    end = span[1]
    pair = _between(parsed, trigger.last, end) if trigger.action in _TALKING else None
    if pair is not None:
        return Roles(pair[0], None, pair[1])
    thing = _hanging(parsed, trigger, end)
    if parsed.words[trigger.first] in class_words(parsed.lexicon.language, "of_actor"):
        holder = as_actor(parsed, thing)
        if holder is not None:
            return Roles(holder, None, _other(parsed, trigger, end, holder))
    actor = _by(parsed, trigger.last, end)
    actor = actor or _owner(parsed, trigger, span[0]) or _light(parsed, trigger, span[0])
    if actor is not None and thing is not None and actor[0] < thing[1] and thing[0] < actor[1]:
        thing = (thing[0], actor[0] - 1) if thing[0] < actor[0] - 1 else None
    return Roles(actor, thing, _other(parsed, trigger, end, thing))


def _hanging(parsed: Parsed, trigger: Trigger, end: int) -> Range | None:
    """Return what hangs on a noun by `of` or, where it hits something, by `on` and `against`."""
    at = trigger.last
    of_within = parsed.words[at - 1] in ("of", "من")
    if at < end and parsed.words[at] in ("of", "من", "de", "von"):
        return phrase_after(parsed, at + 1, end)
    if of_within:
        return phrase_after(parsed, at, end)
    if parsed.lexicon.is_arabic:
        return phrase_after(parsed, at, end)
    for place in range(at, min(end, at + 6)):
        if is_break(parsed, place) or parsed.tokens[place].text == ",":
            return None
        if parsed.words[place] in class_words(parsed.lexicon.language, "on") and trigger.action in _HITTING:
            return phrase_after(parsed, place + 1, end)
    return None


def _owner(parsed: Parsed, trigger: Trigger, floor: int) -> Range | None:
    """Return the owner or people named before a noun: `Israeli air strikes`, `the army's withdrawal`."""
    span = phrase_before(parsed, trigger.first, floor)
    if span is None:
        return None
    for at in range(span[1] - 1, max(span[0], span[1] - NEAR_OWNER) - 1, -1):
        mention = parsed.mention_at(at)
        if mention is not None and mention.role not in ("papers", "outlets", "media", "blogs"):
            return as_actor(parsed, (max(mention.first, span[0]), min(mention.last, span[1])))
    return None


def _light(parsed: Parsed, trigger: Trigger, floor: int) -> Range | None:
    """Return the subject of a light verb before a noun: `the army launched an attack`."""
    span = phrase_before(parsed, trigger.first, floor)
    start = span[0] if span is not None else trigger.first
    for place in range(start - 1, max(floor, start - MAX_LIGHT) - 1, -1):
        if is_break(parsed, place) or parsed.is_in("clause_breaks", place):
            return None
        if phrase_in(parsed.lexicon.language, "light", parsed.words, place):
            verb = Trigger(place, place + 1, trigger.action, is_verb=True)
            group = _group(parsed, verb, floor)
            return None if group.is_passive else _subject(parsed, group, floor, acts=True)
    return None


def _between(parsed: Parsed, at: int, end: int) -> tuple[Range, Range] | None:
    """Return the two sides of `between A and B`."""
    language = parsed.lexicon.language
    for place in range(at, min(end, at + 6)):
        if parsed.words[place] not in class_words(language, "between"):
            continue
        for joint in range(place + 2, min(end, place + 14)):
            if parsed.is_in("and_words", joint):
                left, right = as_actor(parsed, (place + 1, joint)), phrase_after(parsed, joint + 1, end)
                mention = parsed.mention_at(right[0]) if right is not None else None
                if right is not None and mention is not None and mention.is_named:
                    right = (right[0], mention.last)
                right = as_actor(parsed, right)
                return (left, right) if left is not None and right is not None else None
    return None
