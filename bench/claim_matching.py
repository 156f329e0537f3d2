"""Claim matching: which of 10,375 checked claims a post is about, and whether any is.

Data: `claim_matching/v3.0` (CheckThat! 2020, task 2). The product's own index (`KnownClaims`) beside a plain
BM25 over title and claim in the same run, on every part but the one that was learnt from.
The collection holds some 180 claims twice, with other quotation marks, and the truth names one of the two:
"twins as one" counts either. Where claims tie, both rank them in the order of the list.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from time import process_time

import numpy as np

from bench.claim_pairs import Part, claims, part, parts
from bench.runner import Case, DataMissingError, Report, Result
from twosource.matching import KnownClaim, KnownClaims
from twosource.tagging import open_embedder

NAME = "claim matching"
PEER = "plain BM25, title and claim"
REFERENCES = {"MAP@5": "BM25 .709 (dev); best system .929 (test)"}
TARGETS = {"MAP@5": "> .709, aim .95"}
SPEED_TARGETS = {"index, CPU seconds": "< 2", "queries a CPU second": "> 200"}
FIRST = 5
K1, B = 1.2, 0.75
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was found for the queries of a part: ids best first, how likely one is there, and seconds each."""

    found: Mapping[str, Sequence[str]]
    seconds: float


class PlainBM25:
    """BM25 with its usual figures (k1 1.2, b .75) over words in small letters: what one writes first."""

    def __init__(self, known: Sequence[KnownClaim]) -> None:
        texts = [_WORD.findall(f"{one.text} {one.title}".lower()) for one in known]
        self._ids = [one.known_id for one in known]
        held: dict[str, list[tuple[int, int]]] = {}
        for number, words in enumerate(texts):
            for word, times in Counter(words).items():
                held.setdefault(word, []).append((number, times))
        lengths = np.array([len(words) for words in texts], dtype=np.float64)
        length = K1 * (1 - B + B * lengths / max(1.0, float(lengths.mean())))
        self._postings: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        for word, entries in held.items():
            at, counts = np.array([n for n, _ in entries]), np.array([float(t) for _, t in entries])
            idf = log(1 + (len(texts) - len(at) + 0.5) / (len(at) + 0.5))
            self._postings[word] = at, idf * counts * (K1 + 1) / (counts + length[at])

    def find(self, query: str, limit: int) -> list[str]:
        """Return the ids of the best claims, ties in the order of the list."""
        scores = np.zeros(len(self._ids))
        for word, times in Counter(_WORD.findall(query.lower())).items():
            if word in self._postings:
                at, weights = self._postings[word]
                scores[at] += times * weights
        return [self._ids[n] for n in np.argsort(-scores, kind="stable")[:limit].tolist()]


def run(data: Path) -> Report:
    """Measure every part that was not learnt from. Raises DataMissingError."""
    known = claims(data)
    names = parts(data)
    if not known or not names:
        raise DataMissingError(f"{data} holds no claims to match, or no queries but those learnt from.")
    begun = process_time()
    index = KnownClaims(known)
    built = process_time() - begun
    begun = process_time()
    plain = PlainBM25(known)
    built_plain = process_time() - begun
    results = [_speed("index, CPU seconds", built, built_plain, len(known))]
    cases: list[Case] = []
    embedder = open_embedder()
    ways = [("words", index)] + ([("words and meaning", KnownClaims(known, embedder))] if embedder else [])
    twins = twins_of(index, known)
    for name in names:
        queries = part(data, name)
        beside = ranked_plainly(plain, queries)
        for way, used in ways:
            ours = ranked(used, queries)
            results += _ranking(f"{name}, {way}", queries, ours, beside, twins)
            results.append(_abstaining(f"{name}, {way}", used, queries))
            if used is index:
                n = max(1, len(queries.queries))
                results.append(_speed("queries a CPU second", n / ours.seconds, n / beside.seconds, n))
                cases += _cases(name, queries, ours)
    return Report(results=tuple(results), cases=tuple(cases))


def ranked(index: KnownClaims, queries: Part) -> Ranked:
    """Ask the product for the claims of every query."""
    begun = process_time()
    found = {
        query: [one.known_id for one in index.find(text, FIRST).nearest]
        for query, text in queries.queries.items()
    }
    return Ranked(found, process_time() - begun)


def ranked_plainly(plain: PlainBM25, queries: Part) -> Ranked:
    """Ask the plain BM25 for the claims of every query."""
    begun = process_time()
    found: Mapping[str, Sequence[str]] = {q: plain.find(text, FIRST) for q, text in queries.queries.items()}
    return Ranked(found, process_time() - begun)


def average_precision(found: Sequence[str], true: frozenset[str], first: int = FIRST) -> float:
    """Return the average precision among the first few: mean over true claims of precision where each stands.

    By hand: true claims at places 1 and 3 of two: (1/1 + 2/3) / 2 = .833.
    """
    hits, total = 0, 0.0
    for place, one in enumerate(found[:first], 1):
        if one in true:
            hits += 1
            total += hits / place
    return total / min(first, len(true)) if true else 0.0


def twins_of(index: KnownClaims, known: Sequence[KnownClaim]) -> dict[str, str]:
    """Return per claim the id that stands for all that say the same in the same words."""
    return {one.known_id: index.twins(one.known_id)[0] for one in known}


def as_one(found: Sequence[str], twins: dict[str, str]) -> list[str]:
    """Return ids with every twin replaced by the one that stands for it, each once."""
    return list(dict.fromkeys(twins[one] for one in found))


def auroc(yes: Sequence[float], no: Sequence[float]) -> float:
    """Return how often a case of `yes` scores above one of `no`, ties counted half."""
    low = np.sort(np.array(no))
    high = np.array(yes)
    below = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    return float(below.sum() / 2 / (len(high) * len(low)))


def _ranking(
    group: str, queries: Part, ours: Ranked, beside: Ranked, twins: dict[str, str]
) -> Iterator[Result]:
    true = queries.truth
    alike = {query: frozenset(twins.get(one, one) for one in ids) for query, ids in true.items()}

    def mean(found: Mapping[str, Sequence[str]], first: int) -> float:
        return float(np.mean([average_precision(found[q], true[q], first) for q in true]))

    def joined(found: Mapping[str, Sequence[str]]) -> float:
        return float(np.mean([average_precision(as_one(found[q], twins), alike[q]) for q in true]))

    def right(found: Mapping[str, Sequence[str]]) -> float:
        return float(np.mean([bool(found[q]) and found[q][0] in true[q] for q in true]))

    figures = (
        ("MAP@5", mean(ours.found, FIRST), mean(beside.found, FIRST)),
        ("MAP@5, twins as one", joined(ours.found), joined(beside.found)),
        ("MAP@1", mean(ours.found, 1), mean(beside.found, 1)),
        ("P@1", right(ours.found), right(beside.found)),
    )
    for metric, value, peer in figures:
        yield Result(
            benchmark=NAME,
            metric=metric,
            group=group,
            ours=value,
            n=len(true),
            peer=peer,
            peer_name=PEER,
            reference=REFERENCES.get(metric, ""),
            target=TARGETS.get(metric, ""),
        )


def _abstaining(group: str, index: KnownClaims, queries: Part) -> Result:
    """Ask everything twice: as it is, and with its true claims and their twins out of the index."""
    there, gone = [], []
    for query, text in queries.queries.items():
        there.append(1 - index.find(text, 1).p_none)
        gone.append(1 - index.find(text, 1, without=queries.truth[query]).p_none)
    n = len(there) + len(gone)
    return Result(benchmark=NAME, metric='AUROC of "no match"', group=group, ours=auroc(there, gone), n=n)


def _speed(metric: str, ours: float, peer: float, n: int) -> Result:
    return Result(
        benchmark=NAME,
        metric=metric,
        group="words",
        ours=ours,
        n=n,
        peer=peer,
        peer_name=PEER,
        target=SPEED_TARGETS[metric],
    )


def _cases(name: str, queries: Part, ours: Ranked) -> Iterator[Case]:
    for query, true in queries.truth.items():
        found = list(ours.found[query])
        place = next((n for n, one in enumerate(found, 1) if one in true), 0)
        yield Case(case_id=f"{name} {query}", values={"place": place})
