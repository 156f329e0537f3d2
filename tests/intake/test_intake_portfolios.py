"""Files attached to PDFs come out, whatever they are packed with, and no page is read for it."""

import base64
import io
import zlib

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.intake.carrying import may_carry
from twosource.intake.containers import Allowance, FaultError
from twosource.intake.openers import PDF
from twosource.intake.portfolios import members_of_pdf

CONTENT = b"attached words " * 400


def allowed(*passwords: str) -> Allowance:
    return Allowance(
        n_bytes_left=1 << 24,
        n_members_left=99,
        max_item_bytes=1 << 24,
        max_mail_bytes=1 << 24,
        passwords=passwords,
    )


def taken(content: bytes, *passwords: str) -> list[tuple[str, bytes]]:
    given = members_of_pdf(io.BytesIO(content), allowed(*passwords))
    return [(one.name, one.fault.code if one.fault else b"".join(one.chunks())) for one in given]


@pytest.mark.parametrize(
    ("filters", "packed"),
    [
        (b"", CONTENT),
        (b"/Filter/FlateDecode", zlib.compress(CONTENT)),
        (b"/Filter/ASCIIHexDecode", CONTENT.hex().encode() + b">"),
        (b"/Filter[/ASCII85Decode/FlateDecode]", base64.a85encode(zlib.compress(CONTENT)) + b"~>"),
        (b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(CONTENT))),
    ],
)
def test_an_attached_file_comes_out_of_any_ordinary_packing(filters, packed):
    content = hostile.with_files(hostile.stream(b"/Type/EmbeddedFile" + filters, packed))
    assert taken(content) == [("f0", CONTENT)]


def test_a_file_pinned_to_a_page_comes_out_once():
    content = hostile.pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[<</Subtype/FileAttachment/FS 4 0 R>>"
        b"<</Subtype/FileAttachment/FS<</EF<</F 6 0 R>>>>>>]>>",
        b"<</Type/Filespec/UF<FEFF0631>/F(r.txt)/EF<</F 5 0 R>>>>",
        hostile.stream(b"", b"listed and pinned"),
        hostile.stream(b"", b"only pinned"),
    )
    assert taken(content) == [("\u0631", b"listed and pinned"), ("pinned to page 1", b"only pinned")]


def test_a_packing_that_could_hide_a_bomb_waits():
    content = hostile.with_files(hostile.stream(b"/Filter/LZWDecode", b"x"))
    assert taken(content) == [("f0", "method")]


def test_a_damaged_attachment_is_told():
    content = hostile.with_files(
        hostile.stream(b"/Filter/FlateDecode", zlib.compress(CONTENT)[:9] + b"noise")
    )
    for member in members_of_pdf(io.BytesIO(content), allowed()):
        with pytest.raises(FaultError):
            list(member.chunks())
    (late,) = list(members_of_pdf(io.BytesIO(content), allowed()))
    with pytest.raises(FaultError):
        list(late.chunks())


def test_a_locked_pdf_gives_its_attachments_to_who_has_the_password():
    import pikepdf

    opened = pikepdf.open(io.BytesIO(hostile.with_files(hostile.stream(b"", CONTENT))))
    target = io.BytesIO()
    opened.save(target, encryption=pikepdf.Encryption(user="tanit", owner="x"))
    assert taken(target.getvalue()) == []
    assert taken(target.getvalue(), "wrong", "tanit") == [("f0", CONTENT)]


@given(st.binary(max_size=200), st.integers(0, 600))
def test_no_bytes_make_it_fall_over(noise, at):
    content = bytearray(hostile.with_files(hostile.stream(b"/Filter/FlateDecode", zlib.compress(b"words"))))
    content[at : at + len(noise)] = noise
    try:
        assert isinstance(taken(bytes(content)), list)
    except FaultError as caught:
        found = caught.fault.code
        assert found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (hostile.PDF, False),
        (hostile.with_files(hostile.stream(b"", b"x")), True),
        (hostile.PDF.replace(b"/Type/Catalog", b"/Type/Catalog/E#6dbeddedFiles 1"), True),
        (hostile.PDF + b"/ObjStm", True),
        (hostile.PDF + b"x" * 300_000 + b"/FileAttachment", True),
    ],
)
def test_a_pdf_is_opened_only_where_it_may_carry_something(content, expected):
    assert may_carry(PDF, io.BytesIO(content)) is expected
