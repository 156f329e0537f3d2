"""What is quoted keeps the marks round it: those inside become single ones."""

from twosource.dossier import wording
from twosource.evidence.quoting import within_marks
from twosource.weighing import words


def test_double_marks_become_single_ones_and_words_stay():
    assert within_marks("he said “no” to «us», „nein“") == "he said ‘no’ to ‹us›, ‚nein‘"
    assert within_marks('it\'s ‘so’ or "so"') == 'it\'s ‘so’ or "so"'


def test_once_or_twice_is_the_same():
    once = within_marks("he said “no”")
    assert within_marks(once) == once


def test_a_quotation_ends_where_the_text_ends():
    """What lies between the first mark and the next closing one is the whole text, in both languages."""
    text = "a letter says “leave at once” and names nobody"
    for said, close in (
        (words.quoted(text), "”"),
        (words.quoted("كتب «اخرجوا» ومضى", "ar"), "»"),
        (wording.quoted(text), "”"),
    ):
        assert said.index(close) == len(said) - 1
