"""Items through one pair of hands that share no unknown are told, with the lines that would mend it."""

import tomllib

import appendix_a as story
import pytest
from weighing_cases import MADE, plain_variable, simple_elicitation, simple_question

from twosource.evidence.elicitation import Answer, Item, Row, Variable
from twosource.evidence.lineage import Chokepoint, OriginCount
from twosource.evidence.testimony import Party
from twosource.terms import PartyKind
from twosource.weighing.shared_causes import hands_of, missing_causes

QUESTION = simple_question()


def count(claim, *chokepoints):
    return OriginCount(
        claim_id=claim,
        n_reports=1,
        n_statements=1,
        k=(0.0, 1.0),
        kappa=(0.0, 1.0),
        kappa_trusted=(0.0, 1.0),
        trusted=(),
        chokepoints=tuple(Chokepoint(party_ids=parties, p=p) for parties, p in chokepoints),
        origins=(),
        derivations=(),
        p_own=(),
        paths=(),
        n_samples=1,
        seed=0,
    )


def party(name, kind=PartyKind.GROUP, **fields):
    return Party(party_id=name, name=fields.pop("label", name), kind=kind, made=MADE, **fields)


def item(name, claim, *variables):
    when = tuple((v, ("s0",)) for v in variables)
    return Item(
        name=name,
        text=f"text of {name}",
        question_id="q",
        claim_id=claim,
        answers=(Answer(when=when, p=0.3), Answer(words={"h0": "likely", "h1": "unlikely"})),
        made=MADE,
    )


def test_a_chokepoint_is_a_party_that_stands_alone_most_of_the_time():
    """A pair of parties is two hands, and a party in a third of the draws is no certain one."""
    assert hands_of(count("c", (("a",), 0.6), (("b", "c"), 0.4))) == {"a"}
    assert hands_of(count("c", (("a",), 0.3), (("b",), 0.2))) == frozenset()


def told(items, *counts, variables=(), parties=None):
    elicitation = simple_elicitation(QUESTION, items=items, variables=variables)
    known = {p.party_id: p for p in ([party("z")] if parties is None else parties)}
    return missing_causes(elicitation, counts, known)


TWO = (count("c1", (("z",), 0.9)), count("c2", (("z",), 1.0)))


def test_items_of_two_claims_through_one_party_are_told_and_mended():
    (missing,) = told([item("a", "c1"), item("b", "c2")], *TWO)
    assert (missing.party_id, missing.items) == ("z", ("a", "b"))
    assert "“text of a” and “text of b” all pass through z" in missing.sentence
    (variables,) = tomllib.loads(missing.suggestion)["question"].values()
    assert variables["variables"]["z"] == {"template": "keeper", "party": "z"}


def test_items_that_share_an_unknown_are_held_together():
    v = plain_variable("v", 0.5, 0.5)
    assert told([item("a", "c1", "v"), item("b", "c2", "v")], *TWO, variables=[v]) == ()


def test_an_unknown_behind_the_unknowns_holds_them_together_too():
    """Two letters depend on their own authenticity, and both of these on the keeper."""
    keeper = plain_variable("keeper", 0.5, 0.5)
    papers = [
        Variable(
            name=name,
            text=name,
            states=("s0", "s1"),
            rows=(Row(when=(("keeper", ("s0",)),), p=(0.9, 0.1)), Row(p=(0.2, 0.8))),
            made=MADE,
        )
        for name in ("p1", "p2")
    ]
    items = [item("a", "c1", "p1"), item("b", "c2", "p2")]
    assert told(items, *TWO, variables=[keeper, *papers]) == ()
    apart = [plain_variable("p1", 0.5, 0.5), plain_variable("p2", 0.5, 0.5)]
    assert len(told(items, *TWO, variables=apart)) == 1


def test_a_question_holds_nothing_together():
    """A condition on the question is what is asked, not what the items share."""
    asked = [item("a", "c1", "q"), item("b", "c2", "q")]
    asked = [story.replace(i, answers=(Answer(when=(("q", ("h0",)),), p=0.5), Answer(p=0.5))) for i in asked]
    assert len(told(asked, *TWO)) == 1


def test_one_item_or_separate_hands_are_nothing_to_tell():
    assert told([item("a", "c1")], *TWO) == ()
    assert told([item("a", "c1"), item("b", "c2")], TWO[0], count("c2", (("y",), 1.0))) == ()
    assert told([item("a", "c1"), item("b", "c2")]) == ()


@pytest.mark.parametrize(
    ("kind", "template"),
    [
        (PartyKind.OUTLET, "carrier"),
        (PartyKind.MONITOR, "record"),
        (PartyKind.PLACEHOLDER, "witness"),
        (PartyKind.OFFICE, "keeper"),
    ],
)
def test_the_template_suggested_fits_the_party(kind, template):
    (missing,) = told([item("a", "c1"), item("b", "c2")], *TWO, parties=[party("z", kind)])
    assert f'template = "{template}"' in missing.suggestion


def test_a_protected_party_is_told_by_its_label():
    hidden = Party(
        party_id="z",
        name="A. Name",
        kind=PartyKind.PERSON,
        label="defector 1",
        is_protected=True,
        made=MADE,
    )
    (missing,) = told([item("a", "c1"), item("b", "c2")], *TWO, parties=[hidden])
    assert "defector 1" in missing.sentence
    assert "A. Name" not in missing.sentence + missing.suggestion


def test_a_variable_that_stands_for_the_party_already_is_named_instead():
    stands = story.replace(plain_variable("how_z_works", 0.5, 0.5), party_id="z")
    (missing,) = told([item("a", "c1", "how_z_works"), item("b", "c2")], *TWO, variables=[stands])
    assert "depend on 'how_z_works', which stands for it already" in missing.sentence
    assert missing.suggestion == "when = { how_z_works = ... }"


def test_the_demonstration_leaves_nothing_out():
    _, elicitation = story.case()
    claims = {i.claim_id for i in elicitation.items if i.chokepoint == "handover group"}
    assert missing_causes(elicitation, [count(c, (("z",), 1.0)) for c in sorted(claims)], {}) == ()
