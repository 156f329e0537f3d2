"""Containers opened later: a password or a lifted limit gives what lies inside, once, and the numbers add up."""

import zipfile
from dataclasses import replace

import pytest

from twosource.desk import Desk
from twosource.desk.coverage import fates
from twosource.desk.workplace import Settings
from twosource.evidence.holdings import Exhibit, Holding, Rendition
from twosource.evidence.permissions import PermissionKind
from twosource.intake import IntakeSettings
from twosource.terms import Status


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "delivery"
    folder.mkdir()
    with zipfile.ZipFile(folder / "papers.zip", "w") as archive:
        archive.writestr("one.txt", "The first page of the register.")
        archive.writestr("two.txt", "The second page of the register.")
    return folder


@pytest.fixture
def desk(tmp_path):
    """A desk that opens no archive of more than one member."""
    settings = replace(Settings(), intake=IntakeSettings(max_members=1))
    with Desk.open(Desk.new(tmp_path / "case"), settings=settings) as opened:
        yield opened


def texts(desk):
    return sorted(r.text for r in desk.store.all(Rendition) if r.text)


def test_a_lifted_limit_opens_the_archive_that_was_refused(desk, delivery):
    desk.receive([delivery])
    desk.read()
    assert texts(desk) == []
    desk.decide("E1", PermissionKind.LIFTED, by="Nadia", why="It is the register itself.")
    desk.read()
    assert texts(desk) == ["The first page of the register.", "The second page of the register."]
    assert desk.coverage().coverage.n_read == 3
    assert {h.path for h in desk.store.all(Holding)} == {
        "papers.zip",
        "papers.zip/one.txt",
        "papers.zip/two.txt",
    }
    assert desk.verify() == ()


def test_reading_again_opens_nothing_twice(desk, delivery):
    desk.receive([delivery])
    desk.decide("E1", PermissionKind.LIFTED, by="Nadia", why="It is the register itself.")
    desk.read()
    size = desk.store.ledger.size
    assert not any(run.did_work for run in desk.read())
    assert desk.store.ledger.size == size
    assert desk.store.count(Exhibit) == 3


def test_a_password_opens_a_locked_archive_and_a_wrong_one_does_not(tmp_path, delivery):
    made = tmp_path / "locked"
    made.mkdir()
    seven = pytest.importorskip("libarchive")
    with seven.file_writer(
        str(made / "locked.zip"), "zip", passphrase="sesame", options="zip:encryption=aes256"
    ) as a:
        a.add_file_from_memory("secret.txt", 23, b"What the lock was about")
    with Desk.open(Desk.new(tmp_path / "case")) as desk:
        desk.receive([made])
        desk.read()
        (locked,) = [fate for fate in fates(desk.store).values() if fate.status is Status.WAITING]
        assert "password" in locked.failures[0].happened
        desk.add_password("wrong", by="Nadia")
        desk.read()
        assert texts(desk) == []
        desk.add_password("sesame", by="Nadia")
        desk.read()
        assert texts(desk) == ["What the lock was about"]
        assert desk.coverage().coverage.n_read == 2
        assert desk.verify() == ()


def test_a_side_car_that_comes_before_its_image_is_not_read_as_a_text_of_its_own(tmp_path):
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "a.transcription.en.txt").write_text("By: Salma\n\nWhat the picture says.", "utf-8")
    # A grey picture of one pixel (PNG 1.2), larger than its side-car by what follows its end.
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
        "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
    )
    (folder / "a.png").write_bytes(pixel + bytes(300_000))
    with Desk.open(Desk.new(tmp_path / "case")) as desk:
        desk.receive([folder])
        desk.read()
        (rendition,) = [r for r in desk.store.all(Rendition) if r.text.strip()]
        assert rendition.text.strip() == "What the picture says."
        assert rendition.made_by_person
