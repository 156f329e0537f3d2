"""The baseline for origins: pages that share enough of their 5-word runs are held to be copies.

This is what text-reuse tools do without attribution or time. It sees verbatim copies; it sees
neither a rewriting nor a translation, and counts both as independent.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from bench.measures import components
from twosource.matching import fold

WIDTH = 5
MIN_JACCARD = 0.1


def shingles(text: str, width: int = WIDTH) -> frozenset[tuple[str, ...]]:
    """Return the runs of `width` folded words of a text."""
    words = [word for word in ("".join(c if c.isalnum() else " " for c in fold(text))).split() if word]
    return frozenset(tuple(words[i : i + width]) for i in range(len(words) - width + 1))


def pairs_sharing(sets: Sequence[frozenset[tuple[str, ...]]], max_df: int) -> Iterator[tuple[int, int, int]]:
    """Yield (earlier, later, number shared) for pages sharing a shingle that at most `max_df` pages have."""
    postings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, found in enumerate(sets):
        for shingle in found:
            postings[shingle].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in postings.values():
        if 1 < len(numbers) <= max_df:
            for pair in combinations(numbers, 2):
                shared[pair] += 1
    for (one, other), count in sorted(shared.items()):
        yield one, other, count


def shingle_groups(texts: Sequence[str], max_df: int = 50, min_jaccard: float = MIN_JACCARD) -> list[int]:
    """Return the group of each text: those whose Jaccard index reaches `min_jaccard` are joined."""
    sets = [shingles(text) for text in texts]
    near = [
        (one, other)
        for one, other, n_shared in pairs_sharing(sets, max_df)
        if n_shared >= min_jaccard * (len(sets[one]) + len(sets[other]) - n_shared)
    ]
    return components(len(texts), near)
