"""The ledger of weights: what each pair of hands added to one explanation, from before to now.

Shapley shares add up to the whole move in decibans, so they can be drawn as an account: where it stood,
what came off, what came on, where it stands. Where there are none, each group is drawn beside nought,
because what things are worth when taken away alone does not add up.
"""

import math
from collections.abc import Sequence

from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import Ledger, LedgerEnd, LedgerRow
from twosource.dossier.naming import brief, leader, short
from twosource.dossier.weighed.words import Words, refuse_unless_finite, words_for
from twosource.dossier.wording import capital, shorten
from twosource.errors import UsageError
from twosource.evidence.readouts import HypothesisReadout, Weighing, WeightReadout

ROWS = 12
LIMIT = 300.0
"""Decibans beyond which odds are shown as this, as weighing does."""
HANDS = 60
SLIGHT = 0.05
"""A move that prints as nought."""


def ledger_picture(weighing: Weighing, hypothesis: str = "", language: str = "en") -> Picture | None:
    """Return the account of one hypothesis (the lead's where none is named), or None without evidence.

    Raises UsageError for a hypothesis that is not named in the question, RefusedError where a figure is
    no number.
    """
    words = words_for(language)
    at = _place(weighing, hypothesis)
    groups = [w for w in weighing.weights if w.is_group] or list(weighing.weights)
    if not groups:
        return None
    for group in groups:
        refuse_unless_finite(
            f"what {group.text or group.name} moved", (*group.decibans, *group.shapley, *group.shapley_error)
        )
    is_sum = all(len(g.shapley) == len(weighing.hypotheses) for g in groups)
    values = [(g.text or g.name, (g.shapley if is_sum else g.decibans)[at]) for g in groups]
    chosen = weighing.hypotheses[at]
    title = _finding(weighing, chosen, values, words, is_sum=is_sum)
    drawing = _account(chosen, values, words, is_sum=is_sum)
    spoken = "; ".join(f"{r.label}: {r.figure}" for r in drawing.rows)
    return Picture(
        name=f"moved-{weighing.question_id}-{chosen.name}",
        title=title,
        caption=_caption(weighing, chosen, drawing, groups, words),
        alt=f"{title}. {spoken}.",
        drawing=drawing,
        table=_table(weighing, groups, words, is_sum=is_sum),
    )


def _place(weighing: Weighing, hypothesis: str) -> int:
    names = [h.name for h in weighing.hypotheses]
    if hypothesis and hypothesis not in names:
        raise UsageError(
            f"There is no hypothesis {hypothesis} in this question.",
            remedy=f"Name one of: {', '.join(names)}.",
        )
    return names.index(hypothesis or leader(weighing).name)


def _odds(p: float) -> float:
    """Return the odds of a probability in decibans, at most LIMIT either way. By hand: _odds(.5) is 0."""
    if p <= 0.0 or p >= 1.0:
        return math.copysign(LIMIT, p - 0.5)
    return max(-LIMIT, min(LIMIT, 10.0 * math.log10(p / (1.0 - p))))


def _sorted(values: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return what speaks against before what speaks for, the heaviest first."""
    return sorted(values, key=lambda v: (v[1] >= 0.0, -abs(v[1]), v[0]))


def _folded(values: Sequence[tuple[str, float]], words: Words) -> list[tuple[str, float]]:
    """Return about ROWS rows: the lightest on either side are added up into one, so that sums hold."""
    if len(values) <= ROWS:
        return _sorted(values)
    heaviest = sorted(values, key=lambda v: (-abs(v[1]), v[0]))
    kept, rest = heaviest[: ROWS - 2], heaviest[ROWS - 2 :]
    out = _sorted(kept)
    n_against = sum(value < 0.0 for _, value in out)
    for is_for in (True, False):
        side = [value for _, value in rest if (value >= 0.0) is is_for]
        if side:
            at = len(out) if is_for else n_against
            out.insert(at, (words.say("more", n=words.count(len(side))), sum(side)))
    return out


def _account(
    chosen: HypothesisReadout, values: Sequence[tuple[str, float]], words: Words, *, is_sum: bool
) -> Ledger:
    rows = (
        _folded(values, words) if is_sum else _sorted(values)[:ROWS] if len(values) <= ROWS else _top(values)
    )
    sides = words.listed("against_for")
    start, end = _odds(chosen.prior), _odds(chosen.p)
    left = end - start - sum(value for _, value in values)
    if is_sum and abs(left) >= SLIGHT and max(abs(start), abs(end)) < LIMIT:
        rows = [*rows, (words.say("rest"), left)]
    drawn = tuple(LedgerRow(label=label, value=value, figure=words.decibans(value)) for label, value in rows)
    before = words.percent(chosen.prior)
    after = f"{words.likely(chosen.word)}{words.fixed['list_comma']}{words.percent(chosen.p)}"
    return Ledger(
        rows=drawn,
        start=LedgerEnd(label=words.say("before"), value=start, figure=before) if is_sum else None,
        end=LedgerEnd(label=words.say("after"), value=start + math.fsum(v for _, v in rows), figure=after)
        if is_sum
        else None,
        sides=(sides[0], sides[1]),
        even=words.say("even"),
        direction=words.direction,
    )


def _top(values: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return the heaviest rows where rows do not add up, so that none can stand for several."""
    return _sorted(sorted(values, key=lambda v: (-abs(v[1]), v[0]))[:ROWS])


def _finding(
    weighing: Weighing,
    chosen: HypothesisReadout,
    values: Sequence[tuple[str, float]],
    words: Words,
    *,
    is_sum: bool,
) -> str:
    lead = capital(brief(weighing, chosen.name))
    total = math.fsum(value for _, value in values)
    if not is_sum:
        hands, best = max(values, key=lambda v: (abs(v[1]), v[0]))
        return words.say(
            "alone_title",
            lead=brief(weighing, chosen.name),
            hands=_hands(hands, words),
            best=words.decibans(best),
        )
    if abs(total) < SLIGHT:
        return words.say("stayed", lead=brief(weighing, chosen.name))
    sign = math.copysign(1.0, total)
    hands, best = max(values, key=lambda v: (sign * v[1], v[0]))
    return words.say(
        "rose" if total > 0 else "fell",
        lead=lead,
        db=words.isolated(f"{abs(total):.1f}"),
        hands=_hands(hands, words),
        best=words.decibans(best),
    )


def _hands(text: str, words: Words) -> str:
    return words.isolated(shorten(text.strip().rstrip("."), HANDS))


def _caption(
    weighing: Weighing,
    chosen: HypothesisReadout,
    drawing: Ledger,
    groups: Sequence[WeightReadout],
    words: Words,
) -> str:
    n_groups = len(groups)
    is_sum = drawing.start is not None
    told = [
        words.say(
            "ledger_caption" if is_sum else "alone_caption",
            lead=brief(weighing, chosen.name),
            plus=words.isolated("+3"),
            minus=words.isolated("\u22123"),
            n=words.counted(n_groups, "group", "groups"),
        )
    ]
    error = max((e for g in groups for e in g.shapley_error), default=0.0)
    if is_sum and error > 0.0:
        told.append(words.say("sampled", error=words.isolated(f"{error:.2f}")))
    figures = [round(row.value, 1) for row in drawing.rows]
    whole = math.fsum(row.value for row in drawing.rows)
    if is_sum and abs(sum(figures) - round(whole, 1)) >= SLIGHT:
        told.append(words.say("rounded"))
    if not is_sum and n_groups > len(drawing.rows):
        told.append(words.say("not_drawn_rows", n=words.count(n_groups - len(drawing.rows))))
    return " ".join([*told, words.say("source")])


def _table(weighing: Weighing, groups: Sequence[WeightReadout], words: Words, *, is_sum: bool) -> Table:
    columns = tuple(short(weighing, h.name) for h in weighing.hypotheses)
    rows = [
        (g.text or g.name, *(words.decibans(v) for v in (g.shapley if is_sum else g.decibans)))
        for g in groups
    ]
    if is_sum:
        totals = [math.fsum(g.shapley[at] for g in groups) for at in range(len(columns))]
        rows.append((words.say("total"), *(words.decibans(v) for v in totals)))
    return Table(
        caption=words.say("ledger_table" if is_sum else "alone_table"),
        headers=(words.say("evidence_head"), *columns),
        rows=tuple(rows),
        numeric=tuple(range(1, len(columns) + 1)),
    )
