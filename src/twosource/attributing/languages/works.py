"""Works that a bare preposition credits: `nach einem Bericht der Zeitung A`, where no phrase is a cue."""

from twosource.attributing.frames import Found, Frame, Parsed, frame_of
from twosource.attributing.lexicon import Cue
from twosource.attributing.works import leading_works
from twosource.terms import Access, Channel, Stance

RULE = "according to"


def from_works(parsed: Parsed) -> list[Frame]:
    """Return the frames of works a bare preposition names: `ist nach einem Bericht der Zeitung A leer`."""
    determiners = parsed.lexicon.grammar.get("determiners", frozenset())
    works = leading_works(parsed.words, parsed.mentions, parsed.lexicon.language, determiners)
    taken = {n for cue in parsed.cues for n in range(cue.first, cue.last)}
    cue = Cue("", "after", "phrase", Stance.ASSERTS, 0, Channel.PUBLICATION, Access.UNKNOWN, "", "")
    return [
        frame_of(parsed, Found(work.first, work.first + 1, cue), [work], (0, len(parsed.tokens)), RULE)
        for work in works
        if work.first not in taken
    ]
