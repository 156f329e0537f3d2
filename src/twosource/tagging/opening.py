"""Finds, checks and loads the model: its files beside a card that names their digests, nothing else.

No file is unpickled and none is fetched. A file that differs from its card is not used, because a
tagger nobody measured would mark sources in the name of one that was.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from twosource.errors import IntegrityError
from twosource.tagging.chains import Floats
from twosource.tagging.heads import Heads, Slices
from twosource.tagging.pieces import Vocabulary
from twosource.tagging.running import Encoder
from twosource.tagging.tagger import LearntTagger

CARD = "card.json"
FILES = ("encoder.onnx", "heads.npz", "pieces.txt")
# How a tensor of an ONNX graph names another file for its figures: ours holds all of its own.
ELSEWHERE = b"\x0a\x08location\x12"
MOST_THREADS = 8
HERE = Path(__file__).parent / "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggerSettings:
    """How the tagger runs: nothing here changes what it learnt.

    `threads` sentences are read at once, 0 for one a core (eight at most); more change the time taken
    and nothing else.
    `least_event` is the probability from which a word counts as an event and has a factuality; 0 gives
    every word one. `least_marking` is the calibrated probability below which an attribution is not
    given. `manner` chooses which of the two annotations flat roles follow, "news" or "tales"; linked
    attributions follow that of news, because nobody linked those of tales.
    """

    threads: int = 0
    least_event: float = 0.5
    least_marking: float = 0.0
    manner: str = "news"
    folder: Path = HERE


def open_tagger(settings: TaggerSettings | None = None) -> LearntTagger | None:
    """Return the tagger, or None where onnxruntime or the model's files are not installed.

    Raises IntegrityError where a file is there and is not the one the card names.
    """
    chosen = settings or TaggerSettings()
    if not _is_there(chosen):
        return None
    card = _card(chosen.folder / CARD)
    held = {name: _checked(chosen.folder / name, card) for name in FILES}
    pieces = held["pieces.txt"].decode("utf-8").removesuffix("\n").split("\n")
    return LearntTagger(
        Vocabulary(pieces),
        Encoder(held["encoder.onnx"], threads=chosen.threads or min(MOST_THREADS, os.cpu_count() or 1)),
        Heads(_arrays(held["heads.npz"]), _labels(card)),
        version=_version(card),
        least_event=chosen.least_event,
        least_marking=chosen.least_marking,
        manner=chosen.manner,
    )


def tagger_version(settings: TaggerSettings | None = None) -> str:
    """Return the version `open_tagger` would give, empty where it gives None; the model is not loaded.

    Whoever asks what is left to do need not wait for it. Raises IntegrityError where the card is damaged.
    """
    chosen = settings or TaggerSettings()
    return _version(_card(chosen.folder / CARD)) if _is_there(chosen) else ""


def _is_there(chosen: TaggerSettings) -> bool:
    files = all((chosen.folder / name).is_file() for name in (CARD, *FILES))
    return files and find_spec("onnxruntime") is not None


def _version(card: Mapping[str, Any]) -> str:
    return f"{card['name']} {card['version']} {card['sha256']['encoder.onnx'][:12]}"


def _card(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _differs(path.name) from error
    if not isinstance(found, dict) or not {"name", "version", "sha256", "labels"} <= found.keys():
        raise _differs(path.name)
    digests, name = found["sha256"], found["name"]
    if not (isinstance(name, str) and isinstance(digests, dict) and set(FILES) <= digests.keys()):
        raise _differs(path.name)
    return found


def _checked(path: Path, card: Mapping[str, Any]) -> bytes:
    held = path.read_bytes()
    if sha256(held).hexdigest() != card["sha256"].get(path.name) or ELSEWHERE in held:
        raise _differs(path.name)
    return held


def _arrays(held: bytes) -> Mapping[str, Floats]:
    try:
        with np.load(BytesIO(held), allow_pickle=False) as arrays:
            return {name: arrays[name].astype(np.float32) for name in arrays.files}
    except ValueError as error:
        raise _differs("heads.npz") from error


def _differs(name: str) -> IntegrityError:
    return IntegrityError(
        f"The tagger's file {name} is not the one its card describes.",
        safe="Nothing was marked with it; the case was not changed.",
        remedy="Install the program again, or remove the folder tagging/model to go on with rules alone.",
    )


def _labels(card: Mapping[str, Any]) -> Slices:
    try:
        labels = card["labels"]
        return Slices(
            widths=tuple((str(name), int(width)) for name, width in labels["outputs"]),
            kinds=tuple(labels["kinds"]),
            roots=tuple(labels["roots"]),
        )
    except (TypeError, ValueError, KeyError) as error:
        raise _differs(CARD) from error
