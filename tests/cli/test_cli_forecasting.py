"""forecast and moved: what the terminal says, first in a sentence, then in a table."""

import json
from pathlib import Path

import pytest

from twosource.cli import run
from twosource.desk import Desk

QUESTION = """
schema = "twosource-case/1"

[question.moved]
text = "Were the guns moved?"
prior = { moved = 1, stayed = 1, something_else = 1 }
prior_why = "nothing known before"
[question.moved.hypotheses]
moved = "the guns were moved"
stayed = "the guns stayed"
something_else = "something else"

[[question.moved.items]]
name = "report"
text = "the channel reports that the guns were moved"
why = "an order was seen"
answers = [{ words = { moved = "likely", stayed = "unlikely" } }]
"""
LETTER = """
[[question.moved.items]]
name = "letter"
text = "a letter orders the guns out"
by = "Nadia Haddad"
why = "it bears a date"
answers = [{ words = { moved = "likely", stayed = "very unlikely" } }]
"""
SECOND = "A second source appears"
SIGNED = ["--by", "Nadia", "--why", "two people have offered"]


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    folder = Desk.new(tmp_path / "case", QUESTION)
    return ["--case", str(folder.path)]


def declare(case, text):
    (Path(case[1]) / "case.toml").write_text(text, "utf-8")


def test_a_forecast_is_said_listed_settled_and_taken_back(case, capsys):
    assert run(["forecast", *case]) == 0
    assert "Nobody has forecast anything yet." in capsys.readouterr().out
    assert run(["forecast", SECOND, "--p", "likely", "--due", "2099-08-01", *SIGNED, *case]) == 0
    out = capsys.readouterr().out
    assert f"T1 {SECOND}" in out
    assert "Likely (.68) by 2099-08-01, says Nadia: two people have offered." in out
    assert "scored at .675, its point" in out
    assert "Next: twosource forecast T1 yes|no|void" in out
    assert run(["forecast", "T1", "yes", *SIGNED, *case]) == 0
    out = capsys.readouterr().out
    assert "It came true, says Nadia: two people have offered." in out
    assert "early." in out
    assert run(["forecast", *case]) == 0
    out = capsys.readouterr().out
    assert "1 forecast: 0 open, 0 of them overdue." in out
    assert "came true" in out
    assert "too few to say" in out
    assert run(["forecast", "T1", "--undo", *SIGNED, *case]) == 0
    assert "It is an open question again." in capsys.readouterr().out


def test_forecasts_as_one_document(case, capsys):
    run(["forecast", SECOND, "--p", ".4", "--due", "2099-08-01", *SIGNED, *case])
    capsys.readouterr()
    assert run(["forecast", "--json", *case]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["message_type"] == "forecasts"
    (one,) = document["value"]["forecasts"]
    assert (one["p"], one["word"], one["is_word"], one["state"]) == (0.4, "unlikely", False, "open")
    assert document["value"]["desk"]["record"]["curve"]["bins"] == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([SECOND, "--p", "1", "--due", "2099-01-01", *SIGNED], "could not be moved by any evidence"),
        ([SECOND, "--p", ".5", "--due", "2016-01-01", *SIGNED], "lies in the past"),
        ([SECOND, "--p", ".5", "--due", "2099-01-01"], "it needs a name and a reason"),
        ([SECOND, "yes", *SIGNED], "Outcomes belong to a forecast called by its siglum"),
        (["T1", *SIGNED], "Say how T1 turned out"),
        (["T1", "yes", "--undo", *SIGNED], "one of the two"),
        (["T1", "yes", "--p", ".3", *SIGNED], "a forecast is never changed"),
        (["--p", ".3"], "There is no sentence to forecast"),
    ],
)
def test_a_forecast_called_wrongly_gets_a_sentence(case, capsys, typed, sentence):
    assert run(["forecast", *typed, *case]) == 2
    assert sentence in " ".join(capsys.readouterr().err.split())


def test_the_curve_is_drawn_into_a_file(case, tmp_path, capsys):
    for number in range(11):
        run(["forecast", f"event {number}", "--p", "likely", "--due", "2099-08-01", *SIGNED, *case])
        run(["forecast", f"T{number + 1}", "yes" if number < 7 else "no", *SIGNED, *case])
    capsys.readouterr()
    path = tmp_path / "curve.svg"
    assert run(["forecast", "--svg", str(path), *case]) == 0
    assert path.read_text("utf-8").startswith("<svg")
    assert run(["forecast", "--table", *case]) == 0
    assert "11" in capsys.readouterr().out
    assert run(["forecast", *case]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "What was called likely (.55 to .80) came true 7 of 11 times: .64" in out
    assert "which fits the word" in out


def test_what_moved_is_a_sentence_then_a_table(case, capsys):
    assert run(["moved", *case]) == 0
    assert "the answer has not moved: “the guns were moved” is likely" in " ".join(
        capsys.readouterr().out.split()
    )
    declare(case, QUESTION + LETTER)
    assert run(["moved", "Q1", "--since", "W1", *case]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "the answer moved by 7.0 decibans towards “the guns were moved”: its odds are 5.1 times" in out
    assert "What moved it: “a letter orders the guns out” was put in (+7.0 decibans; Nadia Haddad)." in out
    assert "“a letter orders the guns out” was put in (Nadia Haddad) +7.0 -7.0" in out
    assert "Figures are decibans, tenths of a power of ten of the odds" in out


def test_what_came_back_is_said_to_have_come_back(case, capsys):
    run(["weigh", *case])
    declare(case, QUESTION + LETTER)
    run(["weigh", *case])
    declare(case, QUESTION)
    capsys.readouterr()
    assert run(["moved", *case]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "the answer was changed 2 times and came back to what it was, to the last figure" in out
    assert run(["log", *case]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert (
        "Q1 moved by 7.0 decibans towards moved, from W1 to W2: “a letter orders the guns out” was put in"
        in out
    )


def test_what_moved_is_said_in_arabic_where_asked_for(case, capsys):
    run(["weigh", *case])
    declare(case, QUESTION + LETTER)
    capsys.readouterr()
    assert run(["moved", "--language", "ar", *case]) == 0
    out = capsys.readouterr().out
    assert "تحرّك الجواب بمقدار 7.0 ديسيبان نحو «\u2068the guns were moved\u2069»" in out
    assert "مرجّح جداً" in out


def test_what_moved_as_one_document(case, capsys):
    run(["weigh", *case])
    declare(case, QUESTION + LETTER)
    capsys.readouterr()
    assert run(["moved", "--json", *case]) == 0
    document = json.loads(capsys.readouterr().out)
    (one,) = document["value"]["questions"]
    assert (one["siglum"], one["before"], one["after"]) == ("Q1", "W1", "W2")
    (row,) = one["rows"]
    assert row["by"] == "Nadia Haddad"
    assert row["decibans"] == pytest.approx(one["decibans"])


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        (["Q9"], 9, "No question of this case is called 'Q9'"),
        (["--since", "W9"], 9, "neither an assessment of this case nor a day"),
        (["--since", "2099-01-01"], 2, "has not come yet"),
    ],
)
def test_moved_called_wrongly_gets_a_sentence(case, capsys, typed, code, sentence):
    assert run(["moved", *typed, *case]) == code
    assert sentence in " ".join(capsys.readouterr().err.split())
