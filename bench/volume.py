"""Volume: what one exhibit costs as a delivery grows tenfold, and what is lost when the desk is killed.

The exhibits are generated, in words of our own: texts, pages, mails, tables, JSON, office packages,
PDFs, pictures and archives, every one different. They are received and read through the sandbox of
this machine, without recognition. The cost per exhibit must stay flat, the memory of the desk small;
and a run that was killed at seeded moments must end with the same exhibits as one that was not.
"""

import io
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.runner import Report, Result
from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.evidence.holdings import Exhibit, Holding, Rendition

NAME = "volume"
SIZES = (1_000, 10_000)
N_KILLED = 1_000
KILLS = 5
SEED = 20160502
PER_FOLDER = 500
MIB = 1 << 20
MAX_MEMORY = 1536
CHILD = """
import resource, sys, time
from pathlib import Path
from twosource.desk import Desk
from twosource.desk.case import CaseFolder
with Desk.open(CaseFolder(Path(sys.argv[1]))) as desk:
    print("open", flush=True)
    started = time.perf_counter()
    desk.receive([Path(sys.argv[2])])
    received = time.perf_counter()
    count = desk.read_quickly()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(received - started, time.perf_counter() - received, peak, count.n_failed, flush=True)
"""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _words(number: int) -> str:
    return f"Lorry {number} left depot {number % 97} at noon with {number % 13} crates for the harbour. "


def _text(number: int) -> bytes:
    return (_words(number) * 6).encode()


def _page(number: int) -> bytes:
    return f"<!doctype html><title>Note {number}</title><p>{_words(number) * 4}</p>".encode()


def _mail(number: int) -> bytes:
    head = f"From: a{number % 40}@sample.invalid\r\nTo: b@sample.invalid\r\nSubject: note {number}\r\n"
    head += f"Date: Mon, 5 Sep 2016 10:00:00 +0000\r\nMessage-ID: <{number}@sample.invalid>\r\n\r\n"
    return (head + _words(number) * 4).encode()


def _table(number: int) -> bytes:
    return "".join(f"2016-09-05,lorry {number},{row}\n" for row in range(12)).encode()


def _json(number: int) -> bytes:
    return f'{{"lorry": {number}, "note": "{_words(number)}"}}'.encode()


def _zip(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _letter(number: int) -> bytes:
    types = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    body = f"<w:body><w:p><w:r><w:t>{_words(number)}</w:t></w:r></w:p></w:body>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return _zip(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{types}/content-types"><Override PartName="/word/document.xml" '
                f'ContentType="{WORD}.document.main+xml"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{types}/relationships"><Relationship Id="r1" Type="{office}" '
                'Target="word/document.xml"/></Relationships>'
            ).encode(),
            "word/document.xml": f'<w:document xmlns:w="{space}">{body}</w:document>'.encode(),
        }
    )


def _pdf(number: int) -> bytes:
    lines = "".join(f"0 -14 Td ({_words(number + row)}) Tj " for row in range(20))
    page = f"BT /F1 10 Tf 40 800 Td {lines}ET".encode()
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    whole, rows = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for place, body in enumerate(bodies, start=1):
        rows += b"%010d 00000 n \n" % len(whole)
        whole += b"%d 0 obj\n%s\nendobj\n" % (place, body)
    table = b"xref\n0 6\n%strailer\n<< /Size 6 /Root 1 0 R >>\n" % rows
    return whole + table + b"startxref\n%d\n%%%%EOF\n" % len(whole)


def _picture(number: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + struct.pack(">I", number + row) * 8 for row in range(32))
    head = struct.pack(">IIBBBBB", 32, 32, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def _archive(number: int) -> bytes:
    return _zip({f"inside {number}.txt": _text(number + 1_000_000)})


# Of a hundred exhibits: mostly texts and mails, as in a cache; a few need a sandbox of their own.
MIXTURE: tuple[tuple[int, str, Callable[[int], bytes]], ...] = (
    (30, "txt", _text),
    (25, "eml", _mail),
    (12, "html", _page),
    (10, "pdf", _pdf),
    (8, "csv", _table),
    (7, "png", _picture),
    (4, "json", _json),
    (2, "docx", _letter),
    (2, "zip", _archive),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds of receiving and of reading, the desk's peak memory in MiB."""

    received: float
    read: float
    peak: float


def run(data: Path) -> Report:
    """Measure and return the figures; nothing of `data` is read."""
    del data
    with tempfile.TemporaryDirectory() as scratch:
        costs = {n: _cost(Path(scratch) / str(n), n) for n in SIZES}
        killed = _killed(Path(scratch) / "killed", N_KILLED)
    first = costs[SIZES[0]]
    results: list[Result] = []
    for n, cost in costs.items():
        group = f"{n:,} exhibits"
        each = (cost.received + cost.read) / n
        base = (first.received + first.read) / SIZES[0]
        results += [
            _result("received, ms an exhibit", group, 1000 * cost.received / n, n),
            _result("read, ms an exhibit", group, 1000 * cost.read / n, n),
            _result("cost beside the smallest", group, each / base, n, "<= 1.2"),
            _result("peak memory of the desk, MiB", group, cost.peak, n, f"< {MAX_MEMORY}"),
        ]
    results += [
        _result(metric, f"killed {KILLS} times", value, N_KILLED, "0") for metric, value in killed.items()
    ]
    return Report(results=tuple(results))


def _result(metric: str, group: str, ours: float, n: int, target: str = "") -> Result:
    return Result(benchmark=NAME, metric=metric, group=group, ours=ours, n=n, target=target)


def write_delivery(folder: Path, n: int) -> None:
    """Write `n` small exhibits, each different, in the proportions of `MIXTURE`."""
    kinds = [(suffix, make) for share, suffix, make in MIXTURE for _ in range(share)]
    random.Random(SEED).shuffle(kinds)
    for number in range(n):
        suffix, make = kinds[number % len(kinds)]
        place = folder / f"{number // PER_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06}.{suffix}").write_bytes(make(number))


def _child(case: Path, delivery: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(case), str(delivery)], stdout=subprocess.PIPE, text=True
    )


def _cost(place: Path, n: int) -> Cost:
    write_delivery(place / "delivery", n)
    Desk.new(place / "case")
    child = _child(place / "case", place / "delivery")
    said = child.communicate()[0].split()
    return Cost(received=float(said[1]), read=float(said[2]), peak=float(said[3]))


def _killed(place: Path, n: int) -> dict[str, float]:
    """Kill a run at seeded moments, finish it, and compare with one that was never killed."""
    write_delivery(place / "delivery", n)
    moments = random.Random(SEED)
    Desk.new(place / "case")
    Desk.new(place / "whole")
    inside: set[str] = set()
    for _ in range(KILLS):
        child = _child(place / "case", place / "delivery")
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(moments.uniform(0.5, 6.0))
        inside |= _below(child.pid)
        child.send_signal(signal.SIGKILL)
        child.communicate()
    time.sleep(1.0)
    left = sum(_runs(pid) for pid in inside)
    held, damage = [], 0
    for name in ("case", "whole"):
        with Desk.open(CaseFolder(place / name)) as desk:
            desk.receive([place / "delivery"])
            desk.read_quickly()
            damage += len(desk.verify())
            held.append(_held(desk))
    after, whole = held
    return {
        "damage found by verify": float(damage),
        "lost": float(sum(len(whole[what] - after[what]) for what in whole)),
        "there twice or too much": float(sum(len(after[what] - whole[what]) for what in whole)),
        "processes left running": float(left),
    }


def _held(desk: Desk) -> dict[str, set[tuple[str, ...]]]:
    return {
        "exhibits": {(one.exhibit_id,) for one in desk.store.all(Exhibit)},
        "holdings": {(one.path, one.exhibit_id) for one in desk.store.all(Holding)},
        "renditions": {(one.rendition_id, one.exhibit_id) for one in desk.store.all(Rendition)},
    }


def _runs(pid: str) -> bool:
    """Say whether a process is there and has not ended, whether or not anybody has taken note of its end."""
    try:
        state = Path("/proc", pid, "stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _below(pid: int) -> set[str]:
    """Return the processes below one, by their numbers."""
    above: dict[str, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                above[entry.name] = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
            except OSError:
                continue
    found: set[str] = set()
    fresh = {str(pid)}
    while fresh := {one for one, parent in above.items() if parent in fresh} - found:
        found |= fresh
    return found
