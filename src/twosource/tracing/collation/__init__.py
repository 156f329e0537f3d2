"""Collation: two texts side by side, word by word, and the signs that one has it from the other.

`prepare` makes each text ready once. `collate` aligns two of them: shared passages with every edit, also
where they were reordered. `features_between` gives what the copy formula weighs: shared words, errors,
figures, spellings, translations, the choice and the order of facts, each with its rate among the
`OtherReports`. Which text came first is decided elsewhere. Levels of reuse in words: `collation.levels`;
many pairs at once: `collation.ranking`.
"""

from twosource.tracing.collation.aligning import collate
from twosource.tracing.collation.others import OtherReports
from twosource.tracing.collation.preparing import Prepared, prepare
from twosource.tracing.collation.signs import features_between
from twosource.tracing.collation.values import Collation, CollationSettings

__all__ = [
    "Collation",
    "CollationSettings",
    "OtherReports",
    "Prepared",
    "collate",
    "features_between",
    "prepare",
]
