"""Where a case lies: a folder a person can copy, zip and carry.

`case.toml` is what people declared, `ledger.sqlite` what was recorded, `originals/` the bytes by
SHA-256, `dossier/` what was published. Everything else can be made again from these.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from twosource.errors import NoCaseError, NotAllowedError, UsageError

DECLARATIONS = "case.toml"
LEDGER = "ledger.sqlite"
MATERIAL = "cache"


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """The paths of one case."""

    path: Path

    @property
    def declarations(self) -> Path:
        """What people declared."""
        return self.path / DECLARATIONS

    @property
    def originals(self) -> Path:
        """The bytes, by SHA-256."""
        return self.path / "originals"

    @property
    def dossier(self) -> Path:
        """Where published pages go."""
        return self.path / "dossier"

    @property
    def gazetteers(self) -> Path:
        """Tables of places that people of the desk bring: any `.csv` or `.dbf` in it is used."""
        return self.path / "gazetteers"

    @property
    def passwords(self) -> Path:
        """The passwords given for locked exhibits, readable by the owner only."""
        return self.path / "passwords"

    @property
    def exists(self) -> bool:
        """Say whether this is a case."""
        return (self.path / LEDGER).is_file()


def find_case(start: Path, named: Path | None = None) -> CaseFolder:
    """Return the case named, or the one at or above `start`. Raises NoCaseError."""
    if named is not None:
        folder = CaseFolder(named)
        if not folder.exists:
            raise NoCaseError(f"There is no case at {named}.")
        return folder
    for path in (start, *start.parents):
        if (path / LEDGER).is_file():
            return CaseFolder(path)
    raise NoCaseError("There is no case here or in any folder above.")


def make_case(path: Path, declarations: str = "") -> CaseFolder:
    """Make an empty case folder, with what was declared. Raises UsageError where one exists."""
    folder = CaseFolder(path)
    if folder.exists:
        raise UsageError(f"There is already a case at {path}.", remedy="Use it with --case, or name another.")
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)
        if declarations and not folder.declarations.exists():
            write_whole(folder.declarations, declarations)
    return folder


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the operating system forbids into a sentence. Raises NotAllowedError."""
    try:
        yield
    except PermissionError as error:
        raise NotAllowedError(f"The folder {path} may not be written.") from error


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a text so that a crash leaves the old one or the new one, never half of either."""
    write_bytes(path, text.encode("utf-8"), mode)


def write_bytes(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write bytes so that a crash leaves the old ones or the new ones, never half of either."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.part")
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)


def case_name(source: Path) -> str:
    """Return the folder name for a case made from a path: its last part, safe to type."""
    name = re.sub(r"[^\w.-]+", "-", source.resolve().name, flags=re.UNICODE).strip("-.") or "new"
    return f"{name}-case"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Material a person prepared: what to receive, and what they declared about it."""

    paths: tuple[Path, ...]
    declarations: Path | None


def refuse_cases(paths: tuple[Path, ...], case: Path) -> None:
    """Raise UsageError where a path is a case, lies in one, or holds the one it would go into.

    A case that receives itself takes its own dossier for evidence and its own words for a report.
    """
    home = case.resolve()
    for path in paths:
        place = path.resolve()
        inside = next((p for p in (place, *place.parents) if (p / LEDGER).is_file()), None)
        if inside is not None:
            raise UsageError(
                f"{path} is a case or lies in one, and a case is no material.",
                remedy=f"To go on with it: twosource examine FOLDER --case {inside}.",
            )
        if place in home.parents:
            raise UsageError(
                f"{path} holds the case {case} itself.",
                remedy="Name the folder of the material alone, or put the case elsewhere with --case.",
            )


def find_prepared(paths: tuple[Path, ...], declared: Path | None) -> Prepared:
    """Tell material from declarations.

    Material never declares anything: a `case.toml` inside a cache is kept as an exhibit and not
    obeyed, because whoever leaked the cache could have put it there. Only a file named by the
    user, or one lying beside a folder `cache` in the one folder named, counts as theirs.
    """
    if declared is not None:
        if not declared.is_file():
            raise UsageError(f"There are no declarations at {declared}.")
        return Prepared(paths, declared)
    if len(paths) == 1:
        beside, material = paths[0] / DECLARATIONS, paths[0] / MATERIAL
        if beside.is_file() and material.is_dir():
            return Prepared((material,), beside)
    return Prepared(paths, None)
