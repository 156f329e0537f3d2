"""The words that decide how a content is presented, per language, from `vocabulary/factuality.toml`.

A governor is a word that presents what depends on it: "ordered", "failed", "no evidence". Each row
says how sure the content sounds where the governor is affirmed and where it is denied, after the
signatures of Karttunen (1971) and Nairn and others (2006).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from twosource.attributing.tokens import fold, fold_phrase
from twosource.terms import Modality, load_table

MAX_PHRASE = 4
_VOWELS = "aeiou"
_NONE: frozenset[str] = frozenset()
_HELPERS = ("auxiliaries", "possible", "future", "would", "obliging")


@dataclass(frozen=True, slots=True)
class Governor:
    """One row: `up` and `down` from -3 to 3, and by which joints a content hangs on it.

    `raises` marks verbs whose negation is meant for their content: "I do not think that".
    """

    kind: str
    up: float
    down: float
    opens: frozenset[str]
    modality: Modality
    raises: bool

    @property
    def projects(self) -> bool:
        """Say whether the content stands whatever happens to the governor: "did not notice that"."""
        return self.up == self.down and self.modality is Modality.ACTUAL


@dataclass(frozen=True, slots=True)
class Operators:
    """The word lists of one language, folded.

    `lasts` and `last_of_governors` are the words that phrases end in: most words end none.
    """

    language: str
    classes: Mapping[str, frozenset[str]]
    governors: Mapping[str, tuple[Governor, ...]]
    lasts: Mapping[str, frozenset[str]]
    last_of_governors: frozenset[str]
    helpers: frozenset[str]

    def helps(self, word: str) -> bool:
        """Say whether a word helps a verb: an auxiliary or a word of mood."""
        return word in self.helpers

    def ends_at(self, name: str, words: Sequence[str], at: int, first: int = 0) -> int:
        """Return how many words of the class `name` end at a word, the longest phrase first; 0 for none."""
        if words[at] not in self.lasts.get(name, _NONE):
            return 0
        listed = self.classes[name]
        for n in range(min(MAX_PHRASE, at - first + 1), 0, -1):
            if " ".join(words[at - n + 1 : at + 1]) in listed:
                return n
        return 0

    def has(self, name: str, word: str) -> bool:
        """Say whether one word is in a class."""
        return word in self.classes.get(name, _NONE)

    def governor_at(
        self, words: Sequence[str], at: int, first: int, joint: str
    ) -> tuple[int, Governor] | None:
        """Return (number of words, row) of the longest governor that ends at a word and takes that joint."""
        if words[at] not in self.last_of_governors:
            return None
        for n in range(min(MAX_PHRASE, at - first + 1), 0, -1):
            rows = self.governors.get(" ".join(words[at - n + 1 : at + 1]), ())
            fitting = next((row for row in rows if joint in row.opens), None)
            if fitting is not None:
                return n, fitting
        return None


def inflected(lemma: str, irregular: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return an English verb or noun phrase in all its forms; the first word changes.

    Regular forms are made by rule, so that some that nobody writes are among them: they do no harm.
    """
    head, _, rest = lemma.partition(" ")
    forms = [head, *irregular.get(head, _regular(head))]
    return tuple(f"{form} {rest}".strip() for form in forms)


def _regular(verb: str) -> tuple[str, ...]:
    if verb.endswith("ee"):
        return (verb + "s", verb + "d", verb + "ing")
    if verb.endswith("e"):
        return (verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return (verb + "es", verb + "ed", verb + "ing")
    plain = (verb + "s", verb + "ed", verb + "ing")
    doubles = verb[-1:] not in _VOWELS + "wxy" and verb[-2:-1] in _VOWELS and verb[-3:-2] not in _VOWELS
    return (*plain, verb + verb[-1] + "ed", verb + verb[-1] + "ing") if doubles else plain


def phrase(words: str) -> str:
    """Return a phrase as it is compared: folded words with single spaces."""
    return " ".join(fold_phrase(words))


def _forms(words: str) -> tuple[str, ...]:
    """Return a listed word as our tokens have it, and whole: corpora give `n't` as a word of its own."""
    return tuple(form for form in dict.fromkeys((phrase(words), fold(words))) if form)


def _rows(table: Mapping[str, Any], language: str) -> Iterable[tuple[str, Governor]]:
    for row in table["governors"]:
        made = Governor(
            kind=row["kind"],
            up=float(row["up"]),
            down=float(row["down"]),
            opens=frozenset(row["opens"]),
            modality=Modality(row.get("modality", "actual")),
            raises=bool(row.get("raises", False)),
        )
        for form in row.get(language, ()):
            forms = inflected(form, table["irregular"]) if language == "en" else (form,)
            for one in forms:
                yield phrase(one), made


@cache
def operators_for(language: str) -> Operators | None:
    """Return the lists of a language, or None where it has no section: nothing is guessed then."""
    table = load_table("factuality")
    section = table.get(language)
    if not isinstance(section, Mapping) or language == "irregular":
        return None
    governors: dict[str, list[Governor]] = {}
    for form, made in _rows(table, language):
        found = governors.setdefault(form, [])
        if made not in found:
            found.append(made)
    classes = {
        name: frozenset(form for w in listed for form in _forms(w)) for name, listed in section.items()
    }
    return Operators(
        language,
        classes,
        {form: tuple(rows) for form, rows in governors.items()},
        {name: _last_words(listed) for name, listed in classes.items()},
        _last_words(governors),
        frozenset().union(*(classes.get(name, ()) for name in _HELPERS)),
    )


def _last_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(words.rpartition(" ")[2] for words in phrases)
