"""Numbers as people write them, and which of two is the other one rounded or in another unit."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.weighing.fusion.values.numbers import Number, is_rounding_of, is_slip_of, read_number


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("1,234,567", 1234567, 1),
        ("1.234.567", 1234567, 1),
        ("1 234 567", 1234567, 1),
        ("1'234'567", 1234567, 1),
        ("1,5", 1.5, 0.1),
        ("1.50", 1.5, 0.01),
        ("1.234,5", 1234.5, 0.1),
        ("1,234.5", 1234.5, 0.1),
        ("600000", 600000, 100000),
        ("1.2M", 1200000, 100000),
        ("3 million", 3e6, 1e6),
        ("3 مليون", 3e6, 1e6),
        ("٣٬٥٠٠", 3500, 100),
        ("۱۲٫۵", 12.5, 0.1),
        ("2 1/2", 2.5, 0.5),
        ("2½", 2.5, 0.5),
        ("-4.0", -4, 0.1),
        ("46°", 46, 1),
        ("30.12 in", 30.12, 0.01),
        ("1e3", 1000, 1000),
        ("0", 0, 1),
        ("about 250", 250, 1),
    ],
)
def test_a_number_is_read_with_its_step(text, value, step):
    read = read_number(text)
    assert read is not None
    assert read.value == pytest.approx(value)
    assert read.step == pytest.approx(step)


@pytest.mark.parametrize(
    "text", ["", "N/A", "*", "12-Oct", "3 or 4", "nan", "inf", "1e999", "abc", "9" * 400, "v1.2.3.4x7"]
)
def test_no_number_several_or_one_without_end_is_none(text):
    read = read_number(text)
    assert read is None or math.isfinite(read.value)
    if text not in {"v1.2.3.4x7"}:
        assert read is None


def test_ways_to_write_ten_have_one_key():
    assert {read_number(t).key for t in ("10", "10.0", "10.00", "١٠", "010")} == {"10"}


def test_a_rounded_number_says_less_than_the_one_it_rounds():
    coarse, fine = read_number("1.2M"), read_number("1,234,567")
    assert is_rounding_of(coarse, fine)
    assert not is_rounding_of(fine, coarse)
    assert not is_rounding_of(read_number("1.3M"), fine)
    assert not is_rounding_of(read_number("47"), read_number("47"))
    assert is_rounding_of(read_number("47"), read_number("46.8"))


def test_another_unit_is_a_slip_and_no_rounding():
    a, b = read_number("40081"), read_number("40081000")
    assert is_slip_of(a, b)
    assert not is_rounding_of(a, b)
    assert not is_slip_of(a, read_number("40082"))
    assert not is_slip_of(Number(0.0, 1.0), a)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_grouping_by_commas_changes_nothing(n):
    assert read_number(f"{n:,}").value == n
    assert read_number(str(n)).value == n


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text):
    read = read_number(text)
    assert read is None or (math.isfinite(read.value) and read.step > 0)
