"""What a page's own people saw: `our reporter saw the shells land` makes the page a witness.

Without it a page that was there reads like one that repeats, and a true second witness is taken for a copy.
Only seeing counts: "our reporter has learned" was told. English words; other packs may list theirs under
`own_words`, `staff_words` and `seeing`.
"""

from twosource.attributing.frames import Parsed
from twosource.attributing.lexicon import Lexicon
from twosource.attributing.tokens import fold_phrase

REACH = 14


def own_eyes(item: Parsed, own: frozenset[str]) -> str:
    """Return the words by which the page's own people saw something, or nothing.

    `own` are the folded names of the publisher: `a Quay Post reporter` is its own on its own page.
    """
    if not (item.lexicon.grammar.get("seeing") and item.turn is None):
        return ""
    for at in range(len(item.words)):
        if not item.is_in("staff_words", at) or not _is_own(item, at, own):
            continue
        for place in range(at + 1, min(at + 1 + REACH, len(item.words))):
            if item.is_in("seeing", place) and not item.is_in("negations", place - 1):
                first = max(0, at - 1)
                return f"{item.text(first, at + 1)} ... {item.text(place, place + 1)}"
    return ""


def is_own_staff(written: str, lexicon: Lexicon) -> bool:
    """Say whether words stand for the page itself: `this newspaper`, `our correspondent A. B.`"""
    words = fold_phrase(written)
    is_own = bool(words) and lexicon.is_in("own_words", words[0])
    return is_own and any(lexicon.is_in("staff_words", word) for word in words[1:4])


def _is_own(item: Parsed, at: int, own: frozenset[str]) -> bool:
    if item.is_in("own_words", at - 1):
        return True
    return any(
        name and tuple(item.words[at - len(name.split()) : at]) == tuple(name.split())
        for name in own
        if at >= len(name.split())
    )
