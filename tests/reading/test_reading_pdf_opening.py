"""Opening a PDF: with no password, with one of those given, or after mending; else a sentence."""

import io

import pikepdf
import pypdfium2
import pytest
from pdf_samples import document, words

from twosource.errors import RefusedError
from twosource.ports import Limits
from twosource.reading.readers.pdf import PdfReader
from twosource.reading.readers.pdf_opening import MAX_UNPACKED, OWNER_ONLY, open_pdf, short

PLAIN = document(words("An order of the council."))


def locked(user="secret", owner="master", r=6) -> bytes:
    kind = pikepdf.Encryption(user=user, owner=owner, R=r, aes=r >= 4, metadata=r >= 4)
    return document(words("An order of the council."), encryption=kind)


def text_of(content: bytes, *passwords: str) -> str:
    return PdfReader(None, passwords).read(io.BytesIO(content), Limits()).untrusted_pages[0]


def opening_of(content: bytes, *passwords: str):
    opened = open_pdf(io.BytesIO(content), passwords)
    opened.document.close()
    return opened


def test_an_open_document_needs_nothing():
    opened = opening_of(PLAIN, "unused")
    assert (opened.password, opened.said, opened.failures) == ("", (), ())


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_the_password_given_opens_a_locked_document(revision):
    """Old and new kinds of encryption alike."""
    content = locked(r=revision)
    assert text_of(content, "secret") == "An order of the council."
    assert opening_of(content, "secret").said == (("protection", "opened with a password that was given"),)


def test_every_password_given_is_tried():
    assert opening_of(locked(), "wrong", "worse", "secret").password == "secret"


def test_the_owners_password_opens_too():
    assert text_of(locked(), "master") == "An order of the council."


def test_without_a_password_it_waits_for_one():
    with pytest.raises(RefusedError) as refused:
        opening_of(locked())
    assert refused.value.code == "password"


def test_a_wrong_password_is_told_with_how_many_were_tried():
    """So that nobody thinks a password was not used."""
    with pytest.raises(RefusedError) as refused:
        opening_of(locked(), "wrong", "worse")
    assert refused.value.code == "wrong_password"
    assert "none of the 2 passwords given opens it" in refused.value.happened
    assert "nothing was guessed" in refused.value.remedy_text


def test_the_password_never_stands_in_what_is_told():
    """Neither in the refusal nor in the reading nor in the name of the reader."""
    reader = PdfReader(None, ("secret",))
    reading = reader.read(io.BytesIO(locked()), Limits())
    assert "secret" not in f"{reading} {reader} {reader.version}"
    with pytest.raises(RefusedError) as refused:
        opening_of(locked(), "hunter2")
    assert "hunter2" not in refused.value.sentences()


def test_a_document_locked_by_its_owner_only_is_read_and_says_so():
    """What the owner forbids binds no reader of evidence."""
    content = locked(user="")
    assert text_of(content) == "An order of the council."
    assert opening_of(content).said == (("protection", OWNER_ONLY),)


def without_its_tables(content: bytes) -> bytes:
    """Return a document whose every table of places and trailer is gone: PDFium cannot open it."""
    head, _, _ = content.partition(b"xref\n")
    return head


def test_a_document_whose_table_is_lost_is_read_after_mending(monkeypatch):
    """PDFium gives up, qpdf finds the parts: the words are read, and that some may be missing is said."""
    opens = pypdfium2.PdfDocument
    tried = []

    def once_damaged(source, password=None):
        tried.append(source)
        if len(tried) == 1:
            raise pypdfium2.PdfiumError("Failed to load document (PDFium: Data format error).")
        return opens(source, password=password)

    monkeypatch.setattr("twosource.reading.readers.pdf_opening.pdfium.PdfDocument", once_damaged)
    reading = PdfReader().read(io.BytesIO(PLAIN), Limits())
    assert reading.untrusted_pages == ("An order of the council.",)
    assert [one.code for one in reading.failures] == ["rebuilt"]
    assert tried[0] is not tried[1]


def test_a_document_without_its_tables_is_still_read():
    assert text_of(without_its_tables(PLAIN)) == "An order of the council."


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj", b"no PDF at all"]
)
def test_what_cannot_be_mended_is_refused_with_a_sentence(content):
    with pytest.raises(RefusedError) as refused:
        opening_of(content)
    assert refused.value.code == "damaged"
    assert "could not be read as a PDF" in refused.value.happened


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("stream <_io.BufferedReader name='/case/leak/order.pdf'>: invalid password", "invalid password"),
        ("<_io.BytesIO object at 0x7f>: unable to find trailer.", "unable to find trailer"),
        ("first line.\nsecond line", "first line"),
        ("", "ValueError"),
    ],
)
def test_what_a_parser_says_names_no_file(said, expected):
    """A path of the case must not reach a message."""
    assert short(ValueError(said)) == expected


def test_what_qpdf_may_unpack_is_limited():
    """Its own default is no limit at all, and a stream of a few kilobytes can hold gigabytes."""
    limits = pikepdf.settings.get_qpdf_limits()
    assert limits["flate_max_memory"] == MAX_UNPACKED
    assert limits["run_length_max_memory"] == MAX_UNPACKED
