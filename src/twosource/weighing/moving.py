"""What moved an answer between two weighings, and how much of it each change is worth, exactly.

Nothing is updated step by step: every weighing is made from scratch, so the order in which things arrived
cannot be seen in it. Two states of what people entered are taken apart into their changes (an item put in,
taken out or answered anew, the prior, a table of a variable, a track record, one person's answers), and
each state between the two is weighed exactly. With v(S) the decibans when the changes in S were made, the
share of change i is its Shapley value (Shapley 1953), the mean of v(S + i) - v(S) over all orders: shares
add up to the whole move. Changes that mean nothing without each other (a variable, and what is conditioned
on it) are one.

By hand: prior odds 1, two items of likelihood ratio 2 and 5 put in, independent: 3.0 + 7.0 = 10 decibans.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import Any, TypeGuard, cast

import numpy as np

from twosource.errors import RefusedError
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Answered, Elicitation, Item, Variable, When
from twosource.evidence.forecasts import Move
from twosource.weighing.decibans import odds_decibans, shapley_values
from twosource.weighing.elimination import FloatArray
from twosource.weighing.linked import together
from twosource.weighing.pooling import read_jointly, standing
from twosource.weighing.settings import WeighSettings
from twosource.weighing.whatifs import NOTHING, joint_weights

MOST_SHARED = 10
"""So many changes are shared out among all their orders: 2 ** 10 exact sums."""
LEAST = 1e-9
"""Decibans below which two sums differ by rounding only."""

Part = tuple[str, str, str]
Decibans = Callable[["Entered"], FloatArray | None]
_SAID_ELSEWHERE = frozenset({"question_id", "prior", "prior_why", "contamination", "variables", "items"})
# What somebody reads and nothing is summed from.
_UNWEIGHED = frozenset({*_SAID_ELSEWHERE, "possible_findings", "projections", "made"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Everything people entered that one weighing was made from.

    `answered` is what people answered apart from each other, `beside` the questions joined in the network.
    """

    question: Question
    elicitation: Elicitation
    answered: tuple[Answered, ...] = ()
    beside: tuple[tuple[Question, Elicitation], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Parts of what was entered that changed and only mean something together; before and after of each."""

    parts: tuple[Part, ...]
    before: tuple[object | None, ...]
    after: tuple[object | None, ...]


def weighed_decibans(settings: WeighSettings) -> Decibans:
    """Return what weighs one state exactly and gives decibans per hypothesis; None where it cannot be."""

    def found(entered: Entered) -> FloatArray | None:
        try:
            joint, _ = read_jointly(
                (entered.question, entered.elicitation), entered.beside, entered.answered, settings
            )
        except RefusedError:
            return None
        weights: FloatArray = joint_weights(joint.network, [NOTHING])[0]
        return odds_decibans(weights / weights.sum()) if weights.sum() > 0.0 else None

    return found


def same_hypotheses(before: Entered, after: Entered) -> bool:
    """Say whether both states ask about the same named hypotheses in the same order."""
    one, other = ([h.name for h in e.question.named] for e in (before, after))
    return one == other


def changes_between(before: Entered, after: Entered) -> tuple[Change, ...]:
    """Return everything that changed and that anything is summed from, each with what it needs, by name.

    Wordings, exhibits and reasons change what is read and nothing that is summed; they are left out.
    """
    earlier, later = _parts(before), _parts(after)
    differ = [k for k in sorted({*earlier, *later}) if _weighed(earlier.get(k)) != _weighed(later.get(k))]
    return tuple(
        Change(
            parts=group,
            before=tuple(earlier.get(part) for part in group),
            after=tuple(later.get(part) for part in group),
        )
        for group in _joined(differ, earlier, later)
    )


def shares(
    before: Entered, after: Entered, changes: Sequence[Change], decibans: Decibans
) -> tuple[FloatArray, bool] | None:
    """Return decibans per change, shape (changes, hypotheses), and whether they are Shapley shares.

    Beyond `MOST_SHARED` changes each row is what taking back this one alone moves, and rows need not add up.
    None where some state between the two cannot be weighed.
    """
    n = len(changes)
    if not n:
        return np.zeros((0, len(after.question.named))), True
    if n > MOST_SHARED:
        whole = decibans(after)
        kept = [[c for c in changes if c is not one] for one in changes]
        without = [decibans(_state(before, after, others)) for others in kept]
        if whole is None or any(one is None for one in without):
            return None
        return np.stack([whole - one for one in without if one is not None]), False
    values = []
    for subset in range(1 << n):
        value = decibans(_state(before, after, [c for i, c in enumerate(changes) if subset >> i & 1]))
        if value is None:
            return None
        values.append(value)
    return shapley_values(np.stack(values), n), True


def rest_moves(
    total: FloatArray, moves: Sequence[Move], *, is_shared: bool, program: str
) -> tuple[Move, ...]:
    """Return what the moves leave of a whole move, as one more: interplay, or what `program` says of itself.

    Nothing where they add up. `program` is a sentence such as "the program changed from 0.1 to 0.2".
    """
    told = np.sum([m.decibans for m in moves], axis=0) if moves else np.zeros_like(total)
    rest = total - told
    if np.abs(rest).max(initial=0.0) <= LEAST:
        return ()
    figures = tuple(float(value) for value in rest)
    if is_shared:
        return (Move(what=program, by="the program", decibans=figures, about="program"),)
    what = "what these changes do only together, and the program where it changed"
    return (Move(what=what, by="", decibans=figures, about="interplay"),)


def _parts(entered: Entered) -> dict[Part, object]:
    """Return what was entered, part by part: kind, question and name."""
    found: dict[Part, object] = {}
    for elicitation in (entered.elicitation, *(e for _, e in entered.beside)):
        of = elicitation.question_id
        found["prior", of, ""] = tuple(sorted(elicitation.prior.items()))
        found["contamination", of, ""] = elicitation.contamination
        found |= {("item", of, i.name): i for i in elicitation.items}
        found |= {("variable", of, v.name): replace(v, track_record=None) for v in elicitation.variables}
        found |= {("track record", of, v.name): v for v in elicitation.variables if v.track_record}
        for one in fields(elicitation):
            if one.name not in _UNWEIGHED:
                found["setting", of, one.name] = getattr(elicitation, one.name)
    found |= {("question", q.question_id, ""): q for q, _ in entered.beside}
    found |= {("answered", a.question_id, f"{a.made.by} {a.item}"): a for a in standing(entered.answered)}
    return found


def _weighed(part: object | None) -> object:
    """Return what of a part something is summed from."""
    match part:
        case tuple() if part and isinstance(part[0], tuple):
            total = sum(p for _, p in part) or 1.0
            return [(name, p / total) for name, p in part]
        case Item():
            unread = replace(part, text="", opposite="", claim_id="", exhibit_ids=(), chokepoint="")
            return [getattr(unread, one.name) for one in fields(Item) if one.name != "made"]
        case Variable(track_record=None):
            return [getattr(part, n) for n in ("states", "rows", "merged")]
        case Variable():
            return part.track_record
        case Answered():
            return part.answers
        case Question():
            return [h.name for h in part.named]
    return part


def _conditions(part: object | None) -> frozenset[str]:
    """Return the names of the variables and questions a part speaks of in its conditions."""
    whens: list[When] = []
    if isinstance(part, Item):
        whens = [answer.when for answer in part.answers]
    elif isinstance(part, Variable):
        whens = [row.when for row in part.rows]
    return frozenset(name for when in whens for name, _ in when)


def _shape(part: object | None) -> object:
    """Return what of a variable others depend on: its states, and whom it depends on itself."""
    return (part.states, part.merged, _conditions(part)) if isinstance(part, Variable) else _weighed(part)


def _joined(
    keys: Sequence[Part], earlier: Mapping[Part, object], later: Mapping[Part, object]
) -> Iterator[tuple[Part, ...]]:
    """Yield groups of changed parts, each of which can be taken back by itself."""
    reshaped = {
        key
        for key in keys
        if key[0] in ("variable", "question") and _shape(earlier.get(key)) != _shape(later.get(key))
    }
    links: list[tuple[Part, ...]] = [(key,) for key in keys]
    for one, other in combinations(keys, 2):
        for key, shape in ((one, other), (other, one)):
            named = _conditions(earlier.get(key)) | _conditions(later.get(key))
            if shape in reshaped and _needs(key, shape, named, is_reshaped=key in reshaped):
                links.append((key, shape))
    yield from sorted(tuple(sorted(group)) for group in together(links))


def _needs(key: Part, shape: Part, named: frozenset[str], *, is_reshaped: bool) -> bool:
    """Say whether a part means nothing without a variable or a joined question of another shape."""
    kind, of, name = shape
    if kind == "question":
        return key[1] == of or of in named or key[0] == "question" or key[2] == "joined"
    return name in named or is_reshaped or (key[0] == "track record" and key[2] == name)


def _state(before: Entered, after: Entered, made: Sequence[Change]) -> Entered:
    """Return the state before with some of the changes made; wordings are those of the later one."""
    parts = _parts(before)
    for change in made:
        for part, value in zip(change.parts, change.after, strict=True):
            if value is None:
                parts.pop(part, None)
            else:
                parts[part] = value
    like = {e.question_id: e for _, e in (*before.beside, *after.beside)}
    asked = [(q.question_id, q) for q in parts.values() if isinstance(q, Question)]
    return Entered(
        question=after.question,
        elicitation=_assembled(parts, after.elicitation),
        answered=tuple(v for v in parts.values() if isinstance(v, Answered)),
        beside=tuple((question, _assembled(parts, like[of])) for of, question in sorted(asked)),
    )


def _assembled(parts: Mapping[Part, object], like: Elicitation) -> Elicitation:
    own = {(k, n): v for (k, of, n), v in sorted(parts.items(), key=_place) if of == like.question_id}
    records = {n: v.track_record for (k, n), v in own.items() if k == "track record" and _is_variable(v)}
    variables = [(n, v) for (k, n), v in own.items() if k == "variable" and _is_variable(v)]
    settings: dict[str, Any] = {n: v for (k, n), v in own.items() if k == "setting"}
    return replace(
        like,
        prior=dict(cast(tuple[tuple[str, float], ...], own["prior", ""])),
        contamination=cast(float, own["contamination", ""]),
        variables=tuple(replace(v, track_record=records.get(n)) for n, v in variables),
        items=tuple(v for v in own.values() if isinstance(v, Item)),
        # What is looked for next moves nothing, and may speak of variables that this state has not.
        possible_findings=(),
        projections=(),
        **settings,
    )


def _place(entry: tuple[Part, object]) -> Part:
    return entry[0]


def _is_variable(value: object) -> TypeGuard[Variable]:
    return isinstance(value, Variable)
