"""Pages with known text, rendered and damaged: the held-out set shares no font, word or seed with tuning.

Sentences are put together from neutral words by a seeded generator, so that no page holds anybody's
text. Damage comes in four levels: 0 clean; 1 light noise; 2 uneven light, turned by 2.5 degrees,
blurred; 3 as a phone takes it: low resolution, 4 degrees, heavy noise, strong JPEG compression.
"""

import io
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont, features

from bench.runner import DataMissingError

Split: TypeAlias = Literal["tuning", "held-out"]
Grey: TypeAlias = npt.NDArray[np.uint8]
LEVELS = (0, 1, 2, 3)
# At 200 dots an inch the width of A4, and two thirds of its height.
SIZE = (1654, 1500)
MARGIN = 120
FONT_SIZES = (30, 34, 38)
SEEDS = {"tuning": 20_261_122, "held-out": 77_041_903}
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WORDS = Path(__file__).with_name("ocr_words.toml")


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page and what stands on it: its lines in reading order, and the numbers among them."""

    case_id: str
    language: str
    level: int
    font: str
    picture: Grey
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """What stands on the page."""
        return "\n".join(self.lines)


def pages(split: Split, per_level: int, languages: Sequence[str] = ("ara", "eng")) -> Iterator[TruePage]:
    """Yield `per_level` pages for each level and language, the same for the same split.

    Every fifth page has two columns. Raises DataMissingError without fonts of the split.
    """
    for language in languages:
        fonts = fonts_at_hand(split, language)
        for level in LEVELS:
            for number in range(per_level):
                rng = np.random.default_rng((SEEDS[split], len(language), ord(language[0]), level, number))
                family = fonts[(number + level) % len(fonts)]
                name = f"{split}-{language}-{level}-{number}"
                picture, lines = drawn(language, split, _font(family, rng), 2 if number % 5 == 4 else 1, rng)
                yield TruePage(name, language, level, family, damaged(picture, level, rng), lines)


def fonts_at_hand(split: Split, language: str) -> list[str]:
    """Return those font families of the split that are installed, in the order of the list."""
    every = _table()["fonts"][split][language]
    families = [family for family in every if font_path(family) and not lacking(font_path(family), language)]
    if not families:
        raise DataMissingError(f"no font of the {split} set for {language} is installed.")
    return families


@cache
def font_path(family: str) -> str:
    """Return the regular font file of a family, as fontconfig knows it, or an empty text."""
    asked = ["fc-match", "-f", "%{family}|%{file}", f"{family}:style=Regular:weight=80:slant=0"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise DataMissingError("fontconfig is not installed, so fonts cannot be found.") from error
    families, _, path = told.partition("|")
    return path if family in families.split(",") else ""


@cache
def lacking(path: str, language: str, signs: str = "") -> str:
    """Return which of the signs, or else of the letters and digits of a language, a font has no shape for."""
    font = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)
    nothing = bytes(font.getmask("\uffff"))
    words = (word for kind in _table()[language].values() for entry in kind for word in entry)
    wanted = signs or "".join(sorted({*words, *"0123456789".translate(INDIC if language == "ara" else {})}))
    return "".join(sign for sign in wanted if not sign.isspace() and bytes(font.getmask(sign)) == nothing)


def sentence(language: str, split: Split, rng: np.random.Generator) -> str:
    """Return one sentence of the language from the words of the split."""
    words = {kind.removesuffix("s"): _pick(language, kind, split, rng) for kind in KINDS}
    figures = {"number": rng.integers(2, 9_999), "year": rng.integers(1990, 2026), "day": rng.integers(1, 31)}
    digits = INDIC if language == "ara" else {}
    return SHAPES[language][int(rng.integers(len(SHAPES[language])))].format(
        **words,
        other=_pick(language, "actors", split, rng),
        quality=_pick(language, "qualities", split, rng),
        **{name: str(int(figure)).translate(digits) for name, figure in figures.items()},
    )


def damaged(picture: Grey, level: int, rng: np.random.Generator) -> Grey:
    """Return the page as it comes at that level of damage."""
    if level == 0:
        return picture
    if level == 1:
        return _noisy(picture, 8.0, rng)
    image = Image.fromarray(picture)
    sign = 1 if rng.random() < 0.5 else -1
    if level == 2:
        image = _turned(image, sign * 2.5).filter(ImageFilter.GaussianBlur(1.2))
        return _noisy(_shaded(np.asarray(image), 0.45, rng), 2.0, rng)
    image = _turned(image, sign * 4.0)
    small = image.resize((int(image.width * 0.6), int(image.height * 0.6)), Image.Resampling.BILINEAR)
    noisy = _noisy(_shaded(np.asarray(small.filter(ImageFilter.GaussianBlur(0.5))), 0.5, rng), 16.0, rng)
    kept = io.BytesIO()
    Image.fromarray(noisy).save(kept, "JPEG", quality=35)
    return np.asarray(Image.open(kept).convert("L"))


def _font(family: str, rng: np.random.Generator) -> ImageFont.FreeTypeFont:
    if not features.check("raqm"):
        raise DataMissingError("Pillow was built without libraqm, so Arabic letters cannot be joined.")
    size = int(rng.choice(FONT_SIZES))
    return ImageFont.truetype(font_path(family), size, layout_engine=ImageFont.Layout.RAQM)


def drawn(
    language: str, split: Split, font: ImageFont.FreeTypeFont, n_columns: int, rng: np.random.Generator
) -> tuple[Grey, tuple[str, ...]]:
    """Return the clean page and its lines; the first column of a right-to-left page is the right one."""
    image = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(image)
    is_rtl = language == "ara"
    gutter = 90
    wide = (SIZE[0] - 2 * MARGIN - gutter * (n_columns - 1)) // n_columns
    step = int(sum(font.getmetrics()) * 1.15)
    unshown = dict.fromkeys(map(ord, lacking(str(font.path), language, ".,;،")))
    lines: list[str] = []
    for column in range(n_columns):
        place = n_columns - 1 - column if is_rtl else column
        left = MARGIN + place * (wide + gutter)
        words: list[str] = []
        for top in range(MARGIN, SIZE[1] - MARGIN - step, step):
            while font.getlength(" ".join(words)) < wide * 1.5:
                words += sentence(language, split, rng).translate(unshown).split()
            line: list[str] = []
            while font.getlength(" ".join((*line, words[0]))) <= wide:
                line.append(words.pop(0))
            lines.append(" ".join(line))
            direction = "rtl" if is_rtl else "ltr"
            at, anchor = ((left + wide, top), "ra") if is_rtl else ((left, top), "la")
            draw.text(at, lines[-1], font=font, fill=20, anchor=anchor, direction=direction)
    return np.asarray(image), tuple(lines)


SHAPES = {
    "ara": (
        "{verb} {actor} {thing} من {place} {time}.",
        "{verb} {actor} {quality} إلى {place} في {day} {month} {year}.",
        "وقال {actor} إن {thing} في {place} {quality}، وإن العدد {number} {unit}.",
        "ثم {verb} {thing} مع {actor} و{other} أمام {place} {time}.",
        "كان {actor} قد {verb} {number} {unit} على {place} {time}.",
    ),
    "eng": (
        "{actor} {verb} {thing} near {place} {time}.",
        "{actor} went to {place} on {day} {month} {year}, {time}.",
        "{actor} said that {thing} in {place} was {quality}; there were {number} {unit}.",
        "Then a {quality} man {verb} {thing} outside {place}, {time}.",
        "{actor} had {verb} {number} {unit} from {place} {time}.",
    ),
}
KINDS = ("verbs", "actors", "things", "places", "qualities", "times", "units", "months")


def _pick(language: str, kind: str, split: Split, rng: np.random.Generator) -> str:
    words = _table()[language][kind][0 if split == "tuning" else 1 :: 2]
    return str(words[int(rng.integers(len(words)))])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text("utf-8"))


def _noisy(picture: Grey, spread: float, rng: np.random.Generator) -> Grey:
    noise = rng.normal(0.0, spread, picture.shape)
    return np.clip(picture.astype(np.float64) + noise, 0, 255).astype(np.uint8)


def _shaded(picture: Grey, darkest: float, rng: np.random.Generator) -> Grey:
    """Return the page under a light that falls off to `darkest` from one corner to the other."""
    height, width = picture.shape
    x, y = np.linspace(0, 1, width)[None, :], np.linspace(0, 1, height)[:, None]
    if rng.random() < 0.5:
        x = 1 - x
    light = 1 - (1 - darkest) * ((x + y) / 2) ** 1.2
    return (picture * light).astype(np.uint8)


def _turned(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=235)
