"""The classifier: two small stacks of convolutions and two dense layers, in numpy, weights from a file.

Weights are plain arrays (read with allow_pickle=False: a weights file cannot run anything), and
the card beside them carries their digest; a file that differs is refused.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from twosource.errors import ItemError
from twosource.reading.ocr.digits.features import Seen

Floats: TypeAlias = NDArray[np.float32]

LAYERS = (
    ("alone1", 5, 2),
    ("alone2", 3, 2),
    ("around1", 5, 2),
    ("around2", 3, 2),
)
"""Name, side of the window and step of each convolution; channels stand in the weights."""

BATCH = 256


class WeightsError(ItemError):
    """The digit reader's weights are not those its card describes."""

    safe = "No number was read by machine; everything else is read as usual."
    remedy = "Install the program again; its data files were changed."


@dataclass(frozen=True, slots=True)
class Network:
    """Weights by name (float32), the classes in order, and what makes scores honest.

    `temperature` divides the scores of single characters; `calibration` is the slope and the offset
    from the log odds of its characters together to those that all of it is right; `spacing` are
    the weights that tell a space between numbers (`spacing.looks`).
    """

    weights: Mapping[str, Floats]
    classes: tuple[str, ...]
    temperature: float = 1.0
    calibration: tuple[float, float] = (1.0, 0.0)
    spacing: tuple[float, ...] = (17.0, -4.0, 22.0, 0.0, 2.0, *[0.0] * 15, -32.0)


def scores(network: Network, given: Seen) -> Floats:
    """Return the log probability of each class for each candidate: n x classes, after the temperature."""
    found = np.zeros((len(given), len(network.classes)), np.float32)
    for start in range(0, len(given), BATCH):
        part = slice(start, start + BATCH)
        flat = hidden(network.weights, given.alone[part], given.around[part], given.sizes[part])
        found[part] = flat @ network.weights["out.w"] + network.weights["out.b"]
    return log_softmax(found / np.float32(network.temperature))


def log_softmax(values: Floats) -> Floats:
    """Return values - log sum exp(values) along the last axis, without overflow."""
    moved = values - values.max(axis=1, keepdims=True)
    logs: Floats = moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))
    return logs


def hidden(
    weights: Mapping[str, Floats], alone: NDArray[np.uint8], around: NDArray[np.uint8], sizes: Floats
) -> Floats:
    """Return the last hidden layer, n x units: rectified throughout, pixels taken as 0..1."""
    one = alone[:, :, :, None].astype(np.float32) / np.float32(255)
    two = around.transpose(0, 2, 3, 1).astype(np.float32) / np.float32(255)
    for name, side, step in LAYERS:
        if name.startswith("alone"):
            one = convolved(one, weights[f"{name}.w"], weights[f"{name}.b"], (side, step))
        else:
            two = convolved(two, weights[f"{name}.w"], weights[f"{name}.b"], (side, step))
    flat = np.concatenate([one.reshape(len(one), -1), two.reshape(len(two), -1), sizes], axis=1)
    made: Floats = np.maximum(flat @ weights["dense.w"] + weights["dense.b"], 0)
    return made


def convolved(given: Floats, weights: Floats, bias: Floats, shape: tuple[int, int]) -> Floats:
    """Return a rectified convolution, n x h x w x channels, with paper (0) beyond the edges."""
    n, height, width, _ = given.shape
    side, step = shape
    columns = windows(given, side, step)
    out = columns.reshape(-1, columns.shape[-1]) @ weights + bias
    np.maximum(out, 0, out=out)
    return out.reshape(n, -(-height // step), -(-width // step), -1)


def windows(given: Floats, side: int, step: int) -> Floats:
    """Return every window of a picture as a row: n x h x w x (side * side * channels)."""
    n, height, width, channels = given.shape
    around = side // 2
    padded = np.pad(given, ((0, 0), (around, around), (around, around), (0, 0)))
    high, wide = -(-height // step), -(-width // step)
    found = np.empty((n, high, wide, side * side, channels), np.float32)
    for i in range(side):
        for j in range(side):
            rows = slice(i, i + step * (high - 1) + 1, step)
            columns = slice(j, j + step * (wide - 1) + 1, step)
            found[:, :, :, i * side + j] = padded[:, rows, columns]
    return found.reshape(n, high, wide, -1)


def read_weights(untrusted_bytes: bytes, card: Mapping[str, Any]) -> Network:
    """Return the network of a weights file that its card describes. Raises WeightsError."""
    digest = sha256(untrusted_bytes).hexdigest()
    if digest != card["sha256"]:
        raise WeightsError("The digit reader's weights differ from their card.")
    with np.load(BytesIO(untrusted_bytes), allow_pickle=False) as arrays:
        weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
    slope, offset = card["calibration"]
    return Network(
        weights,
        tuple(card["classes"]),
        float(card["temperature"]),
        (float(slope), float(offset)),
        tuple(float(weight) for weight in card["spacing"]),
    )


@cache
def shipped() -> Network:
    """Return the network that came with the program, read once. Raises WeightsError."""
    here = files("twosource.reading.ocr.digits")
    card = json.loads(here.joinpath("digits.json").read_text("utf-8"))
    return read_weights(here.joinpath("digits.npz").read_bytes(), card)
