"""What moved: assessments beside the one before, back to the last byte, by whom, and with whose hands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desk_cases import CASE

from twosource.desk import Desk
from twosource.desk.history import PUBLISHED as KIND_ASKED
from twosource.desk.history import moved, since_last
from twosource.desk.moving import CAME_BACK, NOTHING_SUMMED, OTHER_QUESTION, recovered, snapshot_of
from twosource.desk.publishing import PUBLISHED, write_draft
from twosource.desk.retracting import Word
from twosource.desk.workplace import Settings
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.assessments import Assessment
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Answer, Answered
from twosource.evidence.forecasts import AnswerChange
from twosource.evidence.readouts import Weighing
from twosource.evidence.testimony import Made
from twosource.terms import Standing
from twosource.weighing import WeighSettings

QUESTION = "question-moved"
REPORT = '{ words = { moved = "very likely", stayed = "unlikely" } },'
DOUBTED = '{ words = { moved = "roughly even", stayed = "unlikely" } },'
LETTER = """
[[question.moved.items]]
name = "letter"
text = "a letter orders the guns out"
by = "Nadia Haddad"
why = "it bears a date before the attack"
answers = [{ words = { moved = "likely", stayed = "very unlikely" } }]
"""


class Hours:
    """A clock that stands still until the test moves it."""

    def __init__(self):
        self.now = datetime(2026, 5, 1, 9, tzinfo=UTC)

    def __call__(self):
        return self.now


class CaseOfMine:
    """A case whose declarations the test rewrites, weighed anew at each step a day later."""

    def __init__(self, desk, clock):
        self.desk, self.work, self.clock = desk, desk.work, clock

    def declare(self, text):
        self.clock.now += timedelta(days=1)
        self.work.folder.declarations.write_text(text, "utf-8")
        return self.weigh()

    def weigh(self):
        self.desk.analyse()
        return list(self.work.store.all(AnswerChange))

    def assessments(self):
        return list(self.work.store.all(Assessment))


@pytest.fixture
def case(tmp_path, cache):
    clock = Hours()
    folder = Desk.new(tmp_path / "case", CASE)
    with Desk.open(folder, clock=clock) as desk:
        desk.receive([cache])
        desk.read()
        yield CaseOfMine(desk, clock)


def test_the_first_weighing_moved_nothing(case):
    assert case.weigh() == []
    assert len(case.assessments()) == 1
    (one,) = moved(case.work).questions
    assert one.sentences[0].startswith("Since W1 (1 May 2026, 09:00 UTC) the answer has not moved: ")
    assert one.rows == ()
    assert since_last(case.work) == {}


def test_a_letter_somebody_put_in_is_that_persons_move_and_the_whole_move(case):
    case.weigh()
    (change,) = case.declare(CASE + LETTER)
    (move,) = change.moves
    assert (move.what, move.by, move.about) == (
        "“a letter orders the guns out” was put in",
        "Nadia Haddad",
        "item letter",
    )
    assert move.decibans == pytest.approx(change.decibans)
    assert change.decibans[0] > 5
    assert change.decibans[0] == pytest.approx(-change.decibans[1])
    (one,) = moved(case.work, since="2026-05-02").questions
    assert one.sentences[0].startswith("Since 2 May 2026 the answer moved by ")
    assert "What moved it: “a letter orders the guns out” was put in (+" in one.sentences[2]
    assert "Nadia Haddad" in one.sentences[2]


def test_retracted_and_entered_again_the_assessment_is_the_same_to_the_last_byte_and_says_it_came_back(case):
    case.weigh()
    case.declare(CASE + LETTER)
    weighed = list(case.work.store.all(Weighing))
    kept = case.assessments()
    case.declare(CASE)
    changes = case.declare(CASE + LETTER)
    assert [(c.before_id, c.after_id) for c in changes] == [
        (kept[0].assessment_id, kept[1].assessment_id),
        (kept[1].assessment_id, kept[0].assessment_id),
        (kept[0].assessment_id, kept[1].assessment_id),
    ]
    assert case.assessments() == kept
    assert list(case.work.store.all(Weighing)) == weighed
    assert [c.because[:1] for c in changes] == [(), (CAME_BACK,), (CAME_BACK,)]
    assert changes[0].decibans == pytest.approx([-v for v in changes[1].decibans])
    (one,) = moved(case.work, since="W2").questions
    assert "was changed 2 times and came back to what it was, to the last figure" in one.sentences[0]
    assert one.decibans == (0.0, 0.0)


def test_the_order_of_declaring_is_no_other_snapshot(case):
    case.weigh()
    case.declare(CASE + LETTER)
    head, item = CASE.split("[[question.moved.items]]")
    assert len(case.declare(head + LETTER + "\n[[question.moved.items]]" + item)) == 1


def test_the_net_of_a_period_leaves_out_what_was_taken_back_in_between(case):
    case.weigh()
    case.declare(CASE + LETTER)
    case.declare(CASE + LETTER.replace("very unlikely", "unlikely"))
    changes = case.declare(CASE.replace(REPORT, DOUBTED))
    (one,) = moved(case.work).questions
    assert (one.before, one.after) == ("W1", "W4")
    assert len(changes) == 3
    total = [sum(c.decibans[at] for c in changes) for at in range(2)]
    assert one.decibans == pytest.approx(total)
    said = " ".join(one.sentences)
    assert "letter" not in said
    assert "“the channel reports that the guns were moved” was answered anew" in said
    assert "under “moved” from very likely to roughly even otherwise" in said


def test_two_changes_at_once_share_the_move_exactly(case):
    case.weigh()
    prior = CASE.replace("moved = 1, stayed = 1", "moved = 1, stayed = 3")
    (change,) = case.declare(prior + LETTER)
    assert [m.about for m in change.moves] == ["item letter", f"prior {QUESTION}"]
    assert [m.by for m in change.moves] == ["Nadia Haddad", "case.toml"]
    for at in range(2):
        assert sum(m.decibans[at] for m in change.moves) == pytest.approx(change.decibans[at])


def test_a_wording_leaves_a_new_assessment_that_moved_nothing(case):
    case.weigh()
    (change,) = case.declare(CASE.replace("an order was seen", "an order was seen by two"))
    assert change.decibans == (0.0, 0.0)
    assert change.because == (NOTHING_SUMMED,)
    (one,) = moved(case.work).questions
    assert [row.what for row in one.rows] == [NOTHING_SUMMED]


def test_other_hypotheses_are_another_question_without_decibans(case):
    case.weigh()
    three = CASE.replace(
        'stayed = "the guns stayed"', 'stayed = "the guns stayed"\nsold = "the guns were sold"'
    ).replace("stayed = 1,", "stayed = 1, sold = 1,")
    (change,) = case.declare(
        three.replace('stayed = "unlikely" }', 'stayed = "unlikely", sold = "unlikely" }')
    )
    assert change.decibans == ()
    assert change.because == (OTHER_QUESTION,)
    (one,) = moved(case.work).questions
    assert one.sentences == (
        f"Since W1 (1 May 2026, 09:00 UTC) the question itself was changed. {OTHER_QUESTION}",
    )


def test_other_settings_of_weighing_are_nobodys_move(case):
    case.weigh()
    case.clock.now += timedelta(days=1)
    case.desk.close()
    settings = Settings(weigh=WeighSettings(draws=40, seed=5))
    with Desk.open(case.work.folder, settings=settings, clock=case.clock) as desk:
        desk.analyse()
        (change,) = desk.work.store.all(AnswerChange)
    assert change.decibans == (0.0, 0.0)
    assert change.moves == ()
    assert change.because == ("What people entered is the same; the settings of weighing were changed.",)


def test_what_one_person_answers_is_a_new_assessment_and_that_persons_move(case):
    case.weigh()
    case.clock.now += timedelta(days=1)
    word = Answered(
        answered_id="answered-1",
        question_id=QUESTION,
        item="report",
        answers=(Answer(words={"moved": "roughly even", "stayed": "roughly even"}),),
        at=case.clock.now,
        made=Made(by="person:Omar", standing=Standing.JUDGEMENT),
    )
    case.work.store.put([word])
    (change,) = case.weigh()
    (move,) = change.moves
    assert (move.what, move.by) == ("Omar answered on “the channel reports that the guns were moved”", "Omar")
    assert change.decibans[0] < -2
    case.clock.now += timedelta(days=1)
    case.work.store.put([replace(word, answered_id="answered-2", answers=(), at=case.clock.now)])
    back = case.weigh()[-1]
    assert back.moves[0].by == "Omar"
    assert back.moves[0].what.startswith("Omar took back what they had answered on ")
    assert back.because == (CAME_BACK,)
    assert case.assessments()[0].assessment_id == back.after_id


def test_what_an_earlier_assessment_was_made_from_is_read_from_the_ledger_above_it(case):
    case.weigh()
    case.declare(CASE + LETTER)
    case.declare(CASE)
    first, second = recovered(case.work, [a.assessment_id for a in case.assessments()])
    assert [i.name for i in first.entered.elicitation.items] == ["report"]
    assert [i.name for i in second.entered.elicitation.items] == ["report", "letter"]
    assert [snapshot_of(k.entered) for k in (first, second)] == [a.snapshot for a in case.assessments()]
    assert second.at == datetime(2026, 5, 2, 9, tzinfo=UTC)


def test_a_withdrawn_party_moves_hands_in_the_same_list_and_the_answer_says_what_it_still_rests_on(case):
    case.weigh()
    case.clock.now += timedelta(days=1)
    case.desk.retract("channel_nine", Word(by="Nadia", why="it made it up"))
    case.weigh()
    (one,) = moved(case.work).questions
    (row,) = one.rows
    assert (row.called, row.hands, row.by) == ("C1", "1 to 0", "Nadia")
    assert "Channel Nine was withdrawn." in row.what
    assert "has not moved" in one.sentences[0]
    assert one.caveat.startswith("Channel Nine was withdrawn, and ")
    case.clock.now += timedelta(days=1)
    case.desk.retract("channel_nine", Word(by="Nadia", why="they showed the tape", undo=True))
    (one,) = moved(case.work).questions
    assert [r.hands for r in one.rows] == ["1 to 0", "0 to 1"]
    assert one.caveat == ""


def test_a_page_says_what_moved_since_it_was_published_and_before_that_since_the_last_assessment(case):
    case.weigh()
    case.declare(CASE + LETTER)
    assert since_last(case.work)[QUESTION][0].startswith(
        "Since the assessment of 1 May 2026 the answer moved by "
    )
    case.work.store.ledger.append(PUBLISHED, {"sha256": "0", "page": "dossier.html"})
    assert since_last(case.work) == {}
    case.declare(CASE)
    assert since_last(case.work)[QUESTION][0].startswith("Since the page of 2 May 2026 the answer moved by ")


def test_the_page_carries_what_moved_and_the_gate_has_nothing_against_it(case):
    case.weigh()
    before = write_draft(case.work)
    case.declare(CASE + LETTER.replace('why = "it', 'exhibits = ["harbour*"]\nwhy = "it'))
    after = write_draft(case.work)
    page = Path(after.path).read_text("utf-8")
    assert "the answer moved by " in page
    assert "“a letter orders the guns out” was put in" in page
    assert len(after.problems) == len(before.problems)
    first = Path(after.path).read_bytes()
    assert Path(write_draft(case.work).path).read_bytes() == first


def test_the_entry_asked_for_is_the_one_that_publishing_writes():
    assert KIND_ASKED == PUBLISHED


def test_a_question_and_an_assessment_are_explained_by_what_stands_and_by_what_moved_it(case):
    case.weigh()
    case.declare(CASE + LETTER)
    told = case.desk.explain("Q1")
    assert [why.level for why in told] == ["question", "assessment", "moved"]
    assert told[1].siglum == "W2"
    assert "“the guns were moved” leads: " in told[1].sentence
    assert told[2].sentence.startswith(
        "2 May 2026: Nadia Haddad: “a letter orders the guns out” was put in (+"
    )
    assert case.desk.explain("W1") == told


def test_protected_names_do_not_stand_in_what_moved(case):
    case.weigh()
    case.declare(CASE + LETTER.replace("a letter orders", "a letter from Yusuf the Courier orders"))
    said = str(moved(case.work))
    assert "Yusuf" not in said
    assert "orders the guns out" in said


@pytest.mark.parametrize(
    ("name", "since", "error", "sentence"),
    [
        ("Q9", "", NothingMatchedError, "No question of this case is called 'Q9'."),
        ("", "W9", NothingMatchedError, "neither an assessment of this case nor a day"),
        ("", "soon", NothingMatchedError, "neither an assessment of this case nor a day"),
        ("", "2031-01-01", UsageError, "has not come yet"),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence(case, name, since, error, sentence):
    case.weigh()
    with pytest.raises(error, match=sentence):
        moved(case.work, name, since)


def test_a_case_without_a_question_says_so(desk):
    with pytest.raises(NothingMatchedError, match="No question was declared"):
        moved(desk.work)


def test_a_question_nobody_answered_says_so(case):
    case.declare(CASE.split("[[question.moved.items]]")[0])
    assert list(case.work.store.all(Question))
    (one,) = moved(case.work).questions
    assert one.sentences == ("It has not been weighed: nobody has answered what bears on it.",)


def test_after_a_clock_was_set_back_the_last_word_is_still_the_last_and_part_of_every_period(case):
    """Rows went by their days, and “since” left out what was weighed last: a state long gone stood as the answer."""
    case.weigh()
    case.declare(CASE.replace(REPORT, DOUBTED))
    publish_day = case.clock.now
    case.clock.now -= timedelta(days=2000)
    case.declare(CASE + LETTER)
    case.clock.now = publish_day + timedelta(days=1)
    for since in ("", "2026-05-02"):
        (one,) = moved(case.work, since=since).questions
        assert [row.at.year for row in one.rows][-1] < 2026
        assert one.after == case.work.store.siglum(case.assessments()[-1].assessment_id)
        assert "a letter orders the guns out" in " ".join(one.sentences)


def test_a_question_that_was_renamed_or_deleted_is_told_with_what_stays_of_it(case):
    case.weigh()
    case.declare(CASE + LETTER)
    case.declare(CASE.replace("question.moved", "question.shifted"))
    answer = moved(case.work)
    assert [one.siglum for one in answer.questions] == ["Q2"]
    (gone,) = answer.gone
    assert gone.startswith("Q1 (moved) is no longer asked: 2 assessments of it stay in the ledger.")
    with pytest.raises(NothingMatchedError, match="is no longer asked: "):
        moved(case.work, "Q1")
    case.declare('schema = "twosource-case/1"\n')
    with pytest.raises(NothingMatchedError, match="is no longer asked: "):
        moved(case.work)
