"""Runs the encoder on one sentence after another: each alone, so that none changes another's answer.

Numbers are held in eight bits whose scale is that of one sentence; sentences in one batch would
share a scale, and what one of them says would then hang on its neighbours. Several threads read
several sentences at once instead.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twosource.tagging.looks import looks
from twosource.tagging.pieces import MAX_PIECES, Vocabulary

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

WINDOW = 254
"""Pieces that are read together, without the two end signs: what the encoder learnt places for."""
OVERLAP = 48
"""Words that two windows share at least."""


class Encoder:
    """The ONNX graph: pieces, looks, places and first pieces in; one row of figures per word out."""

    def __init__(self, graph: bytes, *, threads: int) -> None:
        import onnxruntime  # type: ignore[import-untyped]  # a heavy library: commands that mark nothing start without it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._threads = max(1, threads)

    def rows(self, sentences: Sequence[Sequence[str]], vocabulary: Vocabulary) -> list[Floats]:
        """Return per sentence one row per word. A sentence without words gives no row."""
        if self._threads == 1 or len(sentences) < 2:
            return [self._read(words, vocabulary) for words in sentences]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(lambda words: self._read(words, vocabulary), sentences))

    def _read(self, words: Sequence[str], vocabulary: Vocabulary) -> Floats:
        if not words:
            return np.zeros((0, 0), np.float32)
        cut = [vocabulary.pieces(word) for word in words]
        seen = looks(words)
        parts = windows([len(one) for one in cut])
        if len(parts) == 1:
            return self._run(cut, seen, vocabulary)
        found: list[Floats] = []
        for number, (first, last) in enumerate(parts):
            rows = self._run(cut[first:last], seen[first:last], vocabulary)
            begin = 0 if number == 0 else (parts[number - 1][1] + first + 1) // 2
            end = last if number + 1 == len(parts) else (last + parts[number + 1][0] + 1) // 2
            found.append(rows[begin - first : end - first])
        return np.concatenate(found)

    def _run(self, cut: Sequence[tuple[int, ...]], seen: Sequence[int], vocabulary: Vocabulary) -> Floats:
        counts = np.fromiter((len(one) for one in cut), np.int64, len(cut))
        length = int(counts.sum()) + 2
        pieces = np.empty(length, np.int64)
        pieces[0], pieces[-1] = vocabulary.start, vocabulary.end
        pieces[1:-1] = [piece for one in cut for piece in one]
        look = np.zeros(length, np.int64)
        look[1:-1] = np.repeat(np.asarray(seen, np.int64), counts)
        firsts = np.concatenate([[1], 1 + np.cumsum(counts)[:-1]]).astype(np.int64)
        given = {
            "pieces": pieces,
            "looks": look,
            "places": np.arange(length, dtype=np.int64),
            "firsts": firsts,
        }
        rows: Floats = self._session.run(["rows"], given)[0]
        return rows


def windows(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Return ranges of words of at most `WINDOW` pieces that cover all, each sharing words with the next.

    `counts` are pieces per word, at most `MAX_PIECES` each, so that every window moves on.
    """
    assert max(counts, default=0) <= MAX_PIECES
    found: list[tuple[int, int]] = []
    first = 0
    while True:
        last, size = first, 0
        while last < len(counts) and size + counts[last] <= WINDOW:
            size += counts[last]
            last += 1
        found.append((first, last))
        if last == len(counts):
            return found
        first = max(first + 1, last - min(OVERLAP, (last - first) // 2))
