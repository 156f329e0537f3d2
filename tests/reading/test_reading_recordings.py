"""Recordings are described and wait; what no reader reads says why; the clocks of a mail are compared."""

import io
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import RefusedError
from twosource.ports import Limits, Reading
from twosource.reading import ReadSettings
from twosource.reading.failures import failure
from twosource.reading.readers.findings import Findings, addresses_in, addresses_in_bytes
from twosource.reading.readers.mail_clocks import clocks_of, instant_of
from twosource.reading.readers.office_suite import (
    OfficeSuiteReader,
    command,
    find_office_suite,
    office_suite_readers,
)
from twosource.reading.readers.recording_times import shown_length
from twosource.reading.registry import readers
from twosource.terms import Status, load_table

MAIL = "message/rfc822"


def read(content: bytes, media_type: str, **limits) -> Reading:
    return readers(ReadSettings())[media_type].read(io.BytesIO(content), Limits(**limits))


def facts(content: bytes, media_type: str = "audio/mpeg") -> dict[str, str]:
    return dict(read(content, media_type).untrusted_metadata)


def said(found: Reading, name: str) -> list[str]:
    return [value for key, value in found.untrusted_metadata if key == name]


# --- recordings


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def film() -> bytes:
    header = box(b"mvhd", bytes(4) + struct.pack(">IIII", 3_545_028_000, 0, 1000, 61_000) + bytes(80))
    kind = box(b"hdlr", bytes(8) + b"vide" + bytes(12))
    codec = box(b"stbl", box(b"stsd", bytes(8) + struct.pack(">I", 16) + b"avc1"))
    track = box(b"trak", box(b"mdia", kind + box(b"minf", codec)))
    place = box(b"\xa9xyz", b"\0\x12\0\0+33.5+036.3/")
    title = box(b"\xa9nam", box(b"data", bytes(8) + b"A film"))
    about = box(b"udta", place + box(b"meta", bytes(4) + box(b"hdlr", bytes(24)) + box(b"ilst", title)))
    return box(b"ftyp", b"isom" + bytes(8)) + box(b"mdat", b"x" * 100) + box(b"moov", header + track + about)


def test_a_film_tells_its_length_its_day_its_codec_and_that_a_place_was_recorded():
    found = facts(film(), "video/mp4")
    assert found["duration"] == "1:01"
    assert found["recorded"] == "2016-05-02T10:00:00Z"
    assert (found["picture"], found["place recorded"], found["title"]) == ("avc1", "+33.5+036.3", "A film")


def test_a_recording_waits_for_a_transcription(reading):
    outcome = reading(film(), "video/mp4")
    assert outcome.status is Status.WAITING
    assert [one.code for one in outcome.failures] == ["transcription"]
    assert outcome.failures[0].happened == "This is a film of 1:01; its words have not been written down."
    assert outcome.failures[0].remedy.startswith("Waiting: transcription.")


def test_a_wave_tells_its_length():
    content = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    content += b"LIST" + struct.pack("<I", 16) + b"INFOINAM" + struct.pack("<I", 4) + b"Call"
    content += b"data" + struct.pack("<I", 16_000) + bytes(16_000)
    found = facts(b"RIFF" + struct.pack("<I", len(content)) + content, "audio/x-wav")
    assert (found["duration"], found["sound"], found["title"]) == ("0:02", "PCM, 1 channels, 8000 Hz", "Call")


def test_an_mp3_tells_its_tags_and_its_length():
    title = b"TIT2" + struct.pack(">IH", 7, 0) + b"\x03A call"
    tags = b"ID3\x03\0\0" + bytes([0, 0, 0, len(title)]) + title
    frames = b"\xff\xfb\x90\x00" + bytes(16_000 * 3)
    found = facts(tags + frames)
    assert (found["title"], found["duration"]) == ("A call", "0:03")


def test_voice_messages_of_messengers_are_ogg():
    head = b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead\1\1" + bytes(9)
    tags = (
        b"OggS"
        + bytes(22)
        + b"OpusTags"
        + struct.pack("<I", 0)
        + struct.pack("<I", 1)
        + struct.pack("<I", 8)
        + b"title=ab"
    )
    last = b"OggS\0\4" + struct.pack("<q", 48_000 * 7) + bytes(20)
    found = facts(head + tags + last, "audio/ogg")
    assert (found["sound"], found["duration"], found["title"]) == ("Opus, 48000 Hz", "0:07", "ab")


def test_flac_amr_aiff_and_matroska_tell_their_length():
    packed = (44_100 << 44) | (1 << 41) | (15 << 36) | (44_100 * 5)
    flac = b"fLaC\x80" + (34).to_bytes(3, "big") + bytes(10) + packed.to_bytes(8, "big") + bytes(16)
    assert facts(flac, "audio/flac")["duration"] == "0:05"
    amr = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 150
    assert facts(amr, "audio/amr")["duration"] == "0:03"
    common = struct.pack(">hIh", 1, 80_000, 8) + struct.pack(">HQ", 16383 + 12, 8000 << 51)
    aiff = b"FORM" + struct.pack(">I", 30) + b"AIFFCOMM" + struct.pack(">I", 18) + common
    assert facts(aiff, "audio/aiff")["duration"] == "0:10"
    info = (
        bytes.fromhex("2ad7b183")
        + (1_000_000).to_bytes(3, "big")
        + bytes.fromhex("448988")
        + struct.pack(">d", 4000.0)
    )
    mkv = (
        bytes.fromhex("1a45dfa380")
        + bytes.fromhex("18538067")
        + b"\xff"
        + bytes.fromhex("1549a966")
        + bytes([0x80 | len(info)])
        + info
    )
    assert facts(mkv, "video/x-matroska")["duration"] == "0:04"


@pytest.mark.parametrize("head", [b"ftyp", b"RIFF", b"OggS", b"fLaC", b"ID3\x03", b"FORM", b"#!AMR\n", b"FLV\x01", bytes.fromhex("1a45dfa3"), b"\xff\xfb\x90\x00", b"\xff\xf1"])  # fmt: skip
@given(st.binary(max_size=300))
def test_damaged_recordings_wait_all_the_same(head, rest):
    """Nothing is decoded, and a header that makes no sense is no reason to refuse."""
    content = (b"\0\0\0\x10" if head == b"ftyp" else b"") + head + rest
    assert "transcription" in [one.code for one in read(content, "audio/mpeg").failures]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, ""), (-1, ""), (59.6, "1:00"), (3661, "1:01:01"), (1e12, "")]
)
def test_lengths_read_as_people_say_them(seconds, shown):
    assert shown_length(seconds) == shown


def test_an_empty_recording_is_refused():
    with pytest.raises(RefusedError):
        read(b"", "audio/mpeg")


# --- mail


def mail(*headers: str, body: str = "words", kind: str = "text/plain") -> bytes:
    return "\r\n".join(
        [*headers, "From: a@example.org", "To: b@example.org", f"Content-Type: {kind}", "", body]
    ).encode()


def test_each_hop_is_told_the_first_on_the_way_first():
    found = read(
        mail(
            "Received: from b.example by c.example; Mon, 02 May 2016 10:00:05 +0000",
            "Received: from a.example (helo) by b.example; Mon, 02 May 2016 12:00:00 +0200",
            "Date: Mon, 02 May 2016 09:59:00 +0000",
        ),
        MAIL,
    )
    assert said(found, "received") == [
        "2016-05-02T10:00:00Z from a.example by b.example",
        "2016-05-02T10:00:05Z from b.example by c.example",
    ]
    assert said(found, "clocks disagree") == []


@pytest.mark.parametrize(
    ("date", "first", "second", "told"),
    [
        ("Tue, 03 May 2016 10:00:00 +0000", "10:00:00", "10:00:01", "dated 1 day after b received it"),
        ("Fri, 29 Apr 2016 09:00:00 +0000", "10:00:00", "10:00:01", "dated 3 days before b received it"),
        ("Mon, 02 May 2016 10:00:00 +0000", "10:30:00", "10:00:00", "c received it 30 minutes before b"),
        ("Mon, 02 May 2016 10:05:00 +0000", "10:00:00", "10:00:01", ""),
        ("no date at all", "10:00:00", "10:00:01", ""),
    ],
)
def test_clocks_that_contradict_one_another_are_told(date, first, second, told):
    """A date a sender wrote is only a claim; the machines on the way say otherwise."""
    headers = [
        ("received", f"from b by c; Mon, 02 May 2016 {second} +0000"),
        ("received", f"from a by b; Mon, 02 May 2016 {first} +0000"),
        ("date", date),
    ]
    assert [value for name, value in clocks_of(headers) if name == "clocks disagree"] == (
        [told] if told else []
    )


@given(st.text(max_size=60))
def test_dates_of_any_shape_are_read_or_left(text):
    at = instant_of(text)
    assert at is None or at.utcoffset().total_seconds() == 0


def test_threads_recipients_receipts_and_attachments_are_told():
    content = (
        b"From: a@x.org\r\nTo: b@x.org\r\nBcc: c@x.org\r\nMessage-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\nReferences: <0@x> <1@x>\r\n"
        b"Disposition-Notification-To: spy@x.org\r\nDelivery-Date: Mon, 02 May 2016 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nwords\r\n'
        b'--b\r\nContent-Type: application/pdf; name="plan.pdf"\r\n\r\nx\r\n--b--\r\n'
    )
    found = dict(read(content, MAIL).untrusted_metadata)
    assert (found["bcc"], found["message id"], found["in reply to"]) == ("c@x.org", "<2@x>", "<1@x>")
    assert found["references"] == "<0@x> <1@x>"
    assert found["asks for a receipt to"] == "spy@x.org"
    assert found["attachment"] == "plan.pdf"
    assert found["delivered"].startswith("Mon, 02 May 2016")


def test_a_mail_locked_for_its_recipients_waits(reading):
    content = (
        b'From: a@x.org\r\nTo: b@x.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/encrypted; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\n"
        b"Content-Type: application/octet-stream\r\n\r\nxx\r\n--b--\r\n"
    )
    outcome = reading(content, MAIL)
    assert outcome.status is Status.WAITING
    assert [one.code for one in outcome.failures] == ["encrypted_mail"]


def test_a_mail_saved_by_a_mac_begins_with_its_length():
    assert read(b"123   \n" + mail("Subject: The list"), MAIL).untrusted_pages == ("words",)


# --- what waits for a program, or never holds words


def test_without_an_office_program_the_sentence_says_what_to_install():
    reader = OfficeSuiteReader(label="a Works document")
    with pytest.raises(RefusedError) as caught:
        reader.read(io.BytesIO(b"x"), Limits())
    assert caught.value.code == "office_suite"
    assert "apt-get install libreoffice" in caught.value.remedy_text


def test_the_command_line_shows_no_window_and_keeps_to_its_folder():
    line = command("/usr/bin/soffice", Path("/tmp/suite-x"), is_table=False)
    assert line[:2] == ["/usr/bin/soffice", "--headless"]
    assert "-env:UserInstallation=file:///tmp/suite-x/profile" in line
    assert line[line.index("--outdir") + 1] == "/tmp/suite-x"
    assert line[-1] == "/tmp/suite-x/exhibit"
    assert "csv" in command("soffice", Path("/x"), is_table=True)[line.index("--convert-to") + 1]


def stand_in(tmp_path, body: str) -> str:
    """Return a program that takes LibreOffice's command line."""
    place = tmp_path / "soffice"
    place.write_text(
        f"#!{sys.executable}\nimport sys, pathlib, time\nout = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n{body}\n"
    )
    place.chmod(0o755)
    return str(place)


def test_what_an_office_program_writes_is_read(tmp_path):
    program = stand_in(
        tmp_path, "(out / 'exhibit.txt').write_text('words of ' + pathlib.Path(sys.argv[-1]).read_text())"
    )
    found = OfficeSuiteReader(program=program).read(io.BytesIO(b"a letter"), Limits())
    assert found.untrusted_pages == ("words of a letter",)
    assert found.way == "LibreOffice"


@pytest.mark.parametrize(
    ("body", "reason"), [("", "made no text"), ("sys.exit(3)", "gave up"), ("time.sleep(9)", "longer than")]
)
def test_an_office_program_that_fails_is_told(tmp_path, body, reason):
    with pytest.raises(RefusedError) as caught:
        OfficeSuiteReader(program=stand_in(tmp_path, body)).read(io.BytesIO(b"x"), Limits(max_seconds=2))
    assert caught.value.code == "office_suite_silent"
    assert reason in caught.value.happened


def test_an_office_program_is_found_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_office_suite() == ""
    program = stand_in(tmp_path, "")
    assert find_office_suite() == program
    assert all(reader.program == program for reader in office_suite_readers(program))


def test_every_kind_that_is_never_read_has_a_sentence():
    """A program, a key or a database is no exhibit that waits for "a reader"."""
    rows = [row for row in load_table("media_types")["types"] if row.get("unread")]
    assert len(rows) > 30
    for row in rows:
        with pytest.raises(RefusedError) as caught:
            read(b"x", row["value"])
        assert caught.value.code == row["unread"]
        assert failure(row["unread"], label=row["label"]).remedy


def test_a_program_is_refused_and_a_database_waits(reading):
    assert reading(b"MZ", "application/x-dosexec").status is Status.REFUSED
    assert reading(b"SQLite", "application/vnd.sqlite3").status is Status.WAITING


def test_every_listed_kind_has_somebody_who_answers():
    """Only what is empty, locked or unknown has no reader; the stage has its own sentences for those."""
    known = readers(ReadSettings())
    without = {"application/x-empty", "application/x-encrypted-office", "application/octet-stream"}
    assert {row["value"] for row in load_table("media_types")["types"]} - known.keys() <= without


def test_readers_of_one_kind_do_not_depend_on_chance():
    assert {kind: one.name for kind, one in readers(ReadSettings()).items()} == {
        kind: one.name for kind, one in readers(ReadSettings(use_poppler=True)).items()
    }


# --- findings


def test_addresses_are_found_in_narrow_and_wide_letters():
    assert addresses_in("see http://a.example/x, and \\\\host\\share\\f") == [
        "http://a.example/x",
        "\\\\host\\share\\f",
    ]
    assert addresses_in_bytes(b"\1\2" + "http://b.example/y".encode("utf-16-le")) == ["http://b.example/y"]
    assert addresses_in_bytes(b"\1" + "http://b.example/y".encode("utf-16-le")) == ["http://b.example/y"]


def test_what_leads_out_is_told_from_what_does_not():
    found = Findings()
    found.contact_any(
        [
            "//a.example/x",
            "a.png",
            "#x",
            "file:///C:/x.dot",
            "\\\\host\\s",
            "ftp://b.example",
            "file://host/x",
            "data:a",
            "",
        ]
    )
    assert [value for name, value in found.pairs() if name == "would have contacted"] == [
        "//a.example/x", "\\\\host\\s", "ftp://b.example", "file://host/x"
    ]  # fmt: skip


def test_programs_are_told_from_other_things_inside():
    found = Findings()
    for name in ("a.PDF", "b.EXE", "c.docm"):
        found.embed(name)
    assert list(found.pairs()) == [
        ("embedded program", "b.EXE"),
        ("embedded exhibit", "a.PDF"),
        ("embedded exhibit", "c.docm"),
    ]
