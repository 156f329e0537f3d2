"""`python -m bench NAME... --data DIR --json`: measure and print."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import (
    attribution,
    attribution_accuracy,
    claim_matching,
    collation,
    dates,
    digits,
    entities,
    factuality,
    fakes,
    fusion,
    fusion_copies,
    fusion_scale,
    languages,
    matching,
    names,
    near_duplicates,
    newsroom,
    ocr,
    origins,
    plover,
    pooling,
    reading,
    reuse,
    rough,
    scale,
    speed,
    tracing_scale,
    volume,
    weighing,
    weighing_speed,
    wire,
)
from bench.runner import Benchmark, DataMissingError, Result, as_json_lines, as_table, freeze, moved

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "bench" / "frozen"
BENCHMARKS: Mapping[str, Benchmark] = {
    "attribution": attribution.run,
    "attribution-accuracy": attribution_accuracy.run,
    "collation": collation.run,
    "claim-matching": claim_matching.run,
    "dates": dates.run,
    "dependence": fakes.run,
    "digits": digits.run,
    "matching": matching.run,
    "names": names.run,
    "near-duplicates": near_duplicates.run,
    "newsroom": newsroom.run,
    "entities": entities.run,
    "events": plover.run,
    "factuality": factuality.run,
    "fusion": fusion.run,
    "fusion-copies": fusion_copies.run,
    "fusion-scale": fusion_scale.run,
    "languages": languages.run,
    "ocr": ocr.run,
    "ocr-tuning": ocr.run_tuning,
    "origins": origins.run,
    "pooling": pooling.run,
    "reading": reading.run,
    "reuse": reuse.run,
    "rough": rough.run,
    "scale": scale.run,
    "speed": speed.run,
    "tracing-scale": tracing_scale.run,
    "volume": volume.run,
    "weighing": weighing.run,
    "weighing-speed": weighing_speed.run,
    "wire": wire.run,
}


def default_data() -> Path:
    """Return the folder benchmarks read when none is named: beside the project, where it exists."""
    beside = ROOT.parent / "shared" / "data"
    return beside if beside.is_dir() else ROOT / "data"


def main(arguments: Sequence[str] | None = None, *, frozen: Path = FROZEN) -> int:
    """Run the named benchmarks and print one table, or JSON lines; return the exit code.

    Missing data is said and is no failure (0); an unknown benchmark is one (2).
    """
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="+", metavar="NAME", help=f"all, or any of {', '.join(BENCHMARKS)}")
    parser.add_argument("--data", type=Path, default=None, help="the folder the benchmarks read")
    parser.add_argument("--json", action="store_true", help="print one JSON object per result")
    parser.add_argument("--freeze", action="store_true", help="write what was found per case to bench/frozen")
    options = parser.parse_args(arguments)
    names = list(BENCHMARKS) if "all" in options.names else options.names
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"no benchmark is called {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    data = options.data or default_data()
    results: list[Result] = []
    for name in names:
        try:
            report = BENCHMARKS[name](data)
        except DataMissingError as error:
            print(f"data not found: {error.happened}", file=sys.stderr if options.json else sys.stdout)
            continue
        results.extend(report.results)
        for sentence in moved(frozen, name, report.cases):
            print(f"moved since frozen: {sentence}", file=sys.stderr)
        if options.freeze and report.cases:
            print(f"frozen: {freeze(frozen, name, report.cases)}", file=sys.stderr)
    if results:
        print(as_json_lines(results) if options.json else as_table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
