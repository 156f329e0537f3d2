"""Who is said to say what, how firmly and how they know: one case per sentence, in our own words."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from attributing_cases import Found

CASES = tomllib.loads(Path(__file__).with_name("attributing_cases.toml").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['language']}-{n}" for n, c in enumerate(CASES)])
def test_a_sentence_gives_these_chains_stances_hedges_and_actions(case):
    """Each sentence gives exactly the statements listed for it, in order."""
    found = Found(case["text"], language=case["language"], publisher="Our Paper", published="2016-05-02")
    assert found.short() == case["says"]


def test_the_cases_cover_the_languages_promised():
    """At least forty English and thirty Arabic sentences, and some for every other language."""
    counts = Counter(case["language"] for case in CASES)
    assert counts["en"] >= 40
    assert counts["ar"] >= 30
    assert {"de", "fr", "es", "ru", "tr", "fa", "no", "it", "pl"} <= counts.keys()


def test_a_quotation_nobody_near_is_said_to_have_said_is_never_the_pages_own_voice():
    """Somebody said it: the chain gets a link for somebody unnamed, and no name is guessed."""
    text = "The convoy left at dawn.\n\n“The hours were agreed with the ministry.”\n"
    found = Found(text, publisher="Our Paper", published="2016-05-02")
    assert "unnamed: somebody | asserts 0 | unknown | agree" in found.short()
    assert not any(line.startswith("own voice") and line.endswith("agree") for line in found.short())
