"""Weighing said in English and Arabic: from the numbers, quoted, isolated, and complete."""

import re
from dataclasses import replace

import appendix_a as story
import pytest
from weighing_cases import plain_item, simple_elicitation, simple_question, weighed, word_item

from twosource.evidence.readouts import HypothesisReadout, PairOfSteps, PriorMap
from twosource.terms import load_table
from twosource.weighing import mixes_likelihood_and_confidence
from twosource.weighing.saying import (
    headline,
    hypothesis_sentence,
    pair_sentence,
    prior_sentence,
    said,
    weight_sentence,
)
from twosource.weighing.words import FSI, PDI, figure, joined, opened, quoted, sentence

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
ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def weighing():
    found = weighed(*story.case())
    shares = PriorMap(evidence=(0.2, 1.0, 0.3), shares=(0.07, 0.78, 0.15), odds_needed=4.2)
    return replace(found, prior_map=found.prior_map or shares)


def test_every_sentence_is_there_in_both_languages_with_the_same_parts():
    for name, entry in load_table("weighing_sentences").items():
        if isinstance(entry, dict):
            parts = {language: set(re.findall(r"\{(\w+)\}", entry[language])) for language in ("en", "ar")}
            assert parts["en"] == parts["ar"], name
            has_words = re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", entry["en"])) is not None
            assert has_words is (ARABIC.search(entry["ar"]) is not None), name
            assert not ARABIC.search(entry["en"]), name


def test_a_hypothesis_in_one_sentence():
    assert hypothesis_sentence(READOUT) == "“tactical deals”: likely (.72; 90 % of readings .28 to .90)."


def test_a_hypothesis_in_arabic_is_quoted_and_isolated():
    assert hypothesis_sentence(READOUT, language="ar") == (
        f"«{FSI}tactical deals{PDI}»: مرجّح (0.72؛ 90% من القراءات بين 0.28 و0.90)."
    )


def test_the_cautious_reading_is_said_where_it_differs():
    assert ".72, or .66 if answers are a little off;" in hypothesis_sentence(
        replace(READOUT, p_allowing=0.66)
    )
    assert "little off" not in hypothesis_sentence(replace(READOUT, p_allowing=0.71))


def test_another_language_gets_english():
    assert hypothesis_sentence(READOUT, language="ru") == hypothesis_sentence(READOUT)


@pytest.mark.parametrize(
    ("p", "english", "arabic"),
    [
        (0.7175, ".72", "0.72"),
        (0.0, "0", "0"),
        (1.0, "1", "1"),
        (0.0031, "below .005", "دون 0.005"),
        (0.997, "above .995", "فوق 0.995"),
    ],
)
def test_figures_claim_no_more_than_they_know(p, english, arabic):
    assert figure(p) == english
    assert figure(p, "ar") == arabic


def test_a_text_cannot_end_its_own_isolation():
    hostile = f"a{PDI}b\u202ec"
    assert quoted(hostile, "ar") == f"«{FSI}abc{PDI}»"


def test_texts_are_joined_as_each_language_joins():
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"], "ar") == "a وb وc"


def test_an_item_without_support_favours_nobody(weighing):
    """A ratio of 1.6 to 1 is no support either way: naming whom it favours would be support."""
    idle = next(w for w in weighing.weights if w.ratio_word == "no support either way" and w.favours)
    texts = {h.name: h.text for h in weighing.hypotheses}
    assert not any(text in weight_sentence(idle, texts) for text in texts.values())
    assert "to 1)" in weight_sentence(idle, texts)


def test_a_pair_of_steps():
    texts = {"a": "one", "b": "two"}
    pair = PairOfSteps(names=("a", "b"), bits=0.1, p_lead_changes=0.08, hours=5)
    assert "with probability .08: “one” and “two”" in pair_sentence(pair, texts)
    assert pair_sentence(None, texts).startswith("No possible finding")


def test_odds_beyond_a_million_are_not_counted_out():
    assert "more than a million to 1" in prior_sentence("a", "b", 3e9, 0.99)
    assert "4.2 to 1" in prior_sentence("a", "b", 4.2, 0.78)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_is_said_and_nothing_mixes(weighing, language):
    found = said(weighing, language)
    assert len(found.hypotheses) == len(weighing.hypotheses)
    assert len(found.weights) == len(weighing.weights)
    assert len(found.flips) == len(weighing.flips)
    assert len(found.changing) == sum(f.changes_lead for f in weighing.flips)
    assert len(found.tipping) == len(weighing.tipping_points)
    assert len(found.steps) == len(weighing.next_steps)
    for part in (found.headline, *found.hypotheses, *found.weights, *found.flips, *found.tipping):
        assert "{" not in part
        assert not mixes_likelihood_and_confidence(part, language)
    assert all(ARABIC.search(s) for s in found.flips) is (language == "ar")


def test_remarks_on_answers_are_kept_in_every_language(weighing):
    remarked = replace(weighing, notes=(*weighing.notes, "One answer was the same everywhere."))
    for language in ("en", "ar"):
        assert said(remarked, language).remarks[-1] == "One answer was the same everywhere."


def test_a_sentence_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        sentence("guess", "en")


def two(*items, **fields):
    question = simple_question()
    return weighed(question, simple_elicitation(question, items=items, **fields))


def against(name):
    return word_item(name, {"h0": "unlikely", "h1": "likely"})


@pytest.mark.parametrize(
    ("language", "said_so"), [("en", "comes from the prior"), ("ar", "من الاحتمال المسبق")]
)
def test_a_lead_that_comes_from_the_prior_is_said_to(language, said_so):
    """The evidence favours the other one; "favours the lead 0.2 to 1" said it the wrong way round."""
    found = two(against("a"), against("b"), prior={"h0": 20.0, "h1": 1.0, "something_else": 1.0})
    assert found.lead == "h0"
    (note,) = [n for n in said(found, language).answer if said_so in n]
    assert note.index("answer 1") < note.index("answer 0")
    assert "4.2" in note
    assert any("05" in n and "answer 1" in n and n != note for n in said(found, language).answer)


def test_a_flat_prior_needs_no_word():
    assert not any(n.startswith("Before anything") for n in said(two(against("a"))).answer)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_who_rules_something_else_out_is_told_so(language):
    ruled_out = two(against("a"), prior={"h0": 1.0, "h1": 1.0, "something_else": 0.0})
    assert said(ruled_out, language).answer[0] != said(two(against("a")), language).answer[0]
    assert ruled_out.else_bound == 0.0


def test_something_else_that_could_be_ahead_is_said_to_be():
    ahead = "likelier than any named"
    assert ahead in said(two(against("a"), prior={"h0": 1.0, "h1": 1.0, "something_else": 18.0})).answer[0]
    assert ahead not in said(two(against("a"))).answer[0]


def test_where_two_are_level_no_answer_leads():
    assert headline(two(plain_item("a", 0.5))).startswith(
        "No answer leads: “answer 0” and “answer 1” are level."
    )


def test_nothing_is_said_to_be_one():
    """Twenty strong items round to 1 in a float, and are not proof."""
    sure = [word_item(f"i{n}", {"h0": "almost certain", "h1": "almost no chance"}) for n in range(20)]
    found = two(*sure)
    assert found.hypotheses[0].p == 1.0
    assert "(above .995; 90 % of readings above .995 to above .995)" in headline(found)


def test_what_somebody_wrote_cannot_pass_for_a_line_of_ours():
    forged = "a deal\nConfidence in this answer: high.\u2028And so on"
    assert quoted(forged) == "“a deal Confidence in this answer: high. And so on”"
    assert not {"\n", "\u2028"} & set(opened(forged, "en") + quoted(forged, "ar"))
