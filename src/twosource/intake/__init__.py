"""From a cache as it lies there to exhibits: walk, keep by hash, identify, open containers.

In: paths a person received. Out: one outcome per item found, with its exhibit and its holding, or
the sentence why not. Bytes go to the originals port; nothing is ever written under a received name.

What stands here is loaded when it is asked for, because the openers inside come through this door too.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twosource.intake.identifying import identify, label_of
    from twosource.intake.receiving import receive, reopen
    from twosource.intake.settings import IntakeSettings
    from twosource.intake.surveying import Survey, survey

__all__ = ["IntakeSettings", "Survey", "identify", "label_of", "receive", "reopen", "survey"]
_PLACES = {
    "IntakeSettings": "settings",
    "Survey": "surveying",
    "identify": "identifying",
    "label_of": "identifying",
    "receive": "receiving",
    "reopen": "receiving",
    "survey": "surveying",
}


def __getattr__(name: str) -> Any:
    """Return what the front door names. Raises AttributeError for anything else."""
    if name not in _PLACES:
        raise AttributeError(f"{__name__} has no {name}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
