"""What else could be: the story behind each rival, lists people want to read, and where people disagree.

A rival is easiest judged by its story: what would have to be so behind the evidence. Only what differs from
the leader's story is told, because the rest is shared.
"""

from collections.abc import Mapping

from twosource.dossier.contexts import Sentence, Table
from twosource.dossier.naming import leader, short
from twosource.dossier.shelf import Shelf
from twosource.dossier.weighed.words import words_for
from twosource.dossier.wording import count, quoted
from twosource.evidence.elicitation import Item
from twosource.evidence.readouts import Story, Weighing

STATES_TOLD = 6


def rival_stories(shelf: Shelf, weighing: Weighing, items: Mapping[str, Item]) -> tuple[Sentence, ...]:
    """Return the most probable story under each rival, as a sentence each, in the order of the question."""
    lead = leader(weighing)
    own = next((dict(s.states) for s in weighing.stories if s.hypothesis == lead.name), {})
    notes = [n for item in items.values() for n in shelf.cite_item(item)]
    rivals = [s for s in weighing.stories if s.hypothesis != lead.name]
    return tuple(shelf.say(_story(shelf, weighing, story, own), notes) for story in rivals)


def _story(shelf: Shelf, weighing: Weighing, story: Story, own: Mapping[str, str]) -> str:
    elicited = shelf.elicitation(weighing.question_id)
    texts = {v.name: v.text for v in elicited.variables} if elicited else {}
    differing = [(name, state) for name, state in story.states if own.get(name) != state]
    lead = quoted(short(weighing, leader(weighing).name))
    told = [f"{texts.get(name) or name}: {quoted(state)}" for name, state in differing[:STATES_TOLD]]
    left = len(differing) - len(told)
    if left:
        told.append(f"and {count(left, 'more difference')}")
    if own and len(differing) < len(story.states):
        told.append(f"all else as under {lead}" if differing else f"the same as under {lead}")
    words = words_for("en")
    opening = f"If {quoted(short(weighing, story.hypothesis))} were so, the most probable story would be"
    exactly = f"exactly this one: {words.how_likely(story.p)}, {words.percent(story.p)}"
    return f"{opening}: {'; '.join(told)} ({exactly})"


def projection_tables(weighing: Weighing, language: str) -> tuple[Table, ...]:
    """Return the lists people want to read, each a view of the joint table that sums to one."""
    words = words_for(language)
    return tuple(
        Table(
            caption=words.say("projection_caption", text=one.text or one.name),
            headers=words.listed("projection_heads"),
            rows=tuple(
                (text or cell, words.how_likely(p), words.percent(p))
                for cell, text, p in zip(one.cells, one.texts, one.p, strict=True)
            ),
            numeric=(2,),
        )
        for one in weighing.projections
    )


def disagreement_table(weighing: Weighing, items: Mapping[str, Item]) -> Table | None:
    """Return where people answered differently, the widest apart first; None where nobody did."""
    if not weighing.disagreements:
        return None
    people = list(dict.fromkeys(by for d in weighing.disagreements for by, _ in d.words))
    widest = sorted(weighing.disagreements, key=lambda d: (-d.decibans, d.item, d.conditions, d.hypothesis))
    rows = [
        (
            items[d.item].text if d.item in items else d.item,
            short(weighing, d.hypothesis) + (f" ({d.conditions})" if d.conditions else ""),
            *(dict(d.words).get(by, "") for by in people),
            f"{d.decibans:.1f}",
        )
        for d in widest
    ]
    return Table(
        caption="Where people answered differently",
        headers=("seeing this", "if this were so", *people, "decibans apart"),
        rows=tuple(rows),
        numeric=(2 + len(people),),
    )
