"""Tokens, folding, sentences and quotations: where everything else is anchored."""

import itertools

import pytest
from attributing_cases import Found
from hypothesis import given
from hypothesis import strategies as st

from twosource.attributing.language import language_of
from twosource.attributing.lexicon import LANGUAGES, lexicon_for
from twosource.attributing.sentences import paragraphs, quotations, sentences
from twosource.attributing.tokens import arabic_stems, fold, fold_name, tokenise

ODD = st.text(
    alphabet=st.sampled_from(
        "aAé ß.!?؟\"“”'’‘«»()\n\u200f\u202e\u200c\u0640\u064bقلاإن1٢,،-\ud7ff\U0001f600"
    ),
    max_size=120,
)


def split(text, language="en"):
    return [text[s.start : s.end] for s in sentences(text, lexicon_for(language))]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("He left. She stayed.", 2),
        ("Dr. Aziz met Mr. Hill in the U.S. embassy.", 1),
        ("It cost 3.5 million. Nobody paid.", 2),
        ('"Stop!" he said. "Go," she said.', 2),
        ("Who paid? Nobody knows!", 2),
        ("John F. Hill left.", 1),
        ("One line\n\nAnother line", 2),
        ("A headline without a stop\nThe first sentence. The second.", 3),
    ],
)
def test_english_sentences(text, n):
    """Abbreviations, initials and decimal points end no sentence."""
    assert len(split(text)) == n


def test_arabic_sentences_end_at_the_arabic_question_mark():
    """؟ ends a sentence, ، and ؛ do not."""
    assert len(split("هل انسحب الجيش؟ نعم، انسحب؛ ثم عاد.", "ar")) == 2


def test_german_ordinals_end_no_sentence():
    """`am 8. März` is one date."""
    assert len(split("Das geschah am 8. März in Berlin. Danach war Ruhe.", "de")) == 2


def test_wrapped_lines_are_one_paragraph():
    """Lines broken at a width, as in mails, are joined; a blank line ends the paragraph."""
    text = "this is a line of a mail that was broken\nat some width by the program that sent\nit over to us and\n\nA new one."
    assert len(paragraphs(text)) == 2


def test_a_very_long_sentence_is_cut():
    """A line without a stop costs no more than its length."""
    text = "word " * 2000
    found = list(sentences(text, lexicon_for("en"), max_characters=500))
    assert all(s.end - s.start <= 500 for s in found)
    assert sum(len(s.tokens) for s in found) == 2000


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('he said "yes" twice', ["yes"]),
        ("he said “yes” and «no»", ["yes", "no"]),
        ("„ja“ und 'nein'", ["ja", "nein"]),
        ("the workers' houses and Ali's car", []),
        ('an open "quotation runs on', ["quotation runs on"]),
    ],
)
def test_quotations(text, quoted):
    """Marks of several languages are paired; apostrophes are no marks."""
    assert [text[a:b] for a, b in quotations(text, 0, len(text))] == quoted


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("إدارة", "اداره"),
        ("مُوسَى", "موسي"),
        ("Reuters’", "reuters"),
        ("Ali's", "ali"),
        ("Reuters'a", "REUTERS"),
        ("ﬁle".replace("ﬁ", "fi"), "FILE"),
        ("الجـــيش", "الجيش"),
    ],
)
def test_folding_meets_spellings(left, right):
    """Two spellings of one word fold alike."""
    assert fold(left) == fold(right)


def test_negations_keep_their_ending():
    """`didn't` must stay a negation."""
    assert fold("Didn't") == "didn't"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The Guardian", "guardian"),
        ("al-Qasr", "Al Qasr"),
        ("الغارديان", "غارديان"),
        ("Sky News", "SKY  NEWS"),
    ],
)
def test_names_meet_without_article(left, right):
    """Leading articles do not part names."""
    assert fold_name(left) == fold_name(right)


def test_elided_articles_are_words_of_their_own():
    """`l'AFP` names AFP."""
    assert [t.text for t in tokenise("selon l'AFP", 0, 11)] == ["selon", "l", "AFP"]


def test_arabic_particles_come_off():
    """The stems of `ولرويترز` include the name."""
    assert "رويترز" in {s for stem in arabic_stems(fold("ولرويترز")) for s in arabic_stems(stem)}


@given(ODD)
def test_tokens_are_slices_of_the_text(text):
    """Every token stands where it says, and none overlap."""
    tokens = tokenise(text, 0, len(text))
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))


@given(ODD, st.sampled_from(LANGUAGES))
def test_sentences_are_in_order_and_inside_the_text(text, language):
    """No sentence overlaps another, none is empty, quotations lie inside."""
    found = list(sentences(text, lexicon_for(language)))
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(s.start <= a <= b <= s.end for s in found for a, b in s.quotes)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(word):
    """Folding a folded name gives the same name."""
    assert fold_name(fold_name(word)) == fold_name(word)


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("", "The army and the rebels said that it was over.", "en"),
        ("", "Die Armee und die Rebellen sagten, das ist nicht wahr.", "de"),
        ("", "الجيش السوري في المدينة", "ar"),
        ("en", "الجيش السوري في المدينة", "ar"),
        ("", "گزارش چند خبرگزاری از پایگاه", "fa"),
        ("nb-NO", "Politiet sier det", "no"),
        ("", "Армия вошла в город", "ru"),
        ("", "", "en"),
        ("xx", "the army and the state", "en"),
    ],
)
def test_language_of_a_text(declared, text, expected):
    """Script comes before what metadata declares; small words decide where nothing does."""
    assert language_of(declared, text) == expected


def test_invisible_signs_inside_a_name_neither_end_it_nor_make_another_speaker():
    """A soft hyphen of a typesetter, or a mark somebody put there, must not make two hands of one."""
    text = (
        "Karim Haddad said that the army left Homs.\n\n"
        "Ka\u200brim Had\u00addad\u202e said that the army withdrew tanks from Pal\u2060myra.\n\n"
        "\u202bKar\u200fim Haddad\u202c said that the army with\u00addrew tanks from Palmyra."
    )
    found = Found(text, publisher="Evening Lantern")
    assert {found.credited(s) for s in found.statements} == {"Karim Haddad"}
    assert [s.event.from_place.name for s in found.statements if s.event] == ["Palmyra", "Palmyra"]
