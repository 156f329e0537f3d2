"""Patterns of case.toml mean exhibits by the right end of the path they were received under."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.desk.patterns import compile_pattern, find_exhibits
from twosource.evidence.holdings import Holding


def _holding(path, exhibit_id="e1"):
    return Holding(holding_id=f"h-{path}", accession_id="a", exhibit_id=exhibit_id, path=path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("letters/*", "letters/letter-1.png"),
        ("letters/*", "cache/letters/letter-1.png"),
        ("letters/*", "/home/somebody/cache/letters/letter-1.png"),
        ("letter-?.png", "letters/letter-1.png"),
        ("reports/**", "reports/2016/may/01.html"),
        ("reports/**/01.html", "reports/01.html"),
        ("reports/**/01.html", "reports/2016/may/01.html"),
        ("reports/0[1-3]*", "reports/02-beacon.html"),
        ("reports/0[!1]*", "reports/02-beacon.html"),
        ("/cache/letters/*", "/cache/letters/1.png"),
        ("a[b", "x/a[b"),
        ("رسائل/*", "cache/رسائل/1.png"),
    ],
)
def test_a_pattern_finds_the_paths_it_means(pattern, path):
    """The end of the path decides; where the cache lay on a disk does not."""
    assert find_exhibits([pattern], [_holding(path)]) == ("e1",)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("letters/*", "letters/old/letter-1.png"),
        ("letters/*", "myletters/letter-1.png"),
        ("etters/*", "letters/letter-1.png"),
        ("letter-?.png", "letters/letter-10.png"),
        ("reports/0[!1]*", "reports/01-wire.eml"),
        ("/letters/*", "/cache/letters/1.png"),
        ("letters/1.png", "letters/1xpng"),
        ("reports/[!a]x", "reports//x"),
    ],
)
def test_a_pattern_leaves_other_paths_alone(pattern, path):
    """A wildcard stays within its folder, and a name is a whole name."""
    assert find_exhibits([pattern], [_holding(path)]) == ()


def test_an_exhibit_at_two_paths_is_found_once_and_in_the_order_received():
    """Same bytes at two paths are one exhibit."""
    holdings = [_holding("b/2.txt", "e2"), _holding("b/1.txt", "e1"), _holding("b/copy.txt", "e2")]
    assert find_exhibits(["b/*"], holdings) == ("e2", "e1")


def test_backslashes_in_a_path_are_folders():
    """A cache packed on Windows says the same thing."""
    assert find_exhibits(["letters/*.png"], [_holding("cache\\letters\\1.png")]) == ("e1",)


@given(st.text(max_size=30))
def test_any_text_is_a_pattern(pattern):
    """No pattern is an error: what is no wildcard stands for itself."""
    assert isinstance(compile_pattern(pattern), re.Pattern)


@given(st.text(alphabet=st.characters(exclude_characters="*?[]/\\", exclude_categories=("Cs",)), min_size=1))
def test_a_pattern_without_wildcards_means_exactly_that_name(name):
    """Dots, plus signs and brackets of expressions have no meaning here."""
    assert find_exhibits([name], [_holding(f"folder/{name}")]) == ("e1",)
    assert find_exhibits([name], [_holding(f"folder/{name}x")]) == ()
