"""Event records: rows with places, spans and the origins they rest on."""

import io

import pytest

from twosource.evidence.holdings import Exhibit
from twosource.reading import read_record

HEAD = "id,date_start,date_end,date_prec,side_a,side_b,latitude,longitude,where_prec,where_coordinates,best,low,high,source_original"
EXHIBIT = Exhibit(exhibit_id="e" * 64, size=1, media_type="text/csv")


def rows(*lines, head=HEAD):
    return list(read_record(EXHIBIT, io.BytesIO("\n".join([head, *lines]).encode())))


def test_a_row_keeps_its_place_span_deaths_and_origins():
    (row,) = rows("7,2016-03-25,2016-03-27,2,Government,IS,34.56,38.28,1,Tadmur,12,9,20,SOHR;Waha;SOHR")
    assert (row.span.edtf(), row.place.as_written, row.where_precision) == (
        "2016-03-25/2016-03-27",
        "Tadmur",
        1,
    )
    assert (row.deaths_low, row.deaths_best, row.deaths_high) == (9, 12, 20)
    assert row.sources == ("SOHR", "Waha")


def test_the_clearer_names_of_an_extract_are_read_too():
    head = HEAD.replace("best,low,high", "deaths_best,deaths_low,deaths_high")
    (row,) = rows("7,2016-03-25,2016-03-25,1,A,B,34.5,38.2,1,T,12,9,20,SOHR", head=head)
    assert (row.deaths_low, row.deaths_best, row.deaths_high) == (9, 12, 20)


def test_a_centroid_has_no_radius_because_it_is_no_place():
    (row,) = rows("7,2016-03-25,2016-03-25,1,A,B,34.5,38.2,4,Homs governorate,1,1,1,SOHR")
    assert row.place.radius_km is None
    assert row.where_precision == 4


def test_a_row_that_cannot_be_understood_is_left_out_and_the_others_stand():
    found = rows("7,soon,2016-03-25,1,A,B,1,1,1,T,1,1,1,S", "8,2016-03-25,2016-03-25,1,A,B,1,1,1,T,1,1,1,S")
    assert [r.row_number for r in found] == [2]


@pytest.mark.parametrize("head", ["a,b,c", "", "id,date_start"])
def test_another_table_is_no_record(head):
    assert rows("1,2,3", head=head) == []


def test_a_row_has_the_same_id_each_time():
    line = "7,2016-03-25,2016-03-25,1,A,B,34.5,38.2,1,T,1,1,1,S"
    assert rows(line)[0].row_id == rows(line)[0].row_id


def test_the_outlets_and_reports_a_row_was_coded_from_are_kept():
    head = HEAD + ",source_office,source_article"
    article = '"""Reuters,2016-03-25,Clashes near, the town"";""SOHR,2016-03-26,More clashes"""'
    (row,) = rows(f"7,2016-03-25,2016-03-25,1,A,B,34.5,38.2,1,T,1,1,1,SOHR,Reuters;SOHR,{article}", head=head)
    assert row.offices == ("Reuters", "SOHR")
    assert row.articles == ("Reuters,2016-03-25,Clashes near, the town", "SOHR,2016-03-26,More clashes")


class TestTheOtherRecord:
    """ACLED writes days in words and places in three precisions."""

    HEAD = "event_id_cnty,event_date,time_precision,actor1,actor2,latitude,longitude,geo_precision,location,source,fatalities"

    @pytest.mark.parametrize(("precision", "expected"), [("1", 1), ("2", 2), ("3", 4), ("", 4)])
    def test_its_places_are_put_on_one_scale(self, precision, expected):
        (row,) = rows(f"SYR1,27 March 2016,1,A,B,34.5,38.2,{precision},Tadmor,SOHR; SANA,3", head=self.HEAD)
        assert (row.where_precision, row.place.as_written) == (expected, "Tadmor")

    def test_its_days_deaths_and_sources_are_read(self):
        (row,) = rows("SYR1,27 March 2016,1,A,B,34.5,38.2,1,Tadmor,SOHR; SANA,3", head=self.HEAD)
        assert row.span.edtf() == "2016-03-27"
        assert (row.deaths_low, row.deaths_best, row.deaths_high) == (3, 3, 3)
        assert row.sources == ("SOHR", "SANA")

    def test_a_day_that_cannot_be_read_leaves_its_row_out(self):
        assert rows("SYR1,sometime in March,1,A,B,34.5,38.2,1,Tadmor,SOHR,3", head=self.HEAD) == []
