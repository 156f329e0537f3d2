"""The likeliest row of labels: against trying all rows, and alone against in company."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twosource.tagging.chains import Chain, likeliest, log_shares, ranges, shares

NEVER = np.float32(-1e4)


def chain_of(kinds: int, seed: int) -> Chain:
    rng = np.random.default_rng(seed)
    names = ["O", *("BIES" * kinds)]
    kind = [-1, *(n // 4 for n in range(4 * kinds))]
    n = len(names)
    follow = rng.normal(size=(n, n)).astype(np.float32)
    for a, b in product(range(n), repeat=2):
        inside = names[a] in "BI"
        fits = names[b] in "IE" and kind[a] == kind[b] if inside else names[b] in "OBS"
        if not fits:
            follow[a, b] = NEVER
    start = np.array([0 if name in "OBS" else NEVER for name in names], np.float32)
    end = np.array([0 if name in "OES" else NEVER for name in names], np.float32)
    return Chain(follow, start, end)


def total(labels: tuple[int, ...], scores: np.ndarray, chain: Chain) -> float:
    found = (
        chain.start[labels[0]]
        + chain.end[labels[-1]]
        + sum(scores[n, label] for n, label in enumerate(labels))
    )
    return float(found + sum(chain.follow[a, b] for a, b in pairwise(labels)))


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_no_row_of_labels_scores_higher(seed: int, length: int) -> None:
    chain = chain_of(1, seed)
    scores = np.random.default_rng(seed + 1).normal(size=(length, 5)).astype(np.float32) * 3
    found = tuple(int(label) for label in likeliest([scores], chain)[0])
    best = max(total(labels, scores, chain) for labels in product(range(5), repeat=length))
    assert abs(total(found, scores, chain) - best) < 1e-3


@given(st.integers(0, 10_000), st.lists(st.integers(0, 40), min_size=1, max_size=90))
def test_company_changes_nothing(seed: int, lengths: list[int]) -> None:
    chain = chain_of(2, seed)
    rng = np.random.default_rng(seed)
    scores = [rng.normal(size=(length, 9)).astype(np.float32) for length in lengths]
    together = likeliest(scores, chain)
    for own, labels in zip(scores, together, strict=True):
        assert np.array_equal(labels, likeliest([own], chain)[0])


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_every_answer_is_whole_ranges(seed: int, length: int) -> None:
    chain = chain_of(3, seed)
    scores = np.random.default_rng(seed).normal(size=(length, 13)).astype(np.float32) * 5
    labels = likeliest([scores], chain)[0]
    letters = ["O" if label == 0 else "BIES"[(label - 1) % 4] for label in labels]
    for before, after in zip(["O", *letters], [*letters, "O"], strict=True):
        assert (before in "BI") == (after in "IE")


def test_of_equal_rows_always_the_same_one_wins() -> None:
    chain = Chain(np.zeros((5, 5), np.float32), np.zeros(5, np.float32), np.zeros(5, np.float32))
    found = likeliest([np.zeros((4, 5), np.float32)] * 3, chain)
    assert all(not labels.any() for labels in found)


def test_ranges_follow_the_letters() -> None:
    labels = np.array([0, 4, 1, 3, 0, 5, 6, 7, 8])
    assert ranges(labels) == [(1, 2, 0), (2, 4, 0), (5, 8, 1), (8, 9, 1)]


def test_an_empty_sentence_has_no_labels() -> None:
    assert len(likeliest([np.zeros((0, 5), np.float32)], chain_of(1, 0))[0]) == 0


def test_shares_sum_to_one_even_far_out() -> None:
    shares = np.exp(log_shares(np.array([[1000.0, 0.0, -1000.0], [0.0, 0.0, 0.0]], np.float32)))
    assert np.allclose(shares.sum(axis=1), 1)


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_the_share_of_a_range_is_that_of_the_rows_that_hold_it(seed: int, length: int) -> None:
    chain = chain_of(1, seed)
    scores = np.random.default_rng(seed).normal(size=(length, 5)).astype(np.float32) * 2
    rows = {labels: np.exp(total(labels, scores, chain)) for labels in product(range(5), repeat=length)}
    spans = [(a, b, 0) for a in range(length) for b in range(a + 1, length + 1)]
    for span, told in zip(spans, shares(scores, chain, spans), strict=True):
        holding = sum(weight for labels, weight in rows.items() if span in ranges(np.array(labels)))
        assert abs(told - holding / sum(rows.values())) < 1e-4


def test_shares_of_a_long_sentence_neither_vanish_nor_pass_one() -> None:
    chain = chain_of(2, 3)
    scores = np.random.default_rng(3).normal(size=(3_000, 9)).astype(np.float32) * 30
    spans = ranges(likeliest([scores], chain)[0])
    assert all(0 < share <= 1 for share in shares(scores, chain, spans))
