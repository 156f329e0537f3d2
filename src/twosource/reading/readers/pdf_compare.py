"""The stored text of a page beside what is seen on its picture: which to prefer, and where they part.

A text layer is for machines, the picture for people. Where the layer holds no words, the picture is
read; where both hold words but not the same ones, somebody may have put words there for machines
to find, and that is told.
"""

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum

from twosource.reading.readers.pdf_order import fold_forms
from twosource.reading.wordlist import WordScore, folded, score_arabic, score_latin

WORD = re.compile(r"[^\W\d_]{2,}")
NUMBER = re.compile(r"\d+")
# Judged on 22 November 2026 on rendered pages: a clean page and its own recognition agree in more
# than nine words of ten, two different pages of one report in fewer than four.
LEAST_AGREEMENT = 0.5
LEAST_WORDS = 10
CLEAN = 0.5
CLEARLY_BETTER = 0.1
# So many stored words in a row that stand nowhere on a picture read nearly whole are hidden.
LEAST_RUN = 6
SHORT = 4
NEARLY_WHOLE = 0.9
MAX_SHOWN = 120
MAX_NUMBERS = 8


class Verdict(Enum):
    """What a comparison says: keep the stored text, take the picture's, or take it because they differ."""

    STORED = "stored"
    PICTURE = "picture"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One page compared: the verdict, how far both agree (0 to 1), and how many words each knows."""

    verdict: Verdict
    agreement: float
    stored: WordScore
    seen: WordScore

    @property
    def shares(self) -> str:
        """The shares of known words as a person reads them."""
        return f"{_percent(self.stored)} % of the stored words known, {_percent(self.seen)} % of those seen"


def compare(stored: str, seen: str, *, is_doubtful: bool) -> Comparison:
    """Compare the stored text of a page with what was seen; `is_doubtful` where the stored looks wrong."""
    scores = _score(stored), _score(seen)
    alike = agreement(stored, seen)
    verdict = Verdict.STORED
    if not stored.strip():
        verdict = Verdict.PICTURE
    elif is_doubtful:
        verdict = Verdict.PICTURE if _is_better(scores[1], scores[0]) else Verdict.STORED
    elif alike < LEAST_AGREEMENT and all(_is_clean(score) for score in scores):
        verdict = Verdict.DIFFERS
    return Comparison(verdict=verdict, agreement=alike, stored=scores[0], seen=scores[1])


def agreement(stored: str, seen: str) -> float:
    """Return which share of the words of the shorter text stand in the other too; 1 where one has none."""
    one, other = Counter(_words(stored)), Counter(_words(seen))
    least = min(one.total(), other.total())
    return (one & other).total() / least if least else 1.0


def unseen_run(stored: str, seen: str, covered: float | None) -> str:
    """Return the longest stretch of stored words that stand nowhere on the picture, empty if it is short.

    Short words stand everywhere: one that is on the picture neither counts nor ends a stretch. Only
    a picture whose ink was read nearly whole can say that a word is not on it.
    """
    if covered is None or covered < NEARLY_WHOLE:
        return ""
    there = set(_words(seen))
    best: list[str] = []
    run: list[str] = []
    n_best = n_run = 0
    for match in WORD.finditer(fold_forms(stored)):
        if folded(match[0]) not in there:
            n_run += 1
        elif len(match[0]) > SHORT:
            run, n_run = [], 0
            continue
        if run or n_run:
            run.append(match[0])
        if n_run > n_best:
            n_best, best = n_run, list(run[:MAX_SHOWN])
    return " ".join(best)[:MAX_SHOWN] if n_best >= LEAST_RUN else ""


def numbers_only_in(stored: str, seen: str) -> tuple[str, ...]:
    """Return the numbers of two digits or more that the stored text has and the other has not."""
    left = Counter(_numbers(stored)) - Counter(_numbers(seen))
    return tuple(left)[:MAX_NUMBERS]


def _numbers(text: str) -> list[str]:
    return [str(int(number)) for number in NUMBER.findall(text) if 2 <= len(number) <= 30]


def _score(text: str) -> WordScore:
    return score_arabic(text) + score_latin(text)


def _is_better(seen: WordScore, stored: WordScore) -> bool:
    """Say whether a picture gives better words, or many more good ones than a stamp over it."""
    if not seen.n_words:
        return False
    has_more = _is_clean(seen) and seen.n_known >= stored.n_known + LEAST_WORDS
    return seen.share >= stored.share + CLEARLY_BETTER or has_more


def _is_clean(score: WordScore) -> bool:
    return score.n_words >= LEAST_WORDS and score.share >= CLEAN


def _words(text: str) -> list[str]:
    return [folded(word) for word in WORD.findall(fold_forms(text))]


def _percent(score: WordScore) -> int:
    return round(100 * score.n_known / score.n_words) if score.n_words else 0
