"""Sentences: right in number, silent about protected names, honest about limits."""

from dataclasses import replace

import pytest

from twosource.evidence.lineage import Chokepoint, OriginCount
from twosource.evidence.testimony import Made
from twosource.terms import Access, FeatureKind, PartyKind, Stance, Standing, load_table, vocabulary
from twosource.tracing import TraceSettings, explain, headline, trace
from twosource.tracing.priors import access_classes, copy_priors
from twosource.tracing.saying import arrow_sentence, figure, party_name, publishers_of

MACHINE = Made(by="rules", standing=Standing.SUGGESTION)

PLAIN = OriginCount(
    claim_id="claim-1",
    n_reports=47,
    n_statements=50,
    k=(0.0, 1.0),
    kappa=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0),
    kappa_trusted=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0),
    trusted=(),
    chokepoints=(Chokepoint(party_ids=("group",), p=1.0),),
    origins=(),
    derivations=(),
    p_own=(),
    paths=(),
    n_samples=100,
    seed=0,
)


def at(kappa, *names, reports=47):
    histogram = tuple(float(i == kappa) for i in range(6))
    points = (Chokepoint(party_ids=names, p=1.0),) if names else ()
    return replace(PLAIN, kappa=histogram, chokepoints=points, n_reports=reports)


@pytest.fixture
def parties(story):
    for name in ("group", "archive", "third"):
        story.party(name, PartyKind.GROUP, name=f"the {name}")
    return story.party("informant", PartyKind.PERSON, name="Jane Roe", protected=True).parties


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (PLAIN, "47 reports. 1 pair of hands: the group."),
        (at(1, "group", reports=1), "1 report. 1 pair of hands: the group."),
        (at(2, "group", "archive"), "47 reports. 2 separate pairs of hands: the group, the archive."),
        (at(2), "47 reports. 2 separate pairs of hands."),
        (at(5), "47 reports. 5 or more separate pairs of hands."),
        (at(0), "47 reports speak of it; none asserts it."),
        (at(0, reports=1), "1 report speaks of it; none asserts it."),
        (at(0, reports=0), "No report, only the material itself, which does not assert it."),
        (replace(at(0, reports=0), n_statements=0), "No report bears on it."),
        (at(1, "group", reports=0), "No report, only the material itself. 1 pair of hands: the group."),
        (at(1, "unknown upstream"), "47 reports. 1 pair of hands: somebody unnamed behind them."),
        (at(1, "stranger"), "47 reports. 1 pair of hands: a party that is not named."),
    ],
)
def test_headline_is_right_in_number(count, said, parties):
    """One or more, named or not, none at all."""
    assert headline(count, parties) == said


def spread(**p):
    """A histogram of kappa with the probabilities given as k1=.36 and so on."""
    return tuple(p.get(f"k{i}", 0.0) for i in range(6))


@pytest.mark.parametrize(
    ("kappa", "said"),
    [
        (spread(k1=0.36, k2=0.64), "1 or 2 pairs of hands (2 with probability .64): the group, the archive."),
        (spread(k1=0.1, k2=0.9), "2 separate pairs of hands: the group, the archive."),
        (
            spread(k1=0.3, k2=0.4, k3=0.3),
            "1 to 3 pairs of hands (2 with probability .40): the group, the archive.",
        ),
        (
            spread(k2=0.6, k5=0.4),
            "2 or more pairs of hands (2 with probability .60): the group, the archive.",
        ),
        (spread(k4=0.4, k5=0.6), "4 or more pairs of hands (5 or more with probability .60)."),
    ],
)
def test_a_number_less_probable_than_nine_in_ten_is_said_with_its_probability(kappa, said, parties):
    """No kappa is stated as fact that one draw in ten contradicts."""
    count = replace(at(2, "group", "archive"), kappa=kappa)
    assert headline(count, parties) == f"47 reports. {said}"


def test_names_only_a_machine_found_are_names_and_not_hands(story):
    """Nobody has checked that the two are two, nor where one is declared; both declared are hands again."""
    for name in ("ali", "omar"):
        story.party(name, PartyKind.PERSON, made=story.machine)
    said = "47 reports. 2 names are credited; nobody has checked whether they are separate: ali, omar."
    assert headline(at(2, "ali", "omar"), story.parties) == said
    assert headline(at(1, "ali"), story.parties) == "47 reports. 1 pair of hands: ali."
    story.party("omar", PartyKind.PERSON)
    assert headline(at(2, "ali", "omar"), story.parties) == said
    story.party("ali", PartyKind.PERSON)
    assert (
        headline(at(2, "ali", "omar"), story.parties) == "47 reports. 2 separate pairs of hands: ali, omar."
    )


def test_many_unchecked_names_are_taken_from_where_the_ways_begin(story):
    """Where counting stopped no cut is known, and the names still are not called hands."""
    names = ["ali", "khalid", "omar", "sami", "zaid"]
    for name in names:
        story.party(name, PartyKind.PERSON, made=story.machine)
    count = replace(at(5), paths=tuple((name, f"outlet of {name}") for name in names))
    assert headline(count, story.parties) == (
        "47 reports. 5 names are credited; nobody has checked whether they are separate: "
        "ali, khalid, omar and 2 others."
    )


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (2, "one of outlet 0 and outlet 1, whichever had it first"),
        (3, "one of outlet 0, outlet 1 and outlet 2, whichever had it first"),
        (9, "one of outlet 0, outlet 1, outlet 2 and 6 others, whichever had it first"),
    ],
)
def test_of_several_that_could_be_the_first_no_one_is_named_alone(story, n, said):
    """Outlets of one day that credit nobody: which came first is not known."""
    for number in range(n):
        story.party(f"outlet_{number}")
    points = tuple(Chokepoint(party_ids=(f"outlet_{number}",), p=1 / n) for number in range(n))
    assert (
        headline(replace(PLAIN, chokepoints=points), story.parties) == f"47 reports. 1 pair of hands: {said}."
    )


@pytest.mark.parametrize(
    ("p", "said"),
    [(1.0, "over .99"), (0.991, "over .99"), (0.99, ".99"), (0.64, ".64"), (0.01, ".01"), (0.0, "under .01")],
)
def test_no_probability_is_printed_as_certain(p, said):
    """A model that may be wrong prints neither 0 nor 1."""
    assert figure(p) == said


def test_no_sentence_of_an_explanation_claims_certainty(story):
    """Copies and counts alike."""
    story.report("broadcaster").report("paper", "broadcaster", on=1)
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    said = " ".join(explain(outcome.values[0], story.evidence()))
    assert "over .99" in said
    assert "1.00" not in said


def test_the_chokepoint_named_has_the_size_the_headline_says(parties):
    """A rarer cut of another size is not the one meant."""
    points = (Chokepoint(party_ids=("archive", "group"), p=0.9), Chokepoint(party_ids=("third",), p=0.1))
    assert headline(replace(PLAIN, chokepoints=points), parties).endswith(": the third.")


def test_protected_names_never_appear(story):
    """Headline and explanation show the label, not the name."""
    story.party("informant", PartyKind.PERSON, name="Jane Roe", protected=True)
    story.report("paper", ("informant", Access.SAW)).report("other", "paper", on=1)
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    said = explain(outcome.values[0], story.evidence())
    assert not any("Jane" in sentence for sentence in said)
    assert "a protected person" in said[0]


def test_two_pairs_of_hands_are_said_to_fail_together_only(story):
    """With kappa 2 both must be wrong."""
    for name in ("a", "b"):
        story.report(f"outlet_{name}", (f"witness_{name}", Access.SAW))
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    said = explain(outcome.values[0], story.evidence())
    assert said[0] == "2 reports. 2 separate pairs of hands: witness a, witness b."
    assert "“The moves were agreed” falls only if witness a and witness b are both wrong or lying." in said
    assert "It starts with witness a (observed it), witness b (observed it)." in said


def test_why_a_copy_is_thought_one(story):
    """Credit, shared words, the same text and quoted material each have their own sentence."""
    long = " ".join(f"word{i}" for i in range(40))
    half = " ".join(f"word{i}" for i in range(12))
    story.report("broadcaster", text=f"{long} “we shall all move out at night”")
    story.report("reprint", text=f"{long} “we shall all move out at night”", on=1)
    story.report("paper", "broadcaster", text=f"as told {half} there “we shall all move out at night”", on=1)
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    said = explain(outcome.values[0], story.evidence())
    assert any(
        s.startswith("reprint has it from broadcaster") and s.endswith("prints the same text.") for s in said
    )
    (paper,) = [s for s in said if s.startswith("paper has it from")]
    assert "names broadcaster" in paper
    assert f"12 words in common, “{half}”" in paper
    assert "quotes the same material, “we shall all move out at night”" in paper


def test_nothing_is_explained_where_nobody_asserts_it(story):
    """A headline is all there is."""
    assert explain(at(0), story.evidence()) == ("47 reports speak of it; none asserts it.",)


def test_every_access_class_is_a_beta_with_a_mean_between_nought_and_one():
    """The classes stand in order: the wider the access, the higher the rate and the rarer one giver for all."""
    classes = list(access_classes().values())
    assert [c.name for c in classes] == list(vocabulary("access_classes").values())
    means = [c.a / (c.a + c.b) for c in classes]
    assert means == sorted(means)
    assert [c.p_upstream for c in classes] == sorted((c.p_upstream for c in classes), reverse=True)
    assert means[:2] == [pytest.approx(0.05), pytest.approx(0.1)]


@pytest.mark.parametrize("name", ["access_classes", "copying"])
def test_every_table_has_its_birth_certificate(name):
    """Where from, and whether judged or measured."""
    table = load_table(name)
    assert "Birth certificate" in table["note"]
    assert "judged" in table["note"].lower()


def test_the_copy_figures_are_those_of_the_formula():
    """Shares, credit factor and cap as the reasoning states them."""
    priors = copy_priors()
    assert priors.shares == (0.1, 0.3, 0.6, 0.9)
    assert priors.credit_ratio == pytest.approx(0.03 / 0.85)
    assert (priors.cap, priors.floor) == (1000.0, 0.001)


@pytest.mark.parametrize("wrong", [{"samples": 0}, {"kappa_max": 0}])
def test_settings_that_count_nothing_are_refused(wrong):
    """No draws, no answer."""
    with pytest.raises(ValueError, match="at least one draw"):
        TraceSettings(**wrong)


def test_one_hand_that_is_not_sure_is_said_as_a_condition(story):
    """With .43 for one pair of hands nobody may print that everything falls with it."""
    story.report("paper", ("witness", Access.SAW)).report("other", "paper", on=1)
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    count = replace(outcome.values[0], kappa=(0.0, 0.43, 0.42, 0.15, 0.0, 0.0))
    (said,) = [s for s in explain(count, story.evidence()) if "nothing below supports" in s]
    assert said.startswith("If it is one pair of hands (.43): should witness be wrong or lying, ")


def test_two_hands_that_are_not_sure_are_said_as_a_condition(story):
    for name in ("a", "b"):
        story.report(f"outlet_{name}", (f"witness_{name}", Access.SAW))
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    count = replace(outcome.values[0], kappa=(0.0, 0.3, 0.6, 0.1, 0.0, 0.0))
    (said,) = [s for s in explain(count, story.evidence()) if "falls only if" in s]
    assert said.startswith("If it is 2 pairs of hands (.60): “The moves were agreed” falls only if witness a")


def test_hands_that_most_probably_are_gone_are_not_said_to_be_gone(parties):
    """After a withdrawal .41 for one pair of hands is no certain nothing."""
    gone = replace(PLAIN, kappa=(0.58, 0.41, 0.01, 0.0, 0.0, 0.0), p_own=(("s", 0.1),))
    assert headline(gone, parties) == (
        "47 reports. Most probably no pair of hands is left (.58): whom they have it from was withdrawn."
    )
    gone = replace(gone, kappa=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    assert headline(gone, parties).startswith("47 reports. No pair of hands is left: ")


def test_reports_that_deny_it_are_told_apart_from_those_that_assert_it(story):
    """A report that calls it a hoax is a report on it; a reader must not take it for one more voice."""
    story.report("paper", ("witness", Access.SAW)).report("debunker", stance=Stance.DENIES, on=3)
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    said = explain(outcome.values[0], story.evidence())
    assert said[0].startswith("2 reports.")
    assert said[1] == "Of the reports 1 asserts it and 1 denies or doubts it."


@pytest.mark.parametrize(
    ("p", "verb"),
    [(0.97, "paper has it from"), (0.6, "paper probably has it from"), (0.17, "paper may have it")],
)
def test_an_arrow_is_said_as_surely_as_it_is_known(story, p, verb):
    story.report("broadcaster").report("paper", "broadcaster", on=1)
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    (one,) = outcome.values[0].derivations
    said = arrow_sentence(replace(one, p=p), publishers_of(story.evidence()), story.evidence().parties)
    assert said.startswith(verb)


def test_an_arrow_without_weighty_signs_says_the_little_there_is(story):
    story.report("broadcaster").report("paper", "broadcaster", on=1)
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    (one,) = outcome.values[0].derivations
    little = replace(one.features[0], kind=FeatureKind.SHARED_WORDS, words="guns out of Palmyra", weight=1.2)
    publishers, parties = publishers_of(story.evidence()), story.evidence().parties
    said = arrow_sentence(replace(one, p=0.3, features=(little,)), publishers, parties)
    assert said == "paper may have it from broadcaster (.30): only 4 words in common, “guns out of Palmyra”."


def test_nobody_is_said_to_be_named_who_is_not(story):
    """“Names unnamed residents” says two things of which one is untrue, and the outlet twice."""
    shown = "unnamed: residents (through paper)"
    story.party("residents", PartyKind.PLACEHOLDER, name=shown, made=MACHINE)
    story.report("paper", ("residents", Access.SAW))
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=50))
    (said,) = [s for s in explain(outcome.values[0], story.evidence()) if "has it from" in s]
    assert said.startswith("paper has it from unnamed residents (over .99): credits them without a name, “")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("unnamed: a newspaper (through Post)", "an unnamed newspaper (through Post)"),
        ("unnamed: an official", "an unnamed official"),
        ("unnamed: the analyst", "the unnamed analyst"),
        ("unnamed: ants", "unnamed ants"),
        ("unnamed: somebody (in E1)", "somebody unnamed (in E1)"),
    ],
)
def test_articles_stand_where_a_sentence_has_them(story, kept, said):
    story.party("who", PartyKind.PLACEHOLDER, name=kept, made=MACHINE)
    assert party_name("who", story.parties) == said
