"""A prior learnt from others of the same kind: the beta-binomial marginal likelihood on a grid."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reliability_cases import lot, read, rights

from twosource.evidence.reliability import Truth
from twosource.weighing.reliability import WithoutIt
from twosource.weighing.reliability.kind import kind_prior
from twosource.weighing.reliability.posterior import FLAT, log_evidences


def others(n, right, wrong):
    return {f"p{at}": (lot(right), lot(wrong, right=False)) for at in range(n)}


def test_few_others_teach_nothing():
    assert kind_prior(others(4, 9, 1)) == (FLAT, 4)


def test_thin_records_do_not_count_as_others():
    assert kind_prior(others(9, 1, 0)) == (FLAT, 0)


def test_alike_parties_teach_a_strong_prior_at_their_mean():
    (a, b), n = kind_prior(others(8, 17, 3))
    assert n == 8
    assert a / (a + b) == pytest.approx(0.85)
    assert a + b == 8.0


def test_parties_that_differ_teach_a_weak_prior():
    mixed = {**others(5, 20, 0), **{f"q{at}": (lot(20, right=False),) for at in range(5)}}
    (a, b), _ = kind_prior(mixed)
    assert a + b == 2.0
    assert a / (a + b) == pytest.approx(0.5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2000), st.integers(0, 2000), st.floats(0.05, 1), st.floats(0, 1))
def test_all_priors_are_scored_as_each_alone(right, wrong, unseen, quality):
    record = [
        lot(right, unseen=unseen, quality=quality),
        lot(wrong, right=False, unseen=unseen, quality=quality),
    ]
    priors = [(m * k, (1 - m) * k) for m in (0.05, 0.5, 0.95) for k in (2.0, 8.0)]
    alone = [log_evidences(record, [prior])[0] for prior in priors]
    assert log_evidences(record, priors).tolist() == pytest.approx(alone, abs=1e-6)


def test_poor_checks_and_unseen_failures_are_part_of_the_likelihood():
    """All right in every record, but failures are never known: the kind is no better for it."""
    unseen = {f"p{at}": (lot(30, unseen=0.02, quality=1.0),) for at in range(6)}
    seen = {f"p{at}": (lot(30),) for at in range(6)}
    assert kind_prior(unseen)[0][0] <= kind_prior(seen)[0][0]


def test_the_readout_says_what_it_learnt_and_from_how_many():
    good = {f"p{at}": rights(20, party=f"p{at}") for at in range(6)}
    found = read(rights(3), others=good)
    assert any("one of its kind (group; 6 others)" in note for note in found.notes)
    assert found.p_right > read(rights(3)).p_right
    assert any("Too few others of its kind (group)" in note for note in read(rights(3)).notes)


def test_what_the_kind_teaches_makes_no_letter_without_a_record():
    good = {f"p{at}": rights(20, party=f"p{at}") for at in range(6)}
    assert read(rights(1), others=good).letter == "F"
    assert read([], others=good).letter == "F"


def test_others_are_read_without_the_claim_too():
    about = WithoutIt(claim_id="c", claim_ids=frozenset({"c"}), names=("it",), kappa=(1.0,))
    good = {f"p{at}": rights(20, party=f"p{at}", about_claim="c") for at in range(6)}
    assert read(rights(3), about, others=good).p_right == read(rights(3), about).p_right


def test_wrong_ones_of_the_kind_pull_down():
    bad = {f"p{at}": rights(20, party=f"p{at}", truth=Truth.FALSE) for at in range(6)}
    assert read(rights(3), others=bad).p_right < read(rights(3)).p_right
