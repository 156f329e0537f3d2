"""Events in what is said: who did what to whom, where, when, how many, by what means.

`events_in` reads them from a parsed sentence, with what is known of the page around it (`Around`). Places
are looked up in an `Atlas` of gazetteers: the hand-made one, those of a case (`gazetteer_from`), the world's.
"""

from twosource.attributing.events.atlas import Atlas, place_index
from twosource.attributing.events.gazetteer import gazetteer, gazetteer_from
from twosource.attributing.events.reading import Around, events_in
from twosource.attributing.events.whereabouts import ground_of

__all__ = ["Around", "Atlas", "events_in", "gazetteer", "gazetteer_from", "ground_of", "place_index"]
