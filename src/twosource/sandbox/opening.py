"""Which sandbox this machine gets: the best it offers, and never less than was asked."""

import sys
from collections.abc import Iterator
from compileall import compile_dir
from contextlib import contextmanager

from twosource.ports import Sandbox
from twosource.sandbox.refusals import not_available
from twosource.sandbox.settings import SandboxSettings
from twosource.sandbox.unsealed import Unsealed

if sys.platform == "linux":
    from twosource.sandbox.filters import is_supported
    from twosource.sandbox.sealed import Sealed
    from twosource.sandbox.starting import LandlockWall, StartError, Wall, landlock_wall, started
    from twosource.sandbox.walls import PACKAGE, bubblewraps


@contextmanager
def open_sandbox(settings: SandboxSettings | None = None) -> Iterator[Sandbox]:
    """Give the sandbox of these settings, and end all it runs on leaving.

    Level 0 is given only where the settings ask for it by number. Raises SandboxError, with the reasons,
    where this machine cannot seal as well as was asked.
    """
    settings = settings or SandboxSettings()
    if settings.level == 0:
        yield Unsealed()
        return
    if sys.platform == "linux":
        with _best(settings) as sandbox:
            yield sandbox
        return
    raise not_available(_wanted(settings), ("sandboxes are built for Linux only",))


def _wanted(settings: SandboxSettings) -> str:
    return f"level {settings.min_level} or better" if settings.level == "best" else f"level {settings.level}"


if sys.platform == "linux":

    def _best(settings: SandboxSettings) -> Sealed:
        """Start one sandbox after another until one comes up, the best first."""
        # Inside nothing can be written: what is not compiled now would be compiled for each exhibit.
        compile_dir(PACKAGE, quiet=2)
        reasons: list[str] = []
        for wall in _walls(settings, reasons):
            try:
                worker = started(wall, settings)
            except StartError as error:
                reasons.append(f"{wall} could not start ({error})")
                continue
            inner = 0 if isinstance(wall, LandlockWall) else worker.landlock
            return Sealed(wall=wall, settings=settings, landlock=inner, idle=[worker])
        raise not_available(_wanted(settings), tuple(dict.fromkeys(reasons)))

    def _walls(settings: SandboxSettings, reasons: list[str]) -> Iterator[Wall]:
        """Yield the walls worth trying; note why there are not more."""
        if not is_supported():
            reasons.append("its filter of system calls is written for x86-64 and ARM64 only")
            return
        if settings.level != 1:
            found = bubblewraps()
            if not found:
                reasons.append("bubblewrap is not installed")
            yield from found
        if settings.level == 1 or (settings.level == "best" and settings.min_level <= 1):
            wall = landlock_wall()
            if wall is None:
                reasons.append("this kernel has no Landlock")
            else:
                yield wall
