"""Near-duplicates among any number of texts: what the index finds against comparing all pairs."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.tracing.near import NearSettings, near_pairs
from twosource.tracing.words import split_words

TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=9).map(" ".join), max_size=8)
LOOSE = NearSettings(n_words=3, least_shared=1)


def pairs_of(texts, outlets=None, options=LOOSE):
    """Return {(earlier, later): shared} as plain values."""
    found = near_pairs(iter(texts), outlets=outlets, settings=options)
    rows = zip(found.parents.tolist(), found.children.tolist(), found.shared.tolist(), strict=True)
    return {(parent, child): shared for parent, child, shared in rows}


def shingles_of(text, n=3):
    """Return the set of runs of n words."""
    words = text.split()
    return {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}


def by_brute_force(texts, outlets=None):
    """Compare all pairs; a text with the words of an earlier one is paired with the first of those alone."""
    first = {}
    for i, text in enumerate(texts):
        first.setdefault((text, outlets[i] if outlets else 0), i)
    found = {}
    for i, j in combinations(range(len(texts)), 2):
        if outlets and outlets[i] == outlets[j]:
            continue
        here, there = (first[texts[k], outlets[k] if outlets else 0] for k in (i, j))
        shared = len(shingles_of(texts[i]) & shingles_of(texts[j]))
        if texts[j] and here == i and there == i:
            found[i, j] = len(texts[j].split()) - 2 if len(texts[j].split()) > 2 else 0
        elif here == i and there == j and shared:
            found[i, j] = shared
    return found


@settings(max_examples=120)
@given(TEXTS)
def test_the_index_finds_what_comparing_all_pairs_finds(texts):
    """No pair with a shingle in common is missed, none without one is found, and each count is right."""
    assert pairs_of(texts) == by_brute_force(texts)


@settings(max_examples=120)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from("abcdef"), max_size=9).map(" ".join), st.integers(0, 3)),
        max_size=6,
    )
)
def test_so_it_does_between_outlets(rows):
    """Two texts of one outlet are not paired; a shingle an outlet repeats is looked at by its share."""
    texts, outlets = [text for text, _ in rows], [outlet for _, outlet in rows]
    options = NearSettings(n_words=3, least_shared=1, furniture=99.0)
    assert pairs_of(texts, outlets, options) == by_brute_force(texts, outlets)


@given(TEXTS, st.integers(1, 5), st.integers(1, 3))
def test_blocks_and_threads_change_nothing(texts, block, threads):
    """How the stream is cut is no part of the result."""
    options = NearSettings(n_words=3, least_shared=1, block=block, threads=threads)
    assert pairs_of(texts, options=options) == pairs_of(texts)


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_texts_changes_only_who_is_the_earlier(texts, rng):
    """Different texts are paired with the same texts in whatever order they come."""
    texts = list(dict.fromkeys(texts))
    shuffled = list(texts)
    rng.shuffle(shuffled)

    def named(rows):
        return {frozenset((rows[i], rows[j])): shared for (i, j), shared in pairs_of(rows).items()}

    assert named(shuffled) == named(texts)


def test_one_changed_word_of_thirty_is_found():
    """The defaults: a copy with a changed word shares most shingles, a stranger none."""
    words = [f"w{i}" for i in range(30)]
    copy = [*words[:14], "other", *words[15:]]
    stranger = [f"v{i}" for i in range(30)]
    found = pairs_of([" ".join(words), " ".join(stranger), " ".join(copy)], options=NearSettings())
    assert found == {(0, 2): 21}


def test_halves_in_the_other_order_are_found():
    """Order over the whole text does not matter, order within a run does."""
    words = [f"w{i}" for i in range(30)]
    found = pairs_of([" ".join(words), " ".join(words[15:] + words[:15])], options=NearSettings())
    assert found == {(0, 1): 22}


def test_a_run_shared_by_chance_is_no_candidate():
    """One shingle alone pairs nobody, unless it is all the shorter text has."""
    options = NearSettings(n_words=3)
    assert pairs_of(["a b c x y z", "p q a b c r"], options=options) == {}
    assert pairs_of(["a b c x y z", "a b c"], options=options) == {(0, 1): 1}


def test_texts_shorter_than_a_shingle_are_paired_when_they_are_the_same():
    """Two words alone share no run of five; the same two words are the same text. Empty texts are nothing."""
    assert pairs_of(["", "guns left", "", "Guns LEFT!", "left guns"], options=NearSettings()) == {(1, 3): 0}
    assert pairs_of([]) == {}
    assert pairs_of(["", " … "]) == {}


def test_case_accents_and_arabic_vowel_signs_hide_no_copy():
    """Words are compared as everywhere in tracing, right-to-left text included."""
    plain = "غادرت القافلة المدينة مساء الاحد باتجاه الشرق دون قتال"
    marked = "غَادَرَت القافـــلة المدينة مساء الأحد باتجاه الشرق دون قتال"
    assert pairs_of([plain, marked], options=NearSettings()) == {(0, 1): 5}


def test_a_common_sentence_joins_everybody_to_the_earliest_alone():
    """Two hundred holders give 199 pairs, not twenty thousand."""
    texts = [f"a b c d e f g h own{i}" for i in range(200)]
    assert set(pairs_of(texts, options=NearSettings())) == {(0, i) for i in range(1, 200)}


def test_a_common_sentence_that_is_little_of_a_text_joins_nobody():
    """Where outlets are unknown the share of the later text decides whether it is a copy or a phrase."""
    texts = [" ".join(["a b c d e f", *(f"own{i}x{k}" for k in range(30))]) for i in range(200)]
    assert pairs_of(texts, options=NearSettings()) == {}


def test_a_footer_on_every_page_of_an_outlet_pairs_nobody():
    """Three outlets of one house, a hundred pages each, one footer of forty words under thirty of their own."""
    foot = " ".join(f"foot{k}" for k in range(40))
    texts = [" ".join([*(f"own{i}x{k}" for k in range(30)), foot]) for i in range(300)]
    outlets = [i % 3 for i in range(300)]
    found = near_pairs(texts, outlets=outlets)
    assert len(found) == 0
    assert found.n_furniture == 36
    assert len(near_pairs(texts)) == 299


def test_a_copy_under_a_footer_is_still_found():
    """Leaving the footer out does not hide what stands above it."""
    foot = " ".join(f"foot{k}" for k in range(40))
    bodies = [" ".join(f"own{i}x{k}" for k in range(30)) for i in range(300)]
    bodies[200] = bodies[100].replace("own100x7", "changed")
    found = near_pairs([f"{b} {foot}" for b in bodies], outlets=[i % 3 for i in range(300)])
    assert (found.parents.tolist(), found.children.tolist()) == ([100], [200])


def test_an_outlet_that_revises_its_report_does_not_hide_its_copyist():
    """Ten states of one report and a copy elsewhere: the copy is paired with the report."""
    states = [" ".join([*(f"w{k}" for k in range(30)), f"state{i}"]) for i in range(10)]
    found = pairs_of([*states, " ".join(f"w{k}" for k in range(30))], [0] * 10 + [1], NearSettings())
    assert found == {(0, 10): 26}


def test_ten_thousand_identical_copies_are_paired_with_the_first():
    """They cost ten thousand pairs, with outlets known and unknown."""
    texts = ["the same eight words stand in every text"] * 10_000
    for outlets in (None, range(10_000)):
        found = near_pairs(texts, outlets=outlets)
        assert len(found) == 9_999
        assert not found.parents.any()
        assert (found.shared == 4).all()


def test_pairs_are_sorted_by_the_later_text():
    """Whoever reads them in order knows the earlier ones already."""
    rng = np.random.default_rng(1)
    texts = [" ".join(rng.choice(list("abcdef"), 12)) for _ in range(60)]
    found = near_pairs(texts, settings=LOOSE)
    rows = list(zip(found.children.tolist(), found.parents.tolist(), strict=True))
    assert rows == sorted(set(rows))
    assert all(parent < child for child, parent in rows)


def test_outlets_must_fit_the_texts_and_settings_must_be_positive():
    """A wrong call is said at once."""
    with pytest.raises(ValueError, match="2 texts have outlets for 3"):
        near_pairs(["a", "b"], outlets=[1, 2, 3])
    with pytest.raises(ValueError, match="start at 1"):
        NearSettings(n_words=0)


def test_the_words_of_the_index_are_the_words_of_tracing():
    """A shingle of the index is one of `split_words`: as many, and equal for equal words."""
    text = "“He said 22,000 left; 武器 10:30am”"
    words = split_words(text)
    found = near_pairs([text, text.upper()], settings=NearSettings(n_words=2, least_shared=1))
    assert found.shared.tolist() == [len(words) - 1]
