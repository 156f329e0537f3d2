"""Older office documents, rich text, and Outlook's own formats, from bytes written by the tests."""

import contextlib
import io
import struct

import pytest
from compound_writer import compound
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import RefusedError
from twosource.ports import Limits, Reading
from twosource.reading import ReadSettings
from twosource.reading.readers.compound import open_compound
from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.old_workbook_texts import compressed_number, shared_texts
from twosource.reading.readers.rtf_packing import unpack_rich_text
from twosource.reading.registry import readers

DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
MSG, TNEF, RTF = "application/vnd.ms-outlook", "application/ms-tnef", "application/rtf"
ARABIC = "\u0631\u0633\u0627\u0644\u0629"


def read(content: bytes, media_type: str, **limits) -> Reading:
    return readers(ReadSettings())[media_type].read(io.BytesIO(content), Limits(**limits))


def pages(found: Reading) -> dict[str, str]:
    return dict(zip(found.untrusted_page_labels, found.untrusted_pages, strict=True))


def said(found: Reading, name: str) -> list[str]:
    return [value for key, value in found.untrusted_metadata if key == name]


# --- compound files


def test_streams_are_found_small_and_large():
    large = bytes(range(256)) * 40
    opened = open_compound(
        compound({"small": b"abc", "large": large, "in/side": b"x", "empty": b""}), "a thing"
    )
    assert opened.read("small") == b"abc"
    assert opened.read("LARGE") == large
    assert opened.read("in", "side") == b"x"
    assert opened.read("empty") == opened.read("missing") == b""
    assert sorted(entry.name for entry in opened.storages()) == ["in"]


def test_a_chain_that_bites_its_tail_ends():
    """A table of sectors may be made to go round for ever."""
    raw = bytearray(compound({"large": b"x" * 9000}))
    at = 512 + (int.from_bytes(raw[76:80], "little")) * 512
    raw[at + 4 * 3 : at + 4 * 4] = (0).to_bytes(4, "little")
    assert len(open_compound(bytes(raw), "a thing").read("large")) <= 9000


@given(st.binary(max_size=600))
def test_nonsense_is_refused_and_never_more(content):
    """Whatever follows the mark, the answer is a sentence."""
    with contextlib.suppress(RefusedError):
        assert open_compound(bytes.fromhex("d0cf11e0a1b11ae1") + content, "a thing").read("x") == b""


@given(st.integers(0, 4000), st.integers(0, 255))
def test_a_changed_byte_costs_no_more_than_the_exhibit(place, value):
    raw = bytearray(word("words in it"))
    raw[place % len(raw)] = value
    with contextlib.suppress(RefusedError, ValueError, LookupError, struct.error):
        assert isinstance(read(bytes(raw), DOC), Reading)


# --- DOC


def word(
    text: str, notes: str = "", comments: str = "", *, flags: int = 0x0200, more: dict | None = None
) -> bytes:
    """Return a DOC with one wide piece for all its text."""
    whole = text + notes + comments
    header = bytearray(0x200)
    struct.pack_into("<H", header, 0, 0xA5EC)
    struct.pack_into("<H", header, 0x0A, flags)
    struct.pack_into("<8i", header, 0x4C, len(text), len(notes), 0, 0, len(comments), 0, 0, 0)
    plc = struct.pack("<II", 0, len(whole)) + struct.pack("<HIH", 0, 0x200, 0)
    clx = b"\2" + len(plc).to_bytes(4, "little") + plc
    struct.pack_into("<II", header, 0x1A2, 0, len(clx))
    content = bytes(header) + whole.encode("utf-16-le")
    return compound({"WordDocument": content, "1Table": clx, **(more or {})})


def test_the_parts_of_an_old_document_are_pages():
    found = pages(read(word(f"Body {ARABIC}\rNext\x07Cell", "a note", "a comment"), DOC))
    assert found == {"body": f"Body {ARABIC}\nNext\tCell", "notes": "a note", "comments": "a comment"}


def test_narrow_pieces_are_read_by_their_code_page():
    header = bytearray(0x200)
    struct.pack_into("<H", header, 0, 0xA5EC)
    struct.pack_into("<i", header, 0x4C, 4)
    plc = struct.pack("<II", 0, 4) + struct.pack("<HIH", 0, 0x40000000 | 0x200 * 2, 0)
    clx = b"\1\2\0ab" + b"\2" + len(plc).to_bytes(4, "little") + plc
    struct.pack_into("<II", header, 0x1A2, 0, len(clx))
    found = read(compound({"WordDocument": bytes(header) + b"caf\xe9", "0Table": clx}), DOC)
    assert pages(found) == {"body": "caf\u00e9"}


def test_of_a_field_the_result_is_read_and_its_instruction_looked_at():
    found = read(
        word(
            'See \x13INCLUDEPICTURE "http://trap.example/x"\x14the picture\x15 and \x13 HYPERLINK "http://a.example"\x14here\x15.'
        ),
        DOC,
    )
    assert pages(found)["body"] == "See the picture and here."
    assert said(found, "would have contacted") == ["http://trap.example/x"]
    assert said(found, "links to") == ["http://a.example"]


def test_a_locked_old_document_waits():
    with pytest.raises(RefusedError) as caught:
        read(word("x", flags=0x0300), DOC)
    assert caught.value.code == "password"


def test_macros_objects_and_properties_of_an_old_document_are_told():
    title = b"An order\0"
    value = struct.pack("<II", 0x1E, len(title)) + title
    section = struct.pack("<IIII", 0, 1, 2, 16) + value
    summary = bytes(24) + struct.pack("<I", 1) + bytes(16) + struct.pack("<I", 48) + section
    more = {
        "Macros/VBA/NewMacros": b"x",
        "Macros/VBA/dir": b"x",
        "ObjectPool/_1/\x01Ole10Native": b"\0\0\0\0\2\0run.exe\0c:\\run.exe\0",
        "\x05SummaryInformation": summary,
    }
    found = read(word("words", more=more), DOC)
    assert said(found, "macro") == ["NewMacros"]
    assert said(found, "embedded program") == ["run.exe"]
    assert said(found, "title") == ["An order"]


def test_the_root_decides_what_an_older_document_is():
    """A workbook with a Word document inside is a workbook, whatever it was taken for."""
    content = compound({"Workbook": sheets(("S", 0, label(0, 0, "cell"))), "MBD1/WordDocument": b"x" * 100})
    assert pages(read(content, DOC)) == {"S": "cell"}


def test_what_no_reader_knows_waits_for_an_office_program():
    with pytest.raises(RefusedError) as caught:
        read(compound({"CONTENTS": b"x"}), DOC)
    assert caught.value.code in ("office_suite", "office_suite_silent")


# --- XLS


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def letters(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, 0) + letters(text))


def sheets(*parts: tuple[str, int, bytes], before: bytes = b"") -> bytes:
    """Return a Workbook stream with (name, state, records) for each sheet."""
    bof = record(0x809, struct.pack("<HH", 0x0600, 0x0005) + bytes(12))
    fixed = len(bof) + len(before) + sum(4 + 8 + len(name) for name, *_ in parts) + 4
    listed, bodies = b"", b""
    for name, state, content in parts:
        listed += record(
            0x85, struct.pack("<IBBBB", fixed + len(bodies), state, 0, len(name), 0) + name.encode("latin-1")
        )
        bodies += bof + content + record(0x0A)
    return bof + before + listed + record(0x0A) + bodies


def workbook(*parts, before: bytes = b"") -> bytes:
    return compound({"Workbook": sheets(*parts, before=before)})


def test_sheets_of_an_old_workbook_are_pages_hidden_ones_too():
    found = read(
        workbook(("Open", 0, label(0, 0, ARABIC) + label(1, 2, "x")), ("Shut", 2, label(0, 0, "secret"))), XLS
    )
    assert pages(found) == {"Open": f"{ARABIC}\n\t\tx", "Shut (hidden so that no menu shows it)": "secret"}
    assert said(found, "hidden text") == ["the sheet Shut is hidden so that no menu shows it"]


def test_numbers_of_every_kind_are_read():
    style = record(0xE0, struct.pack("<HH", 0, 0)) + record(0xE0, struct.pack("<HH", 0, 14))
    cells = (
        record(0x203, struct.pack("<HHHd", 0, 0, 0, 1.5))
        + record(0x27E, struct.pack("<HHHI", 0, 1, 0, (7 << 2) | 2))
        + record(
            0xBD,
            struct.pack("<HH", 0, 2)
            + struct.pack("<HI", 0, (300 << 2) | 3)
            + struct.pack("<HI", 0, (4 << 2) | 2)
            + b"\3\0",
        )
        + record(0x203, struct.pack("<HHHd", 0, 4, 1, 42492.0))
        + record(0x205, struct.pack("<HHHBB", 0, 5, 0, 1, 0))
    )
    assert pages(read(workbook(("S", 0, cells), before=style), XLS)) == {
        "S": "1.5\t7\t3\t4\t2016-05-02\tTRUE"
    }


def test_formulas_give_their_last_value():
    number = record(0x06, struct.pack("<HHHd", 0, 0, 0, 2.0) + bytes(8))
    text = record(0x06, struct.pack("<HHH", 0, 1, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)) + record(
        0x207, letters("result")
    )
    assert pages(read(workbook(("S", 0, number + text)), XLS)) == {"S": "2\tresult"}


def test_shared_texts_go_on_in_the_next_record():
    """A text may break off within a word and go on in letters of another width."""
    first = struct.pack("<II", 1, 1) + struct.pack("<HB", 6, 0) + b"abc"
    second = b"\1" + "d\u0627f".encode("utf-16-le")
    assert shared_texts([first, second], Deadline(10)) == ["abcd\u0627f"]


def test_hidden_rows_and_columns_and_comments_are_told():
    hidden = record(0x208, struct.pack("<HHHH", 1, 0, 1, 0) + bytes(4) + b"\x20\0\0\0") + record(
        0x7D, struct.pack("<HHHHH", 2, 2, 0, 0, 1) + bytes(2)
    )
    note = (
        record(0x5D, struct.pack("<HHHH", 0x15, 18, 0x19, 7) + bytes(14))
        + record(0x1B6, bytes(10) + struct.pack("<HH", 5, 0) + bytes(4))
        + record(0x3C, b"\0hello")
        + record(0x1C, struct.pack("<HHHH", 2, 1, 0, 7) + letters("A. Clerk"))
    )
    found = read(workbook(("S", 0, hidden + label(0, 0, "x") + note)), XLS)
    assert pages(found)["comments on S"] == "B3, A. Clerk: hello"
    assert said(found, "hidden text") == ["S: rows 2", "S: columns 3 (A is 1)"]


def test_a_locked_old_workbook_waits_and_a_short_one_is_told():
    with pytest.raises(RefusedError) as caught:
        read(workbook(("S", 0, b""), before=record(0x2F, b"\0\0")), XLS)
    assert caught.value.code == "password"
    whole = sheets(("S", 0, label(0, 0, "kept") + label(1, 0, "lost")))
    found = read(compound({"Workbook": whole[:-20]}), XLS)
    assert pages(found) == {"S": "kept"}
    assert [failure.code for failure in found.failures] == ["broken_off"]


def test_macro_sheets_are_named():
    stream = bytearray(sheets(("Macro1", 1, label(0, 0, "x"))))
    at = stream.find(struct.pack("<H", 0x85), 20)
    stream[at + 9] = 1
    assert said(read(compound({"Workbook": bytes(stream)}), XLS), "macro") == ["macro sheet Macro1"]


@pytest.mark.parametrize(
    ("number", "raw"), [(1.0, 0x3FF00000), (-5.0, (-5 << 2 & 0xFFFFFFFF) | 2), (1.23, (123 << 2) | 3)]
)
def test_short_numbers_are_unpacked(number, raw):
    assert compressed_number(struct.pack("<I", raw)) == pytest.approx(number)


# --- PPT


def atom(kind: int, content: bytes, instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4, kind, len(content)) + content


def container(kind: int, *inner: bytes, instance: int = 0) -> bytes:
    content = b"".join(inner)
    return struct.pack("<HHI", instance << 4 | 0xF, kind, len(content)) + content


def old_deck(slides: list[str], left_over: str = "", *, user: int = 0) -> bytes:
    """Return a PPT: persist places, a list of slides, words of an earlier saving."""
    stream = container(0x03EE, atom(0x0FA0, left_over.encode("utf-16-le"))) if left_over else b""
    places = []
    for text in slides:
        places.append(len(stream))
        stream += container(0x03EE, atom(0x0FA0, text.encode("utf-16-le")))
    document_at = len(stream)
    listed = b"".join(
        atom(0x03F3, struct.pack("<I", number + 2) + bytes(16)) for number in range(len(slides))
    )
    stream += container(0x03E8, container(0x0FF0, listed))
    directory_at = len(stream)
    numbers = [document_at, *places]
    stream += atom(
        0x1772, struct.pack("<I", len(numbers) << 20 | 1) + struct.pack(f"<{len(numbers)}I", *numbers)
    )
    edit_at = len(stream)
    stream += atom(0x0FF5, struct.pack("<IIIII", 0, 0, 0, directory_at, 1) + bytes(8))
    head = struct.pack("<IIII", 20, 20, user or 0xE391C05F, edit_at)
    return compound({"PowerPoint Document": stream, "Current User": b"\0\0\xf6\x0f" + head})


def test_slides_of_an_old_deck_and_what_an_earlier_saving_left():
    """Words somebody took out before saving quickly are still in the exhibit."""
    found = pages(read(old_deck(["First", "Second"], "Taken out"), PPT))
    assert found == {"slide 1": "First", "slide 2": "Second", "left over from earlier savings": "Taken out"}


def test_an_old_deck_without_its_list_is_read_as_far_as_it_goes():
    stream = container(0x03EE, atom(0x0FA8, b"loose words"))
    found = read(compound({"PowerPoint Document": stream, "Current User": bytes(40)}), PPT)
    assert pages(found) == {"slides": "loose words"}


def test_a_locked_old_deck_waits():
    raw = compound(
        {
            "PowerPoint Document": b"x" * 20,
            "Current User": bytes(12) + struct.pack("<I", 0xF3D1C4DF) + bytes(8),
        }
    )
    with pytest.raises(RefusedError) as caught:
        read(raw, PPT)
    assert caught.value.code == "password"


# --- RTF


def rich(body: str, head: str = r"{\rtf1\ansi\ansicpg1256") -> Reading:
    return read(f"{head} {body}}}".encode("latin-1"), RTF)


def test_letters_by_number_and_by_code_page_are_read():
    numbers = "".join(f"\\u{ord(letter)}?" for letter in ARABIC)
    packed = "".join(f"\\'{byte:02x}" for byte in ARABIC.encode("cp1256"))
    assert pages(rich(f"{numbers} {packed}\\par next")) == {"body": f"{ARABIC} {ARABIC}\nnext"}


def test_a_font_brings_its_own_code_page():
    found = rich(r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1 \'e4\'e0\f0 .")
    assert pages(found)["body"] == "\u0434\u0430."


def test_letters_beyond_the_first_plane_come_in_halves():
    assert pages(rich("\\u-10179?\\u-8704?"))["body"] == "\U0001f600"


def test_notes_headers_comments_and_deletions_are_pages():
    found = pages(
        rich(
            r"Body{\footnote a note}{\header head}{\*\atnauthor A. Judge}{\*\annotation why?}{\deleted gone}\par end"
        )
    )
    assert found["body"] == "Body\nend"
    assert (found["notes"], found["header"], found["struck out"]) == ("a note", "head", "gone")
    assert found["comments"] == "A. Judge: why?"


def test_hidden_words_of_rich_text_are_read_and_told():
    found = rich(r"seen {\v unseen} seen")
    assert "unseen" in pages(found)["body"]
    assert said(found, "hidden text") == ["unseen"]


def test_tables_pictures_and_lists_of_fonts_are_no_words():
    found = rich(r"{\colortbl;\red0;}{\*\unheard of}{\pict 0102ff}a\cell b\cell\row c")
    assert pages(found) == {"body": "a\tb\nc"}


def test_bytes_written_as_they_are_do_not_end_the_text():
    assert pages(rich("a{\\pict\\bin4 }}}}}b"))["body"] == "ab"


def test_properties_of_rich_text_are_told():
    found = rich(r"{\info{\title An order}{\author A}{\creatim\yr2016\mo5\dy2\hr9\min30}}words")
    assert (said(found, "title"), said(found, "byline"), said(found, "created")) == (
        ["An order"],
        ["A"],
        ["2016-05-02T09:30"],
    )


def test_a_packed_program_is_named():
    inner = compound({"\x01Ole10Native": b"\0\0\0\0\2\0run.exe\0c:\\run.exe\0"})
    data = struct.pack("<III", 0x501, 2, 8) + b"Package\0" + bytes(8) + struct.pack("<I", len(inner)) + inner
    found = rich(rf"{{\object\objemb{{\*\objdata {data.hex()}}}}}words")
    assert "run.exe" in said(found, "embedded program")


def test_rich_text_that_breaks_off_is_told():
    found = read(rb"{\rtf1\ansi words {\b more", RTF)
    assert pages(found)["body"] == "words more"
    assert [failure.code for failure in found.failures] == ["broken_off"]


def test_what_is_no_rich_text_is_refused():
    with pytest.raises(RefusedError, match="rich text"):
        read(b"words", RTF)


def test_a_hundred_thousand_groups_take_no_more_than_the_time():
    found = read(b"{\\rtf1 " + b"{" * 200_000 + b"x", RTF, max_seconds=0)
    assert "time" in [failure.code for failure in found.failures]


@given(st.text(alphabet="{}\\'u0129 abfv*\n", max_size=200))
def test_rich_text_of_any_shape_ends(body):
    found = read(b"{\\rtf1 " + body.encode(), RTF)
    assert all(isinstance(page, str) for page in found.untrusted_pages)


# --- Outlook


def test_an_outlook_mail_tells_people_clocks_and_attachments():
    fixed = bytes(32) + struct.pack("<HHIQ", 0x40, 0x0039, 6, 131066568000000000)
    recipient = bytes(8) + struct.pack("<HHIQ", 3, 0x0C15, 6, 2)
    found = read(
        compound(
            {
                "__properties_version1.0": fixed,
                "__substg1.0_0037001F": "The list".encode("utf-16-le"),
                "__substg1.0_1000001F": f"Words {ARABIC}\r\n".encode("utf-16-le"),
                "__substg1.0_0042001F": "A. Sender".encode("utf-16-le"),
                "__substg1.0_5D02001F": "a@example.org".encode("utf-16-le"),
                "__substg1.0_1035001F": "<1@x>".encode("utf-16-le"),
                "__recip_version1.0_#00000000/__properties_version1.0": recipient,
                "__recip_version1.0_#00000000/__substg1.0_3001001F": "B".encode("utf-16-le"),
                "__recip_version1.0_#00000000/__substg1.0_39FE001F": "b@example.org".encode("utf-16-le"),
                "__attach_version1.0_#00000000/__properties_version1.0": bytes(8),
                "__attach_version1.0_#00000000/__substg1.0_3707001F": "run.exe".encode("utf-16-le"),
                "__substg1.0_007D001F": "Received: from a by b; Mon, 02 May 2016 10:00:00 +0000\r\n".encode(
                    "utf-16-le"
                ),
            }
        ),
        MSG,
    )
    assert pages(found) == {"body": f"Words {ARABIC}\n"}
    assert (said(found, "from"), said(found, "cc")) == (["A. Sender <a@example.org>"], ["B <b@example.org>"])
    assert said(found, "sent") == ["2016-05-02T10:00:00Z"]
    assert said(found, "sent on") == ["2016-05-02"]
    assert said(found, "received") == ["2016-05-02T10:00:00Z from a by b"]
    assert said(found, "embedded program") == ["run.exe"]
    assert said(found, "message id") == ["<1@x>"]


def test_packed_rich_text_is_unpacked():
    """The sample of the specification ([MS-OXRTFCP] 4.1.1), and one that is not packed at all."""
    packed = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af86e20687d0a800fa0")
    assert unpack_rich_text(bytes.fromhex("0d000000050000004d454c4100000000") + b"{\\rtf", 100) == b"{\\rtf"
    assert unpack_rich_text(packed, 1000).startswith(b"{\\rtf1\\ansi\\ansicpg125")


def test_a_run_that_copies_what_it_writes_is_unpacked():
    """[MS-OXRTFCP] 4.1.2: a reference may reach into what it is writing."""
    packed = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpack_rich_text(packed, 1000) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_packed_nonsense_is_refused():
    with pytest.raises(RefusedError):
        unpack_rich_text(b"x" * 20, 100)


def attribute(number: int, content: bytes) -> bytes:
    return b"\1" + struct.pack("<HHI", number, 1, len(content)) + content + b"\0\0"


def test_a_bundle_gives_the_mail_inside_and_names_what_it_carries():
    properties = struct.pack("<I", 1) + struct.pack("<HHII", 0x1F, 0x0C1A, 1, 4) + "A\0".encode("utf-16-le")
    content = (
        bytes.fromhex("789f3e220000")
        + attribute(0x8004, b"The list\0")
        + attribute(0x800C, b"Words\0")
        + attribute(0x9003, properties)
        + attribute(0x9002, bytes(14))
        + attribute(0x8010, b"plan.doc\0")
    )
    found = read(content, TNEF)
    assert pages(found) == {"body": "Words"}
    assert (said(found, "subject"), said(found, "sender"), said(found, "embedded exhibit")) == (
        ["The list"],
        ["A"],
        ["plan.doc"],
    )


def test_a_bundle_that_breaks_off_is_told():
    content = bytes.fromhex("789f3e220000") + attribute(0x800C, b"Words\0")[:-6]
    assert [failure.code for failure in read(content, TNEF).failures] == ["broken_off"]


@pytest.mark.parametrize("media_type", [DOC, XLS, PPT, MSG, TNEF])
def test_nonsense_of_older_formats_is_refused(media_type):
    with pytest.raises(RefusedError):
        read(b"nonsense" * 100, media_type)
