"""known: what the terminal shows, what JSON holds, and what a wrong call says."""

import json

import pytest

from twosource.cli import run
from twosource.desk import Desk

CASE = """
schema = "twosource-case/1"

[claims.guns]
text = "The guns were moved out of Norhaven before the attack"
action = "withdraw"
place = "Norhaven"

[claims.bridge]
text = "Engineers blew up the railway bridge at Westmark"
action = "bomb"
"""


@pytest.fixture
def case(tmp_path):
    folder = Desk.new(tmp_path / "case", CASE)
    with Desk.open(folder) as desk:
        desk.analyse()
    return ["--case", str(folder.path)]


def test_the_nearest_claims_with_reasons_and_the_next_command(case, capsys):
    assert run(["known", "the", "railway", "bridge", "at", "Westmark", *case]) == 0
    out = capsys.readouterr().out
    assert "Nearest among 2 claims" in out
    assert "the name Westmark" in out
    assert "Next: twosource origins C" in out


def test_nothing_like_it(case, capsys):
    assert run(["known", "a comet over the observatory", *case]) == 0
    out = capsys.readouterr().out
    assert "Nothing like it among 2 claims" in out
    assert "Next: twosource search" in out


def test_json_holds_the_answer(case, capsys):
    assert run(["known", "guns out of Norhaven", "--json", *case]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["message_type"] == "known"
    assert body["value"]["nearest"][0]["claim_id"] == "claim-guns"


def test_against_a_list(case, tmp_path, capsys):
    path = tmp_path / "checked.csv"
    path.write_text(
        "claim,title,url\nThe railway bridge at Westmark was blown up,Bridge?,https://x.example\n", "utf-8"
    )
    assert run(["known", "--against", str(path), *case]) == 0
    out = capsys.readouterr().out
    assert "1 claim of 2 likely stand among 1 checked claim of checked.csv" in out
    assert "Next: twosource show C" in out
    assert run(["known", "--against", str(path), "--json", *case]) == 0
    assert json.loads(capsys.readouterr().out)["message_type"] == "checked"


def test_a_list_can_steer_no_terminal(case, tmp_path, capsys):
    path = tmp_path / "checked.csv"
    path.write_text("claim,title\nThe railway bridge at Westmark was blown up,\x1b[2J\u202egone\n", "utf-8")
    assert run(["known", "--against", str(path), *case]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("words", [[], ["words", "--against", "list.csv"]])
def test_either_words_or_a_list(case, words, capsys):
    assert run(["known", *words, *case]) == 2
    assert "either words, or a list" in capsys.readouterr().err


def test_a_missing_list_gets_a_sentence(case, capsys):
    assert run(["known", "--against", "none.csv", *case]) == 2
    assert "There is no file none.csv" in capsys.readouterr().err
