"""Which parts keep the order they have in the other text: the heaviest row that rises."""

from collections.abc import Sequence


def heaviest_in_order(places: Sequence[tuple[int, int, int]]) -> frozenset[int]:
    """Return the numbers of the parts of the heaviest row whose places in the other text do not overlap.

    Each part is (start, end, weight) in the other text, given in the order of its own. O(n log n) with a tree
    of running maxima; of rows as heavy as each other the one found first stays.

    By hand: starts 0, 50, 10, 20 with weights 5, 9, 4, 6: the row 0, 10, 20 weighs 15, the row 0, 50 only 14.
    """
    ranks = {start: i + 1 for i, start in enumerate(sorted({p[0] for p in places} | {p[1] for p in places}))}
    size = len(ranks)
    tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    before: list[int] = []
    best = (0, -1)
    for number, (start, end, weight) in enumerate(places):
        top, at = (0, -1), ranks[start]
        while at > 0:
            top = max(top, tree[at], key=_weight)
            at -= at & -at
        before.append(top[1])
        row = (top[0] + weight, number)
        best = max(best, row, key=_weight)
        at = ranks[end]
        while at <= size:
            tree[at] = max(tree[at], row, key=_weight)
            at += at & -at
    kept = set()
    last = best[1]
    while last >= 0:
        kept.add(last)
        last = before[last]
    return frozenset(kept)


def _weight(row: tuple[int, int]) -> int:
    return row[0]
