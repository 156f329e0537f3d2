"""Which of the seven likelihood words somebody may have meant by another: by meaning first, then by letters.

By letters alone "probably" is nearest to "roughly even chance", and "possible" to "impossible"; whoever is in
a hurry takes the word that is offered. So one is offered only where the meaning is known or the letters
hardly differ from one of the seven; else none is.
"""

import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from twosource.terms import Term, likelihood_word, load_table, vocabulary

ALIKE = 0.75
"""How alike in letters a word has to be to be offered: "likly" is .91 to "likely"."""


def word_said(given: str) -> Term | None:
    """Return the likelihood word a text is, by its value or its label in any language; None where it is none.

    Case, spaces and marks that people leave out when typing (Arabic vowels) make no difference.
    """
    value = _named().get(_bare(given))
    return vocabulary("likelihood")[value] if value else None


def near_likelihood(given: str) -> str:
    """Return the likelihood word that was probably meant, by its value; "" where none can be told.

    A figure (.7, 0,7, 70 %) is near to the word whose band holds it.
    """
    p = figure_of(given)
    if p is not None:
        return likelihood_word(p)
    wanted, named = _bare(given), _named()
    if wanted in _kindred():
        return _kindred()[wanted]
    found = get_close_matches(wanted, named, n=1, cutoff=ALIKE)
    return named[found[0]] if found else ""


def figure_of(given: str) -> float | None:
    """Return the probability somebody typed in place of a word, or None where it is none."""
    text = given.strip().replace("٫", ".").replace(",", ".").replace("٪", "%")
    try:
        p = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
    except ValueError:
        return None
    return p if 0.0 <= p <= 1.0 else None


@cache
def _named() -> Mapping[str, str]:
    return {
        _bare(word): term.value
        for term in vocabulary("likelihood").terms
        for word in (term.value, *term.labels.values())
    }


@cache
def _kindred() -> Mapping[str, str]:
    table = load_table("likelihood_kindred")["kindred"]
    return {_bare(word): value for value, words in table.items() for word in words}


def _bare(text: str) -> str:
    """Return a word without case, marks and doubled blanks: what people leave out when typing."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())
