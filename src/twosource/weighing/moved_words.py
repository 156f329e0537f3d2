"""What moved an answer, said in sentences made from the figures: what changed, by whom, and how far.

A deciban is a tenth of a power of ten of the odds: 3 double them, 10 make them tenfold. Sentences give both,
because nobody has a feeling for decibans at first.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Answer, Answered, Elicitation, Item, Variable
from twosource.evidence.forecasts import AnswerChange, Move
from twosource.evidence.readouts import HypothesisReadout
from twosource.terms import load_table, vocabulary
from twosource.weighing.moving import Change, Entered, Part
from twosource.weighing.words import figure, quoted, spoken

Show = Callable[[float], str]
UNSEEN = 0.05
"""Decibans that are printed as 0.0 (half of the last figure shown)."""
LEVEL = 1e-6
MOST_TOLD = 3


def told(change: Change, after: Entered) -> tuple[str, str, str]:
    """Return what changed in words, by whom as far as anybody wrote it down, and what it is about."""
    rows = list(zip(change.parts, change.before, change.after, strict=True))
    whole = {part[1] for part, earlier, later in rows if part[0] == "question" and None in (earlier, later)}
    if whole:
        # A question that joins or leaves takes all its own with it: that is one thing, said once.
        rows = [r for r in rows if r[0][0] == "question" or (r[0][1] not in whole and r[0][2] != "joined")]
    texts = {i.name: i.text for e in (after.elicitation, *(e for _, e in after.beside)) for i in e.items}
    whats = [_what(part, earlier, later, texts) for part, earlier, later in rows]
    bys = [_by(earlier, later, after.elicitation) for _, earlier, later in rows]
    about = ", ".join(f"{kind} {name or of}" for (kind, of, name), _, _ in rows)
    return " and ".join(whats), " and ".join(dict.fromkeys(bys)), about


def _by(earlier: object | None, later: object | None, elicitation: Elicitation) -> str:
    """Return who entered a part; who took one out of the case is who entered what is left of it."""
    part = earlier if later is None and isinstance(earlier, Answered) else later
    made = part.made if isinstance(part, Item | Variable | Answered) else elicitation.made
    return made.who


def _what(part: Part, earlier: object | None, later: object | None, texts: Mapping[str, str]) -> str:
    kind, _, name = part
    one = later if later is not None else earlier
    match one:
        case Answered():
            done = "took back what they had answered" if later is None else "answered"
            anew = " anew" if earlier is not None and later is not None else ""
            on = quoted(texts.get(one.item, one.item))
            return f"{one.made.who} {done} on {on}{anew}"
        case Variable() if kind == "track record":
            return f"the track record behind {quoted(one.text)} {_record(earlier, later)}"
        case Item() | Variable():
            if earlier is None or later is None:
                return f"{quoted(one.text)} was {'put in' if earlier is None else 'taken out'}"
            if isinstance(earlier, Item) and isinstance(one, Item):
                return f"{quoted(one.text)} was answered anew{_answered_anew(earlier, one)}"
            return f"the table of {quoted(one.text)} was changed"
    if kind == "prior":
        return f"the prior was changed{_prior(earlier, later)}"
    if isinstance(one, Question):
        return f"the question {quoted(one.text)} was {'joined' if earlier is None else 'taken apart from it'}"
    if kind == "contamination" and earlier is not None and later is not None:
        return f"contamination went from {earlier:g} to {later:g}"
    return f"“{name}” of the question was changed"


def _record(earlier: object | None, later: object | None) -> str:
    one, other = (p.track_record if isinstance(p, Variable) else None for p in (earlier, later))
    if one is None or other is None:
        return "was put in" if one is None else "was taken out"
    if one.n != other.n:
        return f"went from {one.n:,} to {other.n:,} items"
    return "was changed"


def _prior(earlier: object | None, later: object | None) -> str:
    one, other = (dict(p) if isinstance(p, tuple) else {} for p in (earlier, later))
    moved = [f"“{n}” from {one.get(n, 0):g} to {p:g}" for n, p in sorted(other.items()) if p != one.get(n)]
    return _listed(moved)


def _answered_anew(earlier: Item, later: Item) -> str:
    before = {answer.when: answer for answer in earlier.answers}
    many = len(later.answers) > 1
    moved = [c for a in later.answers if a.when in before for c in _cells(before[a.when], a, many=many)]
    if n := len({a.when for a in later.answers} ^ before.keys()):
        moved.append(f"{n} {'line' if n == 1 else 'lines'} put in or taken out")
    if earlier.n_searched != later.n_searched:
        moved.append(f"picked from {later.n_searched:,} instead of {earlier.n_searched:,}")
    if earlier.n_reference != later.n_reference:
        moved.append(f"held against {later.n_reference or 0:,} instead of {earlier.n_reference or 0:,}")
    return _listed(moved)


def _cells(earlier: Answer, later: Answer, *, many: bool) -> Iterator[str]:
    """Yield every figure or word of one line that changed; `many`: it is not the only line."""
    where = " otherwise" if many else ""
    if later.when:
        where = f" where {' and '.join(f'{n} is {_or(v)}' for n, v in later.when)}"
    if earlier.p is not None or later.p is not None:
        if earlier != later:
            one, other = (f"{a.p:g}" if a.p is not None else "words" for a in (earlier, later))
            yield f"from {one} to {other}{where}"
        return
    for name in sorted(later.words):
        if (was := earlier.words.get(name, "nothing")) != later.words[name]:
            yield f"under “{name}” from {was} to {later.words[name]}{where}"


def _or(states: Sequence[str]) -> str:
    return " or ".join(states)


def _listed(moved: Sequence[str]) -> str:
    if not moved:
        return ""
    more = len(moved) - MOST_TOLD
    told_of = [*moved[:MOST_TOLD], f"{more} more"] if more > 0 else moved
    return f": {', '.join(told_of)}"


def moved_sentences(
    before: Sequence[HypothesisReadout],
    after: Sequence[HypothesisReadout],
    change: AnswerChange,
    since: str,
    *,
    language: str = "en",
    show: Show = figure,
) -> tuple[str, ...]:
    """Say how far an answer moved since a day or an assessment, from what to what, and because of whom.

    `before` and `after` are read-outs of the same hypotheses; `since` completes "Since ..."; `show` prints
    a probability. In Arabic the first sentence only: reasons are in the words people entered.
    """
    if not change.decibans:
        return (f"Since {since} the question itself was changed. {' '.join(change.because)}".strip(),)
    if max(map(abs, change.decibans)) < UNSEEN:
        return (unmoved_sentence(after, since, language=language, show=show),)
    at = farthest(change.decibans)
    ends = tuple(_said(readouts[at], language, show) for readouts in (before, after))
    first = _first(after[at].text, ends, change.decibans[at], since, language)
    if language == "ar":
        return (first,)
    said = (first, _lead(before, after), *_because(change.moves, at, math.copysign(1.0, change.decibans[at])))
    return said if change.moves else (*said, *change.because)


def farthest(decibans: Sequence[float]) -> int:
    """Return which hypothesis moved farthest; of two that moved as far, the one that gained."""
    most = max(map(abs, decibans))
    as_far = [i for i, value in enumerate(decibans) if abs(value) >= most - LEVEL]
    return max(as_far, key=lambda i: (decibans[i], -i))


def unmoved_sentence(
    after: Sequence[HypothesisReadout], since: str, *, language: str = "en", show: Show = figure
) -> str:
    """Say that an answer is where it was, and where that is."""
    lead = max(after, key=lambda h: h.p)
    said = _said(lead, language, show)
    return _sentence("unmoved", language, since=since, text=quoted(lead.text, language), said=said)


def back_sentence(
    after: Sequence[HypothesisReadout],
    since: str,
    n_changes: int,
    *,
    language: str = "en",
    show: Show = figure,
) -> str:
    """Say that an answer was changed and came back to what it was, bit for bit."""
    lead = max(after, key=lambda h: h.p)
    text, said = quoted(lead.text, language), _said(lead, language, show)
    name = "back_once" if n_changes == 1 else "back"
    return _sentence(name, language, since=since, n=f"{n_changes:,}", text=text, said=said)


def _sentence(name: str, language: str, **parts: str) -> str:
    return str(load_table("moved_sentences")[name][spoken(language)]).format(**parts)


def _first(text: str, ends: Sequence[str], moved: float, since: str, language: str) -> str:
    return _sentence(
        "towards" if moved > 0 else "away",
        language,
        since=since,
        far=f"{abs(moved):.1f}",
        text=quoted(text, language),
        times=_times(abs(moved)),
        before=ends[0],
        after=ends[1],
    )


def _said(readout: HypothesisReadout, language: str, show: Show) -> str:
    word = vocabulary("likelihood")[readout.word].label(language) if readout.word else ""
    printed = partial(figure, language=language) if show is figure else show
    p, low, high = (printed(value) for value in (readout.p, readout.low, readout.high))
    return _sentence("said", language, word=word, p=p, low=low, high=high)


def _times(decibans: float) -> str:
    times = 10.0 ** (decibans / 10.0)
    if times > 1e6:
        return "more than a million times"
    return f"{times:.1f} times" if times < 100 else f"{times:,.0f} times"


def _lead(before: Sequence[HypothesisReadout], after: Sequence[HypothesisReadout]) -> str:
    was, now = (max(readouts, key=lambda h: h.p) for readouts in (before, after))
    if was.name == now.name:
        return f"{quoted(now.text)} leads as before."
    return f"The lead passed from {quoted(was.text)} to {quoted(now.text)}."


def _because(moves: Sequence[Move], at: int, way: float) -> Iterator[str]:
    """Yield what moved most in the direction of the move, then what moved most against it."""
    ordered = sorted(moves, key=lambda m: (-m.decibans[at] * way, m.about))
    along = [m for m in ordered if m.decibans[at] * way >= UNSEEN]
    against = [m for m in reversed(ordered) if m.decibans[at] * way <= -UNSEEN]
    if along:
        yield f"{'What moved it' if len(along) == 1 else 'What moved it most'}: {_named(along[0], at)}."
    if against:
        yield f"What moved it the other way most: {_named(against[0], at)}."


def _named(move: Move, at: int) -> str:
    by = f"; {move.by}" if move.by and move.about != "program" and move.by not in move.what else ""
    return f"{move.what} ({move.decibans[at]:+.1f} decibans{by})"


def printed_decibans(value: float) -> str:
    """Return decibans as printed, with their sign: "+3.1"; what rounds to nothing has none: "0.0"."""
    return "0.0" if abs(value) < UNSEEN else f"{value:+.1f}"
