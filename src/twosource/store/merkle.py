"""The Merkle tree of RFC 6962: one hash that stands for a whole ledger, and short proofs about it.

Source: RFC 6962 section 2.1 (hashes, audit paths, consistency proofs); the two verifying
functions follow RFC 9162 sections 2.1.3.2 and 2.1.4.2. A leaf is hashed behind a zero byte and
a node behind a one, so that no node can pass for a leaf. Hashes are 32 raw bytes throughout.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The roots of the complete subtrees along the right edge, widest first: one per set bit of size.

    With it, appending costs O(1) hashes on average and the root O(log n), without old leaves.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier after appending leaf hashes in order."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            node, rest = leaf, size
            while rest & 1:
                node = node_hash(peaks.pop(), node)
                rest >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The Merkle tree hash; SHA-256 of nothing for an empty tree."""
        if not self.peaks:
            return EMPTY_ROOT
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def to_bytes(self) -> bytes:
        """Return the peaks one after the other."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, raw: bytes) -> "Frontier":
        """Read peaks back. Raises ValueError where their number does not fit the size."""
        if len(raw) != WIDTH * size.bit_count():
            raise ValueError(f"{len(raw)} bytes are no frontier of {size} leaves")
        return cls(size, tuple(raw[i : i + WIDTH] for i in range(0, len(raw), WIDTH)))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the Merkle tree hash of leaf hashes."""
    return Frontier().extend(leaves).root


def _split(n: int) -> int:
    """Return the largest power of two below n (n > 1)."""
    return 1 << ((n - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of the leaf at `index` (from 0), from the leaf upwards.

    Raises IndexError where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} among {len(leaves)}")
    path: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root_of(leaves[middle:end]))
            end = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start = middle
    return tuple(reversed(path))


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of all leaves extends the tree of the first `earlier`.

    Raises IndexError unless 0 < earlier <= number of leaves.
    """
    if not 0 < earlier <= len(leaves):
        raise IndexError(f"no tree of {earlier} within {len(leaves)}")
    path: list[bytes] = []
    start, end, is_whole = 0, len(leaves), True
    while earlier != end:
        middle = start + _split(end - start)
        if earlier <= middle:
            path.append(root_of(leaves[middle:end]))
            end = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start, is_whole = middle, False
    if not is_whole:
        path.append(root_of(leaves[start:end]))
    return tuple(reversed(path))


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof shows that `leaf` stands at `index` in the tree of `size` with that root."""
    if not 0 <= index < size:
        return False
    at, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def is_consistent(
    earlier: int, later: int, earlier_root: bytes, later_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the proof shows that the later tree only appended to the earlier one."""
    if not 0 < earlier <= later:
        return False
    if earlier == later:
        return not proof and earlier_root == later_root
    path = [earlier_root, *proof] if earlier.bit_count() == 1 else list(proof)
    if not path:
        return False
    at, last = earlier - 1, later - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old == earlier_root and new == later_root
