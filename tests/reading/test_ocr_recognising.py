"""Recognising a page: which reading is kept, what is said of what was missed, and where the words stand."""

import numpy as np
import pytest
from ocr_pictures import LATIN_LINES, FakeEngine, page, striped, word

from twosource.evidence.layouts import WordBox
from twosource.ports import Recognised
from twosource.reading.ocr import failures_of_pages, recognise_page
from twosource.reading.ocr.asking import Asking
from twosource.reading.ocr.coverage import ink_of
from twosource.reading.ocr.preparing import prepare
from twosource.reading.ocr.recognising import PATIENCE, VARIANTS, Attempt, best_attempt, with_ink
from twosource.reading.ocr.words import box_of, mean_confidence, moved, text_and_boxes

NEVER = float("inf")
WIDE = 3000


def bars(n, confidence, of=16):
    """An answer that covers the first n of the bars of a striped page, however it was scaled."""

    def answer(picture, language):
        height, width = picture.shape
        factor = height / 800
        tops = [60 + 40 * i for i in range(n)]
        return tuple(
            (
                word(
                    f"bar{i}", left=0, top=int((top - 8) * factor), right=width,
                    bottom=int((top + 22) * factor), confidence=confidence,
                ),
            )
            for i, top in enumerate(tops)
        )  # fmt: skip

    return answer


def read(answers, picture=None, **options):
    engine = FakeEngine(answers)
    given = striped() if picture is None else picture
    return recognise_page(given, engine=engine, languages=("eng",), **options), engine


def test_a_good_first_reading_is_not_repeated():
    seen, engine = read([bars(17, 0.95)])
    assert len(engine.asked) == 1
    assert seen.failures == ()
    assert seen.layout.ink_covered == pytest.approx(1.0, abs=0.01)


def test_a_sure_reading_that_leaves_ink_out_is_followed_by_others():
    """Confidence alone lies: 95 % sure of half a page is not good."""
    seen, engine = read([bars(8, 0.95), bars(17, 0.80)])
    assert len(engine.asked) == 2
    assert seen.text.splitlines()[-1] == "bar16"


def test_a_full_reading_that_is_unsure_is_followed_by_others():
    seen, engine = read([bars(17, 0.5), bars(17, 0.9)])
    assert len(engine.asked) == 2
    assert seen.layout.words[0].confidence == 0.9


def test_of_several_poor_readings_the_one_with_most_confidence_times_coverage_is_kept():
    answers = [bars(8, 0.95), bars(3, 0.99), bars(12, 0.70), bars(17, 0.3), bars(14, 0.71), bars(10, 0.6)]
    seen, engine = read(answers)
    assert len(engine.asked) == 1 + len(VARIANTS)
    assert len(seen.layout.words) == 14


def test_readings_that_gain_nothing_are_not_gone_on_with():
    """A page that is a picture is not read six times."""
    _, engine = read([bars(8, 0.5)])
    assert len(engine.asked) == 1 + PATIENCE


def test_no_new_reading_begins_when_the_time_is_over():
    seen, engine = read([bars(8, 0.95), bars(17, 0.95)], seconds=0.0)
    assert len(engine.asked) == 1
    assert engine.parts == []
    assert len(seen.layout.words) == 8


def test_a_tie_is_kept_by_the_first():
    picture = prepare(striped())
    engine = FakeEngine([bars(8, 0.5)])
    asking = Asking(engine=engine, languages=("eng",), ends=NEVER)
    best = best_attempt(picture, ink_of(picture.picture), asking)
    assert best.way == "page"


@pytest.mark.parametrize(
    ("confidence", "coverage", "is_good"), [(0.95, 0.0, False), (0.5, 1.0, False), (0.72, 0.97, True)]
)
def test_good_is_sure_and_full(confidence, coverage, is_good):
    assert Attempt(way="", lines=(), confidence=confidence, coverage=coverage).is_good is is_good


def test_an_empty_page_is_empty_and_not_95_percent_sure():
    """No engine is asked, so nothing can be made up; there is no failure, for nothing was missed."""
    seen, engine = read([bars(3, 0.95)], np.full((500, 400), 250, dtype=np.uint8))
    assert (seen.text, seen.layout.words, seen.failures) == ("", (), ())
    assert seen.layout.note == "empty"
    assert seen.layout.ink_covered is None
    assert engine.asked == []


def test_ink_in_no_word_is_a_failure_that_says_where():
    seen, _ = read([bars(8, 0.95)])
    (one,) = seen.failures
    assert one.code == "low_coverage"
    assert "53 % of the ink on this page lies in no word the machine recognised" in one.sentence()
    assert "the lower" in one.sentence()
    assert "unread (left top right bottom):" in seen.layout.note


def test_a_page_of_ink_without_words_says_so():
    seen, _ = read([()])
    assert seen.text == ""
    assert "100 % of the ink" in seen.failures[0].sentence()
    assert seen.layout.ink_covered == 0.0


def test_words_read_without_confidence_are_kept_and_told():
    seen, _ = read([bars(17, 0.4)])
    assert [one.code for one in seen.failures] == ["recognition_doubtful"]
    assert "40 %" in seen.failures[0].sentence()
    assert len(seen.layout.words) == 17


def test_words_on_empty_paper_are_dropped():
    ink = np.zeros((50, 50), dtype=bool)
    ink[10:20, 10:20] = True
    real, made_up = word("real", 8, 8, 22, 22), word("made up", 30, 30, 45, 45)
    assert with_ink(((real, made_up),), ink) == ((real,),)


def test_a_language_without_data_is_named_with_the_command_that_installs_it():
    engine = FakeEngine([bars(17, 0.9)])
    seen = recognise_page(striped(), engine=engine, languages=("eng", "fas"))
    assert len(seen.layout.words) == 17
    assert "Persian is not installed" in seen.failures[0].sentence()
    assert "`apt-get install tesseract-ocr-fas`" in seen.failures[0].sentence()


def test_without_any_of_the_languages_nothing_is_read_and_the_reason_given():
    engine = FakeEngine([bars(17, 0.9)])
    seen = recognise_page(striped(), engine=engine, languages=("fas",))
    assert (seen.text, engine.asked) == ("", [])
    assert [one.code for one in seen.failures] == ["language_pack"]


def test_no_languages_named_means_all_the_engine_has():
    engine = FakeEngine([bars(17, 0.9)])
    assert recognise_page(striped(), engine=engine, languages=()).layout.language == "eng"


def test_of_two_scripts_the_one_that_reads_a_sample_better_is_used():
    def answer(picture, language):
        sure = 0.9 if language == "ara" else 0.3
        height, width = picture.shape
        return ((word("x", 0, 0, width, height, sure),),)

    engine = FakeEngine([answer], codes=frozenset({"ara", "eng"}))
    assert recognise_page(striped(), engine=engine, languages=("ara", "eng")).layout.language == "ara"
    assert recognise_page(striped(), engine=engine, languages=("eng", "ara")).layout.language == "ara"


def test_boxes_are_in_pixels_of_the_picture_given():
    """The page was scaled before reading; the boxes are not."""
    seen, _ = read([bars(17, 0.95)])
    assert (seen.layout.width, seen.layout.height) == (600, 800)
    first, second = seen.layout.words[:2]
    assert first.top == pytest.approx(52, abs=2)
    assert second.top == pytest.approx(92, abs=2)
    assert first.right == pytest.approx(600, abs=2)


def test_the_place_of_each_word_is_that_of_its_letters_in_the_text():
    line = (word("one"), word("two"))
    text, boxes = text_and_boxes((line, (), (word("three"),)))
    assert text == "one two\n\nthree"
    assert [text[box.start : box.end] for box in boxes] == ["one", "two", "three"]
    assert all(isinstance(box, WordBox) for box in boxes)


def test_no_lines_are_no_text():
    assert text_and_boxes(()) == ("", ())
    assert text_and_boxes(((), ())) == ("", ())


def test_long_words_weigh_more_in_the_mean_confidence():
    assert mean_confidence([word("a", confidence=0.0), word("abc", confidence=1.0)]) == 0.75
    assert mean_confidence([]) == 0.0


def test_moving_divides_by_the_scale_and_adds_the_place():
    ((found,),) = moved(((word(left=20, top=40, right=60, bottom=80),),), 2.0, 5, 7)
    assert (found.left, found.top, found.right, found.bottom) == (15, 27, 35, 47)


def test_the_box_of_words_holds_them_all():
    assert box_of([word(left=5, top=9, right=8, bottom=12), word(left=1, top=10, right=4, bottom=20)]) == (
        1,
        9,
        8,
        20,
    )


def test_many_pages_are_told_in_one_sentence_a_kind():
    low, _ = read([bars(8, 0.95)])
    lower, _ = read([bars(2, 0.95)])
    good, _ = read([bars(17, 0.95)])
    (one,) = failures_of_pages({1: good, 2: low, 3: lower}, 3)
    assert one.happened.startswith("Up to 88 % of the ink on 2 of 3 pages (2, 3) lies in no word")


def test_one_page_keeps_its_own_sentence():
    low, _ = read([bars(8, 0.95)])
    assert failures_of_pages({1: low}, 1) == low.failures
    assert failures_of_pages({}, 0) == ()


def test_a_missing_language_is_told_once_for_many_pages():
    engine = FakeEngine([bars(17, 0.9)])
    seen = recognise_page(striped(), engine=engine, languages=("eng", "fas"))
    assert len(failures_of_pages({1: seen, 2: seen}, 2)) == 1


def test_an_engine_may_answer_nothing():
    assert Recognised(lines=()).lines == ()
    assert read([()], page(LATIN_LINES))[0].text == ""
