"""How a text presents what it tells: scope of negation, moods, governors, questions, tenses."""

import pytest

from twosource.attributing.factuality.operators import inflected, operators_for
from twosource.attributing.factuality.presenting import present
from twosource.attributing.tokens import tokenise
from twosource.terms import Modality, Tense

ENGLISH = operators_for("en")
ARABIC = operators_for("ar")


def read(text, word, operators=ENGLISH):
    """Read one sentence for one of its words."""
    words = [token.folded or token.text for token in tokenise(text, 0, len(text))]
    at = words.index(word)
    return present(words, at, (0, len(words)), operators, is_question=text.endswith(("?", "؟")))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The guards did not leave the depot.", "leave"),
        ("The guards never left the depot.", "left"),
        ("No guards left the depot.", "left"),
        ("None of the guards left the depot.", "left"),
        ("The guards did not stop or search the lorries.", "search"),
        ("The guards failed to leave the depot.", "leave"),
        ("The guards refused to leave the depot.", "leave"),
        ("There was no evacuation.", "evacuation"),
        ("There is no evidence that the guards left.", "left"),
        ("It is not true that the guards left.", "left"),
        ("The council denied that the guards left.", "left"),
        ("The council denied the evacuation.", "evacuation"),
        ("I do not think that the guards left.", "left"),
        ("The evacuation was cancelled.", "evacuation"),
        ("The guards were unable to leave.", "leave"),
        ("The guards cannot leave.", "leave"),
    ],
)
def test_what_is_told_as_not_so_is_negated(text, word):
    """Negations in the verb group, in the subject, before a noun and inside a governor count."""
    found = read(text, word)
    assert found.is_negated
    assert found.value < 0
    assert found.places


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The guards who did not sign left the depot.", "left"),
        ("The guards did not sleep, and they left the depot.", "left"),
        ("Not only the guards left the depot.", "left"),
        ("There is no doubt that the guards left.", "left"),
        ("The council did not notice that the guards left.", "left"),
        ("The council denied that the guards had not left.", "left"),
        ("It is not true that the guards did not leave.", "leave"),
        ("The guards did not fail to leave.", "leave"),
        ("The guards left because nobody came.", "left"),
        ("The guards managed to leave.", "leave"),
    ],
)
def test_a_negation_elsewhere_or_a_second_one_leaves_it_standing(text, word):
    """Scope, not nearness: another clause's negation is not this one's, and two undo each other."""
    found = read(text, word)
    assert not found.is_negated
    assert found.value > 0


@pytest.mark.parametrize(
    ("text", "word", "modality"),
    [
        ("The general ordered the guards to leave.", "leave", Modality.ORDERED),
        ("The general did not order the guards to leave.", "leave", Modality.ORDERED),
        ("The guards should leave.", "leave", Modality.ORDERED),
        ("The general ordered an evacuation.", "evacuation", Modality.ORDERED),
        ("The guards agreed to leave.", "leave", Modality.PREDICTED),
        ("The guards plan to leave.", "leave", Modality.PREDICTED),
        ("The guards will leave.", "leave", Modality.PREDICTED),
        ("The evacuation was planned for May.", "evacuation", Modality.PREDICTED),
        ("The guards hope to leave.", "leave", Modality.WISHED),
        ("The council fears that the guards left.", "left", Modality.WISHED),
        ("The guards tried to leave.", "leave", Modality.WISHED),
        ("The guards may have left.", "left", Modality.POSSIBLE),
        ("The alleged evacuation shocked them.", "evacuation", Modality.POSSIBLE),
        ("The council believes the guards left.", "left", Modality.POSSIBLE),
        ("The guards would have left.", "left", Modality.CONDITIONAL),
        ("If the guards leave, it falls.", "leave", Modality.CONDITIONAL),
        ("The guards will leave unless they are paid.", "paid", Modality.CONDITIONAL),
        ("If they are paid, the guards will leave.", "leave", Modality.CONDITIONAL),
        ("Did the guards leave?", "leave", Modality.ASKED),
        ("It is unclear whether the guards left.", "left", Modality.ASKED),
        ("The council asked if the guards left.", "left", Modality.ASKED),
        ("The guards left.", "left", Modality.ACTUAL),
    ],
)
def test_the_mood_is_that_of_the_words_over_it(text, word, modality):
    """An order is not its execution, and to agree is not to do."""
    assert read(text, word).modality is modality


def test_a_figure_falls_from_fact_over_plan_order_and_possibility_to_question():
    """The order of the steps is the scale's, whatever their exact figures."""
    texts = (
        "The guards left.",
        "The guards will have left.",
        "The general ordered that the guards left.",
        "The guards may have left.",
        "It is unclear whether the guards left.",
        "There is no evidence that the guards left.",
        "The guards never left.",
    )
    values = [read(text, "left").value for text in texts]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)
    assert values[0] == 3.0
    assert values[-1] == -3.0


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("The guards left.", "left", Tense.PAST),
        ("The guards have abandoned it.", "abandoned", Tense.PAST),
        ("The guards were bombed.", "bombed", Tense.PAST),
        ("The guards are leaving.", "leaving", Tense.PRESENT),
        ("The guard leaves.", "leaves", Tense.PRESENT),
        ("The guards will leave.", "leave", Tense.FUTURE),
        ("The guards are going to leave.", "leave", Tense.FUTURE),
        ("The general ordered them to leave.", "leave", Tense.FUTURE),
        ("The guards failed to leave.", "leave", Tense.PAST),
        ("The guards may leave.", "leave", Tense.UNKNOWN),
        ("An evacuation of the town.", "evacuation", Tense.UNKNOWN),
    ],
)
def test_the_tense_is_read_from_helpers_and_form(text, word, tense):
    """What the words do not show stays unknown."""
    assert read(text, word).tense is tense


def test_nothing_outside_the_stretch_is_seen():
    """The content of a speaker is read without the words of whoever reports it."""
    words = ["no", "evidence", "that", "guards", "left"]
    assert present(words, 4, (0, 5), ENGLISH).is_negated
    assert not present(words, 4, (3, 5), ENGLISH).is_negated
    with pytest.raises(ValueError, match="outside"):
        present(words, 1, (3, 5), ENGLISH)


@pytest.mark.parametrize(
    ("text", "word", "is_negated", "modality"),
    [
        ("لم تنسحب القوات", "تنسحب", True, Modality.ACTUAL),
        ("أمرت القيادة بالانسحاب", "بالانسحاب", False, Modality.ORDERED),
        ("وافقت القيادة على الانسحاب", "الانسحاب", False, Modality.PREDICTED),
        ("نفت الوزارة قصف المدينة", "قصف", True, Modality.ACTUAL),
        ("إذا انسحبت القوات", "انسحبت", False, Modality.CONDITIONAL),
    ],
)
def test_arabic_is_read_by_its_own_lists(text, word, is_negated, modality):
    """Arabic joints have no rule here, so the nearest governor in the clause counts."""
    found = read(text, tokenise(word, 0, len(word))[0].folded, ARABIC)
    assert (found.is_negated, found.modality) == (is_negated, modality)


def test_a_language_without_lists_is_not_guessed():
    """No section in the vocabulary, no reading."""
    assert operators_for("zz") is None
    assert operators_for("irregular") is None


def test_forms_of_verbs_are_made_by_rule():
    """Irregular ones come from the list; a final consonant may be doubled."""
    assert {"agreed", "agreeing", "agrees"} <= set(inflected("agree", {}))
    assert {"planned", "planning"} <= set(inflected("plan", {}))
    assert {"denies", "denied"} <= set(inflected("deny", {}))
    assert "told" in inflected("tell", {"tell": ["tells", "told"]})
    assert "carried out" in inflected("carry out", {})


def test_a_sentence_of_thousands_of_words_is_read_without_running_away():
    """Every walk to the left has an end, so one word costs the same in any sentence."""
    words = ["not", "ordered", "to", "leave"] * 5000
    assert present(words, len(words) - 1, (0, len(words)), ENGLISH).modality is Modality.ORDERED


def test_a_negation_cut_from_its_verb_counts():
    """Corpora give `did n't` as two words; however our own tokens are cut, the list holds it whole."""
    words = ["the", "guards", "did", "n't", "leave"]
    assert present(words, 4, (0, 5), ENGLISH).is_negated
