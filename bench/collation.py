"""How fast two texts are laid side by side: pairs a second, quick and full, beside difflib and rapidfuzz.

The texts are made up by rule and seeded, nothing is read: a parent of words drawn by Zipf's law and children
that keep, edit, reorder and add passages, as a rewritten report does. Each pair is one that candidates found,
its texts made ready before. One core for every contender; on two cores two processes do twice as many. The
peers are given the same rows of words: `difflib.SequenceMatcher` and `rapidfuzz` (Indel edits), which align
but see no passage that moved.
"""

import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import numpy as np
from rapidfuzz.distance import Indel

from bench.runner import Report, Result
from twosource.tracing.collation import Prepared, collate, prepare
from twosource.tracing.collation.ranking import rank_pairs

NAME = "collation"
SEED = 11
SIZES = ((200, 2_000), (2_000, 200))
MOST_SECONDS = 2.0
REPEATS = 3
GROWTH = 10
TARGET = ">= 20,000 on 2 cores"
N_WORDS = 20_000


def made_texts(n_words: int, n_pairs: int, seed: int = SEED) -> list[tuple[str, str]]:
    """Return pairs of texts of about `n_words`: a report and a rewriting of it."""
    random = Random(seed)
    words = [f"{'bcdfgklmnprst'[i % 13]}{'aeiou'[i % 5]}w{i:x}" for i in range(N_WORDS)]
    weights = [1 / (i + 3) for i in range(N_WORDS)]
    found = []
    for _ in range(n_pairs):
        parent = random.choices(words, weights, k=n_words)
        cuts = sorted(random.sample(range(1, n_words), 7))
        parts = [parent[a:b] for a, b in zip([0, *cuts], [*cuts, n_words], strict=True)]
        random.shuffle(parts)
        child: list[str] = []
        for part in parts[:5]:
            child += [w if random.random() > 0.07 else random.choice(words) for w in part]
            child += random.choices(words, weights, k=n_words // 20)
        found.append((" ".join(parent), " ".join(child)))
    return found


def run(_data: Path) -> Report:
    """Measure every contender at two lengths. Reads nothing."""
    results: list[Result] = []
    speeds: dict[str, list[float]] = {}
    for n_words, n_pairs in SIZES:
        made = made_texts(n_words, n_pairs)
        texts = [prepare(text) for pair in made for text in pair]
        for name, speed in _speeds(texts).items():
            speeds.setdefault(name, []).append(speed)
    peers = {name: speeds.pop(name) for name in ("difflib", "rapidfuzz")}
    for name, (short, long) in speeds.items():
        for group, ours, at, n in (
            ("200 words", short, 0, SIZES[0][1]),
            ("2,000 words", long, 1, SIZES[1][1]),
        ):
            for peer, found in peers.items():
                results.append(
                    Result(
                        benchmark=NAME,
                        metric=f"pairs a second, one core, {name}",
                        group=group,
                        ours=ours,
                        peer=found[at],
                        peer_name=peer,
                        target=TARGET if at == 0 and name == "quick" else "",
                        n=n,
                    )
                )
        results.append(
            Result(
                benchmark=NAME,
                metric=f"cost growth, ten times the words, {name}",
                group="all",
                ours=short / long,
                peer=peers["rapidfuzz"][0] / peers["rapidfuzz"][1],
                peer_name="rapidfuzz",
                target=f"about {GROWTH}",
                n=2,
            )
        )
    return Report(results=tuple(results))


def _speeds(texts: Sequence[Prepared]) -> dict[str, float]:
    """Return pairs a second of each contender; parents and children stand by turns."""
    n_pairs = len(texts) // 2
    numbers = np.arange(len(texts), dtype=np.int64).reshape(n_pairs, 2)
    random = np.random.default_rng(SEED)
    several = np.stack((np.repeat(numbers[:, 0], 4), random.permutation(np.repeat(numbers[:, 1], 4))), axis=1)
    rows = [text.words.hashes.tolist() for text in texts]

    def one_by_one(compare: Callable[[int], object]) -> float:
        start, done = time.perf_counter(), 0
        while done < n_pairs and (done < 3 or time.perf_counter() - start < MOST_SECONDS):
            compare(done)
            done += 1
        return done / (time.perf_counter() - start)

    quick = 0.0
    for _ in range(REPEATS):
        start = time.perf_counter()
        rank_pairs(texts, several)
        quick = max(quick, several.shape[0] / (time.perf_counter() - start))
    return {
        "quick": quick,
        "full": one_by_one(lambda i: collate(texts[2 * i], texts[2 * i + 1])),
        "difflib": one_by_one(
            lambda i: SequenceMatcher(None, rows[2 * i], rows[2 * i + 1], autojunk=False).get_opcodes()
        ),
        "rapidfuzz": one_by_one(lambda i: Indel.opcodes(rows[2 * i], rows[2 * i + 1])),
    }
