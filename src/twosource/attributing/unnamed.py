"""What somebody without a name is called, and which unnamed people are one voice.

Reporters say "defectors", "former fighters" and "deserters" of the same people. Whoever stands
behind one outlet in one such class is one voice however many exhibits repeat it, so the
placeholder is made of the class and the outlet; without an outlet it belongs to its exhibit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from twosource.attributing.discourse import LABEL, Source
from twosource.attributing.lexicon import Lexicon, PhraseIndex
from twosource.attributing.tokens import Token, arabic_stems, fold, tokenise
from twosource.terms import PartyKind, load_table

_TRAILING = ("modifiers", "determiners", "and_words", "that", "relatives", "clause_breaks")
_OPENING = ("determiners", "articles", "fillers", "and_words")
MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Class:
    name: str
    is_one_voice: bool


class Unnamed(NamedTuple):
    """A readable name, and the words that make it the same placeholder again."""

    name: str
    same: str


@cache
def _table() -> Mapping[str, Any]:
    return load_table("unnamed")


@cache
def _classes() -> PhraseIndex[_Class]:
    rows = _table()["classes"]
    return PhraseIndex((form, _Class(row["name"], row["one_voice"])) for row in rows for form in row["forms"])


@cache
def _papers() -> PhraseIndex[str]:
    return PhraseIndex((form, row["behind"]) for row in _table()["papers"] for form in row["forms"])


@cache
def _former() -> tuple[frozenset[str], frozenset[str], _Class]:
    table = _table()
    former = _Class(table["former_class"], True)
    return frozenset(map(fold, table["former"])), frozenset(table["former_of"]), former


def unnamed(source: Source, lexicon: Lexicon) -> Unnamed:
    """Return what an unnamed source is called; papers become whoever wrote them.

    Articles, prepositions and verbs of saying at the edges are no part of anybody. What is left
    is a class of people where the table knows one, else the words themselves where a noun for
    somebody stands in them, else only somebody.
    """
    if source.is_paper:
        behind = behind_paper(source.name)
        return Unnamed(behind, behind)
    nobody = Unnamed(_table()["nobody"], _table()["nobody"])
    if source.pronoun and not source.role:
        return nobody
    tokens = _trimmed(source.name, lexicon)
    words = [token.folded for token in tokens]
    found = _class_in(words)
    if found is not None and (found.is_one_voice or _is_bare(tokens, lexicon)):
        return Unnamed(f"unnamed: {found.name}", found.name)
    if not tokens or len(tokens) > MAX_WORDS or not (found or _stands_for_somebody(words, lexicon)):
        return nobody
    phrase = _joined(source.name, tokens, lexicon)
    if found is not None or source.role != "groups":
        return Unnamed(f"unnamed: {phrase}", " ".join(words))
    article = "the " if source.name[:4].lower() == "the " else ""
    return Unnamed(f"{article}{phrase}", " ".join(words))


def is_nobody(source: Source, lexicon: Lexicon) -> bool:
    """Say whether words taken for a speaker hold no noun for anybody: `a handshake between them agreed`."""
    if source.kind is not PartyKind.PLACEHOLDER or source.is_paper or source.pronoun or source.known:
        return False
    if source.role == LABEL:
        return False
    return bool(unnamed(source, lexicon).same == _table()["nobody"])


def behind_paper(name: str) -> str:
    """Return who stands behind a paper nobody is said to hold: `whoever wrote the letters`."""
    words = [token.folded for token in tokenise(name, 0, len(name))]
    for at, word in enumerate(words):
        for stem in arabic_stems(word):
            hit = _papers().at([stem, *words[at + 1 : at + 3]], 0) if stem in _papers() else None
            if hit is not None:
                return hit[1]
    return str(_table()["papers"][-1]["behind"])


def _class_in(words: list[str]) -> _Class | None:
    """Return the class of the first noun the table knows; former fighters are defectors."""
    former, former_of, defectors = _former()
    for at, word in enumerate(words):
        for stem in arabic_stems(word):
            hit = _classes().at([stem, *words[at + 1 : at + 3]], 0) if stem in _classes() else None
            if hit is not None:
                is_former = hit[1].name in former_of and any(w in former for w in words)
                return defectors if is_former else hit[1]
    return None


def _trimmed(name: str, lexicon: Lexicon) -> list[Token]:
    """Return the words of a phrase from its article up to a verb of saying or a loose end."""
    tokens = [token for token in tokenise(name, 0, len(name)) if token.is_word]
    for at, token in enumerate(tokens):
        is_verb = at > 0 and lexicon.cues.has_word(token.folded) and token.folded not in lexicon.roles
        before = tokens[at - 1].folded if at else ""
        is_second = at > 0 and lexicon.is_in("determiners", token.folded) and not _joins(before, lexicon)
        if is_verb or (is_second and not lexicon.is_in("determiners", before)):
            tokens = tokens[:at]
            break
    while tokens and any(lexicon.is_in(words, tokens[-1].folded) for words in _TRAILING):
        tokens.pop()
    while tokens and any(lexicon.is_in(words, tokens[0].folded) for words in _OPENING):
        tokens.pop(0)
    if len(tokens) > 1 and lexicon.is_joining(tokens[0].folded):
        tokens.pop(0)
    return tokens


def _joins(folded: str, lexicon: Lexicon) -> bool:
    return lexicon.is_in("modifiers", folded) or lexicon.is_in("and_words", folded)


def _is_bare(tokens: list[Token], lexicon: Lexicon) -> bool:
    """Say whether nothing beside the noun tells these people apart from others of their class."""
    if not lexicon.has_capitals:
        return len(tokens) <= 1
    opens = 1 if tokens and _class_in([tokens[0].folded]) is not None else 0
    return not any(token.is_capital for token in tokens[opens:]) and len(tokens) <= 3


def _stands_for_somebody(words: list[str], lexicon: Lexicon) -> bool:
    return any(
        stem in lexicon.roles or stem in lexicon.organisation_words
        for word in words
        for stem in arabic_stems(word)
    )


def _joined(name: str, tokens: list[Token], lexicon: Lexicon) -> str:
    written = name[tokens[0].start : tokens[-1].end]
    is_noun = tokens[0].folded in lexicon.roles and not lexicon.nouns_are_capitalised
    return written[0].lower() + written[1:] if is_noun else written
