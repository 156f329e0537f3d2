"""RFC 6962: the known vectors of certificate transparency, and the algebra of trees and proofs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.store import merkle

# The eight leaves and their roots that the implementations of RFC 6962 test against.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]

HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]
TREES = st.lists(st.binary(max_size=4), min_size=1, max_size=40).map(
    lambda entries: [merkle.leaf_hash(entry) for entry in entries]
)


def raw(texts):
    return [bytes.fromhex(text) for text in texts]


def root_by_definition(leaves):
    """The recursive definition of RFC 6962 section 2.1, word by word."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.node_hash(root_by_definition(leaves[:k]), root_by_definition(leaves[k:]))


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert merkle.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots_come_out(size):
    assert merkle.root_of(HASHES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_the_known_audit_paths_come_out_and_hold(index, size, path):
    assert merkle.inclusion_proof(HASHES[:size], index) == tuple(raw(path))
    assert merkle.is_included(HASHES[index], index, size, raw(path), bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("earlier", "later", "path"), CONSISTENCY)
def test_the_known_consistency_proofs_come_out_and_hold(earlier, later, path):
    assert merkle.consistency_proof(HASHES[:later], earlier) == tuple(raw(path))
    old, new = bytes.fromhex(ROOTS[earlier - 1]), bytes.fromhex(ROOTS[later - 1])
    assert merkle.is_consistent(earlier, later, old, new, raw(path))


@given(TREES, st.integers(0, 40))
def test_appending_in_parts_gives_the_root_of_the_definition(leaves, cut):
    frontier = merkle.Frontier().extend(leaves[:cut]).extend(leaves[cut:])
    assert frontier.size == len(leaves)
    assert frontier.root == root_by_definition(leaves)
    assert len(frontier.peaks) == len(leaves).bit_count()


@given(TREES)
def test_a_frontier_written_down_reads_back(leaves):
    frontier = merkle.Frontier().extend(leaves)
    assert merkle.Frontier.from_bytes(frontier.size, frontier.to_bytes()) == frontier
    with pytest.raises(ValueError, match="no frontier"):
        merkle.Frontier.from_bytes(frontier.size, frontier.to_bytes()[:-1])


@given(TREES, st.data())
def test_every_leaf_proves_its_place_and_no_other(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root_of(leaves)
    assert merkle.is_included(leaves[index], index, len(leaves), proof, root)
    if leaves[other] != leaves[index]:
        assert not merkle.is_included(leaves[other], index, len(leaves), proof, root)
        assert not merkle.is_included(leaves[index], other, len(leaves), proof, root)
    assert not merkle.is_included(leaves[index], index, len(leaves), [*proof, root], root)
    assert not merkle.is_included(leaves[index], index, len(leaves), proof, merkle.leaf_hash(root))
    assert not merkle.is_included(leaves[index], len(leaves), len(leaves), proof, root)
    if proof:
        assert not merkle.is_included(leaves[index], index, len(leaves), proof[:-1], root)


@given(TREES, st.data())
def test_every_prefix_is_consistent_with_what_grew_from_it(leaves, data):
    earlier = data.draw(st.integers(1, len(leaves)))
    proof = merkle.consistency_proof(leaves, earlier)
    old, new = merkle.root_of(leaves[:earlier]), merkle.root_of(leaves)
    assert merkle.is_consistent(earlier, len(leaves), old, new, proof)
    assert not merkle.is_consistent(earlier, len(leaves), merkle.leaf_hash(old), new, proof)
    assert not merkle.is_consistent(earlier, len(leaves), old, merkle.leaf_hash(new), proof)
    assert not merkle.is_consistent(0, len(leaves), old, new, proof)
    assert not merkle.is_consistent(earlier, len(leaves), old, new, [*proof, old])


@given(TREES, st.data())
def test_a_rewritten_past_has_no_consistency_proof(leaves, data):
    """Whoever changes an old entry cannot use the honest proof, whatever was appended after it."""
    earlier = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, earlier - 1))
    forged = [*leaves]
    forged[changed] = merkle.leaf_hash(b"forged" + leaves[changed])
    proof = merkle.consistency_proof(forged, earlier)
    old, new = merkle.root_of(leaves[:earlier]), merkle.root_of(forged)
    assert not merkle.is_consistent(earlier, len(leaves), old, new, proof)


def test_there_is_no_proof_about_what_is_not_there():
    for index in (-1, 8):
        with pytest.raises(IndexError):
            merkle.inclusion_proof(HASHES, index)
    for earlier in (0, 9):
        with pytest.raises(IndexError):
            merkle.consistency_proof(HASHES, earlier)
