"""How near recognised text is to the truth: edits per letter and word, numbers, confidence against right."""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

# Letters that writers and fonts interchange, folded as the figures quoted for other engines are.
FOLDED = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىئی", "ي"),
        "ة": "ه",
        "ؤ": "و",
        "ک": "ك",
        "ـ": None,
        **{sign: str(unicodedata.digit(sign)) for sign in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"},
    }
)
NUMBER = re.compile(r"[0-9٠-٩۰-۹]+")
N_BINS = 10


def folded(text: str) -> str:
    """Return text as it is compared: letters folded, marks and punctuation dropped, spaces single."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(FOLDED)
    kept = (" " if unicodedata.category(c)[0] in "PSZC" else c for c in plain)
    return " ".join("".join(c for c in kept if unicodedata.category(c) != "Mn").split())


def edits(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """Return the least number of insertions, deletions and replacements that turn one into the other.

    Myers 1999 in the form of Hyyro 2003: a column of the table in the bits of two integers.
    """
    if not one:
        return len(other)
    places: dict[Hashable, int] = {}
    for index, item in enumerate(one):
        places[item] = places.get(item, 0) | (1 << index)
    full, top = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, distance = full, 0, len(one)
    for item in other:
        match = places.get(item, 0)
        level = (((match & up) + up) ^ up) | match | down
        rise, fall = down | ~(level | up), up & level
        distance += bool(rise & top) - bool(fall & top)
        rise, fall = ((rise << 1) | 1) & full, (fall << 1) & full
        up = (fall | ~(level | rise)) & full
        down = rise & level
    return distance


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a text in order, their digits folded."""
    return [number.translate(FOLDED) for number in NUMBER.findall(text)]


def n_shared(one: Iterable[Hashable], other: Iterable[Hashable]) -> int:
    """Return how many items two lists share, each as often as in the one that has it less often."""
    return sum((Counter(one) & Counter(other)).values())


@dataclass(frozen=True, slots=True)
class PageScore:
    """Counts for one page: letters and words with their edits, numbers with those right."""

    letters: int
    letter_edits: int
    words: int
    word_edits: int
    numbers: int
    numbers_right: int
    seconds: float


def score_page(truth: str, read: str, seconds: float) -> PageScore:
    """Return the counts for a page that says `truth` and was read as `read`."""
    gold, ours = folded(truth), folded(read)
    true_numbers = numbers_in(truth)
    return PageScore(
        letters=len(gold),
        letter_edits=edits(gold, ours),
        words=len(gold.split()),
        word_edits=edits(gold.split(), ours.split()),
        numbers=len(true_numbers),
        numbers_right=n_shared(true_numbers, numbers_in(read)),
        seconds=seconds,
    )


def rate(part: int, whole: int) -> float | None:
    """Return part / whole; None where there is nothing."""
    return part / whole if whole else None


def right_words(truth: str, words: Sequence[str]) -> list[bool]:
    """Return for each word read whether it stands in its place in the truth, folded."""
    gold = folded(truth).split()
    read = [folded(word).replace(" ", "") for word in words]
    right = [False] * len(read)
    for block in SequenceMatcher(None, gold, read, autojunk=False).get_matching_blocks():
        right[block.b : block.b + block.size] = [True] * block.size
    return right


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Words whose confidence lies in one tenth: how many, how sure on average, how many right."""

    low: float
    n: int
    sure: float
    right: float


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[ReliabilityBin]:
    """Return the ten tenths of confidence, those without words left out."""
    sure, is_right = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.float64)
    place = np.minimum((sure * N_BINS).astype(np.int64), N_BINS - 1)
    return [
        ReliabilityBin(
            tenth / N_BINS,
            int((place == tenth).sum()),
            float(sure[place == tenth].mean()),
            float(is_right[place == tenth].mean()),
        )
        for tenth in range(N_BINS)
        if (place == tenth).any()
    ]
