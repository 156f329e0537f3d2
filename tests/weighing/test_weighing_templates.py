"""Templates: the figures of Appendix A without its tables, and layers that change nothing until one is seen."""

import appendix_a as story
import pytest
from weighing_cases import MADE, network_of, posterior_of

from twosource.evidence.elicitation import Answer, Item, Row, Variable
from twosource.terms import load_table
from twosource.weighing import templates
from twosource.weighing.readouts.views import joint_readout
from twosource.weighing.whatifs import NOTHING, given, kept, without

APPENDIX = {
    "handover_group": ("keeper", {}),
    "same_circle": ("same circle", {}),
    "defectors": ("witness", {"keeper": "handover_group", "circle": "same_circle"}),
    "letter_1": ("authenticity", {"keeper": "handover_group"}),
    "broadcaster": ("carrier", {}),
    "record": ("record", {}),
}


def variable_of(name, template, players, **fields):
    found = templates.template(template)
    return Variable(
        name=name,
        text=found.text.format(name=name),
        states=found.states,
        rows=templates.rows_for(found, players),
        failed=found.failed,
        merged=found.merged,
        made=MADE,
        **fields,
    )


@pytest.mark.parametrize("name", APPENDIX)
def test_templates_hold_the_figures_of_the_appendix(name):
    """Each ready-made table gives what the tables written out by hand give."""
    template, players = APPENDIX[name]
    question, elicitation = story.case()
    by_hand = next(v for v in elicitation.variables if v.name == name)
    made = variable_of(name, template, players, track_record=by_hand.track_record, party_id=by_hand.party_id)
    assert made.failed == by_hand.failed
    if name == "defectors":
        assert by_hand.states == ("know", "rumour", "agenda")
        made = story.replace(made, states=by_hand.states)
    others = tuple(made if v.name == name else v for v in elicitation.variables)
    changed = network_of(question, story.replace(elicitation, variables=others))
    assert posterior_of(changed) == pytest.approx(posterior_of(network_of(question, elicitation)), abs=1e-15)


def test_a_keeper_brings_the_shares_a_track_record_needs():
    assert templates.template("keeper").genuine_rate == (1.0, 1.0, 1.0, 0.4)
    assert templates.template("carrier").genuine_rate == ()


def test_a_witness_without_a_circle_came_through_the_keeper_for_certain():
    """Leaving the circle out is to say that it is one; leaving the keeper out, that nobody chose them."""
    rows = templates.rows_for(templates.template("witness"), {"keeper": "z"})
    assert [row.when for row in rows] == [
        (("z", (state,)),) for state in ("honest", "selective", "forger")
    ] + [()]
    (alone,) = templates.rows_for(templates.template("witness"), {})
    assert alone == Row(p=(0.40, 0.40, 0.20))


def test_every_row_of_every_template_is_a_distribution_over_its_states():
    for name in (*templates.names(), templates.MAKER):
        found = templates.template(name)
        n = sum(len(found.merged.get(state, (state,))) for state in found.states)
        assert all(len(row.p) == n and sum(row.p) == pytest.approx(1.0) for row in found.rows)
        assert found.rows[-1].when == ()
        assert set(found.failed) <= set(found.states)
        for row in found.rows:
            for role, states in row.when:
                assert set(states) <= set(templates.template(found.roles[role]).states)


def test_templates_say_that_they_are_judged():
    assert "judged, November 2026" in templates.template("record").why
    assert load_table(templates.TABLE)["birth"]


def layered(*wanted):
    question, elicitation = story.case()
    layers = tuple(templates.layer_variables("letter_1", wanted, MADE))
    return question, story.replace(elicitation, variables=(*elicitation.variables, *layers))


def check(layer, passes, *, genuine, forged):
    """An examination of one layer: how often a genuine one passes, and a forged one."""
    answers = (
        Answer(when=((f"letter_1_{layer}", ("forged",)),), p=forged if passes else 1 - forged),
        Answer(p=genuine if passes else 1 - genuine),
    )
    return Item(name=f"{layer} examined", text=layer, question_id="contact", answers=answers, made=MADE)


def p_genuine(case, *items):
    question, elicitation = case
    network = network_of(question, story.replace(elicitation, items=(*elicitation.items, *items)))
    return float(kept(network, ("letter_1",))[0])


ALL = ("stationery", "fill_in_text", "signature_or_stamp", "date", "image")


def test_layers_change_nothing_until_one_is_seen():
    """The paper stays as probable as it was, and so does the answer."""
    before = network_of(*story.case())
    after = network_of(*layered(*ALL))
    assert posterior_of(after) == pytest.approx(posterior_of(before), abs=1e-12)
    assert kept(after, ("letter_1",)) == pytest.approx(kept(before, ("letter_1",)), abs=1e-12)


def test_a_genuine_blank_says_little_about_the_text_on_it():
    """Receipts on original stationery were forged all the same: the stationery passes where a blank was used."""
    case = layered(*ALL)
    start = p_genuine(case)
    blank = p_genuine(case, check("stationery", True, genuine=0.95, forged=0.05))
    text = p_genuine(case, check("fill_in_text", True, genuine=0.95, forged=0.05))
    assert start < blank < text


def test_passing_two_checks_is_worth_less_than_the_two_apart():
    """One maker stands behind all layers, so what passed the first check would often pass the second."""
    case = layered(*ALL)
    first = check("stationery", True, genuine=0.95, forged=0.05)
    second = check("signature_or_stamp", True, genuine=0.95, forged=0.05)

    def odds(*items):
        p = p_genuine(case, *items)
        return p / (1 - p)

    start = odds()
    assert odds(first, second) / start < (odds(first) / start) * (odds(second) / start)


def test_a_failed_text_on_a_true_blank_points_to_the_blank_filled_in():
    case = layered("stationery", "fill_in_text")
    question, elicitation = case
    items = (
        check("stationery", True, genuine=0.95, forged=0.05),
        check("fill_in_text", False, genuine=0.95, forged=0.05),
    )
    network = network_of(question, story.replace(elicitation, items=(*elicitation.items, *items)))
    makers = kept(network, ("letter_1_maker",))
    assert templates.template("maker").states[1] == "on a real blank"
    assert makers[1] > 4 * makers[2:].sum()
    table = joint_readout(network, "letter_1_stationery", "letter_1_fill_in_text")
    assert table.p[0][1] > 4 * (table.p[1][0] + table.p[1][1])


def test_retracting_the_checks_is_never_having_made_them():
    question, elicitation = layered("stationery")
    item = check("stationery", False, genuine=0.95, forged=0.05)
    network = network_of(question, story.replace(elicitation, items=(*elicitation.items, item)))
    now = posterior_of(network, NOTHING, without(network, [item.name]))
    assert now[1] == pytest.approx(posterior_of(network_of(*story.case()))[0], abs=1e-12)
    assert abs(now[0] - now[1]).max() > 1e-3


def test_layers_can_be_conditioned_like_any_variable():
    network = network_of(*layered("date"))
    forged = given(network, {"letter_1_date": ("forged",)})
    assert float(kept(network, ("letter_1",), forged)[1]) > float(kept(network, ("letter_1",))[1])


def test_a_layer_that_is_none_raises():
    with pytest.raises(KeyError):
        list(templates.layer_variables("letter_1", ["watermark"], MADE))
