"""Originals in memory and tiny writers of the formats that are read."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

import pytest

from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.outcome import Outcome
from twosource.ids import digest_of
from twosource.reading import ReadSettings, read
from twosource.sandbox import Unsealed

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


class Kept:
    """Originals in memory."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def keep(self, content: bytes, media_type: str) -> Exhibit:
        digest = digest_of(content)
        self.content[digest] = content
        return Exhibit(exhibit_id=digest, size=len(content), media_type=media_type)

    def put(self, source: BinaryIO) -> tuple[str, int]:
        exhibit = self.keep(source.read(), "")
        return exhibit.exhibit_id, exhibit.size

    def open(self, digest: str) -> BinaryIO:
        return io.BytesIO(self.content[digest])

    def has(self, digest: str) -> bool:
        return digest in self.content

    def digests(self) -> Iterator[str]:
        return iter(sorted(self.content))

    def is_sound(self, digest: str) -> bool:
        return digest_of(self.content[digest]) == digest


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def reading(kept) -> Callable[..., Outcome[Rendition]]:
    """Read one exhibit given as bytes and media type."""

    def run(content: bytes, media_type: str, settings: ReadSettings | None = None) -> Outcome[Rendition]:
        exhibit = kept.keep(content, media_type)
        (outcome,) = read([exhibit], originals=kept, sandbox=Unsealed(), settings=settings)
        return outcome

    return run


def _rc4(secret: bytes, content: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + secret[i % len(secret)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _locked() -> str:
    """Return the encryption dictionary of a PDF whose reading needs a password (PDF 1.7, 7.6.3)."""
    user = (b"secret" + PADDING)[:32]
    owner = _rc4(hashlib.md5(user).digest()[:5], user)
    permissions = (-4).to_bytes(4, "little", signed=True)
    secret = hashlib.md5(user + owner + permissions + b"0123456789abcdef").digest()[:5]
    check = _rc4(secret, PADDING)
    return f"<</Filter/Standard/V 1/R 2/P -4/O<{owner.hex()}>/U<{check.hex()}>>>"


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """A writer of PDFs. Each page is a text, or None for a page that is only an image.

    Letters outside Latin are given to the font as codes from 128 on, with a table that names them.
    """

    def write(*pages: str | None, title: str = "", locked: bool = False) -> bytes:
        letters = sorted({letter for page in pages if page for letter in page if ord(letter) > 126})
        codes = {letter: 128 + number for number, letter in enumerate(letters)}
        named = "".join(f"<{code:02x}> <{ord(letter):04x}>\n" for letter, code in codes.items())
        table = (
            f"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n{len(codes)} beginbfchar\n{named}endbfchar"
        )
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
        widths, named_by = " ".join(["600"] * 256), "/ToUnicode 5 0 R" if codes else ""
        about = "/FirstChar 0/LastChar 255/Widths"
        font = f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica{about}[{widths}]{named_by}>>"
        objects.append(font.encode())
        objects.append(
            b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
            b"/Length 1>>stream\n\x80\nendstream"
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(table), table.encode()))
        objects.append(f"<</Title({title})>>".encode())
        kids = []
        for page in pages:
            content = b"q 100 0 0 100 0 0 cm /I Do Q"
            if page is not None:
                lines = [
                    bytes(codes.get(letter, ord(letter)) for letter in line).hex()
                    for line in page.split("\n")
                ]
                drawn = "".join(f"<{line}> Tj 0 -20 Td\n" for line in lines) if page else ""
                content = f"BT /F 12 Tf 20 700 Td\n{drawn}ET".encode()
            kids.append(f"{len(objects) + 1} 0 R")
            objects.append(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
                b"/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>>>" % (len(objects) + 2)
            )
            packed = zlib.compress(content)
            objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
        objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
        target, places = bytearray(b"%PDF-1.4\n"), []
        for number, content in enumerate(objects, start=1):
            places.append(len(target))
            target += b"%d 0 obj%s\nendobj\n" % (number, content)
        start = len(target)
        target += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        target += b"".join(b"%010d 00000 n \n" % place for place in places)
        lock = f"/Encrypt {_locked()}/ID[<{b'0123456789abcdef'.hex()}><00>]" if locked else ""
        trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 6 0 R{lock}>>"
        target += f"{trailer}\nstartxref\n{start}\n%%EOF".encode()
        return bytes(target)

    return write


@pytest.fixture
def docx() -> Callable[..., bytes]:
    """A writer of Word packages: the XML inside the body, further parts by kind, external targets by kind."""

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"

    def write(
        body: str, parts: dict[str, str] | None = None, external: dict[str, str] | None = None, core: str = ""
    ):
        rels = [
            f'<Relationship Id="r{kind}" Type="{office}/{kind}" Target="{kind}.xml"/>' for kind in parts or {}
        ]
        rels += [
            f'<Relationship Id="x{kind}" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
            for kind, target in (external or {}).items()
        ]
        core_type = f"{packages}/relationships/metadata/core-properties"
        about = f'<Relationship Id="c" Type="{core_type}" Target="core.xml"/>'
        root = f'<Relationship Id="d" Type="{office}/officeDocument" Target="word/document.xml"/>'
        members = {
            "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{packages}/relationships">{root}'
            f"{about if core else ''}</Relationships>",
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
            f"{''.join(rels)}</Relationships>",
            **{
                f"word/{kind}.xml": f"<w:{kind} {space}>{xml}</w:{kind}>"
                for kind, xml in (parts or {}).items()
            },
        }
        if core:
            members["core.xml"] = (
                f'<cp:coreProperties xmlns:cp="{packages}/metadata/core-properties" '
                f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
            )
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return target.getvalue()

    return write
