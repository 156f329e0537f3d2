"""The section on a question: the answer in words, its range, what speaks against before what speaks for.

Every figure here was computed by weighing; this module only chooses words, order and citations.
"""

from collections.abc import Mapping

from twosource.dossier.contexts import QuestionSection, Sentence, Table
from twosource.dossier.dissent import voices_against
from twosource.dossier.hands import count_hands, principal_claim
from twosource.dossier.naming import items_of, leader, leads_at, short
from twosource.dossier.rivals import disagreement_table, projection_tables, rival_stories
from twosource.dossier.shelf import Shelf, explain
from twosource.dossier.weighed import (
    ledger_picture,
    prior_map_picture,
    prior_map_table,
    ranges_picture,
    tipping_picture,
)
from twosource.dossier.weighed.veiling import cover_elicitation, cover_weighing
from twosource.dossier.wording import capital, count, joined, label, name, number, percent, quoted
from twosource.dossier.worth import neither, notes_for, weigh_up
from twosource.evidence.claims import Question
from twosource.evidence.elicitation import Item
from twosource.evidence.readouts import Flip, Weighing

SPOKEN = "en"
"""The language of the sentences below: a word of another one among them would scramble their figures."""
KINDS = {
    "retraction": "without",
    "negation": "had we seen",
    "failure": "after a failure of",
}


def describe_question(shelf: Shelf, question: Question, weighing: Weighing) -> QuestionSection:
    """Return the section of one weighed question."""
    items = items_of(shelf, question.question_id)
    against, in_favour = weigh_up(shelf, weighing, items)
    weighed = _claims_weighed(shelf, items)
    claim = principal_claim(shelf, weighed)
    still = [f for f in weighing.flips if not f.changes_lead]
    language = shelf.material.language
    covered = cover_weighing(shelf.veil, weighing)
    answered = cover_elicitation(shelf.veil, shelf.elicitation(weighing.question_id))
    prior_map = prior_map_picture(covered, language)
    return QuestionSection(
        siglum=shelf.short(question.question_id),
        text=question.text,
        answer=_answer(shelf, weighing, items),
        ranges=ranges_picture(covered, language),
        projections=projection_tables(weighing, language),
        disagreements=disagreement_table(weighing, items),
        hands=count_hands(shelf, claim) if claim else None,
        against=against,
        denied=voices_against(shelf, weighed),
        in_favour=in_favour,
        neither=neither(shelf, weighing, items),
        moved=ledger_picture(covered, language=language),
        stories=rival_stories(shelf, weighing, items),
        changes=tuple(_change(shelf, weighing, f, items) for f in weighing.flips if f.changes_lead),
        unmoved=_unmoved(shelf, still, items),
        unmoved_cases=_unmoved_cases(shelf, weighing, still, items),
        tipping=tipping_picture(covered, answered, language),
        prior_map=prior_map,
        prior_table=None if prior_map else prior_map_table(covered, language),
        looking_for=_looking_for(weighing),
        looking_for_pairs=_pairs(weighing),
        looking_for_notes=_looking_for_notes(weighing),
    )


def _claims_weighed(shelf: Shelf, items: Mapping[str, Item]) -> tuple[str, ...]:
    named = dict.fromkeys(i.claim_id for i in items.values() if i.claim_id)
    return tuple(named) or tuple(shelf.claims)


def _answer(shelf: Shelf, weighing: Weighing, items: Mapping[str, Item]) -> tuple[Sentence, ...]:
    notes = [n for item in items.values() for n in shelf.cite_item(item)]
    lead = leader(weighing)
    word = label("likelihood", lead.word, SPOKEN)
    said = [
        f"Of the explanations named, {quoted(lead.text)} leads: {word}, {percent(lead.p)}, and anywhere from "
        f"{percent(lead.low)} to {percent(lead.high)} over the readings of the words people answered in",
        f"It leads in {percent(weighing.lead_share)} of those readings",
    ]
    rivals = sorted((h for h in weighing.hypotheses if h is not lead), key=lambda h: (-h.p, h.name))
    if rivals:
        listed = [
            f"{quoted(h.text)} ({label('likelihood', h.word, SPOKEN)}, {percent(h.p)}, "
            f"range {percent(h.low)} to {percent(h.high)})"
            for h in rivals
        ]
        said.append(f"Then {joined(listed)}")
    if caveat := shelf.material.caveats.get(weighing.question_id):
        said.insert(0, caveat.removesuffix("."))
    said += [text.removesuffix(".") for text in shelf.material.moved.get(weighing.question_id, ())]
    out = [shelf.say(text, notes) for text in said]
    out.append(
        explain(
            f"“Something else” gets no figure, because nobody can say how surprising the evidence would be "
            f"under it; at its prior of {percent(weighing.else_prior)} it could reach "
            f"{percent(weighing.else_bound)} at most"
        )
    )
    return tuple(out)


def _unmoved(shelf: Shelf, still: list[Flip], items: Mapping[str, Item]) -> Sentence | None:
    if not still:
        return None
    notes = notes_for(shelf, (n for f in still for n in f.names), items)
    cases = "one other case" if len(still) == 1 else f"{number(len(still))} other cases"
    return shelf.say(f"The lead stays where it is in {cases} tried", notes)


def _unmoved_cases(
    shelf: Shelf, weighing: Weighing, still: list[Flip], items: Mapping[str, Item]
) -> Table | None:
    if not still:
        return None
    at = leads_at(weighing)
    rows = [
        (f"{KINDS.get(f.kind, f.kind)} {_what(shelf, weighing, f, items)}", percent(f.p[at])) for f in still
    ]
    return Table(
        caption="Tried, and the lead stays",
        headers=("case", "the leader then"),
        rows=tuple((capital(case), p) for case, p in rows),
        numeric=(1,),
    )


def _what(shelf: Shelf, weighing: Weighing, flip: Flip, items: Mapping[str, Item]) -> str:
    """Return what is dropped, turned round or failing, in the words people gave it."""
    hands = {items[n].chokepoint for n in flip.names if n in items}
    sharing = {i.name for i in items.values() if i.chokepoint and hands == {i.chokepoint}}
    if flip.kind == "retraction" and len(flip.names) > 1 and sharing == set(flip.names):
        return f"all that rests on {name(hands.pop())}"
    if flip.kind == "negation":
        return joined([_opposite(n, items) for n in flip.names])
    return joined([_named(shelf, weighing, n, items) for n in flip.names])


def _opposite(item_name: str, items: Mapping[str, Item]) -> str:
    item = items.get(item_name)
    if item is None:
        return f"the opposite of {quoted(item_name)}"
    return quoted(item.opposite) if item.opposite else f"the opposite of {quoted(item.text)}"


def _named(shelf: Shelf, weighing: Weighing, named: str, items: Mapping[str, Item]) -> str:
    if named in items:
        return quoted(items[named].text)
    if named in shelf.material.parties:
        return shelf.party(named)
    elicited = shelf.elicitation(weighing.question_id)
    texts = {v.name: v.text for v in elicited.variables} if elicited else {}
    return quoted(texts.get(named) or named)


def _change(shelf: Shelf, weighing: Weighing, flip: Flip, items: Mapping[str, Item]) -> Sentence:
    at = next((i for i, h in enumerate(weighing.hypotheses) if h.name == flip.new_lead), None)
    figure = f", at {percent(flip.p[at])}" if at is not None and at < len(flip.p) else ""
    chance = "" if flip.p_event is None else f". The chance of that is {percent(flip.p_event)}"
    opening = f"{capital(KINDS.get(flip.kind, flip.kind))} {_what(shelf, weighing, flip, items)}"
    text = f"{opening}, {quoted(short(weighing, flip.new_lead))} would lead{figure}{chance}"
    return shelf.say(text, notes_for(shelf, _resting_on(flip, items), items))


def _resting_on(flip: Flip, items: Mapping[str, Item]) -> tuple[str, ...]:
    """Return the items a flip is about: those named, or those whose answers depend on what fails."""
    if any(n in items for n in flip.names):
        return flip.names
    failing = set(flip.names)
    depends = (i.name for i in items.values() if any(v in failing for a in i.answers for v, _ in a.when))
    return (*flip.names, *depends)


def _looking_for(weighing: Weighing) -> Table | None:
    if not weighing.next_steps:
        return None
    rows = [
        (
            s.text or s.name,
            f"{s.bits:.2f}",
            percent(s.p_lead_changes),
            f"{s.hours:g}",
            "yes" if s.risks_people else "no",
        )
        for s in weighing.next_steps
    ]
    return Table(
        caption=f"{capital(count(len(rows), 'thing'))} to look for, in the order to try them",
        headers=("look for", "bits", "chance that the lead changes", "hours", "puts people at risk"),
        rows=tuple(rows),
        numeric=(1, 2, 3),
    )


def _pairs(weighing: Weighing) -> Table | None:
    """Return what to look for two by two, where no single finding can change the lead."""
    if not weighing.pairs:
        return None
    texts = {s.name: s.text or s.name for s in weighing.next_steps}
    rows = [
        (
            texts.get(p.names[0], p.names[0]),
            texts.get(p.names[1], p.names[1]),
            f"{p.bits:.2f}",
            percent(p.p_lead_changes),
            f"{p.hours:g}",
            short(weighing, p.settles) if p.settles else "",
        )
        for p in weighing.pairs
    ]
    return Table(
        caption="What to look for two by two, where one alone would not do",
        headers=("look for", "and for", "bits", "chance that the lead changes", "hours", "would settle"),
        rows=tuple(rows),
        numeric=(2, 3, 4),
    )


def _looking_for_notes(weighing: Weighing) -> tuple[Sentence, ...]:
    if not weighing.next_steps:
        return ()
    best = max(weighing.next_steps, key=lambda s: (s.p_lead_changes, s.bits))
    said = []
    if best.p_lead_changes < 0.005:
        said.append(explain("None of these alone is expected to change the lead"))
    if any(s.risks_people for s in weighing.next_steps):
        said.append(explain("Where a step puts people at risk, the bits do not weigh that; a person has to"))
    return tuple(said)
