"""What weighing says, on the page the desk makes: in its language, with its evidence, without names of people."""

import re

import pytest
from desk_cases import CASE

from twosource.desk import Desk
from twosource.desk.answering import give
from twosource.desk.publishing import gather, write_draft
from twosource.desk.spoken import said_of, staff_of
from twosource.desk.words_meant import Given
from twosource.dossier import check, compose, render
from twosource.evidence.readouts import Weighing
from twosource.terms import vocabulary
from twosource.weighing import mixes_likelihood_and_confidence
from twosource.weighing.basis import weaknesses

QUESTION = "question-moved"
NADIA, TOM = "Nadia Haddad", "Tom Ashdown"


@pytest.fixture
def desk(tmp_path, cache):
    """A desk over a case that was weighed once."""
    with Desk.open(Desk.new(tmp_path / "case", CASE)) as opened:
        opened.receive([cache])
        opened.read()
        opened.analyse()
        yield opened


def answered(desk):
    """Let two people answer apart, and weigh again."""
    first = next(iter(desk.work.store.all(Weighing)))
    item = next(w.name for w in first.weights if not w.is_group)
    for by, words in (
        (NADIA, {"moved": "very likely", "stayed": "unlikely"}),
        (TOM, {"moved": "unlikely", "stayed": "likely"}),
    ):
        give(desk.work, ["Q1", item], [Given(when=(), words=words)], by=by, why="seen with a neighbour")
    desk.analyse()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_confidence_comes_first_and_every_reason_names_what_it_is_about(desk, language):
    weighing = next(iter(desk.work.store.all(Weighing)))
    said = said_of(desk.work, language)[QUESTION]
    words = [term.label(language) for term in vocabulary("confidence").terms]
    first, *reasons = said.basis
    assert any(word in first.text for word in words)
    assert [one.names for one in reasons] == ([n for _, n in weaknesses(weighing)] or [()])
    assert not any(mixes_likelihood_and_confidence(one.text) for one in said.basis)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_holds_what_is_said_and_passes_the_gate(desk, language):
    page = compose(gather(desk.work, pictured=False, language=language))
    (question,) = page.questions
    assert [s.text for s in question.basis] == [
        one.text for one in said_of(desk.work, language)[QUESTION].basis
    ]
    assert all(s.citations for s in question.basis)
    numbers = {s.number for s in (*question.answer, *question.basis, *question.changes, *question.limits)}
    problems = check(page, mixes_likelihood_and_confidence=mixes_likelihood_and_confidence)
    assert not [p.line() for p in problems if p.number in numbers]


def test_a_page_is_published_in_the_language_asked_for(desk):
    answer = desk.publish(language="ar")
    html = desk.work.folder.dossier.joinpath("dossier.html").read_text("utf-8")
    assert answer.is_published
    assert '<html lang="ar" dir="rtl">' in html
    assert "من بين التفسيرات المسمّاة" in html


def test_people_who_answered_are_not_named_on_a_page(desk):
    write_draft(desk.work)
    desk.publish()
    answered(desk)
    assert staff_of(desk.work) == (NADIA, TOM)
    material = gather(desk.work, pictured=False)
    html = render(compose(material))
    for name in (NADIA, TOM):
        assert name not in html
    assert "person 1" in html
    assert material.moved[QUESTION]
    assert "What moved since the last version" in html


def test_what_moved_is_said_in_the_language_and_figures_of_the_page(desk):
    desk.publish()
    answered(desk)
    arabic = gather(desk.work, pictured=False, language="ar").moved[QUESTION][0]
    english = gather(desk.work, pictured=False).moved[QUESTION][0]
    assert english.startswith("Since the page of ")
    assert arabic.startswith("منذ صفحة ")
    assert "\u00a0%" in english
    assert "\u00a0%" in arabic
    assert not re.search(r"\b0?\.\d\d\b", english.split("decibans")[1])
