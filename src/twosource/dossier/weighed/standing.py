"""Where the explanations stand: posterior, range over readings, prior, and what each person's answers say.

The first picture under an answer: a dot for the posterior, a bar for the range, a tick for the prior.
"Something else" has no dot, because nobody can say how well it explains what was seen: only a bound.
"""

from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import Bound, PersonMark, RangeRow, Ranges
from twosource.dossier.naming import brief, leader
from twosource.dossier.weighed.words import Words, refuse_unless_finite, words_for
from twosource.dossier.wording import capital
from twosource.evidence.readouts import HypothesisReadout, Weighing

LEVEL = 1e-9
TOLD_APART = 0.005
MOST_PEOPLE = 4
"""More people than this are rings without names; the table names all of them."""


def ranges_picture(weighing: Weighing, language: str = "en") -> Picture:
    """Return the posterior bars of a question. Raises RefusedError where a figure is no number."""
    words = words_for(language)
    _check(weighing)
    rows = tuple(_row(weighing, at, words) for at in range(len(weighing.hypotheses)))
    bound = Bound(
        label=words.say("something_else"),
        figures=words.say("at_most", p=words.percent(weighing.else_bound)),
        prior=weighing.else_prior,
        high=weighing.else_bound,
    )
    has_bound = weighing.else_bound > 0.0
    title = _finding(weighing, words)
    spoken = [f"{r.label}: {r.word}, {r.figures}" for r in rows]
    spoken += [f"{bound.label}: {bound.figures}"] if has_bound else []
    return Picture(
        name=f"weighing-{weighing.question_id}",
        title=title,
        caption=_caption(weighing, words, has_bound=has_bound),
        alt=f"{title}. {'; '.join(spoken)}.",
        drawing=Ranges(
            rows=rows,
            bound=bound if has_bound else None,
            half=words.percent(0.5),
            direction=words.direction,
        ),
        table=_table(weighing, words, bound if has_bound else None),
    )


def _check(weighing: Weighing) -> None:
    for h in weighing.hypotheses:
        figures = (h.prior, h.p, h.low, h.high, h.p if h.p_allowing is None else h.p_allowing)
        refuse_unless_finite(f"the answer on “{h.text or h.name}”", figures)
    refuse_unless_finite("the bound on something else", (weighing.else_prior, weighing.else_bound))
    for person in weighing.people:
        refuse_unless_finite(f"the reading of {person.by}", person.p)


def _row(weighing: Weighing, at: int, words: Words) -> RangeRow:
    h = weighing.hypotheses[at]
    people = weighing.people if len(weighing.people) <= MOST_PEOPLE else ()
    unnamed = [] if people else weighing.people
    marks = [PersonMark(label=person.by, p=person.p[at]) for person in people if at < len(person.p)]
    marks += [PersonMark(label="", p=person.p[at]) for person in unnamed if at < len(person.p)]
    return RangeRow(
        label=h.text or h.name,
        word=words.likely(h.word),
        figures=_figures(h, words),
        prior=h.prior,
        p=h.p,
        low=h.low,
        high=h.high,
        allowing=_allowing(h),
        people=tuple(marks),
    )


def _allowing(h: HypothesisReadout) -> float | None:
    """Return the posterior that allows for answers a little off, where it can be told from the other."""
    if h.p_allowing is None or abs(h.p_allowing - h.p) < TOLD_APART:
        return None
    return h.p_allowing


def _figures(h: HypothesisReadout, words: Words) -> str:
    low, high = words.percent(h.low), words.percent(h.high)
    return words.say("figures", p=words.percent(h.p), low=low, high=high)


def _finding(weighing: Weighing, words: Words) -> str:
    lead = leader(weighing)
    others = [h for h in weighing.hypotheses if h is not lead]
    said = capital(brief(weighing, lead.name))
    if not others:
        return words.say("alone", lead=said)
    next_best = max(others, key=lambda h: (h.p, h.name))
    if lead.p - next_best.p <= LEVEL:
        return words.say("level", lead=said, other=brief(weighing, next_best.name))
    overlap = any(h.high > lead.low for h in others)
    return words.say(
        "leads_overlap" if overlap else "leads_apart",
        lead=said,
        share=words.share(weighing.lead_share),
        p=words.percent(weighing.lead_share),
    )


def _caption(weighing: Weighing, words: Words, *, has_bound: bool) -> str:
    parts = [words.say("ranges_caption", n=words.count(weighing.n_draws))]
    if any(_allowing(h) is not None for h in weighing.hypotheses):
        parts.append(words.say("allowing_caption"))
    if has_bound:
        parts.append(words.say("bound_caption"))
    if weighing.people:
        is_named = len(weighing.people) <= MOST_PEOPLE
        who = words.joined([words.isolated(p.by) for p in weighing.people])
        parts.append(words.say("people_caption", who=who if is_named else words.count(len(weighing.people))))
    return " ".join([*parts, words.say("source")])


def _table(weighing: Weighing, words: Words, bound: Bound | None) -> Table:
    heads, rows = list(words.listed("ranges_heads")), []
    allows = any(_allowing(h) is not None for h in weighing.hypotheses)
    if allows:
        heads.append(words.say("allowing_head"))
    for at, h in enumerate(weighing.hypotheses):
        cells = list(_cells(h, words))
        if allows:
            cells.append(words.percent(h.p if h.p_allowing is None else h.p_allowing))
        rows.append((*cells, *(words.percent(person.p[at]) for person in weighing.people)))
    heads += [person.by for person in weighing.people]
    if bound is not None:
        cells = [bound.label, "", bound.figures, "", words.percent(bound.prior)]
        rows.append((*cells, *[""] * (len(heads) - len(cells))))
    return Table(
        caption=words.say("ranges_table"),
        headers=tuple(heads),
        rows=tuple(rows),
        numeric=tuple(range(2, len(heads))),
    )


def _cells(h: HypothesisReadout, words: Words) -> tuple[str, ...]:
    return (
        h.text or h.name,
        words.likely(h.word),
        words.percent(h.p),
        words.range(h.low, h.high),
        words.percent(h.prior),
        words.say("leads_in", p=words.percent(h.leads_share)),
    )
