"""Reading: where every exhibit of a hostile folder ends, how fast, and what custody costs beside the library.

`torture` receives and reads the whole folder through the sandbox of this machine, as a user would, pixels
included. `PDF text layers` repeats the PDFs that have one: ours is receiving, sandbox, ledger and search
index together, the peer is pypdfium2 alone in this process over the same bytes.
"""

import io
import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from bench.runner import Case, DataMissingError, Report, Result
from twosource.desk import Desk
from twosource.desk.case import CaseFolder
from twosource.desk.coverage import CoverageAnswer
from twosource.errors import RefusedError
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.outcome import Fate
from twosource.ports import Limits
from twosource.reading import ReadSettings, label_of
from twosource.reading.registry import readers
from twosource.terms import RenditionKind, Status

NAME = "reading"
FOLDER = "torture"
PDF = "application/pdf"
CRASHES = frozenset({"crashed", "memory"})
TIMEOUTS = frozenset({"time", "stalled"})
MIN_LETTERS = 20
MIN_BENCHED = 300


@dataclass(frozen=True, slots=True)
class Read:
    """What one run over the folder found."""

    coverage: CoverageAnswer
    fates: Sequence[tuple[Exhibit, Fate]]
    received: float
    quick: float
    slow: float
    n_recognised: int
    n_pages: int
    texts: Sequence[bytes]


def run(data: Path) -> Report:
    """Measure and return the figures. Raises DataMissingError where the folder is not there."""
    folder = data / FOLDER
    if not folder.is_dir():
        raise DataMissingError(f"{folder} holds the hostile files.")
    with tempfile.TemporaryDirectory() as scratch:
        found = _read(folder, Path(scratch) / "torture")
        results = [*_outcomes(found), *_speeds(found), *_beside_bare(found.texts, Path(scratch))]
    cases = tuple(
        Case(
            case_id=exhibit.exhibit_id[:16], values={"type": exhibit.media_type, "status": fate.status.value}
        )
        for exhibit, fate in found.fates
    )
    return Report(results=tuple(results), cases=cases)


def _read(folder: Path, case: Path) -> Read:
    Desk.new(case)
    with Desk.open(CaseFolder(case)) as desk:
        started = time.perf_counter()
        desk.receive([folder])
        received = time.perf_counter() - started
        quick = desk.read_quickly()
        read = time.perf_counter() - started - received
        slow = desk.recognise()
        recognised = time.perf_counter() - started - received - read
        fates = {fate.exhibit_id: fate for fate in desk.store.all(Fate)}
        exhibits = list(desk.store.all(Exhibit))
        texts = [
            desk.work.originals.open(exhibit.exhibit_id).read()
            for exhibit in exhibits
            if exhibit.media_type == PDF and fates[exhibit.exhibit_id].status is Status.READ
        ]
        assert quick.n_done
        return Read(
            coverage=desk.coverage(),
            fates=[(exhibit, fates[exhibit.exhibit_id]) for exhibit in exhibits],
            received=received,
            quick=read,
            slow=recognised,
            n_recognised=slow.n_done,
            n_pages=sum(len(r.pages) for r in desk.store.all(Rendition) if r.kind is RenditionKind.TEXT),
            texts=texts,
        )


def _result(metric: str, group: str, ours: float, n: int, target: str = "") -> Result:
    return Result(benchmark=NAME, metric=metric, group=group, ours=ours, n=n, target=target)


def _outcomes(found: Read) -> Iterator[Result]:
    c = found.coverage.coverage
    codes = Counter(one.code for _, fate in found.fates for one in fate.failures)
    named = sum(all(one.sentence() for one in u.failures) and bool(u.failures) for u in found.coverage.unread)
    yield _result("crashes", FOLDER, sum(codes[code] for code in CRASHES), c.n_received, "0")
    yield _result("time-outs", FOLDER, sum(codes[code] for code in TIMEOUTS), c.n_received, "0")
    yield _result("accounted, share", FOLDER, 1.0 if c.adds_up else 0.0, c.n_received, "1")
    yield _result(
        "not read, with a reason, share",
        FOLDER,
        named / max(1, len(found.coverage.unread)),
        c.n_received,
        "1",
    )
    by_type: dict[str, Counter[Status]] = {}
    for exhibit, fate in found.fates:
        by_type.setdefault(label_of(exhibit.media_type), Counter())[fate.status] += 1
    for label, statuses in sorted(by_type.items(), key=lambda row: -row[1].total()):
        words = ", ".join(f"{statuses[s]} {s.value}" for s in Status if statuses[s])
        share = (statuses[Status.READ] + statuses[Status.PARTLY_READ]) / statuses.total()
        yield Result(
            benchmark=NAME, metric="read, share", group=label, ours=share, n=statuses.total(), reference=words
        )


def _speeds(found: Read) -> Iterator[Result]:
    n = found.coverage.coverage.n_received
    yield _result("received, files a second", FOLDER, n / found.received, n)
    yield _result("read, files a second", FOLDER, n / found.quick, n)
    yield _result("read, pages a second", FOLDER, found.n_pages / found.quick, found.n_pages)
    if found.n_recognised:
        yield _result("pixels, seconds a file", FOLDER, found.slow / found.n_recognised, found.n_recognised)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    inside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield _result("peak memory of the desk, MiB", FOLDER, peak, n, "< 1536")
    yield _result("peak memory of one reader, MiB", FOLDER, inside, n)


def _beside_bare(texts: Sequence[bytes], scratch: Path) -> Iterator[Result]:
    """Read the PDFs with a text layer, repeated until there are enough, both ways in turn."""
    layered = [content for content in texts if len(bare_text(content)) >= MIN_LETTERS]
    if not layered:
        return
    folder = _copied(layered, scratch / "layers")
    copies = [path.read_bytes() for path in sorted(folder.iterdir())]
    started = time.perf_counter()
    for content in copies:
        bare_text(content)
    bare = time.perf_counter() - started
    unwalled, unwalled_work = _read_bare(copies)
    Desk.new(scratch / "layered")
    work_before = _work()
    with Desk.open(CaseFolder(scratch / "layered")) as desk:
        desk.work.sandbox.level_of(alone=False)
        started = time.perf_counter()
        desk.receive([folder])
        desk.read_quickly()
        ours = time.perf_counter() - started
    worked = _work() - work_before
    shutil.rmtree(folder)
    yield Result(
        benchmark=NAME,
        metric="receive and read, files a second",
        group="PDF text layers",
        ours=len(copies) / ours,
        peer=len(copies) / bare,
        peer_name="pypdfium2",
        n=len(copies),
    )
    yield Result(
        benchmark=NAME,
        metric="overhead over the bare library, share",
        group="PDF text layers",
        ours=ours / bare - 1,
        n=len(copies),
        target="<= .15",
    )
    yield Result(
        benchmark=NAME,
        metric="overhead over our readers run bare, share",
        group="PDF text layers",
        ours=ours / unwalled - 1,
        n=len(copies),
        reference="readers one after another in one process; the desk uses every core",
        target="<= .15",
    )
    yield Result(
        benchmark=NAME,
        metric="processor time over our readers run bare, share",
        group="PDF text layers",
        ours=worked / unwalled_work - 1,
        n=len(copies),
        reference="with starting the sandbox",
    )


def _copied(layered: Sequence[bytes], folder: Path) -> Path:
    """Write the PDFs as often as it takes for a figure to mean something, each copy an exhibit of its own."""
    folder.mkdir()
    for turn in range(max(1, -(-MIN_BENCHED // len(layered)))):
        for number, content in enumerate(layered):
            # A comment after the end makes the bytes differ; readers ignore it.
            (folder / f"{turn}-{number}.pdf").write_bytes(content + f"\n%{turn}\n".encode())
    return folder


def _read_bare(copies: Sequence[bytes]) -> tuple[float, float]:
    """Return seconds and processor seconds of our own PDF reader alone: no custody, wall or index."""
    reader, limits = readers(ReadSettings())[PDF], Limits()
    reader.read(io.BytesIO(copies[0]), limits)
    started, worked = time.perf_counter(), _work()
    for content in copies:
        with suppress(RefusedError):
            reader.read(io.BytesIO(content), limits)
    return time.perf_counter() - started, _work() - worked


def _work() -> float:
    """Return the processor seconds of this process and of those it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def bare_text(content: bytes) -> str:
    """Return the text layer as the bare library gives it; nothing where it cannot open the bytes."""
    try:
        document = pdfium.PdfDocument(io.BytesIO(content))
        return "".join(page.get_textpage().get_text_range() for page in document)
    except pdfium.PdfiumError:
        return ""
