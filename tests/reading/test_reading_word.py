"""Word documents: every word once, in order, also those that were inserted, struck out or noted."""

import io
import zipfile

from twosource.ports import Limits
from twosource.reading import ReadSettings
from twosource.terms import Status

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def p(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def test_paragraphs_and_tables_come_in_order(reading, docx):
    row = "<w:tr><w:tc>%s</w:tc><w:tc>%s</w:tc></w:tr>"
    table = f"<w:tbl>{row}{row}</w:tbl>"
    outcome = reading(
        docx(p("Before ", "it.") + table % (p("Name"), p("Sum"), p("oil"), p("12")) + p("After.")), DOCX
    )
    assert outcome.status is Status.READ
    assert outcome.values[0].text == "Before it.\nName\tSum\noil\t12\nAfter."


def test_inserted_words_are_read_and_struck_out_words_kept_apart(reading, docx):
    """The library behind the package leaves insertions out; a deletion is evidence too."""
    body = (
        "<w:p><w:r><w:t>We </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>always </w:delText></w:r></w:del><w:r><w:t>met.</w:t></w:r></w:p>"
    )
    (rendition,) = reading(docx(body), DOCX).values
    assert [page.label for page in rendition.pages] == ["body", "struck out"]
    assert rendition.text == "We never met.\n\nalways "
    assert rendition.value_of("tracked insertions") == "1"
    assert rendition.value_of("tracked deletions") == "1"


def test_notes_comments_headers_and_footers_follow_the_body(reading, docx):
    parts = {kind: p(f"in the {kind}") for kind in ("footer", "comments", "footnotes", "header")}
    (rendition,) = reading(docx(p("body words"), parts), DOCX).values
    assert [page.label for page in rendition.pages] == ["body", "footnotes", "comments", "header", "footer"]
    assert "in the comments" in rendition.text


def test_text_boxes_are_read_once(reading, docx):
    """Word writes a text box twice, for new and for old programs."""
    alternative = (
        '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{p('boxed words')}</mc:Choice><mc:Fallback>{p('boxed words')}</mc:Fallback>"
        "</mc:AlternateContent></w:p>"
    )
    assert reading(docx(alternative), DOCX).values[0].text.count("boxed words") == 1


def test_properties_are_those_of_the_document_and_never_made_up(reading, docx):
    """Asked for missing properties, the library behind would name itself and today."""
    core = "<dc:title>An order</dc:title><dc:creator>the office</dc:creator>"
    said = dict(reading(docx(p("words"), core=core), DOCX).values[0].metadata)
    assert said == {"title": "An order", "byline": "the office"}
    assert reading(docx(p("other words")), DOCX).values[0].metadata == ()


def test_what_it_would_have_contacted_is_written_down(reading, docx):
    external = {"attachedTemplate": "https://trap.example/t.dotm", "hyperlink": "https://harmless.example/"}
    (rendition,) = reading(docx(p("words"), external=external), DOCX).values
    contacted = [value for name, value in rendition.metadata if name == "would have contacted"]
    assert contacted == ["https://trap.example/t.dotm"]


def test_entities_are_not_expanded(reading, docx):
    """A document may not read files of this machine into itself."""
    whole = docx(p("&leak;"))
    source, target = zipfile.ZipFile(io.BytesIO(whole)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = b'<!DOCTYPE d [<!ENTITY leak SYSTEM "file:///etc/passwd">]>' + content
            archive.writestr(name, content)
    outcome = reading(target.getvalue(), DOCX)
    assert all("root:" not in rendition.text for rendition in outcome.values)


def test_a_package_that_unpacks_to_too_much_is_refused_unopened(reading, docx):
    bomb = docx(p("words " * 100_000))
    outcome = reading(bomb, DOCX, ReadSettings(limits=Limits(max_bytes=100_000)))
    assert len(bomb) < 100_000
    assert outcome.status is Status.REFUSED
    assert [failure.code for failure in outcome.failures] == ["bomb"]


def test_a_damaged_package_is_refused_with_a_sentence(reading, docx):
    whole = docx(p("words"))
    for broken in (whole[:100], whole.replace(b"word/document.xml", b"word/nocument.xml")):
        outcome = reading(broken, DOCX)
        assert outcome.status is Status.REFUSED
        assert "could not be read as a Word document" in outcome.failures[0].sentence()


def test_a_document_of_pictures_only_waits(reading, docx):
    outcome = reading(docx("<w:p/>"), DOCX)
    assert outcome.status is Status.WAITING


def test_a_document_that_takes_too_long_is_not_counted_as_read(reading, docx):
    """The limit on time ends the walk through its elements and says so."""
    content = docx("<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 500)
    outcome = reading(content, DOCX, ReadSettings(limits=Limits(max_seconds=0)))
    assert outcome.status is not Status.READ
    assert "longer than 0 seconds" in outcome.failures[-1].happened
