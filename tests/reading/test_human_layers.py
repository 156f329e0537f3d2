"""Layers: what a person read stands beside the machine's, in order, with gaps left open."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from human_readings import HUDA, SALIM, machine, reading
from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence.transcripts import ModelReading, SuggestedPage, model_reading_id
from twosource.reading.human import layers_of, set_beside, suggestion_of
from twosource.reading.human.folding_pages import fold_pages
from twosource.terms import RenditionKind

LINES = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 6), st.text("ab ح", max_size=6)), max_size=12)


def readings_from(rows):
    return [reading(text, page=page, line=line, minute=n) for n, (page, line, text) in enumerate(rows)]


class TestPages:
    def test_lines_stand_in_their_order_whenever_they_were_read(self):
        (page,) = fold_pages([reading("second", line=2), reading("first", line=1, minute=1)])
        assert page.text == "first\nsecond"

    def test_lines_that_do_not_follow_one_another_are_kept_apart(self):
        (page,) = fold_pages([reading("one", line=1), reading("five", line=5)])
        assert page.text == "one\n\nfive"
        assert page.label == "lines 1, 5"

    def test_ranges_of_lines_are_told_shortly(self):
        (page,) = fold_pages([reading("x", line=n, minute=n) for n in (1, 2, 3, 7, 8)])
        assert page.label == "lines 1 to 3, 7 to 8"

    def test_a_later_line_stands_in_place_of_that_line_of_the_page(self):
        (page,) = fold_pages([reading("one\ntwo\nthree"), reading("TWO", line=2, minute=1)])
        assert page.text == "one\nTWO\nthree"
        assert page.is_whole

    def test_a_page_read_whole_later_stands_in_place_of_its_lines(self):
        (page,) = fold_pages([reading("draft", line=1), reading("the whole page", minute=1)])
        assert page.text == "the whole page"

    def test_a_reading_that_another_supersedes_is_left_out(self):
        first = reading("wrnog", line=1)
        second = reading("wrong", line=1, minute=1, supersedes=first.reading_id)
        third = reading("right", line=1, minute=2, supersedes=second.reading_id)
        (page,) = fold_pages([third, first, second])
        assert page.text == "right"

    def test_a_page_nobody_read_is_absent(self):
        assert [page.number for page in fold_pages([reading("a", page=1), reading("c", page=3)])] == [1, 3]

    @given(LINES)
    def test_the_order_in_which_readings_arrive_does_not_matter(self, rows):
        readings = readings_from(rows)
        shuffled = list(readings)
        random.Random(1).shuffle(shuffled)
        assert fold_pages(readings) == fold_pages(shuffled)

    @given(LINES)
    def test_no_word_is_made_up(self, rows):
        given_words = {word for *_, text in rows for word in text.split()}
        assert {w for page in fold_pages(readings_from(rows)) for w in page.text.split()} <= given_words

    @given(LINES)
    def test_the_last_reading_of_every_line_is_there(self, rows):
        pages = {page.number: page for page in fold_pages(readings_from(rows))}
        last = {}
        for page, line, text in rows:
            if line == 0:
                last = {place: words for place, words in last.items() if place[0] != page}
            else:
                last[page, line] = text
        assert all(dict(pages[page].lines)[line] == text for (page, line), text in last.items())


class TestLayers:
    def test_a_layer_names_its_person_and_says_that_a_person_made_it(self):
        (layer,) = layers_of([reading("the guns left", language="en")])
        assert (layer.maker, layer.made_by_person, layer.language) == (HUDA, True, "en")
        assert layer.text == "the guns left"

    def test_person_kind_language_and_second_reading_make_layers_of_their_own(self):
        first = reading("a")
        every = [
            first,
            reading("b", by=SALIM, minute=1, second_of=first.reading_id),
            reading("c", kind=RenditionKind.TRANSLATION, minute=2),
            reading("d", kind=RenditionKind.TRANSLATION, language="fr", minute=3),
        ]
        layers = layers_of(every)
        assert [layer.text for layer in layers] == ["a", "b", "c", "d"]
        assert layers[1].maker_version == "second reading"
        assert len({layer.rendition_id for layer in layers}) == 4

    def test_pages_know_where_they_stand_in_the_text(self):
        (layer,) = layers_of([reading("page one"), reading("page three", page=3)])
        held = {page.number: layer.text[page.start : page.end].strip() for page in layer.pages}
        assert held == {1: "page one", 3: "page three"}

    @given(LINES)
    def test_pages_cover_the_text_without_a_gap(self, rows):
        for layer in layers_of(readings_from(rows)):
            ends = [0, *(page.end for page in layer.pages)]
            assert [page.start for page in layer.pages] == ends[:-1]
            assert ends[-1] == len(layer.text)

    @given(LINES)
    def test_the_same_readings_give_the_same_rendition(self, rows):
        readings = readings_from(rows)
        assert layers_of(readings) == layers_of(reversed(readings))

    def test_other_words_are_another_rendition(self):
        one, two = layers_of([reading("a")]), layers_of([reading("b")])
        assert one[0].rendition_id != two[0].rendition_id

    def test_what_a_person_had_beside_them_is_told(self):
        (layer,) = layers_of([reading("a", over_rendition="rendition-9")])
        assert ("made beside", "rendition-9") in layer.metadata


class TestPreferring:
    def test_a_person_who_read_the_whole_exhibit_is_preferred(self):
        seen = machine("teh gnus", "left")
        (layer,) = layers_of([reading("the guns"), reading("left", page=2)], [seen])
        assert layer.is_preferred
        assert layer.preferred_because == f"{HUDA} read it whole"
        (beside,) = set_beside([seen], [layer])
        assert not beside.is_preferred
        assert HUDA in beside.preferred_because

    def test_a_person_who_read_half_of_it_stands_beside(self):
        seen = machine("teh gnus", "left")
        (layer,) = layers_of([reading("the guns")], [seen])
        assert not layer.is_preferred
        assert "1 of 2 pages" in layer.preferred_because
        assert set_beside([seen], [layer]) == (seen,)

    def test_half_a_reading_is_preferred_where_nothing_else_was_read(self):
        (layer,) = layers_of([reading("one line", line=4)], [machine("", "")])
        assert layer.is_preferred
        assert layer.preferred_because == "nothing else was read of it"

    def test_line_by_line_is_whole_once_every_line_the_machine_saw_is_read(self):
        seen = machine("first lien\nsecond lien")
        half = [reading("first line", line=1)]
        assert not layers_of(half, [seen])[0].is_preferred
        assert layers_of([*half, reading("second line", line=2, minute=1)], [seen])[0].is_preferred

    def test_a_second_reading_is_never_preferred(self):
        first = reading("a")
        layers = layers_of(
            [first, reading("a", by=SALIM, minute=1, second_of=first.reading_id)], [machine("b")]
        )
        assert [layer.is_preferred for layer in layers] == [True, False]

    def test_of_two_persons_the_one_who_began_first_is_preferred(self):
        layers = layers_of([reading("a", by=SALIM, minute=5), reading("b", minute=1)], [machine("c")])
        assert [(layer.maker, layer.is_preferred) for layer in layers] == [(HUDA, True), (SALIM, False)]

    def test_a_translation_takes_nothing_from_the_words_themselves(self):
        seen = machine("خرجت المدافع")
        (layer,) = layers_of([reading("the guns left", kind=RenditionKind.TRANSLATION)], [seen])
        assert layer.is_preferred
        assert set_beside([seen], [layer]) == (seen,)

    def test_an_empty_page_can_be_read_too(self):
        (layer,) = layers_of([reading("words"), reading("", page=2)], [machine("wrods", "x")])
        assert layer.is_preferred
        assert [page.number for page in layer.pages] == [1, 2]

    def test_setting_beside_twice_changes_nothing_more(self):
        (layer,) = layers_of([reading("a")], [machine("b")])
        once = set_beside([machine("b")], [layer])
        assert set_beside(once, [layer]) == once


def suggested(**more):
    made = ModelReading(
        reading_id="", exhibit_id="e" * 64, kind=RenditionKind.TRANSLATION, language="en",
        pages=(SuggestedPage(page=1, text="The guns left."), SuggestedPage(page=2, text="At night.")),
        model="m", version="7", prompt_hash="ab" * 32, origin="http://127.0.0.1:1",
        at=datetime(2026, 11, 22, tzinfo=UTC), asked_by=HUDA, **more,
    )  # fmt: skip
    return replace(made, reading_id=model_reading_id(made))


class TestSuggestions:
    def test_a_suggestion_is_by_a_model_and_never_preferred(self):
        rendition = suggestion_of(suggested())
        assert (rendition.maker, rendition.made_by_person, rendition.is_preferred) == (
            "model m",
            False,
            False,
        )
        assert "instructions abababababab" in rendition.maker_version

    def test_what_was_dropped_of_an_answer_is_told(self):
        rendition = suggestion_of(suggested(dropped=("segment 4 names no paragraph",)))
        assert rendition.metadata == (("dropped", "segment 4 names no paragraph"),)

    @pytest.mark.parametrize("change", [{"over_rendition": "r"}, {"dropped": ("x",)}])
    def test_where_it_came_from_is_kept(self, change):
        assert (
            suggestion_of(suggested(**change)).limits == f"answered from http://127.0.0.1:1; asked by {HUDA}"
        )
