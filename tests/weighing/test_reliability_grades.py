"""Letter and digit: bands, F and 6, leave-one-out, grades given elsewhere, and that neither knows of the other."""

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reliability_cases import entry, grade, read, rights

from twosource.evidence.reliability import Truth
from twosource.terms import vocabulary
from twosource.weighing import mixes_likelihood_and_confidence
from twosource.weighing.reliability import ReliabilitySettings, WithoutIt
from twosource.weighing.reliability.admiralty import grade_prior, letter_of, number_of, open_numbers
from twosource.weighing.reliability.credibility import Expected
from twosource.weighing.reliability.judged import judged


def without(kappa=(0.0, 1.0), p=None, **fields):
    expected = () if p is None else (Expected(item="i", text="an item", question_id="q", p=p, n_others=2),)
    return WithoutIt(
        claim_id="c",
        claim_ids=frozenset({"c"}),
        names=("the group",),
        kappa=kappa,
        expected=expected,
        **fields,
    )


@pytest.mark.parametrize(
    ("p", "letter"),
    [(1.0, "A"), (0.95, "A"), (0.9499, "B"), (0.80, "B"), (0.79, "C"), (0.60, "C"), (0.59, "D"), (0.40, "D"),
     (0.399, "E"), (0.0, "E")],
)  # fmt: skip
def test_the_bands_of_the_letter(p, letter):
    assert letter_of(p, 2.0) == letter


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1.99))
def test_below_two_items_it_is_f_whatever_the_mean(p, n):
    assert letter_of(p, n) == "F"


@pytest.mark.parametrize(
    ("p", "number"), [(0.95, "1"), (0.90, "1"), (0.89, "2"), (0.75, "2"), (0.74, "3"), (0.5, "3"), (0.49, "4"),
                      (0.25, "4"), (0.24, "5"), (0.0, "5")]
)  # fmt: skip
def test_the_bands_of_the_digit(p, number):
    assert number_of(p, (0.0, 0.05, 0.95)) == number


def test_1_takes_two_pairs_of_hands_without_it():
    assert number_of(0.97, (0.0, 0.11, 0.89)) == "2"
    assert number_of(0.97, (0.0, 0.10, 0.90)) == "1"


def test_no_other_origin_is_6_however_probable_the_claim():
    assert number_of(0.97, (0.6, 0.4)) == "6"
    assert number_of(0.97, ()) == "6"


def test_without_a_probability_there_is_no_digit_but_what_is_missing():
    found = read(rights(5), without((0.1, 0.9)))
    assert found.number == ""
    assert "nobody said how probable it is" in found.number_why
    assert "anything from 2 to 5 is possible" in found.number_why
    assert open_numbers((0.0, 0.0, 1.0)) == ("1", "2", "3", "4", "5")


def test_bands_cover_every_probability_without_a_gap():
    for bands in (judged().letters, judged().numbers):
        assert bands[0][2] == 1.0
        assert bands[-1][1] == 0.0
        assert all(upper[1] == lower[2] for upper, lower in pairwise(bands))


def test_the_letters_and_digits_are_those_of_the_scales():
    assert [b[0] for b in judged().letters] == list(vocabulary("reliability").values())[:-1]
    assert [b[0] for b in judged().numbers] == list(vocabulary("credibility").values())[:-1]


RECORDS = {
    "A": rights(25),
    "B": rights(4),
    "C": (*rights(6), *(entry(f"bad {i}", Truth.FALSE) for i in range(2))),
    "D": (*rights(4), *(entry(f"bad {i}", Truth.FALSE) for i in range(4))),
    "E": tuple(entry(f"bad {i}", Truth.FALSE) for i in range(6)),
    "F": rights(1),
}
CLAIMS = {"1": 0.95, "2": 0.8, "3": 0.6, "4": 0.3, "5": 0.1, "6": None}


def test_letter_and_digit_do_not_know_of_each_other():
    """All 36 pairs come out, and each letter is the same to the last bit whatever the digit: no diagonal."""
    seen, p_right = set(), {}
    for (letter, entries), (number, p) in product(RECORDS.items(), CLAIMS.items()):
        kappa = (1.0,) if p is None else (0.0, 0.0, 1.0)
        found = read(entries, without(kappa, p))
        assert (found.letter, found.number) == (letter, number)
        seen.add((found.letter, found.number))
        assert p_right.setdefault(letter, found.p_right) == found.p_right
    assert len(seen) == 36


def test_what_rests_on_the_claim_is_left_out_of_the_letter():
    """Four right of which two are this very claim: two are left, and the letter falls from B to C."""
    entries = (*rights(2), entry("this", about_claim="c"), entry("this too", about_claim="c"))
    assert read(entries).letter == "B"
    found = read(entries, without())
    assert found.letter == "C"
    assert set(found.left_out) == {"entry-z-this", "entry-z-this too"}
    assert any("2 entries are left out" in note for note in found.notes)


def test_what_rests_on_an_exhibit_of_the_claim_is_left_out_too():
    entries = (*rights(3), entry("letter checked", evidence=("E9",)))
    found = read(entries, without(exhibit_ids=frozenset({"E9"})))
    assert found.left_out == ("entry-z-letter checked",)


def test_the_item_being_graded_cannot_raise_its_own_grade():
    """Whatever is entered about the claim, and however often, the letter for it is the same."""
    base = rights(3)
    many = (*base, *(entry(f"about it {i}", about_claim="c") for i in range(50)))
    assert read(many, without()).p_right == read(base, without()).p_right


@pytest.mark.parametrize(
    ("letter", "mean"), [("A", 0.975), ("B", 0.875), ("C", 0.70), ("D", 0.50), ("E", 0.20)]
)
def test_a_grade_given_elsewhere_is_a_prior_of_four_items(letter, mean):
    a, b = grade_prior([grade(letter)])
    assert a + b == pytest.approx(4.0)
    assert a / (a + b) == pytest.approx(mean)
    found = read([], grades=(grade(letter),))
    assert found.p_right == pytest.approx(mean)
    assert found.letter == "F"


def test_f_and_6_mean_missing_and_never_the_worst():
    """F6 is not E5: nothing moves, and the read-out says that it is no bad grade."""
    plain = read(rights(3))
    found = read(rights(3), grades=(grade("F", "6"),))
    assert (found.p_right, found.letter) == (plain.p_right, plain.letter)
    assert found.p_right > read(rights(3), grades=(grade("E", "5"),)).p_right
    assert any("F says that nobody could judge; it is no bad grade" in note for note in found.notes)
    assert any("The 6 in it says that nobody could judge" in note for note in found.notes)
    assert grade_prior([grade("F")]) is None


def test_ten_grades_are_one_impression():
    ten = [grade("B", str(i)) for i in range(10)]
    assert grade_prior(ten) == pytest.approx(grade_prior([grade("B")]))


def test_a_grade_given_for_this_claim_is_left_out():
    given_for_it = grade("A", "1", claim_id="c")
    found = read(rights(2), without(), grades=(given_for_it,))
    assert found.p_right == read(rights(2), without()).p_right
    assert any("given for this very claim and is left out" in note for note in found.notes)


def test_a_record_outweighs_a_grade():
    wrong = tuple(entry(f"bad {i}", Truth.FALSE) for i in range(20))
    assert read(wrong, grades=(grade("A"),)).letter == "E"


def test_nothing_on_record_is_f_with_a_sentence():
    found = read([])
    assert (found.letter, found.p_right) == ("F", pytest.approx(0.5))
    assert "No earlier matter" in found.letter_why


def test_the_sentence_on_earlier_leaks_is_printed_with_its_figure():
    found = read(rights(3, unseen=0.5), hands_over=True)
    assert found.ratio == pytest.approx(1.694, abs=0.001)
    (said,) = [note for note in found.notes if note.startswith("“All earlier leaks")]
    assert "likelihood ratio of 1.7 that the next is genuine (no support either way)" in said
    assert "1.2 to 2.1" in said
    assert sum(p for _, p in found.modes) == pytest.approx(1.0)


def test_who_hands_over_nothing_is_not_asked_how_it_works():
    assert read(rights(3)).modes == ()
    assert read(rights(3)).ratio is None


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(Truth)), st.integers(1, 50), st.floats(0.1, 1), st.booleans()),
        max_size=5,
    ),
    st.one_of(st.none(), st.floats(0, 1)),
    st.sampled_from("ABCDEF"),
    st.floats(0, 1),
)
def test_no_sentence_mixes_likelihood_and_confidence(parts, p, letter, nobody):
    entries = [
        entry(f"m{at}", truth, n=n, quality=q, is_asserted=said)
        for at, (truth, n, q, said) in enumerate(parts)
    ]
    found = read(
        entries,
        without((nobody, 1 - nobody), p),
        grades=(grade(letter, "2"),),
        hands_over=True,
        settings=ReliabilitySettings(half_life=2.0),
    )
    for said in (found.letter_why, found.number_why, *found.notes):
        assert not mixes_likelihood_and_confidence(said)
        assert said.endswith(".")
        assert "%" not in said
