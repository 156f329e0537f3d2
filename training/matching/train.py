"""Fits the points of matching for what a war brings daily, and writes their table with its birth certificate.

    python -m training.matching.train --data ../shared/data

A minute. Half of the pairs is never looked at: `bench matching` measures on it, and on the judged pairs of
stories. Points of rarer things, cues and limits stay as judged: the open pairs of a rare action are of one
story each, and would teach that a rare action told in one week is enough. The same data and reading give
the same points.
"""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from bench.matching_pairs import Pair, fakes_pairs, story_pairs, within

from training.matching.fitting import Fit, Floats, fit, matrix, precision_recall
from twosource.matching import MatchSettings
from twosource.matching.points import recurring, weights

TABLE = Path(__file__).resolve().parents[2] / "src" / "twosource" / "vocabulary" / "matching_weights.toml"
# What agreement was judged to be worth before any pair was: the fit starts there. Names and numbers stay low
# as judged: wording holds them already, and half of a hundred pairs would make much of a number by chance.
JUDGED = {
    "same_place": 1.5,
    "wide_place": 0.5,
    "role": 0.75,
    "participant": 0.5,
    "wording": 5.0,
    "dates_certain": 1.0,
    "dates_close": 0.5,
    "said_near": 0.5,
    "same_count": 0.5,
    "same_means": 0.25,
    "different_place": 3.0,
    "different_role": 0.5,
    "other_count": 0.5,
    "other_means": 0.5,
    "other_names": 0.25,
    "told_apart": 0.5,
}
AGAINST = frozenset(
    {"different_place", "different_role", "other_count", "other_means", "other_names", "told_apart"}
)
RIDGE = 2.0
# The action alone is worth one: the constant of the fit is set off against it.
ACTION = 1.0
# From .88 fitted probability on two statements are one claim: precision first. The lower threshold is judged,
# so that a rare action told in one week is no question by itself.
SAME_ODDS = 2.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print what the points do on both halves, write the table; return 0."""
    parser = argparse.ArgumentParser(prog="training.matching.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=TABLE)
    options = parser.parse_args(arguments)
    wars, stories = [p for p in fakes_pairs(options.data) if recurs(p)], story_pairs(options.data)
    seen, names = within(wars, 0), tuple(JUDGED)
    fitted = fit(amounts_of(seen, names), truth_of(seen), np.array(list(JUDGED.values())), RIDGE)
    points = as_points(fitted, names)
    daily = {**weights(recurs=True), **{n: -v if n in AGAINST else v for n, v in points.items()}}
    measured = [
        _told("war reports, fitted on", seen, daily),
        _told("war reports, measured on", within(wars, 1), daily),
        _told("stories, measured on", [p for p in stories if not recurs(p)], weights()),
    ]
    sys.stdout.write("\n".join((*measured, "")))
    write(options.out, points, measured, len(seen))
    return 0


def recurs(pair: Pair) -> bool:
    """Say whether a pair is of what a war brings daily."""
    return pair.one.event is not None and pair.one.event.action.value in recurring()


def amounts_of(pairs: Sequence[Pair], names: Sequence[str]) -> Floats:
    """Return the signed amounts of pairs, a row each."""
    return matrix([pair.score.parts for pair in pairs], names, AGAINST)


def truth_of(pairs: Sequence[Pair]) -> Floats:
    """Return 1 per pair that says the same, else 0."""
    return np.array([float(pair.is_same) for pair in pairs])


def as_points(fitted: Fit, names: Sequence[str]) -> dict[str, float]:
    """Return points on the scale people know.

    Log-odds = constant + sum. One scale stretches the sum so that `SAME_ODDS` is `same_from` points, the
    action being `ACTION` before the stretch: points = scale * (sum + ACTION).
    """
    scale = MatchSettings().same_from / (SAME_ODDS - fitted.constant + ACTION)
    points = {name: round(float(w) * scale, 2) for name, w in zip(names, fitted.weights, strict=True)}
    points["same_action"] = round(ACTION * scale, 2)
    return points


def scored(pairs: Sequence[Pair], points: Mapping[str, float]) -> Floats:
    """Return the points of pairs by these signed weights."""
    return np.array([sum(points[name] * amount for name, amount in pair.score.parts) for pair in pairs])


def _told(name: str, pairs: Sequence[Pair], points: Mapping[str, float]) -> str:
    found, truth = scored(pairs, points), truth_of(pairs)
    settings, parts = MatchSettings(), []
    for label, threshold in (("same", settings.same_from), ("unsure", settings.unsure_from)):
        precision, recall, n = precision_recall(found, truth, threshold)
        parts.append(f"{label} precision {precision:.2f} recall {recall:.2f} (n {n})")
    return f"{name}: {len(pairs)} pairs, {int(truth.sum())} the same; {'; '.join(parts)}"


def write(out: Path, points: Mapping[str, float], measured: Sequence[str], n: int) -> None:
    """Write the table anew: the points of what recurs, everything else as it stands."""
    text = TABLE.read_text("utf-8")
    note = (
        f"Points of what recurs: fitted by training/matching on {date.today().isoformat()} with {n} pairs of "
        "openings of war reports (FA-KES, labels from its gold day, place, cause and count), logistic "
        "regression, no weight below zero, drawn towards the points judged on 2026-11-22. Points of all "
        f"else, cues and limits: judged. {'. '.join(measured)}."
    )
    text = re.sub(r'^note = ".*"$', lambda _: f'note = "{note}"', text, flags=re.M)
    head, daily = text.split("[recurring.points]")
    for name, value in points.items():
        daily, found = re.subn(rf"^{name} = .*$", f"{name} = {value}", daily, count=1, flags=re.M)
        if not found:
            raise ValueError(f"the table has no {name}")
    out.write_text(f"{head}[recurring.points]{daily}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
