"""Evidence values hold their own rules: anchors, chains, questions, ratios, counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import AnchorError
from twosource.evidence.claims import Claim, Hypothesis, Question
from twosource.evidence.findings import LikelihoodRatio
from twosource.evidence.holdings import Page, Rendition
from twosource.evidence.lineage import OriginCount
from twosource.evidence.outcome import Coverage, Failure, Outcome
from twosource.evidence.passages import cite_span, is_anchored, locate, page_at
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement
from twosource.terms import Action, PartyKind, RenditionKind, Stance, Standing, Status, Voice

MADE = Made(by="person:test", standing=Standing.JUDGEMENT)


def rendition(text, pages=()):
    return Rendition(rendition_id="r", exhibit_id="e", kind=RenditionKind.TEXT, text=text, pages=pages)


@given(st.text(min_size=1, max_size=40), st.data())
def test_a_cited_span_is_anchored_and_can_be_located(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    held = rendition(text)
    passage = cite_span(held, start, end)
    locator = locate(passage, held)
    assert is_anchored(passage, held)
    assert text.find(locator.prefix + locator.exact + locator.suffix) >= 0


def test_a_passage_does_not_drift_when_the_text_changes():
    passage = cite_span(rendition("the guns were moved"), 4, 8)
    changed = rendition("the arms were moved")
    assert not is_anchored(passage, changed)
    with pytest.raises(AnchorError, match="no longer matches"):
        locate(passage, changed)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 99)])
def test_there_are_no_words_outside_the_text(start, end):
    with pytest.raises(AnchorError, match="no words"):
        cite_span(rendition("words"), start, end)


def test_a_passage_knows_its_page():
    held = rendition("one two", (Page(number=1, start=0, end=4), Page(number=2, start=4, end=7)))
    assert [page_at(held, p) for p in (0, 3, 4, 6)] == [1, 1, 2, 2]
    assert cite_span(held, 4, 7).page == 2
    assert page_at(rendition("x"), 0) == 1


def test_a_protected_party_is_shown_by_its_label_only():
    party = Party(
        party_id="party-123456", name="Real Name", kind=PartyKind.PERSON, is_protected=True, made=MADE
    )
    assert "Real Name" not in party.shown
    assert (
        Party(
            party_id="p", name="N", label="the courier", kind=PartyKind.PERSON, is_protected=True, made=MADE
        ).shown
        == "the courier"
    )
    assert Party(party_id="p", name="N", kind=PartyKind.OUTLET, made=MADE).shown == "N"


def test_a_chain_has_at_least_its_publisher():
    with pytest.raises(ValueError, match="publisher"):
        AttributionChain(links=())
    chain = AttributionChain(
        links=(Link(party_id="paper"), Link(party_id="channel"), Link(party_id="witness"))
    )
    assert (chain.publisher.party_id, chain.innermost.party_id, len(chain.credited)) == (
        "paper",
        "witness",
        2,
    )


@pytest.mark.parametrize("hedge", [-1, 7])
def test_hedge_goes_from_0_to_6(hedge):
    with pytest.raises(ValueError, match="hedge"):
        Statement(
            statement_id="s",
            passage_id="p",
            exhibit_id="e",
            chain=AttributionChain(links=(Link(party_id="a"),)),
            stance=Stance.ASSERTS,
            hedge=hedge,
            voice=Voice.OWN,
            made=MADE,
        )


def test_a_question_is_exhaustive_only_with_something_else():
    named = (Hypothesis(name="a", text="a"), Hypothesis(name="b", text="b"))
    assert not Question(question_id="q", text="?", hypotheses=named).is_exhaustive
    whole = Question(
        question_id="q", text="?", hypotheses=(*named, Hypothesis(name="something_else", text=""))
    )
    assert whole.is_exhaustive
    assert whole.named == named


@pytest.mark.parametrize(
    ("low", "value", "high", "cap"), [(2, 1, 3, 9), (1, 2, 1.5, 9), (0, 1, 2, 9), (1, 2, 12, 9)]
)
def test_a_likelihood_ratio_keeps_its_order_and_its_cap(low, value, high, cap):
    with pytest.raises(ValueError, match="likelihood ratio"):
        LikelihoodRatio(value=value, low=low, high=high, cap=cap, favours="a", over="b")


def test_a_likelihood_ratio_has_its_word():
    assert LikelihoodRatio(value=3, low=2, high=5, cap=17, favours="a", over="b").word == "limited support"


def test_anything_less_than_read_needs_a_reason():
    with pytest.raises(ValueError, match="reason"):
        Outcome(item_id="x", status=Status.REFUSED)
    failure = Failure(code="X", happened="It broke.", remedy="Mend it.")
    assert failure.sentence() == "It broke. The original is kept. Mend it."


def test_the_four_numbers_add_up_or_say_so():
    assert Coverage(n_received=10, n_read=6, n_partly_read=2, n_refused=1, n_waiting=1).adds_up
    assert not Coverage(n_received=10, n_read=6, n_partly_read=2, n_refused=1, n_waiting=0).adds_up


def test_the_most_probable_count_is_read_off_the_distribution():
    count = OriginCount(
        claim_id="c",
        n_reports=3,
        n_statements=3,
        k=(0, 0.3, 0.7),
        kappa=(0, 0.9, 0.1),
        kappa_trusted=(0, 1),
        trusted=(),
        chokepoints=(),
        origins=(),
        derivations=(),
        p_own=(),
        paths=(),
        n_samples=10,
        seed=0,
    )
    assert (count.k_mode, count.kappa_mode) == (2, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RELEASE IN PART", True),
        ("Thank you.", True),
        ("UNCLASSIFIED Office of Records Case No. 20439 Doc No. 0571", True),
        ("UNCLASSIFIED Office of Records Case No. 20439 Doc No. 0571 '", True),
        ("[protest] Reconstruction for demonstration", True),
        ("Two planes over the market, one dropped something", False),
        ("The depot is two kilometres away.", False),
        ("نفت الوزارة قصف السوق صباح الأحد.", False),
    ],
)
def test_stamps_and_greetings_are_bare_and_sentences_are_not(text: str, expected: bool) -> None:
    made = Made(by="matching", standing=Standing.SUGGESTION)
    assert Claim(claim_id="c", text=text, action=Action.OTHER, made=made).is_bare is expected


def test_what_names_a_role_or_comes_from_a_person_is_never_bare() -> None:
    made = Made(by="matching", standing=Standing.SUGGESTION)
    judged = Made(by="Nadia Haddad", standing=Standing.JUDGEMENT)
    assert not Claim(claim_id="c", text="Guns left", action=Action.OTHER, object="guns", made=made).is_bare
    assert not Claim(claim_id="c", text="Guns left", action=Action.OTHER, made=judged).is_bare


def test_a_stamp_in_capitals_is_bare_though_a_word_of_it_was_taken_for_a_role() -> None:
    made = Made(by="matching", standing=Standing.SUGGESTION)
    assert Claim(claim_id="c", text="RELEASE IN PART", action=Action.OTHER, place="PART", made=made).is_bare
    headline = Claim(claim_id="c", text="ARMY SHELLS MARKET IN HOMS AGAIN", action=Action.BOMB, made=made)
    assert not replace(headline, place="HOMS").is_bare
