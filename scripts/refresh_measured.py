"""Writes the figures printed beside suggestions anew, from what the benchmarks print.

python -m bench attribution-accuracy languages --json | python scripts/refresh_measured.py
python -m bench attribution-accuracy languages --json | python scripts/refresh_measured.py --check

Rows of `vocabulary/measured.toml` name with `from` the row of the output they are taken from. The rules'
own shares in `vocabulary/attributing_measured.toml` go by `right speakers` of attribution-accuracy; a rule
seen fewer than 30 times has none. With --check nothing is written, and a difference is exit code 1.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

VOCABULARY = Path(__file__).resolve().parents[1] / "src" / "twosource" / "vocabulary"
RULES, OTHERS = "attributing_measured.toml", "measured.toml"
ROW = "[[measured]]"
LEAST_N = 30
Key = tuple[str, str, str]


def results_of(lines: Iterable[str]) -> dict[Key, Mapping[str, Any]]:
    """Return what benchmarks printed as JSON lines, by benchmark, metric and group."""
    rows = [json.loads(line) for line in lines if line.strip()]
    return {(row["benchmark"], row["metric"], row["group"]): row for row in rows if row["ours"] is not None}


def refreshed(text: str, found: Mapping[Key, Mapping[str, Any]], today: str) -> str:
    """Return measured.toml with figure, n and date of every row whose benchmark was run."""
    head, *blocks = text.split(ROW)
    out = [head]
    for block in blocks:
        origin = tomllib.loads(block).get("from", {})
        result = found.get((origin.get("benchmark", ""), origin.get("metric", ""), origin.get("group", "")))
        out.append(block if result is None else _with(block, "figure", result, today))
    return ROW.join(out)


def refreshed_rules(text: str, found: Mapping[Key, Mapping[str, Any]], today: str) -> str:
    """Return attributing_measured.toml with the share of every rule seen often enough; others have no row."""
    shares = {
        key[2]: row for key, row in found.items() if key[:2] == ("attribution-accuracy", "right speakers")
    }
    if not shares:
        return text
    head, *blocks = text.split(ROW)
    kept = [block for block in blocks if tomllib.loads(block)["language"] != "en"]
    for rule, row in shares.items():
        if row["n"] >= LEAST_N:
            kept.append(f'\nlanguage = "en"\nrule = "{rule}"\np = {row["ours"]:.2f}\nn = {row["n"]}\n')
    tidy = [block.rstrip("\n") + "\n\n" for block in kept]
    whole = ROW.join([head.rstrip("\n") + "\n\n", *tidy]).rstrip("\n") + "\n"
    return whole if _rows(whole) == _rows(text) else re.sub(r"(?m)^date = .*$", f"date = {today}", whole)


def _with(block: str, name: str, result: Mapping[str, Any], today: str) -> str:
    row = tomllib.loads(block)
    figure = round(float(result["ours"]), 2)
    if (row[name], row["n"]) == (figure, result["n"]):
        return block
    block = re.sub(rf"(?m)^{name} = .*$", f"{name} = {figure:.2f}", block)
    block = re.sub(r"(?m)^n = .*$", f"n = {result['n']}", block)
    return re.sub(r"(?m)^date = .*$", f"date = {today}", block)


def _rows(text: str) -> list[Any]:
    return sorted(map(str, tomllib.loads(text).get("measured", ())))


def main(arguments: list[str], lines: Iterable[str], folder: Path = VOCABULARY) -> int:
    """Write both tables, or only say which differ; return the exit code."""
    found, today = results_of(lines), datetime.now(UTC).date().isoformat()
    differs = 0
    for name, refresh in ((OTHERS, refreshed), (RULES, refreshed_rules)):
        path = folder / name
        text = path.read_text("utf-8")
        new = refresh(text, found, today)
        if new == text:
            continue
        differs = 1
        print(f"{name}: {'differs from what was measured' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.write_text(new, "utf-8")
    return differs if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin))
