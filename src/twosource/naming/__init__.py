"""Names: how likely two spellings mean one party, across scripts and languages; it suggests, never merges."""

from twosource.naming.index import NameIndex, SpellingIndex
from twosource.naming.likeness import Likeness, compare, measured
from twosource.naming.spelling import transliterations

__all__ = ["Likeness", "NameIndex", "SpellingIndex", "compare", "measured", "transliterations"]
