"""What people read: layers beside the machine's, second readings compared, anchors proposed.

In: readings as persons gave them, and the renditions machines made. Out: renditions, collations
and proposals. Nothing here overwrites or moves anything; a person decides.
"""

from twosource.reading.human.anchoring import propose_anchors
from twosource.reading.human.collating import Collation, agreement
from twosource.reading.human.layers import layers_of, set_beside, suggestion_of
from twosource.reading.human.placing import place_words

__all__ = [
    "Collation",
    "agreement",
    "layers_of",
    "place_words",
    "propose_anchors",
    "set_beside",
    "suggestion_of",
]
