"""From exhibits to renditions: the words, page by page, with the language and what was left unread.

In: exhibits and the originals port. Out: one outcome per exhibit. Readers get an open stream and
limits, run inside a sandbox, and know no name and no case; everything they give is checked here,
and every rendition names the level at which it was read.
"""

from twosource.reading.kinds import label_of
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
    "pair_sidecars",
    "read",
    "read_record",
    "read_sidecars",
]
