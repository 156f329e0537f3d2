"""Side-cars: what a person wrote beside an image becomes a rendition of that image."""

import pytest

from twosource.evidence.holdings import Holding
from twosource.reading import pair_sidecars, read_sidecars
from twosource.terms import RenditionKind, Status

ARABIC = "\u0625\u0644\u0649 \u0627\u0644\u0645\u0643\u062a\u0628"


@pytest.fixture
def held(kept):
    """Keep bytes under a path and return their holding."""

    def hold(
        path: str, content: bytes = b"", container_id: str | None = None, accession: str = "a"
    ) -> Holding:
        exhibit = kept.keep(content or path.encode(), "")
        return Holding(
            holding_id=f"h-{path}",
            accession_id=accession,
            exhibit_id=exhibit.exhibit_id,
            path=path,
            container_id=container_id,
        )

    return hold


def test_an_image_meets_its_transcription_and_translation(held):
    image = held("letters/letter-1.png")
    arabic = held("letters/letter-1.transcription.ar.txt")
    english = held("letters/letter-1.translation.en.txt")
    pairs = pair_sidecars(
        [english, image, arabic, held("letters/letter-2.png"), held("letters/letter-1.txt")]
    )
    assert list(pairs) == [image.exhibit_id]
    assert [(one.exhibit_id, one.kind, one.language) for one in pairs[image.exhibit_id]] == [
        (arabic.exhibit_id, RenditionKind.TRANSCRIPTION, "ar"),
        (english.exhibit_id, RenditionKind.TRANSLATION, "en"),
    ]


@pytest.mark.parametrize(
    ("image", "written"),
    [
        ("a/letter.png", "b/letter.transcription.ar.txt"),
        ("letter-1.png", "letter-10.transcription.ar.txt"),
        ("letter.png", "letter.transcription.txt"),
        ("letter.png", "letter.notes.ar.txt"),
        ("letter.doc", "letter.transcription.ar.txt"),
    ],
)
def test_what_lies_elsewhere_or_is_named_otherwise_does_not_meet(held, image, written):
    assert pair_sidecars([held(image), held(written)]) == {}


def test_containers_keep_their_side_cars_to_themselves(held):
    inside = held("bag.zip/letter.png", container_id="z")
    assert pair_sidecars([inside, held("bag.zip/letter.transcription.ar.txt")]) == {}
    assert pair_sidecars([inside, held("bag.zip/letter.transcription.ar.txt", container_id="z")])


def test_a_transcription_that_arrives_later_meets_its_image(held):
    image = held("letter.png")
    later = held("letter.transcription.ar.txt", accession="b")
    assert list(pair_sidecars([image, later])) == [image.exhibit_id]


def test_deliveries_with_the_same_names_are_not_mixed(held):
    """Two deliveries may each hold a letter-1: each transcription belongs to its own."""
    first, second = held("letter.png", b"first image"), held("letter.png", b"second image", accession="b")
    one = held("letter.transcription.ar.txt", b"first words")
    two = held("letter.transcription.ar.txt", b"second words", accession="b")
    pairs = pair_sidecars([first, second, one, two])
    assert [found.exhibit_id for found in pairs[first.exhibit_id]] == [one.exhibit_id]
    assert [found.exhibit_id for found in pairs[second.exhibit_id]] == [two.exhibit_id]


def outcomes_of(kept, *holdings):
    return list(read_sidecars(pair_sidecars(holdings), originals=kept))


def test_the_transcription_becomes_a_rendition_of_the_image(kept, held):
    image = held("letter.png")
    written = f"By: a translator\nDate: 2016-05-02\n\n{ARABIC}\n".encode()
    sidecar = held("letter.transcription.ar.txt", written)
    of_image, of_sidecar = outcomes_of(kept, image, sidecar)
    (rendition,) = of_image.values
    assert of_image.item_id == rendition.exhibit_id == image.exhibit_id
    assert of_image.status is Status.READ
    assert rendition.text == f"{ARABIC}\n"
    assert rendition.kind is RenditionKind.TRANSCRIPTION
    assert (rendition.language, rendition.maker, rendition.made_by_person) == (
        "ar",
        "side-car found beside the image, says it is by a translator",
        True,
    )
    assert rendition.source_id == sidecar.exhibit_id
    assert rendition.value_of("byline") == "a translator"
    assert (of_sidecar.item_id, of_sidecar.status, of_sidecar.values) == (sidecar.exhibit_id, Status.READ, ())


def test_without_header_lines_every_line_is_a_word_of_the_letter(kept, held):
    sidecar = held("letter.transcription.ar.txt", f"{ARABIC}\n\n{ARABIC}".encode())
    (rendition,) = outcomes_of(kept, held("letter.png"), sidecar)[0].values
    assert rendition.text == f"{ARABIC}\n\n{ARABIC}"
    assert rendition.maker == "side-car found beside the image"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Jane Doe, Twosource desk", "Jane Doe, Twosource desk"),
        ("Jane\x1b[2K \u202eeoD", "Jane [2K eoD"),
        ("J" * 200, "J" * 80),
        ("  \x07 ", ""),
    ],
)
def test_a_name_in_a_side_car_is_what_the_side_car_says(kept, held, written, shown):
    """A planted side-car must not speak with the voice of the desk: it says so itself, and no more."""
    content = f"By: {written}\n\nwords".encode()
    sidecar = held("letter.transcription.en.txt", content)
    (rendition,) = outcomes_of(kept, held("letter.png"), sidecar)[0].values
    by = f", says it is by {shown}" if shown else ""
    assert rendition.maker == f"side-car found beside the image{by}"
    assert rendition.made_by_person


def test_a_translation_alone_leaves_the_image_partly_read(kept, held):
    of_image = outcomes_of(kept, held("letter.png"), held("letter.translation.en.txt", b"To the office"))[0]
    assert of_image.status is Status.PARTLY_READ
    assert [one.code for one in of_image.failures] == ["untranscribed"]
    assert of_image.values[0].kind is RenditionKind.TRANSLATION


def test_page_markers_part_the_pages(kept, held):
    sidecar = held("letter.transcription.en.txt", b"[page 1]\nfirst\n[page 2]\nsecond\n")
    (rendition,) = outcomes_of(kept, held("letter.png"), sidecar)[0].values
    assert [rendition.text[page.start : page.end] for page in rendition.pages] == ["first\n\f", "second\n"]


def test_a_side_car_that_cannot_be_decoded_leaves_the_image_waiting(kept, held):
    sidecar = held("letter.transcription.ar.txt", bytes(range(256)) * 4)
    of_image, of_sidecar = outcomes_of(kept, held("letter.png"), sidecar)
    assert of_image.status is Status.WAITING
    assert [one.code for one in of_image.failures] == ["encoding", "image"]
    assert of_sidecar.status is Status.REFUSED


def test_a_blank_side_car_is_no_transcription(kept, held):
    of_image = outcomes_of(
        kept, held("letter.png"), held("letter.transcription.ar.txt", b"By: a reader\n\n")
    )[0]
    assert of_image.status is Status.PARTLY_READ or of_image.status is Status.WAITING
    assert "nothing_written" in [one.code for one in of_image.failures]


def test_one_text_beside_two_images_serves_both(kept, held):
    """A scan kept in two formats has one transcription."""
    png, jpg = held("letter.png"), held("letter.jpg")
    outcomes = outcomes_of(kept, png, jpg, held("letter.transcription.ar.txt", ARABIC.encode()))
    assert {one.item_id for one in outcomes if one.values} == {png.exhibit_id, jpg.exhibit_id}
    assert len({one.rendition_id for outcome in outcomes for one in outcome.values}) == 2
    assert len(outcomes) == 3
