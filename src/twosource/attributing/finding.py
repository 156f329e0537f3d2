"""Finding every mention of a line, left to right."""

from dataclasses import replace

from twosource.attributing.bodies import with_bodies
from twosource.attributing.mentions import Line, Mention, text_between
from twosource.attributing.names import capitalised, known_at, place_at
from twosource.attributing.outlets import demonyms, with_outlets
from twosource.attributing.roles import expand_right, role_at
from twosource.attributing.works import with_works
from twosource.terms import PartyKind

_PRONOUNS = (
    ("pronouns", "pronoun"),
    ("plural_pronouns", "plural pronoun"),
    ("thing_pronouns", "thing pronoun"),
)


def mentions_in(line: Line) -> list[Mention]:
    """Return the mentions of a sentence, left to right, none overlapping."""
    found: list[Mention] = []
    may_open = _openings(line)
    at = 0
    while at < len(line.tokens):
        mention = _mention_at(line, at) if may_open[at] else None
        if mention is None:
            at += 1
            continue
        while found and (mention.first <= found[-1].first or _is_in_guess(mention, found[-1])):
            found.pop()
        floor = found[-1].last if found else 0
        if mention.first < floor:
            mention = replace(mention, first=floor)
        found.append(mention)
        at = max(mention.last, at + 1)
    named = with_outlets(line, with_bodies(line, _with_adjectives(line, found)))
    return with_works(line, _with_appositions(line, named))


def _is_in_guess(mention: Mention, last: Mention) -> bool:
    """Say whether a known name was swallowed by a guessed one: in `British Guardian newspaper`, the paper."""
    is_guess = last.is_named and last.known is None
    return mention.known is not None and is_guess and mention.first < last.last <= mention.last


def _with_adjectives(line: Line, found: list[Mention]) -> list[Mention]:
    """Join `British and` to `German media`: the first adjective is no name by itself."""
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        is_adjective = (
            last is not None
            and last.is_named
            and last.last - last.first == 1
            and mention.role in ("media", "outlets", "groups", "people", "analysts")
            and mention.first == last.last + 1
            and line.lexicon.is_in("and_words", line.words[last.last])
            and line.words[last.first] in demonyms()
        )
        if last is not None and is_adjective:
            name = text_between(line, last.first, mention.last)
            kept[-1] = replace(mention, first=last.first, name=name)
        else:
            kept.append(mention)
    return kept


def _with_appositions(line: Line, found: list[Mention]) -> list[Mention]:
    """Join `her cousin, A. B.,` to one mention of A. B.: the noun explains the name behind the comma."""
    kept: list[Mention] = []
    for mention in found:
        last = kept[-1] if kept else None
        is_explained = (
            last is not None
            and last.role in ("people", "analysts", "witnesses")
            and last.is_definite
            and mention.is_named
            and mention.kind is PartyKind.PERSON
            and mention.first == last.last + 1
            and line.tokens[last.last].text == ","
            and (mention.last >= len(line.tokens) or line.tokens[mention.last].text in ",.;:)")
        )
        if last is not None and is_explained:
            kept[-1] = replace(mention, first=last.first, is_explained=True)
        else:
            kept.append(mention)
    return kept


def _openings(line: Line) -> list[bool]:
    """Say of each token whether its word alone lets a mention start there; most words let none.

    A word that is not ASCII may have particles written on to it, and is looked at whole.
    """
    if not line.lexicon.has_capitals:
        return [True] * len(line.tokens)
    known, roles = line.names.known.firsts, line.lexicon.roles.firsts
    pronouns: frozenset[str] = frozenset().union(
        *(line.lexicon.grammar.get(name, ()) for name, _ in _PRONOUNS)
    )
    return [
        not word.isascii()
        or text[:1].isupper()
        or word in pronouns
        or word in roles
        or folded in known
        or text[2:3] == "-"
        for (_, _, text, folded), word in zip(line.tokens, line.words, strict=True)
    ]


def _mention_at(line: Line, at: int) -> Mention | None:
    token = line.tokens[at]
    if not token.is_word:
        return None
    known = known_at(line, at)
    if known is not None:
        return known
    role = role_at(line, at)
    if role is not None:
        return role
    pronoun = _pronoun(line, at)
    if pronoun is not None:
        return pronoun
    if line.lexicon.has_capitals and token.is_capital:
        found = capitalised(line, at)
        return _with_tail(line, found) if found is not None and found.role else found
    if not line.lexicon.has_capitals:
        return place_at(line, at)
    return None


def _with_tail(line: Line, title: Mention) -> Mention:
    """Return a title without a name with what hangs on it: `the President of the council`."""
    return replace(title, last=expand_right(line, title.last, title.role))


def _pronoun(line: Line, at: int) -> Mention | None:
    for closed, role in _PRONOUNS:
        if line.lexicon.is_in(closed, line.words[at]):
            return Mention(at, at + 1, line.tokens[at].text, PartyKind.PLACEHOLDER, role=role)
    return None
