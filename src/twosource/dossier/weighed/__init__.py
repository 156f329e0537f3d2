"""Pictures of a weighing, each with its finding as title, caption, words for it and table twin.

Here figures become words and drawing values; `dossier.pictures` knows how they are drawn.
"""

from twosource.dossier.weighed.calibrating import calibration_picture
from twosource.dossier.weighed.ledger import ledger_picture
from twosource.dossier.weighed.prior_maps import prior_map_picture, prior_map_table
from twosource.dossier.weighed.standing import ranges_picture
from twosource.dossier.weighed.tipping import tipping_picture

__all__ = [
    "calibration_picture",
    "ledger_picture",
    "prior_map_picture",
    "prior_map_table",
    "ranges_picture",
    "tipping_picture",
]
