"""One leaker under many names is one pair of hands; separate people a person declared stay separate."""

import pytest

from twosource.terms import Access, Channel, PartyKind, Stance
from twosource.tracing import TraceSettings, headline, trace

SETTINGS = TraceSettings(samples=500)
SAME = (
    "the army withdrew its heavy weapons from Palmyra on 3 May 2016, and the guns were taken by road to"
    " Raqqa at night."
)
OTHER = "lorries with cannon under canvas rolled out along the desert highway after the evening prayer."
NAMES = ("Ali Hamdan", "Omar", "Colonel Zaid Nasser", "Yusuf Khatib", "Sami", "Hasan", "Khalid", "Munir")
PADDING = [
    "Elsewhere the price of bread rose again in the markets of the coast",
    "Rain is forecast for the northern hills until the weekend",
    "The football league resumes after a break of two months",
    "A new bridge across the canal will open to traffic in autumn",
    "Doctors warn of a shortage of insulin in the eastern districts",
    "The university has moved its examinations to the end of June",
    "Farmers along the river complain about pumps that stand idle",
    "An exhibition of old coins drew visitors to the museum",
]


def count_of(story):
    (outcome,) = trace([story.evidence()], settings=SETTINGS)
    return outcome.values[0]


def eight(story, how, padding):
    """Eight pages of one day in which only what stands before the sentence differs."""
    for i, name in enumerate(NAMES):
        outlet, person, more = f"outlet_{name}", f"person_{i}", f" {PADDING[i]}." if padding else ""
        if how == "seen":
            text = "I saw the army withdraw its heavy weapons " + SAME.partition("weapons ")[2]
            story.report((outlet, Access.SAW), text=text + more)
            continue
        kind, access, before = {
            "names": (PartyKind.PERSON, Access.UNKNOWN, f"{name} said that "),
            "eyewitness": (PartyKind.PLACEHOLDER, Access.SAW, f"An eyewitness told Outlet {i} that "),
            "correspondent": (PartyKind.PERSON, Access.SAW, "Our correspondent in Palmyra saw it. "),
        }[how]
        story.party(person, kind, made=story.machine, name=name)
        story.report(outlet, (person, access, Channel.SPEECH), text=before + SAME + more)
    return story


@pytest.mark.parametrize("padding", [False, True])
@pytest.mark.parametrize("how", ["names", "eyewitness", "seen", "correspondent"])
def test_one_sentence_under_eight_names_is_one_pair_of_hands(story, how, padding):
    """names8, eyewitness8, seen8, correspondent8: alone on the page, and among other news."""
    count = count_of(eight(story, how, padding))
    assert count.n_reports == 8
    assert count.kappa[1] >= 0.9
    assert count.k[1] >= 0.9


@pytest.mark.parametrize("padding", [False, True])
def test_which_of_the_eight_was_first_is_not_said(story, padding):
    """One day, no credit among them: no name is preferred."""
    count = count_of(eight(story, "names", padding))
    assert headline(count, story.parties) == (
        "8 reports. 1 pair of hands: one of Ali Hamdan, Omar, Colonel Zaid Nasser and 5 others, whichever had it first."
    )


def test_an_earlier_page_is_the_first(story):
    """Of two days the earlier one has it first, and is named."""
    for number, name in enumerate(("sami", "omar")):
        story.party(name, PartyKind.PERSON, made=story.machine)
        story.report(f"outlet_{name}", name, text=f"{name} said that {SAME} {PADDING[number]}", on=5 * number)
    assert count_of(story).chokepoints[0].party_ids == ("sami",)


def test_quotation_marks_do_not_make_one_sentence_two(story):
    """Two people do not choose the same twenty words aloud either."""
    for number, name in enumerate(("ali", "omar")):
        story.party(name, PartyKind.PERSON, made=story.machine)
        story.report(f"outlet_{name}", name, text=f"{PADDING[number]}. “{SAME}” said {name}.")
    assert count_of(story).kappa[1] >= 0.9


def test_a_declared_monitor_that_prints_the_sentence_again_observed_nothing_by_it(story):
    """A machine-read statement of a monitor in the words of an earlier page is a copy."""
    for number, name in enumerate(("monitor_1", "monitor_2")):
        story.party(name, PartyKind.MONITOR).report(name, text=f"{SAME} {PADDING[number]}.")
    assert count_of(story).kappa[1] >= 0.9


def two_witnesses(story, texts, made, declared):
    for number, (name, text) in enumerate(zip(("ali", "omar"), texts, strict=True)):
        story.party(name, PartyKind.PERSON, made=declared)
        told = f"{name} said that {text} {PADDING[number]}."
        story.report(f"outlet_{name}", (name, Access.SAW, Channel.SPEECH), text=told, made=made)
    return count_of(story)


def test_two_judged_witnesses_in_words_of_their_own_stay_two(story):
    """The control: what a person declared, in wholly different wording, keeps kappa 2."""
    assert two_witnesses(story, (SAME, OTHER), story.person, story.person).kappa[2] >= 0.9


def test_two_undeclared_witnesses_in_words_of_their_own_stay_two(story):
    """Names alone are doubted in what is said of them, not in the count."""
    assert two_witnesses(story, (SAME, OTHER), story.machine, story.machine).kappa[2] >= 0.9


def test_declared_parties_stay_separate_in_the_same_words(story):
    """A person decided that they are two."""
    assert two_witnesses(story, (SAME, SAME), story.machine, story.person).kappa[2] >= 0.9


def test_judged_chains_stay_as_the_person_read_them(story):
    """The parties may be of the machine's finding: the statement is not."""
    assert two_witnesses(story, (SAME, SAME), story.person, story.machine).kappa[2] >= 0.9


def test_an_undeclared_name_gives_way_to_a_declared_one(story):
    """An earlier page that puts another name before the words of a declared witness is no second witness."""
    story.party("stranger", PartyKind.PERSON, made=story.machine).party("witness", PartyKind.PERSON)
    story.report("early", "stranger", text=f"A stranger said that {SAME} {PADDING[0]}.", on=0)
    story.report("late", "witness", text=f"The witness said that {SAME} {PADDING[1]}.", on=5)
    count = count_of(story)
    assert count.kappa[1] >= 0.9
    assert count.chokepoints[0].party_ids == ("witness",)


def test_a_copy_that_names_more_of_the_line_keeps_its_names(story):
    """The paper names the broadcaster, the blog the broadcaster and whom it spoke to: one line."""
    story.party("broadcaster", made=story.machine).party("fighter", PartyKind.PERSON, made=story.machine)
    story.report("paper", "broadcaster", text=f"The broadcaster says {SAME} {PADDING[0]}.")
    story.report("blog", "broadcaster", "fighter", text=f"A fighter told them {SAME} {PADDING[1]}.")
    assert count_of(story).chokepoints[0].party_ids == ("fighter",)


def test_a_shared_quotation_of_a_held_paper_takes_no_name_away(story):
    """The letter is in both pages because both read it; who else spoke stays."""
    story.party("office", PartyKind.OFFICE).report("office", text=SAME, exhibit="letter")
    story.keep("letter", "office", "group")
    for number, name in enumerate(("ali", "omar")):
        story.party(name, PartyKind.PERSON, made=story.machine)
        story.report(f"outlet_{name}", (name, Access.SAW), text=f"{PADDING[number]}, {name} saw: {SAME}")
    assert count_of(story).k_mode == 3


def test_two_sentences_of_a_page_may_have_two_sources(story):
    """Only the statement in shared words loses its name."""
    for name in ("ali", "omar", "zaid"):
        story.party(name, PartyKind.PERSON, made=story.machine)
    story.report("first", ("ali", Access.SAW), text=f"Ali said that {SAME}", on=0)
    text = f"Omar said that {SAME} Zaid said that {OTHER}"
    for name, part in (("omar", text[: text.index(" Zaid")]), ("zaid", text[text.index("Zaid") :])):
        story.report("second", (name, Access.SAW), text=text, exhibit="page", on=5)
        passage = story.passages[f"passage-{story.statements[-1].statement_id}"]
        object.__setattr__(passage, "start", text.index(part))
        object.__setattr__(passage, "end", text.index(part) + len(part))
        object.__setattr__(passage, "text", part)
    assert {p for cut in count_of(story).chokepoints[:1] for p in cut.party_ids} == {"ali", "zaid"}


def test_two_copies_of_a_very_long_text_overflow_nothing(story):
    """Hundreds of shared runs have a log ratio far above what an exponential holds."""
    parts = [f"alpha{i} beta{i} gamma{i} delta{i} epsilon{i} zeta{i}" for i in range(400)]
    for outlet, mark in (("first", "x"), ("second", "y"), ("third", "z")):
        text = " ".join(f"{part} {mark}{i} {mark}{mark}{i}" for i, part in enumerate(parts))
        story.report(outlet, text=text, on=len(story.statements) * 5)
    (outcome,) = trace([story.evidence()], settings=TraceSettings(samples=100, window=5000))
    count = outcome.values[0]
    assert max(sum(f.weight for f in d.features) for d in count.derivations) > 710
    assert count.kappa[1] >= 0.9


def test_a_party_that_denies_it_itself_asserts_it_through_nobody(story):
    """The paper says the broadcaster said so; the broadcaster says otherwise: the paper alone asserts it."""
    story.report("broadcaster", stance=Stance.DENIES)
    story.report("paper", "broadcaster", on=1).report("weekly", "paper", on=2)
    count = count_of(story)
    assert count.chokepoints[0].party_ids == ("paper",)
    assert "broadcaster" not in {p for path in count.paths for p in path}
    assert "broadcaster" not in {d.parent_id for d in count.derivations}


def test_those_who_pass_a_doubt_on_do_not_pass_on_its_opposite(story):
    """The remark the broadcaster holds is a doubt: a paper that makes it a confirmation stands alone."""
    said = ("broadcaster", Access.WAS_TOLD, Channel.SPEECH)
    story.report(said, ("analyst", Access.INFERS), stance=Stance.DOUBTS, exhibit="remark")
    story.report("paper", "broadcaster", ("analyst", Access.INFERS), on=0)
    story.report("review", "paper", ("analyst", Access.INFERS), on=1)
    count = count_of(story)
    assert count.paths[0] == ("paper",)
    assert {o.party_id for o in count.origins} == {"paper"}


def test_a_misquotation_beside_a_witness_is_no_second_pair_of_hands(story):
    """Putting it into the mouth of somebody who doubts it supports nothing, and adds no hands."""
    story.party("witness", PartyKind.PERSON).report("weekly", ("witness", Access.SAW))
    story.report("analyst", stance=Stance.DOUBTS)
    story.report("paper", "analyst", on=0).report("review", "paper", "analyst", on=1)
    count = count_of(story)
    assert (count.k_mode, count.kappa_mode) == (1, 1)
    assert count.chokepoints[0].party_ids == ("witness",)
    told = {o.party_id: (o.act, o.statement_ids) for o in count.origins if o.party_id != "witness"}
    assert told["paper"] == ("credits somebody who says otherwise", ("statement-00003", "statement-00004"))


def test_whoever_also_asserts_it_is_not_silenced(story):
    """A party that said both things stays a source of the one."""
    story.report("witness", stance=Stance.DENIES).report("witness", on=1).report("paper", "witness", on=2)
    assert count_of(story).chokepoints[0].party_ids == ("witness",)


def test_a_denial_somebody_else_reports_silences_nobody(story):
    """Only the party's own words count against what is said of it."""
    story.party("witness", PartyKind.PERSON).report("weekly", "witness", stance=Stance.DENIES)
    story.report("paper", ("witness", Access.SAW), on=1)
    assert count_of(story).chokepoints[0].party_ids == ("witness",)
