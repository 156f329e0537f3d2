"""Covering protected names before titles are cut to length: half a name is still a name.

Pages and pictures are veiled as a whole at the end; but a name that a title cuts in two would not be found
there any more, so whatever may be cut is covered first. Names that are keys stay as they are.
"""

from dataclasses import replace

from twosource.dossier.veil import Veil
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.readouts import Weighing


def cover_weighing(veil: Veil, weighing: Weighing) -> Weighing:
    """Return a weighing whose texts of hypotheses and hands name nobody protected."""
    return replace(
        weighing,
        hypotheses=tuple(replace(h, text=veil.over(h.text or h.name)) for h in weighing.hypotheses),
        weights=tuple(replace(w, text=veil.over(w.text or w.name)) for w in weighing.weights),
    )


def cover_elicitation(veil: Veil, elicitation: Elicitation | None) -> Elicitation | None:
    """Return what people answered, its texts of items and variables naming nobody protected."""
    if elicitation is None:
        return None
    return replace(
        elicitation,
        items=tuple(replace(i, text=veil.over(i.text or i.name)) for i in elicitation.items),
        variables=tuple(replace(v, text=veil.over(v.text or v.name)) for v in elicitation.variables),
    )
