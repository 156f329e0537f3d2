"""Whose words a sentence stands in: quotations over several sentences, and paragraphs after a colon.

Cues find who speaks in one sentence. Between sentences a voice goes on: inside the same
quotation, in the next paragraph that opens with a quotation, after "she wrote:", and where a
language has a mood for it, in sentences that report.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from twosource.attributing.blocks import block_end, introduced, leads_in
from twosource.attributing.discourse import nobody
from twosource.attributing.frames import Credit, Frame, Parsed
from twosource.attributing.labelled import in_turn
from twosource.attributing.moods import is_reported
from twosource.attributing.rules import frames_in
from twosource.attributing.titles import title_in
from twosource.terms import Access, Channel, Stance

QUOTED = "quotation marks"

_NEAR = 1
_SPEAKING = ("model", "verb", "hearer", "goes on", "quotes", "according to", "verb after its subject")


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody whose words go on after the sentence that names them.

    `block` is the last paragraph of the block they were brought in for, or -1 without a block.
    """

    frame: Frame
    paragraph: int
    block: int = -1

    def reaches(self, item: Parsed) -> bool:
        """Say whether a sentence stands in this voice."""
        if self.block >= 0:
            return item.sentence.paragraph <= self.block
        return item.sentence.paragraph - self.paragraph <= 1 and item.sentence.quote_id >= 0


def voiced(parsed: Iterable[Parsed]) -> Iterator[tuple[Parsed, list[Frame]]]:
    """Yield each sentence with its frames, quotations that go on included.

    A quoted sentence that comes before its speaker waits for the next unquoted sentence. The parts
    of a sentence too long to read at once stand in the words of whoever speaks in any of them.
    """
    parts: list[tuple[Parsed, list[Frame]]] = []
    for item, frames in _voices(parsed):
        if parts and not item.sentence.is_rest:
            yield from _rejoined(parts)
            parts = []
        parts.append((item, frames))
    yield from _rejoined(parts)


def _rejoined(parts: list[tuple[Parsed, list[Frame]]]) -> Iterator[tuple[Parsed, list[Frame]]]:
    """Yield the parts of one sentence: what is cut off behind a speaker, or before `A said`, is theirs."""
    if len(parts) > 1:
        for at in range(1, len(parts)):
            item, frames = parts[at]
            if not frames and parts[at - 1][1]:
                parts[at] = item, _carried(parts[at - 1][1][-1], item, [])
        for at in range(len(parts) - 2, -1, -1):
            item, frames = parts[at]
            behind = parts[at + 1][1]
            if not frames and behind and behind[0].content[0] == 0:
                parts[at] = item, _carried(behind[0], item, [])
    yield from parts


def _voices(parsed: Iterable[Parsed]) -> Iterator[tuple[Parsed, list[Frame]]]:
    voice: Voice | None = None
    told: Voice | None = None
    waiting: list[tuple[Parsed, list[Frame]]] = []
    items = list(parsed)
    for at, item in enumerate(items):
        frames = _found(item)
        if at and item.turn is not items[at - 1].turn:
            yield from (_heard(*one) for one in waiting)
            voice, waiting = None, []
        goes_on = voice is not None and voice.reaches(item)
        if voice is not None and goes_on:
            frames = _carried(voice.frame, item, frames)
        elif not frames and told is not None and _is_told_on(told, item):
            frames = _carried(told.frame, item, [])
        elif told is not None and _tells_of_holders(item, frames) and _is_near(told, item):
            frames = _carried(told.frame, item, frames)
        elif item.sentence.quote_id >= 0 and item.turn is None:
            waiting.append((item, frames))
            continue
        speaker = _quoting(item, frames)
        yield from _resolved(waiting, speaker, item.sentence.paragraph)
        waiting = []
        voice = _next_voice(voice if goes_on else None, (items, at), frames, speaker)
        told = _last_told(told, item, frames)
        yield _heard(item, frames)
    yield from (_heard(item, frames) for item, frames in waiting)


def _is_told_on(told: Voice, item: Parsed) -> bool:
    """Say whether the words of whoever spoke last go on here in the mood that reports."""
    return _is_near(told, item) and is_reported(item)


def _is_near(told: Voice, item: Parsed) -> bool:
    is_near = item.sentence.paragraph - told.paragraph <= _NEAR
    return is_near and item.sentence.quote_id < 0 and item.turn is None


def _tells_of_holders(item: Parsed, frames: list[Frame]) -> bool:
    """Say whether a sentence only tells who holds papers, in the mood that reports what somebody says."""
    return bool(frames) and all(
        frame.rule == "holds papers" and item.is_in("reported_mood", frame.cue_at) for frame in frames
    )


def _last_told(told: Voice | None, item: Parsed, frames: list[Frame]) -> Voice | None:
    """Return who spoke last outside quotation marks; whoever only holds papers or is cited says nothing."""
    spoken = [frame for frame in frames if frame.rule in _SPEAKING]
    return Voice(spoken[-1], item.sentence.paragraph) if spoken else told


def _found(item: Parsed) -> list[Frame]:
    item.discourse.notice_people(item.mentions)
    if item.sentence.is_headline:
        item.discourse.notice_title(title_in(item))
    frames = frames_in(item) if item.mentions or item.cues else []
    item.discourse.notice_publications(item.mentions)
    item.discourse.notice_bodies(item.mentions)
    return frames


def _heard(item: Parsed, frames: list[Frame]) -> tuple[Parsed, list[Frame]]:
    if not frames and item.turn is None and item.sentence.quote_id >= 0:
        frames = [_unclaimed(item)]
    frames = in_turn(item, item.turn, frames)
    for frame in frames:
        item.discourse.spoke(frame.credits[-1].source)
    return item, frames


def _resolved(
    waiting: list[tuple[Parsed, list[Frame]]], speaker: Frame | None, paragraph: int
) -> Iterator[tuple[Parsed, list[Frame]]]:
    for item, frames in waiting:
        is_near = speaker is not None and item.sentence.paragraph == paragraph
        yield _heard(item, _carried(speaker, item, frames) if speaker and is_near else frames)


def _next_voice(
    voice: Voice | None, here: tuple[list[Parsed], int], frames: list[Frame], speaker: Frame | None
) -> Voice | None:
    """Return the voice after the sentence `here` (all sentences, its number)."""
    items, at = here
    paragraph = items[at].sentence.paragraph
    if voice is not None and voice.block >= 0:
        return voice
    if leads_in(items[at]) and (brought := frames or introduced(items[at])):
        return Voice(brought[-1], paragraph, block_end(items, at, brought[-1]))
    return Voice(speaker, paragraph) if speaker is not None else None


def _quoting(item: Parsed, frames: list[Frame]) -> Frame | None:
    """Return the frame whose quotation may go on: its source stands outside the quotation marks."""
    if not item.sentence.quotes:
        return None
    spoken = [
        frame
        for frame in frames
        if frame.rule in _SPEAKING and not item.sentence.is_quoted(item.tokens[frame.first].start)
    ]
    return spoken[-1] if spoken else None


def _carried(voice: Frame, item: Parsed, frames: list[Frame]) -> list[Frame]:
    """Return the frames of a sentence inside somebody's words: theirs, or those of whom they credit."""
    if not frames:
        whole = (0, len(item.tokens))
        return [
            replace(
                voice, first=0, last=0, content=whole, rule="goes on", cue_at=-1, rest=None, parts=(), p=None
            )
        ]
    names = {credit.source.name for credit in voice.credits}
    return [
        frame if any(credit.source.name in names for credit in frame.credits) else frame.inside(voice)
        for frame in frames
    ]


def _unclaimed(item: Parsed) -> Frame:
    """Return the frame of a whole sentence in quotation marks that nobody near is said to have said.

    Somebody did, and it is not the page: what a page quotes never stands as its own knowledge.
    """
    credit = Credit(nobody(QUOTED), QUOTED, Channel.SPEECH, Access.UNKNOWN)
    return Frame((credit,), Stance.ASSERTS, 0, 0, 0, (0, len(item.tokens)), "unclaimed quotation")
