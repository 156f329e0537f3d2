"""Words that say more than evidence can: proof, certainty, and sources called several or independent.

Looked for in folded text (case, accents, Arabic vowel signs and attached particles do not hide
a word). A word that a negation stands close before may stay: "could not be verified" says less, not more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twosource.dossier.veil import fold
from twosource.terms import load_table

NEGATED_WITHIN = 4
NEAR = 4
_CLAUSE = re.compile(r"[.;:!?؟،؛,—–…]\s")
_LETTERS = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of one language, folded: words, phrases as word tuples, and what takes them back."""

    proof: frozenset[str]
    proof_phrases: tuple[tuple[str, ...], ...]
    allowed_phrases: tuple[tuple[str, ...], ...]
    separate: frozenset[str]
    plural: frozenset[str]
    carriers: frozenset[str]
    apart: frozenset[str]
    negations: frozenset[str]
    restored: frozenset[str]
    particles: tuple[str, ...]


@cache
def _words(language: str) -> _Words:
    table: Mapping[str, Any] = load_table("dossier")["gate"][language]

    def words(key: str) -> frozenset[str]:
        return frozenset(folded_words(" ".join(table[key])))

    def phrases(key: str) -> tuple[tuple[str, ...], ...]:
        return tuple(folded_words(phrase) for phrase in table[key])

    return _Words(
        proof=words("proof"),
        proof_phrases=phrases("proof_phrases"),
        allowed_phrases=phrases("allowed_phrases"),
        separate=words("separate"),
        plural=words("plural"),
        carriers=words("carriers"),
        apart=words("apart"),
        negations=words("negations"),
        restored=words("restored"),
        particles=tuple(fold(p)[0] for p in table["particles"]),
    )


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in folded form."""
    return tuple(_LETTERS.findall(fold(text)[0]))


def words_of_proof(text: str) -> tuple[str, ...]:
    """Return the words of proof and certainty a text holds, each as written in the lists; none if negated.

    "Almost certain" may stand, because it is a word of the likelihood scale.
    """
    return tuple(dict.fromkeys(hit for clause in _clauses(text) for hit in _proof_in(clause)))


def words_of_separateness(text: str) -> tuple[str, ...]:
    """Return the words that call sources several or independent: "several outlets", "independently"."""
    return tuple(dict.fromkeys(hit for clause in _clauses(text) for hit in _separate_in(clause)))


def _clauses(text: str) -> Iterator[tuple[str, ...]]:
    for clause in _CLAUSE.split(text + " "):
        if found := folded_words(clause):
            yield found


def _proof_in(clause: tuple[str, ...]) -> Iterator[str]:
    for language in ("en", "ar"):
        lexicon = _words(language)
        spared = _places(clause, lexicon.allowed_phrases)
        taken = _places(clause, lexicon.proof_phrases)
        for phrase in lexicon.proof_phrases:
            if any(_stands(clause, at, phrase) for at in range(len(clause))):
                yield " ".join(phrase)
        for at, word in enumerate(clause):
            if at in spared or at in taken or _is_negated(clause, at, lexicon):
                continue
            if _is_in(word, lexicon.proof, lexicon):
                yield word


def _separate_in(clause: tuple[str, ...]) -> Iterator[str]:
    for language in ("en", "ar"):
        lexicon = _words(language)
        for at, word in enumerate(clause):
            if _is_negated(clause, at, lexicon):
                continue
            if _is_in(word, lexicon.apart, lexicon):
                yield word
                continue
            around = range(max(at - NEAR, 0), min(at + NEAR + 1, len(clause)))
            carried = [i for i in around if i != at and _is_in(clause[i], lexicon.carriers, lexicon)]
            is_plural = _is_in(word, lexicon.plural, lexicon) and any(
                i > at or lexicon.particles for i in carried
            )
            if carried and (_is_in(word, lexicon.separate, lexicon) or is_plural):
                first, last = min(at, carried[0]), max(at, carried[-1])
                yield " ".join(clause[first : last + 1])


def _is_in(word: str, words: frozenset[str], lexicon: _Words) -> bool:
    if word in words:
        return True
    return any(word.startswith(p) and word[len(p) :] in words for p in lexicon.particles)


def _is_negated(clause: tuple[str, ...], at: int, lexicon: _Words) -> bool:
    """Say whether a negation stands close before, and nothing between that turns it round again."""
    before = clause[max(at - NEGATED_WITHIN, 0) : at]
    negations = sum(word in lexicon.negations for word in before)
    return negations == 1 and not any(word in lexicon.restored for word in before)


def _stands(clause: tuple[str, ...], at: int, phrase: tuple[str, ...]) -> bool:
    return clause[at : at + len(phrase)] == phrase


def _places(clause: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]) -> frozenset[int]:
    found = (
        range(at, at + len(phrase))
        for phrase in phrases
        for at in range(len(clause))
        if _stands(clause, at, phrase)
    )
    return frozenset(at for places in found for at in places)
