"""Zip archives: refused as a whole where they lie about themselves, member by member otherwise."""

import copy
import io
import struct
import zipfile
from datetime import UTC, datetime

import pytest

from twosource.errors import LimitError, RefusedError
from twosource.intake.archives import (
    clock_of_entry,
    members_of_archive,
    members_of_office,
    name_of,
    open_archive,
)
from twosource.intake.budget import Budget, budget_for
from twosource.intake.settings import MIB, IntakeSettings


def budget(**limits) -> Budget:
    return budget_for(1000, IntakeSettings(**limits))


def names(content: bytes, **limits) -> list[str]:
    with open_archive(io.BytesIO(content), "bag.zip", budget(**limits)) as archive:
        return [member.name for member in members_of_archive(archive, "bag.zip")]


def test_members_come_in_the_order_of_the_directory_and_folders_are_none(zipped):
    assert names(zipped({"b.txt": b"1", "a/": b"", "a/c.txt": b"2"})) == ["b.txt", "a/c.txt"]


def test_an_entry_that_names_a_folder_but_hides_bytes_is_a_member(zipped):
    assert names(zipped({"folder/": b"words"})) == ["folder/"]


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "C:\\x.txt", "..\\..\\x", "a/../../x", "\u202egpj.exe"]
)
def test_names_are_kept_as_text(zipped, name):
    """A name that tries to leave the archive is a curious name and nothing more."""
    assert names(zipped({name: b"words"})) == [name]


def test_a_name_in_unmarked_utf8_is_read_as_such():
    """Programs on a Mac write UTF-8 without saying so."""
    entry = zipfile.ZipInfo("\u0631\u0633\u0627\u0644\u0629.txt".encode().decode("cp437"))
    assert name_of(entry) == "\u0631\u0633\u0627\u0644\u0629.txt"
    assert name_of(zipfile.ZipInfo("caf\u00e9.txt")) == "caf\u00e9.txt"


def test_members_that_share_bytes_are_an_overlap_bomb(zipped):
    """The standard library would unpack the same bytes again and again."""

    def double(archive):
        again = copy.copy(archive.filelist[0])
        again.filename = "b"
        archive.filelist.append(again)

    bomb = zipped({"a": b"x" * 10_000}, double)
    assert len(zipfile.ZipFile(io.BytesIO(bomb)).infolist()) == 2
    with pytest.raises(LimitError, match="share the same bytes"):
        names(bomb)


def test_a_member_that_reaches_into_the_directory_overlaps(zipped):
    def stretch(archive):
        archive.filelist[0].compress_size += 40

    with pytest.raises(LimitError, match="share the same bytes"):
        names(zipped({"a": b"words" * 100}, stretch))


def test_a_member_outside_the_archive_is_damage(zipped):
    def move(archive):
        archive.filelist[0].header_offset = 1 << 30

    with pytest.raises(RefusedError, match="damaged"):
        names(zipped({"a": b"words"}, move))


def test_more_declared_content_than_is_left_is_a_bomb(zipped):
    content = zipped({"zeros": bytes(3 * MIB)})
    assert len(content) < 10_000
    with pytest.raises(LimitError, match=r"unpacks to 3\.0 MiB, more than the 1\.0 MiB"):
        names(content, free_unpacked_bytes=MIB)


def test_too_many_members_are_refused_before_the_directory_is_read(zipped):
    with pytest.raises(LimitError, match="holds 20 members, more than the 10"):
        names(zipped({f"{n}": b"" for n in range(20)}), max_members=10)


def test_a_directory_longer_than_any_honest_one_is_not_read_in(zipped):
    """The end record may claim gigabytes of names."""
    content = bytearray(zipped({"a": b"words"}))
    at = content.rfind(b"PK\x05\x06")
    content[at + 12 : at + 16] = struct.pack("<I", 1 << 30)
    with pytest.raises(LimitError, match="of names"):
        names(bytes(content))


def test_a_broken_off_archive_is_refused_with_its_reason(zipped):
    whole = zipped({"a": b"words" * 1000})
    with pytest.raises(RefusedError, match="directory is missing"):
        names(whole[: len(whole) // 2])


def test_a_locked_member_waits(zipped):
    def lock(archive):
        archive.filelist[0].flag_bits |= 1

    with open_archive(io.BytesIO(zipped({"a": b"words"}, lock)), "bag.zip", budget()) as archive:
        (member,) = members_of_archive(archive, "bag.zip")
    assert member.refused is not None
    assert member.refused.code == "password"
    assert "Unlock the archive elsewhere" in member.refused.sentences()


def test_an_unknown_packing_waits(zipped):
    def repack(archive):
        archive.filelist[0].compress_type = 9

    with open_archive(io.BytesIO(zipped({"a": b"words"}, repack)), "bag.zip", budget()) as archive:
        (member,) = members_of_archive(archive, "bag.zip")
    assert member.refused is not None
    assert member.refused.code == "method"


def test_a_member_whose_two_names_differ_is_refused_when_opened(zipped):
    def rename(archive):
        archive.filelist[0].filename = archive.filelist[0].orig_filename = "other"

    with open_archive(io.BytesIO(zipped({"a": b"words"}, rename)), "bag.zip", budget()) as archive:
        (member,) = members_of_archive(archive, "bag.zip")
        with pytest.raises(RefusedError, match="could not be taken out"), member.open():
            pass


def test_the_archive_clock_counts_only_where_it_is_an_instant():
    """The wall clock of an unknown place is no instant; the Unix field is one."""
    entry = zipfile.ZipInfo("a", (2016, 5, 2, 10, 0, 0))
    assert clock_of_entry(entry) is None
    entry.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1462183200)
    assert clock_of_entry(entry) == datetime(2016, 5, 2, 10, tzinfo=UTC)
    entry.extra = b"\x01\x02"
    assert clock_of_entry(entry) is None


def test_office_packages_give_their_pictures_only(zipped):
    content = zipped(
        {"word/document.xml": b"<w/>", "word/media/image1.png": b"p", "word/embeddings/o.bin": b"o"}
    )
    with open_archive(io.BytesIO(content), "a.docx", budget()) as archive:
        found = [member.name for member in members_of_office(archive, "a.docx")]
    assert found == ["word/media/image1.png", "word/embeddings/o.bin"]


def test_the_budget_grows_with_what_was_received_between_floor_and_ceiling():
    settings = IntakeSettings(max_ratio=10, free_unpacked_bytes=1000, max_unpacked_bytes=5000)
    assert budget_for(1, settings).n_bytes_left == 1000
    assert budget_for(300, settings).n_bytes_left == 3000
    assert budget_for(10**9, settings).n_bytes_left == 5000
