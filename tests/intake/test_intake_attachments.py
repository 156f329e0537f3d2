"""Mail: what is its own words, what is a member, and what a damaged mail may not do."""

import base64
import binascii
import io
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.intake.attachments import members_of_mail
from twosource.intake.containers import Allowance, FaultError


def allowed(max_mail_bytes: int = 1 << 24) -> Allowance:
    return Allowance(
        n_bytes_left=1 << 24, n_members_left=1000, max_item_bytes=1 << 24, max_mail_bytes=max_mail_bytes
    )


def members(content: bytes, **limits) -> list[tuple[str, bytes]]:
    given = members_of_mail(io.BytesIO(content), allowed(**limits))
    return [(one.name, b"".join(one.chunks())) for one in given]


def test_the_words_of_a_mail_are_no_member():
    mail = EmailMessage()
    mail.set_content("plain words")
    mail.add_alternative("<p>the same words</p>", subtype="html")
    assert members(mail.as_bytes()) == []


def test_a_named_text_is_a_member():
    mail = EmailMessage()
    mail.set_content("plain words")
    mail.add_attachment("a list", filename="list.txt")
    assert [(name, content.strip()) for name, content in members(mail.as_bytes())] == [
        ("list.txt", b"a list")
    ]


def test_an_inline_picture_without_a_name_is_a_member():
    """A picture in the text of a mail is evidence as much as one attached to it."""
    mail = EmailMessage()
    mail.set_content("<p>see</p>", subtype="html")
    mail.add_related(b"pixels", "image", "png", cid="<1>")
    assert members(mail.as_bytes()) == [("part-1", b"pixels")]


def test_a_forwarded_mail_is_one_member_with_its_own_headers():
    inner = EmailMessage()
    inner["Subject"] = "the first one"
    inner.set_content("inner words")
    outer = EmailMessage()
    outer.set_content("see below")
    outer.add_attachment(inner)
    ((name, content),) = members(outer.as_bytes())
    assert name == "part-1.eml"
    assert b"the first one" in content
    assert b"inner words" in content


def test_an_encoded_name_is_decoded():
    content = (
        b"MIME-Version: 1.0\nContent-Type: application/pdf\n"
        b"Content-Disposition: attachment; filename*=utf-8''%D8%B1%D8%B3%D8%A7%D9%84%D8%A9.pdf\n\nwords\n"
    )
    assert members(content)[0][0] == "\u0631\u0633\u0627\u0644\u0629.pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: \n\n--x",
        b"Content-Type: image/png; name==?utf-8?q?=ff?=\nContent-Transfer-Encoding: base64\n\n!!!!",
        b'Content-Type: text/plain; charset=nonesuch; name="\n\nwords',
        b"Content-Disposition: attachment; filename*0*=utf-8''a; filename*1=\n\nwords",
        b"Content-Type: message/rfc822\n\n",
    ],
)
def test_damaged_mail_gives_members_all_the_same(content):
    """The parser mends what it can; what it gives is always bytes under some name."""
    assert all(name and isinstance(one, bytes) for name, one in members(content))


@given(st.binary(max_size=300))
def test_no_bytes_make_the_mail_parser_fall_over(noise):
    """Whatever follows a header that promises parts, intake survives it."""
    head = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    for name, content in members(head + noise):
        assert name.encode("utf-8")
        assert isinstance(content, bytes)


def test_a_mail_nested_deeper_than_any_is_refused():
    content = b"words"
    for level in range(3000):
        content = b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n%s" % (level, level, content)
    with pytest.raises(FaultError) as raised:
        members(content)
    assert raised.value.fault.code == "mail"


def test_a_mail_larger_than_its_limit_keeps_its_attachments_to_itself(mailed):
    with pytest.raises(FaultError) as raised:
        members(mailed("words", ("a.bin", b"x" * 1000)), max_mail_bytes=500)
    assert "larger than 500 bytes" in raised.value.fault.words["reason"]


FORWARDED = (
    b"From: a@example.org\r\nX-Odd:  two   blanks\r\nsubject: lower case\r\n"
    b"Content-Type: multipart/mixed; boundary=inner\r\n\r\n"
    b"--inner\r\n\r\nwords\r\n--inner--\r\nafter"
)


@pytest.mark.parametrize("breaks", [b"\r\n", b"\n"])
def test_a_forwarded_mail_is_kept_byte_for_byte(breaks):
    """Parsed and written out again it would be another mail, with another hash and broken signatures."""
    inner = FORWARDED.replace(b"\r\n", breaks)
    outer = (
        b"From: b@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n"
        b"--outer\n\nsee below\n--outer\nContent-Type: message/rfc822\n\n" + inner + b"\n--outer--\n"
    )
    assert members(outer) == [("part-1.eml", inner)]


def test_a_forwarded_mail_in_base64_is_decoded():
    """No standard allows it and programs do it all the same."""
    outer = (
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=o\n\n--o\n"
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(FORWARDED)
        + b"--o--\n"
    )
    assert members(outer) == [("part-1.eml", FORWARDED)]


def test_attachments_come_out_as_the_standard_library_takes_them_out():
    contents = [("a.bin", bytes(range(256)) * 50), ("b.txt", b"words\n" * 9), ("empty", b"")]
    mail = EmailMessage()
    mail.set_content("see these")
    for name, content in contents:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    theirs = [(one.get_filename(), one.get_payload(decode=True)) for one in mail.iter_attachments()]
    assert members(mail.as_bytes()) == theirs == contents


def test_a_mail_that_breaks_off_in_an_attachment_gives_what_is_there(mailed):
    whole = mailed("words", ("a.bin", bytes(range(256)) * 100))
    ((name, content),) = members(whole[: len(whole) // 2])
    assert name == "a.bin"
    assert content == (bytes(range(256)) * 100)[: len(content)]
    assert len(content) > 5000


def test_a_file_written_into_the_words_comes_out():
    """Mail programs of the nineties had no other way."""
    lines = b"".join(binascii.b2a_uu(b"old words " * 4) for _ in range(3))
    content = b"From: a@x\n\nsee:\nbegin 644 list.txt\n" + lines + b"`\nend\nthat was it\n"
    assert members(content) == [("list.txt", b"old words " * 12)]


def test_noise_between_the_letters_of_base64_is_passed_over():
    content = b"Content-Type: image/png\nContent-Transfer-Encoding: BASE64\n\nd29y\n!!ZHM=\nd29yZHM=\n"
    assert members(content) == [("part-1", b"wordswords")]
