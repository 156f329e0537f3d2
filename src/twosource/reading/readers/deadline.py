"""The time one exhibit may take, looked at in passing by every loop that hostile bytes can lengthen."""

import time
from dataclasses import dataclass, field

from twosource.evidence.outcome import Failure
from twosource.ports import Limits
from twosource.reading.failures import failure

# Asking the clock costs more than most steps it watches over: it is asked once in so many.
EVERY = 256


@dataclass(slots=True)
class Deadline:
    """Counts steps and asks the clock now and then; once over, it stays over.

    `max_seconds` comes from the limits of one exhibit and starts to run where this is made.
    """

    max_seconds: float
    started: float = field(default_factory=time.monotonic)
    n_steps: int = 0
    over: bool = False

    def is_over(self) -> bool:
        """Count one step and say whether the time is used up."""
        if self.n_steps % EVERY == 0 and time.monotonic() - self.started > self.max_seconds:
            self.over = True
        self.n_steps += 1
        return self.over

    def failures(self, n_pages: int) -> tuple[Failure, ...]:
        """Return the failure that says so where the time was used up, after how many pages, rows or parts."""
        if not self.over:
            return ()
        return (failure("time", limit=f"{self.max_seconds:g}", n=n_pages),)


def deadline_for(limits: Limits) -> Deadline:
    """Start the clock for one exhibit."""
    return Deadline(max_seconds=limits.max_seconds)
