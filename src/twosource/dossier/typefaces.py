"""The letters a page is set in, embedded: only the subsets whose letters occur on the page."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
LATIN_EXT = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,"
    "U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,U+A720-A7FF"
)
ARABIC = (
    "U+0600-06FF,U+0750-077F,U+0870-088E,U+0890-0891,U+0897-08E1,U+08E3-08FF,U+200C-200E,U+2010-2011,"
    "U+204F,U+2E41,U+FB50-FDFF,U+FE70-FE74,U+FE76-FEFC"
)


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: family, weight, style and the letters it holds, as a CSS unicode-range."""

    family: str
    file: str
    weight: int
    style: str
    letters: str


def _faces(family: str, stem: str, cuts: tuple[str, ...], letters: str) -> tuple[Face, ...]:
    return tuple(
        Face(family, f"{stem}-{cut}.woff2", int(cut.split("-")[0]), cut.split("-")[1], letters)
        for cut in cuts
    )


SERIF_CUTS = ("400-normal", "400-italic", "600-normal")
SANS_CUTS = ("400-normal", "600-normal")

FACES = (
    *_faces("Source Serif 4", "source-serif-4-latin", SERIF_CUTS, LATIN),
    *_faces("Source Serif 4", "source-serif-4-latin-ext", SERIF_CUTS, LATIN_EXT),
    *_faces("IBM Plex Sans", "ibm-plex-sans-latin", SANS_CUTS, LATIN),
    *_faces("IBM Plex Sans", "ibm-plex-sans-latin-ext", SANS_CUTS, LATIN_EXT),
    *_faces("Noto Naskh Arabic", "noto-naskh-arabic-arabic", ("400-normal", "700-normal"), ARABIC),
    *_faces("IBM Plex Sans Arabic", "ibm-plex-sans-arabic-arabic", SANS_CUTS, ARABIC),
)


def _ranges(letters: str) -> Iterator[tuple[int, int]]:
    for part in letters.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        yield int(first, 16), int(last or first, 16)


@cache
def _codes(letters: str) -> frozenset[int]:
    return frozenset(code for first, last in _ranges(letters) for code in range(first, last + 1))


@cache
def _rule(face: Face) -> str:
    content = files("twosource").joinpath("dossier", "fonts", face.file).read_bytes()
    source = base64.b64encode(content).decode("ascii")
    return (
        f"@font-face{{font-family:'{face.family}';font-style:{face.style};font-weight:{face.weight};"
        f"src:url(data:font/woff2;base64,{source}) format('woff2');unicode-range:{face.letters}}}"
    )


def embedded(text: str, faces: Sequence[Face] = FACES) -> str:
    """Return the `@font-face` rules, with the fonts inside, that the letters of a text need."""
    used = {ord(letter) for letter in set(text)}
    own = {ARABIC: set(range(0x0600, 0x0900)) | set(range(0xFB50, 0xFE00)) | set(range(0xFE70, 0xFF00))}
    needed = (f for f in faces if used & own.get(f.letters, _codes(f.letters)))
    return "\n".join(_rule(face) for face in needed)
