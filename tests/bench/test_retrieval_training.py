"""Fitting the ranking: a conditional logit that finds what it should and never turns a sign round."""

import numpy as np
import pytest
from bench.claim_pairs import Part
from training.retrieval.fitting import AGAINST, conditional, signs
from training.retrieval.train import area, fitted, folds

from twosource.matching import KnownClaim
from twosource.matching.known_features import FEATURES

LETTERS, YEAR = FEATURES.index("letters"), FEATURES.index("another year")


def cases(column, sign, n=40):
    rng = np.random.default_rng(3)
    rows, truth = [], []
    for _ in range(n):
        row = np.zeros((5, len(FEATURES)))
        row[:, column] = rng.normal(size=5)
        true = np.zeros(5, bool)
        true[int(np.argmax(sign * row[:, column] + rng.gumbel(size=5)))] = True
        rows.append(row)
        truth.append(true)
    return rows, truth


def test_what_tells_gets_the_weight():
    weights = conditional(*cases(LETTERS, 3.0))
    assert weights[LETTERS] > 1.0
    assert np.count_nonzero(weights) == 1


@pytest.mark.parametrize(("column", "sign"), [(LETTERS, -3.0), (YEAR, 3.0)])
def test_a_weight_of_the_wrong_sign_is_held_at_nought(column, sign):
    assert not conditional(*cases(column, sign)).any()


def test_a_query_whose_claim_is_no_candidate_teaches_nothing():
    rows, truth = cases(LETTERS, 3.0)
    more = [*rows, np.ones((4, len(FEATURES)))], [*truth, np.zeros(4, bool)]
    assert conditional(*more) == pytest.approx(conditional(rows, truth))


def test_signs_are_those_of_the_list():
    assert {name for name, sign in zip(FEATURES, signs(), strict=True) if sign < 0} == AGAINST


def test_queries_about_one_claim_are_in_one_fold():
    queries = Part({str(n): "" for n in range(60)}, {str(n): frozenset({str(n // 3)}) for n in range(60)})
    drawn = folds(queries).reshape(20, 3)
    assert (drawn == drawn[:, :1]).all()
    assert len(set(drawn[:, 0])) == 5


def test_area_by_hand():
    assert area(np.array([2.0, 1.0, 3.0]), np.array([1.0, 0.0, 0.0])) == 0.5


def test_a_small_index_is_fitted():
    things = [
        "tunnel",
        "camel",
        "satellite",
        "bakery",
        "glacier",
        "lantern",
        "orchard",
        "piano",
        "saddle",
        "violin",
    ]
    known = [KnownClaim(known_id=str(n), text=f"A {thing} was stolen.") for n, thing in enumerate(things)]
    queries = Part(
        {str(n): f"somebody took the {thing}" for n, thing in enumerate(things)},
        {str(n): frozenset({str(n)}) for n in range(len(things))},
    )
    weights, line, precision, found = fitted(known, None, queries)
    assert precision == 1.0
    assert found > 0.9
    assert weights.any()
    assert np.isfinite(line).all()
