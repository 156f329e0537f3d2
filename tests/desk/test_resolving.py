"""Quotes become passages only where the words stand; patterns become exhibits only where held."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.dates import parse_span
from twosource.desk.declarations import PublisherDeclaration, StatementDeclaration, read_declarations
from twosource.desk.resolving import (
    declare_statement,
    find_quote,
    find_unmatched,
    resolve_custody,
    resolve_elicitations,
    resolve_matchings,
    resolve_publishers,
    resolve_statements,
)
from twosource.errors import AnchorError, DeclarationError
from twosource.evidence.claims import Matching
from twosource.evidence.holdings import Holding, Rendition
from twosource.evidence.passages import Passage, is_anchored
from twosource.evidence.testimony import Link, Statement
from twosource.terms import Access, RenditionKind, Status, Voice

CASE = """
schema = "twosource-case/1"
[parties]
paper = { name = "The Paper", kind = "outlet" }
group = { name = "the group", kind = "group" }
[claims]
agreed = { text = "It was agreed.", action = "agree" }
[[custody]]
exhibits = ["letters/*"]
from = "group"
to = "paper"
action = "handed over"
[[publishers]]
exhibits = ["reports/*"]
party = "paper"
at = "2016-05-02"
[[publishers]]
exhibits = ["reports/2.html"]
party = "group"
[[statements]]
exhibit = "reports/1.html"
quote = "it was agreed"
claim = "agreed"
[[statements]]
exhibit = "reports/9.html"
quote = "it was agreed"
claim = "agreed"
[[statements]]
exhibit = "reports/2.html"
quote = "it was signed and sealed"
claim = "agreed"
[[matchings]]
statement = "S1"
claim = "agreed"
[[matchings]]
statement = "S7"
claim = "agreed"
[question.q]
text = "Which?"
prior = { a = 1, b = 1, something_else = 1 }
prior_why = "even"
hypotheses = { a = "a", b = "b", something_else = "something else" }
[[question.q.items]]
name = "letter"
text = "a letter"
exhibits = ["letters/*", "notes/*"]
why = "for the example"
answers = [ { words = { a = "likely", b = "unlikely" } } ]
"""
HOLDINGS = [
    Holding(holding_id=f"h{n}", accession_id="a", exhibit_id=f"e{n}", path=path)
    for n, path in enumerate(["cache/letters/1.png", "cache/reports/1.html", "cache/reports/2.html"])
]


def _rendition(text, kind=RenditionKind.TEXT, name="r1"):
    return Rendition(rendition_id=name, exhibit_id="e1", kind=kind, text=text, pages=())


def _one(quote, **more):
    return StatementDeclaration(
        number=1, exhibit="reports/1.html", quote=quote, claim_id="claim-agreed", **more
    )


def _declared():
    return read_declarations(CASE, source="case.toml")


def test_a_quote_becomes_a_passage_anchored_in_its_rendition():
    """The passage is the words where they stand."""
    rendition = _rendition("They said it was agreed, and left.")
    passage = find_quote(_one("it was agreed"), [rendition])
    assert passage.text == "it was agreed"
    assert is_anchored(passage, rendition)


def test_a_line_break_of_the_page_is_bridged_and_the_passage_keeps_it():
    """White space is the page's; the words are the author's."""
    rendition = _rendition("heavy artillery\n   and guns")
    assert find_quote(_one("heavy artillery and guns"), [rendition]).text == "heavy artillery\n   and guns"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_the_same_words(form):
    """Arabic hamza and French accents are found in either form, at the offsets of the rendition."""
    rendition = _rendition(unicodedata.normalize(form, "قال إن الأسلحة نُقلت. L'évacuation fut négociée."))
    for other in ("NFC", "NFD"):
        quote = unicodedata.normalize(other, "الأسلحة نُقلت")
        assert is_anchored(find_quote(_one(quote), [rendition]), rendition)
        quote = unicodedata.normalize(other, "évacuation fut négociée")
        assert is_anchored(find_quote(_one(quote), [rendition]), rendition)


def test_a_quote_that_stands_nowhere_is_refused_and_says_how_far_it_holds():
    """The nearest fit is never taken; a person sees where the words part."""
    with pytest.raises(AnchorError) as caught:
        find_quote(_one("it was agreed and signed"), [_rendition("They said it was agreed and left.")])
    assert caught.value.happened == (
        'The quote "it was agreed and signed" does not stand in "reports/1.html". '
        'It stands there as far as "it was agreed and".'
    )
    assert caught.value.exit_code == 5
    assert "Copy the words" in caught.value.remedy_text


def test_other_words_are_never_bridged():
    """Case, punctuation and spelling belong to the words."""
    for quote in ("It was agreed", "it was, agreed", "it was agrëed"):
        with pytest.raises(AnchorError):
            find_quote(_one(quote), [_rendition("it was agreed")])


def test_a_quote_found_twice_needs_to_say_which():
    """Two places are two passages."""
    rendition = _rendition("agreed once, agreed twice")
    with pytest.raises(AnchorError, match="stands 2 times"):
        find_quote(_one("agreed"), [rendition])
    assert find_quote(_one("agreed", nth=1), [rendition]).start == 0
    assert find_quote(_one("agreed", nth=2), [rendition]).start == 13
    with pytest.raises(AnchorError, match="stands only 2 times"):
        find_quote(_one("agreed", nth=3), [rendition])


def test_transcription_and_translation_are_searched_and_can_be_told_apart():
    """A number stands in both; naming the rendition settles which is meant."""
    both = [
        _rendition("withdraw 24", RenditionKind.TRANSLATION, "r2"),
        _rendition("سحب 24", RenditionKind.TRANSCRIPTION, "r1"),
        _rendition("24", RenditionKind.PAGE_IMAGE, "r0"),
    ]
    assert find_quote(_one("withdraw"), both).rendition_id == "r2"
    with pytest.raises(AnchorError, match="in its transcription and its translation"):
        find_quote(_one("24"), both)
    assert find_quote(_one("24", nth=1), both).rendition_id == "r1"
    assert find_quote(_one("24", rendition=RenditionKind.TRANSLATION), both).rendition_id == "r2"


def test_an_exhibit_without_text_says_so():
    """An unread image is not an image without these words."""
    with pytest.raises(AnchorError, match="has no text to search"):
        find_quote(_one("agreed"), [_rendition("agreed", RenditionKind.PAGE_IMAGE)])


def test_a_statement_without_a_chain_is_spoken_by_the_declared_publisher():
    """Its own voice, dated as published."""
    publisher = PublisherDeclaration(patterns=("*",), party_id="paper", at_span=parse_span("2016-05-02"))
    _, statement, matching = declare_statement(_one("agreed"), [_rendition("agreed")], publisher)
    assert [link.party_id for link in statement.chain.links] == ["paper"]
    assert (statement.voice, statement.said_span.edtf()) == (Voice.OWN, "2016-05-02")
    assert (matching.statement_id, matching.verdict) == (statement.statement_id, "same")
    assert statement.made.is_judgement


def test_a_statement_with_a_chain_is_attributed():
    """Somebody is said to say it, when it was said."""
    links = (Link(party_id="paper"), Link(party_id="witness", access=Access.DID))
    one = _one("agreed", links=links, said_span=parse_span("2016-04"))
    _, statement, _ = declare_statement(one, [_rendition("agreed")], None)
    assert (statement.voice, statement.said_span.edtf()) == (Voice.ATTRIBUTED, "2016-04")


def test_a_statement_nobody_says_is_refused():
    """Without a chain and a publisher there is no statement."""
    with pytest.raises(DeclarationError, match="nobody is said to say"):
        declare_statement(_one("agreed"), [_rendition("agreed")], None)


def test_ids_are_stable_and_depend_on_what_is_said_by_whom():
    """Reading the same declaration again gives the same records; another speaker is another statement."""
    by_paper = _one("agreed", links=(Link(party_id="paper"),))
    by_group = _one("agreed", links=(Link(party_id="group"),))
    first, again = (declare_statement(by_paper, [_rendition("agreed")], None) for _ in range(2))
    other = declare_statement(by_group, [_rendition("agreed")], None)
    assert first == again
    assert first[0] == other[0]
    assert first[1].statement_id != other[1].statement_id


def test_one_missing_exhibit_or_quote_does_not_take_the_others_along():
    """Partial failure is a result: each statement ends on its own."""
    texts = {"e1": _rendition("Yesterday it was agreed."), "e2": _rendition("it was signed")}
    outcomes = list(resolve_statements(_declared(), HOLDINGS, lambda exhibit_id: [texts[exhibit_id]]))
    assert [outcome.status for outcome in outcomes] == [Status.READ, Status.REFUSED, Status.REFUSED]
    assert [type(value) for value in outcomes[0].values] == [Passage, Statement, Matching]
    assert '"reports/9.html", and nothing was received' in outcomes[1].failures[0].happened
    assert outcomes[2].failures[0].happened.startswith("case.toml, statements number 3: ")
    assert 'as far as "it was signed"' in outcomes[2].failures[0].happened


def test_a_pattern_that_means_two_exhibits_is_no_place_for_a_quote():
    """A statement stands in one exhibit."""
    text = CASE.replace('exhibit = "reports/9.html"', 'exhibit = "reports/*.html"')
    declared = read_declarations(text, source="case.toml")
    outcomes = list(resolve_statements(declared, HOLDINGS, lambda _: [_rendition("it was agreed")]))
    assert "2 exhibits were received" in outcomes[1].failures[0].happened


def test_custody_publishers_and_items_find_their_exhibits():
    """The later publisher holds where two meet."""
    declared = _declared()
    (event,) = resolve_custody(declared, HOLDINGS)
    assert (event.exhibit_ids, event.from_party, event.to_party) == (("e0",), "group", "paper")
    publishers = resolve_publishers(declared, HOLDINGS)
    assert {e: p.party_id for e, p in publishers.items()} == {"e1": "paper", "e2": "group"}
    assert resolve_elicitations(declared, HOLDINGS)[0].items[0].exhibit_ids == ("e0",)


def test_custody_of_nothing_held_is_left_out_and_the_pattern_is_named():
    """A pattern that means nothing is a sentence, not a silence."""
    assert resolve_custody(_declared(), HOLDINGS[1:]) == ()
    assert [f.happened for f in find_unmatched(_declared(), HOLDINGS)] == [
        'case.toml speaks of "notes/*", and nothing was received under such a path.'
    ]


def test_the_id_of_a_custody_event_does_not_depend_on_what_is_held():
    """A new exhibit joins the event; it does not make another one."""
    more = [*HOLDINGS, Holding(holding_id="h9", accession_id="a", exhibit_id="e9", path="letters/2.png")]
    (before,), (after,) = resolve_custody(_declared(), HOLDINGS), resolve_custody(_declared(), more)
    assert before.custody_id == after.custody_id
    assert after.exhibit_ids == ("e0", "e9")


def test_verdicts_find_their_statements_by_siglum():
    """A verdict on nothing is named and left out."""
    matchings, failures = resolve_matchings(_declared(), {"S1": "statement-1"}.get)
    assert [m.statement_id for m in matchings] == ["statement-1"]
    assert '"S7", which is not in the case' in failures[0].happened


@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
    st.lists(
        st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=8),
        min_size=1,
        max_size=6,
    ),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
)
def test_a_quote_copied_from_the_text_is_always_found(before, words, after):
    """Whatever stands around it, copied words are anchored, once or as often as they stand there."""
    rendition = _rendition(f"{before} {' '.join(words)} {after}")
    passage = find_quote(_one(" ".join(words), nth=1), [rendition])
    assert is_anchored(passage, rendition)
    assert unicodedata.normalize("NFC", "".join(passage.text.split())) == unicodedata.normalize(
        "NFC", "".join(words)
    )
