"""Forecasts of a desk: said, superseded, settled, taken back, scored; and what is refused in a sentence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from desk_cases import CASE

from twosource.desk import Desk
from twosource.desk.forecast_reading import read_day, read_probability
from twosource.desk.forecasting import Said, forecasts, make_forecast, settle, unsettle
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.forecasts import CameTrue, Forecast, ForecastOutcome
from twosource.terms import vocabulary
from twosource.weighing.forecast_words import HANG_TOGETHER, NEVER_APPLIED

SECOND = "A second source appears within 3 months"
SIGNED = {"by": "Nadia", "why": "an archive was opened"}


class Days:
    def __init__(self):
        self.now = datetime(2026, 5, 1, 9, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Days()


@pytest.fixture
def work(tmp_path, clock):
    with Desk.open(Desk.new(tmp_path / "case", CASE), clock=clock) as desk:
        desk.analyse()
        yield desk.work


def said(text=SECOND, p="likely", due="2026-08-01", by="Nadia", why="two people have offered", **more):
    return Said(text=text, p=p, due=due, by=by, why=why, **more)


def test_a_word_keeps_its_band_and_is_scored_at_its_point(work):
    answer = make_forecast(work, said(question="Q1"))
    one = answer.forecast
    assert (one.siglum, one.p, one.word, one.is_word, one.state, one.days) == (
        "T1",
        0.675,
        "likely",
        True,
        "open",
        92,
    )
    assert one.question == "Q1"
    assert answer.notes == ("“likely” is kept as said (.55 to .80) and scored at .675, its point.",)


def test_a_figure_is_kept_as_it_is_and_told_in_words(work):
    answer = make_forecast(work, said(p=".65"))
    assert (answer.forecast.p, answer.forecast.is_word, answer.forecast.word) == (0.65, False, "likely")
    assert answer.notes == ("In words: likely.",)
    assert work.store.get(Forecast, work.store.by_siglum("T1")).word == ""


@pytest.mark.parametrize("term", vocabulary("likelihood").terms, ids=lambda t: t.value)
def test_every_word_is_read_in_every_language_with_or_without_vowel_signs(term):
    bare = "".join(c for c in term.label("ar") if not "\u064b" <= c <= "\u0652")
    for typed in (term.value, term.label("en"), term.label("ar"), bare, f"  {term.value.upper()} "):
        assert read_probability(typed) == (term.point, term.value)


@pytest.mark.parametrize(
    ("typed", "p"), [(".65", 0.65), ("0,65", 0.65), ("0.005", 0.005), ("٠٫٦٥", 0.65), ("1e-3", 0.001)]
)
def test_figures_are_read_as_people_type_them(typed, p):
    assert read_probability(typed) == (p, "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "could not be moved by any evidence"),
        ("1.0", "could not be moved by any evidence"),
        ("65", "65 of a hundred is 0.65"),
        ("-0.2", "is no probability"),
        ("maybe", "neither a likelihood word nor a figure"),
        ("nan", "neither a likelihood word nor a figure"),
        ("inf", "neither a likelihood word nor a figure"),
        ("", "neither a likelihood word nor a figure"),
        ("65%", "neither a likelihood word nor a figure"),
    ],
)
def test_what_is_no_probability_gets_a_sentence(typed, sentence):
    with pytest.raises(UsageError, match=sentence):
        read_probability(typed)


def test_a_month_is_due_on_its_last_day_and_today_is_no_past():
    today = date(2026, 5, 1)
    assert read_day("2026-08", today) == date(2026, 8, 31)
    assert read_day("2026-05-01", today) == today


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"due": "2026-04-30"}, "lies in the past"),
        ({"due": "soon"}, "is no day"),
        ({"due": ""}, "needs the day"),
        ({"due": "2026-08/.."}, "is no day"),
        ({"by": " "}, "it needs a name"),
        ({"why": ""}, "it needs a reason"),
        ({"by": "", "why": ""}, "a name and a reason"),
        ({"text": " "}, "A forecast is a sentence"),
    ],
)
def test_what_a_forecast_lacks_gets_a_sentence_and_nothing_is_kept(work, change, sentence):
    with pytest.raises(UsageError, match=sentence):
        make_forecast(work, said(**change))
    assert work.store.count(Forecast) == 0


def test_a_question_nobody_asked_gets_a_sentence(work):
    with pytest.raises(NothingMatchedError, match="No question of this case is called 'Q7'"):
        make_forecast(work, said(question="Q7"))


def test_a_second_thought_takes_the_place_of_the_first_which_stays_as_it_was(work):
    make_forecast(work, said())
    kept = work.store.get(Forecast, work.store.by_siglum("T1"))
    answer = make_forecast(work, said(text="  a second  source appears within 3 months.", p="unlikely"))
    assert answer.notes[-1] == "It takes the place of T1 (.675), which stays in the ledger."
    assert work.store.get(Forecast, kept.forecast_id) == kept
    assert [f.state for f in forecasts(work).forecasts] == ["open", "superseded by T2"]
    settle(work, "T1", "no", **SIGNED)
    found = forecasts(work)
    assert found.desk.record.n == 1
    assert found.desk.record.brier == pytest.approx(0.325**2)


def test_the_same_said_twice_is_one_forecast(work):
    make_forecast(work, said())
    assert make_forecast(work, said()).is_unchanged
    assert work.store.count(Forecast) == 1


def test_what_came_true_settles_the_sentence_for_everybody_who_forecast_it(work):
    make_forecast(work, said())
    answer = make_forecast(work, said(p=".2", by="Omar"))
    assert answer.notes[-1] == "Nadia said .675 of the same."
    answer = settle(work, "T2", "yes", **SIGNED)
    assert "Nadia had said .675: Brier .11 for this one." in answer.notes
    assert "Omar had said .2: Brier .64 for this one." in answer.notes
    found = forecasts(work)
    assert [f.state for f in found.forecasts] == ["came true", "came true"]
    assert found.desk.record.n == 2
    assert [(p.record.who, p.record.brier) for p in found.people] == [
        ("Nadia", pytest.approx(0.325**2)),
        ("Omar", pytest.approx(0.8**2)),
    ]


def test_settling_early_is_allowed_and_said_with_the_evidence(work):
    make_forecast(work, said())
    answer = settle(work, "t1", "نعم", evidence=["C1"], **SIGNED)
    assert answer.notes[0] == "It was due on 2026-08-01: settled 92 days early."
    assert answer.forecast.evidence == ("C1",)
    (outcome,) = work.store.all(ForecastOutcome)
    assert outcome.came_true is CameTrue.YES


def test_overdue_comes_first_then_due_today_then_open_then_settled(work, clock):
    for text, due in (
        ("one", "2026-05-02"),
        ("two", "2026-05-04"),
        ("three", "2026-06-01"),
        ("four", "2026-05-03"),
    ):
        make_forecast(work, said(text=text, due=due))
    settle(work, "T1", "no", **SIGNED)
    clock.now += timedelta(days=3)
    found = forecasts(work).forecasts
    assert [(f.text, f.state) for f in found] == [
        ("four", "overdue"),
        ("two", "due"),
        ("three", "open"),
        ("one", "did not come true"),
    ]


def test_an_outcome_is_taken_back_by_who_gave_it_and_the_one_before_counts_again(work):
    make_forecast(work, said())
    settle(work, "T1", "no", **SIGNED)
    answer = settle(work, "T1", "yes", by="Omar", why="it was there all along")
    assert "It had been recorded as no by Nadia." in answer.notes
    with pytest.raises(UsageError, match="was recorded by Omar, who alone can take it back"):
        unsettle(work, "T1", **SIGNED)
    back = unsettle(work, "T1", by="Omar", why="another archive")
    assert back.notes == ("It counts as no again.",)
    assert back.forecast.state == "did not come true"
    assert unsettle(work, "T1", **SIGNED).notes == ("It is an open question again.",)
    with pytest.raises(UsageError, match="T1 is not settled, and what was forecast stays forecast"):
        unsettle(work, "T1", **SIGNED)


def test_void_is_counted_and_not_scored_so_that_nobody_drops_a_bad_one_unseen(work):
    make_forecast(work, said())
    settle(work, "T1", "void", **SIGNED)
    found = forecasts(work)
    assert (found.desk.record.n, found.desk.record.n_void) == (0, 1)
    assert found.desk.sentences == (
        "No forecast of the desk is settled and scored yet. 1 more was void (1 by whoever had forecast it).",
    )


def test_what_is_known_can_no_longer_be_forecast(work):
    make_forecast(work, said())
    settle(work, "T1", "yes", **SIGNED)
    with pytest.raises(UsageError, match="is settled already: yes, says Nadia"):
        make_forecast(work, said(p=".9", by="Omar"))


@pytest.mark.parametrize(
    ("name", "came", "error", "sentence"),
    [
        ("T1", "perhaps", UsageError, "“perhaps” is no outcome"),
        ("T9", "yes", NothingMatchedError, "No forecast is called T9"),
        ("Q1", "yes", NothingMatchedError, "No forecast is called Q1"),
    ],
)
def test_what_cannot_be_settled_gets_a_sentence(work, name, came, error, sentence):
    make_forecast(work, said())
    with pytest.raises(error, match=sentence):
        settle(work, name, came, **SIGNED)


def test_below_ten_nothing_is_said_of_anybody(work):
    for number in range(9):
        make_forecast(work, said(text=f"event {number}"))
        settle(work, f"T{number + 1}", "yes", **SIGNED)
    assert forecasts(work).desk.sentences == (
        "The desk: 9 settled forecasts, too few to say what the words are worth (10 at least).",
    )


def test_from_ten_on_each_word_is_held_against_what_happened_and_nothing_is_applied(work):
    """Twelve times "very likely" (.875), four came true: .33, range .12 to .61, too seldom for .80 to .95."""
    for number in range(12):
        make_forecast(work, said(text=f"event {number}", p="very likely"))
        settle(work, f"T{number + 1}", "yes" if number < 4 else "no", **SIGNED)
    found = forecasts(work)
    record = found.desk.record
    assert record.brier == pytest.approx((4 * 0.125**2 + 8 * 0.875**2) / 12)
    assert record.parts.reliability == pytest.approx((0.875 - 1 / 3) ** 2)
    assert record.parts.resolution == pytest.approx(0.0)
    assert record.parts.uncertainty == pytest.approx(2 / 9)
    text = " ".join(found.desk.sentences)
    assert (
        "What was called very likely (.80 to .95) came true 4 of 12 times: .33, and anything from .12 to .61"
        in text
    )
    assert "which is too seldom for the word" in text
    assert HANG_TOGETHER in text
    assert NEVER_APPLIED in text
    assert make_forecast(work, said(p="very likely")).forecast.p == 0.875


def test_protected_names_do_not_stand_in_forecasts(work):
    make_forecast(work, said(text="Yusuf the Courier is heard", why="Yusuf said so"))
    assert "Yusuf" not in str(forecasts(work))


def test_forecasts_and_outcomes_stand_in_the_ledger_and_survive_opening_again(work):
    make_forecast(work, said())
    settle(work, "T1", "yes", **SIGNED)
    kinds = [e.body["record"] for e in work.store.ledger.entries() if e.kind == "record"][-2:]
    assert kinds == ["forecast", "forecast-outcome"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("80%", "As a figure it is 0.8. The nearest word is “very likely”"),
        ("7,5 %", "As a figure it is 0.075. The nearest word is “very unlikely”"),
        ("probably", "The nearest word is “likely”"),
    ],
)
def test_what_is_refused_is_answered_with_the_way_it_can_be_said(typed, offered):
    with pytest.raises(UsageError, match=offered):
        read_probability(typed)


def test_a_word_without_a_band_is_offered_none():
    with pytest.raises(UsageError) as refused:
        read_probability("maybe")
    assert "nearest" not in refused.value.sentences()


def test_whoever_voids_his_failures_or_leaves_them_open_does_not_look_good(work, clock):
    """Fourteen times "very likely": ten came true and are scored, three were called void, one is left open."""
    for number in range(14):
        make_forecast(work, said(text=f"event {number}", p="very likely"))
    for number in range(10):
        settle(work, f"T{number + 1}", "yes", **SIGNED)
    settle(work, "T11", "no", **SIGNED)
    for number in (11, 12, 13):
        settle(work, f"T{number}", "void", **SIGNED)
    clock.now += timedelta(days=300)
    found = forecasts(work).desk
    text = " ".join(found.sentences)
    assert (
        "3 more were void (3 by whoever had forecast it, 1 recorded as yes or no before), 1 is overdue"
        in text
    )
    assert found.record.brier_worst == pytest.approx((10 * 0.125**2 + 4 * 0.875**2) / 14)
    assert "Had all that is not scored turned out against what was said, the Brier score would be .23" in text


def test_a_word_that_fits_only_because_failures_were_voided_says_so(work):
    for number in range(30):
        make_forecast(work, said(text=f"event {number}", p="very likely"))
        settle(work, f"T{number + 1}", "yes" if number < 10 else "void", **SIGNED)
    (sentence,) = (s for s in forecasts(work).desk.sentences if s.startswith("What was called"))
    assert "which fits the word; had the 20 unscored ones turned out otherwise, it would not" in sentence


def test_an_outcome_taken_back_does_not_open_the_sentence_to_whoever_knows(work):
    make_forecast(work, said())
    settle(work, "T1", "no", **SIGNED)
    unsettle(work, "T1", **SIGNED)
    for by in ("Nadia", "Omar"):
        with pytest.raises(UsageError, match="was settled once and the outcome taken back"):
            make_forecast(work, said(p=".03", by=by))
    settle(work, "T1", "no", **SIGNED)
    assert forecasts(work).desk.record.brier == pytest.approx(0.675**2)


def test_second_thoughts_are_counted_beside_the_score(work):
    for number in range(10):
        make_forecast(work, said(text=f"event {number}", p="unlikely"))
        make_forecast(work, said(text=f"event {number}", p="very likely"))
        settle(work, f"T{2 * number + 1}", "yes", **SIGNED)
    assert "10 of the scored forecasts had been said otherwise before" in " ".join(
        forecasts(work).desk.sentences
    )


def test_a_forecast_as_long_as_a_book_gets_a_sentence(work):
    with pytest.raises(UsageError, match="A forecast is one sentence, and this has 5,000 characters"):
        make_forecast(work, said(text="x" * 5000))
