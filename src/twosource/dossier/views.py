"""The same posterior, seen otherwise: as a list, two unknowns at once, the analysts' matrix, by person.

Tables for those who check. Nothing is computed from them: the answer is made from words, not from these.
"""

from twosource.dossier.asked import Asked
from twosource.dossier.contexts import Sentence, Table
from twosource.dossier.naming import short
from twosource.dossier.wording import capital, label
from twosource.evidence.readouts import Disagreement
from twosource.terms import vocabulary


def projection_tables(asked: Asked) -> tuple[Table, ...]:
    """Return the lists people want to read, each a view of the joint table that sums to one."""
    words = asked.words
    return tuple(
        Table(
            caption=capital(words.say("projection_caption", text=one.text or one.name)),
            headers=words.listed("projection_heads"),
            rows=tuple(
                (text or cell, words.how_likely(p), words.percent(p))
                for cell, text, p in zip(one.cells, one.texts, one.p, strict=True)
            ),
            numeric=(2,),
        )
        for one in asked.weighing.projections
    )


def joint_tables(asked: Asked) -> tuple[Table, ...]:
    """Return, for each two unknowns weighed at once, how probable every pair of their states is."""
    words, comma = asked.words, asked.words.fixed["list_comma"]
    tables = []
    for one in asked.weighing.joints:
        first, second = (_unknown(asked, name) for name in one.names)
        rows, columns = (
            [_state(asked, name, state) for state in states]
            for name, states in zip(one.names, one.states, strict=True)
        )
        cells = [[f"{words.how_likely(p)}{comma}{words.percent(p)}" for p in row] for row in one.p]
        tables.append(
            Table(
                caption=words.say("joint_caption", first=first, second=second),
                headers=(words.fixed["joint_corner"], *columns),
                rows=tuple((state, *row) for state, row in zip(rows, cells, strict=True)),
                numeric=tuple(range(1, len(columns) + 1)),
            )
        )
    return tuple(tables)


def _unknown(asked: Asked, name: str) -> str:
    questions = {q.question_id: q.text for q in asked.shelf.material.questions}
    elicited = asked.elicitation
    texts = {v.name: v.text for v in elicited.variables} if elicited else {}
    return asked.words.quote(questions.get(name) or texts.get(name) or name)


def _state(asked: Asked, name: str, state: str) -> str:
    """Return what a state is called: the short part of a hypothesis, or the state as declared."""
    if name == asked.weighing.question_id:
        return short(asked.weighing, state)
    other = asked.shelf.material.weighings.get(name)
    return short(other, state) if other is not None else state


def matrix(asked: Asked) -> Table | None:
    """Return the matrix of competing hypotheses with its letters explained, or None without one."""
    weighing, words = asked.weighing, asked.words
    if not weighing.ach:
        return None
    used = {cell for row in weighing.ach for cell in row.cells}
    legend = [
        words.say("ach_letter", letters=words.isolated(t.value), word=label("ach", t.value, words.spoken))
        for t in vocabulary("ach").terms
        if t.value in used
    ]
    rows = [(asked.items[r.item].text if r.item in asked.items else r.item, *r.cells) for r in weighing.ach]
    return Table(
        caption=words.say("ach_caption", legend=words.fixed["list_comma"].join(legend)),
        headers=(words.fixed["ach_head"], *(short(weighing, h.name) for h in weighing.hypotheses)),
        rows=tuple(rows),
    )


def _widest_first(asked: Asked) -> list[Disagreement]:
    found = asked.weighing.disagreements
    return sorted(found, key=lambda d: (-d.decibans, d.item, d.conditions, d.hypothesis))


def widest_disagreement(asked: Asked) -> Sentence | None:
    """Return where people are farthest apart, in words, or None where nobody disagrees."""
    widest, words = next(iter(_widest_first(asked)), None), asked.words
    if widest is None:
        return None
    told = asked.listed(
        words.say("differ_word", who=by, word=words.likely(word)) for by, word in widest.words
    )
    text = words.say(
        "differ_where" if widest.conditions else "differ",
        text=asked.named(widest.item),
        rival=asked.called(widest.hypothesis),
        where=widest.conditions,
        told=told,
        db=words.isolated(f"{widest.decibans:.1f}"),
    )
    return asked.say(text, (widest.item,))


def disagreement_table(asked: Asked) -> Table | None:
    """Return where people answered differently, the widest apart first; None where nobody did."""
    rows, words = _widest_first(asked), asked.words
    if not rows:
        return None
    people = sorted({by for d in rows for by, _ in d.words})
    seeing, under, apart = words.listed("disagreement_heads")
    return Table(
        caption=words.fixed["disagreement_caption"],
        headers=(seeing, under, *people, apart),
        rows=tuple(
            (
                asked.items[d.item].text if d.item in asked.items else d.item,
                short(asked.weighing, d.hypothesis) + (f" ({d.conditions})" if d.conditions else ""),
                *(words.likely(dict(d.words).get(by, "")) for by in people),
                words.isolated(f"{d.decibans:.1f}"),
            )
            for d in rows
        ),
        numeric=(2 + len(people),),
    )
