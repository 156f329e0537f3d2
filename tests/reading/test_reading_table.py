"""Tables and JSON: one page a row, the column's name before each value, nothing dropped in silence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.ports import Limits
from twosource.reading import ReadSettings
from twosource.reading.readers.table import delimiter_of, flattened, row_to_text
from twosource.terms import Status

CSV = "text/csv"
JSON = "application/json"
LINES = "application/x-ndjson"


def test_each_row_is_a_page_with_its_columns(reading):
    outcome = reading(b"name,sum,note\noil,12,\ngas,7,paid\n", CSV)
    (rendition,) = outcome.values
    assert outcome.status is Status.READ
    assert rendition.text == "name: oil\nsum: 12\n\nname: gas\nsum: 7\nnote: paid"
    assert [page.label for page in rendition.pages] == ["row 2", "row 3"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    rows = [["name", "sum"], ["oil, raw" if delimiter != "," else "oil", "12"], ["gas", "7"]]
    assert delimiter_of("\n".join(delimiter.join(row) for row in rows)) == delimiter


def test_quoted_cells_keep_their_line_breaks(reading):
    (rendition,) = reading(b'name,note\noil,"two\nlines, one cell"\n', CSV).values
    assert rendition.text == "name: oil\nnote: two\nlines, one cell"


def test_cells_beyond_the_header_are_numbered():
    assert row_to_text(["a"], ["1", "2", "", "4"]) == "a: 1\ncolumn 2: 2\ncolumn 4: 4"


def test_a_header_alone_is_still_words(reading):
    assert reading(b"name,sum\n", CSV).values[0].text == "name\nsum"


def test_rows_beyond_the_limit_are_named(reading):
    content = b"a,b\n" + b"1,2\n" * 5
    outcome = reading(content, CSV, ReadSettings(limits=Limits(max_pages=3)))
    assert outcome.status is Status.PARTLY_READ
    assert outcome.failures[0].happened == "Only the first 3 pages, rows or parts of 5 were read."
    assert len(outcome.values[0].pages) == 3


def test_a_cell_larger_than_any_cell_stops_the_table_with_a_reason(reading):
    content = b"a,b\n1,2\n3," + b"x" * 200_000 + b"\n"
    outcome = reading(content, CSV)
    assert outcome.status is Status.PARTLY_READ
    assert "What follows row 3 could not be read" in outcome.failures[0].happened


def test_a_list_of_objects_is_one_page_each(reading):
    (rendition,) = reading(json.dumps([{"a": 1}, {"a": [2, {"b": None, "c": "x"}]}]).encode(), JSON).values
    assert rendition.text == "a: 1\n\na.1: 2\na.2.c: x"
    assert [page.label for page in rendition.pages] == ["object 1", "object 2"]


def test_json_lines_are_one_page_each_and_bad_lines_are_named(reading):
    outcome = reading(b'{"a": 1}\nnot json\n\n{"a": 2}\n', LINES)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.values[0].text == "a: 1\n\na: 2"
    assert outcome.failures[0].happened == "1 rows could not be read (2)."


@pytest.mark.parametrize("content", [b"{broken", b"[" * 100_000, b"1" * 5000 + b"x"])
def test_what_is_no_json_is_refused_with_a_sentence(reading, content):
    outcome = reading(content, JSON)
    assert outcome.status is Status.REFUSED
    assert "could not be read as JSON" in outcome.failures[0].sentence()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(VALUES)
def test_every_leaf_of_json_is_one_line_of_text(value):
    """Nothing of an object is lost but what is empty."""

    def leaves(one):
        if isinstance(one, dict):
            return [leaf for inner in one.values() for leaf in leaves(inner)]
        if isinstance(one, list):
            return [leaf for inner in one for leaf in leaves(inner)]
        return [] if one is None or one == "" else [one]

    shown = [leaf if isinstance(leaf, str) else json.dumps(leaf) for leaf in leaves(value)]
    lines = list(flattened(value))
    assert len(lines) == len(shown)
    assert all(line.endswith(leaf) for line, leaf in zip(lines, shown, strict=True))
