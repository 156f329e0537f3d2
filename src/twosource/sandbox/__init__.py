"""Sandbox: where jobs read hostile bytes with nothing to reach. Front door: `open_sandbox(settings)`.

In: requests naming a job, with the original as an open stream. Out: what the job sent, checked in length
and shape, or the sentence why there is nothing. Level 0 (`Unsealed`) only where a person asked for it.

What stands here is loaded when it is asked for, because the process inside comes through this door too.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twosource.sandbox.escapes import EscapeAttempt, run_battery
    from twosource.sandbox.opening import open_sandbox
    from twosource.sandbox.settings import SandboxSettings
    from twosource.sandbox.unsealed import Unsealed

__all__ = ["EscapeAttempt", "SandboxSettings", "Unsealed", "open_sandbox", "run_battery"]
_PLACES = {
    "EscapeAttempt": "escapes",
    "run_battery": "escapes",
    "open_sandbox": "opening",
    "SandboxSettings": "settings",
    "Unsealed": "unsealed",
}


def __getattr__(name: str) -> Any:
    """Return what the front door names. Raises AttributeError for anything else."""
    if name not in _PLACES:
        raise AttributeError(f"{__name__} has no {name}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
