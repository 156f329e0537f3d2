"""What speaks for a known claim being the one that a text is about: some two dozen figures per candidate.

Each figure compares the text with one claim; none says anything of the claim alone, such as how often it
was asked about, because what was asked before must not decide what is found next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from twosource.matching.known_index import (
    BEGINNING,
    COMMON_SHARE,
    OTHER_SHARE,
    Entries,
    Field,
    Floats,
    Integers,
    Lexicon,
    Postings,
    common_words,
    grams,
    paired,
    rarity,
)
from twosource.matching.known_words import KnownWords, Month, known_words, light_stem, silent_words

FEATURES = (
    "words",
    "words beside the best",
    "share of the text",
    "share of the claim",
    "share of the title",
    "share of the better field",
    "beginnings",
    "beginnings beside the best",
    "share of beginnings",
    "pairs",
    "letters",
    "letters beside the best",
    "names",
    "share of names",
    "names missing",
    "numbers",
    "numbers missing",
    "posted by a name in it",
    "posted by",
    "month",
    "year",
    "another year",
    "quotation",
    "rarest word",
    "two rarest words",
    "third rarest word",
    "meaning",
    "meaning beside the best",
)
FEW, FEWER = 60, 20
"""Candidates by words and by meaning that are compared closely."""
LONGEST_PIECE, MOST_PIECES = 14, 4
_JOINERS = frozenset({"of", "in", "on", "to", "the", "is", "my", "no", "we", "us", "for", "and"})
_LITTLE = 1e-9


@dataclass(frozen=True, slots=True)
class Asked:
    """A text as it is looked up: its words, and their numbers in the index."""

    words: KnownWords
    content: tuple[str, ...]
    numbers: Integers
    authors: Integers


@dataclass(frozen=True, slots=True)
class Compared:
    """Candidates by place, in the order of the list, with one row of `FEATURES` each.

    `has_meaning` says whether an embedder was asked and knew the text.
    """

    claims: Integers
    rows: Floats
    has_meaning: bool = False


class KnownIndex:
    """Claims as words of text and title, counted once; only the first `n_asked` are ever candidates."""

    def __init__(self, taken: Sequence[tuple[KnownWords, KnownWords]], *, n_asked: int) -> None:
        words, named = [text for text, _ in taken], [title for _, title in taken]
        self._n_asked = n_asked
        lexicon = self.lexicon = Lexicon()
        fields = [lexicon.field([one.words for one in held], 1.0) for held in (words, named)]
        self.n_claims, self._n_words = len(taken), len(lexicon.number)
        content = lexicon.content()
        said = [field.turned(content) for field in fields]
        self.words = Postings(said, self._n_words, lexicon.shares())
        self._fields = [Postings([one], self._n_words, lexicon.shares()) for one in said]
        for one in self._fields:
            one.rarity = self.words.idf[np.repeat(np.arange(self._n_words), np.diff(one.start))]
        beginnings = lexicon.beginnings()
        self._beginnings = Postings([one.turned(beginnings) for one in fields], len(lexicon.beginning))
        start, runs = lexicon.runs()
        self._letters = Postings([one.spread(start, runs) for one in fields], len(lexicon.gram))
        self._pairs(said)
        self._names(words)
        self._wholes()
        self._said = [
            frozenset(one.words) | frozenset(other.words) for one, other in zip(words, named, strict=True)
        ]
        self.months = [one.months | other.months for one, other in zip(words, named, strict=True)]
        self._quoted = [
            frozenset(pair for part in one.quoted + other.quoted for pair in pairwise(part))
            for one, other in zip(words, named, strict=True)
        ]
        self.parted = lru_cache(65_536)(self._parted)

    def _pairs(self, said: Sequence[Field]) -> None:
        pairs = [paired(one, self._n_words) for one in said]
        self._pair = np.unique(np.concatenate([one.words for one in pairs]))
        numbered = [
            Field(one.claims, np.searchsorted(self._pair, one.words), one.n_claims, one.weight)
            for one in pairs
        ]
        self.pairs = Postings(numbered, len(self._pair))

    def _names(self, words: Sequence[KnownWords]) -> None:
        """Learn per word how often it has a capital where no sentence opens; titles say nothing of that."""
        number = self.lexicon.number
        seen, capital = np.zeros(self._n_words), np.zeros(self._n_words)
        for one in words:
            for word in set(one.words) - one.opening:
                seen[number[word]] += 1
            for word in one.capitals - one.opening:
                capital[number[word]] += 1
        self.named = capital / np.maximum(seen, 1)
        self.figure = np.array([word[0].isdigit() for word in number], np.float64)

    def _wholes(self) -> None:
        self._whole_fields = [one.whole() for one in self._fields]
        self._whole_beginnings, self._whole_letters = self._beginnings.whole(), self._letters.whole()
        everything = Entries(
            self.words.claims,
            self.words.rarity,
            np.repeat(np.arange(self._n_words), np.diff(self.words.start)),
        )
        self._whole_names = everything.summed(self.n_claims, self.named)
        self._whole_figures = everything.summed(self.n_claims, self.figure)

    def rare(self, word: str) -> float:
        """Return how rare a word is, 0 to 1; one that no claim holds is as rare as can be here."""
        number = self.lexicon.number.get(word)
        if number is not None:
            return float(self.words.idf[number])
        share = COMMON_SHARE if word in common_words() else OTHER_SHARE
        return float(rarity(np.zeros(1, np.int64), share, self.n_claims)[0])

    def is_name(self, word: str) -> bool:
        """Say whether the claims mostly write a word with a capital."""
        number = self.lexicon.number.get(word)
        return number is not None and bool(self.named[number] > 0.5) and not word[0].isdigit()

    def shared(self, asked: Asked, claim: int) -> tuple[str, ...]:
        """Return the words that say something and stand in text and claim, rarest first."""
        return tuple(
            sorted(self._said[claim].intersection(asked.content), key=lambda word: (-self.rare(word), word))
        )

    def shared_authors(self, asked: Asked, claim: int) -> tuple[str, ...]:
        """Return the words of whoever posted the text that stand in the claim and not in the text."""
        own = frozenset(asked.content) | silent_words()
        return tuple(word for word in asked.words.authors if word in self._said[claim] and word not in own)

    def other_numbers(self, asked: Asked, claim: int) -> list[str]:
        """Return the numbers of a claim the text does not give, where it gives others; years aside."""
        if not asked.words.numbers:
            return []
        told = {year for year, _ in self.months[claim]}
        figures = (word for word in self._said[claim] if word[0].isdigit())
        return sorted(
            word for word in figures if word not in asked.words.numbers and word not in map(str, told)
        )

    def _parted(self, word: str) -> tuple[str, ...]:
        """Return the stems of a word written together, as few as can be; nothing where it is one word."""
        if word in self.lexicon.number or word in silent_words():
            return ()
        best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - LONGEST_PIECE), end):
                stem = self._piece(word[begin:end])
                if begin in best and stem and len(best[begin][1]) < MOST_PIECES:
                    cost = best[begin][0] + (1.0 if end - begin > 3 else 1.5)
                    if end not in best or cost < best[end][0]:
                        best[end] = cost, (*best[begin][1], stem)
        found = best.get(len(word), (0.0, ()))[1]
        return found if len(found) > 1 else ()

    def _piece(self, piece: str) -> str:
        if piece in _JOINERS:
            return piece
        stem = light_stem(piece) if len(piece) > 2 else ""
        return stem if stem in self.lexicon.number or (stem and stem in silent_words()) else ""

    def asked(self, text: str) -> Asked:
        """Take a text apart as it is looked up here."""
        words = known_words(text, self.parted)
        content = tuple(dict.fromkeys(words.content))
        own = frozenset(content) | silent_words()
        number = self.lexicon.number
        authors = Lexicon.numbers(number, (word for word in words.authors if word not in own))
        return Asked(words, content, Lexicon.numbers(number, content), authors)

    def compare(self, asked: Asked, near: Floats | None = None, without: Sequence[int] = ()) -> Compared:
        """Draw candidates and say what speaks for each. `near` is one cosine per claim from an embedder."""
        n, lexicon = self.n_claims, self.lexicon
        words = self.words.find(asked.numbers).summed(n)
        authors = self.words.find(asked.authors, plain=True)
        starts = Lexicon.numbers(lexicon.beginning, (word[:BEGINNING] for word in asked.content))
        beginnings = self._beginnings.find(starts).summed(n)
        runs = Lexicon.numbers(lexicon.gram, (run for word in asked.content for run in grams(word)))
        letters = self._letters.find(runs, plain=True).summed(n)
        letters /= np.sqrt((self._letters.idf[runs].sum() + _LITTLE) * (self._whole_letters + _LITTLE))
        pairs = self.pairs.find(self._pairs_of(asked.words)).summed(n)
        # What each agreement counts when candidates are drawn is judged; the ranking of them is fitted.
        drawn = words + 0.6 * beginnings + 0.5 * pairs + 6.0 * letters + 0.5 * authors.summed(n)
        drawn[self._n_asked :] = -np.inf
        claims = _drawn(drawn, near, without)
        rows = np.zeros((len(claims), len(FEATURES)))
        at = {name: column for column, name in enumerate(FEATURES)}
        best = _beside_best(words[claims]), _beside_best(beginnings[claims]), _beside_best(letters[claims])
        for name, values in (
            ("words", words),
            ("beginnings", beginnings),
            ("pairs", pairs),
            ("letters", letters),
        ):
            rows[:, at[name]] = values[claims]
        for name, values in zip(("words", "beginnings", "letters"), best, strict=True):
            rows[:, at[f"{name} beside the best"]] = values
        place = np.full(n, -1)
        place[claims] = np.arange(len(claims))
        found = self._beginnings.find(starts, plain=True).among(place).summed(len(claims))
        rows[:, at["share of beginnings"]] = found / (self._whole_beginnings[claims] + _LITTLE)
        self._shares(rows, at, asked, claims, place)
        self._people(rows, at, asked, authors.among(place), claims)
        self._times(rows, at, asked.words, claims)
        if near is not None:
            rows[:, at["meaning"]] = near[claims]
            rows[:, at["meaning beside the best"]] = near[claims] - near[claims].max(initial=-1.0)
        return Compared(claims, rows, near is not None)

    def _pairs_of(self, words: KnownWords) -> Integers:
        number = self.lexicon.number
        ids = [number.get(word, -1) for word in words.content]
        keys = np.unique(
            np.array(
                [one * self._n_words + two for one, two in pairwise(ids) if min(one, two) >= 0],
                np.int64,
            )
        )
        if not len(self._pair):
            return keys[:0]
        at = np.minimum(np.searchsorted(self._pair, keys), len(self._pair) - 1)
        found: Integers = at[self._pair[at] == keys]
        return found

    def _shares(
        self, rows: Floats, at: dict[str, int], asked: Asked, claims: Integers, place: Integers
    ) -> None:
        """Fill in how much of text and claim is shared: words, numbers, and which are the rarest."""
        n = len(claims)
        shared = self.words.find(asked.numbers, plain=True).among(place)
        rows[:, at["share of the text"]] = shared.summed(n) / (sum(map(self.rare, asked.content)) + _LITTLE)
        text, title = (
            one.find(asked.numbers, plain=True).among(place).summed(n) / (whole[claims] + _LITTLE)
            for one, whole in zip(self._fields, self._whole_fields, strict=True)
        )
        rows[:, at["share of the claim"]], rows[:, at["share of the title"]] = text, title
        rows[:, at["share of the better field"]] = np.maximum(text, title)
        figures = shared.summed(n, self.figure[asked.numbers])
        rows[:, at["numbers"]] = figures
        rows[:, at["numbers missing"]] = np.minimum(2.0, self._whole_figures[claims] - figures)
        top = np.zeros((n, 3))
        order = np.argsort(-shared.weights, kind="stable")
        counts = np.zeros(n, np.int64)
        for claim, weight in zip(shared.claims[order].tolist(), shared.weights[order].tolist(), strict=True):
            if counts[claim] < 3:
                top[claim, counts[claim]] = weight
                counts[claim] += 1
        rows[:, at["rarest word"]] = top[:, 0]
        rows[:, at["two rarest words"]] = top[:, 0] * top[:, 1]
        rows[:, at["third rarest word"]] = top[:, 2]
        names = shared.summed(n, self.named[asked.numbers])
        rows[:, at["names"]] = names
        rows[:, at["names missing"]] = self._whole_names[claims] - names

    def _people(
        self, rows: Floats, at: dict[str, int], asked: Asked, authors: Entries, claims: Integers
    ) -> None:
        """Fill in whether whoever posted the text is named in the claim, and which names are met."""
        n = len(claims)
        rows[:, at["posted by"]] = authors.summed(n)
        named = authors.summed(n, self.named[asked.authors])
        rows[:, at["posted by a name in it"]] = named
        met = (rows[:, at["names"]] + named) / (self._whole_names[claims] + 0.3)
        rows[:, at["share of names"]] = np.minimum(1.0, met)

    def _times(self, rows: Floats, at: dict[str, int], words: KnownWords, claims: Integers) -> None:
        """Fill in whether the claim names the month or year of the post, and what quoted words are met."""
        posted = words.posted or words.months
        years = {year for year, _ in posted}
        met = frozenset(pairwise(words.words))
        for row, claim in zip(rows, claims.tolist(), strict=True):
            told = self.months[claim]
            if told and posted:
                same_year = any(year in years for year, _ in told)
                row[at["month"]] = any(month in told for month in posted if month[1])
                row[at["year"]], row[at["another year"]] = same_year, not same_year
            quoted = self._quoted[claim]
            row[at["quotation"]] = len(quoted & met) / max(2, len(quoted))


def _drawn(drawn: Floats, near: Floats | None, without: Sequence[int]) -> Integers:
    """Return the places of the candidates in the order of the list: the best by words, and by meaning."""
    drawn = drawn.copy()
    drawn[list(without)] = -np.inf
    claims = _best(drawn, FEW)
    if near is not None:
        near = near.copy()
        near[list(without)] = -np.inf
        claims = np.union1d(claims, _best(near, FEWER))
    return claims


def _best(values: Floats, n: int) -> Integers:
    """Return the places of the n largest finite values above 0 or of any sign, in order of place."""
    found = np.argpartition(-values, n - 1)[:n] if len(values) > n else np.arange(len(values))
    kept: Integers = np.sort(found[np.isfinite(values[found])])
    return kept


def _beside_best(values: Floats) -> Floats:
    return np.asarray(values / (values.max(initial=0.0) + _LITTLE), dtype=np.float64)


__all__ = ["FEATURES", "Asked", "Compared", "KnownIndex", "Month"]
