"""Numbers in fields: skill of source and ease of field, read out as columns, and stated no surer than hidden votes
allow."""

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.weighing.fusion.values import Kind, ToldRows, ValueSettings, fuse_values
from twosource.weighing.fusion.values.fields import fields_of
from twosource.weighing.fusion.values.graded import climbed
from twosource.weighing.fusion.values.hiding import hidden_statements
from twosource.weighing.fusion.values.item_columns import ItemColumns
from twosource.weighing.fusion.values.relating import related
from twosource.weighing.fusion.values.skilled import Skilled, climbed_skills
from twosource.weighing.fusion.values.telling import told_by

FIELDS = ("wind", "rain", "haze", "tide")


def table(n_items=150, seed=5, shared=True):
    """Six sources; of the tide, three mediocre ones repeat one wrong figure nine times of ten."""
    rng = random.Random(seed)
    skill = {"good": 0.95, "fair": 0.8, "able": 0.75, "poor": 0.5, "dull": 0.5, "weak": 0.5}
    rows, truth = [], {}
    for n in range(n_items):
        for field in FIELDS:
            item, right = f"port {n}|{field}", rng.randint(100, 140)
            truth[item] = str(right)
            feed = right + rng.choice([-3, -2, -1, 1, 2, 3])
            for name, p in skill.items():
                said = right if rng.random() < p else right + rng.randint(1, 6)
                if shared and field == "tide" and p == 0.5 and rng.random() < 0.9:
                    said = feed
                rows.append((name, item, str(said)))
    return rows, truth


def fused_table(rows, **more):
    return fuse_values(ToldRows(*zip(*rows, strict=True)), kind=Kind.NUMBERS, **more)


def share_right(fused, truth, field=""):
    return np.mean([one.leading.value == truth[one.item] for one in fused.items if one.item.endswith(field)])


def test_a_source_known_to_be_good_keeps_its_word_against_a_shared_feed():
    rows, truth = table()
    fused = fused_table(rows)
    assert share_right(fused, truth, "tide") > 0.6
    assert share_right(fused, truth, "wind") > 0.9
    good = next(s for s in fused.sources if s.name == "good")
    assert dict(good.by_field).keys() == set(FIELDS)
    assert good.low <= good.exact <= good.high
    assert any("its field" in note for note in fused.notes)


def test_the_bound_of_skills_never_falls_and_chances_sum_to_one():
    rows, _ = table(60)
    fused = fused_table(rows)
    assert all(b >= a - 1e-9 * abs(a) for a, b in pairwise(fused.objective))
    for one in fused.items:
        assert sum(c.p for c in one.candidates) + one.p_unsaid == pytest.approx(1.0, abs=1e-9)
        assert one.low <= one.leading.p <= one.high


def test_order_of_rows_and_names_of_sources_change_nothing_that_matters():
    rows, _ = table(40)
    mixed = rows[:]
    random.Random(2).shuffle(mixed)
    a, b = fused_table(rows), fused_table(mixed)
    assert a.items == b.items
    named = [({"good": "z", "weak": "a"}.get(s, s), i, v) for s, i, v in rows]
    c = fused_table(named)
    assert [x.leading.p for x in a.items] == pytest.approx([x.leading.p for x in c.items], abs=1e-9)


def test_what_is_stated_comes_out_as_often_as_stated():
    rows, truth = table(400, seed=8, shared=False)
    fused = fused_table(rows)
    stated = np.array([one.leading.p for one in fused.items])
    right = np.array([one.leading.value == truth[one.item] for one in fused.items])
    place = np.minimum((stated * 10).astype(int), 9)
    ece = sum(abs((stated - right)[place == b].sum()) for b in range(10)) / right.size
    assert ece < 0.05


def test_newton_finds_the_skills_that_made_the_table():
    rows, _ = table(300, shared=False)
    source, item, value = zip(*rows, strict=True)
    told = told_by(source, item, related(Kind.NUMBERS, item, value), Kind.NUMBERS, settings=ValueSettings())
    fields = fields_of(told.item_names)
    model, _, converged = climbed_skills(
        told.statements, told.voice_source[told.statements.source], fields.of, ValueSettings()
    )
    assert converged
    found = dict(zip(told.source_names, model.accuracy[1], strict=True))
    assert found["good"] == pytest.approx(0.95, abs=0.04)
    assert found["fair"] == pytest.approx(0.8, abs=0.06)
    assert found["dull"] == pytest.approx(0.5, abs=0.08)


def test_in_a_field_where_all_guess_agreement_never_counts_against_a_value():
    rng, (rows, _) = random.Random(3), table(120, shared=False)
    rows = [r for r in rows if "tide" not in r[1]]
    rows += [
        (s, f"port {n}|tide", str(rng.randint(1, 9)))
        for n in range(120)
        for s in sorted({r[0] for r in rows})
    ]
    source, item, value = zip(*rows, strict=True)
    told = told_by(source, item, related(Kind.NUMBERS, item, value), Kind.NUMBERS, settings=ValueSettings())
    fields = fields_of(told.item_names)
    model, trace, _ = climbed_skills(
        told.statements, told.voice_source[told.statements.source], fields.of, ValueSettings()
    )
    assert (model.odds() >= -1e-12).all()
    assert all(b >= a - 1e-9 * abs(a) for a, b in pairwise(trace))
    fused = fused_table(rows)
    assert any("agree so seldom in tide" in note for note in fused.notes)
    assert np.mean([one.leading.p for one in fused.items if one.item.endswith("tide")]) < 0.6


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(1, 4)),
        min_size=2,
        max_size=40,
        unique_by=lambda row: row[:2],
    )
)
def test_any_table_of_skills_gives_probabilities_and_a_bound_that_rises(told):
    rows = [(f"s{s}", f"i{i}|{'ab'[i % 2]}", str(v)) for s, i, v in told]
    source, item, value = zip(*rows, strict=True)
    given_rows = told_by(
        source, item, related(Kind.NUMBERS, item, value), Kind.NUMBERS, settings=ValueSettings()
    )
    st_ = given_rows.statements
    _, field_of = np.unique([name[-1] for name in given_rows.item_names], return_inverse=True)
    model, trace, _ = climbed_skills(st_, given_rows.voice_source[st_.source], field_of, ValueSettings())
    belief, _ = model.judge()
    assert ((belief >= 0) & (belief <= 1 + 1e-12)).all()
    assert all(b >= a - 1e-7 * max(1.0, abs(a)) for a, b in pairwise(trace))
    assert isinstance(model, Skilled)


@pytest.mark.parametrize(
    ("items", "mark"),
    [
        ([f"Oslo {n}|{f}" for n in range(25) for f in ("wind", "rain")], "|"),
        ([f"{n}/{f}" for n in range(25) for f in ("a", "b", "c")], "/"),
        ([f"Oslo {n}" for n in range(50)], None),
        ([f"Oslo|{n}" for n in range(50)], None),
        ([f"Oslo {n}|wind" for n in range(50)], None),
        ([f"Oslo {n}|wind" for n in range(50)] + ["Bergen"], None),
        ([], None),
    ],
)
def test_fields_stand_behind_a_mark_that_all_items_have(items, mark):
    found = fields_of(items)
    assert (found.mark if found else None) == mark


def test_a_hidden_statement_leaves_no_trace_of_its_value():
    rows = [(s, f"i{n}", str(1000 + n + (7 if s == "C" and n % 2 else 0))) for n in range(20) for s in "ABC"]
    source, item, value = zip(*rows, strict=True)
    told = told_by(source, item, related(Kind.LABEL, item, value), Kind.LABEL, settings=ValueSettings())
    model, *_ = climbed(told.statements, ValueSettings())
    hidden = hidden_statements(model, model.chances())
    alone = np.flatnonzero(np.bincount(told.statements.cell)[told.statements.cell] == 1)
    assert alone.size == 10
    for n in alone.tolist():
        assert np.isneginf(hidden.logs[hidden.start[n] : hidden.start[n + 1]]).sum() == 1
    assert np.isneginf(hidden.logs).sum() == alone.size
    assert ((hidden.chance >= 0) & (hidden.chance <= 1)).all()


def test_items_are_made_when_looked_at_and_compare_by_what_they_hold():
    rows, _ = table(20)
    items = fused_table(rows).items
    assert isinstance(items, ItemColumns)
    assert len(items) == 80
    assert items[-1] == tuple(items)[-1] == items[79]
    assert items[2:5] == tuple(items)[2:5]
    assert items == tuple(items)
    assert items != tuple(items)[1:]
    with pytest.raises(IndexError):
        items[80]
