"""The tipping chart: how far one answer may move before another explanation leads.

Exact, because odds are linear in any one answered figure. What matters is whether the tipping point lies
inside the band of the word that was answered: then the same word, read another way, gives another lead.
"""

from collections.abc import Mapping, Sequence

from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import TippingChart, TippingLine
from twosource.dossier.naming import brief, short
from twosource.dossier.weighed.words import Words, refuse_unless_finite, words_for
from twosource.dossier.wording import shorten
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.readouts import TippingPoint, Weighing
from twosource.terms import vocabulary

LINES = 8
ITEM = 70
NEAR = 1e-9


def tipping_picture(
    weighing: Weighing, elicitation: Elicitation | None = None, language: str = "en"
) -> Picture:
    """Return the tipping chart of a question; without a tipping point its finding is that there is none.

    `elicitation` gives the words of the items. Raises RefusedError where a figure is no number.
    """
    words = words_for(language)
    texts = _texts(elicitation, words)
    points = _sorted(weighing)
    for point in points:
        refuse_unless_finite(f"the tipping point of {point.item}", (point.p_now, point.p_tip))
    drawing = TippingChart(
        lines=tuple(_line(weighing, p, texts, words) for p in points[:LINES]),
        heads=(words.say("inside_head"), words.say("outside_head"), words.say("plain_head")),
        half=words.percent(0.5),
        direction=words.direction,
    )
    tips_prior = any(p.kind == "prior" for p in weighing.tipping_points)
    title = _finding(points, texts, words, tips_prior=tips_prior)
    spoken = "; ".join(f"{x.label} ({x.under}): {x.now}, {x.then}" for x in drawing.lines)
    return Picture(
        name=f"tipping-{weighing.question_id}",
        title=title,
        caption=_caption(len(points), _n_answers(elicitation), words),
        alt=f"{title}. {spoken}." if spoken else f"{title}.",
        drawing=drawing,
        table=_table(weighing, points, texts, words),
    )


def _sorted(weighing: Weighing) -> list[TippingPoint]:
    """Return those inside their word's band first, then other answers, the nearest first.

    Priors come last, and not at all where the prior map shows them.
    """
    points = [p for p in weighing.tipping_points if p.kind != "prior" or weighing.prior_map is None]

    def place(p: TippingPoint) -> tuple[bool, bool, float, str, str, str, str, float]:
        is_prior = p.kind == "prior"
        return (not p.in_band, is_prior, p.distance, p.item, p.conditions, p.hypothesis, p.state, p.p_tip)

    return sorted(points, key=place)


def _texts(elicitation: Elicitation | None, words: Words) -> Mapping[str, str]:
    """Return the words of items and variables by name, and what the prior is called."""
    found = {"prior": words.say("prior_item")}
    if elicitation is not None:
        found |= {v.name: v.text or v.name for v in elicitation.variables}
        found |= {i.name: i.text or i.name for i in elicitation.items}
    return found


def _called(point: TippingPoint, texts: Mapping[str, str]) -> str:
    """Return what a figure is about: an item, or a variable with the state the figure is for."""
    text = texts.get(point.item, point.item)
    return f"{text}: {point.state}" if point.state else text


def _n_answers(elicitation: Elicitation | None) -> int:
    if elicitation is None:
        return 0
    return sum(len(a.words) or 1 for item in elicitation.items for a in item.answers)


def _band(point: TippingPoint) -> tuple[float, float] | None:
    """Return the band of the word answered: as handed in, else that of the word whose point it is."""
    if (point.low, point.high) != (0.0, 1.0):
        return (point.low, point.high) if point.high > point.low else None
    if not point.hypothesis:
        return None
    for term in vocabulary("likelihood").terms:
        if term.point is not None and abs(term.point - point.p_now) <= NEAR:
            return (term.low or 0.0, 1.0 if term.high is None else term.high)
    return None


def _under(weighing: Weighing, point: TippingPoint, words: Words) -> str:
    parts = []
    if point.kind == "prior":
        return words.say("quoted", words=short(weighing, point.hypothesis))
    if point.hypothesis:
        parts.append(words.say("under_head", name=short(weighing, point.hypothesis)))
    if point.conditions:
        parts.append(words.isolated(point.conditions))
    return words.fixed["list_comma"].join(parts) or words.say("whatever")


def _line(weighing: Weighing, point: TippingPoint, texts: Mapping[str, str], words: Words) -> TippingLine:
    band = _band(point)
    given = words.how_likely(point.p_now) if band else ""
    return TippingLine(
        label=_called(point, texts),
        under=_under(weighing, point, words),
        p_now=point.p_now,
        now=words.say("now", word=given) if given else words.say("plain_now", p=_said(point.p_now, words)),
        p_tip=point.p_tip,
        then=words.say("then", p=_said(point.p_tip, words), name=brief(weighing, point.new_lead)),
        band=band,
        is_inside=point.in_band,
    )


def _said(p: float, words: Words) -> str:
    return f"{words.how_likely(p)}{words.fixed['list_comma']}{words.percent(p)}"


def _finding(
    points: Sequence[TippingPoint], texts: Mapping[str, str], words: Words, *, tips_prior: bool
) -> str:
    answers = [p for p in points if p.kind != "prior"]
    if not answers:
        return words.say("tips_prior" if tips_prior else "tips_none")
    inside = [p for p in points if p.in_band]
    first = (inside or answers)[0]
    item = words.say("quoted", words=shorten(_called(first, texts), ITEM))
    n = len(inside or answers)
    key = "tips_inside" if inside else "tips_outside"
    return words.say(f"{key}_one" if n == 1 else key, n=words.count(n), item=item)


def _caption(n_points: int, n_answers: int, words: Words) -> str:
    if not n_points:
        n = (
            words.counted(n_answers, "answer_one", "answers")
            if n_answers
            else words.counted(0, "point", "points")
        )
        return f"{words.say('tipping_none_caption', n=n)} {words.say('source')}"
    told = [words.say("tipping_caption", n=words.counted(n_points, "point", "points"))]
    if n_points > LINES:
        told.append(words.say("not_drawn", n=words.count(n_points - LINES)))
    return " ".join([*told, words.say("source")])


def _table(
    weighing: Weighing, points: Sequence[TippingPoint], texts: Mapping[str, str], words: Words
) -> Table:
    return Table(
        caption=words.say("tipping_table"),
        headers=words.listed("tipping_heads"),
        rows=tuple(
            (
                _called(p, texts),
                _under(weighing, p, words),
                _said(p.p_now, words),
                _said(p.p_tip, words),
                short(weighing, p.new_lead),
                words.say("yes" if p.in_band else "no"),
            )
            for p in points
        ),
    )
