"""The tagger that benchmarks measure: the one the product would open, or none."""

import hashlib
import sys
from pathlib import Path

from twosource.tagging import LearntTagger, TaggerSettings, open_tagger

NO_TAGGER = "No tagger is installed, so the rules alone are measured."


def tagger_at_hand(settings: TaggerSettings | None = None) -> LearntTagger | None:
    """Return the tagger the product opens by default; None, said on the error stream, without one."""
    tagger = open_tagger(settings or TaggerSettings())
    if tagger is None:
        print(NO_TAGGER, file=sys.stderr)
    return tagger


def is_same_file(path: Path, sha256: str) -> bool:
    """Say whether a file has these very bytes: those that something was taught on."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
