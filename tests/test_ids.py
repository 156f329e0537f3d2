"""Content addresses, keys that cannot collide by joining, sigla there and back."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource import ids


@given(st.binary(max_size=3 * 1024))
def test_the_digest_of_a_stream_is_the_digest_of_its_bytes(content):
    assert ids.digest_of_stream(io.BytesIO(content)) == (ids.digest_of(content), len(content))
    assert ids.digest_of(content) == hashlib.sha256(content).hexdigest()


def test_only_lower_case_sha_256_counts_as_a_digest():
    assert ids.is_digest("a" * 64)
    assert not ids.is_digest("A" * 64)
    assert not ids.is_digest("a" * 63)
    assert not ids.is_digest("a" * 64 + "\n")


def test_parts_cannot_be_moved_across_their_border():
    assert ids.key("x", "ab", "c") != ids.key("x", "a", "bc")
    assert ids.key("x", "a", "") != ids.key("x", "", "a")


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_parts_have_different_keys(a, b):
    assert (ids.key("k", *a) == ids.key("k", *b)) == (a == b)


def test_a_key_names_its_kind_and_takes_any_text():
    assert ids.key("party", "\ud800 lone surrogate").startswith("party-")


@given(st.sampled_from(sorted(ids.SIGLA)), st.integers(1, 10**9))
def test_sigla_go_out_and_come_back(kind, number):
    assert ids.parse_siglum(ids.siglum(kind, number)) == (kind, number)


@pytest.mark.parametrize("text", ["", "E", "E0", "E01", "17", "X3", "e3", "E3 ", "E-1"])
def test_what_is_no_siglum_is_none(text):
    assert ids.parse_siglum(text) is None


def test_a_party_and_a_passage_have_letters_of_their_own():
    """Letters of sigla are never shared: `same N3 N9` must not be able to mean two passages."""
    assert ids.siglum("party", 3) == "N3"
    assert ids.siglum("passage", 3) == "P3"
    assert len(set(ids.SIGLA.values())) == len(ids.SIGLA)


def test_sigla_count_from_one():
    with pytest.raises(ValueError, match="from 1"):
        ids.siglum("exhibit", 0)
