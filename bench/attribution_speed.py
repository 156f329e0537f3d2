"""What finding who says what costs: words per second and peak memory, beside spaCy's small pipeline.

Words are tokens with a letter or digit in them, counted alike for all. The memory is that of a process
of its own, because a peak never falls. spaCy lives elsewhere: `TWOSOURCE_BENCH_SPACY` names a Python that
has it and, behind a `|`, the folder or name of its model; without it its column stays empty.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.attribution_reading import rendition_of
from bench.corpora import Tagged, polnear_articles
from bench.runner import Result
from bench.taggers import tagger_at_hand
from twosource.attributing import AttributeSettings, attribute
from twosource.evidence.holdings import Rendition
from twosource.ports import Tagger

NAME = "attribution"
SPACY = "TWOSOURCE_BENCH_SPACY"
ARTICLES = 20
BATCH = 64
LIMIT_S = 1200.0
WAYS = ("stream", "one text")
_SPACY_CODE = """
import json, sys, time
import spacy
from spacy.util import load_model
nlp = load_model(sys.argv[1])
texts = json.load(sys.stdin)
list(nlp.pipe(texts[:2]))
start = time.perf_counter()
n = sum(len(doc) for doc in nlp.pipe(texts))
print(json.dumps({"seconds": time.perf_counter() - start, "version": spacy.__version__}))
"""


def n_words(text: str) -> int:
    """Return how many stretches between spaces hold a letter or digit."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def speeds(data: Path, sentences: Sequence[Tagged], tagger: Tagger | None) -> Iterator[Result]:
    """Yield words per second of the tagger alone and of the whole way, and the peak memory as text grows."""
    texts = [article.text for article in polnear_articles(data, "dev")]
    words = sum(map(n_words, texts))
    peer = spacy_seconds(texts)
    peer_speed, peer_name = (words / peer[0], peer[1]) if peer else (None, "spaCy small, not at hand")
    if tagger is not None:
        n, seconds = _marking(sentences, tagger)
        yield _speed("tagger alone", n / seconds, n, peer_speed, peer_name)
    seconds = _attributing([rendition_of(text) for text in texts], tagger)
    way = "text to statements" + ("" if tagger is not None else ", rules alone")
    yield _speed(way, words / seconds, words, peer_speed, peer_name)
    if tagger is not None:
        ruled = _attributing([rendition_of(text) for text in texts], None)
        yield _speed("text to statements, rules alone", words / ruled, words, peer_speed, peer_name)
    yield from _growth(data)


def _speed(group: str, speed: float, n: int, peer: float | None, peer_name: str) -> Result:
    return Result(
        benchmark=NAME,
        metric="words per second",
        group=group,
        ours=speed,
        n=n,
        peer=peer,
        peer_name=peer_name,
        target=">= 5,000 on 2 cores",
    )


def _marking(sentences: Sequence[Tagged], tagger: Tagger) -> tuple[int, float]:
    batches = [
        [sentence.tokens for sentence in sentences[start : start + BATCH]]
        for start in range(0, len(sentences), BATCH)
    ]
    tagger.mark(batches[0])
    start = time.perf_counter()
    for batch in batches:
        tagger.mark(batch)
    seconds = time.perf_counter() - start
    return sum(n_words(" ".join(tokens)) for batch in batches for tokens in batch), seconds


def _attributing(renditions: Sequence[Rendition], tagger: Tagger | None) -> float:
    _attribute(renditions[:1], tagger)
    start = time.perf_counter()
    _attribute(renditions, tagger)
    return time.perf_counter() - start


def _attribute(renditions: Sequence[Rendition] | Iterator[Rendition], tagger: Tagger | None) -> int:
    outcomes = attribute(renditions, known=(), settings=AttributeSettings(), tagger=tagger)
    return sum(len(outcome.values) for outcome in outcomes)


def spacy_seconds(texts: Sequence[str]) -> tuple[float, str] | None:
    """Return the seconds spaCy takes for the texts, loaded and warm, and its name; None without it."""
    python, _, model = os.environ.get(SPACY, "").partition("|")
    if not python:
        return None
    answer = subprocess.run(
        [python, "-c", _SPACY_CODE, model or "en_core_web_sm"],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    if answer.returncode:
        print(f"spaCy could not be asked: {answer.stderr.strip()[-300:]}", file=sys.stderr)
        return None
    told = json.loads(answer.stdout)
    return float(told["seconds"]), f"spaCy {told['version']} small pipeline"


def _growth(data: Path) -> Iterator[Result]:
    for way in WAYS:
        once, tenfold = (_in_a_process(data, way, copies) for copies in (1, 10))
        if once is None or tenfold is None:
            continue
        gained = tenfold["peak"] - once["peak"]
        cost = (tenfold["seconds"] / tenfold["words"]) / (once["seconds"] / once["words"])
        n, flat = int(tenfold["words"]), "flat" if way == WAYS[0] else ""
        yield _grown("peak memory gained, MiB", way, gained, n, flat)
        yield _grown("cost per word, 10x to 1x", way, cost, n, "linear: 1")


def _grown(metric: str, way: str, ours: float, n: int, target: str) -> Result:
    group = f"text grows 10x, {way}"
    return Result(benchmark=NAME, metric=metric, group=group, ours=ours, n=n, target=target)


def _in_a_process(data: Path, way: str, copies: int) -> dict[str, float] | None:
    answer = subprocess.run(
        [sys.executable, "-m", "bench.attribution_speed", str(data), way, str(copies)],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
        cwd=Path(__file__).resolve().parents[1],
    )
    if answer.returncode:
        print(f"memory could not be measured: {answer.stderr.strip()[-300:]}", file=sys.stderr)
        return None
    told: dict[str, float] = json.loads(answer.stdout)
    return told


def measure(data: Path, way: str, copies: int) -> dict[str, float]:
    """Attribute articles several times over, one by one or as one text; return words, seconds, peak MiB."""
    texts = [article.text for article in polnear_articles(data, "dev")[:ARTICLES]]
    tagger = tagger_at_hand()
    _attribute((rendition_of(text) for text in texts), tagger)
    start = time.perf_counter()
    if way == WAYS[0]:
        _attribute((rendition_of(text) for _ in range(copies) for text in texts), tagger)
    else:
        _attribute([rendition_of("\n\n".join(texts * copies))], tagger)
    seconds = time.perf_counter() - start
    return {"words": copies * sum(map(n_words, texts)), "seconds": seconds, "peak": peak_memory()}


def peak_memory() -> float:
    """Return the most memory this process has held, in MiB.

    From /proc, because the figure of getrusage is handed on from the process that started this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    found = [float(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return (found[0] if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
