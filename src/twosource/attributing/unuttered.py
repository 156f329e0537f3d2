"""Verbs of saying over which something stands that leaves open whether anything was said, in English.

"No minister said that", "if Omar said that", "it is not true that Omar said", "Omar never, at any of the
meetings, told" and "did Omar say that?" name a speaker and a content, and tell of no saying. Whoever is
named keeps the link, because somebody has to look; the stance is open, so that nothing is asserted in
their name.
"""

from twosource.attributing.factuality.undoing import undone
from twosource.attributing.frames import Frame, Parsed, unsaid
from twosource.attributing.mentions import QUOTES
from twosource.terms import Stance

_RULES = frozenset({"verb", "hearer", "model", "verb after its subject"})
_MENTIONING = frozenset(
    {"speaks", "speak", "spoke", "mentions", "mention", "mentioned", "refers", "refer", "referred"}
)
_SUBJECT = 6
_OPENERS = ("negations", "nobody_words", "supposing", "unwilling")


def left_open(parsed: Parsed, frames: list[Frame]) -> list[Frame]:
    """Return the frames, open where the sentence does not say that something was said."""
    if parsed.lexicon.language != "en":
        return frames
    return [unsaid(frame) if _is_open(parsed, frame) else frame for frame in frames]


def leaves_own_open(parsed: Parsed, event_at: int | None) -> bool:
    """Say whether a page speaks of what nobody is said to have said: then it does not say it itself."""
    if parsed.lexicon.language != "en":
        return False
    if event_at is not None and _goes_unmentioned(parsed, event_at):
        return True
    for found in parsed.cues:
        if event_at is not None and event_at < found.first:
            continue
        is_saying = found.cue.kind in ("say", "tell") and _is_finite_or_withheld(parsed, found.first)
        opens = any(
            parsed.words[at] == "that" for at in range(found.last, min(found.last + 4, len(parsed.words)))
        )
        before = range(found.first)
        if is_saying and opens and any(parsed.is_in(w, at) for at in before for w in _OPENERS):
            return True
    return False


def _goes_unmentioned(parsed: Parsed, event_at: int) -> bool:
    """Say whether nothing is said to speak of an event: "no letter speaks of an agreement" asserts none."""
    if not parsed.is_in("nobody_words", 0):
        return False
    return any(parsed.words[at] in _MENTIONING for at in range(1, min(_SUBJECT + 1, event_at)))


def _is_finite_or_withheld(parsed: Parsed, at: int) -> bool:
    """Say whether a cue tells of a saying, `refused to say` too; in `it is fair to say` the page says it."""
    if at < 1 or parsed.words[at - 1] != "to":
        return True
    return any(parsed.is_in("unwilling", place) for place in range(max(0, at - 4), at - 1))


def is_scare_quoted(parsed: Parsed, first: int, last: int) -> bool:
    """Say whether quotation marks stand right around words: the army "said" so."""
    is_inside = first > 0 and last < len(parsed.tokens)
    return is_inside and parsed.tokens[first - 1].text in QUOTES and parsed.tokens[last].text in QUOTES


def _is_open(parsed: Parsed, frame: Frame) -> bool:
    if frame.rule not in _RULES or frame.stance is not Stance.ASSERTS or frame.cue_at < 0:
        return False
    first, last = frame.credits[-1].source.at
    if first < 0 or first > frame.cue_at:
        first = last = frame.cue_at if first < 0 else first
    return (
        parsed.is_in("nothing_words", frame.cue_last)
        or is_scare_quoted(parsed, frame.cue_at, frame.cue_last)
        or _is_of_nobody(parsed, first, last)
        or _is_supposed(parsed, first)
        or _is_parted_from_a_negation(parsed, last, frame.cue_at)
        or _is_asked(parsed, frame)
        or _tells_of_what_was_not(parsed, first)
    )


def _is_of_nobody(parsed: Parsed, first: int, last: int) -> bool:
    """Say whether the subject is `no minister`, `none of them`, `neither A nor B`."""
    if any(parsed.is_in("nobody_words", at) for at in range(first, last)):
        return True
    at = first - 1
    while at >= 0 and not parsed.is_in("nobody_words", at):
        mention = parsed.mention_at(at)
        joins = parsed.is_in("determiners", at) or parsed.words[at] in ("of", "one")
        is_paired = mention is not None and parsed.is_in("nobody_words", mention.first - 1)
        if not joins and not is_paired:
            return False
        at -= 1
    return at >= 0


def _is_supposed(parsed: Parsed, first: int) -> bool:
    """Say whether the clause of the subject opens with `if`, or hangs on `it is not true that`."""
    at = first - 1
    while at >= 0 and parsed.is_in("determiners", at) and not parsed.is_in("that", at):
        at -= 1
    if at < 0:
        return False
    if parsed.is_in("supposing", at):
        return True
    if parsed.words[at] != "that" or not at:
        return False
    is_denied = any(parsed.is_in("negations", place) for place in range(max(0, at - 4), at - 1))
    return parsed.is_in("untrue", at - 1) or (is_denied and parsed.is_in("true", at - 1))


def _is_parted_from_a_negation(parsed: Parsed, last: int, cue_at: int) -> bool:
    """Say whether a negation behind the subject reaches its verb over words between commas."""
    at = last
    while at < cue_at and parsed.is_in("fillers", at) and not parsed.is_in("negations", at):
        at += 1
    is_negated = at < cue_at and parsed.is_in("negations", at) and parsed.tokens[at].text.casefold() != "no"
    return is_negated and parsed.tokens[at + 1].text == "," and parsed.tokens[cue_at - 1].text == ","


def _tells_of_what_was_not(parsed: Parsed, first: int) -> bool:
    """Say whether somebody told what the page then denies: `the raid, which he announced, never happened`.

    The denial is the page's, so neither word is put into their mouth.
    """
    at = first - 1
    while at > 0 and parsed.is_in("determiners", at):
        at -= 1
    if at < 1 or not parsed.is_in("relatives", at):
        return False
    return any(undone(parsed.words, place, parsed.lexicon) for place in range(max(0, at - 12), at))


def _is_asked(parsed: Parsed, frame: Frame) -> bool:
    """Say whether the page asks, outside quotation marks, whether somebody said it."""
    if not parsed.sentence.text.rstrip().endswith(("?", "؟")):
        return False
    marks = [token for token in parsed.tokens[-2:] if token.text in "?؟"]
    is_quoted = any(parsed.sentence.is_quoted(token.start) for token in marks)
    has_own_question = any(token.text in QUOTES or token.text == ":" for token in parsed.tokens[frame.last :])
    return not is_quoted and not has_own_question
