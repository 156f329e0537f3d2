"""What the tagger is taught from: standoff, words, projecting, cutting, nesting, labels as numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.tagging.brat import Told, read_articles, read_attributions
from training.tagging.corpora import marked_pair
from training.tagging.units import (
    Linked,
    Unit,
    cut,
    distances,
    in_words,
    labels,
    nested,
    numbered,
    project,
    ranges_of,
    whole,
)
from training.tagging.wording import core_words, paragraphs, sentences

from twosource.tagging.heads import steps

TEXT = 'The mayor said the bridge was closed. "Nobody crosses," a guard told us, "before noon."'
STANDOFF = """T1\tSource 0 9\tThe mayor
T2\tCue 10 14\tsaid
T3\tContent 15 36\tthe bridge was closed
T4\tAttribution 10 14\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tContent 38 55;73 87\t"Nobody crosses," "before noon."
T6\tSource 56 63\ta guard
T7\tCue 64 68\ttold
E2\tAttribution:T7 Cue:T7 Source:T6 Content:T5
E3\tDiscuss:T7 Cue:T7
E4\tAttribution:T7 Source:T6
A1\tnoise
"""


def test_standoff_gives_attributions_in_order_and_nothing_else() -> None:
    assert read_attributions(STANDOFF) == (
        Told(cue=((10, 14),), source=((0, 9),), content=((15, 36),)),
        Told(cue=((64, 68),), source=((56, 63),), content=((38, 55), (73, 87))),
    )


@pytest.mark.parametrize(
    "broken", ["", "T1", "T1\tSource", "E1\tAttribution:T9 Cue:T8", "\n\n", "E1", "x\ty\tz"]
)
def test_broken_lines_are_passed_over(broken: str) -> None:
    assert read_attributions(broken) == ()


def test_articles_carry_the_readings_of_all_annotators(tmp_path) -> None:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a_b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "text" / "alone.txt").write_text("Nobody read this.", encoding="utf-8")
    for who in ("x1", "y2"):
        (tmp_path / "attributions" / f"a_b_{who}.ann").write_text(STANDOFF, encoding="utf-8")
    (article,) = read_articles(tmp_path)
    assert (article.name, article.text, len(article.readings)) == ("a_b", TEXT, 2)


def test_a_discontinuous_content_is_two_ranges_of_words() -> None:
    words = core_words(TEXT, 0, len(TEXT))
    unit = project(words, read_attributions(STANDOFF))
    second = (unit.linked or ())[1]
    assert [" ".join(unit.words[a:b]) for a, b in second.content] == [
        "`` Nobody crosses , ''",
        "`` before noon . ''",
    ]


def test_an_attribution_whose_cue_is_elsewhere_is_flat_only() -> None:
    end = TEXT.index(" a guard")
    unit = project(core_words(TEXT, 37, end), read_attributions(STANDOFF))
    assert unit.linked == ()
    assert [kind for *_, kind in unit.flat or ()] == ["content"]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from("abc")), max_size=8))
def test_labels_and_ranges_are_each_others_inverse(drawn) -> None:
    ranges, at = [], 0
    for gap, length, kind in drawn:
        at += gap
        ranges.append((at, at + length, kind))
        at += length
    assert ranges_of(labels(at + 2, ranges)) == tuple(ranges)


@given(st.text(alphabet="ab .,\"'’“”$%n't-()\n", max_size=80))
def test_words_stand_in_the_text_in_order_and_apart(text: str) -> None:
    at = 0
    for _, first, last in core_words(text, 0, len(text)):
        assert at <= first < last <= len(text)
        assert not text[first:last].isspace()
        at = last


def test_words_are_cut_as_the_benchmark_cuts_them() -> None:
    text = 'Dr. Roe didn’t say "U.S. aid fell 5%" (yet).'
    assert [word for word, _, _ in core_words(text, 0, len(text))] == [
        "Dr.", "Roe", "did", "n't", "say", "``", "U.S.", "aid", "fell", "5", "%", "''", "-LRB-", "yet", "-RRB-", ".",
    ]  # fmt: skip


def test_paragraphs_and_sentences_keep_their_places() -> None:
    text = "One came. Two left.\n\nDr. Three stayed. He slept."
    assert [text[a:b] for a, b in paragraphs(text)] == ["One came. Two left.", "Dr. Three stayed. He slept."]
    a, b = paragraphs(text)[1]
    assert [text[x:y] for x, y in sentences(text, a, b)] == ["Dr. Three stayed.", "He slept."]


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=5),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_cutting_keeps_every_word_it_knows_of(spans, a: int, b: int) -> None:
    first, last = sorted((a, b))
    words = tuple(str(n) for n in range(30))
    flat = tuple((x, x + n, "cue") for x, n in spans)
    part = cut(Unit(words, flat=flat), first, last)
    known = {words[n] for x, y, _ in flat for n in range(x, y)} & set(words[first:last])
    assert {part.words[n] for x, y, _ in part.flat or () for n in range(x, y)} == known


@pytest.mark.parametrize("seed", range(8))
def test_nesting_keeps_the_inner_attribution_and_adds_an_outer(seed: int) -> None:
    inner = Linked(cue=((1, 2),), source=((0, 1),), content=((2, 5),))
    unit = Unit(("Guards", "say", "roads", "are", "mined", "."), flat=((0, 1, "source"),), linked=(inner,))
    whole_unit = nested(unit, (("The", "mayor"), ("claims",)), np.random.default_rng(seed))
    outer, kept = whole_unit.linked or ()

    def read(ranges) -> str:
        return " ".join(" ".join(whole_unit.words[a:b]) for a, b in ranges)

    assert (read(outer.source), read(outer.cue)) == ("The mayor", "claims")
    assert read(outer.content).removeprefix("that ") == "Guards say roads are mined"
    assert (read(kept.source), read(kept.cue), read(kept.content)) == ("Guards", "say", "roads are mined")
    assert kept.is_inner
    assert not outer.is_inner
    assert {kind for *_, kind in whole_unit.flat or ()} == {"source", "cue", "content"}


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(1, 6), st.integers(0, 2)), max_size=8))
def test_numbers_of_labels_are_whole_ranges_even_where_ranges_meet(drawn) -> None:
    found = numbered(32, [(first, first + length, kind) for first, length, kind in drawn])
    assert whole(found) == found
    letters = ["O" if not one else "BIES"[(one - 1) % 4] for one in found]
    for before, after in zip(["O", *letters], [*letters, "O"], strict=True):
        assert (before in "BI") == (after in "IE")
    for first, length, _ in drawn:
        assert all(found[at] for at in range(first, first + length))


@given(st.integers(0, 300), st.integers(1, 5), st.integers(1, 400))
def test_distances_are_those_the_runtime_counts(first: int, length: int, n_words: int) -> None:
    cue = (first, first + length)
    assert distances([cue], n_words, n_words) == steps(0, n_words, cue).tolist()


def test_a_marked_pair_gives_words_without_marks() -> None:
    found = marked_pair("<s>Aland</s> has blamed the port of <t>Borne</t>'s mayor.")
    assert found is not None
    words, source, target = found
    assert (words[slice(*source)], words[slice(*target)]) == (("Aland",), ("Borne",))
    assert marked_pair("<s>Aland</s> left.") is None


def test_a_span_shares_a_letter_with_its_words() -> None:
    words = [("a-b", 0, 3), ("c", 4, 5)]
    assert in_words([(2, 3)], words) == ((0, 1),)
    assert in_words([(3, 4)], words) == ()
