"""Certainty that grows on its way outwards is said in a plain sentence, in both languages of the page."""

from dataclasses import replace

import pytest
from dossier_cases import CaseBuilder, small_case

from twosource.dossier import check, compose
from twosource.dossier.inflating import chain_sentence, phrases
from twosource.dossier.presenting import presented_words
from twosource.dossier.wording import bare
from twosource.evidence.testimony import AttributionChain, Factuality, Link
from twosource.terms import Access, Modality, Tense


def chain(*hedges, access=Access.UNKNOWN):
    """Return a chain of a publisher and one link for each hedge, the first of them with an access."""
    links = [Link(party_id="outlet_1")]
    for number, hedge in enumerate(hedges):
        known = access if number == 0 else Access.UNKNOWN
        links.append(
            Link(party_id=("broadcaster", "defector_1", "expert")[number], hedge=hedge, access=known)
        )
    return AttributionChain(links=tuple(links))


@pytest.mark.parametrize(
    ("hedges", "n"),
    [((0, 4), 1), ((0, 1), 0), ((4, 0), 0), ((0,), 0), ((0, 2, 4), 2), ((1, 5, 5), 1), ((), 0)],
)
def test_a_fall_of_two_steps_between_neighbours_is_growth(hedges, n):
    """Neighbours behind the publisher are compared; doubt that grows outwards is none."""
    assert len(chain(*hedges).inflations) == n


@pytest.mark.parametrize("access", [Access.DID, Access.SAW, Access.READ])
def test_whoever_has_access_of_their_own_inflates_nothing(access):
    """New evidence may make somebody surer."""
    assert chain(0, 4, access=access).inflations == ()
    assert chain(0, 4, access=Access.WAS_TOLD).inflations


def test_the_publisher_is_not_compared_with_whom_it_quotes():
    """`Claims` is the publisher's own word: it has stepped back itself."""
    assert chain(4).inflations == ()


def with_chain(language="en"):
    """Return the small case with one statement whose chain loses doubt."""
    material = small_case()
    first = next(iter(material.statements.values()))
    changed = replace(first, chain=chain(0, 4))
    statements = {**material.statements, first.statement_id: changed}
    settings = replace(material.settings, statements=20)
    return replace(material, statements=statements, language=language, settings=settings)


def sentences(material):
    return [s for claim in compose(material).claims for s in claim.inflation]


def test_growth_along_a_chain_stands_on_the_page_with_its_passage():
    """Who passes on as what, and the words it rests on."""
    found = [s for s in sentences(with_chain()) if "passes on as" in s.text]
    assert len(found) == 1
    text = bare(found[0].text)
    assert "the broadcaster passes on as “flat” what defector 1 put as “allegedly”" in text
    assert found[0].citations


def test_an_arabic_page_says_it_in_arabic():
    """Steps, sentence and language are Arabic; names stay as they are."""
    found = [s for s in sentences(with_chain("ar")) if "ينقل" in s.text]
    assert len(found) == 1
    assert "«جازم»" in found[0].text
    assert "زعماً" in found[0].text
    between = [s for s in sentences(with_chain("ar")) if "أورد" in s.text or "يورد" in s.text]
    assert between


def test_the_gate_lets_these_sentences_pass():
    """They cite passages and use no word of proof."""
    before = {(p.sentence, p.problem) for p in _problems(small_case())}
    assert {(p.sentence, p.problem) for p in _problems(with_chain())} <= before


def _problems(material):
    return check(compose(material))


def test_a_language_without_phrases_gets_english_ones():
    """Never an empty page."""
    assert phrases("xx") == phrases("en")
    pair = chain(0, 6).inflations[0]
    assert (
        chain_sentence(("S1", "A", "B"), pair, "xx")
        == "S1: A passes on as “flat” what B put as “not verified”"
    )


@pytest.mark.parametrize(
    ("factuality", "words"),
    [
        (None, ""),
        (Factuality(score=3.0), ""),
        (Factuality(), ""),
        (Factuality(score=1.0), "as fact"),
        (Factuality(is_negated=True, score=-3.0, words=("never",)), "as fact, not so (“never”)"),
        (
            Factuality(modality=Modality.ORDERED, tense=Tense.FUTURE, score=1.6, words=("ordered", "to")),
            "as an order, future (“ordered … to”)",
        ),
    ],
)
def test_what_is_not_flat_fact_is_said_in_a_few_words(factuality, words):
    """Flat facts need no words; everything else has its mood, polarity, tense and grounds."""
    assert presented_words(factuality) == words


def test_presentation_is_said_in_arabic_too():
    """Labels of the vocabulary."""
    found = presented_words(Factuality(modality=Modality.ORDERED, is_negated=True, words=("أمر",)), "ar")
    assert found.startswith("مأمور به، منفيّ")


def test_cases_without_chains_say_nothing_new():
    """A case whose links have no hedge has no growth along chains."""
    assert not any("passes on as" in s.text for s in sentences(small_case()))
    assert CaseBuilder().statements == {}
