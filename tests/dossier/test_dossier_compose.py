"""What a page says, in which order, and that it says it also where little is known."""

from dataclasses import fields, replace
from datetime import date

import pytest
from dossier_cases import (
    BY_PERSON,
    SECRET_NAMES,
    CaseBuilder,
    empty_case,
    small_case,
    undeclared_case,
)

from twosource.dates import day
from twosource.dossier import compose
from twosource.dossier.compose import parts_of, sentences_of
from twosource.dossier.contexts import CitationNote, DossierPage, Sentence, SentenceKind
from twosource.dossier.material import DossierSettings
from twosource.dossier.wording import bare
from twosource.dossier.worth import fallen, risen
from twosource.evidence.claims import Matching
from twosource.evidence.lineage import Chokepoint
from twosource.evidence.outcome import Coverage
from twosource.evidence.testimony import Link
from twosource.terms import Stance


@pytest.fixture(scope="module")
def page() -> DossierPage:
    return compose(small_case())


def texts(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(bare(s.text) for s in sentences)


def test_the_answer_is_words_first_then_figure_and_range(page: DossierPage) -> None:
    """Numbers are said as words first; the range is never left out."""
    answer = bare(page.questions[0].answer[0].text)
    assert "tactical local deals” leads: likely, 72\u00a0%" in answer
    assert "28\u00a0% to 90\u00a0%" in answer


def test_something_else_gets_no_posterior_but_a_bound(page: DossierPage) -> None:
    """Nobody can say how surprising evidence would be under "something else"."""
    last = page.questions[0].answer[-1]
    assert last.kind is SentenceKind.METHOD
    assert "31\u00a0% at most" in last.text


def test_hands_are_counted_for_the_claim_most_reports_make(page: DossierPage) -> None:
    """Twelve reports come down to one pair of hands, which is named."""
    hands = page.questions[0].hands
    assert hands is not None
    assert (hands.number, hands.unit, hands.claim_siglum) == ("1", "pair of hands", "C1")
    assert "the handover group" in bare(hands.headline.text)
    assert "If the handover group is wrong or lying, nothing here supports it." in texts(hands.details)


def counted_as(**changes: object) -> DossierPage:
    """Return the page with another count of hands for the claim most reports make."""
    material = small_case()
    counted = replace(material.origin_counts["claim-agreed"], **changes)  # type: ignore[arg-type]
    return compose(replace(material, origin_counts={"claim-agreed": counted}))


def test_two_counts_are_printed_where_neither_is_sure() -> None:
    """The number printed large must not look sure where it has less than nine chances in ten."""
    hands = counted_as(kappa=(0.0, 0.55, 0.41, 0.04)).questions[0].hands
    assert hands is not None
    assert (hands.number, hands.unit) == ("1 or 2", "pairs of hands")
    told = texts((hands.headline, *hands.details))
    assert "One or two pairs of hands" in told
    assert "one: probability 55\u00a0%; two: probability 41\u00a0%" in told
    assert "does not meet the rule of two, which asks for at least nine chances in ten" in told


def test_all_counts_are_printed_that_have_nine_chances_in_ten_together() -> None:
    """“One or two” with seven chances in ten would hide the three in ten that there are more."""
    hands = counted_as(kappa=(0.0, 0.43, 0.25, 0.15, 0.1, 0.07)).questions[0].hands
    assert hands is not None
    assert (hands.number, hands.unit) == ("1 to 4", "pairs of hands")
    told = texts((hands.headline, *hands.details))
    assert "One to four pairs of hands" in told
    assert "three: probability 15\u00a0%; four: probability 10\u00a0%" in told


def test_what_falls_with_one_pair_of_hands_is_a_condition_where_that_is_not_sure() -> None:
    hands = counted_as(kappa=(0.0, 0.55, 0.41, 0.04)).questions[0].hands
    assert hands is not None
    told = texts(hands.details)
    assert "If it is one pair of hands, then if the handover group is wrong or lying, nothing" in told
    assert "If the handover group is wrong" not in told


def test_a_hand_nobody_names_is_said_as_such() -> None:
    behind = (Chokepoint(party_ids=("unknown upstream",), p=1.0),)
    hands = counted_as(chokepoints=behind).questions[0].hands
    assert hands is not None
    assert "If somebody whom no report names is wrong or lying" in texts(hands.details)


def test_the_rule_of_two_is_met_at_nine_chances_in_ten() -> None:
    """The threshold stands in the sentence that uses it."""
    hands = counted_as(kappa=(0.0, 0.05, 0.95, 0.0)).questions[0].hands
    assert hands is not None
    assert hands.number == "2"
    assert "It meets the rule of two, which asks for at least nine chances in ten" in texts(hands.details)


def test_no_letters_of_the_method_stand_in_running_text(page: DossierPage) -> None:
    """K and kappa are explained under methods; the reader is told in words."""
    told = " ".join(bare(s.text) for s in sentences_of(page) if s not in page.methods)
    assert "kappa" not in told
    assert "K\u00a0=" not in told
    assert page.timeline is not None
    assert "where_prec" not in page.timeline.caption


def test_a_further_party_on_every_route_is_named(page: DossierPage) -> None:
    """The chokepoint is not the only one everything passes: the broadcaster is said too."""
    hands = page.questions[0].hands
    assert hands is not None
    assert "All of it also passes through the broadcaster." in texts(hands.details)


def test_machine_reading_alone_never_meets_the_rule_of_two() -> None:
    """Names a machine found credited are not hands anybody has told apart."""
    material = undeclared_case()
    counted = replace(
        material.origin_counts["claim-agreed"],
        kappa=(0.0, 0.0, 1.0, 0.0),
        chokepoints=(Chokepoint(party_ids=("defector_1", "outlet_3"), p=1.0),),
    )
    hands = compose(replace(material, origin_counts={"claim-agreed": counted})).principal
    assert hands is not None
    told = texts((hands.headline, *hands.details))
    assert "meets the rule" not in told
    assert "nobody has checked whether they are separate" in told
    assert "nobody has checked" in hands.unit


def test_who_denies_is_not_counted_among_who_says(page: DossierPage) -> None:
    """A report that denies is a report, but not one for the claim."""
    hands = page.questions[0].hands
    assert hands is not None
    assert bare(hands.headline.text).startswith("13 exhibits say it, one denies it. One pair of hands")


def test_a_claim_only_doubted_says_who_doubts() -> None:
    """The text of a claim nobody asserts must not read as if somebody did."""
    material = small_case()
    doubted = {
        k: replace(s, stance=Stance.DENIES if s.stance is Stance.DENIES else Stance.DOUBTS)
        for k, s in material.statements.items()
    }
    told = bare(compose(replace(material, statements=doubted)).claims[0].headline.text)
    assert told.startswith("Denied by the government (one exhibit)")
    assert (
        "and doubted by defector 2, defector 1 and the broadcaster (13 exhibits), asserted by nobody." in told
    )


def test_kappa_at_its_cap_reads_or_more() -> None:
    """Kappa is counted up to a cap; at the cap the page must not pretend to know the number."""
    material = small_case()
    capped = replace(material.origin_counts["claim-agreed"], kappa=(0.0, 0.02, 0.03, 0.95), chokepoints=())
    page = compose(replace(material, origin_counts={"claim-agreed": capped}, headlines={}))
    hands = page.questions[0].hands
    assert hands is not None
    assert hands.number == "3+"
    assert "three or more pairs of hands" in texts(hands.details)
    assert page.kappas["claim-agreed"] == capped.n_reports


def test_what_speaks_against_comes_before_what_speaks_for() -> None:
    """The page is read from the top by somebody in a hurry: doubt comes first."""
    names = [f.name for f in fields(type(compose(small_case()).questions[0]))]
    assert names.index("against") < names.index("in_favour")


def test_items_are_sorted_by_whether_they_lower_or_raise_the_leader(page: DossierPage) -> None:
    """An item that lowers the odds of the leader speaks against it; a denial does too."""
    question = page.questions[0]
    assert "contested" in texts(question.against)
    assert "The government denies that the withdrawal" in texts(question.denied)
    assert "Defectors: agreed" in texts(question.in_favour)
    assert "Defectors: agreed" not in texts(question.against)


def test_hands_are_weighed_as_one_before_single_items(page: DossierPage) -> None:
    """Two letters of one group may each weigh nothing and together much: by hands, never by report."""
    first = bare(page.questions[0].in_favour[0].text)
    assert first == (
        "All that came through letters and defectors (handover group), two items: without it, the odds of "
        "“tactical local deals” fall to less than a third (divided by 3.6)."
    )


def test_the_two_measures_of_weight_are_told_apart(page: DossierPage) -> None:
    """The text takes a thing away alone, the ledger shares the whole move out; its caption says so."""
    picture = page.questions[0].moved
    assert picture is not None
    assert picture.caption.startswith("Shares (Shapley)")
    assert "What each is worth when it alone is taken away differs" in picture.caption
    assert "ten multiply" not in picture.caption


@pytest.mark.parametrize(
    ("factor", "part", "times"),
    [
        (4.5, "less than a quarter", "more than four times"),
        (2.0, "about half", "about twice"),
        (1.3, "about three quarters", "about a quarter more"),
        (1.01, "slightly less than they are", "slightly more than they are"),
        (1e6, "less than a hundredth", "more than a hundred times"),
    ],
)
def test_odds_are_said_as_parts_and_multiples(factor: float, part: str, times: str) -> None:
    """Words first; the figure follows in the sentence."""
    if factor > 1.02:
        assert (fallen(factor), risen(factor)) == (part, times)
    else:
        assert risen(factor) == times


def test_where_no_item_speaks_against_dissent_is_still_listed() -> None:
    """That no weighed item lowers the leader is not that nobody denies anything."""
    material = small_case()
    weighed = material.weighings["question-contact"]
    kept = tuple(w for w in weighed.weights if w.name != "contested")
    weighings = {"question-contact": replace(weighed, weights=kept)}
    question = compose(replace(material, weighings=weighings)).questions[0]
    assert texts(question.against) == "None of the weighed items speaks against “tactical local deals”."
    assert "The government denies that" in texts(question.denied)


def test_a_negative_statement_nobody_matched_is_quoted_for_a_person_to_decide() -> None:
    """ "No letter speaks of an agreement" is an assertion to a machine and a denial to a reader."""
    case = CaseBuilder()
    case.sigla = dict(small_case().sigla)
    report = case.exhibit("No letter speaks of an agreement on the withdrawal.")
    words = "No letter speaks of an agreement on the withdrawal"
    said = case.statement(report, words, "claim-trade", Link(party_id="broadcaster"))
    said = replace(said, statement_id="statement-new")
    material = small_case()
    page = compose(
        replace(
            material,
            exhibits=(*material.exhibits, *case.exhibits),
            renditions=(*material.renditions, *case.renditions),
            passages={**material.passages, **case.passages},
            statements={**material.statements, "statement-new": said},
        )
    )
    told = texts(page.questions[0].denied)
    assert f"The broadcaster says “{words}”; whether that speaks against C1, a person has to decide." in told


def test_a_long_label_is_said_in_full_once() -> None:
    """After the answer, "tactical: local deals ..." is "tactical"."""
    material = small_case()
    weighed = material.weighings["question-contact"]
    long = tuple(replace(h, text=f"{h.name}: {h.text}") for h in weighed.hypotheses)
    weighings = {"question-contact": replace(weighed, hypotheses=long)}
    question = compose(replace(material, weighings=weighings)).questions[0]
    assert "“tactical: tactical local deals” leads" in texts(question.answer)
    rest = texts((*question.against, *question.in_favour, *question.changes))
    assert "“tactical”" in rest
    assert "tactical:" not in rest


def test_an_item_that_favours_neither_is_said_to(page: DossierPage) -> None:
    """A ratio under two is no support, so it is not printed as support for somebody."""
    question = page.questions[0]
    assert question.neither is not None
    assert bare(question.neither.text).startswith("Alone, this favours no side: “letter 1")
    assert "Letter 1" not in texts(question.in_favour + question.against)


def test_what_would_change_the_lead_is_told_from_what_would_not(page: DossierPage) -> None:
    """A flip names the new leader with its figure; what was tried in vain is listed once."""
    question = page.questions[0]
    assert "“strategic collusion” would lead (likely, 66\u00a0%)" in bare(question.changes[0].text)
    assert "Such a failure: almost no chance, 4\u00a0%." in question.changes[1].text
    assert question.unmoved is not None
    assert "in one other case tried" in question.unmoved.text
    assert question.unmoved_cases is not None
    assert bare(question.unmoved_cases.rows[0][0]) == "Without “letter 1: heavy weapons out”"


def test_weighed_sentences_cite_what_the_item_rests_on(page: DossierPage) -> None:
    """A record item cites a row of the record, a letter its transcription."""
    record = next(s for s in page.questions[0].against if "contested" in s.text)
    assert record.citations[0].siglum == "E16"
    assert record.citations[0].locator.startswith("row")
    letter = page.questions[0].neither
    assert letter is not None
    assert letter.citations[0].rendition == "transcription, by a person"
    assert letter.citations[0].direction == "rtl"


def test_what_puts_people_at_risk_is_named_and_never_recommended(page: DossierPage) -> None:
    """Bits do not weigh a person's safety, so such a step has neither rank nor figure."""
    question = page.questions[0]
    assert question.looking_for is not None
    listed = [row[0] for row in question.looking_for.rows]
    assert listed
    assert "a defector with no tie to the group" not in listed
    said = "Not recommended, because it puts people at risk: “a defector with no tie to the group”."
    assert said in texts(question.looking_for_notes)


def test_a_claim_keeps_denials_apart_from_assertions(page: DossierPage) -> None:
    """A claim has no polarity, so those who deny it are not counted among those who say it."""
    claim = page.claims[0]
    assert [r.stance for r in claim.denials] == ["denies"]
    assert "denies" not in {r.stance for r in claim.statements}


def test_a_chain_is_printed_from_the_publisher_inwards(page: DossierPage) -> None:
    """Who told whom, with the cue and how they know."""
    second_hand = next(r for c in page.claims for r in c.statements if r.siglum == "S2")
    assert [step.party for step in second_hand.chain] == ["Outlet 1", "the broadcaster"]
    assert second_hand.chain[1].cue == "according to"
    assert second_hand.chain[1].access == "was told"


def test_statements_beyond_the_limit_are_listed_not_lost() -> None:
    """Whatever is not printed in full is in the table; nothing is dropped."""
    material = replace(small_case(), settings=DossierSettings(statements=3))
    claim = compose(material).claims[0]
    assert claim.others is not None
    assert len(claim.statements) + len(claim.others.rows) == 13


def test_doubt_lost_on_the_way_is_shown(page: DossierPage) -> None:
    """A copy that says flatly what its parent called not verified is hedge inflation."""
    told = texts(page.claims[0].inflation)
    assert "Outlet 2 (S3) and Outlet 5 (S6) put as “flat”" in told
    assert "the broadcaster (S1), on which they draw, put as “not verified”" in told


def test_a_statement_with_access_of_its_own_inflates_nothing() -> None:
    """Invariant 6: hedge may fall where there is new evidence."""
    material = small_case()
    counted = material.origin_counts["claim-agreed"]
    own = replace(counted, p_own=tuple((s, 0.9) for s, _ in counted.p_own))
    page = compose(replace(material, origin_counts={"claim-agreed": own}))
    assert page.claims[0].inflation == ()


def test_the_four_numbers_add_up(page: DossierPage) -> None:
    """Conservation: received = read + partly read + refused + waiting, and each loss has a reason."""
    section = page.exhibits
    assert section.adds_up
    assert (section.coverage.n_received, section.coverage.n_refused) == (18, 1)
    assert section.unread is not None
    assert [row[1] for row in section.unread.rows] == ["refused", "waiting", "partly read"]
    assert all("The original is kept." in row[3] for row in section.unread.rows)


def test_numbers_that_do_not_add_up_are_said_aloud() -> None:
    """A page with a hole in it warns before anything else about exhibits."""
    broken = Coverage(n_received=5, n_read=1, n_partly_read=0, n_refused=1, n_waiting=1)
    page = compose(replace(small_case(), coverage=broken))
    assert not page.exhibits.adds_up
    assert "do not add up" in page.exhibits.notes[0].text


def test_a_refused_item_without_bytes_shows_no_path() -> None:
    """Paths can name people: an item that was not kept is "not kept", nothing more."""
    material = small_case()
    lost = replace(material.fates[-1], exhibit_id="/home/reporter/source-name.doc")
    page = compose(replace(material, fates=(*material.fates, lost)))
    assert page.exhibits.unread is not None
    assert "not kept" in {row[0] for row in page.exhibits.unread.rows}
    assert "source-name" not in repr(page)


def test_paths_of_holdings_stay_in_the_desk(page: DossierPage) -> None:
    """Sigla only: no path of any holding reaches the page."""
    assert "secret-folder" not in repr(page)


def test_gaps_of_custody_are_named(page: DossierPage) -> None:
    """A link nobody can account for is a gap, in the table and in words."""
    assert "One link of the chain nobody can account for" in page.custody.notes[0].text
    assert page.custody.events is not None
    assert page.custody.events.rows[0][3] == "gap: carried out"


def test_no_declared_custody_is_itself_a_gap() -> None:
    """Silence about custody is not a clean chain."""
    assert "the whole chain is a gap" in compose(undeclared_case()).custody.notes[0].text


def test_machine_reading_is_marked_in_place_and_listed() -> None:
    """A sentence that rests on suggestions alone says so where it stands."""
    page = compose(undeclared_case())
    assert page.principal is not None
    assert page.principal.headline.machine_only
    assert "C1 rests on machine reading alone" in texts(page.machine)
    judged = compose(small_case()).questions[0].hands
    assert judged is not None
    assert not judged.headline.machine_only


def test_nothing_declared_says_what_is_needed_and_invents_nothing() -> None:
    """Without a question there is no probability, only what a person must answer."""
    page = compose(undeclared_case())
    assert page.questions == ()
    assert page.needs is not None
    assert "Nothing is weighed here" in page.needs.text.text
    assert len(page.needs.steps) == 3
    assert page.parties is not None
    assert page.parties.rows[0][0] == "the broadcaster"


def test_an_empty_case_composes() -> None:
    """Nothing received is a page too."""
    page = compose(empty_case())
    assert page.claims == ()
    assert page.timeline is None
    assert page.exhibits.adds_up


def test_a_question_without_a_weighing_is_not_answered() -> None:
    """A declared question nobody weighed yet is treated as not weighed."""
    assert compose(replace(small_case(), weighings={})).needs is not None


def test_a_person_overrules_the_machine_about_a_match() -> None:
    """A judgement "different" takes a statement out; a later suggestion does not put it back."""
    material = small_case()
    first = material.matchings[1]
    judged = replace(first, matching_id="m-2", verdict="different", made=BY_PERSON)
    again = replace(first, matching_id="m-3")
    page = compose(replace(material, matchings=(*material.matchings, judged, again)))
    sigla = {r.siglum for r in page.claims[0].statements}
    assert "S2" not in sigla


def test_undecided_matches_wait_for_a_person() -> None:
    """`not enough` counts neither for nor against: it is counted as waiting."""
    material = small_case()
    waiting = Matching(
        matching_id="m-9",
        statement_id=next(iter(material.statements)),
        claim_id="claim-ordered",
        verdict="not enough",
        reasons=(),
        made=BY_PERSON,
    )
    page = compose(replace(material, matchings=(*material.matchings, waiting)))
    assert page.claims[1].undecided.startswith("One statement may bear")
    assert "waits for a person" in texts(page.machine)


def test_sentences_are_numbered_in_reading_order(page: DossierPage) -> None:
    """The gate names sentences by number, so numbers follow the page."""
    numbers = [s.number for s in sentences_of(page)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_page_image_stands_once(page: DossierPage) -> None:
    """One image beside many sentences is printed beside the first only."""
    images = [n for n in parts_of(page) if isinstance(n, CitationNote) and n.image]
    assert len(images) == 1


def test_an_image_whose_text_names_a_protected_person_is_withheld() -> None:
    """Pixels cannot be masked by replacing letters, so the picture stays out."""
    material = small_case()
    renditions = tuple(
        replace(r, text=r.text + " " + SECRET_NAMES[1]) if "المدفعية" in r.text else r
        for r in material.renditions
    )
    page = compose(replace(material, renditions=renditions))
    assert not [n for n in parts_of(page) if isinstance(n, CitationNote) and n.image]


def test_composing_is_pure() -> None:
    """The same material gives the same page."""
    assert compose(small_case()) == compose(small_case())


def test_records_without_a_siglum_are_numbered_after_those_with_one() -> None:
    """The desk may hand in only some sigla; the rest never collide with them."""
    material = small_case()
    kept = {k: v for k, v in material.sigla.items() if v in ("E1", "E2", "C1")}
    page = compose(replace(material, sigla=kept))
    sigla = [row[0] for row in page.exhibits.cited.rows]
    assert len(sigla) == len(set(sigla))
    assert "E3" in sigla


def test_claims_a_person_declared_come_first_and_the_rest_is_counted() -> None:
    """A case with many machine-made claims prints some, lists some, and says how many are left."""
    material = small_case()
    extra = tuple(replace(material.claims[2], claim_id=f"claim-{n}", text=f"Claim {n}.") for n in range(30))
    page = compose(
        replace(
            material, claims=(*extra, *material.claims), settings=DossierSettings(claims=5, claims_listed=10)
        )
    )
    assert [c.siglum for c in page.claims[:2]] == ["C1", "C2"]
    assert page.claims_listed is not None
    assert len(page.claims_listed.rows) == 10
    assert "28 further claims; 18 more are in the case" in page.claims_listed.caption


def test_dates_of_the_timeline_are_those_of_the_exhibits(page: DossierPage) -> None:
    """Exhibits of one day stand together; the record lies below with its months."""
    assert page.timeline is not None
    cells = {row[0]: row[1] for row in page.timeline.table.rows}
    assert cells["E15"] == "15\u00a0February 2016 to 27\u00a0March 2016"
    assert page.timeline.title.startswith("13 exhibits of 15 appeared within days of 3 May 2016")


def test_a_denial_alone_is_no_report_in_the_stemma() -> None:
    """Who denies a claim did not pass it on."""
    page = compose(small_case())
    hands = page.questions[0].hands
    assert hands is not None
    assert hands.stemma is not None
    assert "the government" not in {row[0] for row in hands.stemma.table.rows}


def test_thousands_of_statements_compose_without_a_quadratic_step() -> None:
    """A case of three thousand reports stays one page: its notes and tables are bounded."""
    case = CaseBuilder()
    for n in range(3000):
        report = case.exhibit(f"Report {n}: it was agreed.")
        case.statement(
            report, "it was agreed", "claim-agreed", Link(party_id=f"p{n}"), said=day(date(2016, 5, 2))
        )
    material = replace(
        undeclared_case(),
        exhibits=tuple(case.exhibits),
        renditions=tuple(case.renditions),
        fates=tuple(case.fates),
        coverage=case.coverage(),
        statements=case.statements,
        passages=case.passages,
        matchings=tuple(case.matchings),
        sigla=case.sigla,
    )
    page = compose(material)
    assert page.claims[0].others is not None
    assert len(page.claims[0].others.rows) == material.settings.statements_listed
    assert "2,792 more are in the case" in page.claims[0].others.caption
    assert len(page.exhibits.cited.rows) == material.settings.exhibits_listed


def test_asking_is_not_asserting() -> None:
    """A question about a claim is listed with its stance and makes no origin."""
    material = small_case()
    asked = {
        k: replace(s, stance=Stance.ASKS) if s.stance is Stance.ASSERTS else s
        for k, s in material.statements.items()
    }
    page = compose(replace(material, statements=asked))
    hands = page.questions[0].hands
    assert hands is not None
    assert hands.stemma is None


def test_a_single_report_has_a_chain_and_no_stemma(page: DossierPage) -> None:
    """A picture of one report says less than the chain printed with it."""
    assert page.claims[1].stemma is None
    assert len(page.claims[1].statements[0].chain) == 1


def test_a_single_date_makes_no_timeline() -> None:
    """One point in time is a date, not a picture."""
    material = undeclared_case()
    one = dict([next(iter(material.statements.items()))])
    assert compose(replace(material, statements=one)).timeline is None
