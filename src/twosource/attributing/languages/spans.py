"""Noun phrases in a script without capitals: bounded by closed words, believed for a noun they know.

A phrase runs up to a sign, a preposition, a verb of saying or the mark of an object. Its first
known noun says what it is; two or three plain words behind a title are a name.
"""

from dataclasses import replace

from twosource.attributing.frames import Parsed
from twosource.attributing.languages.nouns import capital_at
from twosource.attributing.mentions import Mention
from twosource.terms import PartyKind

REACH = 8
_SIGNS = frozenset('،,.:؛;!?؟«»"“”()[]')
_PEOPLE = ("people", "witnesses", "analysts")


def after(parsed: Parsed, at: int) -> Mention | None:
    """Return the noun phrase that opens at a token; a publication with its name in marks is whole."""
    mention = parsed.mention_at(at) if at < len(parsed.tokens) else None
    if mention is not None and mention.first == at and mention.is_named and mention.publishes:
        return mention
    return _read(parsed, at, _end(parsed, at, len(parsed.tokens)))


def opening(parsed: Parsed, at: int) -> Mention | None:
    """Return the subject of a verb at the end of its clause: the phrase that opens the clause."""
    named = parsed.mention_at(0)
    if named is not None and named.is_named and named.publishes and 1 < named.last <= at:
        return named
    start = _clause_start(parsed, at)
    while start < at and parsed.is_in("fillers", start):
        start += 1
    last = _end(parsed, start, at)
    found = _read(parsed, start, last)
    if last < at and parsed.tokens[last].text in "،,":
        second = _end(parsed, last + 1, at)
        other = _read(parsed, last + 1, second)
        closes = second >= at or parsed.tokens[second].text in "،,"
        if found is not None and found.role in _PEOPLE and _is_plain(parsed, last + 1, second) and closes:
            return Mention(start, second, parsed.text(last + 1, second), PartyKind.PERSON)
        if found is None and other is not None and other.role in _PEOPLE and _is_plain(parsed, start, last):
            return Mention(start, last, parsed.text(start, last), PartyKind.PERSON)
    return found


def _clause_start(parsed: Parsed, at: int) -> int:
    for place in range(at - 1, -1, -1):
        if parsed.tokens[place].text in "؛;:»" and parsed.mention_at(place) is None:
            return place + 1
    return 0


def _end(parsed: Parsed, at: int, limit: int) -> int:
    """Return where the phrase that opens at a token ends."""
    place = at
    while place < min(limit, at + REACH):
        if parsed.tokens[place].text in _SIGNS or parsed.is_in("that", place):
            break
        if place > at and (
            parsed.lexicon.cues.has_word(parsed.words[place]) or parsed.is_in("and_words", place)
        ):
            break
        if parsed.is_in("object_marks", place):
            break
        is_tail = parsed.is_in("tails", place) and _joins(parsed, place)
        if parsed.is_in("modifiers", place) and not is_tail:
            break
        place += 1
    return place


def _joins(parsed: Parsed, place: int) -> bool:
    """Say whether a preposition hangs an office or a place on the noun before it: `a source in the army`."""
    return parsed.mention_at(place - 1) is not None and parsed.mention_at(place + 1) is not None


def _read(parsed: Parsed, first: int, last: int) -> Mention | None:
    inside = [m for m in parsed.mentions if first <= m.first < last and m.last <= last]
    start = first
    while start < last and parsed.is_in("determiners", start):
        start += 1
    if not inside or inside[0].first > start:
        is_titled = start < last and parsed.words[start] in parsed.lexicon.titles
        if is_titled and _is_plain(parsed, start + 1, last):
            return Mention(first, last, parsed.text(start + 1, last), PartyKind.PERSON)
        return capital_at(parsed, start) if start < last else None
    head, end = inside[0], _noun_end(parsed, inside[0], last)
    if head.role.endswith("pronoun") or (head.is_named and not head.is_place):
        return head
    if head.is_place:
        return replace(head, name=parsed.text(head.first, head.last))
    named = next((m for m in inside[1:] if m.is_named and m.publishes and head.role == "outlets"), None)
    if named is not None:
        return replace(named, first=first)
    is_outlet = head.role == "outlets" and head.last - head.first == 1 and _is_plain(parsed, head.last, last)
    if is_outlet and not any(parsed.is_in("qualifiers", n) for n in range(head.last, last)):
        return Mention(first, last, parsed.text(head.last, last), PartyKind.OUTLET)
    is_title = head.role in _PEOPLE or parsed.words[head.first] in parsed.lexicon.titles
    if is_title and 2 <= last - end <= 3 and _is_plain(parsed, end, last):
        return Mention(first, last, parsed.text(end, last), PartyKind.PERSON)
    written = parsed.text(first, end)
    kind = PartyKind.ORGANISATION if head.role == "groups" and end - head.first > 1 else head.kind
    return replace(head, first=first, last=end, name=written, kind=kind)


def _noun_end(parsed: Parsed, head: Mention, last: int) -> int:
    """Return where an office ends: over nouns the lists know and the words that close its name."""
    end = head.last
    while end < last:
        other = parsed.mention_at(end)
        if any(cue.first == end for cue in parsed.cues):
            break
        if other is not None and other.first >= end and not other.role.endswith("pronoun"):
            end = other.last
        elif parsed.is_in("qualifiers", end) or parsed.is_in("determiners", end) or _is_tail(parsed, end):
            end += 1
        else:
            break
    return end


def _is_tail(parsed: Parsed, place: int) -> bool:
    return parsed.is_in("tails", place) and parsed.mention_at(place + 1) is not None


def _is_plain(parsed: Parsed, first: int, last: int) -> bool:
    """Say whether two or three words are plain enough to be a name."""
    if not 2 <= last - first <= 3:
        return False
    return all(
        parsed.tokens[n].is_word
        and not parsed.tokens[n].text.isdigit()
        and not parsed.is_in("stops", n)
        and parsed.mention_at(n) is None
        for n in range(first, last)
    )
