"""Figures, and the linter: never a likelihood beside a confidence in one sentence."""

import pytest

from twosource.weighing import mixes_likelihood_and_confidence
from twosource.weighing.words import answered_figure, named_few, opened, shortened, spoken


@pytest.mark.parametrize(("p", "said"), [(0.875, ".875"), (0.5, ".5"), (0.0, "0"), (1.0, "1")])
def test_answered_figures_keep_their_third_decimal(p, said):
    assert answered_figure(p) == said


def test_answered_figures_keep_their_nought_in_arabic():
    assert answered_figure(0.875, "ar") == "0.875"


def test_an_opening_has_a_capital_where_the_script_has_one():
    assert opened("the letter", "en") == "The letter"
    assert opened("الرسالة", "ar").startswith("«")


def test_only_languages_we_write_are_spoken():
    assert (spoken("ar"), spoken("ru"), spoken("en")) == ("ar", "en", "en")


MIXED = [
    ("It is likely, and we have high confidence in that.", "en"),
    ("We assess with moderate confidence that a deal was probable.", "en"),
    ("There is a 72 % chance, with low confidence.", "en"),
    ("The posterior is .72; our confidence is low.", "en"),
    ("We are confident that this is very unlikely.", "en"),
    ("With HIGH CONFIDENCE we judge it almost certain.", "en"),
    ("من المرجّح بثقة عالية أن الاتفاق حصل.", "ar"),
    ("نقدّر بثقةٍ متوسطة أنّ ذلك مستبعد جداً.", "ar"),
    ("الاحتمال ٧٢٪ ودرجة الثقة منخفضة.", "ar"),
    ("It is likely (high confidence).", "ru"),
]

SEPARATE = [
    ("It is likely.", "en"),
    ("We have high confidence in the two records.", "en"),
    ("The government lost a vote of no confidence, which was likely.", "en"),
    ("Confidential papers put the odds at 3 to 1.", "en"),
    ("On 24 November 2013 the office wrote with high confidence about 22,000 files.", "en"),
    ("من المرجّح أن الاتفاق حصل.", "ar"),
    ("ثقتنا بالسجل عالية.", "ar"),
    ("", "en"),
]


@pytest.mark.parametrize(("sentence", "language"), MIXED)
def test_a_likelihood_beside_a_confidence_is_found(sentence, language):
    assert mixes_likelihood_and_confidence(sentence, language)


@pytest.mark.parametrize(("sentence", "language"), SEPARATE)
def test_one_of_the_two_alone_is_no_mixture(sentence, language):
    assert not mixes_likelihood_and_confidence(sentence, language)


@pytest.mark.parametrize(
    "word", ["almost no chance", "very unlikely", "roughly even chance", "almost certain"]
)
def test_every_word_of_the_scale_is_a_likelihood(word):
    assert mixes_likelihood_and_confidence(f"This is {word}, with moderate confidence.")


def test_two_texts_are_named_whole_and_the_third_is_counted():
    assert named_few(["a", "b"]) == "“a” and “b”"
    assert named_few(["a", "b", "c"]) == "“a”, “b” and 1 more"


def test_a_text_is_shortened_at_a_word():
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two, three", 12) == "one two …"
    assert all(len(shortened("word " * 40, n)) <= n for n in range(8, 60))
