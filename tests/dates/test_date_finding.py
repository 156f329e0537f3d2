"""Dates in running text: where they stand, which days they can be, what a person must know."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.dates import UNDATED, Calendar, Precision, Remark, day, find_dates, month, read_date

MONDAY = day(date(2016, 5, 2))


def found(text, written_on=MONDAY, **rest):
    return [(d.span.as_written, str(d.span)) for d in find_dates(text, written_on=written_on, **rest)]


def only(text, written_on=MONDAY, **rest):
    (one,) = find_dates(text, written_on=written_on, **rest)
    return one


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("24 November 2013", "2013-11-24"), ("24th November, 2013", "2013-11-24"), ("24th of Nov. 2013", "2013-11-24"),
        ("Nov. 24, 2013", "2013-11-24"), ("Sep 27 10:00:00 2016", "2016-09-27"), ("24-Nov-2013", "2013-11-24"),
        ("1er août 2015", "2015-08-01"), ("24. November 2013", "2013-11-24"), ("3 de mayo de 2015", "2015-05-03"),
        ("5 Ağustos 2014", "2014-08-05"), ("7 мая 2015", "2015-05-07"), ("۲۴ نوامبر ۲۰۱۳", "2013-11-24"),
        ("٢٤ تشرين الثاني ٢٠١٣", "2013-11-24"), ("24 نوفمبر 2013م", "2013-11-24"), ("24 نونبر 2013", "2013-11-24"),
        ("24 من نوفمبر عام 2013", "2013-11-24"), ("24 تشرين الثاني/نوفمبر 2013", "2013-11-24"),
        ("24 نوفمبر (تشرين الثاني) 2013", "2013-11-24"), ("14 جويلية 2015", "2015-07-14"), ("3 Haziran 2015", "2015-06-03"),
        ("27-29 March 2016", "2016-03-27/2016-03-29"), ("November 2013", "2013-11"), ("تموز 2015", "2015-07"),
        ("2016-03-27", "2016-03-27"), ("2016/3/27", "2016-03-27"), ("27/3/2016", "2016-03-27"), ("27.03.2016", "2016-03-27"),
        ("3.4.2016", "2016-04-03"), ("٣/٤/٢٠١٦", "2016-04-03"), ("٢٠١٦/٣/٢٧", "2016-03-27"), ("٢٧ / ٣ / ٢٠١٦ م", "2016-03-27"),
        ("۸ فروردین ۱۳۹۵", "2016-03-27"), ("۱۳۹۵/۰۱/۰۸", "2016-03-27"),
        ("early 2015", "2015-01-01/2015-04-30"), ("mid-March 2015", "2015-03-11/2015-03-20"), ("the end of 2014", "2014-09-01/2014-12-31"),
        ("أواخر عام 2014", "2014-09-01/2014-12-31"), ("مطلع شباط 2015", "2015-02-01/2015-02-10"), ("منتصف 2015", "2015-05-01/2015-08-31"),
        ("summer of 2014", "2014-06-01/2014-08-31"), ("صيف 2014", "2014-06-01/2014-08-31"), ("2015م", "2015"),
    ],
)  # fmt: skip
def test_a_date_that_needs_no_other_is_read_over_all_its_words(written, edtf):
    """Whatever the language, order and digits, the whole date is found and means these days."""
    for frame in ("It was signed {}, they said.", "قال الشاهد ({})."):
        text = frame.format(written)
        one = only(text, UNDATED)
        assert (text[one.start : one.end], str(one.span)) == (written, edtf)
        assert one.remark is Remark.NONE


@pytest.mark.parametrize(
    ("written", "start", "end", "precision"),
    [
        ("14 رمضان 1436", date(2015, 6, 30), date(2015, 7, 1), Precision.DAY),
        ("١٤ رَمَضان ١٤٣٦هـ", date(2015, 6, 30), date(2015, 7, 1), Precision.DAY),
        ("14/9/1436 هـ", date(2015, 6, 30), date(2015, 7, 1), Precision.DAY),
        ("١٤٣٦/٩/١٤", date(2015, 6, 30), date(2015, 7, 1), Precision.DAY),
        ("14 Ramaḍān 1436 A.H.", date(2015, 6, 30), date(2015, 7, 1), Precision.DAY),
        ("Ramadan 14, 1436 AH", date(2015, 6, 30), date(2015, 7, 1), Precision.DAY),
        ("جمادى الآخرة 1437", date(2016, 3, 10), date(2016, 4, 8), Precision.MONTH),
        ("ذي الحجة 1436هـ", date(2015, 9, 13), date(2015, 10, 14), Precision.MONTH),
        ("Ramadan 2015", date(2015, 6, 17), date(2015, 7, 17), Precision.MONTH),
        ("1436 هـ", date(2014, 10, 24), date(2015, 10, 14), Precision.YEAR),
    ],
)
def test_a_hijri_date_is_every_day_it_is_in_the_calendars_in_use(written, start, end, precision):
    """The calendar is named and the precision is the one written."""
    one = only(f"في {written} ", UNDATED)
    assert (one.span.as_written, one.span.precision, one.span.calendar) == (
        written,
        precision,
        Calendar.HIJRI_UMALQURA,
    )
    assert (one.span.start, one.span.end) in ((start, end), (date(2015, 9, 14), end))


@pytest.mark.parametrize(
    "written",
    [
        "14 رمضان 1436 الموافق 1 تموز 2015",
        "14 رمضان الموافق 1 تموز 2015",
        "(1/7/2015م الموافق 14/9/1436هـ)",
        "14 Ramadan 1436 AH / 1 July 2015",
        "1 July 2015 (14 Ramadan 1436 AH)",
        "14 Ramadan 1436, corresponding to 1 July 2015",
    ],
)
def test_a_day_written_in_two_calendars_is_the_day_both_may_be(written):
    """The two check each other, and settle which of 1/7 and 7/1 is meant."""
    one = only(f"signed {written} there", UNDATED)
    assert (one.span.start, one.span.end, one.remark) == (date(2015, 7, 1), date(2015, 7, 1), Remark.NONE)
    assert one.span.as_written == written.strip("()") or one.span.as_written == written


def test_a_moon_seen_a_day_later_is_no_disagreement():
    """One day beyond the tables is allowed; two are not."""
    assert only("14 رمضان 1436 الموافق 2 تموز 2015", UNDATED).remark is Remark.NONE
    assert only("14 رمضان 1436 الموافق 3 تموز 2015", UNDATED).remark is Remark.DISAGREES


def test_two_calendars_that_do_not_agree_are_both_kept_and_the_days_between_counted():
    """Nobody picks one for the reader: the span holds both and the finding can say how far apart they are."""
    one = only("14 رمضان 1436 الموافق 9 تموز 2015", UNDATED)
    assert (one.remark, one.days_apart, one.span.precision) == (Remark.DISAGREES, 8, Precision.SPAN)
    assert [str(reading) for reading in one.readings] == ["2015-06-30/2015-07-01", "2015-07-09"]
    assert (one.span.start, one.span.end) == (date(2015, 6, 30), date(2015, 7, 9))


def test_day_and_month_that_may_be_swapped_give_both_readings():
    """A guess would be a forgery; a known habit of the writer settles it."""
    one = only("on 3/4/2016")
    assert one.remark is Remark.ORDER_UNKNOWN
    assert {str(reading) for reading in one.readings} == {"2016-04-03", "2016-03-04"}
    assert (str(one.span), one.span.precision) == ("2016-03-04/2016-04-03", Precision.SPAN)
    assert found("on 3/4/2016", day_first=True) == [("3/4/2016", "2016-04-03")]
    assert found("on 3/4/2016", day_first=False) == [("3/4/2016", "2016-03-04")]
    assert only("on 4/4/2016").remark is Remark.NONE


def test_a_day_of_the_week_settles_what_it_can_and_contradicts_what_it_must():
    """3 April 2016 was a Sunday, 1 July 2015 a Wednesday."""
    assert found("Sunday, 3/4/2016") == [("Sunday, 3/4/2016", "2016-04-03")]
    assert found("الأربعاء 14 رمضان 1436") == [("الأربعاء 14 رمضان 1436", "2015-07-01")]
    assert found("يوم الخميس الموافق 5/3/2015") == [("الخميس الموافق 5/3/2015", "2015-03-05")]
    assert only("Monday 3 April 2016").remark is Remark.WEEKDAY_DIFFERS
    assert only("Sun, 3 Apr 2016").remark is Remark.NONE


def test_a_year_of_two_digits_says_that_the_century_is_assumed():
    """Chat exports write them."""
    one = only("27/03/16")
    assert (str(one.span), one.remark) == ("2016-03-27", Remark.CENTURY_ASSUMED)
    assert str(only("27/03/87").span) == "1987-03-27"


def test_two_names_of_a_month_that_are_two_months_are_both_kept():
    """حزيران is June and يوليو is July."""
    one = only("3 حزيران/يوليو 2015")
    assert (one.remark, str(one.span)) == (Remark.MONTHS_DIFFER, "2015-06-03/2015-07-03")


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("yesterday", "2016-05-01"), ("the day before yesterday", "2016-04-30"), ("two days ago", "2016-04-30"), ("3 days ago", "2016-04-29"),
        ("last Monday", "2016-04-25"), ("last month", "2016-04"), ("last year", "2015"), ("last week", "2016-04-23/2016-05-01"),
        ("two weeks ago", "2016-04-15/2016-04-21"), ("a year ago", "2015"), ("24 November", "2015-11-24"), ("Sunday", "2016-05-01"),
        ("أمس", "2016-05-01"), ("قبل يومين", "2016-04-30"), ("قبل ثلاثة أيام", "2016-04-29"), ("الأسبوع الماضي", "2016-04-23/2016-05-01"),
        ("الشهر الماضي", "2016-04"), ("العام الماضي", "2015"), ("الاثنين الماضي", "2016-04-25"), ("منذ شهرين", "2016-03"),
        ("vor zwei Tagen", "2016-04-30"), ("il y a trois jours", "2016-04-29"), ("le mois dernier", "2016-04"), ("два дня назад", "2016-04-30"),
        ("iki gün önce", "2016-04-30"), ("geçen hafta", "2016-04-23/2016-05-01"), ("15 رجب", "2016-04-22/2016-04-23"),
    ],
)  # fmt: skip
def test_days_told_by_another_are_placed_by_the_day_of_writing_and_only_by_it(written, edtf):
    """Without a day of writing the words stay and the date is undated."""
    one = only(f"({written})")
    assert str(one.span) == edtf
    assert one.remark in (Remark.FROM_WRITING, Remark.YEAR_ASSUMED)
    for nothing in (UNDATED, month(2016, 5)):
        one = only(f"({written})", nothing)
        if one.remark is not Remark.YEAR_ASSUMED:
            assert (one.remark, one.span.is_known) == (Remark.NOT_PLACED, False)
            assert one.span.as_written in written


@pytest.mark.parametrize("written", ["three weeks later", "بعد يومين", "a month earlier", "drei Tage später"])
def test_what_counts_from_another_event_is_never_placed(written):
    """Nobody knows from which day `later` counts."""
    one = only(written)
    assert (one.span.is_known, one.remark, one.span.as_written) == (False, Remark.NOT_PLACED, written)


@pytest.mark.parametrize(
    "text",
    [
        "He may go, and all 3 may go.", "version 1.2.3 at 192.168.1.1", "No. 12/3/2015", "رقم 12/3/2015", "12-34-5678-90",
        "1436 soldiers in 1400 trucks", "مارس العمل", "صفر أخطاء", "زار رمضان المدينة", "they march on", "0912-345-678",
        "في اليوم التالي", "قبل يوم الاثنين"[:6], "31/13/2016", "B3 May", "99/99/9999", "", "a week",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text):
    """Verbs, names, versions, addresses and reference numbers are left alone."""
    assert found(text) == []


def test_a_day_that_does_not_exist_is_not_moved_to_one_that_does():
    """Of 30 February only the month can be meant."""
    assert found("30 February 2016") == [("February 2016", "2016-02")]
    assert found("14 رمضان 1436 الموافق 31 حزيران 2015", UNDATED)[0] == (
        "14 رمضان 1436",
        "2015-06-30/2015-07-01",
    )


def test_since_a_year_is_the_year_and_not_a_count():
    """منذ عام 2011 is "since 2011"; before a weekday is not "ago"."""
    assert found("منذ عام 2011") == [("2011", "2011")]
    assert found("قبل يوم الاثنين") == [("الاثنين", "2016-05-02")]


def test_a_day_without_a_year_may_lie_a_month_ahead_and_not_more():
    """A page of 2 May that was brought up to date on 20 May does not speak of last year."""
    assert found("on 20 May") == [("20 May", "2016-05-20")]
    assert found("on 20 June") == [("20 June", "2015-06-20")]
    assert found("in June") == [] != found("in November") == [("November", "2015-11")]


def test_the_first_of_two_days_takes_the_year_of_the_second():
    """27 March to 3 April 2016."""
    assert found("27 March - 3 April 2016", UNDATED) == [
        ("27 March", "2016-03-27"),
        ("3 April 2016", "2016-04-03"),
    ]
    assert found("28 December to 3 January 2016", UNDATED)[0] == ("28 December", "2015-12-28")


def test_every_date_of_a_line_is_found_in_order_at_its_place():
    """Places count in the whole text, also where only a part is read."""
    text = "On 24 November 2013 and 14 رمضان 1436, then in 2015 and early 2016."
    dates = find_dates(text)
    assert [text[d.start : d.end] for d in dates] == [
        "24 November 2013",
        "14 رمضان 1436",
        "2015",
        "early 2016",
    ]
    part = find_dates(text, start=20, end=37)
    assert [text[d.start : d.end] for d in part] == ["14 رمضان 1436"]


def test_direction_marks_and_stretched_letters_do_not_hide_a_date():
    """Marks of right-to-left text lie between and inside the words."""
    assert found("\u200f٢٧\u200f/\u200f٣\u200f/\u200f٢٠١٦\u200f", UNDATED)[0][1] == "2016-03-27"
    assert found("١٤ رمضـــان ١٤٣٦ هـ", UNDATED)[0][1] == "2015-06-30/2015-07-01"


@given(st.text(max_size=120), st.booleans())
def test_no_text_stops_the_reader_and_dates_never_overlap(text, is_known):
    """Whatever is written, dates lie within the text, in order, apart."""
    dates = find_dates(text, written_on=MONDAY if is_known else UNDATED)
    ends = [0, *(d.end for d in dates)]
    assert all(before <= d.start < d.end <= len(text) for before, d in zip(ends, dates, strict=False))
    read_date(text)


PIECES = st.sampled_from(
    [
        "1",
        "3",
        "14",
        "31",
        "2016",
        "1436",
        "99999",
        "٢٧",
        "۱۳۹۵",
        "/",
        "-",
        ".",
        ",",
        "(",
        ")",
        ":",
        "هـ",
        "م",
        "AH",
        "May",
        "March",
        "mid",
        "early",
        "last",
        "ago",
        "يوم",
        "قبل",
        "منذ",
        "رمضان",
        "تموز",
        "الموافق",
        "الأحد",
        "Sunday",
        "summer",
        "ربيع",
        "الأول",
        "weeks",
        "later",
        "of",
        "و",
        "\u200f",
    ]
)


@given(st.lists(PIECES, max_size=30), st.sampled_from(["", " "]))
def test_no_heap_of_date_words_stops_the_reader(pieces, glue):
    """The words of dates in any order are read without an error, the same each time."""
    text = glue.join(pieces)
    assert find_dates(text, written_on=MONDAY) == find_dates(text, written_on=MONDAY)
    for one in find_dates(text, written_on=day(date(1, 1, 2))):
        assert one.span.as_written


@pytest.mark.parametrize(
    "text", ["1/" * 20000, "ربيع " * 20000, "mid-" * 20000, "1" * 100000, "'" * 50000, "a'" * 50000]
)
def test_a_hundred_thousand_characters_of_almost_dates_are_read_through(text):
    """Every form looks a bounded way ahead, so this ends at once."""
    assert find_dates(text) == [] or len(find_dates(text)) < len(text)


def test_a_field_is_read_as_edtf_or_as_words():
    """The `published` of a page and the `Date` of a mail."""
    assert str(read_date("2016-03~")) == "2016-03~"
    assert str(read_date("Tue, 3 May 2016 10:00:00 +0200")) == "2016-05-03"
    assert str(read_date("Updated: 14 رمضان 1436 هـ")) == "2015-06-30/2015-07-01"
    assert read_date("soon") == UNDATED
