"""Roles of events: passives, asides, joined and controlled verbs, nouns, light verbs, pronouns."""

import pytest
from attributing_cases import Found

from twosource.terms import Action, load_table


def event(text, action, **rest):
    return Found(text, publisher="Ours", **rest).event(action)


@pytest.mark.parametrize(
    ("text", "action", "actor", "thing"),
    [
        ("Clinics were bombed by Russian warplanes in Idlib.", "bomb", "Russian warplanes", "Clinics"),
        ("The army, which holds the hills, shelled Douma.", "bomb", "army", "Douma"),
        ("Rebels who stormed the base, fled.", "fight", "Rebels", "base"),
        ("The army stormed the base and captured the airport.", "recapture", "army", "airport"),
        ("The regime's bombing of Homs was fierce.", "bomb", "regime", "Homs"),
        ("The army launched an attack against the Islamic State.", "fight", "army", "Islamic State"),
        ("Officers handed over the village to the militia.", "hand over", "Officers", "village"),
        ("The pilots died in the crash.", "kill", "", "pilots"),
    ],
)
def test_who_acts_on_what(text, action, actor, thing):
    """The verb group says whether the subject acts, and whose subject it is."""
    found = event(text, action)
    assert (found.actor, found.object) == (actor, thing)


def test_the_order_and_what_is_ordered_are_two_events():
    """Whoever is ordered does the second, whoever orders does the first."""
    text = "The general ordered the brigade to withdraw from Homs to Palmyra."
    order, moved = event(text, "order"), event(text, "withdraw")
    assert (order.actor, order.object) == ("general", "brigade")
    assert (moved.actor, moved.from_place.name, moved.to_place.name) == ("brigade", "Homs", "Palmyra")


def test_whoever_agrees_to_do_something_does_it():
    """Without anybody between, the subject of the first verb is that of the second."""
    assert event("The militia agreed to withdraw.", "withdraw").actor == "militia"


def test_a_noun_has_its_roles_in_its_prepositions():
    """The withdrawal of what, from where to where, by whom."""
    found = event("The withdrawal of guns from Palmyra to Raqqa by the group was seen.", "withdraw")
    assert (found.actor, found.object) == ("group", "guns")
    assert (found.from_place.name, found.to_place.name) == ("Palmyra", "Raqqa")


def test_a_pronoun_behind_a_cue_is_whoever_speaks():
    """In `X denied that it ...` X acts; a pronoun elsewhere stays unread."""
    assert event("The army denied that it had bombed the clinic.", "bomb").actor == "army"
    assert event("They bombed the clinic.", "bomb").actor == ""


def test_talks_have_two_sides():
    """`between A and B` and `with B` name the other side."""
    assert event("Talks between Russia and Turkey failed.", "consult").counterpart == "Turkey"
    held = event("The delegation held talks with the Syrian opposition.", "consult")
    assert (held.actor, held.counterpart) == ("delegation", "Syrian opposition")


def test_the_object_may_open_inside_the_words_of_the_trigger():
    """ "passed over a memory stick" is one phrase of the list; the stick is what was passed over."""
    found = event("A defector passed over a memory stick of names to Herald Television.", "leak")
    assert (found.actor, found.object) == ("defector", "memory stick of names")
    assert found.counterpart == "Herald Television"


def test_in_german_a_verb_is_no_object_and_what_is_lost_is_its_own_subject():
    """Nouns have capitals there; helping verbs end a phrase."""
    lost = event("Der Gruppe sind offenbar Dokumente abhandengekommen.", "leak", language="de")
    assert (lost.actor, lost.object) == ("", "Dokumente")
    assert event("Das Amt hat Papiere erlangt und handelt.", "leak", language="de").object != "handelt"


def actions(text, **rest):
    found = Found(text, publisher="Ours", **rest).statements
    return {s.event.action.value for s in found if s.event}


@pytest.mark.parametrize(
    ("told", "only_spelt", "action"),
    [
        ("Students held a demonstration in Homs.", "Reconstruction for demonstration", "protest"),
        ("Unions called for a protest.", "This page was written for the protest.", "protest"),
        ("The army released twelve prisoners.", "The army released a statement.", "concede"),
        ("The rebels were freed.", "The papers were released.", "concede"),
        ("Turkey and Russia back the plan.", "He came back with sacks on the way back.", "support"),
        ("Iran warned Israel.", "A page warns of an air strike.", "threaten"),
    ],
)
def test_a_word_of_the_list_opens_an_event_only_where_it_tells_of_one(told, only_spelt, action):
    """A purpose, a particle, a warning of others' deeds and papers released are no such events."""
    assert action in actions(told)
    assert action not in actions(only_spelt)


def test_an_arabic_word_behind_in_or_with_its_article_is_no_verb():
    """The sector and "boycotted" are spelt alike."""
    assert "sanction" not in actions("اجتمع القادة في قاطع تدمر.", language="ar")
    assert "sanction" in actions("قاطع الوزير المؤتمر.", language="ar")


def test_a_light_verb_is_no_event_of_its_own():
    """To impose sanctions is one deed."""
    found = Found("The United States imposed sanctions on Iran.", publisher="Ours")
    assert [s.event.action for s in found.statements] == [Action.SANCTION]


def test_a_month_and_part_of_a_name_open_no_event():
    """`March` is no march, and a team may be called Strike."""
    assert not Found("The letters came in March.", publisher="Ours").statements


def test_no_deal_is_a_denied_deal():
    """A subject of none is a negation."""
    assert event("No deal was signed.", "agree").is_negated


def test_every_action_has_its_plover_root_and_quad_class():
    """The list is joined to PLOVER whole: 16 roots, 4 classes, and none where PLOVER has none."""
    rows = {row["value"]: row for row in load_table("action")["terms"]}
    assert set(rows) == {action.value for action in Action}
    assert len({row["plover"] for row in rows.values()} - {""}) == 16
    quads = {row["plover"]: row["quad"] for row in rows.values()}
    assert quads["RETREAT"] == "material cooperation"
    assert all((row["quad"] == "none") == (row["plover"] == "") for row in rows.values())
    assert all(row["quad"] == quads[row["plover"]] for row in rows.values())


def test_arabic_passives_name_who_acted():
    """`من قبل` opens whoever did it."""
    found = event("تم قصف الجسر من قبل الجيش.", "bomb", language="ar")
    assert found.actor == "الجيش"
