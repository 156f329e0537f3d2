"""What a body published stands for the body: `a Reuters investigation`, `ein Bericht der Zeitung A`.

A report has no voice of its own where the same words say whose it is. Only bodies are joined to their
works: a person's report is that person's, and papers somebody merely holds are not theirs.

By hand: in `An investigation by the Post found that` the mention `Post` begins at `investigation`.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cache

from twosource.attributing.mentions import OWNERS, QUOTES, Line, Mention
from twosource.attributing.names import known_at
from twosource.terms import PartyKind, load_table

_BODIES = (PartyKind.OUTLET, PartyKind.AGENCY, PartyKind.MONITOR, PartyKind.OFFICE, PartyKind.ORGANISATION)
_ONE = ("a", "an")
MAX_BETWEEN = 3
# Endings of a German adjective behind an article: `des britischen Senders A`.
_ADJECTIVE = ("en", "er", "em", "es")


@dataclass(frozen=True, slots=True)
class _Words:
    nouns: frozenset[str]
    sure: frozenset[str]
    by: frozenset[str]
    of: frozenset[str]
    platforms: frozenset[str]
    after: frozenset[str]


@cache
def _words(language: str) -> _Words | None:
    row = load_table("works").get(language)
    if not isinstance(row, dict):
        return None
    return _Words(
        *(frozenset(row.get(name, ())) for name in ("nouns", "sure", "by", "of", "platforms", "after"))
    )


def with_works(line: Line, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with every body's name joined to the noun for what it published."""
    words = _words(line.lexicon.language)
    if words is None:
        return list(mentions)
    kept: list[Mention] = []
    for mention in mentions:
        if kept and kept[-1].is_work and mention.first < kept[-1].last:
            continue
        joined = _joined(line, mention, words) if _is_body(mention) else _unjoined(line, mention, words)
        while kept and joined.is_work and kept[-1].last > joined.first and _gives_way(kept[-1], joined):
            kept.pop()
        is_free = not kept or kept[-1].last <= joined.first
        kept.append(joined if is_free else mention)
    return kept


def leading_works(
    words: Sequence[str], mentions: Sequence[Mention], language: str, determiners: Container[str]
) -> list[Mention]:
    """Return the works a preposition credits: `ist nach einem Bericht der Zeitung A leer`."""
    listed = _words(language)
    if listed is None or not listed.after:
        return []
    found = []
    for mention in mentions:
        before = mention.first - 1
        while before > 0 and words[before] in determiners:
            before -= 1
        if mention.is_work and mention.maker[0] > 0 and before >= 0 and words[before] in listed.after:
            found.append(mention)
    return found


def _gives_way(mention: Mention, work: Mention) -> bool:
    """Say whether a mention is part of the noun for a work: an unnamed paper, a platform."""
    return not mention.is_named or (mention.known is None and mention.first >= work.first)


def _unjoined(line: Line, mention: Mention, words: _Words) -> Mention:
    """Return the body in a guessed name that opens with a work of it: `Recherchen von A`."""
    maker = mention.first + 2
    is_guess = mention.is_named and mention.known is None and maker < mention.last
    if not is_guess or line.words[mention.first] not in words.nouns or line.words[maker - 1] not in words.by:
        return mention
    known = known_at(line, maker)
    if known is None or known.last < mention.last or not _is_body(known):
        return mention
    return replace(known, first=mention.first, is_work=True, maker=(known.first, known.last))


def _is_body(mention: Mention) -> bool:
    return mention.is_named and not mention.is_place and mention.kind in _BODIES


def _joined(line: Line, mention: Mention, words: _Words) -> Mention:
    """Return a body's mention over its work: the noun right behind it, or before it and a preposition."""
    after = mention.last
    if line.lexicon.language == "en" and after < len(line.tokens) and line.words[after] in words.nouns:
        before = line.words[mention.first - 1] if mention.first else ""
        owns = line.tokens[after - 1].text[-2:] in OWNERS
        is_one = before in _ONE and not line.words[after].endswith("s")
        if owns or is_one or line.words[after] in words.sure:
            return replace(mention, last=after + 1, is_work=True)
    maker, first = (mention.first, mention.last), _noun_before(line, mention.first, words)
    while first >= 0:
        mention = replace(mention, first=first, is_work=True, maker=maker)
        first = _noun_before(line, first, words) if line.words[first] in words.of else -1
    return mention


def _noun_before(line: Line, start: int, words: _Words) -> int:
    """Return where the noun for a work stands before its maker and a preposition, or -1."""
    between, n_adjectives = line.words[start] if line.words[start] in words.by else "", 0
    for at in range(start - 1, max(-1, start - MAX_BETWEEN - 3), -1):
        word = line.words[at]
        if between and (word in words.nouns or word in words.of):
            return at if between != "of" or word in words.of else -1
        if word in words.by or word == "of":
            between = word
        elif line.lexicon.nouns_are_capitalised and not n_adjectives and word.endswith(_ADJECTIVE):
            n_adjectives += 1
        elif not (
            line.lexicon.is_in("determiners", word)
            or line.tokens[at].text in QUOTES
            or word in words.platforms
        ):
            return -1
    return -1
