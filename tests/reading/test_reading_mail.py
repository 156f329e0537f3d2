"""Mail: its words as text, its headers as metadata, damage survived."""

import io
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import RefusedError
from twosource.ports import Limits
from twosource.reading.readers.mail import MailReader
from twosource.terms import Status

EML = "message/rfc822"


def mail(body: str = "The words.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "one@example.org", "To": "two@example.org", **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def test_words_are_text_and_headers_metadata(reading):
    message = mail(
        Date="Mon, 02 May 2016 23:30:00 +0300", Subject="The list", Message_ID="<1@x>", Cc="c@x.org"
    )
    outcome = reading(message.as_bytes(), EML)
    (rendition,) = outcome.values
    assert outcome.status is Status.READ
    assert rendition.text == "The words.\n"
    assert dict(rendition.metadata) == {
        "from": "one@example.org",
        "to": "two@example.org",
        "cc": "c@x.org",
        "sent": "Mon, 02 May 2016 23:30:00 +0300",
        "sent on": "2016-05-02",
        "subject": "The list",
        "title": "The list",
        "message id": "<1@x>",
    }


def test_alternatives_that_say_the_same_are_one_page(reading):
    """The footer a program adds to the formatted version makes no second message."""
    message = mail("We meet at the bridge on Tuesday morning, as agreed.")
    message.add_alternative(
        "<p>We meet at the <b>bridge</b> on Tuesday morning, as agreed.</p>Sent", subtype="html"
    )
    outcome = reading(message.as_bytes(), EML)
    assert outcome.status is Status.READ
    assert outcome.values[0].text == "We meet at the bridge on Tuesday morning, as agreed.\n"


@pytest.mark.parametrize("order", [("plain", "html"), ("html", "plain")])
def test_a_formatted_version_with_other_words_is_not_lost(reading, order):
    """Programs show one version; what the other hides is kept on a page of its own, and told."""
    bodies = {"plain": "nothing to see", "html": "<p>the weapons leave on Tuesday</p>"}
    message = EmailMessage()
    message["From"] = "a@example.org"
    message.set_content(bodies[order[0]], subtype=order[0])
    message.add_alternative(bodies[order[1]], subtype=order[1])
    outcome = reading(message.as_bytes(), EML)
    (rendition,) = outcome.values
    assert outcome.status is Status.PARTLY_READ
    assert [failure.code for failure in outcome.failures] == ["versions_differ"]
    pages = [rendition.text[page.start : page.end].strip() for page in rendition.pages]
    assert pages == ["nothing to see", "the weapons leave on Tuesday"]


def test_a_formatted_version_with_pictures_is_compared_as_well(reading):
    """Programs wrap the HTML and its pictures together; that must not hide its words."""
    message = mail("nothing to see")
    message.add_alternative("<p>the weapons leave</p>", subtype="html")
    message.get_payload()[1].add_related(b"pixels", "image", "png", cid="<1>")
    outcome = reading(message.as_bytes(), EML)
    assert "the weapons leave" in outcome.values[0].text
    assert [failure.code for failure in outcome.failures] == ["versions_differ"]


OUTSIDE = (
    "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    "{before}\n--b\n\nshown\n--b--\n{after}"
)


def test_words_outside_the_parts_are_read_and_told(reading):
    """No mail program shows what stands before the first and after the last boundary."""
    outcome = reading(OUTSIDE.format(before="hidden before", after="hidden after\n").encode(), EML)
    (rendition,) = outcome.values
    assert outcome.status is Status.PARTLY_READ
    assert [failure.code for failure in outcome.failures] == ["outside_parts"]
    assert [page.label for page in rendition.pages] == ["part 1", "before the parts", "after the parts"]
    assert rendition.text == "shown\n\nhidden before\n\nhidden after"


@pytest.mark.parametrize("usual", ["", "This is a multi-part message in MIME format.", " \n "])
def test_what_programs_put_before_the_parts_is_no_finding(reading, usual):
    outcome = reading(OUTSIDE.format(before=usual, after="\n").encode(), EML)
    assert outcome.status is Status.READ
    assert outcome.values[0].text == "shown"


def test_a_formatted_part_that_never_ends_is_told(reading):
    message = EmailMessage()
    message.set_content("<p>words<!-- more", subtype="html")
    assert [one.code for one in reading(message.as_bytes(), EML).failures] == ["never_ends"]


def test_html_is_read_where_there_is_nothing_else(reading):
    message = EmailMessage()
    message.set_content("<p>only <b>here</b></p><script>x</script>", subtype="html")
    assert reading(message.as_bytes(), EML).values[0].text == "only here"


def test_an_empty_plain_alternative_does_not_hide_the_other(reading):
    message = mail(" ")
    message.add_alternative("<p>the words</p>", subtype="html")
    assert reading(message.as_bytes(), EML).values[0].text == "the words"


def test_attachments_are_not_read_here(reading):
    message = mail()
    message.add_attachment("a secret list", filename="list.txt")
    assert "secret" not in reading(message.as_bytes(), EML).values[0].text


def test_several_texts_are_several_pages(reading):
    content = (
        b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\nfirst\n--b\n\nsecond\n--b--\n"
    )
    (rendition,) = reading(content, EML).values
    assert [page.label for page in rendition.pages] == ["part 1", "part 2"]
    assert rendition.text == "first\n\nsecond"


def test_an_encoded_subject_is_decoded(reading):
    content = b"From: a@example.org\nSubject: =?windows-1256?B?0dPH4ck=?=\n\nwords\n"
    assert reading(content, EML).values[0].value_of("subject") == "\u0631\u0633\u0627\u0644\u0629"


def test_a_wrongly_declared_charset_leaves_a_doubt(reading):
    body = "\u0631\u0633\u0627\u0644\u0629 \u0645\u0646 \u0627\u0644\u0645\u0643\u062a\u0628 " * 10
    content = b"From: a@example.org\nContent-Type: text/plain; charset=utf-8\n\n" + body.encode("cp1256")
    outcome = reading(content, EML)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.values[0].text == body


def test_a_part_that_cannot_be_decoded_keeps_the_headers(reading):
    content = b"From: a@example.org\nSubject: s\n\n" + bytes(range(256)) * 4
    outcome = reading(content, EML)
    assert outcome.status is Status.REFUSED
    assert outcome.values[0].value_of("subject") == "s"


def test_a_mail_without_words_is_read(reading):
    """Many mails only carry something; their headers are what they say."""
    message = EmailMessage()
    message["From"] = "a@example.org"
    message.add_attachment(b"x", "application", "pdf", filename="a.pdf")
    outcome = reading(message.as_bytes(), EML)
    assert outcome.status is Status.READ
    assert outcome.values[0].text == ""
    assert outcome.values[0].value_of("from") == "a@example.org"


@pytest.mark.parametrize(
    "header",
    [
        b"Date: not a date",
        b"From: =?nonesuch?Q?=ff?=",
        b"To: <<<>>>,,;:@",
        b"Subject: " + b"(" * 5000,
        b"Cc: \xff\xfe",
        b"Message-ID: <" + b"a" * 20_000,
    ],
)
def test_damaged_headers_do_not_cost_the_words(reading, header):
    outcome = reading(b"From: a@example.org\n" + header + b"\n\nwords\n", EML)
    assert outcome.status is Status.READ
    assert outcome.values[0].text == "words\n"


def test_a_mail_of_parts_too_deep_is_refused_in_words(reading):
    """A reporter reads the sentence; the name of an exception would tell them nothing."""
    content = b"words"
    for level in range(2000):
        head = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        content = b"MIME-Version: 1.0\r\n" + head + content
    outcome = reading(b"From: a@example.org\r\n" + content, EML)
    assert outcome.status is Status.REFUSED
    assert "its parts lie too deep in one another" in outcome.failures[0].happened


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    try:
        reading = MailReader().read(io.BytesIO(content), Limits())
    except RefusedError as error:
        code = error.code
    else:
        code = ""
        assert all(isinstance(page, str) for page in reading.untrusted_pages)
    assert code in {"", "damaged"}
