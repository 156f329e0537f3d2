"""What a person decides about an exhibit: named, reasoned, in the ledger, taken back, and acted upon."""

import stat
from dataclasses import replace

import pytest

from twosource.desk import Desk
from twosource.desk.coverage import fates
from twosource.desk.permitting import decisions, lifted, passwords_of
from twosource.desk.workplace import Settings
from twosource.errors import UsageError
from twosource.evidence.permissions import PermissionKind
from twosource.ports import Limits
from twosource.reading import ReadSettings
from twosource.terms import Status

LONG = "A line of a register that is far longer than the limit set here allows."


@pytest.fixture
def desk(tmp_path):
    """A desk whose readers take forty characters at most, over one exhibit that holds more."""
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery" / "register.txt").write_text(LONG, "utf-8")
    settings = replace(Settings(), read=ReadSettings(limits=Limits(max_bytes=40)))
    with Desk.open(Desk.new(tmp_path / "case"), settings=settings) as opened:
        opened.receive([tmp_path / "delivery"])
        opened.read()
        yield opened


def fate(desk):
    (found,) = fates(desk.store).values()
    return found


def decide(desk, kind, **words):
    return desk.decide("E1", kind, **{"by": "Nadia", "why": "It is the register itself.", **words})


def test_a_lifted_limit_lets_the_exhibit_be_read(desk):
    assert [one.code for one in fate(desk).failures] == ["too_large"]
    decide(desk, PermissionKind.LIFTED)
    assert lifted(desk.store) == {fate(desk).exhibit_id}
    desk.read()
    assert fate(desk).status is Status.READ
    assert not any(run.did_work for run in desk.read())


def test_taking_it_back_applies_the_limits_again(desk):
    decide(desk, PermissionKind.LIFTED)
    desk.read()
    decide(desk, PermissionKind.APPLIED)
    desk.read()
    assert fate(desk).status is Status.REFUSED
    assert not lifted(desk.store)


def test_an_exhibit_set_aside_is_refused_by_name_and_not_read_again(desk):
    decide(desk, PermissionKind.SET_ASIDE, why="The disk is broken there")
    assert (
        fate(desk).failures[0].happened
        == "Nadia set this exhibit aside as unreadable: The disk is broken there."
    )
    assert not any(run.did_work for run in desk.read())
    assert desk.coverage().coverage.adds_up
    decide(desk, PermissionKind.LIFTED)
    desk.read()
    assert fate(desk).status is Status.READ


def test_every_decision_stands_in_the_ledger_and_the_latest_counts(desk):
    for kind in (PermissionKind.LIFTED, PermissionKind.SET_ASIDE, PermissionKind.APPLIED):
        decide(desk, kind)
    (latest,) = decisions(desk.store).values()
    assert latest.kind is PermissionKind.APPLIED
    kinds = [entry.record.kind for entry in desk.store.ledger.entries() if '"permission"' in entry.line]
    assert kinds == [PermissionKind.LIFTED, PermissionKind.SET_ASIDE, PermissionKind.APPLIED]
    assert desk.verify() == ()


@pytest.mark.parametrize("words", [{"by": " "}, {"why": ""}])
def test_nobody_decides_without_a_name_and_a_reason(desk, words):
    with pytest.raises(UsageError, match="name and a reason"):
        decide(desk, PermissionKind.LIFTED, **words)
    assert not decisions(desk.store)


def test_a_password_lies_in_a_file_of_the_owner_and_in_no_record(desk):
    assert desk.add_password("open sesame", by="Nadia") == 1
    assert desk.add_password("open sesame", by="Nadia") == 1
    assert desk.add_password("second", by="Nadia") == 2
    assert passwords_of(desk.work.folder) == ("open sesame", "second")
    assert stat.S_IMODE(desk.work.folder.passwords.stat().st_mode) == 0o600
    assert not any("sesame" in entry.line for entry in desk.store.ledger.entries())
    assert desk.verify() == ()


@pytest.mark.parametrize(("password", "by"), [("", "Nadia"), ("a\nb", "Nadia"), ("a", "")])
def test_a_password_needs_a_line_and_a_name(desk, password, by):
    with pytest.raises(UsageError):
        desk.add_password(password, by=by)
    assert passwords_of(desk.work.folder) == ()


def test_bytes_that_are_no_letters_are_refused_in_a_sentence_that_tells_none_of_them(desk):
    """Standard input gives such bytes as half characters; neither they nor their place may be printed."""
    with pytest.raises(UsageError) as refused:
        desk.add_password("secr\udcffet", by="Nadia")
    assert "UTF-8" in refused.value.sentences()
    assert not any(told in refused.value.sentences() for told in ("secr", "udcff", "position"))
    assert passwords_of(desk.work.folder) == ()


def test_a_carriage_return_stays_a_letter_of_its_password(desk):
    desk.add_password("open\rsesame", by="Nadia")
    assert passwords_of(desk.work.folder) == ("open\rsesame",)
