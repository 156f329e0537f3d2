"""Coverage: four numbers that add up, whichever way they are cut, and every duplicate with all its paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.desk.coverage import count, coverage
from twosource.evidence.outcome import Failure, Fate
from twosource.terms import Status

WHY = Failure(code="why", happened="It was so.", remedy="Do this.")


def fate(number, status):
    return Fate(
        exhibit_id=f"e{number}",
        status=status,
        failures=() if status is Status.READ else (WHY,),
        path=f"p{number}",
    )


@pytest.fixture
def answer(desk, cache):
    (cache / "copies").mkdir()
    (cache / "copies" / "once.txt").write_text("The same words twice.", "utf-8")
    (cache / "copies" / "twice.txt").write_text("The same words twice.", "utf-8")
    (cache / "copies" / "nothing.txt").write_bytes(b"")
    desk.receive([cache])
    desk.read()
    return coverage(desk.store)


@given(st.lists(st.sampled_from(list(Status))))
def test_the_four_numbers_add_up_to_what_was_received(statuses):
    counted = count(fate(number, status) for number, status in enumerate(statuses))
    assert counted.adds_up
    assert counted.n_received == len(statuses)


@pytest.mark.parametrize("cut", ["by_type", "by_folder"])
def test_every_cut_holds_every_exhibit_once(answer, cut):
    shares = getattr(answer, cut)
    assert sum(share.coverage.n_received for share in shares) == answer.coverage.n_received
    assert sum(share.coverage.n_read for share in shares) == answer.coverage.n_read
    assert all(share.coverage.adds_up for share in shares)
    assert len({share.name for share in shares}) == len(shares)


def test_a_duplicate_is_named_with_all_its_paths(answer):
    (same,) = [one for one in answer.duplicates if "copies/once.txt" in one.paths]
    assert [path.rpartition("/")[2] for path in same.paths] == ["once.txt", "twice.txt"]
    assert same.siglum.startswith("E")


def test_each_reason_says_how_many_which_and_what_to_do(answer):
    reasons = {reason.code: reason for reason in answer.by_reason}
    assert reasons["empty"].n == 1
    assert reasons["empty"].sigla == tuple(
        one.siglum for one in answer.unread if "copies/nothing.txt" in one.paths
    )
    assert reasons["empty"].remedy
    assert [r.n for r in answer.by_reason] == sorted((r.n for r in answer.by_reason), reverse=True)


def test_the_share_read_counts_what_gave_words(answer):
    c = answer.coverage
    assert answer.percent_read == pytest.approx(100 * (c.n_read + c.n_partly_read) / c.n_received)


def test_an_empty_case_is_wholly_read(desk):
    assert coverage(desk.store).percent_read == 100
