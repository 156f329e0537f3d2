"""Collating two readings: what agrees, what differs and where, at a cost near the length."""

import itertools
import random

import pytest
from human_readings import SALIM, machine, reading
from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence.layouts import PageLayout, WordBox
from twosource.reading.human import agreement, layers_of, place_words
from twosource.reading.human.collating import WORD, align, collate, fold_word, gaps

FEW = st.lists(st.sampled_from("abcde"), max_size=30)
MANY = st.lists(st.integers(0, 60).map(str), min_size=0, max_size=400)


def words_left(first, second):
    """Rebuild the second list out of the matches and the gaps."""
    matches = align(first, second)
    rebuilt = {}
    for match in matches:
        for n in range(match.size):
            rebuilt[match.second + n] = first[match.first + n]
    for gap in gaps(matches, len(first), len(second)):
        for at in range(gap.second, gap.second_end):
            rebuilt[at] = second[at]
    return [rebuilt[at] for at in range(len(second))]


class TestAligning:
    @given(FEW, FEW)
    def test_matches_and_gaps_make_up_the_whole_of_both(self, first, second):
        assert words_left(first, second) == second
        matches = align(first, second)
        n = sum(m.size for m in matches) + sum(
            g.first_end - g.first for g in gaps(matches, len(first), len(second))
        )
        assert n == len(first)

    @given(MANY, MANY)
    def test_matched_words_are_equal_and_ascend_on_both_sides(self, first, second):
        matches = align(first, second)
        for match in matches:
            assert (
                first[match.first : match.first + match.size]
                == second[match.second : match.second + match.size]
            )
        for before, after in itertools.pairwise(matches):
            assert before.first + before.size <= after.first
            assert before.second + before.size <= after.second

    @given(MANY)
    def test_a_text_agrees_with_itself_in_one_run(self, words):
        assert [m.size for m in align(words, words)] == ([len(words)] if words else [])

    def test_a_long_text_with_scattered_slips_is_aligned_but_for_the_slips(self):
        rng = random.Random(7)
        first = [f"w{rng.randrange(4000)}" for _ in range(20_000)]
        second = list(first)
        for at in range(0, 20_000, 100):
            second[at] = f"slip{at}"
        assert sum(m.size for m in align(first, second)) == 19_800

    def test_a_hostile_text_without_one_rare_word_is_left_unaligned_and_costs_its_length(self):
        assert align(["a", "b"] * 20_000, ["b", "a"] * 20_000) == ()


class TestFolding:
    @pytest.mark.parametrize(
        ("one", "other"),
        [("أمر", "امر"), ("كَتَبَ", "كتب"), ("الـــأمر", "الأمر"), ("٢٠١٦", "2016"), ("Guns", "guns"), ("على", "علي"),
         ("é", "e\u0301")],
    )  # fmt: skip
    def test_what_spelling_alone_decides_is_folded(self, one, other):
        assert fold_word(one) == fold_word(other)

    @pytest.mark.parametrize(("one", "other"), [("مدافع", "مدفع"), ("2016", "2015"), ("guns", "gun")])
    def test_another_word_stays_another_word(self, one, other):
        assert fold_word(one) != fold_word(other)


class TestCollating:
    def test_two_equal_readings_agree_wholly(self):
        found = collate("the guns left at night", "the guns left at night")
        assert (found.share, found.variants) == (1.0, ())

    def test_nothing_against_nothing_agrees(self):
        assert collate("", "").share == 1.0

    def test_a_different_word_is_a_variant_at_its_place(self):
        found = collate("the guns\nleft at night", "the guns\nleft at noon")
        (variant,) = found.variants
        assert (variant.line, variant.word, variant.first, variant.second) == (2, 3, "night", "noon")
        assert found.share == pytest.approx(0.8)

    def test_a_missing_word_and_an_added_one_are_told(self):
        found = collate("the big guns left", "the guns left today")
        assert [(v.first, v.second, v.word) for v in found.variants] == [("big", "", 2), ("", "today", 5)]

    def test_spelling_alone_is_marked_and_counted_apart(self):
        found = collate("صدر الأمر ٢٠١٦", "صدر الامر 2016")
        assert [v.is_spelling for v in found.variants] == [True, True]
        assert found.share == pytest.approx(1 / 3)
        assert found.share_folded == 1.0

    def test_composed_and_decomposed_letters_are_the_same_word(self):
        assert collate("café", "cafe\u0301").share == 1.0

    @given(FEW, FEW)
    def test_the_share_does_not_depend_on_who_comes_first_by_count(self, first, second):
        one = collate(" ".join(first), " ".join(second))
        other = collate(" ".join(second), " ".join(first))
        assert (one.n_first, one.n_second) == (other.n_second, other.n_first)
        assert 0 <= one.share <= 1


class TestAgreement:
    def test_whole_pages_of_both_are_compared(self):
        found = agreement([reading("a b\nc d")], [reading("a b\nc e", by=SALIM)])
        assert [(v.page, v.line, v.word) for v in found.variants] == [(1, 2, 2)]

    def test_only_the_lines_that_both_read_are_compared(self):
        first = [reading("one line\nanother line\nthird line")]
        second = [reading("another lime", line=2, by=SALIM)]
        found = agreement(first, second)
        assert (found.n_first, found.n_second) == (2, 2)
        assert [(v.line, v.word, v.first, v.second) for v in found.variants] == [(2, 2, "line", "lime")]

    def test_pages_that_only_one_read_are_left_out(self):
        found = agreement([reading("a"), reading("b", page=2)], [reading("c", page=3, by=SALIM)])
        assert (found.n_first, found.n_second, found.share) == (0, 0, 1.0)


def boxes_for(text):
    return tuple(
        WordBox(start=m.start(), end=m.end(), left=10 * n, top=5, right=10 * n + 8, bottom=20, confidence=0.5)
        for n, m in enumerate(WORD.finditer(text))
    )


def layout_of(rendition):
    return PageLayout(
        layout_id="l", rendition_id=rendition.rendition_id, page=1, width=400, height=100, dpi=300,
        words=boxes_for(rendition.text), ink_covered=0.9,
    )  # fmt: skip


class TestPlacing:
    def test_words_of_a_person_take_the_boxes_of_the_machines_words(self):
        seen = machine("teh guns left")
        (layer,) = layers_of([reading("the guns left")], [seen])
        (placed,) = place_words(layer, seen, [layout_of(seen)])
        held = [(layer.text[w.start : w.end], w.left, w.confidence) for w in placed.words]
        assert held == [("the", 0, None), ("guns", 10, None), ("left", 20, None)]
        assert placed.rendition_id == layer.rendition_id

    def test_a_word_the_machine_did_not_see_gets_no_box(self):
        seen = machine("guns left")
        (layer,) = layers_of([reading("the guns quickly left")], [seen])
        (placed,) = place_words(layer, seen, [layout_of(seen)])
        assert [layer.text[w.start : w.end] for w in placed.words] == ["guns", "left"]

    def test_a_page_the_person_did_not_read_gets_no_layout(self):
        seen = machine("guns left", "more")
        (layer,) = layers_of([reading("more", page=2)], [seen])
        assert place_words(layer, seen, [layout_of(seen)]) == ()

    @given(FEW, FEW)
    def test_every_box_lies_around_a_word_of_the_person_and_once(self, ours, theirs):
        seen = machine(" ".join(theirs))
        (layer,) = layers_of([reading(" ".join(ours))], [seen])
        (placed,) = place_words(layer, seen, [layout_of(seen)])
        spans = {m.span() for m in WORD.finditer(layer.text)}
        used = [(w.start, w.end) for w in placed.words]
        assert set(used) <= spans
        assert len(set(used)) == len(used) == len({w.left for w in placed.words})
