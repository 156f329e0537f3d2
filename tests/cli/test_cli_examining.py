"""examine without material: what somebody runs after writing into case.toml, inside the case it is about."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "desk"))

from desk_cases import CASE, write_cache

from twosource.cli import run


@pytest.fixture
def started(tmp_path, capsys):
    """A case that was examined and in which nothing is declared yet."""
    case = tmp_path / "case"
    run(["examine", str(write_cache(tmp_path)), "--case", str(case)])
    capsys.readouterr()
    return case


def test_the_starter_is_followed_to_a_weighing_without_naming_the_material_again(
    started, monkeypatch, capsys
):
    (started / "case.toml").write_text(CASE, "utf-8")
    monkeypatch.chdir(started)
    before = (started / "dossier" / "draft.html").read_text("utf-8")
    run(["examine", "--json"])
    value = json.loads(capsys.readouterr().out)["value"]
    assert value["received"] is None
    assert value["weighings"]
    assert (started / "dossier" / "draft.html").read_text("utf-8") != before


def test_a_case_may_be_named_in_place_of_standing_in_it(started, capsys):
    assert run(["examine", "--case", str(started)]) in {0, 3}
    assert "received" in capsys.readouterr().out


def test_whoever_has_a_weighing_is_led_to_it(started, capsys):
    (started / "case.toml").write_text(CASE, "utf-8")
    run(["examine", "--case", str(started)])
    assert "Next: twosource weigh --case" in capsys.readouterr().out


def test_where_there_is_neither_case_nor_material_the_way_to_both_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["examine"]) == 10
    said = capsys.readouterr().err
    assert "Nothing was written." in said
    assert "twosource examine FOLDER" in " ".join(said.split())


def test_options_about_material_without_material_are_refused(started, capsys):
    assert run(["examine", "--case", str(started), "--from", "a courier"]) == 2
    assert "Name the folder" in capsys.readouterr().err


def test_a_question_nobody_answered_is_not_called_undeclared(started, capsys):
    asked = CASE[: CASE.index("[[question.")]
    (started / "case.toml").write_text(asked, "utf-8")
    run(["examine", "--case", str(started)])
    assert "Nothing was weighed: `twosource weigh` says" in " ".join(capsys.readouterr().out.split())
    assert run(["weigh", "--case", str(started)]) == 9
    said = " ".join(capsys.readouterr().err.split())
    assert "[question.moved] was declared, and nothing that was seen was answered for it yet" in said
    assert "[[question.moved.items]]" in said


def test_an_item_stands_once_among_the_weights_and_the_unit_is_explained(started, capsys):
    (started / "case.toml").write_text(CASE, "utf-8")
    run(["weigh", "--case", str(started), "--json"])
    weights = json.loads(capsys.readouterr().out)["value"][0]["weights"]
    alone = [w["name"] for w in weights if w["is_group"] and len(w["members"]) == 1]
    assert alone
    run(["weigh", "--case", str(started)])
    told = capsys.readouterr().out
    assert "+10 makes them tenfold" in " ".join(told.split())
    rows = [line.split()[0] for line in told.splitlines() if line.split()]
    assert not set(alone) & set(rows)
