"""The factuality of one statement's content, as its innermost speaker presents it."""

import math
from dataclasses import replace

from twosource.attributing.factuality.believing import features_of, is_fitted, scored
from twosource.attributing.factuality.groups import SIGNS
from twosource.attributing.factuality.operators import Operators, operators_for
from twosource.attributing.factuality.ordering import is_order
from twosource.attributing.factuality.presenting import MOODS, Presented, present
from twosource.attributing.factuality.undoing import undone
from twosource.attributing.frames import Frame, Parsed
from twosource.evidence.testimony import Factuality
from twosource.ports import Marked
from twosource.terms import Modality

_QUESTION = ("?", "؟")
# Cues that are whoever reports speaking, not the speaker: they say how the reporter stands to it.
_REPORTING = frozenset({"says", "claims"})
_TRAILING = "\"”»’' )"
MAX_SCORE = 3.0


def factuality_of(
    item: Parsed, frame: Frame | None, at: int | None, *, marked: Marked | None = None
) -> Factuality | None:
    """Return how the content is presented; None in a language without a list and without a tagger's figure.

    `at` is the word the content turns on (the trigger of its event), or None, and then its first
    verb is taken. The cue counts where it is the speaker's own stand ("denies", "believes") and
    does not where it is the reporter's ("says", "claims"): distance of reporters is the hedge.
    Under a negated, moody or questioned verb that embeds it ("I do not think that") the figure is
    the mean of the rules' and of the fitted model of belief. A tagger's figure for the word takes
    the place of both; words, mood and tense are always those of the rules, which can be shown.
    """
    operators = operators_for(item.lexicon.language)
    content = _content(item, frame)
    if operators is None or content[0] >= content[1]:
        return None
    is_inside = at is not None and content[0] <= at < content[1]
    target = at if is_inside and at is not None else turning_word(item, content, operators)
    found = _presented(item, frame, content, target, operators)
    if denied := undone(item.words, target, item.lexicon):
        places = tuple(sorted({*found.places, *denied}))
        found = replace(found, value=-abs(found.value), is_negated=True, places=places)
    if found.modality is Modality.ACTUAL and is_order(item, target):
        found = replace(found, value=MOODS["obliging"][0], modality=Modality.ORDERED, places=(target,))
    words = tuple(_written(item, found.places))
    given = _figure(marked, target)
    value = found.value if given is None else given
    if given is None and (belief := _belief(item, found, content, operators)) is not None:
        value = (found.value + belief) / 2
    return Factuality(
        modality=found.modality,
        tense=found.tense,
        is_negated=found.is_negated,
        score=round(value, 2),
        words=words,
    )


def _content(item: Parsed, frame: Frame | None) -> tuple[int, int]:
    whole = (0, len(item.tokens))
    if frame is None or frame.content[1] <= frame.content[0]:
        return whole
    return max(0, frame.content[0]), min(len(item.tokens), frame.content[1])


def turning_word(item: Parsed, content: tuple[int, int], operators: Operators) -> int:
    """Return the word a content without an event turns on: behind its first helper, else in the past."""
    words = item.words
    for at in range(*content):
        if not operators.helps(words[at]):
            continue
        behind = at + 1
        while behind < content[1] and any(
            operators.has(name, words[behind]) for name in ("auxiliaries", "negations", "adverbs")
        ):
            behind += 1
        return behind if behind < content[1] and item.tokens[behind].is_word else at
    for at in range(*content):
        if operators.has("past_forms", words[at]) or (words[at].endswith("ed") and len(words[at]) > 4):
            return at
    return next((at for at in range(*content) if item.tokens[at].is_word), content[0])


def _presented(
    item: Parsed, frame: Frame | None, content: tuple[int, int], target: int, operators: Operators
) -> Presented:
    text = item.sentence.text.rstrip(_TRAILING)
    is_question = text.endswith(_QUESTION) and (frame is None or content[1] >= len(item.tokens) - 1)
    inner = present(item.words, target, content, operators, is_question=is_question)
    if frame is None or not 0 <= frame.cue_at < content[0]:
        return inner
    outer = present(
        item.words, target, (min(frame.first, frame.cue_at), content[1]), operators, is_question=is_question
    )
    added = outer.kinds[: len(outer.kinds) - len(inner.kinds)]
    return outer if added and not _REPORTING.issuperset(added) else inner


def _written(item: Parsed, places: tuple[int, ...]) -> list[str]:
    """Return the words at those places as they stand, neighbours together."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return [item.text(first, last) for first, last in runs]


def _figure(marked: Marked | None, at: int) -> float | None:
    """Return a tagger's figure for a word, held to the scale; None where it gave none."""
    if marked is None or at >= len(marked.factuality) or math.isnan(marked.factuality[at]):
        return None
    return max(-MAX_SCORE, min(MAX_SCORE, marked.factuality[at]))


def _belief(item: Parsed, found: Presented, content: tuple[int, int], operators: Operators) -> float | None:
    """Return the fitted figure where something stands over the verb that embeds the content, else None."""
    if operators.language != "en" or not content[0] <= found.clause < content[1]:
        return None
    first = found.clause
    if operators.has("complementisers", item.words[first]):
        first += 1
    last = next((at for at in range(first, content[1]) if item.words[at] in SIGNS), content[1])
    features = features_of(item.words, (first, last), (), operators)
    if features is None or "plainly" in features or not is_fitted(features):
        return None
    return scored(features).score * found.own / MAX_SCORE
