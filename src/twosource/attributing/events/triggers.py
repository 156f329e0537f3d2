"""Triggers: the words that open an event, and whether each is a verb or a noun where it stands."""

from collections.abc import Sequence
from typing import NamedTuple

from twosource.attributing.events.words import class_words, phrase_in
from twosource.attributing.frames import Parsed
from twosource.attributing.lexicon import PhraseIndex
from twosource.attributing.tokens import arabic_stems
from twosource.terms import Action

LONGEST = 6
MAX_LIGHT = 5
_NOUN_AFTER = frozenset(
    {"on", "against", "by", "of", "in", "near", "between", "targeting", "with", "that", "which"}
)
_TO = "to"


class Trigger(NamedTuple):
    """The tokens first..last that open an event, its action, and whether they are a verb there."""

    first: int
    last: int
    action: Action
    is_verb: bool


def triggers_in(
    parsed: Parsed, first: int, last: int, without: frozenset[int] = frozenset()
) -> list[Trigger]:
    """Return the triggers of a stretch in order; tokens of `without` open nothing.

    A noun beside a verb of its action names the same deed ("the attack ... attacked"), so the verb
    alone counts; of nouns alone the first does, because a report names one deed in many nouns.
    """
    found: dict[Action, list[Trigger]] = {}
    at = first
    while at < last:
        trigger = _trigger_at(parsed, at)
        if trigger is None or trigger.last > last:
            at += 1
            continue
        if _is_light(parsed, trigger, last):
            at = trigger.last
            continue
        if at not in without and not _is_in_name(parsed, trigger) and _tells(parsed, trigger):
            found.setdefault(trigger.action, []).append(trigger)
        at = trigger.last
    return sorted(trigger for same in found.values() for trigger in _counting(same))


def _counting(same: Sequence[Trigger]) -> Sequence[Trigger]:
    verbs = [trigger for trigger in same if trigger.is_verb]
    return verbs or same[:1]


def _tells(parsed: Parsed, trigger: Trigger) -> bool:
    """Say whether the words beside a trigger let it tell of an event at all."""
    language, words = parsed.lexicon.language, parsed.words
    after = words[trigger.last] if trigger.last < len(words) else ""
    if words[trigger.first] in class_words(language, "particles"):
        return _is_verb_and_no_particle(parsed, trigger)
    if words[trigger.first] in class_words(language, "telling"):
        return after not in class_words(language, "telling_of")
    if words[trigger.first] in class_words(language, "releasing"):
        return not _releases_words(parsed, trigger)
    return trigger.is_verb or not _is_purpose(parsed, trigger)


def _is_verb_and_no_particle(parsed: Parsed, trigger: Trigger) -> bool:
    """Say whether `back` is a verb: `states back the plan`, and neither `came back` nor `bring back`."""
    before = trigger.first - 1
    if before < 0 or not _opens_object(parsed, trigger.last):
        return False
    helps = parsed.words[before] in class_words(parsed.lexicon.language, "aux")
    return parsed.words[before] == _TO or helps or parsed.mention_at(before) is not None


def _releases_words(parsed: Parsed, trigger: Trigger) -> bool:
    """Say whether papers and no people are released; in the passive they stand before the verb."""
    published = class_words(parsed.lexicon.language, "published")
    beside = [
        *parsed.words[trigger.last : trigger.last + 4],
        *parsed.words[max(0, trigger.first - 3) : trigger.first],
    ]
    return any(word in published for word in beside)


def _is_purpose(parsed: Parsed, trigger: Trigger) -> bool:
    """Say whether a noun only tells what something is for: `written for demonstration`."""
    at = trigger.first - 1
    at -= int(parsed.is_in("determiners", at))
    if at < 1 or parsed.words[at] not in class_words(parsed.lexicon.language, "purpose"):
        return False
    hangs = trigger.last < len(parsed.words) and parsed.words[trigger.last] in _NOUN_AFTER
    sought = parsed.words[at - 1] in class_words(parsed.lexicon.language, "seeking")
    return not hangs and not sought and _trigger_at(parsed, at - 1) is None


def _is_light(parsed: Parsed, trigger: Trigger, end: int) -> bool:
    """Say whether a verb only carries the noun behind it: `imposed sanctions`, `launched an attack`."""
    if not trigger.is_verb or not phrase_in(parsed.lexicon.language, "light", parsed.words, trigger.first):
        return False
    for at in range(trigger.last, min(end, trigger.last + MAX_LIGHT)):
        if not parsed.tokens[at].is_word or parsed.is_in("modifiers", at):
            return False
        noun = _trigger_at(parsed, at)
        if noun is not None:
            return not noun.is_verb
    return False


def verbs_before(parsed: Parsed, at: int, floor: int) -> Trigger | None:
    """Return the nearest verb trigger that ends at or before a token, not before `floor`."""
    for place in range(at - 1, floor - 1, -1):
        if parsed.words[place] in parsed.lexicon.verbs:
            trigger = _trigger_at(parsed, place)
            if trigger is not None and trigger.is_verb and trigger.last <= at:
                return trigger
    return None


def _trigger_at(parsed: Parsed, at: int) -> Trigger | None:
    lexicon, words = parsed.lexicon, parsed.words
    stems: Sequence[str] = arabic_stems(words[at]) if lexicon.is_arabic else (words[at],)
    for stem in stems:
        verb, noun = _hit(lexicon.verbs, stem, words, at), _hit(lexicon.nouns, stem, words, at)
        if lexicon.is_arabic and _is_arabic_noun(parsed, at, stem):
            verb = None
        if verb is None and noun is None:
            continue
        if verb is not None and noun is not None and verb[0] == noun[0]:
            is_verb = lexicon.is_arabic or not _is_noun_here(parsed, at, at + verb[0])
        else:
            is_verb = noun is None or (verb is not None and verb[0] > noun[0])
        hit = verb if is_verb else noun
        if hit is not None:
            return Trigger(at, at + hit[0], hit[1], is_verb)
    return None


def _is_arabic_noun(parsed: Parsed, at: int, stem: str) -> bool:
    """Say whether a word that spells a verb is a noun: behind `in`, or with an article the verb has not."""
    has_article = parsed.words[at] != stem and parsed.words[at].endswith("ال" + stem)
    return has_article or (at > 0 and parsed.words[at - 1] in ("في", "الي"))


def _hit(index: PhraseIndex[Action], stem: str, words: Sequence[str], at: int) -> tuple[int, Action] | None:
    return index.at([stem, *words[at + 1 : at + LONGEST]], 0) if stem in index.firsts else None


def _is_noun_here(parsed: Parsed, first: int, last: int) -> bool:
    """Say whether a word that may be both is a noun: `the attack`, `air attacks on`, and not `to attack`."""
    before = parsed.words[first - 1] if first else ""
    after = parsed.words[last] if last < len(parsed.words) else ""
    language = parsed.lexicon.language
    if before == _TO or before in class_words(language, "helping"):
        is_gerund = parsed.words[last - 1].endswith("ing")
        return before in class_words(language, "be") and not is_gerund and after in _NOUN_AFTER
    if parsed.lexicon.is_in("determiners", before) or parsed.lexicon.is_in("modifiers", before):
        return not (parsed.words[first].endswith("ing") and _opens_object(parsed, last))
    if first and parsed.tokens[first - 1].text.endswith(("'s", "’s", "s'", "s’")):
        return True
    if parsed.words[first].endswith(("ed", "ew", "ht", "ought")):
        return False
    if after in _NOUN_AFTER or after in class_words(language, "be") or not after or not after[:1].isalnum():
        return True
    if phrase_in(language, "light", parsed.words, first - 1) if first else 0:
        return True
    return not _opens_object(parsed, last) and not before.endswith("s")


def _opens_object(parsed: Parsed, at: int) -> bool:
    """Say whether what stands here can be the object of a verb: an article, a number, a name."""
    if at >= len(parsed.tokens):
        return False
    token = parsed.tokens[at]
    return parsed.is_in("determiners", at) or token.text[:1].isdigit() or token.is_capital


def _is_in_name(parsed: Parsed, trigger: Trigger) -> bool:
    """Say whether a trigger is only part of a name, or a name itself: `Strike Force`, `in March`."""
    mention = parsed.mention_at(trigger.first)
    if (
        mention is not None
        and mention.is_named
        and mention.first < trigger.first
        and trigger.last <= mention.last
    ):
        is_phrase = trigger.last - trigger.first > 1
        return mention.known is not None or not (is_phrase and _is_title_case(parsed))
    token = parsed.tokens[trigger.first]
    is_alone = trigger.last - trigger.first == 1
    if not is_alone or not parsed.lexicon.has_capitals or parsed.lexicon.nouns_are_capitalised:
        return False
    before = parsed.tokens[trigger.first - 1].text if trigger.first else ""
    opens = not before or not before[:1].isalnum()
    return token.text[:1].isupper() and not token.text.isupper() and not opens and not _is_title_case(parsed)


def _is_title_case(parsed: Parsed) -> bool:
    long = [token for token in parsed.tokens if token.is_word and len(token.text) > 3]
    return 2 * sum(token.is_capital for token in long) > len(long)
