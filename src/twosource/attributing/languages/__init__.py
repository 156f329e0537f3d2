"""Whom a page credits in languages other than English: one idea, and a pack of words for each.

The source stands in a noun phrase at the place its cue names: before or after a verb, behind
"according to", before "göre". What differs between languages is data (`vocabulary/languages`).
"""

from twosource.attributing.languages.clauses import frames_of
from twosource.attributing.languages.works import from_works

__all__ = ["frames_of", "from_works"]
