"""Tesseract behind the engine port: words with boxes and confidence, one language a call.

`OMP_THREAD_LIMIT` must be 1 before the library is loaded: without it one page took 6.6 s on two
cores, with it .84 s (Tesseract issues 2326 and 3109). Language data is Debian's; the wheel has none.
"""

import os

os.environ["OMP_THREAD_LIMIT"] = "1"

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import tesserocr  # type: ignore[import-untyped]

from twosource.errors import RefusedError
from twosource.ids import digest_of_stream
from twosource.ports import Recognised, RecognisedWord
from twosource.reading.failures import failure
from twosource.reading.ocr.languages import code_of_data, language_named
from twosource.reading.ocr.pictures import Picture

# What the picture library says of boxes it clipped is of no use to a reader of ours, and soils the terminal.
tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)

# Where Debian, Fedora, Arch and Homebrew put language data; TESSDATA_PREFIX goes first.
PLACES = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/usr/local/share/tessdata",
)
SUFFIX = ".traineddata"
ORIENTATION = "osd"
# Pages come at about the resolution of a 300 dpi scan; without a figure Tesseract guesses per page.
DPI = 300
MODES = {
    "page": tesserocr.PSM.AUTO,
    "block": tesserocr.PSM.SINGLE_BLOCK,
    "line": tesserocr.PSM.SINGLE_LINE,
    "sparse": tesserocr.PSM.SPARSE_TEXT,
}
# Marks of direction that Tesseract sets around numbers in right-to-left lines; no such mark stands on a page.
MARKS = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WORD = "5"


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a page lies and in which script it is: degrees clockwise to turn it upright, and how sure.

    `upright_by` is 0, 90, 180 or 270; the two figures are Tesseract's, without a unit: 0 is a guess.
    """

    upright_by: int
    orientation_sure: float
    script: str
    script_sure: float


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The engine: keeps one open handle per language, so that data is loaded once."""

    folder: Path
    _handles: dict[str, tesserocr.PyTessBaseAPI] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """Its name, as renditions give their maker."""
        return "Tesseract"

    @property
    def version(self) -> str:
        """Its version with the digest of each language's data: other data, other words."""
        data = ", ".join(f"{one} {_digest(self.folder / f'{one}{SUFFIX}')[:12]}" for one in self._data())
        return f"{tesserocr.tesseract_version().split()[1]} ({data})"

    def languages(self) -> frozenset[str]:
        """Return the languages whose data lies in the folder, as ISO 639-3 codes."""
        return frozenset(code_of_data(one) for one in self._data() if one != ORIENTATION)

    def recognise(self, picture: Picture, language: str, *, layout: str = "page") -> Recognised:
        """Return the words on a grey picture; an empty line parts blocks.

        Raises RefusedError where the data of the language is missing or does not load.
        """
        handle = self._handle(language_named(language).data)
        handle.SetPageSegMode(MODES[layout])
        _show(handle, picture)
        try:
            return Recognised(lines=tuple(_lines(handle.GetTSVText(0))))
        finally:
            handle.Clear()

    def look(self, picture: Picture) -> Bearing | None:
        """Return how the page lies and its script; None without orientation data or enough letters."""
        if ORIENTATION not in self._data():
            return None
        handle = self._handle(ORIENTATION)
        _show(handle, picture)
        found = handle.DetectOrientationScript()
        handle.Clear()
        if not found:
            return None
        return Bearing(
            upright_by=int(found["orient_deg"]),
            orientation_sure=float(found["orient_conf"]),
            script=str(found["script_name"]),
            script_sure=float(found["script_conf"]),
        )

    def _data(self) -> tuple[str, ...]:
        return _names_in(self.folder)

    def _handle(self, data: str) -> tesserocr.PyTessBaseAPI:
        if data not in self._handles:
            if data not in self._data():
                raise missing_language(code_of_data(data))
            is_orientation = data == ORIENTATION
            try:
                self._handles[data] = tesserocr.PyTessBaseAPI(
                    path=f"{self.folder}/",
                    lang=data,
                    psm=tesserocr.PSM.OSD_ONLY if is_orientation else tesserocr.PSM.AUTO,
                    oem=tesserocr.OEM.TESSERACT_ONLY if is_orientation else tesserocr.OEM.LSTM_ONLY,
                )
            except RuntimeError as error:
                raise missing_language(code_of_data(data)) from error
        return self._handles[data]


def missing_language(code: str) -> RefusedError:
    """Return the error that names the language whose data is missing and the command that installs it."""
    language = language_named(code)
    why = failure("language_pack", label=language.label)
    remedy = why.remedy.format(package=language.package)
    return RefusedError(why.happened, safe=why.safe, remedy=remedy, code=why.code)


@cache
def find_tesseract() -> Tesseract | None:
    """Return Tesseract with the first folder of language data on this machine; None where there is none."""
    for folder in _folders():
        if any(name != ORIENTATION for name in _names_in(folder)):
            return Tesseract(folder)
    return None


def _folders() -> Iterator[Path]:
    if said := os.environ.get("TESSDATA_PREFIX"):
        yield from (Path(said), Path(said) / "tessdata")
    for pattern in PLACES:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


@cache
def _names_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}")))


@cache
def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return digest_of_stream(source)[0]


def _show(handle: tesserocr.PyTessBaseAPI, picture: Picture) -> None:
    flat = np.ascontiguousarray(picture)
    height, width = flat.shape
    handle.SetImageBytes(flat.tobytes(), width, height, 1, width)
    handle.SetSourceResolution(DPI)


def _lines(table: str) -> Iterator[tuple[RecognisedWord, ...]]:
    """Yield lines from Tesseract's table of words: its columns are level, page, block, paragraph, line ...

    The table is the one output whose right-to-left words have their letters in logical order.
    """
    words: list[RecognisedWord] = []
    place: tuple[Any, ...] = ()
    for row in table.splitlines():
        cells = row.split("\t")
        text = cells[11].translate(MARKS).strip() if len(cells) == 12 else ""
        if cells[0] != WORD or not text:
            continue
        here = tuple(cells[1:5])
        if here != place and words:
            yield tuple(words)
            words = []
            if here[1] != place[1]:
                yield ()
        place = here
        left, top, width, height = (int(cell) for cell in cells[6:10])
        words.append(
            RecognisedWord(
                text=text,
                left=left,
                top=top,
                right=left + width,
                bottom=top + height,
                confidence=min(1.0, max(0.0, float(cells[10]) / 100)),
            )
        )
    if words:
        yield tuple(words)
