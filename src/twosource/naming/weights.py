"""The letters model as shipped: two directions and the odds that two words are one, with its digest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from math import exp
from typing import Any

import numpy as np
import numpy.typing as npt

from twosource.errors import IntegrityError
from twosource.naming.letters import marked_latin, plain_arabic
from twosource.naming.transducer import Transducer

BACK = 1.5
"""How much the way back (Arabic to Latin) counts beside the way there; set on names of the training half."""


@dataclass(frozen=True, slots=True)
class LettersModel:
    """Both directions, and the figures that make a score a probability.

    `odds` are the weights of 1, of both scores per letter, and of the length, of a logistic of "one
    name", fitted against the nearest other names.
    """

    there: Transducer
    back: Transducer
    kept: frozenset[str]
    odds: tuple[float, ...]
    version: str

    def latin(self, word: str) -> str:
        """Return a Latin word in the letters of the model."""
        return marked_latin(word, self.kept)

    def same(self, latin: str, arabic: str) -> float:
        """Return the probability that a Latin and an Arabic word are one name."""
        one, other = self.latin(latin), plain_arabic(arabic)
        if not one or not other:
            return 0.0
        there = float(self.there.score(one, self.there.ready([other]))[0])
        back = float(self.back.score(other, self.back.ready([one]))[0])
        return 1.0 / (1.0 + exp(-float(np.dot(self.odds, looks(one, other, there, back)))))


def looks(latin: str, arabic: str, there: float, back: float) -> tuple[float, ...]:
    """Return what the odds rest on: 1, score per letter there and back, both lengths together."""
    return 1.0, there / (len(arabic) + 1), back / (len(latin) + 1), float(np.log(len(latin) + len(arabic)))


def read_letters(content: bytes, card: Mapping[str, Any]) -> LettersModel:
    """Return a model from its npz and its card. Raises IntegrityError where they do not belong together."""
    if sha256(content).hexdigest() != card["sha256"]:
        raise IntegrityError(
            "The weights of the letters model are not those its card describes.",
            safe="No name was compared.",
            remedy="Install Twosource again.",
        )
    with np.load(BytesIO(content), allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    return LettersModel(
        there=Transducer(_side(arrays, "there_")),
        back=Transducer(_side(arrays, "back_")),
        kept=frozenset(card["letters"]),
        odds=tuple(card["odds"]),
        version=f"letters {card['sha256'][:8]}",
    )


def _side(arrays: Mapping[str, npt.NDArray[Any]], prefix: str) -> dict[str, npt.NDArray[Any]]:
    return {name.removeprefix(prefix): value for name, value in arrays.items() if name.startswith(prefix)}


@cache
def shipped() -> LettersModel:
    """Return the model that ships with the program, read once. Raises IntegrityError."""
    here = files("twosource.naming")
    card = json.loads(here.joinpath("letters.json").read_text("utf-8"))
    return read_letters(here.joinpath("letters.npz").read_bytes(), card)
