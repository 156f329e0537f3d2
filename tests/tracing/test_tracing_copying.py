"""The copy formula and the rate of a run of words: figures by hand, limits, and what moves them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.tracing.background import Background
from twosource.tracing.copying import Comparer, Quoting, copy_log_ratio
from twosource.tracing.priors import copy_priors
from twosource.tracing.shingles import index_shingles, shared_runs
from twosource.tracing.words import split_words

PRIORS = copy_priors()
RATES = st.lists(st.floats(0.001, 1.0), max_size=8)


def comparer(*texts, papers=(), families=None):
    words = [split_words(text) for text in texts]
    shingles = [split_words(paper).shingles(PRIORS.n_words) for paper in papers]
    return Comparer(
        quoting=Quoting(
            texts=words,
            papers=np.unique(np.concatenate(shingles)) if shingles else np.zeros(0, dtype=np.uint64),
            is_paper=[text in papers for text in texts],
            n_words=PRIORS.n_words,
        ),
        background=Background(words, families or list(range(len(words))), PRIORS),
        priors=PRIORS,
    )


def evidence(which, parent, child):
    runs = shared_runs(*(index_shingles(which.quoting.texts[i], PRIORS.n_words) for i in (parent, child)))
    return which.compare(parent, child, runs, ("passage-1",))


def test_one_rare_feature_by_hand():
    """q = .01 shared, nothing lacking: factors 10.9, 30.7, 60.4, 90.1; Lambda = log 48.025."""
    assert copy_log_ratio((0.01,), 0, PRIORS) == pytest.approx(math.log((10.9 + 30.7 + 60.4 + 90.1) / 4))


def test_ten_lacking_units_by_hand():
    """Each share c pays (1 - c)^10 for what the child lacks."""
    told = [10.9 * 0.9**10, 30.7 * 0.7**10, 60.4 * 0.4**10, 90.1 * 0.1**10]
    assert copy_log_ratio((0.01,), 10, PRIORS) == pytest.approx(math.log(sum(told) / 4))


def test_no_feature_and_nothing_lacking_says_nothing():
    """Two empty texts tell neither way."""
    assert copy_log_ratio((), 0, PRIORS) == pytest.approx(0.0)


@given(RATES, st.integers(0, 40), st.floats(0.001, 1.0))
def test_one_more_shared_feature_never_lowers_the_ratio(q, lacking, more):
    """Whatever is shared speaks for copying, or says nothing when everybody has it."""
    assert copy_log_ratio([*q, more], lacking, PRIORS) >= copy_log_ratio(q, lacking, PRIORS) - 1e-9


@given(RATES, st.integers(0, 40))
def test_what_the_child_lacks_never_raises_the_ratio(q, lacking):
    """Whatever was left out speaks against copying."""
    assert copy_log_ratio(q, lacking + 1, PRIORS) <= copy_log_ratio(q, lacking, PRIORS) + 1e-9


@given(RATES.filter(bool))
def test_a_rarer_feature_weighs_more(q):
    """A shared error weighs more than a shared commonplace."""
    rarer = [max(0.001, rate / 2) for rate in q]
    assert copy_log_ratio(rarer, 3, PRIORS) >= copy_log_ratio(q, 3, PRIORS) - 1e-9


def test_no_single_feature_outweighs_a_thousand():
    """One coincidence, however odd, cannot decide alone."""
    assert copy_log_ratio((1e-9,), 0, PRIORS) <= math.log(1000.0) + 1e-9


@pytest.mark.parametrize("q", [0.0, -0.5, 1.5])
def test_a_rate_that_is_none_is_refused(q):
    """A rate of zero would make one feature decide everything."""
    with pytest.raises(ValueError, match="rate"):
        copy_log_ratio((q,), 0, PRIORS)


def test_rate_of_four_words_by_hand():
    """Two texts alone: the prior rates .5, .2, .5 and .05 by length, to the power of one half."""
    which = comparer("old truck ran eastward", "old truck ran eastward")
    assert which.background.rate(0, 1, which.quoting.texts[1], 0, 4) == pytest.approx(
        math.sqrt(0.5 * 0.2 * 0.5 * 0.05)
    )


def test_words_everybody_uses_weigh_less():
    """A run that stands in many separate texts says little about one of them."""
    common = "the islamic state group said on monday"
    others = [f"{common} number{i} elsewhere{i}" for i in range(20)]
    alone, among = comparer(common, common), comparer(common, common, *others)
    assert among.background.rate(0, 1, among.quoting.texts[1], 0, 7) > 50 * alone.background.rate(
        0, 1, alone.quoting.texts[1], 0, 7
    )


def test_forty_copies_of_a_sentence_do_not_make_it_common():
    """Texts of one family count once, or the copies would hide each other."""
    text = "drivers swapped barrels against sacks of fertiliser"
    family = comparer(*[text] * 40, families=[0] * 40)
    strangers = comparer(*[text] * 40)
    rates = [which.background.rate(0, 1, which.quoting.texts[1], 0, 7) for which in (family, strangers)]
    assert rates[0] < 0.05 < rates[1]


def test_shared_words_outside_quotation_marks_speak_for_copying():
    """A run of words two outlets share without quoting it is a feature with a weight."""
    told = evidence(
        comparer("x " * 3 + "the guns left town before dawn", "so the guns left town before dawn"), 0, 1
    )
    assert [f.kind for f in told.features] == ["shared words"]
    assert told.features[0].words == "the guns left town before dawn"
    assert told.features[0].passages == ("passage-1",)
    assert told.log_ratio > 2
    assert told.is_shared


def test_words_inside_quotation_marks_show_the_same_material_only():
    """Two outlets that quote one letter have not thereby copied each other."""
    letter = "move the heavy guns to the province at night"
    told = evidence(comparer(f"A writes: “{letter}”.", f"B has it too: “{letter}”."), 0, 1)
    assert [(f.kind, f.weight) for f in told.features] == [("same material", 0.0)]
    assert not told.is_shared


def test_words_of_a_held_paper_are_material_even_without_quotation_marks():
    """Whoever paraphrases the letter closely has read the letter."""
    letter = "move the heavy guns to the province at night"
    told = evidence(comparer(f"A: {letter}", f"B: {letter}", papers=[letter]), 0, 1)
    assert [f.kind for f in told.features] == ["same material"]


def test_the_paper_itself_can_be_copied_from():
    """A report that repeats the letter's words comes from the letter."""
    letter = "move the heavy guns to the province at night"
    told = evidence(comparer(letter, f"B: {letter}", papers=[letter]), 0, 1)
    assert [f.kind for f in told.features] == ["shared words"]


def test_a_long_run_is_not_outweighed_by_what_stands_around_it():
    """A hundred words copied out of two hundred are one piece shared and one lacking, not one against eight."""
    words = " ".join(f"word{i}" for i in range(100))
    told = evidence(comparer(f"{words} " + " ".join(f"filler{i}" for i in range(100)), f"so {words}"), 0, 1)
    assert told.n_lacking == 1
    assert told.log_ratio > math.log(100)


def test_a_long_parent_of_which_little_is_left_speaks_less():
    """The same six words out of a book weigh less than out of a note."""
    shared = "guns left town before dawn quietly"
    note = evidence(comparer(shared, f"so {shared}"), 0, 1)
    book = evidence(comparer(shared + " ".join(f" filler{i}" for i in range(600)), f"so {shared}"), 0, 1)
    assert book.n_lacking == 50
    assert book.log_ratio < note.log_ratio
