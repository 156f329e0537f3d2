"""Covering names: those of protected parties before titles are cut, those of the people who answered always.

Pages and pictures are veiled as a whole at the end; but a name that a title cuts in two would not be found
there any more, so whatever may be cut is covered first. Names that are keys stay as they are. Who of the desk
answered what is for the desk: a page that may be published calls them person 1, person 2.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import overload

from twosource.dossier.veil import Veil
from twosource.dossier.weighed.words import Words
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.readouts import Weighing


def cover_weighing(veil: Veil, weighing: Weighing) -> Weighing:
    """Return a weighing whose texts of hypotheses, hands, unknowns and steps name nobody protected."""
    return replace(
        weighing,
        hypotheses=tuple(replace(h, text=veil.over(h.text or h.name)) for h in weighing.hypotheses),
        weights=tuple(replace(w, text=veil.over(w.text or w.name)) for w in weighing.weights),
        states=tuple(replace(s, text=veil.over(s.text)) for s in weighing.states),
        next_steps=tuple(replace(s, text=veil.over(s.text)) for s in weighing.next_steps),
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


def labels_of(weighing: Weighing, staff: Iterable[str], words: Words) -> Mapping[str, str]:
    """Return what a page calls each person: those read in this weighing first, then the others by name."""
    differing = (by for d in weighing.disagreements for by, _ in d.words)
    named = dict.fromkeys((*(p.by for p in weighing.people), *sorted({*differing, *staff})))
    return {by: words.say("person", n=n) for n, by in enumerate(filter(None, named), 1)}


@overload
def cover_people(labels: Mapping[str, str], value: Weighing) -> Weighing: ...
@overload
def cover_people(labels: Mapping[str, str], value: str) -> str: ...
def cover_people(labels: Mapping[str, str], value: Weighing | str) -> Weighing | str:
    """Return a weighing, or a sentence, in which people who answered are called as the page calls them."""
    if isinstance(value, str):
        if not labels:
            return value
        longest_first = sorted(labels, key=lambda by: (-len(by), by))
        known = "|".join(map(re.escape, longest_first))
        return re.sub(rf"(?<!\w)(?:{known})(?!\w)", lambda match: labels[match[0]], value)
    return replace(
        value,
        people=tuple(replace(p, by=labels.get(p.by, p.by)) for p in value.people),
        disagreements=tuple(
            replace(d, words=tuple((labels.get(by, by), word) for by, word in d.words))
            for d in value.disagreements
        ),
    )
