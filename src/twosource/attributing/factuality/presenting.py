"""How a text presents one content: the operators over it, put together from the inside out.

Each governor passes on a share of its own certainty: "did not order them to withdraw" leaves the
withdrawal open, "failed to withdraw" turns it round, "did not notice that they withdrew" leaves it
standing. The sum is a figure on the scale of Stanovsky and others (2017), -3 to 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from twosource.attributing.factuality.groups import Group, Words, group_of
from twosource.attributing.factuality.operators import Operators
from twosource.attributing.factuality.scope import Hook, hook_of
from twosource.attributing.factuality.tensing import tense_of
from twosource.terms import Modality, Tense

CERTAIN = 3.0
MAX_DEPTH = 5
# How sure a content sounds under a mood of its own verb group, and when that mood is negated.
MOODS = {
    "obliging": (1.5, -1.0),
    "possible": (1.4, -2.0),
    "would": (1.7, -2.0),
    "future": (2.4, -2.0),
    "probable": (2.0, -2.0),
    "negative": (-3.0, 3.0),
    "certain": (3.0, -3.0),
}
_MODALITIES = {
    "obliging": Modality.ORDERED,
    "possible": Modality.POSSIBLE,
    "would": Modality.CONDITIONAL,
    "future": Modality.PREDICTED,
    "probable": Modality.POSSIBLE,
}
_OPENERS = {
    "condition": (0.9, Modality.CONDITIONAL),
    "consequence": (2.0, Modality.CONDITIONAL),
    "question": (0.0, Modality.ASKED),
    "purpose": (1.7, Modality.WISHED),
}


@dataclass(frozen=True, slots=True)
class Presented:
    """What the words do with a content: value -3..3, polarity, mood, tense, and the places of those words.

    `stands` says that nothing further out can change it: a presupposition. `own` is the value of the
    verb group by itself; `clause` is where the finite clause begins that a governor embeds, or -1.
    """

    value: float
    is_negated: bool
    modality: Modality
    tense: Tense
    places: tuple[int, ...]
    kinds: tuple[str, ...] = ()
    stands: bool = False
    own: float = CERTAIN
    clause: int = -1


def present(
    words: Sequence[str], at: int, span: tuple[int, int], operators: Operators, *, is_question: bool = False
) -> Presented:
    """Return how the folded words of a sentence present the word at `at`, looking only inside `span`.

    Raises ValueError where the word stands outside the span.
    """
    if not span[0] <= at < span[1]:
        raise ValueError(f"word {at} stands outside {span}")
    found = _present(Words(words, span[0], span[1], operators), at, 0)
    if not is_question or found.stands:
        return found
    signs = tuple(n for n in range(len(words) - 1, max(at, len(words) - 4), -1) if words[n] in ("?", "؟"))[:1]
    places = (*found.places, *signs)
    return Presented(0.0, found.is_negated, Modality.ASKED, found.tense, places, (*found.kinds, "question"))


def _present(line: Words, at: int, depth: int) -> Presented:
    group = group_of(line, at)
    hook = hook_of(line, group) if depth < MAX_DEPTH else None
    own, modality = _own(group)
    tense = tense_of(line, group)
    shown = tuple(sorted(set(group.shown)))
    if hook is None:
        return Presented(own, own < 0, modality, tense, shown)
    if hook.row is None:
        share, mood = _OPENERS[hook.opener]
        value = own * share / CERTAIN
        late = Tense.FUTURE if hook.opener == "purpose" else tense
        places = (*range(hook.first, hook.last), *shown)
        return Presented(value, own < 0, mood, late, places, (hook.opener,))
    return _hung(line, hook, Presented(own, own < 0, modality, tense, shown), depth)


def _own(group: Group) -> tuple[float, Modality]:
    """Return how sure a verb group sounds by itself: the mood that says least counts."""
    flat = -CERTAIN if group.is_negated else CERTAIN
    ranked = [mood for mood in MOODS if mood in group.moods]
    if not ranked:
        return flat, Modality.ACTUAL
    least = min(ranked, key=lambda mood: MOODS[mood][0] if mood != "negative" else -1.0)
    value = MOODS[least][group.is_negated]
    return value, _MODALITIES.get(least, Modality.ACTUAL)


def _hung(line: Words, hook: Hook, inner: Presented, depth: int) -> Presented:
    """Return a content as its governor presents it, the governor being read the same way."""
    row = hook.row
    assert row is not None
    over = _present(line, hook.first, depth + 1)
    factor = row.up if row.projects else _passed_on(over.value, row.up, row.down)
    value = max(-CERTAIN, min(CERTAIN, inner.value * factor / CERTAIN))
    places = tuple(sorted({*over.places, *range(hook.first, hook.last), *inner.places}))
    modality = _mood(inner.modality, row.modality, over.modality, stands=row.projects)
    return Presented(
        value=value,
        is_negated=(factor < 0) != inner.is_negated,
        modality=modality,
        tense=_later(inner.tense, row.modality, over.tense, is_open=row.projects),
        places=places,
        kinds=(*over.kinds, row.kind),
        stands=row.projects or over.stands,
        own=inner.value,
        clause=hook.last if hook.joint in _FINITE and not depth else -1,
    )


def _passed_on(over: float, up: float, down: float) -> float:
    """Return what a governor passes on when it is itself as sure as `over`."""
    return up * over / CERTAIN if over >= 0 else down * -over / CERTAIN


def _mood(own: Modality, row: Modality, over: Modality, *, stands: bool) -> Modality:
    """Return the mood nearest to the content; a question or condition further out covers it."""
    nearest = own if own is not Modality.ACTUAL else row
    if stands:
        return nearest
    if over in (Modality.ASKED, Modality.CONDITIONAL):
        return over
    return nearest if nearest is not Modality.ACTUAL else over


_FINITE = frozenset({"that", "bare", "whether"})
_LATER = frozenset({Modality.ORDERED, Modality.PREDICTED, Modality.WISHED})


def _later(own: Tense, row: Modality, over: Tense, *, is_open: bool) -> Tense:
    """Return the tense of a content: its own, else after an order or plan, else that of its governor."""
    if own is not Tense.UNKNOWN:
        return own
    if row in _LATER:
        return Tense.FUTURE
    return Tense.UNKNOWN if is_open else over
