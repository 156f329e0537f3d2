"""The commands of people who read: they keep, compare, write out, take in, and send nothing unasked."""

import io
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "endpoint"))

from local_server import says, serving

from twosource.cli import run
from twosource.desk import Desk
from twosource.desk.case import CaseFolder

REPORT = "The guns left the town at nigth.\nNobody saw who drove them out.\n"
RIGHT = REPORT.replace("nigth", "night")


@pytest.fixture
def case(tmp_path):
    cache = tmp_path / "pile"
    cache.mkdir()
    (cache / "report.txt").write_text(REPORT, "utf-8")
    folder = tmp_path / "case"
    with Desk.open(Desk.new(folder)) as desk:
        desk.receive([cache])
        desk.read()
    return folder


def does(case, *arguments, code=0):
    assert run([*arguments, "--case", str(case)]) == code


def told(capsys):
    return " ".join(capsys.readouterr().out.split())


def given(case, words=RIGHT, *more, by="Huda"):
    path = case.parent / "words.txt"
    path.write_text(words, "utf-8")
    return ["transcribe", "E1", "--by", by, "--language", "en", "--file", str(path), *more]


def test_a_reading_is_kept_and_preferred(case, capsys):
    does(case, *given(case))
    out = told(capsys)
    assert "1 reading kept. E1 is now read." in out
    assert "preferred: Huda read it whole" in out
    does(case, "show", "E1")
    assert "night" in told(capsys)


def test_a_correction_says_that_the_earlier_reading_stays(case, capsys):
    does(case, *given(case))
    does(case, *given(case, RIGHT + "And more."))
    assert "in place of an earlier one, which stays in the ledger" in told(capsys)


def test_a_second_reading_shows_where_both_differ(case, capsys):
    does(case, *given(case))
    does(case, *given(case, RIGHT.replace("drove", "drew"), "--second", by="Salim"))
    out = told(capsys)
    assert "Salim agrees with Huda in 92.3% of the words" in out
    assert "drove drew" in out


def test_words_on_the_line_and_a_line_number(case, capsys):
    does(
        case, "transcribe", "E1", "Nobody saw", "--by", "Huda", "--language", "en", "--line", "2", "--beside"
    )
    assert "0 of 1 pages read whole" in told(capsys)


def test_words_can_come_from_standard_input(case, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("words from elsewhere"))
    does(case, "translate", "E1", "--by", "Huda", "--into", "fr", "--file", "-")
    assert "translation, fr" in told(capsys)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["transcribe", "E1", "words"], 2),
        (["transcribe", "E1", "words", "--by", "x"], 2),
        (["transcribe", "E1", "--by", "x", "--language", "en"], 2),
        (["transcribe", "E1", "words", "--by", "x", "--language", "en", "--second"], 2),
        (["transcribe", "E9", "words", "--by", "x", "--language", "en"], 9),
        (["anchors", "E1", "--accept", "1", "--by", "x"], 9),
        (["anchors", "E1", "--accept", "1", "--reject", "2", "--by", "x"], 2),
        (["layers", "E1", "--export", "alto", "--layer", "7"], 9),
        (["translate", "E1", "--by", "x", "--endpoint", "http://example.org", "--model", "m", "--send"], 8),
        (["translate", "E1", "--by", "x", "--endpoint", "http://127.0.0.1:9", "--model", "m"], 8),
    ],
)
def test_wrong_calls_end_with_their_code_and_a_sentence(case, capsys, arguments, code):
    does(case, *arguments, code=code)
    said = capsys.readouterr()
    assert "." in said.err + said.out


@pytest.mark.parametrize("form", ["alto", "page", "hocr"])
def test_a_layer_goes_out_to_a_folder_and_comes_in_again(case, capsys, tmp_path, form):
    does(case, *given(case))
    does(case, "layers", "E1", "--export", form, "--to", str(tmp_path / "out"))
    (path,) = (tmp_path / "out").iterdir()
    does(case, "layers", "E1", "--import", str(path), "--by", "Salim", "--language", "en", "--second")
    assert "Salim agrees with Huda in 100.0% of the words" in told(capsys)


def test_a_layer_goes_to_standard_output_as_it_is(case, capsys):
    does(case, "layers", "E1", "--export", "alto")
    assert capsys.readouterr().out.startswith("<?xml")


def test_anchors_are_proposed_accepted_and_printed(case, capsys):
    does(case, "cite", "E1", "The guns left the town at nigth.")
    does(case, *given(case, "A heading.\n" + RIGHT))
    capsys.readouterr()
    does(case, "anchors", "E1")
    assert "1 proposal for passages of E1" in told(capsys)
    does(case, "anchors", "E1", "--accept", "1", "--by", "Huda")
    assert "accepted; the words are now P" in told(capsys)
    does(case, "anchors", "E1")
    assert "0 proposals for passages of E1; 1 passage settled before." in told(capsys)
    does(case, "layers", "E1", "--annotations")
    assert len(json.loads(capsys.readouterr().out)) == 2
    does(case, "verify")


@pytest.mark.parametrize(
    ("arguments", "message_type"),
    [
        (["layers", "E1"], "layers"),
        (["anchors", "E1"], "anchors"),
        (["layers", "E1", "--export", "hocr"], "exported"),
        (["layers", "E1", "--annotations"], "annotations"),
        (["transcribe", "E1", "words", "--by", "x", "--language", "en", "--line", "1"], "transcribed"),
        (["translate", "E1", "--by", "x", "--endpoint", "http://127.0.0.1:9", "--model", "m"], "would send"),
    ],
)
def test_each_prints_one_json_document(case, capsys, arguments, message_type):
    run([*arguments, "--case", str(case), "--json"])
    assert json.loads(capsys.readouterr().out)["message_type"] == message_type


def test_a_model_is_asked_only_with_send_and_its_words_stay_a_suggestion(case, capsys):
    answer = json.dumps({"segments": [{"n": 1, "text": "Les canons sont partis.", "unsure": ["nigth"]}]})
    with serving(says(answer)) as (origin, received):
        asking = ["translate", "E1", "--by", "Huda", "--into", "fr", "--endpoint", origin, "--model", "small"]
        does(case, *asking, code=8)
        out = told(capsys)
        assert "Nothing was sent." in out
        assert origin in out
        assert received == []
        does(case, *asking, "--send")
        assert len(received) == 1
    out = told(capsys)
    assert "kept as a suggestion by the model" in out
    assert "The model was unsure of nigth" in out
    with Desk.open(CaseFolder(case)) as desk:
        assert [entry.kind for entry in desk.store.ledger.entries()].count("sent to a model") == 1
