"""How often a suggestion names the right source with the right cue, per rule: the figures users see as `p`.

`python -m bench.attribution_accuracy --data DIR` prints `vocabulary/attributing_measured.toml` anew. A
suggestion of the product is right where its innermost source and its cue both overlap an annotated
pair of PolNeAR's development part; whom a relative stands for is as right as the relative. One inside
what another says is not annotated there, and counts as wrong: the figures are rather too low than too
high. Suggestions that name nobody and words that go on are not judged. Rows: a rule alone (`verb`), a
rule where the model saw the same (`verb and model`), a rule the model did not follow (`verb without
model`), the model alone (`model`).
"""

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.__main__ import default_data
from bench.attribution_links import same_pair, speakers_in
from bench.attribution_reading import Seen, articles_read, inside
from bench.corpora import Article, polnear_articles
from bench.taggers import tagger_at_hand
from twosource.ports import Tagger

MIN_CASES = 30
MODEL = "model"


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: how many suggestions, how many of them right, how many stand inside another's words."""

    rule: str
    n: int
    n_right: int
    n_inside: int

    @property
    def p(self) -> float:
        """The share that is right."""
        return self.n_right / self.n

    def bounds(self) -> tuple[float, float]:
        """Return Wilson's 95 % interval of the share: wide for few cases (Wilson 1927)."""
        z = 1.96
        middle = (self.p + z * z / (2 * self.n)) / (1 + z * z / self.n)
        half = z * math.sqrt(self.p * (1 - self.p) / self.n + z * z / (4 * self.n**2)) / (1 + z * z / self.n)
        return middle - half, middle + half


def measured(articles: Iterable[Article], tagger: Tagger | None) -> list[Row]:
    """Return a row per rule, the most frequent first."""
    counts: dict[str, Counter[str]] = {}
    for article, _, ways in articles_read(articles, tagger):
        _count(counts, article, ways["rules"], ruled=True)
        _count(counts, article, ways.get("both", ()), ruled=False)
    rows = [Row(rule, c["n"], c["right"], c["inside"]) for rule, c in counts.items()]
    return sorted(rows, key=lambda row: (-row.n, row.rule))


def _count(counts: dict[str, Counter[str]], article: Article, found: Sequence[Seen], *, ruled: bool) -> None:
    pairs = speakers_in(article)
    for seen in found:
        if not seen.source or not seen.cue:
            continue
        row = counts.setdefault(row_of(seen, ruled=ruled), Counter())
        is_right = any(same_pair(seen, gold) for gold in pairs)
        row["n"] += 1
        row["right"] += is_right
        row["inside"] += not is_right and any(inside(seen.cue, gold.content) for gold in article.attributions)


def row_of(seen: Seen, *, ruled: bool) -> str:
    """Return the name of the row a suggestion counts for; `ruled` where no model was asked."""
    if ruled or seen.rule == MODEL:
        return seen.rule
    return f"{seen.rule} and model" if seen.model else f"{seen.rule} without model"


def as_toml(rows: Sequence[Row], n_articles: int, day: str, version: str) -> str:
    """Return the vocabulary file; rules with fewer than `MIN_CASES` suggestions have no figure."""
    n = sum(row.n for row in rows)
    asked = f", model {version}" if version else ""
    head = (
        "# How often a rule of attributing names the right source with the right cue.\n"
        'name = "attributing measured"\n'
        f'standard = "PolNeAR, development part ({n_articles} articles on the United States election '
        'of 2016, one annotator each)"\n'
        f'birth = "Measured on {day} by bench/attribution_accuracy.py over {n} suggestions'
        f"{asked}: a suggestion is right where its innermost source and its cue "
        "both overlap an annotated pair; one inside what another says is not annotated and counts as "
        "wrong. The same part was read while the rules were written, so the figures flatter; the content and "
        f'the event are not judged by them. Rules with fewer than {MIN_CASES} suggestions have no figure."\n'
    )
    return head + "".join(_as_toml(row) for row in rows if row.n >= MIN_CASES)


def _as_toml(row: Row) -> str:
    low, high = row.bounds()
    told = (
        f"# 95 % interval {low:.2f} to {high:.2f}; {row.n_inside} of {row.n - row.n_right} wrong ones inside"
    )
    return (
        f'\n[[measured]]  {told} another\'s words\nlanguage = "en"\nrule = "{row.rule}"\n'
        f"p = {row.p:.2f}\nn = {row.n}\n"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="bench.attribution_accuracy", description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="the folder to read")
    options = parser.parse_args()
    articles = polnear_articles(options.data or default_data(), "dev")
    tagger = tagger_at_hand()
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    version = tagger.version if tagger is not None else ""
    print(as_toml(measured(articles, tagger), len(articles), day, version), end="")


if __name__ == "__main__":
    main()
