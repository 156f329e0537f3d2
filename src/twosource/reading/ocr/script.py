"""Which way up a page is and in which script, asked before it is read: one model reads one script.

A model of two languages at once reads either worse (Arabic character error .27 against .21 on
clean pages, notes of 22 November 2026), and on the wrong script a model is sure of nonsense.
"""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import numpy as np

from twosource.ports import OcrEngine
from twosource.reading.ocr.coverage import ink_of, share_covered
from twosource.reading.ocr.languages import language_named, scripts_of
from twosource.reading.ocr.pictures import Mask, Picture
from twosource.reading.ocr.tesseract import Bearing
from twosource.reading.ocr.words import mean_confidence, words_of

# Tesseract's figure from which its answer was right on every tuning page, 22 November 2026.
SURE_SCRIPT = 1.0
SURE_WAY_UP = 1.0
SAMPLE_SHARE = 0.3
# Pixels: a sample has several lines, and a small picture is its own.
LEAST_SAMPLE = 300


@runtime_checkable
class Looking(Protocol):
    """An engine that can also say how a page lies."""

    def look(self, picture: Picture) -> Bearing | None:
        """Return how the page lies and its script, or None where it cannot tell."""
        ...


def bearing_of(picture: Picture, engine: OcrEngine) -> Bearing | None:
    """Return how a page lies and its script as the engine sees it; None where it cannot tell."""
    return engine.look(picture) if isinstance(engine, Looking) else None


def language_of_page(
    picture: Picture, engine: OcrEngine, languages: tuple[str, ...], bearing: Bearing | None
) -> str:
    """Return the one of `languages` that the page is best read in; the first where nothing tells.

    The script decides where it is sure; among several languages of it, or scripts, a sample is read.
    """
    by_script = scripts_of(languages)
    if bearing is not None and bearing.script in by_script and bearing.script_sure >= SURE_SCRIPT:
        languages = by_script[bearing.script]
    return languages[0] if len(languages) == 1 else best_on_sample(picture, engine, languages)


def best_on_sample(picture: Picture, engine: OcrEngine, languages: tuple[str, ...]) -> str:
    """Return the language in which the fullest third of the page is read with most confidence x coverage."""
    sample = fullest_part(picture, ink_of(picture))
    scores = scores_by_language(sample, engine, languages)
    return max(languages, key=lambda code: scores[code])


def sample_score(picture: Picture, engine: OcrEngine, languages: tuple[str, ...]) -> float:
    """Return the confidence x coverage of the fullest part of the page, in the script that suits it best."""
    sample = fullest_part(picture, ink_of(picture))
    one_a_script = tuple(codes[0] for codes in scripts_of(languages).values())
    return max(scores_by_language(sample, engine, one_a_script).values())


def scores_by_language(
    picture: Picture, engine: OcrEngine, languages: tuple[str, ...]
) -> Mapping[str, float]:
    """Return confidence x coverage of a picture per language."""
    ink = ink_of(picture)
    found = {}
    for code in languages:
        words = words_of(engine.recognise(picture, code, layout="block").lines)
        found[code] = mean_confidence(words) * share_covered(ink, words)
    return found


def fullest_part(picture: Picture, ink: Mask) -> Picture:
    """Return the horizontal strip of the page that holds most ink."""
    height = picture.shape[0]
    tall = max(LEAST_SAMPLE, int(height * SAMPLE_SHARE))
    sums = np.concatenate([[0], ink.sum(axis=1).cumsum()])
    top = int(np.argmax(sums[tall:] - sums[:-tall])) if height > tall else 0
    return picture[top : top + tall]


def is_other_script(one: str, other: str) -> bool:
    """Say whether two languages are written in different scripts."""
    return language_named(one).script != language_named(other).script
