"""Benchmark `dependence`, extraction: what an article says was done where, by whom, how, and to how many.

Reads `dependence/fakes/{articles,spans}.csv` of DIR (FA-KES: Abu Salem and others 2019), joined by
`unit_id`; the label true or fake leaks through the outlet and is never read, nor is the event block.
Every article (title, then text) goes through the product: attribute, events, counts. Its fields
follow from its statements by the rules of `fakes_fields`.

Span F1: over articles that have a gold span. Token overlap (as for SQuAD: folded words, articles left
out, F1 of the multisets, mean over articles) and exact (the same folded words). Where one unit has several
gold rows, the best counts. Accuracy: the normalised field of `articles.csv`, over all articles.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from bench.fakes_fields import COUNTS, Fields, fields_of, governorates
from bench.runner import Case, DataMissingError, Report, Result
from twosource.attributing import AttributeSettings, attribute
from twosource.attributing.tokens import fold_phrase
from twosource.evidence.holdings import Rendition
from twosource.ids import digest_of
from twosource.terms import RenditionKind

NAME = "dependence"
TARGET = ">= .85"
_FOLDER = Path("dependence") / "fakes"
_SPANS = {
    "place": "Location",
    "actor": "Actor",
    "cause": "Cause-Of-Death",
    "civilians": "Civilians",
    "noncivilians": "NonCivilians",
    "women": "Women",
    "children": "Children",
}
_GOLD = {"place": "location", "actor": "actor", "cause": "cause_of_death"}
_ARTICLES = frozenset({"the", "a", "an"})


def run(data: Path) -> Report:
    """Read each article with the product and compare its fields with the gold ones."""
    articles = _rows(data / _FOLDER / "articles.csv")
    spans = defaultdict(list)
    for row in _rows(data / _FOLDER / "spans.csv"):
        spans[row["unit_id"]].append(row)
    areas = governorates(data)
    started = perf_counter()
    outcomes = attribute(map(_rendition, articles), known=(), settings=AttributeSettings())
    pairs = zip(articles, outcomes, strict=True)
    found = {row["unit_id"]: fields_of(outcome.values, areas) for row, outcome in pairs}
    seconds = perf_counter() - started
    results = [*_span_results(spans, found), *_value_results(articles, found)]
    results.append(_result("articles per second", "all", len(articles) / seconds, len(articles), target=""))
    cases = tuple(
        Case(case_id=unit, values=fields.values) for unit, fields in sorted(found.items(), key=lambda f: f[0])
    )
    return Report(results=tuple(results), cases=cases)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise DataMissingError(f"{path} is not there.")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _rendition(row: Mapping[str, str]) -> Rendition:
    title = row["article_title"].strip().rstrip(".")
    text = f"{title}.\n\n{row['article_content'].strip()}"
    return Rendition(
        rendition_id=f"rendition-{row['unit_id']}",
        exhibit_id=digest_of(text.encode()),
        kind=RenditionKind.TEXT,
        text=text,
        pages=(),
        language="en",
        metadata=(("publisher", "Paper"),),
    )


def _span_results(
    spans: Mapping[str, Sequence[Mapping[str, str]]], found: Mapping[str, Fields]
) -> list[Result]:
    results = []
    for field, column in _SPANS.items():
        overlap, exact, n = 0.0, 0, 0
        for unit, rows in spans.items():
            gold = [row[column] for row in rows if row[column].strip()]
            if not gold or unit not in found:
                continue
            said = found[unit].spans.get(field, "")
            n += 1
            overlap += max(overlap_f1(said, words) for words in gold)
            exact += any(_bag(said) == _bag(words) and said for words in gold)
        if n:
            results.append(_result("span F1, token overlap", field, overlap / n, n))
            results.append(_result("span F1, exact", field, exact / n, n))
    results.append(_mean(results, "span F1, token overlap"))
    return results


def _value_results(articles: Iterable[Mapping[str, str]], found: Mapping[str, Fields]) -> list[Result]:
    rows = list(articles)
    results = []
    for field, column in _GOLD.items():
        right = sum(found[row["unit_id"]].values[field] == row[column] for row in rows)
        results.append(_result("accuracy", field, right / len(rows), len(rows)))
        most = Counter(row[column] for row in rows).most_common(1)[0][1]
        results.append(
            _result("accuracy of always the commonest", field, most / len(rows), len(rows), target="")
        )
    for field in COUNTS:
        right = sum(found[row["unit_id"]].values[field] == int(row[f"nb_{field}"]) for row in rows)
        results.append(_result("accuracy", field, right / len(rows), len(rows)))
        some = [row for row in rows if int(row[f"nb_{field}"])]
        right = sum(found[row["unit_id"]].values[field] == int(row[f"nb_{field}"]) for row in some)
        if some:
            results.append(_result("accuracy where there are any", field, right / len(some), len(some)))
    results.append(_mean(results, "accuracy"))
    return results


def _mean(results: Sequence[Result], metric: str) -> Result:
    rows = [r for r in results if r.metric == metric and r.ours is not None]
    return _result(metric, "mean of fields", sum(r.ours or 0.0 for r in rows) / len(rows), len(rows))


def _result(metric: str, group: str, ours: float, n: int, *, target: str = TARGET) -> Result:
    return Result(benchmark=NAME, metric=metric, group=group, ours=ours, n=n, target=target)


def _bag(words: str) -> Counter[str]:
    return Counter(word for word in fold_phrase(words) if word not in _ARTICLES)


def overlap_f1(said: str, gold: str) -> float:
    """Return the F1 of two phrases as bags of folded words, articles left out; 0 where either is empty."""
    one, other = _bag(said), _bag(gold)
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0
