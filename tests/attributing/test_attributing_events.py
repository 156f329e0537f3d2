"""Events: action, roles, places, dates and quantities, as written and normalised."""

from datetime import date

import pytest
from attributing_cases import Found

from twosource.attributing.events import gazetteer, place_index
from twosource.dates import read_date


def event(text, action, **rest):
    return Found(text, publisher="Ours", **rest).event(action)


def test_an_order_has_object_origin_and_goal():
    """What is to be taken from where to where."""
    found = event("Withdraw all heavy guns from in and around Palmyra to Raqqa province.", "withdraw")
    assert found.object == "heavy guns"
    assert (found.from_place.name, found.to_place.name) == ("Palmyra", "Raqqa province")
    assert found.from_place.latitude == pytest.approx(34.56)


def test_an_arabic_order_has_the_same_roles():
    """The verb comes first; particles are attached."""
    found = event("اسحبوا الأسلحة الثقيلة من تدمر إلى الرقة.", "withdraw", language="ar")
    assert (found.from_place.name, found.to_place.name) == ("Palmyra", "Raqqa")
    assert found.from_place.as_written == "تدمر"


def test_active_verbs_have_an_actor_and_passive_ones_an_object():
    """Who did it stands before an active verb and after `by` in a passive one."""
    active = event("The army recaptured Palmyra.", "recapture")
    passive = event("The blogger was abducted by two officers.", "detain")
    assert (active.actor, active.object) == ("army", "Palmyra")
    assert (passive.actor, passive.object) == ("officers", "blogger")


def test_the_other_party_is_the_counterpart():
    """With whom it was agreed."""
    assert event("The commander agreed with the Free Syrian Army on a truce.", "agree").counterpart == (
        "Free Syrian Army"
    )


def test_a_name_several_places_bear_has_no_point():
    """Al-Qasr may be one of four: no verdict."""
    found = event("The air force bombed al-Qasr.", "bomb")
    assert found.at_place.n_candidates == 4
    assert found.at_place.latitude is None


def test_an_unknown_place_is_kept_as_written():
    """A capitalised name after `in` is a place we cannot point to."""
    found = event("The army bombed a bridge in Tel Marwan.", "bomb")
    assert (found.at_place.as_written, found.at_place.n_candidates) == ("Tel Marwan", 0)


def test_the_town_in_the_title_of_a_blog_is_no_place_of_the_event():
    """Names inside names are not read."""
    found = event("The police arrested the author of the blog A Window in Homs.", "detain")
    assert found.at_place is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("on 24 November 2013", "2013-11-24"),
        ("on 24th November, 2013", "2013-11-24"),
        ("on November 24, 2013", "2013-11-24"),
        ("in November 2013", "2013-11"),
        ("in 2013", "2013"),
        ("on 2013-11-24", "2013-11-24"),
        ("on 24 November", "2015-11-24"),
        ("on Monday", "2016-05-02"),
        ("on Sunday", "2016-05-01"),
        ("yesterday", "2016-05-01"),
    ],
)
def test_english_dates(written, expected):
    """Dates without a year or with a weekday rest on the day of publishing."""
    found = event(f"The army bombed Homs {written}.", "bomb", published="2016-05-02")
    assert str(found.span) == expected


@pytest.mark.parametrize(
    "written",
    [
        "24 تشرين الثاني 2013",
        "٢٤ نوفمبر ٢٠١٣",
        "24 نونبر 2013",
        "24 من نوفمبر 2013",
        "24 نوفمبر/تشرين الثاني 2013",
    ],
)
def test_arabic_dates_in_three_sets_of_month_names(written):
    """Egyptian, Levantine and Maghrebi months and Arabic-Indic digits mean the same day."""
    assert event(f"قصف الطيران الجسر في {written}.", "bomb", language="ar").span.start == date(2013, 11, 24)


def test_a_weekday_without_a_day_of_publishing_stays_undated():
    """A guess would be a forgery."""
    assert not event("The army bombed Homs on Monday.", "bomb").span.is_known


def test_may_is_a_verb_unless_a_number_stands_beside_it():
    """`may` is a month only where it must be one."""
    assert not event("The army may have bombed Homs.", "bomb", published="2016-05-02").span.is_known
    assert str(event("The army bombed Homs on 3 May 2015.", "bomb").span) == "2015-05-03"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The group leaked 22,000 files.", 22000, "files"),
        ("The army killed thirty fighters.", 30, "fighters"),
        ("The army killed 12 fighters in 2015.", 12, "fighters"),
    ],
)
def test_quantities(text, value, unit):
    """A number counts what stands behind it."""
    found = Found(text, publisher="Ours").statements[0].event.quantity
    assert (found.value, found.unit) == (value, unit)


def test_days_and_years_are_no_quantities():
    """Numbers of a date count nothing."""
    assert event("The army bombed Homs on 27 March 2016.", "bomb").quantity is None


def test_negation_stands_in_the_event_and_denial_in_the_stance():
    """`did not withdraw` is a negated event; `denied that` is a stance."""
    assert event("The army did not withdraw from Homs.", "withdraw").is_negated
    denied = Found("The ministry denied that guns were withdrawn.", publisher="Ours").statements[0]
    assert denied.stance.value == "denies"
    assert not denied.event.is_negated


def test_events_per_sentence_are_limited_to_the_closed_list():
    """A sentence with neither event nor attribution gives nothing."""
    assert Found("The town lies on a river.", publisher="Ours").statements == []


def test_every_place_has_a_point_or_rivals():
    """The gazetteer never gives a point to an ambiguous name, and every point lies on the map."""
    for place in gazetteer():
        assert (place.latitude is None) == (place.n_candidates > 1), place
        if place.latitude is not None and place.longitude is not None:
            assert 10 < place.latitude < 50
            assert 20 < place.longitude < 65
            assert place.radius_km


def test_spellings_of_one_place_meet():
    """Arabic, English and Russian spellings lead to the same row."""
    rows = {place_index().at([word], 0)[1] for word in ("palmyra", "تدمر", "пальмира", "tadmur")}
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-05-02T10:00:00Z", "2016-05-02"),
        ("Tue, 3 May 2016 10:00:00 +0200", "2016-05-03"),
        ("2016-05", "2016-05"),
        ("no date", "undated"),
        ("", "undated"),
        ("99999999999-99", "undated"),
    ],
)
def test_dates_of_metadata(text, expected):
    """A published field is read in the forms pages and mails use, and otherwise is undated."""
    assert str(read_date(text)) == expected
