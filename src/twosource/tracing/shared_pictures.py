"""The same picture in two reports: a sign that one has it from the other, and how strong a sign.

Two looks (see `PictureHash`) within `MOST_BITS` of 256 are one picture. Photographs are sold to everybody, so
one shared picture weighs little and each further one less than a run of words; its rate among separate
reports is counted over the publishers that show it, and never taken below `rate` of
`vocabulary/copying.toml`.

Formula: q = max(rate, (m + s * rate) / (M + s)): m of the M publishers besides the pair show the picture, s
is the strength of the prior in publishers. A picture that more than fifty publishers or two hundred reports
show says nothing: it is sold to everybody, or furniture of a page.

By hand: two of two publishers show it: M = 0 others, q = rate = .1. Of twelve, eight show it: with
s = 4, q = (6 + .4) / (10 + 4) = .46, and it hardly speaks for copying any more.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from twosource.evidence.lineage import PictureHash
from twosource.terms import load_table

MOST_BITS = 40
MOST_PUBLISHERS = 50
MOST_REPORTS = 200
MOST_FRAMES = 20
BLOCK = 1_024
N_BITS = 256
Shown = tuple[PictureHash, PictureHash, float]


def shared_pictures(
    pictures: Mapping[str, Sequence[PictureHash]], publishers: Mapping[str, str]
) -> dict[tuple[str, str], tuple[Shown, ...]]:
    """Return, per pair of exhibits of different publishers in order of id, what both show and its rate q.

    What looks alike counts once for a pair, by its likest two: twenty frames of one scene are one picture,
    and of a report that shows more the first twenty are compared. `publishers` goes by exhibit. The
    comparison is one matrix product per block of pictures; pictures of one look are taken together first.
    """
    held = [(e, p) for e in sorted(pictures) if e in publishers for p in pictures[e]]
    looks = sorted({p.look for _, p in held})
    if not looks:
        return {}
    of_look: dict[str, list[tuple[str, PictureHash]]] = {look: [] for look in looks}
    for exhibit_id, picture in held:
        of_look[picture.look].append((exhibit_id, picture))
    found: dict[tuple[str, str], list[Shown]] = {}
    n_publishers = len({publishers[e] for e in pictures if e in publishers})
    for family in _families(looks):
        frames: dict[str, dict[str, PictureHash]] = {}
        for look in family:
            for exhibit_id, picture in of_look[look]:
                frames.setdefault(exhibit_id, {}).setdefault(look, picture)
        n_showing = len({publishers[e] for e in frames})
        if n_showing < 2 or n_showing > MOST_PUBLISHERS or len(frames) > MOST_REPORTS:
            continue
        q = _rate(n_showing, n_publishers)
        few = {e: list(of.values())[:MOST_FRAMES] for e, of in frames.items()}
        for one, other in combinations(sorted(few), 2):
            if publishers[one] != publishers[other] and (both := _likest(few[one], few[other])):
                found.setdefault((one, other), []).append((*both, q))
    return {pair: tuple(rows) for pair, rows in sorted(found.items())}


def _likest(
    mine: Sequence[PictureHash], theirs: Sequence[PictureHash]
) -> tuple[PictureHash, PictureHash] | None:
    """Return the two likest pictures of two reports; nothing where none are one picture."""
    rows = [(one.distance(other), one.picture_id, other.picture_id) for one in mine for other in theirs]
    best = min(rows)
    if best[0] > MOST_BITS:
        return None
    by_id = {picture.picture_id: picture for picture in (*mine, *theirs)}
    return by_id[best[1]], by_id[best[2]]


def _rate(n_showing: int, n_publishers: int) -> float:
    table = load_table("copying")["pictures"]
    rate, strength = float(table["rate"]), float(table["strength"])
    others, showing = max(0, n_publishers - 2), max(0, n_showing - 2)
    return max(rate, (showing + strength * rate) / (others + strength))


def _families(looks: Sequence[str]) -> list[list[str]]:
    """Return looks that hang together, each within `MOST_BITS` of another of its family."""
    bits = np.unpackbits(
        np.array([list(bytes.fromhex(look)) for look in looks], dtype=np.uint8), axis=1
    ).astype(np.float32)
    leader = list(range(len(looks)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for start in range(0, len(looks), BLOCK):
        for one, other in _near(bits, start).tolist():
            first, second = sorted((find(one), find(other)))
            leader[second] = first
    groups: dict[int, list[str]] = {}
    for at, look in enumerate(looks):
        groups.setdefault(find(at), []).append(look)
    return list(groups.values())


def _near(bits: NDArray[np.float32], start: int) -> NDArray[np.int64]:
    """Return the pairs (earlier, later) of near looks whose earlier one lies in a block."""
    block = bits[start : start + BLOCK]
    ones = bits.sum(axis=1)
    apart = ones[start : start + BLOCK, np.newaxis] + ones[np.newaxis, :] - 2 * (block @ bits.T)
    one, other = np.nonzero(apart <= MOST_BITS)
    one = one + start
    return np.column_stack((one, other))[one < other].astype(np.int64)
