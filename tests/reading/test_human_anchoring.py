"""Anchors: words are found again in a new rendition, proposed with their reason, and never moved."""

import random

import pytest
from human_readings import machine
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.evidence.passages import cite_span
from twosource.reading.human import propose_anchors

OLD = "The convoy left the depot at night. Nobody saw the driver. The guns were heavy and old."


def passage(text, words, nth=0):
    old = machine(text)
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return cite_span(old, at, at + len(words)), old


def proposals(old_text, words, new_text, nth=0):
    cited, old = passage(old_text, words, nth)
    return propose_anchors([cited], old, machine(new_text, maker="another"))


class TestExact:
    def test_words_that_stand_once_are_found_wherever_they_went(self):
        (found,) = proposals(OLD, "Nobody saw the driver", "A new heading.\n" + OLD)
        assert found.text == "Nobody saw the driver"
        assert (found.score, found.why) == (1.0, "word for word, and nowhere else")

    def test_the_new_text_holds_the_words_where_the_proposal_says(self):
        new = "X " * 50 + OLD
        (found,) = proposals(OLD, "guns were heavy", new)
        assert new[found.start : found.end] == found.text

    def test_a_passage_that_begins_within_a_word_is_found_too(self):
        (found,) = proposals(OLD, "river. The guns wer", "Now: " + OLD)
        assert found.text == "river. The guns wer"

    @pytest.mark.parametrize("words", ["guns", "g", "heavy and"])
    def test_a_passage_of_a_word_or_two_is_found(self, words):
        (found,) = proposals(OLD, words, "About this: " + OLD.replace("depot at night", "depot"))
        assert found.text == words

    def test_words_in_several_places_are_told_apart_by_what_stands_around(self):
        old = "In May the bridge fell. In June the road was cut. In July the bridge fell. Rain came."
        (found,) = proposals(old, "the bridge fell", "PAGE 1\n" + old, nth=1)
        assert "2 places" in found.why
        assert found.start == len("PAGE 1\n") + old.rindex("the bridge fell")

    def test_words_that_nothing_tells_apart_are_all_proposed_with_little_score(self):
        cited, _ = passage("only: the bridge fell", "the bridge fell")
        found = propose_anchors([cited], None, machine("the bridge fell. the bridge fell."))
        assert [(one.start, one.score) for one in found] == [(0, 0.5), (17, 0.5)]
        assert "nothing tells apart" in found[0].why


class TestNearest:
    def test_words_read_otherwise_are_found_by_their_neighbours(self):
        new = OLD.replace("Nobody saw the driver", "Nobody sav tbe driver")
        (found,) = proposals(OLD, "Nobody saw the driver", new)
        assert found.text == "Nobody sav tbe driver"
        assert 0.8 < found.score < 1
        assert found.why.startswith("the nearest fit")

    def test_words_that_moved_and_were_misread_are_found_by_what_they_share(self):
        old = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
        new = "nu xi omicron pi rho alpha beta gamma delta epsilon zeta etu theta iota kappa lambda mu"
        (found,) = proposals(old, "zeta eta theta iota kappa", new)
        assert found.text == "zeta etu theta iota kappa"

    def test_arabic_read_with_other_letter_forms_is_found(self):
        old = "صدر الأمر إلى القوات بالانسحاب من المدينة ليلا"
        (found,) = proposals(old, "الأمر إلى القوات", old.replace("الأمر إلى", "الامر الى"))
        assert found.text == "الامر الى القوات"
        assert found.score == 1.0
        assert found.why.startswith("the nearest fit")

    def test_words_that_are_gone_get_no_proposal(self):
        assert (
            proposals(OLD, "Nobody saw the driver", "Quite another text stands here now, about rain.") == ()
        )

    def test_an_empty_new_text_gets_no_proposal(self):
        assert proposals(OLD, "Nobody saw", "") == ()

    def test_without_the_old_rendition_the_words_alone_are_looked_for(self):
        cited, _ = passage(OLD, "Nobody saw the driver")
        (found,) = propose_anchors([cited], None, machine("Well. Nobody sow the driver! Rain."))
        assert found.text == "Nobody sow the driver"

    def test_no_passage_means_no_proposal(self):
        assert propose_anchors([], None, machine("x")) == ()


class TestAnyText:
    @settings(max_examples=60)
    @given(
        st.lists(st.sampled_from(["ab", "cd", "ef", "gh", "ij", "kl", "mn"]), min_size=4, max_size=60),
        st.data(),
    )
    def test_a_proposal_always_quotes_the_new_text(self, words, data):
        text = " ".join(words)
        start = data.draw(st.integers(0, len(text) - 2))
        end = data.draw(st.integers(start + 1, len(text)))
        old = machine(text)
        rng = random.Random(len(text))
        new = " ".join(w if rng.random() > 0.2 else w + "x" for w in words)
        for found in propose_anchors([cite_span(old, start, end)], old, machine(new)):
            assert new[found.start : found.end] == found.text
            assert 0 < found.score <= 1

    @settings(max_examples=60)
    @given(
        st.lists(st.text("abcdefgh", min_size=3, max_size=6), min_size=6, max_size=60, unique=True), st.data()
    )
    def test_in_an_unchanged_text_every_passage_is_proposed_where_it_stood(self, words, data):
        text = " ".join(words)
        first = data.draw(st.integers(0, len(words) - 3))
        start = text.index(" ".join(words[first : first + 3]))
        old = machine(text)
        cited = cite_span(old, start, start + len(" ".join(words[first : first + 3])))
        (found, *_) = propose_anchors([cited], old, machine(text))
        assert (found.start, found.end, found.score) == (cited.start, cited.end, 1.0)

    def test_thousands_of_passages_of_a_long_text_are_placed(self):
        rng = random.Random(3)
        words = [f"w{rng.randrange(3000)}" for _ in range(30_000)]
        old = machine(" ".join(words))
        spans, at = [], 0
        for word in words:
            spans.append((at, at + len(word)))
            at += len(word) + 1
        cited = [cite_span(old, spans[n][0], spans[n + 9][1]) for n in range(0, 29_000, 15)]
        for n in range(0, 30_000, 40):
            words[n] = words[n] + "e"
        new = machine(" ".join(words))
        found = propose_anchors(cited, old, new)
        assert len({one.passage_id for one in found}) == len({one.passage_id for one in cited})
        assert min(one.score for one in found) > 0.9
