"""Decoding: the best of all readings of a line, runs of digits in it, one alphabet, logical order."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.reading.ocr.digits.decoding import levelled, number_of, parted, runs_of
from twosource.reading.ocr.digits.network import shipped
from twosource.reading.ocr.digits.numbers import CLASSES, Alphabet, in_logical_order, in_one_alphabet
from twosource.reading.ocr.digits.paths import NEAR, PLACE, TOLL, Read, best_path
from twosource.reading.ocr.digits.segments import Candidate
from twosource.reading.ocr.digits.strips import Strip

STRIP = Strip(np.zeros((40, 400), np.float32), 100, 50, 2.0)


def scored(**shares):
    """Return log probabilities with most on the named classes and the rest spread thin."""
    values = np.full(len(CLASSES), 1e-4)
    for name, share in shares.items():
        values[PLACE[name]] = share
    return np.log(values / values.sum()).astype(np.float32)


def line_of(*names, gap=4, wide=12):
    """Return candidates and scores of characters that stand side by side, each surely what is named."""
    candidates, found, left = [], [], 0
    for number, name in enumerate(names):
        left += 40 if name == " " else gap
        candidates.append(Candidate(number, number + 1, (left, 5, left + wide, 35), (number + 1,)))
        found.append(scored(**{"letter" if name == " " else name: 0.95}))
        left += wide
    return candidates, np.array(found)


def texts(*names, **how):
    candidates, found = line_of(*names, **how)
    path = best_path(candidates, found, len(names))
    return [number_of(run, STRIP, (1.0, 0.0)).text for run in runs_of(path)]


def paths(candidates, atoms):
    """Yield every way to read all atoms once, the slow way."""
    if atoms == 0:
        yield []
    for number, one in enumerate(candidates):
        if one.last == atoms:
            for before in paths(candidates, one.first):
                yield [*before, number]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(0, 2**31), st.lists(st.sampled_from([1, 30]), min_size=4, max_size=4))
def test_the_path_is_the_best_of_all_paths_in_words_and_numbers(atoms, seed, gaps):
    rng = np.random.default_rng(seed)
    left = np.cumsum([0, *(10 + gap for gap in gaps)])
    spans = [(a, b) for a, b in product(range(atoms), range(1, atoms + 1)) if a < b <= a + 3]
    candidates = [Candidate(a, b, (int(left[a]), 0, int(left[b - 1]) + 10, 30), (1,)) for a, b in spans]
    values = rng.dirichlet(np.full(len(CLASSES), 0.3), len(spans)).clip(1e-5)
    found = np.log(values).astype(np.float32)
    other = np.logaddexp(found[:, PLACE["mark"]], found[:, PLACE["letter"]])
    worth = np.stack([other, found[:, : PLACE["mark"]].max(axis=1)], axis=1)

    def total(path, states):
        steps = sum(
            (spans[n][1] - spans[n][0]) * float(worth[n, s]) for n, s in zip(path, states, strict=True)
        )
        changes = [n for n, s, before in zip(path[1:], states[1:], states, strict=False) if s != before]
        return steps - sum(TOLL for n in changes if gaps[spans[n][0] - 1] < NEAR)

    every = (
        total(path, states)
        for path in paths(candidates, atoms)
        for states in product((0, 1), repeat=len(path))
    )
    read = best_path(candidates, found, atoms)
    mine = total([candidates.index(one.candidate) for one in read], [int(one.is_written) for one in read])
    assert mine == pytest.approx(max(every), rel=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.text("٠١٢٣٤٥٦٧٨٩", min_size=1, max_size=12))
def test_digits_side_by_side_are_one_number_in_the_order_they_stand(number):
    assert texts(*number) == [number]


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (["letter", "٢", "٠", "letter"], ["٢٠"]),
        (["٢", " ", "٣"], ["٢", "٣"]),
        (["١", "٢", "/", "٣", "/", "٩"], ["١٢/٣/٩"]),
        (["٩", "-", "٣", "-", "١", "٢"], ["١٢-٣-٩"]),
        (["٥", ",", "٧"], ["٥,٧"]),
        (["-", "٥", "."], ["٥"]),
        (["٥", ".", ".", "٧"], ["٥", "٧"]),
        (["letter", "/", "mark"], []),
    ],
)
def test_separators_belong_to_a_number_only_between_its_digits(seen, told):
    assert texts(*seen) == told


def apart(steps):
    """Return how digits at those steps fall into numbers, by the weights that are shipped."""
    candidates, found = line_of(*"٢" * (len(steps) + 1))
    left = 0
    for number, step in enumerate([0, *steps]):
        left += step
        candidates[number] = Candidate(number, number + 1, (left, 5, left + 14, 35), (number + 1,))
    path = best_path(candidates, found, len(candidates))
    return [len(run) for run, _ in parted(list(runs_of(path)), shipped().spacing)]


@pytest.mark.parametrize(
    ("steps", "told"),
    [([20] * 5, [6]), ([20, 20, 38, 20, 20], [3, 3]), ([20, 20, 20, 40], [4, 1]), ([19, 22, 20, 21], [5])],
)
def test_a_step_wider_than_the_others_parts_two_numbers(steps, told):
    assert apart(steps) == told


def test_a_separator_is_never_taken_for_a_space():
    candidates, found = line_of("٢", "٠", "/", "٣", "٠", gap=9)
    runs = list(runs_of(best_path(candidates, found, 5)))
    assert [len(run) for run, _ in parted(runs, shipped().spacing)] == [5]


def test_how_surely_a_number_ends_where_it_does_lowers_its_confidence():
    candidates, found = line_of("٢", "٣")
    run = next(runs_of(best_path(candidates, found, 2)))
    sure, unsure = (number_of(run, STRIP, (1.0, 0.0), apart) for apart in (0.0, -1.0))
    assert unsure.confidence < sure.confidence


def test_one_surely_persian_digit_makes_the_number_persian():
    candidates, found = line_of("١", "۴", "٩")
    number = number_of(next(runs_of(best_path(candidates, found, 3))), STRIP, (1.0, 0.0))
    assert (number.text, number.alphabet) == ("۱۴۹", Alphabet.PERSIAN)


def test_a_doubtful_digit_follows_the_alphabet_of_the_others():
    candidates, found = line_of("٢", "٥", "٣")
    found[1] = scored(**{"0": 0.5, "٥": 0.45})
    number = number_of(next(runs_of(best_path(candidates, found, 3))), STRIP, (1.0, 0.0))
    assert number.text == "٢٥٣"
    assert number.confidence < 0.5


def test_boxes_are_in_pixels_of_the_picture():
    candidates, found = line_of("٢", "٣")
    number = number_of(next(runs_of(best_path(candidates, found, 2))), STRIP, (1.0, 0.0))
    assert number.box == (102, 52, 116, 68)
    assert [one.box[0] for one in number.characters] == [102, 110]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("٠١٢٣", min_size=1, max_size=4), min_size=1, max_size=4))
def test_parts_between_hyphens_change_places_and_back(parts):
    seen = "-".join(parts)
    logical = in_logical_order(seen, Alphabet.ARABIC)
    assert in_logical_order(logical, Alphabet.ARABIC) == seen
    assert sorted(logical.split("-")) == sorted(parts)
    assert in_logical_order(seen, Alphabet.LATIN) == seen


def dot(name, top, left):
    """Return a dot of a number, a zero and a stop alike, at a height."""
    candidate = Candidate(0, 1, (left, top, left + 5, top + 5), (1,))
    return Read(
        candidate, scored(**{"٠": 0.5 if name == "٠" else 0.4, ".": 0.4 if name == "٠" else 0.5}), True
    )


def test_dots_on_two_levels_are_zeros_above_and_stops_below():
    line_ = [dot("٠", 15, 10), dot("٠", 28, 20), dot(".", 15, 30), dot(".", 28, 40)]
    (run,) = levelled([line_])
    assert [CLASSES[one.best] for one in run] == ["٠", ".", "٠", "."]


def test_dots_on_one_level_are_left_as_they_were_read():
    line_ = [dot("٠", 27, 10), dot("٠", 28, 20), dot("٠", 28, 30)]
    (run,) = levelled([line_])
    assert [CLASSES[one.best] for one in run] == ["٠", "٠", "٠"]


@pytest.mark.parametrize(("gap", "told"), [(4, True), (NEAR + 5, False)])
def test_a_doubtful_character_goes_with_its_near_neighbours(gap, told):
    candidates = [
        Candidate(n, n + 1, (n * 12 + (gap if n else 0), 5, n * 12 + 12 + (gap if n else 0), 35), (n + 1,))
        for n in range(3)
    ]
    even = 0.5 / (1 + np.exp(TOLL / 2))
    doubtful = scored(letter=0.5, **{"١": 0.5 - even / 2})
    found = np.array([doubtful, scored(**{"٢": 0.9}), scored(**{"٣": 0.9})])
    path = best_path(candidates, found, 3)
    assert [one.is_written for one in path] == [told, True, True]


def test_a_digit_in_the_other_alphabets_shape_is_worth_the_same():
    candidates, found = line_of("٢", "۵", "٤", "٤")
    run = next(runs_of(best_path(candidates, found, 4)))
    assert number_of(run, STRIP, (1.0, 0.0)).text == "٢٥٤٤"


def numbers_of(*seen):
    found = []
    for characters in seen:
        candidates, values = line_of(*characters)
        run = next(runs_of(best_path(candidates, values, len(characters))))
        found.append(number_of(run, STRIP, (1.0, 0.0)))
    return found


def test_on_a_persian_page_numbers_without_four_five_and_six_are_persian_too():
    told = in_one_alphabet(numbers_of("۴٢", "۵٠", "١-٢-٣", "٤١"))
    assert [one.text for one in told] == ["۴۲", "۵۰", "۱-۲-۳", "٤١"]
    assert told[2].alphabet is Alphabet.PERSIAN
    assert [one.text for one in told[2].characters] == list("۱-۲-۳")


def test_on_an_arabic_page_and_on_one_that_does_not_tell_nothing_changes():
    for seen in (("٤٢", "۵٠", "١-٢-٣"), ("١-٢-٣", "٨٩"), ()):
        numbers = numbers_of(*seen)
        assert in_one_alphabet(numbers) == tuple(numbers)
