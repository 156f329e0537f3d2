"""Web Annotations: a passage leaves whole and comes back only where its words stand exactly."""

import json

import pytest
from human_readings import machine
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import AnchorError
from twosource.evidence.holdings import Exhibit
from twosource.evidence.layouts import PageLayout, WordBox
from twosource.evidence.outcome import Failure
from twosource.evidence.passages import Passage, cite_span
from twosource.reading.interchange import from_web_annotation, to_web_annotation

EXHIBIT = Exhibit(exhibit_id="e" * 64, size=3, media_type="image/png")
TEXT = "The bridge fell. Nobody saw it. The bridge fell again."


def annotated(text, start, end, layouts=()):
    rendition = machine(text)
    passage = cite_span(rendition, start, end)
    return to_web_annotation(passage, rendition, EXHIBIT, layouts), passage, rendition


def by_quote(exact, prefix="", suffix=""):
    return {
        "target": {
            "selector": {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
        }
    }


class TestOut:
    def test_it_holds_words_surroundings_and_place(self):
        annotation, passage, rendition = annotated(TEXT, 17, 30)
        (target,) = annotation["target"]
        quote, place = target["selector"]
        assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert (quote["exact"], quote["prefix"], quote["suffix"]) == (
            "Nobody saw it", "The bridge fell. ", ". The bridge fell again."
        )  # fmt: skip
        assert (place["start"], place["end"]) == (17, 30)
        assert rendition.rendition_id in target["source"]
        assert passage.passage_id in annotation["id"]

    def test_the_box_on_the_picture_is_given_where_every_word_has_one(self):
        words = (
            WordBox(start=0, end=3, left=10, top=20, right=40, bottom=30),
            WordBox(start=4, end=10, left=50, top=18, right=90, bottom=31),
        )
        layout = PageLayout(layout_id="l", rendition_id="r", page=1, width=100, height=100, words=words)
        annotation, *_ = annotated(TEXT, 0, 10, [layout])
        assert annotation["target"][1]["selector"]["value"] == "xywh=pixel:10,18,80,13"
        partly, *_ = annotated(TEXT, 0, 15, [layout])
        assert len(partly["target"]) == 1

    def test_a_passage_that_no_longer_stands_there_is_an_error(self):
        _, passage, _ = annotated(TEXT, 0, 10)
        with pytest.raises(AnchorError):
            to_web_annotation(passage, machine("other words entirely"), EXHIBIT)

    def test_json_holds_it(self):
        annotation, *_ = annotated("صدر الأمر", 0, 3)
        assert json.loads(json.dumps(annotation)) == annotation


class TestBack:
    @given(st.text("abc ح\U0001f600", min_size=2, max_size=40), st.data())
    def test_what_left_comes_back_as_the_same_passage(self, text, data):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        annotation, passage, rendition = annotated(text, start, end)
        found = from_web_annotation(json.loads(json.dumps(annotation)), [rendition])
        if passage.text.strip():
            assert found == passage
        else:
            assert isinstance(found, Failure)

    def test_words_that_stand_elsewhere_are_not_moved(self):
        annotation, _, rendition = annotated(TEXT, 0, 10)
        shifted = machine("X" + rendition.text)
        found = from_web_annotation(annotation, [shifted])
        assert isinstance(found, Failure)
        assert "do not stand at the place" in found.happened

    def test_a_quote_without_a_place_is_found_where_it_stands_once(self):
        found = from_web_annotation(by_quote("Nobody saw it"), [machine(TEXT)])
        assert isinstance(found, Passage)
        assert (found.start, found.end) == (17, 30)

    def test_a_quote_in_two_places_needs_its_surroundings(self):
        rendition = machine(TEXT)
        assert "2 places" in from_web_annotation(by_quote("The bridge fell"), [rendition]).happened
        found = from_web_annotation(by_quote("The bridge fell", suffix=" again"), [rendition])
        assert found.start == 32

    @pytest.mark.parametrize(
        "untrusted",
        [
            {},
            {"target": "https://example.invalid"},
            {"target": [1, None, {"selector": 3}]},
            by_quote(""),
            by_quote("words that stand nowhere"),
            {"target": {"selector": [{"type": "TextQuoteSelector", "exact": "The"},
                                     {"type": "TextPositionSelector", "start": True, "end": "9"}]}},
            {"target": {"selector": [{"type": "TextQuoteSelector", "exact": "The"},
                                     {"type": "TextPositionSelector", "start": -54, "end": -51}]}},
            {"target": {"selector": {"type": "TextQuoteSelector", "exact": ["The"]}}},
        ],
    )  # fmt: skip
    def test_whatever_cannot_be_checked_is_refused_with_a_sentence(self, untrusted):
        found = from_web_annotation(untrusted, [machine(TEXT)])
        assert isinstance(found, Failure)
        assert found.happened.endswith(".")
        assert found.safe == "Nothing was added to the case."

    def test_selectors_refined_by_others_are_read(self):
        annotation = by_quote("Nobody saw it")
        annotation["target"]["selector"]["refinedBy"] = {
            "type": "TextPositionSelector",
            "start": 17,
            "end": 30,
        }
        assert from_web_annotation(annotation, [machine(TEXT)]).text == "Nobody saw it"
