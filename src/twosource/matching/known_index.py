"""Postings over known claims: which of them hold a word, a pair of words a run of letters, how much it says.

Everything is flat arrays of numpy: a term leads to a slice of claims and weights, so that a question
costs the length of its slices and building costs one sort.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from twosource.matching.known_words import light_stem, silent_words
from twosource.terms import load_table

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

K1, B = 1.2, 0.5
PRIOR_CLAIMS = 400
"""Claims of a language at large that a small index is thought to be drawn from."""
COMMON_SHARE, OTHER_SHARE = 0.01, 0.0005
"""In which share of them a common word stands, and any other: judged."""
GRAM, BEGINNING = 4, 5


@cache
def common_words() -> frozenset[str]:
    """Return the stems of common English words: rare in a small case, they are still common."""
    return frozenset(light_stem(word) for word in load_table("words_eng")["words"].split())


@dataclass(frozen=True, slots=True)
class Entries:
    """Some entries of postings: per entry the claim, its weight there, and which of the terms asked for."""

    claims: Integers
    weights: Floats
    terms: Integers

    def among(self, place: Integers) -> "Entries":
        """Return the entries of claims with a place, renumbered by it; -1 is none."""
        at = place[self.claims]
        kept = at >= 0
        return Entries(at[kept], self.weights[kept], self.terms[kept])

    def summed(self, n: int, worth: Floats | None = None) -> Floats:
        """Return per claim the sum of weights, each times what its term is worth."""
        weights = self.weights if worth is None else self.weights * worth[self.terms]
        total: Floats = np.bincount(self.claims, weights=weights, minlength=n).astype(np.float64)
        return total


@dataclass(frozen=True, slots=True)
class Field:
    """One field of all claims as numbers: word `words[i]` stands in claim `claims[i]`, in order."""

    claims: Integers
    words: Integers
    n_claims: int
    weight: float

    def turned(self, into: Integers) -> "Field":
        """Return the field with every word replaced, one by one; -1 leaves it out."""
        found = into[self.words]
        kept = found >= 0
        return Field(self.claims[kept], found[kept], self.n_claims, self.weight)

    def spread(self, start: Integers, parts: Integers) -> "Field":
        """Return the field with every word replaced by its parts, `parts[start[w]:start[w + 1]]`."""
        at, times = slices(start, self.words)
        return Field(np.repeat(self.claims, times), parts[at], self.n_claims, self.weight)

    def counts(self) -> Floats:
        """Return what each occurrence counts: the field's weight / (1 - b + b * length / mean length)."""
        lengths = np.bincount(self.claims, minlength=self.n_claims)
        mean = float(lengths[lengths > 0].mean()) if len(self.claims) else 1.0
        per_claim = np.asarray(self.weight / (1 - B + B * lengths / mean), dtype=np.float64)
        return np.asarray(per_claim[self.claims], dtype=np.float64)


def slices(start: Integers, asked: Integers) -> tuple[Integers, Integers]:
    """Return the places of several slices one after another, and the length of each."""
    length = start[asked + 1] - start[asked]
    offset = np.repeat(np.cumsum(length) - length, length)
    places: Integers = np.arange(int(length.sum())) - offset + np.repeat(start[asked], length)
    return places, length


class Postings:
    """Terms of claims in one or more fields, weighted by BM25F (Robertson, Zaragoza and Taylor 2004).

    What a term counts in the fields (`Field.counts`) is summed to t, and an entry weighs
    idf * t (K1 + 1) / (t + K1). idf is ln(1 + (N - n + .5) / (n + .5)) / ln(1 + N), where N and n take
    in the claims of a language at large (`PRIOR_CLAIMS`): so a word of every day is not rare because
    a case is small, and figures of a small and a large index can be compared.
    """

    def __init__(self, fields: Sequence[Field], n_terms: int, share: Floats | float = OTHER_SHARE) -> None:
        self.n_claims = fields[0].n_claims
        n = max(1, self.n_claims)
        key = np.concatenate([field.words * n + field.claims for field in fields])
        count = np.concatenate([field.counts() for field in fields])
        order = np.argsort(key, kind="stable")
        key = key[order]
        first = np.flatnonzero(np.diff(key, prepend=-1))
        total = np.add.reduceat(count[order], first) if len(first) else np.zeros(0)
        terms, self.claims = key[first] // n, key[first] % n
        held = np.bincount(terms, minlength=n_terms)
        self.idf = rarity(held, share, self.n_claims)
        self.start = np.concatenate([[0], np.cumsum(held)])
        self.rarity = self.idf[terms]
        self.weights = self.rarity * total * (K1 + 1) / (total + K1)

    def find(self, terms: Integers, *, plain: bool = False) -> Entries:
        """Return the entries of distinct terms; `plain` weighs them by rarity alone."""
        at, length = slices(self.start, terms)
        weights = self.rarity if plain else self.weights
        return Entries(self.claims[at], weights[at], np.repeat(np.arange(len(terms)), length))

    def whole(self) -> Floats:
        """Return per claim the rarity of all its terms together."""
        total = np.bincount(self.claims, weights=self.rarity, minlength=self.n_claims)
        return np.asarray(total, dtype=np.float64)


def rarity(held: Integers, share: Floats | float, n_claims: int) -> Floats:
    """Return idf (see `Postings`) of terms that `held` claims hold and a share of the language at large."""
    n = n_claims + PRIOR_CLAIMS
    count = held + np.asarray(share) * PRIOR_CLAIMS
    idf: Floats = np.log1p((n - count + 0.5) / (count + 0.5)) / np.log1p(n)
    return idf


def grams(word: str) -> list[str]:
    """Return the runs of letters of a word with its borders; a short one is its own."""
    marked = f"<{word}>"
    return [marked[at : at + GRAM] for at in range(max(1, len(marked) - GRAM + 1))]


class Lexicon:
    """The words of an index by number, with their beginnings and runs of letters."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {}
        self.beginning: dict[str, int] = {}
        self.gram: dict[str, int] = {}

    def field(self, texts: Sequence[Sequence[str]], weight: float) -> Field:
        """Return a field as numbers, numbering words as they come."""
        number = self.number
        lengths = np.fromiter((len(words) for words in texts), np.int64, len(texts))
        words = np.fromiter(
            (number.setdefault(word, len(number)) for word in chain.from_iterable(texts)),
            np.int64,
            int(lengths.sum()),
        )
        return Field(np.repeat(np.arange(len(texts)), lengths), words, len(texts), weight)

    def content(self) -> Integers:
        """Return each word's own number, -1 for one that says nothing."""
        silent = silent_words()
        return np.array([-1 if word in silent else at for word, at in self.number.items()], np.int64)

    def beginnings(self) -> Integers:
        """Return per word the number of its first letters, -1 for one that says nothing."""
        silent, held = silent_words(), self.beginning
        return np.array(
            [-1 if w in silent else held.setdefault(w[:BEGINNING], len(held)) for w in self.number], np.int64
        )

    def runs(self) -> tuple[Integers, Integers]:
        """Return where the runs of letters of each word start, and the runs; silent words have none."""
        silent, held = silent_words(), self.gram
        found = [[] if word in silent else grams(word) for word in self.number]
        start = np.concatenate([[0], np.cumsum([len(one) for one in found], dtype=np.int64)])
        runs = np.array([held.setdefault(run, len(held)) for one in found for run in one], np.int64)
        return start, runs

    def shares(self) -> Floats:
        """Return per word how common it is in the language at large."""
        common = common_words()
        return np.array([COMMON_SHARE if word in common else OTHER_SHARE for word in self.number])

    @staticmethod
    def numbers(held: dict[str, int], words: Iterable[str]) -> Integers:
        """Return the numbers of distinct words that are held."""
        return np.array([held[word] for word in dict.fromkeys(words) if word in held], np.int64)


def paired(field: Field, n_words: int) -> Field:
    """Return the neighbours of a field as one number each: first * n_words + second."""
    same = field.claims[1:] == field.claims[:-1]
    pairs = field.words[:-1] * n_words + field.words[1:]
    return Field(field.claims[1:][same], pairs[same], field.n_claims, field.weight)
