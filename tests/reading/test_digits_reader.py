"""The whole reader on drawn digits, everywhere; and a floor on fresh print, where Arabic fonts are."""

import subprocess
from dataclasses import replace

import numpy as np
import pytest
from digits_drawn import drawn, ink_box
from PIL import Image, ImageDraw, ImageFont

from twosource.reading.ocr.digits import Alphabet, ReadNumber, find_numbers, read_number, read_numbers
from twosource.reading.ocr.digits.reader import looked_at_again

FLOOR = 0.85
NUMBERS = ("٢٠١٥", "١٤٣٦", "٣٧٨٩٤", "٠٩٣٣٥٢١", "٨٦٤٥٠", "١٢٣٤", "٩٧٠", "٥٦٦٧", "٤١٨٢٣٠", "٢٥")


def page_of(rows, *, size=(500, 400)):
    """Return a page with each number drawn at (left, top), and the boxes of its ink."""
    page = np.full(size[::-1], 255, np.uint8)
    boxes = []
    for number, left, top in rows:
        small = drawn(number, high=30, margin=6)
        page[top : top + small.shape[0], left : left + small.shape[1]] = small
        box = ink_box(small)
        boxes.append((box[0] + left, box[1] + top, box[2] + left, box[3] + top))
    return page, boxes


@pytest.mark.parametrize("number", ["٢٠١٥", "١٩٨٣", "٧٤٦", "٣٢٨٩١", "١٤٣٦"])
def test_drawn_numbers_are_read_from_left_to_right(number):
    picture = drawn(number)
    found = read_number(picture, ink_box(picture))
    assert found is not None
    assert found.text == number
    assert found.alphabet is Alphabet.ARABIC
    assert [one.text for one in found.characters] == list(number)


@pytest.mark.parametrize(("across", "down"), [(0, 0), (7, 3), (40, 25), (101, 60)])
def test_where_a_number_stands_on_the_page_does_not_change_it(across, down):
    plain = drawn("٢٤٨٧", high=32, margin=60)
    page = np.full((plain.shape[0] + 120, plain.shape[1] + 200), 255, np.uint8)
    page[down : down + plain.shape[0], across : across + plain.shape[1]] = plain
    left, top, right, bottom = ink_box(plain)
    here = read_number(plain, (left, top, right, bottom))
    there = read_number(page, (left + across, top + down, right + across, bottom + down))
    assert there.text == here.text
    assert there.confidence == pytest.approx(here.confidence, abs=0.05)
    np.testing.assert_allclose(np.array(there.box) - (across, down, across, down), here.box, atol=1.01)


def test_the_box_of_a_number_and_those_of_its_digits_lie_on_its_ink():
    picture = drawn("٣٩٢", high=40)
    box = ink_box(picture)
    found = read_number(picture, box)
    np.testing.assert_allclose(found.box, box, atol=3)
    lefts = [one.box[0] for one in found.characters]
    assert lefts == sorted(lefts)
    assert all(0 <= one.confidence <= 1 for one in found.characters)


def test_lines_give_their_numbers_with_a_box_each():
    page, boxes = page_of([("٢٠١٥", 20, 20), ("٧٣٨", 260, 20), ("٤٦٩٢", 120, 150)])
    lines = [(20, 20, 420, 70), (20, 150, 420, 200)]
    found = read_numbers(page, lines)
    assert [one.text for one in found] == ["٢٠١٥", "٧٣٨", "٤٦٩٢"]
    assert find_numbers(page, lines) == [one.box for one in found]
    for one, box in zip(found, boxes, strict=True):
        np.testing.assert_allclose(one.box, box, atol=4)


def test_a_number_in_a_line_nobody_found_is_read_where_it_is_asked_for():
    page, _ = page_of([("٢٠١٥", 20, 20), ("٤٦٩٢", 120, 150)])
    known = [(20, 20, 420, 70)]
    assert [one.text for one in read_numbers(page, known)] == ["٢٠١٥"]
    assert [one.text for one in read_numbers(page, known, everywhere=True)] == ["٢٠١٥", "٤٦٩٢"]


def test_pointing_at_one_number_does_not_read_its_neighbour():
    page, boxes = page_of([("٢٨٧", 20, 20), ("٤٦٣", 150, 20)])
    assert read_number(page, boxes[0]).text == "٢٨٧"
    assert read_number(page, boxes[1]).text == "٤٦٣"


def test_reversed_print_is_read_as_well():
    picture = 255 - drawn("٨٢٧٣", high=40)
    found = read_number(picture, ink_box(255 - picture))
    assert found.text == "٨٢٧٣"


@pytest.mark.parametrize(
    "picture",
    [
        np.full((50, 200), 255, np.uint8),
        np.zeros((50, 200), np.uint8),
        np.tile(np.array([0, 255], np.uint8), (50, 100)),
        np.random.default_rng(3).integers(0, 255, (50, 200)).astype(np.uint8),
    ],
)
def test_paper_soot_stripes_and_noise_hold_no_sure_number(picture):
    assert find_numbers(picture, [(0, 0, 200, 50)]) == []
    found = read_number(picture, (20, 5, 180, 45))
    assert found is None or found.confidence < 0.5


def test_boxes_off_the_page_and_no_lines_at_all_are_no_error():
    page, _ = page_of([("٢٠", 10, 10)])
    assert find_numbers(page, []) == []
    assert read_numbers(page, [(900, 900, 990, 950), (0, 0, 1, 1)]) == ()
    assert read_number(page, (-40, -40, -10, -10)) is None


def test_a_circle_and_a_bar_alone_are_not_called_a_number_in_a_line():
    image = Image.new("L", (300, 80), 255)
    pen = ImageDraw.Draw(image)
    pen.ellipse((40, 20, 42, 22), fill=0)
    pen.line((150, 10, 150, 70), fill=0, width=9)
    assert find_numbers(np.asarray(image), [(0, 0, 300, 80)]) == []


def arabic_fonts():
    """Return font files with Arabic letters and digits, one per family; none where fontconfig is missing."""
    try:
        asked = subprocess.run(
            ["fc-list", ":charset=0660 0665 0669 628", "file", "family", "style"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    except FileNotFoundError:
        return []
    found = {}
    for line in sorted(asked.splitlines()):
        path, _, rest = line.partition(": ")
        if path.endswith((".ttf", ".otf")) and ("Regular" in rest or "Book" in rest):
            found.setdefault(rest.split(":")[0].split(",")[0], path)
    plain = ("DejaVu Sans", "Noto Naskh Arabic", "Noto Sans Arabic", "Amiri", "FreeSerif", "KacstBook")
    return [found[name] for name in plain if name in found]


def printed(number, path, size, rng):
    image = Image.new("L", (60 + size * len(number), 3 * size), 255)
    font = ImageFont.truetype(path, size)
    ImageDraw.Draw(image).text((30, size), number, font=font, fill=20)
    noisy = np.asarray(image, float) + rng.normal(0, 5, (image.height, image.width))
    return np.clip(noisy, 0, 255).astype(np.uint8)


def test_fresh_print_is_read_above_the_floor():
    fonts = arabic_fonts()
    if not fonts:
        pytest.skip("no font with Arabic-Indic digits is on this machine")
    rng = np.random.default_rng(17)
    right, count = 0, 0
    for path in fonts:
        for number in NUMBERS:
            picture = printed(number, path, int(rng.integers(26, 56)), rng)
            found = read_number(picture, ink_box(picture))
            right += found is not None and found.text == number
            count += 1
    assert right / count >= FLOOR, f"{right} of {count}"


def test_a_number_read_by_machine_is_a_frozen_value():
    picture = drawn("٢٣")
    found = read_number(picture, ink_box(picture))
    assert isinstance(found, ReadNumber)
    with pytest.raises(AttributeError):
        found.text = "٩٩"


@pytest.mark.parametrize(("confidence", "told"), [(0.05, "٢٤٨٧"), (0.99, "٢٤٨")])
def test_only_a_doubtful_number_is_looked_at_again_and_then_the_surer_reading_stands(confidence, told):
    picture = drawn("٢٤٨٧", high=40)
    read = read_number(picture, ink_box(picture))
    doubtful = replace(read, text="٢٤٨", confidence=confidence)
    assert looked_at_again(picture, doubtful).text == told


def test_a_second_look_that_reads_something_else_than_was_pointed_at_changes_nothing():
    picture = drawn("٢٤٨٧", high=40)
    read = read_number(picture, ink_box(picture))
    left, top, right, bottom = read.box
    half = replace(read, text="٢٤", confidence=0.01, box=(left, top, (left + right) // 2, bottom))
    again = looked_at_again(picture, half)
    assert again is half or again.box[2] <= (left + right) // 2 + 8
