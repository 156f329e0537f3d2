"""The corpora are read as they are laid out; the samples here are our own, in the same layouts."""

import json
from pathlib import Path

import pytest
from bench.corpora import (
    Attributed,
    attributions_in,
    polnear_articles,
    polnear_sentences,
    re3d,
    riqua,
    spans_of,
)
from bench.runner import DataMissingError

TEXT = "The harbour is shut, the pilot said on Monday, and it stays shut.\n\nA clerk denied it."
STANDOFF = [
    "T1\tSource 21 30\tthe pilot",
    "T2\tCue 31 35\tsaid",
    "T3\tContent 0 19;47 64\tThe harbour is shut and it stays shut",
    "T4\tAttribution 31 35\tsaid",
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
    "T5\tSource 67 74\tA clerk",
    "T6\tCue 75 81\tdenied",
    "T7\tContent 82 84\tit",
    "T8\tAttribution-no-source 75 81\tdenied",
    "E2\tAttribution-no-source:T8 Cue:T6 Content:T7",
    "",
]


def lay_out(data: Path, name: str, annotators: tuple[str, ...]) -> None:
    folder = data / "attribution" / "polnear" / "dev"
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "text" / f"{name}.txt").write_bytes(TEXT.encode())
    for annotator in annotators:
        path = folder / "attributions" / f"{name}_{annotator}.ann"
        path.write_text("\n".join(STANDOFF), "utf-8")


def test_roles_are_joined_by_their_events_and_may_be_apart() -> None:
    first, second = attributions_in(STANDOFF)
    assert first == Attributed(cue=((31, 35),), source=((21, 30),), content=((0, 19), (47, 64)))
    assert [TEXT[a:b] for a, b in first.content] == ["The harbour is shut", "and it stays shut"]
    assert second == Attributed(cue=((75, 81),), source=(), content=((82, 84),))


def test_a_second_content_is_the_same_content_in_more_spans() -> None:
    lines = [
        "T1\tContent 9 12\tone",
        "T2\tContent 1 4\ttwo",
        "T3\tCue 5 8\tsay",
        "E1\tAttribution:T9 Content:T1 Content2:T2 Cue:T3",
    ]
    assert list(attributions_in(lines)) == [Attributed(((5, 8),), (), ((1, 4), (9, 12)))]


def test_events_may_stand_before_their_bounds_and_notes_carry_nothing() -> None:
    lines = [
        "E1\tAttribution:T4 Cue:T2",
        "T2\tCue 31 35\tsaid",
        "T3\tDiscuss 0 4\tThe ",
        "T5\tDiscard 0 4\tThe ",
        "#1\tAnnotatorNotes T3\twhy",
        "E2\tAttribution-no-source:T5",
        "goes on with a broken line",
        "T9\tnonsense",
    ]
    assert list(attributions_in(lines)) == [Attributed(((31, 35),), (), ())]


def test_one_annotation_per_text_is_used_the_first_by_its_annotator(tmp_path: Path) -> None:
    lay_out(tmp_path, "paper_2016-09-08_twice", ("d473", "4b22"))
    lay_out(tmp_path, "paper_2016-09-09_once", ("ef2d",))
    articles = polnear_articles(tmp_path, "dev")
    assert [(a.name, a.annotator) for a in articles] == [
        ("paper_2016-09-08_twice", "4b22"),
        ("paper_2016-09-09_once", "ef2d"),
    ]
    everything = polnear_articles(tmp_path, "dev", every_annotator=True)
    assert [a.annotator for a in everything] == ["4b22", "d473", "ef2d"]
    assert everything[1].article_id == "paper_2016-09-08_twice_d473"
    assert everything[0].text == TEXT


def test_offsets_count_line_ends_as_they_are(tmp_path: Path) -> None:
    lay_out(tmp_path, "paper_a", ("4b22",))
    path = tmp_path / "attribution" / "polnear" / "dev" / "text" / "paper_a.txt"
    path.write_bytes(b"one\r\ntwo")
    assert polnear_articles(tmp_path, "dev")[0].text == "one\r\ntwo"


def test_missing_data_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match="polnear"):
        polnear_articles(tmp_path, "dev")
    with pytest.raises(DataMissingError, match="polnear_sentences"):
        polnear_sentences(tmp_path)
    lay_out(tmp_path, "paper_a", ("4b22",))
    (tmp_path / "attribution" / "polnear" / "dev" / "text" / "paper_a.txt").unlink()
    with pytest.raises(DataMissingError, match="paper_a"):
        polnear_articles(tmp_path, "dev")


def test_json_lines_of_labelled_tokens_get_ids_of_their_own(tmp_path: Path) -> None:
    rows = [
        {
            "id": "novel",
            "tokens": ["Yes", ",", "said", "Ann"],
            "labels": ["B-content", "O", "B-cue", "B-source"],
        },
        {"id": "novel", "tokens": ["No"], "labels": ["O"]},
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    for folder in ("riqua", "polnear_sentences"):
        (tmp_path / "attribution" / folder).mkdir(parents=True)
        (tmp_path / "attribution" / folder / "valid.txt").write_text(text, "utf-8")
    found = riqua(tmp_path, "valid")
    assert [(s.case_id, s.has_spans) for s in found] == [("novel:1", True), ("novel:2", False)]
    assert found == polnear_sentences(tmp_path)


def test_conll_blocks_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "entities" / "re3d").mkdir(parents=True)
    path = tmp_path / "entities" / "re3d" / "dev.txt"
    path.write_text("Rebels\tB-Organisation\nfled\tO\n\n\nHama\tB-Location\n", "utf-8")
    first, second = re3d(tmp_path, "dev")
    assert first.tokens == ("Rebels", "fled")
    assert spans_of(first.labels) == [(0, 1, "Organisation")]
    assert (second.case_id, second.labels) == ("dev:2", ("B-Location",))


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        (["B-a", "I-a", "O"], [(0, 2, "a")]),
        (["B-a", "B-a"], [(0, 1, "a"), (1, 2, "a")]),
        (["I-a", "I-a"], [(0, 2, "a")]),
        (["B-a", "I-b"], [(0, 1, "a"), (1, 2, "b")]),
        (["O", "I-a"], [(1, 2, "a")]),
        ([], []),
    ],
)
def test_spans_of_labels(labels: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert spans_of(labels) == spans
