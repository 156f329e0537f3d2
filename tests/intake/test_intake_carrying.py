"""What is not opened carries nothing: the quick look may say yes too often and never no too often."""

import io
from email.message import EmailMessage

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.intake.attachments import members_of_mail
from twosource.intake.carrying import may_carry
from twosource.intake.containers import CHUNK, Allowance, FaultError
from twosource.intake.openers import MAIL, OOXML_FOLDERS

WORD = OOXML_FOLDERS["word/"]


def mail_may(content: bytes) -> bool:
    return may_carry(MAIL, io.BytesIO(content))


def test_a_mail_of_words_alone_is_not_opened():
    mail = EmailMessage()
    mail.set_content("plain words")
    mail.add_alternative("<p>the same words</p>", subtype="html")
    assert not mail_may(mail.as_bytes())
    assert not mail_may(hostile.MAIL)


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: image/png\n\nx",
        b"content-TYPE :\n\tapplication/pdf\n\nx",
        b"Content-Type: text/plain; name=list.txt\n\nx",
        b"Content-Type: text/plain; name*0=list.txt\n\nx",
        b"Content-Disposition: attachment\n\nx",
        b"Content-Type: message/rfc822\n\nFrom: a@x\n\nx",
        b"Content-Type: =?utf-8?q?image/png?=\n\nx",
        b"\nsee\nbegin 644 list.txt\n#:6YS\n`\nend\n",
    ],
)
def test_a_mail_with_any_kind_of_attachment_is_opened(part):
    assert mail_may(hostile.mail(part))


def test_a_mail_whose_parts_are_mails_by_default_is_opened():
    """In a digest a part without a kind is a mail (RFC 2046 5.1.5)."""
    assert mail_may(b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: a@x\n\nwords\n--b--\n")


@pytest.mark.parametrize("place", range(CHUNK - 40, CHUNK + 3, 3))
def test_an_attachment_at_the_edge_of_a_piece_is_seen(place):
    head = b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
    body = head + b"x" * (place - len(head) - 5) + b"\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    assert mail_may(body)


@given(st.lists(st.sampled_from([b"Content-Type: text/plain\n", b"Content-Type: image/gif\n", b"\n", b"--b\n", b"--b--\n",
                                 b"words\n", b"Content-Disposition: attachment\n", b"x: y\n"]), max_size=12))  # fmt: skip
def test_what_has_attachments_is_never_passed_over(lines):
    content = b"From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"".join(lines)
    allowance = Allowance(n_bytes_left=9999, n_members_left=99, max_item_bytes=9999, max_mail_bytes=9999)
    try:
        carried = [one.name for one in members_of_mail(io.BytesIO(content), allowance)]
    except FaultError:
        carried = ["something"]
    assert mail_may(content) or not carried


def test_an_office_package_is_opened_for_pictures_and_for_what_hides_between_members():
    plain = hostile.package("word", {})
    assert not may_carry(WORD, io.BytesIO(plain))
    assert may_carry(WORD, io.BytesIO(hostile.package("word", {"word/media/a.png": b"x"})))
    assert may_carry(WORD, io.BytesIO(hostile.zipped({"hidden.txt": b"words"}) + plain))
    assert may_carry(WORD, io.BytesIO(plain[: len(plain) // 2]))


def test_kinds_that_carry_nothing_are_never_opened():
    assert not may_carry("text/plain", io.BytesIO(b"Content-Type: image/png"))
