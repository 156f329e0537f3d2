"""Sentences that order: `Withdraw your guns to the river.` tells of no withdrawal.

A verb without a subject and in its bare form opens the sentence, and what it is done to follows at once.
English only: other languages mark it by endings that their lists do not hold.
"""

from twosource.attributing.frames import Parsed

_POLITE = frozenset({"please", "do", "now", "immediately", "then"})
_OBJECTS = frozenset({"your", "all", "any", "every", "them", "him", "her", "it", "from", "to", "at", "no"})
MAX_OPENING = 2


def is_order(item: Parsed, at: int) -> bool:
    """Say whether the word at a token opens an order; a headline's first word is a noun as often."""
    if item.lexicon.language != "en" or item.sentence.is_headline or at > MAX_OPENING:
        return False
    words = item.words
    before = [word for word, token in zip(words[:at], item.tokens[:at], strict=True) if token.is_word]
    word = words[at]
    is_base = word in item.lexicon.verbs and not word.endswith(("ed", "ing", "s"))
    if not is_base or any(earlier not in _POLITE for earlier in before) or at + 1 >= len(words):
        return False
    follows = words[at + 1]
    return follows in _OBJECTS or item.is_in("articles", at + 1)
