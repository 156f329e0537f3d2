"""The command line: a command parses, calls the desk, prints; the exit code comes from `errors`."""

from twosource.cli import (
    accounting,
    collating,
    exporting,
    finding,
    holding,
    judging,
    keeping,
    layering,
    parties,
    reviewing,
    ruling,
    transcribing,
)
from twosource.cli.door import door, main, run

__all__ = [
    "accounting",
    "collating",
    "door",
    "exporting",
    "finding",
    "holding",
    "judging",
    "keeping",
    "layering",
    "main",
    "parties",
    "reviewing",
    "ruling",
    "run",
    "transcribing",
]
