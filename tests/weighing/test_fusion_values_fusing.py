"""Fusing values: what says less is no contradiction, what copies counts once, and odd input gets a sentence."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.weighing.fusion.values import Kind, ToldRows, ValueSettings, fuse_values, hierarchy_of
from twosource.weighing.fusion.values.kinds import kind_of
from twosource.weighing.fusion.values.nested import dates_of

TREE = [
    ("1", "Northland", "0"),
    ("2", "Vale", "1"),
    ("3", "Milltown", "2"),
    ("4", "Harbour", "2"),
    ("5", "Southland", "0"),
    ("6", "Milltown", "5"),
    ("7", "Oldtown", "5"),
]


def rows(*told, in_order=False):
    source, item, value = zip(*told, strict=True)
    return ToldRows(source, item, value, in_order)


def leading(fused):
    return {one.item: one.leading.value for one in fused.items}


def test_a_wider_place_backs_the_narrow_one_and_does_not_outvote_it():
    told = [("A", "x", "Harbour"), ("B", "x", "Vale"), ("C", "x", "Northland"), ("D", "x", "Northland")]
    told += [
        (s, f"y{n}", v) for n in range(6) for s, v in (("A", "Oldtown"), ("B", "Southland"), ("C", "Oldtown"))
    ]
    fused = fuse_values(rows(*told), hierarchy=hierarchy_of(TREE))
    assert fused.kind is Kind.PLACES
    one = next(one for one in fused.items if one.item == "x")
    assert one.leading.value == "Harbour"
    assert one.leading.n_shorter == 3
    assert 0.0 < one.p_unsaid < 1.0


def test_places_that_exclude_each_other_hold_together_in_the_wider_one():
    told = [("A", "x", "Harbour"), ("B", "x", "Vale"), ("C", "x", "Oldtown")]
    told += [(s, f"y{n}", "Oldtown") for n in range(4) for s in "ABC"]
    fused = fuse_values(rows(*told), hierarchy=hierarchy_of(TREE), settings=ValueSettings(level=0.99))
    one = next(one for one in fused.items if one.item == "x")
    assert one.p_within >= one.leading.p


def test_a_name_in_two_places_has_both_above_it_and_a_circle_is_told():
    tree = hierarchy_of(TREE)
    assert tree.is_wider("Northland", "Milltown")
    assert tree.is_wider("Southland", "Milltown")
    assert tree.path("Milltown") == ()
    assert tree.path("Harbour") == ("Vale", "Northland")
    ring = hierarchy_of([("1", "A", "2"), ("2", "B", "1")])
    assert "in a circle" in ring.notes[0]


def test_a_month_does_not_contradict_a_day_in_it():
    told = [("A", "x", "2016-03-27"), ("B", "x", "2016-03"), ("C", "x", "2016"), ("D", "x", "2015-01-02")]
    told += [(s, f"y{n}", f"2011-0{n}-05") for n in range(1, 7) for s in "ABC"]
    fused = fuse_values(rows(*told))
    assert fused.kind is Kind.DATES
    assert leading(fused)["x"] == "2016-03-27"


def test_dates_in_words_and_digits_are_one_date():
    dates = dates_of(["27 March 2016", "2016-03-27", "March 2016", "no date"])
    assert dates.called["27 March 2016"] == dates.called["2016-03-27"] == "2016-03-27"
    assert dates.is_wider("2016-03", "2016-03-27")
    assert "no date" not in dates.called


def test_a_rounded_number_backs_the_fine_one_and_another_unit_does_not():
    told = [("A", "x", "1,234,567"), ("B", "x", "1.2M"), ("C", "x", "1234567000")]
    told += [(s, f"y{n}", str(1000 + 37 * n)) for n in range(8) for s in "AB"]
    told += [("C", f"y{n}", str(5000 + 11 * n)) for n in range(8)]
    fused = fuse_values(rows(*told))
    assert fused.kind is Kind.NUMBERS
    one = next(one for one in fused.items if one.item == "x")
    assert one.leading.value == "1234567"
    assert one.leading.n_shorter == 1


def test_who_only_repeats_the_row_before_is_found_and_counts_less_in_order():
    rng = random.Random(3)
    told = []
    for n in range(120):
        right, wrong = str(10_000 + 7 * n), str(50_000 + 13 * n)
        first = wrong if n % 2 else right
        told += [("Clerk", f"i{n}", right)] if n % 3 else []
        told += [("Registrar", f"i{n}", right)] if n % 4 == 1 else []
        told += [(f"10.0.0.{rng.randint(1, 5)}", f"i{n}", first), ("Echo", f"i{n}", first)]
    plain, ordered = fuse_values(rows(*told)), fuse_values(rows(*told, in_order=True))
    truth = {f"i{n}": str(10_000 + 7 * n) for n in range(120) if n % 3}
    share = [np.mean([leading(f)[i] == v for i, v in truth.items()]) for f in (plain, ordered)]
    assert share[1] > share[0]
    echo = next(s for s in ordered.sources if s.name == "Echo")
    assert echo.own < 0.2
    assert any("unnamed" in note for note in ordered.notes)


def test_the_bound_never_falls_and_chances_sum_to_one():
    told = [
        (f"s{k}", f"i{n}", random.Random(k * 97 + n).choice(["Vale", "Harbour", "Oldtown", "Northland"]))
        for n in range(40)
        for k in range(7)
    ]
    fused = fuse_values(rows(*told), hierarchy=hierarchy_of(TREE))
    assert all(b >= a - 1e-7 * abs(a) for a, b in zip(fused.objective, fused.objective[1:], strict=False))
    for one in fused.items:
        assert sum(c.p for c in one.candidates) + one.p_unsaid == pytest.approx(1.0)
        assert one.low <= one.leading.p <= one.high


def test_order_of_rows_changes_nothing_to_the_last_bit():
    told = [
        (f"s{k}", f"i{n}", random.Random(k + 31 * n).choice(["Vale", "Harbour", "Oldtown"]))
        for n in range(30)
        for k in range(5)
    ]
    mixed = told[:]
    random.Random(1).shuffle(mixed)
    tree = hierarchy_of(TREE)
    assert fuse_values(rows(*told), hierarchy=tree).items == fuse_values(rows(*mixed), hierarchy=tree).items


def test_renaming_sources_changes_no_probability():
    told = [
        (f"s{k}", f"i{n}", random.Random(k + 31 * n).choice(["Vale", "Harbour"]))
        for n in range(20)
        for k in range(5)
    ]
    named = [(f"z{9 - int(s[1:])}", i, v) for s, i, v in told]
    tree = hierarchy_of(TREE)
    a, b = fuse_values(rows(*told), hierarchy=tree), fuse_values(rows(*named), hierarchy=tree)
    assert [x.leading.p for x in a.items] == pytest.approx([x.leading.p for x in b.items])


def test_a_value_that_echoes_its_item_is_a_voice_of_its_own():
    names = ["Harbour", "Vale", "Oldtown"]
    told = []
    for n in range(30):
        told += [
            ("A", f"Person {n} {names[n % 3]}", names[n % 3]),
            ("B", f"Person {n} {names[n % 3]}", names[(n + 1) % 3]),
        ]
        told += [("C", f"Person {n} {names[n % 3]}", names[(n + 1) % 3])]
        told += [(s, f"Other {n}", names[n % 3]) for s in "ABC"]
    fused = fuse_values(rows(*told), hierarchy=hierarchy_of(TREE))
    assert leading(fused)["Person 0 Harbour"] == "Vale"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ([("A", f"i{n}", f"{1000 + n}") for n in range(9)], "One source says everything"),
        ([(s, f"i{n}", f"{1000 + n}") for n in range(9) for s in "AB"], "All sources agree"),
        ([(f"s{n % 3}", f"i{n}", f"{1000 + n}") for n in range(9)], "No item has two voices"),
        (
            [("A", "x", "inf"), ("B", "x", "1e999"), ("A", "y", "12"), ("B", "y", "250")],
            "no single finite number",
        ),
        ([("A", "x", "n/a"), ("B", "x", "")], "Nothing was said"),
        ([("A", "x", "100"), ("A", "x", "2000"), ("B", "x", "2000")], "its last value stands"),
    ],
)
def test_odd_input_gets_a_sentence(told, sentence):
    fused = fuse_values(rows(*told), kind=Kind.NUMBERS)
    assert any(sentence in note for note in fused.notes)


def test_one_source_keeps_the_prior_and_a_wide_range():
    fused = fuse_values(rows(*[("A", f"i{n}", f"{1000 + n}") for n in range(500)]))
    (only,) = fused.sources
    assert only.high - only.low > 0.3


def test_places_without_a_hierarchy_are_refused():
    with pytest.raises(ValueError, match="hierarchy"):
        fuse_values(rows(("A", "x", "Vale")), kind=Kind.PLACES)


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="one length"):
        ToldRows(["A"], ["x", "y"], ["1"])


@pytest.mark.parametrize(
    "change", [{"rates": (0.0, 1.0, 1.0)}, {"short_share": 2.0}, {"level": 1.0}, {"rounds": 0}]
)
def test_settings_that_mean_nothing_are_refused(change):
    with pytest.raises(ValueError, match=r"\w"):
        ValueSettings(**change)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["0", "1", "1", "0", "1", "0", "0", "1"], Kind.LABEL),
        (["3500", "٣٥٠٠", "3.6k"], Kind.NUMBERS),
        (["12.5", "13", "12,7", "n/a", "11.9"], Kind.NUMBERS),
        (["2016-03-27", "27 March 2016", "2016-04"], Kind.DATES),
        (["Marsh, Oliver; Weaver, Ines", "Oliver Marsh", "Weaver, Ines"], Kind.NAMES),
        (["yes", "no", "YES", "unclear"], Kind.LABEL),
        (["", "n/a"], Kind.LABEL),
    ],
)
def test_the_kind_is_told_by_the_values(values, kind):
    assert kind_of(values)[0] is kind


def test_labels_that_differ_in_case_are_one():
    told = [
        (s, f"i{n}", v) for n in range(6) for s, v in (("A", "Yes"), ("B", "yes"), ("C", "NO"), ("D", "YES "))
    ]
    fused = fuse_values(rows(*told))
    assert fused.kind is Kind.LABEL
    assert {one.leading.value.casefold() for one in fused.items} == {"yes"}
    assert all(one.leading.n_said == 3 for one in fused.items)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABCD"),
            st.sampled_from("xyz"),
            st.sampled_from(["Vale", "Harbour", "Oldtown", "", "n/a"]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_any_table_gives_probabilities(told):
    fused = fuse_values(rows(*told), hierarchy=hierarchy_of(TREE))
    for one in fused.items:
        assert all(0.0 <= c.p <= 1.0 for c in one.candidates)
        assert one.p_within >= 0.0


def test_a_million_letters_in_one_value_are_read_in_time():
    fused = fuse_values(rows(("A", "x", "a, " * 200_000), ("B", "x", "Marsh, Oliver")), kind=Kind.NAMES)
    assert fused.items


def test_what_lies_in_a_circle_is_the_top_and_what_lies_below_it_is_not():
    rows = [("1", "Vale", "2"), ("2", "Hill", "1"), ("3", "Mill", "1"), ("4", "Loop", "4")]
    tree = hierarchy_of(rows)
    assert tree.wider == {"Vale": ((),), "Hill": ((),), "Mill": (("Vale",),), "Loop": ((),)}
    assert "3 values" in tree.notes[0]


def test_a_place_with_two_parents_lies_for_sure_only_in_what_both_share():
    rows = [("1", "Land", ""), ("2", "Vale", "1"), ("3", "Hill", "1"), ("4", "Mill", "2"), ("4", "Mill", "3")]
    tree = hierarchy_of(rows)
    assert tree.path("Mill") == ("Land",)
    assert tree.is_wider("Vale", "Mill")
    assert tree.is_wider("Hill", "Mill")
    assert "1 second parent" in tree.notes[0]
