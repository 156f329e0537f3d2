"""How good the basis of an answer is: from the read-outs, with reasons, and never beside a likelihood."""

from dataclasses import replace

import appendix_a as story
import pytest
from weighing_cases import weighed

from twosource.evidence.readouts import PersonReadout
from twosource.weighing import mixes_likelihood_and_confidence
from twosource.weighing.basis import basis_sentences, confidence, weaknesses
from twosource.weighing.estimative import has_likelihood


@pytest.fixture(scope="module")
def weighing():
    return weighed(*story.case())


@pytest.fixture(scope="module")
def sound(weighing):
    """The same answer where nothing takes the lead away."""
    flips = tuple(replace(f, changes_lead=False) for f in weighing.flips)
    return replace(weighing, lead_share=0.97, flips=flips, tipping_points=())


def kinds(weighing):
    return [kind for kind, _ in weaknesses(weighing)]


def test_the_demonstration_hangs_on_the_monitor(weighing):
    assert dict(weaknesses(weighing))["failure"] == ("monitor",)
    assert dict(weaknesses(weighing))["hands"] == ("record monitor",)
    assert confidence(weighing) == "low"


def test_nothing_weak_is_high(sound):
    assert kinds(sound) == []
    assert confidence(sound) == "high"
    assert len(basis_sentences(sound)) == 2


def test_a_failure_that_hardly_comes_is_no_weakness(weighing, sound):
    """The broadcaster could take the lead away, with a chance of three in a thousand."""
    flips = tuple(f for f in weighing.flips if f.kind == "failure" and f.names == ("broadcaster",))
    assert flips[0].changes_lead
    assert kinds(replace(sound, flips=flips)) == []


def test_one_step_is_moderate(sound):
    assert confidence(replace(sound, lead_share=0.8)) == "moderate"
    assert confidence(replace(sound, lead_share=0.5)) == "low"


def test_people_who_come_to_different_answers_make_a_thin_basis(sound):
    people = tuple(
        PersonReadout(by=by, n_answered=6, p=(0.1, 0.5, 0.4), lead=lead)
        for by, lead in (("Nadia", "tactical"), ("Omar", "none"))
    )
    assert confidence(replace(sound, people=people)) == "low"
    agreed = replace(sound, people=tuple(replace(p, lead="tactical") for p in people))
    assert confidence(agreed) == "high"


def test_an_answer_that_small_errors_overturn_has_a_thin_basis(sound):
    rows = tuple(replace(h, p_allowing=0.6 if h.name == "none" else 0.2) for h in sound.hypotheses)
    assert kinds(replace(sound, hypotheses=rows)) == ["errors"]


def test_one_pair_of_hands_for_everything_is_a_thin_basis(sound):
    group = next(w for w in sound.weights if w.is_group)
    alone = replace(sound, weights=(*(w for w in sound.weights if not w.is_group), group))
    assert confidence(alone) == "low"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_sentence_of_it_holds_a_likelihood(weighing, sound, language):
    for one in (weighing, sound):
        for sentence in basis_sentences(one, language):
            assert not has_likelihood(sentence, language)
            assert not mixes_likelihood_and_confidence(sentence, language)


@pytest.mark.parametrize(("language", "rest"), [("en", "and 3 more"), ("ar", "و3 غيرها")])
def test_a_reason_names_two_things_shortly_and_counts_the_rest(sound, language, rest):
    """Five whole items in one sentence are read by nobody; each stands in the table of weights."""
    text = "a long letter that says at some length what was seen that morning on the road to the town, item"
    items = tuple(
        replace(sound.weights[0], name=f"i{n}", text=f"{n} {text}", is_group=True, members=(f"i{n}",))
        for n in range(5)
    )
    (said,) = [s for s in basis_sentences(replace(sound, weights=items), language) if "0 a long" in s]
    assert rest in said
    assert "1 a long" in said
    assert "2 a long" not in said
    assert "item" not in said
    assert len(said) < 260
