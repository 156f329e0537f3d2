"""Pictures of a case: looked at once, inside the sandbox, and told of whoever shows them."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from twosource.desk.looking import look_at_pictures, pictures_by_exhibit
from twosource.evidence.holdings import Holding
from twosource.evidence.lineage import PictureHash


def scene(seed, size=(320, 240)):
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (12, 16), dtype=np.uint8))
    out = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def received(desk, tmp_path):
    folder = tmp_path / "delivery"
    (folder / "page_files").mkdir(parents=True)
    (folder / "page.html").write_text("<p>Our man writes that the bridge is closed.</p>", "utf-8")
    (folder / "page_files" / "bridge.png").write_bytes(scene(1))
    (folder / "alone.png").write_bytes(scene(1, (160, 120)))
    (folder / "blank.png").write_bytes(as_png(Image.new("L", (200, 200), 255)))
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 90)
    (folder / "words.txt").write_text("no picture here", "utf-8")
    with zipfile.ZipFile(folder / "photographs.zip", "w") as packed:
        packed.writestr("market.png", scene(2))
    desk.receive([folder])
    return desk


def as_png(image):
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def exhibit_at(desk, path):
    return next(h.exhibit_id for h in desk.store.all(Holding) if h.path.endswith(path))


def test_every_picture_is_looked_at_once_and_what_shows_nothing_has_no_look(received):
    run = look_at_pictures(received.work)
    shown = {p.exhibit_id for p in received.store.all(PictureHash)}
    assert shown == {exhibit_at(received, p) for p in ("bridge.png", "alone.png", "market.png")}
    assert (run.n_done, run.n_failed) == (5, 1)
    assert look_at_pictures(received.work).n_done == 0


def test_a_smaller_copy_looks_the_same_and_keeps_its_own_size(received):
    look_at_pictures(received.work)
    large, small = (
        next(received.store.all(PictureHash, about=exhibit_at(received, name)))
        for name in ("bridge.png", "alone.png")
    )
    assert large.distance(small) <= 8
    assert [(p.width, p.height) for p in (large, small)] == [(320, 240), (160, 120)]


def test_a_picture_belongs_to_whatever_shows_it(received):
    look_at_pictures(received.work)
    shown = pictures_by_exhibit(received.work)
    page, packed = exhibit_at(received, "page.html"), exhibit_at(received, "photographs.zip")
    assert [p.exhibit_id for p in shown[page]] == [exhibit_at(received, "bridge.png")]
    assert [p.exhibit_id for p in shown[packed]] == [exhibit_at(received, "market.png")]
    assert exhibit_at(received, "words.txt") not in shown


def test_a_case_without_pictures_asks_no_sandbox(desk, tmp_path):
    (tmp_path / "words.txt").write_text("no picture here", "utf-8")
    desk.receive([tmp_path / "words.txt"])
    assert look_at_pictures(desk.work).n_done == 0
    assert pictures_by_exhibit(desk.work) == {}
