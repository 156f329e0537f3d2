"""The gate: what may not be published, sentence by sentence, with a remedy."""

from dataclasses import replace

import pytest
from dossier_cases import BY_MACHINE, empty_case, small_case, undeclared_case
from hypothesis import given
from hypothesis import strategies as st

from twosource.dossier import EditorSentence, GateProblem, Material, check, compose
from twosource.dossier.gate import counts_of_sources, mixes_scales, sentences_of
from twosource.dossier.overreach import words_of_proof, words_of_separateness
from twosource.evidence.claims import Matching
from twosource.evidence.passages import cite_span


def passage_of(material: Material, words: str) -> str:
    return next(p.passage_id for p in material.passages.values() if words in p.text)


def added(text: str, words: str = "", *, language: str = "en") -> tuple[GateProblem, ...]:
    material = small_case()
    cited = (passage_of(material, words),) if words else ()
    sentence = EditorSentence(text=text, passage_ids=cited, language=language)
    return check(compose(replace(material, extra_sentences=(sentence,))))


REPORTED = "the withdrawal from Palmyra was agreed with the government"


@pytest.mark.parametrize("make", [small_case, undeclared_case, empty_case])
def test_what_the_program_composes_passes(make) -> None:
    """The program holds its own sentences to the same rules."""
    assert check(compose(make())) == ()


def test_a_sentence_with_its_passage_passes() -> None:
    """A reporter may add a sentence that rests on words somebody can read."""
    assert added("Outlets repeated that the withdrawal was agreed.", REPORTED) == ()


def test_a_sentence_without_evidence_is_refused() -> None:
    """Acceptance example 5: it has no evidence."""
    (problem,) = added("The withdrawal was agreed in a tent.")
    assert "cites nothing" in problem.problem
    assert "Cite the passage" in problem.remedy
    assert problem.number > 0
    assert str(problem.number) in problem.line()


def test_a_passage_that_is_not_held_is_no_evidence() -> None:
    """An id nobody holds cites nothing."""
    sentence = EditorSentence(text="It was agreed.", passage_ids=("passage-nobody-holds",))
    (problem,) = check(compose(replace(small_case(), extra_sentences=(sentence,))))
    assert "cites nothing" in problem.problem


def test_eleven_sources_where_there_is_one_pair_of_hands() -> None:
    """Acceptance example 5: "eleven sources" against kappa 1, and the gate says which words are wrong."""
    (problem,) = added("Eleven sources name the withdrawal agreed.", REPORTED)
    assert "“Eleven sources” where there is one pair of hands" in problem.problem
    assert problem.line().startswith(
        f"Sentence {problem.number} (“Eleven sources name the withdrawal agreed.”): It"
    )
    assert problem.line().endswith(problem.remedy)


@pytest.mark.parametrize(
    "text",
    [
        "At least 11 named sources confirm it.",
        "Several sources confirm it.",
        "Both witnesses confirm it.",
        "Dozens of separate accounts agree.",
        "1,200 sources confirm it.",
        "Two hundred sources confirm it.",
    ],
)
def test_other_ways_of_counting_too_many(text: str) -> None:
    """Figures, words and vague plurals are counts as well."""
    assert any("It says" in p.problem for p in added(text, REPORTED))


@pytest.mark.parametrize(
    "text",
    [
        "Eleven reports repeat that the withdrawal was agreed.",
        "In 2016 sources were few for an agreed withdrawal.",
        "On 2 May sources fell silent about the agreed withdrawal.",
        "One source stands behind the agreed withdrawal.",
        "Twelve outlets name the same sources for the agreed withdrawal.",
        "That the withdrawal was agreed was said by 40 % of sources asked.",
    ],
)
def test_counts_of_copies_years_and_dates_may_stand(text: str) -> None:
    """Only a count that claims separateness is held against kappa."""
    assert added(text, REPORTED) == ()


def test_origins_are_held_against_k_not_kappa() -> None:
    """Two starting points and one pair of hands is the typical leak; both may be said."""
    assert added("The agreed withdrawal has two origins.", REPORTED) == ()
    (problem,) = added("The agreed withdrawal has three origins.", REPORTED)
    assert "where there are two origins" in problem.problem


def test_arabic_counts_are_read_too() -> None:
    """A count in the sentence's own language is a count."""
    problems = added("قالت خمسة مصادر إن الانسحاب جرى باتفاق", "أن الانسحاب من تدمر", language="ar")
    assert ["خمسة مصادر" in p.problem for p in problems] == [True]


def test_likelihood_and_confidence_in_one_sentence_are_refused() -> None:
    """Acceptance example 5: how probable and how good the basis never share a sentence."""
    (problem,) = added("We judge with high confidence that an agreed withdrawal is very likely.", REPORTED)
    assert "likelihood and confidence in one sentence" in problem.problem


def test_likelihood_and_confidence_in_two_sentences_may_stand() -> None:
    """The rule is about one sentence."""
    assert added("An agreed withdrawal is very likely. We say so with low confidence.", REPORTED) == ()


def test_the_test_of_weighing_is_used_where_it_is_given() -> None:
    """Stages do not import one another: the desk hands weighing's own test in."""
    asked: list[str] = []

    def refuse_all(sentence: str) -> bool:
        asked.append(sentence)
        return "Palmyra" in sentence

    problems = check(compose(small_case()), mixes_likelihood_and_confidence=refuse_all)
    assert asked
    assert all("Palmyra" in p.sentence for p in problems)
    assert problems


@pytest.mark.parametrize(
    ("sentence", "mixed"),
    [
        ("likely, with moderate confidence", True),
        ("we are confident that it is probable", True),
        ("an unlikely story", False),
        ("high confidence", False),
        ("a likely highwayman", False),
    ],
)
def test_the_words_of_the_scales_decide(sentence: str, mixed: bool) -> None:
    """Without weighing's test the two scales of the vocabulary are used."""
    assert mixes_scales(sentence) is mixed


def test_quoted_words_must_stand_in_a_cited_passage() -> None:
    """A person's quotation marks are held to the passage."""
    assert added("They wrote “the withdrawal from Palmyra was agreed”.", REPORTED) == ()
    (problem,) = added("They wrote of the agreed withdrawal “a pact was signed in ink”.", REPORTED)
    assert "which no passage it cites says" in problem.problem


def test_words_left_out_are_allowed_only_in_order() -> None:
    """An ellipsis joins pieces that follow one another in the passage."""
    assert added("They wrote “the withdrawal … was agreed with the government”.", REPORTED) == ()
    assert added("They wrote “was agreed with … the withdrawal from”.", REPORTED)


def test_a_passage_that_no_longer_stands_is_refused() -> None:
    """Invariant 2: if the rendition changed under a passage, nothing that rests on it publishes."""
    material = small_case()
    first = material.renditions[0]
    changed = replace(first, text="x" * len(first.text))
    problems = check(compose(replace(material, renditions=(changed, *material.renditions[1:]))))
    assert problems
    assert all("no longer stands in its rendition (E1" in p.problem for p in problems)


def test_a_citation_whose_words_were_altered_is_refused() -> None:
    """Somebody who edits the page cannot put words into a passage."""
    page = compose(small_case())
    hands = page.questions[0].hands
    assert hands is not None
    note = replace(hands.headline.citations[0], words="something nobody wrote")
    forged = replace(hands, headline=replace(hands.headline, citations=(note,)))
    page = replace(page, questions=(replace(page.questions[0], hands=forged),))
    assert any("do not occur in their passage" in p.problem for p in check(page))


def test_a_method_sentence_may_not_assert_about_the_case() -> None:
    """The kind that needs no citation cannot be used to smuggle an assertion in."""
    page = compose(replace(small_case(), notes=("Outlet 3 is run by the government.",)))
    problems = check(page)
    assert problems
    assert "declared to be about method" in problems[0].problem


def test_an_ordinary_word_that_is_also_a_party_does_not_close_the_gate() -> None:
    """Machine-found parties may be called "people"; method prose may use the word."""
    material = small_case()
    people = replace(material.parties["expert"], party_id="people", name="people")
    page = compose(replace(material, parties={**material.parties, "people": people}))
    assert check(page) == ()


def test_a_weighing_without_answers_has_no_evidence_for_its_sentences() -> None:
    """Without elicitations and matched statements nothing says what the figures rest on."""
    page = compose(replace(small_case(), elicitations={}, matchings=()))
    assert any("cites nothing" in p.problem for p in check(page))


def test_an_undecided_statement_is_no_evidence_for_its_claim() -> None:
    """`not enough` does not count as saying it."""
    material = small_case()
    undecided = tuple(
        Matching(
            matching_id=m.matching_id,
            statement_id=m.statement_id,
            claim_id=m.claim_id,
            verdict="not enough",
            reasons=(),
            made=m.made,
        )
        for m in material.matchings
    )
    page = compose(replace(material, matchings=undecided))
    assert all(not c.statements for c in page.claims)


def test_counting_words_are_found_with_their_value() -> None:
    """The least number a phrase can mean, with the phrase."""
    assert counts_of_sources("eleven well-placed sources") == (("eleven well-placed sources", 11),)
    assert counts_of_sources("no sources at all") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The letters prove that the withdrawal was agreed.",
        "The letters are proof that the withdrawal was agreed.",
        "It is certain that the withdrawal was agreed.",
        "The withdrawal was certainly agreed.",
        "The broadcaster has confirmed that the withdrawal was agreed.",
        "That the withdrawal was agreed is established.",
        "The withdrawal was undoubtedly agreed.",
        "Beyond any doubt the withdrawal was agreed.",
        "There is no doubt that the withdrawal was agreed.",
        "Nobody doubts that it is proven that the withdrawal was agreed.",
        "It is not only proven that the withdrawal was agreed.",
        "PRO\u200bVEN: the withdrawal was agreed.",
        "They wrote “the withdrawal is proven” of an agreed withdrawal.",
    ],
)
def test_words_of_proof_and_certainty_are_refused(text: str) -> None:
    """Nothing is proved: things are supported, contradicted or open."""
    assert any("proof or certainty" in p.problem for p in added(text, REPORTED))


@pytest.mark.parametrize(
    "text",
    [
        "It is almost certain that the withdrawal was agreed.",
        "Nobody could verify that the withdrawal was agreed.",
        "That the withdrawal was agreed has not been confirmed.",
        "It is uncertain whether the withdrawal was agreed.",
    ],
)
def test_a_word_of_the_scale_and_a_denial_of_proof_may_stand(text: str) -> None:
    """To say that something could not be verified says less, not more."""
    assert added(text, REPORTED) == ()


def test_a_word_of_proof_may_stand_inside_words_a_passage_says() -> None:
    """What somebody else called proof can be quoted, because the passage can be read."""
    text = "The letters could not be verified."
    material = small_case()
    rendition = material.renditions[0]
    whole = replace(
        next(p for p in material.passages.values() if p.exhibit_id == rendition.exhibit_id),
        text="the signed proof that the withdrawal was agreed",
        passage_id="quoted-proof",
    )
    sentence = EditorSentence(
        text="One outlet wrote “the signed proof that the withdrawal was agreed”.",
        passage_ids=("quoted-proof",),
    )
    passages = {**material.passages, "quoted-proof": whole}
    problems = check(compose(replace(material, passages=passages, extra_sentences=(sentence,))))
    assert text
    assert not any("proof or certainty" in p.problem for p in problems)


@pytest.mark.parametrize(
    "text",
    ["هذا يثبت أن الانسحاب جرى باتفاق", "ومن المؤكد أن الانسحاب جرى باتفاق", "بلا شك جرى الانسحاب باتفاق"],
)
def test_arabic_words_of_proof_are_refused(text: str) -> None:
    """Particles written onto a word do not hide it."""
    problems = added(text, "أن الانسحاب من تدمر", language="ar")
    assert ["proof or certainty" in p.problem for p in problems] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Several outlets say that the withdrawal was agreed.",
        "Independent witnesses say that the withdrawal was agreed.",
        "It was independently said that the withdrawal was agreed.",
        "Witnesses who are independent say that the withdrawal was agreed.",
        "Many different papers say that the withdrawal was agreed.",
        "Testimony corroborates that the withdrawal was agreed.",
    ],
)
def test_several_and_independent_need_two_pairs_of_hands(text: str) -> None:
    """Twelve reports through one pair of hands are neither several sources nor independent ones."""
    (*_, problem) = added(text, REPORTED)
    assert "calls sources several or independent" in problem.problem
    assert "one pair of hands" in problem.problem


def test_cutting_a_passage_anew_does_not_lose_its_claims() -> None:
    """A fresh citation of the same words speaks of the same claims, so the same count holds."""
    material = small_case()
    passage = material.passages[passage_of(material, REPORTED)]
    rendition = next(r for r in material.renditions if r.rendition_id == passage.rendition_id)
    fresh = cite_span(rendition, passage.start + 4, passage.end)
    counted = replace(material.origin_counts["claim-ordered"], kappa=(0.0, 0.0, 1.0, 0.0))
    ready = replace(
        material,
        passages={**material.passages, fresh.passage_id: fresh},
        origin_counts={**material.origin_counts, "claim-ordered": counted},
        extra_sentences=(
            EditorSentence(
                text="Several outlets say the withdrawal was agreed.", passage_ids=(fresh.passage_id,)
            ),
        ),
    )
    assert any("calls sources several" in p.problem for p in check(compose(ready)))


def test_independent_may_be_said_where_two_pairs_of_hands_were_counted() -> None:
    """The word is held to the count, not banned."""
    material = small_case()
    counted = replace(material.origin_counts["claim-agreed"], kappa=(0.0, 0.02, 0.98, 0.0), chokepoints=())
    counts = {**material.origin_counts, "claim-agreed": counted}
    cited = (passage_of(material, REPORTED),)
    sentence = EditorSentence(text="Independent witnesses say the withdrawal was agreed.", passage_ids=cited)
    ready = replace(material, origin_counts=counts, extra_sentences=(sentence,))
    assert check(compose(ready)) == ()
    unread = {k: replace(s, made=BY_MACHINE) for k, s in ready.statements.items()}
    suggested = tuple(replace(m, made=BY_MACHINE) for m in ready.matchings)
    (problem,) = check(compose(replace(ready, statements=unread, matchings=suggested)))
    assert "nobody has checked" in problem.problem


@pytest.mark.parametrize("words", [REPORTED, "there has never been any agreement", "المدفعية الثقيلة"])
def test_a_sentence_its_passage_does_not_speak_of_is_refused(words: str) -> None:
    """A false sentence cannot be published by citing whatever is at hand."""
    problems = added("Assad personally ordered the massacre.", words)
    assert problems
    assert any("in common" in p.problem for p in problems)
    assert all("side by side" in p.remedy for p in problems)


def test_a_name_no_cited_passage_names_is_refused() -> None:
    """Words in common do not bring somebody in of whom the passage says nothing."""
    for text in ("The withdrawal was agreed by Putin.", "Assad agreed to the withdrawal."):
        (problem,) = added(text, REPORTED)
        assert "whom no passage it cites names" in problem.problem
    assert added("The withdrawal from Palmyra was agreed.", REPORTED) == ()


def test_a_party_that_speaks_in_the_passage_may_be_named() -> None:
    """A passage that says "they told us" speaks of those its chain names."""
    assert added("The government says there was no agreement.", "there has never been any agreement") == ()


def test_a_passage_in_another_language_needs_a_name_or_a_mark() -> None:
    """Words of two languages cannot be compared; the reader is told that a sentence is a translation."""
    arabic = "أن الانسحاب من تدمر"
    assert added("The withdrawal from Palmyra was agreed.", arabic) == ()
    (problem,) = added("Nobody was hurt on the road.", arabic)
    assert "another language" in problem.problem
    assert added("Nobody was hurt on the road (translated from Arabic).", arabic) == ()


@given(st.text(max_size=120))
def test_any_text_can_be_put_to_the_gate(text: str) -> None:
    """The gate answers about every text and never raises."""
    for words, counted in counts_of_sources(text, "ar"):
        assert words
        assert counted >= 2 or counted in (0, 1)
    assert mixes_scales(text) in (True, False)
    assert all(words_of_proof(text))
    assert all(words_of_separateness(text))


def test_a_claim_with_quotation_marks_of_its_own_passes_and_is_quoted_whole() -> None:
    """Its marks are single within ours; the gate still knows the words for those of the claim."""
    material = undeclared_case()
    text = "An outlet calls it “proof of separate sources” in print"
    claims = tuple(replace(claim, text=text) for claim in material.claims)
    page = compose(replace(material, claims=claims))
    quoting = [s.text for s in sentences_of(page) if "‘proof of separate sources’ in print" in s.text]
    assert quoting
    assert not any("sources” in print" in s.text for s in sentences_of(page) if "“" in s.text)
    assert [p for p in check(page) if "proof" in p.problem or "separate" in p.problem] == []
