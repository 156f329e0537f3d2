"""The benchmark of claim matching: measures by hand, twins, and a small collection made for it."""

import pytest
from bench.claim_pairs import claims, part, parts
from bench.runner import DataMissingError

from bench import claim_matching as bench

CLAIMS = [
    ("0", "The mayor of Norhaven closed the harbour tunnel.", "Did Norhaven Close Its Tunnel?"),
    ("1", "Shops in Kestria lock up 'soap pods'.", "Soap Pods Under Lock?"),
    ("2", 'Shops in Kestria lock up "soap pods".', "Soap Pods Under Lock?"),
    ("3", "Seventy camels crossed a frozen river.", "Camels on Ice?"),
]
QUERIES = [("7", "soap pods are locked up in Kestria"), ("8", "who closed the harbour tunnel in Norhaven?")]


def write(folder, truth=(("7", "1"), ("8", "0")), parts=("train", "dev")):
    root = folder / "claim_matching" / "v3.0"
    for name in parts:
        (root / name).mkdir(parents=True)
        rows = "".join(f"{query}\t{text}\n" for query, text in QUERIES)
        (root / name / "tweets.queries.tsv").write_text(f"\ttweet_content\n{rows}", "utf-8")
        lines = "".join(f"{query}\t0\t{claim}\t1\n" for query, claim in truth)
        (root / name / "tweet-vclaim-pairs.qrels").write_text(lines, "utf-8")
    quoted = "".join('{}\t"{}"\t{}\n'.format(i, text.replace('"', '""'), t) for i, text, t in CLAIMS)
    (root / "verified_claims.docs.tsv").write_text(f"\tvclaim\ttitle\n{quoted}", "utf-8")
    return folder


def test_the_layout_is_read(tmp_path):
    data = write(tmp_path)
    assert [(one.known_id, one.text, one.title) for one in claims(data)] == CLAIMS
    assert part(data, "dev").truth == {"7": {"1"}, "8": {"0"}}
    assert parts(data) == ["dev"]


def test_missing_data_is_said(tmp_path):
    with pytest.raises(DataMissingError):
        bench.run(tmp_path)
    with pytest.raises(DataMissingError):
        bench.run(write(tmp_path, parts=("train",)))


def test_a_small_collection(tmp_path):
    found = {(r.metric, r.group): r for r in bench.run(write(tmp_path)).results}
    assert found["MAP@5", "dev, words"].ours == 1.0
    assert found["MAP@5", "dev, words"].n == 2
    assert found["P@1", "dev, words"].peer == 1.0
    assert found['AUROC of "no match"', "dev, words"].ours == 1.0
    assert found["queries a CPU second", "words"].n == 2


def test_of_two_claims_in_the_same_words_the_second_counts_only_as_one(tmp_path):
    """Truth names the later twin: the list's order puts it second, and as one it is first."""
    found = {(r.metric, r.group): r for r in bench.run(write(tmp_path, truth=(("7", "2"),))).results}
    assert found["MAP@5", "dev, words"].ours == 0.5
    assert found["P@1", "dev, words"].ours == 0.0
    assert found["MAP@5, twins as one", "dev, words"].ours == 1.0


def test_average_precision_by_hand():
    assert bench.average_precision(["a", "x", "b"], frozenset("ab")) == pytest.approx((1 + 2 / 3) / 2)
    assert bench.average_precision(["x", "a"], frozenset("a"), 1) == 0.0
    assert bench.average_precision([], frozenset("a")) == 0.0


def test_auroc_by_hand():
    assert bench.auroc([0.9, 0.4], [0.5, 0.1]) == pytest.approx(0.75)
    assert bench.auroc([0.5], [0.5]) == 0.5


def test_the_peer_ranks_by_rare_words_and_ties_by_the_list():
    peer = bench.PlainBM25(
        [bench.KnownClaim(known_id=i, text=t) for i, t in (("a", "x y"), ("b", "x y"), ("c", "z"))]
    )
    assert peer.find("x", 3) == ["a", "b", "c"]
    assert peer.find("z", 1) == ["c"]
