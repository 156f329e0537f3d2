"""poppler's `pdftotext` as a program beside ours: never imported, given bytes, watched and cut off.

Of the extractors tried on Arabic pages printed by three programs, it alone kept the order of
letters, numbers and Latin words (stack notes of 22 November 2026).
"""

import re
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from typing import IO, BinaryIO

# Marks of direction that poppler adds around every run.
DIRECTION_MARKS = re.compile("[\u202a-\u202c]")
VERSION = re.compile(r"version (\S+)")
COPY = 1 << 20
# Bytes a code point may take in UTF-8, with room for direction marks.
BYTES_A_LETTER = 8


@dataclass(frozen=True, slots=True)
class Poppler:
    """Where pdftotext lies on this machine, and its version."""

    program: str
    version: str


@cache
def find_poppler() -> Poppler | None:
    """Return the pdftotext of this machine, or None where there is none that runs."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    try:
        said = subprocess.run(  # noqa: S603 - a fixed program without a shell
            [program, "-v"], capture_output=True, timeout=10, check=False, env={}
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = VERSION.search(said.stderr.decode("utf-8", "replace"))
    return Poppler(program, match[1]) if match else None


def pages_by_poppler(
    poppler: Poppler, untrusted_source: BinaryIO, max_text: int, seconds: float, last: int = 0
) -> tuple[str, ...]:
    """Return the text of every page up to the `last` (0: of all), or nothing where poppler fails.

    It fails too where it is too slow or writes too much.

    The program gets the bytes on its standard input and writes to a file whose size the kernel
    limits, so that a bomb in the document cannot fill memory or disk.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
        untrusted_source.seek(0)
        shutil.copyfileobj(untrusted_source, given, COPY)
        given.seek(0)
        command = _command(poppler, last)
        if not _run(command, given, written, max_text * BYTES_A_LETTER, seconds):
            return ()
        written.seek(0)
        text = written.read().decode("utf-8", "replace")
    return tuple(DIRECTION_MARKS.sub("", page) for page in text.split("\f")[:-1])


def _command(poppler: Poppler, last: int) -> list[str]:
    up_to = ["-l", str(last)] if last else []
    return [poppler.program, "-q", "-enc", "UTF-8", "-eol", "unix", *up_to, "-", "-"]


def _run(command: list[str], given: IO[bytes], written: IO[bytes], max_bytes: int, seconds: float) -> bool:
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed program without a shell
            command, stdin=given, stdout=written, stderr=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8"}
        )
    except OSError:
        return False
    with process:
        try:
            if hasattr(resource, "prlimit"):  # Linux; elsewhere the time alone is limited
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (max_bytes, max_bytes))
            return process.wait(timeout=seconds) == 0
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            return False
