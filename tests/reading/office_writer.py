"""Tiny writers of office packages, for tests: parts by name, relationships by part."""

import io
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGES = "http://schemas.openxmlformats.org/package/2006"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = (
    f'xmlns:office="{OPEN}:office:1.0" xmlns:text="{OPEN}:text:1.0" xmlns:table="{OPEN}:table:1.0" '
    f'xmlns:draw="{OPEN}:drawing:1.0" xmlns:presentation="{OPEN}:presentation:1.0" xmlns:style="{OPEN}:style:1.0" '
    f'xmlns:script="{OPEN}:script:1.0" xmlns:meta="{OPEN}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
Relation = tuple[str, str] | tuple[str, str, str]


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a zip with these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def relations(*pairs: Relation) -> str:
    """Return a relationships part: (kind, target), or (kind, target, "External"); ids are r1, r2 ..."""
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{pair[0]}" Target="{pair[1]}"'
        f"{f' TargetMode={chr(34)}{pair[2]}{chr(34)}' if len(pair) > 2 else ''}/>"
        for number, pair in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{PACKAGES}/relationships">{rows}</Relationships>'


def document(body: str, *pairs: Relation, parts: dict[str, str | bytes] | None = None) -> bytes:
    """Return a DOCX with this body, these relationships of its main part, and further parts by name."""
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGES}/content-types"/>',
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f'<w:document xmlns:w="{WORDS}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": relations(*pairs),
            **(parts or {}),
        }
    )


def workbook(
    *sheets: tuple[str, str] | tuple[str, str, str], parts: dict[str, str | bytes] | None = None
) -> bytes:
    """Return an XLSX: (name, XML inside the sheet, state) for each sheet, further parts by name."""
    listed = "".join(
        f'<sheet name="{sheet[0]}" sheetId="{number}" r:id="r{number}"'
        f"{f' state={chr(34)}{sheet[2]}{chr(34)}' if len(sheet) > 2 else ''}/>"
        for number, sheet in enumerate(sheets, start=1)
    )
    places = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGES}/content-types"/>',
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(*places),
            **{
                f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{SHEETS}" xmlns:r="{OFFICE}">{sheet[1]}</worksheet>'
                for number, sheet in enumerate(sheets, start=1)
            },
            **(parts or {}),
        }
    )


def cells(*rows: tuple[str, ...]) -> str:
    """Return sheet data with texts in place."""
    return (
        "<sheetData>"
        + "".join(_row(number, row) for number, row in enumerate(rows, start=1))
        + "</sheetData>"
    )


def _row(number: int, row: tuple[str, ...]) -> str:
    found = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(row)
        if text
    )
    return f'<row r="{number}">{found}</row>'


def deck(*slides: str, parts: dict[str, str | bytes] | None = None, shown: tuple[int, ...] = ()) -> bytes:
    """Return a PPTX with the XML inside each slide, in the order `shown` (counted from 1) or as given."""
    order = shown or tuple(range(1, len(slides) + 1))
    listed = "".join(f'<p:sldId id="{255 + number}" r:id="r{number}"/>' for number in order)
    return zipped(
        {
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDES}" xmlns:r="{OFFICE}">'
            f"<p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(
                *(("slide", f"slides/slide{number}.xml") for number in range(1, len(slides) + 1))
            ),
            **{f"ppt/slides/slide{number}.xml": xml for number, xml in enumerate(slides, start=1)},
            **(parts or {}),
        }
    )


def slide(*lines: str, said: str = "", more: str = "") -> str:
    """Return the XML of one slide with a paragraph for each line."""
    words = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f'<p:sld xmlns:p="{SLIDES}" xmlns:a="{DRAWN}" xmlns:r="{OFFICE}" {said}><p:txBody>{words}</p:txBody>{more}</p:sld>'


def open_document(
    body: str, kind: str = "text", parts: dict[str, str | bytes] | None = None, before: str = ""
) -> bytes:
    """Return an OpenDocument package with the XML inside its body, and before it."""
    content = f"<office:document-content {NAMES}>{before}<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return zipped(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content, **(parts or {})}
    )


def book(*chapters: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """Return an EPUB with these chapters in this order."""
    names = [f"c{number}.xhtml" for number in range(1, len(chapters) + 1)]
    items = "".join(
        f'<item id="i{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in names
    )
    order = "".join(f'<itemref idref="i{name}"/>' for name in names)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>A book</dc:title></metadata><manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    place = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": place,
            "OPS/book.opf": package,
            **{f"OPS/{name}": text for name, text in zip(names, chapters, strict=True)},
            **(parts or {}),
        }
    )
