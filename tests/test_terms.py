"""Scales and closed lists: one table each, code and vocabulary agree."""

import itertools
import tomllib
from enum import StrEnum
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource import terms

ENUMS: list[tuple[str, type[StrEnum]]] = [
    ("access", terms.Access),
    ("stance", terms.Stance),
    ("modality", terms.Modality),
    ("tense", terms.Tense),
    ("voice", terms.Voice),
    ("channel", terms.Channel),
    ("derivation", terms.DerivationKind),
    ("feature", terms.FeatureKind),
    ("outcome", terms.Status),
    ("standing", terms.Standing),
    ("party_kind", terms.PartyKind),
    ("rendition_kind", terms.RenditionKind),
    ("action", terms.Action),
    ("confidence", terms.Confidence),
]


@pytest.mark.parametrize(("name", "enum"), ENUMS)
def test_code_and_vocabulary_list_the_same_words_in_the_same_order(name, enum):
    assert terms.vocabulary(name).values() == tuple(member.value for member in enum)


def test_every_vocabulary_file_is_valid_toml_with_a_standard_or_a_birth_certificate():
    folder = files("twosource").joinpath("vocabulary")
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")]
    assert len(names) >= len(ENUMS)
    for name in names:
        data = tomllib.loads(folder.joinpath(name).read_text("utf-8"))
        assert {"standard", "birth", "source"} & data.keys(), f"{name} does not say where it is from"


@pytest.mark.parametrize("name", [name for name, _ in ENUMS] + ["likelihood", "likelihood_ratio", "hedge"])
def test_every_term_has_an_english_and_an_arabic_label(name):
    for term in terms.vocabulary(name).terms:
        assert term.label("en")
        assert term.label("ar") != term.label("en")


def test_a_label_falls_back_to_english_then_to_the_value():
    assert terms.vocabulary("stance")["denies"].label("xx") == "denies"
    assert terms.Term("x", "", {}).label("ar") == "x"


def test_an_unknown_term_is_a_key_error():
    with pytest.raises(KeyError):
        terms.vocabulary("stance")["shrugs"]


def test_likelihood_bands_follow_one_another_without_gap_and_hold_their_point():
    bands = terms.vocabulary("likelihood").terms
    assert (bands[0].low, bands[-1].high) == (0.01, 0.99)
    for lower, upper in itertools.pairwise(bands):
        assert lower.high == upper.low
    assert all(t.low <= t.point <= t.high for t in bands)


@given(st.floats(0, 1))
def test_words_and_numbers_agree_there_and_back(p):
    term = terms.likelihood(terms.likelihood_word(p))
    clipped = min(max(p, 0.01), 0.99)
    assert term.low <= clipped <= term.high


@given(st.floats(1e-12, 1e12))
def test_a_likelihood_ratio_and_its_inverse_have_one_word(ratio):
    assert terms.likelihood_ratio_word(ratio) == terms.likelihood_ratio_word(1 / ratio) or (
        # 1/(1/x) may differ from x in the last bit, which matters only on a boundary
        min(abs(max(ratio, 1 / ratio) / b - 1) for b in (2, 10, 100, 1e3, 1e4, 1e6)) < 1e-12
    )


@pytest.mark.parametrize(
    ("ratio", "word"),
    [
        (1, "no support either way"),
        (4.2, "limited support"),
        (0.1, "moderate support"),
        (5e7, "extremely strong support"),
    ],
)
def test_forensic_words(ratio, word):
    assert terms.likelihood_ratio_word(ratio) == word


def test_impossible_numbers_are_refused():
    with pytest.raises(ValueError, match="not a probability"):
        terms.likelihood_word(1.2)
    with pytest.raises(ValueError, match="not a likelihood ratio"):
        terms.likelihood_ratio_word(0)
