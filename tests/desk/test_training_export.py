"""Judgements as training data: right ranges, nobody named, nothing written by accident."""

import json

import pytest
from review_cases import open_case, saying

from twosource.desk.correcting import Correction
from twosource.desk.training_export import export_training, plan_training
from twosource.errors import NothingMatchedError, UsageError

PROTECTED = """
schema = "twosource-case/1"
[parties.broadcaster_1]
name = "Kestrel Television"
label = "a broadcaster"
kind = "outlet"
protected = true
"""
TOWN = """
schema = "twosource-case/1"
[parties.man]
name = "Palmyra"
label = "a person of that name"
kind = "person"
protected = true
"""


@pytest.fixture
def case(tmp_path):
    desk = open_case(tmp_path)
    yield desk
    desk.close()


def rows(folder):
    return [json.loads(line) for line in (folder / "reviewed.jsonl").read_text("utf-8").splitlines()]


def words(row, role, number=0):
    ranges = row["attributions"][number][role]
    return None if ranges is None else [" ".join(row["tokens"][first:last]) for first, last in ranges]


def test_an_accepted_suggestion_becomes_labels_and_linked_ranges(case, tmp_path):
    guns = saying(case, "Kestrel Television reported")
    case.accept(guns.siglum, by="Nadia")
    answer = export_training(case.work, tmp_path / "out")
    (row,) = rows(tmp_path / "out")
    assert words(row, "source") == ["Kestrel Television"]
    assert words(row, "cue") == ["reported"]
    assert words(row, "content") is None
    assert row["labels"][:4] == ["B-source", "I-source", "B-cue", "O"]
    assert len(row["labels"]) == len(row["tokens"])
    one = row["attributions"][0]
    assert (one["verdict"], one["by"], one["made_by"]) == ("accepted", 1, guns.by)
    assert (row["language"], answer.n_sentences, answer.n_judged) == ("en", 1, 1)


def test_a_correction_gives_its_own_ranges_and_content(case, tmp_path):
    guns = saying(case, "A defector told")
    given = Correction(
        speaker="Kestrel Television", cue="told", content="the withdrawal was agreed", stance="doubts"
    )
    case.correct(guns.siglum, given, by="Nadia", why="x")
    export_training(case.work, tmp_path / "out")
    (row,) = rows(tmp_path / "out")
    assert words(row, "source") == ["Kestrel Television"]
    assert words(row, "content") == ["the withdrawal was agreed"]
    assert row["attributions"][0]["stance"] == "doubts"
    assert "B-content" in row["labels"]


def test_a_rejection_is_told_and_labels_nothing(case, tmp_path):
    guns = saying(case, "Kestrel Television reported")
    case.reject(guns.siglum, by="Nadia")
    export_training(case.work, tmp_path / "out")
    (row,) = rows(tmp_path / "out")
    assert words(row, "source") == ["Kestrel Television"]
    assert set(row["labels"]) == {"O"}


def test_a_sentence_is_whole_when_every_suggestion_of_it_was_judged(case, tmp_path):
    told = [s for s in case.statements() if s.words.startswith("A defector told")]
    assert len(told) == 2
    case.accept(told[0].siglum, by="Nadia")
    export_training(case.work, tmp_path / "out")
    assert [row["is_whole"] for row in rows(tmp_path / "out")] == [False]
    case.accept(told[1].siglum, by="Salim")
    export_training(case.work, tmp_path / "out")
    (row,) = rows(tmp_path / "out")
    assert row["is_whole"]
    assert sorted(one["by"] for one in row["attributions"]) == [1, 2]


def test_a_word_taken_back_leaves_nothing(case, tmp_path):
    guns = saying(case, "Kestrel Television reported")
    case.accept(guns.siglum, by="Nadia")
    case.undo_review(guns.siglum, by="Nadia")
    with pytest.raises(NothingMatchedError, match="Nobody judged"):
        plan_training(case.work)


def test_nobody_of_the_desk_is_named(case, tmp_path):
    case.accept(saying(case, "Kestrel Television reported").siglum, by="Nadia Haddad", why="Nadia knows")
    export_training(case.work, tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        assert "Nadia" not in path.read_text("utf-8")


def test_the_page_warns_in_plain_words_and_counts(case, tmp_path):
    case.accept(saying(case, "Kestrel Television reported").siglum, by="Nadia")
    case.reject(saying(case, "According to").siglum, by="Nadia")
    export_training(case.work, tmp_path / "out")
    page = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "**These files contain words of the cache.**" in page
    assert "2 sentences and 2\njudgements (1 accepted, 1 rejected)" in page
    assert "{" not in page


def test_sentences_of_a_protected_speaker_stay_at_home(tmp_path):
    with open_case(tmp_path, PROTECTED) as desk:
        spoken = next(s for s in desk.statements() if "a broadcaster" in {link.party for link in s.chain})
        desk.accept(spoken.siglum, by="Nadia")
        other = next(s for s in desk.statements() if s.language == "ar")
        desk.accept(other.siglum, by="Nadia")
        answer = export_training(desk.work, tmp_path / "out")
        assert (answer.n_sentences, answer.n_left_out) == (1, 1)
        written = "".join(p.read_text("utf-8") for p in (tmp_path / "out").iterdir())
        assert "Kestrel" not in written
        assert [row["language"] for row in rows(tmp_path / "out")] == ["ar"]


def test_a_protected_name_in_a_sentence_leaves_as_a_block(tmp_path):
    with open_case(tmp_path, TOWN) as desk:
        desk.accept(saying(desk, "Kestrel Television reported").siglum, by="Nadia")
        export_training(desk.work, tmp_path / "out")
        (row,) = rows(tmp_path / "out")
        assert "█████" in row["tokens"]
        assert "Palmyra" not in json.dumps(row)
        assert len(row["tokens"]) == len(row["labels"])


def test_arabic_words_are_written_as_they_are(case, tmp_path):
    arabic = next(s for s in case.statements() if s.language == "ar" and len(s.chain) > 1)
    case.accept(arabic.siglum, by="Nadia")
    export_training(case.work, tmp_path / "out")
    (row,) = rows(tmp_path / "out")
    assert words(row, "cue") == ["قالت"]
    assert "\\u" not in (tmp_path / "out" / "reviewed.jsonl").read_text("utf-8")


def test_the_ledger_says_that_words_left(case, tmp_path):
    case.accept(saying(case, "Kestrel Television reported").siglum, by="Nadia")
    answer = export_training(case.work, tmp_path / "out")
    (entry,) = case.log(1)
    assert entry.kind == "training data written"
    assert answer.sha256 in entry.body
    assert case.verify() == ()


def test_the_same_judgements_give_the_same_bytes(case, tmp_path):
    for siglum in [s.siglum for s in case.statements()]:
        case.accept(siglum, by="Nadia")
    first = export_training(case.work, tmp_path / "one")
    second = export_training(case.work, tmp_path / "two")
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("where", ["case", "case/dossier/training"])
def test_nothing_is_written_into_the_case(case, tmp_path, where):
    case.accept(saying(case, "Kestrel Television reported").siglum, by="Nadia")
    with pytest.raises(UsageError, match="inside the case"):
        export_training(case.work, tmp_path / where)


def test_a_folder_of_something_else_is_left_alone(case, tmp_path):
    case.accept(saying(case, "Kestrel Television reported").siglum, by="Nadia")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "novel.txt").write_text("chapter one", "utf-8")
    with pytest.raises(UsageError, match=r"holds something else already: novel\.txt"):
        export_training(case.work, tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["novel.txt"]
