"""Hostile material: bombs stay within their budget, polyglots are flagged, names climb out of nothing."""

import io
import os
import re
from pathlib import Path

import hostile
import pytest

from twosource.evidence.holdings import Exhibit, Holding
from twosource.ids import digest_of_stream
from twosource.intake import IntakeSettings, receive
from twosource.intake.identifying import identify_stream
from twosource.sandbox import Unsealed
from twosource.terms import Status

LIMIT = hostile.MIB
MEMBERS = 1000
# Bombs that are none for intake: their bytes are few, and only a reader could be made to work by them.
QUIET = {
    "zip with names of 60,000 letters",
    "zip with a path of 30,000 folders",
    "gzip of nothing, many times",
    "disc image of zeros",
    "disc image whose folder holds itself",
    "pdf whose list of attachments holds itself",
    "pdf whose pages hold themselves",
    "pdf whose tables point at each other",
    "pdf with a packed bomb for a table",
    "pdf with a packed bomb of objects",
    "pdf of arrays in arrays",
    "xml of laughs",
    "xml of one long entity",
    "xml that reaches outside",
    "docx of laughs",
    "docx with a bomb for words",
    "mail of parts in parts",
    "mail with many headers",
    "mail of boundaries that almost match",
    "compound file whose folders hold themselves",
    "bundle of rich text that grows",
}
FACES = ("two faces", "a browser may open it", "another face", "opens as one")


class Counting:
    """Originals that keep digests and sizes and the bytes of what is small, as a disk would keep all."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.n_bytes = 0

    def put(self, source):
        content = source.read()
        digest, size = digest_of_stream(io.BytesIO(content))
        if digest not in self.content:
            self.content[digest] = content
            self.n_bytes += size
        return digest, size

    def open(self, digest):
        return io.BytesIO(self.content[digest])

    def has(self, digest):
        return digest in self.content


def small(**more) -> IntakeSettings:
    return IntakeSettings(free_unpacked_bytes=LIMIT, max_ratio=1.0, max_members=MEMBERS, **more)


@pytest.fixture
def received(tmp_path, accession):
    """Receive bytes as one file; return (outcomes, originals)."""

    def run(name: str, content: bytes, settings: IntakeSettings | None = None):
        folder = tmp_path / "cache"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        kept = Counting()
        paths = [folder / name]
        found = receive(
            paths, accession=accession, originals=kept, settings=settings or small(), sandbox=Unsealed()
        )
        return list(found), kept

    return run


def test_there_are_enough_of_them():
    assert len(hostile.BOMBS) >= 100
    assert len(hostile.polyglots()) >= 50
    assert set(hostile.BOMBS) >= QUIET


@pytest.mark.parametrize("name", hostile.BOMBS)
def test_a_bomb_is_refused_or_taken_apart_within_its_budget(received, name):
    """No more comes out than the budget allows, the bomb itself is kept, and what was stopped says why."""
    suffix, make = hostile.BOMBS[name]
    content = make()
    outcomes, kept = received("a" + suffix, content)
    budget = max(LIMIT, len(content))
    assert kept.n_bytes - len(content) <= budget
    assert len(outcomes) <= MEMBERS + 3
    assert outcomes[-1].item_id in kept.content
    failures = [failure for one in outcomes for failure in one.failures]
    assert all(failure.happened and failure.safe and failure.remedy for failure in failures)
    if name in QUIET:
        assert outcomes[-1].status is Status.READ
    else:
        assert failures


def peak_kib(name: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[1])


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="peaks cannot be reset here")
def test_all_bombs_together_take_less_than_64_mib_of_memory(received):
    contents = [(f"{n}{suffix}", make()) for n, (suffix, make) in enumerate(hostile.BOMBS.values())]
    Path("/proc/self/clear_refs").write_text("5")
    before = peak_kib("VmRSS")
    for name, content in contents:
        received(name, content)
    assert peak_kib("VmHWM") - before < 64 * 1024


@pytest.mark.parametrize("name", hostile.polyglots())
def test_a_polyglot_is_flagged(name):
    """Whatever face it was taken for, the note says that there is another."""
    shown, content = hostile.polyglots()[name]
    found = identify_stream(io.BytesIO(content), shown)
    assert any(face in found.note for face in FACES), found


def test_an_archive_behind_another_face_is_opened_too(received):
    for name in ("jpg+zip", "pdf+zip", "mp3+zip", "eml+zip", "txt+zip", "exe+zip"):
        shown, content = hostile.polyglots()[name]
        outcomes, _ = received(shown, content)
        paths = [value.path for one in outcomes for value in one.values if isinstance(value, Holding)]
        assert f"{shown}/hidden.txt" in paths


@pytest.mark.parametrize(
    "content",
    [hostile.PDF, hostile.jpeg(10, 10), hostile.GIF, hostile.BMP, hostile.HTML, hostile.MAIL, hostile.RTF],
)
def test_one_face_is_not_flagged(content):
    found = identify_stream(io.BytesIO(content), "")
    assert not any(face in found.note for face in FACES), found


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_a_document_a_container_stores_first_is_a_member_and_no_face(received, kind):
    """A PDF that lies unpacked at the start of a container does not make the container a PDF."""
    pack = hostile.tarred if kind == "tar" else lambda files: hostile.zipped(files, 0)
    outcomes, _ = received(f"a.{kind}", pack({"a.pdf": hostile.PDF, "b.txt": b"words"}))
    exhibit = next(value for value in outcomes[-1].values if isinstance(value, Exhibit))
    assert exhibit.media_type in {"application/zip", "application/x-tar"}
    assert "faces" not in exhibit.identification_note
    assert len(outcomes) == 3


def everything(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.mark.parametrize(
    "pack", [hostile.zipped, hostile.tarred, lambda files: hostile.written("7zip", files)]
)
def test_names_are_text_and_nothing_is_written_under_them(tmp_path, received, pack):
    names = [name for name in hostile.NAMES if name not in {".", ".."} and "\0" not in name]
    packed = pack({name: f"words {number}".encode() for number, name in enumerate(names)})
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "a.bin").write_bytes(packed)
    before = everything(tmp_path)
    outcomes, kept = received("a.bin", packed)
    assert everything(tmp_path) == before
    assert not Path("/tmp/climbing").exists()
    inside = {content for content in kept.content.values() if content.startswith(b"words ")}
    assert len(inside) == len(names)
    assert {one.status for one in outcomes} == {Status.READ}


def test_links_in_a_tar_are_told_and_not_followed(received):
    _, make = hostile.BOMBS["tar of links in a ring"]
    outcomes, kept = received("a.tar", make())
    assert [failure.code for one in outcomes for failure in one.failures] == ["inner_link"] * 3
    assert len(kept.content) == 1


def test_a_named_person_can_raise_the_limits_for_one_exhibit(received):
    """The budget of that container and of what is in it is lifted; others keep theirs."""
    content = hostile.gzip.compress(hostile.zeros())
    (refused, top), kept = received("a.gz", content)
    assert (refused.status, top.status) == (Status.REFUSED, Status.REFUSED)
    (member, again), kept = received("a.gz", content, small(raised=frozenset({top.item_id})))
    assert (member.status, again.status) == (Status.READ, Status.READ)
    assert kept.n_bytes == len(content) + hostile.SIZE
