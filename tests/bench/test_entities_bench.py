"""Names are counted exactly, with their type; the sentences and the tagger are made up."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from bench.corpora import Spanned, Tagged
from bench.entities import MICRO, by_mentions, by_tagger, by_type, macro
from bench.runner import DataMissingError

from bench import entities
from twosource.ports import Marked, NamedRange, Range


class Namer:
    """Holds every capitalised word for a place."""

    version = "fake 1"
    languages = frozenset({"en"})

    def mark(self, sentences: Sequence[Sequence[str]]) -> list[Marked]:
        return [
            Marked(
                names=tuple(
                    NamedRange(range=(n, n + 1), kind="Location", p=0.5)
                    for n, word in enumerate(words)
                    if word[:1].isupper()
                )
            )
            for words in sentences
        ]

    def actions(self, sentence: Sequence[str], source: Range, target: Range) -> Mapping[str, float]:
        return {}


SENTENCES = [
    Tagged("one", ("Troops", "left", "Hama", "."), ("B-Organisation", "O", "B-Location", "O")),
    Tagged("two", ("It", "rained", "."), ("O", "O", "O")),
]


def test_a_span_of_the_wrong_type_is_wrong() -> None:
    tallies = by_type(SENTENCES, by_tagger(SENTENCES, Namer()))
    assert (tallies[MICRO].right, tallies[MICRO].given, tallies[MICRO].true) == (1, 3, 2)
    assert tallies["Location"].precision == pytest.approx(1 / 3)
    assert tallies["Organisation"].f1 == 0


def test_the_mean_over_types_weighs_them_alike() -> None:
    given = [[Spanned(2, 3, "Location")], []]
    tallies = by_type(SENTENCES, given)
    assert macro(tallies) == 0.5
    assert tallies[MICRO].f1 == pytest.approx(2 / 3)


def test_the_rules_find_mentions_among_tokens() -> None:
    sentence = Tagged("one", ("Reuters", "quoted", "Ann", "Lee", "in", "Damascus", "."), ("O",) * 7)
    (found,) = by_mentions([sentence])
    assert Spanned(2, 4, "Person") in found
    assert Spanned(5, 6, "Location") in found
    assert Spanned(0, 1, "Organisation") in found


def test_the_report_stands_without_a_tagger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities, "tagger_at_hand", lambda: None)
    (tmp_path / "entities" / "re3d").mkdir(parents=True)
    path = tmp_path / "entities" / "re3d" / "dev.txt"
    path.write_text("Troops\tB-Organisation\nleft\tO\nHama\tB-Location\n", "utf-8")
    report = entities.run(tmp_path)
    assert {case.case_id for case in report.cases} == {MICRO, "Location", "Organisation"}
    assert all("rules, no model" in result.group and result.peer is None for result in report.results)


def test_with_a_tagger_the_rules_stand_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities, "tagger_at_hand", Namer)
    (tmp_path / "entities" / "re3d").mkdir(parents=True)
    (tmp_path / "entities" / "re3d" / "dev.txt").write_text("Hama\tB-Location\n", "utf-8")
    report = entities.run(tmp_path)
    assert {result.peer_name for result in report.results} == {"rules alone"}
    assert report.results[0].ours == 1


def test_missing_data_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match="re3d"):
        entities.run(tmp_path)
