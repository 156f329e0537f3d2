"""Two texts aligned: runs joined over small edits into blocks, every edit named, shares counted.

Runs that follow each other in both texts join where at most `gap_words` words stand between them on either
side. Inside the gaps equal words are paired in order (longest common subsequence). Blocks of fewer than
`least_words` equal words are chance, and dropped before the rest is joined again. No block holds both quoted
primary text and an outlet's own words.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from twosource.tracing.collation.growing import Step, grown, merged, paired
from twosource.tracing.collation.ordering import heaviest_in_order
from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.collation.tiling import Runs, tile
from twosource.tracing.collation.values import Block, Collation, CollationSettings, Edit, Piece, Shares, Span
from twosource.tracing.rows import Hashes
from twosource.tracing.shingles import ShingleIndex, index_shingles
from twosource.tracing.words import WordText

USUAL = CollationSettings()


def collate(parent: Prepared, child: Prepared, *, settings: CollationSettings = USUAL) -> Collation:
    """Return two prepared texts side by side; which of them came first is not asked."""
    groups = [_steps(parent.words, child.words, run) for run in matched_runs(parent, child, settings)]
    groups = grown(groups, parent, child, settings.gap_words)
    moved = _moved(groups)
    blocks = tuple(
        _block(parent, child, steps, is_moved) for steps, is_moved in zip(groups, moved, strict=True)
    )
    in_child, in_parent = _covered(groups, len(child.words), 2), _covered(groups, len(parent.words), 0)
    own = sum(block.n_same for block in blocks if not block.is_quoted)
    same = sum(block.n_same for block in blocks)
    n_quoted = int(child.quoted.sum())
    kept = sum(b.n_same for b, is_moved in zip(blocks, moved, strict=True) if not is_moved)
    return Collation(
        blocks=blocks,
        shares=Shares(
            of_child=same / max(1, len(child.words)),
            of_parent=_equal_in_parent(groups, len(parent.words)) / max(1, len(parent.words)),
            own_of_child=min(1.0, own / max(1, len(child.words) - n_quoted)),
            resemblance=resemblance(parent, child, settings.resemblance_words),
            in_order=kept / same if same else 1.0,
        ),
        n_parent=len(parent.words),
        n_child=len(child.words),
        n_quoted=n_quoted,
        only_parent=_outside(parent.words, in_parent),
        only_child=_outside(child.words, in_child),
    )


def resemblance(parent: Prepared, child: Prepared, n_words: int) -> float:
    """Return the Jaccard index of the runs of n words of two texts; of shorter ones, if they are equal."""
    one, other = (_distinct(_index(text, n_words).ordered) for text in (parent, child))
    if not one.size or not other.size:
        same = len(parent.words) == len(child.words) > 0
        return float(same and bool((parent.words.hashes == child.words.hashes).all()))
    slot = np.minimum(np.searchsorted(one, other), one.size - 1)
    shared = int(np.count_nonzero(one[slot] == other))
    return shared / (one.size + other.size - shared)


def _distinct(ordered: Hashes) -> Hashes:
    """Return each of sorted values once."""
    if not ordered.size:
        return ordered
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]


def _index(text: Prepared, n_words: int) -> ShingleIndex:
    for held in (text.seeds, text.index):
        if held.n_words == n_words:
            return held
    return index_shingles(text.words, n_words)


def matched_runs(parent: Prepared, child: Prepared, settings: CollationSettings) -> list[Runs]:
    """Return the runs of each block, blocks in the child's order; each run is (child, parent, words)."""
    pair = parent.words.hashes, child.words.hashes
    if 0 < pair[0].size == pair[1].size and bool((pair[0] == pair[1]).all()):
        whole = np.array([[0, 0, pair[0].size]], dtype=np.int64)
        return _joined(*_parted(whole, parent, child), settings)
    seeds = [_index(text, settings.seed_words) for text in (parent, child)]
    runs = tile(seeds[0], seeds[1], pair, settings.most_places)
    if not runs.shape[0]:
        return []
    runs, quoted = _parted(runs, parent, child)
    blocks = _joined(runs, quoted, settings)
    sizes = [int(block[:, 2].sum()) for block in blocks]
    if min(sizes) < settings.least_words:
        strong = np.repeat(np.array(sizes) >= settings.least_words, [len(block) for block in blocks])
        if not strong.any():
            return []
        blocks = _joined(runs[strong], quoted[strong], settings)
    return blocks


def _parted(runs: Runs, parent: Prepared, child: Prepared) -> tuple[Runs, NDArray[np.bool_]]:
    """Cut runs where quoted primary text begins or ends; return them with whether each is quoted."""
    if not parent.quoted.any() and not child.quoted.any():
        return runs, np.zeros(runs.shape[0], dtype=np.bool_)
    number = np.repeat(np.arange(runs.shape[0]), runs[:, 2])
    within = np.arange(number.size) - np.repeat(np.cumsum(runs[:, 2]) - runs[:, 2], runs[:, 2])
    child_at, parent_at = runs[number, 0] + within, runs[number, 1] + within
    quoted = child.quoted[child_at] | parent.quoted[parent_at]
    if parent.is_paper or child.is_paper:
        quoted &= False
    fresh = np.ones(number.size, dtype=np.bool_)
    fresh[1:] = (number[1:] != number[:-1]) | (quoted[1:] != quoted[:-1])
    first = np.flatnonzero(fresh)
    sizes = np.diff(np.concatenate((first, [number.size])))
    return np.stack((child_at[first], parent_at[first], sizes), axis=1), quoted[first]


def _joined(runs: Runs, quoted: NDArray[np.bool_], settings: CollationSettings) -> list[Runs]:
    """Group runs that follow each other in both texts with only a small edit between them."""
    ends = runs[:, :2] + runs[:, 2:3]
    gaps = runs[1:, :2] - ends[:-1]
    widest = gaps.max(axis=1)
    near = (gaps.min(axis=1) >= 0) & (widest <= settings.gap_words)
    near &= widest <= settings.gap_share * (runs[1:, 2] + runs[:-1, 2])
    near &= quoted[1:] == quoted[:-1]
    return np.split(runs, np.flatnonzero(~near) + 1)


def _steps(parent: WordText, child: WordText, runs: Runs) -> list[Step]:
    """Return a block as steps from its first word to its last, equal words and edits by turns."""
    steps: list[Step] = []
    rows = runs.tolist()
    for number, (at, source, size) in enumerate(rows):
        if number:
            before = rows[number - 1]
            steps += paired(parent, child, (before[1] + before[2], source), (before[0] + before[2], at))
        steps.append((source, source + size, at, at + size, True))
    return merged(steps)


def _block(parent: Prepared, child: Prepared, steps: Sequence[Step], is_moved: bool) -> Block:
    pieces = tuple(_piece(parent.words, child.words, step) for step in steps)
    first = steps[0]
    is_paper = parent.is_paper or child.is_paper
    is_quoted = not is_paper and bool(parent.quoted[first[0]] or child.quoted[first[2]])
    return Block(
        parent=Span(start=pieces[0].parent.start, end=pieces[-1].parent.end),
        child=Span(start=pieces[0].child.start, end=pieces[-1].child.end),
        pieces=pieces,
        n_same=sum(step[3] - step[2] for step in steps if step[4]),
        longest=max(step[3] - step[2] for step in steps if step[4]),
        is_quoted=is_quoted,
        is_moved=is_moved,
    )


def _piece(parent: WordText, child: WordText, step: Step) -> Piece:
    p0, p1, c0, c1, is_same = step
    if is_same:
        edit = Edit.SAME
    elif p0 == p1:
        edit = Edit.INSERTED
    else:
        edit = Edit.DELETED if c0 == c1 else Edit.REPLACED
    return Piece(
        edit=edit,
        parent=span_of(parent, p0, p1),
        child=span_of(child, c0, c1),
        parent_words=p1 - p0,
        child_words=c1 - c0,
    )


def span_of(words: WordText, first: int, last: int) -> Span:
    """Return where the words first .. last - 1 stand; for none, the place before the word `first`."""
    if first == last:
        at = int(words.starts[first]) if first < len(words) else len(words.text)
        return Span(start=at, end=at)
    return Span(start=int(words.starts[first]), end=int(words.ends[last - 1]))


def _moved(groups: Sequence[Sequence[Step]]) -> list[bool]:
    """Say of each block whether it stands outside the heaviest row of blocks that keep their order."""
    places = [(steps[0][0], steps[-1][1], sum(s[3] - s[2] for s in steps if s[4])) for steps in groups]
    kept = heaviest_in_order(places)
    return [number not in kept for number in range(len(groups))]


def _covered(groups: Sequence[Sequence[Step]], n_words: int, side: int) -> NDArray[np.bool_]:
    """Mark the words of one text that stand in a block, edits included."""
    covered = np.zeros(n_words, dtype=np.bool_)
    for steps in groups:
        covered[steps[0][side] : steps[-1][side + 1]] = True
    return covered


def _equal_in_parent(groups: Sequence[Sequence[Step]], n_words: int) -> int:
    """Count the words of the parent that stand equal in the child, each once."""
    equal = np.zeros(n_words, dtype=np.bool_)
    for steps in groups:
        for p0, p1, _, _, is_same in steps:
            if is_same:
                equal[p0:p1] = True
    return int(equal.sum())


def _outside(words: WordText, covered: NDArray[np.bool_]) -> tuple[Span, ...]:
    """Return the stretches that no block holds."""
    bounded = np.concatenate(([1], covered.astype(np.int64), [1]))
    edges = bounded[1:] - bounded[:-1]
    firsts, lasts = np.flatnonzero(edges == -1).tolist(), np.flatnonzero(edges == 1).tolist()
    return tuple(span_of(words, first, last) for first, last in zip(firsts, lasts, strict=True))
