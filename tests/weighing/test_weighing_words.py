"""Numbers said in sentences: English, the Arabic headline, and never a likelihood beside a confidence."""

import appendix_a as story
import pytest
from weighing_cases import weighed

from twosource.evidence.readouts import HypothesisReadout
from twosource.weighing import headline, mixes_likelihood_and_confidence
from twosource.weighing.words import (
    answered_figure,
    figure,
    flip_sentence,
    hypothesis_sentence,
    pair_of_steps_sentence,
    step_sentence,
    tipping_sentence,
    weight_sentence,
)

READOUT = HypothesisReadout(
    name="tactical",
    text="tactical deals",
    prior=1 / 3,
    p=0.7175,
    low=0.28,
    high=0.90,
    leads_share=0.85,
    word="likely",
)


@pytest.fixture(scope="module")
def weighing():
    return weighed(*story.case())


@pytest.fixture(scope="module")
def texts(weighing):
    return {h.name: h.text for h in weighing.hypotheses}


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.7175, ".72"), (0.5, ".50"), (0.0, "0"), (1.0, "1"), (0.0031, "below .005"), (0.997, "above .995")],
)
def test_figures_have_two_decimals_and_do_not_claim_more(p, said):
    assert figure(p) == said


@pytest.mark.parametrize(("p", "said"), [(0.875, ".875"), (0.5, ".5"), (0.0, "0"), (1.0, "1")])
def test_answered_figures_keep_their_third_decimal(p, said):
    assert answered_figure(p) == said


def test_a_hypothesis_in_one_sentence():
    assert hypothesis_sentence(READOUT) == "“tactical deals”: likely (.72; 90 % of readings .28 to .90)."


def test_a_hypothesis_in_arabic():
    said = hypothesis_sentence(READOUT, language="ar")
    assert said == "«tactical deals»: مرجّح (0.72؛ 90% من القراءات بين 0.28 و0.90)."


def test_another_language_gets_english():
    assert hypothesis_sentence(READOUT, language="ru") == hypothesis_sentence(READOUT)


def test_the_headline_gives_the_share_of_readings(weighing):
    assert headline(weighing).startswith("“tactical local deals”: likely (.72; ")
    assert headline(weighing).endswith("% of readings of the words.")
    assert "من قراءات الكلمات" in headline(weighing, language="ar")


def test_a_weight_in_words(weighing, texts):
    row = next(w for w in weighing.weights if w.name == "pair_fights")
    assert weight_sentence(row, texts) == (
        "The pair fights like other enemies: limited support for “no contact” over "
        "“strategic collusion” (3.5 to 1)."
    )


def test_a_weight_of_nothing_names_no_hypothesis(weighing, texts):
    row = next(w for w in weighing.weights if w.name == "letter_1")
    idle = type(row)(
        name="x",
        text="x",
        is_group=False,
        members=("x",),
        decibans=(0.0,),
        ratio_word="no support either way",
    )
    assert weight_sentence(idle, texts) == "X: no support either way."


def test_flips_say_whether_the_lead_passes():
    assert flip_sentence("retraction", "“letter 1”", "no contact", 0.55, True) == (
        "Without “letter 1”, the lead would pass to “no contact” (.55)."
    )
    assert flip_sentence("failure", "“the monitor” as unsound", "no contact", 0.55, False) == (
        "Taking “the monitor” as unsound, the lead would stay with “no contact” (.55)."
    )
    with pytest.raises(KeyError):
        flip_sentence("guess", "x", "y", 0.5, False)


def test_a_tipping_point_says_whether_the_word_allows_it(weighing, texts):
    assert tipping_sentence(weighing.tipping_points[0], texts) == (
        "The lead passes to “no contact” where the figure for contested under “tactical local deals” "
        "(unless record is unsound) goes from .5 to .09. That figure is outside what was answered."
    )


def test_a_step_that_puts_people_at_risk_says_so(weighing):
    assert step_sentence(weighing.next_steps[-1]).endswith("It puts people at risk.")
    assert "risk" not in step_sentence(weighing.next_steps[0])


def test_a_pair_of_steps():
    assert "with probability .08: “a” and “b”" in pair_of_steps_sentence(["a", "b"], 0.08)
    assert pair_of_steps_sentence(["", ""], 0.0).startswith("No possible finding")


def test_our_own_sentences_never_mix(weighing, texts):
    """Everything this room says passes the check that the gate applies."""
    said = [headline(weighing), headline(weighing, language="ar"), *weighing.notes]
    said += [f.text for f in weighing.flips]
    said += [tipping_sentence(t, texts) for t in weighing.tipping_points]
    said += [weight_sentence(w, texts) for w in weighing.weights]
    said += [step_sentence(s) for s in weighing.next_steps]
    for sentence in said:
        assert not mixes_likelihood_and_confidence(sentence)
        assert not mixes_likelihood_and_confidence(sentence, "ar")


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
