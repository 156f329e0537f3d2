"""On the page, a machine's reading says how often such readings are right, in the page's language."""

from dataclasses import replace

import pytest
from dossier_cases import small_case

from twosource.dossier import compose
from twosource.dossier.claiming import row
from twosource.dossier.shelf import Shelf
from twosource.evidence.measures import SPEAKER, CaseRate, ReadingKind, measured_for
from twosource.evidence.testimony import Made
from twosource.terms import Standing

VERB = ReadingKind(step=SPEAKER, language="en", method="verb")
TURKISH = ReadingKind(step="place", language="tr", method="")


def printed(kind=None, p=None, *, standing=Standing.SUGGESTION, by="rules 2", **changes):
    material = small_case()
    name, statement = next(iter(material.statements.items()))
    statement = replace(statement, made=Made(by=by, standing=standing, p=p))
    kinds = {name: kind} if kind else {}
    material = replace(material, statements={**material.statements, name: statement}, kinds=kinds, **changes)
    return row(Shelf(material), statement).made


def test_the_measured_share_stands_with_its_number():
    measure = measured_for(SPEAKER, "en", "verb")
    told = printed(VERB, measure.figure)
    assert told.startswith("read by rules 2; in English news, ")
    assert f"measured on {measure.n:,}" in told
    assert "probability" not in told


def test_another_probability_is_told_beside_it():
    assert "probability of being right 60" in printed(VERB, 0.6)


def test_what_nobody_measured_says_so():
    assert printed(TURKISH) == "read by rules 2; not measured in Turkish"


def test_an_arabic_page_says_it_in_arabic():
    told = printed(TURKISH, language="ar")
    assert "لم تُقَس الدقة في اللغة التركية" in told
    assert told.startswith("قراءة")


def test_the_rate_of_the_case_stands_beside():
    told = printed(TURKISH, rates={TURKISH: CaseRate(n_right=18, n=24)})
    assert told.endswith("in this case people found 18 of 24 right (58 to 86 of 100)")


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        ("accepted", "read by machine and accepted by a person"),
        ("corrected", "read by machine and corrected by a person"),
        (None, "read by a person"),
    ],
)
def test_a_judgement_names_nobody_of_the_desk(verdict, told):
    material = small_case()
    name = next(iter(material.statements))
    verdicts = {name: verdict} if verdict else {}
    said = printed(standing=Standing.JUDGEMENT, by="person:Nadia Haddad", verdicts=verdicts)
    assert said == told


def test_what_case_toml_declares_says_so():
    assert printed(standing=Standing.JUDGEMENT, by="case.toml") == "declared in case.toml"


def test_the_page_still_composes_with_figures():
    material = small_case()
    kinds = {s: VERB for s, one in material.statements.items() if not one.made.is_judgement}
    page = compose(replace(material, kinds=kinds))
    rows = [r for claim in page.claims for r in claim.statements if r.machine_only]
    assert rows
    assert all("such readings name the right speaker" in r.made for r in rows)
