"""Uncertain dates: spans, overlap instead of yes or no, EDTF there and back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource import dates
from twosource.dates import DateSpan, Overlap, Precision

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def spans(draw):
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return DateSpan(start=draw(st.sampled_from([start, None])), end=draw(st.sampled_from([end, None])))


def test_now_is_aware_and_in_utc():
    assert dates.utc_now().tzinfo is UTC


def test_a_naive_instant_is_refused_and_an_aware_one_is_converted():
    with pytest.raises(ValueError, match="time zone"):
        dates.as_utc(datetime(2016, 5, 2))
    moment = datetime(2016, 5, 2, 3, tzinfo=timezone(timedelta(hours=3)))
    assert dates.as_utc(moment) == datetime(2016, 5, 2, tzinfo=UTC)


def test_a_span_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        DateSpan(start=date(2016, 5, 2), end=date(2016, 5, 1))


@given(spans(), spans())
def test_meeting_is_symmetric(a, b):
    assert a.meets(b) is b.meets(a)


@given(spans(), spans())
def test_a_span_wholly_before_another_does_not_meet_it(a, b):
    if a.is_before(b):
        assert a.meets(b) is Overlap.NONE


@given(DAYS)
def test_one_day_certainly_meets_itself_and_only_possibly_its_month(value):
    one, around = dates.day(value), dates.month(value.year, value.month)
    assert one.meets(one) is Overlap.CERTAIN
    assert one.meets(around) is Overlap.POSSIBLE


def test_tolerance_widens_the_meeting():
    a, b = dates.day(date(2016, 5, 1)), dates.day(date(2016, 5, 3))
    assert a.meets(b) is Overlap.NONE
    assert a.meets(b, tolerance_days=2) is Overlap.POSSIBLE
    assert a.is_before(b)
    assert not a.is_before(b, tolerance_days=2)


def test_an_undated_span_may_meet_anything():
    assert dates.UNDATED.meets(dates.year(2016)) is Overlap.POSSIBLE
    assert not dates.UNDATED.is_known


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31), Precision.YEAR),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), Precision.MONTH),
        ("2016-03-27", date(2016, 3, 27), date(2016, 3, 27), Precision.DAY),
        ("2015-05/2016-03-27", date(2015, 5, 1), date(2016, 3, 27), Precision.SPAN),
        ("../2016", None, date(2016, 12, 31), Precision.SPAN),
        ("2016-05-02/..", date(2016, 5, 2), None, Precision.SPAN),
    ],
)
def test_spans_are_read_as_written(text, start, end, precision):
    span = dates.parse_span(text)
    assert (span.start, span.end, span.precision, span.as_written) == (start, end, precision, text)


@pytest.mark.parametrize("text", ["", "yesterday", "2016-13", "2016-02-30", "2017/2016", "2016/soon"])
def test_what_is_no_date_is_refused_with_the_words(text):
    with pytest.raises(ValueError, match=r"date|span"):
        dates.parse_span(text)


@given(
    st.one_of(
        DAYS.map(dates.day),
        DAYS.map(lambda d: dates.month(d.year, d.month)),
        DAYS.map(lambda d: dates.year(d.year)),
        spans(),
    )
)
def test_edtf_goes_out_and_comes_back(span):
    if span.is_known:
        again = dates.parse_span(span.edtf())
        assert (again.start, again.end) == (span.start, span.end)
    else:
        assert str(span) == "undated"


@pytest.mark.parametrize(
    ("text", "start", "end", "out"),
    [
        ("2016-03~", "2016-03-01", "2016-03-31", "2016-03~"),
        ("2016-03?", "2016-03-01", "2016-03-31", "2016-03?"),
        ("2016-03-27%", "2016-03-27", "2016-03-27", "2016-03-27%"),
        ("2016~-03-27", "2016-03-27", "2016-03-27", "2016-03-27~"),
        ("201X", "2010-01-01", "2019-12-31", "2010-01-01/2019-12-31"),
        ("201u", "2010-01-01", "2019-12-31", "2010-01-01/2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31", "2000-01-01/2099-12-31"),
        ("2016-XX", "2016-01-01", "2016-12-31", "2016"),
        ("2016-03-XX", "2016-03-01", "2016-03-31", "2016-03"),
        ("2016-21", "2016-03-01", "2016-05-31", "2016-03-01/2016-05-31"),
        ("2016-24", "2015-12-01", "2017-02-28", "2015-12-01/2017-02-28"),
        ("2016-36", "2016-10-01", "2016-12-31", "2016-10-01/2016-12-31"),
        ("2016-03-27T10:00:00Z", "2016-03-27", "2016-03-27", "2016-03-27"),
        ("2015~/2016", "2015-01-01", "2016-12-31", "2015-01-01~/2016-12-31~"),
        ("[2015,2016-02]", "2015-01-01", "2016-02-29", "2015-01-01/2016-02-29"),
        ("{2015..2016}", "2015-01-01", "2016-12-31", "2015-01-01/2016-12-31"),
    ],
)
def test_edtf_of_levels_one_and_two_is_read_as_the_narrowest_span(text, start, end, out):
    """Marks are kept, unknown digits and sets become the span that holds them."""
    span = dates.parse_span(text)
    assert (str(span.start), str(span.end), span.edtf()) == (start, end, out)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("/2016", None, date(2016, 12, 31)),
        ("2016/", date(2016, 1, 1), None),
        ("[..2016]", None, date(2016, 12, 31)),
        ("[2016..]", date(2016, 1, 1), None),
        ("unknown/2016", None, date(2016, 12, 31)),
    ],
)
def test_open_and_unknown_ends_stay_open(text, start, end):
    """An end nobody knows bounds nothing."""
    span = dates.parse_span(text)
    assert (span.start, span.end) == (start, end)


@given(st.text(max_size=40))
def test_no_text_is_worse_for_edtf_than_a_value_error(text):
    """A hostile field is refused with one kind of error and nothing else."""
    try:
        span = dates.parse_span(text)
    except ValueError:
        return
    assert span.is_known


@given(DAYS.map(dates.day), st.sampled_from(list(dates.Qualifier)), st.sampled_from(["day", "month", "year"]))
def test_marks_go_out_and_come_back(span, qualifier, grain):
    """What is uncertain or approximate stays so."""
    wider = {
        "day": span,
        "month": dates.month(span.start.year, span.start.month),
        "year": dates.year(span.start.year),
    }
    marked = replace(wider[grain], qualifier=qualifier)
    again = dates.parse_span(marked.edtf())
    assert replace(again, as_written="") == marked


def test_about_a_month_is_not_certainly_not_the_month_before():
    """`2016-03~` may be a day of February; `2016-03` may not."""
    february = dates.day(date(2016, 2, 20))
    assert dates.parse_span("2016-03~").meets(february) is Overlap.POSSIBLE
    assert dates.parse_span("2016-03").meets(february) is Overlap.NONE
    assert february.is_before(dates.parse_span("2016-03"))
    assert not february.is_before(dates.parse_span("2016-03~"))


def test_an_uncertain_day_is_never_certainly_the_same():
    """The writer's question mark outlives the comparison."""
    sure, unsure = dates.parse_span("2016-03-27"), dates.parse_span("2016-03-27?")
    assert sure.meets(sure) is Overlap.CERTAIN
    assert unsure.meets(sure) is Overlap.POSSIBLE
    assert (sure.the_day, unsure.the_day) == (date(2016, 3, 27), None)


def test_the_hull_holds_all_known_spans():
    found = dates.hull([dates.day(date(2016, 5, 2)), dates.UNDATED, dates.month(2016, 3)])
    assert (found.start, found.end) == (date(2016, 3, 1), date(2016, 5, 2))
    assert dates.hull([]) == dates.UNDATED
