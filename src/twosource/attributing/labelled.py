"""The frames of a sentence that stands in somebody's turn: theirs, or those of whom they credit."""

from dataclasses import replace

from twosource.attributing.discourse import LABEL, Source
from twosource.attributing.frames import Credit, Frame, Parsed
from twosource.attributing.mentions import Mention
from twosource.attributing.turns.words import Speaker, Turn
from twosource.terms import Access, PartyKind, Stance

_QUESTION = ("?", "؟")
_TRAILING = "\"”»’' )*_"


def in_turn(item: Parsed, turn: Turn | None, frames: list[Frame]) -> list[Frame]:
    """Return the frames with whoever's turn it is around them; a turn of nobody has none."""
    if turn is None:
        return frames
    if not turn.speakers:
        return []
    voice = _voice(item, turn)
    asks = item.sentence.text.rstrip(_TRAILING).endswith(_QUESTION)
    if not frames:
        return [replace(voice, stance=Stance.ASKS if asks else Stance.ASSERTS)]
    names = {credit.source.name for credit in voice.credits}
    return [
        frame if any(credit.source.name in names for credit in frame.credits) else frame.inside(voice)
        for frame in frames
    ]


def _voice(item: Parsed, turn: Turn) -> Frame:
    credits = tuple(
        Credit(_source(item, speaker), speaker.cue, speaker.channel, _access(turn, number))
        for number, speaker in enumerate(turn.speakers)
    )
    return Frame(credits, Stance.ASSERTS, 0, 0, 0, (0, len(item.tokens)), LABEL)


def _access(turn: Turn, number: int) -> Access:
    """Return how a speaker knows: whoever passes on what another wrote has read it."""
    return Access.UNKNOWN if number == len(turn.speakers) - 1 else Access.WAS_TOLD


def _source(item: Parsed, speaker: Speaker) -> Source:
    """Return who a label stands for: a name known from the text, else the label itself."""
    if speaker.is_role:
        return Source(f"“{speaker.label}”", PartyKind.PLACEHOLDER, speaker.label, role=LABEL)
    name = speaker.label.title() if speaker.label.isupper() and " " in speaker.label else speaker.label
    mention = Mention(first=0, last=0, name=name, kind=PartyKind.PERSON)
    return item.discourse.source_of(mention, speaker.label)
