"""Finding names among many without comparing all with all: keys of words, n-grams of spellings.

A key is something rare that two spellings of one name nearly always share: its consonants as heard,
the first letters of its words, its place in our tables. Keys that more than `MOST_PER_KEY` names
share say nothing and are passed over, unless nothing else joins two names of one word.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twosource.naming.letters import is_arabic, plain_arabic, skeleton_form
from twosource.naming.likeness import known_names, table_key
from twosource.naming.parts import Parts, Word, parts_of
from twosource.naming.weights import BACK, LettersModel, shipped
from twosource.naming.words import name_rows, sound_of
from twosource.terms import PartyKind

MOST_PER_KEY = 60
NEAR, NEARER = 500, 30
SPELLINGS = 8
_WEAK = frozenset("aeiouwy'")
_WEAK_ARABIC = frozenset("اوي")
_CLASSES = str.maketrans("pvwqckxgjzdhCS", "bffkkkkgjsthss")
_ARABIC_CLASSES = dict(
    zip("بپتطثدضذظجغفڤقكخسصزشحهلمنر", "bbttstttsjgffkkkssssxhlmnr".replace("x", "h"), strict=True)
)


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Parties by the keys of their names."""

    by_key: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls, names: Mapping[str, Iterable[str]], kinds: Mapping[str, PartyKind] | None = None
    ) -> "NameIndex":
        """Return the index of parties: id to its name and aliases; `kinds` gives their kinds by id."""
        known = kinds or {}
        by_key: dict[str, list[str]] = defaultdict(list)
        keys: dict[str, frozenset[str]] = {}
        for party_id, spellings in names.items():
            found = frozenset(k for name in spellings for k in keys_of(name, known.get(party_id)))
            keys[party_id] = found
            for one in sorted(found):
                by_key[one].append(party_id)
        return cls({k: tuple(ids) for k, ids in by_key.items()}, keys)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield pairs of ids worth comparing, each once, in the order of the names given."""
        place = {party_id: n for n, party_id in enumerate(self.keys)}
        for party_id in self.keys:
            for other in self.near(party_id):
                if place[party_id] < place[other]:
                    yield party_id, other

    def near(self, party_id: str) -> list[str]:
        """Return the ids that share a rare key with one of the index, in the order of the names given."""
        found: dict[str, None] = {}
        for one in sorted(self.keys[party_id]):
            sharing = self.by_key[one]
            if len(sharing) <= MOST_PER_KEY:
                found.update(dict.fromkeys(sharing))
        found.pop(party_id, None)
        return list(found)


def keys_of(name: str, kind: PartyKind | None = None) -> frozenset[str]:
    """Return the keys of a name: of pairs of its words, of single rare words, of what tables know."""
    parts = parts_of(name, kind)
    if not parts.words:
        return frozenset()
    heard = [_heard(word) for word in parts.words if not word.is_initial]
    heard = [h for h in dict.fromkeys(heard) if h]
    found = {f"word {h}" for h in heard if len(h) > 1}
    found |= {f"two {a} {b}" for n, a in enumerate(sorted(heard)) for b in sorted(heard)[n + 1 :]}
    found.add(f"whole {''.join(sorted(heard))}")
    found |= {f"row {n} {h}" for w in parts.words for n in name_rows(w.plain) for h in heard}
    found |= _initials(parts)
    if kind is not PartyKind.PERSON and (number := known_names().get(table_key(name))) is not None:
        found.add(f"known {number}")
    return frozenset(found)


def _initials(parts: Parts) -> set[str]:
    """Return keys under which an acronym meets its words, and "J. Smith" meets "John Smith"."""
    found = set()
    full = [word for word in parts.words if not word.number]
    letters = "".join(word.plain[0] for word in full)
    if len(full) >= 3:
        found.add(f"short {letters}")
    if len(full) <= 2:
        found |= {f"short {word.plain}" for word in full if 3 <= len(word.plain) <= 6}
    if len(full) >= 2:
        last = full[-1]
        found.add(f"initial {letters[0]} {_heard(last)}")
    return found


def _heard(word: Word) -> str:
    """Return the coarse consonants of a word, which both scripts share; short words keep their letters."""
    plain = word.plain
    if is_arabic(plain):
        kept = "".join(_ARABIC_CLASSES.get(c, "") for c in skeleton_form(plain) if c not in _WEAK_ARABIC)
    elif plain.isascii():
        kept = "".join(c for c in sound_of(plain).translate(_CLASSES) if c not in _WEAK)
    else:
        return plain
    kept = "".join(c for n, c in enumerate(kept) if n == 0 or kept[n - 1] != c)
    return kept.removesuffix("h") or plain


@dataclass(frozen=True, slots=True)
class SpellingIndex:
    """Arabic spellings, to find those a Latin word is written as: by letter pairs first, then exactly."""

    forms: tuple[str, ...]
    grams: Mapping[str, npt.NDArray[np.int32]]
    sizes: npt.NDArray[np.float32]
    model: LettersModel

    @classmethod
    def of(cls, forms: Iterable[str], model: LettersModel | None = None) -> "SpellingIndex":
        """Return the index of Arabic spellings, each a word."""
        listed = tuple(sorted(set(forms)))
        holding: dict[str, list[int]] = defaultdict(list)
        sizes = np.ones(len(listed), dtype=np.float32)
        for number, form in enumerate(listed):
            grams = _grams(plain_arabic(form))
            sizes[number] = len(grams) ** 0.5
            for gram in grams:
                holding[gram].append(number)
        arrays = {gram: np.array(rows, dtype=np.int32) for gram, rows in holding.items()}
        return cls(listed, arrays, sizes, model or shipped())

    def find(self, latin: str, most: int = 5) -> list[tuple[str, float]]:
        """Return the likeliest Arabic spellings held of a Latin word, with log scores, best first."""
        word = self.model.latin(latin)
        if not word or not self.forms:
            return []
        there, back = self.model.there, self.model.back
        rows = self._near(word)
        near = [plain_arabic(self.forms[row]) for row in rows]
        scores = there.score(word, there.ready(near))
        best = np.argsort(-scores, kind="stable")[:NEARER]
        answers = back.score_each([near[n] for n in best], back.ready([word]))
        total = scores[best] + BACK * answers
        order = np.argsort(-total, kind="stable")[:most]
        return [(self.forms[rows[best[n]]], float(total[n])) for n in order]

    def _near(self, word: str) -> Sequence[int]:
        """Return the forms that share most letter pairs with the likeliest spellings of a word."""
        if len(self.forms) <= NEAR:
            return range(len(self.forms))
        score = np.zeros(len(self.forms), dtype=np.float32)
        weights: dict[str, float] = defaultdict(float)
        spelled = self.model.there.spelled(word, SPELLINGS)
        for form, log_p in spelled:
            for gram in _grams(form):
                weights[gram] = max(weights[gram], float(np.exp((log_p - spelled[0][1]) / 4)))
        n_forms = len(self.forms)
        for gram, weight in weights.items():
            held = self.grams.get(gram)
            if held is not None:
                score[held] += weight * float(np.log(n_forms / len(held)) + 0.1)
        score /= self.sizes
        rows = np.argpartition(-score, NEAR)[:NEAR]
        return [int(row) for row in np.sort(rows)]


def _grams(form: str) -> set[str]:
    """Return the letter pairs of a spelling, of all its letters and of its consonants."""
    whole = f"^{skeleton_form(form)}$"
    bare = f"^{''.join(c for c in whole[1:-1] if c not in _WEAK_ARABIC)}$"
    pairs = {whole[n : n + 2] for n in range(len(whole) - 1)}
    return pairs | {f"-{bare[n : n + 2]}" for n in range(len(bare) - 1)}
