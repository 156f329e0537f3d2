"""Benchmark `matching`: are statements of one claim joined, and of two events kept apart?

Pairs as `bench.matching_pairs` makes them; measured on the half nothing was fitted on (war reports, FA-KES)
and on judged pairs of the open stories. Precision and recall of pairs at `same_from` (the machine joins) and
at `unsure_from` (a person is asked, or it is joined), per pair of languages. Beside them what matching does
with the whole pile: claims of `match()` that hold openings of reports of two clearly different events,
as reports per 1,000. The labels are of reports, not of statements: a sentence of background counts as false.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench.matching_pairs import (
    Pair,
    Report,
    fakes_reading,
    openings,
    pairs_of,
    same_event,
    story_pairs,
    within,
)
from bench.product import Attributed, matched
from bench.runner import Report as Found
from bench.runner import Result
from twosource.matching import MatchSettings

NAME = "matching"
TARGETS = {"precision": ">= .95", "recall": "", "reports falsely joined per 1,000": ""}


def run(data: Path) -> Found:
    """Measure pairs at both thresholds and the false joins of a pile. Raises DataMissingError."""
    held, found = fakes_reading(data)
    results = pair_results("war reports en-en", within(pairs_of(held, found), 1))
    stories = story_pairs(data)
    for languages in sorted({_kind(pair) for pair in stories}):
        results += pair_results(f"stories {languages}", [p for p in stories if _kind(p) == languages])
    results.append(false_joins(held, found))
    return Found(results=tuple(results))


def _kind(pair: Pair) -> str:
    one, other = pair.languages.split("-")
    return pair.languages if one == other else "across languages"


def pair_results(group: str, pairs: Sequence[Pair]) -> list[Result]:
    """Return precision and recall at both thresholds; nothing where there are no pairs."""
    settings, results = MatchSettings(), []
    n_same = sum(pair.is_same for pair in pairs)
    for name, threshold in (("same", settings.same_from), ("unsure", settings.unsure_from)):
        above = [pair for pair in pairs if pair.score.points >= threshold]
        right = sum(pair.is_same for pair in above)
        for metric, of in (("precision", len(above)), ("recall", n_same)):
            if of:
                target = TARGETS[metric] if name == "same" else ""
                results.append(
                    Result(
                        benchmark=NAME,
                        metric=f"{metric} from {name}",
                        group=group,
                        ours=right / of,
                        n=of,
                        target=target,
                    )
                )
    return results


def false_joins(held: dict[str, Report], found: Attributed) -> Result:
    """Return how many reports per 1,000 share a claim by their opening with a report of another event."""
    opening = {s.statement_id for s in openings(found.statements, found.passages, held)}
    _, bearing = matched(found)
    wrong: set[str] = set()
    for statements in bearing.values():
        exhibits = sorted({s.exhibit_id for s in statements if s.statement_id in opening})
        by_event: dict[bool, list[str]] = defaultdict(list)
        for number, one in enumerate(exhibits):
            for other in exhibits[number + 1 :]:
                if same_event(held[one], held[other]) is False:
                    by_event[False] += [one, other]
        wrong.update(by_event[False])
    return Result(
        benchmark=NAME,
        metric="reports falsely joined per 1,000",
        group="war reports en-en",
        ours=1000 * len(wrong) / max(1, len(held)),
        n=len(held),
    )
