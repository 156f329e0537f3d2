"""The baseline finds copies and nothing else."""

from bench.shingles import pairs_sharing, shingle_groups, shingles

FIRST = "Guns and lorries left the old town by the eastern road before dawn on Friday"
COPY = "Breaking news tonight: guns and lorries left the old town by the eastern road before dawn on Friday."
REWRITTEN = "Before sunrise the weapons were driven east out of the historic quarter"


def test_a_copy_is_joined_and_a_rewriting_is_not():
    """Runs of five words survive copying, case and punctuation, and do not survive rewriting."""
    assert shingle_groups([FIRST, REWRITTEN, COPY]) == [0, 1, 0]


def test_what_too_many_share_joins_nobody():
    """A run that more pages have than the limit says nothing: a slogan or a footer."""
    texts = [FIRST] * 4
    assert shingle_groups(texts, max_df=3) == [0, 1, 2, 3]
    assert shingle_groups(texts, max_df=4) == [0, 0, 0, 0]


def test_shingles_of_a_short_text_are_none():
    """Fewer words than a run has no run."""
    assert shingles("four words are few") == frozenset()
    assert len(shingles("five words make exactly one")) == 1


def test_pairs_count_what_they_share():
    """A pair comes once, earlier first, with the number of runs in common."""
    sets = [shingles("a b c d e f"), shingles("x y"), shingles("a b c d e f g")]
    assert list(pairs_sharing(sets, 9)) == [(0, 2, 2)]
