"""Teaches the network: cross entropy, Adam, a cosine of step sizes; everything in numpy, no GPU.

The forward pass is the reader's own; only what it does not need, the way back, is here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from training.digits.samples import Samples
from twosource.reading.ocr.digits.features import ALONE, AROUND_HIGH, AROUND_WIDE, SIZES
from twosource.reading.ocr.digits.network import LAYERS, log_softmax, windows
from twosource.reading.ocr.digits.numbers import CLASSES

Floats: TypeAlias = NDArray[np.float32]
Weights: TypeAlias = dict[str, Floats]

CHANNELS = {"alone1": (1, 12), "alone2": (12, 24), "around1": (2, 12), "around2": (12, 16)}
UNITS = 72
KEPT = 0.85
SMOOTHED = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How long and how fast to learn."""

    epochs: int = 6
    batch: int = 256
    rate: float = 2e-3
    decay: float = 1e-4


def first_weights(rng: np.random.Generator) -> Weights:
    """Return random weights with variance 2 / inputs (He et al. 2015)."""
    weights: Weights = {}
    for name, side, _ in LAYERS:
        given, made = CHANNELS[name]
        weights[f"{name}.w"] = _random(rng, side * side * given, made)
        weights[f"{name}.b"] = np.zeros(made, np.float32)
    flat = (ALONE // 4) ** 2 * 24 + (AROUND_HIGH // 4) * (AROUND_WIDE // 4) * 16 + SIZES
    weights["dense.w"], weights["dense.b"] = _random(rng, flat, UNITS), np.zeros(UNITS, np.float32)
    weights["out.w"] = _random(rng, UNITS, len(CLASSES))
    weights["out.b"] = np.zeros(len(CLASSES), np.float32)
    return weights


def learn(
    samples: Samples,
    course: Course,
    rng: np.random.Generator,
    *,
    start: Weights | None = None,
    tell: Callable[[str], None],
) -> Weights:
    """Return weights learnt from samples in random order, from `start` on; `tell` hears the loss."""
    weights = first_weights(rng) if start is None else {name: one.copy() for name, one in start.items()}
    first = {name: np.zeros_like(value) for name, value in weights.items()}
    second = {name: np.zeros_like(value) for name, value in weights.items()}
    steps = course.epochs * (len(samples) // course.batch)
    step = 0
    for epoch in range(course.epochs):
        order = rng.permutation(len(samples))
        losses = []
        for at in range(0, len(order) - course.batch + 1, course.batch):
            chosen = order[at : at + course.batch]
            loss, slopes = loss_and_slopes(weights, samples, chosen, rng)
            step += 1
            rate = course.rate * min(1, step / 200) * 0.5 * (1 + np.cos(np.pi * step / steps))
            _adam(weights, slopes, (first, second), (step, float(rate), course.decay))
            losses.append(loss)
        tell(f"epoch {epoch + 1} of {course.epochs}: loss {np.mean(losses):.4f}")
    return weights


def loss_and_slopes(
    weights: Mapping[str, Floats], samples: Samples, chosen: NDArray[np.int64], rng: np.random.Generator
) -> tuple[float, Weights]:
    """Return the mean cross entropy of some samples, and how it changes with each weight."""
    alone, around = samples.seen.alone[chosen], samples.seen.around[chosen]
    shift = rng.integers(-1, 2, 4)
    alone = np.roll(alone, (shift[0], shift[1]), (1, 2))
    around = np.roll(around, (shift[2], shift[3]), (2, 3))
    given = {
        "alone": alone[:, :, :, None].astype(np.float32) / np.float32(255),
        "around": around.transpose(0, 2, 3, 1).astype(np.float32) / np.float32(255),
    }
    gain = rng.uniform(0.85, 1.1, (len(chosen), 1, 1, 1)).astype(np.float32)
    kept: dict[str, tuple[Floats, Floats]] = {}
    for name, side, step in LAYERS:
        branch = name[:-1]
        source = given[branch] * gain if name.endswith("1") else given[branch]
        columns = windows(source, side, step)
        out = columns.reshape(-1, columns.shape[-1]) @ weights[f"{name}.w"] + weights[f"{name}.b"]
        np.maximum(out, 0, out=out)
        given[branch] = out.reshape(*columns.shape[:3], -1)
        kept[name] = columns, given[branch]
    parts = [given["alone"].reshape(len(chosen), -1), given["around"].reshape(len(chosen), -1)]
    flat = np.concatenate([*parts, samples.seen.sizes[chosen]], axis=1)
    drop = (rng.random(flat.shape, dtype=np.float32) < KEPT) / np.float32(KEPT)
    flat *= drop
    hidden = np.maximum(flat @ weights["dense.w"] + weights["dense.b"], 0)
    logs = log_softmax(hidden @ weights["out.w"] + weights["out.b"])
    true = np.full(logs.shape, SMOOTHED / logs.shape[1], np.float32)
    true[np.arange(len(chosen)), samples.classes[chosen]] += 1 - SMOOTHED
    loss = float(-(true * logs).sum(axis=1).mean())
    back = (np.exp(logs) - true) / np.float32(len(chosen))
    slopes: Weights = {"out.w": hidden.T @ back, "out.b": back.sum(axis=0)}
    back = (back @ weights["out.w"].T) * (hidden > 0)
    slopes["dense.w"], slopes["dense.b"] = flat.T @ back, back.sum(axis=0)
    back = (back @ weights["dense.w"].T) * drop
    size = parts[0].shape[1]
    _through(weights, kept, back[:, :size], ("alone2", "alone1"), slopes)
    _through(weights, kept, back[:, size : size + parts[1].shape[1]], ("around2", "around1"), slopes)
    return loss, slopes


def _through(
    weights: Mapping[str, Floats],
    kept: Mapping[str, tuple[Floats, Floats]],
    back: Floats,
    names: tuple[str, str],
    slopes: Weights,
) -> None:
    """Carry slopes back through one stack of two convolutions."""
    shapes = {name: (side, step) for name, side, step in LAYERS}
    for name in names:
        columns, out = kept[name]
        back = (back.reshape(out.shape) * (out > 0)).reshape(-1, out.shape[-1])
        flat = columns.reshape(-1, columns.shape[-1])
        slopes[f"{name}.w"], slopes[f"{name}.b"] = flat.T @ back, back.sum(axis=0)
        if name.endswith("2"):
            given = kept[name[:-1] + "1"][1].shape
            back = _spread(back @ weights[f"{name}.w"].T, columns.shape, given, shapes[name])


def _spread(
    back: Floats, windowed: tuple[int, ...], given: tuple[int, ...], shape: tuple[int, int]
) -> Floats:
    """Add up the slopes of windows at the pixels they were taken from."""
    side, step = shape
    n, high, wide, _ = windowed
    around = side // 2
    parts = back.reshape(n, high, wide, side * side, given[-1])
    found = np.zeros((n, given[1] + 2 * around, given[2] + 2 * around, given[-1]), np.float32)
    for i in range(side):
        for j in range(side):
            rows = slice(i, i + step * (high - 1) + 1, step)
            columns = slice(j, j + step * (wide - 1) + 1, step)
            found[:, rows, columns] += parts[:, :, :, i * side + j]
    return found[:, around : around + given[1], around : around + given[2]]


def _adam(
    weights: Weights, slopes: Weights, moments: tuple[Weights, Weights], pace: tuple[int, float, float]
) -> None:
    """Move weights one step (Kingma and Ba 2015, decay apart as Loshchilov and Hutter 2019)."""
    first, second = moments
    step, rate, decay = pace
    for name, slope in slopes.items():
        first[name] += np.float32(0.1) * (slope - first[name])
        second[name] += np.float32(0.001) * (slope * slope - second[name])
        mean = first[name] / np.float32(1 - 0.9**step)
        spread = second[name] / np.float32(1 - 0.999**step)
        moved = mean / (np.sqrt(spread) + np.float32(1e-8))
        if name.endswith(".w"):
            moved += np.float32(decay) * weights[name]
        weights[name] -= np.float32(rate) * moved


def _random(rng: np.random.Generator, given: int, made: int) -> Floats:
    return (rng.standard_normal((given, made)) * np.sqrt(2 / given)).astype(np.float32)
