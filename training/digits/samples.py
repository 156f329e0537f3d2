"""Makes what the classifier learns from: candidates of drawn and damaged lines, each with its class.

Candidates come from the reader's own segmentation, so that the classifier learns the broken and
touching characters it will meet. What a candidate is, the drawing knows: which pixel is whose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from bench.digits_damage import Damage, damaged, place_after
from bench.digits_fonts import ARABIC, PERSIAN, Family, can_draw
from bench.digits_pages import FIRST_CHARACTER, LETTER, MARK, Box, Drawn, drawn, face_of
from bench.digits_text import LATIN, line
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from twosource.reading.ocr.digits.features import Seen, seen
from twosource.reading.ocr.digits.numbers import CLASSES
from twosource.reading.ocr.digits.segments import Candidate, Ink, candidates_of, cut, ink_and_atoms
from twosource.reading.ocr.digits.strips import Strip, strip_of

PLACE = {name: number for number, name in enumerate(CLASSES)}


@dataclass(frozen=True, slots=True)
class Samples:
    """Candidates and their classes (numbers into `CLASSES`)."""

    seen: Seen
    classes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.classes)


@dataclass(frozen=True, slots=True)
class Page:
    """A damaged picture, whose pixels are whose, the lines' boxes, and the drawing it came from."""

    picture: NDArray[np.uint8]
    owners: NDArray[np.int16]
    lines: tuple[Box, ...]
    numbers: tuple[Box, ...]
    drawing: Drawn


def random_damage(rng: np.random.Generator) -> Damage:
    """Return damage anywhere between none and a bad phone photo; the levels of the benchmark lie inside."""
    badness = rng.random()
    if badness < 0.2:
        return Damage(weight=int(rng.choice([0, 0, 1])))
    return Damage(
        noise=float(rng.uniform(0, 28) * badness),
        blur=float(rng.uniform(0, 1.3)),
        tilt=float(rng.normal(0, 0.35)),
        shadow=float(rng.uniform(0, 0.5)) if rng.random() < 0.5 else 0.0,
        shrink=float(rng.uniform(0.5, 1)) if rng.random() < 0.45 else 1.0,
        jpeg=int(rng.integers(25, 90)) if rng.random() < 0.4 else 0,
        weight=int(rng.choice([-1, 0, 0, 0, 0, 1])),
        fade=float(rng.uniform(0, 0.4)),
    )


def random_page(rng: np.random.Generator, family: Family, lines: int = 3) -> Page:
    """Return a small page in one family: random face, size, digits, words, damage, and mending of noise."""
    path = str(rng.choice(family.files))
    size = int(np.exp(rng.uniform(np.log(17), np.log(84))))
    digits = _digits(rng, path)
    tokens = [
        line(rng, digits, length=int(rng.integers(1, 7)), numbers=0.5, strange=0.3) for _ in range(lines)
    ]
    drawing = drawn(
        tokens,
        face_of(path, family.name, size),
        spacing=float(rng.uniform(1.5, 2.2)),
        tracking=float(rng.choice([0, 0, 0, rng.uniform(-0.05, 0.05)])),
    )
    how = random_damage(rng)
    if size < 26:
        how = _milder(how, size / 26)
    return suffered(drawing, how, rng)


def suffered(drawing: Drawn, how: Damage, rng: np.random.Generator) -> Page:
    """Return a drawing after damage, noise filtered as the preparation of pages filters it."""
    picture = damaged(drawing.ink, how, rng)
    if how.noise * how.shrink > 6 and rng.random() < 0.8:
        picture = np.asarray(Image.fromarray(picture).filter(ImageFilter.MedianFilter(3)))
    owners = Image.fromarray(drawing.owners.astype(np.int32))
    if how.tilt:
        owners = owners.rotate(how.tilt, Image.Resampling.NEAREST, expand=True)
    owners = owners.resize(picture.shape[::-1], Image.Resampling.NEAREST)
    size = drawing.ink.shape[1], drawing.ink.shape[0]
    return Page(
        picture,
        np.asarray(owners).astype(np.int16),
        tuple(_box_after(box, how, size) for box in drawing.lines),
        tuple(_box_after(number.box, how, size) for number in drawing.numbers),
        drawing,
    )


def samples_of(page: Page, rng: np.random.Generator) -> Iterator[Samples]:
    """Yield the samples of every line of a page, and of some numbers as if somebody pointed at them."""
    boxes = [(_jittered(box, rng, 0.12), 0.12) for box in page.lines]
    boxes += [(_jittered(box, rng, 0.1), 1.2) for box in page.numbers if rng.random() < 0.3]
    for box, reach in boxes:
        strip = strip_of(page.picture, box, reach=reach)
        if strip is None or strip.ink.shape[0] > 400:
            continue
        ink, atoms = ink_and_atoms(strip)
        if not atoms:
            continue
        owners = owners_on(strip, page.owners)
        totals = np.bincount(
            np.where(strip.ink > 0.3, owners, 0).ravel(),
            minlength=len(page.drawing.characters) + FIRST_CHARACTER,
        )
        grown = _grown(owners)
        candidates = candidates_of(atoms)
        fine = []
        for atom in atoms:
            one = Candidate(0, 1, (atom.left, atom.top, atom.right, atom.bottom), atom.labels)
            is_cut = (
                class_of(one, ink, (grown, totals), page.drawing.characters) == "several"
                or rng.random() < 0.06
            )
            fine += cut(ink, atom) if is_cut else [atom]
        if len(fine) > len(atoms):
            known = {one.box for one in candidates}
            candidates += [one for one in candidates_of(fine) if one.box not in known]
        classes = [class_of(one, ink, (grown, totals), page.drawing.characters) for one in candidates]
        kept = [
            n
            for n, name in enumerate(classes)
            if name not in {"letter", "piece", "several"} or rng.random() < 0.45
        ]
        if kept:
            yield Samples(
                seen(ink, [candidates[n] for n in kept]), np.array([PLACE[classes[n]] for n in kept])
            )


def class_of(
    one: Candidate,
    ink: Ink,
    truth: tuple[NDArray[np.int16], NDArray[np.int64]],
    characters: Sequence[str],
) -> str:
    """Return the class of a candidate: the character it covers, or why it is none."""
    owners, totals = truth
    left, top, right, bottom = one.box
    mine = np.isin(ink.labels[top:bottom, left:right], one.labels)
    counts = np.bincount(owners[top:bottom, left:right][mine], minlength=len(totals))
    inked = int(mine.sum())
    known = inked - int(counts[0])
    if known < 0.3 * inked:
        return "letter"
    if counts[LETTER] > 0.5 * known:
        return "letter"
    if counts[MARK] > 0.5 * known:
        return "mark"
    shares = counts[FIRST_CHARACTER:] / np.maximum(totals[FIRST_CHARACTER:], 1)
    held = np.nonzero((shares >= 0.45) & (counts[FIRST_CHARACTER:] > 2))[0]
    if len(held) > 1 or (counts[LETTER] + counts[MARK] > 0.25 * known):
        return "several"
    if not len(held) or shares[held[0]] < 0.75 or counts[FIRST_CHARACTER + held[0]] < 0.8 * known:
        return "piece"
    return characters[held[0]]


def owners_on(strip: Strip, owners: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return whose each pixel of a strip is."""
    height, width = strip.ink.shape
    rows = np.minimum(strip.top + ((np.arange(height) + 0.5) / strip.scale).astype(int), owners.shape[0] - 1)
    columns = np.minimum(
        strip.left + ((np.arange(width) + 0.5) / strip.scale).astype(int), owners.shape[1] - 1
    )
    return owners[rows[:, None], columns[None]]


def joined(parts: Sequence[Samples]) -> Samples:
    """Return samples in one."""
    return Samples(
        Seen(
            np.concatenate([part.seen.alone for part in parts]),
            np.concatenate([part.seen.around for part in parts]),
            np.concatenate([part.seen.sizes for part in parts]),
        ),
        np.concatenate([part.classes for part in parts]),
    )


def _digits(rng: np.random.Generator, path: str) -> str:
    chance = rng.random()
    if chance < 0.15 and all(can_draw(path, c) for c in LATIN):
        return LATIN
    if chance < 0.3 and all(can_draw(path, c) for c in PERSIAN):
        return PERSIAN
    return ARABIC


def _milder(how: Damage, share: float) -> Damage:
    """Return damage for small print, which is photographed at a finer resolution or not read at all."""
    return Damage(
        noise=how.noise * share,
        blur=how.blur * share,
        tilt=how.tilt,
        shadow=how.shadow,
        shrink=max(how.shrink, 0.75 if share > 0.75 else 1.0),
        jpeg=max(how.jpeg, 50) if how.jpeg else 0,
        fade=how.fade * share,
    )


def _box_after(box: Box, how: Damage, size: tuple[int, int]) -> Box:
    corners = np.array([(box[i], box[j]) for i in (0, 2) for j in (1, 3)], float)
    moved = place_after(corners, how, size)
    low, high = np.floor(moved.min(axis=0)), np.ceil(moved.max(axis=0))
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _jittered(box: Box, rng: np.random.Generator, share: float) -> Box:
    high = box[3] - box[1]
    moves = np.clip(rng.normal(0, share / 2, 4), -share, share) * high
    left, top, right, bottom = (round(side + move) for side, move in zip(box, moves, strict=True))
    return max(0, left), max(0, top), right, bottom


def _grown(owners: NDArray[np.int16], steps: int = 2) -> NDArray[np.int16]:
    """Return owners with their edges moved outwards into paper, for blur moves ink there."""
    found = owners
    for _ in range(steps):
        padded = np.pad(found, 1)
        near = np.maximum.reduce([padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]])
        found = np.where(found == 0, near, found)
    return found
