"""Events in what is said: who did what to whom, where, when, how many, by what means.

`events_in` reads them from a parsed sentence.
"""

from twosource.attributing.events.reading import events_in, gazetteer, place_index

__all__ = ["events_in", "gazetteer", "place_index"]
