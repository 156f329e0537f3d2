"""Trains the digit reader from fonts on this machine and writes its weights and the data of its card.

    python -m training.digits.train [--pages 2600] [--seed 11]

About ten minutes on two cores. The same fonts, seed and libraries give the same weights.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from bench.digits_fonts import Family, families, groups, named, packages_of, split

from training.digits.learning import Course, learn
from training.digits.measuring import calibrated, characters_right, temperature_of
from training.digits.samples import Samples, joined, random_page, samples_of
from training.digits.spacing import spacing_of
from twosource.reading.ocr.digits.network import Network, shipped
from twosource.reading.ocr.digits.numbers import CLASSES

HERE = Path(__file__).resolve().parents[2] / "src" / "twosource" / "reading" / "ocr" / "digits"
SPLIT_SEED = 7
COMMAND = "python -m training.digits.train"


def tell(sentence: str) -> None:
    """Print a sentence at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def dealt(given: Sequence[Family], pages: int, rng: np.random.Generator) -> list[Family]:
    """Return a family per page: every group of look-alikes as often, display faces half as often."""
    whole = groups(given)
    shares = np.array([0.5 if all(one.is_display for one in group) else 1.0 for group in whole])
    chosen = rng.choice(len(whole), pages, p=shares / shares.sum())
    return [whole[n][rng.integers(len(whole[n]))] for n in chosen]


def samples(given: Sequence[Family], pages: int, rng: np.random.Generator) -> Samples:
    """Return the samples of that many random pages."""
    parts = []
    for family in dealt(given, pages, rng):
        parts += list(samples_of(random_page(rng, family), rng))
    return joined(parts)


def written(network: Network, card: dict[str, object], folder: Path) -> None:
    """Write digits.npz (half precision, no pickle) and digits.json beside it."""
    held = BytesIO()
    np.savez_compressed(held, **{name: value.astype(np.float16) for name, value in network.weights.items()})
    (folder / "digits.npz").write_bytes(held.getvalue())
    whole = {
        "sha256": sha256(held.getvalue()).hexdigest(),
        "classes": list(network.classes),
        "temperature": round(network.temperature, 4),
        "calibration": [round(value, 4) for value in network.calibration],
        "spacing": [round(value, 3) for value in network.spacing],
        **card,
    }
    (folder / "digits.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _command(options: argparse.Namespace) -> str:
    again = " --again" if options.again else ""
    return f"{COMMAND} --pages {options.pages} --seed {options.seed} --epochs {options.epochs}{again}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure on tuning families, write; return 0."""
    parser = argparse.ArgumentParser(prog="training.digits.train", description=__doc__)
    parser.add_argument("--pages", type=int, default=2600, help="pages of three lines to learn from")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, default=HERE, help="where to write the weights and their card")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--again", action="store_true", help="go on from the weights that are there")
    options = parser.parse_args(arguments)
    began, every = time.monotonic(), families()
    parts = split(every, SPLIT_SEED)
    rng = np.random.default_rng(options.seed)
    given = samples(named(every, parts["training"]), options.pages, rng)
    tell(f"{len(given)} candidates in {time.monotonic() - began:.0f} s")
    tell(
        " ".join(
            f"{c}:{n}"
            for c, n in zip(CLASSES, np.bincount(given.classes, minlength=len(CLASSES)), strict=True)
        )
    )
    start = dict(shipped().weights) if options.again else None
    course = Course(epochs=options.epochs, rate=1.2e-3 if options.again else 2e-3)
    weights = learn(given, course, rng, start=start, tell=tell)
    tell(f"learnt after {time.monotonic() - began:.0f} s")
    tuning = named(every, parts["tuning"])
    unseen = samples(tuning, max(40, options.pages // 12), rng)
    halved = {name: value.astype(np.float16).astype(np.float32) for name, value in weights.items()}
    network = Network(halved, CLASSES)
    spaces = spacing_of(named(every, parts["training"]), rng)
    network = Network(halved, CLASSES, temperature_of(network, unseen), spacing=spaces)
    figures = characters_right(network, unseen)
    network, table = calibrated(network, dealt(tuning, max(20, options.pages // 12), rng), rng)
    tell(json.dumps(figures, ensure_ascii=False))
    tell(json.dumps(table, ensure_ascii=False))
    seconds = round(time.monotonic() - began)
    known = json.loads((HERE / "digits.json").read_text("utf-8")) if options.again else {}
    card = {
        "commands": [*known.get("commands", []), _command(options)],
        "made": time.strftime("%Y-%m-%d"),
        "seconds": seconds,
        "candidates": len(given) + known.get("candidates", 0),
        "split_seed": SPLIT_SEED,
        "families": {part: list(names) for part, names in parts.items()},
        "fonts": packages_of([path for family in every for path in family.files]),
        "tuning": {"characters": figures, "reliability": table},
    }
    written(network, card, options.out)
    tell(f"written after {seconds} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
