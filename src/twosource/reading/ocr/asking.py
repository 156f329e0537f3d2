"""What one page is read with: an engine, the languages it may be in, and until when."""

from dataclasses import dataclass
from time import monotonic

from twosource.ports import OcrEngine
from twosource.reading.ocr.languages import RIGHT_TO_LEFT, language_named
from twosource.reading.ocr.pictures import Picture
from twosource.reading.ocr.words import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """An engine, the languages of a page with the one it is read in first, and when to end."""

    engine: OcrEngine
    languages: tuple[str, ...]
    ends: float

    @property
    def language(self) -> str:
        """The language the page is read in."""
        return self.languages[0]

    @property
    def is_right_to_left(self) -> bool:
        """Whether its lines begin at the right."""
        return is_right_to_left(self.language)

    @property
    def is_over(self) -> bool:
        """Whether no new reading may begin."""
        return monotonic() >= self.ends

    def lines(self, picture: Picture, *, layout: str) -> Lines:
        """Return the lines the engine sees on a picture."""
        return self.engine.recognise(picture, self.language, layout=layout).lines


def is_right_to_left(code: str) -> bool:
    """Say whether a language is written from right to left."""
    return language_named(code).script in RIGHT_TO_LEFT
