"""Zip archives: refused as a whole where they lie about themselves, member by member otherwise."""

import copy
import io
import struct
import zipfile
from datetime import UTC, datetime

import hostile
import pytest

from twosource.intake.archives import clock_of_entry, members_of_office, members_of_zip, name_of
from twosource.intake.budget import budget_for
from twosource.intake.containers import Allowance, Fault, FaultError, Member
from twosource.intake.settings import MIB, IntakeSettings


def allowed(**limits) -> Allowance:
    settings = IntakeSettings(**limits)
    budget = budget_for(1000, settings)
    return Allowance(
        n_bytes_left=budget.n_bytes_left,
        n_members_left=budget.n_members_left,
        max_item_bytes=settings.max_item_bytes,
        max_mail_bytes=settings.max_mail_bytes,
        passwords=settings.passwords,
    )


def members(content: bytes, **limits) -> list[Member]:
    given = members_of_zip(io.BytesIO(content), allowed(**limits))
    return [one for one in given if isinstance(one, Member)]


def names(content: bytes, **limits) -> list[str]:
    return [one.name for one in members(content, **limits)]


def taken(content: bytes, **limits) -> list[tuple]:
    """Return (name, bytes or the code of the fault) of members, and (code, words) of faults of the whole."""
    found = []
    for one in members_of_zip(io.BytesIO(content), allowed(**limits)):
        if isinstance(one, Fault):
            found.append((one.code, one.words))
            continue
        try:
            found.append((one.name, b"".join(one.chunks())))
        except FaultError as error:
            found.append((one.name, error.fault.code))
    return found


def stopped(content: bytes, **limits) -> Fault:
    with pytest.raises(FaultError) as raised:
        names(content, **limits)
    return raised.value.fault


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
    assert stopped(bomb).code == "overlap"


def test_a_member_that_reaches_into_the_directory_overlaps(zipped):
    def stretch(archive):
        archive.filelist[0].compress_size += 40

    assert stopped(zipped({"a": b"words" * 100}, stretch)).code == "overlap"


def test_a_person_may_answer_for_an_archive_whose_members_share_bytes(zipped):
    def stretch(archive):
        archive.filelist[0].compress_size += 40

    allowance = allowed()
    allowance.is_raised = True
    content = zipped({"a": b"words" * 100}, stretch)
    assert [one.name for one in members_of_zip(io.BytesIO(content), allowance)] == ["a"]


def test_a_member_outside_the_archive_is_damage(zipped):
    def move(archive):
        archive.filelist[0].header_offset = 1 << 30

    content = zipped({"a": b"words"}, move)
    assert names(content) == ["a"]
    assert [one.code for one in members_of_zip(io.BytesIO(content), allowed()) if isinstance(one, Fault)] == [
        "broken_archive"
    ]


def test_more_declared_content_than_is_left_is_a_bomb(zipped):
    content = zipped({"zeros": bytes(3 * MIB)})
    assert len(content) < 10_000
    found = stopped(content, free_unpacked_bytes=MIB)
    assert (found.code, found.words) == ("bomb", {"unpacked": "3.0 MiB", "limit": "1.0 MiB"})


def test_too_many_members_are_refused_before_the_directory_is_read(zipped):
    found = stopped(zipped({f"{n}": b"" for n in range(20)}), max_members=10)
    assert (found.code, found.words) == ("members", {"n": "20", "limit": "10"})


def test_a_directory_longer_than_any_honest_one_is_not_read_in(zipped):
    """The end record may claim gigabytes of names."""
    content = bytearray(zipped({"a": b"words"}))
    at = content.rfind(b"PK\x05\x06")
    content[at + 12 : at + 16] = struct.pack("<I", 1 << 30)
    assert stopped(bytes(content)).words["unpacked"] == "1.0 GiB of names"


def test_a_broken_off_archive_gives_what_stands_before_the_break(zipped):
    """Members before the damage are evidence; that more is missing is told."""
    noise = bytes(range(256)) * 40
    whole = zipped({"a": b"first words", "b": noise, "c": noise}, method=zipfile.ZIP_STORED)
    given = taken(whole[: len(whole) // 2])
    assert given[0] == ("a", b"first words")
    assert given[-1][0] == "broken_archive"
    assert "directory is missing" in given[-1][1]["reason"]


def test_an_archive_of_which_nothing_comes_out_is_damaged():
    found = stopped(b"PK\x03\x04" + b"noise" * 100)
    assert found.code == "archive"


def test_a_locked_member_waits_for_a_password(zipped):
    def lock(archive):
        archive.filelist[0].flag_bits |= 1

    (member,) = members(zipped({"a": b"words"}, lock))
    assert member.fault is not None
    assert member.fault.code == "password"


def test_a_locked_member_opens_with_the_password_given():
    """Both ways of locking, by a tool of its own."""
    for way in ("traditional", "aes256"):
        content = hostile.locked_zip({"a.txt": b"secret words"}, "tanit", way)
        (member,) = members(content)
        assert member.fault is not None
        assert taken(content, passwords=("wrong", "tanit")) == [("a.txt", b"secret words")]


def test_a_wrong_password_is_told_as_such():
    content = hostile.locked_zip({"a.txt": b"words"}, "tanit", "aes256")
    assert taken(content, passwords=("wrong",)) == [("a.txt", "locked")]


def test_an_unknown_packing_waits(zipped):
    def repack(archive):
        archive.filelist[0].compress_type = 9

    found = members(zipped({"a": b"words"}, repack))
    assert [one.name for one in found] == ["a"]


def test_a_member_whose_two_names_differ_is_refused_when_opened(zipped):
    def rename(archive):
        archive.filelist[0].filename = archive.filelist[0].orig_filename = "other"

    (member,) = members(zipped({"a": b"words"}, rename))
    with pytest.raises(FaultError) as raised:
        list(member.chunks())
    assert raised.value.fault.code == "member"


def test_the_archive_clock_counts_only_where_it_is_an_instant():
    """The wall clock of an unknown place is no instant; the Unix field is one."""
    entry = zipfile.ZipInfo("a", (2016, 5, 2, 10, 0, 0))
    assert clock_of_entry(entry) is None
    entry.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1462183200)
    assert clock_of_entry(entry) == datetime(2016, 5, 2, 10, tzinfo=UTC).timestamp()
    entry.extra = b"\x01\x02"
    assert clock_of_entry(entry) is None


def test_office_packages_give_their_pictures_only(zipped):
    content = zipped(
        {"word/document.xml": b"<w/>", "word/media/image1.png": b"p", "word/embeddings/o.bin": b"o"}
    )
    found = [one.name for one in members_of_office(io.BytesIO(content), allowed())]
    assert found == ["word/media/image1.png", "word/embeddings/o.bin"]


def test_the_budget_grows_with_what_was_received_between_floor_and_ceiling():
    settings = IntakeSettings(max_ratio=10, free_unpacked_bytes=1000, max_unpacked_bytes=5000)
    assert budget_for(1, settings).n_bytes_left == 1000
    assert budget_for(300, settings).n_bytes_left == 3000
    assert budget_for(10**9, settings).n_bytes_left == 5000
