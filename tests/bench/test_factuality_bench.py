"""Figures of events and clauses are lined up with the annotators'; the sentences and the tagger are made up."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from bench.attribution_reading import read
from bench.corpora_meaning import Commitment, FactSentence
from bench.factuality import (
    believed,
    by_product,
    by_tagger,
    commitment_of,
    events_in,
    figure_at,
    figures_of,
    score_at,
    token_at,
)

from bench import factuality
from twosource.ports import Marked, Range


class Judge:
    """Gives every word ending in `ed` the figure 1, and none to others."""

    version = "fake 1"
    languages = frozenset({"en"})

    def mark(self, sentences: Sequence[Sequence[str]]) -> list[Marked]:
        return [Marked(factuality=tuple(1.0 if w.endswith("ed") else math.nan for w in s)) for s in sentences]

    def actions(self, sentence: Sequence[str], source: Range, target: Range) -> Mapping[str, float]:
        return {}


SENTENCES = [
    FactSentence("one", ("They", "departed", "."), (None, 3.0, None)),
    FactSentence("two", ("They", "did", "not", "go", "."), (None, None, None, -3.0, None)),
]


def test_a_tagger_that_holds_a_word_for_no_event_is_counted_silent() -> None:
    figures = by_tagger(SENTENCES, Judge())
    assert figures.true == (3.0, -3.0)
    assert figures.given == (1.0, 3.0)
    assert figures.n_silent == 1


def test_a_tagger_not_taught_it_is_silent_throughout() -> None:
    assert figure_at(Marked(), 0) is None


def test_the_rules_hear_a_negation() -> None:
    figures = by_product(SENTENCES, None)
    assert figures.given[0] > 2
    assert figures.given[1] < -2
    assert figures.n_silent == 0


def test_the_product_takes_the_figure_of_the_tagger() -> None:
    assert by_product(SENTENCES, Judge()).given[0] == 1.0


def test_true_and_given_figures_keep_their_order() -> None:
    figures = figures_of(SENTENCES, [None, -1.0])
    assert (figures.true, figures.given, figures.n_silent) == ((3.0, -3.0), (3.0, -1.0), 1)
    assert [events_in(sentence) for sentence in SENTENCES] == [[1], [3]]


def test_a_word_is_found_by_its_place() -> None:
    text = "It rained. They left early."
    heard = read(text, None)
    at = text.index("left")
    found = token_at(heard, (at, at + 4))
    assert found is not None
    assert found[0].tokens[found[1]].text == "left"
    assert token_at(heard, (99, 100)) is None
    assert score_at(heard, (99, 100)) is None


def clause(target: str, words: str, verb: str = "know") -> Commitment:
    first = target.index(words)
    return Commitment("X", "", target, words, (first, first + len(words)), verb, "negation", 0.0)


def test_a_clause_under_a_factive_verb_is_held_true_and_one_under_disbelief_is_not() -> None:
    known = clause("She did not know that he had left.", "he had left")
    doubted = clause("I do not think that he had left.", "he had left", "think")
    for told in (believed, lambda one: commitment_of(one, None)):
        high, low = told(known), told(doubted)
        assert high is not None
        assert low is not None
        assert high > low


def test_the_report_names_what_was_fitted_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factuality, "tagger_at_hand", lambda settings=None: Judge())
    for corpus in ("uw", "meantime"):
        (tmp_path / "factuality" / corpus).mkdir(parents=True)
        lines = "0\tIt\t_\n1\tended\t3.0\n\n0\tNobody\t_\n1\tstayed\t-2.0\n"
        (tmp_path / "factuality" / corpus / "dev.conll").write_text(lines, "utf-8")
    head = ",uID,Verb,Embedding,Context,Target,Prompt,Mean\n"
    rows = "1,A,know,negation,,I did not know he left.,he left,2\n2,B,think,negation,,I don't think he left.,he left,-2\n"
    (tmp_path / "factuality" / "commitmentbank.csv").write_text(head + rows, "utf-8")
    report = factuality.run(tmp_path)
    groups = {result.group for result in report.results}
    assert any(group.startswith("UW dev, model, 2 of 2 answered") for group in groups)
    assert any(group.startswith("UW dev, product") for group in groups)
    commitment = [r for r in report.results if r.group.startswith("CommitmentBank")]
    assert all("not fitted to" in result.group and not result.reference for result in commitment)
    assert commitment[0].ours == pytest.approx(1)
    error = next(r for r in report.results if r.group.startswith("UW dev, model") and r.metric == "MAE")
    assert (error.ours, error.peer) == (2.5, 2.5)
