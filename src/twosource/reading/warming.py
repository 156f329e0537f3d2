"""Reading one sample of a kind before the first exhibit of it comes, so that children find everything made.

A child of the preloaded worker begins with what its parent has: modules, compiled patterns, word lists,
the versions of programs. What the parent lacks, every child makes anew and throws away; for a PDF that
took three times as long as the reading. The samples are written here and hold nothing of anybody.
"""

import io
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate

from twosource.errors import RefusedError
from twosource.ports import Limits
from twosource.reading.kinds import label_of
from twosource.reading.registry import readers, recognisers
from twosource.reading.settings import ReadSettings
from twosource.terms import load_table

PDF = "application/pdf"
PAGE = b"BT /F1 12 Tf 60 700 Td (A page of a sample, read before any exhibit.) Tj 0 -20 Td (2016) Tj ET"
OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(PAGE), PAGE),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
)
MAIL = (
    b"From: a@sample.invalid\r\nTo: b@sample.invalid\r\nSubject: =?utf-8?q?a_sample?=\r\n"
    b"Date: Mon, 5 Sep 2016 10:00:00 +0000\r\nReceived: by sample.invalid; Mon, 5 Sep 2016 10:00:01 +0000\r\n"
    b"Message-ID: <1@sample.invalid>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; "
    b'boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nWords.\r\n'
    b"--x\r\nContent-Type: text/html\r\n\r\n<p>Words.</p>\r\n--x--\r\n"
)
SAMPLES: Mapping[str, bytes] = {
    "text/plain": "Words of a sample. كلمات\n".encode(),
    "text/markdown": b"# Sample\n\nWords [there](https://sample.invalid).\n",
    "text/html": b"<!doctype html><title>Sample</title><p>Words <a href='https://sample.invalid'>there</a></p>",
    "text/csv": b"day,what\n2016-09-05,words\n",
    "text/tab-separated-values": b"day\twhat\n2016-09-05\twords\n",
    "application/json": b'{"day": "2016-09-05", "what": ["words"]}',
    "application/x-ndjson": b'{"what": "words"}\n{"what": "more"}\n',
    "application/xml": b"<?xml version='1.0'?><sample><word at='1'>words</word></sample>",
    "text/calendar": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:words\r\nDTSTART:20160905T100000Z\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n",
    "text/vcard": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A Sample\r\nEND:VCARD\r\n",
    "message/rfc822": MAIL,
}


def sample_pdf() -> bytes:
    """Return a document of one page, with a table of where its objects lie."""
    parts = [b"%PDF-1.4\n"]
    parts += [b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(OBJECTS, start=1)]
    places = list(accumulate(len(part) for part in parts))
    rows = b"".join(b"%010d 00000 n \n" % place for place in places[:-1])
    n = len(OBJECTS) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (n, rows, n)
    return b"".join(parts) + table + b"startxref\n%d\n%%%%EOF\n" % places[-1]


@cache
def warm(media_type: str, *, is_recognising: bool) -> None:
    """Load the reader of a kind and have it read a sample, where there is one; once."""
    load_table("reading_failures")  # most exhibits have something to say that is not words
    label_of(media_type)
    settings = ReadSettings(limits=Limits())
    registry = recognisers(settings) if is_recognising else readers(settings)
    reader = registry.get(media_type)
    if reader is None or not reader.version or is_recognising:
        return
    for sample in _samples(media_type):
        try:
            reader.read(io.BytesIO(sample), settings.limits)
        except RefusedError:
            continue


def _samples(media_type: str) -> Iterator[bytes]:
    if media_type == PDF:
        yield sample_pdf()
    if media_type in SAMPLES:
        yield SAMPLES[media_type]
