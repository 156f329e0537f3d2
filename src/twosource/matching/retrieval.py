"""Which known claims a text is about: an index over them, the nearest with reasons, how likely none is.

A newsroom has answered most of what it is asked. Words, names, numbers, runs of letters, days and, where
an embedder is at hand, meaning are compared; a line over these figures, fitted on open pairs of posts and
checked claims (`vocabulary/known_claims.toml`), ranks what is found and says how likely it is that none is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from twosource.matching.known_features import FEATURES, Asked, Compared, KnownIndex
from twosource.matching.known_index import Floats
from twosource.matching.known_reasons import NEAR, reasons
from twosource.matching.known_words import KnownWords, known_words, readable
from twosource.ports import Embedder
from twosource.terms import load_table

NEAREST = 5
LONE = 0.3
"""How likely a claim that shares one word can be the one at most: judged; short lists offer no rival."""
MOST_AHEAD = 4.0
"""What is further ahead is as clearly first; where nothing else was found it is ahead of nothing."""
LOOKS = ("first", "ahead", "share of the better field", "letters", "rarest word", "share of names", "meaning")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClaim:
    """One claim that is known: its text, and where there are any the title it goes by and other wordings."""

    known_id: str
    text: str
    title: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """One known claim that a text may be about: its score, how likely it is the one, and why in words.

    `p` counts in that none may be it. Claims that say the same in the same words share one `p`, and
    stand in the order of the list.
    """

    known_id: str
    score: float
    p: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAnswer:
    """The claims nearest to a text, best first, and how likely it is that none of the index is it.

    `p_none` was fitted on questions half of which had an answer; where fewer have, it is too low.
    """

    nearest: tuple[Nearest, ...]
    p_none: float

    @property
    def is_none(self) -> bool:
        """Say whether it is likelier than not that no claim of the index is meant."""
        return self.p_none > 0.5


@dataclass(frozen=True, slots=True)
class Ranking:
    """The fitted figures: what each of `FEATURES` weighs, and the line of `LOOKS` that says none is it."""

    weights: Floats
    found: Floats


@cache
def ranking(*, with_meaning: bool) -> Ranking:
    """Return the fitted weights, for an index with or without an embedder."""
    table = load_table("known_claims")["with_meaning" if with_meaning else "without_meaning"]
    weights = table["weights"]
    return Ranking(
        np.array([float(weights.get(name, 0.0)) for name in FEATURES]),
        np.array([float(table["found"].get(name, 0.0)) for name in ("constant", *LOOKS)]),
    )


class KnownClaims:
    """An index of known claims. Building reads each once; a question costs what shares a word with it.

    The same list and question give the same answer. Texts may be in any script: names count as names
    where a script has capitals, and as rare words where it has none. Texts `beside` the claims are never
    found, they show how common words are: in a list of two claims every word is rare.
    """

    def __init__(
        self, claims: Sequence[KnownClaim], embedder: Embedder | None = None, *, beside: Sequence[str] = ()
    ) -> None:
        words: dict[tuple[KnownWords, KnownWords], int] = {}
        self._same: list[list[str]] = []
        texts, titles = [], []
        for claim in claims:
            title = "\n".join((claim.title, *claim.aliases)).strip()
            key = known_words(claim.text), known_words(title)
            found = words.setdefault(key, len(words))
            if found == len(self._same):
                self._same.append([])
                texts.append(claim.text)
                titles.append(title)
            self._same[found].append(claim.known_id)
        nothing = known_words("")
        more = [(known_words(text), nothing) for text in beside]
        self._index = KnownIndex([*words, *more], n_asked=len(words))
        self._place = {known_id: at for at, ids in enumerate(self._same) for known_id in ids}
        self._embedder = embedder if texts else None
        self._meanings: Floats | None = None
        if self._embedder is not None:
            whole = [readable(f"{one} {two}") for one, two in zip(titles, texts, strict=True)]
            self._meanings = np.asarray(self._embedder.embed(whole), np.float64).reshape(len(whole), -1)

    def __len__(self) -> int:
        return len(self._place)

    def find(self, query: str, limit: int = NEAREST, without: Collection[str] = ()) -> KnownAnswer:
        """Return the nearest claims, at most `limit`; `without` are ids to leave out, with their twins.

        A text without a word that says something is about nothing: no claim, `p_none` 1.
        Raises ValueError where `limit` is below 1.
        """
        if limit < 1:
            raise ValueError("at least one claim can be asked for")
        asked, compared = self.compared(query, without)
        if not len(compared.claims) or not (asked.content or asked.authors.size):
            return KnownAnswer(nearest=(), p_none=1.0)
        fitted = ranking(with_meaning=compared.has_meaning)
        scores = np.round(compared.rows @ fitted.weights, 9)
        order = np.argsort(-scores, kind="stable")
        p_found = chance_found(looks(compared.rows, scores, order), fitted.found)
        if self._is_lone(asked, compared, int(order[0])):
            p_found = min(p_found, LONE)
        shares = np.exp(scores - scores[order[0]])
        shares /= shares.sum()
        nearest: list[Nearest] = []
        for at in order.tolist():
            claim = int(compared.claims[at])
            why = reasons(
                self._index, asked, query, claim, dict(zip(FEATURES, compared.rows[at].tolist(), strict=True))
            )
            nearest += [
                Nearest(known_id=one, score=float(scores[at]), p=float(p_found * shares[at]), reasons=why)
                for one in self._same[claim]
            ]
            if len(nearest) >= limit:
                break
        return KnownAnswer(nearest=tuple(nearest[:limit]), p_none=1.0 - p_found)

    def _is_lone(self, asked: Asked, compared: Compared, best: int) -> bool:
        """Say whether one word is all that the best candidate shares: a place alone is no claim."""
        claim = int(compared.claims[best])
        n_shared = len(self._index.shared(asked, claim)) + len(self._index.shared_authors(asked, claim))
        return n_shared < 2 and compared.rows[best, FEATURES.index("meaning")] < NEAR

    def compared(self, query: str, without: Collection[str] = ()) -> tuple[Asked, Compared]:
        """Return the text as asked and its candidates with their figures: what ranking is fitted on."""
        asked = self._index.asked(query)
        left_out = sorted({self._place[one] for one in without if one in self._place})
        near = None
        if self._embedder is not None and self._meanings is not None:
            direction = np.asarray(self._embedder.embed([readable(query)]), np.float64)[0]
            near = np.full(self._index.n_claims, -1.0)
            near[: len(self._meanings)] = self._meanings @ direction
            near = near if direction.any() else None
        return asked, self._index.compare(asked, near, left_out)

    def twins(self, known_id: str) -> tuple[str, ...]:
        """Return the ids of the claims that say what this one says in the same words, itself among them.

        Raises KeyError for an id that is not in the index.
        """
        return tuple(self._same[self._place[known_id]])

    def ids(self, place: int) -> tuple[str, ...]:
        """Return the ids of the claims that say the same in the same words, by their place in the index."""
        return tuple(self._same[place])


def looks(rows: Floats, scores: Floats, order: Sequence[int] | np.ndarray) -> Floats:
    """Return what tells whether the best candidate is it: its score, how far it is ahead, what it shares."""
    first = int(order[0])
    ahead = scores[first] - scores[int(order[1])] if len(order) > 1 else MOST_AHEAD
    at = {name: number for number, name in enumerate(FEATURES)}
    shared = [rows[first, at[name]] for name in LOOKS[2:]]
    return np.array([scores[first], min(MOST_AHEAD, float(ahead)), *shared])


def chance_found(seen: Floats, line: Floats) -> float:
    """Return the probability that a claim of the index is meant: a logistic of `looks`."""
    return float(1.0 / (1.0 + np.exp(-np.clip(line[0] + line[1:] @ seen, -30.0, 30.0))))
