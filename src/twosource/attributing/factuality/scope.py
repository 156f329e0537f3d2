"""What a content hangs on: the nearest governor, condition or question to its left, and through what joint.

Without a parser: a joint is a word that opens a content ("to", "that", "whether", "if") or the
place right behind a governor; clause signs and relative words close the way.
"""

from typing import NamedTuple

from twosource.attributing.factuality.groups import COMMAS, Group, Words
from twosource.attributing.factuality.operators import Governor

MAX_SUBJECT = 25
MAX_BETWEEN = 9
MAX_SUBJECT_NEGATION = 6
MAX_RIGHT = 7
MAX_FREE = 7


class Hook(NamedTuple):
    """A governor at first..last, or a condition or question where `row` is None and `opener` says which."""

    first: int
    last: int
    row: Governor | None
    opener: str = ""
    joint: str = ""


def hook_of(line: Words, group: Group) -> Hook | None:
    """Return what the word of a group hangs on, or None where it stands by itself.

    A negation in the subject ("none of the fighters withdrew") is noted in the group.
    """
    if line.operators.language != "en":
        return _free(line, group)
    if group.to >= 0:
        return _before_infinitive(line, group)
    if group.is_noun:
        return _before_noun(line, group) or _behind_noun(line, group)
    found = _adjacent(line, group.first - 1, "ing") if line.words[group.at].endswith("ing") else None
    return found or _before_clause(line, group)


def _governor(line: Words, at: int, joint: str) -> Hook | None:
    hit = line.operators.governor_at(line.words, at, line.first, joint) if at >= line.first else None
    return Hook(at - hit[0] + 1, at + 1, hit[1], joint=joint) if hit is not None else None


def _adjacent(line: Words, at: int, joint: str) -> Hook | None:
    """Return the governor that ends right here, one preposition left out: `evidence of`, `plans for`."""
    found = _governor(line, at, joint)
    if found is None and line.has("prepositions", at):
        found = _governor(line, at - 1, joint)
    return found


def _before_infinitive(line: Words, group: Group) -> Hook | None:
    """Return the governor of `to withdraw`; somebody may stand between: `ordered the fighters to`."""
    at = group.first - 1
    for place in range(at, max(line.first - 1, at - MAX_BETWEEN), -1):
        if line.is_sign(place) or line.words[place] in COMMAS or line.has("relative", place):
            break
        if found := _governor(line, place, "to"):
            return found
    return Hook(group.to, group.to + 1, None, "purpose")


def _before_noun(line: Words, group: Group) -> Hook | None:
    return _adjacent(line, group.first - 1, "np")


def _behind_noun(line: Words, group: Group) -> Hook | None:
    """Return the governor a noun is the subject of: `the withdrawal was planned`."""
    is_passive = False
    for place in range(group.at + 1, min(line.last, group.at + 1 + MAX_RIGHT)):
        word = line.words[place]
        if line.is_sign(place) or word in COMMAS or line.has("relative", place):
            return None
        is_passive = is_passive or word in ("was", "were", "is", "are", "been", "being", "be")
        if is_passive and (found := _governor(line, place, "np")):
            return found if not line.words[place].endswith("ing") else None
    return None


def _before_clause(line: Words, group: Group) -> Hook | None:
    """Return what opens the clause of a finite verb, going left over its subject."""
    at, has_comma = group.first - 1, False
    stop = max(line.first, at - MAX_SUBJECT)
    while at >= stop:
        word = line.words[at]
        if line.is_sign(at):
            return None
        has_comma = has_comma or word in COMMAS
        if n := line.ends("conditions", at):
            asks = _asking(line, at) if line.has("if_asks", at) else None
            return asks or _condition(group, at, n, has_comma=has_comma)
        if line.has("complementisers", at):
            return _opened(line, at)
        if line.has("relative", at):
            return None
        if not has_comma:
            _note_subject(line, group, at)
            if at < group.first - 1 and (found := _governor(line, at, "bare")):
                return found
        at -= 1
    return None


def _condition(group: Group, at: int, n: int, *, has_comma: bool) -> Hook | None:
    """Return the condition that opens a clause or stands before it; a flat fact behind one stays a fact."""
    if has_comma and not group.moods:
        return None
    return Hook(at - n + 1, at + 1, None, "condition" if not has_comma else "consequence")


def _asking(line: Words, at: int) -> Hook | None:
    for place in range(at - 1, max(line.first - 1, at - 4), -1):
        if found := _governor(line, place, "whether"):
            return found
    return None


def _opened(line: Words, at: int) -> Hook | None:
    """Return the governor behind `that` or `whether` at a place; `whether` alone is a question."""
    joint = "whether" if line.has("whether", at) else "that"
    for place in range(at - 1, max(line.first - 1, at - MAX_BETWEEN), -1):
        if line.is_sign(place) or line.has("relative", place):
            break
        if found := _governor(line, place, joint):
            return found
    return Hook(at, at + 1, None, "question") if joint == "whether" else None


def _note_subject(line: Words, group: Group, at: int) -> None:
    """Count `no` in the subject as a negation of its verb, once."""
    if group.first - at > MAX_SUBJECT_NEGATION or any(place < group.first for place in group.negations):
        return
    n = line.ends("no_words", at)
    if n and not line.has("unless_followed", at + 1):
        group.negations.append(at)
        group.shown.extend(range(at - n + 1, at + 1))


def _free(line: Words, group: Group) -> Hook | None:
    """Return the nearest governor or condition to the left, in languages whose joints have no rule here."""
    at = group.first - 1
    for place in range(at, max(line.first - 1, at - MAX_FREE), -1):
        if line.is_sign(place) or line.words[place] in COMMAS or line.has("relative", place):
            return None
        if n := line.ends("conditions", place):
            return Hook(place - n + 1, place + 1, None, "condition")
        for joint in ("to", "that", "np", "whether"):
            if found := _governor(line, place, joint):
                return found
    return None
