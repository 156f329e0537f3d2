"""Mentions: who or what a sentence speaks of, with the line of words they stand in.

A mention is only a candidate. Whether somebody speaks is decided by the cue words around it,
so finding may offer too much, but what it offers must be whole: "a researcher at the
university" is one mention and not two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from twosource.attributing.lexicon import Lexicon, PhraseIndex
from twosource.attributing.tokens import Token
from twosource.terms import PartyKind

QUOTES = frozenset("\"“”«»„‘’'")
OWNERS = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Known:
    """What a known spelling stands for: a party of the case by id, or a name of the outlets list."""

    name: str
    kind: PartyKind
    party_id: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention at tokens first..last of a sentence.

    `role` is the kind of role noun where somebody is not named (`people`, `analysts`, `papers`
    and so on) or `pronoun`, `plural pronoun`, `thing pronoun`; it is empty for names. With `is_work`
    a body's name is joined to what it published: `a Reuters report`; `maker` are the body's own tokens
    where the work stands in front of it.
    """

    first: int
    last: int
    name: str
    kind: PartyKind
    known: Known | None = None
    role: str = ""
    is_definite: bool = False
    is_place: bool = False
    is_prefixed: bool = False
    is_explained: bool = False
    is_work: bool = False
    maker: tuple[int, int] = (-1, -1)

    @property
    def is_named(self) -> bool:
        """Say whether the mention has a name."""
        return not self.role

    @property
    def publishes(self) -> bool:
        """Say whether it is an outlet, an agency, or a noun for one."""
        return self.kind in (PartyKind.OUTLET, PartyKind.AGENCY) or self.role in ("outlets", "blogs", "media")


@dataclass(frozen=True, slots=True)
class Names:
    """What is known before a sentence is read: known spellings, place names, lower-case words of the text."""

    known: PhraseIndex[Known]
    places: PhraseIndex[int]
    lower_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one sentence with the lists they are looked up in."""

    tokens: Sequence[Token]
    words: Sequence[str]
    lexicon: Lexicon
    names: Names


def text_between(line: Line, first: int, last: int) -> str:
    """Return the words first..last joined as they stood, single spaces between."""
    parts: list[str] = []
    for number in range(first, last):
        gap = number > first and line.tokens[number].start > line.tokens[number - 1].end
        parts.append(f" {line.tokens[number].text}" if gap else line.tokens[number].text)
    return "".join(parts).removesuffix(OWNERS[0]).removesuffix(OWNERS[1])
