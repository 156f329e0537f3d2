"""origins --svg and --table at the door: a picture in a file, a table with every report, refusals in sentences."""

import json
import xml.etree.ElementTree as ET

import pytest

from twosource.cli import run
from twosource.desk import Desk

CASE = """
schema = "twosource-case/1"
title = "The closed bridge"

[parties.ferry]
name = "Ferry Gazette"
kind = "outlet"

[parties.jisr]
name = "صحيفة الجسر"
kind = "outlet"

[parties.smith]
name = "Johanna Kettenschmied"
kind = "person"
protected = true
label = "a lock keeper"

[claims.bridge]
text = "The bridge was shut before the flood"
action = "other"

[claims.alone]
text = "The toll house burned"
action = "other"

[[statements]]
exhibit = "ferry.txt"
quote = "the bridge was shut"
claim = "bridge"
chain = [{ party = "ferry", channel = "publication" }, { party = "smith", cue = "says", access = "saw" }]

[[statements]]
exhibit = "jisr.txt"
quote = "the bridge was shut"
claim = "bridge"
chain = [{ party = "jisr", channel = "publication" }, { party = "ferry", cue = "reports" }]

[[statements]]
exhibit = "jisr.txt"
quote = "the toll house burned"
claim = "alone"
chain = [{ party = "jisr", channel = "publication" }]
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bridge")
    cache = folder / "cache"
    cache.mkdir()
    (cache / "ferry.txt").write_text("Johanna Kettenschmied says the bridge was shut when she came.", "utf-8")
    (cache / "jisr.txt").write_text(
        "As Ferry Gazette reports, the bridge was shut. Also the toll house burned.", "utf-8"
    )
    found, _ = Desk.new_or_found(folder / "case", CASE)
    with Desk.open(found) as desk:
        desk.receive([cache])
        desk.read_quickly()
        desk.analyse()
    return ["--case", str(folder / "case")]


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Two reports, one pair of hands"), ("ar", "تقارير: 2")]
)
def test_the_picture_is_a_valid_file_that_names_nobody_protected(case, tmp_path, capsys, language, word):
    path = tmp_path / "bridge.svg"
    assert run(["origins", "bridge", "--svg", str(path), "--language", language, *case]) == 0
    out = capsys.readouterr().out
    assert word in out.replace("\n", " ")
    text = path.read_text("utf-8")
    ET.fromstring(text)
    assert word in text
    assert "a lock keeper" in text
    assert "صحيفة الجسر" in text
    assert "Kettenschmied" not in text + out


def test_the_table_says_who_has_it_from_whom(case, capsys):
    assert run(["origins", "bridge", "--table", *case]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "from whom" in out
    assert "Ferry Gazette" in out
    assert "Kettenschmied" not in out


def test_json_has_the_table_and_the_picture(case, capsys):
    assert run(["origins", "bridge", "--table", "--json", *case]) == 0
    answer = json.loads(capsys.readouterr().out)["value"]
    rows = answer["table"]["rows"]
    assert {row[0] for row in rows} == {"a lock keeper", "Ferry Gazette", "صحيفة الجسر"}
    assert answer["svg"].startswith("<svg")


def test_one_report_alone_has_no_stemma_and_no_file_is_written(case, tmp_path, capsys):
    path = tmp_path / "alone.svg"
    assert run(["origins", "alone", "--svg", str(path), *case]) == 9
    assert "There is no stemma of" in " ".join(capsys.readouterr().err.split())
    assert not path.exists()


def test_a_path_that_cannot_be_written_is_refused_in_a_sentence(case, tmp_path, capsys):
    assert run(["origins", "bridge", "--svg", str(tmp_path), *case]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "could not be written" in told
    assert "The case is as it was." in told
