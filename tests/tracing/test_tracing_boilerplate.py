"""Boilerplate: what an outlet prints under every page makes no copies; what a claim is made in stays."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.evidence.passages import Passage
from twosource.tracing import TraceSettings, explain, trace
from twosource.tracing.boilerplate import boilerplate_of, without_boilerplate
from twosource.tracing.words import split_words

FOOT = " ".join(f"foot{i}" for i in range(40))


def body(seed, n=60):
    """Return words nobody else has."""
    return " ".join(f"w{seed}x{i}" for i in range(n))


def words_in(texts, found):
    """Return, by exhibit, how many words are boilerplate."""
    return {e: sum(len(split_words(texts[e][a:b])) for a, b in rows) for e, rows in found.items()}


def test_a_footer_on_all_pages_of_an_outlet_is_boilerplate():
    """Its forty words and no other are found on each page."""
    texts = {f"e{i}": f"{body(i)} {FOOT}" for i in range(4)}
    found = boilerplate_of(texts, dict.fromkeys(texts, "herald"))
    assert {e: [texts[e][a:b] for a, b in rows] for e, rows in found.items()} == {e: [FOOT] for e in texts}


def test_a_footer_of_one_outlet_is_boilerplate_on_the_pages_of_another():
    """A house prints one footer under several titles; one page of a title is enough to know it by then."""
    texts = {f"e{i}": f"{body(i)} {FOOT}" for i in range(4)} | {"other": f"{FOOT} {body(99)}"}
    outlets = {**dict.fromkeys(texts, "herald"), "other": "courier"}
    assert words_in(texts, boilerplate_of(texts, outlets))["other"] == 40


def test_later_states_of_one_report_are_no_boilerplate():
    """Each state repeats the one before and adds to it: their words are the report itself."""
    texts = {f"e{i}": " ".join(body(k, 40) for k in range(i + 1)) for i in range(5)}
    assert boilerplate_of(texts, dict.fromkeys(texts, "herald")) == {}


def test_an_agency_report_printed_once_by_each_outlet_is_no_boilerplate():
    """Forty outlets with the same words and some of their own are copies, however many."""
    texts = {f"e{i}": f"{FOOT} {body(i)}" for i in range(40)}
    assert boilerplate_of(texts, {e: f"outlet of {e}" for e in texts}) == {}


def test_the_same_page_many_times_is_one_page():
    """Ten thousand identical copies at one outlet show nothing about its footer."""
    texts = {f"e{i}": f"{body(1)} {FOOT}" for i in range(10_000)}
    assert boilerplate_of(texts, dict.fromkeys(texts, "herald")) == {}


def test_two_pages_are_too_few_and_nameless_outlets_show_nothing():
    """With two pages chance and habit look the same."""
    texts = {f"e{i}": f"{body(i)} {FOOT}" for i in range(2)}
    assert boilerplate_of(texts, dict.fromkeys(texts, "herald")) == {}
    texts = {f"e{i}": f"{body(i)} {FOOT}" for i in range(5)}
    assert boilerplate_of(texts, {}) == {}
    assert boilerplate_of({}, {}) == {}


def test_footers_are_found_right_to_left_and_beside_empty_texts():
    """Offsets are code points of the text as it was read."""
    foot = "جميع الحقوق محفوظة للموقع ولا يجوز نشر المواد دون إذن خطي مسبق"
    texts = {f"e{i}": f"{body(i)}\n{foot}" for i in range(4)} | {"empty": ""}
    found = boilerplate_of(texts, dict.fromkeys(texts, "herald"))
    assert {e: [texts[e][a:b] for a, b in rows] for e, rows in found.items()} == {
        f"e{i}": [foot] for i in range(4)
    }


def test_the_words_a_claim_is_made_in_are_kept():
    """A claim that stands in a footer is compared by that footer."""
    text = f"{body(1)} {FOOT}"
    start = text.index("foot10 ")
    passage = Passage(
        passage_id="p",
        rendition_id="r",
        exhibit_id="e",
        start=start,
        end=start + len("foot10 foot11"),
        text="foot10 foot11",
    )
    left = without_boilerplate(split_words(text), ((text.index("foot0"), len(text)),), [passage])
    assert len(left) == 62
    assert left.between(60, 2) == "foot10 foot11"


@settings(max_examples=25)
@given(st.permutations(range(6)))
def test_the_order_of_entry_changes_nothing(order):
    """The same pages give the same boilerplate."""
    texts = {f"e{i}": f"{body(i)} {FOOT}" for i in order}
    assert boilerplate_of(texts, dict.fromkeys(texts, "herald")) == boilerplate_of(
        dict(sorted(texts.items())), dict.fromkeys(texts, "herald")
    )


def footed(new_story, boilerplate):
    """Return a story of six outlets of one house that say it separately over the same footer."""
    story = new_story()
    rng = random.Random(1)
    for i in range(6):
        own = " ".join(rng.choice("abcdefghijklmnop") + str(rng.randrange(900)) for _ in range(60))
        story.report(f"outlet {i}", text=f"{own} {FOOT}", on=i)
    evidence = replace(story.evidence(), passages={})
    if not boilerplate:
        return evidence
    pages = dict(evidence.texts) | {f"more {i}": f"{body(i)} {FOOT}" for i in range(4)}
    return replace(evidence, boilerplate=boilerplate_of(pages, {f"more {i}": "outlet 0" for i in range(4)}))


def test_a_footer_makes_no_copies_once_it_is_known(new_story):
    """Six separate reports over one footer look like copies; with the footer left out they share nothing."""
    (with_footer,) = (o.values[0] for o in trace([footed(new_story, False)], settings=TraceSettings()))
    evidence = footed(new_story, True)
    (without,) = (o.values[0] for o in trace([evidence], settings=TraceSettings()))
    assert with_footer.derivations
    assert not without.derivations
    assert without.k[1] < 0.9 < 0.99 < with_footer.k[1]
    assert any("prints under most of its pages" in sentence for sentence in explain(without, evidence))
    assert not any("prints under" in s for s in explain(with_footer, footed(new_story, False)))
