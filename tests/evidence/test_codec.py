"""The codec: every record goes out and comes back; equal values give equal bytes."""

import dataclasses
import json
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource.dates import DateSpan
from twosource.errors import IntegrityError
from twosource.evidence import codec
from twosource.evidence.findings import LikelihoodRatio
from twosource.evidence.holdings import Exhibit
from twosource.evidence.outcome import Fate
from twosource.evidence.testimony import AttributionChain, Statement

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def date_spans(draw):
    start, end = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2)))
    return DateSpan(start=start, end=draw(st.sampled_from([end, None])), as_written=draw(TEXTS))


RATIOS = st.floats(1e-3, 1e3).map(
    lambda x: LikelihoodRatio(value=x, low=x / 2, high=x * 2, cap=1e4, favours="a", over="b")
)


def value_of(hint):
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(value_of(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(value_of, args))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(TEXTS, value_of(args[1]), max_size=2)
    if args:
        return st.one_of(*map(value_of, args))
    plain = {
        str: TEXTS,
        int: st.integers(0, 6),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        type(None): st.none(),
        datetime: st.datetimes(timezones=st.just(UTC)),
        date: st.dates(),
        DateSpan: date_spans(),
        LikelihoodRatio: RATIOS,
    }
    if hint in plain:
        return plain[hint]
    if dataclasses.is_dataclass(hint):
        return record_of(hint)
    return st.sampled_from(list(hint))


def record_of(record):
    hints = typing.get_type_hints(record)
    if record is AttributionChain:
        return st.lists(value_of(typing.get_args(hints["links"])[0]), min_size=1, max_size=3).map(
            lambda links: AttributionChain(links=tuple(links))
        )
    return st.builds(record, **{f.name: value_of(hints[f.name]) for f in dataclasses.fields(record)})


@pytest.mark.parametrize("record", codec.RECORDS, ids=codec.kind_of)
def test_every_record_goes_out_and_comes_back(record):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(value_of(record))
    def round_trip(value):
        line = codec.to_line(value)
        assert "\n" not in line
        assert codec.from_line(line) == value
        assert codec.to_line(codec.from_line(line)) == line

    round_trip()


def exhibit(**changes):
    return Exhibit(**{"exhibit_id": "a" * 64, "size": 1, "media_type": "text/plain", **changes})


def test_a_line_says_what_it_is_and_in_which_version():
    raw = json.loads(codec.to_line(exhibit()))
    assert (raw["record"], raw["v"]) == ("exhibit", codec.VERSION)


def test_kinds_are_unique():
    assert len({codec.kind_of(r) for r in codec.RECORDS}) == len(codec.RECORDS)


def test_an_unknown_field_is_an_error_and_never_dropped():
    line = codec.to_line(exhibit()).replace('"size"', '"length"')
    with pytest.raises(IntegrityError, match="length"):
        codec.from_line(line)


def test_a_newer_version_is_named_with_its_remedy():
    line = codec.to_line(exhibit()).replace('"v":1', '"v":99')
    with pytest.raises(IntegrityError, match="newer") as caught:
        codec.from_line(line)
    assert "Install" in caught.value.remedy_text


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", '{"record":"nobody","v":1,"value":{}}', '{"record":"exhibit","v":1,"value":{}}']
)
def test_a_damaged_line_is_an_integrity_error(line):
    with pytest.raises(IntegrityError):
        codec.from_line(line)


def test_what_is_no_record_is_refused():
    with pytest.raises(TypeError):
        codec.to_line("words")


def test_a_record_that_breaks_its_own_rule_does_not_come_back():
    line = codec.to_line(DateSpan(start=date(2016, 1, 1), end=date(2016, 1, 2))).replace(
        '"end":"2016-01-02"', '"end":"2015-01-02"'
    )
    with pytest.raises(IntegrityError):
        codec.from_line(line)


def test_records_are_the_atoms_of_the_ledger():
    assert Statement in codec.RECORDS
    assert Fate in codec.RECORDS
    assert codec.to_lines([exhibit(), exhibit()]).count("\n") == 2
