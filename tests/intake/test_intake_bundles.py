"""Every archive but zip: members in order with clocks, damage told, locks waiting, streams unpacked."""

import bz2
import gzip
import io
import lzma
import tarfile

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence.holdings import Holding
from twosource.intake import IntakeSettings, receive
from twosource.intake.bundles import FILTERS, members_of_bundle, unpacked_entries
from twosource.intake.containers import Allowance, Fault, FaultError
from twosource.intake.packed import STREAMS, members_of_packed
from twosource.intake.tapes import is_tar
from twosource.sandbox import Unsealed
from twosource.terms import Status

CONTENTS = {"notes/a.txt": b"first words", "b.bin": bytes(range(256)) * 40}
PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


def allowed(n_bytes: int = 1 << 22) -> Allowance:
    return Allowance(n_bytes_left=n_bytes, n_members_left=100, max_item_bytes=n_bytes, max_mail_bytes=n_bytes)


def taken(given) -> dict[str, bytes | str]:
    """Take members in order: their bytes, or the code of what went wrong; faults of the whole under ''."""
    found: dict[str, bytes | str] = {}
    for one in given:
        if isinstance(one, Fault):
            found[""] = one.code
            continue
        try:
            found[one.name] = one.fault.code if one.fault else b"".join(one.chunks())
        except FaultError as error:
            found[one.name] = error.fault.code
    return found


@pytest.fixture
def received(tmp_path, accession, kept):
    def run(name: str, content: bytes, **settings):
        (tmp_path / name).write_bytes(content)
        outcomes = list(
            receive(
                [tmp_path / name],
                accession=accession,
                originals=kept,
                settings=IntakeSettings(**settings),
                sandbox=Unsealed(),
            )
        )
        return outcomes, [v.path for one in outcomes for v in one.values if isinstance(v, Holding)]

    return run


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        ("ustar", "tar"),
        ("cpio_newc", "cpio"),
        ("cpio", "cpio"),
        ("7zip", "7z"),
        ("iso9660", "iso"),
        ("gnutar", "tar"),
    ],
)
def test_an_archive_of_any_kind_gives_its_members(received, kept, kind, suffix):
    outcomes, paths = received(f"bag.{suffix}", hostile.written(kind, CONTENTS))
    assert {one.status for one in outcomes} == {Status.READ}
    assert {path.rpartition("/")[2].lower() for path in paths[:-1]} == {"a.txt", "b.bin"}
    assert set(CONTENTS.values()) <= set(kept.content.values())


def test_an_ar_archive_gives_its_members(received, kept):
    received("bag.ar", hostile.written("ar_bsd", {"a.txt": b"first words"}))
    assert b"first words" in kept.content.values()


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_tar_under_a_packing_is_one_container(received, suffix):
    """A `.tgz` is what people send; nobody asks for the tar in between."""
    _, paths = received(f"bag.tar.{suffix}", PACKERS[suffix](hostile.tarred(CONTENTS)))
    assert paths == [f"bag.tar.{suffix}/{name}" for name in CONTENTS] + [f"bag.tar.{suffix}"]


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_file_is_called_after_its_container(received, kept, suffix):
    _, paths = received(f"letter.txt.{suffix}", PACKERS[suffix](b"words of the letter"))
    assert paths == [f"letter.txt.{suffix}/letter.txt", f"letter.txt.{suffix}"]
    assert b"words of the letter" in kept.content.values()


def test_containers_nest_in_any_order(received):
    inner = gzip.compress(hostile.tarred({"deep.txt": b"deep words"}))
    mail = hostile.mail(
        hostile.attached("bag.zip", hostile.zipped({"x.7z": hostile.written("7zip", {"y.tgz": inner})}))
    )
    outcomes, paths = received("a.eml", mail)
    assert paths[0] == "a.eml/bag.zip/x.7z/y.tgz/deep.txt"
    assert {one.status for one in outcomes} == {Status.READ}


def test_members_before_the_damage_are_kept_and_the_container_partly_read(received, kept):
    whole = hostile.tarred({f"{n}.txt": bytes([n]) * 5000 for n in range(9)})
    outcomes, _ = received("bag.tar", whole[: len(whole) // 2])
    assert outcomes[-1].status is Status.PARTLY_READ
    assert "damaged" in outcomes[-1].failures[0].happened
    assert bytes([0]) * 5000 in kept.content.values()


def test_the_head_of_a_packed_file_that_breaks_off_is_kept_as_what_it_is(received, kept):
    words = "".join(f"line {n} of the log\n" for n in range(20_000)).encode()
    packed = gzip.compress(words)
    outcomes, paths = received("log.txt.gz", packed[: len(packed) // 2])
    (refused, head, _container) = outcomes
    assert refused.failures[0].code == "broken_off"
    assert "breaks off before its end" in refused.failures[0].happened
    assert words.startswith(kept.content[head.item_id])
    assert len(kept.content[head.item_id]) > 100_000
    assert paths[0].endswith(f"(its first {len(kept.content[head.item_id])} bytes)")


def test_bytes_behind_a_packed_stream_are_told(received):
    outcomes, _ = received("a.txt.gz", gzip.compress(b"words") + b"something hidden" * 10)
    assert [failure.code for failure in outcomes[-1].failures] == ["behind"]
    outcomes, _ = received("b.txt.gz", gzip.compress(b"words") + bytes(512))
    assert outcomes[-1].status is Status.READ


def test_streams_one_after_another_are_one_file():
    content = gzip.compress(b"first ") + gzip.compress(b"second")
    found = taken(members_of_packed("application/gzip")(io.BytesIO(content), allowed()))
    assert found == {"": b"first second"} or found[""] == b"first second"


@pytest.mark.parametrize("media_type", STREAMS)
def test_noise_under_a_packing_is_a_fault_and_no_error(media_type):
    try:
        found = taken(members_of_packed(media_type)(io.BytesIO(b"\x1f\x8b\x08noise" * 20), allowed()))
    except FaultError as error:
        found = {"": error.fault.code}
    assert found[""] in {"member", "archive", "method"}


@pytest.mark.parametrize("packing", FILTERS.values())
def test_packings_the_standard_library_does_not_know(received, kept, packing):
    _, paths = received("bag", hostile.written("ustar", CONTENTS, packing))
    assert len(paths) == 3
    assert set(CONTENTS.values()) <= set(kept.content.values())


def test_a_clock_is_kept_where_the_archive_has_one(received, tmp_path, accession, kept):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.mtime, entry.size = 1462183200, 5
        archive.addfile(entry, io.BytesIO(b"words"))
    outcomes, _ = received("bag.tar", target.getvalue())
    holding = next(value for value in outcomes[0].values if isinstance(value, Holding))
    assert holding.modified_at is not None
    assert holding.modified_at.isoformat() == "2016-05-02T10:00:00+00:00"


def test_pipes_and_devices_in_an_archive_are_told(received):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, kind in (("pipe", tarfile.FIFOTYPE), ("disk", tarfile.BLKTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type = kind
            archive.addfile(entry)
    outcomes, _ = received("bag.tar", target.getvalue())
    assert [failure.code for one in outcomes for failure in one.failures] == ["inner_special"] * 2
    assert "a named pipe" in outcomes[0].failures[0].happened


def test_a_member_left_behind_cannot_be_taken_any_more():
    """The library would read from wherever its head stands: another member's bytes, or freed memory."""
    source = io.BytesIO(hostile.tarred(CONTENTS))
    entries = list(unpacked_entries(source, ("tar",), ()))
    with pytest.raises(FaultError, match="member"):
        list(entries[0].chunks())


def test_old_tars_without_a_mark_are_known_by_their_sum():
    content = hostile.written("v7tar", {"a.txt": b"words"})
    assert b"ustar" not in content
    assert is_tar(content)
    assert not is_tar(content[:500])
    assert not is_tar(b"a" * 512)


@given(st.binary(max_size=400), st.integers(0, 511))
def test_no_bytes_make_the_tar_reader_fall_over(noise, at):
    content = bytearray(hostile.tarred({"a.txt": b"words"}))
    content[at : at + len(noise)] = noise
    try:
        found = taken(members_of_bundle(("tar",))(io.BytesIO(bytes(content)), allowed()))
    except FaultError as error:
        found = {"": error.fault.code}
    assert all(isinstance(name, str) for name in found)
