"""Noun phrases beside a cue: who stands there, with title, office and name as one mention.

A phrase is believed only where a list or a capital says that it names somebody; words nobody
knows stay unread, because a wrong speaker is worse than none.
"""

from dataclasses import replace

from twosource.attributing.frames import Parsed
from twosource.attributing.mentions import QUOTES, Mention
from twosource.attributing.sources import apposed, skip_fillers_left
from twosource.terms import PartyKind

REACH = 9
MAX_BETWEEN = 2
_PEOPLE = ("people", "witnesses", "analysts")
_UNKNOWN_BREAKS = ("modifiers", "that", "clause_breaks", "fillers", "and_words", "relatives", "negations")


def after(parsed: Parsed, at: int) -> Mention | None:
    """Return the noun phrase that opens at a token; articles, marks, times and adverbs may stand before."""
    place = at
    while place < len(parsed.tokens) and place - at < REACH and parsed.mention_at(place) is None:
        skips = any(
            parsed.is_in(words, place) for words in ("determiners", "fillers", "time_words", "definite")
        )
        if not skips and parsed.tokens[place].text not in QUOTES and not _is_title(parsed, place):
            break
        place += 1
    mention = parsed.mention_at(place) or _compound(parsed, place) or capital_at(parsed, place)
    mention = _clipped(parsed, mention, at) if mention is not None else None
    return None if mention is None else _cleaned(parsed, _described(parsed, widened(parsed, mention)))


def _is_title(parsed: Parsed, place: int) -> bool:
    """Say whether a title in small letters stands before a name: `le docteur A B`."""
    follows = parsed.mention_at(place + 1)
    is_person = follows is not None and follows.is_named and follows.kind is PartyKind.PERSON
    return is_person and parsed.words[place] in parsed.lexicon.titles


def _clipped(parsed: Parsed, mention: Mention, at: int) -> Mention | None:
    """Return a mention without the words of a cue it swallowed: `opinion of the analyst A B`."""
    if mention.first >= at:
        return mention
    start = at
    while start < mention.last and parsed.is_in("determiners", start):
        start += 1
    if start >= mention.last:
        return None
    name = parsed.text(start, mention.last)
    if mention.is_named and mention.known is None and not mention.is_work:
        while start < mention.last - 1 and parsed.words[start] in parsed.lexicon.titles:
            start += 1
        name = parsed.text(start, mention.last)
    elif mention.is_named:
        name = mention.name
    return replace(mention, first=at, name=name)


def _described(parsed: Parsed, mention: Mention) -> Mention:
    """Return an unnamed speaker with the adjective behind it: `une source diplomatique,`."""
    place = mention.last
    if mention.is_named or not parsed.lexicon.is_in("traits", "adjectives follow"):
        return mention
    if place + 1 >= len(parsed.tokens) or not _may_stand_between(parsed, place):
        return mention
    is_tail = parsed.is_in("tails", place) or parsed.is_in("genitives", place)
    if is_tail or parsed.tokens[place].is_capital or parsed.mention_at(place) is not None:
        return mention
    ends = not parsed.tokens[place + 1].is_word or parsed.words[place + 1] in parsed.lexicon.cues
    name = parsed.text(mention.first, place + 1)
    return replace(mention, last=place + 1, name=name) if ends else mention


def capital_at(parsed: Parsed, place: int) -> Mention | None:
    """Return the mention of a city by which news means a government."""
    if place >= len(parsed.tokens) or not parsed.is_in("capitals", place):
        return None
    return Mention(place, place + 1, parsed.tokens[place].text, PartyKind.OFFICE, is_place=True)


def before(parsed: Parsed, at: int) -> Mention | None:
    """Return the noun phrase that ends before a token, over auxiliaries, adverbs and an apposition."""
    place = skip_fillers_left(parsed, at - 1)
    if place < 0:
        return None
    sign = parsed.tokens[place].text
    if sign == ",":
        found = _title_apposed(parsed, place) or apposed(parsed, place)
        return _cleaned(parsed, _rooted(parsed, found)) if found is not None else None
    if sign == ")":
        place = _before_bracket(parsed, place)
    if sign in QUOTES and parsed.mention_at(place) is None:
        place -= 1
        if place < 1 or not _is_quoted_name(parsed, place):
            return None
    mention = parsed.mention_at(place) or _compound(parsed, place) or capital_at(parsed, place)
    return None if mention is None else _cleaned(parsed, _rooted(parsed, mention))


def past_citing(parsed: Parsed, at: int) -> Mention | None:
    """Return who stands before a phrase that cites somebody: `A unter Berufung auf B meldet`."""
    for cue in reversed([c for c in parsed.cues if c.cue.kind == "cite" and c.last < at]):
        between = parsed.tokens[cue.last : at]
        if len(between) <= REACH and all(token.is_word or token.text == "," for token in between):
            return before(parsed, cue.first)
    return None


def holder_of(parsed: Parsed, paper: Mention) -> Mention | None:
    """Return who got hold of papers before their noun: `A'in ele geçirdiği belgeler`, `A tarafından`."""
    endings = parsed.lexicon.grammar.get("genitive", frozenset())
    for place in range(paper.first - 1, max(-1, paper.first - REACH), -1):
        mention = parsed.mention_at(place)
        if mention is None or not (mention.publishes and mention.is_named):
            continue
        word = parsed.tokens[mention.last - 1].text.replace("’", "'").lower()
        if ("'" in word and word.rpartition("'")[2] in endings) or parsed.is_in("by", mention.last):
            return _cleaned(parsed, mention)
    return None


def _title_apposed(parsed: Parsed, comma: int) -> Mention | None:
    """Return the name between two commas behind a title: `el presidente turco, A B, acusó`."""
    name = parsed.mention_at(comma - 1)
    if name is None or not name.is_named or name.kind is not PartyKind.PERSON or name.first < 2:
        return None
    if parsed.tokens[name.first - 1].text != ",":
        return None
    for place in range(name.first - 2, max(-1, name.first - 2 - MAX_BETWEEN), -1):
        other = parsed.mention_at(place)
        if other is not None:
            return replace(name, first=other.first) if other.role in _PEOPLE else None
    return None


def heading(parsed: Parsed, mention: Mention) -> Mention | None:
    """Return the speaker a phrase hangs on: `sources consulted by A`, `a source close to the file`."""
    for place in range(mention.first - 1, max(-1, mention.first - 6), -1):
        other = parsed.mention_at(place)
        if not parsed.tokens[place].is_word or parsed.is_in("clause_breaks", place):
            return None
        if other is not None:
            return _cleaned(parsed, other) if other.role in _PEOPLE else None
    return None


def _before_bracket(parsed: Parsed, place: int) -> int:
    """Return the token before the bracket that closes at a place: `the office (BKA) has`."""
    opened = next((n for n in range(place - 1, max(0, place - REACH), -1) if parsed.tokens[n].text == "("), 1)
    return opened - 1


def opening(parsed: Parsed, at: int) -> Mention | None:
    """Return the noun phrase that opens the clause of a verb at its end: `A, C söyledi`."""
    start = _clause_start(parsed, at)
    while start < at and (parsed.is_in("fillers", start) or parsed.tokens[start].text in QUOTES):
        if parsed.mention_at(start) is not None:
            break
        start += 1
    comma = next((n for n in range(start, min(at, start + REACH)) if parsed.tokens[n].text in ",،"), at)
    inside = [m for m in parsed.mentions if start <= m.first and m.last <= comma]
    closing = next((m for m in inside if m.last == comma and comma < at), None)
    first = next((m for m in inside if m.first <= start + 1), None)
    found = closing or first or capital_at(parsed, start)
    if found is None or (closing is not None and comma - start > REACH - 3):
        return None
    found = widened(parsed, found)
    is_near = closing is not None and closing.role != "" and closing.first - start <= MAX_BETWEEN
    return _cleaned(parsed, replace(found, first=start) if is_near else found)


def _clause_start(parsed: Parsed, at: int) -> int:
    """Return where the clause of a verb opens: behind an opening quotation, or a strong sign."""
    start = 0
    if parsed.tokens[0].text in QUOTES:
        start = next((n for n in range(1, at) if parsed.tokens[n].text in QUOTES), 0) + 1
    for place in range(at - 1, start, -1):
        if parsed.tokens[place].text in ";؛:":
            return place + 1
    return start


def _is_quoted_name(parsed: Parsed, place: int) -> bool:
    mention = parsed.mention_at(place)
    return mention is not None and mention.is_named and mention.last == place + 1


def widened(parsed: Parsed, mention: Mention) -> Mention:
    """Return a mention with what belongs to it on its right: the name behind a title and an office."""
    if mention.role == "outlets" and (named := _named_behind(parsed, mention)) is not None:
        return named
    if mention.is_named or mention.role not in _PEOPLE:
        return mention
    place, gap = mention.last, 0
    while place < len(parsed.tokens) and gap <= MAX_BETWEEN + 1:
        other = parsed.mention_at(place)
        if other is not None and other.first >= mention.last:
            if other.is_named and other.kind is PartyKind.PERSON and not other.is_place:
                return replace(other, first=mention.first)
            if other.role in _PEOPLE or other.publishes or other.role.endswith("pronoun"):
                break
            gap, place = gap + other.last - place, other.last
            continue
        if parsed.tokens[place].text == "," and (named := _explained(parsed, place)) is not None:
            return replace(named, first=mention.first)
        if not _may_stand_between(parsed, place):
            break
        gap, place = gap + 1, place + 1
    return _with_genitive(parsed, mention)


def _named_behind(parsed: Parsed, noun: Mention) -> Mention | None:
    """Return the known publisher behind its noun and adjectives: `l'emittente britannica Bbc`."""
    for place in range(noun.last, min(noun.last + MAX_BETWEEN + 1, len(parsed.tokens))):
        other = parsed.mention_at(place)
        if other is not None:
            is_it = other.is_named and not other.is_place and other.first == place
            if not is_it or (other.known is not None and not other.publishes):
                return None
            kind = other.kind if other.publishes else PartyKind.OUTLET
            return replace(other, first=noun.first, kind=kind)
        if parsed.tokens[place].text in QUOTES or parsed.is_in("tails", place):
            continue
        if not _may_stand_between(parsed, place) or parsed.tokens[place].is_capital:
            return None
    return None


def _explained(parsed: Parsed, comma: int) -> Mention | None:
    """Return the name between two commas behind a title: `the speaker of the army, A B, said`."""
    other = parsed.mention_at(comma + 1)
    if other is None or not other.is_named or other.kind is not PartyKind.PERSON or other.first != comma + 1:
        return None
    ends = other.last >= len(parsed.tokens) or parsed.tokens[other.last].text in ",.;:"
    return other if ends else None


def _may_stand_between(parsed: Parsed, place: int) -> bool:
    """Say whether a word may stand between a title and its name: an office, a province, an article of it."""
    token = parsed.tokens[place]
    if not token.is_word or parsed.words[place] in parsed.lexicon.cues:
        return False
    if parsed.is_in("genitives", place) or parsed.is_in("tails", place):
        return True
    return not any(parsed.is_in(words, place) for words in _UNKNOWN_BREAKS)


def _with_genitive(parsed: Parsed, mention: Mention) -> Mention:
    """Return an unnamed speaker with what they speak for: `ein Sprecher der Armee`."""
    other = parsed.mention_at(mention.last)
    if other is None and parsed.is_in("genitives", mention.last):
        other = parsed.mention_at(mention.last + 1) or _compound(parsed, mention.last + 1)
    if other is None or other.role in ("papers", "witnesses") or other.role.endswith("pronoun"):
        return mention
    if other.first < mention.last or other.publishes or (other.is_named and other.kind is PartyKind.PERSON):
        return mention
    return replace(mention, last=other.last, name=parsed.text(mention.first, other.last))


def _rooted(parsed: Parsed, mention: Mention) -> Mention:
    """Return the phrase a mention closes: `governor of the province A B`, `speaker of the army`."""
    found = mention
    place, gap = mention.first - 1, 0
    while place >= 0 and gap <= MAX_BETWEEN + 1:
        other = parsed.mention_at(place)
        if other is not None:
            if other.role in _PEOPLE and not mention.role.endswith("pronoun"):
                joined = widened(parsed, other)
                return joined if joined.last >= mention.last else found
            if other.is_named or other.role in ("papers", "outlets"):
                break
        is_tail = parsed.is_in("tails", place) or parsed.is_in("genitives", place)
        if other is None and not is_tail and not (mention.is_named and _may_stand_between(parsed, place)):
            break
        gap, place = gap + 1, place - 1
    return found


def _compound(parsed: Parsed, place: int) -> Mention | None:
    """Return the mention of a compound noun whose head a list knows: `Verteidigungsministerium`."""
    if place >= len(parsed.tokens) or not parsed.tokens[place].is_capital:
        return None
    word = parsed.words[place]
    heads = parsed.lexicon.grammar.get("compounds", frozenset())
    if not any(word.endswith(head) and len(word) > len(head) + 2 for head in heads):
        return None
    first = place - 1 if parsed.is_in("determiners", place - 1) else place
    name = parsed.text(first, place + 1)
    return Mention(first, place + 1, name, PartyKind.PLACEHOLDER, role="people", is_definite=first < place)


def _cleaned(parsed: Parsed, mention: Mention) -> Mention:
    """Return a mention whose name is what a party is called: no case ending behind an apostrophe."""
    name = parsed.text(mention.first, mention.last) if mention.is_place else mention.name
    head, _, ending = name.replace("’", "'").rpartition("'")
    is_cased = bool(head) and parsed.lexicon.is_in("traits", "apostrophes") and len(ending) <= 4
    return replace(mention, name=head if is_cased else name)
