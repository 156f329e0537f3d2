"""Nouns whose own verb says that it did not happen: `the withdrawal from Homs never took place`.

The negation stands behind the noun that tells of the event, where no scope of a verb group reaches.
Read without it the denial would count as an assertion.
"""

from collections.abc import Sequence

from twosource.attributing.lexicon import Lexicon

REACH = 24


def undone(words: Sequence[str], at: int, lexicon: Lexicon) -> tuple[int, ...]:
    """Return the places of the words that say that the noun at `at` did not happen; none where none do.

    The noun stands behind an article, a quotation mark or `of`, and only what hangs on it by prepositions, or
    stands between commas, may part it from its verb: in `the raid meant the talks never took
    place` the raid took place.
    """
    happens = lexicon.grammar.get("happens", frozenset())
    if _is_ordered(words, at, lexicon):
        return _unfulfilled(words, at + 1, lexicon)
    if not happens or not _is_noun(words, at, lexicon):
        return ()
    place, is_aside = at + 1, False
    while place < min(at + REACH, len(words)):
        word = words[place]
        if found := _denial(words, place, lexicon) if not is_aside else ():
            return found
        if word == ",":
            is_aside = not is_aside
        elif not is_aside and not _hangs(words, place, lexicon):
            return ()
        place += 1
    return ()


def _is_ordered(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    """Say whether a verb tells what was ordered or planned by a noun: `the order to bomb`."""
    if at < 2 or words[at - 1] != "to":
        return False
    return any(lexicon.is_in("order_words", word) for word in words[max(0, at - 5) : at - 1])


def _unfulfilled(words: Sequence[str], start: int, lexicon: Lexicon) -> tuple[int, ...]:
    """Return the places of the words that say an order was not carried out: `was never obeyed`."""
    for place in range(start, min(start + REACH, len(words))):
        word = words[place]
        breaks = any(lexicon.is_in(name, word) for name in ("clause_breaks", "and_words", "relatives"))
        if breaks or not word[:1].isalnum():
            return ()
        if not lexicon.is_in("passive", word):
            continue
        at = place + 1
        is_negated = at < len(words) and lexicon.is_in("negations", words[at])
        at += is_negated
        while at < len(words) and (words[at].endswith("ly") or words[at] in ("been", "ever", "later")):
            at += 1
        done = words[at] if at < len(words) else ""
        if lexicon.is_in("fulfils" if is_negated else "revokes", done):
            return tuple(range(place, at + 1))
        if done == "called" and words[at + 1 : at + 2] == ["off"] and not is_negated:
            return tuple(range(place, at + 2))
        return ()
    return ()


def _is_noun(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    before = words[max(0, at - 3) : at]
    return any(lexicon.is_in("determiners", word) or word in ("of", '"', "“", "so-called") for word in before)


def _hangs(words: Sequence[str], place: int, lexicon: Lexicon) -> bool:
    """Say whether a word may stand between a noun and its verb: no clause and no further subject begins."""
    word = words[place]
    if lexicon.is_in("determiners", word):
        return lexicon.is_in("modifiers", words[place - 1])
    breaks = any(lexicon.is_in(name, word) for name in ("clause_breaks", "and_words", "relatives"))
    return not breaks and word not in (";", ":", ".", "!", "?", "…")


def _denial(words: Sequence[str], place: int, lexicon: Lexicon) -> tuple[int, ...]:
    """Return the places of a denial that begins here: `never took place`, `did not happen`, `is false`."""
    at = place
    while (
        at < len(words) and lexicon.is_in("fillers", words[at]) and not lexicon.is_in("negations", words[at])
    ):
        at += 1
    if at > place and at < len(words) and lexicon.is_in("untrue", words[at]):
        return tuple(range(place, at + 1))
    if at >= len(words) or not lexicon.is_in("negations", words[at]):
        return ()
    last = at + 1
    while last < len(words) and (words[last].endswith("ly") or words[last] == "ever"):
        last += 1
    if last >= len(words) or not lexicon.is_in("happens", words[last]):
        return ()
    is_place = words[last] in ("take", "took", "taken")
    if is_place and words[last + 1 : last + 2] != ["place"]:
        return ()
    return tuple(range(place, last + 1 + is_place))
