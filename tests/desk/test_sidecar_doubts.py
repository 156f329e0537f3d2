"""A transcription that came with a delivery is held against the pixels it says it transcribes."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from twosource.desk.coverage import fates
from twosource.desk.sidecar_doubts import is_witness
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.layouts import PageLayout, WordBox
from twosource.reading import ReadSettings
from twosource.reading.ocr import engine_at_hand
from twosource.terms import RenditionKind, Status

LINES = (
    "The payment went to Colonel Haddad",
    "on Monday morning in the depot",
    "and nobody signed for the money.",
)
ENGINE = engine_at_hand(ReadSettings())
needs_english = pytest.mark.skipif(
    ENGINE is None or "eng" not in ENGINE.languages(), reason="Tesseract's English language data is missing"
)


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "delivery"
    folder.mkdir()
    page = Image.new("L", (1100, 420), 255)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(LINES):
        pen.text((60, 60 + 100 * number), line, fill=0, font=ImageFont.load_default(size=46))
    page.save(folder / "scan.png")
    return folder


def examined(desk, delivery, words):
    (delivery / "scan.transcription.en.txt").write_text(f"By: Nadia Haddad, staff\n\n{words}\n", "utf-8")
    desk.receive([delivery])
    desk.read()
    (image,) = [e for e in desk.store.all(Exhibit) if e.media_type == "image/png"]
    return image, fates(desk.store)[image.exhibit_id]


@needs_english
def test_a_planted_transcription_is_doubted_and_the_pixels_can_be_searched(desk, delivery):
    """What the picture really says is found, and the exhibit says that both readings differ."""
    image, fate = examined(
        desk, delivery, "A bag of flour was left with Omar the baker, as every week before."
    )
    assert fate.status is Status.PARTLY_READ
    assert [one.code for one in fate.failures] == ["sidecar_differs"]
    assert desk.search("Colonel").hits[0].exhibit_id == image.exhibit_id
    readings = {r.kind: r for r in desk.store.all(Rendition, about=image.exhibit_id)}
    assert readings[RenditionKind.TRANSCRIPTION].is_preferred
    assert not readings[RenditionKind.TEXT].is_preferred
    assert "Colonel" in readings[RenditionKind.TEXT].text
    assert desk.verify() == ()


@needs_english
def test_a_true_transcription_raises_no_doubt(desk, delivery):
    _, fate = examined(desk, delivery, "\n".join(LINES))
    assert (fate.status, fate.failures) == (Status.READ, ())
    assert not any(run.did_work for run in desk.read())


def layout(confidence, covered, n=8):
    words = tuple(
        WordBox(start=i, end=i + 1, left=0, top=0, right=1, bottom=1, confidence=confidence) for i in range(n)
    )
    return PageLayout(
        layout_id="l", rendition_id="r", page=1, width=9, height=9, words=words, ink_covered=covered
    )


@pytest.mark.parametrize(
    ("layouts", "speaks"),
    [
        ([], False),
        ([layout(0.95, 0.99)], True),
        ([layout(0.5, 0.99)], False),
        ([layout(0.95, 0.6)], False),
        ([layout(0.95, None)], False),
        ([layout(0.95, 0.99, n=3)], False),
        ([layout(0.95, 0.99), layout(0.95, 0.2)], False),
    ],
)
def test_a_machine_speaks_against_a_person_only_where_it_read_clearly(layouts, speaks):
    assert is_witness(layouts) is speaks
