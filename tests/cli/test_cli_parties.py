"""parties, same, different: what the terminal shows, and what it never shows."""

import json
from pathlib import Path

import pytest

from twosource.cli import run
from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.evidence.testimony import Made, Party
from twosource.terms import PartyKind, Standing

CASE = """
schema = "twosource-case/1"

[parties.person_a]
name = "Karim Mansour"
kind = "person"

[parties.person_b]
name = "كريم منصور"
kind = "person"

[parties.source]
name = "Kareem Mansoor"
label = "a driver"
kind = "person"
protected = true

[claims.guns]
text = "Guns were withdrawn from Palmyra"
action = "withdraw"
place = "Palmyra"
"""


@pytest.fixture
def case(tmp_path):
    folder = Desk.new(tmp_path / "case", CASE)
    with Desk.open(folder) as desk:
        desk.analyse()
    return ["--case", str(folder.path)]


def sigla(case):
    with Desk.open(CaseFolder(Path(case[1]))) as desk:
        return {key: desk.store.siglum(key) for key in ("person_a", "person_b", "source")}


def test_everybody_is_listed_and_protected_ones_by_label(case, capsys):
    assert run(["parties", *case]) == 0
    out = capsys.readouterr().out
    assert "3 parties" in out
    assert "a driver" in out
    assert "Mansoor" not in out


def test_a_pair_is_suggested_with_reasons_and_how_to_decide(case, capsys):
    assert run(["parties", "--suggest", *case]) == 0
    out = capsys.readouterr().out
    assert "By their names" in out
    assert "such pairs in the test" in out
    assert "twosource same" in out
    assert "Mansoor" not in out
    assert "driver" not in out


def test_a_word_is_recorded_shown_and_taken_back(case, capsys):
    named = sigla(case)
    two = [named["person_a"], named["person_b"]]
    assert run(["same", *two, "--by", "Nadia", "--why", "one number", *case]) == 0
    assert "are one, says Nadia: one number" in capsys.readouterr().out
    assert run(["parties", *case]) == 0
    assert "joined to them by people" in capsys.readouterr().out
    assert run(["same", *two, "--by", "Nadia", "--why", "again", *case]) == 0
    assert "had said so before" in capsys.readouterr().out
    assert run(["same", "--undo", *two, "--by", "Nadia", "--why", "a slip", *case]) == 0
    assert "an open question again" in capsys.readouterr().out
    assert run(["different", *two, "--by", "Nadia", "--why", "two men", *case]) == 0
    assert "are two" in capsys.readouterr().out


def test_a_word_without_a_name_is_refused_with_what_to_do(case, capsys):
    named = sigla(case)
    assert run(["same", named["person_a"], named["person_b"], *case]) == 2
    assert "--by" in capsys.readouterr().err


def test_a_protected_party_is_not_made_one_with_a_public_one(case, capsys):
    named = sigla(case)
    code = run(["same", named["source"], named["person_a"], "--by", "Nadia", "--why", "known", *case])
    assert code != 0
    shown = capsys.readouterr()
    assert "protected" in shown.err
    assert "Mansoor" not in shown.out + shown.err


def test_json_holds_the_same(case, capsys):
    assert run(["parties", "--suggest", "--json", *case]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["message_type"] == "pairs"
    assert document["value"]["pairs"][0]["p"] > 0.45
    assert run(["parties", "--json", *case]) == 0
    text = capsys.readouterr().out
    assert json.loads(text)["message_type"] == "parties"
    assert "Mansoor" not in text


def test_what_nothing_rests_on_is_counted_and_listed_on_demand(case, capsys):
    """A name that a machine found is replaced by the party people declared; declared ones always stand."""
    with Desk.open(CaseFolder(Path(case[1]))) as desk, desk.store.transaction():
        made = Made(by="attributing", standing=Standing.SUGGESTION)
        desk.store.put([Party(party_id="found", name="drivers", kind=PartyKind.PLACEHOLDER, made=made)])
    assert run(["parties", *case]) == 0
    out = capsys.readouterr().out
    assert "3 parties." in out
    assert "drivers" not in out
    assert "1 more was found on which no statement rests: --all lists it." in " ".join(out.split())
    assert run(["parties", "--all", *case]) == 0
    out = capsys.readouterr().out
    assert "4 parties." in out
    assert "drivers" in out
    assert "--all" not in out
    assert run(["parties", "--json", *case]) == 0
    assert len(json.loads(capsys.readouterr().out)["value"]) == 4
