"""Levels of reuse: said in words a reporter knows, never more than the shared words bear."""

import numpy as np
import pytest

from twosource.tracing.collation import collate, prepare
from twosource.tracing.collation.levels import (
    LEVELS,
    MEASURES,
    ReuseLevel,
    measures_of,
    reuse_level,
    reuse_weights,
    words_beyond,
)

SOURCE = " ".join(f"word{i}" for i in range(120))


def told(child, parent=SOURCE):
    return reuse_level(collate(prepare(parent), prepare(child)))


def test_a_copy_is_called_one():
    assert told(SOURCE).level is ReuseLevel.COPIED


def test_a_text_without_shared_passages_shows_no_sign_for_certain():
    answer = told(" ".join(f"other{i}" for i in range(120)))
    assert answer.level is ReuseLevel.NONE
    assert answer.p == (1.0, 0.0, 0.0, 0.0)


def test_few_shared_words_are_never_called_copied_however_exact():
    child = " ".join([*(f"own{i}" for i in range(100)), *(f"word{i}" for i in range(14))])
    assert told(child).level in (ReuseLevel.NONE, ReuseLevel.HEAVY)


def test_more_edits_make_a_heavier_revision():
    light = " ".join(f"own{i}" if i % 12 == 0 else f"word{i}" for i in range(120))
    heavy = " ".join(f"own{i}" if i % 5 < 2 or i % 40 > 12 else f"word{i}" for i in range(120))
    assert LEVELS.index(told(light).level) > LEVELS.index(told(heavy).level) > 0


def test_quoted_papers_are_no_reuse():
    quote = f"“{' '.join(f'word{i}' for i in range(60))}”"
    assert (
        told(f"we were shown {quote} in town", f"the agency has {quote} from a clerk").level
        is ReuseLevel.NONE
    )


def test_probabilities_add_up_and_measures_are_finite():
    for child in ("", "a", SOURCE[:200], SOURCE + " " + SOURCE):
        seen = collate(prepare(SOURCE), prepare(child))
        measures = measures_of(seen)
        assert measures.shape == (len(MEASURES),)
        assert np.isfinite(measures).all()
        assert sum(reuse_level(seen).p) == pytest.approx(1.0)


def test_measures_by_hand():
    parent = "a1 a2 a3 a4 x a5 a6 a7 a8"
    child = "a1 a2 a3 a4 y a5 a6 a7 a8 b1 b2 b3 b4 b5 b6 b7"
    found = measures_of(collate(prepare(parent), prepare(child)))
    expected = [np.log(0.52), np.log(1 / 8 + 0.03), np.log(5), np.log(9), 100 / 16]
    assert found == pytest.approx(expected)


def test_words_shared_with_a_third_text_alone_came_from_elsewhere():
    hidden = "the third page spoke of boats that left the ferry for good that night"
    child, other = prepare(f"word1 word2 word3 word4 {hidden}"), prepare(f"elsewhere {hidden}")
    seen = collate(prepare(SOURCE), child)
    assert words_beyond(child, seen, [other]) == len(hidden.split())
    assert words_beyond(child, collate(other, child), [other]) == 0
    assert words_beyond(child, seen, []) == 0


def test_what_it_was_measured_at_is_said_and_that_short_texts_say_less():
    assert "57 texts" in told(SOURCE).caveat
    assert "fewer than 40" in told("word1 word2 word3 word4").caveat
    assert "fewer than 40" not in told(SOURCE).caveat


def test_weights_have_a_row_per_measure_and_one_for_the_constant():
    weights = reuse_weights()
    assert weights.reused.shape == (len(MEASURES) + 1, 2)
    assert weights.revised.shape == (len(MEASURES) + 1, len(LEVELS) - 1)
