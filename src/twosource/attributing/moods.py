"""The reported mood: German tells by the verb alone that somebody else's words go on.

"Insgesamt umfasse das Leck tausende Bögen" stands in the first subjunctive, which in a main clause
of prose says: not I, but whoever was cited before. Without it hearsay would be the page's knowledge.
"""

from twosource.attributing.factuality import clause_around
from twosource.attributing.frames import Parsed

MAX_OPENING = 6


def is_reported(item: Parsed) -> bool:
    """Say whether the main clause of a sentence is in the reported mood of its language.

    The verb stands behind the opening of the main clause, so a wish ("sei gegrüßt"), a question
    with its verb in front and the mood of a subordinate clause are none; nor is who says "I".
    """
    forms = item.lexicon.grammar.get("reported_mood", frozenset())
    if not forms or any(item.is_in("first_person", at) for at in range(len(item.words))):
        return False
    first, last = clause_around(item.tokens, 0)
    if any(item.is_in(words, first) for words in ("clause_breaks", "that")):
        return False
    return any(item.words[at] in forms for at in range(first + 1, min(last, first + 1 + MAX_OPENING)))
