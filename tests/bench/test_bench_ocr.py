"""The recognition benchmark: true pages, edits, numbers, confidence against right."""

import numpy as np
import pytest
from bench.ocr import _boxes, _in_rows, measure
from bench.ocr_pages import (
    INDIC,
    LEVELS,
    SEEDS,
    _table,
    damaged,
    drawn,
    lacking,
    pages,
    sentence,
)
from bench.ocr_scores import (
    edits,
    folded,
    n_shared,
    numbers_in,
    rate,
    reliability,
    right_words,
    score_page,
)
from bench.runner import DataMissingError
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from bench import ocr, ocr_pages

FONTS = "src/twosource/dossier/fonts"
letters = st.text(alphabet="ابcd 1", max_size=12)


def by_table(one, other):
    """Edit distance by the textbook table, to check the fast one against."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row, last = [i, *[0] * len(other)], row
        for j, b in enumerate(other, start=1):
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
    return row[-1]


@given(letters, letters)
def test_edits_are_those_of_the_textbook(one, other):
    assert edits(one, other) == by_table(one, other)


@given(letters, letters, letters)
def test_edits_are_a_distance(one, other, third):
    assert edits(one, one) == 0
    assert edits(one, other) == edits(other, one)
    assert edits(one, third) <= edits(one, other) + edits(other, third)


def test_edits_count_words_as_well_as_letters():
    assert edits(["a", "bb"], ["a", "cc", "bb"]) == 1


def test_letters_that_fonts_interchange_are_one_when_compared():
    assert folded("أحمد إلى المدينة ٢٠١٥.") == folded("احمد الي المدينه 2015")
    assert folded("  Two\nWORDS ") == "two words"


def test_numbers_are_compared_whole_and_counted_as_often_as_they_stand():
    assert numbers_in("في ١٢ مايو ٢٠١٥") == ["12", "2015"]
    assert n_shared(["12", "12", "3"], ["12", "3", "3"]) == 2


def test_a_page_read_right_has_no_errors_and_a_page_not_read_has_all():
    right = score_page("سنة ٢٠١٥", "سنة 2015", 1.0)
    assert (right.letter_edits, right.word_edits, right.numbers_right) == (0, 0, 1)
    nothing = score_page("سنة ٢٠١٥", "", 1.0)
    assert (nothing.letter_edits, nothing.words, nothing.numbers_right) == (nothing.letters, 2, 0)
    assert rate(0, 0) is None


def test_a_word_is_right_where_it_stands_in_its_place():
    assert right_words("one two three", ["one", "tvvo", "three"]) == [True, False, True]


def test_reliability_has_a_row_for_each_tenth_with_words():
    low, high = reliability([0.05, 0.95, 1.0], [False, True, False])
    assert (low.low, low.n, low.right) == (0.0, 1, 0.0)
    assert (high.low, high.n, high.right) == (0.9, 2, 0.5)
    assert high.sure == pytest.approx(0.975)


@pytest.mark.parametrize("language", ["ara", "eng"])
def test_tuning_and_held_out_pages_share_no_font_and_no_word(language):
    table = _table()
    assert not set(table["fonts"]["tuning"][language]) & set(table["fonts"]["held-out"][language])
    assert SEEDS["tuning"] != SEEDS["held-out"]
    for words in table[language].values():
        assert not set(words[0::2]) & set(words[1::2])


@pytest.mark.parametrize("language", ["ara", "eng"])
def test_sentences_come_from_the_words_of_their_split_and_the_seed(language):
    one, again = (sentence(language, "tuning", np.random.default_rng(3)) for _ in range(2))
    assert one == again
    assert one != sentence(language, "held-out", np.random.default_rng(3))
    assert any(digit in "".join(sentence(language, "tuning", np.random.default_rng(i)) for i in range(9))
               for digit in (("٢",) if language == "ara" else ("2",)))  # fmt: skip


def test_a_drawn_page_says_what_its_lines_say():
    font = ImageFont.truetype(f"{FONTS}/source-serif-4-latin-400-normal.woff2", 60)
    picture, lines = drawn("eng", "tuning", font, 1, np.random.default_rng(1))
    assert picture.shape == (1500, 1654)
    assert len(lines) > 5
    rows_of_ink = (picture < 128).any(axis=1)
    assert rows_of_ink[:100].sum() == 0
    assert (np.diff(rows_of_ink.astype(int)) == 1).sum() >= len(lines)


def test_two_columns_leave_a_gutter_in_the_middle():
    font = ImageFont.truetype(f"{FONTS}/source-serif-4-latin-400-normal.woff2", 40)
    picture, _ = drawn("eng", "tuning", font, 2, np.random.default_rng(1))
    assert (picture[:, 800:854] == 255).all()


def test_a_font_tells_which_signs_it_lacks():
    path = f"{FONTS}/source-serif-4-latin-400-normal.woff2"
    assert lacking(path, "eng", "a.") == ""
    assert lacking(path, "ara", "ب") == "ب"


@pytest.mark.parametrize("level", LEVELS)
def test_damage_is_seeded_and_level_0_is_none(level):
    clean = np.full((200, 300), 255, dtype=np.uint8)
    clean[50:150:10, 40:260] = 20
    one, again = (damaged(clean, level, np.random.default_rng(4)) for _ in range(2))
    assert (one == again).all()
    assert (one.shape == clean.shape and bool((one == clean).all())) is (level == 0)


def test_the_phone_photograph_is_smaller_than_the_page():
    clean = np.full((200, 300), 255, dtype=np.uint8)
    assert damaged(clean, 3, np.random.default_rng(4)).size < clean.size


def test_without_fonts_the_benchmark_says_so(monkeypatch):
    monkeypatch.setattr(ocr_pages, "font_path", lambda family: "")
    with pytest.raises(DataMissingError, match="no font of the tuning set"):
        next(pages("tuning", 1))


def test_without_an_engine_the_benchmark_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(ocr, "engine_at_hand", lambda settings: None)
    with pytest.raises(DataMissingError, match="not installed"):
        measure(tmp_path, "tuning", 1)


def test_boxes_of_a_receipt_are_read_in_rows(tmp_path):
    path = tmp_path / "1.csv"
    path.write_text(
        "50,1,90,1,90,9,50,9,RM 4,50\n1,2,40,2,40,10,1,10,TOTAL\n1,20,9,20,9,29,1,29,END\n", "utf-8"
    )
    assert _in_rows(_boxes(path)) == "TOTAL RM 4,50\nEND"


def test_indic_digits_are_ten():
    assert "0123456789".translate(INDIC) == "٠١٢٣٤٥٦٧٨٩"
