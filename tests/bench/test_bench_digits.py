"""The digits benchmark: what it draws is what it says, damage moves points as it moves ink, counting is fair."""

import numpy as np
import pytest
from bench.digits_damage import LEVELS, Damage, damaged, level, place_after, turned_points
from bench.runner import DataMissingError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from bench import digits, digits_fonts, digits_pages, digits_text
from twosource.ports import RecognisedWord
from twosource.reading.ocr.digits import Alphabet, ReadNumber

SQUARE = 60


def read(text, box, confidence=0.95):
    return ReadNumber(text=text, box=box, confidence=confidence, alphabet=Alphabet.ARABIC, characters=())


def word(text, box):
    left, top, right, bottom = box
    return RecognisedWord(text=text, left=left, top=top, right=right, bottom=bottom, confidence=0.9)


def outcome(truths, ours=(), words=()):
    return digits.Outcome(tuple(truths), tuple(ours), tuple(words), 0.1, 0.4)


def counted(*outcomes):
    tally = digits.Tally()
    for one in outcomes:
        digits.count(one, tally)
    return tally


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31))
def test_every_number_has_digits_of_the_asked_kind_and_its_looks_hold_them(seed):
    token = digits_text.number(np.random.default_rng(seed), digits_fonts.ARABIC)
    inner = [c for c in token.number if c.isdigit()]
    assert inner
    assert set(inner) <= set(digits_fonts.ARABIC)
    assert sorted(c for c in token.visual if c not in "()%٪") == sorted(token.number)


def test_a_date_with_hyphens_stands_the_other_way_round_on_the_page():
    rng = np.random.default_rng(1)
    tokens = [digits_text.number(rng, digits_fonts.ARABIC) for _ in range(400)]
    dated = next(t for t in tokens if t.number.count("-") == 2)
    assert dated.visual.strip("()%٪").split("-") == dated.number.split("-")[::-1]


@pytest.mark.parametrize(
    "how",
    [
        Damage(tilt=4.0),
        Damage(tilt=-2.5, shrink=0.6),
        Damage(shrink=0.5),
        Damage(noise=20, blur=1.0, shadow=0.4, jpeg=40, fade=0.2),
    ],
)
def test_points_go_where_damage_moves_the_ink(how):
    ink = np.zeros((300, 500), np.uint8)
    ink[80 : 80 + SQUARE, 340 : 340 + SQUARE] = 255
    picture = damaged(ink, how, np.random.default_rng(0))
    rows, columns = np.nonzero(picture < 110)
    middle = place_after(np.array([[340 + SQUARE / 2, 80 + SQUARE / 2]]), how, (500, 300))[0]
    assert (columns.mean(), rows.mean()) == pytest.approx(tuple(middle), abs=2.5)


@settings(max_examples=40, deadline=None)
@given(st.floats(-40, 40), st.floats(0, 200), st.floats(0, 100))
def test_turning_there_and_back_is_no_turn(degrees, x, y):
    points = np.array([[x, y]])
    there = turned_points(points, degrees, (200, 100), (300, 300))
    back = turned_points(there, -degrees, (300, 300), (200, 100))
    np.testing.assert_allclose(back, points, atol=1e-6)


def test_the_clean_level_leaves_the_page_as_it_is_and_the_others_do_not():
    rng = np.random.default_rng(3)
    ink = (rng.random((60, 90)) < 0.2).astype(np.uint8) * 255
    pictures = {name: damaged(ink, level(name, rng), rng) for name in LEVELS}
    np.testing.assert_array_equal(pictures["clean"], 255 - ink)
    assert all(pictures[n].shape != ink.shape or (pictures[n] != 255 - ink).any() for n in LEVELS[1:])


def test_a_number_counts_as_whole_only_with_its_separators_and_commas_count_alike():
    box = (10, 10, 90, 40)
    tally = counted(
        outcome([(box, "١٢/٣")], [read("١٢/٣", box)]),
        outcome([(box, "١٢/٣")], [read("١٢٣", box)]),
        outcome([(box, "١٬٢٣٤")], [read("١,٢٣٤", box)]),
    )
    assert (tally.numbers, tally.whole, tally.whole_digits) == (3, 2, 3)


def test_a_number_beside_all_true_ones_is_false_and_one_in_another_line_as_well():
    truth = ((10, 10, 90, 40), "٥٦")
    ours = [read("٥٦", (12, 11, 88, 39)), read("١", (200, 10, 210, 40)), read("٧", (20, 200, 40, 240))]
    tally = counted(outcome([truth], ours))
    assert (tally.whole, tally.false) == (1, 2)


def test_the_peer_may_give_the_digits_in_either_order_and_in_latin():
    box = (10, 10, 90, 40)
    tally = counted(
        outcome([(box, "٢٠١٥")], words=[word("5102", box)]),
        outcome([(box, "٢٠١٥")], words=[word("٢٠١٥", box)]),
        outcome([(box, "٢٠١٥")], words=[word("٢٠", (10, 10, 45, 40)), word("١٥", (50, 10, 90, 40))]),
        outcome([(box, "٢٠١٥")], words=[word("٢٠١٥", (300, 10, 380, 40))]),
    )
    assert tally.peer_whole_digits == 3


@settings(max_examples=60, deadline=None)
@given(st.text("٠١٢", max_size=6), st.text("٠١٢", max_size=6))
def test_digits_right_is_bounded_and_all_where_nothing_differs(one, other):
    assert digits.digits_right(one, one) == len(one)
    assert digits.digits_right(one, other) <= min(len(one), len(other))
    assert digits.digits_right(one, other) == digits.digits_right(other, one)


def test_confident_numbers_are_counted_by_whether_they_are_right():
    box = (10, 10, 90, 40)
    tally = counted(
        outcome([(box, "٥")], [read("٥", box, 0.97)]),
        outcome([(box, "٥")], [read("٤", box, 0.93)]),
        outcome([(box, "٥")], [read("٥", box, 0.4)]),
    )
    assert (tally.sure, tally.sure_right) == (2, 1)


def test_results_name_the_peer_only_where_it_was_measured():
    box = (10, 10, 90, 40)
    results = {one.metric: one for one in digits.results_of("clean", counted(outcome([(box, "٥")])))}
    assert results["whole numbers right"].peer is None
    assert results["digits of whole numbers right"].peer_name == digits.PEER
    assert results["false numbers per page"].n == 1


def test_without_held_out_fonts_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(digits, "families", list)
    with pytest.raises(DataMissingError, match="held-out"):
        digits.held_out()


def test_a_drawn_page_knows_whose_each_pixel_is():
    found = digits_fonts.families()
    if not found:
        pytest.skip("no font with Arabic letters and digits is on this machine")
    face = digits_pages.face_of(found[0].files[0], found[0].name, 36)
    assert isinstance(face.font, ImageFont.FreeTypeFont)
    drawing = digits_pages.page(np.random.default_rng(5), face, digits=digits_fonts.ARABIC, lines=3, length=8)
    assert drawing.numbers
    assert len(drawing.lines) == 3
    for number in drawing.numbers:
        left, top, right, bottom = number.box
        owners = drawing.owners[top:bottom, left:right]
        assert (owners >= digits_pages.FIRST_CHARACTER).any()
        assert not (owners == digits_pages.LETTER).any()
    assert drawing.ink[drawing.owners > 0].min() > 80


def test_groups_hold_every_family_once_and_parts_share_none():
    found = digits_fonts.families()
    if len(found) < 4:
        pytest.skip("too few fonts with Arabic digits are on this machine")
    whole = digits_fonts.groups(found)
    assert sorted(f.name for group in whole for f in group) == sorted(f.name for f in found)
    parts = digits_fonts.split(found, 7)
    assert sum(map(len, parts.values())) == len(found)
    for group in whole:
        assert sum(any(f.name in names for f in group) for names in parts.values()) == 1
