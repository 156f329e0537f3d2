"""Small pages rendered with the typefaces that the program carries, and an engine that says what it is told."""

from dataclasses import dataclass, field
from importlib.resources import files

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from twosource.ports import Recognised, RecognisedWord

ARABIC = "noto-naskh-arabic-arabic-400-normal.woff2"
LATIN = "source-serif-4-latin-400-normal.woff2"
ARABIC_LINES = (
    "وصل المهندس إلى المدينة في صباح يوم مشمس",
    "ثم كتب الطبيب رسالة طويلة إلى مدير المدرسة",
    "وقال الحارس إن المفتاح كان في الصندوق القديم",
    "غادر العمال الموقع قبل غروب الشمس بساعتين",
    "وفي المساء فتح التاجر أبواب السوق الكبير",
    "نقل السائق أكياس القمح إلى المستودع البعيد",
)
LATIN_LINES = (
    "The engineer reached the town on a bright morning",
    "and the doctor wrote a long letter to the school.",
    "The guard said that the key was in the old box;",
    "the workers left the site well before sunset.",
    "In the evening the merchant opened the market",
    "and 48 sacks of wheat went to the warehouse.",
)


def typeface(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = files("twosource").joinpath("dossier", "fonts", name)
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def page(lines, *, size=30, width=900, margin=50, ink=20, paper=255) -> np.ndarray:
    """A page of lines, right to left where the first letter is Arabic."""
    is_rtl = lines[0][0] > "\u0590"
    font = typeface(ARABIC if is_rtl else LATIN, size)
    image = Image.new("L", (width, 2 * margin + len(lines) * size * 2), paper)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        top = margin + number * size * 2
        if is_rtl:
            draw.text((width - margin, top), line, font=font, fill=ink, anchor="ra", direction="rtl")
        else:
            draw.text((margin, top), line, font=font, fill=ink)
    return np.asarray(image)


def striped(width=600, height=800, *, every=40, thick=12, margin=60) -> np.ndarray:
    """Broken bars where lines of writing would be: the simplest page that has an angle and a line height."""
    picture = np.full((height, width), 255, dtype=np.uint8)
    for top in range(margin, height - margin, every):
        for left in range(margin, width - margin, 30):
            picture[top : top + thick, left : left + 22] = 0
    return picture


def word(text="word", left=0, top=0, right=10, bottom=10, confidence=0.9) -> RecognisedWord:
    return RecognisedWord(text=text, left=left, top=top, right=right, bottom=bottom, confidence=confidence)


@dataclass
class FakeEngine:
    """Gives the answers it was made with, one a page asked, then the last again; sees nothing in parts."""

    answers: list
    codes: frozenset = frozenset({"eng"})
    asked: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    low: int = 400
    name: str = "fake"
    version: str = "1"

    def languages(self):
        return self.codes

    def recognise(self, picture, language, *, layout="page"):
        if picture.shape[0] < self.low:
            self.parts.append((picture.shape, language, layout))
            return Recognised(lines=())
        answer = self.answers[min(len(self.asked), len(self.answers) - 1)]
        self.asked.append((picture.shape, language, layout))
        return Recognised(lines=answer(picture, language) if callable(answer) else answer)
