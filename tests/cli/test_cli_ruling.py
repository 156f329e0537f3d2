"""derived, separate: what the terminal says, in which words, and how a word is taken back."""

import json
from pathlib import Path

import pytest

from twosource.cli import run
from twosource.desk import Desk
from twosource.desk.case import CaseFolder

CASE = """
schema = "twosource-case/1"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.upland]
name = "Upland Mail"
kind = "outlet"

[parties.driver]
name = "Karim Haddad"
kind = "person"

[parties.clerk]
name = "Sami Nassar"
kind = "person"

[[publishers]]
exhibits = ["harbour.txt"]
party = "harbour"

[[publishers]]
exhibits = ["upland.txt"]
party = "upland"

[claims.guns]
text = "Guns were withdrawn from Palmyra"
action = "withdraw"
place = "Palmyra"

[[statements]]
exhibit = "harbour.txt"
quote = "guns left Palmyra"
claim = "guns"
chain = [ { party = "harbour" }, { party = "driver", channel = "speech", access = "saw" } ]

[[statements]]
exhibit = "upland.txt"
quote = "artillery was moved"
claim = "guns"
chain = [ { party = "upland" }, { party = "clerk", channel = "speech", access = "saw" } ]
"""
WORD = ["--by", "Nadia", "--why", "the editor said so"]


@pytest.fixture
def case(tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "harbour.txt").write_text("The guns left Palmyra on Monday.\n", "utf-8")
    (cache / "upland.txt").write_text("Then artillery was moved out of the town.\n", "utf-8")
    folder = Desk.new(tmp_path / "case", CASE)
    with Desk.open(folder) as desk:
        desk.receive([cache])
        desk.read()
        desk.analyse()
    return ["--case", str(folder.path)]


def sigla(case):
    with Desk.open(CaseFolder(Path(case[1]))) as desk:
        found = {s.exhibit: s.words for s in desk.statements(claim="C1")}
    return sorted(found, key=lambda siglum: "artillery" not in found[siglum])


def test_a_word_is_recorded_with_the_hands_it_moves_and_taken_back(case, capsys):
    copy, first = sigla(case)
    assert run(["derived", copy, first, *WORD, *case]) == 0
    out = capsys.readouterr().out
    assert f"{copy} Upland Mail has it from {first} Harbour Gazette, says Nadia: the editor said so" in out
    assert "C1: 2 hands (p >.99) before, 1 hand (p >.99) now." in out
    assert "--undo" in out
    assert run(["derived", copy, first, *WORD, *case]) == 0
    assert "had said so before" in capsys.readouterr().out
    assert run(["derived", "--undo", copy, first, *WORD, *case]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Whether {copy} Upland Mail has it from")
    assert "C1: 1 hand (p >.99) before, 2 hands (p >.99) now." in out


def test_separate_says_when_nothing_moves(case, capsys):
    copy, first = sigla(case)
    assert run(["separate", copy, first, "--claim", "C1", *WORD, *case]) == 0
    out = capsys.readouterr().out
    assert "does not have it from" in out
    assert "for C1" in out
    assert "No claim counts other hands for that." in out


def test_the_same_as_json(case, capsys):
    copy, first = sigla(case)
    assert run(["derived", copy, first, *WORD, "--json", *case]) == 0
    value = json.loads(capsys.readouterr().out)["value"]
    assert value["ruled"] == "derived"
    (moved,) = value["hands"]
    assert (moved["claim"], moved["before"], moved["after"]) == ("C1", 2, 1)


def test_a_word_without_a_reason_is_refused_in_a_sentence(case, capsys):
    copy, first = sigla(case)
    assert run(["derived", copy, first, *case]) == 2
    assert "needs a name and a reason" in capsys.readouterr().err
