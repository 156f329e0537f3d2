"""Outlook's formats: what is attached comes out, mails in mails are written out, broken ones are told."""

import email
import io
import struct
from email import policy

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.intake import mapi
from twosource.intake.compound import CompoundFile
from twosource.intake.containers import Allowance, Fault, FaultError
from twosource.intake.embedded import members_of_ole
from twosource.intake.heaps import bag_of_heap
from twosource.intake.letters import Enclosure, Letter, written
from twosource.intake.mailstores import members_of_store
from twosource.intake.mapi import Bag
from twosource.intake.outlook import members_of_msg
from twosource.intake.rtf import unpacked_rtf
from twosource.intake.tnef import members_of_tnef


def allowed() -> Allowance:
    return Allowance(n_bytes_left=1 << 24, n_members_left=99, max_item_bytes=1 << 24, max_mail_bytes=1 << 24)


def wide(text: str) -> tuple[int, bytes]:
    return mapi.TEXT, text.encode("utf-16-le")


def taken(given) -> list[tuple[str, bytes | str]]:
    return [
        (one.code, "")
        if isinstance(one, Fault)
        else (one.name, one.fault.code if one.fault else b"".join(one.chunks()))
        for one in given
    ]


def compound(tree: dict) -> bytes:
    """Write a compound file: names to bytes or to further such folders, every stream in whole sectors."""
    entries: list[bytes] = []
    sectors: list[bytes] = []
    chains: list[int] = []

    def place(content: bytes) -> int:
        padded = content.ljust(max(4096, (len(content) + 511) // 512 * 512), b"\0")
        first = len(sectors)
        for at in range(0, len(padded), 512):
            sectors.append(padded[at : at + 512])
            chains.append(len(sectors))
        chains[-1] = 0xFFFFFFFE
        return first

    def add(name: str, kind: int, content, right: int) -> int:
        number = len(entries)
        entries.append(b"")
        child = 0xFFFFFFFF
        first, size = 0, 0
        if kind == 2:
            first, size = place(content), max(len(content), 4096)
        else:
            for inner, value in reversed(content.items()):
                child = add(inner, 1 if isinstance(value, dict) else 2, value, child)
        raw = name.encode("utf-16-le") + b"\0\0"
        entries[number] = raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIII", len(raw), kind, 1, 0xFFFFFFFF, right, child, first, size, 0
        )
        return number

    add("Root Entry", 5, tree, 0xFFFFFFFF)
    root = bytearray(entries[0])
    root[116:120] = struct.pack("<I", 0xFFFFFFFE)
    entries[0] = bytes(root)
    directory = len(sectors)
    listed = b"".join(entries)
    for at in range(0, len(listed), 512):
        sectors.append(listed[at : at + 512].ljust(512, b"\0"))
        chains.append(len(sectors))
    chains[-1] = 0xFFFFFFFE
    n_tables = len(sectors) // 127 + 1
    tables = [len(sectors) + n for n in range(n_tables)]
    chains.extend([0xFFFFFFFD] * n_tables)
    table = b"".join(struct.pack("<I", one) for one in chains).ljust(n_tables * 512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, n_tables, directory, 0, 4096,
                        0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    head += b"".join(struct.pack("<I", one) for one in tables).ljust(436, b"\xff")
    return head + b"".join(sectors) + table


def stream_name(number: int, kind: int) -> str:
    return f"__substg1.0_{number:04X}{kind:04X}"


def attachment(name: str, content: bytes | dict) -> dict:
    data = (
        {"__substg1.0_3701000D": content} if isinstance(content, dict) else {"__substg1.0_37010102": content}
    )
    return {stream_name(0x3707, 0x1F): name.encode("utf-16-le"), "__properties_version1.0": bytes(8), **data}


INNER = {
    "__properties_version1.0": bytes(24),
    stream_name(0x0037, 0x1F): "the first order".encode("utf-16-le"),
    stream_name(0x1000, 0x1F): "inner words".encode("utf-16-le"),
    "__attach_version1.0_#00000000": attachment("list.csv", b"a,b\n" * 2000),
}


def test_a_compound_file_gives_its_streams():
    opened = CompoundFile(io.BytesIO(compound({"a": b"x" * 5000, "folder": {"b": b"y" * 9000}})))
    folder = opened.root.child("FOLDER")
    assert folder is not None
    assert opened.content(folder.child("b")) == b"y" * 9000
    assert opened.content(opened.root.child("a"), 10) == b"x" * 10
    assert opened.content(None) == b""


def test_attachments_of_an_outlook_mail_come_out():
    tree = {
        "__properties_version1.0": bytes(32),
        "__attach_version1.0_#00000000": attachment("\u0631\u0633\u0627\u0644\u0629.pdf", b"%PDF" * 2000),
        "__attach_version1.0_#00000001": attachment("forwarded", INNER),
    }
    (name, content), (inner_name, inner) = taken(members_of_msg(io.BytesIO(compound(tree)), allowed()))
    assert (name, content) == ("\u0631\u0633\u0627\u0644\u0629.pdf", b"%PDF" * 2000)
    assert inner_name == "forwarded.eml"
    mail = email.message_from_bytes(inner, policy=policy.default)
    assert mail["Subject"] == "the first order"
    body, attached = mail.iter_parts()
    assert body.get_content().rstrip("\0") == "inner words"
    assert attached.get_payload(decode=True)[:8000] == b"a,b\n" * 2000


def test_a_file_packed_into_an_old_document_comes_out_and_a_workbook_in_it_waits():
    packed = b"payload" * 700
    label = b"list.xls\0C:\\list.xls\0" + bytes(4)
    path = b"C:\\tmp\\list.xls\0"
    native = (
        bytes(4)
        + b"\x02\0"
        + label
        + struct.pack("<I", len(path))
        + path
        + struct.pack("<I", len(packed))
        + packed
    )
    tree = {"WordDocument": b"w", "ObjectPool": {"_1": {"\x01Ole10Native": native}, "_2": {"Workbook": b"w"}}}
    found = taken(members_of_ole(io.BytesIO(compound(tree)), allowed()))
    assert found == [("ObjectPool/_1/list.xls", packed), ("ObjectPool/_2", "embedded")]


@given(st.binary(max_size=600), st.integers(0, 6000))
def test_no_bytes_make_the_compound_reader_fall_over_or_run_for_ever(noise, at):
    content = bytearray(
        compound({"__properties_version1.0": bytes(32), "__attach_version1.0_#0": attachment("a", b"b")})
    )
    content[at : at + len(noise)] = noise
    for opener in (members_of_msg, members_of_ole):
        try:
            codes = {what for _, what in taken(opener(io.BytesIO(bytes(content)), allowed())) if what is str}
        except FaultError as error:
            codes = {error.fault.code}
        assert codes <= {"archive", "member", "mail"}


def test_a_letter_is_written_the_same_way_every_time_and_reads_back():
    bag = Bag(
        {
            mapi.SUBJECT: wide("\x01\x04RE: the order"),
            mapi.BODY: wide("\u0646\u0635 the words"),
            mapi.HTML: (mapi.BINARY, b"<p>the words</p>"),
            0x0C1A: wide('A "B" Name'),
            0x5D01: wide("a@example.org"),
            mapi.SENT: (mapi.CLOCK, struct.pack("<Q", (1462183200 + mapi.FILETIME_START) * 10_000_000)),
        }
    )
    to = Bag({mapi.RECIPIENT_KIND: (mapi.INTEGER, b"\1\0\0\0"), mapi.SMTP_ADDRESS: wide("b@example.org")})
    inside = Letter(bag=Bag({mapi.SUBJECT: wide("inner")}))
    letter = Letter(
        bag=bag,
        recipients=[to],
        enclosures=[
            Enclosure(name="a.bin", chunks=lambda: (b"x" * 70, b"y" * 99)),
            Enclosure(name="m.eml", letter=inside),
        ],
    )
    content = b"".join(written(letter))
    assert content == b"".join(written(letter))
    mail = email.message_from_bytes(content, policy=policy.default)
    assert (mail["Subject"], mail["To"]) == ("RE: the order", "b@example.org")
    assert mail["From"].addresses[0].display_name == 'A "B" Name'
    assert mail["Date"].datetime.timestamp() == 1462183200
    plain, page, attached, forwarded = mail.iter_parts()
    assert plain.get_content() == "\u0646\u0635 the words"
    assert page.get_content().strip() == "<p>the words</p>"
    assert attached.get_payload(decode=True) == b"x" * 70 + b"y" * 99
    assert forwarded.get_content()["Subject"] == "inner"
    assert "written out" in mail["X-Rendered-From"]


def test_headers_as_they_travelled_are_kept_and_those_of_the_lost_body_are_not():
    headers = "Received: from a\r\n by b\r\nSubject: as sent\r\nMIME-Version: 1.0\r\nContent-Type: text/html;\r\n charset=x\r\n\r\n"
    mail = email.message_from_bytes(
        b"".join(written(Letter(bag=Bag({mapi.HEADERS: wide(headers), mapi.SUBJECT: wide("other")})))),
        policy=policy.default,
    )
    assert mail["Subject"] == "as sent"
    assert mail.get_all("MIME-Version") == ["1.0"]
    assert mail.get_content_type() == "multipart/mixed"


def test_a_line_break_in_a_property_makes_no_header():
    bag = Bag({mapi.SUBJECT: wide("x\r\nBcc: everyone@example.org")})
    mail = email.message_from_bytes(b"".join(written(Letter(bag=bag))), policy=policy.default)
    assert mail["Bcc"] is None


def test_a_bundle_gives_its_attachments_and_its_words():
    inner = hostile.tnef((0x9002, b"x"), (0x8010, b"deep.txt\0"), (0x800F, b"deep words"))
    name = "\u0642\u0627\u0626\u0645\u0629.txt".encode("utf-16-le")
    props = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(name)) + name.ljust((len(name) + 3) // 4 * 4, b"\0")
    content = hostile.tnef(
        (0x800C, b"the body\0"),
        (0x9002, b"x"), (0x8010, b"SHORT~1.TXT\0"), (0x800F, b"first words"), (0x9005, props),
        (0x9002, b"x"), (0x8010, b"inner.tnef\0"), (0x800F, inner),
    )  # fmt: skip
    assert taken(members_of_tnef(io.BytesIO(content), allowed())) == [
        ("body.txt", b"the body"),
        ("\u0642\u0627\u0626\u0645\u0629.txt", b"first words"),
        ("inner.tnef", inner),
    ]


@given(st.binary(max_size=300))
def test_no_bytes_make_the_bundle_reader_fall_over(noise):
    found = taken(members_of_tnef(io.BytesIO(b"\x78\x9f\x3e\x22\x01\x00" + noise), allowed()))
    assert all(isinstance(name, str) for name, _ in found)


def test_packed_rich_text_is_unpacked_as_its_specification_says():
    """The two examples of [MS-OXRTFCP] 4.1 and 4.2."""
    plain = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af3"
        "2068656c090020627705b06c647d0a800fa0".replace(" ", "")
    )
    assert unpacked_rtf(plain) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked_rtf(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert unpacked_rtf(b"noise" * 10) == b""


@given(st.binary(max_size=200))
def test_any_packed_text_ends(noise):
    assert isinstance(unpacked_rtf(struct.pack("<II4sI", 99, 99, b"LZFu", 0) + noise), bytes)


def heap(values: dict[int, tuple[int, bytes]]) -> bytes:
    """Write a heap of properties as mail stores keep one: header, tree head, records, items, page map."""
    items: list[bytes] = []
    records = b""
    for number, (kind, content) in sorted(values.items()):
        items.append(content)
        records += struct.pack("<HHI", number, kind, (len(items) + 2) << 5)
    parts = [struct.pack("<BBBBI", 0xB5, 2, 6, 0, 2 << 5), records, *items]
    body, bounds = b"", [12]
    for part in parts:
        body += part
        bounds.append(12 + len(body))
    page_map = struct.pack("<HH", len(parts), 0) + b"".join(struct.pack("<H", one) for one in bounds)
    return struct.pack("<HBBI4x", 12 + len(body), 0xEC, 0xBC, 1 << 5) + body + page_map


def test_a_mail_within_a_mail_of_a_store_is_read_from_its_heap():
    bag = bag_of_heap(heap({mapi.SUBJECT: wide("first"), mapi.BODY: wide("words")}))
    assert (bag.text(mapi.SUBJECT), bag.text(mapi.BODY)) == ("first", "words")
    assert bag_of_heap(b"noise" * 9).values == {}


@given(st.binary(max_size=80), st.integers(0, 60))
def test_no_bytes_make_the_heap_reader_fall_over(noise, at):
    content = bytearray(heap({mapi.SUBJECT: wide("first")}))
    content[at : at + len(noise)] = noise
    assert isinstance(bag_of_heap(bytes(content)), Bag)


def test_what_is_no_mail_store_is_refused_with_a_reason():
    with pytest.raises(FaultError) as raised:
        list(members_of_store(io.BytesIO(b"!BDN" + b"noise" * 500), allowed()))
    assert raised.value.fault.code == "archive"
