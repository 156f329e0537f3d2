"""A question that cannot be weighed any more: said each time, and no old figure is shown for it."""

import pytest
from desk_cases import CASE

from twosource.desk import Desk

EMPTY_PRIOR = CASE.replace("prior = { moved = 1, stayed = 1,", "prior = { moved = 0, stayed = 1,")


@pytest.fixture
def desk(tmp_path, cache):
    folder = Desk.new(tmp_path / "case", CASE)
    with Desk.open(folder) as opened:
        opened.receive([cache])
        opened.read()
        yield opened


def declared(desk, text):
    desk.work.folder.declarations.write_text(text, "utf-8")
    return desk.analyse()[1]


def test_answers_that_cannot_be_weighed_are_told_and_their_old_figures_go(desk):
    """The figures of the last answers stood as if they were those of what the case says now."""
    assert not any("prior weight" in warning for warning in declared(desk, CASE))
    (before,) = desk.weighings()
    for _ in range(2):
        warnings = declared(desk, EMPTY_PRIOR)
        assert [w for w in warnings if "The prior weight of 'moved' is 0" in w]
        assert desk.weighings() == []
    declared(desk, CASE)
    assert desk.weighings() == [before]


def test_a_question_nobody_answered_yet_is_no_refusal(desk):
    head, _ = CASE.split("[[question.moved.items]]", 1)
    assert not any("moved" in warning for warning in declared(desk, head))
    assert desk.weighings() == []
