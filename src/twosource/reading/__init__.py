"""From exhibits to renditions: the words, page by page, with the language and what was left unread.

In: exhibits and the originals port. Out: one outcome per exhibit. Readers get an open stream and
limits, run inside a sandbox, and know no name and no case; everything they give is checked here,
and every rendition names the level at which it was read.

What stands here is loaded when it is asked for, because the readers inside come through this door too.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twosource.reading.kinds import label_of
    from twosource.reading.looks import look_of
    from twosource.reading.record import read_record
    from twosource.reading.settings import ReadSettings
    from twosource.reading.sidecars import Sidecar, is_sidecar, pair_sidecars, read_sidecars
    from twosource.reading.stage import ReadOutcome, read

__all__ = [
    "ReadOutcome",
    "ReadSettings",
    "Sidecar",
    "is_sidecar",
    "label_of",
    "look_of",
    "pair_sidecars",
    "read",
    "read_record",
    "read_sidecars",
]
_PLACES = {
    "ReadOutcome": "stage",
    "ReadSettings": "settings",
    "Sidecar": "sidecars",
    "is_sidecar": "sidecars",
    "label_of": "kinds",
    "look_of": "looks",
    "pair_sidecars": "sidecars",
    "read": "stage",
    "read_record": "record",
    "read_sidecars": "sidecars",
}


def __getattr__(name: str) -> Any:
    """Return what the front door names. Raises AttributeError for anything else."""
    if name not in _PLACES:
        raise AttributeError(f"{__name__} has no {name}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
