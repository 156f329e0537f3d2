"""Trains the letters model from pairs of English and Arabic words and writes its weights and card data.

    python -m training.naming.train --data ../shared/data

Two minutes on one core. Names whose digest falls into the last fifth are never looked at: they are
what `bench names` measures with. The same data and libraries give the same weights.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from bench.names import is_held_out, read_pairs

from training.naming.aligning import align, attached, letters_kept, turned
from training.naming.counting import count
from training.naming.fitting import logistic
from twosource.naming.letters import marked_latin, plain_arabic
from twosource.naming.transducer import START, Transducer
from twosource.naming.weights import BACK, looks

HERE = Path(__file__).resolve().parents[2] / "src" / "twosource" / "naming"
FILES = ("arabic_english_64.tsv", "arabic_english_16.tsv")
SHORTEST, LONGEST = 1, 18
LETTER_SEEN = 20
SEED = 5
POOL = 4000
ASKED = 600


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, fit the odds on names left out for it, train again on all; write; return 0."""
    parser = argparse.ArgumentParser(prog="training.naming.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args(arguments)
    rows = [row for name in FILES for row in read_pairs(options.data / "names" / name)]
    rows = [row for row in rows if not is_held_out(row[0])]
    kept = letters_kept([latin for latin, _, _ in rows], LETTER_SEEN)
    pairs = [(marked_latin(latin, kept), plain_arabic(arabic)) for latin, arabic, _ in rows]
    pairs = [pair for pair in pairs if all(SHORTEST <= len(side) <= LONGEST for side in pair)]
    odds = _odds(pairs)
    arrays = _arrays(pairs)
    held = BytesIO()
    np.savez_compressed(held, **arrays)
    options.out.joinpath("letters.npz").write_bytes(held.getvalue())
    card = {
        "sha256": sha256(held.getvalue()).hexdigest(),
        "letters": "".join(sorted(kept)),
        "odds": [round(value, 4) for value in odds],
        "n_pairs": len(pairs),
        "made": "python -m training.naming.train --data ../shared/data",
    }
    options.out.joinpath("letters.json").write_text(
        json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    sys.stdout.write(f"{len(pairs)} pairs, odds {card['odds']}, {len(held.getvalue())} bytes\n")
    return 0


def _arrays(pairs: Sequence[tuple[str, str]]) -> dict[str, np.ndarray]:
    aligned = align(pairs)
    there = count([attached(pieces, START) for pieces in aligned])
    back = count([attached(turned(pieces), START) for pieces in aligned])
    return {f"there_{n}": v for n, v in there.items()} | {f"back_{n}": v for n, v in back.items()}


def _odds(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Fit the logistic on names the model was not trained on, each against its nearest wrong form."""
    order = np.random.default_rng(SEED).permutation(len(pairs))
    left_out = [pairs[n] for n in order[:POOL]]
    arrays = _arrays([pairs[n] for n in order[POOL:]])
    there = Transducer({n.removeprefix("there_"): v for n, v in arrays.items() if n.startswith("there_")})
    back = Transducer({n.removeprefix("back_"): v for n, v in arrays.items() if n.startswith("back_")})
    forms = sorted({arabic for _, arabic in left_out})
    ready = there.ready(forms)
    seen, is_one = [], []
    for latin, arabic in left_out[:ASKED]:
        scores = there.score(latin, ready)
        near = [forms[n] for n in np.argsort(-scores, kind="stable")[:8]]
        answers = back.score_each([*near, arabic], back.ready([latin]))
        total = [float(scores[forms.index(f)]) + BACK * float(b) for f, b in zip(near, answers, strict=False)]
        wrong = next(near[n] for n in np.argsort(np.negative(total)) if near[n] != arabic)
        for form in (arabic, wrong):
            s = float(there.score(latin, there.ready([form]))[0])
            b = float(back.score(form, back.ready([latin]))[0])
            seen.append(looks(latin, form, s, b))
            is_one.append(float(form == arabic))
    return [float(w) for w in logistic(np.array(seen), np.array(is_one))]


if __name__ == "__main__":
    sys.exit(main())
