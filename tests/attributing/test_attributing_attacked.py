"""What an attack on attributing found, and holds no more."""

import pytest
from attributing_cases import Found, rendition_of

from twosource.terms import Modality


def told(text, **more):
    """Return (names of the chain behind the publisher, statement) of every statement."""
    found = Found(rendition_of(text, publisher="Harbour Post", **more))
    names = {p.party_id: p.name for p in found.parties.values()}
    return [([names[link.party_id] for link in s.chain.credited], s) for s in found.statements]


def test_a_station_keeps_the_noun_in_its_name():
    chains = [names for names, _ in told("The minister told Channel Nine that the depot was bombed.")]
    assert chains[0][0] == "Channel Nine"


def test_the_rest_of_a_sentence_cut_for_its_length_stays_with_its_speaker():
    filler = "and the guards at the northern gate of the depot saw smoke over the canal " * 30
    text = f"Ana Rui said the army bombed Homs {filler}and the soldiers looted the depot."
    speakers = [names for names, s in told(text) if s.event]
    assert len(speakers) > 1
    assert all(names == ["Ana Rui"] for names in speakers)


def test_what_is_cut_off_before_its_speaker_stays_with_them_too():
    filler = "and the guards at the northern gate of the depot saw smoke over the canal " * 30
    text = f"The army bombed Homs {filler}and the soldiers looted the depot, Ana Rui said."
    assert all(names == ["Ana Rui"] for names, s in told(text) if s.event)


def test_the_holder_of_an_arabic_office_is_one_party_in_every_exhibit():
    one = Found(
        rendition_of("قال الناطق باسم الدفاع المدني أحمد الخالد إن الطيران قصف المستودع.", language="ar")
    )
    two = Found(
        rendition_of("وقال الناطق باسم الدفاع المدني أحمد الخالد إن الجيش قصف المدرسة.", language="ar")
    )
    holders = [
        {p.party_id for p in found.parties.values() if p.name == "أحمد الخالد"} for found in (one, two)
    ]
    assert len(holders[0]) == 1
    assert holders[0] == holders[1]


@pytest.mark.parametrize(
    "more",
    ["He went on to describe how soldiers looted the depot.", "He put the toll at 12 killed."],
)
def test_whoever_goes_on_is_the_last_speaker(more):
    chains = [names for names, _ in told(f"The mayor, Omar Rui, said the army bombed Homs. {more}")]
    assert chains == [["Omar Rui"]] * len(chains)


@pytest.mark.parametrize(
    ("text", "is_negated"),
    [
        ("The order to bomb the depot was not carried out.", True),
        ("The order to bomb the depot was never obeyed.", True),
        ("The order to bomb the depot was called off.", True),
        ("The order to bomb the depot was carried out.", False),
        ("The order to bomb the depot was read, and the town was not evacuated.", False),
    ],
)
def test_an_order_that_was_not_carried_out_tells_of_no_deed(text, is_negated):
    bombing = next(s for _, s in told(text) if s.event and s.event.action.value == "bomb")
    assert bombing.factuality.is_negated is is_negated


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The depot is theirs. Withdraw your guns to the river.", Modality.ORDERED),
        ("The depot is theirs. Please bomb the depot on Monday.", Modality.ORDERED),
        ("The depot is theirs. The army bombed the depot.", Modality.ACTUAL),
    ],
)
def test_a_bare_verb_that_opens_a_sentence_orders(text, modality):
    last = [s for _, s in told(text) if s.event][-1]
    assert last.factuality.modality is modality
