"""Scale: what one report, statement and pair cost as the case grows tenfold and a hundredfold.

The material is generated, in words of our own, after the pattern of the demonstration: a first
report of something that happened, and followers that credit it or each other, copy it, shorten
it or add to it. Every figure is a ratio: the cost per item at a size against the cost at the
smallest size of the same run, where 1 is linear; and the product's search for copies against a
naive peer in the same run.
"""

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench.product import Page, attributed, evidence_for, matched
from bench.runner import Report, Result
from bench.shingles import WIDTH, shingles
from twosource.tracing import TraceSettings, trace
from twosource.tracing.shingles import candidate_pairs, index_shingles
from twosource.tracing.words import split_words

NAME = "scale"
SIZES = (100, 1_000, 10_000)
SEED = 20160502
REPORTS_PER_STORY = 20
N_TRACED = 20
N_PEER = 1_000
TOWNS = ("Palmyra", "Raqqa", "Aleppo", "Homs", "Hama", "Idlib", "Deraa", "Manbij", "Mosul", "Deir ez-Zor")
GOODS = (
    "howitzers",
    "mortars",
    "fuel tanks",
    "radio sets",
    "drones",
    "field kitchens",
    "lorries",
    "generators",
)
SIDES = ("the militia", "the garrison", "the brigade", "the council", "the border guard", "the committee")
PEOPLE = ("two drivers", "a clerk", "an engineer", "a former guard", "three traders", "a teacher")
FIRST = (
    "{side} ordered {count} {goods} out of {town} on {day} {month} {year}, papers seen by {outlet} show. "
    "{people} told {outlet} that the move had been agreed with {other}. "
    "The papers carry the number {serial}. {outlet} could not verify them.",
    "{side} handed {town} over to {other} on {day} {month} {year}, {people} told {outlet}. "
    "{count} {goods} were left behind in depot {serial}. {outlet} has seen a list of them.",
    "{side} traded {count} {goods} for fertiliser with {other} near {town} in {month} {year}. "
    "{people} told {outlet} that drivers passed freely under permit {serial}.",
)
FOLLOW = (
    "{source} reported that {first}",
    "According to {source}, {first}",
    "{side} is said to have moved {count} {goods} near {town}, {source} reports, citing paper {serial}.",
    "Papers obtained by {source} name {town} and {count} {goods}. {other} denied any agreement.",
)
MONTHS = ("January", "February", "March", "April", "May", "June", "September", "October", "November")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one size of case took: seconds per stage, and how many of each there were."""

    n_reports: int
    n_statements: int
    n_claims: int
    n_pairs: int
    attribute_s: float
    match_s: float
    trace_s: float
    n_traced: int
    peak_bytes: int


def generate(n: int, rng: np.random.Generator) -> list[Page]:
    """Return n reports of as many stories as that takes, each story one first report and its followers."""
    pages: list[Page] = []
    story = 0
    while len(pages) < n:
        story += 1
        pages.extend(_story(story, min(REPORTS_PER_STORY, n - len(pages)), rng))
    return pages


def _story(story: int, n: int, rng: np.random.Generator) -> list[Page]:
    def one(words: Sequence[str]) -> str:
        return words[int(rng.integers(len(words)))]

    year = 2012 + int(rng.integers(6))
    fill = {
        "side": one(SIDES),
        "other": one(SIDES),
        "count": str(3 + int(rng.integers(900))),
        "goods": one(GOODS),
        "town": one(TOWNS),
        "people": one(PEOPLE),
        "serial": str(10_000 + story * 7),
        "day": str(1 + int(rng.integers(28))),
        "month": one(MONTHS),
        "year": str(year),
        "outlet": _outlet(rng),
    }
    first = one(FIRST).format(**fill)
    first = first[0].upper() + first[1:]
    outlets, pages = [fill["outlet"]], [Page(first, fill["outlet"], "en", f"{year + 1}-01-01")]
    for number in range(1, n):
        source, outlet = outlets[int(rng.integers(min(len(outlets), 3)))], _outlet(rng)
        text = one(FOLLOW).format(source=source, first=first, **fill)
        outlets.append(outlet)
        pages.append(Page(text[0].upper() + text[1:], outlet, "en", f"{year + 1}-01-{2 + number % 20:02d}"))
    return pages


def _outlet(rng: np.random.Generator) -> str:
    heads = (
        "Harbour",
        "Valley",
        "Northern",
        "Eastern",
        "City",
        "Border",
        "Desert",
        "Coastal",
        "Daily",
        "Evening",
    )
    tails = ("Herald", "Courier", "Gazette", "Observer", "Dispatch", "Chronicle", "Telegraph", "Post")
    return f"{heads[int(rng.integers(len(heads)))]} {tails[int(rng.integers(len(tails)))]}"


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what the work gives and the processor seconds it took, whatever else the machine did."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def peak_bytes() -> int:
    """Return the most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(pages: Sequence[Page], held_before: int) -> Cost:
    """Walk the stages over a case of this size and return what each took, memory beyond `held_before`.

    Tracing is per claim; the claims traced are the ones most reports bear on, as at the desk.
    """
    found, attribute_s = timed(lambda: attributed(pages))
    (claims, bearing), match_s = timed(lambda: matched(found))
    ranked = sorted(bearing, key=lambda c: (-len({s.exhibit_id for s in bearing[c]}), c))[:N_TRACED]
    chosen = {claim_id: bearing[claim_id] for claim_id in ranked}
    evidence = [evidence_for(claims[c], statements, found, pages) for c, statements in chosen.items()]
    counts, trace_s = timed(lambda: list(trace(evidence, settings=TraceSettings())))
    return Cost(
        n_reports=len(pages),
        n_statements=len(found.statements),
        n_claims=len(claims),
        n_pairs=sum(len(count.derivations) for outcome in counts for count in outcome.values),
        attribute_s=attribute_s,
        match_s=match_s,
        trace_s=trace_s,
        n_traced=sum(map(len, chosen.values())),
        peak_bytes=max(0, peak_bytes() - held_before),
    )


def per_item(cost: Cost) -> dict[str, tuple[float, int]]:
    """Return microseconds per report, statement and traced statement, and bytes per report, with their n."""
    return {
        "attribute us/report": (1e6 * cost.attribute_s / cost.n_reports, cost.n_reports),
        "match us/statement": (1e6 * cost.match_s / max(cost.n_statements, 1), cost.n_statements),
        "trace us/statement": (1e6 * cost.trace_s / max(cost.n_traced, 1), cost.n_traced),
        "trace us/pair": (1e6 * cost.trace_s / max(cost.n_pairs, 1), cost.n_pairs),
        "peak memory KiB/report": (cost.peak_bytes / 1024 / cost.n_reports, cost.n_reports),
    }


def growth(costs: Sequence[Cost]) -> list[Result]:
    """Return, per size, what an item costs, and beyond the smallest size that against the smallest."""
    smallest = per_item(costs[0])
    results = []
    for cost in costs:
        group = f"{cost.n_reports:,} reports"
        for metric, (value, n) in per_item(cost).items():
            results.append(Result(benchmark=NAME, metric=metric, group=group, ours=value, n=n))
            base = smallest[metric][0]
            if cost is not costs[0] and base:
                name = f"{costs[0].n_reports:,} reports"
                results.append(
                    Result(
                        benchmark=NAME,
                        metric=f"{metric}, ratio",
                        group=group,
                        ours=value / base,
                        n=n,
                        peer=1.0,
                        peer_name=name,
                        target="<= 1.3",
                    )
                )
    return results


def copy_search(pages: Sequence[Page]) -> list[Result]:
    """Return the product's search for copies against peers on the same reports, microseconds per report.

    The naive peer compares the shingle sets of all pairs; the second, where it is installed, is
    datasketch's MinHash index with its own defaults.
    """
    texts = [page.text for page in pages]
    _, ours_s = timed(lambda: _by_product(texts))
    peers = {"all pairs": timed(lambda: _by_all_pairs(texts))[1]}
    if find_spec("datasketch"):
        peers["datasketch MinHashLSH"] = timed(lambda: _by_datasketch(texts))[1]
    unit = 1e6 / len(texts)
    return [
        Result(
            benchmark=NAME,
            metric="copy search us/report",
            group=f"{len(texts):,} reports",
            ours=ours_s * unit,
            n=len(texts),
            peer=peer_s * unit,
            peer_name=peer,
            target="below the peer",
        )
        for peer, peer_s in peers.items()
    ]


def _by_product(texts: Sequence[str]) -> int:
    indexes = [index_shingles(split_words(text), WIDTH) for text in texts]
    return len(candidate_pairs(indexes, range(len(texts))))


def _by_all_pairs(texts: Sequence[str]) -> int:
    sets = [shingles(text) for text in texts]
    return sum(not a.isdisjoint(b) for i, a in enumerate(sets) for b in sets[i + 1 :])


def _by_datasketch(texts: Sequence[str]) -> int:
    datasketch = import_module("datasketch")
    index, hashed = datasketch.MinHashLSH(threshold=0.2), []
    for number, text in enumerate(texts):
        minhash = datasketch.MinHash()
        minhash.update_batch([" ".join(words).encode() for words in shingles(text)])
        index.insert(number, minhash)
        hashed.append(minhash)
    return sum(len(index.query(minhash)) - 1 for minhash in hashed)


def run(data: Path, sizes: Sequence[int] = SIZES) -> Report:
    """Measure every size in one process, smallest first; `data` is not read, the material is generated."""
    del data
    measure(
        generate(min(sizes), np.random.default_rng(SEED)), 0
    )  # loads lexicons, so that no size pays for it
    held = peak_bytes()
    costs = [measure(generate(size, np.random.default_rng(SEED)), held) for size in sizes]
    peer_pages = generate(min(N_PEER, max(sizes)), np.random.default_rng(SEED))
    return Report(results=(*growth(costs), *copy_search(peer_pages)))
