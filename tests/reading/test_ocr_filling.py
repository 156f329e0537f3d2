"""Parts that were left out, lines in another script, and numbers: each finds its place among the lines."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ocr_pictures import ARABIC_LINES, LATIN_LINES, FakeEngine, page, striped, word

from twosource.reading.ocr import recognise_page
from twosource.reading.ocr.asking import Asking
from twosource.reading.ocr.coverage import ink_of, share_covered
from twosource.reading.ocr.filling import in_order, only_new, put_in_place, with_missed_parts
from twosource.reading.ocr.numbering import line_boxes, with_numbers
from twosource.reading.ocr.second_script import with_second_script
from twosource.reading.ocr.tesseract import find_tesseract
from twosource.reading.ocr.words import text_and_boxes, words_of

NEVER = float("inf")
FOUND = find_tesseract()
needs_both = pytest.mark.skipif(
    FOUND is None or not {"ara", "eng"} <= FOUND.languages(),
    reason="Tesseract's data for Arabic and English is not installed (scripts/set-up.sh installs it)",
)


@dataclass(frozen=True)
class Read:
    """A number as the digit reader gives it."""

    text: str
    box: tuple
    confidence: float = 0.95
    characters: tuple = ()


def digits(text, *boxes):
    return tuple(Read(sign, box) for sign, box in zip(text, boxes, strict=True))


def at(text, left, right, top=0, bottom=20, confidence=0.9):
    return word(text, left, top, right, bottom, confidence)


def texts(lines):
    return [" ".join(one.text for one in line) for line in lines]


def numbered(line, *numbers):
    return texts(with_numbers((line,), numbers))[0]


def test_a_line_that_was_dropped_is_read_alone_and_stands_where_it_was():
    picture = striped()
    ink = ink_of(picture)
    lines = tuple((at(f"bar{i}", 50, 560, 55 + 40 * i, 80 + 40 * i),) for i in range(17) if i != 5)

    def part(cut, language):
        height, width = cut.shape
        return ((at("found", 12, width - 12, 10, height - 10),),)

    asking = Asking(engine=FakeEngine([part], low=0), languages=("eng",), ends=NEVER)
    filled = with_missed_parts(lines, picture, ink, asking, 20.0)
    assert texts(filled)[4:7] == ["bar4", "found", "bar6"]
    assert share_covered(ink, words_of(filled)) > share_covered(ink, words_of(lines))


def test_what_is_covered_is_not_asked_again():
    picture = striped()
    engine = FakeEngine([()], low=0)
    asking = Asking(engine=engine, languages=("eng",), ends=NEVER)
    whole = ((at("all", 0, 600, 0, 800),),)
    assert with_missed_parts(whole, picture, ink_of(picture), asking, 20.0) == whole
    assert engine.asked == []


def test_words_over_known_words_and_unsure_words_are_not_new():
    known = [at("known", 0, 50)]
    read = ((at("again", 10, 40), at("unsure", 60, 90, confidence=0.1), at("new", 100, 130)),)
    assert texts(only_new(read, known)) == ["new"]


def test_a_word_level_with_a_line_joins_it_where_it_is_read():
    line = (at("first", 200, 260), at("third", 0, 60))
    assert texts(put_in_place((line,), ((at("second", 100, 160),),), is_right_to_left=True)) == [
        "first second third"
    ]


def test_a_line_of_another_column_is_not_joined():
    left, right = at("left", 0, 300), at("right", 500, 800)
    assert texts(put_in_place(((right,),), ((left,),), is_right_to_left=True)) == ["right", "left"]


def test_a_line_above_all_others_comes_first():
    below = (at("below", 0, 100, 50, 70),)
    assert texts(put_in_place((below,), ((at("above", 0, 100, 0, 20),),), is_right_to_left=False)) == [
        "above",
        "below",
    ]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8, unique=True), st.booleans())
def test_order_on_a_line_is_from_the_side_the_script_begins(lefts, rtl):
    line = in_order(tuple(at(str(left), left, left + 1) for left in lefts), is_right_to_left=rtl)
    assert [int(one.text) for one in line] == sorted(lefts, reverse=rtl)


def test_a_number_takes_the_place_of_the_word_over_its_ink():
    line = (at("سنة", 200, 260), at("7010", 100, 160, confidence=0.2), at("مايو", 0, 60))
    assert numbered(line, Read("٢٠١٥", (98, 2, 162, 20))) == "سنة ٢٠١٥ مايو"


def test_a_number_cut_into_words_is_one_word_again():
    line = (at("عدد", 200, 260), at("4٠", 130, 160), at("ه", 100, 125), at("ليرة", 0, 60))
    assert numbered(line, Read("٣٤٥", (100, 2, 160, 20))) == "عدد ٣٤٥ ليرة"


def test_a_number_nobody_saw_is_put_between_its_neighbours():
    line = (at("عدد", 200, 260), at("ليرة", 0, 60))
    assert numbered(line, Read("٣٤٥", (100, 2, 160, 20))) == "عدد ٣٤٥ ليرة"
    latin = (at("number", 0, 60), at("pounds", 200, 260))
    assert numbered(latin, Read("٣٤٥", (100, 2, 160, 20))) == "number ٣٤٥ pounds"


def test_digits_inside_a_word_are_replaced_and_its_letters_kept():
    line = (at("و5٠", 100, 260, confidence=0.4),)
    assert numbered(line, Read("٥٠", (100, 2, 170, 20))) == "و٥٠"


def test_a_stop_after_a_number_stays_and_a_zero_taken_for_a_stop_does_not():
    line = (at("201.", 80, 160),)
    assert numbered(line, Read("٢٠١", (95, 2, 160, 20))) == "٢٠١."
    assert numbered(line, Read("٢٠١٠", (80, 2, 160, 20))) == "٢٠١٠"


def test_a_stop_before_the_first_digit_is_no_zero():
    """The stop stands on the line left of the year; a zero would stand at half its height."""
    line = (at("مايو", 100, 160), at("7010", 0, 60))
    boxes = ((0, 16, 4, 20), (10, 2, 22, 20), (26, 9, 30, 13), (34, 2, 40, 20), (44, 2, 56, 20))
    read = Read("٠٢٠١٥", (0, 2, 56, 20), characters=digits("٠٢٠١٥", *boxes))
    assert numbered(line, read) == "مايو ٢٠١٥."
    real = ((0, 9, 4, 13), *boxes[1:])
    assert numbered(line, Read("٠٢٠١٥", (0, 2, 56, 20), characters=digits("٠٢٠١٥", *real))) == "مايو ٠٢٠١٥"


def test_pieces_of_a_number_inside_one_word_are_one_number():
    word_of_both = (at("مايو", 100, 160), at("7009", 0, 60))
    pieces = Read("٢٠", (0, 2, 26, 20)), Read("٠٩", (38, 2, 60, 20))
    assert numbered(word_of_both, *pieces) == "مايو ٢٠٠٩"


def test_two_numbers_in_two_words_stay_two():
    two_words = (at("7009", 38, 60), at("20", 0, 26))
    assert numbered(two_words, Read("٢٠", (0, 2, 26, 20)), Read("٠٩", (38, 2, 60, 20))) == "٠٩ ٢٠"


def test_a_dot_that_nobody_took_for_a_word_is_no_number():
    line = (at("كلمة", 100, 160),)
    assert numbered(line, Read("٠", (80, 16, 84, 20), characters=digits("٠", (80, 16, 84, 20)))) == "كلمة"


def test_a_sure_word_gives_way_only_to_a_sure_number():
    line = (at("كان", 100, 160, confidence=0.93),)
    assert numbered(line, Read("١٥", (100, 2, 160, 20), 0.6)) == "كان"
    assert numbered(line, Read("١٥", (100, 2, 160, 20), 0.97)) == "١٥"


def test_a_number_far_from_every_line_is_left_out():
    line = (at("عدد", 200, 260),)
    assert numbered(line, Read("٣", (200, 300, 260, 320))) == "عدد"


def test_words_with_digits_are_marked_whoever_read_them():
    ((one, two),) = with_numbers(((at("48", 0, 20), at("sacks", 30, 60)),), ())
    assert (one.is_number, two.is_number) == (True, False)


def test_a_number_keeps_its_own_confidence_and_box():
    line = (at("7010", 100, 160, confidence=0.2),)
    ((found,),) = with_numbers((line,), [Read("٢٠١٥", (98, 2, 162, 20), 0.77)])
    assert (found.confidence, found.is_number) == (0.77, True)
    assert (found.left, found.top, found.right, found.bottom) == (98, 2, 162, 20)


def test_lines_are_looked_at_as_wide_as_their_block():
    """A number at the end of a line that nobody saw lies beyond the line's own words."""
    block = ((at("سطر", 0, 500),), (at("سطر", 300, 500, 30, 50),))
    other = ((at("سطر", 700, 800, 30, 50),),)
    assert line_boxes((*block, (), *other)) == [(0, 0, 500, 20), (0, 30, 500, 50), (700, 30, 800, 50)]
    assert line_boxes(()) == []


def test_one_language_has_no_second_script():
    asking = Asking(engine=FakeEngine([()]), languages=("eng", "fra"), ends=NEVER)
    lines = ((at("weak", 0, 10, confidence=0.1),),)
    assert with_second_script(lines, striped(), asking) == (lines, ())


def test_weak_lines_are_taken_from_the_script_that_reads_them_plainly_better():
    picture = striped()
    good = tuple((at(f"good{i}", 50, 560, 55 + 40 * i, 80 + 40 * i),) for i in range(10))
    weak = tuple((at(f"weak{i}", 50, 560, 55 + 40 * i, 80 + 40 * i, 0.3),) for i in range(10, 17))

    def arabic(cut, language):
        height, width = cut.shape
        return ((at("عربي", 0, width, 0, height, 0.9),),)

    asking = Asking(engine=FakeEngine([arabic], low=0), languages=("eng", "ara"), ends=NEVER)
    lines, used = with_second_script((*good, *weak), picture, asking)
    assert used == ("ara",)
    assert texts(lines) == [*(f"good{i}" for i in range(10)), "عربي"]


def test_weak_lines_that_the_other_script_reads_no_better_stay():
    weak = ((at("weak", 50, 560, 55, 80, 0.5),),)
    picture = striped(height=160)

    def arabic(cut, language):
        return ((at("x", 0, cut.shape[1], 0, cut.shape[0], 0.55),),)

    asking = Asking(engine=FakeEngine([arabic], low=0), languages=("eng", "ara"), ends=NEVER)
    assert with_second_script(weak, picture, asking)[1] == ()


@needs_both
@pytest.mark.parametrize("order", [(ARABIC_LINES, LATIN_LINES), (LATIN_LINES, ARABIC_LINES)])
def test_a_page_of_two_scripts_is_read_in_both(order):
    """Each block is read by the model of its own script."""
    upper, lower = order
    picture = np.concatenate([page(upper), page(lower)])
    seen = recognise_page(picture, engine=FOUND, languages=("ara", "eng"))
    for lines in order:
        true = set(" ".join(lines).replace(".", "").replace(";", "").split())
        found = set(seen.text.replace(".", "").replace(";", "").split())
        assert len(true & found) / len(true) >= 0.85
    assert seen.text.index(upper[0].split()[1]) < seen.text.index(lower[0].split()[1])


def test_text_of_filled_lines_has_each_word_once():
    lines = put_in_place(((at("a", 0, 20),),), ((at("b", 30, 50),),), is_right_to_left=False)
    assert text_and_boxes(lines)[0] == "a b"


def test_lines_of_another_script_are_not_looked_at_for_arabic_numbers():
    assert line_boxes(((at("report of 2015", 0, 500),),)) == []
    assert line_boxes(((at("7010", 0, 500),),)) == [(0, 0, 500, 20)]


@needs_both
def test_arabic_numbers_of_a_page_survive_as_numbers():
    """Years and counts stand in the text as Arabic-Indic digits, in the order they are written in."""
    lines = (
        "وصل المهندس إلى المدينة في مايو ٢٠١٥",
        "وكان عدد الصناديق ٣٤٨ صندوقا في السوق",
        *ARABIC_LINES[:3],
    )
    seen = recognise_page(page(lines), engine=FOUND, languages=("ara",))
    assert "مايو ٢٠١٥" in seen.text
    assert "٣٤٨ صندوقا" in seen.text
    marked = [seen.text[box.start : box.end] for box in seen.layout.words if box.is_number]
    assert marked == ["٢٠١٥", "٣٤٨"]
