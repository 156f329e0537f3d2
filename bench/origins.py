"""Origins: whom pages credit, and to how many starting points a story that went round goes back.

Data: `stories/*.jsonl`, one story a file, one page a line. `text, outlet, lang, date` are the
input; `gold` is the truth and is read by the scoring alone. Scored pages only enter the figures;
every page is shown to the product. The baseline is shingle overlap, as text-reuse tools have it.
"""

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.measures import adjusted_rand, f1, joined_share, overmerge
from bench.product import Page, PageReading, StoryReading, read_story
from bench.runner import Case, DataMissingError, Report, Result
from bench.shingles import shingle_groups
from bench.spelling import initials_of, plain, resolve_name
from twosource.evidence.testimony import Party

NAME = "origins"
PEER = "5-word shingles"
TARGETS = {"credits_f1": ">= .9", "origin_ari": ">= .9", "kappa_error": "0", "overmerge": "<= .05"}


@dataclass(frozen=True, slots=True)
class Gold:
    """The truth about one page, by hand: never shown to the product."""

    case_id: str
    is_scored: bool
    kappa: int | None
    main_origin: str
    credits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One story: the pages, and beside them the truth, kept apart."""

    name: str
    pages: tuple[Page, ...]
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures for some pages of a story; None where a figure has no meaning for them."""

    n: int
    figures: Mapping[str, float | None]
    baseline: Mapping[str, float | None]


def page_of(row: Mapping[str, Any]) -> Page:
    """Return the input part of a line; nothing else of the line is looked at."""
    return Page(row["text"], row["outlet"], row["lang"], row["date"])


def gold_of(row: Mapping[str, Any], number: int) -> Gold:
    """Return the truth of a line; a line without truth is not scored."""
    gold = row.get("gold") or {}
    return Gold(
        case_id=str(row.get("id", number)),
        is_scored=bool(gold.get("scored")),
        kappa=gold.get("kappa"),
        main_origin=str(gold.get("main_origin")),
        credits=tuple(gold.get("credits") or ()),
    )


def read_stories(data: Path) -> list[Story]:
    """Read every story of the folder, in the order of their names. Raises DataMissingError."""
    paths = sorted((data / "stories").glob("*.jsonl"))
    if not paths:
        raise DataMissingError(f"there are no stories in {data / 'stories'}.")
    stories = []
    for path in paths:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        gold = tuple(gold_of(row, number) for number, row in enumerate(rows, 1))
        stories.append(Story(path.stem, tuple(map(page_of, rows)), gold))
    return stories


def names_of(party: Party) -> frozenset[str]:
    """Return the resolved names of a party: its name and aliases through the product's own lexicon."""
    return frozenset(resolve_name(name) for name in (party.name, *party.aliases) if name.strip())


def credit_counts(reading: PageReading, gold: Gold, outlet: str) -> tuple[int, int, int]:
    """Return (right, given, true) of the names one page credits; a page does not credit itself."""
    own = resolve_name(outlet)
    given = [names for party in reading.credited if own not in (names := names_of(party))]
    true = {resolve_name(name): plain(name) for name in gold.credits}
    right = sum(
        any(name in names or written in initials_of(names) for names in given)
        for name, written in true.items()
    )
    return right, len(given), len(true)


def grouping(gold: Sequence[str], labels: Sequence[Hashable]) -> dict[str, float | None]:
    """Return the figures of one grouping of pages; a single gold origin makes the first the share joined."""
    is_single = len(set(gold)) == 1
    return {
        "origin_ari": joined_share(labels) if is_single else adjusted_rand(gold, labels),
        "overmerge": overmerge(gold, labels),
        "independent_pages": float(len(set(labels))),
    }


def score(story: Story, reading: StoryReading, baseline: Sequence[int], wanted: Sequence[int]) -> Scores:
    """Return the figures over the wanted pages."""
    gold = [story.gold[i].main_origin for i in wanted]
    ours = grouping(gold, [reading.pages[i].origin for i in wanted])
    counts = np.array(
        [credit_counts(reading.pages[i], story.gold[i], story.pages[i].outlet) for i in wanted]
    ).sum(axis=0)
    ours["credits_f1"] = f1(*(int(count) for count in counts))
    return Scores(len(wanted), ours, grouping(gold, [baseline[i] for i in wanted]))


def results_of(group: str, scores: Scores) -> list[Result]:
    """Return one result per figure, the baseline's beside ours."""
    return [
        Result(
            benchmark=NAME,
            metric=metric,
            group=group,
            ours=scores.figures[metric],
            peer=scores.baseline.get(metric),
            peer_name=PEER if metric in scores.baseline else "",
            target=TARGETS.get(metric, ""),
            n=scores.n,
        )
        for metric in ("credits_f1", "origin_ari", "overmerge", "independent_pages")
        if scores.figures[metric] is not None
    ]


def kappa_result(story: Story, reading: StoryReading, n: int) -> list[Result]:
    """Return how far kappa is off; nothing where the truth does not say."""
    true = next((g.kappa for g in story.gold if g.kappa is not None), None)
    if true is None:
        return []
    error = float(abs(reading.kappa - true))
    return [
        Result(
            benchmark=NAME,
            metric="kappa_error",
            group=story.name,
            ours=error,
            n=n,
            target=TARGETS["kappa_error"],
        )
    ]


def cases_of(story: Story, reading: StoryReading) -> Iterable[Case]:
    """Yield per page what was found, in ids and names only; origins as the first page that shares them."""
    first: dict[str, str] = {}
    for gold, page in zip(story.gold, reading.pages, strict=True):
        first.setdefault(page.origin, gold.case_id)
        credited = sorted({min(names_of(party)) for party in page.credited if names_of(party)})
        yield Case(
            case_id=gold.case_id,
            values={"credits": credited, "origin_with": first[page.origin], "kappa": reading.kappa},
        )


def run(data: Path) -> Report:
    """Measure every story, per story, per language and over all. Raises DataMissingError."""
    results: list[Result] = []
    cases: list[Case] = []
    for story in read_stories(data):
        reading = read_story(story.pages)
        baseline = shingle_groups([page.text for page in story.pages])
        scored = [i for i, gold in enumerate(story.gold) if gold.is_scored]
        cases.extend(cases_of(story, reading))
        if not scored:
            continue
        results.extend(results_of(story.name, score(story, reading, baseline, scored)))
        results.extend(kappa_result(story, reading, len(scored)))
        for language in sorted({story.pages[i].language for i in scored}):
            wanted = [i for i in scored if story.pages[i].language == language]
            if len(wanted) > 1:
                group = f"{story.name} {language}"
                results.extend(results_of(group, score(story, reading, baseline, wanted)))
    return Report(results=(*results, *means(results)), cases=tuple(cases))


def means(results: Sequence[Result]) -> list[Result]:
    """Return each figure's mean over stories, every story counting once."""
    whole = [r for r in results if " " not in r.group and r.ours is not None]
    found = []
    for metric in dict.fromkeys(r.metric for r in whole):
        same = [r for r in whole if r.metric == metric]
        peers = [r.peer for r in same if r.peer is not None]
        found.append(
            Result(
                benchmark=NAME,
                metric=metric,
                group="mean of stories",
                ours=float(np.mean([r.ours for r in same])),
                peer=float(np.mean(peers)) if peers else None,
                peer_name=same[0].peer_name,
                target=TARGETS.get(metric, ""),
                n=len(same),
            )
        )
    return found
