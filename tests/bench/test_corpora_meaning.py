"""PLOVER, factuality and commitment are read as they are laid out; the samples are our own."""

from pathlib import Path

import pytest
from bench.corpora_meaning import (
    clause_in,
    commitments,
    fact_sentences,
    is_form_of,
    plain_of,
    plover_cases,
    plover_records,
    unmarked,
)
from bench.runner import DataMissingError


def test_marks_of_source_and_target_become_places() -> None:
    text, spans = unmarked("<s>The port </s>fined <t>a captain</t> on Friday.")
    assert text == "The port fined a captain on Friday."
    assert {name: text[a:b] for name, (a, b) in spans.items()} == {"s": "The port", "t": "a captain"}


def test_a_name_marked_twice_stands_where_it_is_first() -> None:
    text, spans = unmarked("<s>The port</s> fined <t>Ann</t> and then <t>Ann</t>'s son.")
    assert spans["t"] == (text.index("Ann"), text.index("Ann") + 3)


def test_a_sentence_without_target_has_none(tmp_path: Path) -> None:
    folder = tmp_path / "events" / "plover"
    folder.mkdir(parents=True)
    head = "\tsentence_id\tmarked_sentence\tgold_penta\tgold_root\n"
    rows = '\t7\t<s>Dockers</s> went on "strike".\t4\tPROTEST\n\t8\tA <t>crew</t> got aid.\t2\tAID\n'
    (folder / "train.tsv").write_text(head + rows, "utf-8")
    first, second = plover_cases(tmp_path)
    assert (first.case_id, first.quad, first.root, first.target) == ("7", 4, "PROTEST", None)
    assert first.text == 'Dockers went on "strike".'
    assert second.source is None
    assert second.text[slice(*second.target or ())] == "crew"


def test_a_record_gives_text_and_places_without_markup() -> None:
    text, spans = plain_of("{A (SRC/TAR: Lund) and (TAR:the Nye (old) party) (EVT: agreed) (again).}")
    assert text == "A Lund and the Nye (old) party agreed (again)."
    assert [(role, text[a:b]) for role, (a, b) in spans] == [
        ("SRC/TAR", "Lund"),
        ("TAR", "the Nye (old) party"),
        ("EVT", "agreed"),
    ]


def test_a_bracket_that_nothing_opened_stays() -> None:
    text, spans = plain_of("They met (LOC: in the east) in Lund) twice.")
    assert text == "They met in the east in Lund) twice."
    assert [text[a:b] for _, (a, b) in spans] == ["in the east"]


def test_records_are_read_one_after_another_and_the_broken_one_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "events" / "plover"
    folder.mkdir(parents=True)
    whole = (
        '{"id": "R1", "event": "AID", "mode": null, "text": "broken\nline",'
        ' "textInfo": {"markup": "(SRC: Lund) (EVT: fed) (TAR: Nye)."}}\n'
    )
    (folder / "gold_standard_records.txt").write_text(whole + '\n{"id": "R2", "text": "cut\n', "utf-8")
    records, n_unreadable = plover_records(tmp_path)
    assert n_unreadable == 1
    (record,) = records
    assert (record.record_id, record.root, record.mode) == ("R1", "AID", "")
    assert record.text[slice(*record.targets[0])] == "Nye"
    assert record.places == ()


def test_values_of_events_are_read_with_none_for_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "factuality" / "uw"
    folder.mkdir(parents=True)
    lines = "0\tShe\t_\tPRP\t1\tnsubj\tshe\n1\tleft\t-2.4\tVBD\t0\tROOT\tleave\n\n0\tOh\t_\tUH\t0\tROOT\toh\n"
    (folder / "dev.conll").write_text(lines, "utf-8")
    first, second = fact_sentences(tmp_path, "uw", "dev")
    assert (first.tokens, first.values) == (("She", "left"), (None, -2.4))
    assert second.case_id == "uw/dev:2"
    with pytest.raises(DataMissingError, match="train"):
        fact_sentences(tmp_path, "uw", "train")


def test_the_score_of_a_commitment_is_its_mean(tmp_path: Path) -> None:
    (tmp_path / "factuality").mkdir()
    head = ",uID,Verb,Embedding,Context,Target,Prompt,Embedding,mean.noTarget,Mean,Reponses\n"
    row = '1,X-1,know,negation,"Before, then.",I didn\'t know she had left.,Ann had left,negation,0.5,2.25,"2, 2.5"\n'
    (tmp_path / "factuality" / "commitmentbank.csv").write_text(head + row, "utf-8")
    (one,) = commitments(tmp_path)
    assert (one.case_id, one.mean, one.verb, one.embedding) == ("X-1", 2.25, "know", "negation")
    assert one.target[slice(*one.clause)] == "she had left"


@pytest.mark.parametrize(
    ("target", "prompt", "verb", "clause"),
    [
        ("He never said that the boat was late.", "the boat was late", "say", "the boat was late"),
        ("She waved the map and saw it was torn, she said.", "the map was torn", "see", "it was torn"),
        ("Do you think I'm right?", "Ann is right", "think", "I'm right"),
        ("I know little, but I know the boat was late.", "the boat was late", "know", "the boat was late"),
        ("I did not believe he had.", "Max lied", "believe", "he had."),
        ("Late boats are rare.", "boats are rare", "hear", "Late boats are rare"),
    ],
)
def test_the_rated_clause_is_found_behind_its_verb(target: str, prompt: str, verb: str, clause: str) -> None:
    assert target[slice(*clause_in(target, prompt, verb))] == clause


def test_forms_of_verbs() -> None:
    forms = [
        ("knew", "know"),
        ("saying", "say"),
        ("realised", "realize"),
        ("betting", "bet"),
        ("believes", "believe"),
    ]
    assert all(is_form_of(word, verb) for word, verb in forms)
    assert not is_form_of("seed", "say")
    assert not is_form_of("thin", "think")
