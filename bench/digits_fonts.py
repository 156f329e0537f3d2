"""Fonts with Arabic-Indic digits: what this machine has, family by family, and which look alike.

A split by family is no split where two families share their digits, as eight of the KACST fonts
do. So families are grouped by the looks of their digits first, and groups are split.
"""

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Shape: TypeAlias = NDArray[np.float32]

ARABIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
NEEDED = "0660 0661 0662 0663 0664 0665 0666 0667 0668 0669 0627 0628 062d 0644 0645 064a"
NOT_ARABIC_PRINT = (
    "Haramain",
    "Noto Sans Thaana",
    "Noto Sans Syriac",
    "Noto Sans Indic Siyaq Numbers",
    "Awami Nastaliq",
)
"""Letters that are pictures, other scripts, a font only Graphite shapes. Judged by looking."""

PERSIAN_THROUGHOUT = frozenset({"Nazli", "Titr"})
"""Families that may draw Persian shapes for Arabic code points; what is drawn so is called Persian."""

DISPLAY = frozenset(
    {
        "AlManzomah", "Electron", "Graph", "Granada", "Hani", "Hor", "Japan", "Jet", "KacstScreen",
        "KacstTitle", "KacstTitleL", "Khalid", "Mashq", "Metal", "Nada", "Nagham", "Ostorah", "Petra",
        "Rehan", "Salem", "Shado", "Sharjah", "Sindbad", "Nice", "Lemonada", "Marhey", "Kayrawan",
    }
)  # fmt: skip
"""Families for headings and signs, not for running text. Judged by looking, before anything was trained."""

ALIKE = 0.93
SIDE = 16


@dataclass(frozen=True, slots=True)
class Family:
    """One font family: its files in order of their names; `is_display` where nobody sets a page in it."""

    name: str
    files: tuple[str, ...]
    is_display: bool


def families() -> list[Family]:
    """Return the families on this machine that have Arabic letters and Arabic-Indic digits, by name.

    Asks fontconfig; none where `fc-list` is missing.
    """
    try:
        asked = subprocess.run(
            ["fc-list", f":charset={NEEDED}", "file", "family"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return []
    found: dict[str, list[str]] = {}
    for line in asked.stdout.splitlines():
        path, _, rest = line.partition(": ")
        name = rest.split(":")[0].split(",")[0].replace("\\", "")
        if path.endswith((".ttf", ".otf", ".ttc")) and not name.startswith(NOT_ARABIC_PRINT):
            found.setdefault(name, []).append(path)
    return [Family(name, tuple(sorted(set(found[name]))), name in DISPLAY) for name in sorted(found)]


@cache
def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font at a size in pixels; kept, because opening costs more than drawing."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


def shape_of(path: str, text: str) -> Shape | None:
    """Return a character as `SIDE` x `SIDE` ink 0..1, stretched to fill it; None where nothing is drawn."""
    face = font(path, 48)
    left, top, right, bottom = face.getbbox(text, direction="ltr")
    if right - left < 1 or bottom - top < 1:
        return None
    picture = Image.new("L", (int(right - left), int(bottom - top)))
    ImageDraw.Draw(picture).text((-left, -top), text, font=face, fill=255, direction="ltr")
    return np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32).ravel() / np.float32(
        255
    )


def likeness(one: Shape | None, other: Shape | None) -> float:
    """Return the correlation of two shapes, 0 where one is missing."""
    return float(_standard(one) @ _standard(other))


def _standard(shape: Shape | None) -> Shape:
    """Return a shape less its mean and of length 1, so that a product of two is their correlation."""
    if shape is None or shape.std() < 1e-3:
        return np.zeros(SIDE * SIDE, np.float32)
    moved = shape - shape.mean()
    standard: Shape = (moved / np.linalg.norm(moved)).astype(np.float32)
    return standard


def groups(given: Sequence[Family]) -> list[list[Family]]:
    """Return the families in groups whose digits 1 to 9 look alike (single linkage at `ALIKE`).

    Families whose names begin with the same word are one group as well, except where the word is
    only the publisher's.
    """
    if not given:
        return []
    shapes = np.array(
        [[_standard(shape_of(_plain(family.files), digit)) for digit in ARABIC[1:]] for family in given]
    )
    alike = np.einsum("idk,jdk->ij", shapes, shapes) / len(ARABIC[1:]) > ALIKE
    parent = list(range(len(given)))
    for i in range(len(given)):
        for j in range(i):
            if _are_namesakes(given[i], given[j]) or alike[i, j]:
                root, other = _root(parent, i), _root(parent, j)
                parent[max(root, other)] = min(root, other)
    found: dict[int, list[Family]] = {}
    for i, family in enumerate(given):
        found.setdefault(_root(parent, i), []).append(family)
    return list(found.values())


def split(given: Sequence[Family], seed: int) -> Mapping[str, tuple[str, ...]]:
    """Return the names of families for training, tuning and held out: of groups 6, 1.5 and 2.5 in ten.

    Text and display families are dealt apart, so that each part has its share of both.
    """
    rng = np.random.default_rng(seed)
    parts: dict[str, list[str]] = {"training": [], "tuning": [], "held out": []}
    whole = groups(given)
    for is_display in (False, True):
        kind = [group for group in whole if all(family.is_display for family in group) == is_display]
        for place, number in enumerate(rng.permutation(len(kind))):
            share = (place + 0.5) / len(kind)
            part = "held out" if share < 0.25 else "tuning" if share < 0.4 else "training"
            parts[part] += [family.name for family in kind[number]]
    return {part: tuple(sorted(names)) for part, names in parts.items()}


def named(given: Iterable[Family], names: Iterable[str]) -> list[Family]:
    """Return the families with these names."""
    wanted = set(names)
    return [family for family in given if family.name in wanted]


@cache
def persian_shapes(path: str, family: str) -> Mapping[str, str]:
    """Return, for each digit a font can draw, the digit it looks like.

    A Persian code point may carry an Arabic shape and, in some Persian fonts, the other way round;
    what a reader should say is what is seen. A Persian 4, 5 or 6 is its own where it differs from
    the Arabic one.
    """
    found = {digit: digit for digit in ARABIC}
    for place, (arabic, persian) in enumerate(zip(ARABIC, PERSIAN, strict=True)):
        if place not in {4, 5, 6}:
            found[persian] = arabic
            continue
        is_same = likeness(shape_of(path, arabic), shape_of(path, persian)) > 0.9
        if is_same and family in PERSIAN_THROUGHOUT:
            found[arabic] = persian
        found[persian] = arabic if is_same and family not in PERSIAN_THROUGHOUT else persian
    return found


@cache
def fallback() -> str:
    """Return the font file that this machine takes for what others lack."""
    asked = subprocess.run(
        ["fc-match", "-f", "%{file}", "sans-serif"], capture_output=True, text=True, check=False
    )
    return asked.stdout


@cache
def can_draw(path: str, text: str) -> bool:
    """Say whether a font has a picture of its own for a character: not the one for what it lacks."""
    mine, lacking = shape_of(path, text), shape_of(path, "\uf8ff")
    return mine is not None and (lacking is None or likeness(mine, lacking) < 0.99)


def _are_namesakes(one: Family, other: Family) -> bool:
    word = one.name.split()[0]
    return word == other.name.split()[0] and word not in {"Noto", "PakType"}


def packages_of(files: Sequence[str]) -> list[str]:
    """Return the Debian packages (with versions) that font files came from; others by their folder."""
    found = set()
    for path in files:
        asked = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False).stdout
        name = asked.split(":")[0] if asked else ""
        if not name:
            found.add(Path(path).resolve().parent.parent.name)
            continue
        version = subprocess.run(
            ["dpkg-query", "-W", name], capture_output=True, text=True, check=False
        ).stdout
        found.add(" ".join(version.split()))
    return sorted(found)


def _plain(files: Sequence[str]) -> str:
    return next((path for path in files if "egular" in path), files[0])


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        at = parent[at]
    return at
