"""Pictures leave the sandbox as pixels only, and every number a machine read has one."""

import io

import pytest
from PIL import Image, ImageDraw

from twosource.desk.picturing import numbers_in, numbers_of, page_picture, shown_numbers
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.layouts import GreyPicture, PageLayout, WordBox
from twosource.evidence.passages import cite_span

BLACK = (100, 40, 160, 70)


def picture_file(size=(400, 300)):
    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).rectangle(BLACK, fill=0)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def exhibit(desk, tmp_path):
    """An image of a black box, read as one number standing there."""
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "page.png").write_bytes(picture_file())
    desk.receive([folder])
    (held,) = [e for e in desk.store.all(Exhibit) if e.media_type == "image/png"]
    return held


def put_layout(desk, exhibit, *, is_number=True, turned=0.0):
    rendition = Rendition(
        rendition_id="r1", exhibit_id=exhibit.exhibit_id, kind="text", text="عام ٢٠١٥ كتب", pages=()
    )
    left, top, right, bottom = BLACK
    word = WordBox(
        start=4, end=8, left=left, top=top, right=right, bottom=bottom, confidence=0.9, is_number=is_number
    )
    layout = PageLayout(
        layout_id="l1", rendition_id="r1", page=1, width=400, height=300, words=(word,), turned=turned
    )
    desk.store.put([rendition, layout])
    return rendition


def darkness(picture):
    return sum(value < 128 for value in picture.pixels) / len(picture.pixels)


def test_a_page_is_drawn_small_as_grey_numbers(desk, exhibit):
    drawn = page_picture(desk.work, exhibit, 100)
    assert (drawn.width, drawn.height) == (100, 75)
    assert 0 < darkness(drawn) < 0.1


def test_a_number_is_cut_out_where_it_stands(desk, exhibit):
    """The cutting is nearly all ink, although the page is nearly all paper."""
    put_layout(desk, exhibit)
    (seen,) = numbers_of(desk.work, "E1")
    assert (seen.text, seen.page, seen.confidence) == ("٢٠١٥", 1, 0.9)
    assert darkness(seen.picture) > 0.4
    assert seen.picture.width < 100


def test_a_cutting_follows_the_turn_of_the_page(desk, exhibit):
    """A page that was turned by a quarter before it was read is turned again before it is cut."""
    rendition = put_layout(desk, exhibit, turned=90.0)
    left, top, right, bottom = BLACK
    word = WordBox(start=4, end=8, left=300 - bottom, top=left, right=300 - top, bottom=right, is_number=True)
    desk.store.put(
        [
            PageLayout(
                layout_id="l1", rendition_id=rendition.rendition_id, page=1, width=300, height=400,
                words=(word,), turned=90.0,
            )
        ]
    )  # fmt: skip
    (seen,) = numbers_of(desk.work, "E1")
    assert darkness(seen.picture) > 0.2
    assert seen.picture.height > seen.picture.width


def test_words_that_are_no_numbers_are_not_cut(desk, exhibit):
    put_layout(desk, exhibit, is_number=False)
    assert numbers_of(desk.work, "E1") == []


@pytest.mark.parametrize(("start", "end", "n"), [(0, 12, 1), (4, 8, 1), (0, 7, 0), (9, 12, 0)])
def test_a_passage_has_the_numbers_it_holds_whole(desk, exhibit, start, end, n):
    passage = cite_span(put_layout(desk, exhibit), start, end)
    found = numbers_in(desk.work, [passage])
    assert len(found.get(passage.passage_id, ())) == n


def test_pictures_are_written_where_a_person_can_open_them(desk, exhibit):
    put_layout(desk, exhibit)
    (answer,) = shown_numbers(desk.work, "E1", None)
    with Image.open(answer.path) as picture:
        assert picture.format == "PNG"


def test_what_cannot_be_drawn_costs_the_picture_only(desk, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "broken.png").write_bytes(picture_file()[:60])
    desk.receive([folder])
    (held,) = desk.store.all(Exhibit)
    assert page_picture(desk.work, held, 100) is None


@pytest.mark.usefixtures("sealed")
def test_the_same_picture_comes_through_the_wall(desk, exhibit):
    drawn = page_picture(desk.work, exhibit, 100)
    assert isinstance(drawn, GreyPicture)
    assert (drawn.width, drawn.height) == (100, 75)
