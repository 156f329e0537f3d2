"""Single rules of the languages: hearers, brackets, particles, negation, questions, mixed text."""

import pytest
from attributing_cases import Found

RLM, LRM = "\u200f", "\u200e"


def says(text, language):
    """Return (credited, stance) of every statement that credits somebody."""
    found = Found(text, publisher="Our Paper", language=language)
    lines = [(found.credited(s), s.stance.value) for s in found.statements]
    return list(dict.fromkeys(line for line in lines if line[0] != "own voice"))


@pytest.mark.parametrize(
    ("language", "text", "credited"),
    [
        ("de", "Ein Sprecher sagte der dpa, die Brücke sei offen.", "dpa > Ein Sprecher"),
        ("fr", "Un responsable a déclaré à Reuters que le pont était ouvert.", "Reuters > Un responsable"),
        ("es", "Un portavoz declaró a Reuters que el puente estaba abierto.", "Reuters > Un portavoz"),
        ("ru", "Представитель сообщил агентству Reuters, что мост открыт.", "Reuters > Представитель"),
        ("tr", "Bir sözcü, köprünün açık olduğunu Reuters'a söyledi.", "Reuters > Bir sözcü"),
        ("fa", "یک سخنگو به رویترز گفت که پل باز است.", "Reuters > یک سخنگو"),
    ],
)
def test_whoever_was_told_carries_it(language, text, credited):
    """The hearer is marked by a preposition, an article's case, an ending or its place."""
    assert says(text, language) == [(credited, "asserts")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Sprecher hat den Angriff nicht bestätigt."),
        ("de", "Der Sprecher bestätigte den Angriff nicht."),
        ("fr", "Le porte-parole n'a pas confirmé l'attaque."),
        ("es", "El portavoz no confirmó el ataque."),
        ("ru", "Представитель не подтвердил атаку."),
        ("tr", "Sözcü saldırıyı doğrulamadı."),
        ("fa", "سخنگو حمله را تأیید نکرد."),
        ("ar", "لم يؤكد المتحدث وقوع الهجوم."),
    ],
)
def test_what_somebody_did_not_confirm_stays_open(language, text):
    """`Did not confirm` is no confirmation."""
    assert [stance for _, stance in says(text, language)] == ["doubts"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Hat der Minister die Wahrheit gesagt?"),
        ("fr", "Le ministre a-t-il confirmé l'attaque ?"),
        ("es", "¿Confirmó el portavoz el ataque?"),
        ("ru", "Подтвердил ли министр, что мост открыт?"),
        ("tr", "Sözcü saldırıyı doğruladı mı?"),
        ("fa", "آیا سخنگو حمله را تأیید کرد؟"),
        ("ar", "هل أكد المتحدث وقوع الهجوم؟"),
    ],
)
def test_a_question_credits_nobody(language, text):
    """Asking whether somebody said it says nothing about what they said."""
    assert says(text, language) == []


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Die Polizei teilte mit, die Straße sei gesperrt.", True),
        ("Die Polizei teilte das Gebiet in vier Zonen.", False),
        ("Der Minister gab an, nichts gewusst zu haben.", True),
        ("Der Minister gab dem Soldaten die Hand.", False),
    ],
)
def test_a_split_verb_needs_its_other_half(text, is_said):
    """`Teilte mit` says, `teilte` divides."""
    assert bool(says(text, "de")) is is_said


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("de", "Moskau dementierte den Bericht.", "Moskau"),
        ("fr", "Moscou dément tout accord.", "Moscou"),
        ("ru", "Москва опровергла сообщения.", "Москва"),
        ("ar", "موسكو تنفي أي اتفاق.", "موسكو"),
        ("ar", "أعلنت دمشق أن المعبر مفتوح.", "دمشق"),
    ],
)
def test_a_capital_speaks_for_its_government(language, text, who):
    """News names a government by its city, right beside the verb."""
    assert [name for name, _ in says(text, language)] == [who]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "In Moskau erklärte niemand den Rückzug."),
        ("fr", "Le convoi a quitté Damas hier."),
        ("ar", "وصل الوفد إلى دمشق مساء أمس."),
    ],
)
def test_a_city_where_something_happens_does_not_speak(language, text):
    """A place behind a preposition, or without a verb of saying, is a place."""
    assert says(text, language) == []


def test_a_latin_name_in_an_arabic_line_keeps_its_source():
    """Two scripts in one line."""
    assert says("ذكرت BBC أن الجسر دمر في 12 مايو 2015.", "ar") == [("BBC", "asserts")]


def test_marks_of_direction_change_nothing():
    """Invisible marks around a name and digits do not hide who speaks."""
    text = f"قالت {LRM}Human Rights Watch{RLM} إن السجن أفرغ في {LRM}2014{RLM}."
    assert says(text, "ar") == [("Human Rights Watch", "asserts")]


def test_an_arabic_name_in_a_german_line_is_found():
    """A known name in its own script is a source in any language."""
    assert says("Laut الجزيرة ist die Grenze geschlossen.", "de") == [("Al Jazeera", "asserts")]


def test_who_refuses_to_comment_says_nothing():
    """`Refused to comment` denies nothing."""
    assert says("رفض المتحدث التعليق على الخبر.", "ar") == []


def test_two_languages_line_by_line_are_read_as_the_declared_one():
    """Lines in another language are left unread rather than guessed."""
    text = "Laut Reuters ist die Brücke offen.\nقال المتحدث إن الجسر مفتوح."
    assert ("Reuters", "asserts") in says(text, "de")


def test_a_second_verb_without_a_subject_stays_with_the_first_ones():
    """The ministry denied it, and said: not the spokesman of the sentence before."""
    text = "قال المتحدث سامر الخطيب إن الطائرات قصفت الجسر. ونفت وزارة النقل القصف، وقالت إن القوات انسحبت."
    found = Found(text, publisher="Our Paper", language="ar")
    withdrew = [s for s in found.statements if s.event and s.event.action.value == "withdraw"]
    assert [found.called(found.statements.index(s))[1:] for s in withdrew] == [["وزارة النقل"]]
