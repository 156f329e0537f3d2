"""How pictures look: copies keep their bits, strangers do not, and blank pages have none."""

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from twosource.errors import RefusedError
from twosource.evidence.layouts import GreyPicture
from twosource.ports import Limits
from twosource.reading import look_of
from twosource.reading.picture_finding import looks_sealed

COPY, STRANGER, N_BITS = 40, 80, 256


def scene(seed, size=(400, 300)):
    """Return a picture of soft shapes, as photographs are."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (12, 16), dtype=np.uint8))
    return small.resize(size, Image.Resampling.BICUBIC)


def grey(image):
    small = image.convert("L").resize((64, 64), Image.Resampling.BOX)
    return GreyPicture(width=64, height=64, pixels=small.tobytes())


def bits_apart(one, other):
    return (int(look_of(grey(one)), 16) ^ int(look_of(grey(other)), 16)).bit_count()


def as_file(image, form="PNG", **more):
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def looked(content, media_type="image/png"):
    messages = list(looks_sealed(io.BytesIO(content), {"media_type": media_type}, Limits()))
    return list(zip(messages[::2], messages[1::2], strict=True))


class TestBits:
    @pytest.mark.parametrize(
        "change",
        [
            lambda im: im.resize((131, 98)),
            lambda im: ImageEnhance.Brightness(im).enhance(1.2),
            lambda im: ImageEnhance.Contrast(im).enhance(0.6),
            lambda im: Image.open(io.BytesIO(as_file(im, "JPEG", quality=25))),
            lambda im: im.crop((4, 3, 396, 297)),
        ],
        ids=["smaller", "brighter", "paler", "compressed", "cut by one per cent"],
    )
    @pytest.mark.parametrize("seed", range(4))
    def test_a_copy_keeps_its_look(self, change, seed):
        assert bits_apart(scene(seed), change(scene(seed))) <= COPY

    def test_strangers_differ_in_about_half_their_bits(self):
        apart = [bits_apart(scene(a), scene(b)) for a in range(12) for b in range(a)]
        assert min(apart) > STRANGER
        assert abs(np.mean(apart) - N_BITS / 2) < 12

    def test_what_shows_next_to_nothing_has_no_look(self):
        assert look_of(grey(Image.new("L", (300, 200), 250))) == ""

    def test_a_look_is_64_digits_of_any_size_of_picture(self):
        large = scene(1).convert("L")
        picture = GreyPicture(width=large.width, height=large.height, pixels=large.tobytes())
        assert len(look_of(picture)) == 64
        assert (int(look_of(picture), 16) ^ int(look_of(grey(large)), 16)).bit_count() <= 4


class TestFinding:
    def test_a_picture_is_sent_small_with_the_size_it_has(self):
        ((head, pixels),) = looked(as_file(scene(1)))
        assert head == {"width": 64, "height": 64, "wide": 400, "high": 300, "page": 1, "number": 1}
        assert len(pixels) == 64 * 64

    def test_each_frame_of_an_image_is_a_page(self):
        content = as_file(scene(1), "TIFF", save_all=True, append_images=[scene(2)])
        assert [head["page"] for head, _ in looked(content, "image/tiff")] == [1, 2]

    def test_pictures_set_on_the_pages_of_a_pdf_are_found_and_keep_their_look(self):
        pages = [scene(seed).convert("RGB") for seed in (1, 2)]
        content = as_file(pages[0], "PDF", save_all=True, append_images=pages[1:])
        found = looked(content, "application/pdf")
        assert [(head["page"], head["wide"], head["high"]) for head, _ in found] == [
            (1, 400, 300),
            (2, 400, 300),
        ]
        for seed, (head, pixels) in zip((1, 2), found, strict=True):
            seen = GreyPicture(width=head["width"], height=head["height"], pixels=pixels)
            apart = int(look_of(seen), 16) ^ int(look_of(grey(scene(seed))), 16)
            assert apart.bit_count() <= COPY

    def test_what_is_no_picture_is_refused_with_a_sentence(self):
        with pytest.raises(RefusedError, match=r"\w+ \w+"):
            looked(b"no picture at all")
