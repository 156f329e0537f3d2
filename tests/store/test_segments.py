"""Segments: short enough to show, long enough to mean something, and nothing between them lost."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from store_samples import rendition

from twosource.evidence.holdings import Page
from twosource.store.folding import fold
from twosource.store.segments import LONGEST, paragraphs, segments_of

LONG = "word " * 60
TEXTS = st.text(alphabet=st.sampled_from("ab .\n\f\tو ج"), max_size=4000)


def pieces(text, pages=()):
    return [text[s.start : s.end] for s in segments_of(rendition(text, pages=pages))]


def test_a_paragraph_is_a_segment():
    first, second = (LONG + "one.").strip(), (LONG + "two.").strip()
    assert pieces(f"  {first}\n \t\n{second}\n\n\n") == [first, second]


def test_lines_of_one_paragraph_stay_together():
    assert pieces("a line\nand the next") == ["a line\nand the next"]


def test_short_paragraphs_are_joined_with_what_follows():
    assert pieces(f"A heading\n\nA date\n\n{LONG}end") == [f"A heading\n\nA date\n\n{LONG}end"]
    assert pieces(f"{LONG}end\n\nA heading") == [f"{LONG}end", "A heading"]


def test_pages_are_never_joined():
    text = "page one\fpage two"
    pages = (Page(number=1, start=0, end=9), Page(number=2, start=9, end=len(text)))
    assert pieces(text, pages) == ["page one", "page two"]
    assert [s.page for s in segments_of(rendition(text, pages=pages))] == [1, 2]


def test_a_long_paragraph_is_cut_at_a_line_or_a_sentence():
    line = "x" * 700
    assert pieces(f"{line}\n{line}\n{line}") == [line, line, line]
    sentence = "y" * 800 + "."
    assert pieces(f"{sentence} {sentence}") == [sentence, sentence]


def test_what_has_no_place_to_cut_is_cut_anywhere():
    assert [len(piece) for piece in pieces("z" * 3000)] == [LONGEST, LONGEST, 600]


def test_what_holds_no_word_is_no_segment():
    assert pieces("--- * ---\n\n\n???") == []
    assert pieces("") == []


def test_windows_line_ends_part_paragraphs():
    assert list(paragraphs("one\r\n\r\ntwo")) == [(0, 3), (7, 10)]


@given(TEXTS)
def test_no_letter_is_lost_or_doubled_and_no_segment_is_too_long(text):
    found = list(segments_of(rendition(text)))
    assert all(0 < s.end - s.start <= LONGEST for s in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    letters = "".join("".join(fold(text[s.start : s.end])) for s in found)
    assert letters == "".join(fold(text))
