"""The desk and its trained tagger: asked where it is installed, loaded late, named in what it suggests."""

from dataclasses import replace

import pytest

from twosource.desk import Desk, marking
from twosource.desk.doctoring import examine_installation
from twosource.desk.workplace import Settings
from twosource.errors import IntegrityError
from twosource.evidence.testimony import Party, Statement
from twosource.ports import Marked, Marking

TEXT = "The mayor of Sarmin vouched on Friday that no convoy had left the depot.\n"


class Scripted:
    """Marks one source in sentences that hold a verb no rule knows."""

    languages = frozenset({"en"})

    def __init__(self, version):
        self.version = version

    def mark(self, sentences):
        return [Marked(attributions=self.seen(list(words))) for words in sentences]

    def seen(self, words):
        if "vouched" not in words:
            return ()
        at = words.index("vouched")
        return (Marking(cue=((at, at + 1),), source=((0, at),), content=((at + 3, len(words) - 1),), p=0.97),)

    def actions(self, sentence, source, target):
        return {}


@pytest.fixture
def installed(monkeypatch):
    """Install a scripted tagger of a version; count how often it is loaded."""
    loads = []

    def install(version):
        monkeypatch.setattr(marking, "tagger_version", lambda settings: version)
        monkeypatch.setattr(
            marking, "open_tagger", lambda settings: loads.append(version) or Scripted(version)
        )
        return loads

    return install


@pytest.fixture
def case(tmp_path):
    """Return a case that holds one text, read."""
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "report.txt").write_text(TEXT, "utf-8")
    folder = Desk.new(tmp_path / "case")
    with Desk.open(folder) as desk:
        desk.receive([tmp_path / "leak"])
        desk.read()
    return folder


def attributed(folder, **settings):
    with Desk.open(folder, settings=replace(Settings(), **settings)) as desk:
        runs, _ = desk.analyse()
        names = {party.party_id: party.name for party in desk.store.all(Party)}
        told = [(names[s.chain.innermost.party_id], s.made.by) for s in desk.store.all(Statement)]
    return told, next(run for run in runs if run.stage == "attribute")


def test_what_only_the_tagger_sees_is_a_suggestion_in_its_name(case, installed):
    installed("a tagger 1 abc")
    told, run = attributed(case)
    assert [by for name, by in told if "mayor of Sarmin" in name] == ["a tagger 1 abc"]
    assert run.n_done == 1


def test_without_a_model_the_rules_go_on_alone(case, installed):
    installed("")
    told, run = attributed(case)
    assert not any("mayor" in name for name, _ in told)
    assert run.n_failed == 0


def test_a_person_can_leave_the_model_out(case, installed):
    loads = installed("a tagger 1 abc")
    told, _ = attributed(case, uses_model=False)
    assert not any("mayor" in name for name, _ in told)
    assert not loads


def test_where_nothing_is_left_to_do_nothing_is_loaded(case, installed):
    loads = installed("a tagger 1 abc")
    attributed(case)
    _, again = attributed(case)
    assert loads == ["a tagger 1 abc"]
    assert not again.did_work


def test_another_model_reads_everything_again(case, installed):
    installed("a tagger 1 abc")
    attributed(case)
    installed("a tagger 2 def")
    told, run = attributed(case)
    assert run.n_done == 1
    assert {by for name, by in told if "mayor" in name} == {"a tagger 2 def"}


def test_a_changed_model_stops_the_run_and_nothing_is_marked_as_done(case, installed, monkeypatch):
    installed("a tagger 1 abc")
    monkeypatch.setattr(marking, "open_tagger", refuse)
    with pytest.raises(IntegrityError, match="not the one its card"):
        attributed(case)
    installed("a tagger 1 abc")
    assert attributed(case)[1].n_done == 1


def refuse(settings):
    raise IntegrityError("The tagger's file heads.npz is not the one its card describes.")


def test_the_doctor_says_what_marks_who_says_what(tmp_path, monkeypatch):
    monkeypatch.setattr("twosource.desk.doctoring.open_tagger", lambda: Scripted("a tagger 1 abc"))
    facts = dict(examine_installation(tmp_path, try_escapes=False).facts)
    assert facts["who says what"] == "rules and a tagger 1 abc, taught en; its digests match"
    monkeypatch.setattr("twosource.desk.doctoring.open_tagger", lambda: None)
    assert "rules alone" in dict(examine_installation(tmp_path, try_escapes=False).facts)["who says what"]
