"""answer and weigh --people: what the terminal asks, says back, and shows of several people."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "desk"))

from answering_cases import CASE

from twosource.cli import run
from twosource.cli.printing import safe
from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.evidence.elicitation import Answered
from twosource.weighing.pooling.advising import wording

NADIA = ["--by", "Nadia Haddad", "--why", "as I see it"]
OMAR = ["--by", "Omar Saleh", "--why", "as I see it"]
FOR_TRACKS = ["--say", "moved=very likely", "--say", "stayed=very unlikely", "--say", "sold=likely"]
ALIKE = ["--say", "moved=likely", "--say", "stayed=likely", "--say", "sold=likely"]


@pytest.fixture
def case(tmp_path):
    folder = Desk.new(tmp_path / "case", CASE)
    return ["--case", str(folder.path)]


def records(case):
    with Desk.open(CaseFolder(Path(case[1]))) as desk:
        return list(desk.store.all(Answered))


def typed(monkeypatch, *lines):
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_an_answer_is_said_back_with_what_it_weighs_and_what_is_open(case, capsys):
    assert run(["answer", "Q1", "report", *NADIA, *FOR_TRACKS, *case]) == 0
    out = capsys.readouterr().out
    assert "report: Nadia Haddad answered: as I see it" in out
    assert "in every other case: moved very likely, stayed very unlikely, sold likely" in out
    assert "7.0 to 1, limited support" in out
    assert "Still open for report: where channel is unsound." in out
    assert "3 lines are left." in out


def test_what_is_left_is_listed_for_a_person_and_counted_for_all(case, capsys):
    run(["answer", "tracks", *NADIA, *ALIKE, *case])
    capsys.readouterr()
    assert run(["answer", *case]) == 0
    out = capsys.readouterr().out
    assert "Nadia Haddad" in out
    assert "likely" not in out
    assert run(["answer", "--by", "Omar Saleh", *case]) == 0
    out = capsys.readouterr().out
    assert "Omar Saleh has 4 lines left of 4." in out
    assert "channel is unsound" in out
    assert "Marwan" not in out


def test_somebody_is_asked_one_hypothesis_after_another(case, capsys, monkeypatch):
    """A word that is none of the seven is asked again; numbers and Arabic words are words too."""
    typed(monkeypatch, "perhaps", "7", "مرجح", "unlikely", "tracks are tracks")
    assert run(["answer", "tracks", "--by", "Nadia Haddad", *case]) == 0
    out = capsys.readouterr().out
    assert "how surprised would you be to see this?" in out
    assert "“perhaps” is none of the seven words" in out
    assert out.count("Suppose: ") == 4
    (record,) = records(case)
    assert sorted(record.answers[0].words.values()) == ["almost certain", "likely", "unlikely"]
    assert record.made.why == "tracks are tracks"


def test_an_empty_answer_leaves_a_line_open(case, capsys, monkeypatch):
    typed(monkeypatch, "", "likely", "likely", "likely")
    assert run(["answer", "report", *NADIA, *case]) == 0
    assert "Still open for report" in capsys.readouterr().out
    (record,) = records(case)
    assert len(record.answers) == 1


def test_everything_left_is_asked_item_by_item_and_what_was_confirmed_stays(case, capsys, monkeypatch):
    """Input ends in the middle: what was answered for whole items before is kept."""
    typed(monkeypatch, *["likely"] * 7)
    assert run(["answer", "--all", *NADIA, *case]) == 130
    assert "What was confirmed is kept" in capsys.readouterr().err
    assert records(case)
    typed(monkeypatch, *["likely"] * 12)
    assert run(["answer", "--all", *NADIA, *case]) in {0, 130}
    assert run(["answer", *NADIA, *case]) == 0
    assert "answered everything" in capsys.readouterr().out


def test_arabic_is_asked_in_arabic(case, capsys, monkeypatch):
    typed(monkeypatch, "مرجّح", "مرجّح", "مرجّح")
    assert run(["answer", "tracks", *NADIA, "--language", "ar", *case]) == 0
    out = capsys.readouterr().out
    assert "فإلى أي حد كنت ستُفاجأ" in out
    assert "لا يميز بين الفرضيات" in out
    assert "surprised" not in out


ENGLISH = (
    "answered",
    "every other case",
    "are left",
    "left of",
    "where ",
    "lines",
    "word",
    "band",
    "item",
    "everything",
)


def test_arabic_is_answered_in_arabic_from_the_first_line_to_the_last(case, capsys, monkeypatch):
    """Nothing of ours is English but the next command and what the case itself is written in."""

    def of_ours(out):
        return "\n".join(line for line in out.splitlines() if not line.startswith(("Next: ", "Q1: ")))

    arabic = ["--language", "ar", *case]
    said = []
    run(["answer", *arabic])
    said.append(of_ours(capsys.readouterr().out))
    assert "لم يجب أحد بعد" in said[-1]
    run(["answer", "Q1", "report", *NADIA, *FOR_TRACKS, *arabic])
    said.append(of_ours(capsys.readouterr().out))
    assert "عدد الأسطر الباقية: " in said[-1]
    assert "في سائر الأحوال" in said[-1]
    assert "ما زال مفتوحاً من" in said[-1]
    typed(monkeypatch, "مرجّح", "مرجّح", "مرجّح")
    run(["answer", "tracks", *NADIA, *arabic])
    said.append(of_ours(capsys.readouterr().out))
    run(["answer", *arabic])
    said.append(of_ours(capsys.readouterr().out))
    assert "الأسطر المجاب عنها" in said[-1]
    run(["answer", *NADIA, *arabic])
    said.append(of_ours(capsys.readouterr().out))
    assert "العنصر" in said[-1]
    run(["answer", "--undo", "Q1", "report", *NADIA, *arabic])
    said.append(of_ours(capsys.readouterr().out))
    assert "سحب" in said[-1]
    for out in said:
        assert [word for word in ENGLISH if word in out] == []


def test_every_sentence_of_answering_is_there_in_both_languages():
    english, arabic = wording("en"), wording("ar")
    assert english.keys() == arabic.keys()
    for name, sentence in english.items():
        if isinstance(sentence, str):
            assert set(re.findall(r"{(\w+)}", sentence)) == set(re.findall(r"{(\w+)}", arabic[name])), name
        else:
            assert len(sentence) == len(arabic[name])


def test_people_are_shown_with_ranges_and_with_what_they_differ_on(case, capsys):
    run(["answer", "tracks", *NADIA, *FOR_TRACKS, *case])
    run(["answer", "tracks", *OMAR, *ALIKE, *case])
    capsys.readouterr()
    assert run(["weigh", *case]) == 0
    assert "Let three answer apart from each other" in capsys.readouterr().out
    assert run(["weigh", "--people", *case]) == 0
    out = capsys.readouterr().out
    assert "together" in out
    assert "They differ on 2 cells" in out
    assert "Nadia Haddad: very unlikely; Omar Saleh: likely" in " ".join(out.split())
    assert run(["weigh", "--json", *case]) == 0
    (weighing,) = json.loads(capsys.readouterr().out)["value"]
    assert [one["by"] for one in weighing["people"]] == ["Nadia Haddad", "Omar Saleh"]


def test_nobody_yet_is_said(case, capsys):
    assert run(["weigh", "--people", *case]) == 0
    assert "Nobody has answered apart from case.toml" in capsys.readouterr().out


def test_an_answer_is_taken_back(case, capsys):
    run(["answer", "tracks", *NADIA, *FOR_TRACKS, *case])
    assert run(["answer", "--undo", "Q1", "tracks", *NADIA, *case]) == 0
    assert "took back what they answered for tracks" in capsys.readouterr().out


def test_the_same_as_json(case, capsys):
    run(["answer", "tracks", *NADIA, *FOR_TRACKS, "--json", *case])
    document = json.loads(capsys.readouterr().out)
    assert document["message_type"] == "answered"
    run(["answer", "--by", "Nadia Haddad", "--json", *case])
    assert len(json.loads(capsys.readouterr().out)["value"]["lines"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["tracks", *NADIA, "--say", "moved"], 2, "names no hypothesis and word"),
        (["tracks", *NADIA, "--say", "moved=likely", "--say", "moved=unlikely"], 2, "Two words were given"),
        (["tracks", *NADIA, "--when", "channel=sound"], 2, "Nothing was said of tracks"),
        (["tracks", *FOR_TRACKS], 2, "needs a name and a reason"),
        (["a", "b", "c"], 2, "are enough"),
        (["trcks", *NADIA], 9, "The nearest is 'tracks'"),
    ],
)
def test_what_cannot_be_recorded_is_a_sentence(case, capsys, arguments, code, said):
    assert run(["answer", *arguments, *case]) == code
    assert said in capsys.readouterr().err
    assert not records(case)


def test_a_hostile_name_cannot_steer_the_terminal(case, capsys):
    assert run(["answer", "tracks", "--by", "N\x1b[2J", "--why", "x", *ALIKE, *case]) == 0
    assert "\x1b[2J" not in capsys.readouterr().out


def test_a_mark_stays_with_the_letter_it_stands_on():
    """An Arabic word that ends in a mark, inside an English sentence: the isolate ends after the mark."""
    assert safe("moved مستبعد جداً, stayed") == "moved \u2068مستبعد جداً\u2069, stayed"


def test_words_that_were_typed_are_not_dropped_in_silence(case, capsys, monkeypatch):
    """Two of three hypotheses answered and the third left: nothing is kept, and that is said."""
    typed(monkeypatch, "likely", "unlikely", "")
    assert run(["answer", "tracks", "--by", "Nadia Haddad", *case]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "nothing of it kept" in out
    assert "2 of 3 had one" in out
    assert not records(case)


def test_whoever_names_an_item_alone_is_shown_how_it_is_answered(case, capsys):
    assert run(["answer", "tracks", *case]) == 0
    assert "Next: twosource answer Q1 tracks --by NAME" in capsys.readouterr().out
