"""The word lists of one language, folded and indexed by first word, so that a look-up is one step.

The lists themselves are reviewed data in `vocabulary/`; nothing here knows a word of its own.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from twosource.attributing.packs import pack_for
from twosource.attributing.tokens import Token, arabic_stems, fold, fold_phrase, tokenise
from twosource.terms import Access, Action, Channel, PartyKind, Stance, load_table

LANGUAGES = ("en", "ar", "de", "fr", "es", "it", "pl", "ru", "tr", "fa", "no")
_SAME = {"nb": "no", "nn": "no", "arz": "ar", "apc": "ar", "prs": "fa"}
_ATTACHED_TO = " ل"
_NONE: frozenset[str] = frozenset()
V = TypeVar("V")


@lru_cache(maxsize=16384)
def _words_in(phrase: str) -> tuple[str, ...]:
    """Return the folded tokens of a listed phrase: the same lists are joined with every case's parties."""
    return tuple(token.folded for token in tokenise(phrase, 0, len(phrase)))


class PhraseIndex(Generic[V]):
    """Phrases of folded words, found in a token list from a position on, longest first.

    `firsts` are the words they begin with, for loops that ask it of every word of a text.
    """

    def __init__(self, rows: Iterable[tuple[str, V]]) -> None:
        self._values: dict[tuple[str, ...], V] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, value in rows:
            if words := _words_in(phrase):
                self._values.setdefault(words, value)
                lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        self.firsts: Set[str] = self._lengths.keys()

    def __contains__(self, folded: str) -> bool:
        return folded in self._lengths

    def has_word(self, folded: str) -> bool:
        """Say whether a word is a phrase by itself."""
        return (folded,) in self._values

    def at(self, words: Sequence[str], position: int) -> tuple[int, V] | None:
        """Return (number of tokens, value) of the longest phrase that starts at a position, or None."""
        for length in self._lengths.get(words[position], ()):
            phrase = tuple(words[position : position + length])
            if phrase in self._values:
                return len(phrase), self._values[phrase]
        return None


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the cue table: how a phrase credits somebody (see vocabulary/cues.toml)."""

    form: str
    source: str
    kind: str
    stance: Stance
    hedge: int
    channel: Channel
    access: Access
    needs: str
    via: str


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of the outlets list: the name it stands for, and its kind."""

    name: str
    kind: PartyKind
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A noun that stands for somebody: `people`, `groups`, `witnesses`, `analysts`, `outlets` and so on."""

    kind: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the rules look up in one language."""

    language: str
    grammar: Mapping[str, frozenset[str]]
    cues: PhraseIndex[Cue]
    roles: PhraseIndex[Role]
    titles: frozenset[str]
    organisation_words: frozenset[str]
    outlet_words: frozenset[str]
    report_words: frozenset[str]
    papers: frozenset[str]
    hedges: PhraseIndex[tuple[int, Stance | None]]
    hoax: PhraseIndex[bool]
    access: PhraseIndex[Access]
    verbs: PhraseIndex[Action]
    nouns: PhraseIndex[Action]
    abbreviations: frozenset[str]
    boilerplate: tuple[str, ...]
    has_ordinal_dots: bool
    nouns_are_capitalised: bool

    @property
    def is_arabic(self) -> bool:
        """Say whether the verb comes first and names carry no capitals."""
        return self.language == "ar"

    @property
    def has_capitals(self) -> bool:
        """Say whether the script marks names."""
        return self.language not in ("ar", "fa")

    def is_joining(self, folded: str) -> bool:
        """Say whether a small word may stand inside a name: `of`, `bin`, `de la`."""
        return folded in _joining()

    def is_in(self, words: str, folded: str) -> bool:
        """Say whether a folded word is in one of the closed classes of the grammar table."""
        return folded in self.grammar.get(words, _NONE)


def _cues(language: str) -> PhraseIndex[Cue]:
    rows: list[tuple[str, Cue]] = []
    for row in pack_for(language)["cues"]:
        for form in row["forms"]:
            bare = form.removesuffix(_ATTACHED_TO)
            cue = Cue(
                form=bare,
                source=row["source"],
                kind=row["kind"],
                stance=Stance(row.get("stance", "asserts")),
                hedge=row.get("hedge", 0),
                channel=Channel(row.get("channel", "speech")),
                access=Access(row.get("access", "unknown")),
                needs=row.get("needs", ""),
                via=row.get("via", "") or ("ل" if bare != form else ""),
            )
            rows.append((bare, cue))
    return PhraseIndex(rows)


def _hedges(language: str) -> PhraseIndex[tuple[int, Stance | None]]:
    rows = []
    for row in load_table("hedges")["hedges"]:
        stance = Stance(row["stance"]) if "stance" in row else None
        rows += [(form, (int(row["hedge"]), stance)) for form in row.get(language, ())]
    for step, forms in pack_for(language).get("hedges", {}).items():
        rows += [(form, (int(step), None)) for form in forms]
    return PhraseIndex(rows)


def _access(language: str) -> PhraseIndex[Access]:
    table = load_table("hedges")["access"]
    shared = [(form, Access(word)) for word, row in table.items() for form in row.get(language, ())]
    own = pack_for(language).get("access", {}).items()
    return PhraseIndex([*shared, *((form, Access(word)) for word, forms in own for form in forms)])


def _actions(language: str, part: str) -> PhraseIndex[Action]:
    rows = load_table("actions")["actions"]
    return PhraseIndex(
        (f, Action(row["action"])) for row in rows for f in row.get(part, {}).get(language, ())
    )


@cache
def _joining() -> frozenset[str]:
    return _folded(load_table("grammar")["joining"])


_ROLE_KINDS = ("papers", "blogs", "outlets", "media", "groups", "people", "witnesses", "analysts")


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(fold_phrase(word)) or fold(word) for word in words)


def _grammar(table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {name: _folded(words) for name, words in table.items() if isinstance(words, list)}


@cache
def titles_of(language: str) -> frozenset[str]:
    """Return the folded titles of a language, without making ready its other lists."""
    return _folded(pack_for(language)["roles"]["titles"])


@cache
def markers_of(language: str) -> frozenset[str]:
    """Return the small words by which a language is known, without making ready its other lists."""
    return _folded(pack_for(language)["grammar"]["markers"])


@cache
def lexicon_for(language: str) -> Lexicon:
    """Return the word lists of a language; English where the language is unknown to us."""
    code = base_language(language)
    table, roles = pack_for(code)["grammar"], pack_for(code)["roles"]
    return Lexicon(
        language=code,
        grammar=_grammar(table),
        cues=_cues(code),
        roles=PhraseIndex((form, Role(kind)) for kind in _ROLE_KINDS for form in roles.get(kind, ())),
        titles=titles_of(code),
        organisation_words=_folded(roles["organisation_words"]),
        outlet_words=_folded(roles["outlet_words"]),
        report_words=_folded(roles["report_words"]),
        papers=_folded(roles["papers"]),
        hedges=_hedges(code),
        hoax=PhraseIndex((form, True) for form in load_table("hedges")["hoax"].get(code, ())),
        access=_access(code),
        verbs=_actions(code, "verbs"),
        nouns=_actions(code, "nouns"),
        abbreviations=_folded(table["abbreviations"]),
        boilerplate=tuple(phrase.casefold() for phrase in table["boilerplate"]),
        has_ordinal_dots=bool(table.get("ordinal_dots")),
        nouns_are_capitalised=bool(table.get("nouns_are_capitalised")),
    )


def base_language(language: str) -> str:
    """Return the code our lists use for a language tag such as `nb-NO`; `en` where we have none."""
    code = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    code = _SAME.get(code, code)
    return code if code in LANGUAGES else "en"


_KINDS = ("agency", "outlet", "monitor", "office", "organisation")


@cache
def known_names() -> tuple[KnownName, ...]:
    """Return the outlets list: every body with its kind and spellings."""
    table = load_table("outlets")
    return tuple(
        KnownName(name=row[0], kind=PartyKind(kind), aliases=tuple(row[1:]))
        for kind in _KINDS
        for row in table[kind]
    )


def words_of(tokens: Sequence[Token], lexicon: Lexicon) -> list[str]:
    """Return the folded words of tokens as the cue lists are read; Arabic `wa-` and `fa-` fall away."""
    if not lexicon.is_arabic:
        return [token.folded for token in tokens]
    return [_without_and(token.folded, lexicon) for token in tokens]


def _without_and(folded: str, lexicon: Lexicon) -> str:
    if folded in lexicon.cues or folded[:1] not in "وف":
        return folded
    for stem in arabic_stems(folded)[1:]:
        if len(stem) == len(folded) - 1 and (stem in lexicon.cues or stem in lexicon.roles):
            return stem
    return folded


@cache
def measured_p(language: str, rule: str) -> float | None:
    """Return the measured share of right suggestions of a rule in a language, or None where unmeasured."""
    for row in load_table("attributing_measured")["measured"]:
        if row["language"] == language and row["rule"] == rule:
            return float(row["p"])
    return None


@cache
def least_p() -> float:
    """Return how sure a model must be to credit somebody whom no rule finds."""
    return float(load_table("attributing_measured")["least_p"])
