"""Names of bodies in scripts and cases that hide them: `Института речного права`, `مؤسسه کرانه`.

A noun for a body opens the name; lower-case words of the same case, or plain words where a script has no
capitals, close it. The noun is shown as a list of the language writes it, so that `Института` and
`Институт` meet.

By hand: `в исследовании Института речного права, вышедшем` names `Институт речного права`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from twosource.attributing.mentions import QUOTES, Line, Mention, text_between
from twosource.attributing.names import known_at
from twosource.attributing.tokens import fold
from twosource.terms import PartyKind, load_table

MAX_NAME = 8
_BREAKS = ("stops", "modifiers", "that", "fillers", "determiners", "time_words", "object_marks", "that")


@dataclass(frozen=True, slots=True)
class _Nouns:
    """What opens a body's name in each case, the endings of verbs, and what links its words."""

    heads: Mapping[str, str]
    verbs: tuple[str, ...]
    links: frozenset[str]


@cache
def _nouns(language: str) -> _Nouns | None:
    row = load_table("body_nouns").get(language)
    if not isinstance(row, dict):
        return None
    heads = {fold(form): noun for noun, forms in row["heads"].items() for form in forms}
    return _Nouns(heads, tuple(row.get("verbs", ())), frozenset(row.get("links", ())))


def with_bodies(line: Line, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with bodies named in full; in languages without a list, as they are."""
    nouns = _nouns(line.lexicon.language)
    if nouns is None:
        return list(mentions)
    starts = [at for at, word in enumerate(line.words) if word in nouns.heads]
    found = [body for at in starts if (body := _body_at(line, at, nouns)) is not None]
    found = [
        b for b in found if not any(m.first <= b.first and m.last >= b.last for m in mentions if m.is_named)
    ]
    if not found:
        return [_renamed(mention, nouns) for mention in mentions] if starts else list(mentions)
    kept = [
        _renamed(m, nouns)
        for m in mentions
        if m.known is not None or not any(_meets(m, body) for body in found)
    ]
    bodies = [body for body in found if not any(_meets(m, body) for m in kept)]
    return sorted([*kept, *bodies], key=lambda mention: mention.first)


def _renamed(mention: Mention, nouns: _Nouns) -> Mention:
    """Return a body's name with its noun as a list writes it: `Instituts für Flussrecht` is an institute."""
    if not mention.is_named or mention.known is not None:
        return mention
    words = [nouns.heads.get(fold(word), word) for word in mention.name.split()]
    return replace(mention, name=" ".join(words)) if len(words) > 1 else mention


def _meets(one: Mention, other: Mention) -> bool:
    return one.first < other.last and other.first < one.last


def _body_at(line: Line, at: int, nouns: _Nouns) -> Mention | None:
    if known_at(line, at) is not None:
        return None
    if (quoted := _in_marks(line, at)) is not None:
        return quoted
    if line.lexicon.has_capitals and not line.tokens[at].is_capital:
        return None
    end = at + 1
    while end < len(line.tokens) and end - at < MAX_NAME and _goes_on(line, end, nouns):
        end += 1
    while end > at + 1 and (
        line.words[end - 1] in nouns.links or line.lexicon.is_in("articles", line.words[end - 1])
    ):
        end -= 1
    if end == at + 1:
        return None
    name = f"{nouns.heads[line.words[at]]} {text_between(line, at + 1, end)}"
    return Mention(at, end, name, PartyKind.ORGANISATION)


def _in_marks(line: Line, at: int) -> Mention | None:
    """Return the body whose name stands in quotation marks behind its noun: `центра «Причал»`."""
    if at + 2 >= len(line.tokens) or line.tokens[at + 1].text not in QUOTES:
        return None
    end = at + 2
    while end < len(line.tokens) and end - at <= MAX_NAME + 1 and line.tokens[end].text not in QUOTES:
        end += 1
    is_name = line.tokens[at + 2].is_capital or not line.lexicon.has_capitals
    if end >= len(line.tokens) or line.tokens[end].text not in QUOTES or end == at + 2 or not is_name:
        return None
    return Mention(at, end + 1, text_between(line, at + 2, end), PartyKind.ORGANISATION)


def _goes_on(line: Line, at: int, nouns: _Nouns) -> bool:
    """Say whether a word belongs to the name: a word of its case, a name, or any plain word."""
    token, word = line.tokens[at], line.words[at]
    if not token.is_word or token.text.isdigit() or _opens_cue(line, at):
        return False
    if word in nouns.links or (nouns.links and _is_article_of_a_link(line, at, nouns)):
        return True
    if any(line.lexicon.is_in(words, word) for words in _BREAKS) or line.lexicon.is_in("and_words", word):
        return False
    if not line.lexicon.has_capitals:
        return word not in line.lexicon.verbs and word not in line.lexicon.nouns
    if nouns.links:
        return token.is_capital or _is_linked(line, at, nouns)
    return token.is_capital or not word.endswith(nouns.verbs)


def _is_article_of_a_link(line: Line, at: int, nouns: _Nouns) -> bool:
    """Say whether an article belongs to the name: `de la Línea`."""
    return line.lexicon.is_in("articles", line.words[at]) and line.words[at - 1] in nouns.links


def _is_linked(line: Line, at: int, nouns: _Nouns) -> bool:
    """Say whether a small word joins this one to the name, or one adjective stands behind a joined noun."""
    joined = [at - 1, at - 2]
    return any(line.words[n] in nouns.links or _is_article_of_a_link(line, n, nouns) for n in joined if n > 0)


def _opens_cue(line: Line, at: int) -> bool:
    return line.words[at] in line.lexicon.cues and line.lexicon.cues.at(line.words, at) is not None
