"""Tesseract itself on small pages. Where its data is missing the tests say so and are left out."""

import numpy as np
import pytest
from ocr_pictures import ARABIC_LINES, LATIN_LINES, page

from twosource.errors import RefusedError
from twosource.reading import ReadSettings
from twosource.reading.ocr import engine_at_hand, recognise_page
from twosource.reading.ocr.languages import code_of_data, language_named, scripts_of
from twosource.reading.ocr.pictures import turned
from twosource.reading.ocr.tesseract import Tesseract, find_tesseract

FOUND = find_tesseract()
needs_both = pytest.mark.skipif(
    FOUND is None or not {"ara", "eng"} <= FOUND.languages(),
    reason="Tesseract's data for Arabic and English is not installed (scripts/set-up.sh installs it)",
)
needs_orientation = pytest.mark.skipif(
    FOUND is None or not (FOUND.folder / "osd.traineddata").exists(),
    reason="Tesseract's orientation data is not installed",
)


def words(text):
    return set(text.replace(".", "").replace(";", "").split())


def shared(lines, text):
    true = words(" ".join(lines))
    return len(true & words(text)) / len(true)


@needs_both
@pytest.mark.parametrize(("lines", "language"), [(ARABIC_LINES, "ara"), (LATIN_LINES, "eng")])
def test_a_clean_page_is_read_in_its_own_script(lines, language):
    seen = recognise_page(page(lines), engine=FOUND, languages=("ara", "eng"))
    assert seen.layout.language == language
    assert shared(lines, seen.text) >= 0.9
    assert seen.layout.ink_covered > 0.97
    assert seen.failures == ()


@needs_both
def test_arabic_lines_come_in_logical_order():
    """The first word of the text is the rightmost of the first line, its letters from first to last."""
    seen = recognise_page(page(ARABIC_LINES), engine=FOUND, languages=("ara",))
    first, second = seen.layout.words[:2]
    assert seen.text.startswith("وصل المهندس")
    assert first.left > second.right - 5


@needs_both
def test_numbers_in_latin_lines_stay_numbers():
    seen = recognise_page(page(LATIN_LINES), engine=FOUND, languages=("eng",))
    assert "48 sacks" in seen.text


@needs_both
@needs_orientation
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_is_read_however_it_lies(degrees):
    seen = recognise_page(turned(page(LATIN_LINES), degrees), engine=FOUND, languages=("eng",))
    assert shared(LATIN_LINES, seen.text) >= 0.9
    assert seen.layout.turned % 360 == 360 - degrees


@needs_both
def test_a_page_in_shadow_turned_and_noisy_is_read():
    rng = np.random.default_rng(1)
    given = turned(page(LATIN_LINES, paper=235), 3.0)
    light = np.linspace(1.0, 0.45, given.shape[1])[None, :]
    damaged = np.clip(given * light + rng.normal(0, 10, given.shape), 0, 255).astype(np.uint8)
    seen = recognise_page(damaged, engine=FOUND, languages=("eng",))
    assert shared(LATIN_LINES, seen.text) >= 0.9
    assert seen.layout.turned == pytest.approx(-3.0, abs=0.3)


@needs_both
def test_every_word_box_lies_on_the_page_and_over_its_ink():
    picture = page(LATIN_LINES)
    seen = recognise_page(picture, engine=FOUND, languages=("eng",))
    for box in seen.layout.words:
        assert 0 <= box.left < box.right <= seen.layout.width
        assert 0 <= box.top < box.bottom <= seen.layout.height
        assert (picture[box.top : box.bottom, box.left : box.right] < 128).any()
        assert 0.0 <= box.confidence <= 1.0


@needs_both
def test_the_version_names_the_library_and_the_digest_of_each_data_file():
    assert FOUND.version.startswith("5.")
    assert "ara " in FOUND.version
    assert "eng " in FOUND.version


@needs_both
def test_the_engine_at_hand_is_tesseract():
    assert engine_at_hand(ReadSettings()).name == "Tesseract"


def test_a_language_whose_data_is_missing_is_refused_with_the_command(tmp_path):
    with pytest.raises(RefusedError, match="Arabic is not installed") as told:
        Tesseract(tmp_path).recognise(np.zeros((9, 9), dtype=np.uint8), "ara")
    assert "apt-get install tesseract-ocr-ara" in str(told.value.remedy_text)


def test_data_that_is_no_data_is_refused_like_missing_data(tmp_path):
    (tmp_path / "eng.traineddata").write_bytes(b"no data")
    engine = Tesseract(tmp_path)
    assert engine.languages() == {"eng"}
    with pytest.raises(RefusedError, match="English is not installed"):
        engine.recognise(np.zeros((9, 9), dtype=np.uint8), "eng")


def test_without_orientation_data_the_engine_cannot_tell_how_a_page_lies(tmp_path):
    assert Tesseract(tmp_path).look(np.zeros((9, 9), dtype=np.uint8)) is None


def test_other_data_is_another_version(tmp_path):
    for name, content in (("one", b"1"), ("two", b"2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "eng.traineddata").write_bytes(content)
    assert Tesseract(tmp_path / "one").version != Tesseract(tmp_path / "two").version


def test_languages_are_grouped_by_script_in_the_order_given():
    assert scripts_of(("eng", "ara", "fra")) == {"Latin": ("eng", "fra"), "Arabic": ("ara",)}


def test_data_of_another_name_is_known_by_its_code():
    assert language_named("zho").package == "tesseract-ocr-chi-sim"
    assert code_of_data("chi_sim") == "zho"
    assert code_of_data("eng") == "eng"


def test_a_language_nobody_listed_is_read_under_its_code():
    assert language_named("swa").script == "Latin"
    assert language_named("swa").package == "tesseract-ocr-swa"
