"""Several ways of reading one page, which of them is right, and why: the others are kept as evidence.

Three ways are tried where letters run right to left: PDFium as it stores the text, PDFium's letters
in the order they stand on the page, and poppler. A list of common words tells them apart; numbers
are compared, because a year turned round is a wrong year and no list of words shows it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from twosource.ports import Reading
from twosource.reading.readers.pdf_lam_alef import mended_lam_alef
from twosource.reading.readers.pdf_order import fold_forms
from twosource.reading.readers.pdf_pages import StoredPage
from twosource.reading.wordlist import WordScore, score_arabic

STORED, ORDERED, POPPLER, MENDED = (
    "PDFium",
    "PDFium, letters as they stand",
    "poppler",
    "PDFium, lam and alef put right",
)
# Where scores are equal the letters as they stand are preferred: measured best (decision 23).
RANK = {ORDERED: 3, MENDED: 2, POPPLER: 1, STORED: 0}
# A way must know this much more of the words to be preferred against that order. Judged.
CLEARLY = 0.02
NUMBER = re.compile(r"\d+")
MAX_NUMBERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The text of one page read in the preferred way, and in every way with its score."""

    number: int
    way: str
    texts: dict[str, str]
    scores: dict[str, WordScore]

    @property
    def text(self) -> str:
        """The text preferred."""
        return self.texts[self.way]

    @property
    def score(self) -> WordScore:
        """The score of the text preferred."""
        return self.scores[self.way]


def choose(page: StoredPage, by_poppler: str | None) -> Choice:
    """Return the ways one page was read in and the one preferred."""
    texts = {STORED: page.stored}
    if page.is_right_to_left:
        if page.ordered is not None:
            texts[ORDERED] = page.ordered
        if by_poppler is not None:
            texts[POPPLER] = fold_forms(by_poppler).strip("\n")
        if page.ordered is None:
            mended = mended_lam_alef(fold_forms(page.stored))
            if mended != page.stored:
                texts[MENDED] = mended
    if len(texts) == 1:
        return Choice(number=page.number, way=STORED, texts=texts, scores={STORED: WordScore()})
    scores = {way: score_arabic(text) for way, text in texts.items()}
    best = max(score.share for score in scores.values())
    good = [way for way, score in scores.items() if score.share >= best - CLEARLY]
    way = max(good, key=RANK.__getitem__)
    return Choice(number=page.number, way=way, texts=texts, scores=scores)


def others_of(choices: Sequence[Choice]) -> tuple[Reading, ...]:
    """Return the ways not preferred, each as a reading of the whole document, where they differ."""
    preferred = tuple(choice.text for choice in choices)
    readings = []
    for way in (STORED, POPPLER):
        if not any(way in choice.texts and choice.way != way for choice in choices):
            continue
        pages = tuple(choice.texts.get(way, choice.texts[STORED]) for choice in choices)
        if pages == preferred:
            continue
        share = _share(choices, way)
        readings.append(
            Reading(
                untrusted_pages=pages,
                way=way,
                because=f"Not preferred: read so, {share} % of the words are in the lists of common words, "
                f"against {_share(choices, None)} %.{_numbers_that_differ(choices, way)}",
            )
        )
    return tuple(readings)


def way_of(choices: Sequence[Choice]) -> str:
    """Return how the preferred text was read, the commonest way first; nothing where there was one way."""
    if all(len(choice.texts) == 1 for choice in choices):
        return ""
    used = Counter(choice.way for choice in choices)
    return " and ".join(sorted(used, key=lambda way: -used[way]))


def why(choices: Sequence[Choice]) -> str:
    """Return the sentence that says why the preferred text is preferred; empty where there is one way."""
    compared = [choice for choice in choices if len(choice.texts) > 1]
    if not compared:
        return ""
    where = "The page holds" if len(choices) == 1 else f"{len(compared)} of {len(choices)} pages hold"
    ways = sorted({way for choice in compared for way in choice.texts}, key=RANK.__getitem__, reverse=True)
    shares = ", ".join(f"{_share(compared, way)} % by {way}" for way in ways)
    known = f"Words in the lists of common words: {shares}."
    return f"{where} right-to-left script. {known} Preferred: {way_of(compared)}."


def _share(choices: Sequence[Choice], way: str | None) -> int:
    """Return how many of 100 words are known, over the pages read in a way (None: in the preferred one)."""
    scores = [choice.scores.get(way or choice.way) for choice in choices if len(choice.texts) > 1]
    total = sum((score for score in scores if score is not None), WordScore())
    return round(100 * total.n_known / total.n_words) if total.n_words else 0


def _numbers_that_differ(choices: Sequence[Choice], way: str) -> str:
    """Return a sentence on numbers that one way reads and the preferred one does not."""
    differing: list[str] = []
    for choice in choices:
        if way in choice.texts:
            here = Counter(NUMBER.findall(choice.texts[way]))
            there = Counter(NUMBER.findall(choice.text))
            differing.extend((here - there).keys())
    if not differing:
        return ""
    shown = ", ".join(differing[:MAX_NUMBERS])
    return f" It reads numbers that the preferred text does not have: {shown}."
