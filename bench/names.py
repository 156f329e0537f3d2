"""Names: is it one party, and which Arabic spelling is it. Beside the peer only where somebody measured it.

Learned from nothing held out: a name of the open pairs counts here only where its digest falls into
the fifth that `training.naming` never looked at; names of another half all count by the same rule.
"""

from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from bench.runner import DataMissingError

Pair: TypeAlias = tuple[str, str, int]
FIFTHS = 5


def is_held_out(latin: str) -> bool:
    """Say whether a name belongs to the fifth that is never trained on."""
    return int(sha256(latin.encode()).hexdigest(), 16) % FIFTHS == 0


def read_pairs(path: Path) -> list[Pair]:
    """Return (Latin word, Arabic word, count) of each line. Raises DataMissingError."""
    if not path.is_file():
        raise DataMissingError(f"{path} is not there.")
    rows = (line.rstrip("\n").split("\t") for line in path.read_text("utf-8").splitlines())
    return [(latin, "".join(arabic.split()), int(n)) for latin, arabic, n in rows]
