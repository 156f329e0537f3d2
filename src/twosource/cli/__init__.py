"""The command line: a command parses, calls the desk, prints; the exit code comes from `errors`."""

from twosource.cli import (
    accounting,
    collating,
    exporting,
    finding,
    holding,
    judging,
    keeping,
    knowing,
    layering,
    moving,
    parties,
    reviewing,
    ruling,
    tracing,
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
    "knowing",
    "layering",
    "main",
    "moving",
    "parties",
    "reviewing",
    "ruling",
    "run",
    "tracing",
    "transcribing",
]
