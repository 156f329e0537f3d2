"""Sandbox: where jobs read hostile bytes with nothing to reach. Front door: `open_sandbox(settings)`.

In: requests naming a job, with the original as an open stream. Out: what the job sent, checked in length
and shape, or the sentence why there is nothing. Level 0 (`Unsealed`) only where a person asked for it.
"""

from twosource.sandbox.escapes import EscapeAttempt, run_battery
from twosource.sandbox.opening import open_sandbox
from twosource.sandbox.settings import SandboxSettings
from twosource.sandbox.unsealed import Unsealed

__all__ = ["EscapeAttempt", "SandboxSettings", "Unsealed", "open_sandbox", "run_battery"]
