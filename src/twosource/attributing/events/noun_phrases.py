"""Noun phrases without a parser: from a token leftwards or rightwards up to what cannot belong to them.

A phrase counts as somebody who acts only where its words show it: a mention, or a noun of the closed
list of things that act. What cannot be read plainly is None.
"""

from twosource.attributing.events.words import class_words
from twosource.attributing.frames import Parsed
from twosource.attributing.mentions import OWNERS
from twosource.ports import Range

MAX_PHRASE = 9
_QUOTES = frozenset("\"“”«»„‘’'()[]")
_BREAKS = frozenset(".;:!?؟؛–—")
_OF = frozenset({"of", "de", "von", "من"})
_PRONOUNS = ("pronouns", "plural_pronouns", "thing_pronouns", "first_person")


def written(parsed: Parsed, span: Range | None) -> str:
    """Return a phrase as it stands, its article and quotation marks left out; empty for none."""
    if span is None:
        return ""
    first, last = span
    while first < last and (parsed.tokens[first].text in _QUOTES or parsed.is_in("determiners", first)):
        first += 1
    while last > first and parsed.tokens[last - 1].text in _QUOTES:
        last -= 1
    words = parsed.text(first, last) if last > first else ""
    return words.removesuffix(OWNERS[0]).removesuffix(OWNERS[1])


def is_break(parsed: Parsed, at: int) -> bool:
    """Say whether a sign ends a clause here: not the dot inside `U.N.`."""
    return parsed.tokens[at].text in _BREAKS and parsed.mention_at(at) is None


def is_pronoun(parsed: Parsed, at: int) -> bool:
    """Say whether a token is a pronoun."""
    return any(parsed.is_in(words, at) for words in _PRONOUNS)


def ends_phrase(parsed: Parsed, at: int) -> bool:
    """Say whether a word can stand in no noun phrase: a conjunction, a helping verb, a verb of an event."""
    mention = parsed.mention_at(at)
    if not parsed.tokens[at].is_word:
        return mention is None or not mention.is_named
    if mention is not None and mention.is_named:
        return False
    word = parsed.words[at]
    if any(parsed.is_in(words, at) for words in ("clause_breaks", "relatives", "that")):
        return True
    if word in class_words(parsed.lexicon.language, "aux") or is_pronoun(parsed, at):
        return True
    is_verb = parsed.lexicon.verbs.has_word(word) and not parsed.tokens[at].is_capital
    if is_verb and not parsed.lexicon.nouns.has_word(word):
        return True
    return parsed.lexicon.cues.has_word(word) and mention is None and not parsed.tokens[at].is_capital


def phrase_before(parsed: Parsed, end: int, floor: int) -> Range | None:
    """Return the phrase that ends before a token: its words up to a preposition, a verb or a sign."""
    first = end
    while first > floor and end - first < MAX_PHRASE:
        at = first - 1
        if parsed.is_in("determiners", at):
            first = at
            break
        if parsed.tokens[at].text == "-" and at > floor:
            first = at
            continue
        if is_year(parsed, at):
            break
        is_joined = parsed.is_in("and_words", at) and first < end and _can_join(parsed, at, floor)
        if not is_joined and (ends_phrase(parsed, at) or parsed.is_in("modifiers", at)):
            break
        if parsed.is_in("and_words", at) and not is_joined:
            break
        first = at
    while first < end and (parsed.is_in("and_words", first) or not parsed.tokens[first].is_word):
        first += 1
    return (first, end) if first < end and _holds_noun(parsed, first, end) else None


def is_year(parsed: Parsed, at: int) -> bool:
    """Say whether a number is a year: what stands before it is a date and nobody who acts."""
    text = parsed.tokens[at].text
    return len(text) == 4 and text.isdecimal() and 1900 <= int(text) <= 2100


def _can_join(parsed: Parsed, at: int, floor: int) -> bool:
    """Say whether `and` joins two actors here: somebody stands on both its sides."""
    if at <= floor or at + 1 >= len(parsed.tokens):
        return False
    left, right = parsed.mention_at(at - 1), parsed.mention_at(at + 1)
    is_left = left is not None or is_actor_noun(parsed, at - 1) or parsed.tokens[at - 1].is_capital
    return is_left and (
        right is not None or parsed.tokens[at + 1].is_capital or is_actor_noun(parsed, at + 1)
    )


def is_actor_noun(parsed: Parsed, at: int) -> bool:
    """Say whether a word stands for something that acts: `warplanes`, `insurgents`."""
    return parsed.words[at] in class_words(parsed.lexicon.language, "actors")


def as_actor(parsed: Parsed, span: Range | None) -> Range | None:
    """Return a phrase if it can act, without words of time at its end; None where nothing shows it."""
    if span is None:
        return None
    first, last = span
    times = class_words(parsed.lexicon.language, "times")
    while last > first and parsed.words[last - 1] in times:
        last -= 1
    if last == first or is_pronoun(parsed, last - 1):
        return None
    shown = any(_acts(parsed, at) for at in range(first, last))
    return (first, last) if shown else None


def _acts(parsed: Parsed, at: int) -> bool:
    mention = parsed.mention_at(at)
    if mention is not None:
        return mention.is_named or mention.role in ("people", "groups", "analysts", "witnesses")
    return is_actor_noun(parsed, at)


def phrase_after(parsed: Parsed, at: int, end: int) -> Range | None:
    """Return the phrase that opens at a token: article, adjectives, noun, what `of` hangs on it."""
    while at < end and (parsed.is_in("determiners", at) or parsed.words[at] == "both"):
        at += 1
    last = at
    limit = min(end, at + MAX_PHRASE)
    while last < limit:
        token = parsed.tokens[last]
        if not token.is_word and not _is_inside(parsed, last):
            break
        if parsed.is_in("modifiers", last):
            if last == at or parsed.words[last] not in _OF:
                break
        elif parsed.is_in("and_words", last):
            if last + 1 >= limit or last == at or _opens_verb(parsed, last + 1):
                break
        elif token.is_word and not parsed.is_in("determiners", last) and ends_phrase(parsed, last):
            break
        last += 1
    times = class_words(parsed.lexicon.language, "times")
    while last > at and (parsed.words[last - 1] in times or _is_loose_end(parsed, last - 1)):
        last -= 1
    return (at, last) if last > at and _holds_noun(parsed, at, last) else None


def _holds_noun(parsed: Parsed, first: int, last: int) -> bool:
    """Say whether a stretch may hold a noun: in German a noun has a capital, so a verb is none."""
    if not parsed.lexicon.nouns_are_capitalised:
        return True
    return any(parsed.tokens[at].is_capital for at in range(first, last))


def _is_loose_end(parsed: Parsed, at: int) -> bool:
    return any(parsed.is_in(words, at) for words in ("modifiers", "and_words", "determiners"))


def _opens_verb(parsed: Parsed, at: int) -> bool:
    return ends_phrase(parsed, at) or parsed.words[at] in parsed.lexicon.verbs


def _is_inside(parsed: Parsed, at: int) -> bool:
    """Say whether a sign stands inside a phrase: a hyphen, the comma of `22,000`, the dots of `U.N.`."""
    mention = parsed.mention_at(at)
    is_named = mention is not None and mention.is_named
    return is_named or parsed.tokens[at].text in "-&" or _is_inside_number(parsed, at)


def _is_inside_number(parsed: Parsed, at: int) -> bool:
    """Say whether a sign groups digits: `22,000`."""
    beside = (at - 1, at + 1)
    return all(0 <= n < len(parsed.tokens) and parsed.tokens[n].text.isdigit() for n in beside)
