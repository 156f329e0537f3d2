"""Words, memory and the peer: counted alike, absent without harm, and never timed here."""

import json
from pathlib import Path

import pytest
from bench.attribution_speed import SPACY, measure, n_words, spacy_seconds, speeds
from bench.corpora import Tagged
from bench.runner import DataMissingError

from bench import attribution, attribution_speed


def lay_out(data: Path) -> None:
    polnear = data / "attribution" / "polnear" / "dev"
    for part in ("text", "attributions"):
        (polnear / part).mkdir(parents=True)
    (polnear / "text" / "paper_a.txt").write_text("The bridge is shut, the mayor said.", "utf-8")
    lines = ["T1\tSource 21 30\tthe mayor", "T2\tCue 31 35\tsaid", "T3\tContent 0 18\tThe bridge is shut"]
    lines.append("E1\tAttribution:T9 Source:T1 Cue:T2 Content:T3\n")
    (polnear / "attributions" / "paper_a_4b22.ann").write_text("\n".join(lines), "utf-8")
    row = {"id": "a", "tokens": ["It", "burns", ",", "Ann", "said", "."], "labels": ["O"] * 6}
    row["labels"] = ["B-content", "I-content", "O", "B-source", "B-cue", "O"]
    for name, part in (("polnear_sentences", "valid"), ("riqua", "valid")):
        (data / "attribution" / name).mkdir(parents=True)
        (data / "attribution" / name / f"{part}.txt").write_text(json.dumps(row) + "\n", "utf-8")


def test_signs_are_no_words() -> None:
    assert n_words("“ Yes , ” she said — twice .") == 4
    assert n_words("") == 0


def test_without_a_peer_its_column_stays_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SPACY, raising=False)
    assert spacy_seconds(["One."]) is None


def test_a_peer_is_asked_in_its_own_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text('#!/bin/sh\ncat > /dev/null\necho "{\\"seconds\\": 2.0, \\"version\\": \\"$3\\"}"\n')
    stand_in.chmod(0o700)
    monkeypatch.setenv(SPACY, f"{stand_in}|a-model")
    assert spacy_seconds(["One."]) == (2.0, "spaCy a-model small pipeline")


def test_a_peer_that_fails_is_said_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text("#!/bin/sh\ncat > /dev/null\necho broken >&2\nexit 3\n")
    stand_in.chmod(0o700)
    monkeypatch.setenv(SPACY, str(stand_in))
    assert spacy_seconds(["One."]) is None
    assert "broken" in capsys.readouterr().err


def test_text_repeated_is_measured_one_by_one_or_as_one(tmp_path: Path) -> None:
    lay_out(tmp_path)
    for way in attribution_speed.WAYS:
        told = measure(tmp_path, way, 3)
        assert told["words"] == 3 * 7
        assert told["peak"] > 0


def test_speeds_are_given_for_each_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path)
    monkeypatch.delenv(SPACY, raising=False)
    monkeypatch.setattr(attribution_speed, "_in_a_process", measure)
    sentences = [Tagged("a", ("It", "burns"), ("O", "O"))]
    results = list(speeds(tmp_path, sentences, None))
    assert [r.group for r in results if r.metric == "words per second"] == ["text to statements, rules alone"]
    assert all(result.peer is None for result in results)
    flat = [r for r in results if r.metric.startswith("peak memory") and "stream" in r.group]
    assert flat[0].target == "flat"


def test_the_whole_report_of_attribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path)
    monkeypatch.setattr(attribution, "tagger_at_hand", lambda settings=None: None)
    monkeypatch.setattr(attribution, "speeds", lambda *_: [])
    report = attribution.run(tmp_path)
    metrics = {result.metric for result in report.results}
    assert {
        "source F1",
        "cue F1",
        "content F1",
        "content precision",
        "linked F1",
        "speaker precision",
    } <= metrics
    compared = [result for result in report.results if result.reference.startswith("test part")]
    assert {result.group for result in compared} == {"PolNeAR sentences with an attribution, rules, no model"}
    assert [case.case_id for case in report.cases] == ["paper_a_4b22"]


def test_missing_data_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution, "tagger_at_hand", lambda settings=None: None)
    with pytest.raises(DataMissingError, match="polnear_sentences"):
        attribution.run(tmp_path)
