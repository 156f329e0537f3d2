"""What this installation can and cannot do, found out by trying."""

import io
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import apsw

from twosource import __version__
from twosource.desk.sealing import usual_sandbox
from twosource.errors import IntegrityError, RefusedError, SandboxError
from twosource.ports import Limits, Sandbox, SealedRequest
from twosource.sandbox import EscapeAttempt, open_sandbox, run_battery
from twosource.tagging import open_tagger

MISSING = "missing"
INSTALL = "Debian: apt-get install tesseract-ocr-ara tesseract-ocr-eng"
ABILITIES = "twosource.reading.inside:tell_abilities"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How well readers are sealed here (`level` None: not at all), and what came of trying to break out."""

    level: int | None
    how: str
    attempts: tuple[EscapeAttempt, ...]

    @property
    def escaped(self) -> tuple[EscapeAttempt, ...]:
        """The attempts that succeeded: there must be none."""
        return tuple(attempt for attempt in self.attempts if attempt.succeeded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The seal of the readers, then (what, what was found) for everything else."""

    seal: Seal
    facts: tuple[tuple[str, str], ...]


def examine_installation(folder: Path, *, try_escapes: bool = True) -> Health:
    """Return what works here. The battery starts a sandbox and tries to break out of it, in a few seconds."""
    free = shutil.disk_usage(folder).free
    seal, abilities = _sealed(try_escapes)
    facts = (
        ("twosource", __version__),
        ("python", platform.python_version()),
        ("sqlite", apsw.sqlite_lib_version()),
        ("platform", f"{sys.platform} {platform.machine()}"),
        ("network", "never used"),
        *abilities,
        (
            "pdftotext",
            _tool("pdftotext", "poppler-utils", "Arabic PDFs are read with PDFium alone"),
        ),
        ("libreoffice", _tool("soffice", "libreoffice-core", "only formats nothing else reads need it")),
        ("free disk", f"{free // 2**20:,} MiB"),
        ("who says what", _told_of_tagger()),
    )
    return Health(seal=seal, facts=facts)


def _sealed(try_escapes: bool) -> tuple[Seal, tuple[tuple[str, str], ...]]:
    """Return how readers are sealed, and what they say from inside that they can read."""
    try:
        with open_sandbox(usual_sandbox()) as sandbox:
            attempts = run_battery(sandbox) if try_escapes else ()
            return Seal(level=sandbox.level, how=sandbox.how, attempts=attempts), _abilities(sandbox)
    except SandboxError as error:
        return Seal(level=None, how=error.sentences(), attempts=()), ()


def _abilities(sandbox: Sandbox) -> tuple[tuple[str, str], ...]:
    request = SealedRequest(job=ABILITIES, source_id="doctor", arguments={}, limits=Limits())
    try:
        with sandbox.stream(request, io.BytesIO()) as messages:
            (said,) = (one for one in messages if not isinstance(one, bytes))
    except (RefusedError, ValueError) as error:
        return (("readers", f"{MISSING}: {error}"),)
    languages = ", ".join(map(str, said["languages"]))
    return (
        ("readers", f"{said['readers']} kinds of exhibit"),
        ("recognition", str(said["engine"]) or f"{MISSING}: words in pictures wait ({INSTALL})"),
        ("languages of recognition", languages or f"{MISSING} ({INSTALL})"),
    )


def _told_of_tagger() -> str:
    """Load the tagger as attributing would, its digests checked, and say what it is."""
    try:
        tagger = open_tagger()
    except IntegrityError as error:
        return f"damaged: {error.happened} {error.remedy_text}"
    if tagger is None:
        return "rules alone: the trained tagger is not installed"
    return f"rules and {tagger.version}, taught {', '.join(sorted(tagger.languages))}; its digests match"


def _tool(name: str, package: str, without: str) -> str:
    return shutil.which(name) or f"{MISSING}: {without} (Debian: apt-get install {package})"
