"""Rulings counted: which claims were judged whole, and how often copies name whom they have it from."""

from datetime import UTC, datetime

import pytest

from twosource.desk.adjudicating import adjudicated
from twosource.evidence.claims import Claim
from twosource.evidence.lineage import Ruled, Ruling
from twosource.evidence.testimony import AttributionChain, Link, Made, Statement
from twosource.terms import Access, Action, Channel, Stance, Standing, Voice

MADE = Made(by="case.toml", standing=Standing.JUDGEMENT)
CLAIM = Claim(
    claim_id="c", text="It was agreed.", action=Action.AGREE, access_class="closed event", made=MADE
)


def statement(exhibit, *parties, channel=Channel.UNKNOWN, stance=Stance.ASSERTS):
    links = tuple(
        Link(party_id=p, access=Access.UNKNOWN, channel=channel if i == 0 else Channel.UNKNOWN)
        for i, p in enumerate(parties)
    )
    return Statement(
        statement_id=f"s-{exhibit}",
        passage_id=f"p-{exhibit}",
        exhibit_id=exhibit,
        chain=AttributionChain(links=links),
        stance=stance,
        hedge=0,
        voice=Voice.OWN,
        made=MADE,
    )


def ruling(child, ruled, parent, claim=""):
    return Ruling(
        ruling_id=f"{child}{parent}",
        claim_id=claim,
        child_id=child,
        parent_id=parent,
        ruled=Ruled(ruled),
        by="Nadia",
        at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def counted(statements, *rulings):
    return adjudicated([CLAIM], {"c": statements}, rulings)


FIVE = [statement(e, f"outlet {e}") for e in "abcde"]


def test_three_copies_and_two_separate_are_one_of_four():
    judged = counted(
        FIVE,
        ruling("c", "derived", "a"),
        ruling("d", "derived", "b"),
        ruling("e", "derived", "a"),
        ruling("b", "separate", "a"),
    )
    assert judged.clusters == {"closed event": ((1, 4),)}


def test_one_report_nobody_judged_leaves_the_claim_out():
    assert counted(FIVE, ruling("c", "derived", "a"), ruling("b", "separate", "a")).clusters == {}


def test_all_copies_of_the_first_are_none_of_four():
    words = [ruling(e, "derived", "a") for e in "bcde"]
    assert counted(FIVE, *words).clusters == {"closed event": ((0, 4),)}


def test_a_word_on_another_claim_does_not_count_here():
    words = [ruling(e, "derived", "a", claim="other") for e in "bcde"]
    assert counted(FIVE, *words).clusters == {}


@pytest.mark.parametrize(
    "more",
    [statement("f", "office", channel=Channel.DOCUMENT), statement("f", "outlet f", stance=Stance.DENIES)],
)
def test_papers_and_denials_are_no_reports_of_it(more):
    words = [ruling(e, "derived", "a") for e in "bcde"]
    assert counted([*FIVE, more], *words).clusters == {"closed event": ((0, 4),)}


def test_copies_that_name_their_parent_are_counted():
    told = [statement("a", "agency"), statement("b", "paper", "agency"), statement("c", "mail")]
    judged = counted(
        told, ruling("b", "derived", "a"), ruling("c", "derived", "agency"), ruling("c", "separate", "b")
    )
    assert (judged.n_derived, judged.n_derived_naming) == (2, 1)
    assert (judged.n_separate, judged.n_separate_naming) == (1, 0)


def test_without_rulings_nothing_was_judged():
    assert counted(FIVE).clusters == {}
