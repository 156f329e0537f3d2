"""The section on a question: order, what each part says of the figures, Arabic, names, the gate."""

import re
from dataclasses import fields, is_dataclass, replace

import pytest
from dossier_cases import BY_MACHINE, small_case, weighing
from dossier_weighing_cases import person

from twosource.dossier.compose import compose
from twosource.dossier.contexts import DossierPage, QuestionSection, Sentence
from twosource.dossier.gate import check
from twosource.dossier.material import Material, SaidOfQuestion, Told
from twosource.dossier.overreach import words_of_proof, words_of_separateness
from twosource.dossier.render import render
from twosource.dossier.weighed.words import words_for
from twosource.dossier.wording import bare
from twosource.dossier.worth import fallen, risen
from twosource.evidence.readouts import (
    AchRow,
    Disagreement,
    Flip,
    JointReadout,
    PairOfSteps,
    Story,
    Weighing,
)
from twosource.terms import PartyKind, load_table, vocabulary
from twosource.weighing import mixes_likelihood_and_confidence

QUESTION = "question-contact"
ARABIC = re.compile("[\u0600-\u06ff]")
BASIS = SaidOfQuestion(
    basis=(
        Told(text="Confidence in this answer: low."),
        Told(text="Any one of these hands, taken away, changes the lead: “record”.", names=("record",)),
    ),
    limits=(Told(text="Amal took back what they had answered on “contested”.", language="en"),),
)


def case(language: str = "en", said: SaidOfQuestion = BASIS, **given: object) -> Material:
    """Return the small case with another weighing, in a language."""
    weighed = replace(weighing(), **given)  # type: ignore[arg-type]
    return replace(small_case(), language=language, weighings={QUESTION: weighed}, said={QUESTION: said})


def section(language: str = "en", said: SaidOfQuestion = BASIS, **given: object) -> QuestionSection:
    """Return the section of that case."""
    return compose(case(language, said, **given)).questions[0]


def told(sentences: tuple[Sentence, ...]) -> list[str]:
    """Return the texts of sentences without isolates."""
    return [bare(s.text).replace("\u00a0", " ") for s in sentences]


def own_sentences(page: DossierPage) -> list[Sentence]:
    """Return the sentences of the question's section besides the count of hands, which is not its own."""
    found: list[Sentence] = []
    for field in fields(QuestionSection):
        value = getattr(page.questions[0], field.name)
        rows = value if isinstance(value, tuple) else (value,)
        found += [one for one in rows if isinstance(one, Sentence)]
    return found


def full() -> dict[str, object]:
    """Return every read-out a weighing can have, so that no part of the section is empty."""
    step = weighing().next_steps[0]
    failure = weighing().flips[1]
    return {
        "likeliest_failure": replace(failure, names=("broadcaster",), p_event=0.12),
        "flips": (*weighing().flips, replace(failure, names=("broadcaster",), p_event=0.12)),
        "stories": (
            Story(hypothesis="tactical", states=(("group", "honest"), ("record", "sound")), p=0.4),
            Story(hypothesis="none", states=(("group", "forger"), ("record", "sound")), p=0.3),
        ),
        "next_steps": (step, replace(step, name="pile", text="the whole pile"), weighing().next_steps[1]),
        "pairs": (
            PairOfSteps(
                names=("archive", "pile"), bits=0.2, p_lead_changes=0.1, hours=50, settles="tactical"
            ),
        ),
        "ach": (AchRow(item="contested", cells=("II", "N", "C")),),
        "joints": (
            JointReadout(
                names=(QUESTION, "record"),
                states=(("strategic", "tactical", "none"), ("sound", "unsound")),
                p=((0.1, 0.01), (0.6, 0.12), (0.1, 0.07)),
            ),
        ),
        "people": (person("Amal", 0.1, 0.8, 0.1), person("Ben", 0.2, 0.5, 0.3)),
        "disagreements": (
            Disagreement(
                item="contested",
                conditions="",
                hypothesis="none",
                words=(("Amal", "likely"), ("Ben", "unlikely")),
                decibans=6.1,
            ),
        ),
    }


# ---- the answer


def test_the_answer_is_one_sentence_with_its_range_and_the_cautious_reading() -> None:
    """The reading that allows for answers a little off is said where it is more than a rounding away."""
    rows = weighing().hypotheses
    near = replace(rows[1], p_allowing=0.71)
    far = replace(rows[1], p_allowing=0.66)
    first = told(section(hypotheses=(rows[0], far, rows[2])).answer)[0]
    assert first == (
        "Of the explanations named, “tactical local deals” leads: likely, 72 %, or 66 % if answers are a "
        "little off; nine readings in ten of the words people answered in give 28 % to 90 %."
    )
    assert "a little off" not in told(section(hypotheses=(rows[0], near, rows[2])).answer)[0]


def test_two_explanations_that_are_level_are_not_said_to_lead() -> None:
    """A lead by order of naming is none."""
    rows = weighing().hypotheses
    level = (replace(rows[0], p=0.72), rows[1], rows[2])
    first = told(section(hypotheses=level).answer)[0]
    assert first.startswith(
        "Of the explanations named, “tactical local deals” and “strategic collusion” are level: likely, 72 % each"
    )


def test_confidence_stands_in_sentences_of_its_own_with_what_it_rests_on() -> None:
    """A reader takes one for the other where they share a sentence; a reason cites the hands it names."""
    found = section()
    assert told(found.basis)[0] == "Confidence in this answer: low."
    assert {n.siglum for n in found.basis[1].citations} == {"E16"}
    likely = [t.value for t in vocabulary("likelihood").terms]
    assert not any(word in text for text in told(found.basis) for word in likely)
    assert not any("onfidence" in text for text in told(found.answer))


def test_a_page_without_what_weighing_says_has_no_empty_heading() -> None:
    """The desk hands it in; a page made without the desk leaves it out."""
    html = render(compose(case(said=SaidOfQuestion())))
    assert "How good the basis is" not in html
    assert "Limits of these figures" not in html
    assert "What moved since" not in html


# ---- what would change it


def test_the_likeliest_failure_comes_first_and_is_not_said_twice() -> None:
    """It is the one thing an editor asks for."""
    found = told(section(**full()).changes)
    assert found[0] == (
        "The likeliest failure that takes the lead away: the broadcaster (very unlikely, 12 %). Then "
        "“strategic collusion” would lead (likely, 57 %)."
    )
    assert sum("the broadcaster" in text for text in found) == 1


def test_a_search_that_stopped_says_up_to_where_it_looked() -> None:
    """No approximation without saying so."""
    failing = full()["likeliest_failure"]
    found = told(section(likeliest_failure=failing, failure_untried=0.03).changes)[0]
    assert found.endswith("The search stopped at its limit: none is more probable than 3 %.")
    still = (replace(weighing().flips[1], changes_lead=False),)
    assert told(section(flips=still).changes) == [
        "No failure of parties, of one or of many at once, takes the lead away."
    ]


def test_the_smallest_changes_are_said_and_the_rest_is_a_folded_table() -> None:
    """All that came through one pair of hands is one thing, however many items it has."""
    one = weighing().flips[0]
    pairs = tuple(replace(one, names=("contested", f"x{n}"), new_lead="none") for n in range(9))
    by_hands = Flip(
        kind="retraction",
        names=("letter_1", "defectors"),
        text="",
        changes_lead=True,
        new_lead="none",
        p=(0.1, 0.2, 0.7),
    )
    found = section(flips=(*pairs, by_hands))
    assert told(found.changes)[0].startswith("Without all that rests on handover group, “no contact” would")
    assert len(found.changes) == 7
    assert found.more_changes is not None
    assert found.more_changes.caption == "Three more cases in which the lead changes"
    assert '<details class="folded"><summary>Three more cases' in render(
        compose(case(flips=(*pairs, by_hands)))
    )


# ---- what to look for


def test_what_puts_people_at_risk_enters_no_recommendation_not_even_in_a_pair() -> None:
    """It would have been the best: most bits, most likely to change the lead, settling."""
    risky = replace(weighing().next_steps[1], bits=3.0, p_lead_changes=0.9, settles="none")
    pair = PairOfSteps(names=("archive", "defector"), bits=4.0, p_lead_changes=0.9, hours=1, settles="none")
    found = section(next_steps=(weighing().next_steps[0], risky), pairs=(pair,))
    assert found.looking_for_pairs is None
    *first, last = told(found.looking_for_notes)
    assert first == [
        "None of these alone is expected to change the lead.",
        "No single one of these would settle it, and no two together would.",
    ]
    assert last.startswith("Not recommended, because it puts people at risk:")
    only = section(next_steps=(risky,), pairs=())
    assert only.looking_for is None
    assert told(only.looking_for_notes)[0].startswith("Everything entered to look for puts people at risk")


def test_what_would_settle_it_is_said_alone_or_in_a_pair() -> None:
    """Alone where one finding would do, else the two that would."""
    step = replace(weighing().next_steps[0], settles="tactical", if_found=(0.01, 0.97, 0.02))
    alone = told(section(next_steps=(step,), pairs=()).looking_for_notes)
    assert (
        "What would settle it: “an archive with another custodian that mentions deals”, if found, would "
        "bring “tactical local deals” to 97 % (almost certain)."
    ) in alone
    both = told(section(**full()).looking_for_notes)
    assert any("These two would, if both are found, for “tactical local deals”" in text for text in both)
    assert any(text.startswith("Together these two could change it (very unlikely, 10 %)") for text in both)


# ---- people, views, limits


def test_nobody_of_the_desk_is_named_on_a_page() -> None:
    """Who answered what is for the desk: neither tables, pictures nor sentences name them."""
    material = replace(
        case(**full()),
        staff=("Amal", "Ben", "Carla"),
        moved={QUESTION: ("What moved it: Carla answered on “contested” anew (+3.1 decibans).",)},
    )
    html = render(compose(material))
    for name in ("Amal", "Ben", "Carla"):
        assert re.search(rf"\b{name}\b", html) is None
    found = compose(material).questions[0]
    assert told(found.since) == ["What moved it: person 3 answered on “contested” anew (+3.1 decibans)."]
    assert found.differing is not None
    assert told((found.differing,)) == [
        "People differ most on “the town was contested”, if “no contact” were so: person 1 says likely and "
        "person 2 says unlikely; 6.1 decibans apart."
    ]


def test_what_the_desk_hands_in_names_nobody_protected() -> None:
    """A reason names hands, a limit quotes answers: both pass under the veil like all other text."""
    hidden = replace(
        next(iter(small_case().parties.values())), party_id="mill", name="Upper Weaving Mill", label="",
        kind=PartyKind.ORGANISATION, is_protected=True,
    )  # fmt: skip
    said = SaidOfQuestion(
        basis=(Told(text="Any one of these, if it fails, changes the lead: “Upper Weaving Mill”."),),
        limits=(Told(text="Upper Weaving Mill was picked from a pile of 40."),),
    )
    step = replace(weighing().next_steps[0], text="a letter of Upper Weaving Mill")
    material = case(said=said, next_steps=(step,))
    html = render(compose(replace(material, parties={**material.parties, "mill": hidden})))
    assert "a letter of █████" in html
    assert "Weaving" not in html


def test_the_matrix_says_that_it_is_a_view_and_what_its_letters_mean() -> None:
    """Analysts know the table; counting its letters is the error that weights prevent."""
    table = section(**full()).matrix
    assert table is not None
    assert bare(table.caption) == (
        "The table analysts know, read off the weights: a view; nothing is computed from it. "
        "C consistent, N neutral, II very inconsistent."
    )
    assert table.rows == (("the town was contested", "II", "N", "C"),)


def test_two_unknowns_at_once_are_a_table_of_words_and_figures() -> None:
    """Rows are the first, columns the second."""
    (table,) = section(**full()).joints
    assert table.headers[1:] == ("sound", "unsound")
    assert table.rows[1] == ("tactical local deals", "likely, 60\u00a0%", "very unlikely, 12\u00a0%")


# ---- the whole section


def test_parts_come_in_the_order_an_editor_reads() -> None:
    """Answer, confidence, hands, against before for, changes, looking, since, people, views, limits."""
    material = replace(case(**full()), moved={QUESTION: ("Since then nothing.",)})
    html = render(compose(material))
    heads = [
        "The answer", "How good the basis is", "How many hands", "What speaks against", "What speaks for",
        "What would change the picture", "What to look for next", "What moved since the last version",
        "Where people disagree", "The same, seen otherwise", "Limits of these figures",
    ]  # fmt: skip
    places = [html.index(f"<h3>{head}</h3>") for head in heads]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_gate_finds_nothing_in_the_section_and_every_sentence_cites(language: str) -> None:
    """Also where nothing was handed in by the desk but figures."""
    material = replace(case(language, **full()), said={})
    page = compose(material)
    numbers = {s.number for s in own_sentences(page)}
    problems = check(page, mixes_likelihood_and_confidence=mixes_likelihood_and_confidence)
    assert not [p.line() for p in problems if p.number in numbers]
    assert all(s.citations for s in own_sentences(page) if s.kind.value == "about the case")


def test_every_sentence_of_the_section_is_arabic_on_an_arabic_page() -> None:
    """Quoted words stay as people wrote them; the sentence around them does not."""
    material = replace(case("ar", **full()), said={})
    page = compose(material)
    for sentence in own_sentences(page):
        assert sentence.language == "ar", sentence.text
        ours = re.sub("\u2068.*?\u2069", "", sentence.text)
        assert ARABIC.search(ours), sentence.text
        assert not re.search("[A-Za-z]{2,}", ours), sentence.text
    for table in (page.questions[0].looking_for, page.questions[0].matrix, page.questions[0].unmoved_cases):
        assert table is not None
        assert ARABIC.search(table.caption)


def test_what_is_still_english_on_an_arabic_page_says_so() -> None:
    """A screen reader would read it out with an Arabic voice."""
    hands = compose(case("ar")).questions[0].hands
    assert hands is not None
    assert hands.headline.language == "en"
    assert compose(case("ar")).questions[0].denied[0].language == "ar"


def test_a_figure_on_an_arabic_page_keeps_its_sign_before_it() -> None:
    """A browser would print "+4.0" as "4.0+" in an isolate without a direction."""
    html = render(compose(case("ar")))
    assert re.search(r'<bdi dir="ltr">[+\u2212]\d', html)
    assert not re.search(r"<bdi>[+\u2212]\d", html)


def test_both_languages_say_the_same_and_neither_says_too_much() -> None:
    """The same keys with the same places to fill, no word of proof, no likelihood beside a confidence."""
    table = load_table("weighed_page")["languages"]
    pictures = load_table("weighing_pictures")["languages"]
    assert set(table["en"]) == set(table["ar"])
    assert not set(table["en"]) & set(pictures["en"])
    for key, value in table["en"].items():
        other = table["ar"][key]
        assert isinstance(value, list) == isinstance(other, list)
        if isinstance(value, list):
            assert len(value) == len(other), key
            continue
        assert set(re.findall(r"{(\w+)}", value)) == set(re.findall(r"{(\w+)}", other)), key
        for text in (value, other):
            assert not words_of_proof(text), key
            assert not words_of_separateness(text), key
            assert not mixes_likelihood_and_confidence(text), key
    for rows in ("parts", "times"):
        assert all(row["en"] and row["ar"] for row in load_table("weighed_page")[rows])


def test_odds_are_said_in_words_of_either_language() -> None:
    """Words first; the figure follows in the sentence."""
    assert (fallen(4.5, "ar"), risen(4.5, "ar")) == ("أقل من ربعها", "أكثر من أربعة أضعافها")
    assert fallen(2.0, "fr") == "about half"
    assert words_for("fr").spoken == "en"


def test_a_weighing_of_one_hypothesis_leaves_no_holes() -> None:
    """One explanation, no weights, nothing tried: an answer, and nothing that pretends to be more."""
    lone: Weighing = replace(
        weighing(),
        hypotheses=weighing().hypotheses[1:2],
        weights=(),
        flips=(),
        tipping_points=(),
        next_steps=(),
    )
    page = compose(replace(case(), weighings={QUESTION: lone}))
    found = page.questions[0]
    assert len(found.answer) == 3
    assert (found.against, found.in_favour, found.changes, found.looking_for_notes) == ((), (), (), ())
    assert "<h3>What to look for next</h3>" not in render(page)


def spoken(value: object) -> list[Sentence]:
    """Return every sentence of a part of the page."""
    if isinstance(value, Sentence):
        return [value]
    if isinstance(value, tuple):
        return [s for one in value for s in spoken(one)]
    if is_dataclass(value):
        return [s for f in fields(value) for s in spoken(getattr(value, f.name))]
    return []


def read_by_machine(material: Material) -> Material:
    """Return the material as if no person had read a statement or said which claim it bears on."""
    return replace(
        material,
        statements={i: replace(s, made=BY_MACHINE) for i, s in material.statements.items()},
        matchings=tuple(replace(m, made=BY_MACHINE) for m in material.matchings),
    )


def test_what_people_answered_is_not_marked_as_machine_reading() -> None:
    """Confidence and weights rest on people's words, even where a machine read what those are about."""
    page = compose(read_by_machine(case(**full())))
    (question,) = page.questions
    assert any(s.machine_only for s in spoken(question.hands))
    said = [s for s in spoken(question) if s.citations and not s.about]  # what is about a claim was read
    assert len(said) > 5
    assert [s.text for s in said if s.machine_only] == []


def test_answers_that_a_machine_suggested_are_marked() -> None:
    material = read_by_machine(case(**full()))
    given = {q: replace(e, made=BY_MACHINE) for q, e in material.elicitations.items()}
    assert given
    (question,) = compose(replace(material, elicitations=given)).questions
    assert any(s.machine_only for s in spoken(question) if not s.about)


def test_a_sentence_on_words_that_a_person_matched_is_not_marked() -> None:
    """Who says that a statement says the claim has read it."""
    material = read_by_machine(case())
    person = next(m.made for m in case().matchings if m.made.is_judgement)
    matched = replace(material, matchings=tuple(replace(m, made=person) for m in material.matchings))
    hands = compose(matched).questions[0].hands
    assert hands is not None
    assert not hands.headline.machine_only
