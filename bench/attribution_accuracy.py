"""How often a suggestion names the right source with the right cue, per rule: the figures users see as `p`.

`python -m bench attribution-accuracy` prints a table, `python -m bench.attribution_accuracy --data DIR`
the file `vocabulary/attributing_measured.toml`, to be put in the place of the one there. A
suggestion of the product is right where its innermost source and its cue both overlap an annotated
pair of PolNeAR's development part; whom a relative stands for is as right as the relative. One inside
what another says is not annotated there, and counts as wrong: the figures are rather too low than too
high. Suggestions that name nobody and words that go on are not judged. Rows: a rule alone (`verb`), a
rule where the model saw the same (`verb and model`), a rule the model did not follow (`verb without
model`), the model alone (`model`).
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.attribution_links import same_pair, speakers_in
from bench.attribution_reading import Seen, articles_read, inside
from bench.corpora import Article, polnear_articles
from bench.runner import Case, Report, Result
from bench.taggers import tagger_at_hand
from twosource.evidence.measures import wilson
from twosource.ports import Tagger
from twosource.terms import load_table

NAME = "attribution-accuracy"
COMMAND = f"python -m bench {NAME}"
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


def as_toml(rows: Sequence[Row], known: Mapping[str, Any], day: str, version: str) -> str:
    """Return the vocabulary file; what `known` says of other languages, and `least_p`, is carried over.

    Rules with fewer than `MIN_CASES` suggestions have no figure.
    """
    n = sum(row.n for row in rows)
    asked = f", model {version}" if version else ""
    head = (
        "# How often a rule of attributing names the right source with the right cue.\n"
        'name = "attributing measured"\n'
        'standard = "PolNeAR, development part (articles on the United States election of 2016)"\n'
        f'birth = "Measured on {day} over {n} suggestions{asked}: a suggestion is right where its innermost '
        "source and its cue both overlap an annotated pair; one inside what another says is not annotated "
        "and counts as wrong. One annotator per article. The same part was read while the rules were "
        "written, so the figures flatter; the content and the event are not judged by them. Rules with "
        f'fewer than {MIN_CASES} suggestions have no figure."\n'
        "\n# How sure a trained tagger must be to credit somebody whom no rule finds; judged on 2026-11-23.\n"
        f"least_p = {known['least_p']}\n"
        "\n# What holds for every row (read by evidence/measures.py).\n[shared]\n"
        'data = "PolNeAR, development part"\nmaterial = "news"\n'
        f'date = {day}\ncommand = "{COMMAND}"\ntuned = true\n'
    )
    others = [_written(row) for row in known["measured"] if row["language"] != "en"]
    return "".join([head, *(_as_toml(row) for row in rows if row.n >= MIN_CASES), *others])


def _as_toml(row: Row) -> str:
    low, high = wilson(row.n_right, row.n)
    n_wrong = row.n - row.n_right
    told = f"# 90 % interval {low:.2f} to {high:.2f}; {row.n_inside} of {n_wrong} wrong ones inside"
    fields = {"language": "en", "rule": row.rule, "p": round(row.p, 2), "n": row.n}
    return f"\n{told} another's words" + _written(fields)


def _written(fields: Mapping[str, Any]) -> str:
    """Return one row as TOML; a text as JSON is a text of TOML."""
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value}"
        for name, value in fields.items()
    ]
    return "\n[[measured]]\n" + "\n".join(lines) + "\n"


def run(data: Path) -> Report:
    """Measure every rule; the table shows rare ones too. Raises DataMissingError."""
    rows = measured(polnear_articles(data, "dev"), tagger_at_hand())
    return Report(
        results=tuple(
            Result(
                benchmark=NAME,
                metric="right speakers",
                group=row.rule,
                ours=row.p,
                n=row.n,
                target=">= .9",
            )
            for row in rows
        ),
        cases=tuple(Case(case_id=row.rule, values={"right": row.n_right, "n": row.n}) for row in rows),
    )


def main() -> None:
    """Print the vocabulary file."""
    parser = argparse.ArgumentParser(prog="bench.attribution_accuracy", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder to read")
    options = parser.parse_args()
    articles = polnear_articles(options.data, "dev")
    tagger = tagger_at_hand()
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    version = tagger.version if tagger is not None else ""
    known = load_table("attributing_measured")
    print(as_toml(measured(articles, tagger), known, day, version), end="")


if __name__ == "__main__":
    main()
