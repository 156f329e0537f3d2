"""When a content is said to hold, by the helpers and the form of its verb; unknown where they do not say."""

from twosource.attributing.factuality.groups import Group, Words
from twosource.terms import Tense

_ARABIC_FUTURE = ("سي", "ست", "سن", "سأ")
_ARABIC_PRESENT = ("ي", "ت", "ن")


def tense_of(line: Words, group: Group) -> Tense:
    """Return the tense of the group; an infinitive and a bare noun have none of their own."""
    if "future" in group.moods:
        return Tense.FUTURE
    if line.operators.language == "ar":
        return _arabic(line, group)
    if group.is_noun:
        return Tense.UNKNOWN
    helpers = [word for word in group.auxiliaries if not word.startswith("be")]
    if any(line.operators.has("past_auxiliaries", word) for word in helpers):
        return Tense.PAST
    if helpers:
        return Tense.PRESENT
    if group.to >= 0 or group.moods.keys() & {"possible", "would", "obliging"}:
        return Tense.UNKNOWN
    word = line.words[group.at]
    if word.endswith("ed") or line.has("past_forms", group.at):
        return Tense.PAST
    return Tense.PRESENT if word.endswith("s") and not word.endswith("ss") else Tense.UNKNOWN


def _arabic(line: Words, group: Group) -> Tense:
    """Return the tense an Arabic particle or prefix shows; a bare perfect looks like a noun."""
    denied = {line.words[place] for place in group.negations}
    if denied & {"لن", "ولن"} or line.words[group.at].startswith(_ARABIC_FUTURE):
        return Tense.FUTURE
    if denied & {"لم", "ولم", "فلم"} or any(
        line.operators.has("past_auxiliaries", word) for word in group.auxiliaries
    ):
        return Tense.PAST
    if denied & {"لا", "ولا"} or group.auxiliaries:
        return Tense.PRESENT
    return Tense.UNKNOWN
