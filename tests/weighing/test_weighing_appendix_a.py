"""Appendix A and section 5.7: the published figures come out of the network, to the places given."""

from dataclasses import replace

import appendix_a as story
import brute_force
import numpy as np
import pytest
from weighing_cases import network_of, posterior_of, weighed

from twosource.evidence.elicitation import Answer, Item, Row
from twosource.terms import likelihood_ratio_word
from twosource.weighing import WeighSettings, weigh
from twosource.weighing.decibans import odds_decibans
from twosource.weighing.readouts.sharing import shapley
from twosource.weighing.readouts.weights import Group, groups_of
from twosource.weighing.whatifs import NOTHING, given, joint_weights, opposite, without

LETTERS = ("letter_1", "letter_2", "letter_3")
RECORD = ("contested", "pair_fights")


@pytest.fixture(scope="module")
def network():
    return network_of(*story.case())


@pytest.fixture(scope="module")
def weighing():
    return weighed(*story.case(), WeighSettings())


def rounded(posterior):
    return tuple(round(float(p), 2) for p in posterior)


def of_items(weighing):
    return [t for t in weighing.tipping_points if t.kind == "item"]


def after(network, whatif):
    return rounded(posterior_of(network, whatif)[0])


def of_variant(**options):
    return rounded(posterior_of(network_of(*story.case(**options)))[0])


def states(weighing, name):
    return rounded(next(s.p for s in weighing.states if s.variable == name))


def test_the_posterior_of_the_story(weighing):
    assert rounded(h.p for h in weighing.hypotheses) == (0.11, 0.72, 0.17)
    assert weighing.lead == "tactical"
    assert weighing.n_states == 1728


def test_the_posterior_agrees_with_the_brute_sum(weighing):
    """The elimination and 1,728 plain products give the same numbers."""
    expected = brute_force.posterior(*story.case())
    assert [h.p for h in weighing.hypotheses] == pytest.approx(expected, abs=1e-14)


def test_the_states_behind_the_evidence(weighing):
    assert states(weighing, "letter_1") == (0.83, 0.17)
    assert states(weighing, "handover_group") == (0.21, 0.54, 0.24)


def test_the_joint_with_letter_1(network):
    """Strategic and genuine .10, tactical .62, none .11; forged .17, of which contact all the same .11."""
    found = joint_weights(network, [NOTHING, given(network, {"letter_1": ("genuine",)})])
    genuine, everything = found[1] / found[0].sum(), found[0] / found[0].sum()
    assert rounded(genuine) == (0.10, 0.62, 0.11)
    forged = everything - genuine
    assert round(float(forged.sum()), 2) == 0.17
    assert round(float(forged[story.STRATEGIC] + forged[story.TACTICAL]), 2) == 0.11


def test_without_the_letters_and_the_defectors_no_contact_leads(network):
    assert after(network, without(network, (*LETTERS, "defectors")))[story.NONE] == 0.55


def test_without_the_record_strategic_leads(network):
    assert after(network, without(network, RECORD))[story.STRATEGIC] == 0.57


def test_the_opposite_of_pair_fights_flips_to_strategic(network):
    assert after(network, opposite(network, ["pair_fights"]))[story.STRATEGIC] == 0.66


def test_failures_of_single_sources(network):
    """The monitor flips to strategic .57, the broadcaster to none .55; forged letters flip nothing."""
    assert after(network, given(network, {"record": ("unsound",)}))[story.STRATEGIC] == 0.57
    assert after(network, given(network, {"broadcaster": ("unsound",)}))[story.NONE] == 0.55
    assert after(network, given(network, {"letter_1": ("forged",)}))[story.TACTICAL] == 0.57
    assert after(network, given(network, dict.fromkeys(LETTERS, ("forged",))))[story.TACTICAL] == 0.49


def test_the_only_single_opposite_that_flips_is_pair_fights(weighing):
    flipping = [f.names for f in weighing.flips if f.changes_lead and f.kind == "negation"]
    assert [names for names in flipping if len(names) == 1] == [("pair_fights",)]


def test_the_contrary_of_all_letters_would_flip_too(weighing):
    """Not in section 5.7, which tries opposites one by one: the whole handover the other way, none .71."""
    flip = next(f for f in weighing.flips if f.kind == "negation" and len(f.names) > 1)
    assert (frozenset(flip.names), flip.new_lead, flip.changes_lead) == (frozenset(LETTERS), "none", True)
    assert round(flip.p[story.NONE], 2) == 0.71


def test_the_only_single_sources_whose_failure_flips(weighing):
    """The record's monitor and the broadcaster; the broadcaster's failure has probability .003."""
    failures = {f.names[0]: f for f in weighing.flips if f.kind == "failure" and f.changes_lead}
    assert set(failures) == {"monitor", "broadcaster"}
    assert failures["broadcaster"].p_event == pytest.approx(0.003, abs=5e-4)


def test_hands_whose_retraction_flips(weighing):
    """The record's monitor alone; the handover group and the defectors only together."""
    flipping = [f for f in weighing.flips if f.changes_lead and f.kind == "retraction"]
    assert [(frozenset(f.names), f.new_lead) for f in flipping] == [
        (frozenset(RECORD), "strategic"),
        (frozenset((*LETTERS, "defectors")), "none"),
    ]


def test_the_two_tipping_points_and_no_others(weighing):
    """P(contested | tactical) .50 -> .09 and P(pair fights | tactical) .875 -> .16, in raw figures."""
    points = [(t.item, t.hypothesis, t.p_now, round(t.p_tip, 2)) for t in of_items(weighing)]
    assert points == [
        ("contested", "tactical", 0.5, 0.09),
        ("pair_fights", "tactical", 0.875, 0.16),
    ]
    assert not any(t.in_band for t in of_items(weighing))
    assert [(t.low, t.high) for t in of_items(weighing)] == [(0.45, 0.55), (0.8, 0.95)]


def test_rows_and_priors_tip_too(weighing):
    """Section 5.7 asks figures of items only. Of 19 rows, two: P(record sound) and P(broadcaster sound)."""
    rows = {
        t.item: (t.p_now, round(t.p_tip, 2), t.new_lead) for t in weighing.tipping_points if t.kind == "row"
    }
    assert rows == {"record": (0.9, 0.26, "strategic"), "broadcaster": (0.97, 0.02, "none")}
    priors = {
        t.hypothesis: (round(t.p_tip, 2), t.new_lead) for t in weighing.tipping_points if t.kind == "prior"
    }
    assert priors == {"tactical": (0.11, "none"), "none": (0.68, "none"), "strategic": (0.76, "strategic")}


def test_contaminated_tipping_points_round_alike(weighing):
    """The design does not say which figure it means: raw .087 and .158, contaminated .095 and .164."""
    raw = [t.p_tip for t in of_items(weighing)]
    contaminated = [0.98 * x + 0.01 for x in raw]
    assert raw == pytest.approx([0.0865, 0.1576], abs=5e-5)
    assert contaminated == pytest.approx([0.0948, 0.1644], abs=5e-5)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"p_record": 0.5}, {story.TACTICAL: 0.54, story.STRATEGIC: 0.34}),
        ({"p_circle": 1.0}, {story.TACTICAL: 0.70}),
        ({"n_record": 0}, {story.TACTICAL: 0.69}),
        ({"prior": (0.1, 0.1, 0.8)}, {story.NONE: 0.62}),
    ],
)
def test_variants_of_section_5_7(options, expected):
    found = of_variant(**options)
    assert {at: found[at] for at in expected} == expected


@pytest.mark.parametrize(("moved", "expected"), [("strategic", 0.68), ("both", 0.67)])
def test_a_cap_of_three_on_the_test_of_the_pair(moved, expected):
    """With its likelihood ratio against strategic capped at 3, tactical has .67 if both figures move alike.

    Section 5.7 says .67 and not which figure was moved; moving the strategic one alone gives .68.
    """
    question, elicitation = story.case()
    very_likely, very_unlikely = 0.98 * 0.875 + 0.01, 0.98 * 0.125 + 0.01
    if moved == "both":
        very_likely = (3 * very_likely * very_unlikely) ** 0.5
    capped = replace(
        next(i for i in elicitation.items if i.name == "pair_fights"),
        answers=(
            Answer(when=story.when(record="unsound"), p=0.5),
            Answer(when=story.when(contact="strategic"), p=very_likely / 3),
            Answer(p=very_likely),
        ),
    )
    changed = replace(
        story.dropping(elicitation, "pair_fights"),
        items=(*story.dropping(elicitation, "pair_fights").items, capped),
    )
    assert rounded(posterior_of(network_of(question, changed))[0])[story.TACTICAL] == expected


def test_bayes_factors_are_limited_support(network):
    """Tactical against none 4.2 and against strategic 6.4: both limited support only."""
    weights = joint_weights(network, [NOTHING])[0] / network.prior
    over_none = weights[story.TACTICAL] / weights[story.NONE]
    over_strategic = weights[story.TACTICAL] / weights[story.STRATEGIC]
    assert (round(over_none, 1), round(over_strategic, 1)) == (4.2, 6.4)
    assert likelihood_ratio_word(over_none) == likelihood_ratio_word(over_strategic) == "limited support"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("letter_1",), (0.2, 0.6, -1.0)),
        (("letter_2",), (1.4, 0.1, -0.9)),
        (("letter_3",), (0.4, 1.3, -2.0)),
        (LETTERS, (2.6, 3.2, -4.8)),
        (("defectors",), (1.2, 1.2, -2.2)),
        ((*LETTERS, "defectors"), (4.7, 5.6, -7.7)),
        (("contested",), (-3.4, 1.1, 1.8)),
        (("pair_fights",), (-5.4, 2.9, 1.3)),
        (RECORD, (-10.3, 6.5, 4.7)),
    ],
)
def test_the_deciban_table(network, names, expected):
    """Leave-one-out decibans of section 5.7, row by row, to one decimal."""
    found = odds_decibans(joint_weights(network, [NOTHING, without(network, names)]))
    assert (found[0] - found[1]).round(1).tolist() == list(expected)


def test_the_shapley_column(network):
    """The four rows of the published column, to the decimal printed."""
    groups = [Group("letters", LETTERS), Group("d", ("defectors",)), *(Group(n, (n,)) for n in RECORD)]
    found = shapley(network, groups, WeighSettings()).decibans
    expected = [(2.9, 2.2, -5.4), (1.6, 1.0, -2.6), (-4.3, 1.1, 2.4), (-6.1, 2.7, 1.8)]
    assert found == pytest.approx(np.array(expected), abs=0.0501)


def test_readings_of_the_words(weighing):
    """Ranges and lead shares are those of the design within .04: its exact way of drawing is not given."""
    published = {"strategic": (0.02, 0.44, 0.06), "tactical": (0.28, 0.90, 0.85), "none": (0.03, 0.52, 0.10)}
    for readout in weighing.hypotheses:
        found = (readout.low, readout.high, readout.leads_share)
        assert found == pytest.approx(published[readout.name], abs=0.04)
    assert weighing.lead_share == pytest.approx(0.85, abs=0.03)


def test_shares_of_the_prior_simplex(weighing):
    """Exact areas .08, .76, .16 where section 5.7 has .07, .78, .15: a count over inner points, it seems.

    With the published Bayes factors 4.2 and 6.4 the areas are these and no others. Counting the points of
    a grid of step 1/30 that lie inside the simplex leaves its border out, which favours the lead.
    """
    found = weighing.prior_map
    assert rounded(found.shares) == (0.08, 0.76, 0.16)
    inner = np.array([(i, j, 30 - i - j) for i in range(1, 30) for j in range(1, 30 - i)])
    leads = (inner * np.array(found.evidence)).argmax(axis=1)
    assert rounded(np.bincount(leads) / len(inner)) == (0.07, 0.78, 0.15)


def test_prior_odds_of_four_to_one_lose_the_lead(weighing):
    """ "Prior odds 4.2:1 against any deal suffice": of none over tactical, just beyond which none leads."""
    assert (round(weighing.prior_map.odds_needed, 1), weighing.prior_map.rival) == (4.2, "none")
    assert of_variant(prior=(1.0, 1.0, 4.1))[story.TACTICAL] > of_variant(prior=(1.0, 1.0, 4.1))[story.NONE]
    assert of_variant(prior=(1.0, 1.0, 4.3))[story.TACTICAL] < of_variant(prior=(1.0, 1.0, 4.3))[story.NONE]


def test_the_story_if_there_was_no_contact(weighing, network):
    """Genuine letters, selected, and defectors with an agenda; given none forger .52 and selective .44."""
    told = next(s for s in weighing.stories if s.hypothesis == "none")
    states = dict(told.states)
    assert [states[letter] for letter in LETTERS] == ["genuine"] * 3
    assert (states["handover_group"], states["defectors"]) == ("selective", "agenda")
    assert "If “no contact” were so" in told.text
    of_group = [given(network, {"handover_group": (state,)}) for state in ("forger", "selective")]
    found = joint_weights(network, [NOTHING, *of_group])[:, story.NONE]
    assert rounded(found[1:] / found[0]) == (0.52, 0.44)


def test_the_likeliest_failure_is_that_of_the_monitor(weighing):
    """Of all sets of failing parties that take the lead away, the one of most probability (.12)."""
    flip = weighing.likeliest_failure
    assert (flip.names, flip.new_lead, round(flip.p_event, 2)) == (("monitor",), "strategic", 0.12)
    assert any("likeliest failure" in note and ".12" in note for note in weighing.notes)


def test_the_whole_origin_beside_the_single_item(weighing):
    """Town and pair rest on one record: leaving it out is -10.3, +6.5, +4.7, more than either alone."""
    rows = {w.name: w for w in weighing.weights if not w.is_group}
    for name in RECORD:
        assert rows[name].origin == RECORD
        assert [round(d, 1) for d in rows[name].origin_decibans] == [-10.3, 6.5, 4.7]
    assert rows["letter_1"].origin == ("letter_1",)
    assert rows["letter_1"].origin_decibans == rows["letter_1"].decibans


def test_the_table_of_competing_hypotheses(weighing):
    """Only the record speaks against anything by the words of the scale, and against strategic alone."""
    rows = {row.item: row.cells for row in weighing.ach}
    assert {name for name, cells in rows.items() if set(cells) != {"N"}} == set(RECORD)
    assert rows["contested"] == rows["pair_fights"] == ("I", "N", "N")


def test_bits_of_next_steps_as_published():
    """.10, .08, .06, .03, .01, .01 and no change of the lead, with words that give them.

    The design prints the bits and not the answers, so they do not follow from it; that words exist
    which give all six says that the arithmetic is the same.
    """
    steps = {
        "archive": (Answer(words=story.words("likely", "unlikely", "almost no chance")),),
        "defector": (Answer(words=story.words("likely", "roughly even", "very unlikely")),),
        "record": (Answer(words=story.words("roughly even", "very likely", "likely")),),
        "orders": (Answer(words=story.words("likely", "very likely", "likely")),),
        "specimens": (Answer(when=story.when(letter_1="forged"), p=0.15), Answer(p=0.85)),
        "cache": (Answer(words=story.words("likely", "likely", "roughly even")),),
    }
    question, elicitation = story.case()
    findings = tuple(story.finding(name, name, answer, 1) for name, answer in steps.items())
    found = weighed(question, replace(elicitation, possible_findings=findings), WeighSettings(draws=10))
    bits = {s.name: round(s.bits, 2) for s in found.next_steps}
    assert bits == dict(zip(steps, (0.10, 0.08, 0.06, 0.03, 0.01, 0.01), strict=True))
    assert all(s.p_lead_changes == 0.0 for s in found.next_steps)
    archive = next(s for s in found.next_steps if s.name == "archive")
    assert round(archive.if_found[story.NONE], 2) == 0.02


def test_something_else_is_bounded_and_has_no_posterior(weighing):
    """At a quarter of the prior it could have .42, were it as good as the best named hypothesis."""
    assert [h.name for h in weighing.hypotheses] == list(story.NAMED)
    assert weighing.else_prior == 0.25
    best = max(h.p / h.prior for h in weighing.hypotheses)
    assert weighing.else_bound == pytest.approx(0.25 * best / (0.25 * best + 0.75))
    assert "something else" in weighing.notes[0]


def copy_of_the_broadcaster(number):
    """A report that repeats another: it would have appeared whatever is true, so p is 1."""
    return Item(
        name=f"copy_{number}",
        text=f"outlet {number}",
        question_id=story.QUESTION_ID,
        answers=(Answer(p=1.0),),
        made=story.MADE,
    )


def test_forty_certain_copies_change_nothing(network):
    question, elicitation = story.case()
    copies = tuple(copy_of_the_broadcaster(n) for n in range(40))
    more = network_of(question, replace(elicitation, items=(*elicitation.items, *copies)))
    assert abs(posterior_of(more) - posterior_of(network)).max() < 1e-12


def test_forty_outlets_counted_as_witnesses_would_settle_it():
    """The error the product exists to prevent: P(none) falls to about 5e-18 (same power of ten).

    Each outlet is taken for a witness of its own: sound .97, and "very likely" to report a deal
    if there is one, "unlikely" if there is none.
    """
    question, elicitation = story.case()
    outlets = tuple(
        story.variable(f"outlet_{n}", f"outlet {n}", ("sound", "unsound"), Row(p=(0.97, 0.03)))
        for n in range(40)
    )
    witnesses = tuple(
        Item(
            name=f"witness_{n}",
            text=f"outlet {n}",
            question_id=story.QUESTION_ID,
            answers=(
                Answer(when=story.when(**{f"outlet_{n}": "unsound"}), p=0.30),
                Answer(words=story.words("very likely", "very likely", "unlikely")),
            ),
            made=story.MADE,
        )
        for n in range(40)
    )
    counted = replace(
        elicitation,
        variables=(*elicitation.variables, *outlets),
        items=(*elicitation.items, *witnesses),
    )
    p_none = posterior_of(network_of(question, counted))[0][story.NONE]
    assert p_none == pytest.approx(5.5e-18, rel=0.02)


def test_a_copy_entered_as_an_item_of_its_own_is_not_weighed():
    """Two items from one exhibit for one claim would count one origin twice: the case is refused."""
    question, elicitation = story.case()
    again = replace(next(i for i in elicitation.items if i.name == "defectors"), name="defectors_again")
    doubled = replace(elicitation, items=(*elicitation.items, again))
    (outcome,) = weigh([(question, doubled)], settings=WeighSettings(draws=10))
    assert outcome.values == ()
    assert [f.code for f in outcome.failures] == ["weighed twice"]
    assert "'defectors' and 'defectors_again'" in outcome.failures[0].happened


def test_next_steps_of_the_story(weighing):
    """No single step changes the lead; the risky one comes last; the archive found leaves none .02."""
    assert [s.name for s in weighing.next_steps][-1] == "untied_defector"
    assert all(s.p_lead_changes == 0.0 for s in weighing.next_steps)
    archive = next(s for s in weighing.next_steps if s.name == "other_archive")
    assert round(archive.bits, 2) == 0.10
    assert round(archive.if_found[story.NONE], 2) == 0.02
    bits = {s.name: s.bits for s in weighing.next_steps}
    assert bits["specimens"] == min(bits.values())
    assert bits["specimens"] < 0.015


def test_groups_of_the_story():
    names = [group.name for group in groups_of(story.elicitation())]
    assert names == ["defectors", "handover group", "record monitor"]
