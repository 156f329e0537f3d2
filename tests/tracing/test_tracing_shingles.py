"""Words, shingles and runs: what counts as the same word, which texts are compared, what they share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.tracing.shingles import candidate_pairs, index_shingles, shared_runs
from twosource.tracing.words import split_words, word_hash

SENTENCES = st.lists(st.sampled_from("abcdef"), max_size=14).map(" ".join)


def pairs_of(texts, groups=None, **options):
    indexes = [index_shingles(split_words(text), 4) for text in texts]
    return [tuple(p) for p in candidate_pairs(indexes, groups or range(len(texts)), **options).tolist()]


def runs_of(parent, child):
    first, second = (index_shingles(split_words(text), 4) for text in (parent, child))
    return [(run.parent_at, run.child_at, run.n_words) for run in shared_runs(first, second)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Guns LEFT town", "guns left town"),
        ("Übergabe", "ubergabe"),
        ("Café", "cafe"),
        ("مُحَمَّد", "محمد"),
        ("الرقـــة", "الرقة"),
        ("أمر", "امر"),
        ("ﬁle", "file"),
    ],
)
def test_spellings_of_one_word_are_one_word(first, second):
    """Case, accents, vowel signs and stretching do not hide a copy."""
    assert split_words(first).hashes.tolist() == split_words(second).hashes.tolist()


def test_different_words_stay_different():
    """The letters decide."""
    assert split_words("town").hashes.tolist() != split_words("towns").hashes.tolist()


def test_words_are_shown_as_written_and_know_where_they_stand():
    """Offsets point into the text as it was read."""
    words = split_words("  The “Guns”\n left: 22,000!")
    written = [words.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
    assert written == ["The", "Guns", "left", "22,000"]
    assert words.between(0, 3) == "The “Guns” left"


def test_signs_without_spaces_are_words_of_their_own():
    """Chinese text can be compared although nobody puts spaces in it."""
    assert len(split_words("武器已经运走")) == 6


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "«{}»", "„{}“", "「{}」"])
def test_words_in_quotation_marks_are_known_as_quoted(marks):
    """Each writing tradition has its own marks."""
    words = split_words("He wrote " + marks.format("move the guns at night") + " they say")
    assert words.quoted.tolist() == [False] * 2 + [True] * 5 + [False] * 2


def test_a_turn_of_phrase_in_marks_is_no_quotation():
    """Fewer than four words in marks are a name or irony."""
    assert not split_words("the so-called “Islamic State” fled").quoted.any()


def test_an_empty_text_has_no_words_and_no_shingles():
    """Nothing is compared with nothing."""
    words = split_words(" \n … ")
    assert len(words) == 0
    assert words.shingles(4).size == 0
    assert pairs_of(["", "", "a b c d"]) == []
    assert pairs_of([]) == []


def test_two_texts_that_share_five_words_are_paired_and_the_run_found():
    """The toy answer: one pair, one run."""
    texts = ["p q a b c d e", "x a b c d e y"]
    assert pairs_of(texts) == [(0, 1)]
    assert runs_of(*texts) == [(2, 1, 5)]


def test_texts_of_one_publisher_are_never_paired():
    """An outlet that repeats itself is one outlet."""
    assert pairs_of(["a b c d", "a b c d"], groups=[7, 7]) == []


def test_a_common_sentence_joins_everybody_to_the_earliest_only():
    """A hundred holders of one sentence give ninety-nine pairs, not four thousand."""
    texts = [f"a b c d own{i}" for i in range(100)]
    assert pairs_of(texts, df_max=50) == [(0, i) for i in range(1, 100)]


def test_each_text_keeps_those_it_shares_most_with():
    """Of many earlier look-alikes the closest are compared; equal ones by age."""
    texts = ["a b c d", "a b c d e", "a b c d e f", "a b c d e f"]
    assert [p for p in pairs_of(texts, keep=1) if p[1] == 3] == [(2, 3)]
    assert [p for p in pairs_of(texts, keep=2) if p[1] == 3] == [(1, 3), (2, 3)]


@given(st.lists(SENTENCES, max_size=6))
def test_exactly_the_texts_that_share_a_shingle_are_paired(texts):
    """With room for all, the index finds what comparing all pairs finds."""
    held = [set(split_words(text).shingles(4).tolist()) for text in texts]
    expected = [(i, j) for j in range(len(texts)) for i in range(j) if held[i] & held[j]]
    assert pairs_of(texts, keep=10) == expected


@given(SENTENCES, SENTENCES)
def test_runs_are_shared_long_enough_and_never_overlap(parent, child):
    """Every run stands in both texts, has at least four words, and no word of the child counts twice."""
    first, second = split_words(parent), split_words(child)
    end = 0
    for parent_at, child_at, n in runs_of(parent, child):
        assert n >= 4
        assert child_at >= end
        end = child_at + n
        assert (first.hashes[parent_at : parent_at + n] == second.hashes[child_at:end]).all()


@given(SENTENCES, SENTENCES)
def test_whatever_stands_in_both_is_covered(parent, child):
    """Each shingle of the child that the parent has lies in a run or touches one."""
    known = set(split_words(parent).shingles(4).tolist())
    covered = np.zeros(len(child.split()) + 4, dtype=bool)
    for _, child_at, n in runs_of(parent, child):
        covered[child_at : child_at + n] = True
    for place, shingle in enumerate(split_words(child).shingles(4).tolist()):
        if shingle in known:
            assert covered[place : place + 4].any()


@given(SENTENCES)
def test_a_text_shares_all_of_itself(text):
    """Unless words repeat, the copy is one run from the first word to the last."""
    words = list(dict.fromkeys(text.split()))
    expected = [(0, 0, len(words))] if len(words) >= 4 else []
    assert runs_of(" ".join(words), " ".join(words)) == expected


@given(st.text(alphabet="aBéß9 .,:_'“”\"\n-\u0301\u0640م日カ", max_size=80))
def test_every_word_stands_where_it_is_said_to_stand(text):
    """Slicing a text at the places of a word gives that word, and nothing between words is one."""
    words = split_words(text)
    places = list(zip(words.starts.tolist(), words.ends.tolist(), strict=True))
    assert [word_hash(text[first:last]) for first, last in places] == words.hashes.tolist()
    edges = [0, *(edge for place in places for edge in place), len(text)]
    assert edges == sorted(edges)
    assert not any(len(split_words(text[a:b])) for a, b in zip(edges[::2], edges[1::2], strict=True))
