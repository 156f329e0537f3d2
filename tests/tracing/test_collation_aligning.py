"""Two texts side by side: what a reader would mark with a pencil."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.tracing.collation import CollationSettings, collate, prepare
from twosource.tracing.collation.ordering import heaviest_in_order
from twosource.tracing.collation.values import Edit

EARLIER = (
    "The guards left the mill before dawn on Monday, a driver who had passed there said. "
    "Twelve lorries followed them to the ferry, where two boats were waiting."
)
LATER = (
    "Two boats were waiting, officials said. The guards quietly left the old mill before dawn on "
    "Tuesday, a driver who passed there said."
)
WORDS = [
    "mill",
    "ferry",
    "guard",
    "driver",
    "lorry",
    "boat",
    "dawn",
    "river",
    "gate",
    "town",
    "night",
    "letter",
    "seal",
    "stamp",
    "clerk",
    "oil",
]
texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def edits(collation, parent, child):
    return [
        (piece.edit, piece.parent.of(parent), piece.child.of(child))
        for block in collation.blocks
        for piece in block.pieces
    ]


def test_every_edit_inside_a_passage_is_named_and_quoted():
    seen = collate(prepare(EARLIER), prepare(LATER))
    assert edits(seen, EARLIER, LATER) == [
        (Edit.SAME, "two boats were waiting", "Two boats were waiting"),
        (Edit.SAME, "The guards", "The guards"),
        (Edit.INSERTED, "", "quietly"),
        (Edit.SAME, "left the", "left the"),
        (Edit.INSERTED, "", "old"),
        (Edit.SAME, "mill before dawn on", "mill before dawn on"),
        (Edit.REPLACED, "Monday", "Tuesday"),
        (Edit.SAME, "a driver who", "a driver who"),
        (Edit.DELETED, "had", ""),
        (Edit.SAME, "passed there said", "passed there said"),
    ]


def test_a_passage_put_elsewhere_is_marked_as_moved():
    seen = collate(prepare(EARLIER), prepare(LATER))
    assert [block.is_moved for block in seen.blocks] == [True, False]
    assert 0 < seen.shares.in_order < 1


def test_what_only_one_has_is_told():
    seen = collate(prepare(EARLIER), prepare(LATER))
    assert [span.of(EARLIER) for span in seen.only_parent] == [
        "Twelve lorries followed them to the ferry, where"
    ]
    assert [span.of(LATER) for span in seen.only_child] == ["officials said"]


def test_words_in_quotation_marks_make_a_block_of_their_own():
    quote = "“We were told to leave the mill and to burn every list before the army comes”"
    parent = f"The agency obtained a letter. {quote}, it reads, and bears a seal of the office."
    child = f"A letter was shown to us at night. {quote}, it reads, and bears a seal of the office."
    seen = collate(prepare(parent), prepare(child))
    assert [block.is_quoted for block in seen.blocks] == [True, False]
    assert seen.own_blocks[0].child.of(child) == "it reads, and bears a seal of the office"
    assert seen.shares.own_of_child < seen.shares.of_child


def test_words_of_a_held_paper_are_quoted_without_quotation_marks():
    paper = prepare("The convoy is to leave by the northern gate at night and nobody is to write it down.")
    parent = "It orders that the convoy is to leave by the northern gate at night, the station said."
    child = "Another office: the convoy is to leave by the northern gate at night, we read."
    papers = np.unique(paper.index.ordered)
    seen = collate(prepare(parent, papers=papers), prepare(child, papers=papers))
    assert [block.is_quoted for block in seen.blocks] == [True]
    assert not seen.own_blocks


def test_a_held_paper_itself_is_no_quotation():
    text = "The convoy is to leave by the northern gate at night and nobody is to write it down."
    papers = np.unique(prepare(text).index.ordered)
    seen = collate(prepare(text, papers=papers, is_paper=True), prepare(f"He wrote: {text}", papers=papers))
    assert [block.is_quoted for block in seen.blocks] == [False]


def test_arabic_is_aligned_over_vowel_signs_and_a_changed_word():
    parent = "غادر الحراس الطاحونة قبل الفجر يوم الاثنين وقال سائق مر من هناك"
    child = "غَادَرَ الحراس الطاحونة قبل الفجر يوم الثلاثاء وقال سائق مر من هناك"
    seen = collate(prepare(parent), prepare(child))
    assert [edit for edit, _, _ in edits(seen, parent, child)] == [Edit.SAME, Edit.REPLACED, Edit.SAME]
    assert seen.blocks[0].child.of(child) == child


@pytest.mark.parametrize("text", ["", "one", "two words", "a b c d"])
def test_short_texts_raise_nothing_and_equal_ones_align_wholly(text):
    seen = collate(prepare(text), prepare(text))
    assert seen.shares.of_child == (1.0 if text else 0.0)


def test_one_sentence_a_thousand_times_still_aligns_with_itself():
    text = "the gate was open and the guard was gone. " * 1_000
    seen = collate(prepare(text), prepare(text + "It rained."))
    assert seen.shares.of_parent == 1.0
    assert len(seen.blocks) == 1


def test_one_sentence_a_thousand_times_aligns_though_a_word_of_it_was_changed():
    line = "the gate was open at {} and the guard of the mill was gone. "
    seen = collate(prepare(line.format("dawn") * 300), prepare("So: " + line.format("noon") * 300))
    assert seen.shares.of_child > 0.9


@given(texts)
def test_identical_texts_align_wholly(text):
    seen = collate(prepare(text), prepare(text))
    assert seen.shares.of_child == seen.shares.of_parent == (1.0 if text else 0.0)
    assert seen.shares.resemblance == (1.0 if text else 0.0)
    assert not seen.only_child


@given(texts, texts)
def test_spans_quote_their_texts_and_equal_pieces_are_equal(parent, child):
    one, other = prepare(parent), prepare(child)
    for block in collate(one, other).blocks:
        for piece in block.pieces:
            if piece.edit is Edit.SAME:
                assert piece.parent.of(parent).split() == piece.child.of(child).split()
            assert len(piece.parent.of(parent).split()) == piece.parent_words
            assert len(piece.child.of(child).split()) == piece.child_words
        assert block.pieces[0].edit is block.pieces[-1].edit is Edit.SAME
        assert block.n_same >= CollationSettings().least_words or parent == child


@given(texts, texts)
def test_each_word_of_the_child_is_used_once(parent, child):
    blocks = collate(prepare(parent), prepare(child)).blocks
    assert all(a.child.end <= b.child.start for a, b in itertools.pairwise(blocks))


@given(texts, texts)
def test_blocks_and_what_only_the_child_has_make_up_the_child(parent, child):
    seen = collate(prepare(parent), prepare(child))
    spans = [block.child for block in seen.blocks] + list(seen.only_child)
    told = " ".join(span.of(child) for span in sorted(spans, key=lambda span: span.start))
    assert told.split() == child.split()


@given(texts, texts)
def test_resemblance_is_the_same_both_ways(one, other):
    first, second = prepare(one), prepare(other)
    assert collate(first, second).shares.resemblance == collate(second, first).shares.resemblance


@given(st.permutations(range(5)))
def test_reordering_keeps_the_share(order):
    parts = [" ".join(f"w{part}x{word}" for word in range(9)) for part in range(5)]
    seen = collate(prepare(" ".join(parts)), prepare(" ".join(parts[i] for i in order)))
    assert seen.shares.of_child == seen.shares.of_parent == 1.0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9), st.integers(1, 9)), max_size=8))
def test_the_heaviest_row_is_as_heavy_as_any(parts):
    places = [(start, start + size, weight) for start, size, weight in parts]
    kept = heaviest_in_order(places)

    def best(number, end):
        if number == len(places):
            return 0
        start, stop, weight = places[number]
        taken = weight + best(number + 1, stop) if start >= end else 0
        return max(taken, best(number + 1, end))

    assert sum(places[i][2] for i in kept) == best(0, 0)
    row = [places[i] for i in sorted(kept)]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(row))


def test_settings_that_mean_nothing_are_refused():
    with pytest.raises(ValueError, match="at least one word"):
        CollationSettings(seed_words=0)
    with pytest.raises(ValueError, match="shorter than nothing"):
        CollationSettings(gap_words=-1)
