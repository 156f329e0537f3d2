"""What moved an answer: shares that add up, whoever entered what, in whatever order, and back again."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weighing_cases import (
    MADE,
    QUICK,
    cases,
    plain_item,
    plain_variable,
    simple_elicitation,
    simple_question,
    weighed,
    word_item,
)

from twosource.evidence.elicitation import Answer, Answered, PossibleFinding, Row, TrackRecord
from twosource.evidence.forecasts import AnswerChange, Move
from twosource.evidence.testimony import Made
from twosource.terms import Standing
from twosource.weighing.decibans import odds_decibans
from twosource.weighing.moved_words import back_sentence, moved_sentences, told, unmoved_sentence
from twosource.weighing.moving import (
    MOST_SHARED,
    Entered,
    changes_between,
    rest_moves,
    same_hypotheses,
    shares,
    weighed_decibans,
)

DECIBANS = weighed_decibans(QUICK)
NADIA = Made(by="person:Nadia Haddad", standing=Standing.JUDGEMENT)
LIKELY = {"h0": "likely", "h1": "unlikely"}
EVEN = {"h0": "roughly even", "h1": "roughly even"}


def entered(items=(), variables=(), **fields):
    question = simple_question()
    return Entered(
        question=question,
        elicitation=simple_elicitation(question, items=items, variables=variables, **fields),
    )


def shared(before, after):
    changes = changes_between(before, after)
    figures, is_shared = shares(before, after, changes, DECIBANS)
    return changes, figures, is_shared


def whole(before, after):
    return DECIBANS(after) - DECIBANS(before)


def test_two_independent_items_add_their_decibans_as_by_hand():
    """Likely against unlikely, contaminated by .02: (.675 * .98 + .01) / (.325 * .98 + .01) each."""
    before = entered()
    after = entered([word_item("a", LIKELY), word_item("b", LIKELY)])
    changes, figures, is_shared = shared(before, after)
    each = 10 * math.log10((0.675 * 0.98 + 0.01) / (0.325 * 0.98 + 0.01))
    assert [c.parts for c in changes] == [(("item", "q", "a"),), (("item", "q", "b"),)]
    assert is_shared
    assert figures == pytest.approx(np.array([[each, -each]] * 2))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(cases(), st.data())
def test_shares_add_up_to_the_whole_move_and_are_undone_by_going_back(case, data):
    question, elicitation = case
    kept = [i for i in elicitation.items if data.draw(st.booleans())]
    prior = {**elicitation.prior, "h0": elicitation.prior["h0"] * data.draw(st.sampled_from((0.5, 1.0, 3.0)))}
    one = Entered(question=question, elicitation=elicitation)
    other = replace(one, elicitation=replace(elicitation, items=tuple(kept), prior=prior))
    _, there, _ = shared(one, other)
    _, back, _ = shared(other, one)
    assert there.sum(axis=0) == pytest.approx(whole(one, other), abs=1e-9)
    assert there == pytest.approx(-back, abs=1e-9)


def test_the_order_in_which_things_stand_is_no_change_and_cannot_be_seen():
    items = [word_item("a", LIKELY), word_item("b", EVEN)]
    assert changes_between(entered(items), entered(items[::-1])) == ()
    before = entered()
    _, one, _ = shared(before, entered(items))
    _, other, _ = shared(before, entered(items[::-1]))
    assert (one == other).all()


def test_wordings_exhibits_and_reasons_are_no_change_of_what_is_summed():
    item = word_item("a", LIKELY)
    said = replace(item, text="said better", exhibit_ids=("e",), made=NADIA, opposite="the opposite")
    assert changes_between(entered([item]), entered([said])) == ()


def test_a_prior_told_in_other_parts_is_the_same_prior():
    thirds = {"h0": 1.0, "h1": 1.0, "something_else": 1.0}
    twos = dict.fromkeys(thirds, 2.0)
    assert changes_between(entered(prior=thirds), entered(prior=twos)) == ()


def test_a_variable_is_taken_back_with_what_is_conditioned_on_it():
    item = plain_item("a", 0.5)
    hanging = replace(
        word_item("b", LIKELY),
        answers=(Answer(when=(("v", ("s0",)),), p=0.5), Answer(words=LIKELY)),
    )
    before, after = entered([item]), entered([item, hanging], [plain_variable("v", 0.5, 0.5)])
    changes, figures, _ = shared(before, after)
    assert [c.parts for c in changes] == [(("item", "q", "b"), ("variable", "q", "v"))]
    assert figures[0] == pytest.approx(whole(before, after))
    what, by, about = told(changes[0], after)
    assert what == "“b” was put in and “v” was put in"
    assert (by, about) == ("test", "item b, variable v")


def test_a_table_a_track_record_and_an_item_that_changed_alone_are_three_changes():
    hanging = replace(
        word_item("b", LIKELY),
        answers=(Answer(when=(("v", ("s0",)),), p=0.5), Answer(words=LIKELY)),
    )
    record = TrackRecord(n=3, unseen=0.5, genuine_rate=(1.0, 0.4))
    variable = plain_variable("v", 0.5, 0.5, track_record=record)
    later = replace(variable, rows=(Row(p=(0.2, 0.8)),), track_record=replace(record, n=8))
    before = entered([hanging, word_item("c", LIKELY)], [variable])
    after = entered([hanging, word_item("c", EVEN)], [later])
    changes, figures, _ = shared(before, after)
    assert [c.parts[0][0] for c in changes] == ["item", "track record", "variable"]
    assert figures.sum(axis=0) == pytest.approx(whole(before, after))
    assert [told(c, after)[0] for c in changes] == [
        "“c” was answered anew: under “h0” from likely to roughly even, under “h1” from unlikely to roughly even",
        "the track record behind “v” went from 3 to 8 items",
        "the table of “v” was changed",
    ]


def test_variables_that_change_whom_they_depend_on_are_one_change():
    """Each half alone would leave a circle or a condition on nothing."""
    a, b = plain_variable("a", 0.5, 0.5), plain_variable("b", 0.3, 0.7)
    on_a = replace(b, rows=(Row(when=(("a", ("s0",)),), p=(0.9, 0.1)), *b.rows))
    on_b = replace(a, rows=(Row(when=(("b", ("s0",)),), p=(0.9, 0.1)), *a.rows))
    (only,) = changes_between(entered(variables=[a, on_a]), entered(variables=[on_b, b]))
    assert len(only.parts) == 2


def test_what_one_person_answered_is_that_persons_move():
    base = entered([word_item("a", LIKELY)])
    word = Answered(
        answered_id="n1",
        question_id="q",
        item="a",
        answers=(Answer(words=EVEN),),
        at=datetime(2026, 5, 3, tzinfo=UTC),
        made=NADIA,
    )
    after = replace(base, answered=(word,))
    changes, figures, _ = shared(base, after)
    assert told(changes[0], after) == (
        "Nadia Haddad answered on “a”",
        "Nadia Haddad",
        "answered person:Nadia Haddad a",
    )
    assert figures[0] == pytest.approx(whole(base, after))
    assert abs(figures[0]).max() > 1.0


def test_a_finding_that_speaks_of_what_a_state_has_not_stands_in_nobodys_way():
    finding = PossibleFinding(
        name="f",
        text="f",
        question_id="q",
        answers=(Answer(when=(("v", ("s0",)),), p=0.5), Answer(words=LIKELY)),
        hours=1.0,
        made=MADE,
    )
    before = entered([word_item("a", LIKELY)])
    after = entered([word_item("a", EVEN)], [plain_variable("v", 0.5, 0.5)], findings=[finding])
    _, figures, is_shared = shared(before, after)
    assert is_shared
    assert figures.sum(axis=0) == pytest.approx(whole(before, after))


def test_beyond_ten_changes_each_is_taken_back_alone_and_the_rest_is_called_interplay():
    n = MOST_SHARED + 1
    variable = plain_variable("v", 0.5, 0.5)
    items = [
        replace(
            word_item(f"i{at}", LIKELY),
            answers=(Answer(when=(("v", ("s0",)),), words=LIKELY), Answer(p=0.5)),
        )
        for at in range(n)
    ]
    before, after = entered(variables=[variable]), entered(items, [variable])
    changes, figures, is_shared = shared(before, after)
    assert len(changes) == n
    assert not is_shared
    moves = [Move(what="x", by="", about=f"i{at}", decibans=tuple(row)) for at, row in enumerate(figures)]
    (rest,) = rest_moves(whole(before, after), moves, is_shared=is_shared, program="")
    assert rest.about == "interplay"
    told_of = np.sum([m.decibans for m in (*moves, rest)], axis=0)
    assert told_of == pytest.approx(whole(before, after))


def test_what_the_program_itself_moved_is_said_to_be_the_programs():
    (rest,) = rest_moves(np.array([1.0, -1.0]), [], is_shared=True, program="the program changed")
    assert (rest.by, rest.what, rest.decibans) == ("the program", "the program changed", (1.0, -1.0))
    assert rest_moves(np.array([1e-12, 0.0]), [], is_shared=True, program="") == ()


def test_other_hypotheses_are_another_question():
    before = entered()
    three = simple_question(3)
    after = Entered(question=three, elicitation=simple_elicitation(three))
    assert not same_hypotheses(before, after)
    assert same_hypotheses(before, before)


def test_a_state_that_cannot_be_weighed_gives_no_shares_rather_than_wrong_ones():
    never = plain_item("a", 0.0)
    before, after = entered(), entered([never])
    assert DECIBANS(after) is None
    assert shares(before, after, changes_between(before, after), DECIBANS) is None


@pytest.mark.parametrize("p", [(0.5, 0.5), (0.2, 0.3, 0.5), (1.0, 0.0)])
def test_decibans_are_of_the_odds_against_all_others_together(p):
    found = odds_decibans(p)
    for value, mine in zip(found, p, strict=True):
        if 0 < mine < 1:
            assert value == pytest.approx(10 * math.log10(mine / (1 - mine)))
        else:
            assert abs(value) == 300.0


def test_a_question_joined_with_what_hangs_on_it_is_one_change_and_its_own_items_another_kind():
    """Joined, an item of this question may speak of the other one: neither can be taken back alone."""
    other = replace(simple_question(), question_id="r", text="And why?")
    theirs = replace(
        simple_elicitation(other, items=[replace(word_item("theirs", LIKELY), question_id="r")]),
        question_id="r",
    )
    across = replace(
        word_item("a", LIKELY), answers=(Answer(when=(("r", ("h0",)),), p=0.9), Answer(words=LIKELY))
    )
    before = entered([word_item("b", EVEN)])
    joined = entered([word_item("b", LIKELY), across])
    after = replace(joined, elicitation=replace(joined.elicitation, joined=("r",)), beside=((other, theirs),))
    changes, figures, is_shared = shared(before, after)
    assert is_shared
    assert [c.parts for c in changes if ("item", "q", "b") in c.parts] == [(("item", "q", "b"),)]
    assert len(changes) == 2
    assert figures.sum(axis=0) == pytest.approx(whole(before, after))
    what = " ".join(told(c, after)[0] for c in changes)
    assert "the question “And why?” was joined" in what


# -- in words


def answer_change(before, after, *moves):
    total = odds_decibans([h.p for h in after]) - odds_decibans([h.p for h in before])
    return AnswerChange(
        change_id="c",
        question_id="q",
        at=datetime(2026, 5, 3, tzinfo=UTC),
        before_id="w1",
        after_id="w2",
        hypotheses=tuple(h.name for h in after),
        p_before=tuple(h.p for h in before),
        p_after=tuple(h.p for h in after),
        decibans=tuple(total),
        moves=moves,
    )


@pytest.fixture
def readouts():
    question = simple_question()
    flat = weighed(question, simple_elicitation(question, items=[plain_item("x", 0.5)]))
    moved = weighed(question, simple_elicitation(question, items=[word_item("a", LIKELY)]))
    return flat.hypotheses, moved.hypotheses


def test_the_sentence_says_how_far_towards_what_and_because_of_whom(readouts):
    before, after = readouts
    change = answer_change(
        before,
        after,
        Move(what="“a letter” was put in", by="Nadia Haddad", decibans=(4.0, -4.0), about="item a"),
        Move(what="“a denial” was put in", by="case.toml", decibans=(-0.9, 0.9), about="item b"),
    )
    first, lead, most, against = moved_sentences(before, after, change, "3 May 2026")
    assert first.startswith(
        "Since 3 May 2026 the answer moved by 3.1 decibans towards “answer 0”: its odds are "
    )
    assert "2.0 times what they were" in first
    assert "from roughly even chance (.50; 90 % of readings " in first
    assert "to likely (.67; 90 % of readings " in first
    assert lead == "“answer 0” leads as before."
    assert most == "What moved it: “a letter” was put in (+4.0 decibans; Nadia Haddad)."
    assert against == "What moved it the other way most: “a denial” was put in (-0.9 decibans; case.toml)."


def test_a_lead_that_passes_is_said(readouts):
    before, after = readouts
    change = answer_change(after[::-1], before[::-1])
    assert "The lead passed from “answer 0” to" not in " ".join(moved_sentences(before, after, change, "W1"))
    turned = (replace(after[0], p=0.3), replace(after[1], p=0.7))
    said = moved_sentences(after, turned, answer_change(after, turned), "W1")
    assert said[1] == "The lead passed from “answer 0” to “answer 1”."


def test_where_one_answer_lost_to_several_the_sentence_says_away_from_it():
    question = simple_question(3)
    words = {"h0": "unlikely", "h1": "likely", "h2": "likely"}
    flat = weighed(question, simple_elicitation(question, items=[plain_item("x", 0.5)])).hypotheses
    after = weighed(question, simple_elicitation(question, items=[word_item("a", words)])).hypotheses
    move = Move(what="“a” was put in", by="Nadia", decibans=(-3.1, 1.1, 1.1), about="item a")
    first, _, because = moved_sentences(flat, after, answer_change(flat, after, move), "W1")
    assert first.startswith(
        "Since W1 the answer moved by 3.1 decibans away from “answer 0”: its odds were 2.0 times"
    )
    assert because == "What moved it: “a” was put in (-3.1 decibans; Nadia)."


def test_an_answer_that_stayed_and_one_that_came_back_are_told_apart(readouts):
    _, after = readouts
    assert unmoved_sentence(after, "W1").startswith(
        "Since W1 the answer has not moved: “answer 0” is likely ("
    )
    assert "changed 3 times and came back to what it was" in back_sentence(after, "W1", 3)
    assert "changed once and came back" in back_sentence(after, "W1", 1)
    assert moved_sentences(after, after, answer_change(after, after), "W1") == (
        unmoved_sentence(after, "W1"),
    )


def test_another_question_gets_no_decibans(readouts):
    before, after = readouts
    change = replace(answer_change(before, after), decibans=(), because=("Its hypotheses are others.",))
    assert moved_sentences(before, after, change, "W1") == (
        "Since W1 the question itself was changed. Its hypotheses are others.",
    )


def test_arabic_says_the_first_sentence(readouts):
    before, after = readouts
    (said,) = moved_sentences(before, after, answer_change(before, after), "W1", language="ar")
    assert "ديسيبان" in said
    assert "مرجّح" in said
