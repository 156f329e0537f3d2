"""What no member of an archive covers is kept, opened where it can be, and told."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence.holdings import Holding
from twosource.ids import digest_of
from twosource.intake import receive
from twosource.intake.gaps import (
    CHUNK,
    LOCAL_MARK,
    MAX_STRETCHES,
    Gap,
    gaps_between,
    holds_member,
    members_of_gaps,
    telling_gaps,
)
from twosource.terms import Status


@pytest.fixture
def received(tmp_path, kept, accession):
    """Receive bytes as one file; return (outcome of the file, paths received)."""

    def run(content: bytes, name: str = "two.zip"):
        (tmp_path / name).write_bytes(content)
        outcomes = list(receive([tmp_path], accession=accession, originals=kept))
        paths = [value.path for one in outcomes for value in one.values if isinstance(value, Holding)]
        return outcomes[-1], paths

    return run


def test_an_archive_before_an_archive_is_opened_and_told(received, zipped, kept):
    """`cat first.zip second.zip` opens as the second alone in every program."""
    first, second = zipped({"hidden.txt": b"the first words"}), zipped({"shown.txt": b"the second words"})
    outcome, paths = received(first + second)
    place = f"two.zip/bytes 0 to {len(first) - 1}, of no member"
    assert paths == ["two.zip/shown.txt", f"{place}/hidden.txt", place, "two.zip"]
    assert kept.has(digest_of(b"the first words"))
    assert outcome.status is Status.PARTLY_READ
    assert outcome.failures[0].happened.startswith(
        f"{len(first)} bytes of the archive two.zip belong to no member"
    )


def test_an_archive_behind_the_end_of_an_archive_is_opened(received, zipped):
    """Where the end of the first is found, the second is what hides."""
    hidden = zipped({"hidden.txt": b"words"}).replace(b"PK\x05\x06", b"PK\x05\x07")
    outcome, paths = received(zipped({"shown.txt": b"other words"}) + hidden)
    assert outcome.status is Status.PARTLY_READ
    assert any("of no member" in path for path in paths)


def test_a_member_struck_from_the_directory_is_told(received, zipped):
    """Deleting a member often leaves its bytes where they were."""
    outcome, paths = received(
        zipped({"a.txt": b"kept", "b.txt": b"struck"}, lambda archive: archive.filelist.pop())
    )
    assert paths[0] == "two.zip/a.txt"
    assert [failure.code for failure in outcome.failures] == ["gap"]


@pytest.mark.parametrize(
    ("size", "status"), [(100, Status.READ), (4096, Status.READ), (4097, Status.PARTLY_READ)]
)
def test_what_follows_an_archive_is_told_by_its_size(received, zipped, size, status):
    """A program that unpacks itself is legitimate, and said; a padding is none."""
    outcome, _ = received(zipped({"a.txt": b"words"}) + b"x" * size)
    assert outcome.status is status


def test_many_small_gaps_count_together():
    gaps = [Gap(n * 1000, n * 1000 + 500) for n in range(9)]
    source = io.BytesIO(bytes(10_000))
    assert telling_gaps(source, gaps[:8]) == []
    assert telling_gaps(source, gaps) == gaps
    assert telling_gaps(source, [Gap(n, n + 24) for n in range(0, 9000, 30)]) == []


def test_streamed_archives_are_whole(received, zipped):
    """Archives written to a pipe put the length of each member behind it: no member covers these bytes."""

    class Pipe(io.RawIOBase):
        def __init__(self):
            super().__init__()
            self.written = bytearray()

        def writable(self):
            return True

        def write(self, content):
            self.written += content
            return len(content)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(400):
            archive.writestr(f"{number}.txt", f"words {number}")
        archive.writestr("folder/", b"")
    outcome, _ = received(bytes(pipe.written))
    assert outcome.status is Status.READ


def test_a_word_document_with_something_behind_it_is_read_and_carries_it(received, zipped):
    package = {"[Content_Types].xml": b"<t/>", "word/document.xml": b"<w/>"}
    outcome, paths = received(zipped({"hidden.txt": b"words"}) + zipped(package), "a.docx")
    assert outcome.status is Status.READ
    assert any(path.endswith("of no member/hidden.txt") for path in paths)


def test_a_mark_across_two_readings_is_found():
    content = b"x" * (CHUNK - 2) + LOCAL_MARK + b"x"
    assert holds_member(io.BytesIO(content), Gap(0, len(content)))
    assert not holds_member(io.BytesIO(content), Gap(0, CHUNK))


def test_no_more_than_a_hundred_stretches_are_taken():
    members = list(members_of_gaps(io.BytesIO(b"x" * 1000), [Gap(n, n + 1) for n in range(0, 1000, 2)]))
    assert len(members) == MAX_STRETCHES


@given(st.lists(st.integers(0, 50), max_size=10), st.integers(0, 20))
def test_gaps_and_extents_add_up_to_the_whole(cuts, rest):
    """Every byte is covered or in a gap, and none is both."""
    places = sorted(cuts)
    extents = list(zip(places[::2], places[1::2], strict=False))
    size = (places[-1] if places else 0) + rest
    covered = {at for start, end in extents for at in range(start, end)}
    left = [at for gap in gaps_between(extents, size) for at in range(gap.start, gap.end)]
    assert sorted(covered | set(left)) == list(range(size))
    assert len(left) + len(covered) == size
