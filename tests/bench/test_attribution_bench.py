"""Who says what is counted as the definitions say; the sentences and the tagger are made up."""

from collections.abc import Mapping, Sequence

import pytest
from bench.attribution import by_rules, by_tagger, flat, runs, score, written
from bench.attribution_links import Links, Pairs, link_cases, link_results, measure_links
from bench.attribution_reading import Seen, Words, by_frames, by_markings, outermost, overlap, read, relation
from bench.corpora import Article, Attributed, Spanned, Tagged

from twosource.ports import Marked, Marking, Range

TEXT = "The bridge is closed, the mayor said. A clerk saw it. The fire is out."


class FakeTagger:
    """Marks `said` as a cue, two words before it as source, and all before these as content."""

    version = "fake 1"
    languages = frozenset({"en"})

    def mark(self, sentences: Sequence[Sequence[str]]) -> list[Marked]:
        return [self._marked(list(words)) for words in sentences]

    def _marked(self, words: list[str]) -> Marked:
        if "said" not in words:
            return Marked()
        at = words.index("said")
        content = ((0, at - 3),) if at > 3 else ()
        return Marked(
            attributions=(Marking(cue=((at, at + 1),), source=((at - 2, at),), content=content, p=0.9),)
        )

    def actions(self, sentence: Sequence[str], source: Range, target: Range) -> Mapping[str, float]:
        return {}


def tagged(words: str, labels: str) -> Tagged:
    names = {"s": "source", "c": "cue", "x": "content"}
    found, before = [], "o"
    for sign in labels:
        found.append("O" if sign == "o" else f"{'I' if sign == before else 'B'}-{names[sign]}")
        before = sign
    return Tagged("one", tuple(words.split()), tuple(found))


def spans(*pairs: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return pairs


def test_exact_spans_are_right_and_near_ones_are_wrong() -> None:
    sentence = tagged("It burns , the mayor said .", "xxosscx")
    found = [Spanned(0, 2, "content"), Spanned(4, 5, "source"), Spanned(5, 6, "cue")]
    tallies = score([sentence], [found])
    assert (tallies["content", True].right, tallies["content", True].true) == (1, 2)
    assert tallies["source", True].f1 == 0
    assert tallies["cue", True].f1 == 1


def test_sentences_without_an_attribution_count_against_precision_only_where_all_are_asked() -> None:
    plain = tagged("The fire is out .", "ooooo")
    tallies = score([plain], [[Spanned(0, 2, "source")]])
    assert tallies["source", True].given == 0
    assert tallies["source", False].precision == 0


def test_the_tagger_is_asked_about_the_tokens_as_they_are() -> None:
    sentence = tagged("It burns , the mayor said .", "xxossco")
    (found,) = by_tagger([sentence], FakeTagger())
    assert found == [Spanned(0, 2, "content"), Spanned(3, 5, "source"), Spanned(5, 6, "cue")]


def test_an_attribution_inside_what_another_says_is_left_out_of_flat_spans() -> None:
    outer = Marking(cue=((1, 2),), source=((0, 1),), content=((2, 8),), p=0.9)
    inner = Marking(cue=((3, 4),), source=((2, 3),), content=((4, 8),), p=0.9)
    found = flat(Marked(attributions=(outer, inner)))
    assert found == [Spanned(0, 1, "source"), Spanned(1, 2, "cue"), Spanned(2, 8, "content")]


def test_rules_see_tokens_written_with_spaces() -> None:
    sentence = Tagged("one", ("``", "It", "burns", ",", "''", "Ann", "Lee", "said", "."), ("O",) * 9)
    (found,) = by_rules([sentence])
    assert Spanned(5, 7, "source") in found
    assert Spanned(7, 8, "cue") in found


def test_written_tokens_keep_their_places() -> None:
    text, words = written(["``", "No", "''"])
    assert text == "“ No ”"
    assert words.within([(2, 4)]) == {1}


def test_runs_of_numbers() -> None:
    assert runs([3, 1, 2, 7]) == [(1, 4), (7, 8)]
    assert runs([]) == []


def test_the_product_is_read_by_its_own_sentences() -> None:
    seen = by_frames(read(TEXT, None))
    said = next(s for s in seen if TEXT[slice(*s.cue[0])] == "said")
    assert TEXT[slice(*said.source[0])].endswith("mayor")
    assert TEXT[slice(*said.content[0])].startswith("The bridge")


def test_markings_are_places_in_the_text() -> None:
    (seen,) = by_markings(read(TEXT, FakeTagger()))
    assert [TEXT[slice(*span)] for span in (*seen.source, *seen.cue, *seen.content)] == [
        "the mayor",
        "said",
        "The bridge is closed",
    ]
    assert seen.model == "fake 1"


def test_words_are_compared_and_not_spaces() -> None:
    heard = read("“It burns,” Ann said.", None)
    words, plain = Words.of(heard), Words.of(heard, signs=False)
    one = Attributed(cue=((16, 20),), source=((12, 15),), content=((0, 11),))
    without = Attributed(cue=((16, 20),), source=((12, 15),), content=((1, 9),))
    assert relation(words, one) != relation(words, without)
    assert relation(plain, one) == relation(plain, without)


def test_only_the_outer_attribution_is_kept() -> None:
    outer = Seen(cue=spans((4, 8)), source=spans((0, 3)), content=spans((9, 40)), rule="verb")
    inner = Seen(cue=spans((15, 19)), source=spans((10, 14)), content=spans((20, 40)), rule="verb")
    assert outermost([inner, outer]) == [outer]


def test_two_that_hold_each_other_are_both_kept() -> None:
    one = Seen(cue=spans((0, 2)), source=(), content=spans((3, 9)), rule="verb")
    other = Seen(cue=spans((4, 6)), source=(), content=spans((0, 3)), rule="verb")
    assert outermost([one, other]) == [one, other]


def test_overlap_of_spans() -> None:
    assert overlap(spans((0, 3), (8, 9)), spans((2, 4)))
    assert not overlap(spans((0, 3)), spans((3, 4)))


def article() -> Article:
    gold = Attributed(cue=((32, 36),), source=((22, 31),), content=((0, 20),))
    return Article("paper_a", "4b22", TEXT, (gold,))


def test_a_relation_is_right_where_all_three_spans_are() -> None:
    linked = measure_links([article()], FakeTagger())
    assert set(linked) == {"rules", "model", "both"}
    assert linked["model"].exact.f1 == 1
    assert linked["model"].pair.f1 == 1
    (case,) = link_cases(linked)
    assert case.case_id == "paper_a_4b22"
    results = list(link_results(linked, 1))
    model = next(r for r in results if r.metric == "linked F1" and "model alone" in r.group)
    assert (model.ours, model.peer_name) == (1, "rules alone")


def test_without_a_tagger_the_rules_are_measured_alone() -> None:
    linked = measure_links([article()], None)
    assert list(linked) == ["rules"]
    assert all(result.peer is None for result in link_results(linked, 1))


def test_a_wrong_content_is_no_right_relation_and_yet_the_right_speaker() -> None:
    gold = Attributed(cue=((32, 36),), source=((22, 31),), content=((0, 10),))
    linked = measure_links([Article("a", "4b22", TEXT, (gold,))], FakeTagger())
    assert linked["model"].exact.f1 == 0
    assert linked["model"].pair.precision == 1


def test_speakers_given_twice_do_not_make_recall() -> None:
    gold = [
        Attributed(cue=((4, 8),), source=((0, 3),), content=()),
        Attributed(cue=((40, 44),), source=((35, 39),), content=()),
        Attributed(cue=((60, 64),), source=(), content=()),
    ]
    seen = [Seen(((4, 8),), ((0, 3),), (), "verb"), Seen(((4, 6),), ((1, 3),), (), "verb")]
    pairs = Pairs()
    pairs.add(seen, Article("a", "4b22", "x" * 80, tuple(gold)))
    assert (pairs.precision, pairs.met, pairs.true) == (1.0, 1, 2)
    assert pairs.f1 == pytest.approx(2 / 3)


def test_whom_a_relative_stands_for_is_the_right_speaker() -> None:
    text = "They met the captain, who said it burns."
    at = text.index("who")
    gold = Attributed(cue=((at + 4, at + 8),), source=((at, at + 3),), content=())
    captain = (text.index("the captain"), at - 2)
    they = (0, 4)
    for source, is_right in ((captain, True), ((at, at + 3), True), (they, False)):
        pairs = Pairs()
        pairs.add([Seen(gold.cue, (source,), (), "verb")], Article("a", "4b22", text, (gold,)))
        assert pairs.right == is_right


def test_nothing_given_has_no_precision() -> None:
    assert Pairs().precision is None
    assert Links().pair.f1 == 0


def test_a_probability_is_held_against_the_share_right() -> None:
    pairs = Pairs(told=[(0.9, True), (0.9, True), (0.9, False), (0.3, False)])
    # In the ninth tenth 2.7 of 3 were promised and 2 came; in the third .3 of 1, and none came.
    assert pairs.calibration_error == pytest.approx((0.7 + 0.3) / 4)
    assert Pairs(told=[(1.0, True)]).calibration_error == 0
    assert Pairs().calibration_error is None


def test_speakers_without_a_probability_are_not_held_to_one() -> None:
    gold = Attributed(cue=((4, 8),), source=((0, 3),), content=())
    pairs = Pairs()
    found = [Seen(gold.cue, gold.source, (), "verb", p=0.8), Seen(gold.cue, gold.source, (), "verb")]
    pairs.add(found, Article("a", "4b22", "x" * 80, (gold,)))
    assert pairs.told == [(0.8, True)]
