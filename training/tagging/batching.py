"""Units to tensors: batches of like length, and for every head which labels are allowed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.tagging.corpora import ENTITIES
from training.tagging.network import CUE, FLAT, KINDS, ROLE
from training.tagging.units import Linked, Unit, numbered
from twosource.tagging.looks import looks
from twosource.tagging.pieces import Vocabulary

FLAT_ROLES = ("source", "cue", "content")
LINK_ROLES = ("source", "content")
MAX_PIECES = 254


@dataclass(frozen=True, slots=True)
class Encoded:
    """One unit as numbers: pieces with both end signs, looks per piece, where each word begins."""

    unit: Unit
    pieces: list[int]
    looks: list[int]
    firsts: list[int]


def encode(unit: Unit, vocabulary: Vocabulary) -> Encoded:
    """Return a unit as numbers; what does not fit in `MAX_PIECES` must have been cut before."""
    pieces, seen, firsts = [vocabulary.start], [0], []
    for word, look in zip(unit.words, looks(unit.words), strict=True):
        firsts.append(len(pieces))
        for piece in vocabulary.pieces(word):
            pieces.append(piece)
            seen.append(look)
    return Encoded(unit, [*pieces, vocabulary.end], [*seen, 0], firsts)


def fits(unit: Unit, vocabulary: Vocabulary) -> bool:
    """Say whether a unit fits into one batch row."""
    return sum(len(vocabulary.pieces(word)) for word in unit.words) <= MAX_PIECES


def batches(given: Sequence[Encoded], size: int, rng: np.random.Generator) -> list[list[Encoded]]:
    """Return batches of about `size` pieces, of like length, in random order."""
    order = sorted(given, key=lambda one: len(one.pieces) + rng.random() * 6)
    found: list[list[Encoded]] = [[]]
    for one in order:
        if found[-1] and (len(found[-1]) + 1) * len(one.pieces) > size:
            found.append([])
        found[-1].append(one)
    return [found[n] for n in rng.permutation(len(found))]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the network is given: n x pieces, n x words and n."""

    pieces: Tensor
    looks: Tensor
    is_there: Tensor
    firsts: Tensor
    lengths: Tensor


def inputs(batch: Sequence[Encoded]) -> Inputs:
    """Return a batch padded to its longest."""
    n, width = len(batch), max(len(one.pieces) for one in batch)
    n_words = max(len(one.firsts) for one in batch)
    pieces, seen = np.zeros((n, width), np.int64), np.zeros((n, width), np.int64)
    is_there, firsts = np.zeros((n, width), bool), np.zeros((n, n_words), np.int64)
    for row, one in enumerate(batch):
        pieces[row, : len(one.pieces)] = one.pieces
        seen[row, : len(one.pieces)] = one.looks
        is_there[row, : len(one.pieces)] = True
        firsts[row, : len(one.firsts)] = one.firsts
    lengths = torch.tensor([len(one.firsts) for one in batch])
    return Inputs(
        torch.from_numpy(pieces),
        torch.from_numpy(seen),
        torch.from_numpy(is_there),
        torch.from_numpy(firsts),
        lengths,
    )


def only(labels: Sequence[Sequence[int]], n_words: int, n_labels: int) -> Tensor:
    """Return n x words x labels, True at the one label of each word; words beyond the end are O."""
    found = torch.zeros(len(labels), n_words, n_labels, dtype=torch.bool)
    for row, given in enumerate(labels):
        found[row, torch.arange(len(given)), torch.tensor(given)] = True
        found[row, len(given) :, 0] = True
    return found


def flat_allowed(units: Sequence[Unit], n_words: int, name: str) -> Tensor:
    """Return what the flat heads may give: roles of `unit.flat` or `unit.tales`."""
    rows = []
    for unit in units:
        ranges = [(a, b, FLAT_ROLES.index(kind)) for a, b, kind in getattr(unit, name)]
        rows.append(numbered(len(unit.words), ranges))
    return only(rows, n_words, FLAT)


def cue_allowed(units: Sequence[Unit], n_words: int) -> Tensor:
    """Return where cues may be: known outside contents; inside them anything, where nobody looked."""
    rows = []
    for unit in units:
        cues = [(a, b, 0) for one in unit.linked or () for a, b in one.cue]
        rows.append(numbered(len(unit.words), cues))
    allowed = only(rows, n_words, CUE)
    for row, unit in enumerate(units):
        linked = unit.linked or ()
        if any(one.is_inner for one in linked):
            continue
        for first, last in (span for one in linked for span in one.content):
            allowed[row, first:last] = True
        for first, last, kind in unit.flat or ():
            if kind == "content":
                allowed[row, first:last] = True
    return allowed


def role_allowed(units: Sequence[Unit], cues: Sequence[tuple[int, Linked]], n_words: int) -> Tensor:
    """Return which words are source and content of each cue."""
    rows = []
    for row, one in cues:
        ranges = [(a, b, n) for n, role in enumerate(LINK_ROLES) for a, b in getattr(one, role)]
        rows.append(numbered(len(units[row].words), ranges))
    return only(rows, n_words, ROLE)


def kind_allowed(units: Sequence[Unit], n_words: int) -> Tensor:
    """Return which kind of entity each word is part of."""
    rows = []
    for unit in units:
        ranges = [(a, b, ENTITIES.index(kind)) for a, b, kind in unit.entities or ()]
        rows.append(numbered(len(unit.words), ranges))
    return only(rows, n_words, KINDS)
