"""Several events of one action in one sentence: each is kept, and the first keeps its id."""

from attributing_cases import Found

ONE = "Rebels shelled Homs."
TWO = "Rebels shelled Homs while the army shelled Idlib."


def deeds(text, action):
    found = [s for s in Found(text, publisher="Ours").statements if s.event]
    return [s for s in found if s.event.action.value == action]


def test_two_deeds_of_one_action_are_two_statements():
    """Each has its own sides, and no two share an id."""
    first, second = deeds(TWO, "bomb")
    assert (first.event.actor, first.event.object) == ("Rebels", "Homs")
    assert (second.event.actor, second.event.object) == ("army", "Idlib")
    assert first.statement_id != second.statement_id
    assert first.passage_id == second.passage_id


def test_ids_are_the_same_in_every_run():
    """The place of a trigger is part of the text, so the second id is as lasting as the first."""
    ids = [[s.statement_id for s in deeds(TWO, "bomb")] for _ in range(2)]
    assert ids[0] == ids[1]


def test_a_noun_beside_its_verb_is_the_same_deed():
    """ "The shelling ... shelled" tells of one."""
    assert len(deeds("In the shelling rebels shelled Homs.", "bomb")) == 1
    assert len(deeds(ONE, "bomb")) == 1


def test_a_second_deed_does_not_push_out_another_action():
    """At most three events are read, of every action the first before any second."""
    text = "Rebels shelled Homs, shelled Idlib and shelled Hama and the army arrested a clerk."
    found = {s.event.action.value for s in Found(text, publisher="Ours").statements if s.event}
    assert "detain" in found
