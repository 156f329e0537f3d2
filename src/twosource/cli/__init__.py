"""The command line: a command parses, calls the desk, prints; the exit code comes from `errors`."""

from twosource.cli import accounting, finding, holding, judging, keeping, layering, reviewing, transcribing
from twosource.cli.door import door, main, run

__all__ = [
    "accounting",
    "door",
    "finding",
    "holding",
    "judging",
    "keeping",
    "layering",
    "main",
    "reviewing",
    "run",
    "transcribing",
]
