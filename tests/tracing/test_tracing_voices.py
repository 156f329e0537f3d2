"""Chains, pages, voices, routes: each step from statements to a graph, on stories of a few lines."""

import pytest

from twosource.terms import Access, Channel, DerivationKind, PartyKind
from twosource.tracing import TraceSettings, trace
from twosource.tracing.chains import accounts_of, same_placeholders, without_repeats
from twosource.tracing.pages import read_pages
from twosource.tracing.priors import access_classes, copy_priors
from twosource.tracing.ratios import weigh_access
from twosource.tracing.routes import keepings_of, routes_of
from twosource.tracing.voices import Part, voices_of

SETTINGS = TraceSettings(samples=500)
LONG = (
    "the convoy left the depot after dusk and nobody at the gate asked the drivers where the sealed crates"
    " were going although three guards had counted them twice that same morning before breakfast"
)
OTHER = (
    "officials in the capital declined to discuss any shipment while merchants along the river road described"
    " empty markets higher prices and a long quiet week without the usual patrols"
)


def steps(story):
    evidence = story.evidence()
    accounts = accounts_of(evidence.statements, evidence.parties)
    pages = read_pages(accounts, evidence, SETTINGS, copy_priors())
    return evidence, accounts, pages, voices_of(accounts, pages, evidence, SETTINGS.tolerance_days)


def parts(story):
    return {p: voice.part for p, voice in steps(story)[3].items()}


def ratios(story):
    _, _, pages, voices = steps(story)
    return weigh_access(voices, pages, access_classes()[story.claim.access_class], copy_priors())


def count_of(story):
    (outcome,) = trace([story.evidence()], settings=SETTINGS)
    return outcome.values[0]


def chain(story, *names):
    return [link.party_id for link in without_repeats(story.report(*names).statements[-1].chain.links)]


def test_a_party_that_comes_back_is_joined_with_itself(story):
    """ "The paper says it has learned" credits nobody; a detour through others is cut short."""
    assert chain(story, "paper", "paper") == ["paper"]
    assert chain(story, "a", "b", "a", "c") == ["a", "c"]
    assert chain(story, "a", "b", "c") == ["a", "b", "c"]


def test_how_a_party_knows_survives_joining(story):
    """The inner mention tells the access, where it tells any."""
    links = story.report("paper", ("paper", Access.READ)).statements[-1].chain.links
    assert [link.access for link in without_repeats(links)] == [Access.READ]


def test_phrases_of_two_re_reporters_for_one_source_are_one_placeholder(story):
    """ "A defector" and "a former fighter", both behind the broadcaster, are the same person described anew."""
    for name in ("defector", "fighter"):
        story.party(name, PartyKind.PLACEHOLDER, made=story.machine)
    story.report("page_1", "broadcaster", "defector").report("page_2", "broadcaster", "fighter")
    evidence = story.evidence()
    inmost = {account.innermost.party_id for account in accounts_of(evidence.statements, evidence.parties)}
    assert inmost == {"defector"}


def test_two_placeholders_of_one_page_stay_two(story):
    """The first that each page names are one, the second another."""
    for name in ("d1", "d2", "e1", "e2"):
        story.party(name, PartyKind.PLACEHOLDER, made=story.machine)
    for inner in ("d1", "d2"):
        story.report("page_1", "broadcaster", inner)
    for inner in ("e1", "e2"):
        story.report("page_2", "broadcaster", inner)
    evidence = story.evidence()
    raw = accounts_of(evidence.statements, {})
    assert same_placeholders(raw, evidence.parties) == {"d1": "d1", "e1": "d1", "d2": "d2", "e2": "d2"}


def test_placeholders_a_person_declared_are_left_as_they_are(story):
    """Somebody decided that defector 1 and defector 2 are two people."""
    for name in ("defector_1", "defector_2"):
        story.party(name, PartyKind.PLACEHOLDER)
    story.report("page_1", "broadcaster", "defector_1").report("page_2", "broadcaster", "defector_2")
    evidence = story.evidence()
    assert same_placeholders(accounts_of(evidence.statements, {}), evidence.parties) == {}


def test_the_parts_of_a_plain_story(story):
    """Witness, broadcaster, follower, carrier and a page that credits nobody."""
    story.party("witness", PartyKind.PERSON)
    story.report("broadcaster", ("witness", Access.SAW)).report("paper", "agency", "broadcaster", on=1)
    story.report("loner", on=2)
    assert parts(story) == {
        "witness": Part.ORIGIN,
        "broadcaster": Part.FOLLOWER,
        "paper": Part.FOLLOWER,
        "agency": Part.CARRIER,
        "loner": Part.OPEN,
    }


def test_the_earliest_report_without_a_source_is_first(story):
    """Something has to be first."""
    story.report("early", on=0).report("late", on=5)
    assert parts(story) == {"early": Part.FIRST, "late": Part.OPEN}


def test_within_the_tolerance_the_one_others_credit_is_first(story):
    """A date may be a day off: the page the others go back to was there first."""
    story.report("hasty", on=0).report("source", on=1)
    for number in range(3):
        story.report(f"outlet_{number}", "source", on=2)
    assert parts(story)["source"] is Part.FIRST
    assert parts(story)["hasty"] is Part.OPEN


def test_an_outlet_others_credit_that_is_not_held_can_be_first(story):
    """The blog nobody saved is where it starts."""
    story.report("page_1", "blog").report("page_2", "blog")
    assert parts(story)["blog"] is Part.FIRST


def test_a_passing_placeholder_has_to_earn_its_independence(story):
    """ "Activists" a machine found are no certain origin; "defector 1" of a declaration is."""
    story.party("activists", PartyKind.PLACEHOLDER, made=story.machine).party(
        "defector_1", PartyKind.PLACEHOLDER
    )
    story.report("first", on=0).report("page", "activists", on=5).report("paper", "defector_1", on=5)
    assert parts(story)["activists"] is Part.OPEN
    assert parts(story)["defector_1"] is Part.ORIGIN


def test_the_writer_of_a_paper_is_its_origin(story):
    """An office whose paper passed through hands wrote it."""
    story.party("office", PartyKind.GROUP)
    story.report("office", exhibit="letter").keep("letter", "office", "keeper", "desk")
    assert parts(story)["office"] is Part.ORIGIN


def test_a_reprint_is_known_by_its_words_and_credits_nobody_anew(story):
    """The same forty words in another paper are the same text."""
    story.report("agency", "source", text=LONG).report("paper", "source", text=LONG.upper(), on=1)
    _, _, pages, voices = steps(story)
    assert dict(pages.reprints) == {"exhibit-00002": "exhibit-00001"}
    assert voices["paper"].part is Part.REPRINT
    assert voices["source"].n_crediting == 1


def test_a_reprint_with_another_headline_is_a_reprint(story):
    """Nine words in ten are enough."""
    story.report("agency", text=LONG).report("paper", text=f"Night convoy: {LONG}", on=1)
    assert steps(story)[2].reprints == {"exhibit-00002": "exhibit-00001"}


def test_of_two_prints_of_one_day_the_credited_one_is_the_first(story):
    """A credit shows the direction where dates do not."""
    story.report("a_paper", "z_agency", text=LONG).report("z_agency", text=LONG)
    assert steps(story)[2].reprints == {"exhibit-00001": "exhibit-00002"}


def test_printing_the_letter_in_full_twice_is_no_reprint_of_the_other(story):
    """Quoted papers show the same material only."""
    story.party("office", PartyKind.OFFICE)
    story.report("office", text=LONG, exhibit="letter").keep("letter", "office", "desk")
    story.report("paper_1", text=f"“{LONG}”").report("paper_2", text=f"“{LONG}”", on=1)
    _, _, pages, _ = steps(story)
    assert ("exhibit-00002", "exhibit-00003") not in pages.evidence or not pages.evidence[
        "exhibit-00002", "exhibit-00003"
    ].is_shared
    assert "paper_2" not in {p.publisher for p in pages.pages if p.exhibit_id in pages.reprints.values()}


def test_shared_words_lower_own_access_and_are_shown(story):
    """A page that credits nobody and repeats a run of words comes from the earlier page."""
    half = " ".join(LONG.split()[:14])
    story.report("first", text=LONG).report("free", text=OTHER, on=3).report(
        "copy", text=f"{half} {OTHER[:60]}", on=4
    )
    found = ratios(story)
    assert found.lam["free"] == pytest.approx(1.0)
    assert found.lam["copy"] < 0.2
    derived = [d for d in count_of(story).derivations if d.child_id == "statement-00003"]
    assert ("statement-00001", DerivationKind.QUOTES) in {(d.parent_id, d.kind) for d in derived}


def test_a_credit_lowers_own_access_by_its_factor(story):
    """.03 / .85 for a page that names whom it has it from."""
    story.report("broadcaster").report("paper", "broadcaster", on=1)
    assert ratios(story).lam["paper"] == pytest.approx(0.03 / 0.85)


def test_own_access_never_falls_below_its_floor(story):
    """However much speaks for copying, the model may be wrong: a ratio of 1/1000 at the least."""
    story.report("first", text=f"{LONG} {OTHER}").report(
        "copy", "first", text=f"{LONG} yes {OTHER[:90]} so", on=1
    )
    assert ratios(story).lam.get("copy", 0.001) == pytest.approx(0.001)
    assert min(p for _, p in count_of(story).p_own) >= 0.001


def test_saying_that_one_has_obtained_it_and_being_credited_speak_for_own_access(story):
    """Ten for the first, two for each publisher whose chain ends there."""
    story.report("first").report("second", "second", on=4)
    for number in range(3):
        story.report(f"outlet_{number}", "second", on=5 + number)
    assert ratios(story).lam["second"] == pytest.approx(10 * 2**3)


def test_no_words_in_common_is_no_sign_of_own_access(story):
    """A translated or reworded copy shares nothing."""
    story.report("first", text=LONG).report("second", text=OTHER, on=3)
    assert ratios(story).lam["second"] == pytest.approx(1.0)


def test_the_keeping_of_a_letter_joins_hand_to_hand(story):
    """Steps, first and last keeper; a hand nobody can name is passed over."""
    story.keep("letter", "office", "courier", "group").keep("torn", "office", "", "group")
    found = keepings_of(story.custody)
    assert found["letter"].steps == (("courier", "group"), ("office", "courier"))
    assert (found["letter"].starts, found["letter"].ends) == (frozenset({"office"}), frozenset({"group"}))
    assert found["torn"].steps == (("office", "group"),)


def test_who_quotes_a_paper_has_it_from_the_last_keeper(story):
    """The broadcaster kept it, so it has it directly; the paper has it by way of the broadcaster."""
    story.report(("office", Access.DID), exhibit="letter").keep("letter", "office", "group", "broadcaster")
    story.report("broadcaster", ("office", None, Channel.DOCUMENT)).report(
        "paper", ("office", None, Channel.DOCUMENT)
    )
    evidence, accounts, _, _ = steps(story)
    routes = routes_of(accounts, evidence.custody, {})
    assert routes.edges == {"office": {"group"}, "group": {"broadcaster"}, "broadcaster": {"paper"}}
    assert routes.desk == {"broadcaster", "paper"}


def test_what_the_writer_says_aloud_does_not_pass_through_the_keepers(story):
    """An interview with the office is another road than its letter."""
    story.report(("office", Access.DID), exhibit="letter").keep("letter", "office", "group")
    story.report("paper", ("office", None, Channel.SPEECH))
    evidence, accounts, _, _ = steps(story)
    assert "paper" in routes_of(accounts, evidence.custody, {}).edges["office"]


def test_an_exhibit_the_publisher_received_reaches_it_by_its_keepers(story):
    """Scans the broadcaster published came from the office through the group."""
    story.report("broadcaster", "office", exhibit="scan").keep("scan", "group", "broadcaster")
    evidence, accounts, _, _ = steps(story)
    routes = routes_of(accounts, evidence.custody, {})
    assert routes.edges == {"office": {"group"}, "group": {"broadcaster"}}


def test_of_a_long_text_the_words_around_the_passage_are_compared(new_story):
    """A book may be copied for one claim and be original for another."""
    story = new_story().report("book", text=" ".join(f"w{i}" for i in range(5000)))
    passage = story.passages["passage-statement-00001"]
    start = story.texts["exhibit-00001"].index("w3000 ")
    object.__setattr__(passage, "start", start)
    object.__setattr__(passage, "end", start + 5)
    object.__setattr__(passage, "text", "w3000")
    (page,) = steps(story)[2].pages
    assert len(page.words) == 2 * SETTINGS.window + 1
    assert page.words.between(0, 1) == "w2600"


@pytest.mark.parametrize(("kind", "k"), [("introduced by", 2), ("member of", 1), ("same as", 1)])
def test_what_a_tie_does_to_two_witnesses(story, kind, k):
    """Introduced witnesses stay two starting points; members of one group are one. Hands: one, always."""
    for name in ("witness_1", "witness_2"):
        story.party(name, PartyKind.PERSON).tie(name, "group", 1.0, kind)
        story.report(f"outlet_of_{name}", (name, Access.SAW))
    count = count_of(story)
    assert (count.k_mode, count.kappa_mode) == (k, 1)
    assert count.chokepoints[0].party_ids == ("group",)


def test_ties_to_one_party_share_their_doubt(story):
    """Whether the group picks its witnesses is one question: both ties hold, or neither."""
    for name in ("witness_1", "witness_2"):
        story.party(name, PartyKind.PERSON).tie(name, "group", 0.5)
        story.report(f"outlet_of_{name}", (name, Access.SAW))
    count = count_of(story)
    assert count.kappa[1] == pytest.approx(0.5, abs=0.07)
    assert count.kappa[2] == pytest.approx(0.5, abs=0.07)


def test_unnamed_witnesses_may_be_one_person(story):
    """Two placeholders nobody says were there go back to one unnamed person with the probability of the class."""
    for name in ("defector_1", "defector_2"):
        story.party(name, PartyKind.PLACEHOLDER)
        story.report(f"outlet_of_{name}", name)
    count = count_of(story)
    assert count.k[1] == pytest.approx(access_classes()["closed event"].p_upstream, abs=0.07)
    assert [o.party_id for o in count.origins if o.act == "stands unnamed behind them"] == [
        "unknown upstream"
    ]


def test_holders_of_one_leaked_paper_may_have_one_giver(new_story):
    """Three exclusives, one seller: outlets that hold the paper are not thereby separate."""
    story = new_story("exclusive document").report("first", on=0)
    for name in ("second", "third"):
        story.report(name, (name, Access.READ), on=0)
    alone = count_of(story)
    assert alone.kappa[1] > access_classes()["exclusive document"].p_upstream - 0.07


def test_circles_of_membership_end(story):
    """Two parties each said to be the other are one party."""
    story.party("a", PartyKind.PERSON).party("b", PartyKind.PERSON)
    story.report("paper_1", ("a", Access.SAW)).report("paper_2", ("b", Access.SAW))
    story.tie("a", "b", 1.0, "same as").tie("b", "a", 1.0, "same as")
    count = count_of(story)
    assert (count.k_mode, count.kappa_mode) == (1, 1)


def test_a_page_goes_back_to_the_origin_of_whom_it_credits(story):
    """Each statement is given the origin it most probably goes back to."""
    story.party("witness", PartyKind.PERSON).party("driver", PartyKind.PERSON)
    story.report("broadcaster", ("witness", Access.SAW)).report("paper", "broadcaster", on=1)
    story.report("weekly", ("driver", Access.DID), on=2).report("blog", "weekly", on=3)
    told = {o.party_id: o.statement_ids for o in count_of(story).origins}
    assert told["witness"] == ("statement-00001", "statement-00002")
    assert told["driver"] == ("statement-00003", "statement-00004")


def test_partners_who_hold_the_papers_together_credit_nobody(new_story):
    """ "The papers are before us and two broadcasters": one joint publication, not a copy of a broadcaster."""
    story = new_story("exclusive document")
    story.report(("paper", Access.READ), exhibit="page")
    for partner in ("radio", "television"):
        story.report("paper", (partner, Access.READ), exhibit="page")
    story.report("weekly", ("paper", Access.READ), on=1)
    assert parts(story)["paper"] is Part.FIRST
    assert parts(story)["weekly"] is Part.FOLLOWER
    told = {o.party_id: len(o.statement_ids) for o in count_of(story).origins if o.statement_ids}
    assert told == {"paper": 4}


def test_a_broadcaster_that_obtained_letters_still_has_them_from_their_writer(story):
    """Holding a paper and naming its writer is no access to the event."""
    story.party("office", PartyKind.OFFICE)
    story.report(("broadcaster", Access.READ), exhibit="page")
    story.report("broadcaster", ("office", Access.DID, Channel.DOCUMENT), exhibit="page")
    assert parts(story)["broadcaster"] is Part.FOLLOWER
    assert count_of(story).chokepoints[0].party_ids == ("office",)
    assert count_of(story).k[1] > 0.95


def test_a_group_that_hands_over_papers_is_no_partner_and_no_writer(new_story):
    """The broadcaster holds the letters because the group gave them: the group is the origin and the chokepoint."""
    story = new_story("exclusive document").party("group", PartyKind.GROUP).party("office", PartyKind.OFFICE)
    story.keep("scan", "office", "group", "broadcaster")
    story.report(("broadcaster", Access.READ), exhibit="page")
    story.report("broadcaster", ("group", Access.READ, Channel.DOCUMENT), exhibit="page")
    story.report(("group", Access.READ, Channel.DOCUMENT), exhibit="scan")
    story.report("paper", "broadcaster", on=1)
    assert parts(story)["broadcaster"] is Part.FOLLOWER
    count = count_of(story)
    assert count.chokepoints[0].party_ids == ("group",)
    assert [(o.party_id, o.act) for o in count.origins] == [("group", "handed over the document")]


def test_whoever_concludes_it_is_not_first_where_somebody_says_it(story):
    """An analyst quoted a day earlier does not become a second origin beside a witness."""
    story.party("analyst", PartyKind.PERSON).party("witness", PartyKind.PERSON)
    story.report("paper", ("analyst", Access.INFERS), on=0).report("weekly", ("witness", Access.DID), on=5)
    assert parts(story)["analyst"] is Part.INFERENCE
    assert count_of(story).kappa_mode == 1


def test_a_commonplace_is_no_derivation(story):
    """Four short words in common with one page of many show nothing."""
    story.report("first", text=f"at the end of {LONG}")
    story.report("second", text=f"at the end of {OTHER}", on=3)
    assert count_of(story).derivations == ()


def test_an_unnamed_person_is_named_only_where_somebody_may_go_back_to_them(story):
    """Two witnesses who did and saw it have nobody behind them."""
    story.report("paper", ("witness_1", Access.DID)).report("weekly", ("witness_2", Access.SAW))
    assert "unknown upstream" not in [o.party_id for o in count_of(story).origins]


def test_a_page_that_names_the_broadcaster_and_copies_the_tabloid_is_linked_to_both(story):
    """What a text does not name although it took its words from it is shown beside what it names."""
    story.report("broadcaster", text=OTHER).report("tabloid", "broadcaster", text=LONG, on=1)
    half = " ".join(LONG.split()[:14])
    story.report("blog", "broadcaster", text=f"{half} or so a channel says", on=2)
    found = {(d.parent_id, d.kind) for d in count_of(story).derivations if d.child_id == "statement-00003"}
    assert found == {
        ("statement-00001", DerivationKind.RELIES_ON),
        ("statement-00002", DerivationKind.QUOTES),
    }
