"""Segments: atoms in order, stacked ink together, touching characters cut, broken ones offered as one."""

import numpy as np
import pytest
from digits_drawn import drawn, ink_box
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.reading.ocr.digits.segments import Atom, Ink, candidates_of, cut, ink_and_atoms
from twosource.reading.ocr.digits.strips import Strip, strip_of


def strip_from(rows, scale=4):
    ink = np.array([[float(c == "#") for c in row] for row in rows], np.float32)
    return Strip(np.kron(ink, np.ones((scale, scale), np.float32)), 0, 0, 1.0)


def atoms_of(number, **how):
    picture = drawn(number, **how)
    return ink_and_atoms(strip_of(picture, ink_box(picture)))[1]


@pytest.mark.parametrize("number", ["١", "٢٠١٥", "٠٠٧", "١٢٣٤٥٦٧٨٩٠"])
def test_each_digit_that_stands_apart_is_one_atom_in_order(number):
    atoms = atoms_of(number)
    assert len(atoms) == len(number)
    assert [atom.left for atom in atoms] == sorted(atom.left for atom in atoms)


@settings(max_examples=25, deadline=None)
@given(st.text("٠١٢٣٤٥٦٧٨٩", min_size=1, max_size=6).filter(lambda n: n.strip("٠")), st.integers(0, 40))
def test_paper_to_the_side_changes_no_atom(number, extra):
    picture = drawn(number)
    left, top, right, bottom = ink_box(picture)
    moved = np.pad(picture, ((0, 0), (extra, 0)), constant_values=255)
    one = ink_and_atoms(strip_of(picture, (left, top, right, bottom)))[1]
    other = ink_and_atoms(strip_of(moved, (left + extra, top, right + extra, bottom)))[1]
    assert [a.right - a.left for a in one] == [a.right - a.left for a in other]


def test_marks_above_a_letter_belong_to_its_atom():
    _, atoms = ink_and_atoms(strip_from(["..#....", ".......", "#####.#", "....#.#", "#####.#"]))
    assert len(atoms) == 2
    assert atoms[0].top == 0


def test_dust_is_no_atom():
    strip = strip_from(["#...#", "#....", "#...."])
    strip.ink[:, 10:] = 0
    strip.ink[0, 18:20] = 1
    assert len(ink_and_atoms(strip)[1]) == 1


def test_two_characters_joined_by_a_thin_bridge_are_cut_at_it():
    rows = ["####....####"] * 3 + ["############"] + ["####....####"] * 3
    ink, atoms = ink_and_atoms(strip_from(rows, 3))
    parts = cut(ink, atoms[0])
    edges = {part.left for part in parts} | {part.right for part in parts}
    assert len(atoms) == 1
    assert len(parts) >= 2
    assert any(12 <= edge <= 24 for edge in edges)


def test_a_bar_without_a_thin_place_stays_whole():
    ink, atoms = ink_and_atoms(strip_from(["##########"] * 3, 3))
    assert cut(ink, atoms[0]) == [atoms[0]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 14)), min_size=1, max_size=12))
def test_candidates_cover_runs_of_neighbours_and_every_atom_alone(steps):
    atoms, at = [], 0
    for number, (gap, wide) in enumerate(steps, 1):
        atoms.append(Atom(at + gap, 0, at + gap + wide, 20, (number,)))
        at += gap + wide
    candidates = candidates_of(atoms)
    spans = [(c.first, c.last) for c in candidates]
    assert len(set(spans)) == len(spans)
    assert {(n, n + 1) for n in range(len(atoms))} <= set(spans)
    for one in candidates:
        assert one.box[0] == min(a.left for a in atoms[one.first : one.last])
        assert one.box[2] == max(a.right for a in atoms[one.first : one.last])
        assert one.last - one.first <= 3


def test_a_digit_broken_in_two_is_offered_as_one():
    ink = np.zeros((30, 30), np.float32)
    ink[2:28, 4:8] = ink[2:28, 10:14] = 1
    _, atoms = ink_and_atoms(Strip(ink, 0, 0, 1.0))
    assert (4, 2, 14, 28) in {c.box for c in candidates_of(atoms)}


def test_cut_parts_hold_all_the_ink_between_them():
    rng = np.random.default_rng(2)
    dark = (rng.random((20, 60)) < 0.6).astype(np.float32)
    labels = (dark > 0).astype(np.int32)
    parts = cut(Ink(dark, labels), Atom(0, 0, 60, 20, (1,)))
    held = sum(labels[p.top : p.bottom, p.left : p.right].sum() for p in parts)
    assert held == labels.sum()
