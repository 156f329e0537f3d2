"""From exhibits to renditions: the words, page by page, with the language and what was left unread.

In: exhibits and the originals port. Out: one outcome per exhibit. Readers get an open stream and
limits and know no name and no case; everything they give is checked here. This version reads in
the program's own process (sandbox level 0), and every rendition says so.
"""

from twosource.reading.languages import languages_of
from twosource.reading.record import read_record
from twosource.reading.settings import ReadSettings
from twosource.reading.sidecars import Sidecar, pair_sidecars, read_sidecars
from twosource.reading.stage import read

__all__ = [
    "ReadSettings",
    "Sidecar",
    "languages_of",
    "pair_sidecars",
    "read",
    "read_record",
    "read_sidecars",
]
