"""The tracing-scale and near-duplicates benchmarks: seeded material, and figures that can be wrong."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from bench.children import measured, peak_bytes
from bench.near_duplicates import KINDS, generate, score
from bench.tracing_material import KINDS as CLAIM_KINDS
from bench.tracing_material import claim_of, vocabulary

from bench import near_duplicates, tracing_scale
from twosource.tracing.near import near_pairs


def _here(module, arguments, timeout=900):
    """Measure in this process: starting one for every figure was most of the time of these tests."""
    del timeout
    if module == "bench.near_duplicates":
        who, n, has_footers = arguments
        return near_duplicates.measure(who, int(n), has_footers == "1")
    kind, n, n_words = arguments
    return tracing_scale.measure(kind, int(n), int(n_words))


@pytest.mark.parametrize("kind", CLAIM_KINDS)
def test_claims_depend_on_the_seed_alone(kind):
    """The same seed gives the same evidence, another seed other texts."""
    assert claim_of(kind, 12, 40) == claim_of(kind, 12, 40)
    assert claim_of(kind, 12, 40).texts != claim_of(kind, 12, 40, seed=2).texts
    assert len(claim_of(kind, 12, 40).statements) == 12


def test_passages_stand_in_their_texts():
    """A passage is the part of its text it says it is."""
    evidence = claim_of("copies", 15, 60)
    for passage in evidence.passages.values():
        assert evidence.texts[passage.exhibit_id][passage.start : passage.end] == passage.text != ""


def test_the_vocabulary_has_no_word_twice():
    """Two words that were one would make chance copies."""
    words, cumulated = vocabulary()
    assert len(set(words)) == len(words) == cumulated.size
    assert cumulated[-1] == pytest.approx(1.0)


def test_planted_copies_are_of_every_kind_and_point_to_first_prints():
    """Each copy shares its words with the first print it names."""
    material = generate(2_000)
    assert set(material.kind.tolist()) == {-1, *range(len(KINDS))}
    for i in np.flatnonzero(material.kind >= 0)[:50].tolist():
        shared = set(material.texts[i].split()) & set(material.texts[material.source[i]].split())
        assert len(shared) >= 15
    assert generate(300).texts == generate(300).texts


def test_scores_fall_with_what_is_missed_and_with_what_is_wrong():
    """All candidates score 1; none has no recall; strangers cost precision alone."""
    material = generate(1_000)
    found = near_pairs(material.texts, outlets=material.outlets.tolist())
    good = score(material, (found.parents, found.children))
    assert good["recall"] > 0.98
    assert good["precision"] > 0.98
    none = np.zeros(0, dtype=np.int64)
    assert score(material, (none, none))["recall"] == 0.0
    wrong = (np.append(found.parents, range(90)), np.append(found.children, range(900, 990)))
    assert score(material, wrong)["recall"] == good["recall"]
    assert score(material, wrong)["precision"] < good["precision"]


def test_near_duplicates_runs_on_small_sizes_without_data(capsys, monkeypatch):
    """Every figure is there for every size, and a peer that is missing is said."""
    monkeypatch.setattr(near_duplicates, "measured", _here)
    report = near_duplicates.run(Path("/nonexistent"), sizes=(200, 400))
    found = {(r.metric, r.n): r.ours for r in report.results}
    assert found["recall", 400] > 0.95
    assert found["peak GiB", 200] > 0
    assert ("growth exponent", 400) in found
    said = capsys.readouterr().err
    for peer in ("rensa", "datasketch"):
        assert (f"{peer} is not installed" in said) == (find_spec(peer) is None)


@pytest.mark.parametrize("kind", [*CLAIM_KINDS, tracing_scale.MANY_KIND])
def test_every_kind_of_claim_is_traced(kind):
    """What everybody prints has one pair of hands; nothing costs nothing."""
    found = tracing_scale.measure(kind, 20, 40)
    assert found["seconds"] > 0
    assert found["mean kappa"] >= 1
    assert kind != "identical" or found["mean K"] == found["mean kappa"] == 1.0


def test_tracing_scale_runs_on_small_sizes_without_data(monkeypatch):
    """One claim, light claims and claims by number, and how the cost grows."""
    monkeypatch.setattr(tracing_scale, "measured", _here)
    report = tracing_scale.run(
        Path("/nonexistent"), sizes=(10,), light=(10,), many=(20, 40), kinds=("chains",)
    )
    groups = {r.group.split(",")[0] for r in report.results}
    assert groups == {"chains", "copies", "many claims"}
    assert ("many claims, 20 to 40 statements of 30 words", "growth exponent") in {
        (r.group, r.metric) for r in report.results
    }


def test_a_process_of_its_own_measures_the_same_and_one_that_fails_is_said():
    """The same claim has the same hands there; a failing measurement is no figure."""
    there, here = (
        measured("bench.tracing_scale", ["chains", "10", "30"]),
        tracing_scale.measure("chains", 10, 30),
    )
    assert there.keys() == here.keys()
    assert [there[m] for m in ("mean K", "mean kappa")] == [here[m] for m in ("mean K", "mean kappa")]
    with pytest.raises(RuntimeError, match="near_duplicates nobody 10 0 failed"):
        measured("bench.near_duplicates", ["nobody", "10", "0"])
    assert peak_bytes() > 1 << 20
