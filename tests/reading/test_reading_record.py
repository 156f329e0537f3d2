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
