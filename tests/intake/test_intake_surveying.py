"""A survey counts without keeping, and names what would be refused."""

import pytest

from twosource.errors import NothingMatchedError
from twosource.intake import IntakeSettings, survey
from twosource.intake.settings import shown_bytes


def test_a_survey_counts_kinds_bytes_and_members(tmp_path, zipped):
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "b.txt").write_bytes(b"more words")
    bag = zipped({"x": b"1", "y": b"2"})
    (tmp_path / "bag.zip").write_bytes(bag)
    found = survey([tmp_path])
    assert (found.n_items, found.n_bytes, found.n_members) == (3, 15 + len(bag), 2)
    assert [(one.media_type, one.n_items) for one in found.kinds] == [
        ("text/plain", 2),
        ("application/zip", 1),
    ]
    assert found.unreadable == ()


def test_a_survey_says_what_would_be_refused_and_why(tmp_path, zipped):
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "bomb.zip").write_bytes(zipped({"zeros": bytes(1 << 20)}))
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    found = survey([tmp_path], IntakeSettings(free_unpacked_bytes=1 << 16))
    assert [(path, failure.code) for path, failure in found.unreadable] == [
        ("bomb.zip", "bomb"),
        ("link", "link"),
    ]
    assert found.n_items == 1


def test_a_survey_leaves_out_what_a_person_set_aside(tmp_path):
    (tmp_path / "case.toml").write_text("")
    (tmp_path / "a.txt").write_text("words")
    assert survey([tmp_path], IntakeSettings(left_out=("case.toml",))).n_items == 1


def test_a_survey_of_nothing_says_so(tmp_path):
    with pytest.raises(NothingMatchedError, match="nothing to receive"):
        survey([tmp_path])


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (5 << 30, "5.0 GiB"), (1 << 45, "32768.0 GiB")],
)
def test_bytes_are_shown_as_a_person_reads_them(count, shown):
    assert shown_bytes(count) == shown
