"""The algebra of copies: exact or lightly edited copies change nothing, more evidence never adds an origin."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource.terms import Access
from twosource.tracing import TraceSettings, trace
from twosource.tracing.own_access import count_origins, own_access

OFTEN = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
FEW = TraceSettings(samples=400)
WORDS = [f"word{i:03d}" for i in range(900)]
STORIES = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from([None, "agency", "witness"]), st.integers(0, 4)),
    min_size=1,
    max_size=6,
)


def count_of(story, how=FEW):
    (outcome,) = trace([story.evidence()], settings=how)
    return outcome.values[0]


def text(number):
    """Forty words of its own, after ten it shares with its neighbour."""
    return " ".join(WORDS[number * 40 : number * 40 + 50])


def build(new_story, reports):
    story = new_story()
    for outlet, credited, day in reports:
        inner = {"agency": ["agency"], "witness": [("witness", Access.SAW)]}.get(credited, [])
        story.report(f"outlet_{outlet}", *inner, text=text(outlet), on=day)
    return story


def mean_k(count):
    return sum(i * p for i, p in enumerate(count.k))


@OFTEN
@given(
    reports=STORIES,
    which=st.integers(0, 5),
    places=st.lists(st.integers(0, 49), max_size=2),
    n=st.integers(1, 4),
)
def test_a_lightly_edited_copy_changes_nothing(new_story, reports, which, places, n):
    """Two words of fifty are changed: kappa stays exactly, own access to a thousandth, K to two draws of 400.

    Where the second edit leaves three words at the end, the tail no longer counts as shared: .0039 became .0032.
    """
    story = build(new_story, reports)
    before = count_of(story)
    outlet, _, day = reports[which % len(reports)]
    words = text(outlet).split()
    for place in places:
        words[place] = f"edited{place}"
    for number in range(n):
        story.report(f"copyist_{number}", text=" ".join(words), on=day + 1)
    after = count_of(story)
    assert after.kappa == before.kappa
    length = max(len(after.k), len(before.k))
    padded = [np.pad(k, (0, length - len(k))) for k in (after.k, before.k)]
    assert padded[0] == pytest.approx(padded[1], abs=2 / FEW.samples)
    old = dict(before.p_own)
    assert all(p == pytest.approx(old[s], abs=1e-3) for s, p in after.p_own if s in old)


@OFTEN
@given(shared=st.lists(st.integers(0, 45), min_size=2, max_size=2, unique=True), others=st.integers(0, 3))
def test_more_words_in_common_never_raise_the_number_of_origins(new_story, shared, others):
    """The longer the passage the last page repeats, the fewer origins, or as many: E(K) is the sum of p_own."""

    def traced(n):
        story = new_story()
        for number in range(others + 1):
            story.report(f"outlet_{number}", text=text(number), on=number)
        own = " ".join(WORDS[700 : 760 - n])
        story.report("last", text=" ".join([*WORDS[:n], own]), on=9)
        return count_of(story)

    less, more = sorted(shared)
    expected = [sum(p for _, p in traced(n).p_own) for n in (less, more)]
    assert expected[1] <= expected[0] + 1e-9


@OFTEN
@given(reports=STORIES, n=st.integers(1, 3))
def test_a_new_truly_separate_account_never_lowers_the_number_of_origins(new_story, reports, n):
    """Another eyewitness in other words, through another outlet."""
    story = build(new_story, reports)
    before = count_of(story)
    for number in range(n):
        words = " ".join(WORDS[500 + 60 * number : 540 + 60 * number])
        story.report(f"new_{number}", (f"new_witness_{number}", Access.SAW), text=words, on=5)
    assert mean_k(count_of(story)) >= mean_k(before) - 0.05


@pytest.mark.parametrize("n", [1, 4, 12])
def test_single_parent_clusters_agree_with_the_exact_count(new_story, n):
    """Followers that credit one broadcaster in words of their own: K as drawn differs by less than .001."""
    story = new_story().report("broadcaster", text="none of these words stands elsewhere")
    for number in range(n):
        story.report(f"outlet_{number}", "broadcaster", text=" ".join(WORDS[60 * number :][:40]), on=1)
    drawn = count_of(story, TraceSettings(samples=400_000)).k
    exact = count_origins(own_access(np.full(n, 0.03 / 0.85), 0.5, 4.5))
    assert np.abs(np.array(drawn) - exact[: len(drawn)]).max() < 0.001
