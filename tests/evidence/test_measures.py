"""What is said about how often a reading is right."""

from dataclasses import replace
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence import measures
from twosource.evidence.measures import (
    ENOUGH,
    OWN_VOICE,
    SPEAKER,
    CaseRate,
    ReadingKind,
    _table,
    accuracy_in_words,
    is_disputed,
    measured_for,
    method_of,
    wilson,
)
from twosource.evidence.testimony import Made
from twosource.terms import Standing, load_table


@st.composite
def shares(draw):
    n = draw(st.integers(1, 5000))
    return draw(st.integers(0, n)), n


@given(shares())
def test_the_interval_lies_within_the_possible_and_holds_the_share(share):
    n_right, n = share
    low, high = wilson(n_right, n)
    assert 0.0 <= low <= n_right / n + 1e-12
    assert n_right / n - 1e-12 <= high <= 1.0
    assert low < high


@given(shares())
def test_right_and_wrong_are_mirrors(share):
    n_right, n = share
    low, high = wilson(n_right, n)
    mirrored = wilson(n - n_right, n)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(shares())
def test_ten_times_as_many_looked_at_narrow_the_interval(share):
    n_right, n = share
    few, many = wilson(n_right, n), wilson(10 * n_right, 10 * n)
    assert many[1] - many[0] < few[1] - few[0]


def test_the_interval_is_the_published_one():
    """Wilson's interval solves (share - p)^2 = z^2 p(1-p)/n at both ends; worked at 18 of 24."""
    low, high = wilson(18, 24)
    for end in (low, high):
        assert (0.75 - end) ** 2 == pytest.approx(1.6448536269514722**2 * end * (1 - end) / 24)
    assert (round(low, 3), round(high, 3)) == (0.585, 0.865)


def test_the_interval_covers_about_nine_in_ten():
    """The exact coverage at n = 40, averaged over shares, is near .90: that is what 90 % means."""
    n, shares_tried = 40, [k / 50 for k in range(3, 48)]
    covered = []
    for p in shares_tried:
        inside = (k for k in range(n + 1) if wilson(k, n)[0] <= p <= wilson(k, n)[1])
        covered.append(sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in inside))
    assert sum(covered) / len(covered) == pytest.approx(0.90, abs=0.015)


def test_nothing_looked_at_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("n_right", "n"), [(-1, 4), (5, 4), (0, -1)])
def test_no_share_has_no_interval(n_right, n):
    with pytest.raises(ValueError, match="no share"):
        wilson(n_right, n)


def made(why, p=None):
    return Made(by="attributing rules 1", standing=Standing.SUGGESTION, why=why, p=p)


def test_the_rule_is_read_from_the_reasons():
    assert method_of(made("according to: Channel Nine [according to]; event: withdraw"), "en") == (
        "according to"
    )
    assert method_of(made("said by the publisher itself"), "en") == OWN_VOICE
    assert method_of(made(""), "en") == OWN_VOICE


def test_a_rule_with_which_the_model_agrees_is_another_way():
    assert method_of(made("verb: Nadia [said]; the model agrees"), "en") == "verb and model"


def test_where_the_model_kept_silent_the_probability_tells(monkeypatch):
    """A rule alone and a rule beside a silent model have the same reasons, but not the same figure."""
    row = measured_for(SPEAKER, "en", "verb")
    silent = replace(row, method="verb without model", figure=0.5)
    table = {(r.step, r.language, r.method): r for r in (row, silent)}
    monkeypatch.setattr(measures, "_table", lambda: table)
    assert method_of(made("verb: Nadia [said]", p=0.5), "en") == "verb without model"
    assert method_of(made("verb: Nadia [said]", p=row.figure), "en") == "verb"
    assert method_of(made("verb: Nadia [said]", p=0.123), "en") == "verb"


def test_a_disagreement_is_read_from_the_reasons():
    assert is_disputed(made('verb: Nadia [said]; the model names "Salim" instead, p 0.70'))
    assert not is_disputed(made("verb: Nadia [said]; the model agrees"))


def test_every_rule_with_a_probability_has_its_figure_in_words():
    """What the rules put on a suggestion and what is printed beside it cannot part: they are one row."""
    for row in load_table("attributing_measured")["measured"]:
        measure = measured_for(SPEAKER, row["language"], row["rule"])
        assert (measure.figure, measure.n) == (row["p"], row["n"])
        kind = ReadingKind(step=SPEAKER, language=row["language"], method=row["rule"])
        words = accuracy_in_words(kind)
        assert f"{100 * row['p']:.0f} of 100 such readings name the right speaker" in words
        assert f"measured on {row['n']:,}" in words


def test_every_row_says_where_it_comes_from():
    rows = list(_table().values())
    assert rows
    for row in rows:
        assert row.data
        assert row.command.startswith("python -m bench ")
        assert row.date
        assert 0.0 < row.figure <= 1.0
        assert row.n >= 10


def test_what_is_not_measured_is_said():
    unmeasured = ReadingKind(step="place", language="tr", method="x")
    assert accuracy_in_words(unmeasured) == "not measured in Turkish"
    other = ReadingKind(step=SPEAKER, language="en", method="a rule nobody measured")
    assert accuracy_in_words(other) == "this kind of reading is not measured in English"
    assert accuracy_in_words(ReadingKind(step="place", language="xx", method="")) == (
        "not measured in this language"
    )


def test_few_cases_are_printed_with_their_interval(monkeypatch):
    """Thirty of thirty is not a hundred of a hundred."""
    row = replace(measured_for(SPEAKER, "en", "verb"), figure=1.0, n=30)
    monkeypatch.setattr(measures, "_table", lambda: {(SPEAKER, "en", "verb"): row})
    words = accuracy_in_words(ReadingKind(step=SPEAKER, language="en", method="verb"))
    assert "100 of 100" in words
    assert words.endswith(", so 92 to 100 of 100")


def test_a_figure_of_the_whole_step_speaks_for_every_rule_but_not_for_the_own_voice():
    assert measured_for(SPEAKER, "ar", "verb") == measured_for(SPEAKER, "ar", "any rule")
    assert measured_for(SPEAKER, "ar", "verb") is not None
    assert measured_for(SPEAKER, "ar", OWN_VOICE) is None


def test_an_arabic_page_gets_arabic_words():
    words = accuracy_in_words(ReadingKind(step="place", language="tr", method=""), shown_in="ar")
    assert "التركية" in words
    assert not any(letter.isascii() and letter.isalpha() for letter in words)


def test_both_languages_have_the_same_words():
    words = load_table("measured")["words"]
    assert words["en"].keys() == words["ar"].keys()
    for part in ("steps", "materials", "languages"):
        assert words["en"][part].keys() == words["ar"][part].keys()


def test_the_rate_of_the_case_stands_beside_only_where_it_means_something():
    kind = ReadingKind(step="place", language="tr", method="")
    assert "in this case" not in accuracy_in_words(kind, CaseRate(n_right=ENOUGH - 1, n=ENOUGH - 1))
    words = accuracy_in_words(kind, CaseRate(n_right=18, n=24))
    assert words == "not measured in Turkish; in this case people found 18 of 24 right (58 to 86 of 100)"


def test_a_share_never_reads_as_none_or_all_unless_it_is():
    words = accuracy_in_words(
        ReadingKind(step="place", language="tr", method=""), CaseRate(n_right=5000, n=5000)
    )
    assert "99 to 100 of 100" in words
