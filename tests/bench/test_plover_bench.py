"""Classes and triples of events are counted as defined; the sentences and the tagger are made up."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from bench.attribution_reading import Words
from bench.corpora_meaning import ActionCase, GoldRecord
from bench.plover import (
    NO_EVENT,
    QUADS,
    Coded,
    Triple,
    by_tagger,
    gold_triples,
    is_met,
    n_right,
    our_triples,
    range_of,
    renamed,
    root_of,
    roots_of,
    shares_a_word,
)

from bench import plover
from twosource.ports import Marked, Range
from twosource.terms import Action


class Coder:
    """Gives fixed probabilities and remembers where source and target stood."""

    version = "fake 1"
    languages = frozenset({"en"})

    def __init__(self, p: Mapping[str, float]) -> None:
        self.p = p
        self.asked: list[tuple[list[str], Range, Range]] = []

    def mark(self, sentences: Sequence[Sequence[str]]) -> list[Marked]:
        return [Marked() for _ in sentences]

    def actions(self, sentence: Sequence[str], source: Range, target: Range) -> Mapping[str, float]:
        self.asked.append((list(sentence), source, target))
        return self.p


TEXT = "The army bombed rebels near the river."
CASE = ActionCase("1", TEXT, (0, 8), (16, 22), 4, "ASSAULT")


def test_the_tagger_is_told_where_source_and_target_stand() -> None:
    coder = Coder({"ASSAULT": 0.9, "AID": 0.1})
    assert by_tagger(CASE, coder) == Coded("ASSAULT", 4)
    ((words, source, target),) = coder.asked
    assert (words[slice(*source)], words[slice(*target)]) == (["The", "army"], ["rebels"])


def test_the_quad_class_is_the_likeliest_sum_and_not_that_of_the_likeliest_root() -> None:
    coder = Coder({"AGREE": 0.4, "COERCE": 0.3, "ASSAULT": 0.3})
    assert by_tagger(CASE, coder) == Coded("AGREE", 4)


def test_older_names_of_roots_are_the_newer_ones() -> None:
    coder = Coder({"RETREAT": 1.0})
    assert by_tagger(CASE, coder).root == "YIELD"
    assert {renamed(root) for root in ("DEMAND", "FIGHT", "AID")} == {"REQUEST", "ASSAULT", "AID"}


def test_who_is_not_written_has_no_range() -> None:
    assert range_of(Words([(0, 3)]), None) == (0, 0)
    assert range_of(Words([(0, 3), (4, 8)]), (4, 8)) == (1, 2)


def test_silence_is_no_event() -> None:
    assert by_tagger(CASE, Coder({})) == Coded(NO_EVENT, 0)
    assert roots_of(ActionCase("2", "The sky is blue.", None, None, 1, "AGREE"), tagger=None).quad == 0


def test_rules_code_the_event_of_the_marked_actor() -> None:
    assert roots_of(CASE, tagger=None) == Coded("ASSAULT", 4)


def test_every_action_has_a_root_of_the_fifteen_or_none() -> None:
    roots = {root_of(action) for action in Action}
    assert roots <= {*QUADS, NO_EVENT}
    assert root_of(Action.OTHER) == NO_EVENT
    assert root_of(Action.BOMB) == "ASSAULT"


def record(text: str, sources: list[str], targets: list[str], root: str = "FIGHT") -> GoldRecord:
    def spans(words: list[str]) -> tuple[tuple[int, int], ...]:
        return tuple((text.index(w), text.index(w) + len(w)) for w in words)

    return GoldRecord("R", text, root, "", spans(sources), spans(targets), (), ())


def test_every_source_meets_every_other_target() -> None:
    one = record("Lund and Nye fought Ost.", ["Lund", "Nye"], ["Ost"])
    assert gold_triples(one) == [
        Triple("Lund", "ASSAULT", ("Ost",)),
        Triple("Nye", "ASSAULT", ("Ost",)),
    ]
    both = record("Lund and Nye agreed.", ["Lund", "Nye"], ["Lund", "Nye"], "AGREE")
    assert [(t.source, t.targets) for t in gold_triples(both)] == [("Lund", ("Nye",)), ("Nye", ("Lund",))]
    assert gold_triples(record("Nye fled.", ["Nye"], [], "RETREAT")) == [Triple("Nye", "YIELD", ())]


def test_a_triple_is_met_by_root_and_words() -> None:
    true = Triple("the army", "ASSAULT", ("rebels in the north",))
    assert is_met(Triple("army units", "ASSAULT", ("northern rebels",)), true)
    assert not is_met(Triple("army units", "AID", ("northern rebels",)), true)
    assert not is_met(Triple("army units", "ASSAULT", ("the town",)), true)
    assert is_met(Triple("army", "ASSAULT", ()), Triple("army", "ASSAULT", ()))


def test_one_of_ours_meets_one_true_triple_only() -> None:
    ours = [Triple("army", "ASSAULT", ("rebels",))]
    true = [Triple("army", "ASSAULT", ("rebels",)), Triple("the army", "ASSAULT", ("rebels",))]
    assert n_right(ours, true) == 1


def test_articles_and_prepositions_are_no_common_word() -> None:
    assert not shares_a_word("the end of the road", "the king of Nye")
    assert shares_a_word("The Army's men", "army")


def test_the_product_gives_triples_of_a_text() -> None:
    found = our_triples(TEXT, None)
    assert any(is_met(one, Triple("the army", "ASSAULT", ("rebels",))) for one in found)


def test_the_report_says_whether_the_sentences_were_taught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plover, "tagger_at_hand", lambda: Coder({"ASSAULT": 1.0}))
    folder = tmp_path / "events" / "plover"
    folder.mkdir(parents=True)
    head = "\tsentence_id\tmarked_sentence\tgold_penta\tgold_root\n"
    (folder / "train.tsv").write_text(head + "\t1\t<s>Nye</s> bombed <t>Lund</t>.\t4\tASSAULT\n", "utf-8")
    markup = (
        '{"id": "R1", "event": "FIGHT", "textInfo": {"markup": "(SRC: Nye) (EVT: bombed) (TAR: Lund)."}}\n'
    )
    (folder / "gold_standard_records.txt").write_text(markup, "utf-8")
    report = plover.run(tmp_path)
    classes = [result for result in report.results if "macro" in result.metric]
    assert {result.ours for result in classes} == {1.0}
    assert all("not taught on" in result.group for result in classes)
    assert report.cases[0].values == {"root": "ASSAULT"}
