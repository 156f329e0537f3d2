"""Plain text: every character as written, header lines as metadata, and no mojibake in silence."""

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import RefusedError
from twosource.ports import Limits
from twosource.reading import ReadSettings
from twosource.reading.readers.days import day_of
from twosource.reading.readers.deadline import EVERY, Deadline
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.headers import headers_of, leading_block, mail_headers
from twosource.reading.readers.text import split_pages
from twosource.terms import Status

TEXT = "text/plain"
ARABIC = (
    "\u0627\u0646\u0633\u062d\u0628\u062a \u0627\u0644\u0642\u0648\u0627\u062a \u0645\u0646 "
    "\u0627\u0644\u0645\u062f\u064a\u0646\u0629 \u0642\u0628\u0644 \u0627\u0644\u0641\u062c\u0631. "
) * 5
RUSSIAN = (
    "\u0413\u0440\u0443\u043f\u043f\u0430 \u043e\u0442\u0441\u0442\u0443\u043f\u0438\u043b\u0430 "
    "\u0438\u0437 \u0433\u043e\u0440\u043e\u0434\u0430 \u043d\u043e\u0447\u044c\u044e. "
) * 10


def test_the_text_stays_complete_and_unchanged(reading):
    """Header lines become metadata, and stand in the text as well; line ends are kept as written."""
    written = "Publisher: the monitor\r\nPublished: 2016-05-02\r\nTitle: An order\r\n\r\nThe words.\r\n"
    outcome = reading(written.encode(), TEXT)
    (rendition,) = outcome.values
    assert outcome.status is Status.READ
    assert rendition.text == written
    assert rendition.metadata == (
        ("publisher", "the monitor"),
        ("published", "2016-05-02"),
        ("published on", "2016-05-02"),
        ("title", "An order"),
        ("encoding", "utf-8"),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_whatever_its_width(reading, encoding):
    content = ("Plain words, and a name: M\u00fcller." * 3).encode(encoding)
    outcome = reading(content, TEXT)
    assert outcome.status is Status.READ
    assert outcome.values[0].text == "Plain words, and a name: M\u00fcller." * 3


@pytest.mark.parametrize(("text", "encoding"), [(ARABIC, "cp1256"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r")])
def test_a_guessed_encoding_is_told(reading, text, encoding):
    """The guess may be right; the reader of the page must know that it is one."""
    outcome = reading(text.encode(encoding), TEXT)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.values[0].text == text
    assert outcome.values[0].value_of("encoding") == encoding
    assert f"it was read as {encoding} because that fits best" in outcome.failures[0].happened


def test_junk_that_passes_for_text_is_refused(reading):
    noise = random.Random(7).randbytes(4000)
    outcome = reading(noise, TEXT)
    assert outcome.status is Status.REFUSED
    assert [failure.code for failure in outcome.failures] == ["encoding"]
    assert "could not be established" in outcome.failures[0].sentence()


def test_text_full_of_control_characters_is_no_text():
    with pytest.raises(RefusedError, match="encoding"):
        decode(b"words\x01\x02\x03" * 50)


def test_an_empty_exhibit_is_refused_with_a_sentence(reading):
    outcome = reading(b"", TEXT)
    assert outcome.status is Status.REFUSED
    assert "holds no bytes" in outcome.failures[0].sentence()


def test_blank_text_waits_for_a_look(reading):
    outcome = reading(b" \n \n", TEXT)
    assert outcome.status is Status.WAITING
    assert [failure.code for failure in outcome.failures] == ["nothing_written"]


def test_a_declared_encoding_is_used_where_utf8_fails():
    assert decode("M\u00fcller".encode("latin-1"), "iso-8859-1").text == "M\u00fcller"
    assert decode("\u201cyes\u201d".encode("cp1252"), "us-ascii").text == "\u201cyes\u201d"


def test_single_misfits_are_marked_and_counted():
    """One damaged letter does not make a declaration wrong."""
    content = ("\u00e4" * 200).encode() + b"\xff" + b"and plain words after it " * 20
    decoded = decode(content, "utf-8")
    assert decoded.text.count("\ufffd") == 1
    assert [failure.code for failure in decoded.failures] == ["encoding_wrong"]


def test_a_declaration_that_fits_nowhere_is_not_believed():
    decoded = decode(ARABIC.encode("cp1256"), "utf-8")
    assert (decoded.encoding, decoded.text) == ("cp1256", ARABIC)
    assert [failure.code for failure in decoded.failures] == ["encoding_guessed"]


@pytest.mark.parametrize("declared", ["nonesuch", "rot13", "hex", "utf-16", "\0", "idna" * 30])
def test_declarations_that_are_no_encoding_are_ignored(declared):
    assert decode(RUSSIAN.encode("cp1251"), declared).text == RUSSIAN


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_all_text_survives_utf8(text):
    assert decode(text.encode("utf-8")).text == text.removeprefix("\ufeff")


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_refusal(content):
    try:
        decoded = decode(content)
    except RefusedError as error:
        code = error.code
    else:
        code = ""
        assert decoded.failures or decoded.text.encode(decoded.encoding) in content
    assert code in {"", "encoding"}


def test_pages_end_with_form_feeds_and_lose_nothing():
    assert split_pages("one\ftwo\fthree") == ["one\f", "two\f", "three"]
    assert split_pages("one") == ["one"]


def test_form_feeds_part_the_pages_of_a_rendition(reading):
    (rendition,) = reading(b"one\ftwo", TEXT).values
    assert rendition.text == "one\ftwo"
    assert [(page.start, page.end) for page in rendition.pages] == [(0, 4), (4, 7)]


def test_one_unknown_line_and_there_is_no_header_block():
    """`By: ...` may begin a block, but a sentence with a colon is no header."""
    assert leading_block(["By: a reader", "Language: ar", "", "words"]) == (
        (("byline", "a reader"), ("language", "ar")),
        3,
    )
    assert leading_block(["By: a reader", "He said: nothing", "", "words"]) == ((), 0)
    assert leading_block(["", "By: a reader"]) == ((), 0)
    assert leading_block(["By: a reader"]) == ((("byline", "a reader"),), 1)


def test_arabic_header_lines_are_known():
    assert headers_of("\u0627\u0644\u0639\u0646\u0648\u0627\u0646: \u0623\u0645\u0631\n\nwords") == (
        ("title", "\u0623\u0645\u0631"),
    )


PRINTED_MAIL = """\
    RELEASED IN FULL  Doc No. 17  Date: 08/31/2015

                                             PART B6


From:                 Somebody, A <a@example.org>
Sent:                 Sunday, February 7, 2010 7:59 PM
To:                   'b@example.org';
                      'c@example.org'
Subject:              Re: lunch

No.

    Original Message
From: B
Sent: Sun Feb 07 19:57:06 2010
Subject: lunch
"""


def test_printed_mail_gives_its_own_headers_and_not_those_it_answers():
    assert dict(headers_of(PRINTED_MAIL)) == {
        "from": "Somebody, A <a@example.org>",
        "sent": "Sunday, February 7, 2010 7:59 PM",
        "to": "'b@example.org'; 'c@example.org'",
        "subject": "Re: lunch",
    }


@pytest.mark.parametrize(
    "text",
    ["From: the hills\n\nthey came", "To: all\nSubject: x\n", "He wrote\nto: nobody\n", "From:\nTo:\n"],
)
def test_less_than_a_sender_and_one_more_is_no_mail(text):
    assert mail_headers(text.splitlines()) == ()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2016-05-02", "2016-05-02"),
        ("2016-05-02T22:30:00+03:00", "2016-05-02"),
        ("Thursday, May 20, 2010 7:54 AM", "2010-05-20"),
        ("Thursday, May 13,2010 2:45 PM", "2010-05-13"),
        ("Sun Feb 07 19:57:06 2010", "2010-02-07"),
        ("2 May 2016", "2016-05-02"),
        ("Mon, 02 May 2016 23:30:00 -0400", "2016-05-02"),
        ("03/04/2016", ""),
        ("February 30, 2010", ""),
        ("Mayor 5, 2010", ""),
        ("in May 2016", ""),
        ("", ""),
    ],
)
def test_only_days_with_one_meaning_are_read(written, day):
    """`03/04/2016` is two days; a wrong day would put a copy before its original."""
    assert day_of(written) == day


def test_marks_of_byte_order_do_not_reach_the_text():
    assert decode(codecs.BOM_UTF8 + b"words").text == "words"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_a_text_with_a_few_nul_bytes_is_partly_read(reading, encoding):
    """A stray NUL hides nothing: the words are read, and somebody is told to look."""
    outcome = reading((ARABIC[:200] + "\0" + ARABIC * 5).encode(encoding), TEXT)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.values[0].text == ARABIC[:200] + "\ufffd" + ARABIC * 5
    assert outcome.failures[-1].happened.startswith("1 NUL bytes stand in this text")


def test_many_nul_bytes_are_no_text():
    with pytest.raises(RefusedError, match="encoding"):
        decode(b"words\0" * 100)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"words\f" * 1000, TEXT),
        (b"a,b\n1,2\n" * 1000, "text/csv"),
        (b'{"a": 1}\n' * 1000, "application/x-ndjson"),
        (b"[" + b"1," * 1000 + b"1]", "application/json"),
        (b"<a>" + b"<b>words</b>" * 1000 + b"</a>", "application/xml"),
        (b"From: a@example.org\nSubject: s\n\nwords\n", "message/rfc822"),
    ],
)
def test_every_loop_looks_at_the_time(reading, content, media_type):
    outcome = reading(content, media_type, ReadSettings(limits=Limits(max_seconds=0)))
    assert outcome.status in (Status.PARTLY_READ, Status.REFUSED)
    assert "longer than 0 seconds" in outcome.failures[-1].happened


def test_a_deadline_asks_the_clock_now_and_then_and_stays_over():
    deadline = Deadline(max_seconds=1000)
    assert not deadline.is_over()
    deadline.started -= 2000
    asked = [deadline.is_over() for _ in range(EVERY)]
    assert asked == [False] * (EVERY - 1) + [True]
    assert deadline.is_over()
    assert (
        deadline.failures(3)[0].happened
        == "Reading took longer than 1000 seconds and was stopped after 3 pages."
    )


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Title: Quay bombed\nSource: AFP\nDate: 2 May 2016\nBy: Ana Rui\n\nThe quay was bombed.",
            {"title": "Quay bombed", "source": "AFP", "published": "2 May 2016", "byline": "Ana Rui"},
        ),
        (
            "Quay bombed at night\nSource: AFP\nPublished: 2 May 2016\nThe quay was bombed by planes.",
            {"title": "Quay bombed at night", "source": "AFP", "published": "2 May 2016"},
        ),
        (
            "Titel: Hafen bombardiert\nQuelle: dpa\nDatum: 2. Mai 2016\nVon: Ana Rui\n\nDer Hafen brennt.",
            {"title": "Hafen bombardiert", "source": "dpa", "published": "2. Mai 2016", "byline": "Ana Rui"},
        ),
        ("العنوان: قصف الميناء\nالمصدر: سانا\nالتاريخ: 2 مايو 2016\n\nقصف الميناء.", {"title": "قصف الميناء", "source": "سانا", "published": "2 مايو 2016"}),
        ("Заголовок: Порт\nИсточник: ТАСС\nДата: 2 мая 2016\n\nПорт закрыт.", {"title": "Порт", "source": "ТАСС", "published": "2 мая 2016"}),
        ("Başlık: Liman\nKaynak: AA\nTarih: 2 Mayıs 2016\n\nLiman kapandı.", {"title": "Liman", "source": "AA", "published": "2 Mayıs 2016"}),
        ("Titre: Le port\nSource: AFP\nDate: 2 mai 2016\n\nLe port est fermé.", {"title": "Le port", "source": "AFP", "published": "2 mai 2016"}),
        ("Título: El puerto\nFuente: EFE\nFecha: 2 de mayo\n\nEl puerto.", {"title": "El puerto", "source": "EFE", "published": "2 de mayo"}),
        ("عنوان: بندر\nمنبع: ایرنا\nتاریخ: ۱۲ اردیبهشت\n\nبندر.", {"title": "بندر", "source": "ایرنا", "published": "۱۲ اردیبهشت"}),
    ],
)  # fmt: skip
def test_what_somebody_wrote_above_a_text_saved_by_hand_is_its_head(text, pairs):
    assert dict(headers_of(text)) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "Source: a friend told me that the quay was bombed.\nHe said: nothing else.",
        "The minister said this:\nBy: nobody\nI know nothing.",
        "Interview notes\nQ: who bombed it?\nA: planes.",
    ],
)
def test_a_line_with_a_colon_makes_no_head(text):
    assert headers_of(text) == ()
