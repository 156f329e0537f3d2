"""Formats only an office program reads (WordPerfect, Works, Lotus ...), by LibreOffice where installed.

It runs inside the sandbox like every reader, with a profile of its own that is thrown away, and
turns a document into plain text or a table. Without it such exhibits wait, and are told why.
"""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import refusal
from twosource.reading.readers.encodings import decode
from twosource.reading.readers.tidying import tidy_lines

PROGRAMS = ("soffice", "libreoffice", "localc")
TABLES = frozenset(
    {
        "application/vnd.lotus-1-2-3",
        "application/x-quattro-pro",
        "application/vnd.ms-works-spreadsheet",
        "application/x-dif",
        "text/x-sylk",
    }
)
LABELS = {
    "application/vnd.wordperfect": "a WordPerfect document",
    "application/wordperfect": "a WordPerfect document",
    "application/x-wordperfect": "a WordPerfect document",
    "application/vnd.ms-works": "a Works document",
    "application/vnd.ms-works-spreadsheet": "a Works table",
    "application/vnd.lotus-1-2-3": "a Lotus table",
    "application/vnd.lotus-wordpro": "a Lotus document",
    "application/x-quattro-pro": "a Quattro Pro table",
    "application/x-dif": "a table (DIF)",
    "text/x-sylk": "a table (SYLK)",
    "application/x-mswrite": "a Windows Write document",
    "application/vnd.ms-publisher": "a Publisher document",
    "application/x-mspublisher": "a Publisher document",
    "application/vnd.visio": "a Visio drawing",
    "application/vnd.ms-visio.drawing": "a Visio drawing",
    "application/vnd.corel-draw": "a Corel drawing",
    "image/wmf": "a Windows drawing",
    "image/emf": "a Windows drawing",
    "image/x-wmf": "a Windows drawing",
    "image/x-emf": "a Windows drawing",
    "application/vnd.stardivision.calc": "a StarOffice table",
    "application/vnd.stardivision.draw": "a StarOffice drawing",
    "application/vnd.stardivision.writer": "a StarOffice document",
    "application/x-abiword": "an AbiWord document",
}
TEXT_FILTER, TABLE_FILTER = (
    "txt:Text (encoded):UTF8",
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
)


@dataclass(frozen=True, slots=True)
class OfficeSuiteReader:
    """Asks LibreOffice, given by its path; with an empty path it says what to install."""

    program: str = ""
    is_table: bool = False
    label: str = "this kind of document"
    media_types: frozenset[str] = frozenset()
    name: ClassVar[str] = "LibreOffice"
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return the words LibreOffice gives. Raises RefusedError where it is not installed or gives none."""
        if not self.program:
            raise refusal("office_suite", label=self.label)
        with tempfile.TemporaryDirectory(prefix="suite-") as folder:
            place = Path(folder)
            with (place / "exhibit").open("wb") as target:
                shutil.copyfileobj(untrusted_source, target)
            _convert(command(self.program, place, is_table=self.is_table), limits)
            texts = sorted(one for one in place.iterdir() if one.suffix in (".txt", ".csv"))
            pages = tuple(tidy_lines(decode(one.read_bytes()[: limits.max_text * 4]).text) for one in texts)
        if not any(pages):
            raise refusal("office_suite_silent", reason="it made no text")
        labels = tuple(one.stem.removeprefix("exhibit").strip("-") for one in texts)
        return Reading(untrusted_pages=pages, untrusted_page_labels=labels, way="LibreOffice")


def find_office_suite() -> str:
    """Return the path of LibreOffice on this machine, or an empty text."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), "")


def command(program: str, folder: Path, *, is_table: bool) -> list[str]:
    """Return the command line: no window, no recovery, no macros, a profile of its own, output beside it."""
    return [
        program, "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
        "--nofirststartwizard", f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to", TABLE_FILTER if is_table else TEXT_FILTER, "--outdir", str(folder),
        str(folder / "exhibit"),
    ]  # fmt: skip


def office_suite_readers(program: str) -> tuple[OfficeSuiteReader, ...]:
    """Return a reader for each kind of document only an office program reads."""
    return tuple(
        OfficeSuiteReader(
            program=program, is_table=kind in TABLES, label=label, media_types=frozenset({kind})
        )
        for kind, label in LABELS.items()
    )


def _convert(line: list[str], limits: Limits) -> None:
    """Run a conversion. Raises RefusedError where it fails or takes too long."""
    try:
        subprocess.run(  # noqa: S603 - the program was found by us and gets no words of the exhibit
            line, check=True, capture_output=True, timeout=limits.max_seconds, stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "HOME": str(Path(line[-1]).parent), "SAL_USE_VCLPLUGIN": "svp"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise refusal(
            "office_suite_silent", reason=f"it took longer than {limits.max_seconds:g} seconds"
        ) from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise refusal("office_suite_silent", reason="it gave up") from error
