"""Mail: what is its own words, what is a member, and what a damaged mail may not do."""

import io
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import RefusedError
from twosource.intake.attachments import members_of_mail, open_mail
from twosource.intake.budget import budget_for
from twosource.intake.carrying import carried_by
from twosource.intake.settings import IntakeSettings


def members(content: bytes) -> list[tuple[str, bytes]]:
    found = []
    for member in members_of_mail(open_mail(io.BytesIO(content), "a.eml"), "a.eml"):
        with member.open() as source:
            found.append((member.name, source.read()))
    return found


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


def test_a_mail_nested_deeper_than_python_recurses_is_refused():
    content = b"words"
    for level in range(3000):
        content = b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n%s" % (level, level, content)
    with pytest.raises(RefusedError, match="attachments"):
        members(content)


def test_a_mail_larger_than_its_limit_keeps_its_attachments_to_itself(mailed):
    content = mailed("words", ("a.bin", b"x" * 1000))
    budget = budget_for(len(content), IntakeSettings(max_mail_bytes=500))
    with (
        pytest.raises(RefusedError, match="larger than 500 bytes"),
        carried_by("message/rfc822", io.BytesIO(content), "a.eml", budget),
    ):
        pass


def test_other_exhibits_carry_nothing():
    budget = budget_for(1, IntakeSettings())
    with carried_by("text/plain", io.BytesIO(b"words"), "a.txt", budget) as found:
        assert found == []
