"""Signs beyond words: what two careful reports share by being true weighs little, what is wrong in both much."""

from datetime import date

import pytest

from twosource.dates import day
from twosource.sounding import are_alike, sound_of
from twosource.terms import FeatureKind
from twosource.tracing.collation import OtherReports, features_between, prepare
from twosource.tracing.collation.fact_signs import at_least, longest_rise
from twosource.tracing.collation.facts import FactKind, number_key
from twosource.tracing.collation.signs import weight_of
from twosource.tracing.priors import copy_priors

ENGLISH = (
    "On 4 May 2013 a clerk named Samir Halabi gave 1,840 sheets to the station in Istanbul. "
    "Later Farid Nasser said that 37 drivers from Raqqa crossed the river near Manbij on 12 June 2012."
)
ARABIC = (
    "في 4 مايو 2013 سلّم كاتب يدعى سمير حلبي ١٨٤٠ ورقة إلى القناة في إسطنبول. "
    "وذكر فريد ناصر لاحقا أن 37 سائقا من الرقة عبروا النهر قرب منبج في 12 يونيو 2012."
)
GERMAN = (
    "Am 4. Mai 2013 übergab ein Schreiber namens Samir Halabi dem Sender in Istanbul 1.840 Blätter. "
    "Später sagte Farid Nasser, am 12. Juni 2012 hätten 37 Fahrer aus Rakka bei Manbidsch den Fluss überquert."
)


def between(*texts, families=None, papers=(), languages=None):
    """Return the signs between the first two texts, the rest being other reports, by kind."""
    told = languages or ["en"] * len(texts)
    ready = [prepare(text, name=f"r{i}", language=told[i]) for i, text in enumerate(texts)]
    others = OtherReports.of(ready, families, papers=papers)
    return {feature.kind: feature for feature in features_between(ready[0], ready[1], others)}


@pytest.mark.parametrize(("text", "language"), [(ARABIC, "ar"), (GERMAN, "de")])
def test_a_retelling_in_another_language_is_seen_by_facts_in_order(text, language):
    signs = between(ENGLISH, text, languages=["en", language])
    assert signs[FeatureKind.ORDER_OF_FACTS].weight > 0.5
    assert signs[FeatureKind.SHARED_FACTS].weight > 0.5
    assert FeatureKind.SHARED_WORDS not in signs


def test_german_and_arabic_meet_where_an_english_page_is_sure_of_the_names():
    alone = between(GERMAN, ARABIC, languages=["de", "ar"])
    beside = between(GERMAN, ARABIC, ENGLISH, languages=["de", "ar", "en"])
    assert "Halabi" not in alone[FeatureKind.SHARED_FACTS].words
    assert "حلبي" in beside[FeatureKind.SHARED_FACTS].words


def test_facts_all_reports_have_are_weaker_signs_than_facts_nobody_else_has():
    elsewhere = ["Nothing of this was known to Omar in Homs on 2 July 2011."] * 3
    rare = between(ENGLISH, ARABIC, *elsewhere, languages=["en", "ar", "en", "en", "en"])
    common = between(ENGLISH, ARABIC, *[ENGLISH] * 3, languages=["en", "ar", "en", "en", "en"])
    for kind in (FeatureKind.SHARED_FACTS, FeatureKind.ORDER_OF_FACTS):
        assert common[kind].q > rare[kind].q


def test_the_same_wrong_number_is_a_shared_error_and_a_right_one_is_not():
    wrong = "The office burned 412 lists that week.", "In that week 412 lists went up in smoke there."
    right = [f"{who} counted 214 lists at the mill." for who in ("One clerk", "A guard", "Her brother")]
    signs = between(*wrong, *right)
    assert signs[FeatureKind.SHARED_ERROR].weight > 3
    assert "214" in signs[FeatureKind.SHARED_ERROR].words
    assert FeatureKind.SHARED_ERROR not in between(right[0], right[1], right[2], *wrong)


def test_an_error_that_its_copies_repeat_counts_once():
    wrong = "The office burned 412 lists that week.", "In that week 412 lists went up in smoke there."
    right = [f"{who} counted 214 lists at the mill." for who in ("One clerk", "A guard", "Her brother")]
    copies = ["They say 412 lists were burned."] * 4
    apart = between(*wrong, *right, *copies)
    one = between(*wrong, *right, *copies, families=[0, 1, 2, 3, 4, 0, 0, 0, 0])
    assert FeatureKind.SHARED_ERROR not in apart
    assert one[FeatureKind.SHARED_ERROR].weight > 3


def test_the_same_rounding_is_a_weaker_sign_than_an_error():
    rounded = "The office burned 2,000 lists that week.", "In that week 2,000 lists went up in smoke."
    exact = [f"{who} counted 1,984 lists at the mill." for who in ("One clerk", "A guard", "Her brother")]
    signs = between(*rounded, *exact)
    assert FeatureKind.SHARED_ERROR not in signs
    assert 0 < signs[FeatureKind.SHARED_NUMBER].weight < 2


def test_the_same_wrong_day_is_a_shared_error():
    wrong = "He left the mill on 5 May 2013.", "On 5 May 2013 the man was gone."
    right = [f"{who} saw him leave on 4 May 2013." for who in ("One clerk", "A guard", "Her brother")]
    assert between(*wrong, *right)[FeatureKind.SHARED_ERROR].weight > 3


def test_a_rare_spelling_is_a_sign_and_the_usual_one_is_not():
    rare = "Then came Samiir Halabi to the mill.", "At the mill a man called Samiir sat."
    usual = [f"{who} knew Sameer well." for who in ("One clerk", "A guard", "Her brother")]
    signs = between(*rare, *usual)
    assert signs[FeatureKind.SHARED_SPELLING].words == "Samiir"
    assert FeatureKind.SHARED_SPELLING not in between(usual[0], "We knew Sameer too.", usual[2])


def test_a_spelling_usual_in_one_language_is_no_sign_in_it():
    french = "Alors vint Khaled au moulin.", "Au moulin un certain Khaled parlait."
    english = [f"{who} knew Khalid well." for who in ("One clerk", "A guard", "Her brother")]
    assert FeatureKind.SHARED_SPELLING not in between(
        *french, *english, languages=["fr", "fr", "en", "en", "en"]
    )
    assert FeatureKind.SHARED_SPELLING in between(*french, *english)


def test_a_possessive_is_the_same_name():
    found = [[f.key for f in prepare(text).facts] for text in ("we saw Halabi’s list", "we saw Halabi there")]
    assert found[0] == found[1] != []


def test_one_translation_of_a_foreign_paper_is_a_sign_and_the_same_paper_is_none():
    quote = "“the convoy of 37 lorries is to go out by the upper gate and nobody is to write of it at all”"
    texts = f"One office had it: {quote}.", f"We publish here {quote}, she said."
    foreign = prepare("على قافلة من 37 شاحنة أن تخرج من الباب الأعلى", name="p", language="ar", is_paper=True)
    unrelated = prepare("لا شيء هنا", name="p", language="ar", is_paper=True)
    held = prepare(quote.strip("“”"), name="p", language="en", is_paper=True)
    assert between(*texts, papers=[foreign])[FeatureKind.SHARED_TRANSLATION].weight > 1
    assert between(*texts, papers=[foreign, held])[FeatureKind.SAME_MATERIAL].weight == 0
    assert between(*texts, papers=[unrelated])[FeatureKind.SAME_MATERIAL].weight == 0
    assert between(*texts)[FeatureKind.SAME_MATERIAL].weight == 0


def test_a_number_inside_shared_words_is_no_second_sign():
    line = "the office burned 412 lists of names behind the mill that week"
    right = [f"{who} counted 214 lists there." for who in ("One clerk", "A guard", "Her brother")]
    signs = between(f"We learned that {line}.", f"So {line}, they say.", *right)
    assert set(signs) == {FeatureKind.SHARED_WORDS}


def test_reports_that_share_nothing_give_no_sign():
    assert between("A clerk sat there.", "Rain fell on the ferry.") == {}
    assert between("", "") == {}


def test_every_report_needs_a_name_of_its_own():
    with pytest.raises(ValueError, match="name of its own"):
        OtherReports.of([prepare("a", name="x"), prepare("b", name="x")])


def test_the_weight_is_that_of_the_copy_formula_and_capped():
    priors = copy_priors()
    assert weight_of(0.01, priors) == pytest.approx(3.87, abs=0.01)
    assert weight_of(1.0, priors) == pytest.approx(0.0, abs=1e-9)
    assert weight_of(1e-9, priors) <= 6.91


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Khalid", "خالد", True),
        ("Khaled", "Khalid", True),
        ("Hassan", "حسين", False),
        ("Hassan", "Hussein", False),
        ("Nasser", "ناصر", True),
        ("Халид", "Khalid", True),
        ("Samir", "سمير", True),
        ("Samir", "Omar", False),
    ],
)
def test_names_meet_across_letters_by_sound(one, other, same):
    first, second = sound_of(one), sound_of(other)
    assert are_alike(first, second) is same
    assert are_alike(second, first) is same


@pytest.mark.parametrize("written", ["22,000", "22.000", "22 000", "٢٢٬٠٠٠", "22’000", "22000"])
def test_one_number_has_one_form(written):
    assert number_key(written) == "22000"


def test_numbers_with_words_of_size_and_decimals():
    assert number_key("22", 1_000) == number_key("22,000") == "22000"
    assert number_key("1.5", 1_000_000) == "1500000"
    assert number_key("3.5") == number_key("3,50") == "3.5"


def test_facts_stand_in_order_with_their_places_in_the_text():
    ready = prepare(ENGLISH, language="en")
    assert all(ENGLISH[fact.start : fact.end] == fact.written for fact in ready.facts)
    assert [fact.start for fact in ready.facts] == sorted(fact.start for fact in ready.facts)
    numbers = [fact.key for fact in ready.facts if fact.kind is FactKind.NUMBER]
    assert numbers == ["1840", "37"]


def test_a_date_without_a_year_is_placed_by_when_the_page_was_written():

    ready = prepare("They left on 9 March.", written_on=day(date(2016, 5, 2)))
    assert [fact.key[:10] for fact in ready.facts] == ["2016-03-09"]


def test_chances_and_rows_by_hand():
    assert at_least([0.5, 0.5], 1) == pytest.approx(0.75)
    assert at_least([0.5, 0.5], 2) == pytest.approx(0.25)
    assert at_least([], 0) == 1.0
    assert longest_rise([1, 5, 2, 3]) == 3
    assert longest_rise([]) == 0
