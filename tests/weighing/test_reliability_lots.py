"""From entries to separate verdicts: batches, exchangeability, age, words on one matter, and what is no record."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reliability_cases import PLAIN, TODAY, entry, rights

from twosource.dates import day
from twosource.errors import UsageError
from twosource.evidence.reliability import Truth
from twosource.weighing.reliability import ReliabilitySettings, lots_of
from twosource.weighing.reliability.lots import batches_of


def worth(entries, settings=PLAIN, today=TODAY):
    return sum(lot.n for lot in lots_of(entries, settings, today))


@pytest.mark.parametrize(("alike", "n"), [(1.0, 1.0), (0.3, 3.3), (0.0, 22_000.0)])
def test_22_000_papers_handed_over_once(alike, n):
    """Section 3.1: r = 1 is one success, r = .3 gives 3.3."""
    assert round(worth([entry("files", n=22_000, alike=alike)]), 1) == n


def test_one_entry_of_many_items_is_one_batch_where_nobody_says_otherwise():
    assert worth([entry("files", n=22_000)]) == pytest.approx(1.0)


def test_entries_of_one_batch_are_thinned_together():
    """Three entries of the same hand-over: one, not three; with another batch: two."""
    batch = [entry(f"part {at}", batch="March") for at in range(3)]
    assert worth(batch) == pytest.approx(1.0)
    assert worth([*batch, entry("another", batch="May")]) == pytest.approx(2.0)


def test_the_design_effect_counts_all_items_of_the_batch():
    batch = [entry("papers", n=9, batch="March", alike=0.25), entry("one more", batch="March", alike=0.25)]
    assert worth(batch) == pytest.approx(10 / (1 + 9 * 0.25))


def test_of_a_batch_the_most_alike_counts():
    assert worth([entry("a", batch="m", alike=0.0), entry("b", batch="m", alike=1.0)]) == pytest.approx(1.0)


def test_what_came_at_once_is_one_batch_whatever_it_is_about():
    """Two who enter it under two domains do not make two hand-overs of it; two parties do."""
    assert worth([entry("a", batch="m", domain="lists"), entry("b", batch="m", domain="orders")]) == 1.0
    assert worth([entry("a", batch="m"), entry("b", batch="m", party="y")]) == 2.0


def test_a_batch_is_shown_with_what_it_is_worth():
    (batch,) = batches_of([entry("files", n=22_000, batch="March 2016")], PLAIN)
    assert (batch.name, batch.n_items, round(batch.worth, 6)) == ("March 2016", 22_000, 1.0)


def test_exchange_is_a_power_of_the_likelihood():
    assert worth(rights(4, exchange=0.5)) == pytest.approx(2.0)
    assert lots_of(rights(4, exchange=0.0), PLAIN) == ()


def test_age_counts_only_when_asked_and_only_with_a_date():
    old = [entry("old", at_span=day(date(2014, 5, 10))), entry("undated")]
    assert worth(old) == 2.0
    assert worth(old, ReliabilitySettings(half_life=2.0)) == pytest.approx(1.5, abs=1e-3)


def test_open_and_future_matters_weigh_nothing():
    ahead = entry("ahead", at_span=day(date(2017, 1, 1)))
    assert lots_of([entry("open", Truth.OPEN), ahead], PLAIN, TODAY) == ()
    assert worth([ahead], today=None) == 1.0


def test_two_words_on_one_matter_weigh_as_one():
    """Composed or decomposed, in capitals or with more spaces: it is the same matter."""
    one = entry("The café files", n=1)
    other = entry("the  CAFE\u0301 files", n=1)
    assert worth([one, other]) == pytest.approx(1.0)


def test_where_people_disagree_on_a_matter_each_word_is_half_of_it():
    lots = lots_of([entry("the files"), entry("The files", Truth.FALSE)], PLAIN)
    assert [(one.is_true, one.n) for one in lots] == [(False, 0.5), (True, 0.5)]


def test_what_nobody_said_is_taken_from_the_settings():
    (found,) = lots_of([entry("a")], ReliabilitySettings(unseen=0.2))
    (given_,) = lots_of([entry("a", unseen=0.9)], ReliabilitySettings(unseen=0.2))
    assert (found.unseen, given_.unseen) == (0.2, 0.9)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_entry_does_not_matter_to_the_last_bit(seed):
    entries = [
        entry(f"matter {at}", n=at + 1, batch="b" if at % 3 else "", exchange=0.1 * (at + 1), alike=0.3)
        for at in range(8)
    ]
    shuffled = list(entries)
    Random(seed).shuffle(shuffled)
    assert lots_of(shuffled, PLAIN) == lots_of(entries, PLAIN)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"n": 0}, "counts 0 items"),
        ({"n": -3}, "counts -3 items"),
        ({"quality": 1.5}, "gives quality 1.5"),
        ({"exchange": -0.1}, "gives exchange -0.1"),
        ({"unseen": float("nan")}, "gives unseen nan"),
        ({"alike": 2.0}, "gives alike 2"),
        ({"truth": Truth.FALSE, "unseen": 0.0}, "is itself a known failure"),
    ],
)
def test_what_is_no_record_gets_a_sentence(fields, words):
    with pytest.raises(UsageError, match=words):
        lots_of([entry("files", **fields)], PLAIN)


@pytest.mark.parametrize(
    "fields", [{"unseen": 1.5}, {"alike": -1.0}, {"half_life": 0.0}, {"range_share": 1.0}]
)
def test_settings_that_mean_nothing_raise(fields):
    with pytest.raises(ValueError, match=r"from 0 to 1|half-life|between 0 and 1"):
        ReliabilitySettings(**fields)
