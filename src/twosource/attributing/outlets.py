"""Names that a noun or a number beside them completes: `el diario local Ribera Post`, `Riverline 4`.

A paper nobody has listed is known by the noun that says it is one. The noun stands before its name, with
adjectives between where a language puts them there, or behind it where it puts them before; a name in
quotation marks behind the noun is taken whole, whatever its capitals. What the noun only describes
("the Turkish newspaper", "a Damascus paper") stays without a name.

By hand: in `сообщает портал «Речной вестник»` the mention from `портал` to `»` is named `Речной вестник`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from twosource.attributing.mentions import OWNERS, QUOTES, Line, Mention, text_between
from twosource.attributing.names import known_at
from twosource.attributing.tokens import fold, fold_phrase
from twosource.terms import PartyKind, load_table

MAX_BETWEEN = 2
MAX_TITLE = 6
MAX_NUMBER = 3
MAX_ENDING = 4
_NOUNS = ("outlets", "blogs")
_BREAKS = ("stops", "modifiers", "that", "fillers", "determiners", "and_words", "time_words", "relatives")


@dataclass(frozen=True, slots=True)
class _Order:
    """How a language writes outlets: adjectives behind the noun, or the noun behind the name."""

    adjectives: frozenset[str]
    follows: bool
    noun_last: bool
    closes: frozenset[str]
    agencies: frozenset[str]


@cache
def _order(language: str) -> _Order:
    row = load_table("outlet_nouns").get(language, {})
    adjectives = frozenset(fold(word) for word in row.get("adjectives", ()))
    closes = frozenset(fold(word) for word in row.get("closes", ()))
    agencies = frozenset(fold(word) for word in row.get("agencies", ()))
    follows, noun_last = bool(row.get("adjectives_follow")), bool(row.get("noun_last"))
    return _Order(adjectives, follows, noun_last, closes, agencies)


@cache
def demonyms() -> frozenset[str]:
    """Return the words that only say where somebody is from: `Turkish`, `Syrian`."""
    rows = load_table("countries")["countries"]
    return frozenset(fold(word) for row in rows for word in row["people"] if " " not in word)


def with_outlets(line: Line, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with unlisted outlets named by the noun beside them, numbers joined to names."""
    kept: list[Mention] = []
    for found in mentions:
        if kept and found.first < kept[-1].last:
            continue
        mention = _named(line, found)
        joined = _noun_before(line, kept[-1], mention) if kept else None
        if joined is not None:
            kept.pop()
        kept.append(_uncased(line, _with_number(line, joined or mention)))
    return kept


def _named(line: Line, mention: Mention) -> Mention:
    if mention.role in _NOUNS:
        ways = (_quoted_behind, _name_within, _alone, _numbered)
        return next((named for way in ways if (named := way(line, mention)) is not None), mention)
    if mention.role == "groups" and line.words[mention.last - 1] in _order(line.lexicon.language).agencies:
        named = _name_within(line, mention)
        is_outlet = named is not None and any(
            word in line.lexicon.outlet_words for word in fold_phrase(named.name)
        )
        return named if named is not None and is_outlet else mention
    if mention.role == "papers":
        return _maker_within(line, mention) or mention
    return _to_the_mark(line, mention)


def _to_the_mark(line: Line, mention: Mention) -> Mention:
    """Return an outlet's name up to the mark that closes it: `портал «Речной вестник»`, not `Речной`."""
    marks = [n for n in range(mention.first, mention.last) if line.tokens[n].text in QUOTES]
    at = mention.last
    is_open = mention.kind is PartyKind.OUTLET and mention.known is None and len(marks) == 1
    if not is_open or at >= len(line.tokens) or not line.tokens[at].is_word:
        return mention
    end = at
    while end < len(line.tokens) and end - marks[0] <= MAX_TITLE and line.tokens[end].text not in QUOTES:
        end += 1
    if end >= len(line.tokens) or line.tokens[end].text not in QUOTES:
        return mention
    return replace(mention, last=end + 1, name=text_between(line, marks[0] + 1, end))


def _alone(line: Line, noun: Mention) -> Mention | None:
    """Return the one word that names an outlet where all nouns bear capitals: `das Portal Ufer meldet`.

    It stands at once behind its noun, and a sign or the word that credits it at once behind it.
    """
    at = noun.last
    if not line.lexicon.nouns_are_capitalised or at >= len(line.tokens) or not line.tokens[at].is_capital:
        return None
    word = line.words[at]
    is_noun = word in line.lexicon.roles or word in line.lexicon.titles or word in line.names.places
    if is_noun or line.lexicon.is_in("stops", word) or word in line.lexicon.nouns or _is_compound(line, word):
        return None
    closes = at + 1 >= len(line.tokens) or line.tokens[at + 1].text in ",.;:)"
    if not closes and not (
        line.lexicon.cues.has_word(line.words[at + 1]) or line.words[at + 1] in _order("de").closes
    ):
        return None
    return Mention(noun.first, at + 1, line.tokens[at].text, PartyKind.OUTLET)


def _is_compound(line: Line, word: str) -> bool:
    return any(word.endswith(head) for head in line.lexicon.grammar.get("compounds", ()))


def _quoted_behind(line: Line, noun: Mention) -> Mention | None:
    """Return the publication whose name stands in quotation marks behind its noun, taken whole."""
    opening = _past_adjectives(line, noun.last)
    if opening + 1 >= len(line.tokens) or line.tokens[opening].text not in QUOTES:
        return None
    end = opening + 1
    while end < len(line.tokens) and end - opening <= MAX_TITLE and line.tokens[end].text not in QUOTES:
        end += 1
    if end >= len(line.tokens) or line.tokens[end].text not in QUOTES or end == opening + 1:
        return None
    if line.lexicon.has_capitals and not line.tokens[opening + 1].is_capital:
        return None
    known = known_at(line, opening + 1)
    if known is not None and known.last == end:
        return replace(known, first=noun.first, last=end + 1) if known.publishes else None
    name = text_between(line, opening + 1, end)
    return Mention(noun.first, end + 1, name, PartyKind.OUTLET, is_prefixed=noun.is_prefixed)


def _past_adjectives(line: Line, at: int) -> int:
    """Return the token behind up to two adjectives: lower-case words that are nothing else."""
    place = at
    while place < len(line.tokens) and place - at < MAX_BETWEEN and _is_adjective(line, place):
        place += 1
    return place


def _is_adjective(line: Line, place: int) -> bool:
    token, word = line.tokens[place], line.words[place]
    if word in _order(line.lexicon.language).adjectives:
        return True
    if not _order(line.lexicon.language).follows or not token.is_word or token.is_capital:
        return False
    if line.lexicon.cues.has_word(word) or word in line.lexicon.roles or word in line.lexicon.verbs:
        return False
    return not any(line.lexicon.is_in(words, word) for words in _BREAKS)


def _noun_before(line: Line, noun: Mention, name: Mention) -> Mention | None:
    """Return a name joined to the noun for an outlet or agency before it, if one stands there."""
    if not name.is_named or name.is_place or name.first < noun.last:
        return None
    if noun.role == "groups":
        is_agency = noun.last == name.first and name.kind in (PartyKind.OUTLET, PartyKind.AGENCY)
        return replace(name, first=noun.first) if is_agency and not _is_owner(line, noun) else None
    if noun.role not in _NOUNS or not line.lexicon.has_capitals or name.known is not None:
        return None
    if not noun.last < name.first or _past_adjectives(line, noun.last) != name.first:
        return None
    words = range(name.first, name.last)
    if all(line.words[n] in demonyms() or _is_place(line, n) for n in words):
        return None
    return replace(name, first=noun.first, kind=PartyKind.OUTLET)


def _is_owner(line: Line, mention: Mention) -> bool:
    return line.tokens[mention.last - 1].text[-2:] in OWNERS


def _name_within(line: Line, noun: Mention) -> Mention | None:
    """Return the outlet whose name stands before its noun: `the East Gate newspaper`, `A gazetesi`."""
    if not _order(line.lexicon.language).noun_last:
        return None
    head = _head_of(line, noun)
    start = head
    while start > 0 and _is_in_name(line, start - 1):
        start -= 1
    while start < head and _describes(line, start):
        start += 1
    if head - start < 1 or (head - start == 1 and not _is_sure_alone(line, start)):
        return None
    if known_at(line, start) is not None or _is_of_a_body(line, start, head):
        return None
    name = text_between(line, start, head)
    return Mention(min(noun.first, start), noun.last, name, PartyKind.OUTLET)


def _head_of(line: Line, noun: Mention) -> int:
    """Return the noun itself, in small letters where there are any: no `Post` of the name before it."""
    nouns = [n for n in range(noun.first, noun.last) if line.words[n] in line.lexicon.roles]
    small = [n for n in nouns if not line.tokens[n].is_capital]
    return next(iter(small or nouns), -1)


def _is_of_a_body(line: Line, start: int, head: int) -> bool:
    """Say whether the words before the noun name a body that has a paper: `the Workers' Party newspaper`."""
    return any(line.words[n] in line.lexicon.organisation_words for n in range(start, head))


def _is_in_name(line: Line, at: int) -> bool:
    token = line.tokens[at]
    is_free = not line.lexicon.is_in("stops", token.folded) and not line.lexicon.cues.has_word(token.folded)
    return token.is_word and token.is_capital and is_free and token.text[-2:] not in OWNERS


def _is_place(line: Line, at: int) -> bool:
    """Say whether one word is the whole name of a place: `Damascus`, and not `East`."""
    return line.words[at] in line.names.places and line.names.places.at([line.words[at]], 0) is not None


def _describes(line: Line, at: int) -> bool:
    """Say whether a word with a capital is no part of a name: a people, a place, an adjective that opens."""
    word = line.words[at]
    is_opening = at == 0 and (
        word in _order(line.lexicon.language).adjectives or word in line.names.lower_words
    )
    return word in demonyms() or _is_place(line, at) or is_opening or word in line.lexicon.titles


def _is_sure_alone(line: Line, at: int) -> bool:
    """Say whether one word is a name by itself: inside a sentence, where adjectives bear no capital."""
    return line.lexicon.language == "tr" and at > 0


def _numbered(line: Line, noun: Mention) -> Mention | None:
    """Return a station called by its noun and a number: `Channel 9`."""
    at = noun.last
    is_capital = noun.last - noun.first == 1 and line.tokens[noun.first].is_capital
    if not is_capital or line.lexicon.nouns_are_capitalised or at >= len(line.tokens):
        return None
    token = line.tokens[at]
    if not (token.text.isdigit() and len(token.text) < MAX_NUMBER and _counts_nothing(line, at + 1)):
        return None
    return Mention(noun.first, at + 1, text_between(line, noun.first, at + 1), PartyKind.OUTLET)


def _maker_within(line: Line, paper: Mention) -> Mention | None:
    """Return whose paper it is where an apostrophe parts a name from its case: `A Enstitüsü'nün raporu`."""
    if not line.lexicon.is_in("traits", "apostrophes"):
        return None
    for at in range(paper.first, paper.last - 1):
        if not line.tokens[at].is_capital:
            return None
        head, _, ending = line.tokens[at].text.replace("’", "'").partition("'")
        if head and line.lexicon.is_in("genitive", ending):
            name = text_between(line, paper.first, at + 1).replace("’", "'").rpartition("'")[0]
            kind = PartyKind.ORGANISATION if at > paper.first else PartyKind.PERSON
            return Mention(paper.first, at + 1, name, kind)
    return None


def _uncased(line: Line, mention: Mention) -> Mention:
    """Return a name without the case ending an apostrophe parts from it: `Rıhtım Ajansı'na`."""
    if not mention.is_named or mention.known is not None or not line.lexicon.is_in("traits", "apostrophes"):
        return mention
    head, _, ending = mention.name.replace("’", "'").rpartition("'")
    return replace(mention, name=head) if head and len(ending) <= MAX_ENDING and ending.islower() else mention


def _with_number(line: Line, mention: Mention) -> Mention:
    """Return a name with the number that closes it: `According to Riverline 4 the colonel`.

    What follows must show that the number counts nothing: a sign, an article, a verb of saying.
    """
    at = mention.last
    if not mention.is_named or mention.is_place or mention.known is not None or at >= len(line.tokens):
        return mention
    token = line.tokens[at]
    if not (token.text.isdigit() and len(token.text) <= MAX_NUMBER) or mention.kind is PartyKind.PLACEHOLDER:
        return mention
    last = line.words[at - 1]
    if (
        last in line.lexicon.abbreviations
        or last in line.names.places
        or line.tokens[at - 1].end == token.start
    ):
        return mention
    if not _counts_nothing(line, at + 1) or mention.name.split()[-1] != line.tokens[at - 1].text:
        return mention
    kind = PartyKind.ORGANISATION if mention.kind is PartyKind.PERSON else mention.kind
    return replace(mention, last=at + 1, name=f"{mention.name} {token.text}", kind=kind)


def _counts_nothing(line: Line, at: int) -> bool:
    if at >= len(line.tokens):
        return True
    token, word = line.tokens[at], line.words[at]
    if not token.is_word:
        behind = line.tokens[at + 1].text[:1] if at + 1 < len(line.tokens) else ""
        return token.text not in "%:/–-€$£" and not behind.isdigit()
    is_small = any(
        line.lexicon.is_in(words, word) for words in ("determiners", "that", "fillers", "relatives")
    )
    return is_small or line.lexicon.cues.has_word(word)
