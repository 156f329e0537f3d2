"""The scale benchmark: generated material, and figures as ratios."""

from pathlib import Path

import numpy as np
import pytest
from bench.scale import Cost, copy_search, generate, growth, per_item

from bench import scale


def pages(n, seed=1):
    """Return generated reports."""
    return generate(n, np.random.default_rng(seed))


def test_generated_reports_depend_on_the_seed_alone():
    """The same seed gives the same reports, another seed others."""
    assert pages(50) == pages(50)
    assert pages(50) != pages(50, seed=2)


@pytest.mark.parametrize("n", [0, 1, 19, 20, 21, 57])
def test_as_many_reports_as_asked_for(n):
    """The last story is cut short where the number asks for it."""
    assert len(pages(n)) == n


def test_followers_credit_or_copy_the_first_report():
    """Within a story the serial number of the papers goes round; other stories have others."""
    story, other = pages(40)[:20], pages(40)[20:]
    assert any("10007" in page.text for page in story)
    assert not any("10007" in page.text for page in other)
    first = story[0]
    assert any(first.outlet in page.text for page in story[1:])
    assert all("{" not in page.text for page in story)


def cost(n, attribute_s):
    """Return a cost in which attributing alone grows."""
    return Cost(
        n_reports=n, n_statements=2 * n, n_claims=n, n_pairs=n, attribute_s=attribute_s, match_s=n * 2e-6,
        trace_s=n * 1e-6, n_traced=n, peak_bytes=n * 2048,
    )  # fmt: skip


def test_costs_are_per_item():
    """Seconds become microseconds per report, statement and pair; bytes become KiB per report."""
    assert {name: value for name, (value, _) in per_item(cost(10, 1e-4)).items()} == pytest.approx(
        {
            "attribute us/report": 10.0,
            "match us/statement": 1.0,
            "trace us/statement": 1.0,
            "trace us/pair": 1.0,
            "peak memory KiB/report": 2.0,
        }
    )


def test_growth_is_the_cost_per_item_against_the_smallest_size():
    """Linear work has the ratio 1; work that grows with the square of ten times the reports has 10."""
    results = growth([cost(10, 1e-4), cost(100, 1e-2)])
    ratios = {r.metric: r.ours for r in results if r.metric.endswith(", ratio")}
    assert ratios["attribute us/report, ratio"] == pytest.approx(10.0)
    assert ratios["match us/statement, ratio"] == pytest.approx(1.0)
    assert {r.group for r in results if r.metric.endswith("ratio")} == {"100 reports"}


def test_an_empty_case_costs_nothing_and_does_not_divide_by_it():
    """No statement and no pair is no error."""
    nothing = Cost(
        n_reports=1, n_statements=0, n_claims=0, n_pairs=0, attribute_s=0.0, match_s=0.0,
        trace_s=0.0, n_traced=0, peak_bytes=0,
    )  # fmt: skip
    assert all(value == 0 for value, _ in per_item(nothing).values())
    assert growth([nothing, nothing])


def test_copies_are_searched_beside_the_naive_peer():
    """The peer runs on the same reports in the same run."""
    (result, *others) = copy_search(pages(40))
    assert result.peer_name == "all pairs"
    assert result.n == 40
    assert {other.peer_name for other in others} <= {"datasketch MinHashLSH"}


def test_the_whole_benchmark_runs_on_small_sizes_without_data():
    """Every stage is measured at every size, and no folder is read."""
    report = scale.run(Path("/nonexistent"), sizes=(20, 40))
    metrics = {result.metric for result in report.results}
    assert {"attribute us/report", "match us/statement, ratio", "copy search us/report"} <= metrics
    assert {result.group for result in report.results} == {"20 reports", "40 reports"}
    assert all(result.ours >= 0 for result in report.results)
