"""What judged claims teach: counts replace judged priors once there are enough, and it is said."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.tracing import TraceSettings, explain, trace
from twosource.tracing.adjudicated import (
    Adjudicated,
    learning,
    reestimated,
    taught_access,
    taught_credit,
    taught_sentences,
)
from twosource.tracing.priors import AccessClass, access_classes, copy_priors

CLOSED = access_classes()["closed event"]
ENOUGH = learning().least_clusters


def test_a_few_judged_claims_leave_the_judged_prior():
    clusters = [(8, 10)] * (ENOUGH - 1)
    assert reestimated(CLOSED, clusters) == (CLOSED.a, CLOSED.b)
    assert taught_access(CLOSED, Adjudicated(clusters={"closed event": tuple(clusters)})) is CLOSED


def test_claims_without_followers_teach_nothing():
    assert reestimated(CLOSED, [(0, 0)] * 500) == (CLOSED.a, CLOSED.b)


@pytest.mark.parametrize("bad", [(-1, 4), (5, 4)])
def test_more_own_than_followers_is_refused(bad):
    with pytest.raises(ValueError, match="followers"):
        reestimated(CLOSED, [bad])


@pytest.mark.parametrize("truth", [(0.5, 2.0), (2.0, 3.0), (5.0, 1.0)])
def test_many_judged_claims_find_the_rate_whatever_was_judged(truth):
    rng = np.random.default_rng(5)
    n = rng.integers(5, 40, 300)
    own = rng.binomial(n, rng.beta(*truth, 300))
    for judged in ((0.5, 9.5), (5.0, 2.0)):
        access = AccessClass(name="x", a=judged[0], b=judged[1], p_upstream=0.1, by_reading=False)
        a, b = reestimated(access, list(zip(own.tolist(), n.tolist(), strict=True)))
        assert a / (a + b) == pytest.approx(truth[0] / sum(truth), abs=0.05)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(9, 12)), min_size=ENOUGH, max_size=60), st.randoms())
def test_the_order_of_claims_changes_nothing_and_more_own_never_lowers_the_rate(clusters, seed):
    a, b = reestimated(CLOSED, clusters)
    mixed = list(clusters)
    seed.shuffle(mixed)
    assert reestimated(CLOSED, mixed) == (a, b)
    more = [(own + 1, followers) if own < followers else (own, followers) for own, followers in clusters]
    c, d = reestimated(CLOSED, more)
    assert c / (c + d) >= a / (a + b) - 0.03


def test_shares_of_naming_the_parent_by_hand():
    """Thirty judged copies of which 15 name the parent, .85 worth 20 pairs: (15 + 17) / 50."""
    judged = Adjudicated(n_derived=30, n_derived_naming=15, n_separate=3, n_separate_naming=3)
    priors = taught_credit(copy_priors(), judged)
    assert priors.credit_if_derived == pytest.approx(32 / 50)
    assert priors.credit_if_own == copy_priors().credit_if_own
    assert taught_credit(copy_priors(), Adjudicated()) is copy_priors()


def many(own, followers):
    return Adjudicated(clusters={"closed event": ((own, followers),) * 40}, n_derived=40, n_derived_naming=31)


def test_the_case_moves_the_count_and_says_so(new_story):
    """Where followers nearly always had access of their own, silence means more origins."""
    story = new_story()
    for number in range(4):
        story.report(f"outlet_{number}", on=number)
    plain = story.evidence()
    taught = replace(plain, adjudicated=many(9, 10))
    counts = [outcome.values[0] for outcome in trace([plain, taught], settings=TraceSettings(samples=2_000))]
    said = explain(counts[1], taught)
    assert counts[1].k_mode > counts[0].k_mode
    assert any("40 claims judged in this case" in s for s in said)
    assert any("31 of which do" in s for s in said)


def test_nothing_is_said_while_the_judged_priors_hold():
    assert taught_sentences(CLOSED, Adjudicated()) == ()
