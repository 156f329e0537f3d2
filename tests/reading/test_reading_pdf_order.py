"""Letters in the order they stand on the page: what a reader reads, whatever order the file stores."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_samples import ALEF, FROM, HAMZA_BELOW, IN, LAM, SENTENCE, THE_CITY, THE_FORCES, YEAR, from_the_right

from twosource.reading.readers.pdf_order import (
    Letter,
    Setting,
    fold_forms,
    is_right_to_left,
    is_upright,
    line_in_order,
    n_left_open,
    page_in_order,
    split_lines,
)

SIZE = 10.0
ARABIC_LETTERS = "\u0628\u062a\u062d\u062f\u0631\u0633\u0639\u0642\u0643\u0645\u0646\u0648\u064a"
ARABIC_WORD = st.text(alphabet=ARABIC_LETTERS, min_size=1, max_size=8)
NUMBER = st.integers(min_value=0, max_value=99999).map(str)


def letters(glyphs, *, height=0.0):
    """Return letters from (text, left, width); a text of several letters is one glyph."""
    return [
        Letter(letter, left, left + width, SIZE, height) for text, left, width in glyphs for letter in text
    ]


def right_to_left(text: str, **how) -> str:
    return line_in_order(letters(from_the_right(text, **how)))


def drawn(text: str, left: float = 50.0, width: float = 6.0) -> list[Letter]:
    """Return letters that stand in the order given from left to right, as they are drawn."""
    return [Letter(letter, left + width * n, left + width * (n + 1), SIZE) for n, letter in enumerate(text)]


def test_a_line_reads_as_it_stands():
    assert right_to_left(SENTENCE) == SENTENCE


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_the_file_does_not_matter(seed):
    """Only places count: shuffled letters give the same line."""
    given_letters = letters(from_the_right(SENTENCE))
    random.Random(seed).shuffle(given_letters)
    assert line_in_order(given_letters) == SENTENCE


@given(st.lists(st.one_of(ARABIC_WORD, NUMBER), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_words_and_numbers_come_back_from_their_places(parts, random_order):
    """Whatever is set in print from right to left, numbers from left to right, is read back the same."""
    line = " ".join(parts)
    if not any(is_right_to_left(letter) for letter in line):
        return
    given_letters = letters(from_the_right(line, right=5000))
    random_order.shuffle(given_letters)
    assert line_in_order(given_letters) == line


@given(st.lists(ARABIC_WORD, min_size=1, max_size=5), NUMBER)
def test_a_number_is_never_turned_round(words, number):
    """Its digits come out as they are drawn from left to right."""
    line = " ".join([*words, number, *words])
    assert re.findall(r"\d+", right_to_left(line, right=5000)) == [number]


@pytest.mark.parametrize(
    "written",
    [
        "2015",
        "14/03/2015",
        "2015-07-01",
        "1,250",
        "47.500",
        "12:30",
        "\u0662\u0660\u0661\u0665",
        "\u06f1\u06f4\u06f0\u06f3/\u06f0\u06f9",
    ],
)
def test_years_dates_sums_and_times_stay_as_they_are_drawn(written):
    """2015 never becomes 5102, with whatever digits and signs it is written."""
    line = [*drawn(written, left=100), *drawn(f" {FROM[::-1]}", left=100 + 6 * len(written))]
    assert line_in_order(line) == f"{FROM} {written}"


@pytest.mark.parametrize("written", ["%50", "50%", "\u066a\u0665\u0660", "\u0665\u0660\u066a"])
def test_a_per_cent_sign_stands_behind_its_number(written):
    """It is drawn on either side; a search for 50% finds both."""
    line = [*drawn(FROM[::-1], left=200), *drawn(written, left=100)]
    number = written.strip("%\u066a")
    sign = written.replace(number, "")
    assert line_in_order(line) == f"{FROM} {number}{sign}"


def test_two_numbers_between_words_keep_their_order():
    """From the right: the first number read is the right one."""
    assert right_to_left(f"{FROM} 2014 {IN} 2015") == f"{FROM} 2014 {IN} 2015"


@pytest.mark.parametrize("alef", [ALEF, "\u0623", HAMZA_BELOW, "\u0622"])
@pytest.mark.parametrize("is_reversed", [True, False])
def test_lam_and_alef_of_one_glyph_are_lam_first(alef, is_reversed):
    """No font joins alef and lam, so the stored order of one glyph's letters says nothing."""
    glyph = alef + LAM if is_reversed else LAM + alef
    line = [(ALEF, 60, 5), (glyph, 50, 9), ("\u0646", 44, 6)]
    assert line_in_order(letters(line)) == ALEF + LAM + alef + "\u0646"


def test_lam_and_alef_of_two_glyphs_keep_the_order_they_stand_in():
    """Here they are the article, not a ligature."""
    line = [(ALEF, 60, 5), (LAM, 55, 5), ("\u0646", 49, 6)]
    assert line_in_order(letters(line)) == ALEF + LAM + "\u0646"


def test_vowel_signs_go_to_the_letter_they_stand_over():
    """Whether the file has them before, behind or far from it."""
    tanween = Letter("\u064b", 41.5, 43.5, SIZE)
    line = [tanween, *letters([("\u0628", 50, 6), ("\u0646", 45, 5), (ALEF, 40, 5)])]
    assert line_in_order(line) == "\u0628\u0646" + ALEF + "\u064b"


def test_a_sign_on_an_empty_line_is_nothing():
    assert line_in_order([Letter("\u064b", 1, 2, SIZE)]) == ""


def test_a_gap_as_wide_as_a_space_parts_words():
    """Some writers store no spaces at all."""
    near = letters([("\u0628", 50, 6), ("\u0646", 44, 6)])
    wide = letters([("\u0628", 50, 6), ("\u0646", 41, 6)])
    assert line_in_order(near) == "\u0628\u0646"
    assert line_in_order(wide) == "\u0628 \u0646"


def test_made_up_white_space_is_not_believed():
    """An extractor puts it where it thinks, which may be within a word."""
    line = letters([("\u0628", 50, 6), ("\u0646", 44, 6)])
    made_up = Letter(" ", 50, 50, 1.0, is_made_up=True)
    assert line_in_order([line[0], made_up, line[1]]) == "\u0628\u0646"


def test_latin_words_in_a_right_to_left_line_keep_their_own_order():
    """Two words of a name do not change places, nor does the sign between them."""
    line = [*drawn("Khaled al-Hamwi", left=100), *drawn(f" {THE_CITY[::-1]}", left=190)]
    assert line_in_order(line) == f"{THE_CITY} Khaled al-Hamwi"


def test_a_number_behind_a_latin_word_stays_with_it():
    """Article 5 is one thing; read from the right it would become 5 Article."""
    line = [*drawn("Article 5", left=100), *drawn(f" {IN[::-1]}", left=154)]
    assert line_in_order(line) == f"{IN} Article 5"


def test_a_lost_space_behind_a_latin_word_is_put_back():
    """Arabic joins particles to the front of a foreign word and nothing to its end."""
    behind = [*drawn(FROM[::-1], left=100), *drawn("Python", left=112)]
    assert line_in_order(behind) == f"Python {FROM}"
    before = [*drawn("Python", left=100), *drawn("\u0648", left=136)]
    assert line_in_order(before) == "\u0648Python"


def test_right_to_left_words_in_a_left_to_right_line_are_turned_alone():
    line = [
        *drawn("the order "),
        *drawn(f"{IN} {YEAR}"[::-1], left=110),
        *drawn(" stands", left=146),
    ]
    assert line_in_order(line, Setting(right_to_left=False)) == f"the order {IN} {YEAR} stands"


def test_a_line_without_right_to_left_letters_is_left_as_drawn():
    """On a right-to-left page too: a time, an address, a heading in Latin."""
    assert line_in_order(drawn("11/22/26, 9:27 PM")) == "11/22/26, 9:27 PM"


def test_brackets_stored_as_drawn_face_their_words():
    """On a right-to-left line the opening bracket is drawn as a closing one."""
    shown = [*drawn(f"){IN[::-1]}(", left=100)]
    mirrored = line_in_order(shown)
    assert mirrored == f"({IN})"
    as_drawn = [*drawn(f"({IN[::-1]})", left=100)]
    assert line_in_order(as_drawn, Setting(is_mirrored=True)) == f"({IN})"


def test_a_page_decides_once_how_its_brackets_are_stored():
    """A bracket that opens on one line and closes on the next is turned like the others."""
    first = drawn(f"{IN[::-1]} 2014)", left=100)
    second = drawn(f"({FROM[::-1]}", left=100)
    turned = [*drawn(f"2014( {IN[::-1]}", left=100)], [*drawn(f"{FROM[::-1]} )2015", left=100)]
    assert n_left_open(page_in_order([first, second])) == 0
    assert n_left_open(page_in_order(turned)) == 0


@pytest.mark.parametrize(
    ("text", "n_open"),
    [("(a)", 0), (")a(", 2), ("(a", 1), ("[(a)]", 0), ("(a]", 2), ("", 0), ("\u00aba\u00bb (b)", 0)],
)
def test_brackets_without_a_partner_are_counted(text, n_open):
    assert n_left_open(text) == n_open


def test_the_direction_of_a_page_is_that_of_most_of_its_letters():
    """One Arabic word in an English line does not turn the line round."""
    english = [*drawn("the word "), *drawn(IN[::-1], left=104), *drawn(" means in", left=116)]
    assert page_in_order([english]) == f"the word {IN} means in"
    assert page_in_order([letters(from_the_right(SENTENCE)), drawn("PDF")]) == f"{SENTENCE}\nPDF"


def test_presentation_forms_become_letters_and_direction_marks_go():
    """They look alike on paper and no search finds them."""
    assert fold_forms("\ufee3\ufee6") == FROM
    assert fold_forms("\ufefb") == LAM + ALEF
    assert fold_forms(f"\u202b{FROM}\u202c\u200f") == FROM
    assert fold_forms("\ufb01ne \u00b2") == "\ufb01ne \u00b2"


@given(st.text(max_size=40))
def test_folding_forms_twice_is_folding_them_once(text):
    assert fold_forms(fold_forms(text)) == fold_forms(text)


@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=2),
            st.floats(min_value=-1e6, max_value=1e6),
            st.floats(min_value=0, max_value=1e3),
        ),
        max_size=30,
    ),
    st.booleans(),
)
def test_no_letter_is_lost_whatever_the_places_are(glyphs, base):
    """Hostile places make a strange order, never a missing letter."""
    line = letters(glyphs)
    kept = line_in_order(line, Setting(right_to_left=base))
    visible = [fold_forms(letter.text) for letter in line]
    n_visible = sum(len("".join(text.split())) for text in visible)
    assert len("".join(kept.split())) >= n_visible - sum(1 for text in visible if not text.strip())


def test_lines_are_parted_where_the_extractor_ended_them():
    line = [*drawn("one"), Letter("\r", 0, 0, 1), Letter("\n", 0, 0, 1), *drawn("two")]
    assert ["".join(letter.text for letter in part) for part in split_lines(line)] == ["one", "two"]


def ended(*pieces):
    """Return letters of pieces with the line ends that an extractor put between them."""
    end = [Letter("\r", 0, 0, 1, is_made_up=True), Letter("\n", 0, 0, 1, is_made_up=True)]
    return [letter for piece in pieces for letter in (*piece, *end)]


def test_a_hamza_drawn_raised_does_not_break_its_line():
    """Fonts draw it as a glyph of its own, and extractors take it for a line."""
    hamza_on_alef = letters([("\u0623", 94, 3)], height=107.0)
    line = ended(
        letters([(LAM, 97, 5), (ALEF, 102, 4)], height=100.0),
        hamza_on_alef,
        letters([("\u062d", 88, 6)], height=100.0),
    )
    (whole,) = split_lines(line)
    assert line_in_order(whole) == ALEF + LAM + "\u0623\u062d"


@pytest.mark.parametrize(
    ("left", "height"),
    [(100.0, 88.0), (300.0, 100.0), (60.0, 100.0)],
    ids=["the line below", "another column", "the same place"],
)
def test_other_lines_stay_lines_of_their_own(left, height):
    first = letters([("\u0628", 60 + 6 * n, 6) for n in range(5)], height=100.0)
    second = letters([("\u0646", left, 6)], height=height)
    assert len(split_lines(ended(first, second))) == 2


def test_very_long_lines_are_not_joined_on():
    """Looking again and again where they end would take for ever."""
    long = letters([("\u0628", 6 * n, 6) for n in range(2500)])
    assert len(split_lines(ended(long, letters([("\u0646", 15000, 6)])))) == 2


@pytest.mark.parametrize("is_turned", [True, False])
def test_letters_of_one_glyph_are_turned_where_the_extractor_turned_its_stretch(is_turned):
    """In a stretch given from right to left it turned the letters of a ligature too."""
    drawn_so = [(ALEF, 60, 5), (LAM + "\u0645", 50, 9), ("\u0643", 42, 8)]
    stored = [(text[::-1], left, width) for text, left, width in drawn_so] if is_turned else drawn_so[::-1]
    assert line_in_order(letters(stored)) == ALEF + LAM + "\u0645\u0643"


def test_digits_drawn_apart_keep_the_order_they_are_drawn_in():
    """In the boxes of a form, or letter by letter: 2015 must not become 5102 there either."""
    boxes = [*drawn("2 0 1 5", left=100), *drawn(f" {IN[::-1]}", left=142)]
    assert line_in_order(boxes) == f"{IN} 2 0 1 5"
    numbers = [*drawn("2015 2014", left=100), *drawn(f" {IN[::-1]}", left=154)]
    assert line_in_order(numbers) == f"{IN} 2014 2015"


@pytest.mark.parametrize(("word_gap", "text"), [(0.15, "\u0628 \u0646"), (0.4, "\u0628\u0646")])
def test_how_wide_a_gap_parts_words_is_part_of_the_setting(word_gap, text):
    assert line_in_order(letters([("\u0628", 50, 6), ("\u0646", 41, 6)]), Setting(word_gap=word_gap)) == text


def test_two_glyphs_from_one_place_are_read_from_the_right():
    """A font draws lam and ya as two overlapping glyphs that begin together; lam reaches further."""
    parts = letters([("\u0649", 50, 6), (LAM, 50, 11), ("\u0625", 61, 3)])
    assert line_in_order(parts) == "\u0625" + LAM + "\u0649"


def test_a_line_that_climbs_the_page_is_upright():
    """Left and right say nothing of its order."""
    climbing = [Letter(letter, 50, 56, SIZE, 100.0 + 8 * n) for n, letter in enumerate(THE_FORCES)]
    crossing = letters(from_the_right(THE_FORCES))
    assert is_upright(climbing)
    assert not is_upright(crossing)
    assert not is_upright(crossing[:1])


@pytest.mark.parametrize(
    ("letter", "expected"), [(ALEF, True), ("\u05d0", True), ("a", False), ("2", False), ("", False)]
)
def test_letters_know_their_direction(letter, expected):
    assert is_right_to_left(letter) is expected
