"""Receiving: everything is kept once, every path is kept, nothing is lost, and nothing is done twice."""

import errno
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from twosource.errors import NothingMatchedError, RefusedError, UsageError
from twosource.evidence.holdings import Exhibit, Holding
from twosource.ids import digest_of
from twosource.intake import IntakeSettings, receive
from twosource.intake.budget import guarded
from twosource.intake.walking import os as walking_os
from twosource.terms import Status


@pytest.fixture
def receiving(kept, accession):
    """Receive paths and return (outcomes, exhibits by id, holdings)."""

    def run(*paths: Path, known_ids=frozenset(), **limits):
        outcomes = list(
            receive(
                paths,
                accession=accession,
                originals=kept,
                settings=IntakeSettings(**limits),
                known_ids=known_ids,
            )
        )
        values = [value for outcome in outcomes for value in outcome.values]
        exhibits = {value.exhibit_id: value for value in values if isinstance(value, Exhibit)}
        return outcomes, exhibits, [value for value in values if isinstance(value, Holding)]

    return run


def reasons(outcomes) -> dict[str, list[str]]:
    return {one.item_id: [failure.code for failure in one.failures] for one in outcomes if one.failures}


def test_a_file_is_kept_by_its_hash_with_path_and_clock(tmp_path, receiving, kept):
    (tmp_path / "a.txt").write_bytes(b"words")
    walking_os.utime(tmp_path / "a.txt", (1462183200, 1462183200))
    (outcome,), exhibits, (holding,) = receiving(tmp_path)
    assert outcome.status is Status.READ
    assert outcome.item_id == holding.exhibit_id == digest_of(b"words")
    assert kept.content == {digest_of(b"words"): b"words"}
    assert exhibits[outcome.item_id].size == 5
    assert (holding.path, holding.container_id) == ("a.txt", None)
    assert holding.modified_at == datetime(2016, 5, 2, 10, tzinfo=UTC)


def test_same_bytes_at_two_paths_are_one_exhibit_with_two_holdings(tmp_path, receiving):
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "b.txt").write_bytes(b"words")
    outcomes, exhibits, holdings = receiving(tmp_path)
    assert len(outcomes) == 2
    assert len(exhibits) == 1
    assert [holding.path for holding in holdings] == ["a.txt", "b.txt"]
    assert len({holding.holding_id for holding in holdings}) == 2


def test_an_empty_folder_is_told_in_a_sentence(tmp_path, receiving):
    (tmp_path / "inner").mkdir()
    with pytest.raises(NothingMatchedError, match="nothing to receive") as raised:
        receiving(tmp_path)
    assert "name the one that holds the delivery" in raised.value.sentences()


def test_a_missing_path_is_told_before_anything_is_kept(tmp_path, receiving, kept):
    with pytest.raises(UsageError):
        receiving(tmp_path / "missing")
    assert not kept.content


def test_an_empty_file_is_received(tmp_path, receiving):
    (tmp_path / "empty.eml").write_bytes(b"")
    _, exhibits, _ = receiving(tmp_path)
    (exhibit,) = exhibits.values()
    assert exhibit.media_type == "application/x-empty"
    assert "there are no bytes" in exhibit.identification_note


def test_an_unreadable_file_is_refused_and_the_rest_received(tmp_path, receiving, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    real = walking_os.open

    def refusing(place, flags):
        if Path(place).name == "a.txt":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(place, flags)

    monkeypatch.setattr(walking_os, "open", refusing)
    outcomes, exhibits, _ = receiving(tmp_path)
    assert [one.status for one in outcomes] == [Status.REFUSED, Status.READ]
    assert outcomes[0].item_id == "a.txt"
    assert "could not be opened or read to its end: Permission denied" in outcomes[0].failures[0].sentence()
    assert len(exhibits) == 1


def test_a_source_that_fails_while_read_is_refused_by_its_guard():
    class Failing(io.RawIOBase):
        def readable(self):
            return True

        def read(self, size=-1):
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(RefusedError, match="Input/output error"):
        guarded(Failing(), "a.txt", 100).read()


def test_an_item_over_the_limit_is_refused(tmp_path, receiving, kept):
    (tmp_path / "a.txt").write_bytes(b"x" * 101)
    outcomes, _, _ = receiving(tmp_path, max_item_bytes=100)
    assert reasons(outcomes) == {"a.txt": ["too_large"]}
    assert not kept.content


def test_a_full_disk_stops_the_run_and_blames_no_item(tmp_path, accession, kept):
    """Our own trouble must never be written down as damage to the evidence."""
    (tmp_path / "a.txt").write_text("words")

    def put(source):
        raise OSError(errno.ENOSPC, "No space left on device")

    kept.put = put
    with pytest.raises(OSError, match="No space left"):
        list(receive([tmp_path], accession=accession, originals=kept))


def test_members_of_an_archive_are_exhibits_with_their_container(tmp_path, receiving, zipped):
    (tmp_path / "bag.zip").write_bytes(zipped({"notes/a.txt": b"first words", "b.txt": b"second words"}))
    outcomes, exhibits, holdings = receiving(tmp_path)
    container_id = outcomes[-1].item_id
    assert exhibits[container_id].media_type == "application/zip"
    assert [(one.path, one.container_id) for one in holdings] == [
        ("bag.zip/notes/a.txt", container_id),
        ("bag.zip/b.txt", container_id),
        ("bag.zip", None),
    ]


def test_a_name_that_climbs_out_writes_nothing_outside(tmp_path, receiving, zipped):
    """Members are stored by hash; `../x` is a name in a holding and nothing else."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "bag.zip").write_bytes(zipped({"../x": b"climbing", "/abs": b"absolute"}))
    before = sorted(tmp_path.rglob("*"))
    outcomes, _, holdings = receiving(cache)
    assert sorted(tmp_path.rglob("*")) == before
    assert {one.status for one in outcomes} == {Status.READ}
    assert [one.path for one in holdings] == ["bag.zip/../x", "bag.zip//abs", "bag.zip"]


def test_a_bomb_is_kept_but_not_unpacked(tmp_path, receiving, zipped, kept):
    (tmp_path / "bomb.zip").write_bytes(zipped({"zeros": bytes(1 << 20)}))
    outcomes, exhibits, _ = receiving(tmp_path, free_unpacked_bytes=1 << 16)
    (outcome,) = outcomes
    assert outcome.status is Status.REFUSED
    assert "looks like a bomb" in outcome.failures[0].sentence()
    assert list(exhibits) == [outcome.item_id] == list(kept.content)


def test_a_refused_bomb_is_refused_at_its_second_path_too(tmp_path, receiving, zipped):
    bomb = zipped({"zeros": bytes(1 << 20)})
    for name in ("a.zip", "b.zip"):
        (tmp_path / name).write_bytes(bomb)
    outcomes, _, holdings = receiving(tmp_path, free_unpacked_bytes=1 << 16)
    assert [one.status for one in outcomes] == [Status.REFUSED, Status.REFUSED]
    assert len(holdings) == 2


def test_nested_archives_share_one_budget(tmp_path, receiving, zipped):
    """Ten small bombs in an archive are one large bomb."""
    inner = {f"{n}.zip": zipped({"zeros": bytes(30_000 + n)}) for n in range(10)}
    (tmp_path / "bag.zip").write_bytes(zipped(inner))
    outcomes, _, _ = receiving(tmp_path, free_unpacked_bytes=100_000, max_ratio=1)
    refused = [one for one in outcomes if one.status is Status.REFUSED]
    received = [one for one in outcomes if one.status is Status.READ]
    assert len(refused) == 7
    assert {failure.code for one in refused for failure in one.failures} == {"bomb"}
    assert len(received) == 3 + 3 + 1


def test_archives_nested_too_deep_are_kept_unopened(tmp_path, receiving, zipped):
    content = b"words"
    for level in range(4):
        content = zipped({f"level-{level}": content})
    (tmp_path / "deep.zip").write_bytes(content)
    outcomes, _, _ = receiving(tmp_path, max_depth=2)
    assert [one.status for one in outcomes] == [Status.REFUSED, Status.READ, Status.READ]
    assert "lies 2 containers deep" in outcomes[0].failures[0].happened


def test_an_archive_that_holds_the_same_archive_twice_is_unpacked_once(tmp_path, receiving, zipped):
    """An archive met before in this run is never opened again, so one that holds itself ends."""
    inner = zipped({"a.txt": b"words"})
    (tmp_path / "bag.zip").write_bytes(zipped({"x.zip": inner, "y.zip": inner}))
    _, exhibits, holdings = receiving(tmp_path)
    assert len(exhibits) == 3
    assert [one.path for one in holdings] == [
        "bag.zip/x.zip/a.txt",
        "bag.zip/x.zip",
        "bag.zip/y.zip",
        "bag.zip",
    ]


def test_a_member_that_lies_about_its_size_is_refused_alone(tmp_path, receiving, zipped):
    def lie(archive: zipfile.ZipFile) -> None:
        archive.filelist[0].file_size = 10

    (tmp_path / "bag.zip").write_bytes(zipped({"liar": b"x" * 5000, "b.txt": b"words"}, lie))
    outcomes, _, _ = receiving(tmp_path)
    assert reasons(outcomes) == {"bag.zip/liar": ["member"]}
    assert [one.status for one in outcomes] == [Status.REFUSED, Status.READ, Status.READ]


def test_a_locked_member_waits_beside_its_read_neighbours(tmp_path, receiving, zipped):
    def lock(archive: zipfile.ZipFile) -> None:
        archive.filelist[1].flag_bits |= 1

    (tmp_path / "bag.zip").write_bytes(zipped({"a.txt": b"open", "b.txt": b"locked"}, lock))
    outcomes, _, _ = receiving(tmp_path)
    assert [one.status for one in outcomes] == [Status.READ, Status.WAITING, Status.READ]
    assert outcomes[1].item_id == "bag.zip/b.txt"


def test_attachments_are_exhibits_of_their_own(tmp_path, receiving, mailed):
    (tmp_path / "a.eml").write_bytes(mailed("See the list.", ("list.csv", b"a,b,c\n1,2,3\n4,5,6\n")))
    outcomes, exhibits, holdings = receiving(tmp_path)
    assert [one.path for one in holdings] == ["a.eml/list.csv", "a.eml"]
    assert [exhibits[one.item_id].media_type for one in outcomes] == ["text/csv", "message/rfc822"]
    assert holdings[0].container_id == outcomes[1].item_id


def test_a_mail_without_bytes_is_received_as_empty(tmp_path, receiving):
    (tmp_path / "a.eml").write_bytes(b"")
    (outcome,), _, _ = receiving(tmp_path)
    assert outcome.status is Status.READ


@pytest.mark.parametrize("name", ["../../x.exe", "a\tb.txt", "\u202etxt.exe", "x" * 300, "C:\\con.txt"])
def test_an_attachment_with_an_odd_name_is_kept_under_its_hash(tmp_path, receiving, mailed, name):
    (tmp_path / "a.eml").write_bytes(mailed("See this.", (name, b"the content")))
    before = sorted(tmp_path.rglob("*"))
    _, exhibits, holdings = receiving(tmp_path)
    assert digest_of(b"the content") in exhibits
    assert holdings[0].path.startswith("a.eml/")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_mail_nested_too_deep_can_still_be_read(tmp_path, receiving, mailed):
    """Its words are its own; only what it carries is refused."""
    inner = mailed("Inner.", ("note.txt", b"words"))
    (tmp_path / "a.eml").write_bytes(mailed("Outer.", ("inner.eml", inner)))
    outcomes, _, _ = receiving(tmp_path, max_depth=1)
    by_id = {one.item_id: one.status for one in outcomes}
    assert by_id[digest_of(inner)] is Status.READ
    assert by_id["a.eml/inner.eml/attachments"] is Status.REFUSED


def test_pictures_in_a_word_document_are_exhibits(tmp_path, receiving, zipped):
    package = {
        "[Content_Types].xml": b"<t/>",
        "word/document.xml": b"<w/>",
        "word/media/i.png": b"\x89PNG\r\n\x1a\n.",
    }
    (tmp_path / "a.docx").write_bytes(zipped(package))
    _, exhibits, holdings = receiving(tmp_path)
    assert [one.path for one in holdings] == ["a.docx/word/media/i.png", "a.docx"]
    assert {one.media_type for one in exhibits.values()} >= {"image/png"}


def delivery(folder: Path, zipped, mailed) -> Path:
    inner = zipped({"c.txt": b"third", "d.txt": b"fourth"})
    mail = mailed("See this.", ("e.txt", b"fifth"), ("f.zip", zipped({"g.txt": b"sixth"})))
    (folder / "bag.zip").write_bytes(zipped({"a.txt": b"first", "inner.zip": inner, "m.eml": mail}))
    (folder / "b.txt").write_bytes(b"second")
    return folder


def test_receiving_again_gives_the_same_ids(tmp_path, receiving, zipped, mailed):
    folder = delivery(tmp_path, zipped, mailed)
    assert receiving(folder) == receiving(folder)


def test_a_second_run_keeps_nothing_and_opens_nothing(tmp_path, receiving, zipped, mailed, kept):
    folder = delivery(tmp_path, zipped, mailed)
    _, exhibits, _ = receiving(folder)
    n_puts = kept.n_puts
    outcomes, again, holdings = receiving(folder, known_ids=frozenset(exhibits))
    assert kept.n_puts == n_puts
    assert again == {}
    assert [one.path for one in holdings] == ["b.txt", "bag.zip"]
    assert {one.status for one in outcomes} == {Status.READ}


def test_a_delivery_cut_off_anywhere_is_completed_by_the_next_run(tmp_path, receiving, zipped, mailed, kept):
    """Containers are reported after their members: whoever recorded a container has all of it."""
    folder = delivery(tmp_path, zipped, mailed)
    outcomes, exhibits, holdings = receiving(folder)
    for cut in range(len(outcomes) + 1):
        recorded = [value for one in outcomes[:cut] for value in one.values]
        known = frozenset(value.exhibit_id for value in recorded if isinstance(value, Exhibit))
        _, more, further = receiving(folder, known_ids=known)
        assert known | set(more) == set(exhibits)
        seen = {one.holding_id for one in recorded if isinstance(one, Holding)}
        assert seen | {one.holding_id for one in further} == {one.holding_id for one in holdings}


def test_known_bytes_that_were_lost_are_kept_again(tmp_path, receiving, kept):
    (tmp_path / "a.txt").write_bytes(b"words")
    _, exhibits, _ = receiving(tmp_path)
    kept.content.clear()
    receiving(tmp_path, known_ids=frozenset(exhibits))
    assert kept.has(digest_of(b"words"))
